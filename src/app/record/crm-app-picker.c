/* crm-app-picker.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-picker"
#include "config.h"

#include "crm-app-picker.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases.h"
#include "base/crm-app-widgets.h"
#include "service/crm-find.h"
#include "service/crm-people.h"

#define MAX_FOUND 30

struct _CrmAppPicker
{
  AdwWindow parent_instance;
  CrmAppSession *session;    /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the search under way */
  const CrmEntity *entity;
  GPtrArray *found;     /* (owned) (nullable) (element-type CrmRecord) */
  char *other;          /* (owned) (nullable): only records but this one, and none that is new */
  char *shown;          /* (owned) (nullable): the words that @found answers */
  gboolean wants_first; /* Enter was pressed before they were answered */
  GtkWidget *entry;
  GtkWidget *list;
  CrmAppPickedFunc func;
  gpointer data; /* (owned) */
  GDestroyNotify free_data;
};

#define CRM_APP_TYPE_PICKER (crm_app_picker_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppPicker, crm_app_picker, CRM_APP, PICKER, AdwWindow)
G_DEFINE_FINAL_TYPE (CrmAppPicker, crm_app_picker, ADW_TYPE_WINDOW)

static void
stop (CrmAppPicker *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
crm_app_picker_dispose (GObject *object)
{
  CrmAppPicker *self = CRM_APP_PICKER (object);

  stop (self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_pointer (&self->shown, g_free);
  g_clear_pointer (&self->other, g_free);
  if (self->free_data != NULL)
    self->free_data (g_steal_pointer (&self->data));
  self->free_data = NULL;
  G_OBJECT_CLASS (crm_app_picker_parent_class)->dispose (object);
}

static void
crm_app_picker_class_init (CrmAppPickerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_app_picker_dispose;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

/* --- making a new one ------------------------------------------------------------------------- */

typedef struct
{
  CrmAppPicker *picker; /* (owned) */
  char *id;             /* (owned) */
  char *title;          /* (owned) */
} Making;

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Making *making = data;
  CrmAppSession *session = CRM_APP_SESSION (source);
  g_autoptr (GError) error = NULL;

  if (!crm_app_session_write_finish (session, result, &error))
    crm_app_session_tell_trouble (session, crm_phrase_error (error));
  else if (making->picker->func != NULL && making->picker->session != NULL)
    {
      making->picker->func (making->id, making->title, making->picker->data);
      gtk_window_close (GTK_WINDOW (making->picker));
    }
  g_object_unref (making->picker);
  g_free (making->id);
  g_free (making->title);
  g_free (making);
}

/* Those that are whole with a name. */
static gboolean
can_make (const CrmEntity *entity)
{
  return g_str_equal (entity->name, "account") || g_str_equal (entity->name, "person");
}

static void
make_new (CrmAppPicker *self, const char *name)
{
  gboolean is_account = g_str_equal (self->entity->name, "account");
  const char *actor = crm_store_get_actor (crm_app_session_get_store (self->session));
  CrmChangeSet *set
      = crm_change_set_new (is_account ? "add-account" : "add-person", CRM_CAUSE_USER);
  Making *making = g_new0 (Making, 1);

  if (is_account)
    making->id = crm_people_create_account (set, name, NULL, actor);
  else
    {
      CrmChange *change = crm_change_set_create (set, self->entity->name, NULL);

      crm_change_set_text (change, self->entity->title_field, name);
      crm_change_set_text (change, "owner", actor);
      making->id = g_strdup (change->id);
    }
  making->picker = g_object_ref (self);
  making->title = g_strdup (name);
  crm_app_session_write_async (self->session, set, made_cb, making);
}

/* --- showing ---------------------------------------------------------------------------------- */

static char *
dup_words (CrmAppPicker *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
}

static GtkWidget *
add_row (CrmAppPicker *self, const char *icon, const char *title, const char *below)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *label;

  if (icon != NULL)
    gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (texts), crm_app_label_new (title, NULL));
  if (below != NULL && *below != '\0')
    {
      label = crm_app_label_new (below, "caption");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (texts), label);
    }
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), texts);
  gtk_widget_add_css_class (line, "crm-line");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  crm_app_set_name (row, title);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
  return row;
}

static const char * /* (nullable) */
get_detail (const CrmRecord *record)
{
  return g_str_equal (record->entity->name, "person") ? crm_record_get_text (record, "title")
                                                      : NULL;
}

static void
show_found (CrmAppPicker *self)
{
  g_autofree char *words = dup_words (self);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  for (guint i = 0; i < self->found->len; i++)
    {
      CrmRecord *record = g_ptr_array_index (self->found, i);

      if (g_strcmp0 (record->id, self->other) == 0)
        continue;
      row = add_row (self, NULL, crm_phrase_record_name (record), get_detail (record));
      g_object_set_data_full (G_OBJECT (row), "crm-record", crm_record_ref (record),
                              (GDestroyNotify)crm_record_unref);
    }
  if (*words != '\0' && self->other == NULL && can_make (self->entity))
    {
      /* TRANSLATORS: offers to make a new record; %s is its name */
      g_autofree char *offer = g_strdup_printf (_ ("New: “%s”"), words);

      add_row (self, "list-add-symbolic", offer, NULL);
    }
  gtk_list_box_select_row (GTK_LIST_BOX (self->list),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0));
}

/* --- searching -------------------------------------------------------------------------------- */

typedef struct
{
  const char *entity;
  char *words; /* (owned) */
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  g_free (request->words);
  g_free (request);
}

/* Without a word, what somebody worked on last. */
static gpointer
find_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  Request *request = data;
  CrmListQuery recent = { .entity = request->entity,
                          .order_by = CRM_COLUMN_MODIFIED_AT,
                          .descending = TRUE,
                          .limit = MAX_FOUND };

  if (*request->words == '\0')
    return crm_reader_list (reader, &recent, NULL, error);
  return crm_find_records (reader, request->entity, request->words, MAX_FOUND, error);
}

static void row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer data);

static void
take_selected (CrmAppPicker *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  self->wants_first = FALSE;
  if (row != NULL)
    row_activated_cb (GTK_LIST_BOX (self->list), row, self);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmAppPicker) self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *found = crm_store_read_finish (CRM_STORE (source), result, &error);

  if (found == NULL)
    {
      if (self->session != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        crm_app_session_tell_trouble (self->session, crm_phrase_error (error));
      return;
    }
  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->found = found;
  if (self->session == NULL)
    return;
  g_free (self->shown);
  self->shown = dup_words (self);
  show_found (self);
  if (self->wants_first)
    take_selected (self);
}

static void
search (CrmAppPicker *self)
{
  CrmStore *store = crm_app_session_get_store (self->session);
  Request *request = g_new0 (Request, 1);

  request->entity = self->entity->name;
  request->words = dup_words (self);
  stop (self);
  self->cancellable = g_cancellable_new ();
  crm_store_read_async (store, find_in_worker, request, free_request,
                        (GDestroyNotify)g_ptr_array_unref, self->cancellable, found_cb,
                        g_object_ref (self));
}

static void
search_changed_cb (GtkSearchEntry *entry, gpointer data)
{
  CrmAppPicker *self = data;

  if (self->session != NULL)
    search (self);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
  CrmAppPicker *self = data;
  const CrmRecord *record = g_object_get_data (G_OBJECT (row), "crm-record");
  g_autofree char *words = dup_words (self);

  if (record == NULL)
    {
      make_new (self, words);
      return;
    }
  self->func (record->id, crm_phrase_record_name (record), self->data);
  gtk_window_close (GTK_WINDOW (self));
}

/* Enter takes what is chosen, the first unless one went further; never one of an older question. */
static void
entry_activated_cb (GtkSearchEntry *entry, gpointer data)
{
  CrmAppPicker *self = data;
  g_autofree char *words = dup_words (self);

  if (g_strcmp0 (words, self->shown) == 0)
    {
      take_selected (self);
      return;
    }
  self->wants_first = TRUE;
  search (self);
}

static void
crm_app_picker_init (CrmAppPicker *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->entry = gtk_search_entry_new ();
  gtk_widget_set_hexpand (self->entry, TRUE);
  crm_app_set_id (self->entry, "crm-picker");
  g_signal_connect (self->entry, "search-changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect (self->entry, "activate", G_CALLBACK (entry_activated_cb), self);
  g_signal_connect_swapped (self->entry, "stop-search", G_CALLBACK (gtk_window_close), self);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), self->entry);
  self->list = gtk_list_box_new ();
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  crm_app_set_id (self->list, "crm-picker-found");
  crm_app_set_name (self->list, _ ("Found"));
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), scrolled);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 420, 400);
  gtk_widget_set_size_request (GTK_WIDGET (self), 360, 294);
}

static CrmAppPicker *
make_picker (GtkWidget *parent,
             CrmAppSession *session,
             const char *entity,
             const char *heading,
             CrmAppPickedFunc func,
             gpointer data,
             GDestroyNotify free_data)
{
  CrmAppPicker *self
      = g_object_new (CRM_APP_TYPE_PICKER, "transient-for", gtk_widget_get_root (parent),
                      "destroy-with-parent", TRUE, NULL);

  self->session = g_object_ref (session);
  self->entity = crm_entity_find (entity);
  self->func = func;
  self->data = data;
  self->free_data = free_data;
  gtk_window_set_title (GTK_WINDOW (self), heading);
  crm_app_set_name (self->entry, heading);
  return self;
}

static void
show_picker (CrmAppPicker *self)
{
  search (self);
  gtk_widget_grab_focus (self->entry);
  gtk_window_present (GTK_WINDOW (self));
}

/* Offers records of @entity above the window that @parent is in; @heading says what for. @func is
 * called with what was chosen, or not at all. */
void
crm_app_picker_present (GtkWidget *parent,
                        CrmAppSession *session,
                        const char *entity,
                        const char *heading,
                        CrmAppPickedFunc func,
                        gpointer data /* (transfer full) */,
                        GDestroyNotify free_data)
{
  show_picker (make_picker (parent, session, entity, heading, func, data, free_data));
}

/* The same without a new one, and without the record with @id; beginning with what @words find. */
void
crm_app_picker_present_other (GtkWidget *parent,
                              CrmAppSession *session,
                              const char *entity,
                              const char *heading,
                              const char *id,
                              const char *words /* (nullable) */,
                              CrmAppPickedFunc func,
                              gpointer data /* (transfer full) */,
                              GDestroyNotify free_data)
{
  CrmAppPicker *self = make_picker (parent, session, entity, heading, func, data, free_data);

  self->other = g_strdup (id);
  if (words != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), words);
  show_picker (self);
}

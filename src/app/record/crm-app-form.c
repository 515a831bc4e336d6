/* crm-app-form.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-form"
#include "config.h"

#include "crm-app-form.h"

#include <glib/gi18n-lib.h>

#include "crm-app-arrange.h"
#include "crm-app-form-row.h"
#include "crm-phrases.h"
#include "base/crm-app-navigation.h"
#include "base/crm-app-widgets.h"

struct _CrmAppForm
{
  CrmAppPage parent_instance;
  char *entity;    /* (owned) */
  char *id;        /* (owned) (nullable): NULL for a record that is to be made */
  char **presets;  /* (owned) (nullable) */
  CrmForm *form;   /* (owned) (nullable): NULL until it is read */
  GtkWidget *box;  /* GtkBox: cards of rows */
  GPtrArray *rows; /* (owned) (element-type CrmAppFormRow): those of @form */
};

G_DEFINE_FINAL_TYPE (CrmAppForm, crm_app_form, CRM_APP_TYPE_PAGE)

enum
{
  EDITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A picker that is open may keep a row longer than the form: it must know no more of it. */
static void
clear_rows (CrmAppForm *self)
{
  GtkWidget *card;

  for (guint i = 0; i < self->rows->len; i++)
    crm_app_form_row_forget (g_ptr_array_index (self->rows, i));
  while ((card = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), card);
  g_ptr_array_set_size (self->rows, 0);
}

static void
crm_app_form_dispose (GObject *object)
{
  CrmAppForm *self = CRM_APP_FORM (object);

  if (self->box != NULL)
    clear_rows (self);
  self->box = NULL;
  G_OBJECT_CLASS (crm_app_form_parent_class)->dispose (object);
}

static void
crm_app_form_finalize (GObject *object)
{
  CrmAppForm *self = CRM_APP_FORM (object);

  g_ptr_array_unref (self->rows);
  crm_form_free (self->form);
  g_strfreev (self->presets);
  g_free (self->entity);
  g_free (self->id);
  G_OBJECT_CLASS (crm_app_form_parent_class)->finalize (object);
}

/* --- saving ----------------------------------------------------------------------------------- */

typedef struct
{
  CrmAppForm *form;       /* (owned) */
  CrmAppSession *session; /* (owned): the form forgets it when its window closes */
  GApplication *held;     /* (owned) (nullable): does not end before it is known */
  char *name;             /* (owned): of the field */
} Saving;

static Saving *
new_saving (CrmAppForm *self, CrmAppSession *session, const CrmFormField *field)
{
  Saving *saving = g_new (Saving, 1);
  GApplication *application = g_application_get_default ();

  *saving
      = (Saving){ g_object_ref (self), g_object_ref (session),
                  application != NULL ? g_object_ref (application) : NULL, g_strdup (field->name) };
  if (application != NULL)
    g_application_hold (application);
  return saving;
}

static void
free_saving (gpointer data)
{
  Saving *saving = data;

  if (saving->held != NULL)
    g_application_release (saving->held);
  g_clear_object (&saving->held);
  g_object_unref (saving->form);
  g_object_unref (saving->session);
  g_free (saving->name);
  g_free (saving);
}

static CrmAppFormRow * /* (nullable) */
find_row (CrmAppForm *self, const CrmFormField *field)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (crm_app_form_row_get_field (g_ptr_array_index (self->rows, i)) == field)
      return g_ptr_array_index (self->rows, i);
  return NULL;
}

/* --- a window that closed while somebody else had changed the same field --- */

static void write_field (Saving *saving);

static void
decided_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Saving *saving = data;
  CrmFormField *field = crm_form_find_field (saving->form->form, saving->name);

  if (field != NULL && g_str_equal (response, "mine"))
    {
      crm_form_keep_mine (saving->form->form, field);
      write_field (new_saving (saving->form, saving->session, field));
    }
}

/* Its window is gone, so it is asked in another one. */
static void
ask_which (Saving *saving /* (transfer full) */, const CrmFormField *field)
{
  GtkApplication *application
      = GTK_IS_APPLICATION (saving->held) ? GTK_APPLICATION (saving->held) : NULL;
  GtkWindow *window = application != NULL ? gtk_application_get_active_window (application) : NULL;
  g_autofree char *both = crm_form_dup_difference (saving->form->form, field);
  g_autofree char *body = g_strdup_printf (
      "\u2068%s\u2069 · \u2068%s\u2069\n%s",
      crm_phrase_record_name (saving->form->form->data->record), field->label, both);
  GtkWidget *dialog = adw_message_dialog_new (window, _ ("Which Value Is to Stay?"), body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  g_object_set_data_full (G_OBJECT (dialog), "crm-saving", saving, free_saving);
  adw_message_dialog_add_responses (message, "theirs", _ ("Use _Theirs"), "mine", _ ("Keep _Mine"),
                                    NULL);
  adw_message_dialog_set_close_response (message, "theirs");
  g_signal_connect (dialog, "response", G_CALLBACK (decided_cb), saving);
  if (application != NULL && window == NULL)
    gtk_application_add_window (application, GTK_WINDOW (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
read_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmFormData) data = crm_form_data_load_finish (CRM_STORE (source), result, &error);
  const CrmFormField *field = NULL;

  if (data != NULL && crm_form_update (saving->form->form, data))
    field = crm_form_find_field (saving->form->form, saving->name);
  if (field != NULL && field->has_theirs)
    {
      ask_which (saving, field);
      return;
    }
  if (error != NULL)
    crm_app_session_tell_trouble (saving->session, crm_phrase_error (error));
  free_saving (saving);
}

static void
read_again (Saving *saving /* (transfer full) */)
{
  CrmStore *store = crm_app_session_get_store (saving->session);
  CrmAppForm *self = saving->form;

  if (store == NULL)
    free_saving (saving);
  else
    crm_form_data_load_async (store, self->entity, self->id, (const char *const *)self->presets,
                              NULL, read_again_cb, saving);
}

/* --- what becomes of it --- */

/* A conflict shows both values as soon as the record is read again. */
static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Saving *saving = data;
  CrmAppForm *self = saving->form;
  CrmFormField *field = crm_form_find_field (self->form, saving->name);
  /* Without a window there is nothing to see it in. */
  gboolean is_open = gtk_widget_get_root (GTK_WIDGET (self)) != NULL;
  CrmAppFormRow *row = field != NULL && is_open ? find_row (self, field) : NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_stored = crm_app_session_write_finish (CRM_APP_SESSION (source), result, &error);

  if (field != NULL)
    crm_form_saved (self->form, field, is_stored);
  if (!is_stored && !g_error_matches (error, CRM_ERROR, CRM_ERROR_CONFLICT))
    {
      if (row != NULL)
        crm_app_form_row_tell (row, crm_phrase_error (error));
      else /* the window was closed */
        crm_app_session_tell_trouble (CRM_APP_SESSION (source), crm_phrase_error (error));
    }
  else if (!is_stored && row == NULL)
    {
      read_again (saving);
      return;
    }
  crm_app_page_invalidate (CRM_APP_PAGE (self));
  free_saving (saving);
}

static void
write_field (Saving *saving /* (transfer full) */)
{
  CrmFormField *field = crm_form_find_field (saving->form->form, saving->name);
  CrmChangeSet *set = field != NULL ? crm_form_save (saving->form->form, field) : NULL;

  if (set != NULL)
    crm_app_session_write_async (saving->session, set, saved_cb, saving);
  else
    free_saving (saving);
}

static void
save (CrmAppForm *self, CrmFormField *field)
{
  CrmAppSession *session = crm_app_page_get_session (CRM_APP_PAGE (self));

  if (self->id != NULL && session != NULL && crm_app_session_get_store (session) != NULL)
    write_field (new_saving (self, session, field));
}

static void
edited_cb (CrmAppFormRow *row, gpointer data)
{
  save (data, crm_app_form_row_get_field (row));
  g_signal_emit (data, signals[EDITED], 0);
}

/**
 * crm_app_form_commit:
 * @self: a form of a record
 *
 * Saves what is typed and not saved yet, as when the focus goes on.
 */
void
crm_app_form_commit (CrmAppForm *self)
{
  for (guint i = 0; self->form != NULL && i < self->form->fields->len; i++)
    save (self, g_ptr_array_index (self->form->fields, i));
}

/* What somebody was asked for while the window closes is asked again in another one. */
static void
ask_open_questions (CrmAppForm *self)
{
  CrmAppSession *session = crm_app_page_get_session (CRM_APP_PAGE (self));

  if (self->id == NULL || self->form == NULL || session == NULL)
    return;
  for (guint i = 0; i < self->form->fields->len; i++)
    {
      const CrmFormField *field = g_ptr_array_index (self->form->fields, i);

      if (field->has_theirs && field->problem == NULL)
        read_again (new_saving (self, session, field));
    }
}

/* Closing a window is going on, too. */
static void
crm_app_form_unmap (GtkWidget *widget)
{
  crm_app_form_commit (CRM_APP_FORM (widget));
  ask_open_questions (CRM_APP_FORM (widget));
  GTK_WIDGET_CLASS (crm_app_form_parent_class)->unmap (widget);
}

/* --- showing ---------------------------------------------------------------------------------- */

static GtkWidget *
add_card (CrmAppForm *self, const char *heading /* (nullable) */)
{
  GtkWidget *card = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL,
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);

  if (heading != NULL)
    {
      GtkWidget *label = crm_app_label_new (heading, "heading");

      if (gtk_widget_get_first_child (self->box) != NULL)
        gtk_widget_set_margin_top (label, 6);
      gtk_box_append (GTK_BOX (self->box), label);
    }
  crm_app_set_name (card, heading != NULL ? heading : _ ("Fields"));
  gtk_widget_add_css_class (card, "card");
  gtk_box_append (GTK_BOX (self->box), card);
  return card;
}

static void
arrange_cb (GtkButton *button, gpointer data)
{
  CrmAppForm *self = data;

  crm_app_arrange_present (GTK_WIDGET (self), crm_app_page_get_session (CRM_APP_PAGE (self)),
                           self->form);
}

/* Below the fields, where one looks for what is not there. */
static GtkWidget *
make_arrange (CrmAppForm *self)
{
  GtkWidget *button = crm_app_button_new (_ ("Arrange _Fields…"), "crm-form-arrange");

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "dim-label");
  g_signal_connect (button, "clicked", G_CALLBACK (arrange_cb), self);
  return button;
}

static void
make_rows (CrmAppForm *self)
{
  CrmAppSession *session = crm_app_page_get_session (CRM_APP_PAGE (self));
  const char *heading = NULL;
  GtkWidget *card = NULL;

  clear_rows (self);
  for (guint i = 0; i < self->form->fields->len; i++)
    {
      CrmFormField *field = g_ptr_array_index (self->form->fields, i);
      GtkWidget *row;

      if (field->heading != NULL)
        {
          heading = field->heading;
          card = NULL;
        }
      if (!crm_form_is_shown (self->form, field))
        continue;
      row = crm_app_form_row_new (session, self->form, field);
      if (card == NULL)
        card = add_card (self, heading);
      else
        gtk_box_append (GTK_BOX (card), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
      g_signal_connect (row, "edited", G_CALLBACK (edited_cb), self);
      gtk_box_append (GTK_BOX (card), row);
      g_ptr_array_add (self->rows, row);
    }
  if (self->id != NULL && crm_app_navigation_has_window (self->entity))
    gtk_box_append (GTK_BOX (self->box), make_arrange (self));
}

static void
show (CrmAppForm *self, CrmFormData *data)
{
  if (self->form != NULL && crm_form_update (self->form, data))
    {
      for (guint i = 0; i < self->rows->len; i++)
        crm_app_form_row_show (g_ptr_array_index (self->rows, i));
      return;
    }
  /* Somebody defined, deleted or arranged fields: what is typed elsewhere is not lost over that. */
  crm_app_form_commit (self);
  clear_rows (self);
  crm_form_free (self->form);
  self->form = crm_form_new (data, (const char *const *)self->presets);
  make_rows (self);
  if (self->id == NULL && self->rows->len > 0)
    crm_app_form_row_focus (g_ptr_array_index (self->rows, 0));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CrmAppForm *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmFormData) data = crm_form_data_load_finish (CRM_STORE (source), result, &error);

  if (data != NULL && self->box != NULL)
    show (self, data);
  else if (g_error_matches (error, CRM_ERROR, CRM_ERROR_NOT_FOUND))
    g_clear_error (&error); /* whoever shows the form says so */
  crm_app_page_loaded (CRM_APP_PAGE (self), error);
}

static void
crm_app_form_load (CrmAppPage *page, CrmStore *store, GCancellable *cancellable)
{
  CrmAppForm *self = CRM_APP_FORM (page);

  crm_form_data_load_async (store, self->entity, self->id, (const char *const *)self->presets,
                            cancellable, loaded_cb, self);
}

static void
crm_app_form_class_init (CrmAppFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_app_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_app_form_finalize;
  GTK_WIDGET_CLASS (klass)->unmap = crm_app_form_unmap;
  CRM_APP_PAGE_CLASS (klass)->load = crm_app_form_load;
  signals[EDITED] = g_signal_new ("edited", CRM_APP_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
crm_app_form_init (CrmAppForm *self)
{
  self->rows = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  crm_app_set_id (self->box, "crm-form");
  adw_bin_set_child (ADW_BIN (self), self->box);
}

static GtkWidget *
new_form (CrmAppSession *session, const char *entity, const char *id, const char *const *presets)
{
  CrmAppForm *self = g_object_new (CRM_APP_TYPE_FORM, NULL);

  self->entity = g_strdup (entity);
  self->id = g_strdup (id);
  self->presets = g_strdupv ((char **)presets);
  crm_app_page_set_session (CRM_APP_PAGE (self), session);
  crm_app_page_set_active (CRM_APP_PAGE (self), TRUE);
  return GTK_WIDGET (self);
}

/**
 * crm_app_form_new:
 * @session: a session with an open store
 * @entity: an entity's name
 * @id: id of a record
 *
 * Returns: (transfer floating): the record's form. While the record is not there it is empty.
 */
GtkWidget *
crm_app_form_new (CrmAppSession *session, const char *entity, const char *id)
{
  return new_form (session, entity, id, NULL);
}

/**
 * crm_app_form_new_record:
 * @session: a session with an open store
 * @entity: an entity's name
 * @presets: (nullable): as crm_form_new() has it
 *
 * Returns: (transfer floating): a form for a record that is to be made; nothing of it is saved by
 *   itself
 */
GtkWidget *
crm_app_form_new_record (CrmAppSession *session, const char *entity, const char *const *presets)
{
  return new_form (session, entity, NULL, presets);
}

/**
 * crm_app_form_create:
 * @self: a form for a record that is to be made
 * @out_id: (out) (transfer full): the new record's id
 *
 * Returns: (transfer full) (nullable): what makes the record; %NULL where something is missing or
 *   wrong, which is told beside it, and where the form is not read yet
 */
CrmChangeSet *
crm_app_form_create (CrmAppForm *self, char **out_id)
{
  CrmAppFormRow *first = NULL;

  *out_id = NULL;
  if (self->form == NULL)
    return NULL;
  if (crm_form_check (self->form))
    return crm_form_create (self->form, (const char *const *)self->presets, out_id);
  for (guint i = 0; i < self->rows->len; i++)
    {
      CrmAppFormRow *row = g_ptr_array_index (self->rows, i);
      const char *problem = crm_app_form_row_get_field (row)->problem;

      if (problem == NULL)
        continue;
      crm_app_form_row_tell (row, problem);
      first = first != NULL ? first : row;
    }
  if (first != NULL)
    crm_app_form_row_focus (first);
  return NULL;
}

/**
 * crm_app_form_get_record:
 * @self: a form
 *
 * Returns: (transfer none) (nullable): the record as it was last read; %NULL for one that is to be
 *   made, or before it is read
 */
const CrmRecord *
crm_app_form_get_record (CrmAppForm *self)
{
  return self->form != NULL ? self->form->data->record : NULL;
}

/**
 * crm_app_form_get_text:
 * @self: a form
 * @name: name of a field
 *
 * Returns: (transfer none) (nullable): the text that the field holds, as it is stored; %NULL where
 *   there is none, it is wrong, or the form has no such field or is not read yet
 */
const char *
crm_app_form_get_text (CrmAppForm *self, const char *name)
{
  const CrmFormField *field = self->form != NULL ? crm_form_find_field (self->form, name) : NULL;
  gboolean is_well = field != NULL && field->problem == NULL;

  return is_well && field->value.value.kind == CRM_VALUE_TEXT ? field->value.value.text : NULL;
}

/**
 * crm_app_form_tell:
 * @self: a form
 * @name: name of a field
 * @problem: what is wrong with it, as people read it
 *
 * Says so beside the field, which gets the focus.
 */
void
crm_app_form_tell (CrmAppForm *self, const char *name, const char *problem)
{
  const CrmFormField *field = self->form != NULL ? crm_form_find_field (self->form, name) : NULL;
  CrmAppFormRow *row = field != NULL ? find_row (self, field) : NULL;

  if (row == NULL)
    return;
  crm_app_form_row_tell (row, problem);
  crm_app_form_row_focus (row);
}

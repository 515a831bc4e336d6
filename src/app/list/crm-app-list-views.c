/* crm-app-list-views.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-list-views"
#include "config.h"

#include "crm-app-list-views.h"

#include <glib/gi18n-lib.h>

#include "crm-app-list-rename.h"
#include "crm-phrases-trouble.h"
#include "base/crm-app-widgets.h"
#include "service/crm-views.h"

#define MAX_HEIGHT 320

/* What every list has without anybody saving it. */
static const struct
{
  const char *entity; /* NULL for all */
  const char *name;
  const char *filter;
} given_views[] = {
  { NULL, N_ ("All"), NULL },
  { "deal", N_ ("Open"), "stage.kind = \"open\"" },
  { "deal", N_ ("Mine, open"), "owner = me and stage.kind = \"open\"" },
  { "deal", N_ ("Closing within 30 days"),
    "stage.kind = \"open\" and expected_close >= today and expected_close <= +30d" },
  { "deal", N_ ("Closing date has passed"), "stage.kind = \"open\" and expected_close < today" },
  { "person", N_ ("Mine"), "owner = me" },
  { "account", N_ ("Mine"), "owner = me" },
  { "lead", N_ ("Mine"), "owner = me" },
  { "person", N_ ("Clients"), "accounts.relation = \"client\"" },
  { "person", N_ ("Prospects"), "accounts.relation = \"prospect\"" },
  { "person", N_ ("Suppliers and partners"), "accounts.relation in (\"supplier\", \"partner\")" },
  { "account", N_ ("Clients"), "relation = \"client\"" },
  { "account", N_ ("Prospects"), "relation = \"prospect\"" },
  { "account", N_ ("Suppliers and partners"), "relation in (\"supplier\", \"partner\")" },
  /* TRANSLATORS: accounts with a plan of their own */
  { "account", N_ ("Key accounts"), "plans is not null" },
  { "lead", N_ ("Open"), "status not in (\"converted\", \"disqualified\")" },
  /* TRANSLATORS: leads that nobody looks after */
  { "lead", N_ ("Without an owner"),
    "owner is null and status not in (\"converted\", \"disqualified\")" },
};

struct _CrmAppListViews
{
  AdwBin parent_instance;
  const char *entity;     /* static */
  CrmAppSession *session; /* (unowned) (nullable): the page's */
  GtkWidget *popover;
  GtkWidget *rows;  /* GtkBox */
  GtkWidget *name;  /* GtkEntry */
  GPtrArray *views; /* (owned) (nullable) (element-type CrmRecord) */
  CrmRecord *named; /* (owned) (nullable): the view that is getting another name */
};

G_DEFINE_FINAL_TYPE (CrmAppListViews, crm_app_list_views, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  SAVE,
  EXPORT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
crm_app_list_views_dispose (GObject *object)
{
  CrmAppListViews *self = CRM_APP_LIST_VIEWS (object);

  self->session = NULL;
  g_clear_pointer (&self->views, g_ptr_array_unref);
  g_clear_pointer (&self->named, crm_record_unref);
  G_OBJECT_CLASS (crm_app_list_views_parent_class)->dispose (object);
}

static void
crm_app_list_views_class_init (CrmAppListViewsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_app_list_views_dispose;
  signals[CHOSEN]
      = g_signal_new ("chosen", CRM_APP_TYPE_LIST_VIEWS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  signals[SAVE] = g_signal_new ("save", CRM_APP_TYPE_LIST_VIEWS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[EXPORT] = g_signal_new ("export", CRM_APP_TYPE_LIST_VIEWS, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

/* --- going to a view
 * ------------------------------------------------------------------------------ */

static void
given_clicked_cb (GtkButton *button, gpointer data)
{
  CrmAppListViews *self = data;

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  g_signal_emit (self, signals[CHOSEN], 0, g_object_get_data (G_OBJECT (button), "crm-filter"),
                 NULL, NULL);
}

static void
view_clicked_cb (GtkButton *button, gpointer data)
{
  CrmAppListViews *self = data;
  const CrmRecord *view = g_object_get_data (G_OBJECT (button), "crm-view");

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  g_signal_emit (self, signals[CHOSEN], 0, crm_record_get_text (view, "filter"),
                 crm_record_get_text (view, "columns"), crm_record_get_text (view, "order_by"));
}

static void
delete_clicked_cb (GtkButton *button, gpointer data)
{
  CrmAppListViews *self = data;
  const CrmRecord *view = g_object_get_data (G_OBJECT (button), "crm-view");
  CrmChangeSet *set = crm_change_set_new ("delete-view", CRM_CAUSE_USER);

  crm_change_set_delete (set, "saved_view", view->id);
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  crm_app_session_write (self->session, set);
}

/* --- another name
 * --------------------------------------------------------------------------------- */

static void fill (CrmAppListViews *self);

static const char * /* (transfer none) (nullable) */
rename_view (const char *name, gpointer data)
{
  CrmAppListViews *self = data;

  if (crm_views_find_same (self->views, name, self->named->id) != NULL)
    return _ ("There is another one of this name");
  if (g_strcmp0 (crm_record_get_title (self->named), name) != 0)
    {
      CrmChangeSet *set = crm_change_set_new ("edit-view", CRM_CAUSE_USER);

      crm_views_rename (set, self->named, name);
      crm_app_session_write (self->session, set);
    }
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  return NULL;
}

static GtkWidget * /* (transfer none) (nullable) */
find_row (CrmAppListViews *self, const char *id)
{
  for (GtkWidget *row = gtk_widget_get_first_child (self->rows); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      const CrmRecord *view = g_object_get_data (G_OBJECT (row), "crm-view");

      if (view != NULL && g_str_equal (view->id, id))
        return row;
    }
  return NULL;
}

/* The focus goes back to where it came from. */
static void
cancel_renaming (gpointer data)
{
  CrmAppListViews *self = data;
  g_autofree char *id = g_strdup (self->named->id);
  GtkWidget *row;

  fill (self);
  row = find_row (self, id);
  if (row != NULL)
    gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
}

static void
begin_renaming (CrmAppListViews *self, CrmRecord *seen)
{
  g_autoptr (CrmRecord) view = crm_record_ref (seen);
  GtkWidget *rename;
  GtkWidget *row;

  if (self->named != NULL) /* one at a time: what was typed in the other row is given up */
    cancel_renaming (self);
  row = find_row (self, view->id);
  if (row == NULL)
    return;
  rename
      = crm_app_list_rename_new (crm_record_get_title (view), rename_view, cancel_renaming, self);
  self->named = g_steal_pointer (&view);
  gtk_box_insert_child_after (GTK_BOX (self->rows), rename, row);
  gtk_widget_child_focus (rename, GTK_DIR_TAB_FORWARD);
  gtk_widget_set_visible (row, FALSE);
}

static void
rename_clicked_cb (GtkButton *button, gpointer data)
{
  begin_renaming (data, g_object_get_data (G_OBJECT (button), "crm-view"));
}

static gboolean
rename_key_cb (GtkWidget *row, GVariant *arguments, gpointer data)
{
  begin_renaming (data, g_object_get_data (G_OBJECT (row), "crm-view"));
  return TRUE;
}

/* --- rows
 * ----------------------------------------------------------------------------------------- */

static GtkWidget *
make_button (const char *label)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *text = crm_app_label_new (label, NULL);

  gtk_button_set_child (GTK_BUTTON (button), text);
  gtk_button_set_has_frame (GTK_BUTTON (button), FALSE);
  gtk_widget_set_hexpand (button, TRUE);
  crm_app_set_name (button, label);
  crm_app_set_id (button, "crm-view");
  return button;
}

static void
add_given (CrmAppListViews *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (given_views); i++)
    {
      GtkWidget *button;

      if (given_views[i].entity != NULL && !g_str_equal (given_views[i].entity, self->entity))
        continue;
      button = make_button (_ (given_views[i].name));
      g_object_set_data (G_OBJECT (button), "crm-filter", (gpointer)given_views[i].filter);
      g_signal_connect (button, "clicked", G_CALLBACK (given_clicked_cb), self);
      gtk_box_append (GTK_BOX (self->rows), button);
    }
}

static void
set_view (GtkWidget *widget, CrmRecord *view)
{
  g_object_set_data_full (G_OBJECT (widget), "crm-view", crm_record_ref (view),
                          (GDestroyNotify)crm_record_unref);
}

static void
add_act (CrmAppListViews *self, GtkWidget *line, GtkWidget *button, GCallback callback)
{
  CrmRecord *view = g_object_get_data (G_OBJECT (line), "crm-view");

  set_view (button, view);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (line), button);
}

static void
add_saved (CrmAppListViews *self, CrmRecord *view)
{
  const char *name = crm_record_get_title (view);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkEventController *keys = gtk_shortcut_controller_new ();
  /* TRANSLATORS: gives something another name; %s is the one it has */
  g_autofree char *rename = g_strdup_printf (_ ("Rename “%s” (F2)"), name);
  /* TRANSLATORS: deletes a saved view of a list; %s is its name */
  g_autofree char *remove = g_strdup_printf (_ ("Delete the view “%s”"), name);

  set_view (line, view);
  add_act (self, line, make_button (name), G_CALLBACK (view_clicked_cb));
  add_act (self, line,
           crm_app_icon_button_new ("document-edit-symbolic", rename, "crm-view-rename"),
           G_CALLBACK (rename_clicked_cb));
  add_act (self, line, crm_app_icon_button_new ("user-trash-symbolic", remove, "crm-view-delete"),
           G_CALLBACK (delete_clicked_cb));
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_F2, 0),
                        gtk_callback_action_new (rename_key_cb, self, NULL)));
  gtk_widget_add_controller (line, keys);
  gtk_box_append (GTK_BOX (self->rows), line);
}

static void
fill (CrmAppListViews *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (self->rows));
  gboolean had_focus = focus != NULL && gtk_widget_is_ancestor (focus, self->rows);
  GtkWidget *row;

  g_clear_pointer (&self->named, crm_record_unref);
  while ((row = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_box_remove (GTK_BOX (self->rows), row);
  add_given (self);
  for (guint i = 0; self->views != NULL && i < self->views->len; i++)
    add_saved (self, g_ptr_array_index (self->views, i));
  if (had_focus)
    gtk_widget_grab_focus (gtk_widget_get_first_child (self->rows));
}

static gboolean
is_same_view (const CrmRecord *view, const CrmRecord *other)
{
  if (!g_str_equal (view->id, other->id))
    return FALSE;
  for (const CrmField *field = view->entity->fields; field->name != NULL; field++)
    if (!crm_value_equal (crm_record_get (view, field->name), crm_record_get (other, field->name)))
      return FALSE;
  return TRUE;
}

/* Whether the views are those that are shown; then their rows stay, with the focus. */
static gboolean
has_same (const GPtrArray *views, const GPtrArray *shown /* (nullable) */)
{
  if (views->len != (shown != NULL ? shown->len : 0))
    return FALSE;
  for (guint i = 0; i < views->len; i++)
    if (!is_same_view (g_ptr_array_index (views, i), g_ptr_array_index (shown, i)))
      return FALSE;
  return TRUE;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmAppListViews) self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *views = crm_views_load_finish (CRM_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (views != NULL)
    {
      gboolean is_same = has_same (views, self->views);

      g_clear_pointer (&self->views, g_ptr_array_unref);
      self->views = views;
      /* Not below what somebody is typing; that ends in filling them anyway. */
      if (self->session != NULL && !is_same && self->named == NULL)
        fill (self);
    }
  else if (self->session != NULL)
    {
      text = crm_phrase_trouble (error, NULL);
      crm_app_session_tell_trouble (self->session, text);
    }
}

static void
load (CrmAppListViews *self)
{
  CrmStore *store = self->session != NULL ? crm_app_session_get_store (self->session) : NULL;

  if (store != NULL)
    crm_views_load_async (store, self->entity, NULL, loaded_cb, g_object_ref (self));
}

static void
shown_cb (GtkWidget *popover, gpointer data)
{
  CrmAppListViews *self = data;

  fill (self);
  gtk_widget_grab_focus (gtk_widget_get_first_child (self->rows));
  load (self);
}

/* --- saving one
 * ----------------------------------------------------------------------------------- */

static void
name_changed_cb (GtkEditable *editable, gpointer data)
{
  crm_app_mark_problem (GTK_WIDGET (editable), NULL);
}

static void
save_cb (GtkWidget *widget, gpointer data)
{
  CrmAppListViews *self = data;
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));

  if (*name == '\0')
    {
      crm_app_mark_problem (self->name, _ ("It needs a name"));
      gtk_widget_grab_focus (self->name);
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->name), "");
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  g_signal_emit (self, signals[SAVE], 0, name);
}

static CrmRecord * /* (transfer none) (nullable) */
find_view (CrmAppListViews *self, const char *name)
{
  for (guint i = 0; self->views != NULL && i < self->views->len; i++)
    {
      CrmRecord *view = g_ptr_array_index (self->views, i);

      if (g_strcmp0 (crm_record_get_title (view), name) == 0)
        return view;
    }
  return NULL;
}

/* Under a name that there is, what is shown takes that view's place. */
void
crm_app_list_views_save (CrmAppListViews *self,
                         const char *name,
                         const char *filter,
                         const char *columns,
                         const char *order)
{
  CrmStore *store = crm_app_session_get_store (self->session);
  CrmRecord *known = find_view (self, name);
  CrmChangeSet *set = crm_change_set_new (known != NULL ? "edit-view" : "add-view", CRM_CAUSE_USER);
  CrmView view = {
    .entity = self->entity, .name = name, .filter = filter, .columns = columns, .order_by = order
  };

  view.owner = store != NULL ? crm_store_get_actor (store) : NULL;
  g_free (crm_views_save (set, &view, known));
  crm_app_session_write (self->session, set);
}

static GtkWidget *
make_saver (CrmAppListViews *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *save = crm_app_button_new (_ ("_Save"), "crm-view-save");

  self->name = gtk_entry_new ();
  gtk_widget_set_hexpand (self->name, TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->name), _ ("Save this view as…"));
  crm_app_set_name (self->name, _ ("Name of the view"));
  crm_app_set_id (self->name, "crm-view-name");
  g_signal_connect (self->name, "activate", G_CALLBACK (save_cb), self);
  g_signal_connect (self->name, "changed", G_CALLBACK (name_changed_cb), self);
  g_signal_connect (save, "clicked", G_CALLBACK (save_cb), self);
  gtk_box_append (GTK_BOX (line), self->name);
  gtk_box_append (GTK_BOX (line), save);
  return line;
}

static void
export_clicked_cb (GtkButton *button, gpointer data)
{
  CrmAppListViews *self = data;

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  g_signal_emit (self, signals[EXPORT], 0);
}

/* What is shown leaves the program as it stands there. */
static GtkWidget *
make_export (CrmAppListViews *self)
{
  GtkWidget *button = crm_app_button_new (_ ("Table for _Spreadsheets (CSV)…"), "crm-list-export");

  gtk_button_set_has_frame (GTK_BUTTON (button), FALSE);
  g_signal_connect (button, "clicked", G_CALLBACK (export_clicked_cb), self);
  return button;
}

static void
crm_app_list_views_init (CrmAppListViews *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *button = gtk_menu_button_new ();

  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MAX_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->rows);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), make_saver (self));
  gtk_box_append (GTK_BOX (box), make_export (self));
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  g_signal_connect (self->popover, "show", G_CALLBACK (shown_cb), self);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "user-bookmarks-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), self->popover);
  gtk_widget_set_tooltip_text (button, _ ("Views"));
  /* TRANSLATORS: ways of looking at a list that people saved */
  crm_app_set_name (button, _ ("Views"));
  crm_app_set_id (button, "crm-list-views");
  adw_bin_set_child (ADW_BIN (self), button);
}

/* @entity: (transfer none): name of an entity, as its declaration has it */
GtkWidget *
crm_app_list_views_new (const char *entity)
{
  CrmAppListViews *self = g_object_new (CRM_APP_TYPE_LIST_VIEWS, NULL);

  self->entity = entity;
  return GTK_WIDGET (self);
}

void
crm_app_list_views_set_session (CrmAppListViews *self, CrmAppSession *session)
{
  self->session = session;
}

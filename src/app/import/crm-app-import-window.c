/* crm-app-import-window.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Rows are looked through anew after each change, on the reader thread. Nobody may change the
 * import meanwhile, so that what somebody changes then waits until that has been called off. */
#define G_LOG_DOMAIN "crm-app-import-window"
#include "config.h"

#include "crm-app-import-window.h"

#include <glib/gi18n-lib.h>

#include "crm-app-import-columns.h"
#include "crm-app-import-refused.h"
#include "crm-app-import.h"
#include "crm-phrases-import.h"
#include "crm-phrases-trouble.h"
#include "base/crm-app-widgets.h"

/* Who goes through a choice by keys does not stop at each. */
#define BEGIN_MSEC 150
/* What takes longer shows how far it is. */
#define PATIENCE_MSEC 500
#define PROGRESS_MSEC 100

/* Stands for the switch, which has the value itself. */
#define HEADINGS G_MAXUINT

typedef struct
{
  guint column;
  char *target; /* (owned) (nullable) */
} Change;

struct _CrmAppImportWindow
{
  AdwWindow parent_instance;
  CrmAppSession *session; /* (owned) (nullable): NULL when it is closed */
  CrmImport *import;      /* (owned) */
  char *name;             /* (owned): of the file */
  CrmImportResult
      *result;   /* (owned) (nullable): of the columns as they are; NULL until it is known */
  char *trouble; /* (owned) (nullable): why it could not be written */
  GCancellable *building; /* (owned) (nullable): while rows are looked through */
  GQueue changes;         /* (element-type Change): that wait for the end of that */
  guint begin_id;         /* sources, 0 for none */
  guint progress_id;
  gboolean is_writing;
  GtkWidget *rows;     /* GtkLabel: how many */
  GtkWidget *headings; /* GtkSwitch */
  CrmAppImportColumns *columns;
  CrmAppImportRefused *refused;
  GtkWidget *told;     /* GtkLabel: what would come of it */
  GtkWidget *progress; /* GtkProgressBar */
};

G_DEFINE_FINAL_TYPE (CrmAppImportWindow, crm_app_import_window, ADW_TYPE_WINDOW)

static void
free_change (gpointer data)
{
  g_free (((Change *)data)->target);
  g_free (data);
}

static void
crm_app_import_window_dispose (GObject *object)
{
  CrmAppImportWindow *self = CRM_APP_IMPORT_WINDOW (object);

  g_clear_handle_id (&self->begin_id, g_source_remove);
  g_clear_handle_id (&self->progress_id, g_source_remove);
  if (self->building != NULL)
    g_cancellable_cancel (self->building);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (crm_app_import_window_parent_class)->dispose (object);
}

/* Who looks through the rows holds the window, and so the import. */
static void
crm_app_import_window_finalize (GObject *object)
{
  CrmAppImportWindow *self = CRM_APP_IMPORT_WINDOW (object);

  g_clear_object (&self->building);
  g_queue_clear_full (&self->changes, free_change);
  crm_import_result_free (self->result);
  crm_import_free (self->import);
  g_free (self->name);
  g_free (self->trouble);
  G_OBJECT_CLASS (crm_app_import_window_parent_class)->finalize (object);
}

static void
tell (CrmAppImportWindow *self, const char *text, gboolean is_trouble)
{
  crm_app_label_set_parts (self->told, text);
  if (is_trouble)
    gtk_widget_add_css_class (self->told, "error");
  else
    gtk_widget_remove_css_class (self->told, "error");
}

static void
update_action (CrmAppImportWindow *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.write",
                                 self->result != NULL && self->result->set->changes->len > 0
                                     && !self->is_writing);
}

/* Whatever was found is of other columns now. */
static void
forget_result (CrmAppImportWindow *self)
{
  crm_app_import_refused_show (self->refused, self->import, NULL);
  g_clear_pointer (&self->result, crm_import_result_free);
  update_action (self);
}

static void
show_rows (CrmAppImportWindow *self)
{
  g_autofree char *rows = crm_phrase_import_rows (self->import);
  g_autofree char *text = g_strdup_printf ("\u2068%s\u2069 · %s", self->name, rows);

  crm_app_label_set_parts (self->rows, text);
}

/* --- what would come of it
 */

static gboolean
progress_cb (gpointer data)
{
  CrmAppImportWindow *self = data;
  guint n_rows = crm_import_count_rows (self->import);
  guint n_read = (guint)g_atomic_int_get (&self->import->n_read);

  gtk_widget_set_visible (self->progress, TRUE);
  if (self->is_writing)
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->progress));
  else
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress),
                                   n_rows > 0 ? MIN (1.0, (double)n_read / n_rows) : 0.0);
  self->progress_id = g_timeout_add (PROGRESS_MSEC, progress_cb, self);
  return G_SOURCE_REMOVE;
}

static void
begin_progress (CrmAppImportWindow *self)
{
  g_clear_handle_id (&self->progress_id, g_source_remove);
  self->progress_id = g_timeout_add (PATIENCE_MSEC, progress_cb, self);
}

static void
end_progress (CrmAppImportWindow *self)
{
  g_clear_handle_id (&self->progress_id, g_source_remove);
  gtk_widget_set_visible (self->progress, FALSE);
}

static void apply_changes (CrmAppImportWindow *self);

static void
take_result (CrmAppImportWindow *self, CrmImportResult *result, const GError *error)
{
  g_autofree char *found = result != NULL ? crm_phrase_import_result (self->import, result)
                                          : crm_phrase_trouble (error, NULL);
  g_autofree char *text
      = self->trouble != NULL ? g_strconcat (self->trouble, "\n", found, NULL) : NULL;

  self->result = result;
  tell (self, text != NULL ? text : found, result == NULL || text != NULL);
  crm_app_import_refused_show (self->refused, self->import, result);
  update_action (self);
}

static void
built_cb (GObject *source, GAsyncResult *async_result, gpointer data)
{
  g_autoptr (CrmAppImportWindow) self = data;
  g_autoptr (GError) error = NULL;
  CrmImportResult *result = crm_import_build_finish (CRM_STORE (source), async_result, &error);

  g_clear_object (&self->building);
  if (self->session == NULL || !g_queue_is_empty (&self->changes))
    g_clear_pointer (&result, crm_import_result_free);
  if (self->session == NULL)
    return;
  end_progress (self);
  if (g_queue_is_empty (&self->changes))
    take_result (self, result, error);
  else
    apply_changes (self);
}

static gboolean
begin_cb (gpointer data)
{
  CrmAppImportWindow *self = data;
  CrmStore *store = crm_app_session_get_store (self->session);

  self->begin_id = 0;
  if (store == NULL)
    return G_SOURCE_REMOVE;
  self->building = g_cancellable_new ();
  begin_progress (self);
  crm_import_build_async (store, self->import, self->building, built_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* What is missing is told at once. */
static void
look_soon (CrmAppImportWindow *self)
{
  const char *missing = crm_import_find_missing (self->import);
  /* TRANSLATORS: of a table that is imported; %s is a field, as "Name" */
  g_autofree char *text
      = missing != NULL ? g_strdup_printf (_ ("No column goes into “%s”"), missing) : NULL;

  g_clear_handle_id (&self->begin_id, g_source_remove);
  if (missing != NULL)
    tell (self, text, TRUE);
  else
    {
      tell (self, _ ("Looking through the rows…"), FALSE);
      self->begin_id = g_timeout_add (BEGIN_MSEC, begin_cb, self);
    }
}

/* --- changes
 */

static void
apply_changes (CrmAppImportWindow *self)
{
  Change *change;

  while ((change = g_queue_pop_head (&self->changes)) != NULL)
    {
      if (change->column != HEADINGS)
        crm_import_set_target (self->import, change->column, change->target);
      else
        {
          crm_import_set_headings (self->import,
                                   gtk_switch_get_active (GTK_SWITCH (self->headings)));
          crm_app_import_columns_fill (self->columns, self->import);
          show_rows (self);
        }
      free_change (change);
    }
  crm_app_import_columns_update (self->columns, self->import);
  look_soon (self);
}

static void
add_change (CrmAppImportWindow *self, guint column, const char *target)
{
  Change *change = g_new0 (Change, 1);

  change->column = column;
  change->target = g_strdup (target);
  g_queue_push_tail (&self->changes, change);
  forget_result (self);
  g_clear_pointer (&self->trouble, g_free);
  if (self->building != NULL)
    g_cancellable_cancel (self->building);
  else
    apply_changes (self);
}

static void
headings_cb (CrmAppImportWindow *self)
{
  add_change (self, HEADINGS, NULL);
}

static void
chosen_cb (CrmAppImportWindow *self, guint column, const char *target)
{
  add_change (self, column, target);
}

/* --- writing
 */

static void
set_writing (CrmAppImportWindow *self, gboolean is_writing)
{
  self->is_writing = is_writing;
  gtk_widget_set_sensitive (GTK_WIDGET (self->columns), !is_writing);
  gtk_widget_set_sensitive (self->headings, !is_writing);
  update_action (self);
  if (is_writing)
    begin_progress (self);
  else
    end_progress (self);
}

/* What was refused was found before somebody else wrote: it is looked through anew. */
static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmAppImportWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (crm_app_session_write_finish (CRM_APP_SESSION (source), result, &error))
    {
      if (self->session != NULL)
        gtk_window_close (GTK_WINDOW (self));
      return;
    }
  text = crm_phrase_trouble (error, NULL);
  if (self->session == NULL)
    {
      crm_app_session_tell_trouble (CRM_APP_SESSION (source), text);
      return;
    }
  set_writing (self, FALSE);
  tell (self, text, TRUE);
  if (g_error_matches (error, CRM_ERROR, CRM_ERROR_CONFLICT))
    {
      forget_result (self);
      g_free (self->trouble);
      self->trouble = g_steal_pointer (&text);
      self->begin_id = g_timeout_add (BEGIN_MSEC, begin_cb, self);
    }
}

static void
write_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrmAppImportWindow *self = CRM_APP_IMPORT_WINDOW (widget);

  if (self->result == NULL || self->is_writing || crm_app_session_get_store (self->session) == NULL)
    return;
  set_writing (self, TRUE);
  crm_app_session_write_async (self->session, crm_change_set_ref (self->result->set), written_cb,
                               g_object_ref (self));
}

static void
crm_app_import_window_class_init (CrmAppImportWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_app_import_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_app_import_window_finalize;
  gtk_widget_class_install_action (widget_class, "import.write", NULL, write_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "import.write", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
crm_app_import_window_init (CrmAppImportWindow *self)
{
  g_queue_init (&self->changes);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 620, 660);
  gtk_widget_set_size_request (GTK_WIDGET (self), 360, 294);
}

/* --- widgets
 */

static GtkWidget *
make_bar (void)
{
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *cancel = crm_app_button_new (_ ("_Cancel"), "crm-import-cancel");
  /* TRANSLATORS: a button: makes records of the rows of a table */
  GtkWidget *write = crm_app_button_new (_ ("_Import"), "crm-import-write");

  gtk_widget_add_css_class (write, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (write), "import.write");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "window.close");
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), write);
  return bar;
}

static GtkWidget *
make_headings (CrmAppImportWindow *self)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = adw_action_row_new ();
  const char *label = _ ("The first row has headings");

  self->headings = gtk_switch_new ();
  gtk_switch_set_active (GTK_SWITCH (self->headings), self->import->has_headings);
  gtk_widget_set_valign (self->headings, GTK_ALIGN_CENTER);
  crm_app_set_id (self->headings, "crm-import-headings");
  crm_app_set_name (self->headings, label);
  g_signal_connect_swapped (self->headings, "notify::active", G_CALLBACK (headings_cb), self);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), label);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->headings);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), self->headings);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return list;
}

static GtkWidget *
make_page (CrmAppImportWindow *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->rows = crm_app_text_new (NULL);
  self->columns = CRM_APP_IMPORT_COLUMNS (crm_app_import_columns_new (self->import));
  self->refused = CRM_APP_IMPORT_REFUSED (crm_app_import_refused_new ());
  g_signal_connect_object (self->columns, "chosen", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (box, "crm-page");
  gtk_box_append (GTK_BOX (box), self->rows);
  gtk_box_append (GTK_BOX (box), make_headings (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->columns));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->refused));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

/* Always in sight: it follows each change. */
static GtkWidget *
make_told (CrmAppImportWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->told = crm_app_text_new (NULL);
  crm_app_set_id (self->told, "crm-import-told");
  self->progress = gtk_progress_bar_new ();
  gtk_widget_set_visible (self->progress, FALSE);
  crm_app_set_name (self->progress, _ ("Looking through the rows…"));
  gtk_widget_add_css_class (box, "crm-import-told");
  gtk_box_append (GTK_BOX (box), self->told);
  gtk_box_append (GTK_BOX (box), self->progress);
  return box;
}

/**
 * crm_app_import_window_present:
 * @parent: a window of the workspace
 * @session: a session with an open store
 * @import: (transfer full): a table and what it may become
 * @name: what the file is called
 *
 * Shows what would come of it, and writes it when somebody says so.
 */
void
crm_app_import_window_present (GtkWindow *parent,
                               CrmAppSession *session,
                               CrmImport *import,
                               const char *name)
{
  CrmAppImportWindow *self
      = g_object_new (CRM_APP_TYPE_IMPORT_WINDOW, "transient-for", parent, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->session = g_object_ref (session);
  self->import = import;
  self->name = crm_phrase_import_cell (name);
  gtk_box_append (GTK_BOX (box), make_bar ());
  gtk_box_append (GTK_BOX (box), make_page (self));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), make_told (self));
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), crm_app_import_get_title (import->data->entity->name));
  show_rows (self);
  update_action (self);
  look_soon (self);
  gtk_widget_grab_focus (self->headings);
  gtk_window_present (GTK_WINDOW (self));
}

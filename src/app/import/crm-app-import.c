/* crm-app-import.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-import"
#include "config.h"

#include "crm-app-import.h"

#include <glib/gi18n-lib.h>

#include "crm-app-import-window.h"
#include "crm-import.h"
#include "crm-phrases-trouble.h"

#define READ_AT_ONCE ((gsize)256 * 1024)

typedef struct
{
  GtkWindow *parent;             /* (owned) */
  CrmAppSession *session;        /* (owned) */
  char *entity;                  /* (owned) */
  GtkFileChooserNative *chooser; /* (owned) */
  GFile *file;                   /* (owned) (nullable): what was chosen */
  CrmCsvTable *table;            /* (owned) (nullable): what is in it */
} Opening;

static void
free_opening (Opening *self)
{
  g_object_unref (self->parent);
  g_object_unref (self->session);
  g_free (self->entity);
  g_object_unref (self->chooser);
  g_clear_object (&self->file);
  crm_csv_table_unref (self->table);
  g_free (self);
}

/**
 * crm_app_import_get_title:
 * @entity: an entity's name, see crm_import_suits()
 *
 * Returns: (transfer none): what importing such records is called
 */
const char *
crm_app_import_get_title (const char *entity)
{
  if (g_str_equal (entity, "person"))
    return _ ("Import People");
  if (g_str_equal (entity, "account"))
    return _ ("Import Accounts");
  return _ ("Import Leads");
}

/* The window may have been closed while a file was chosen or read. */
static CrmStore * /* (nullable) */
get_store (Opening *self)
{
  return gtk_widget_get_realized (GTK_WIDGET (self->parent))
             ? crm_app_session_get_store (self->session)
             : NULL;
}

static void
data_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmFormData) form = crm_form_data_load_finish (CRM_STORE (source), result, &error);
  g_autofree char *name = g_file_get_basename (self->file);

  if (error != NULL)
    {
      g_autofree char *trouble = crm_phrase_trouble (error, NULL);

      crm_app_session_tell_trouble (self->session, trouble);
    }
  else if (get_store (self) != NULL)
    crm_app_import_window_present (self->parent, self->session, crm_import_new (form, self->table),
                                   name);
  free_opening (self);
}

/* --- reading, on a thread of its own
 */

/* Never more than one byte beyond what is taken: a file can be larger than it says, or endless. */
static gboolean
read_bytes (GFile *file, GByteArray *bytes, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  gsize n_read = 0;
  gsize old;

  if (stream == NULL)
    return FALSE;
  do
    {
      old = bytes->len;
      g_byte_array_set_size (bytes, (guint)(old + READ_AT_ONCE));
      if (!g_input_stream_read_all (G_INPUT_STREAM (stream), bytes->data + old, READ_AT_ONCE,
                                    &n_read, cancellable, error))
        return FALSE;
      g_byte_array_set_size (bytes, (guint)(old + n_read));
    }
  while (n_read > 0 && bytes->len <= CRM_CSV_MAX_BYTES);
  return TRUE;
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  GError *error = NULL;
  CrmCsvTable *table = NULL;

  if (read_bytes (source, bytes, cancellable, &error))
    table = crm_csv_read ((const char *)bytes->data, bytes->len, &error);
  if (table != NULL)
    g_task_return_pointer (task, table, (GDestroyNotify)crm_csv_table_unref);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *self = data;
  g_autoptr (GError) error = NULL;
  CrmStore *store = get_store (self);

  self->table = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->table != NULL && store != NULL)
    {
      crm_form_data_load_async (store, self->entity, NULL, NULL, NULL, data_loaded_cb, self);
      return;
    }
  if (error != NULL)
    {
      g_autofree char *name = g_file_get_basename (self->file);
      g_autofree char *trouble = g_strdup_printf ("“%s”: %s", name, error->message);

      crm_app_session_tell_trouble (self->session, trouble);
    }
  free_opening (self);
}

/* --- choosing
 */

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  Opening *self = data;
  g_autoptr (GTask) task = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    self->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (self->file == NULL)
    {
      free_opening (self);
      return;
    }
  task = g_task_new (self->file, NULL, read_cb, self);
  g_task_run_in_thread (task, read_in_thread);
}

static void
add_filters (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) tables = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  /* TRANSLATORS: kinds of files to choose from */
  gtk_file_filter_set_name (tables, _ ("Tables (CSV, text)"));
  gtk_file_filter_add_mime_type (tables, "text/csv");
  gtk_file_filter_add_mime_type (tables, "text/tab-separated-values");
  gtk_file_filter_add_mime_type (tables, "text/plain");
  gtk_file_filter_add_suffix (tables, "csv");
  gtk_file_filter_add_suffix (tables, "tsv");
  gtk_file_filter_add_suffix (tables, "txt");
  /* TRANSLATORS: kinds of files to choose from */
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, tables);
  gtk_file_chooser_add_filter (chooser, all);
}

/**
 * crm_app_import_ask:
 * @parent: a window of the workspace
 * @session: a session with an open store
 * @entity: an entity's name, see crm_import_suits()
 *
 * Asks for a file, and shows what would come of it in a window above @parent. A file that is no
 * table is told as trouble.
 */
void
crm_app_import_ask (GtkWindow *parent, CrmAppSession *session, const char *entity)
{
  Opening *self = g_new0 (Opening, 1);

  self->parent = g_object_ref (parent);
  self->session = g_object_ref (session);
  self->entity = g_strdup (entity);
  self->chooser = gtk_file_chooser_native_new (crm_app_import_get_title (entity), parent,
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  add_filters (GTK_FILE_CHOOSER (self->chooser));
  g_signal_connect (self->chooser, "response", G_CALLBACK (response_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* crm-app-list-table.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-list-table"
#include "config.h"

#include "crm-app-list-table.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-list-table.h"
#include "crm-phrases-trouble.h"

/* Without it spreadsheets take the letters for those of an older encoding. */
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

typedef struct
{
  CrmAppPage *page;              /* (owned) */
  guint n;                       /* rows that are copied */
  GtkFileChooserNative *chooser; /* (owned) (nullable): where a file is written */
  GFile *file;                   /* (owned) (nullable) */
  CrmAppListView *view;          /* (owned) */
} Act;

static Act *
new_act (CrmAppPage *page, CrmAppListView *view)
{
  Act *act = g_new0 (Act, 1);

  act->page = g_object_ref (page);
  act->view = g_object_ref (view);
  return act;
}

static void
free_act (Act *act)
{
  g_object_unref (act->page);
  g_object_unref (act->view);
  g_clear_object (&act->chooser);
  g_clear_object (&act->file);
  g_free (act);
}

static void
tell (Act *act, const char *done, const GError *error)
{
  CrmAppSession *session = crm_app_page_get_session (act->page);
  g_autofree char *trouble = error != NULL ? crm_phrase_trouble (error, NULL) : NULL;

  if (session == NULL) /* the window was closed meanwhile */
    return;
  if (trouble != NULL)
    crm_app_session_tell_trouble (session, trouble);
  else
    crm_app_session_tell (session, done);
}

/* Rows as the list shows them: its columns, and all rows of its filter unless there are @keys. */
static gboolean
load (Act *act, CrmListTableKind kind, const GArray *keys, GAsyncReadyCallback callback)
{
  CrmAppSession *session = crm_app_page_get_session (act->page);
  CrmStore *store = session != NULL ? crm_app_session_get_store (session) : NULL;
  CrmRecordList *list = crm_app_list_view_get_list (act->view);
  GPtrArray *columns = crm_record_list_get_columns (list);
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  CrmListTableOrder order = { .kind = kind,
                              .entity = crm_record_list_get_entity (list)->name,
                              .keys = keys,
                              .filter = crm_record_list_get_filter (list) };

  if (store == NULL || columns == NULL)
    return FALSE;
  for (guint i = 0; i < columns->len; i++)
    g_ptr_array_add (paths, ((CrmListColumn *)g_ptr_array_index (columns, i))->path);
  g_ptr_array_add (paths, NULL);
  order.paths = (const char *const *)paths->pdata;
  order.order_by = crm_record_list_get_order (list, &order.descending);
  crm_list_table_load_async (store, &order, NULL, callback, act);
  return TRUE;
}

/* --- copying
 * -------------------------------------------------------------------------------------- */

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Act *act = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = crm_list_table_load_finish (CRM_STORE (source), result, &error);
  g_autofree char *done = crm_format_counted (
      g_dngettext (GETTEXT_PACKAGE, "%u record copied", "%u records copied", act->n), act->n);

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (act->page)), text);
  tell (act, done, error);
  free_act (act);
}

/**
 * crm_app_list_copy:
 * @page: the list's page
 * @view: its table
 *
 * Puts the selected rows into the clipboard, as they are shown, with a first line of what the
 * columns are called; else the row that has the focus.
 *
 * Returns: whether there is anything to copy
 */
gboolean
crm_app_list_copy (CrmAppPage *page, CrmAppListView *view)
{
  g_autoptr (GArray) keys = crm_app_list_view_list_selected (view);
  CrmRecordRow *row = crm_app_list_view_get_focus_row (view);
  Act *act;

  if (keys->len == 0 && row != NULL)
    {
      gint64 key = crm_record_row_get_key (row);

      g_array_append_val (keys, key);
    }
  if (keys->len == 0)
    return FALSE;
  act = new_act (page, view);
  act->n = keys->len;
  if (!load (act, CRM_LIST_TABLE_SHOWN, keys, copied_cb))
    free_act (act);
  return TRUE;
}

/* --- a file
 * --------------------------------------------------------------------------------------- */

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Act *act = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (act->file);
  /* TRANSLATORS: %s is the name of a file */
  g_autofree char *done = g_strdup_printf (_ ("Saved as “%s”"), name);

  g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  tell (act, done, error);
  free_act (act);
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Act *act = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = crm_list_table_load_finish (CRM_STORE (source), result, &error);
  g_autoptr (GBytes) bytes = NULL;
  char *marked;

  if (text == NULL)
    {
      tell (act, NULL, error);
      free_act (act);
      return;
    }
  marked = g_strconcat (BYTE_ORDER_MARK, text, NULL);
  bytes = g_bytes_new_take (marked, strlen (marked));
  g_file_replace_contents_bytes_async (act->file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                       written_cb, act);
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  Act *act = data;

  if (response == GTK_RESPONSE_ACCEPT)
    act->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (act->file == NULL || !load (act, CRM_LIST_TABLE_CSV, NULL, exported_cb))
    free_act (act);
}

/* "Deals-2026-11-30.csv" */
static char *
make_file_name (const CrmEntity *entity)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *name
      = g_strconcat (g_dgettext (GETTEXT_PACKAGE, entity->label_plural), "-", day, ".csv", NULL);

  return g_strdelimit (g_steal_pointer (&name), "/\\", '-');
}

/**
 * crm_app_list_export:
 * @page: the list's page
 * @view: its table
 *
 * Asks for a file and writes all rows that the list has to it, in its order, with its columns.
 */
void
crm_app_list_export (CrmAppPage *page, CrmAppListView *view)
{
  Act *act = new_act (page, view);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (page));
  g_autofree char *name
      = make_file_name (crm_record_list_get_entity (crm_app_list_view_get_list (view)));
  g_autofree char *title
      = g_strdup (_ (crm_record_list_get_entity (crm_app_list_view_get_list (view))->label_plural));

  act->chooser = gtk_file_chooser_native_new (
      title, GTK_WINDOW (root), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (act->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (act->chooser), name);
  g_signal_connect (act->chooser, "response", G_CALLBACK (response_cb), act);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (act->chooser));
}

/* crm-app-report-export.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-report-export"
#include "config.h"

#include "crm-app-report-export.h"

#include <glib/gi18n-lib.h>

static const char *const suffixes[CRM_N_EXPORTS] = { ".csv", ".png", ".pdf" };

typedef struct
{
  CrmReportSheet *sheet;         /* (owned) */
  GtkFileChooserNative *chooser; /* (owned) */
  CrmExport format;
  gboolean rtl;
  CrmExportFunc done;
  gpointer data;
  GDestroyNotify free_data; /* (nullable) */
} Export;

static void
free_export (Export *self)
{
  crm_report_sheet_unref (self->sheet);
  g_object_unref (self->chooser);
  if (self->free_data != NULL)
    self->free_data (self->data);
  g_free (self);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Export *self = data;
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    self->done (name, NULL, self->data);
  else
    self->done (NULL, error, self->data);
  free_export (self);
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  Export *self = data;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      bytes = crm_app_report_render (self->sheet, self->format, self->rtl, &error);
    }
  if (file != NULL && bytes != NULL)
    {
      g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                           written_cb, self);
      return;
    }
  self->done (NULL, error, self->data);
  free_export (self);
}

/* "pipeline-2026-11-30.csv" */
static char *
make_file_name (const CrmReportSheet *sheet, CrmExport format)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%Y-%m-%d");

  return g_strconcat (sheet->name, "-", day, suffixes[format], NULL);
}

/**
 * crm_app_report_export:
 * @widget: what is shown in the window that asks
 * @sheet: what to write
 * @format: how
 * @done: called once when all is over
 * @data: for @done
 * @free_data: (nullable): for @data
 *
 * Asks for a file and writes the report to it.
 */
void
crm_app_report_export (GtkWidget *widget,
                       CrmReportSheet *sheet,
                       CrmExport format,
                       CrmExportFunc done,
                       gpointer data,
                       GDestroyNotify free_data)
{
  Export *self = g_new0 (Export, 1);
  g_autofree char *name = make_file_name (sheet, format);

  self->sheet = crm_report_sheet_ref (sheet);
  self->format = format;
  self->rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  self->done = done;
  self->data = data;
  self->free_data = free_data;
  self->chooser
      = gtk_file_chooser_native_new (_ ("Save Report"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                     GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect (self->chooser, "response", G_CALLBACK (response_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

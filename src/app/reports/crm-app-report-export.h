/* crm-app-report-export.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "crm-report-sheet.h"
G_BEGIN_DECLS

/* A report as a file, which people choose. */

typedef enum
{
  CRM_EXPORT_CSV,
  CRM_EXPORT_PNG,
  CRM_EXPORT_PDF,
  CRM_N_EXPORTS,
} CrmExport;

/* @file_name: of what was saved; @error: why it was not. Both NULL: nobody chose a file. */
typedef void (*CrmExportFunc) (const char *file_name, const GError *error, gpointer data);

GBytes *
crm_app_report_render (CrmReportSheet *sheet, CrmExport format, gboolean rtl, GError **error);
void crm_app_report_export (GtkWidget *widget,
                            CrmReportSheet *sheet,
                            CrmExport format,
                            CrmExportFunc done,
                            gpointer data,
                            GDestroyNotify free_data);

G_END_DECLS

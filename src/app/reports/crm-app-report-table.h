/* crm-app-report-table.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "crm-report-sheet.h"
G_BEGIN_DECLS

GtkWidget *crm_app_report_table_new (void);
void crm_app_report_table_set_sheet (GtkWidget *table, CrmReportSheet *sheet);

G_END_DECLS

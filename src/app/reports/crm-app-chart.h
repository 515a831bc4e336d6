/* crm-app-chart.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "crm-report-sheet.h"
G_BEGIN_DECLS

/* The bars of a sheet. To a screen reader it is a picture whose description has all numbers. */

#define CRM_APP_TYPE_CHART (crm_app_chart_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppChart, crm_app_chart, CRM_APP, CHART, GtkWidget)

GtkWidget *crm_app_chart_new (void);
void crm_app_chart_set_sheet (CrmAppChart *self, CrmReportSheet *sheet);

G_END_DECLS

/* crm-app-today-charts.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "base/crm-app-page.h"
G_BEGIN_DECLS

/* A few reports in small, above a day's work. Reads while it is unfolded and in sight. */

#define CRM_APP_TYPE_TODAY_CHARTS (crm_app_today_charts_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppTodayCharts, crm_app_today_charts, CRM_APP, TODAY_CHARTS, CrmAppPage)

GtkWidget *crm_app_today_charts_new (void);

G_END_DECLS

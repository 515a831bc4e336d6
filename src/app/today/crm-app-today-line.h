/* crm-app-today-line.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-today-row.h"
#include "base/crm-app-page.h"
G_BEGIN_DECLS

/* The widget of one line of Today, with what can be done about it. */

GtkWidget *crm_app_today_line_new (CrmAppPage *page, CrmTodayRow *row);
const char *crm_app_today_line_find_record (const CrmTodayItem *item, const char **out_entity);
CrmTodayRow *crm_app_today_line_get_row (GtkListBoxRow *line);

G_END_DECLS

/* crm-today-row.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gio/gio.h>
#include "service/crm-today.h"
G_BEGIN_DECLS

/* A line of a day's work: a row for list models. */

#define CRM_TYPE_TODAY_ROW (crm_today_row_get_type ())
G_DECLARE_FINAL_TYPE (CrmTodayRow, crm_today_row, CRM, TODAY_ROW, GObject)

CrmTodayRow *crm_today_row_new (CrmToday *today,
                                const CrmTodayItem *item) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_today_row_same (gpointer row, gpointer other);
const CrmTodayItem *crm_today_row_get_item (CrmTodayRow *self);
const char *crm_today_row_get_title (CrmTodayRow *self);
const char *crm_today_row_get_context (CrmTodayRow *self);
const char *crm_today_row_get_detail (CrmTodayRow *self);
gboolean crm_today_row_is_late (CrmTodayRow *self);
int crm_today_row_find_snooze_day (CrmTodayRow *self, int days);
char *crm_today_row_dup_spoken (CrmTodayRow *self) G_GNUC_WARN_UNUSED_RESULT;

const char *crm_today_get_heading (CrmTodaySection section);
char *crm_today_dup_summary (const CrmToday *today) G_GNUC_WARN_UNUSED_RESULT;
void crm_today_show (CrmToday *today, CrmTodaySection section, GListStore *list, guint limit);

G_END_DECLS

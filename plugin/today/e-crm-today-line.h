/* e-crm-today-line.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "crm-today-row.h"
#include "model/crm-change-set.h"
G_BEGIN_DECLS

/* One line of Today: what is to be done, for whom and when, with what can be done about it at once.
 * Emits `write` with a change set (transfer none). */

#define E_TYPE_CRM_TODAY_LINE (e_crm_today_line_get_type ())
G_DECLARE_FINAL_TYPE (ECrmTodayLine, e_crm_today_line, E, CRM_TODAY_LINE, GtkListBoxRow)

GtkWidget *e_crm_today_line_new (CrmTodayRow *row);
CrmTodayRow *e_crm_today_line_get_row (ECrmTodayLine *self);

G_END_DECLS

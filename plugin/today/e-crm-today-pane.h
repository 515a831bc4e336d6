/* e-crm-today-pane.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "shell/e-crm-app.h"
G_BEGIN_DECLS

/* Today in Evolution's window: the same sections and rows as in the workspace, each of which acts
 * where it stands. */

#define E_TYPE_CRM_TODAY_PANE (e_crm_today_pane_get_type ())
G_DECLARE_FINAL_TYPE (ECrmTodayPane, e_crm_today_pane, E, CRM_TODAY_PANE, GtkBox)

GtkWidget *e_crm_today_pane_new (ECrmApp *app);
GtkWidget *e_crm_today_pane_get_index (ECrmTodayPane *self);
void e_crm_today_pane_undo (ECrmTodayPane *self);

G_END_DECLS

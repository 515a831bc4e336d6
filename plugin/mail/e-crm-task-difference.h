/* e-crm-task-difference.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "model/crm-change-set.h"
#include "model/crm-record.h"
G_BEGIN_DECLS

/* Under a follow-up's row: how its task differs, and the ways out. It emits `write` with a change
 * set. */

#define E_TYPE_CRM_TASK_DIFFERENCE (e_crm_task_difference_get_type ())
G_DECLARE_FINAL_TYPE (ECrmTaskDifference, e_crm_task_difference, E, CRM_TASK_DIFFERENCE, GtkBox)

GtkWidget *e_crm_task_difference_new (void);
void e_crm_task_difference_fill (ECrmTaskDifference *self,
                                 CrmRecord *order,
                                 CrmRecord *follow_up,
                                 gint64 now_usec);

G_END_DECLS

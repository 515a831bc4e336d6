/* e-crm-task-link-form.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "service/crm-task-link.h"
G_BEGIN_DECLS

/* "Make it a follow-up": finds a person or a deal by what is typed. It emits `chosen` with the
 * record. */

#define E_TYPE_CRM_TASK_LINK_FORM (e_crm_task_link_form_get_type ())
G_DECLARE_FINAL_TYPE (ECrmTaskLinkForm, e_crm_task_link_form, E, CRM_TASK_LINK_FORM, GtkBox)

GtkWidget *e_crm_task_link_form_new (void);
void e_crm_task_link_form_reset (ECrmTaskLinkForm *self, CrmStore *store);

G_END_DECLS

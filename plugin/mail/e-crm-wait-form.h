/* e-crm-wait-form.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "model/crm-change-set.h"
G_BEGIN_DECLS

/* "Wait for an answer": a button that opens two questions, until when and whether to go on
 * reminding. It emits `wait` with the day and the ladder, and `fail` with why a day is none. */

#define E_TYPE_CRM_WAIT_FORM (e_crm_wait_form_get_type ())
G_DECLARE_FINAL_TYPE (ECrmWaitForm, e_crm_wait_form, E, CRM_WAIT_FORM, GtkBox)

GtkWidget *e_crm_wait_form_new (void);
void e_crm_wait_form_show (ECrmWaitForm *self, guint64 letter);
void e_crm_wait_form_take (ECrmWaitForm *self, CrmChangeSet *set);

G_END_DECLS

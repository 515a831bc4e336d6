/* e-crm-next-step.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "model/crm-change-set.h"
#include "model/crm-record.h"
G_BEGIN_DECLS

/* What is to be done next for a deal, in one line that is saved with Enter or when it is left.
 * Where somebody else wrote another one meanwhile, both are shown until the person says which of
 * them counts; what was typed is kept, also when another message is looked at meanwhile. */

#define E_TYPE_CRM_NEXT_STEP (e_crm_next_step_get_type ())
G_DECLARE_FINAL_TYPE (ECrmNextStep, e_crm_next_step, E, CRM_NEXT_STEP, GtkBox)

GtkWidget *e_crm_next_step_new (GHashTable *drafts);
GHashTable *e_crm_next_step_new_drafts (void);
void e_crm_next_step_show (ECrmNextStep *self, const CrmRecord *deal);
void e_crm_next_step_settle (ECrmNextStep *self, const CrmChangeSet *set, gboolean is_safe);

G_END_DECLS

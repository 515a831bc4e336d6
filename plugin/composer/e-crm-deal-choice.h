/* e-crm-deal-choice.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "service/crm-context.h"
G_BEGIN_DECLS

/* The deal that a letter will be filed under: the proposed one, those of the recipients, then all
 * others that are open. */

#define E_TYPE_CRM_DEAL_CHOICE (e_crm_deal_choice_get_type ())
G_DECLARE_FINAL_TYPE (ECrmDealChoice, e_crm_deal_choice, E, CRM_DEAL_CHOICE, GtkComboBoxText)

GtkWidget *e_crm_deal_choice_new (void);
void e_crm_deal_choice_set_contexts (ECrmDealChoice *self, GPtrArray *contexts);
void e_crm_deal_choice_set_others (ECrmDealChoice *self, GPtrArray *deals);
const char *e_crm_deal_choice_get (ECrmDealChoice *self);
void e_crm_deal_choice_choose (ECrmDealChoice *self, const char *deal);
const CrmDealState *e_crm_deal_choice_get_state (ECrmDealChoice *self);
char *e_crm_deal_choice_dup_title (ECrmDealChoice *self) G_GNUC_WARN_UNUSED_RESULT;
CrmContext *e_crm_deal_choice_get_proposal (ECrmDealChoice *self);
gboolean e_crm_deal_choice_toggle (ECrmDealChoice *self);

G_END_DECLS

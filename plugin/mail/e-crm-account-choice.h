/* e-crm-account-choice.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <camel/camel.h>
#include <gtk/gtk.h>
#include "service/crm-scope.h"
G_BEGIN_DECLS

/* One mail account and its folders, each to be taken or left out. */

#define E_TYPE_CRM_ACCOUNT_CHOICE (e_crm_account_choice_get_type ())
G_DECLARE_FINAL_TYPE (ECrmAccountChoice, e_crm_account_choice, E, CRM_ACCOUNT_CHOICE, GtkBox)

GtkWidget *e_crm_account_choice_new (CamelStore *store,
                                     const char *uid,
                                     const char *name,
                                     GHashTable *special);
void e_crm_account_choice_add_exclusions (ECrmAccountChoice *self, CrmChangeSet *set);

G_END_DECLS

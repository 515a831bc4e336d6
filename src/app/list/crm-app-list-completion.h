/* crm-app-list-completion.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "store/crm-list-query.h"
G_BEGIN_DECLS

/* Names of fields below an entry, for the word that is being typed. Down and Up go through them,
 * Enter takes one, Escape closes them; the focus stays where one types. */

#define CRM_APP_TYPE_LIST_COMPLETION (crm_app_list_completion_get_type ())
G_DECLARE_FINAL_TYPE (
    CrmAppListCompletion, crm_app_list_completion, CRM_APP, LIST_COMPLETION, GtkPopover)

GtkWidget *crm_app_list_completion_new (GtkWidget *parent, GtkEditable *entry);
void crm_app_list_completion_set_columns (CrmAppListCompletion *self,
                                          const CrmEntity *entity,
                                          GPtrArray *columns);

G_END_DECLS

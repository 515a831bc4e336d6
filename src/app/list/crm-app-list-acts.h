/* crm-app-list-acts.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-app-list-editor.h"
#include "base/crm-app-page.h"
G_BEGIN_DECLS

/* Below a list, while rows are selected: what can be done with all of them. Also by F2 and Delete;
 * where one row at most is selected, F2 edits a cell of the row with the focus. */

#define CRM_APP_TYPE_LIST_ACTS (crm_app_list_acts_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppListActs, crm_app_list_acts, CRM_APP, LIST_ACTS, AdwBin)

GtkWidget *crm_app_list_acts_new (CrmAppPage *page,
                                  CrmAppListView *view,
                                  CrmAppListEditor *editor,
                                  const char *entity);
void crm_app_list_acts_update (CrmAppListActs *self);

G_END_DECLS

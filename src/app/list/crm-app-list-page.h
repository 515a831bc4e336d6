/* crm-app-list-page.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "base/crm-app-page.h"
G_BEGIN_DECLS

/* All records of an entity as a table, whatever the entity: columns, filter and order come from its
 * declaration. */

#define CRM_APP_TYPE_LIST_PAGE (crm_app_list_page_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppListPage, crm_app_list_page, CRM_APP, LIST_PAGE, CrmAppPage)

CrmAppPage *crm_app_list_page_new_for (const char *entity);
CrmAppPage *crm_app_deals_page_new (void);
void crm_app_list_page_show_filter (CrmAppListPage *self, const char *filter);

G_END_DECLS

/* crm-app-today-page.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "base/crm-app-page.h"
G_BEGIN_DECLS

/* What is to be done today, part by part; each line can be done, put off or opened where it stands.
 */

#define CRM_APP_TYPE_TODAY_PAGE (crm_app_today_page_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppTodayPage, crm_app_today_page, CRM_APP, TODAY_PAGE, CrmAppPage)

CrmAppPage *crm_app_today_page_new (void);

G_END_DECLS

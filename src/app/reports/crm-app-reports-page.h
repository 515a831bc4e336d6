/* crm-app-reports-page.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "base/crm-app-page.h"
G_BEGIN_DECLS

/* Reports: one at a time, as bars or as a table. */

#define CRM_APP_TYPE_REPORTS_PAGE (crm_app_reports_page_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppReportsPage, crm_app_reports_page, CRM_APP, REPORTS_PAGE, CrmAppPage)

CrmAppPage *crm_app_reports_page_new (void);

G_END_DECLS

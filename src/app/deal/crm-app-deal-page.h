/* crm-app-deal-page.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "base/crm-app-page.h"
G_BEGIN_DECLS

/* A deal with its people, follow-ups and history, in a window of its own. */

#define CRM_APP_TYPE_DEAL_PAGE (crm_app_deal_page_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppDealPage, crm_app_deal_page, CRM_APP, DEAL_PAGE, CrmAppPage)

void crm_app_deal_page_present (GtkWidget *parent,
                                CrmAppSession *session,
                                const char *entity,
                                const char *id);

G_END_DECLS

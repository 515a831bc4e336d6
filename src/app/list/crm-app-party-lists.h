/* crm-app-party-lists.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "base/crm-app-page.h"
G_BEGIN_DECLS

/* The places with all people, accounts and leads, as tables. */

CrmAppPage *crm_app_party_people_new (void);
CrmAppPage *crm_app_party_accounts_new (void);
CrmAppPage *crm_app_party_leads_new (void);

G_END_DECLS

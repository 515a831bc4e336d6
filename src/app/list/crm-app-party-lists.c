/* crm-app-party-lists.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-party-lists"
#include "config.h"

#include "crm-app-party-lists.h"

#include "crm-app-list-page.h"

CrmAppPage *
crm_app_party_people_new (void)
{
  return crm_app_list_page_new_for ("person");
}

CrmAppPage *
crm_app_party_accounts_new (void)
{
  return crm_app_list_page_new_for ("account");
}

CrmAppPage *
crm_app_party_leads_new (void)
{
  return crm_app_list_page_new_for ("lead");
}

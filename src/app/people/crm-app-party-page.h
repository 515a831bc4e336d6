/* crm-app-party-page.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "base/crm-app-page.h"
#include "base/crm-app-session.h"
G_BEGIN_DECLS

/* A person, an account or a lead in a window of its own: the client card on top, what belongs to
 * them below. */

#define CRM_APP_TYPE_PARTY_PAGE (crm_app_party_page_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppPartyPage, crm_app_party_page, CRM_APP, PARTY_PAGE, CrmAppPage)

void crm_app_party_page_present (GtkWidget *parent,
                                 CrmAppSession *session,
                                 const char *entity,
                                 const char *id);

G_END_DECLS

/* crm-app-trouble-page.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "base/crm-app-session.h"
G_BEGIN_DECLS

/* What is shown in place of all pages while there is no store to show. */

#define CRM_APP_TYPE_TROUBLE_PAGE (crm_app_trouble_page_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppTroublePage, crm_app_trouble_page, CRM_APP, TROUBLE_PAGE, AdwBin)

GtkWidget *crm_app_trouble_page_new (CrmAppSession *session);

G_END_DECLS

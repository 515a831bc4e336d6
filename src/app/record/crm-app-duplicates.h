/* crm-app-duplicates.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "base/crm-app-page.h"
G_BEGIN_DECLS

/* People and accounts that are likely to be there twice, each with a way to merge them. */

#define CRM_APP_TYPE_DUPLICATES (crm_app_duplicates_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppDuplicates, crm_app_duplicates, CRM_APP, DUPLICATES, CrmAppPage)

void crm_app_duplicates_present (GtkWindow *parent, CrmAppSession *session);

G_END_DECLS

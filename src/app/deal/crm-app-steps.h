/* crm-app-steps.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "base/crm-app-page.h"
G_BEGIN_DECLS

/* The checklist of a deal's stage, to be ticked off. Takes no room where there is none. */

#define CRM_APP_TYPE_STEPS (crm_app_steps_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppSteps, crm_app_steps, CRM_APP, STEPS, CrmAppPage)

GtkWidget *crm_app_steps_new (CrmAppSession *session, const char *deal);

G_END_DECLS

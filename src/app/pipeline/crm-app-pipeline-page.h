/* crm-app-pipeline-page.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "base/crm-app-page.h"
G_BEGIN_DECLS

/* A pipeline as a board: a column a stage, a card a deal. */

#define CRM_APP_TYPE_PIPELINE_PAGE (crm_app_pipeline_page_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppPipelinePage, crm_app_pipeline_page, CRM_APP, PIPELINE_PAGE, CrmAppPage)

CrmAppPage *crm_app_pipeline_page_new (void);
void crm_app_pipeline_page_new_deal (CrmAppPipelinePage *self);

G_END_DECLS

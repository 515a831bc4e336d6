/* crm-app-stage-row.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "base/crm-app-session.h"
#include "service/crm-pipelines.h"
G_BEGIN_DECLS

/* A stage as it is edited: a row that opens. What is entered is written at once, with its Undo; the
 * signals `moved` (by how many places), `dropped` (id of another stage, which comes before it) and
 * `removed` are for whoever has the whole list. */

#define CRM_APP_TYPE_STAGE_ROW (crm_app_stage_row_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppStageRow, crm_app_stage_row, CRM_APP, STAGE_ROW, AdwExpanderRow)

GtkWidget *crm_app_stage_row_new (CrmAppSession *session);
void crm_app_stage_row_show (CrmAppStageRow *self, CrmPipelinePlan *plan, guint i);
const CrmRecord *crm_app_stage_row_get_stage (CrmAppStageRow *self);

G_END_DECLS

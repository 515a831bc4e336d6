/* crm-app-stage-dialogs.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "base/crm-app-session.h"
#include "service/crm-pipelines.h"
G_BEGIN_DECLS

/* What is asked before a pipeline or a stage comes or goes. */

/* @pipeline: id of the one that is about to be written */
typedef void (*CrmAppPipelineFunc) (GtkWidget *parent, const char *pipeline);

void crm_app_stage_dialog_add_pipeline (GtkWidget *parent,
                                        CrmAppSession *session,
                                        CrmPipelinePlan *plan,
                                        CrmAppPipelineFunc func);
void crm_app_stage_dialog_add (GtkWidget *parent, CrmAppSession *session, CrmPipelinePlan *plan);
void crm_app_stage_dialog_remove (GtkWidget *parent,
                                  CrmAppSession *session,
                                  CrmPipelinePlan *plan,
                                  const CrmRecord *stage);

G_END_DECLS

/* crm-app-pipeline-editor.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "base/crm-app-session.h"
G_BEGIN_DECLS

/* Pipelines and their stages, in a window of its own. */

#define CRM_APP_TYPE_PIPELINE_EDITOR (crm_app_pipeline_editor_get_type ())
G_DECLARE_FINAL_TYPE (
    CrmAppPipelineEditor, crm_app_pipeline_editor, CRM_APP, PIPELINE_EDITOR, AdwPreferencesWindow)

void
crm_app_pipeline_editor_present (GtkWidget *parent, CrmAppSession *session, const char *pipeline);

G_END_DECLS

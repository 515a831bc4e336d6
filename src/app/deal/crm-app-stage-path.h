/* crm-app-stage-path.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "base/crm-app-session.h"
#include "service/crm-deal-sheet.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

GtkWidget *crm_app_stage_path_new (CrmAppSession *session);
void crm_app_stage_path_show (GtkWidget *path, CrmDealSheet *sheet);

G_END_DECLS

/* crm-app-list-stage.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "shell/crm-app-session.h"
G_BEGIN_DECLS

void crm_app_list_move_to_stage (GtkWidget *parent,
                                 CrmAppSession *session,
                                 const CrmRecord *deal,
                                 const char *stage);

G_END_DECLS

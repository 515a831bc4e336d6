/* crm-app-list-stage.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "base/crm-app-session.h"
G_BEGIN_DECLS

void crm_app_list_move_deal (GtkWidget *parent,
                             CrmAppSession *session,
                             const CrmRecord *deal,
                             const char *target);

G_END_DECLS

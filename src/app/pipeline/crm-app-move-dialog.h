/* crm-app-move-dialog.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "base/crm-app-session.h"
G_BEGIN_DECLS

/* Taking deals to a stage of another pipeline. */

void crm_app_move_dialog_ask (GtkWidget *parent, CrmAppSession *session, GPtrArray *ids);

G_END_DECLS

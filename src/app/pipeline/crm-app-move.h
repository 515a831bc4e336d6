/* crm-app-move.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "base/crm-app-session.h"
G_BEGIN_DECLS

/* Taking a deal to another stage, wherever that is done: what the stage or a loss asks for is asked
 * first, and all of it is one change with its Undo. */

typedef void (*CrmAppMoveFunc) (const char *deal, gpointer data);

void crm_app_move_deal (GtkWidget *parent,
                        CrmAppSession *session,
                        const CrmRecord *deal,
                        const CrmRecord *from,
                        const CrmRecord *to,
                        GPtrArray *lost_reasons,
                        CrmAppMoveFunc before_write,
                        gpointer data);

G_END_DECLS

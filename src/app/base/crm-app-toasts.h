/* crm-app-toasts.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "crm-app-session.h"
G_BEGIN_DECLS

/* Where a window tells what was done, with Undo. Of several windows the one does that somebody used
 * last. */

GtkWidget *crm_app_toasts_new (GtkWidget *child);
void crm_app_toasts_set_session (GtkWidget *toasts, CrmAppSession *session);

G_END_DECLS

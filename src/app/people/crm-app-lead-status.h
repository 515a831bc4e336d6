/* crm-app-lead-status.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "base/crm-app-session.h"
G_BEGIN_DECLS

/* Giving a lead another status, wherever that is done: what the status needs, or why a lead is not
 * pursued, is asked first, and all of it is one change with its Undo. */

void crm_app_lead_status_set (GtkWidget *parent,
                              CrmAppSession *session,
                              const CrmRecord *lead,
                              const char *status);

G_END_DECLS

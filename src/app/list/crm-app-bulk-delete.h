/* crm-app-bulk-delete.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "base/crm-app-session.h"
G_BEGIN_DECLS

void
crm_app_bulk_delete (GtkWidget *parent, CrmAppSession *session, const char *entity, GPtrArray *ids);

G_END_DECLS

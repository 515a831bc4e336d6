/* crm-app-changes.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "base/crm-app-session.h"
G_BEGIN_DECLS

void crm_app_changes_present (GtkWidget *parent,
                              CrmAppSession *session,
                              const char *entity,
                              const char *id);

G_END_DECLS

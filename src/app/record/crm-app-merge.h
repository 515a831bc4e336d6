/* crm-app-merge.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "base/crm-app-session.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* Making people or accounts one that are the same: which stays, and what of the others. */

void crm_app_merge_ask (GtkWidget *parent,
                        CrmAppSession *session,
                        const char *entity,
                        const char *const *ids,
                        const char *into);
void crm_app_merge_with (GtkWidget *parent,
                         CrmAppSession *session,
                         const char *entity,
                         const char *id,
                         const char *title);
gboolean crm_app_merge_is_own (CrmAppSession *session, const char *id);

G_END_DECLS

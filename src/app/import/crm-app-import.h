/* crm-app-import.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "base/crm-app-session.h"
G_BEGIN_DECLS

/* A table of another program becomes people, accounts or leads: which file, read off the main
 * loop. What then comes of it is #CrmAppImportWindow's. */

const char *crm_app_import_get_title (const char *entity);
void crm_app_import_ask (GtkWindow *parent, CrmAppSession *session, const char *entity);

G_END_DECLS

/* crm-app-records.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "shell/crm-app-session.h"
G_BEGIN_DECLS

/* Which records have a window of their own, and how one comes there. */

gboolean crm_app_records_has_window (const char *entity);
gboolean crm_app_records_present (GtkWidget *parent,
                                  CrmAppSession *session,
                                  const char *entity,
                                  const char *id);

G_END_DECLS

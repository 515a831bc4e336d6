/* crm-app-new-record.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "base/crm-app-session.h"
G_BEGIN_DECLS

typedef void (*CrmAppMadeFunc) (const char *id, gpointer data);

void crm_app_new_record_dialog (GtkWidget *parent,
                                CrmAppSession *session,
                                const char *entity,
                                const char *const *presets,
                                CrmAppMadeFunc func,
                                gpointer data,
                                GDestroyNotify free_data);

G_END_DECLS

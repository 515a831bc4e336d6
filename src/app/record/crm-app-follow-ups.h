/* crm-app-follow-ups.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "base/crm-app-session.h"
#include "service/crm-activities.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

GtkWidget *crm_app_follow_ups_new (CrmAppSession *session, const char *id);
void crm_app_follow_ups_show (GtkWidget *card,
                              GPtrArray *follow_ups,
                              const CrmSubject *subject,
                              gint64 now_usec);
void crm_app_follow_ups_focus (GtkWidget *card);

G_END_DECLS

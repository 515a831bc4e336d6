/* crm-app-history-card.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "base/crm-app-session.h"
#include "service/crm-activities.h"
#include "store/crm-history.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* What happened: letters, meetings, notes, calls and stages, with a filter and a place for a new
 * note. The page reads as much of it as crm_app_history_card_get_limit() says. */

GtkWidget *
crm_app_history_card_new (CrmAppSession *session, const char *id, GCallback changed, gpointer page);
guint crm_app_history_card_get_limit (GtkWidget *card);
guint crm_app_history_card_get_kinds (GtkWidget *card);
gboolean crm_app_history_card_want_more (GtkWidget *card);
void crm_app_history_card_show (GtkWidget *card,
                                const CrmHistory *history,
                                const CrmSubject *subject,
                                gint64 now_usec);

G_END_DECLS

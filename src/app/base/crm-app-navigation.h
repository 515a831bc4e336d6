/* crm-app-navigation.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "crm-app-session.h"
G_BEGIN_DECLS

/* Where one can go from anywhere: to a record, and to Find. The windows for that are in rooms above
 * those that lead to them; the program says at its start which they are. */

typedef void (*CrmAppRecordFunc) (GtkWidget *parent,
                                  CrmAppSession *session,
                                  const char *entity,
                                  const char *id);
typedef void (*CrmAppFindFunc) (GtkWindow *parent, CrmAppSession *session);

void crm_app_navigation_add_record (const char *entity, CrmAppRecordFunc present);
void crm_app_navigation_set_find (CrmAppFindFunc present);
gboolean crm_app_navigation_has_window (const char *entity);
gboolean crm_app_navigation_present (GtkWidget *parent,
                                     CrmAppSession *session,
                                     const char *entity,
                                     const char *id);
void crm_app_navigation_find (GtkWindow *parent, CrmAppSession *session);
GtkWindow *crm_app_navigation_get_main_window (GtkWidget *widget);

G_END_DECLS

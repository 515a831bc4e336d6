/* crm-app-list-views.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "base/crm-app-session.h"
G_BEGIN_DECLS

/* The button behind which saved views are: one goes to them, saves what is shown under a name,
 * renames them in place and deletes them. They are in the store, for other programs and devices
 * too.
 *
 * Signals: `chosen` (filter, columns, order, as saved; texts may be NULL for as at first), `save`
 * (a name: the page answers with crm_app_list_views_save()), `export`. */

#define CRM_APP_TYPE_LIST_VIEWS (crm_app_list_views_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppListViews, crm_app_list_views, CRM_APP, LIST_VIEWS, AdwBin)

GtkWidget *crm_app_list_views_new (const char *entity);
void crm_app_list_views_set_session (CrmAppListViews *self, CrmAppSession *session);
void crm_app_list_views_save (CrmAppListViews *self,
                              const char *name,
                              const char *filter,
                              const char *columns,
                              const char *order);

G_END_DECLS

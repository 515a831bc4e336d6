/* crm-app-list-columns.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "crm-app-list-layout.h"
G_BEGIN_DECLS

/* The button behind which one chooses columns and puts them in order. It changes the layout it was
 * given; the signal `changed` follows. With keys a column is made wider, too: `widen` (a path,
 * pixels). */

#define CRM_APP_TYPE_LIST_COLUMNS (crm_app_list_columns_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppListColumns, crm_app_list_columns, CRM_APP, LIST_COLUMNS, AdwBin)

GtkWidget *crm_app_list_columns_new (void);
void
crm_app_list_columns_show (CrmAppListColumns *self, GPtrArray *columns, CrmAppListLayout *layout);

G_END_DECLS

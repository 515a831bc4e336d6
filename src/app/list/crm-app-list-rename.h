/* crm-app-list-rename.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

/* A line in which a view gets another name, in its row's place. */

/* Called with what was typed, cleaned. Returns: (transfer none) (nullable): what is wrong with it
 */
typedef const char *(*CrmAppListRenameFunc) (const char *name, gpointer user_data);
/* Called when it is given up. */
typedef void (*CrmAppListRenameCancelFunc) (gpointer user_data);

GtkWidget *crm_app_list_rename_new (const char *name,
                                    CrmAppListRenameFunc rename,
                                    CrmAppListRenameCancelFunc cancel,
                                    gpointer user_data);

G_END_DECLS

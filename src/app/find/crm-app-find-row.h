/* crm-app-find-row.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "crm-app-commands.h"
#include "service/crm-find.h"
G_BEGIN_DECLS

/* One row of what was found. */

GtkWidget *crm_app_find_row_new (const CrmFound *found);
GtkWidget *crm_app_find_row_new_command (const CrmAppCommand *command);

G_END_DECLS

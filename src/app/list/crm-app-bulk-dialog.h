/* crm-app-bulk-dialog.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "base/crm-app-session.h"
G_BEGIN_DECLS

/* Changing one or many records at once: what and to what, what would come of it, and then one
 * change with one Undo. */

#define CRM_APP_TYPE_BULK_DIALOG (crm_app_bulk_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppBulkDialog, crm_app_bulk_dialog, CRM_APP, BULK_DIALOG, AdwWindow)

void crm_app_bulk_dialog_present (GtkWidget *parent,
                                  CrmAppSession *session,
                                  const char *entity,
                                  GPtrArray *ids,
                                  const char *field);
G_END_DECLS

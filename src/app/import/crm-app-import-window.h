/* crm-app-import-window.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "crm-import.h"
#include "base/crm-app-session.h"
G_BEGIN_DECLS

/* What would come of a table, before anything is written: which column is which field, and how much
 * of it is new. */

#define CRM_APP_TYPE_IMPORT_WINDOW (crm_app_import_window_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppImportWindow, crm_app_import_window, CRM_APP, IMPORT_WINDOW, AdwWindow)

void crm_app_import_window_present (GtkWindow *parent,
                                    CrmAppSession *session,
                                    CrmImport *import,
                                    const char *name);

G_END_DECLS

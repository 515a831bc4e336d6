/* crm-app-import-refused.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "crm-import.h"
G_BEGIN_DECLS

/* Rows that cannot be taken, why, and a way to mend them: they are saved as a table of their own.
 */

#define CRM_APP_TYPE_IMPORT_REFUSED (crm_app_import_refused_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppImportRefused, crm_app_import_refused, CRM_APP, IMPORT_REFUSED, AdwBin)

GtkWidget *crm_app_import_refused_new (void);
void crm_app_import_refused_show (CrmAppImportRefused *self,
                                  const CrmImport *import,
                                  const CrmImportResult *result);

G_END_DECLS

/* crm-app-import-columns.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "crm-import.h"
G_BEGIN_DECLS

/* The columns of a table: what each is called, what is in it, and which field it goes into. Emits
 * `chosen` (guint column, const char *target (nullable)) and changes nothing itself. */

#define CRM_APP_TYPE_IMPORT_COLUMNS (crm_app_import_columns_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppImportColumns, crm_app_import_columns, CRM_APP, IMPORT_COLUMNS, AdwBin)

GtkWidget *crm_app_import_columns_new (const CrmImport *import);
void crm_app_import_columns_fill (CrmAppImportColumns *self, const CrmImport *import);
void crm_app_import_columns_update (CrmAppImportColumns *self, const CrmImport *import);

G_END_DECLS

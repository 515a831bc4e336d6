/* crm-phrases-import.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-import.h"
G_BEGIN_DECLS

/* An import as people read it, and what could not be taken as a table of its own. */

char *crm_phrase_import_rows (const CrmImport *import);
char *crm_phrase_import_result (const CrmImport *import, const CrmImportResult *result);
char *crm_phrase_import_problem (const CrmImportProblem *problem);
char *crm_phrase_import_cell (const char *text);
char *crm_import_save_refused (const CrmImport *import, const CrmImportResult *result);

G_END_DECLS

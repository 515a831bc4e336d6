/* crm-import-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-import.h"
G_BEGIN_DECLS

/* Whoever is there already, as far as an import has to know them. */
typedef struct _CrmImportKnown CrmImportKnown;

CrmImportKnown *_crm_import_known_load (CrmReader *reader, const char *entity, GError **error);
void _crm_import_known_free (CrmImportKnown *self);
const char *_crm_import_known_find_account (CrmImportKnown *self, const char *name);
void _crm_import_known_add_account (CrmImportKnown *self, const char *name, const char *id);
gboolean _crm_import_known_has (CrmImportKnown *self, const char *key, const char *value);
void _crm_import_known_add (CrmImportKnown *self, const char *key, const char *value);

/* A guess: a part of the name, which counts where no column has it whole. */
#define CRM_IMPORT_NAME_PART "name-part"

char *_crm_import_guess (const CrmImport *self, const char *heading);
gboolean _crm_import_has_target (const CrmImport *self, const char *target);
gboolean _crm_import_takes_many (const CrmImport *self, const char *target);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmImportKnown, _crm_import_known_free)

G_END_DECLS

/* crm-schema-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-connection-private.h"
#include "model/crm-entity.h"
G_BEGIN_DECLS

/* Schema changelog of crm.db:
 *   1  the first */
#define CRM_SCHEMA_VERSION 1

gboolean _crm_schema_prepare (CrmConnection *connection, const char *path, GError **error);
gboolean _crm_schema_check_version (CrmConnection *connection, GError **error);
const char *_crm_schema_column_type (const CrmField *field);

G_END_DECLS

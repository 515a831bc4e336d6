/* crm-custom-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-connection-private.h"
#include "model/crm-change-set.h"
#include "model/crm-custom.h"
G_BEGIN_DECLS

/* Custom fields in the file: one sibling table per entity that has some, made when the first is
 * defined. What the definitions say is read once in a transaction and kept in a cache that goes
 * with it, so that a field which another program defined is known at the next read or write. */

typedef GHashTable CrmCustomCache; /* (element-type utf8 CrmEntity): by base; "none" has its mark */

CrmCustomCache *_crm_custom_cache_new (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean _crm_custom_lookup (CrmConnection *connection,
                             CrmCustomCache *cache,
                             const CrmEntity *base,
                             const CrmEntity **out_custom,
                             GError **error);
gboolean _crm_custom_resolve (CrmConnection *connection,
                              CrmCustomCache *cache,
                              const char *name,
                              const CrmEntity **out_entity,
                              GError **error);
GPtrArray *_crm_custom_list_entities (CrmConnection *connection,
                                      CrmCustomCache *cache,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _crm_custom_define (CrmConnection *connection, const char *definition, GError **error);

G_END_DECLS

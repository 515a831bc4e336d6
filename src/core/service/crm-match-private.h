/* crm-match-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "service/crm-leads.h"
G_BEGIN_DECLS

/* Who is there already: what leads and new records look for. Arrays hold CrmMatch, each record
 * once, with its best reason. */

void _crm_match_free (gpointer match);
void _crm_match_take (GPtrArray *matches, CrmRecord *record, CrmMatchReason reason);
gboolean _crm_match_add_by_id (CrmReader *reader,
                               GPtrArray *matches,
                               const char *entity,
                               const char *id,
                               CrmMatchReason reason,
                               GError **error);
gboolean _crm_match_add_by_address (CrmReader *reader,
                                    GPtrArray *people,
                                    const char *address,
                                    GError **error);
gboolean _crm_match_add_by_phone (
    CrmReader *reader, GPtrArray *people, GPtrArray *accounts, const char *number, GError **error);
gboolean _crm_match_add_by_domain (CrmReader *reader,
                                   GPtrArray *accounts,
                                   const char *address,
                                   GError **error);
gboolean _crm_match_add_by_name (
    CrmReader *reader, GPtrArray *matches, const char *entity, const char *name, GError **error);
int _crm_match_compare (gconstpointer a, gconstpointer b);

G_END_DECLS

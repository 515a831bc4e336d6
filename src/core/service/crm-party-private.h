/* crm-party-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-party.h"
G_BEGIN_DECLS

gboolean _crm_party_read_tree (CrmReader *reader, CrmParty *self, GError **error);
GPtrArray *_crm_party_list_accounts (const CrmParty *self);
gboolean _crm_party_read_deals (CrmParty *self,
                                CrmReader *reader,
                                const char *entity,
                                const char *field,
                                const char *id,
                                GError **error);
gboolean _crm_party_sum_up (CrmParty *self, CrmReader *reader, GError **error);
gboolean _crm_party_counts (const CrmHistoryItem *item, gint64 now_usec);
gboolean _crm_party_find_touch_day (const CrmRecord *record, gint64 last_usec, int *out_day);
gboolean _crm_party_read_history (CrmReader *reader,
                                  CrmParty *self,
                                  const CrmPartyRequest *request,
                                  GError **error);

G_END_DECLS

/* crm-party-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-party.h"
G_BEGIN_DECLS

/* Whose letters, calls and meetings are contacts with a person, an account or a lead. */
typedef struct
{
  const char *person;   /* (nullable): id */
  GPtrArray *accounts;  /* (owned) (element-type utf8): ids */
  GPtrArray *addresses; /* (owned) (element-type utf8) */
  GPtrArray *domains;   /* (owned) (element-type utf8) */
  GPtrArray *people;    /* (owned) (element-type utf8): ids of those whose calls count, too */
  GPtrArray *deals;     /* (owned) (element-type utf8): ids */
} CrmPartyReach;

void _crm_party_reach_init (CrmPartyReach *self);
void _crm_party_reach_clear (CrmPartyReach *self);
gboolean _crm_party_find_last (CrmReader *reader,
                               const CrmPartyReach *reach,
                               gint64 *out_usec,
                               GError **error);
gboolean _crm_party_is_current (const CrmRecord *membership, int today);
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

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrmPartyReach, _crm_party_reach_clear)

G_END_DECLS

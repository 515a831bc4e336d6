/* crm-phrases-party.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "service/crm-leads.h"
#include "service/crm-party.h"
G_BEGIN_DECLS

/* What client cards say. Everything is translated text, ready to show. */

char *crm_phrase_party_subtitle (const CrmParty *party) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_party_last (const CrmParty *party) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_party_turn (const CrmParty *party) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_party_touch (const CrmParty *party,
                              gboolean *out_is_late) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_party_deals (const CrmParty *party) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_member (const CrmMember *member) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_member_years (const CrmMember *member) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_deal_part (const CrmDealPart *part) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_lead_questions (const CrmRecord *lead) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_lead_missing (const GPtrArray *fields) G_GNUC_WARN_UNUSED_RESULT;
const char *crm_phrase_match (const CrmMatch *match);

G_END_DECLS

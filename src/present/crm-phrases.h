/* crm-phrases.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "service/crm-context.h"
G_BEGIN_DECLS

/* Sentences that both front ends say. Everything is translated text, ready to show. */

char *crm_phrase_turn (const CrmContext *context) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_last_contact (const CrmContext *context) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_letters (const CrmContext *context) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_stage_age (const CrmDealState *state,
                            gboolean *out_over_limit) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_proposal (const CrmContext *context) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_reason (const CrmHistoryItem *item) G_GNUC_WARN_UNUSED_RESULT;
const char *crm_phrase_record_name (const CrmRecord *record);
const char *crm_phrase_change (const char *label);
const char *crm_phrase_error (const GError *error);
char *crm_phrase_history_title (const CrmHistoryItem *item) G_GNUC_WARN_UNUSED_RESULT;
const char *crm_phrase_choice (const char *entity, const char *field, const char *value);
char *crm_phrase_duration (gint64 secs);
char *crm_phrase_history_detail (const CrmHistoryItem *item,
                                 gint64 now_usec) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_difference (const char *theirs, const char *ours) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

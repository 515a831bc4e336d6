/* crm-phrases-meeting.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "service/crm-context.h"
G_BEGIN_DECLS

/* What is said about meetings. Everything is translated text, ready to show. */

char *crm_phrase_meeting_title (const CrmHistoryItem *item) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_meeting_time (const CrmHistoryItem *item,
                               gint64 now_usec) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_meeting_time_full (const CrmHistoryItem *item) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_meeting_detail (const CrmHistoryItem *item,
                                 gint64 now_usec) G_GNUC_WARN_UNUSED_RESULT;
const char *crm_phrase_meeting_outcome (const CrmHistoryItem *item);
char *crm_phrase_meeting_day (const CrmHistoryItem *item) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_next_meeting (const CrmContext *context) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

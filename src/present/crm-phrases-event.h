/* crm-phrases-event.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-event.h"
G_BEGIN_DECLS

/* When an event of a calendar is, in words that do not grow old: for paper and lists. Everything is
 * translated text, ready to show. */

int crm_phrase_event_day (const CrmEvent *event);
char *crm_phrase_event_time (const CrmEvent *event) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_event_time_full (const CrmEvent *event) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

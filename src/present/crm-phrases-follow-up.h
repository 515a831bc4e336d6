/* crm-phrases-follow-up.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-record.h"
G_BEGIN_DECLS

char *crm_phrase_repeat (const char *rule) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_phrase_follow_up_is_late (const CrmRecord *follow_up, gint64 now_usec);
char *crm_phrase_follow_up_due (const CrmRecord *follow_up,
                                gint64 now_usec) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_follow_up_details (const CrmRecord *follow_up) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

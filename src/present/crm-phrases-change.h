/* crm-phrases-change.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-change-query.h"
G_BEGIN_DECLS

/* What was changed of a record, as people read it. */

const char *crm_phrase_change_title (const CrmRecordChange *change);
char *crm_phrase_change_values (const CrmRecordChange *change,
                                gint64 now_usec) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

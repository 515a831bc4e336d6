/* crm-phrases-task.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-record.h"
G_BEGIN_DECLS

/* What is told where a follow-up and its task differ for good; see crm-follow-up.h. */

char *crm_phrase_task_failure (const CrmRecord *order,
                               const char *title,
                               const char *list) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_task_difference (const CrmRecord *order,
                                  const CrmRecord *follow_up,
                                  gint64 now_usec) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

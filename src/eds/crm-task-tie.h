/* crm-task-tie.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-task-order.h"
#include "store/crm-task-query.h"
G_BEGIN_DECLS

/* From what crm.db holds to an order, and from its outcome to a change set. */

gboolean crm_task_tie_is_undecided (const CrmTaskTie *self);
gboolean crm_task_tie_has_work (const CrmTaskTie *self);
CrmTaskOrder *crm_task_tie_to_order (const CrmTaskTie *self) G_GNUC_WARN_UNUSED_RESULT;
CrmChangeSet *crm_task_tie_confirm (const CrmTaskTie *self,
                                    const CrmTaskOutcome *outcome,
                                    const char *list_uid) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

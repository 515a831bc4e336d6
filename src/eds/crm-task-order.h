/* crm-task-order.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libecal/libecal.h>
#include "crm-order.h"
#include "model/crm-task.h"
G_BEGIN_DECLS

/* Brings one follow-up and its task together, so that doing it again does no harm. Knows nothing of
 * the store: #CrmTaskSync brings the orders and writes the outcomes down. */

typedef struct
{
  char *uid;           /* (owned): the task's UID */
  CrmTask *ours;       /* (owned) (nullable): the follow-up; NULL once it was deleted */
  CrmTask *base;       /* (owned) (nullable): what both sides last agreed on; NULL before that */
  CrmTask *ordered;    /* (owned) (nullable): before there is a base, what was ordered */
  CrmTask *written;    /* (owned) (nullable): what waits for the server, perhaps */
  CrmTaskMask waiting; /* which fields of @written */
  char *etag;   /* (owned) (nullable): the server's state when it was written; empty for none */
  char *digest; /* (owned) (nullable): of the task as we last wrote it */
  gboolean is_adopted; /* somebody's own task: never made or removed, only kept in step */
} CrmTaskOrder;

typedef struct
{
  CrmOrderResult result;
  const char *failure; /* (nullable): CRM_ORDER_FAILURE_... or CRM_FOLLOW_UP_... */
  char *message;       /* (owned) (nullable): for a log or a detail, English */
  gboolean is_gone;    /* the task is not there, and is not to be */
  gboolean is_queued;  /* it may wait for the server: to be looked at again */
  char *uid;           /* (owned) (nullable): the UID the list gave */
  CrmTask *now;        /* (owned) (nullable): what the list has now */
  CrmTaskMask adopt;   /* what the follow-up is to take over from @now */
  CrmTask *lost;       /* (owned) (nullable): what was ours and is not in the list */
  CrmTaskMask lost_in; /* which fields of @lost */
  CrmTaskMask written; /* what was written to the list */
  char *etag;          /* (owned) (nullable): with @is_queued */
  char *digest;        /* (owned) (nullable): where something was written */
} CrmTaskOutcome;

CrmTaskOutcome *crm_task_order_carry_out (const CrmTaskOrder *self,
                                          ECalClient *client,
                                          GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
void crm_task_order_free (CrmTaskOrder *self);
void crm_task_outcome_free (CrmTaskOutcome *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmTaskOrder, crm_task_order_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmTaskOutcome, crm_task_outcome_free)

G_END_DECLS

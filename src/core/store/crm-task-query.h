/* crm-task-query.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-reader.h"
G_BEGIN_DECLS

/* A follow-up and the order that ties it to its task in a list; see crm-follow-up.h. */
typedef struct
{
  CrmRecord *order;     /* (owned) */
  CrmRecord *follow_up; /* (owned) (nullable): NULL once it was deleted */
} CrmTaskTie;

typedef enum
{
  CRM_TASK_TIES_ALL,     /* those that live: neither settled nor removed */
  CRM_TASK_TIES_FAILED,  /* those whose task and follow-up differ for good */
  CRM_TASK_TIES_CHANGED, /* those with something to do, perhaps */
  CRM_TASK_TIES_IN_LIST, /* those of a task list's source UID */
  CRM_TASK_TIES_OF_TASK, /* those of a task's UID */
  CRM_TASK_TIES_BY_ID,   /* that of an order's id */
} CrmTaskTies;

GPtrArray *
crm_query_task_ties (CrmReader *reader, CrmTaskTies which, const char *text, GError **error);
GPtrArray *crm_query_failed_tasks (CrmReader *reader, GError **error);
void crm_task_tie_free (CrmTaskTie *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmTaskTie, crm_task_tie_free)

G_END_DECLS

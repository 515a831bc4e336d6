/* crm-task-link.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-message.h"
#include "model/crm-task.h"
#include "service/crm-follow-up.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* What the CRM knows of a task in one of Evolution's lists, and how a task becomes a follow-up. */

typedef struct
{
  CrmRecord *follow_up; /* (owned) (nullable): NULL when the task is no follow-up */
  CrmMessage *people;   /* (owned) (nullable): whom it is about, as a letter would have them */
} CrmTaskPeople;

/* A task of somebody's own, as its list has it. */
typedef struct
{
  const char *uid;
  const char *list_uid;   /* source UID */
  const CrmTask *content; /* with a title */
} CrmListedTask;

CrmTaskPeople *crm_task_people_load (CrmReader *reader, const char *task_uid, GError **error);
void crm_task_people_free (CrmTaskPeople *self);
GPtrArray *
crm_task_find_subjects (CrmReader *reader, const char *words, guint limit, GError **error);
CrmChangeSet *crm_task_link (const CrmListedTask *task, const CrmRecord *subject);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmTaskPeople, crm_task_people_free)

G_END_DECLS

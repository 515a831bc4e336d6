/* crm-task-lists.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libecal/libecal.h>
G_BEGIN_DECLS

/* The enabled task lists: keeps each open and hears what changes in it. Nothing of it is kept in
 * index.db: what the CRM knows of a task stands in the order that made it. */

typedef struct _CrmTaskLists CrmTaskLists;

/* Called in the thread-default context of crm_task_lists_new(). */
typedef struct
{
  /* @uids: (nullable) (element-type utf8): the tasks that changed, %NULL when a list was opened */
  void (*news) (gpointer owner, const char *list_uid, GHashTable *uids);
  void (*failed) (gpointer owner, const char *list_uid, const char *message);
} CrmTaskListsOwner;

CrmTaskLists *crm_task_lists_new (ESourceRegistry *registry,
                                  const CrmTaskListsOwner *functions,
                                  gpointer owner) G_GNUC_WARN_UNUSED_RESULT;
void crm_task_lists_free (CrmTaskLists *self);
ECalClient *crm_task_lists_get_client (CrmTaskLists *self, const char *list_uid);
GPtrArray *crm_task_lists_list_clients (CrmTaskLists *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_task_lists_is_plain (CrmTaskLists *self);
ECalClient *crm_task_lists_choose (CrmTaskLists *self, const char *wanted_uid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmTaskLists, crm_task_lists_free)

G_END_DECLS

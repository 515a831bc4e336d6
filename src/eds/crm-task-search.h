/* crm-task-search.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libecal/libecal.h>
#include "crm-task-tie.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* Which orders for tasks are to be looked at: those whose follow-up was changed, or whose task is
 * another in its list than both sides last agreed on. */

typedef struct
{
  CrmTaskTies which;    /* with %CRM_TASK_TIES_IN_LIST those of @list_uid, else those with work */
  const char *list_uid; /* (nullable): which list has news */
  GHashTable *uids;     /* (nullable) (element-type utf8): of which tasks; NULL for all */
  ECalClient *client;   /* (nullable): the list, to be compared with; NULL to take all that match */
} CrmTaskSearch;

void crm_task_search_async (CrmStore *store,
                            const CrmTaskSearch *search,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
GPtrArray *crm_task_search_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

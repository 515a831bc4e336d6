/* crm-task-sync.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libedataserver/libedataserver.h>
#include "store/crm-store.h"
G_BEGIN_DECLS

/* Keeps follow-ups and their tasks in step, both ways: carries out the orders for tasks that crm.db
 * holds, brings every later change of a follow-up to its list, and takes over what somebody changed
 * there. As with #CrmOutbox the intention is committed first, then the list is called, then it is
 * confirmed. Only one program at a time should run one. */

#define CRM_TYPE_TASK_SYNC (crm_task_sync_get_type ())
G_DECLARE_FINAL_TYPE (CrmTaskSync, crm_task_sync, CRM, TASK_SYNC, GObject)

CrmTaskSync *crm_task_sync_new (CrmStore *store,
                                ESourceRegistry *registry) G_GNUC_WARN_UNUSED_RESULT;
void crm_task_sync_start (CrmTaskSync *self);
void crm_task_sync_stop (CrmTaskSync *self);
GPtrArray *crm_task_sync_list_writable (CrmTaskSync *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_task_sync_is_asking (CrmTaskSync *self);
gboolean crm_task_sync_is_idle (CrmTaskSync *self);

G_END_DECLS

/* crm-task-fetch.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libecal/libecal.h>
#include "model/crm-task.h"
G_BEGIN_DECLS

/* Reads one task as its list has it now, without anybody waiting for the list. */

void crm_task_fetch_async (ECalClient *client,
                           const char *uid,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
CrmTask *crm_task_fetch_finish (ECalClient *client,
                                GAsyncResult *result,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

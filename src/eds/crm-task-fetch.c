/* crm-task-fetch.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-task-fetch"
#include "config.h"

#include "crm-task-fetch.h"

#include "crm-task-ical.h"

static void
fetch_in_thread (GTask *task, gpointer source, gpointer uid, GCancellable *cancellable)
{
  ICalComponent *vtodo = NULL;
  GError *error = NULL;

  if (!e_cal_client_get_object_sync (source, uid, NULL, &vtodo, cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  /* It may ask the list for a time zone. */
  g_task_return_pointer (task, crm_task_ical_read (vtodo, source), (GDestroyNotify)crm_task_free);
  g_object_unref (vtodo);
}

/**
 * crm_task_fetch_async:
 * @client: a task list
 * @uid: of a task in it
 * @cancellable: (nullable): gives up
 * @callback: called in the thread-default context
 * @user_data: for @callback
 */
void
crm_task_fetch_async (ECalClient *client,
                      const char *uid,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (client, cancellable, callback, user_data);

  g_task_set_source_tag (task, crm_task_fetch_async);
  g_task_set_task_data (task, g_strdup (uid), g_free);
  g_task_run_in_thread (task, fetch_in_thread);
}

/**
 * crm_task_fetch_finish:
 * @client: the task list
 * @result: of crm_task_fetch_async()
 * @error: (nullable): what EDS says, %E_CAL_CLIENT_ERROR_OBJECT_NOT_FOUND among it
 *
 * Returns: (transfer full) (nullable): the task; it may be without a title. %NULL on failure
 */
CrmTask *
crm_task_fetch_finish (ECalClient *client, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

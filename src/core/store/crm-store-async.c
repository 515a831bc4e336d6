/* crm-store-async.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The facet of #CrmStore for programs with a main loop: one writer, one reader and one index
 * thread. Callbacks come in the caller's thread-default context. */
#define G_LOG_DOMAIN "crm-store-async"
#include "config.h"

#include "crm-store-private.h"

/* Each waits for as long as a connection does, five seconds. */
#define BUSY_TRIES 4

static void
free_options (gpointer data)
{
  CrmStoreOptions *options = data;

  g_free ((char *)options->directory);
  g_free ((char *)options->actor_name);
  g_free ((char *)options->front_end);
  g_free ((char *)options->currency);
  g_free (options);
}

static void
open_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  /* The store's signals go where the opener's callbacks go. */
  CrmStore *store = _crm_store_open (task_data, g_task_get_context (task), &error);

  if (store != NULL)
    g_task_return_pointer (task, store, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * crm_store_open_async:
 * @options: see crm_store_open_sync(); copied
 * @cancellable: (nullable): gives the wait up
 * @callback: (nullable) (scope async): called when the store is open or cannot be opened
 * @user_data: data for @callback
 */
void
crm_store_open_async (const CrmStoreOptions *options,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  CrmStoreOptions *copy = g_memdup2 (options, sizeof *options);

  copy->directory = g_strdup (options->directory);
  copy->actor_name = g_strdup (options->actor_name);
  copy->front_end = g_strdup (options->front_end);
  copy->currency = g_strdup (options->currency);
  g_task_set_source_tag (task, crm_store_open_async);
  g_task_set_task_data (task, copy, free_options);
  g_task_run_in_thread (task, open_in_thread);
}

/**
 * crm_store_open_finish:
 * @result: what the callback got
 * @error: (nullable): the errors of crm_store_open_sync()
 *
 * Returns: (transfer full) (nullable): the store, %NULL on failure
 */
CrmStore *
crm_store_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
return_write (GTask *task, CrmWriteResult *result, GError *error)
{
  if (result != NULL)
    g_task_return_pointer (task, result, (GDestroyNotify)crm_write_result_free);
  else
    g_task_return_error (task, error);
}

/* Another program that stands still with the file locked may go on: a decision is not given up for
 * a few seconds. */
static CrmWriteResult *
write_patiently (CrmStore *self, CrmChangeSet *set, GCancellable *cancellable, GError **error)
{
  CrmWriteResult *result = NULL;

  for (guint i = 0; i < BUSY_TRIES && result == NULL; i++)
    {
      g_autoptr (GError) local_error = NULL;

      result = _crm_store_write (self, set, cancellable, &local_error);
      if (result == NULL
          && (i + 1 == BUSY_TRIES || !g_error_matches (local_error, CRM_ERROR, CRM_ERROR_BUSY)))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }
  return result;
}

static void
write_in_worker (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  CrmWriteResult *result = write_patiently (source, task_data, cancellable, &error);

  return_write (task, result, error);
  crm_store_backup_if_due_sync (source,
                                NULL); /* nobody waits; `ecrm check` tells when there is none */
}

/**
 * crm_store_write_async:
 * @self: a store
 * @set: what to write; not to be changed any more
 * @cancellable: (nullable): gives it up, and with it all of @set, as long as it is not committed
 * @callback: (nullable) (scope async): called when it is written or refused
 * @user_data: data for @callback
 *
 * See crm_store_write_sync().
 */
void
crm_store_write_async (CrmStore *self,
                       CrmChangeSet *set,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, crm_store_write_async);
  g_task_set_check_cancellable (task, FALSE); /* what is written was not cancelled */
  g_task_set_task_data (task, crm_change_set_ref (set), (GDestroyNotify)crm_change_set_unref);
  _crm_store_queue (self, CRM_STORE_WRITER, task, write_in_worker);
}

/**
 * crm_store_write_finish:
 * @self: a store
 * @result: what the callback got, also of crm_store_undo_async()
 * @error: (nullable): the errors of crm_store_write_sync()
 *
 * Returns: (transfer full) (nullable): where it stands in the journal, %NULL on failure
 */
CrmWriteResult *
crm_store_write_finish (CrmStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
undo_in_worker (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  CrmWriteResult *result = crm_store_undo_sync (source, &error);

  return_write (task, result, error);
}

/**
 * crm_store_undo_async:
 * @self: a store
 * @cancellable: (nullable): has effect only before the writing begins
 * @callback: (nullable) (scope async): finish with crm_store_write_finish()
 * @user_data: data for @callback
 *
 * See crm_store_undo_sync().
 */
void
crm_store_undo_async (CrmStore *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, crm_store_undo_async);
  g_task_set_check_cancellable (task, FALSE);
  _crm_store_queue (self, CRM_STORE_WRITER, task, undo_in_worker);
}

typedef struct
{
  CrmReadFunc read;
  CrmIndexFunc index;
  gpointer data;              /* (owned) */
  GDestroyNotify free_data;   /* (nullable) */
  GDestroyNotify free_result; /* (nullable) */
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  if (job->free_data != NULL)
    job->free_data (job->data);
  g_free (job);
}

static void
read_in_worker (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  gpointer result = crm_store_read_sync (source, job->read, job->data, cancellable, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, job->free_result);
}

/**
 * crm_store_read_async:
 * @self: a store
 * @func: runs on the reader thread; see crm_store_read_sync()
 * @data: (transfer full): for @func
 * @free_data: (nullable): frees @data
 * @free_result: (nullable): frees a result nobody asked for
 * @cancellable: (nullable): interrupts the statement that runs
 * @callback: (nullable) (scope async): called with the result
 * @user_data: data for @callback
 */
void
crm_store_read_async (CrmStore *self,
                      CrmReadFunc func,
                      gpointer data,
                      GDestroyNotify free_data,
                      GDestroyNotify free_result,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  *job = (Job){ .read = func, .data = data, .free_data = free_data, .free_result = free_result };
  g_task_set_source_tag (task, crm_store_read_async);
  g_task_set_task_data (task, job, free_job);
  _crm_store_queue (self, CRM_STORE_READER, task, read_in_worker);
}

/**
 * crm_store_read_finish:
 * @self: a store
 * @result: what the callback got
 * @error: (nullable): what the read function set, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what the read function returned
 */
gpointer
crm_store_read_finish (CrmStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
index_in_worker (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;

  if (crm_store_index_sync (source, job->index, job->data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * crm_store_index_async:
 * @self: a store
 * @func: runs on the index thread; see crm_store_index_sync()
 * @data: (transfer full): for @func
 * @free_data: (nullable): frees @data
 * @cancellable: (nullable): handed to @func
 * @callback: (nullable) (scope async): called at the end
 * @user_data: data for @callback
 */
void
crm_store_index_async (CrmStore *self,
                       CrmIndexFunc func,
                       gpointer data,
                       GDestroyNotify free_data,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  *job = (Job){ .index = func, .data = data, .free_data = free_data };
  g_task_set_source_tag (task, crm_store_index_async);
  g_task_set_task_data (task, job, free_job);
  _crm_store_queue (self, CRM_STORE_INDEX, task, index_in_worker);
}

/**
 * crm_store_index_finish:
 * @self: a store
 * @result: what the callback got
 * @error: (nullable): what the index function set
 *
 * Returns: whether it succeeded
 */
gboolean
crm_store_index_finish (CrmStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

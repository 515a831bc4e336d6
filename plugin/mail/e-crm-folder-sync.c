/* e-crm-folder-sync.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-folder-sync"
#include "config.h"

#include "e-crm-folder-sync.h"

#include "crm-camel-message.h"

/* Messages a transaction: long enough to be fast, short enough that nobody waits 100 ms for the
 * lock. */
#define SLICE 2000

typedef struct
{
  const char *source;
  const char *name;
  gint64 folder;       /* number in the index */
  char *stamp_now;     /* (owned): what the folder looks like */
  char *stamp_known;   /* (owned) (nullable): what it looked like when it was last in step */
  GHashTable *known;   /* (owned) (nullable) (element-type utf8): uids in the index */
  GPtrArray *fresh;    /* (owned) (element-type utf8): uids to be entered */
  GPtrArray *messages; /* (owned) (element-type CrmMessage): of the slice */
  guint first;         /* of the slice, in @fresh */
} Task;

static void
clear_task (Task *task)
{
  g_free (task->stamp_now);
  g_free (task->stamp_known);
  g_clear_pointer (&task->known, g_hash_table_unref);
  g_clear_pointer (&task->fresh, g_ptr_array_unref);
  g_clear_pointer (&task->messages, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Task, clear_task)

/* Count and exclusive-or of all uids: tells that nothing changed without loading a single info. */
static char *
make_stamp (GPtrArray *uids)
{
  guint64 all = 0;

  for (guint i = 0; i < uids->len; i++)
    {
      guint64 hash = 14695981039346656037u; /* FNV-1a */

      for (const char *p = g_ptr_array_index (uids, i); *p != '\0'; p++)
        hash = (hash ^ (guint8)*p) * 1099511628211u;
      all ^= hash;
    }
  return g_strdup_printf ("%u-%016" G_GINT64_MODIFIER "x", uids->len, all);
}

static gboolean
look_up_in_worker (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  Task *task = data;

  if (!crm_index_begin (index, error))
    return FALSE;
  task->folder = crm_index_ensure_folder (index, task->source, task->name, error);
  if (task->folder == 0 || !crm_index_get_stamp (index, task->folder, &task->stamp_known, error)
      || !crm_index_commit (index, error))
    return FALSE;
  if (g_strcmp0 (task->stamp_now, task->stamp_known) == 0)
    return TRUE;
  task->known = crm_index_dup_uids (index, task->folder, error);
  return task->known != NULL;
}

static gboolean
add_slice_in_worker (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  Task *task = data;

  if (!crm_index_begin (index, error))
    return FALSE;
  for (guint i = 0; i < task->messages->len; i++)
    {
      const CrmMessage *message = g_ptr_array_index (task->messages, i);

      if (message != NULL
          && !crm_index_add (index, task->folder, g_ptr_array_index (task->fresh, task->first + i),
                             message, error))
        return FALSE;
    }
  return crm_index_commit (index, error);
}

/* What is left in @known is gone from the folder. */
static gboolean
remove_gone_in_worker (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  Task *task = data;
  GHashTableIter iter;
  gpointer uid;

  if (!crm_index_begin (index, error))
    return FALSE;
  g_hash_table_iter_init (&iter, task->known);
  while (g_hash_table_iter_next (&iter, &uid, NULL))
    if (!crm_index_remove (index, task->folder, uid, error))
      return FALSE;
  return crm_index_set_stamp (index, task->folder, task->stamp_now, error)
         && crm_index_commit (index, error);
}

static void
free_message (gpointer message)
{
  if (message != NULL)
    crm_message_unref (message);
}

static void
read_slice (CamelFolder *folder, Task *task, guint n)
{
  g_clear_pointer (&task->messages, g_ptr_array_unref);
  task->messages = g_ptr_array_new_with_free_func (free_message);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CamelMessageInfo) info = camel_folder_get_message_info (
          folder, g_ptr_array_index (task->fresh, task->first + i));

      g_ptr_array_add (task->messages, info != NULL ? crm_camel_message_from_info (info) : NULL);
    }
}

static gboolean
add_fresh (ECrmFolderSync *self, CamelFolder *folder, Task *task, GError **error)
{
  /* Without it each info is a query of its own; for a handful of new ones it is not worth the rest.
   */
  if (task->fresh->len > 50)
    camel_folder_summary_prepare_fetch_all (camel_folder_get_folder_summary (folder), NULL);
  while (task->first < task->fresh->len)
    {
      guint n = MIN (SLICE, task->fresh->len - task->first);

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      read_slice (folder, task, n);
      if (!crm_store_index_sync (self->store, add_slice_in_worker, task, self->cancellable, error))
        return FALSE;
      task->first += n;
      self->done += n;
      self->progress (self->done, self->total, self->progress_data);
      camel_operation_progress (self->cancellable,
                                (int)((guint64)self->done * 100 / MAX (1, self->total)));
    }
  return TRUE;
}

static GPtrArray *
pick_fresh (Task *task, GPtrArray *uids)
{
  GPtrArray *fresh = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < uids->len; i++)
    if (!g_hash_table_remove (task->known, g_ptr_array_index (uids, i)))
      g_ptr_array_add (fresh, g_strdup (g_ptr_array_index (uids, i)));
  return fresh;
}

static gboolean
sync_uids (ECrmFolderSync *self, CamelFolder *folder, GPtrArray *uids, GError **error)
{
  g_auto (Task) task
      = { .source = camel_service_get_uid (CAMEL_SERVICE (camel_folder_get_parent_store (folder))),
          .name = camel_folder_get_full_name (folder) };

  task.stamp_now = make_stamp (uids);
  if (!crm_store_index_sync (self->store, look_up_in_worker, &task, self->cancellable, error))
    return FALSE;
  if (task.known == NULL) /* nothing changed */
    {
      self->done += uids->len;
      return TRUE;
    }
  task.fresh = pick_fresh (&task, uids);
  self->done += uids->len - task.fresh->len;
  return add_fresh (self, folder, &task, error)
         && crm_store_index_sync (self->store, remove_gone_in_worker, &task, self->cancellable,
                                  error);
}

/* An account never opened before has an empty summary though its folder has mail. */
static void
refresh_if_never_read (CamelFolder *folder, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (camel_folder_get_message_count (folder) == 0
      && !camel_folder_refresh_info_sync (folder, cancellable, &error) && error != NULL)
    g_info ("folder %s: %s", camel_folder_get_full_name (folder), error->message);
}

/* Enters what is new in @folder and forgets what is gone. FALSE on storage errors and when
 * cancelled; what is in stays in, and the next run goes on from there. */
gboolean
e_crm_folder_sync_run (ECrmFolderSync *self, CamelFolder *folder, GError **error)
{
  CamelFolderSummary *summary = camel_folder_get_folder_summary (folder);
  GPtrArray *uids;
  gboolean done;

  if (summary == NULL)
    return TRUE;
  refresh_if_never_read (folder, self->cancellable);
  uids = camel_folder_summary_get_array (summary);
  if (uids == NULL)
    return TRUE;
  done = sync_uids (self, folder, uids, error);
  camel_folder_summary_free_array (uids);
  return done;
}

typedef struct
{
  const char *source;
  GPtrArray *names; /* (nullable) */
} Source;

static gboolean
thread_in_worker (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  return crm_index_thread_by_subject (index, data, cancellable, error);
}

/* What can be done only when all folders are in: @sources is (element-type utf8). */
gboolean
e_crm_folder_sync_finish (ECrmFolderSync *self, GHashTable *sources, GError **error)
{
  GHashTableIter iter;
  gpointer source;

  g_hash_table_iter_init (&iter, sources);
  while (g_hash_table_iter_next (&iter, &source, NULL))
    if (!crm_store_index_sync (self->store, thread_in_worker, source, self->cancellable, error))
      return FALSE;
  return TRUE;
}

static gboolean
forget_in_worker (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  Source *source = data;
  g_autoptr (GPtrArray) known = crm_index_dup_folders (index, source->source, error);

  if (known == NULL || !crm_index_begin (index, error))
    return FALSE;
  for (guint i = 0; i < known->len; i++)
    if (!g_ptr_array_find_with_equal_func (source->names, g_ptr_array_index (known, i), g_str_equal,
                                           NULL)
        && !crm_index_remove_folder (index, source->source, g_ptr_array_index (known, i), error))
      return FALSE;
  return crm_index_commit (index, error);
}

/* Forgets the folders of @source that are no longer there or no longer wanted. */
void
e_crm_folder_sync_forget_missing (CrmStore *store, const char *source, GPtrArray *names)
{
  Source data = { source, names };
  g_autoptr (GError) error = NULL;

  if (!crm_store_index_sync (store, forget_in_worker, &data, NULL, &error))
    g_warning ("folders of %s: %s", source, error->message);
}

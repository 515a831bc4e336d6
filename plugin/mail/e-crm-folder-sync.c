/* e-crm-folder-sync.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-folder-sync"
#include "config.h"

#include "e-crm-folder-sync.h"

#include <string.h>

#include "crm-camel-message.h"
#include "crm-uid-order.h"

/* Messages a transaction: long enough to be fast, short enough that nobody waits 100 ms for the
 * lock; 2,000 took 135 ms in an index of a million. */
#define SLICE 1400

/* A server that gives a folder a new identity each time it is asked must not make us read it for
 * ever. */
#define RENEW_PAUSE_USEC (10 * 60 * G_USEC_PER_SEC)

typedef struct
{
  const char *source;
  const char *name;
  gint64 folder;         /* number in the index */
  guint64 validity;      /* see read_validity() */
  gboolean is_whole;     /* once all of it is in, the index has the whole folder */
  gboolean is_second;    /* what was known before is counted already */
  char *stamp_now;       /* (owned): what the folder looks like */
  char *stamp_known;     /* (owned) (nullable): what it looked like when it was last in step */
  GHashTable *known;     /* (owned) (nullable) (element-type utf8): uids in the index */
  GPtrArray *fresh;      /* (owned) (element-type utf8): uids to be entered */
  GPtrArray *messages;   /* (owned) (element-type CrmMessage): of the slice */
  guint first;           /* of the slice, in @fresh */
  CrmPartyCache *people; /* (owned) (nullable): of the headers met so far */
} Task;

static void
clear_task (Task *task)
{
  g_free (task->stamp_now);
  g_free (task->stamp_known);
  g_clear_pointer (&task->known, g_hash_table_unref);
  g_clear_pointer (&task->fresh, g_ptr_array_unref);
  g_clear_pointer (&task->messages, g_ptr_array_unref);
  g_clear_pointer (&task->people, crm_party_cache_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Task, clear_task)

/* Whether the mail lies on a server, and what we see is what Camel fetched of it so far. */
gboolean
e_crm_folder_is_remote (CamelStore *store)
{
  return CAMEL_IS_OFFLINE_STORE (store);
}

/* Whether the server can be asked. We never connect by ourselves: that can end in a question for a
 * password, which nobody expects of a sidebar. */
gboolean
e_crm_folder_can_refresh (CamelStore *store)
{
  return e_crm_folder_is_remote (store)
         && camel_service_get_connection_status (CAMEL_SERVICE (store)) == CAMEL_SERVICE_CONNECTED
         && camel_offline_store_get_online (CAMEL_OFFLINE_STORE (store));
}

/* IMAP's UIDVALIDITY; 0 when unknown or when the account has no such thing. With another one every
 * uid means another message. Camel tells it to its own database only. */
static guint64
read_validity (CamelFolder *folder)
{
  CamelStore *store = camel_folder_get_parent_store (folder);
  CamelFIRecord record = { NULL };
  guint64 validity = 0;
  const char *blank;

  if (g_strcmp0 (G_OBJECT_TYPE_NAME (store), "CamelIMAPXStore") != 0)
    return 0;
  /* "VERSION VALIDITY ..." */
  camel_db_read_folder_info_record (camel_store_get_db (store), camel_folder_get_full_name (folder),
                                    &record, NULL);
  blank = record.bdata != NULL ? strchr (record.bdata, ' ') : NULL;
  if (blank != NULL)
    validity = g_ascii_strtoull (blank, NULL, 10);
  g_free (record.folder_name);
  g_free (record.bdata);
  return validity;
}

/* Count and exclusive-or of all uids: tells that nothing changed without loading a single info. */
static char *
make_stamp (GPtrArray *uids, guint64 validity)
{
  guint64 all = 0;

  for (guint i = 0; i < uids->len; i++)
    {
      guint64 hash = 14695981039346656037u; /* FNV-1a */

      for (const char *p = g_ptr_array_index (uids, i); *p != '\0'; p++)
        hash = (hash ^ (guint8)*p) * 1099511628211u;
      all ^= hash;
    }
  return g_strdup_printf ("%u-%016" G_GINT64_MODIFIER "x-%" G_GUINT64_FORMAT, uids->len, all,
                          validity);
}

/* 0 when the stamp does not know. */
static guint64
get_stamped_validity (const char *stamp)
{
  const char *dash = stamp != NULL ? strrchr (stamp, '-') : NULL;

  return dash != NULL && strchr (stamp, '-') != dash ? g_ascii_strtoull (dash + 1, NULL, 10) : 0;
}

/* Also when Camel's own files are gone and it has nothing yet. */
static gboolean
is_outdated (const Task *task)
{
  guint64 known = get_stamped_validity (task->stamp_known);

  return known != 0 && known != task->validity;
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
  return (!task->is_whole || crm_index_set_stamp (index, task->folder, task->stamp_now, error))
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

      g_ptr_array_add (task->messages,
                       info != NULL ? crm_camel_message_from_info (info, task->people) : NULL);
    }
}

static gboolean
add_fresh (ECrmFolderSync *self, CamelFolder *folder, Task *task, GError **error)
{
  /* Without it each info is a query of its own; for a handful of new ones it is not worth the rest.
   */
  if (task->fresh->len > 50)
    {
      camel_folder_summary_prepare_fetch_all (camel_folder_get_folder_summary (folder), NULL);
      task->people = crm_party_cache_new ();
    }
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
      if (self->announce || task->fresh->len >= SLICE)
        self->progress (self->done, MAX (self->done, self->total), self->progress_data);
    }
  return TRUE;
}

/* In a folder whose uids mean other messages now none of the known ones counts. */
static GPtrArray *
pick_fresh (Task *task, GPtrArray *uids)
{
  GPtrArray *fresh = g_ptr_array_new_with_free_func (g_free);
  gboolean outdated = is_outdated (task);

  for (guint i = 0; i < uids->len; i++)
    if (!g_hash_table_remove (task->known, g_ptr_array_index (uids, i)) || outdated)
      g_ptr_array_add (fresh, g_strdup (g_ptr_array_index (uids, i)));
  crm_uid_order_sort (fresh);
  return fresh;
}

/* (transfer container) (element-type utf8): what lies in the trash or is junk is not there for us,
 * also where these are no folders but marks. The flags are known without loading any info. */
static GPtrArray *
pick_present (CamelFolderSummary *summary, GPtrArray *uids)
{
  GPtrArray *present = g_ptr_array_sized_new (uids->len);

  for (guint i = 0; i < uids->len; i++)
    if ((camel_folder_summary_get_info_flags (summary, g_ptr_array_index (uids, i))
         & (CAMEL_MESSAGE_DELETED | CAMEL_MESSAGE_JUNK))
        == 0)
      g_ptr_array_add (present, g_ptr_array_index (uids, i));
  return present;
}

static gboolean
enter_uids (ECrmFolderSync *self, CamelFolder *folder, Task *task, GPtrArray *uids, GError **error)
{
  guint n_known = uids->len;

  if (task->known != NULL)
    {
      task->fresh = pick_fresh (task, uids);
      n_known -= task->fresh->len;
    }
  if (!task->is_second)
    self->done += n_known;
  return task->known == NULL /* nothing changed */
         || (add_fresh (self, folder, task, error)
             && crm_store_index_sync (self->store, remove_gone_in_worker, task, self->cancellable,
                                      error));
}

static gboolean
sync_summary (ECrmFolderSync *self,
              CamelFolder *folder,
              Task *task,
              ECrmFolderState *out_state,
              GError **error)
{
  CamelFolderSummary *summary = camel_folder_get_folder_summary (folder);
  GPtrArray *uids = summary != NULL ? camel_folder_summary_get_array (summary) : NULL;
  g_autoptr (GPtrArray) present = NULL;
  gboolean was_read = task->is_whole;
  gboolean done;

  *out_state = E_CRM_FOLDER_WHOLE;
  if (uids == NULL)
    return TRUE;
  present = pick_present (summary, uids);
  task->source = camel_service_get_uid (CAMEL_SERVICE (camel_folder_get_parent_store (folder)));
  task->name = camel_folder_get_full_name (folder);
  task->validity = read_validity (folder);
  task->stamp_now = make_stamp (present, task->validity);
  done = crm_store_index_sync (self->store, look_up_in_worker, task, self->cancellable, error);
  task->is_whole = was_read || task->stamp_known != NULL;
  if (done && !was_read && is_outdated (task))
    *out_state = E_CRM_FOLDER_OUTDATED;
  else if (done)
    {
      *out_state = task->is_whole ? E_CRM_FOLDER_WHOLE : E_CRM_FOLDER_UNREAD;
      done = enter_uids (self, folder, task, present, error);
    }
  camel_folder_summary_free_array (uids);
  return done;
}

static gboolean
refresh (CamelFolder *folder, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (camel_folder_refresh_info_sync (folder, cancellable, &error))
    return TRUE;
  g_info ("folder %s: %s", camel_folder_get_full_name (folder),
          error != NULL ? error->message : "not refreshed");
  return FALSE;
}

/**
 * e_crm_folder_sync_run:
 * @folder: any folder
 * @out_state: (out): whether that was all; if not, e_crm_folder_sync_refresh() is to follow
 * @error: storage errors, and when cancelled; what is in stays in, and the next run goes on
 *
 * Enters what is new in Camel's summary of @folder and forgets what is gone. Asks no server.
 *
 * Returns: whether all is well
 */
gboolean
e_crm_folder_sync_run (ECrmFolderSync *self,
                       CamelFolder *folder,
                       ECrmFolderState *out_state,
                       GError **error)
{
  gboolean is_remote = e_crm_folder_is_remote (camel_folder_get_parent_store (folder));
  g_auto (Task) task = { .is_whole = !is_remote };

  /* A folder of files that was never opened has an empty summary though there is mail. */
  if (!is_remote && camel_folder_get_message_count (folder) == 0)
    refresh (folder, self->cancellable);
  return sync_summary (self, folder, &task, out_state, error);
}

/* Camel 3.46 keeps the headers of the old messages for the uids of the new ones; 3.56 does what
 * this does. */
static void
forget_summary (CamelFolder *folder)
{
  CamelFolderSummary *summary = camel_folder_get_folder_summary (folder);
  CamelFolderChangeInfo *changes = camel_folder_change_info_new ();
  GPtrArray *uids;

  camel_folder_lock (folder); /* not while Camel reads it */
  uids = camel_folder_summary_get_array (summary);
  for (guint i = 0; uids != NULL && i < uids->len; i++)
    camel_folder_change_info_remove_uid (changes, g_ptr_array_index (uids, i));
  camel_folder_summary_clear (summary, NULL);
  camel_folder_unlock (folder);
  if (camel_folder_change_info_changed (changes))
    camel_folder_changed (folder, changes);
  camel_folder_change_info_free (changes);
  g_clear_pointer (&uids, camel_folder_summary_free_array);
}

static gboolean
may_renew (CamelFolder *folder)
{
  gint64 *last = g_object_get_data (G_OBJECT (folder), "e-crm-renewed");
  gint64 now = g_get_monotonic_time ();

  if (last != NULL && now - *last < RENEW_PAUSE_USEC)
    return FALSE;
  last = g_new (gint64, 1);
  *last = now;
  g_object_set_data_full (G_OBJECT (folder), "e-crm-renewed", last, g_free);
  return TRUE;
}

/**
 * e_crm_folder_sync_refresh:
 * @folder: a folder for whose store e_crm_folder_can_refresh()
 * @state: what e_crm_folder_sync_run() said
 * @error: storage errors, and when cancelled
 *
 * Has Camel ask the server for the headers it does not have yet, which may take minutes, and enters
 * them. Bodies are not fetched.
 *
 * Returns: whether the index now has the whole folder. FALSE without @error: the server did not
 *   answer; what came before is in the index.
 */
gboolean
e_crm_folder_sync_refresh (ECrmFolderSync *self,
                           CamelFolder *folder,
                           ECrmFolderState state,
                           GError **error)
{
  g_auto (Task) task = { .is_second = TRUE };
  ECrmFolderState then;
  gboolean is_whole;

  if (state == E_CRM_FOLDER_OUTDATED && may_renew (folder))
    forget_summary (folder);
  task.is_whole = is_whole = refresh (folder, self->cancellable);
  return sync_summary (self, folder, &task, &then, error) && is_whole;
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

static gboolean
settle_in_worker (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  return crm_index_settle (index, cancellable, error);
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
  return crm_store_index_sync (self->store, settle_in_worker, NULL, self->cancellable, error);
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

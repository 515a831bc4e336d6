/* crm-cli-archive.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cli-archive"
#include "config.h"

#include "crm-cli-archive.h"

#include "crm-mail-archive.h"

/* Letters a transaction. Other programs wait while one is open, so letters are parsed before. */
#define BATCH 5000

typedef struct
{
  gint64 id;
  GHashTable *unseen; /* (owned) (element-type utf8): uids known before and not met yet */
} Folder;

typedef struct
{
  CrmMessage *message; /* (owned) */
  char *folder;        /* (owned) */
  char *uid;           /* (owned) */
} Item;

typedef struct
{
  CrmIndex *index;
  const CrmCliArchiveJob *job;
  CrmCliArchiveResult *result;
  GCancellable *cancellable; /* (nullable) */
  char *source;              /* (owned) */
  gboolean names_identify;   /* a Maildir's uid never comes to mean another letter */
  GHashTable *folders;       /* (owned) (element-type utf8 Folder): met in this reading */
  GArray *batch;             /* (owned) (element-type Item) */
} Reading;

static void
free_folder (gpointer data)
{
  Folder *folder = data;

  g_hash_table_unref (folder->unseen);
  g_free (folder);
}

static void
clear_item (gpointer data)
{
  Item *item = data;

  crm_message_unref (item->message);
  g_free (item->folder);
  g_free (item->uid);
}

/**
 * crm_cli_archive_source:
 * @path: absolute path of an archive
 *
 * Returns: (transfer full): what its folders belong to in the index
 */
char *
crm_cli_archive_source (const char *path)
{
  return g_strconcat ("archive:", path, NULL);
}

static gint64
ensure_root (CrmIndex *index, const char *source, GError **error)
{
  gint64 root;

  if (!crm_index_begin (index, error))
    return 0;
  root = crm_index_ensure_folder (index, source, "", error);
  if (root == 0 || !crm_index_commit (index, error))
    {
      crm_index_rollback (index);
      return 0;
    }
  return root;
}

/* The root folder bears the stamp of the whole archive. */
static gboolean
write_stamp (Reading *reading, const char *stamp, GError **error)
{
  gint64 root = crm_index_ensure_folder (reading->index, reading->source, "", error);

  return root != 0 && crm_index_set_stamp (reading->index, root, stamp, error);
}

static Folder *
find_folder (Reading *reading, const char *name, GError **error)
{
  Folder *folder = g_hash_table_lookup (reading->folders, name);
  GHashTable *uids;
  gint64 id;

  if (folder != NULL)
    return folder;
  id = crm_index_ensure_folder (reading->index, reading->source, name, error);
  uids = id != 0 ? crm_index_dup_uids (reading->index, id, error) : NULL;
  if (uids == NULL)
    return NULL;
  folder = g_new (Folder, 1);
  *folder = (Folder){ id, uids };
  g_hash_table_insert (reading->folders, g_strdup (name), folder);
  return folder;
}

static gboolean
enter_item (Reading *reading, const Item *item, GError **error)
{
  Folder *folder = find_folder (reading, item->folder, error);
  gboolean known;

  if (folder == NULL)
    return FALSE;
  known = g_hash_table_remove (folder->unseen, item->uid);
  if (known && reading->names_identify)
    return TRUE;
  if (!known)
    reading->result->new_copies++;
  return crm_index_add (reading->index, folder->id, item->uid, item->message, error);
}

static gboolean
enter_batch (Reading *reading, GError **error)
{
  if (reading->batch->len == 0)
    return TRUE;
  if (g_cancellable_set_error_if_cancelled (reading->cancellable, error)
      || !crm_index_begin (reading->index, error))
    return FALSE;
  for (guint i = 0; i < reading->batch->len; i++)
    if (!enter_item (reading, &g_array_index (reading->batch, Item, i), error))
      return FALSE;
  g_array_set_size (reading->batch, 0);
  return write_stamp (reading, NULL, error) && crm_index_commit (reading->index, error);
}

static gboolean
on_message (
    CrmMessage *message, const char *folder, const char *uid, gpointer user_data, GError **error)
{
  Reading *reading = user_data;
  Item item = { crm_message_ref (message), g_strdup (folder), g_strdup (uid) };

  g_array_append_val (reading->batch, item);
  reading->result->messages++;
  reading->job->progress (reading->result->messages, reading->job->progress_data);
  return reading->batch->len < BATCH || enter_batch (reading, error);
}

static gboolean
remove_unseen_copies (Reading *reading, GError **error)
{
  GHashTableIter folders;
  GHashTableIter uids;
  gpointer data;
  gpointer uid;

  g_hash_table_iter_init (&folders, reading->folders);
  while (g_hash_table_iter_next (&folders, NULL, &data))
    {
      Folder *folder = data;

      g_hash_table_iter_init (&uids, folder->unseen);
      while (g_hash_table_iter_next (&uids, &uid, NULL))
        if (!crm_index_remove (reading->index, folder->id, uid, error))
          return FALSE;
      reading->result->removed += g_hash_table_size (folder->unseen);
    }
  return TRUE;
}

static gboolean
remove_folder (Reading *reading, const char *name, GError **error)
{
  gint64 id = crm_index_ensure_folder (reading->index, reading->source, name, error);
  g_autoptr (GHashTable) uids = id != 0 ? crm_index_dup_uids (reading->index, id, error) : NULL;

  if (uids == NULL)
    return FALSE;
  reading->result->removed += g_hash_table_size (uids);
  return crm_index_remove_folder (reading->index, reading->source, name, error);
}

static gboolean
remove_unseen_folders (Reading *reading, GError **error)
{
  g_autoptr (GPtrArray) names = crm_index_dup_folders (reading->index, reading->source, error);

  for (guint i = 0; names != NULL && i < names->len; i++)
    if (!g_hash_table_contains (reading->folders, g_ptr_array_index (names, i))
        && !remove_folder (reading, g_ptr_array_index (names, i), error))
      return FALSE;
  return names != NULL;
}

/* What is gone from a whole archive goes from the index, and the next reading may be spared. */
static gboolean
settle (Reading *reading, const char *stamp, GError **error)
{
  return crm_index_begin (reading->index, error) && remove_unseen_copies (reading, error)
         && remove_unseen_folders (reading, error) && write_stamp (reading, stamp, error)
         && crm_index_commit (reading->index, error)
         && crm_index_thread_by_subject (reading->index, reading->source, reading->cancellable,
                                         error)
         && crm_index_settle (reading->index, reading->cancellable, error);
}

static gboolean
read_all (Reading *reading, const char *stamp, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (crm_mail_archive_read (reading->job->path, on_message, reading, reading->cancellable,
                             &local_error))
    return enter_batch (reading, error) && settle (reading, stamp, error);
  crm_index_rollback (reading->index);
  /* What could be read of a damaged archive stays, and nothing counts as gone. */
  if (local_error->domain == CRM_ERROR
      && (!enter_batch (reading, error) || !crm_index_settle (reading->index, NULL, error)))
    return FALSE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
get_stamp (Reading *reading, char **out_stamp, GError **error)
{
  gint64 root = ensure_root (reading->index, reading->source, error);

  return root != 0 && crm_index_get_stamp (reading->index, root, out_stamp, error);
}

/**
 * crm_cli_archive_read:
 * @index: the index, not in a transaction, which obeys the scope already
 * @job: what to read
 * @out_result: (out caller-allocates): what came of it, also on failure
 * @cancellable: (nullable): stops between two letters; whole batches stay
 * @error: (nullable): the errors of crm_mail_archive_read(), storage errors
 *
 * Brings the index up to date with one archive. When some of it cannot be read, all else is entered
 * before the error comes.
 *
 * Returns: whether all of it was read
 */
gboolean
crm_cli_archive_read (CrmIndex *index,
                      const CrmCliArchiveJob *job,
                      CrmCliArchiveResult *out_result,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autofree char *source = crm_cli_archive_source (job->path);
  g_autofree char *before = NULL;
  g_autofree char *now = crm_cli_archive_stamp (job->path);
  g_autoptr (GHashTable) folders
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_folder);
  g_autoptr (GArray) batch = g_array_new (FALSE, FALSE, sizeof (Item));
  Reading reading = { index,       job,    out_result,
                      cancellable, source, g_file_test (job->path, G_FILE_TEST_IS_DIR),
                      folders,     batch };

  g_array_set_clear_func (batch, clear_item);
  *out_result = (CrmCliArchiveResult){ 0 };
  if (!get_stamp (&reading, &before, error))
    return FALSE;
  out_result->unchanged = !job->full && now != NULL && g_strcmp0 (now, before) == 0;
  return out_result->unchanged || read_all (&reading, now, error);
}

/**
 * crm_cli_archive_forget:
 * @index: the index, not in a transaction
 * @path: absolute path of an archive
 * @error: (nullable): storage errors
 *
 * Takes an archive's letters out of the index.
 *
 * Returns: whether all is well
 */
gboolean
crm_cli_archive_forget (CrmIndex *index, const char *path, GError **error)
{
  g_autofree char *source = crm_cli_archive_source (path);
  g_autoptr (GPtrArray) names = NULL;

  if (!crm_index_begin (index, error)
      || (names = crm_index_dup_folders (index, source, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    if (!crm_index_remove_folder (index, source, g_ptr_array_index (names, i), error))
      return FALSE; /* rolled back by the store */
  return crm_index_commit (index, error);
}

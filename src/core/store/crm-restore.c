/* crm-restore.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Puts a backup where crm.db lies. What lies there stays under another name, with its write-ahead
 * log, damaged as it may be: nothing is overwritten. At no moment is there no crm.db, since a
 * program that found none would begin an empty one. */
#define _GNU_SOURCE /* locks that belong to the descriptor, not to the process */
#define G_LOG_DOMAIN "crm-restore"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "crm-backup-private.h"
#include "crm-schema-private.h"

/* Where SQLite's programs lock a file; see "SQLite database file format", lock-byte page. */
#define LOCK_START 0x40000000
#define LOCK_LENGTH 512

static gboolean
fail (GError **error, const char *path)
{
  int number = errno;

  g_set_error (error, CRM_ERROR,
               number == ENOSPC || number == EDQUOT ? CRM_ERROR_DISK_FULL : CRM_ERROR_PERMISSION,
               "%s: %s", path, g_strerror (number));
  return FALSE;
}

/* Holds others off until the descriptor is closed; -1 with @error when somebody has the file open.
 * No connection of this process may be open: closing the descriptor would drop its locks. */
static gboolean
lock_out_others (const char *path, int *out_fd, GError **error)
{
  struct flock lock
      = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCK_START, .l_len = LOCK_LENGTH };

  *out_fd = g_open (path, O_RDWR | O_CLOEXEC, 0);
  if (*out_fd < 0)
    return errno == ENOENT || fail (error, path);
  if (fcntl (*out_fd, F_OFD_SETLK, &lock) == 0 || (errno != EAGAIN && errno != EACCES))
    return TRUE;
  g_close (*out_fd, NULL);
  *out_fd = -1;
  g_set_error (error, CRM_ERROR, CRM_ERROR_BUSY, "%s is open in another program", path);
  return FALSE;
}

static gboolean
is_usable (const char *path, GError **error)
{
  g_autoptr (CrmConnection) connection
      = _crm_connection_open (path, CRM_CONNECTION_READ_ONLY, error);
  g_autoptr (CrmRows) rows = NULL;

  if (connection == NULL || !_crm_schema_check_version (connection, error))
    return FALSE;
  rows = _crm_connection_query (connection, error, "PRAGMA integrity_check (1)", "");
  if (rows == NULL || !_crm_rows_next (rows, error))
    return FALSE;
  if (g_strcmp0 (_crm_rows_text (rows, 0), "ok") == 0)
    return TRUE;
  g_set_error (error, CRM_ERROR, CRM_ERROR_CORRUPT, "%s: %s", path, _crm_rows_text (rows, 0));
  return FALSE;
}

/* The journal forks here: what this device wrote after the backup was made may be known elsewhere,
 * so from now on it is another device. */
static gboolean
become_another_device (const char *path, GError **error)
{
  g_autoptr (CrmConnection) connection = _crm_connection_open (path, CRM_CONNECTION_DURABLE, error);

  return connection != NULL
         && _crm_connection_run (connection, error, "DELETE FROM meta WHERE key = 'device'", "");
}

/* (transfer full) (nullable): a whole copy of the backup beside crm.db, on the disk */
static char *
make_ready (const char *crm_path, const char *backup, GError **error)
{
  g_autofree char *wanted = g_strconcat (crm_path, ".restoring", NULL);
  g_autoptr (CrmConnection) connection = _crm_backup_open (backup, error);
  g_autofree char *ready = NULL;

  if (connection == NULL)
    return NULL;
  ready = _crm_backup_copy (connection, wanted, error);
  if (ready == NULL)
    return NULL;
  if (become_another_device (ready, error))
    return g_steal_pointer (&ready);
  g_unlink (ready);
  return NULL;
}

/* A second name where the file system has that, else a copy. */
static gboolean
keep_as (const char *path, const char *name, GError **error)
{
  g_autoptr (GFile) from = g_file_new_for_path (path);
  g_autoptr (GFile) to = g_file_new_for_path (name);
  GStatBuf info;

  if (g_stat (path, &info) == 0 && info.st_size == 0) /* an empty log */
    return TRUE;
  if (link (path, name) == 0 || errno == ENOENT)
    return TRUE;
  if (errno == EEXIST)
    return fail (error, name);
  return g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, error);
}

static gboolean
keep_what_is_there (const char *crm_path, const char *kept, GError **error)
{
  g_autofree char *wal = g_strconcat (crm_path, "-wal", NULL);
  g_autofree char *kept_wal = g_strconcat (kept, "-wal", NULL);

  if (!keep_as (crm_path, kept, error) || !keep_as (wal, kept_wal, error))
    return FALSE;
  return _crm_backup_sync_folder (kept) || fail (error, kept);
}

/* The log belongs to the old file; with the new one it would be taken for its own. */
static gboolean
swap (const char *crm_path, const char *ready, GError **error)
{
  g_autofree char *wal = g_strconcat (crm_path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (crm_path, "-shm", NULL);

  if ((g_unlink (wal) != 0 && errno != ENOENT) || (g_unlink (shm) != 0 && errno != ENOENT))
    return fail (error, wal);
  if (g_rename (ready, crm_path) != 0)
    return fail (error, crm_path);
  _crm_backup_sync_folder (crm_path);
  return TRUE;
}

static gboolean
restore_locked (const char *crm_path, const char *backup, const char *kept, GError **error)
{
  g_autofree char *ready = make_ready (crm_path, backup, error);

  if (ready == NULL)
    return FALSE;
  if (keep_what_is_there (crm_path, kept, error) && swap (crm_path, ready, error))
    return TRUE;
  g_unlink (ready);
  return FALSE;
}

static char *
name_for_kept (const char *crm_path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  g_autofree char *first = g_strconcat (crm_path, ".replaced-", stamp, NULL);

  for (guint i = 2; g_file_test (first, G_FILE_TEST_EXISTS); i++)
    {
      g_free (first);
      first = g_strdup_printf ("%s.replaced-%s-%u", crm_path, stamp, i);
    }
  return g_steal_pointer (&first);
}

/**
 * crm_backup_restore:
 * @directory: of the store; this process must not have it open
 * @path: the backup, a whole file
 * @out_kept: (out) (optional) (nullable): where what lay there is kept; %NULL when nothing did
 * @error: (nullable): %CRM_ERROR_BUSY when another program has the store open, %CRM_ERROR_CORRUPT
 * and %CRM_ERROR_SCHEMA_TOO_NEW for a backup that is of no use, %CRM_ERROR_DISK_FULL,
 *   %CRM_ERROR_PERMISSION; the store is as it was then
 *
 * Returns: whether crm.db is as it was when the backup was made
 */
gboolean
crm_backup_restore (const char *directory, const char *path, char **out_kept, GError **error)
{
  g_autofree char *crm_path = g_build_filename (directory, "crm.db", NULL);
  g_autofree char *kept = name_for_kept (crm_path);
  gboolean there = g_file_test (crm_path, G_FILE_TEST_EXISTS);
  gboolean done;
  int fd;

  if (!is_usable (path, error) || !lock_out_others (crm_path, &fd, error))
    return FALSE;
  done = restore_locked (crm_path, path, kept, error);
  if (fd >= 0)
    g_close (fd, NULL);
  if (done && out_kept != NULL)
    *out_kept = there ? g_steal_pointer (&kept) : NULL;
  return done;
}

typedef struct
{
  char *directory; /* (owned) */
  char *path;      /* (owned) */
} Restoration;

static void
free_restoration (gpointer data)
{
  Restoration *restoration = data;

  g_free (restoration->directory);
  g_free (restoration->path);
  g_free (restoration);
}

static void
restore_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Restoration *restoration = task_data;
  GError *error = NULL;

  if (crm_backup_restore (restoration->directory, restoration->path, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * crm_backup_restore_async:
 * @source: (type GObject.Object) (nullable): whom @callback is called for; kept until then
 * @directory: the folder of the store
 * @path: the backup's file
 * @callback: (scope async): called in the thread-default context of the caller
 * @user_data: for @callback
 *
 * crm_backup_restore() in a thread of its own, for whoever has a window to keep alive.
 */
void
crm_backup_restore_async (gpointer source,
                          const char *directory,
                          const char *path,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (source, NULL, callback, user_data);
  Restoration *restoration = g_new0 (Restoration, 1);

  restoration->directory = g_strdup (directory);
  restoration->path = g_strdup (path);
  g_task_set_task_data (task, restoration, free_restoration);
  g_task_run_in_thread (task, restore_in_thread);
}

/**
 * crm_backup_restore_finish:
 * @result: what the callback of crm_backup_restore_async() got
 * @error: (nullable): as of crm_backup_restore()
 *
 * Returns: whether crm.db is as it was when the backup was made
 */
gboolean
crm_backup_restore_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

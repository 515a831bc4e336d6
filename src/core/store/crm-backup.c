/* crm-backup.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Making, finding and removing copies of crm.db. The daily ones lie in backups/ below the store,
 * those made before an upgrade beside the file. A name tells when; a copy gets its name only when
 * it is whole, so what a crash leaves behind ends in ".part". */
#define G_LOG_DOMAIN "crm-backup"
#include "config.h"

#include "crm-backup-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "crm-schema-private.h"

#define FOLDER "backups"
#define PART ".part"
#define STAMP_FORMAT "%Y%m%dT%H%M%SZ"
#define DAY_USEC (24 * 60 * 60 * G_TIME_SPAN_SECOND)
/* The newest seven, and of what is older the newest of each week, four of them. */
#define KEEP_NEWEST 7
#define KEEP_WEEKS 4
/* Of a clock that was set wrong: more would push the others out, fewer would lose the newest. */
#define KEEP_FUTURE 2
#define PART_AGE_SECS 3600

static const char *const prefixes[] = {
  [CRM_BACKUP_DAILY] = "crm-",
  [CRM_BACKUP_BY_HAND] = "crm-by-hand-",
  [CRM_BACKUP_UPGRADE] = "crm.db.v",
  [CRM_BACKUP_REPLACED] = "crm.db.replaced-",
};

/**
 * crm_backup_free:
 * @self: (nullable): a backup
 */
void
crm_backup_free (CrmBackup *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self);
}

/* 0 when @text does not begin with a stamp. */
static gint64
parse_stamp (const char *text)
{
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *stamp = g_strndup (text, strlen ("YYYYMMDDTHHMMSSZ"));

  time = g_date_time_new_from_iso8601 (stamp, NULL);
  return time != NULL ? g_date_time_to_unix (time) * G_TIME_SPAN_SECOND : 0;
}

/* From the bytes of the header, since a file that may be damaged is not to be opened for it. */
static int
read_version (const char *path)
{
  guint8 header[100];
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gssize n = fd >= 0 ? read (fd, header, sizeof header) : -1;

  if (fd >= 0)
    g_close (fd, NULL);
  if (n != sizeof header || memcmp (header, "SQLite format 3", 16) != 0)
    return -1;
  return header[60] << 24 | header[61] << 16 | header[62] << 8 | header[63];
}

/* (transfer full) (nullable): NULL when the name is none of a backup */
static CrmBackup *
backup_from_name (const char *folder, const char *name, CrmBackupKind kind)
{
  const char *stamp = name + strlen (prefixes[kind]);
  CrmBackup *self;
  GStatBuf info;
  gint64 usec;

  if (!g_str_has_prefix (name, prefixes[kind]) || g_str_has_suffix (name, PART)
      || g_str_has_suffix (name, "-wal") || g_str_has_suffix (name, "-shm")
      || g_str_has_suffix (name, "-journal"))
    return NULL;
  if (kind == CRM_BACKUP_UPGRADE)
    stamp = strchr (stamp, '-') != NULL ? strchr (stamp, '-') + 1 : "";
  usec = parse_stamp (stamp);
  if (usec == 0)
    return NULL;
  self = g_new0 (CrmBackup, 1);
  self->path = g_build_filename (folder, name, NULL);
  self->usec = usec;
  self->kind = kind;
  self->bytes = g_stat (self->path, &info) == 0 ? (gint64)info.st_size : 0;
  self->version = read_version (self->path);
  self->fits = self->version > 0 && self->version <= CRM_SCHEMA_VERSION;
  return self;
}

static void
add_backups (GPtrArray *all, const char *folder, CrmBackupKind first, CrmBackupKind last)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    for (guint kind = first; kind <= last; kind++)
      {
        CrmBackup *backup = backup_from_name (folder, name, (CrmBackupKind)kind);

        if (backup != NULL)
          g_ptr_array_add (all, backup);
      }
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const CrmBackup *one = *(CrmBackup *const *)a;
  const CrmBackup *other = *(CrmBackup *const *)b;

  if (one->usec != other->usec)
    return one->usec < other->usec ? 1 : -1;
  return -strcmp (one->path, other->path);
}

/**
 * crm_backup_list:
 * @directory: of a store, which need not be open
 *
 * Returns: (transfer container) (element-type CrmBackup): its backups, newest first; empty where
 *   there are none or the folder cannot be read
 */
GPtrArray *
crm_backup_list (const char *directory)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_backup_free);
  g_autofree char *folder = g_build_filename (directory, FOLDER, NULL);

  add_backups (all, folder, CRM_BACKUP_DAILY, CRM_BACKUP_BY_HAND);
  add_backups (all, directory, CRM_BACKUP_UPGRADE, CRM_BACKUP_REPLACED);
  g_ptr_array_sort (all, compare_newest_first);
  return all;
}

/**
 * crm_backup_find_newest:
 * @directory: of a store, which need not be open
 *
 * Returns: (transfer full) (nullable): the backup to offer: the newest that was whole when it was
 *   made and that this program can open
 */
CrmBackup *
crm_backup_find_newest (const char *directory)
{
  g_autoptr (GPtrArray) all = crm_backup_list (directory);

  for (guint i = 0; i < all->len; i++)
    {
      CrmBackup *backup = g_ptr_array_index (all, i);

      if (backup->fits && backup->kind != CRM_BACKUP_REPLACED)
        return g_ptr_array_steal_index (all, i);
    }
  return NULL;
}

/* The directory's entry of a new file is on the disk. */
gboolean
_crm_backup_sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean synced = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    g_close (fd, NULL);
  return synced;
}

static gboolean
sync_file (const char *path, GError **error)
{
  int fd = g_open (path, O_RDWR | O_CLOEXEC, 0);
  gboolean synced = fd >= 0 && fsync (fd) == 0;

  if (!synced)
    g_set_error (error, CRM_ERROR, errno == ENOSPC ? CRM_ERROR_DISK_FULL : CRM_ERROR_IO, "%s: %s",
                 path, g_strerror (errno));
  if (fd >= 0)
    g_close (fd, NULL);
  return synced;
}

static gboolean
is_whole (const char *path, GError **error)
{
  g_autoptr (CrmConnection) connection
      = _crm_connection_open (path, CRM_CONNECTION_READ_ONLY, error);
  g_autoptr (CrmRows) rows = NULL;

  if (connection == NULL)
    return FALSE;
  rows = _crm_connection_query (connection, error, "PRAGMA quick_check (1)", "");
  if (rows == NULL || !_crm_rows_next (rows, error))
    return FALSE;
  if (g_strcmp0 (_crm_rows_text (rows, 0), "ok") == 0)
    return TRUE;
  g_set_error (error, CRM_ERROR, CRM_ERROR_CORRUPT, "%s: %s", path, _crm_rows_text (rows, 0));
  return FALSE;
}

/* A name that nobody has. The file under the name with ".part" is made here, with mode 0600; SQLite
 * fills an empty one. */
static char *
reserve_name (const char *path, const char *suffix)
{
  for (guint i = 1; i < 100; i++)
    {
      g_autofree char *number = i > 1 ? g_strdup_printf ("-%u", i) : g_strdup ("");
      g_autofree char *name = g_strconcat (path, number, suffix, NULL);
      g_autofree char *part = g_strconcat (name, PART, NULL);

      if (!g_file_test (name, G_FILE_TEST_EXISTS) && _crm_connection_create_file (part))
        return g_steal_pointer (&name);
    }
  return NULL;
}

static gboolean
fill_part (CrmConnection *connection, const char *part, GError **error)
{
  return _crm_connection_run (connection, error, "VACUUM INTO ?", "t", part)
         && is_whole (part, error) && sync_file (part, error);
}

/* (transfer full) (nullable): a connection to copy from; to SQLite a copy is a write */
CrmConnection *
_crm_backup_open (const char *path, GError **error)
{
  g_autoptr (CrmConnection) connection
      = _crm_connection_open (path, CRM_CONNECTION_READ_ONLY, error);

  if (connection == NULL || !_crm_connection_script (connection, "PRAGMA query_only = 0", error))
    return NULL;
  return g_steal_pointer (&connection);
}

static char *
copy_as (CrmConnection *connection, const char *path, const char *suffix, GError **error)
{
  g_autofree char *name = reserve_name (path, suffix);
  g_autofree char *part = NULL;

  if (name == NULL)
    {
      g_set_error (error, CRM_ERROR, errno == ENOSPC ? CRM_ERROR_DISK_FULL : CRM_ERROR_PERMISSION,
                   "%s: %s", path, g_strerror (errno));
      return NULL;
    }
  part = g_strconcat (name, PART, NULL);
  if (!fill_part (connection, part, error))
    {
      g_unlink (part);
      return NULL;
    }
  if (g_rename (part, name) != 0)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_IO, "%s: %s", name, g_strerror (errno));
      g_unlink (part);
      return NULL;
    }
  _crm_backup_sync_folder (name);
  return g_steal_pointer (&name);
}

/* (transfer full) (nullable): copies what @connection has open to @path, or a name like it; whole
 * and on the disk when this returns */
char *
_crm_backup_copy (CrmConnection *connection, const char *path, GError **error)
{
  return copy_as (connection, path, "", error);
}

/* What crashed programs left; one that is being written is young. */
static void
remove_parts (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf info;

      if (g_str_has_suffix (name, PART) && g_stat (path, &info) == 0
          && ABS (g_get_real_time () / G_TIME_SPAN_SECOND - (gint64)info.st_mtime) > PART_AGE_SECS)
        g_unlink (path);
    }
}

/* The newest seven, then one a week; those that claim to come from the future are counted apart, so
 * that a clock set wrong pushes nothing out. @keep was just made. */
static void
rotate (const char *directory, const char *keep, gint64 now_usec)
{
  g_autoptr (GPtrArray) all = crm_backup_list (directory);
  gint64 last_week = -1;
  guint n_new = 0;
  guint n_weeks = 0;
  guint n_future = 0;

  for (guint i = 0; i < all->len; i++)
    {
      CrmBackup *backup = g_ptr_array_index (all, i);
      gint64 week = backup->usec / (7 * DAY_USEC);
      gboolean stays;

      if (backup->kind != CRM_BACKUP_DAILY)
        continue;
      if (backup->usec > now_usec + DAY_USEC)
        stays = n_future++ < KEEP_FUTURE;
      else if (n_new < KEEP_NEWEST)
        stays = n_new++ < KEEP_NEWEST;
      else
        stays = week != last_week && n_weeks++ < KEEP_WEEKS;
      if (stays)
        last_week = week;
      else if (g_strcmp0 (backup->path, keep) != 0)
        g_unlink (backup->path);
    }
}

/* Whether the newest daily one is a day old. One from the future does not count: the clock was set
 * wrong once. */
gboolean
_crm_backup_is_due (const char *directory, gint64 now_usec)
{
  g_autoptr (GPtrArray) all = crm_backup_list (directory);

  for (guint i = 0; i < all->len; i++)
    {
      const CrmBackup *backup = g_ptr_array_index (all, i);

      if (backup->kind == CRM_BACKUP_DAILY && backup->usec <= now_usec + G_TIME_SPAN_MINUTE)
        return now_usec - backup->usec >= DAY_USEC;
    }
  return TRUE;
}

/* (transfer full) (nullable): the path of a new backup of the store in @directory. Has a connection
 * of its own, so that a writer goes on meanwhile. */
char *
_crm_backup_make (const char *directory, CrmBackupKind kind, gint64 now_usec, GError **error)
{
  g_autofree char *crm_path = g_build_filename (directory, "crm.db", NULL);
  g_autofree char *folder = g_build_filename (directory, FOLDER, NULL);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (now_usec / G_TIME_SPAN_SECOND);
  g_autofree char *stamp = now != NULL ? g_date_time_format (now, STAMP_FORMAT) : NULL;
  g_autofree char *name = g_strconcat (prefixes[kind], stamp, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (CrmConnection) connection = NULL;
  char *made;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, CRM_ERROR, errno == ENOSPC ? CRM_ERROR_DISK_FULL : CRM_ERROR_PERMISSION,
                   "%s: %s", folder, g_strerror (errno));
      return NULL;
    }
  remove_parts (folder);
  connection = _crm_backup_open (crm_path, error);
  made = connection != NULL ? copy_as (connection, path, ".db", error) : NULL;
  if (made != NULL)
    rotate (directory, made, now_usec);
  return made;
}

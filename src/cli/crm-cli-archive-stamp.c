/* crm-cli-archive-stamp.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What tells that an archive is as it was at the last reading: the times of its folders (a
 * Maildir's change with every letter that comes, goes or gets a flag) or of its file, and the
 * exclusions. */
#define G_LOG_DOMAIN "crm-cli-archive-stamp"
#include "config.h"

#include "crm-cli-archive.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

/* Changes of how archives are read make old stamps void. */
#define READER_VERSION "1"
#define MAX_DEPTH 32
/* A change in the same tick as the stamp would go unseen: too young is no stamp. */
#define YOUNG_SECS 2

typedef struct
{
  GChecksum *checksum; /* (owned) */
  gint64 newest_secs;
} Stamp;

static void
add_text (Stamp *stamp, const char *text)
{
  g_checksum_update (stamp->checksum, (const guchar *)text, (gssize)strlen (text) + 1);
}

static void
add_status (Stamp *stamp, const char *path, const struct stat *status)
{
  g_autofree char *text = g_strdup_printf (
      "%s %" G_GINT64_FORMAT ".%09ld %" G_GINT64_FORMAT " %" G_GUINT64_FORMAT, path,
      (gint64)status->st_mtim.tv_sec, status->st_mtim.tv_nsec,
      S_ISDIR (status->st_mode) ? 0 : (gint64)status->st_size, (guint64)status->st_ino);

  add_text (stamp, text);
  stamp->newest_secs = MAX (stamp->newest_secs, (gint64)status->st_mtim.tv_sec);
}

static gboolean
is_folder (const char *path, const struct dirent *entry)
{
  struct stat status;

  if (entry->d_type == DT_DIR)
    return TRUE;
  if (entry->d_type != DT_UNKNOWN && entry->d_type != DT_LNK)
    return FALSE;
  return stat (path, &status) == 0 && S_ISDIR (status.st_mode);
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static gboolean add_tree (Stamp *stamp, const char *path, guint depth);

static gboolean
add_children (Stamp *stamp, const char *path, DIR *folder, guint depth)
{
  g_autoptr (GPtrArray) children = g_ptr_array_new_with_free_func (g_free);
  struct dirent *entry;

  while ((entry = readdir (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, entry->d_name, NULL);

      if (!g_str_equal (entry->d_name, ".") && !g_str_equal (entry->d_name, "..")
          && is_folder (child, entry))
        g_ptr_array_add (children, g_steal_pointer (&child));
    }
  g_ptr_array_sort (children, compare_paths);
  for (guint i = 0; i < children->len; i++)
    if (!add_tree (stamp, g_ptr_array_index (children, i), depth + 1))
      return FALSE;
  return TRUE;
}

/* What cannot be read makes no stamp: then the reading itself finds out and says so. */
static gboolean
add_tree (Stamp *stamp, const char *path, guint depth)
{
  struct stat status;
  gboolean done;
  DIR *folder;

  if (depth > MAX_DEPTH || stat (path, &status) != 0)
    return FALSE;
  add_status (stamp, path, &status);
  if (!S_ISDIR (status.st_mode))
    return TRUE;
  folder = opendir (path);
  if (folder == NULL)
    return FALSE;
  done = add_children (stamp, path, folder, depth);
  closedir (folder);
  return done;
}

/**
 * crm_cli_archive_stamp:
 * @path: absolute path of an archive
 *
 * Returns: (transfer full) (nullable): a text that changes with the archive or the scope; %NULL
 * when nothing can be promised
 */
char *
crm_cli_archive_stamp (const char *path)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  Stamp stamp = { checksum, 0 };

  add_text (&stamp, READER_VERSION);
  if (!add_tree (&stamp, path, 0)
      || stamp.newest_secs + YOUNG_SECS > g_get_real_time () / G_USEC_PER_SEC)
    return NULL;
  return g_strdup (g_checksum_get_string (checksum));
}

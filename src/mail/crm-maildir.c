/* crm-maildir.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-maildir"
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crm-camel-message.h"
#include "crm-error.h"
#include "crm-mail-archive-private.h"

/* Holds the headers of nearly every mail, and is one page to the kernel. */
#define FIRST_READ_BYTES 4096

static const char *const part_names[] = { "cur", "new" };

typedef struct
{
  CrmMailArchiveFunc func;
  gpointer user_data;
  GCancellable *cancellable; /* (nullable) */
  const char *root;
  GHashTable *visited; /* (owned) (element-type utf8): "device:inode" of every folder seen */
  GPtrArray *folders;  /* (owned) (element-type utf8): folders with mail, relative to root */
  GError *first_error; /* (owned) (nullable): what could not be read */
  guint n_errors;
  char *buffer;            /* (owned): CRM_MAIL_HEADERS_MAX_BYTES */
  CrmPartyCache *people;   /* (owned) */
  const char *folder_path; /* (unowned): of the folder in hand */
  DIR *parts[2];           /* (owned) (nullable): its directories, as part_names */
} MaildirReader;

typedef struct
{
  char *name; /* (owned): of the file */
  gsize uid_length;
  gboolean is_new; /* lies in "new", not in "cur" */
} MailFile;

static void
mail_file_clear (gpointer data)
{
  g_free (((MailFile *)data)->name);
}

/* Keeps the first error and goes on; frees nothing but @error_number's meaning. A file that went
 * away while we looked was moved by its mail program and comes with the next reading. */
static void
note_error (MaildirReader *self, int error_number, const char *path)
{
  if (error_number == ENOENT)
    return;

  if (self->n_errors++ == 0)
    _crm_mail_set_file_error (&self->first_error, error_number, path);
}

static gboolean
is_directory (const char *parent, const char *name)
{
  g_autofree char *path = g_build_filename (parent, name, NULL);
  struct stat status;

  return stat (path, &status) == 0 && S_ISDIR (status.st_mode);
}

static gboolean
is_mail_folder (const char *path)
{
  return is_directory (path, "cur") || is_directory (path, "new");
}

/* FALSE for a folder that was there already: links may lead in circles. */
static gboolean
visit (MaildirReader *self, const char *path)
{
  struct stat status;
  char *key;

  if (stat (path, &status) != 0)
    {
      note_error (self, errno, path);
      return FALSE;
    }

  key = g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT, (guint64)status.st_dev,
                         (guint64)status.st_ino);
  return g_hash_table_add (self->visited, key);
}

static gboolean
may_be_directory (const char *path, const struct dirent *entry)
{
  if (strcmp (entry->d_name, ".") == 0 || strcmp (entry->d_name, "..") == 0)
    return FALSE;
  if (entry->d_type == DT_DIR)
    return TRUE;

  return (entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN)
         && is_directory (path, entry->d_name);
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Names of the folders directly below @path, sorted. The parts of a mail folder hold files by the
 * thousand, so they are only looked into when they are folders of that name themselves. */
static GPtrArray *
list_subfolders (MaildirReader *self, const char *path)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  gboolean is_folder = is_mail_folder (path);
  DIR *directory = opendir (path);
  struct dirent *entry;

  if (directory == NULL)
    {
      note_error (self, errno, path);
      return names;
    }

  while ((entry = readdir (directory)) != NULL)
    {
      const char *name = entry->d_name;
      gboolean is_part = is_folder
                         && (strcmp (name, "cur") == 0 || strcmp (name, "new") == 0
                             || strcmp (name, "tmp") == 0);
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (may_be_directory (path, entry) && (!is_part || is_mail_folder (child)))
        g_ptr_array_add (names, g_strdup (name));
    }

  closedir (directory);
  g_ptr_array_sort (names, compare_strings);
  return names;
}

static gboolean
find_folders (MaildirReader *self, GError **error)
{
  g_autoptr (GQueue) queue = g_queue_new ();
  gboolean cancelled = FALSE;

  g_queue_push_tail (queue, g_strdup (""));
  while (!g_queue_is_empty (queue) && !cancelled)
    {
      g_autofree char *relative = g_queue_pop_head (queue);
      g_autofree char *path = g_build_filename (self->root, relative, NULL);
      g_autoptr (GPtrArray) names = NULL;

      cancelled = g_cancellable_set_error_if_cancelled (self->cancellable, error);
      if (cancelled || !visit (self, path))
        continue;
      if (is_mail_folder (path))
        g_ptr_array_add (self->folders, g_strdup (relative));

      names = list_subfolders (self, path);
      for (guint i = 0; i < names->len; i++)
        g_queue_push_tail (queue, g_build_filename (relative, names->pdata[i], NULL));
    }

  g_queue_clear_full (queue, g_free);
  g_ptr_array_sort (self->folders, compare_strings);
  return !cancelled;
}

/* ".Customers.North" of Maildir++ is "Customers/North"; any other name stays. */
static char * /* (transfer full) */
make_folder_name (const char *relative)
{
  char *name = g_utf8_make_valid (relative, -1);

  if (name[0] != '.' || strchr (name, '/') != NULL)
    return name;

  memmove (name, name + 1, strlen (name));
  return g_strdelimit (name, ".", '/');
}

static CrmMessageFlags
flags_from_name (const char *letters)
{
  CrmMessageFlags flags = 0;

  for (; *letters != '\0'; letters++)
    {
      if (*letters == 'S')
        flags |= CRM_MESSAGE_SEEN;
      else if (*letters == 'R')
        flags |= CRM_MESSAGE_ANSWERED;
      else if (*letters == 'T')
        flags |= CRM_MESSAGE_DELETED;
      else if (*letters == 'D')
        flags |= CRM_MESSAGE_DRAFT;
    }

  return flags;
}

static int
compare_mail_files (gconstpointer a, gconstpointer b)
{
  const MailFile *left = a;
  const MailFile *right = b;
  int order = memcmp (left->name, right->name, MIN (left->uid_length, right->uid_length));

  if (order == 0)
    order = (left->uid_length > right->uid_length) - (left->uid_length < right->uid_length);
  if (order == 0)
    order = left->is_new - right->is_new;
  return order != 0 ? order : strcmp (left->name, right->name);
}

/* Returns the open directory: its files are opened in it, which is quicker than by their path. */
static DIR * /* (nullable) */
list_mail_files (MaildirReader *self, const char *path, gboolean is_new, GArray *files)
{
  DIR *directory = opendir (path);
  struct dirent *entry;

  if (directory == NULL)
    {
      note_error (self, errno, path);
      return NULL;
    }

  while ((entry = readdir (directory)) != NULL)
    {
      MailFile file = { NULL, 0, is_new };
      const char *flags = strstr (entry->d_name, ":2,");

      if (entry->d_name[0] == '.' || (entry->d_type != DT_REG && entry->d_type != DT_UNKNOWN))
        continue;
      file.name = g_strdup (entry->d_name);
      file.uid_length = flags != NULL ? (gsize)(flags - entry->d_name) : strlen (entry->d_name);
      g_array_append_val (files, file);
    }

  return directory;
}

/* Reads until the headers are complete. Returns the bytes read, or -1 with errno set. */
static gssize
read_head (int fd, char *buffer)
{
  gsize length = 0;
  gsize wanted = FIRST_READ_BYTES;

  for (;;)
    {
      gssize got = read (fd, buffer + length, wanted - length);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return -1;
      length += got;
      if (got == 0 || length == CRM_MAIL_HEADERS_MAX_BYTES
          || crm_mail_headers_find_end (buffer, length, NULL))
        return length;
      wanted = MIN (MAX (wanted, length * 4), CRM_MAIL_HEADERS_MAX_BYTES);
    }
}

static void
note_mail_error (MaildirReader *self, const MailFile *file)
{
  int error_number = errno;
  g_autofree char *path
      = g_build_filename (self->folder_path, part_names[file->is_new], file->name, NULL);

  note_error (self, error_number, path);
}

/* Returns the bytes read into the buffer; -1 when the file cannot be read; -2 when it is no file.
 */
static gssize
load_head (MaildirReader *self, const MailFile *file, guint64 *out_size)
{
  /* Neither a link out of the archive nor a pipe that blocks. */
  int fd = openat (dirfd (self->parts[file->is_new]), file->name,
                   O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
  struct stat status;
  gssize length = -1;

  if (fd < 0 && errno == ELOOP)
    return -2;
  if (fd >= 0 && fstat (fd, &status) == 0)
    {
      *out_size = status.st_size;
      length = S_ISREG (status.st_mode) ? read_head (fd, self->buffer) : -2;
    }
  if (length == -1)
    note_mail_error (self, file);
  if (fd >= 0)
    close (fd);

  return length;
}

static gboolean
read_mail (MaildirReader *self, const char *folder, const MailFile *file, GError **error)
{
  g_autofree char *raw_uid = g_strndup (file->name, file->uid_length);
  g_autofree char *uid = g_utf8_make_valid (raw_uid, -1);
  const char *letters = file->name + file->uid_length;
  g_autoptr (CrmMailHeaders) headers = NULL;
  g_autoptr (CrmMessage) message = NULL;
  guint64 size_bytes = 0;
  gssize length;

  length = load_head (self, file, &size_bytes);
  if (length < 0)
    return TRUE;

  headers = crm_mail_headers_new (self->buffer, length);
  message = crm_camel_message_from_headers (headers, size_bytes, flags_from_name (letters),
                                            self->people);
  return self->func (message, folder, uid, self->user_data, error);
}

static gboolean
read_mails (MaildirReader *self, const char *folder, const GArray *files, GError **error)
{
  for (guint i = 0; i < files->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error)
          || !read_mail (self, folder, &g_array_index (files, MailFile, i), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_folder (MaildirReader *self, const char *relative, GError **error)
{
  g_autofree char *path = g_build_filename (self->root, relative, NULL);
  g_autofree char *folder = make_folder_name (relative);
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (MailFile));
  gboolean done;

  g_array_set_clear_func (files, mail_file_clear);
  self->folder_path = path;
  for (gsize i = 0; i < G_N_ELEMENTS (part_names); i++)
    {
      g_autofree char *part = g_build_filename (path, part_names[i], NULL);

      self->parts[i] = list_mail_files (self, part, i == 1, files);
    }

  g_array_sort (files, compare_mail_files);
  done = read_mails (self, folder, files, error);
  for (gsize i = 0; i < G_N_ELEMENTS (part_names); i++)
    if (self->parts[i] != NULL)
      closedir (self->parts[i]);
  return done;
}

static gboolean
read_all_folders (MaildirReader *self, GError **error)
{
  if (!find_folders (self, error))
    return FALSE;

  for (guint i = 0; i < self->folders->len; i++)
    {
      if (!read_folder (self, self->folders->pdata[i], error))
        return FALSE;
    }

  if (self->n_errors > 1)
    g_prefix_error (&self->first_error,
                    "%u files or folders could not be read, the first: ", self->n_errors);
  if (self->n_errors > 0)
    {
      g_propagate_error (error, g_steal_pointer (&self->first_error));
      return FALSE;
    }
  if (self->folders->len == 0)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, "%s holds no Maildir folder", self->root);
      return FALSE;
    }

  return TRUE;
}

/* The part of crm_mail_archive_read() for folders; see there. */
gboolean
_crm_maildir_read (const char *path,
                   CrmMailArchiveFunc func,
                   gpointer user_data,
                   GCancellable *cancellable,
                   GError **error)
{
  MaildirReader self = { func, user_data, cancellable, path };
  gboolean ok;

  self.visited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.folders = g_ptr_array_new_with_free_func (g_free);
  self.buffer = g_malloc (CRM_MAIL_HEADERS_MAX_BYTES);
  self.people = crm_party_cache_new ();

  ok = read_all_folders (&self, error);

  g_hash_table_unref (self.visited);
  g_ptr_array_unref (self.folders);
  g_clear_error (&self.first_error);
  g_free (self.buffer);
  crm_party_cache_free (self.people);
  return ok;
}

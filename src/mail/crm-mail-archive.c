/* crm-mail-archive.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-mail-archive"
#include "config.h"

#include "crm-mail-archive.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "crm-camel-message.h"
#include "crm-decompress.h"
#include "crm-error.h"
#include "crm-mail-archive-private.h"
#include "crm-mbox-splitter.h"

#define CHUNK_BYTES (64 * 1024)

typedef struct
{
  CrmMailArchiveFunc func;
  gpointer user_data;
  GCancellable *cancellable; /* (nullable) */
  CrmPartyCache *people;     /* (unowned) */
} ReadContext;

/* Sets @error for a system call on @path that failed with @error_number. */
void
_crm_mail_set_file_error (GError **error, int error_number, const char *path)
{
  CrmError code = CRM_ERROR_FAILED;

  if (error_number == ENOENT || error_number == ENOTDIR)
    code = CRM_ERROR_NOT_FOUND;
  else if (error_number == EACCES || error_number == EPERM)
    code = CRM_ERROR_PERMISSION;

  g_set_error (error, CRM_ERROR, code, "cannot read %s: %s", path, g_strerror (error_number));
}

/* What the mail programs that write mbox keep of their flags. */
static CrmMessageFlags
flags_from_status (const CrmMailHeaders *headers)
{
  const char *status = crm_mail_headers_get (headers, CRM_MAIL_HEADER_STATUS);
  const char *x_status = crm_mail_headers_get (headers, CRM_MAIL_HEADER_X_STATUS);
  CrmMessageFlags flags = 0;

  if (status != NULL && strchr (status, 'R') != NULL)
    flags |= CRM_MESSAGE_SEEN;
  if (x_status != NULL && strchr (x_status, 'A') != NULL)
    flags |= CRM_MESSAGE_ANSWERED;
  if (x_status != NULL && strchr (x_status, 'D') != NULL)
    flags |= CRM_MESSAGE_DELETED;
  if (x_status != NULL && strchr (x_status, 'T') != NULL)
    flags |= CRM_MESSAGE_DRAFT;
  return flags;
}

static gboolean
on_mail (const char *head,
         gsize head_length,
         guint64 offset,
         guint64 size_bytes,
         gpointer user_data,
         GError **error)
{
  ReadContext *context = user_data;
  g_autoptr (CrmMailHeaders) headers = NULL;
  g_autoptr (CrmMessage) message = NULL;
  g_autofree char *uid = g_strdup_printf ("%" G_GUINT64_FORMAT, offset);

  if (g_cancellable_set_error_if_cancelled (context->cancellable, error))
    return FALSE;

  headers = crm_mail_headers_new (head, head_length);
  message = crm_camel_message_from_headers (headers, size_bytes, flags_from_status (headers),
                                            context->people);
  return context->func (message, "", uid, context->user_data, error);
}

/* Names the file and the place, and makes a CrmError of whatever @stream said. */
static void
take_stream_error (
    GError **error, GError *stream_error, const char *path, guint64 offset, gboolean is_compressed)
{
  CrmError code = CRM_ERROR_FAILED;

  if (g_error_matches (stream_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, stream_error);
      return;
    }

  if (is_compressed)
    code = CRM_ERROR_CORRUPT;
  else if (g_error_matches (stream_error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    code = CRM_ERROR_PERMISSION;
  else if (g_error_matches (stream_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    code = CRM_ERROR_NOT_FOUND;

  g_set_error (error, CRM_ERROR, code, "%s, after %" G_GUINT64_FORMAT " bytes of mail: %s", path,
               offset, stream_error->message);
  g_error_free (stream_error);
}

static gboolean
split_stream (GInputStream *stream,
              const char *path,
              gboolean is_compressed,
              ReadContext *context,
              GError **error)
{
  g_autoptr (CrmMboxSplitter) splitter = crm_mbox_splitter_new (on_mail, context);
  g_autofree char *chunk = g_malloc (CHUNK_BYTES);
  GError *stream_error = NULL;
  gssize length;

  while ((length
          = g_input_stream_read (stream, chunk, CHUNK_BYTES, context->cancellable, &stream_error))
         > 0)
    {
      if (!crm_mbox_splitter_push (splitter, chunk, length, error))
        return FALSE;
    }

  if (length == 0)
    return crm_mbox_splitter_finish (splitter, error);

  /* What came before the damage is good mail, the last one perhaps cut short. */
  if (!g_error_matches (stream_error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      && !crm_mbox_splitter_finish (splitter, error))
    {
      g_error_free (stream_error);
      return FALSE;
    }

  take_stream_error (error, stream_error, path, crm_mbox_splitter_get_offset (splitter),
                     is_compressed);
  return FALSE;
}

static gboolean
read_file (const char *path, ReadContext *context, GError **error)
{
  /* GFile removes ".." without looking, which is wrong behind a symbolic link. */
  g_autofree char *real = realpath (path, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (real != NULL ? real : path);
  g_autoptr (GFileInputStream) raw = NULL;
  g_autoptr (GInputStream) stream = NULL;
  GError *local_error = NULL;
  gboolean is_compressed = FALSE;

  raw = g_file_read (file, context->cancellable, &local_error);
  if (raw != NULL)
    stream = crm_decompress_stream (G_INPUT_STREAM (raw), &is_compressed, context->cancellable,
                                    &local_error);
  if (stream == NULL)
    {
      take_stream_error (error, local_error, path, 0, FALSE);
      return FALSE;
    }

  return split_stream (stream, path, is_compressed, context, error);
}

/**
 * crm_mail_archive_read:
 * @path: a Maildir tree, an mbox file (plain, .gz or .xz; the name does not matter) or one mail
 * @func: (scope call): called for every stored mail, in an order that depends on names and places
 * only
 * @user_data: data for @func
 * @cancellable: (nullable): stops between two mails
 * @error: (nullable): see below
 *
 * Reads the headers of a whole archive and changes nothing in it. Blocks: for worker threads.
 *
 * In a Maildir tree every folder with a `cur` or `new` in it counts, nested or Maildir++ (".A.B" is
 * "A/B"); the uid is the file's name without its flags. In an mbox the uid is the offset of the
 * mail's "From " line, in bytes of the unpacked file. Damaged mail, even mere garbage, is handed
 * over as a mail of which little is known.
 *
 * Errors are %CRM_ERROR_NOT_FOUND when @path is absent or holds no mail folder;
 * %CRM_ERROR_PERMISSION when some of it may not be read; %CRM_ERROR_CORRUPT when compressed data is
 * damaged; %CRM_ERROR_FAILED; %G_IO_ERROR_CANCELLED; or what @func set. A part that cannot be read
 * stops nothing: the error comes at the end, after all other mail was handed over, and names the
 * first such file.
 *
 * Returns: %TRUE when everything was read
 */
gboolean
crm_mail_archive_read (const char *path,
                       CrmMailArchiveFunc func,
                       gpointer user_data,
                       GCancellable *cancellable,
                       GError **error)
{
  struct stat status;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), FALSE);

  if (stat (path, &status) != 0)
    {
      _crm_mail_set_file_error (error, errno, path);
      return FALSE;
    }
  if (S_ISDIR (status.st_mode))
    return _crm_maildir_read (path, func, user_data, cancellable, error);
  if (S_ISREG (status.st_mode))
    {
      g_autoptr (CrmPartyCache) people = crm_party_cache_new ();
      ReadContext context = { func, user_data, cancellable, people };

      return read_file (path, &context, error);
    }

  g_set_error (error, CRM_ERROR, CRM_ERROR_FAILED, "%s is neither a file nor a folder", path);
  return FALSE;
}

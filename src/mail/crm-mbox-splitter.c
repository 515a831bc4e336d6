/* crm-mbox-splitter.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-mbox-splitter"
#include "config.h"

#include "crm-mbox-splitter.h"

#include <string.h>

#include "crm-mail-headers.h"

/* A line is looked at in pieces no larger than this; no "From " line is longer. */
#define MAX_LINE_BYTES 4096

typedef enum
{
  MODE_UNDECIDED, /* only empty lines so far */
  MODE_MBOX,      /* "From " lines separate */
  MODE_SINGLE,    /* the file begins with a header: it is one mail, whatever its body quotes */
} Mode;

struct _CrmMboxSplitter
{
  CrmMboxFunc func;
  gpointer user_data;
  Mode mode;
  GByteArray *pending;      /* (owned): a line whose end has not come yet */
  gboolean in_long_line;    /* the rest of a line longer than MAX_LINE_BYTES follows */
  gboolean after_empty;     /* the line before was empty, or there was none */
  gboolean in_mail;         /* between the beginning and the end of a mail */
  gboolean has_all_headers; /* the empty line after the headers has come */
  GByteArray *head;         /* (owned): of the mail being read */
  guint64 offset;           /* bytes taken from the stream so far */
  guint64 mail_offset;      /* where the mail being read begins */
  guint64 mail_size;        /* its bytes so far */
  guint empty_line_bytes;   /* size of the empty line just passed, 0 after any other */
};

/**
 * crm_mbox_splitter_new:
 * @func: (scope notified): called for every mail, in the order of the file
 * @user_data: data for @func
 *
 * A file that begins with a header line is one mail. Otherwise a mail begins at a line that starts
 * with "From ", goes on like such a line does (a year or a time in it) and stands at the beginning
 * or after an empty line; whatever comes before the first one is a mail of its own, so that no byte
 * is ever lost.
 *
 * Returns: (transfer full): a splitter at the beginning of a file
 */
CrmMboxSplitter *
crm_mbox_splitter_new (CrmMboxFunc func, gpointer user_data)
{
  CrmMboxSplitter *self = g_new0 (CrmMboxSplitter, 1);

  self->func = func;
  self->user_data = user_data;
  self->after_empty = TRUE;
  self->pending = g_byte_array_new ();
  self->head = g_byte_array_new ();
  return self;
}

/**
 * crm_mbox_splitter_free:
 * @self: (transfer full) (nullable): a splitter
 */
void
crm_mbox_splitter_free (CrmMboxSplitter *self)
{
  if (self == NULL)
    return;

  g_byte_array_unref (self->pending);
  g_byte_array_unref (self->head);
  g_free (self);
}

static gboolean
is_empty_line (const char *line, gsize length)
{
  return (length == 1 && line[0] == '\n') || (length == 2 && line[0] == '\r' && line[1] == '\n');
}

/* "12:34", or a year of four digits that stands alone. */
static gboolean
has_time_or_year (const char *text, gsize length)
{
  gsize digits = 0;

  for (gsize i = 0; i <= length; i++)
    {
      char c = i < length ? text[i] : ' ';

      if (g_ascii_isdigit (c))
        {
          digits++;
          continue;
        }
      if (c == ':' && digits > 0 && digits <= 2 && i + 1 < length && g_ascii_isdigit (text[i + 1]))
        return TRUE;
      if (digits == 4 && g_ascii_isspace (c) && strchr ("12", text[i - 4]) != NULL)
        return TRUE;
      digits = 0;
    }

  return FALSE;
}

static gboolean
is_separator (const char *line, gsize length)
{
  return length > 6 && memcmp (line, "From ", 5) == 0 && !g_ascii_isspace (line[5])
         && has_time_or_year (line + 5, length - 5);
}

static gboolean
is_header_line (const char *line, gsize length)
{
  gsize i;

  for (i = 0; i < length && line[i] != ':'; i++)
    {
      if (line[i] <= ' ' || line[i] > '~')
        return FALSE;
    }

  return i > 0 && i < length;
}

static gboolean
end_mail (CrmMboxSplitter *self, GError **error)
{
  if (!self->in_mail)
    return TRUE;

  self->in_mail = FALSE;
  return self->func ((const char *)self->head->data, self->head->len, self->mail_offset,
                     self->mail_size - MIN (self->empty_line_bytes, self->mail_size),
                     self->user_data, error);
}

static void
begin_mail (CrmMboxSplitter *self)
{
  self->in_mail = TRUE;
  self->has_all_headers = FALSE;
  self->mail_offset = self->offset;
  self->mail_size = 0;
  self->empty_line_bytes = 0;
  g_byte_array_set_size (self->head, 0);
}

static void
add_to_mail (CrmMboxSplitter *self, const char *bytes, gsize length, gboolean is_empty)
{
  self->mail_size += length;
  self->empty_line_bytes = is_empty ? length : 0;
  if (self->has_all_headers || self->head->len >= CRM_MAIL_HEADERS_MAX_BYTES)
    return;

  g_byte_array_append (self->head, (const guint8 *)bytes, length);
  self->has_all_headers = is_empty;
}

static void
decide_mode (CrmMboxSplitter *self, const char *line, gsize length)
{
  if (is_header_line (line, length) && !is_separator (line, length))
    self->mode = MODE_SINGLE;
  else
    self->mode = MODE_MBOX;
}

/* @line is a whole line, or a piece of a very long one. */
static gboolean
take_line (CrmMboxSplitter *self, const char *line, gsize length, GError **error)
{
  gboolean begins_line = !self->in_long_line;
  gboolean is_empty = begins_line && is_empty_line (line, length);
  gboolean separates;

  if (self->mode == MODE_UNDECIDED && !is_empty)
    decide_mode (self, line, length);

  separates
      = self->mode == MODE_MBOX && begins_line && self->after_empty && is_separator (line, length);
  self->in_long_line = line[length - 1] != '\n';
  self->after_empty = is_empty;

  if (separates)
    {
      if (!end_mail (self, error))
        return FALSE;
      begin_mail (self);
    }
  else if (self->mode != MODE_UNDECIDED)
    {
      if (!self->in_mail)
        begin_mail (self);
      add_to_mail (self, line, length, is_empty);
    }

  self->offset += length;
  return TRUE;
}

static gboolean
take_pending (CrmMboxSplitter *self, GError **error)
{
  gboolean ok = TRUE;

  if (self->pending->len > 0)
    ok = take_line (self, (const char *)self->pending->data, self->pending->len, error);

  g_byte_array_set_size (self->pending, 0);
  return ok;
}

/**
 * crm_mbox_splitter_push:
 * @self: a splitter
 * @bytes: (array length=length): the next piece of the file, cut anywhere
 * @length: size of @bytes in bytes
 * @error: (nullable): what the function set
 *
 * Returns: %FALSE when the function returned %FALSE; nothing more may be pushed then
 */
gboolean
crm_mbox_splitter_push (CrmMboxSplitter *self, const char *bytes, gsize length, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);

  while (length > 0)
    {
      gsize room = MIN (length, MAX_LINE_BYTES - self->pending->len);
      const char *newline = memchr (bytes, '\n', room);
      gsize piece = newline != NULL ? (gsize)(newline - bytes) + 1 : room;
      gboolean is_whole = newline != NULL || self->pending->len + piece == MAX_LINE_BYTES;

      if (is_whole && self->pending->len == 0)
        {
          if (!take_line (self, bytes, piece, error))
            return FALSE;
        }
      else
        {
          g_byte_array_append (self->pending, (const guint8 *)bytes, piece);
          if (is_whole && !take_pending (self, error))
            return FALSE;
        }
      bytes += piece;
      length -= piece;
    }

  return TRUE;
}

/**
 * crm_mbox_splitter_finish:
 * @self: a splitter
 * @error: (nullable): what the function set
 *
 * Hands over what is left. To be called at the end of the file, also where it ends too early.
 *
 * Returns: %FALSE when the function returned %FALSE
 */
gboolean
crm_mbox_splitter_finish (CrmMboxSplitter *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return take_pending (self, error) && end_mail (self, error);
}

/**
 * crm_mbox_splitter_get_offset:
 * @self: a splitter
 *
 * Returns: how far the file has been cut up, in bytes
 */
guint64
crm_mbox_splitter_get_offset (const CrmMboxSplitter *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->offset + self->pending->len;
}

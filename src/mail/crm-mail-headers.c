/* crm-mail-headers.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-mail-headers"
#include "config.h"

#include "crm-mail-headers.h"

#include <string.h>

#define MAX_NAME_LENGTH 32 /* more than any of these has */

#define NAME(text)                                                                                 \
  {                                                                                                \
    text, sizeof text - 1                                                                          \
  }

/* Indexed by CrmMailHeader. */
static const struct
{
  const char *text;
  gsize length;
} header_names[CRM_MAIL_N_HEADERS] = {
  [CRM_MAIL_HEADER_FROM] = NAME ("From"),
  [CRM_MAIL_HEADER_TO] = NAME ("To"),
  [CRM_MAIL_HEADER_CC] = NAME ("Cc"),
  [CRM_MAIL_HEADER_BCC] = NAME ("Bcc"),
  [CRM_MAIL_HEADER_REPLY_TO] = NAME ("Reply-To"),
  [CRM_MAIL_HEADER_DATE] = NAME ("Date"),
  [CRM_MAIL_HEADER_RECEIVED] = NAME ("Received"),
  [CRM_MAIL_HEADER_SUBJECT] = NAME ("Subject"),
  [CRM_MAIL_HEADER_MESSAGE_ID] = NAME ("Message-ID"),
  [CRM_MAIL_HEADER_IN_REPLY_TO] = NAME ("In-Reply-To"),
  [CRM_MAIL_HEADER_REFERENCES] = NAME ("References"),
  [CRM_MAIL_HEADER_CONTENT_TYPE] = NAME ("Content-Type"),
  [CRM_MAIL_HEADER_PRECEDENCE] = NAME ("Precedence"),
  [CRM_MAIL_HEADER_AUTO_SUBMITTED] = NAME ("Auto-Submitted"),
  [CRM_MAIL_HEADER_X_AUTOREPLY] = NAME ("X-Autoreply"),
  [CRM_MAIL_HEADER_X_FAILED_RECIPIENTS] = NAME ("X-Failed-Recipients"),
  [CRM_MAIL_HEADER_RETURN_PATH] = NAME ("Return-Path"),
  [CRM_MAIL_HEADER_STATUS] = NAME ("Status"),
  [CRM_MAIL_HEADER_X_STATUS] = NAME ("X-Status"),
  [CRM_MAIL_HEADER_LIST_ID] = NAME ("List-Id"),
  [CRM_MAIL_HEADER_LIST_POST] = NAME ("List-Post"),
  [CRM_MAIL_HEADER_LIST_UNSUBSCRIBE] = NAME ("List-Unsubscribe"),
  [CRM_MAIL_HEADER_MAILING_LIST] = NAME ("Mailing-List"),
  [CRM_MAIL_HEADER_ORIGINATOR] = NAME ("Originator"),
  [CRM_MAIL_HEADER_X_MAILING_LIST] = NAME ("X-Mailing-List"),
  [CRM_MAIL_HEADER_X_LOOP] = NAME ("X-Loop"),
  [CRM_MAIL_HEADER_X_LIST] = NAME ("X-List"),
  [CRM_MAIL_HEADER_SENDER] = NAME ("Sender"),
  [CRM_MAIL_HEADER_DELIVERED_TO] = NAME ("Delivered-To"),
  [CRM_MAIL_HEADER_X_BEENTHERE] = NAME ("X-BeenThere"),
};

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

/* Copies the block with CRLF made LF and NUL made blank, so that every value is one C string. */
static char *
copy_block (const char *bytes, gsize length, gsize *out_length)
{
  char *copy = g_malloc (length + 1);
  char *out = copy;
  const char *end = bytes + length;

  while (bytes < end)
    {
      const char *cr = memchr (bytes, '\r', end - bytes);
      gsize run = (cr != NULL ? cr : end) - bytes;

      memcpy (out, bytes, run);
      bytes += run;
      out += run;
      if (cr != NULL && (cr + 1 == end || cr[1] != '\n'))
        *out++ = '\r';
      bytes += cr != NULL;
    }

  *out = '\0';
  *out_length = out - copy;
  for (char *nul = copy; (nul = memchr (nul, '\0', out - nul)) != NULL;)
    *nul = ' ';
  return copy;
}

/* Which headers have a name of so many letters, a bit each. */
static const guint32 *
get_headers_by_length (void)
{
  static guint32 by_length[MAX_NAME_LENGTH + 1];
  static gsize is_ready = 0;

  G_STATIC_ASSERT (CRM_MAIL_N_HEADERS <= 32);
  if (g_once_init_enter (&is_ready))
    {
      for (guint i = 0; i < CRM_MAIL_N_HEADERS; i++)
        by_length[header_names[i].length] |= 1U << i;
      g_once_init_leave (&is_ready, 1);
    }
  return by_length;
}

/* The same letters, in whatever case. */
static gboolean
is_name (const char *text, const char *name, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (text[i] != name[i] && ((text[i] ^ name[i]) != 0x20 || !g_ascii_isalpha (text[i])))
      return FALSE;
  return TRUE;
}

/* All headers of a mail come through here, most of them to be skipped. */
static int
find_header (const char *name, gsize length)
{
  guint32 left = length <= MAX_NAME_LENGTH ? get_headers_by_length ()[length] : 0;

  for (; left != 0; left &= left - 1)
    {
      int i = __builtin_ctz (left);

      if (is_name (header_names[i].text, name, length))
        return i;
    }
  return -1;
}

/* Unfolds in place as camel_header_unfold() does: the mail in a folder summary went through that,
 * and both must give the same words. */
static const char *
unfold (char *value)
{
  char *out;

  while (g_ascii_isspace (*value))
    value++;

  out = strchr (value, '\n');
  if (out == NULL) /* nearly all */
    return value;
  for (const char *in = out; *in != '\0';)
    {
      if (*in != '\n')
        {
          *out++ = *in++;
          continue;
        }
      for (in++; is_blank (*in) || *in == '\n'; in++)
        ;
      *out++ = ' ';
    }

  *out = '\0';
  return value;
}

/* Takes one header, all its lines, without the last line end. Lines without a colon (an mbox "From
 * " line, garbage) are skipped, as Camel's parser skips them. */
static void
take_header (CrmMailHeaders *self, char *line)
{
  char *colon = strchr (line, ':');
  int header;

  if (colon == NULL || colon == line || is_blank (*line))
    return;

  header = find_header (line, colon - line);
  if (header >= 0 && self->values[header] == NULL)
    self->values[header] = unfold (colon + 1);
}

/**
 * crm_mail_headers_new:
 * @bytes: (array length=length): a mail, or as much of its beginning as there is
 * @length: size of @bytes in bytes
 *
 * Splits the header block, LF or CRLF, up to the first empty line, the end of @bytes or
 * %CRM_MAIL_HEADERS_MAX_BYTES. Where a header comes twice the first one counts, as in Camel. Any
 * bytes can be given: what is no header is skipped.
 *
 * Returns: (transfer full): the known headers
 */
CrmMailHeaders *
crm_mail_headers_new (const char *bytes, gsize length)
{
  CrmMailHeaders *self = g_new0 (CrmMailHeaders, 1);
  char *line;
  char *end;

  g_return_val_if_fail (bytes != NULL || length == 0, self);

  self->block
      = copy_block (bytes != NULL ? bytes : "", MIN (length, CRM_MAIL_HEADERS_MAX_BYTES), &length);
  end = self->block + length;

  for (line = self->block; line < end && *line != '\n';)
    {
      char *line_end = line;

      do
        {
          line_end = memchr (line_end + 1, '\n', end - line_end - 1);
          if (line_end == NULL)
            line_end = end;
        }
      while (line_end < end && is_blank (line_end[1]));

      *line_end = '\0';
      take_header (self, line);
      line = line_end + 1;
    }

  return self;
}

/**
 * crm_mail_headers_new_from_array:
 * @array: headers as Camel keeps them, e.g. of camel_medium_get_headers()
 *
 * Returns: (transfer full): the known headers of @array
 */
CrmMailHeaders *
crm_mail_headers_new_from_array (const CamelNameValueArray *array)
{
  g_autoptr (GString) block = g_string_new (NULL);
  const char *name;
  const char *value;

  g_return_val_if_fail (array != NULL, crm_mail_headers_new (NULL, 0));

  for (guint i = 0; camel_name_value_array_get (array, i, &name, &value); i++)
    {
      if (name == NULL || *name == '\0' || value == NULL || find_header (name, strlen (name)) < 0)
        continue;
      g_string_append_printf (block, "%s:", name);
      g_string_append_len (block, value, strcspn (value, "\r\n"));
      for (value += strcspn (value, "\r\n"); *value != '\0'; value++)
        g_string_append_c (block, *value == '\r' || *value == '\n' ? ' ' : *value);
      g_string_append_c (block, '\n');
    }

  return crm_mail_headers_new (block->str, block->len);
}

/**
 * crm_mail_headers_free:
 * @self: (transfer full) (nullable): headers
 */
void
crm_mail_headers_free (CrmMailHeaders *self)
{
  if (self == NULL)
    return;

  g_free (self->block);
  g_free (self);
}

/**
 * crm_mail_headers_get:
 * @self: headers
 * @header: which one
 *
 * Returns: (transfer none) (nullable): the raw value in one line, leading white space removed,
 * still encoded and in no certain charset; %NULL when the mail has no such header
 */
const char *
crm_mail_headers_get (const CrmMailHeaders *self, CrmMailHeader header)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (header < CRM_MAIL_N_HEADERS, NULL);

  return self->values[header];
}

/**
 * crm_mail_header_get_name:
 * @header: which one
 *
 * Returns: (transfer none): the name as standards write it, e.g. `Message-ID`
 */
const char *
crm_mail_header_get_name (CrmMailHeader header)
{
  g_return_val_if_fail (header < CRM_MAIL_N_HEADERS, "");

  return header_names[header].text;
}

/**
 * crm_mail_headers_find_end:
 * @bytes: (array length=length): the beginning of a mail
 * @length: size of @bytes in bytes
 * @out_end: (out) (optional): number of bytes of the header block, its empty line included
 *
 * Returns: %TRUE when @bytes hold the whole header block; %FALSE when more must be read
 */
gboolean
crm_mail_headers_find_end (const char *bytes, gsize length, gsize *out_end)
{
  const char *line = bytes;
  const char *end;

  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);

  for (end = bytes != NULL ? bytes + length : NULL; line < end;)
    {
      const char *next = memchr (line, '\n', end - line);

      if (next == NULL)
        return FALSE;
      next++;
      if (*line == '\n' || (*line == '\r' && next == line + 2))
        {
          if (out_end != NULL)
            *out_end = next - bytes;
          return TRUE;
        }
      line = next;
    }

  return FALSE;
}

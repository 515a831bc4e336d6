/* crm-header-guard.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-header-guard"
#include "config.h"

#include "crm-header-guard.h"

#include <camel/camel.h>
#include <string.h>

/* Camel's address decoder goes back to the last comma again and again when it meets garbage, and
 * walks its list for every address it adds. With these bounds the worst header costs milliseconds
 * instead of minutes; no honest header comes near them. */
#define MAX_BYTES_PER_ADDRESS 1000
#define MAX_ADDRESSES 10000

/* No charset has a longer name. */
#define MAX_CHARSET_BYTES 40

/**
 * crm_header_charset_is_known:
 * @charset: a name as mail gives it, perhaps with a language after `*`
 *
 * Returns: whether text in @charset can be converted; Camel warns about any other
 */
gboolean
crm_header_charset_is_known (const char *charset)
{
  g_autofree char *name = NULL;
  GIConv converter;

  g_return_val_if_fail (charset != NULL, FALSE);

  name = g_strndup (charset, strcspn (charset, "*"));
  if (g_ascii_strcasecmp (name, "utf-8") == 0)
    return TRUE;
  if (*name == '\0' || strlen (name) > MAX_CHARSET_BYTES || !g_str_is_ascii (name))
    return FALSE;

  converter = g_iconv_open ("UTF-8", camel_iconv_charset_name (name));
  if (converter == (GIConv)-1)
    return FALSE;

  g_iconv_close (converter);
  return TRUE;
}

/* Length of the charset in an encoded word "=?charset?q?...", @word pointing to its beginning; -1
 * when there is none. */
static gssize
find_charset (const char *word)
{
  gsize length = strcspn (word + 2, "?");
  const char *rest = word + 2 + length;

  if (rest[0] != '?' || rest[1] == '\0' || strchr ("bBqQ", rest[1]) == NULL || rest[2] != '?')
    return -1;

  return length;
}

/**
 * crm_header_guard_text:
 * @value: the raw value of a header
 *
 * Takes the names of unknown charsets out of encoded words. Camel's decoder does the same with such
 * a word either way, but with a name it complains first.
 *
 * Returns: (transfer full): text for camel_header_decode_string()
 */
char *
crm_header_guard_text (const char *value)
{
  GString *text;
  const char *word;

  g_return_val_if_fail (value != NULL, NULL);

  text = g_string_sized_new (strlen (value) + 1);
  while ((word = strstr (value, "=?")) != NULL)
    {
      gssize length = find_charset (word);
      g_autofree char *charset = length > 0 ? g_strndup (word + 2, length) : NULL;

      g_string_append_len (text, value, word + 2 - value);
      value = word + 2;
      if (charset != NULL && !crm_header_charset_is_known (charset))
        value += length;
    }

  g_string_append (text, value);
  return g_string_free (text, FALSE);
}

typedef struct
{
  GString *text;     /* (owned): what was taken so far */
  gsize begin;       /* where in @text the address being read begins */
  gsize n_bytes;     /* of that address in the header */
  guint n_addresses; /* complete ones */
  guint depth;       /* of comments */
  gboolean in_quotes;
  gboolean in_angle;
  gsize angle_begin;   /* where in @text the inside of the angle brackets begins */
  gboolean in_literal; /* "[IPv6:2001:db8::1]" */
} AddressScanner;

/* Puts quotation marks around the local part at the end of the text if Camel's decoder would lose
 * half of it ("k..allen@x.example" becomes "allen@x.example"); the decoder takes them away again.
 */
static void
quote_odd_local_part (GString *text)
{
  gsize start = text->len;

  while (start > 0 && (text->str[start - 1] == '.' || camel_mime_is_atom (text->str[start - 1])))
    start--;

  if (start == text->len || (text->str[start] != '.' && strstr (text->str + start, "..") == NULL))
    return;

  g_string_insert_c (text, start, '"');
  g_string_append_c (text, '"');
}

/* After anything else than a local part Camel takes "@" for the beginning of a route, and leaks it.
 */
static gboolean
has_local_part (const AddressScanner *self)
{
  gsize end = self->text->len;

  while (end > self->begin && camel_mime_is_lwsp (self->text->str[end - 1]))
    end--;

  return end > self->begin && strchr ("\\:;<>[]@", self->text->str[end - 1]) == NULL;
}

static void
end_address (AddressScanner *self)
{
  g_string_append_c (self->text, ',');
  self->begin = self->text->len;
  self->n_bytes = 0;
  self->n_addresses++;
  self->in_angle = self->in_literal = FALSE;
}

static void
take_special (AddressScanner *self, char c)
{
  switch (c)
    {
    case ',':
      if (!self->in_angle)
        {
          end_address (self);
          return;
        }
      break;
    case ';': /* the end of a group; Camel would lose its last member */
      end_address (self);
      return;
    case ':': /* after the name of a group, or "<@relay.example:a@x.example>", where Camel leaks */
      if (!self->in_literal)
        {
          g_string_truncate (self->text, self->in_angle ? self->angle_begin : self->begin);
          return;
        }
      break;
    case '@':
      if (!has_local_part (self))
        return;
      quote_odd_local_part (self->text);
      break;
    case '<':
      self->in_angle = TRUE;
      self->angle_begin = self->text->len + 1;
      break;
    case '>':
      self->in_angle = FALSE;
      break;
    case '[':
    case ']':
      self->in_literal = c == '[';
      break;
    default:
      break;
    }

  g_string_append_c (self->text, c);
}

static void
take_character (AddressScanner *self, char c)
{
  gboolean is_in_comment = self->depth > 0;

  if (c == '"' && !is_in_comment)
    self->in_quotes = !self->in_quotes;
  else if (self->in_quotes)
    ;
  else if (c == '(')
    self->depth++;
  else if (c == ')' && is_in_comment)
    self->depth--;
  else if (!is_in_comment)
    {
      take_special (self, c);
      return;
    }

  /* A comment after the address is the name of old; in an address it only confuses Camel. */
  if (self->in_quotes || !self->in_angle || (!is_in_comment && c != '('))
    g_string_append_c (self->text, c);
}

/**
 * crm_header_guard_addresses:
 * @value: the raw value of an address header
 *
 * Makes of @value what Camel's decoder reads right and quickly: groups are dissolved into their
 * members, odd local parts quoted, unknown charsets taken out, and endless garbage cut off.
 *
 * Returns: (transfer full): text for camel_header_address_decode()
 */
char *
crm_header_guard_addresses (const char *value)
{
  AddressScanner self = { NULL };
  g_autofree char *known = NULL;

  g_return_val_if_fail (value != NULL, NULL);

  known = crm_header_guard_text (value);
  self.text = g_string_sized_new (strlen (known) + 16);
  for (const char *in = known; *in != '\0' && self.n_addresses < MAX_ADDRESSES; in++)
    {
      gboolean is_quoted_pair = *in == '\\' && in[1] != '\0' && (self.in_quotes || self.depth > 0);

      if (++self.n_bytes > MAX_BYTES_PER_ADDRESS && *in != ',')
        continue;
      if (self.n_bytes > MAX_BYTES_PER_ADDRESS)
        {
          self.in_quotes = self.in_angle = FALSE;
          self.depth = 0;
        }
      if (is_quoted_pair)
        {
          g_string_append_len (self.text, in, 2);
          in++;
          continue;
        }
      take_character (&self, *in);
    }

  return g_string_free (self.text, FALSE);
}

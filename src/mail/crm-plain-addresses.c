/* crm-plain-addresses.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Most headers name people in a form about which no two programs disagree: words and an address in
 * brackets, or an address alone. Camel's way to them, by decoding, formatting and taking apart
 * again, costs more than all else that is read of a letter. */
#define G_LOG_DOMAIN "crm-plain-addresses"
#include "config.h"

#include "crm-plain-addresses.h"

#include <string.h>

/* A letter to a larger crowd goes the long way. */
#define MAX_PEOPLE 32

/* What programs write that encode a name: letters as bytes, or, with a b, all of it in base 64. */
#define ENCODED_BEGIN "=?utf-8?"
#define ENCODED_END "?= <"

typedef struct
{
  const char *name; /* (unowned) (nullable) */
  gsize name_length;
  const char *address; /* (unowned) */
  gsize address_length;
  char encoding; /* of what @name is; 'q', 'b', or 0 for none */
} Mailbox;

static gboolean
is_of_word (guchar c, const char *others)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr (others, c) != NULL);
}

/* Words of letters, digits and @others with one dot between each two. */
static gboolean
skip_dotted (const char **text, const char *others)
{
  const char *p = *text;

  for (;; p++)
    {
      if (!is_of_word (*p, others))
        return FALSE;
      while (is_of_word (*p, others))
        p++;
      if (*p != '.')
        break;
    }
  *text = p;
  return TRUE;
}

static gboolean
take_address (const char **text, Mailbox *out)
{
  const char *p = *text;

  if (!skip_dotted (&p, "_+-") || *p != '@')
    return FALSE;
  p++;
  if (!skip_dotted (&p, "-"))
    return FALSE;
  out->address = *text;
  out->address_length = (gsize)(p - *text);
  *text = p;
  return TRUE;
}

static gboolean
is_of_name (guchar c, gboolean is_decoded)
{
  return is_of_word (c, "_-") || (is_decoded && c >= 0x80);
}

/* Words with one blank between each two, and one behind. */
static gboolean
take_name (const char **text, gboolean is_decoded, Mailbox *out)
{
  const char *p = *text;

  while (is_of_name (*p, is_decoded))
    {
      while (is_of_name (*p, is_decoded))
        p++;
      if (*p++ != ' ')
        return FALSE;
    }
  if (p == *text || *p != '<')
    return FALSE;
  out->name = *text;
  out->name_length = (gsize)(p - 1 - *text);
  *text = p;
  return TRUE;
}

/* The length of a word of letters, digits, blanks and encoded bytes. */
static gsize
span_letters (const char *text)
{
  const char *p = text;

  for (;;)
    {
      if (*p == '=' && g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2]))
        p += 3;
      else if (is_of_word (*p, "_-"))
        p++;
      else
        return (gsize)(p - text);
    }
}

/* The length of a word in base 64, 0 if it is not whole. */
static gsize
span_base64 (const char *text)
{
  const char *p = text;

  while (is_of_word (*p, "+/"))
    p++;
  if (*p == '=')
    p += p[1] == '=' ? 2 : 1;
  return (p - text) % 4 == 0 ? (gsize)(p - text) : 0;
}

/* One encoded word. What it says is seen when all people of the header have been found. */
static gboolean
take_encoded_name (const char **text, Mailbox *out)
{
  const char *p = *text;

  if (g_ascii_strncasecmp (p, ENCODED_BEGIN, strlen (ENCODED_BEGIN)) != 0)
    return FALSE;
  p += strlen (ENCODED_BEGIN);
  out->encoding = g_ascii_tolower (*p);
  if ((out->encoding != 'q' && out->encoding != 'b') || p[1] != '?')
    return FALSE;
  out->name = p + 2;
  out->name_length = out->encoding == 'q' ? span_letters (out->name) : span_base64 (out->name);
  p = out->name + out->name_length;
  if (out->name_length == 0 || !g_str_has_prefix (p, ENCODED_END))
    return FALSE;
  *text = p + strlen (ENCODED_END) - 1;
  return TRUE;
}

static gsize
decode_letters (char *name)
{
  char *out = name;

  for (const char *p = name; *p != '\0'; p++)
    {
      *out = *p == '_' ? ' ' : *p;
      if (*p == '=')
        {
          *out = (char)(g_ascii_xdigit_value (p[1]) << 4 | g_ascii_xdigit_value (p[2]));
          p += 2;
        }
      out++;
    }
  *out = '\0';
  return (gsize)(out - name);
}

/* Returns the name if it is made of words as take_name() wants them, which are shown as they are;
 * %NULL for any other. */
static char * /* (transfer full) (nullable) */
decode_name (const Mailbox *mailbox)
{
  g_autofree char *name = g_strndup (mailbox->name, mailbox->name_length);
  gsize length = 0;

  if (mailbox->encoding == 'q')
    length = decode_letters (name);
  else
    g_base64_decode_inplace (name, &length);
  name[length] = '\0';
  for (gsize i = 0; i < length; i++)
    if (!is_of_name ((guchar)name[i], TRUE)
        && (name[i] != ' ' || i == 0 || name[i - 1] == ' ' || i + 1 == length))
      return NULL;
  return length > 0 && g_utf8_validate (name, (gssize)length, NULL) ? g_steal_pointer (&name)
                                                                    : NULL;
}

static gboolean
is_end (char c)
{
  return c == '\0' || c == ',';
}

static gboolean
take_mailbox (const char **text, gboolean is_decoded, Mailbox *out)
{
  const char *p = *text;

  *out = (Mailbox){ NULL };
  if (!take_address (&p, out) || !is_end (*p))
    {
      p = *text;
      *out = (Mailbox){ NULL };
      if (!take_name (&p, is_decoded, out) && (is_decoded || !take_encoded_name (&p, out)))
        return FALSE;
      p++;
      if (!take_address (&p, out) || *p++ != '>' || !is_end (*p))
        return FALSE;
    }
  *text = p;
  return TRUE;
}

static void
add_mailbox (CrmMessage *message, CrmMessageRole role, const Mailbox *mailbox, const char *decoded)
{
  g_autofree char *address = g_strndup (mailbox->address, mailbox->address_length);
  g_autofree char *name = mailbox->name != NULL && decoded == NULL
                              ? g_strndup (mailbox->name, mailbox->name_length)
                              : NULL;

  crm_message_add_party (message, role, address, decoded != NULL ? decoded : name);
}

static void
free_names (char **names, guint n)
{
  for (guint i = 0; i < n; i++)
    g_free (names[i]);
}

/**
 * crm_plain_addresses_add:
 * @message: a message that is not sealed
 * @role: in which header the people stand
 * @text: what stands there
 * @is_decoded: whether @text was decoded; else a name has ASCII letters only, or is one encoded
 * word
 *
 * Adds all people of @text, where each is written plainly.
 *
 * Returns: whether that is so; otherwise nobody was added
 */
gboolean
crm_plain_addresses_add (CrmMessage *message,
                         CrmMessageRole role,
                         const char *text,
                         gboolean is_decoded)
{
  Mailbox people[MAX_PEOPLE];
  char *decoded[MAX_PEOPLE] = { NULL };
  gboolean all = TRUE;
  guint n = 0;

  for (const char *p = text;; p++)
    {
      if (n == MAX_PEOPLE || !take_mailbox (&p, is_decoded, &people[n++]))
        return FALSE;
      if (*p == '\0')
        break;
      if (p[1] == ' ')
        p++;
    }
  for (guint i = 0; all && i < n; i++)
    all = people[i].encoding == 0 || (decoded[i] = decode_name (&people[i])) != NULL;
  for (guint i = 0; all && i < n; i++)
    add_mailbox (message, role, &people[i], decoded[i]);
  free_names (decoded, n);
  return all;
}

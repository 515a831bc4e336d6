/* crm-address.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-address"
#include "config.h"

#include "crm-address.h"

#include "crm-text-private.h"

#include <string.h>

#define MAX_RAW_LENGTH                                                                             \
  2048 /* no address with its wrapping is longer; keeps hostile headers cheap */
#define MAX_PLAIN_LENGTH 250 /* under all other limits */
#define MAX_LENGTH 320       /* 64 for the local part, 255 for the domain, and the @ */

/* Drops what is drawn as nothing, such as a zero-width space that came along with copy and paste.
 * Returns %NULL when @text holds a control character. */
static char *
drop_invisible (const char *text)
{
  g_autoptr (GString) out = g_string_sized_new (strlen (text));

  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_iscntrl (c))
        return NULL;
      if (g_unichar_type (c) != G_UNICODE_FORMAT)
        g_string_append_unichar (out, c);
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Cuts white space and full stops (also those that IDN takes for one) off the end of @text and
 * white space off its start. */
static gboolean
trim_ends (char **text, char *end)
{
  char *start = *text;
  char *new_end = end;

  while (*start && g_unichar_isspace (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);

  while (new_end > start)
    {
      char *before = g_utf8_prev_char (new_end);
      gunichar c = g_utf8_get_char (before);

      if (!g_unichar_isspace (c) && c != '.' && c != 0x3002 && c != 0xff0e && c != 0xff61)
        break;
      new_end = before;
    }

  *new_end = '\0';
  *text = start;
  return new_end != end;
}

/* Whether the whole of @text is one quoted string. */
static gboolean
is_double_quoted (const char *text)
{
  const char *p = text;

  if (*p++ != '"')
    return FALSE;
  for (; *p && *p != '"'; p++)
    if (*p == '\\' && p[1] != '\0')
      p++;

  return p[0] == '"' && p[1] == '\0';
}

/* Returns the address inside of white space, <> and quotes, cut out of @text in place. */
static char *
unwrap (char *text)
{
  for (;;)
    {
      gsize length;
      gboolean changed = trim_ends (&text, text + strlen (text));

      length = strlen (text);
      if (*text == '<')
        {
          text++;
        }
      else if (length > 0 && text[length - 1] == '>')
        {
          text[length - 1] = '\0';
        }
      else if (length > 1
               && ((*text == '\'' && text[length - 1] == '\'') || is_double_quoted (text)))
        {
          text[length - 1] = '\0';
          text++;
        }
      else if (!changed)
        {
          return text;
        }
    }
}

/* Returns the only @ of @text that is outside of a quoted local part, or %NULL if there is none or
 * another. A double quote that is not the first character is taken for a stray one: broken mailers
 * leave them, and other readers do not count what stands between two of them as quoted. */
static char *
find_at (char *text)
{
  char *p = text;
  char *at;

  if (*p == '"')
    {
      for (p++; *p && *p != '"'; p++)
        if (*p == '\\' && p[1] != '\0')
          p++;
    }

  at = strchr (p, '@');
  return at != NULL && strchr (at + 1, '@') == NULL ? at : NULL;
}

/* Nearly every address is plain: letters, digits and .-_+ around one @, with no full stop at the
 * end. Such a one only becomes lower case. %NULL for all others. */
static char *
normalize_plain (const char *raw)
{
  const char *at = NULL;
  const char *p;
  char *out;

  for (p = raw; g_ascii_isalnum (*p) || *p == '.' || *p == '-' || *p == '_' || *p == '+'
                || (*p == '@' && at == NULL && p > raw);
       p++)
    if (*p == '@')
      at = p;
  if (*p != '\0' || at == NULL || p == at + 1 || p[-1] == '.' || p - raw > MAX_PLAIN_LENGTH)
    return NULL;
  out = g_malloc ((gsize)(p - raw) + 1);
  for (p = raw; *p; p++)
    out[p - raw] = g_ascii_tolower (*p);
  out[p - raw] = '\0';
  return out;
}

/**
 * crm_address_normalize:
 * @raw: (nullable): one addr-spec, without display name, perhaps dirty
 *
 * Gives the one form in which an address is stored and compared: without white space around it,
 * angle brackets, and quotes around the whole (single ones only when they are on both sides: a
 * stray one stays, so that counts agree with other readers of the same mail); in lower case
 * whatever the locale; the domain as A-labels (IDN), or as it is where those cannot be made.
 * Invalid UTF-8 is replaced, not refused. Normalising twice changes nothing.
 *
 * Returns: (transfer full) (nullable): the address, or %NULL when @raw is none: it has not exactly
 * one
 * @ outside of a quoted local part, an empty part, a control character, or more than 320 bytes
 */
char *
crm_address_normalize (const char *raw)
{
  g_autofree char *valid = NULL;
  g_autofree char *visible = NULL;
  g_autofree char *lower = NULL;
  g_autofree char *domain = NULL;
  g_autofree char *result = NULL;
  char *text;
  char *at;

  if (raw == NULL || strnlen (raw, MAX_RAW_LENGTH + 1) > MAX_RAW_LENGTH)
    return NULL;

  result = normalize_plain (raw);
  if (result != NULL)
    return g_steal_pointer (&result);

  /* Line ends around an address are left over from folding; inside they are an attack. */
  valid = g_strstrip (g_utf8_make_valid (raw, -1));
  visible = drop_invisible (valid);
  if (visible == NULL)
    return NULL;

  lower = _crm_text_lower (visible);
  text = unwrap (lower);
  at = find_at (text);
  if (at == NULL || at == text)
    return NULL;

  *at = '\0';
  domain = crm_domain_normalize (at + 1);
  if (domain == NULL)
    return NULL;

  result = g_strconcat (text, "@", domain, NULL);
  return strlen (result) > MAX_LENGTH ? NULL : g_steal_pointer (&result);
}

/**
 * crm_address_get_domain:
 * @address: (nullable): an address as crm_address_normalize() gives it
 *
 * Returns: (transfer none) (nullable): what follows the last @, inside of @address; %NULL without
 * one
 */
const char *
crm_address_get_domain (const char *address)
{
  const char *at = address != NULL ? strrchr (address, '@') : NULL;

  return at != NULL ? at + 1 : NULL;
}

/**
 * crm_address_without_tag:
 * @address: an address as crm_address_normalize() gives it
 *
 * Groups the addresses that one mailbox gets by sub-addressing: `ann+shop@example.com` belongs to
 * `ann@example.com`. A quoted local part, and one that begins with the plus, has no tag.
 *
 * Returns: (transfer full): @address without its tag, or a copy when it has none
 */
char *
crm_address_without_tag (const char *address)
{
  const char *at;
  const char *plus;

  g_return_val_if_fail (address != NULL, NULL);

  at = strrchr (address, '@');
  plus = strchr (address, '+');
  if (at == NULL || plus == NULL || plus > at || plus == address || *address == '"')
    return g_strdup (address);

  return g_strdup_printf ("%.*s%s", (int)(plus - address), address, at);
}

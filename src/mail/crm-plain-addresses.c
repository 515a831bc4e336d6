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

typedef struct
{
  const char *name; /* (unowned) (nullable) */
  gsize name_length;
  const char *address; /* (unowned) */
  gsize address_length;
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
      if (!take_name (&p, is_decoded, out))
        return FALSE;
      p++;
      if (!take_address (&p, out) || *p++ != '>' || !is_end (*p))
        return FALSE;
    }
  *text = p;
  return TRUE;
}

static void
add_mailbox (CrmMessage *message, CrmMessageRole role, const Mailbox *mailbox)
{
  g_autofree char *address = g_strndup (mailbox->address, mailbox->address_length);
  g_autofree char *name
      = mailbox->name != NULL ? g_strndup (mailbox->name, mailbox->name_length) : NULL;

  crm_message_add_party (message, role, address, name);
}

/**
 * crm_plain_addresses_add:
 * @message: a message that is not sealed
 * @role: in which header the people stand
 * @text: what stands there
 * @is_decoded: whether @text was decoded; else a name has ASCII letters only
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
  for (guint i = 0; i < n; i++)
    add_mailbox (message, role, &people[i]);
  return TRUE;
}

/* crm-plain-ids.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Nearly all Message-IDs are words around one @, in brackets: about those no two programs disagree,
 * and they need no decoder. */
#define G_LOG_DOMAIN "crm-plain-ids"
#include "config.h"

#include "crm-plain-ids.h"

#include <string.h>

/* A longer list goes the long way. */
#define MAX_IDS 100

static gboolean
is_of_word (guchar c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("_+-=$%!#&*/", c) != NULL);
}

/* Words with one dot between each two. */
static gboolean
skip_words (const char **text)
{
  const char *p = *text;

  for (;; p++)
    {
      if (!is_of_word ((guchar)*p))
        return FALSE;
      while (is_of_word ((guchar)*p))
        p++;
      if (*p != '.')
        break;
    }
  *text = p;
  return TRUE;
}

static gboolean
skip_id (const char **text)
{
  const char *p = *text;

  if (*p++ != '<' || !skip_words (&p) || *p++ != '@' || !skip_words (&p) || *p++ != '>')
    return FALSE;
  *text = p;
  return TRUE;
}

/* Camel's hash of the id in the brackets that begin at @start. */
static guint64
hash_id (GChecksum *checksum, const char *start)
{
  guint8 digest[16];
  gsize length = sizeof digest;
  guint64 hash;

  g_checksum_reset (checksum);
  g_checksum_update (checksum, (const guchar *)start + 1, strchr (start, '>') - start - 1);
  g_checksum_get_digest (checksum, digest, &length);
  memcpy (&hash, digest, sizeof hash);
  return hash;
}

/**
 * crm_plain_ids_add:
 * @message: a message that is not sealed
 * @text: what stands in References or In-Reply-To, in one line
 *
 * Adds all ids of @text, the last one first as Camel does, where each is written plainly.
 *
 * Returns: whether that is so; otherwise none was added
 */
gboolean
crm_plain_ids_add (CrmMessage *message, const char *text)
{
  const char *starts[MAX_IDS];
  g_autoptr (GChecksum) checksum = NULL;
  guint n = 0;

  for (const char *p = text; *p != '\0';)
    {
      if (*p == ' ' || *p == '\t')
        {
          p++;
          continue;
        }
      if (n == MAX_IDS)
        return FALSE;
      starts[n++] = p;
      if (!skip_id (&p))
        return FALSE;
    }
  if (n == 0)
    return FALSE;
  checksum = g_checksum_new (G_CHECKSUM_MD5);
  while (n > 0)
    crm_message_add_reference (message, hash_id (checksum, starts[--n]));
  return TRUE;
}

/**
 * crm_plain_id_set:
 * @message: a message that is not sealed
 * @text: what stands in Message-ID
 *
 * Sets the Message-ID where it is written plainly.
 *
 * Returns: whether that is so; otherwise nothing was changed
 */
gboolean
crm_plain_id_set (CrmMessage *message, const char *text)
{
  const char *end = text;

  if (!skip_id (&end) || *end != '\0')
    return FALSE;
  crm_message_set_message_id (message, text);
  return TRUE;
}

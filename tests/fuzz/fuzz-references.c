/* fuzz-references.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdint.h>
#include <string.h>

#include "crm-camel-message.h"
#include "crm-plain-ids.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* (transfer full): the input as the value of three headers. A line end would end the value. */
static CrmMessage *
read_as_headers (const char *value)
{
  g_autofree char *block = g_strdup_printf ("Message-ID: %s\nIn-Reply-To: %s\nReferences: %s\n\n",
                                            value, value, value);
  g_autoptr (CrmMailHeaders) headers = crm_mail_headers_new (block, strlen (block));

  return crm_camel_message_from_headers (headers, 0, 0, NULL);
}

static void
check_own_id (const CrmMessage *message)
{
  /* Camel hashes an id of blanks only, too; then there is no text to keep. */
  if (message->message_id == NULL)
    return;
  g_assert_true (g_utf8_validate (message->message_id, -1, NULL));
  g_assert_cmpuint (message->mid_hash, !=, 0);
}

/* Brackets and white space around an id make no difference. */
static void
check_hash (const char *value)
{
  g_autofree char *bare = g_strstrip (g_strdup (value));
  g_autofree char *wrapped = g_strdup_printf (" \t<%s> ", bare);

  if (strpbrk (bare, "<>") == NULL && bare[0] != '\0')
    g_assert_cmpuint (crm_message_id_hash (bare), ==, crm_message_id_hash (wrapped));
}

/* Where ids are taken for plain, Camel reads the same ones in the same order. */
static void
check_plain (const char *value)
{
  g_autoptr (CrmMessage) plain = crm_message_new ();
  g_autoptr (CrmMessage) camel = crm_message_new ();
  GSList *ids;

  if (!crm_plain_ids_add (plain, value))
    return;
  ids = camel_header_references_decode (value);
  for (GSList *link = ids; link != NULL; link = link->next)
    crm_message_add_reference (camel, crm_message_id_hash (link->data));
  g_slist_free_full (ids, g_free);
  g_assert_cmpuint (plain->references->len, ==, camel->references->len);
  for (guint i = 0; i < plain->references->len; i++)
    g_assert_cmpuint (g_array_index (plain->references, guint64, i), ==,
                      g_array_index (camel->references, guint64, i));
}

/* Any bytes are a list of Message-IDs: no reference is nothing or there twice, and the same bytes
 * are always the same list. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *value = g_strndup ((const char *)data, size);
  g_autoptr (CrmMessage) message = NULL;
  g_autoptr (CrmMessage) again = NULL;

  g_strdelimit (value, "\r\n", ' ');
  message = read_as_headers (value);
  again = read_as_headers (value);
  check_own_id (message);
  check_hash (value);
  check_plain (value);
  for (guint i = 0; i < message->references->len; i++)
    {
      guint64 hash = g_array_index (message->references, guint64, i);

      g_assert_cmpuint (hash, !=, 0);
      g_assert_cmpuint (hash, ==, g_array_index (again->references, guint64, i));
      for (guint j = 0; j < i; j++)
        g_assert_cmpuint (hash, !=, g_array_index (message->references, guint64, j));
    }
  return 0;
}

/* fuzz-headers.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdint.h>

#include "crm-camel-message.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Whoever was met before is the same again. */
static void
check_cache (const CrmMailHeaders *headers, const CrmMessage *message)
{
  g_autoptr (CrmPartyCache) cache = crm_party_cache_new ();

  for (guint turn = 0; turn < 2; turn++)
    {
      g_autoptr (CrmMessage) cached = crm_camel_message_from_headers (headers, 0, 0, cache);

      g_assert_cmpuint (cached->fingerprint, ==, message->fingerprint);
      g_assert_cmpuint (cached->parties->len, ==, message->parties->len);
      for (guint i = 0; i < message->parties->len; i++)
        {
          const CrmMessageParty *party = message->parties->pdata[i];
          const CrmMessageParty *same = cached->parties->pdata[i];

          g_assert_cmpint (same->role, ==, party->role);
          g_assert_cmpstr (same->address, ==, party->address);
          g_assert_cmpstr (same->name, ==, party->name);
        }
    }
}

/* Any bytes are a header block: reading them gives a message of valid text, in reasonable time. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (CrmMailHeaders) headers = crm_mail_headers_new ((const char *)data, size);
  g_autoptr (CrmMessage) message = crm_camel_message_from_headers (headers, size, 0, NULL);
  gsize end = 0;

  g_assert_true (g_utf8_validate (message->subject, -1, NULL));
  g_assert_true (message->message_id == NULL || g_utf8_validate (message->message_id, -1, NULL));
  g_assert_cmpint (message->date_usec, >=, 0);
  for (guint i = 0; i < message->parties->len; i++)
    {
      const CrmMessageParty *party = message->parties->pdata[i];

      g_assert_true (g_utf8_validate (party->address, -1, NULL) && *party->address != '\0');
      g_assert_true (party->name == NULL || g_utf8_validate (party->name, -1, NULL));
    }

  check_cache (headers, message);
  if (crm_mail_headers_find_end ((const char *)data, size, &end))
    g_assert_cmpuint (end, <=, size);
  return 0;
}

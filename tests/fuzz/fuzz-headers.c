/* fuzz-headers.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdint.h>

#include "crm-camel-message.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Any bytes are a header block: reading them gives a message of valid text, in reasonable time. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (CrmMailHeaders) headers = crm_mail_headers_new ((const char *)data, size);
  g_autoptr (CrmMessage) message = crm_camel_message_from_headers (headers, size, 0);
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

  if (crm_mail_headers_find_end ((const char *)data, size, &end))
    g_assert_cmpuint (end, <=, size);
  return 0;
}

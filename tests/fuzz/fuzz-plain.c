/* fuzz-plain.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdint.h>

#include "crm-camel-message.h"
#include "crm-plain-addresses.h"
#include "crm-plain-date.h"
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* The people as Camel alone tells them. */
static CrmMessage *
ask_camel (const char *value)
{
  CrmMessage *message = crm_message_new ();
  g_autoptr (CamelInternetAddress) list = camel_internet_address_new ();
  CamelHeaderAddress *decoded = camel_header_address_decode (value, NULL);
  g_autofree char *display = camel_header_address_list_format (decoded);
  const char *name;
  const char *address;

  camel_header_address_list_clear (&decoded);
  camel_address_unformat (CAMEL_ADDRESS (list), display != NULL ? display : "");
  for (int i = 0; camel_internet_address_get (list, i, &name, &address); i++)
    crm_message_add_party (message, CRM_ROLE_TO, address, name);
  return message;
}

static void
check_people (const char *text)
{
  g_autoptr (CrmMessage) message = crm_message_new ();
  g_autoptr (CrmMessage) expected = NULL;

  if (!crm_plain_addresses_add (message, CRM_ROLE_TO, text, FALSE))
    {
      g_assert_cmpuint (message->parties->len, ==, 0);
      return;
    }
  expected = ask_camel (text);
  g_assert_cmpuint (message->parties->len, ==, expected->parties->len);
  for (guint i = 0; i < message->parties->len; i++)
    {
      const CrmMessageParty *party = message->parties->pdata[i];
      const CrmMessageParty *same = expected->parties->pdata[i];

      g_assert_cmpstr (party->address, ==, same->address);
      g_assert_cmpstr (party->name, ==, same->name);
    }
}

/* What is read without Camel is what Camel reads. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autofree char *header = g_strconcat ("Subject: ", text, "\n\n", NULL);
  gint64 secs;

  check_people (text);
  if (crm_plain_date_read (text, &secs))
    g_assert_cmpint (secs, ==, camel_header_decode_date (text, NULL));
  if (g_str_is_ascii (text) && strpbrk (text, "\r\n") == NULL)
    {
      g_autoptr (CrmMailHeaders) headers = crm_mail_headers_new (header, strlen (header));
      g_autoptr (CrmMessage) message = crm_camel_message_from_headers (headers, 0, 0, NULL);
      g_autoptr (CrmMessage) expected = crm_message_new ();
      g_autofree char *decoded
          = strstr (text, "=?") == NULL ? camel_header_decode_string (text, NULL) : NULL;

      crm_message_set_subject (expected, decoded);
      if (decoded != NULL)
        g_assert_cmpstr (message->subject, ==, expected->subject);
    }
  return 0;
}

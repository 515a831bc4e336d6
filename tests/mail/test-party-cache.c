/* test-party-cache.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "test-party-cache"
#include "config.h"

#include <string.h>

#include "crm-camel-message.h"

static CrmMessage *
read_headers (const char *text, CrmPartyCache *cache)
{
  g_autoptr (CrmMailHeaders) headers = crm_mail_headers_new (text, strlen (text));

  return crm_camel_message_from_headers (headers, strlen (text), 0, cache);
}

static void
assert_same_parties (const CrmMessage *a, const CrmMessage *b)
{
  g_assert_cmpuint (a->parties->len, ==, b->parties->len);
  for (guint i = 0; i < a->parties->len; i++)
    {
      const CrmMessageParty *first = g_ptr_array_index (a->parties, i);
      const CrmMessageParty *second = g_ptr_array_index (b->parties, i);

      g_assert_cmpint (first->role, ==, second->role);
      g_assert_cmpstr (first->address, ==, second->address);
      g_assert_cmpstr (first->name, ==, second->name);
    }
  g_assert_cmpuint (a->fingerprint, ==, b->fingerprint);
}

/* What is remembered is what decoding gives, whoever comes in between. */
static void
test_same (void)
{
  static const char *const values[] = {
    "Ada <ada@north.example>",
    "=?utf-8?q?J=C3=BCrgen?= <j@east.example>, \"Coy, Cora\" <cora@west.example>",
    "J\xfcrgen <j@east.example>",
    "friends: a@b.example, A <a@b.example>;",
    "a@b.example, Name <A@B.example>",
    "undisclosed-recipients:;",
    "garbage",
    " ",
  };
  static const char *const types[] = { "", "Content-Type: text/plain; charset=iso-8859-2\n",
                                       "Content-Type: text/plain; charset=koi8-r\n" };
  g_autoptr (CrmPartyCache) cache = crm_party_cache_new ();

  for (guint turn = 0; turn < 3; turn++)
    for (guint i = 0; i < G_N_ELEMENTS (values); i++)
      for (guint j = 0; j < G_N_ELEMENTS (types); j++)
        {
          g_autofree char *text
              = g_strdup_printf ("%sFrom: %s\nTo: %s\nCc: x@y.example\n\n", types[j], values[i],
                                 values[(i + 1) % G_N_ELEMENTS (values)]);
          g_autoptr (CrmMessage) plain = read_headers (text, NULL);
          g_autoptr (CrmMessage) cached = read_headers (text, cache);

          assert_same_parties (cached, plain);
        }
}

/* The same bytes mean something else in a summary, where they are decoded. */
static void
test_forms (void)
{
  static const char encoded[] = "=?utf-8?q?J=C3=BCrgen?= <j@east.example>";
  g_autoptr (CrmPartyCache) cache = crm_party_cache_new ();
  g_autoptr (CamelMessageInfo) info = camel_message_info_new (NULL);
  g_autoptr (CrmMessage) header
      = read_headers ("From: =?utf-8?q?J=C3=BCrgen?= <j@east.example>\n\n", cache);
  g_autoptr (CrmMessage) summary = NULL;
  g_autoptr (CrmMessage) again = NULL;

  camel_message_info_set_from (info, encoded);
  summary = crm_camel_message_from_info (info, cache);
  again = crm_camel_message_from_info (info, cache);
  g_assert_cmpstr (crm_message_get_sender (header)->name, ==, "Jürgen");
  g_assert_cmpstr (crm_message_get_sender (summary)->name, ==, "=?utf-8?q?J=C3=BCrgen?=");
  assert_same_parties (again, summary);
}

static void
test_recall (void)
{
  g_autoptr (CrmPartyCache) cache = crm_party_cache_new ();
  g_autoptr (CrmMessage) first = crm_message_new ();
  g_autoptr (CrmMessage) second = crm_message_new ();
  g_autofree char *text = g_strnfill (300, 'a');
  const CrmMessageParty *party;

  g_assert_false (crm_party_cache_recall (NULL, second, CRM_ROLE_TO, "x", ""));
  g_assert_false (crm_party_cache_recall (cache, second, CRM_ROLE_TO, "x", ""));
  crm_message_add_party (first, CRM_ROLE_FROM, "other@x.example", NULL);
  crm_message_add_party (first, CRM_ROLE_CC, "ada@north.example", "Ada");
  crm_party_cache_remember (cache, first, 1, "x", "");
  g_assert_false (crm_party_cache_recall (cache, second, CRM_ROLE_TO, "x", "utf-8"));
  g_assert_false (crm_party_cache_recall (cache, second, CRM_ROLE_TO, "xx", ""));
  g_assert_true (crm_party_cache_recall (cache, second, CRM_ROLE_TO, "x", ""));
  g_assert_cmpuint (second->parties->len, ==, 1);
  party = g_ptr_array_index (second->parties, 0);
  g_assert_cmpint (party->role, ==, CRM_ROLE_TO); /* whose header it is now */
  g_assert_cmpstr (party->address, ==, "ada@north.example");
  g_assert_cmpstr (party->name, ==, "Ada");

  crm_party_cache_remember (cache, first, 0, text, "");
  g_assert_false (crm_party_cache_recall (cache, second, CRM_ROLE_CC, text, ""));
}

/* However many are met, each is told right and the memory is bounded. */
static void
test_many (void)
{
  g_autoptr (CrmPartyCache) cache = crm_party_cache_new ();

  for (guint turn = 0; turn < 2; turn++)
    for (guint i = 0; i < 10000; i++)
      {
        g_autofree char *address = g_strdup_printf ("p%u@c.example", i);
        g_autofree char *text = g_strdup_printf ("To: P <%s>\n\n", address);
        g_autoptr (CrmMessage) message = read_headers (text, cache);

        g_assert_cmpuint (message->parties->len, ==, 1);
        g_assert_cmpstr (((CrmMessageParty *)message->parties->pdata[0])->address, ==, address);
      }
}

/* What the Content-Type of the letter before said is not told of another one. */
static void
test_types (void)
{
  static const struct
  {
    const char *type;
    CrmMessageFlags flags;
  } letters[] = {
    { "multipart/mixed; boundary=a", CRM_MESSAGE_ATTACHMENTS },
    { "multipart/mixed; boundary=a", CRM_MESSAGE_ATTACHMENTS },
    { "text/plain; charset=utf-8", 0 },
    { "text/plain; charset=utf-8", 0 },
    { "multipart/report; boundary=a", CRM_MESSAGE_AUTOMATIC },
    { "nonsense", 0 },
    { "nonsense", 0 },
    { "multipart/mixed; boundary=a", CRM_MESSAGE_ATTACHMENTS },
  };
  g_autoptr (CrmPartyCache) cache = crm_party_cache_new ();

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    {
      g_autofree char *text = g_strdup_printf ("Content-Type: %s\n\n", letters[i].type);
      g_autoptr (CrmMessage) message = read_headers (text, cache);

      g_assert_cmpuint (message->flags, ==, letters[i].flags);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  crm_mail_init ();

  g_test_add_func ("/party-cache/same", test_same);
  g_test_add_func ("/party-cache/forms", test_forms);
  g_test_add_func ("/party-cache/recall", test_recall);
  g_test_add_func ("/party-cache/many", test_many);
  g_test_add_func ("/party-cache/types", test_types);

  return g_test_run ();
}

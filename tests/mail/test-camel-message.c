/* test-camel-message.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "test-camel-message"
#include "config.h"

#include <string.h>

#include "crm-camel-message.h"
#include "crm-plain-addresses.h"
#include "crm-plain-date.h"

static CrmMessage *
read_headers (const char *text)
{
  g_autoptr (CrmMailHeaders) headers = crm_mail_headers_new (text, strlen (text));

  return crm_camel_message_from_headers (headers, strlen (text), 0, NULL);
}

/* "1:ada@north.example(Ada) 2:..." in the order of the headers. */
static char * /* (transfer full) */
describe_parties (const CrmMessage *message)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < message->parties->len; i++)
    {
      const CrmMessageParty *party = message->parties->pdata[i];

      g_string_append_printf (text, "%s%d:%s", i > 0 ? " " : "", party->role, party->address);
      if (party->name != NULL)
        g_string_append_printf (text, "(%s)", party->name);
    }

  return g_string_free (text, FALSE);
}

static void
assert_parties (const char *headers, const char *expected)
{
  g_autoptr (CrmMessage) message = read_headers (headers);
  g_autofree char *found = describe_parties (message);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_roles (void)
{
  assert_parties ("FROM: Ada <Ada@North.Example>\n"
                  "to: bo@south.example,\n\t\"Coy, Cora\" <cora@west.example>\n"
                  "Cc: dan@west.example (Dan Comment)\n"
                  "Bcc: eve@west.example\n"
                  "Reply-To: answers@north.example\n"
                  "\n"
                  "To: body@west.example\n",
                  "1:ada@north.example(Ada) 2:bo@south.example 2:cora@west.example(Coy, Cora) "
                  "3:dan@west.example(Dan Comment) 4:eve@west.example 5:answers@north.example");
}

static void
test_odd_addresses (void)
{
  assert_parties ("To: k..lead@phone.example, .dot@phone.example, end.@phone.example\n\n",
                  "2:k..lead@phone.example 2:.dot@phone.example 2:end.@phone.example");
  assert_parties ("To: Kim <k..lead@phone.example>\n\n", "2:k..lead@phone.example(Kim)");
  assert_parties ("To: undisclosed-recipients:;\n\n", "");
  assert_parties ("To: friends: Ada <ada@north.example>, bo@south.example;, "
                  "cora@west.example\n\n",
                  "2:ada@north.example(Ada) 2:bo@south.example 2:cora@west.example");
  assert_parties ("To: \"Team: Ada\" <ada@[IPv6:2001:db8::1]>; bo@south.example (;:,)\n\n",
                  "2:ada@[ipv6:2001:db8::1](Team: Ada) 2:bo@south.example(;:,)");
  assert_parties ("To: <@relay.example,@b.example:cora@west.example> x@y.example\n\n",
                  "2:cora@west.example 2:x@y.example");
  assert_parties ("To: <\"kim.(home)\"@north.example>, <lee(\"x\")@north.example>\n\n",
                  "2:kim.(home)@north.example 2:lee@north.example");
  assert_parties ("To: ada@north.example, ADA@north.example\n\n", "2:ada@north.example");
  assert_parties ("From: Nobody\nTo: , ,\nCc:\n\n", "");
}

/* The parties as Camel alone tells them. */
static char * /* (transfer full) */
describe_as_camel (const char *value)
{
  CamelHeaderAddress *decoded = camel_header_address_decode (value, NULL);
  g_autofree char *display = camel_header_address_list_format (decoded);
  g_autoptr (CamelInternetAddress) list = camel_internet_address_new ();
  g_autoptr (CrmMessage) message = crm_message_new ();
  const char *name;
  const char *address;

  camel_header_address_list_clear (&decoded);
  camel_address_unformat (CAMEL_ADDRESS (list), display);
  for (int i = 0; camel_internet_address_get (list, i, &name, &address); i++)
    crm_message_add_party (message, CRM_ROLE_TO, address, name);
  return describe_parties (message);
}

/* What is plain does not go through Camel, and must come out the same. */
static void
test_plain_addresses (void)
{
  static const char *const values[] = {
    "ada@north.example",
    "Ada <ada@north.example>",
    "Ada North-Pole 3rd <Ada.North+crm@mail.north.example>,bo_b@south.example, Cy <c-y@w.example>",
    "A B <a@b.example>,A B <a@b.example>,a@b.example",
    "user@localhost, 5 <5@5.example>",
    "=?utf-8?q?J=C3=BCrgen_Au-er?= <j@east.example>, Ada <ada@north.example>",
    "=?UTF-8?Q?=C3=85sa_2nd?= <a@east.example>",
    "=?utf-8?b?w4VzYSDDlg==?= <a@east.example>,=?utf-8?B?0JDQtNCw?= <b@east.example>",
    "Ada  North <ada@north.example>", /* from here on not plain */
    "Ada. <ada@north.example>",
    "Ada <ada@north.example>, ",
    "Ada <ada@north.example> (sales)",
    "<ada@north.example>",
    "Ada <ada@north.example",
    "Ada ada@north.example",
    "Ada <ada..n@north.example>",
    "Friends: ada@north.example;",
    "Ada<ada@north.example>",
    "\"North, Ada\" <ada@north.example>",
    "=?utf-8?q?Ada=2C_North?= <ada@north.example>",
    "=?utf-8?q?Ada=22?= <ada@north.example>",
    "=?utf-8?q?Ada=0A?= <ada@north.example>",
    "=?utf-8?q?Ada=00?= <ada@north.example>",
    "=?utf-8?q?Ada__North?= <ada@north.example>",
    "=?utf-8?q?_Ada?= <ada@north.example>",
    "=?utf-8?q?=C3?= <ada@north.example>",
    "=?utf-8?q?=C?= <ada@north.example>",
    "=?utf-8?q?"
    "?= <ada@north.example>",
    "=?utf-8?q?A?= =?utf-8?q?B?= <ada@north.example>",
    "=?utf-8?q?A?= B <ada@north.example>",
    "=?utf-8?q?A?=<ada@north.example>",
    "=?utf-8?q?A?= ada@north.example",
    "=?utf-8?b?w4V?= <a@east.example>",
    "=?utf-8?b?w4Vz=YSD?= <a@east.example>",
    "=?utf-8?b?====?= <a@east.example>",
    "=?utf-8?x?A?= <a@east.example>",
    "=?utf-8?q?A <a@east.example>",
    "=?iso-8859-1?q?J=FCrgen?= <j@east.example>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *expected = describe_as_camel (values[i]);
      g_autoptr (CrmMessage) message = crm_message_new ();
      gboolean is_plain = crm_plain_addresses_add (message, CRM_ROLE_TO, values[i], FALSE);
      g_autofree char *found = describe_parties (message);

      g_assert_cmpint (is_plain, ==, i < 8);
      g_assert_cmpstr (found, ==, is_plain ? expected : "");
    }
}

/* A name that was decoded already may look encoded, and is what it looks like. */
static void
test_plain_display (void)
{
  g_autoptr (CrmMessage) message = crm_message_new ();

  g_assert_false (
      crm_plain_addresses_add (message, CRM_ROLE_TO, "=?utf-8?q?A?= <a@east.example>", TRUE));
  g_assert_true (
      crm_plain_addresses_add (message, CRM_ROLE_TO, "\303\205sa <a@east.example>", TRUE));
  g_assert_cmpstr (((CrmMessageParty *)message->parties->pdata[0])->name, ==, "\303\205sa");
}

/* The same as Camel's decoder, or not read at all. */
static void
test_plain_dates (void)
{
  static const char *const values[] = {
    "Thu, 01 Jan 2015 08:46:01 -0000",
    "Thu, 1 Jan 2015 08:46:01 +0100",
    "Mon, 29 Feb 2016 23:59:59 -0730 (PDT)",
    "Sat, 31 Dec 2099 00:00:00 +1345",
    "Tue, 29 Feb 2000 12:00:00 +0000",
    "Thu, 01 Jan 1970 00:00:01 +0000",
    "Thu, 01 Jan 1970 00:00:01 +0100",
    "Sun, 01 Mar 2400 00:00:00 +0000",
    "Sat, 29 Feb 2015 08:46:01 +0000", /* from here on not plain */
    "Thu, 00 Jan 2015 08:46:01 +0000",
    "Thu, 32 Jan 2015 08:46:01 +0000",
    "Thu, 1 jan 2015 08:46:01 +0100",
    "Thu, 1 Jan 15 08:46:01 +0100",
    "Thu, 1 Jan 2015 8:46:01 +0100",
    "Thu, 1 Jan 2015 08:46 +0100",
    "Thu, 1 Jan 2015 24:46:01 +0100",
    "Thu, 1 Jan 2015 08:60:01 +0100",
    "Thu, 1 Jan 2015 08:46:60 +0100",
    "Thu, 1 Jan 2015 08:46:01 +01",
    "Thu, 1 Jan 2015 08:46:01 +1500",
    "Thu, 1 Jan 2015 08:46:01 +0160",
    "Thu, 1 Jan 2015 08:46:01 +01000",
    "Thu, 1 Jan 2015 08:46:01 GMT",
    "Thu, 1 Jan 2015 08:46:01",
    "Thu, 1 Jan 1969 08:46:01 +0000",
    "Thu,  1 Jan 2015 08:46:01 +0100",
    "Thursday, 1 Jan 2015 08:46:01 +0100",
    "1 Jan 2015 08:46:01 +0100",
    "Sep, 1 Jan 2015 08:46:01 +0100",
    "thu, 1 Jan 2015 08:46:01 +0100",
    "Thu",
    "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      gint64 secs = -1;
      gboolean is_plain = crm_plain_date_read (values[i], &secs);

      g_test_message ("%s", values[i]);
      g_assert_cmpint (is_plain, ==, i < 8);
      g_assert_cmpint (secs, ==, is_plain ? camel_header_decode_date (values[i], NULL) : -1);
    }
}

/* Every day of 200 years. */
static void
test_all_days (void)
{
  g_autoptr (GDate) date = g_date_new_dmy (1, 1, 1970);

  for (; g_date_get_year (date) < 2170; g_date_add_days (date, 1))
    {
      char text[64];
      gint64 secs;

      g_snprintf (text, sizeof text, "Mon, %d %.3s %d 00:00:00 +0000", g_date_get_day (date),
                  "JanFebMarAprMayJunJulAugSepOctNovDec" + 3 * (g_date_get_month (date) - 1),
                  g_date_get_year (date));
      g_assert_true (crm_plain_date_read (text, &secs));
      g_assert_cmpint (secs, ==, ((gint64)g_date_get_julian (date) - 719163) * 24 * 3600);
    }
}

/* Subjects that need no decoder come out as if they had gone through it. */
static void
test_plain_subjects (void)
{
  static const char *const values[] = {
    "Offer",
    "Re: [list]  two  blanks",
    " before and after ",
    "a=b, c?=d =? = ?",
    "\"quoted\\\"",
    "(comment) <x@y.example>",
    "a\tb",
    "~ ! @ # $ % ^ & * ;",
    "=",
    "?=",
    "x =",
    "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *text = g_strdup_printf ("Subject: %s\n\n", values[i]);
      g_autoptr (CrmMessage) message = read_headers (text);
      g_autoptr (CrmMessage) expected = crm_message_new ();
      g_autofree char *decoded = camel_header_decode_string (values[i], NULL);

      crm_message_set_subject (expected, decoded);
      g_assert_cmpstr (message->subject, ==, expected->subject);
    }
}

static void
test_decoding (void)
{
  g_autoptr (CrmMessage) encoded
      = read_headers ("From: =?utf-8?q?J=C3=BCrgen?= <j@east.example>\n"
                      "Subject: =?iso-8859-1?q?M=FChle?=\n =?utf-8?b?IG5ldQ==?=\n\n");
  g_autoptr (CrmMessage) declared
      = read_headers ("Content-Type: text/plain; charset=iso-8859-1\nSubject: M\xfchle\n\n");
  g_autoptr (CrmMessage) unknown
      = read_headers ("Subject: =?x-nonsense?q?a=FFb?= and \xff\xfe raw\n"
                      "From: \xe9\xe8 <x@east.example>\n\n");

  g_assert_cmpstr (crm_message_get_sender (encoded)->name, ==, "J\303\274rgen");
  g_assert_cmpstr (encoded->subject, ==, "M\303\274hle neu");
  g_assert_cmpstr (declared->subject, ==, "M\303\274hle");
  g_assert_true (g_utf8_validate (unknown->subject, -1, NULL));
  g_assert_cmpstr (crm_message_get_sender (unknown)->address, ==, "x@east.example");
}

static void
test_ids (void)
{
  g_autoptr (CrmMessage) message
      = read_headers ("Message-ID: <four@north.example>\n"
                      "References: <one@north.example>\n\t<two@north.example>\n"
                      "In-Reply-To: <three@north.example> <two@north.example>\n\n");
  g_autoptr (CrmMessage) none = read_headers ("Message-ID:  \nReferences:\n\n");
  g_autoptr (CrmMessage) bare = read_headers ("Message-ID: bare@north.example\n\n");

  g_assert_cmpstr (message->message_id, ==, "four@north.example");
  g_assert_cmpuint (message->mid_hash, ==, crm_message_id_hash ("<four@north.example>"));
  g_assert_cmpuint (message->references->len, ==, 3);
  g_assert_cmpstr (bare->message_id, ==, "bare@north.example");
  g_assert_cmpuint (bare->mid_hash, !=, 0);
  g_assert_null (none->message_id);
  g_assert_cmpuint (none->mid_hash, ==, 0);
  g_assert_cmpuint (none->references->len, ==, 0);
}

static void
test_dates (void)
{
  static const struct
  {
    const char *headers;
    gint64 secs;
  } cases[] = {
    { "Date: Mon, 4 Mar 2024 09:12:00 +0100\n\n", 1709539920 },
    { "Date: Mon, 4 Mar 2024 09:12:00 +0100 (CET)\r\n\r\n", 1709539920 },
    { "Received: by x;\n\tMon, 4 Mar 2024 09:12:00 +0100\n\n", 1709539920 },
    { "Date: soon\n\n", 0 },
    { "Date:\n\n", 0 },
    { "Subject: none\n\n", 0 },
    { "Date: Thu, 1 Jan 1970 00:00:00 +0000\n\n", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrmMessage) message = read_headers (cases[i].headers);

      g_assert_cmpint (message->date_usec, ==, cases[i].secs * G_USEC_PER_SEC);
    }
}

static void
test_flags (void)
{
  static const struct
  {
    const char *headers;
    CrmMessageFlags flags;
  } cases[] = {
    { "List-Id: <news.list.example>\n\n", CRM_MESSAGE_LIST },
    { "List-Post: <mailto:news@list.example>\n\n", CRM_MESSAGE_LIST },
    { "List-Unsubscribe: <mailto:leave@list.example>\n\n", CRM_MESSAGE_LIST },
    { "X-BeenThere: news@list.example\n\n", CRM_MESSAGE_LIST },
    { "Precedence: Bulk\n\n", CRM_MESSAGE_LIST },
    { "Precedence: first-class\n\n", 0 },
    { "Auto-Submitted: auto-generated\n\n", CRM_MESSAGE_AUTOMATIC },
    { "Auto-Submitted: no\n\n", 0 },
    { "X-Autoreply: yes\n\n", CRM_MESSAGE_AUTOMATIC },
    { "Return-Path: <>\n\n", CRM_MESSAGE_AUTOMATIC },
    { "Return-Path: <ada@north.example>\n\n", 0 },
    { "Return-Path: <Owner-news@list.example>\n\n", CRM_MESSAGE_LIST },
    { "Sender: news-owner@host.example\n\n", CRM_MESSAGE_LIST },
    { "Sender: OWNER-news@host.example\n\n", CRM_MESSAGE_LIST },
    { "Sender: olivia.owner@corp.example\n\n", 0 },
    { "Delivered-To: Mailing List news@host.example\n\n", CRM_MESSAGE_LIST },
    { "Delivered-To: olivia.owner@corp.example\n\n", 0 },
    { "Content-Type: multipart/REPORT; boundary=x\n\n", CRM_MESSAGE_AUTOMATIC },
    { "Content-Type: message/delivery-status\n\n", CRM_MESSAGE_AUTOMATIC },
    { "X-Failed-Recipients: bo@south.example\n\n", CRM_MESSAGE_AUTOMATIC },
    { "Content-Type: multipart/mixed; boundary=x\n\n", CRM_MESSAGE_ATTACHMENTS },
    { "Content-Type: text/plain\n\n", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrmMessage) message = read_headers (cases[i].headers);

      g_assert_cmpint (message->flags, ==, cases[i].flags);
    }
}

/* Camel's decoders are made for mail that people sent. None of this may take noticeable time. */
static void
test_hostile_headers (void)
{
  static const char *const pieces[] = {
    "<",    ">",    "\"",         "(",      "a,",           "@",
    ".",    ":;",   "=?utf-8?q?", "=?x?b?", "a@b.example,", "<a@b> ",
    "\xff", "a b ", "..@",        "[",      "\\",           "<x@y>\n\t",
  };
  static const char *const names[]
      = { "From", "To",           "Subject", "References", "Message-ID",
          "Date", "Content-Type", "List-Id", "Received" };
  gint64 start = g_get_monotonic_time ();

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (names); j++)
        {
          g_autoptr (GString) text = g_string_new (names[j]);
          g_autoptr (CrmMessage) message = NULL;

          g_string_append (text, ": ");
          while (text->len < CRM_MAIL_HEADERS_MAX_BYTES)
            g_string_append (text, pieces[i]);
          message = read_headers (text->str);
          g_assert_true (g_utf8_validate (message->subject, -1, NULL));
        }
    }

  g_test_message ("%d ms", (int)((g_get_monotonic_time () - start) / 1000));
}

static void
test_header_end (void)
{
  gsize end = 0;

  g_assert_true (crm_mail_headers_find_end ("A: b\n\nbody", 10, &end));
  g_assert_cmpuint (end, ==, 6);
  g_assert_true (crm_mail_headers_find_end ("A: b\r\n\r\nbody", 12, &end));
  g_assert_cmpuint (end, ==, 8);
  g_assert_true (crm_mail_headers_find_end ("\n", 1, &end));
  g_assert_cmpuint (end, ==, 1);
  g_assert_false (crm_mail_headers_find_end ("A: b\n", 5, NULL));
  g_assert_false (crm_mail_headers_find_end ("", 0, NULL));
}

static void
test_info_fields (void)
{
  g_autoptr (CamelMessageInfo) info = camel_message_info_new (NULL);
  g_autoptr (CrmMessage) message = NULL;
  g_autofree char *parties = NULL;
  GArray *references = g_array_new (FALSE, FALSE, sizeof (guint64));
  guint64 reference = 77;

  g_array_append_val (references, reference);
  camel_message_info_set_from (info, "\"Coy, Cora\" <cora@west.example>");
  camel_message_info_set_to (info, "k.. <lead@phone.example>, Bo (old) <bo@south.example>");
  camel_message_info_set_cc (info, "friends : ada@north.example, dan@west.example;");
  camel_message_info_set_subject (info, "Offer");
  camel_message_info_set_message_id (info, 99);
  camel_message_info_take_references (info, references);
  camel_message_info_set_date_received (info, 1709539920);
  camel_message_info_set_size (info, 1234);
  camel_message_info_set_mlist (info, "news@list.example");
  camel_message_info_set_flags (info, 0xffff, CAMEL_MESSAGE_SEEN | CAMEL_MESSAGE_JUNK);

  message = crm_camel_message_from_info (info, NULL);
  parties = describe_parties (message);
  g_assert_cmpstr (parties, ==,
                   "1:cora@west.example(Coy, Cora) 2:k..lead@phone.example "
                   "2:bo@south.example(Bo (old)) 3:ada@north.example 3:dan@west.example");
  g_assert_cmpstr (message->subject, ==, "Offer");
  g_assert_cmpuint (message->mid_hash, ==, 99);
  g_assert_cmpuint (message->references->len, ==, 1);
  g_assert_cmpint (message->date_usec, ==, G_GINT64_CONSTANT (1709539920) * G_USEC_PER_SEC);
  g_assert_cmpuint (message->size_bytes, ==, 1234);
  g_assert_cmpint (message->flags, ==, CRM_MESSAGE_SEEN | CRM_MESSAGE_JUNK | CRM_MESSAGE_LIST);
}

static void
test_empty_info (void)
{
  g_autoptr (CamelMessageInfo) info = camel_message_info_new (NULL);
  g_autoptr (CrmMessage) message = crm_camel_message_from_info (info, NULL);

  g_assert_cmpstr (message->subject, ==, "");
  g_assert_cmpuint (message->parties->len, ==, 0);
  g_assert_cmpint (message->date_usec, ==, 0);
  g_assert_cmpuint (message->fingerprint, !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  crm_mail_init ();

  g_test_add_func ("/camel-message/roles", test_roles);
  g_test_add_func ("/camel-message/odd-addresses", test_odd_addresses);
  g_test_add_func ("/camel-message/plain-addresses", test_plain_addresses);
  g_test_add_func ("/camel-message/plain-display", test_plain_display);
  g_test_add_func ("/camel-message/plain-dates", test_plain_dates);
  g_test_add_func ("/camel-message/all-days", test_all_days);
  g_test_add_func ("/camel-message/plain-subjects", test_plain_subjects);
  g_test_add_func ("/camel-message/decoding", test_decoding);
  g_test_add_func ("/camel-message/ids", test_ids);
  g_test_add_func ("/camel-message/dates", test_dates);
  g_test_add_func ("/camel-message/flags", test_flags);
  g_test_add_func ("/camel-message/hostile", test_hostile_headers);
  g_test_add_func ("/camel-message/header-end", test_header_end);
  g_test_add_func ("/camel-message/info", test_info_fields);
  g_test_add_func ("/camel-message/info-empty", test_empty_info);

  return g_test_run ();
}

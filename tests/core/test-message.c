/* test-message.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-message.h"

#define DATE_USEC G_GINT64_CONSTANT (1795253400000000)

static CrmMessage *
make_letter (void)
{
  CrmMessage *message = crm_message_new ();

  crm_message_add_party (message, CRM_ROLE_FROM, "ann@example.com", "Ann");
  crm_message_add_party (message, CRM_ROLE_TO, "bob@example.com", NULL);
  crm_message_add_party (message, CRM_ROLE_TO, "cy@example.com", NULL);
  crm_message_set_subject (message, "Offer 42");
  message->date_usec = DATE_USEC;
  return message;
}

static void
test_parties (void)
{
  g_autoptr (CrmMessage) message = crm_message_new ();
  const CrmMessageParty *party;

  g_assert_null (crm_message_get_sender (message));
  g_assert_true (crm_message_add_party (message, CRM_ROLE_TO, "<Bob@Example.com>", " "));
  g_assert_false (crm_message_add_party (message, CRM_ROLE_TO, "bob@example.com", "Bob\r\n B."));
  g_assert_false (crm_message_add_party (message, CRM_ROLE_TO, "bob@example.com", "Robert"));
  g_assert_true (crm_message_add_party (message, CRM_ROLE_CC, "bob@example.com", NULL));
  g_assert_true (crm_message_add_party (message, CRM_ROLE_FROM, "ann@example.com", "Ann"));
  g_assert_false (crm_message_add_party (message, CRM_ROLE_FROM, "undisclosed", NULL));
  g_assert_false (crm_message_add_party (message, CRM_ROLE_FROM, NULL, NULL));
  g_assert_cmpuint (message->parties->len, ==, 3);

  party = g_ptr_array_index (message->parties, 0);
  g_assert_cmpstr (party->address, ==, "bob@example.com");
  g_assert_cmpstr (party->name, ==, "Bob B.");
  party = crm_message_get_sender (message);
  g_assert_cmpstr (party->address, ==, "ann@example.com");
}

/* A letter to a whole town must not take quadratic time. */
static void
test_many_parties (void)
{
  g_autoptr (CrmMessage) message = crm_message_new ();

  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < 50000; i++)
      {
        g_autofree char *address = g_strdup_printf ("member%u@example.com", i);

        crm_message_add_party (message, CRM_ROLE_TO, address, NULL);
      }

  crm_message_seal (message);
  g_assert_cmpuint (message->parties->len, ==, 50000);
}

static void
test_message_id (void)
{
  g_autoptr (CrmMessage) message = crm_message_new ();
  guint64 hash = crm_message_id_hash ("1@example.com");
  guint8 expected[8] = { 0xfc, 0xbd, 0x65, 0x4a, 0xf6, 0x60, 0x0c, 0x37 };

  g_assert_cmpmem (&hash, sizeof hash, expected, sizeof expected);
  g_assert_true (crm_message_id_hash (" <1@example.com>\r\n") == hash);
  g_assert_true (crm_message_id_hash ("<1@example.com> (comment)") == hash);
  g_assert_true (crm_message_id_hash ("< 1@example.com") == hash);
  g_assert_true (crm_message_id_hash ("1@example.com ") == hash);
  g_assert_true (crm_message_id_hash ("<   ") == 0);
  g_assert_true (crm_message_id_hash (NULL) == 0);
  g_assert_true (crm_message_id_hash (" <> ") == 0);
  g_assert_true (crm_message_id_hash ("") == 0);

  crm_message_set_message_id (message, "<1@example.com>");
  g_assert_cmpstr (message->message_id, ==, "1@example.com");
  g_assert_true (message->mid_hash == hash);
  crm_message_set_message_id (message, "\xff");
  g_assert_true (g_utf8_validate (message->message_id, -1, NULL));
  crm_message_set_message_id (message, NULL);
  g_assert_null (message->message_id);
  g_assert_true (message->mid_hash == 0);
}

static void
test_references (void)
{
  g_autoptr (CrmMessage) message = crm_message_new ();

  crm_message_add_reference (message, 7);
  crm_message_add_reference (message, 0);
  crm_message_add_reference (message, 9);
  crm_message_add_reference (message, 7);
  g_assert_cmpuint (message->references->len, ==, 2);
  g_assert_true (g_array_index (message->references, guint64, 1) == 9);
}

static void
test_fingerprint_same (void)
{
  g_autoptr (CrmMessage) letter = make_letter ();
  g_autoptr (CrmMessage) copy = crm_message_new ();

  crm_message_add_party (copy, CRM_ROLE_TO, "CY@example.com", "Cy");
  crm_message_add_party (copy, CRM_ROLE_TO, "bob@example.com", "Bob");
  crm_message_add_party (copy, CRM_ROLE_TO, "bob@example.com", "Bob");
  crm_message_add_party (copy, CRM_ROLE_BCC, "secret@example.com", NULL);
  crm_message_add_party (copy, CRM_ROLE_FROM, "ann@example.com", NULL);
  crm_message_set_subject (copy, " Offer\r\n  42 ");
  crm_message_set_message_id (copy, "other@example.com");
  copy->date_usec = DATE_USEC + 999999;
  copy->flags = CRM_MESSAGE_SEEN;

  crm_message_seal (letter);
  crm_message_seal (copy);
  g_assert_true (letter->fingerprint != 0);
  g_assert_true (letter->fingerprint == copy->fingerprint);
  /* Stored and shared between devices: this value may never change. */
  g_assert_cmphex (letter->fingerprint, ==, G_GUINT64_CONSTANT (0x41db2ee0d07cdadf));
}

static void
check_different (CrmMessage *changed)
{
  g_autoptr (CrmMessage) letter = make_letter ();

  crm_message_seal (letter);
  crm_message_seal (changed);
  g_assert_true (letter->fingerprint != changed->fingerprint);
}

static void
test_fingerprint_differs (void)
{
  g_autoptr (CrmMessage) subject = make_letter ();
  g_autoptr (CrmMessage) date = make_letter ();
  g_autoptr (CrmMessage) recipient = make_letter ();
  g_autoptr (CrmMessage) sender = crm_message_new ();
  g_autoptr (CrmMessage) empty = crm_message_new ();

  crm_message_set_subject (subject, "offer 42");
  check_different (subject);
  date->date_usec -= 1; /* the second before */
  check_different (date);
  crm_message_add_party (recipient, CRM_ROLE_TO, "dee@example.com", NULL);
  check_different (recipient);
  crm_message_add_party (sender, CRM_ROLE_TO, "ann@example.com", NULL);
  check_different (sender);
  check_different (empty);
  g_assert_true (empty->fingerprint != 0);
}

static void
test_boxed (void)
{
  CrmMessage *message = make_letter ();
  CrmMessage *copy = g_boxed_copy (CRM_TYPE_MESSAGE, message);

  g_assert_true (copy == message);
  crm_message_unref (message);
  g_assert_cmpstr (copy->subject, ==, "Offer 42");
  g_boxed_free (CRM_TYPE_MESSAGE, copy);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message/parties", test_parties);
  g_test_add_func ("/message/many-parties", test_many_parties);
  g_test_add_func ("/message/message-id", test_message_id);
  g_test_add_func ("/message/references", test_references);
  g_test_add_func ("/message/fingerprint-same", test_fingerprint_same);
  g_test_add_func ("/message/fingerprint-differs", test_fingerprint_differs);
  g_test_add_func ("/message/boxed", test_boxed);
  return g_test_run ();
}

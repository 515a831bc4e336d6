/* test-vcard.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-vcard.h"
#include "model/crm-card-text.h"

#include <string.h>

static EContact *
parse (const char *vcard)
{
  return e_contact_new_from_vcard (vcard);
}

static void
assert_field (EContact *contact, EContactField field, const char *expected)
{
  g_assert_cmpstr (e_contact_get_const (contact, field), ==, expected);
}

static void
test_build (void)
{
  g_autofree char *vcard = crm_vcard_build ("uid-1", "Dr. Ann van der Roe", "Acme; Sons, Ltd",
                                            "Head of R&D", "ann@acme.example", "+44 20 7946 0000");
  EContact *contact = parse (vcard);
  EContactName *name = e_contact_get (contact, E_CONTACT_NAME);
  EVCardAttribute *email = e_vcard_get_attribute (E_VCARD (contact), EVC_EMAIL);
  EVCardAttribute *phone = e_vcard_get_attribute (E_VCARD (contact), EVC_TEL);

  g_assert_nonnull (strstr (vcard, "VERSION:3.0"));
  assert_field (contact, E_CONTACT_UID, "uid-1");
  assert_field (contact, E_CONTACT_FULL_NAME, "Dr. Ann van der Roe");
  assert_field (contact, E_CONTACT_ORG, "Acme; Sons, Ltd");
  assert_field (contact, E_CONTACT_TITLE, "Head of R&D");
  assert_field (contact, E_CONTACT_EMAIL_1, "ann@acme.example");
  assert_field (contact, E_CONTACT_PHONE_BUSINESS, "+44 20 7946 0000");
  g_assert_cmpstr (name->given, ==, "Ann");
  g_assert_cmpstr (name->family, ==, "van der Roe");
  g_assert_cmpstr (name->prefixes, ==, "Dr.");
  g_assert_true (e_vcard_attribute_has_type (email, "WORK"));
  g_assert_true (e_vcard_attribute_has_type (phone, "WORK"));
  g_assert_true (e_vcard_attribute_has_type (phone, "VOICE"));
  e_contact_name_free (name);
  g_object_unref (contact);
}

/* The workspace, which has no library for contacts, writes what this one reads. */
static void
test_card_text (void)
{
  CrmCardText card = { .uid = "uid-9",
                       .name = "Nora, the\nOlder Quell;ental",
                       .organization = "Acme; Sons\\Ltd",
                       .title = "Head of R&D",
                       .address = "nora@acme.example",
                       .other = "nora@home.example",
                       .phone = "+44 20 7946 0000" };
  g_autofree char *vcard = crm_card_text_build (&card);
  EContact *contact = parse (vcard);
  EContactName *name = e_contact_get (contact, E_CONTACT_NAME);

  assert_field (contact, E_CONTACT_UID, "uid-9");
  assert_field (contact, E_CONTACT_FULL_NAME, "Nora, the Older Quell;ental");
  assert_field (contact, E_CONTACT_ORG, "Acme; Sons\\Ltd");
  assert_field (contact, E_CONTACT_TITLE, "Head of R&D");
  assert_field (contact, E_CONTACT_EMAIL_1, "nora@acme.example");
  assert_field (contact, E_CONTACT_EMAIL_2, "nora@home.example");
  assert_field (contact, E_CONTACT_PHONE_BUSINESS, "+44 20 7946 0000");
  g_assert_cmpstr (name->family, ==, "Quell;ental");
  g_assert_cmpstr (name->given, ==, "Nora, the Older");
  e_contact_name_free (name);
  g_object_unref (contact);
}

static void
test_build_little (void)
{
  g_autofree char *nothing = crm_vcard_build ("uid-2", NULL, NULL, NULL, NULL, NULL);
  g_autofree char *address = crm_vcard_build ("uid-3", " ", NULL, "", "ann@acme.example", NULL);
  g_autofree char *hostile
      = crm_vcard_build ("uid-4", "Ann\r\nEMAIL:mallory@evil.example", NULL, NULL, NULL, "\xff");
  EContact *contact = parse (nothing);

  assert_field (contact, E_CONTACT_FULL_NAME, "uid-2");
  g_object_unref (contact);

  contact = parse (address);
  assert_field (contact, E_CONTACT_FULL_NAME, "ann@acme.example");
  assert_field (contact, E_CONTACT_TITLE, NULL);
  g_object_unref (contact);

  contact = parse (hostile);
  assert_field (contact, E_CONTACT_FULL_NAME, "Ann EMAIL:mallory@evil.example");
  assert_field (contact, E_CONTACT_EMAIL_1, NULL);
  g_assert_true (g_utf8_validate (hostile, -1, NULL));
  g_object_unref (contact);
}

static CrmContact *
contact_of (const char *body)
{
  g_autofree char *vcard = g_strdup_printf ("BEGIN:VCARD\r\nVERSION:3.0\r\n%sEND:VCARD\r\n", body);
  EContact *contact = parse (vcard);
  CrmContact *out = crm_vcard_to_contact ("book", contact);

  g_object_unref (contact);
  return out;
}

static void
test_to_contact (void)
{
  g_autoptr (CrmContact) full
      = contact_of ("UID:u1\r\nFN:Ann Roe\r\nN:Roe;Ann;;;\r\nORG:Acme;Sales\r\nTITLE:Buyer\r\n"
                    "TEL;TYPE=FAX:1\r\nTEL;TYPE=CELL,VOICE:2\r\nTEL;TYPE=HOME:3\r\n"
                    "EMAIL;TYPE=WORK:Ann@ACME.example\r\nEMAIL:ann@acme.example\r\n"
                    "EMAIL:nonsense\r\nEMAIL:ann@home.example\r\n");
  g_autoptr (CrmContact) fax = contact_of ("UID:u2\r\nFN:F\r\nTEL;TYPE=WORK,FAX:9\r\n");
  g_autoptr (CrmContact) company = contact_of ("UID:u3\r\nORG:Acme\r\nTEL:tel:+1\r\n");
  g_autoptr (CrmContact) list
      = contact_of ("UID:u4\r\nFN:All\r\nX-EVOLUTION-LIST:TRUE\r\nEMAIL:a@acme.example\r\n");
  g_autoptr (CrmContact) nobody = contact_of ("FN:No UID\r\n");

  g_assert_cmpstr (full->book_uid, ==, "book");
  g_assert_cmpstr (full->contact_uid, ==, "u1");
  g_assert_cmpstr (full->name, ==, "Ann Roe");
  g_assert_cmpstr (full->organization, ==, "Acme");
  g_assert_cmpstr (full->title, ==, "Buyer");
  g_assert_cmpstr (full->phone, ==, "2");
  g_assert_cmpstr (full->phone_kind, ==, "mobile");
  g_assert_cmpuint (full->addresses->len, ==, 2);
  g_assert_cmpstr (full->addresses->pdata[0], ==, "ann@acme.example");
  g_assert_cmpstr (full->addresses->pdata[1], ==, "ann@home.example");
  g_assert_cmpstr (fax->phone, ==, "9");
  g_assert_cmpstr (fax->phone_kind, ==, "fax");
  g_assert_cmpstr (company->name, ==, "Acme");
  g_assert_cmpstr (company->phone, ==, "+1");
  g_assert_null (list);
  g_assert_null (nobody);
}

static void
test_digest (void)
{
  static const char base[] = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:a\r\nFN:Ann Roe\r\nN:Roe;Ann;;;\r\n"
                             "EMAIL;TYPE=WORK:a@acme.example\r\nEND:VCARD\r\n";
  static const char same[]
      = "BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:x\r\nUID:b\r\nREV:2024-01-01T00:00:00Z\r\n"
        "EMAIL;TYPE=\"work\";X-EVOLUTION-UI-SLOT=1:a@acme.example\r\nN:Roe;Ann\r\nFN:Ann Roe\r\n"
        "X-EVOLUTION-FILE-AS:Roe\\, Ann\r\nNOTE:\r\nEND:VCARD\r\n";
  static const char *const others[]
      = { "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Roe\r\nN:Roe;Ann;;;\r\nEND:VCARD\r\n",
          "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:a\r\nFN:Ann Roe\r\nN:Roe;Ann;;;\r\n"
          "EMAIL;TYPE=WORK:a@acme.example\r\nBDAY:1980-01-01\r\nEND:VCARD\r\n",
          "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:a\r\nFN:Ann Roe\r\nN:Roe;Ann;;;\r\n"
          "EMAIL;TYPE=HOME:a@acme.example\r\nEND:VCARD\r\n",
          "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:a\r\nFN:Ann Roe\r\nN:Roe;;Ann;;\r\n"
          "EMAIL;TYPE=WORK:a@acme.example\r\nEND:VCARD\r\n" };
  g_autofree char *digest = crm_vcard_digest_text (base);
  g_autofree char *same_digest = crm_vcard_digest_text (same);

  g_assert_null (crm_vcard_digest_text (NULL));
  g_assert_cmpuint (strlen (digest), ==, 64);
  g_assert_cmpstr (digest, ==, same_digest);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *other = crm_vcard_digest_text (others[i]);

      g_assert_cmpstr (digest, !=, other);
    }
}

typedef struct
{
  guint n_people;
  guint n_addresses;
  guint n_unlike; /* cards whose addresses were counted otherwise */
} Cards;

/* --- the addresses, counted a second time ----------------------------------------------------- */

/* (transfer full): lines whole, line ends as one */
static char *
unfold (const char *text)
{
  g_autoptr (GRegex) ends = g_regex_new ("\\r\\n?", 0, 0, NULL);
  g_autoptr (GRegex) folds = g_regex_new ("\\n[ \\t]", 0, 0, NULL);
  g_autofree char *one = g_regex_replace_literal (ends, text, -1, 0, "\n", 0, NULL);

  return g_regex_replace_literal (folds, one, -1, 0, "", 0, NULL);
}

/* What a look at the text finds, without the library that reads cards: EMAIL, maybe in a group and
 * with parameters, and a value that is an address. */
static guint
count_in_text (const char *text)
{
  g_autoptr (GRegex) line
      = g_regex_new ("^[ \\t]*(?:[A-Za-z0-9-]+\\.)?EMAIL(?:;(?:\"[^\"]*\"|[^\":\\n])*)?:[ \\t]*"
                     "(?:mailto:)?((?:\\\\.|[^\\s@,;:<>\"\\\\])+@[^\\s@,;:<>\"]+)[ \\t]*$",
                     G_REGEX_CASELESS | G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *whole = unfold (text);

  for (g_regex_match (line, whole, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      g_autofree char *address = g_match_info_fetch (match, 1);

      g_hash_table_add (found, g_utf8_strdown (address, -1));
    }
  return g_hash_table_size (found);
}

static void
compare (const char *path, const char *text, const CrmContact *contact, Cards *cards)
{
  guint n_counted = count_in_text (text);

  cards->n_people++;
  cards->n_addresses += contact->addresses->len;
  if (contact->addresses->len == n_counted)
    return;
  cards->n_unlike++;
  g_test_message ("%s: %u addresses read, %u counted", path, contact->addresses->len, n_counted);
}

/* Each card of a file, however it is written, alone. */
static guint
read_cards (const char *path, Cards *found)
{
  g_autofree char *content = NULL;
  g_auto (GStrv) cards = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &content, &length, NULL))
    return 0;
  cards = g_regex_split_simple ("END:VCARD", content, G_REGEX_CASELESS | G_REGEX_RAW, 0);
  for (guint i = 0; cards[i] != NULL; i++)
    {
      g_autofree char *text = g_strconcat (cards[i], "END:VCARD\r\n", NULL);
      EContact *contact = e_contact_new_from_vcard_with_uid (text, "uid");
      g_autoptr (CrmContact) out = crm_vcard_to_contact ("book", contact);
      g_autofree char *digest = crm_vcard_digest (contact);

      g_assert_cmpuint (strlen (digest), ==, 64);
      if (out != NULL)
        {
          g_assert_true (out->name == NULL || g_utf8_validate (out->name, -1, NULL));
          g_assert_true (out->phone == NULL || g_utf8_validate (out->phone, -1, NULL));
          if (g_utf8_validate (text, -1, NULL))
            compare (path, text, out, found);
        }
      g_object_unref (contact);
    }
  return g_strv_length (cards);
}

static guint
read_folder (const char *path, Cards *found)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;
  guint n_cards = 0;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      n_cards += g_file_test (child, G_FILE_TEST_IS_DIR) ? read_folder (child, found)
                                                         : read_cards (child, found);
    }
  return n_cards;
}

/* The library complains of what is wrong in the cards; only its own mistakes count here. */
static gboolean
is_fatal (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  return (level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR)) != 0
         || g_strcmp0 (domain, "libebook-contacts") != 0;
}

static void
say_nothing (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
}

static void
test_real_cards (void)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "data", "vcards", NULL);
  Cards found = { 0 };
  guint n_cards;
  guint handler;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("no vCards of other programs beside the checkout");
      return;
    }
  g_test_log_set_fatal_handler (is_fatal, NULL);
  handler = g_log_set_handler ("libebook-contacts", G_LOG_LEVEL_WARNING | G_LOG_FLAG_FATAL,
                               say_nothing, NULL);
  n_cards = read_folder (path, &found);
  g_log_remove_handler ("libebook-contacts", handler);
  g_test_message ("%u cards, %u people, %u addresses", n_cards, found.n_people, found.n_addresses);
  g_assert_cmpuint (n_cards, >, 100);
  g_assert_cmpuint (found.n_addresses, >, 100);
  g_assert_cmpuint (found.n_unlike, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vcard/build", test_build);
  g_test_add_func ("/vcard/card-text", test_card_text);
  g_test_add_func ("/vcard/build-little", test_build_little);
  g_test_add_func ("/vcard/to-contact", test_to_contact);
  g_test_add_func ("/vcard/digest", test_digest);
  g_test_add_func ("/vcard/real-cards", test_real_cards);
  return g_test_run ();
}

/* test-contact-change.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-order-change.h"

#include <string.h>

#include "crm-outbox.h"
#include "crm-vcard.h"
#include "eds-fixture.h"
#include "service/crm-people.h"

#define SYSTEM_BOOK "system-address-book"
#define ADDRESS "mette@larkspur.example"

/* Written by another program, with what the CRM knows nothing of. */
#define CARD                                                                                       \
  "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:change-1\r\nFN:Mette Aasen\r\nN:Aasen;Mette;;;\r\n"           \
  "X-EVOLUTION-FILE-AS:Aasen\\, Mette\r\nORG:Larkspur;Purchasing\r\nTITLE:Buyer\r\n"               \
  "EMAIL;TYPE=WORK;X-COUPLE-X=1:" ADDRESS "\r\nTEL;TYPE=WORK,VOICE:+47 22 33 44 55\r\n"            \
  "BDAY:1980-02-03\r\nNOTE:met at the fair\r\nX-JABBER;TYPE=HOME:mette@chat.example\r\n"           \
  "END:VCARD\r\n"

static EContact *
merge (const char *base, const char *payload, CrmMergeResult expected)
{
  EContact *contact = e_contact_new_from_vcard (CARD);

  g_assert_cmpint (crm_contact_merge (contact, base, payload), ==, expected);
  return contact;
}

static void
assert_merged (const char *base, const char *payload, EContactField field, const char *text)
{
  EContact *contact = merge (base, payload, CRM_MERGE_DONE);

  g_assert_cmpstr (e_contact_get_const (contact, field), ==, text);
  g_assert_cmpstr (e_contact_get_const (contact, E_CONTACT_NOTE), ==, "met at the fair");
  g_object_unref (contact);
}

static void
assert_untouched (const char *base, const char *payload, CrmMergeResult expected)
{
  EContact *contact = merge (base, payload, expected);
  EContact *original = e_contact_new_from_vcard (CARD);
  g_autofree char *digest = crm_vcard_digest (contact);
  g_autofree char *wanted = crm_vcard_digest (original);

  g_assert_cmpstr (digest, ==, wanted);
  g_object_unref (contact);
  g_object_unref (original);
}

static void
test_merge_single (void)
{
  assert_merged ("TITLE:Buyer", "TITLE:Head of buying", E_CONTACT_TITLE, "Head of buying");
  assert_merged ("TITLE:Buyer", NULL, E_CONTACT_TITLE, NULL);
  assert_merged ("ORG:Larkspur", "ORG:Larkspur AS", E_CONTACT_ORG, "Larkspur AS");
  assert_merged ("ORG:Larkspur", "ORG:Larkspur AS", E_CONTACT_ORG_UNIT, "Purchasing");
  assert_merged ("FN:Mette Aasen", "FN:Mette Holm", E_CONTACT_FAMILY_NAME, "Holm");
  assert_merged ("FN:Mette Aasen", "FN:Mette Holm", E_CONTACT_FILE_AS, "Holm, Mette");
  assert_untouched ("TITLE:Clerk", "TITLE:Buyer", CRM_MERGE_NOTHING);
  assert_untouched ("TITLE:Clerk", "TITLE:Head of buying", CRM_MERGE_CONFLICT);
  assert_untouched (NULL, "TITLE:Head of buying", CRM_MERGE_CONFLICT);
  assert_untouched ("FN:Mette Aasen", NULL, CRM_MERGE_CONFLICT); /* a vCard must have a name */
}

static void
test_merge_many (void)
{
  assert_merged (NULL, "TEL;TYPE=CELL:+47 99 00 11 22", E_CONTACT_PHONE_MOBILE, "+47 99 00 11 22");
  assert_merged (NULL, "EMAIL;TYPE=WORK:m.aasen@larkspur.example", E_CONTACT_EMAIL_1, ADDRESS);
  assert_merged (NULL, "EMAIL;TYPE=WORK:m.aasen@larkspur.example", E_CONTACT_EMAIL_2,
                 "m.aasen@larkspur.example");
  assert_merged ("TEL:+4722334455", "TEL:+47 22 00 00 00", E_CONTACT_PHONE_BUSINESS,
                 "+47 22 00 00 00"); /* however it is written, and its type stays */
  assert_merged ("TEL:+4722334455", NULL, E_CONTACT_PHONE_BUSINESS, NULL);
  assert_untouched (NULL, "TEL;TYPE=CELL:+47 2233 4455", CRM_MERGE_NOTHING);
  assert_untouched (NULL, "EMAIL:Mette@Larkspur.example", CRM_MERGE_NOTHING);
  assert_untouched ("TEL:+47 1", "TEL:+47 2", CRM_MERGE_CONFLICT);
  assert_untouched ("TEL:+47 1", NULL, CRM_MERGE_NOTHING); /* somebody took it away already */
}

static void
test_merge_nonsense (void)
{
  static const char *const lines[]
      = { "", ":", "TITLE", "BDAY:2000-01-01", "N:a;b", "END:VCARD", "\r\n", "EMAIL;;=:" };

  assert_untouched (NULL, NULL, CRM_MERGE_INVALID);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      EContact *contact = e_contact_new_from_vcard (CARD);

      g_assert_cmpint (crm_contact_merge (contact, lines[i], lines[i]), !=, CRM_MERGE_DONE);
      g_object_unref (contact);
    }
}

/* A number added and taken away again leaves a card of another program as it was. */
static void
check_card (const char *text, guint *n)
{
  EContact *contact = e_contact_new_from_vcard (text);
  g_autofree char *before = crm_vcard_digest (contact);
  g_autofree char *between = NULL;
  g_autofree char *after = NULL;
  static const char line[] = "TEL;TYPE=CELL:+47 99 00 11 22";

  g_assert_cmpint (crm_contact_merge (contact, NULL, line), ==, CRM_MERGE_DONE);
  between = crm_vcard_digest (contact);
  g_assert_cmpstr (between, !=, before);
  g_assert_cmpint (crm_contact_merge (contact, line, NULL), ==, CRM_MERGE_DONE);
  after = crm_vcard_digest (contact);
  g_assert_cmpstr (after, ==, before);
  g_object_unref (contact);
  (*n)++;
}

static void
check_file (const char *path, guint *n)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) cards = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL) || !g_utf8_validate (text, -1, NULL))
    return;
  cards = g_strsplit (text, "BEGIN:VCARD", -1);
  for (gsize i = 1; cards[0] != NULL && cards[i] != NULL; i++)
    {
      g_autofree char *card = g_strconcat ("BEGIN:VCARD", cards[i], NULL);

      if (strstr (card, "QUOTED-PRINTABLE") == NULL) /* libebook 3.46 reads past the end of some */
        check_card (card, n);
    }
}

static void
check_folder (const char *path, guint *n)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        check_folder (child, n);
      else if (g_str_has_suffix (name, ".vcf"))
        check_file (child, n);
    }
}

static void
test_other_programs (void)
{
  const char *top = g_getenv ("CRM_SHARED_VCARDS");
  GLogLevelFlags fatal;
  guint n = 0;

  if (top == NULL || !g_file_test (top, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("the cards of other programs are not here");
      return;
    }
  /* libebook warns of bad cards, and these are some. */
  fatal = g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);
  check_folder (top, &n);
  g_log_set_always_fatal (fatal);
  g_test_message ("%u cards", n);
  g_assert_cmpuint (n, >, 0);
}

/* --- through the outbox ---------------------------------------------------------------------- */

typedef struct
{
  char *directory;
  CrmStore *store;
  CrmOutbox *outbox;
  EBookClient *book;
  guint n_failed;
} Fixture;

static void
failed_cb (CrmOutbox *outbox, const char *id, const char *message, Fixture *fixture)
{
  fixture->n_failed++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *uid = NULL;

  fixture->directory = eds_make_directory ();
  fixture->store = eds_open_store (fixture->directory);
  fixture->book = eds_connect (SYSTEM_BOOK);
  fixture->outbox = crm_outbox_new (fixture->store, eds_registry ());
  g_signal_connect (fixture->outbox, "failed", G_CALLBACK (failed_cb), fixture);
  uid = eds_add (fixture->book, CARD);
  g_assert_cmpstr (uid, ==, "change-1");
}

static gboolean
is_idle (gpointer data)
{
  return crm_outbox_is_idle (data);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  EContact *contact = eds_get (fixture->book, "change-1");

  crm_outbox_stop (fixture->outbox);
  g_assert_true (eds_wait_for (is_idle, fixture->outbox, 5000));
  eds_assert_finalizes (fixture->outbox);
  if (contact != NULL)
    eds_remove (fixture->book, "change-1");
  g_clear_object (&contact);
  g_clear_object (&fixture->book);
  eds_assert_finalizes (fixture->store);
  g_free (fixture->directory);
}

static void
order (Fixture *fixture, const CrmContactChange *changes, guint n_changes)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("change-contact", CRM_CAUSE_USER);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = NULL;

  for (guint i = 0; i < n_changes; i++)
    crm_people_change_contact (set, SYSTEM_BOOK, "change-1", NULL, &changes[i]);
  result = crm_store_write_sync (fixture->store, set, &error);
  g_assert_no_error (error);
}

static void
undo (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = crm_store_undo_sync (fixture->store, &error);

  g_assert_no_error (error);
}

static gpointer
list_pending (CrmReader *reader, gpointer data, GError **error)
{
  return crm_reader_list_where (reader, "outbox", "state", data, error);
}

static guint
count (Fixture *fixture, const char *state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records
      = crm_store_read_sync (fixture->store, list_pending, (gpointer)state, NULL, &error);

  g_assert_no_error (error);
  return records->len;
}

static gboolean
is_settled (gpointer data)
{
  Fixture *fixture = data;

  return crm_outbox_is_idle (fixture->outbox) && count (fixture, "pending") == 0;
}

static void
settle (Fixture *fixture)
{
  crm_outbox_start (fixture->outbox);
  g_assert_true (eds_wait_for (is_settled, fixture, 10000));
}

static void
assert_field (Fixture *fixture, EContactField field, const char *text)
{
  EContact *contact = eds_get (fixture->book, "change-1");

  g_assert_nonnull (contact);
  g_assert_cmpstr (e_contact_get_const (contact, field), ==, text);
  g_object_unref (contact);
}

static void
test_change_and_undo (Fixture *fixture, gconstpointer data)
{
  static const CrmContactChange changes[] = {
    { "title", NULL, "Buyer", "Head; of \"buying\", Oslo" },
    { "phone", "mobile", NULL, "+47 99 00 11 22" },
    { "address", NULL, NULL, "m.aasen@larkspur.example" },
  };

  order (fixture, changes, G_N_ELEMENTS (changes));
  settle (fixture);
  assert_field (fixture, E_CONTACT_TITLE, "Head; of \"buying\", Oslo");
  assert_field (fixture, E_CONTACT_PHONE_MOBILE, "+47 99 00 11 22");
  assert_field (fixture, E_CONTACT_EMAIL_2, "m.aasen@larkspur.example");
  assert_field (fixture, E_CONTACT_NOTE, "met at the fair");

  undo (fixture);
  settle (fixture);
  assert_field (fixture, E_CONTACT_TITLE, "Buyer");
  assert_field (fixture, E_CONTACT_PHONE_MOBILE, NULL);
  assert_field (fixture, E_CONTACT_EMAIL_1, ADDRESS);
  assert_field (fixture, E_CONTACT_EMAIL_2, NULL);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

/* Of two fields one was changed by somebody else: that one stays theirs, the other one is done. */
static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  static const CrmContactChange changes[] = {
    { "title", NULL, "Buyer", "Head of buying" },
    { "phone", "mobile", NULL, "+47 99 00 11 22" },
  };

  order (fixture, changes, G_N_ELEMENTS (changes));
  eds_set (fixture->book, "change-1", E_CONTACT_TITLE, "Director");
  settle (fixture);
  assert_field (fixture, E_CONTACT_TITLE, "Director");
  assert_field (fixture, E_CONTACT_PHONE_MOBILE, "+47 99 00 11 22");
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  undo (fixture); /* of the title there is nothing to take back */
  settle (fixture);
  assert_field (fixture, E_CONTACT_TITLE, "Director");
  assert_field (fixture, E_CONTACT_PHONE_MOBILE, NULL);
}

/* What was there before is not ours to take away. */
static void
test_undo_of_found (Fixture *fixture, gconstpointer data)
{
  static const CrmContactChange change = { "phone", "work", NULL, "+47 22334455" };

  order (fixture, &change, 1);
  undo (fixture); /* before it is carried out */
  settle (fixture);
  assert_field (fixture, E_CONTACT_PHONE_BUSINESS, "+47 22 33 44 55");
}

static void
test_gone (Fixture *fixture, gconstpointer data)
{
  static const CrmContactChange change = { "title", NULL, "Buyer", "Head of buying" };

  eds_remove (fixture->book, "change-1");
  order (fixture, &change, 1);
  settle (fixture);
  g_assert_cmpuint (eds_count (fixture->book, ADDRESS), ==, 0); /* not risen from the dead */
  g_assert_cmpuint (count (fixture, "failed"), ==, 1);
}

static gpointer
find_source (const char *uid)
{
  return e_source_registry_ref_source (eds_registry (), uid);
}

static gboolean
has_source (gpointer uid)
{
  g_autoptr (GObject) source = find_source (uid);

  return source != NULL;
}

/* A book whose server is away. */
static void
make_far_book (const char *uid)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ESource) source = e_source_new_with_uid (uid, NULL, &error);
  ESourceWebdav *webdav = e_source_get_extension (source, E_SOURCE_EXTENSION_WEBDAV_BACKEND);
  ESourceAuthentication *host = e_source_get_extension (source, E_SOURCE_EXTENSION_AUTHENTICATION);

  e_source_set_parent (source, "carddav-stub");
  e_source_backend_set_backend_name (
      e_source_get_extension (source, E_SOURCE_EXTENSION_ADDRESS_BOOK), "carddav");
  e_source_authentication_set_host (host, "127.0.0.1");
  e_source_authentication_set_port (host, 9); /* nobody listens */
  e_source_webdav_set_resource_path (webdav, "/book/");
  e_source_registry_commit_source_sync (eds_registry (), source, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (eds_wait_for (has_source, (gpointer)uid, 5000));
}

static gboolean
is_told_to_wait (gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = crm_store_read_sync (((Fixture *)data)->store, list_pending,
                                                       (gpointer) "pending", NULL, &error);

  return records->len == 1
         && g_strcmp0 (crm_record_get_text (g_ptr_array_index (records, 0), "failure"),
                       CRM_CONTACT_ORDER_WAITING)
                == 0;
}

/* Its copy would take the change, and lose it where somebody else writes meanwhile. */
static void
test_away (Fixture *fixture, gconstpointer data)
{
  static const CrmContactChange change = { "title", NULL, "Buyer", "Head of buying" };
  CrmChangeSet *set = crm_change_set_new ("change-contact", CRM_CAUSE_USER);
  g_autoptr (CrmWriteResult) result = NULL;

  make_far_book ("far");
  crm_people_change_contact (set, "far", "change-1", NULL, &change);
  result = crm_store_write_sync (fixture->store, set, NULL);
  g_assert_nonnull (result);
  crm_change_set_unref (set);
  crm_outbox_start (fixture->outbox);
  g_assert_true (eds_wait_for (is_told_to_wait, fixture, 20000));
  g_assert_cmpuint (fixture->n_failed, ==, 0);
  eds_remove_book ("far");
}

static gboolean
is_all_done (gpointer data)
{
  return crm_outbox_is_idle (((Fixture *)data)->outbox) && count (data, "pending") == 0;
}

static void
order_in (Fixture *fixture, const char *book_uid, const CrmContactChange *change)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("change-contact", CRM_CAUSE_USER);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = NULL;

  crm_people_change_contact (set, book_uid, "change-1", NULL, change);
  result = crm_store_write_sync (fixture->store, set, &error);
  g_assert_no_error (error);
}

/* What waits for a server is called off by its undo: nothing is left to be done, and never was. */
static void
test_undo_while_away (Fixture *fixture, gconstpointer data)
{
  static const CrmContactChange change = { "title", NULL, "Buyer", "Head of buying" };

  make_far_book ("further");
  crm_outbox_start (fixture->outbox);
  g_assert_true (eds_wait_for (is_idle, fixture->outbox, 5000));
  order_in (fixture, "further", &change);
  g_assert_true (eds_wait_for (is_told_to_wait, fixture, 20000));
  undo (fixture);
  g_assert_true (eds_wait_for (is_all_done, fixture, 4000)); /* the server is not asked again */
  g_assert_cmpuint (count (fixture, "done"), ==, 2);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
  eds_remove_book ("further");
}

/* The second of two builds upon the first: each is called off with its own undo. */
static void
test_undo_of_two (Fixture *fixture, gconstpointer data)
{
  static const CrmContactChange first = { "title", NULL, "Buyer", "Head of buying" };
  static const CrmContactChange second = { "title", NULL, "Head of buying", "Director" };

  make_far_book ("furthest");
  crm_outbox_start (fixture->outbox);
  g_assert_true (eds_wait_for (is_idle, fixture->outbox, 5000));
  order_in (fixture, "furthest", &first);
  g_assert_true (eds_wait_for (is_told_to_wait, fixture, 20000));
  order_in (fixture, "furthest", &second);
  undo (fixture);
  g_assert_true (eds_wait_for (is_told_to_wait, fixture, 4000));
  undo (fixture);
  g_assert_true (eds_wait_for (is_all_done, fixture, 4000));
  g_assert_cmpuint (count (fixture, "done"), ==, 4);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
  eds_remove_book ("furthest");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contact-change/merge-single", test_merge_single);
  g_test_add_func ("/contact-change/merge-many", test_merge_many);
  g_test_add_func ("/contact-change/merge-nonsense", test_merge_nonsense);
  g_test_add_func ("/contact-change/other-programs", test_other_programs);
  if (!eds_is_private ())
    return g_test_run (); /* the rest needs a bus of its own: with-eds.sh */
  ADD ("/contact-change/change-and-undo", test_change_and_undo);
  ADD ("/contact-change/conflict", test_conflict);
  ADD ("/contact-change/undo-of-found", test_undo_of_found);
  ADD ("/contact-change/gone", test_gone);
  ADD ("/contact-change/away", test_away);
  ADD ("/contact-change/undo-while-away", test_undo_while_away);
  ADD ("/contact-change/undo-of-two", test_undo_of_two);
  return g_test_run ();
}

/* test-documents.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "service/crm-deal-sheet.h"
#include "service/crm-delete.h"
#include "service/crm-party.h"
#include "service/crm-people.h"

static void
test_location (void)
{
  static const struct
  {
    const char *text;
    const char *uri; /* (nullable): NULL where it is none */
  } cases[] = {
    { "https://example.org/offer.pdf", "https://example.org/offer.pdf" },
    { "  example.org/a b  ", "https://example.org/a%20b" },
    { "example.org/a?b=c#d", "https://example.org/a?b=c#d" },
    { "HTTP://example.org", "http://example.org" },
    { "/srv/Offers/No 1.pdf", "file:///srv/Offers/No%201.pdf" },
    { "file:///srv/%C3%9C.pdf", "file:///srv/%C3%9C.pdf" },
    { "file://localhost/srv/a", "file:///srv/a" },
    { "file://elsewhere.example/srv/a", NULL },
    { "file:///srv/%00", NULL },
    { "javascript:alert(1)", NULL },
    { "mailto:ida@alder.example", NULL },
    { "ida@alder.example", NULL },
    { "notes", NULL },
    { "offer.", NULL },
    { ".hidden", NULL },
    { "https://", NULL },
    { "https:///path", NULL },
    { "/srv/a\nb", NULL },
    { "", NULL },
    { "\xff.example", NULL },
  };
  g_autofree char *home = g_build_filename (g_get_home_dir (), "x.txt", NULL);
  g_autofree char *home_uri = g_filename_to_uri (home, NULL, NULL);
  g_autofree char *of_home = crm_documents_parse_location ("~/x.txt", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *uri = crm_documents_parse_location (cases[i].text, &error);
      g_autofree char *again = NULL;

      if (g_strcmp0 (uri, cases[i].uri) != 0)
        g_error ("“%s” became %s, not %s", cases[i].text, uri, cases[i].uri);
      if (uri == NULL)
        {
          g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE);
          continue;
        }
      again = crm_documents_parse_location (uri, NULL);
      g_assert_cmpstr (again, ==, uri);
    }
  g_assert_cmpstr (of_home, ==, home_uri);
}

static void
assert_name (const char *uri, const char *expected)
{
  g_autofree char *name = crm_documents_dup_name (uri);

  g_assert_cmpstr (name, ==, expected);
}

static void
test_name (void)
{
  assert_name ("file:///srv/Offers/No%201.pdf", "No 1.pdf");
  assert_name ("https://example.org/a/Offer%20%C3%9C.pdf?v=2", "Offer Ü.pdf");
  assert_name ("https://example.org/a/", "example.org");
  assert_name ("https://example.org", "example.org");
  assert_name ("https://example.org/%0A", "example.org");
}

static gpointer
load_in_worker (CrmReader *reader, gpointer deal, GError **error)
{
  CrmDealSheet *sheet = crm_deal_sheet_load (reader, deal, 10, 0, error);
  CrmDocuments *documents = sheet != NULL ? crm_documents_ref (sheet->documents) : NULL;

  g_clear_pointer (&sheet, crm_deal_sheet_unref);
  return documents;
}

static CrmDocuments *
load (CrmTestStore *test, char *deal)
{
  g_autoptr (GError) error = NULL;
  CrmDocuments *documents = crm_store_read_sync (test->store, load_in_worker, deal, NULL, &error);

  g_assert_no_error (error);
  return documents;
}

static void
test_add (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  CrmSubject subject = { .deal = deal, .address = "ida@alder.example" };
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (CrmDocuments) documents = NULL;
  g_autoptr (CrmDocuments) fewer = NULL;
  const CrmRecord *newest;

  crm_test_write (test->store, crm_documents_add (&subject, NULL, "file:///srv/Offer.pdf",
                                                  crm_store_get_actor (test->store), &first));
  crm_test_store_pass_secs (test, 60);
  crm_test_write (test->store, crm_documents_add (&subject, "Price list", "https://example.org/p",
                                                  NULL, &second));
  documents = load (test, deal);
  g_assert_cmpint (documents->records->len, ==, 2);
  g_assert_cmpint (documents->letters->len, ==, 0);
  newest = g_ptr_array_index (documents->records, 0);
  g_assert_cmpstr (newest->id, ==, second);
  g_assert_cmpstr (crm_record_get_title (newest), ==, "Price list");
  g_assert_cmpstr (crm_record_get_title (g_ptr_array_index (documents->records, 1)), ==,
                   "Offer.pdf");

  crm_test_write (test->store, crm_documents_remove (newest));
  fewer = load (test, deal);
  g_assert_cmpint (fewer->records->len, ==, 1);
  crm_test_undo (test->store);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM document"), ==, 2);
  crm_test_undo (test->store);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM document"), ==, 1);
}

static gpointer
delete_in_worker (CrmReader *reader, gpointer deal, GError **error)
{
  g_autoptr (CrmRecord) record = crm_reader_get (reader, "deal", deal, error);
  CrmChangeSet *set = crm_change_set_new ("delete-record", CRM_CAUSE_USER);
  g_autoptr (GPtrArray) goners = crm_delete_record (reader, set, record, error);

  g_assert_nonnull (goners);
  return set;
}

/* With the deal goes what is of the deal alone. */
static void
test_deal_deleted (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autofree char *person = crm_test_make_person (test->store, "Ida");
  CrmSubject alone = { .deal = deal };
  CrmSubject both = { .deal = deal, .person = person };

  crm_test_write (test->store, crm_documents_add (&alone, "A", "file:///a", NULL, NULL));
  crm_test_write (test->store, crm_documents_add (&both, "B", "file:///b", NULL, NULL));
  crm_test_write (test->store,
                  crm_store_read_sync (test->store, delete_in_worker, deal, NULL, NULL));
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM document"), ==, 1);
  g_assert_cmpint (
      crm_test_store_int (test, "crm.db",
                          "SELECT count(*) FROM document WHERE name = 'B' AND deal IS NULL"),
      ==, 1);
  crm_test_undo (test->store);
  g_assert_cmpint (
      crm_test_store_int (test, "crm.db", "SELECT count(*) FROM document WHERE deal IS NOT NULL"),
      ==, 2);
  crm_test_check (test->store);
}

static gpointer
load_party_in_worker (CrmReader *reader, gpointer person, GError **error)
{
  CrmPartyRequest request = { .entity = "person", .id = person, .history_limit = 10 };

  return crm_party_load (reader, &request, error);
}

/* Letters are among them when they come with files, and their history is as it was. */
static void
test_letters (void)
{
  static const CrmTestLetter letters[] = {
    { "1", NULL, "ida@alder.example", CRM_TEST_ME, "Drawings", 10, CRM_MESSAGE_ATTACHMENTS },
    { "2", NULL, "ida@alder.example", CRM_TEST_ME, "Lunch", 20, 0 },
    { "3", NULL, "ida@alder.example", CRM_TEST_ME, "Offer", 30, CRM_MESSAGE_ATTACHMENTS },
  };
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *person = crm_test_make_person (test->store, "Ida");
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmParty) party = NULL;
  const CrmHistoryItem *newest;

  crm_people_add_address (set, person, "ida@alder.example");
  crm_test_write (test->store, set);
  crm_test_receive_all (test->store, letters, G_N_ELEMENTS (letters));
  party = crm_store_read_sync (test->store, load_party_in_worker, person, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (party->history->items->len, ==, 3);
  g_assert_cmpint (party->documents->letters->len, ==, 2);
  newest = g_ptr_array_index (party->documents->letters, 0);
  g_assert_cmpstr (newest->text, ==, "Offer");
  g_assert_cmpstr (newest->uid, ==, "3");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/documents/location", test_location);
  g_test_add_func ("/documents/name", test_name);
  g_test_add_func ("/documents/add", test_add);
  g_test_add_func ("/documents/deal-deleted", test_deal_deleted);
  g_test_add_func ("/documents/letters", test_letters);
  return g_test_run ();
}

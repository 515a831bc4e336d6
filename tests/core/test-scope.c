/* test-scope.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "service/crm-filing.h"
#include "service/crm-scope.h"

static const CrmTestLetter letters[] = {
  { "a", NULL, "ida@alder.example", CRM_TEST_ME, "Offer", 0 },
  { "b", NULL, "jo@birch.example", CRM_TEST_ME, "Invoice", 60 },
  { "c", NULL, "me2@own.example", "ida@alder.example", "Thanks", 120 },
};

static gpointer
load (CrmReader *reader, gpointer data, GError **error)
{
  return crm_scope_load (reader, error);
}

static CrmScope *
load_scope (CrmTestStore *test)
{
  g_autoptr (GError) error = NULL;
  CrmScope *scope = crm_store_read_sync (test->store, load, NULL, NULL, &error);

  g_assert_no_error (error);
  return scope;
}

static void
exclude (CrmTestStore *test, const char *kind, const char *value, gboolean yes)
{
  CrmChangeSet *set = crm_change_set_new ("exclude", CRM_CAUSE_USER);

  if (yes)
    crm_scope_exclude (set, kind, value);
  else
    crm_scope_include (set, kind, value);
  crm_test_write (test->store, set);
  crm_test_apply_scope (test->store);
}

static gint64
count (CrmTestStore *test, const char *what)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", what);

  return crm_test_store_int (test, "index.db", sql);
}

static gboolean
stamp_in_worker (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 folder;

  return crm_index_begin (index, error)
         && (folder = crm_index_ensure_folder (index, "account-1", "INBOX", error)) != 0
         && crm_index_set_stamp (index, folder, "stamp", error) && crm_index_commit (index, error);
}

/* As after a folder was compared: until the stamp is gone, nobody looks into it again. */
static void
stamp (CrmTestStore *test)
{
  g_autoptr (GError) error = NULL;

  crm_store_index_sync (test->store, stamp_in_worker, NULL, NULL, &error);
  g_assert_no_error (error);
}

#define STAMPED "folder WHERE stamp IS NOT NULL"

static void
test_exclude (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();

  crm_test_own (test->store, "own_address", CRM_TEST_ME);
  crm_test_receive_all (test->store, letters, G_N_ELEMENTS (letters));
  stamp (test);
  g_assert_cmpint (count (test, "message"), ==, 3);
  g_assert_cmpint (count (test, STAMPED), ==, 1);

  /* The same scope again costs nothing. */
  crm_test_apply_scope (test->store);
  g_assert_cmpint (count (test, STAMPED), ==, 1);

  exclude (test, "domain", "birch.example", TRUE);
  g_assert_cmpint (count (test, "message"), ==, 2);
  g_assert_cmpint (count (test, STAMPED), ==, 0);
  g_assert_cmpint (count (test, "address WHERE address LIKE '%birch%'"), ==, 0);
  crm_test_receive_all (test->store, letters, G_N_ELEMENTS (letters));
  g_assert_cmpint (count (test, "message"), ==, 2);

  stamp (test);
  exclude (test, "domain", "birch.example", FALSE);
  g_assert_cmpint (count (test, STAMPED), ==, 0);
  crm_test_receive_all (test->store, letters, G_N_ELEMENTS (letters));
  g_assert_cmpint (count (test, "message"), ==, 3);

  exclude (test, "address", "ida@alder.example", TRUE);
  g_assert_cmpint (count (test, "message"), ==, 1);
  crm_test_undo (test->store);
  crm_test_apply_scope (test->store);
  crm_test_receive_all (test->store, letters, G_N_ELEMENTS (letters));
  g_assert_cmpint (count (test, "message"), ==, 3);
  crm_test_check (test->store);
}

static void
test_own (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();

  crm_test_own (test->store, "own_address", CRM_TEST_ME);
  crm_test_receive_all (test->store, letters, G_N_ELEMENTS (letters));
  g_assert_cmpint (count (test, "message WHERE direction = 2"), ==, 0);
  exclude (test, "own_address", "me2@own.example", TRUE);
  g_assert_cmpint (count (test, "message WHERE direction = 2"), ==, 1);
  g_assert_cmpint (count (test, "edge AS e JOIN address AS a ON a.id = e.address"
                                " WHERE a.address LIKE '%@own.example'"),
                   ==, 0);
}

static void
test_private (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmMessage) message = NULL;
  g_autoptr (CrmScope) before = NULL;
  g_autoptr (CrmScope) after = NULL;

  crm_test_receive_all (test->store, letters, G_N_ELEMENTS (letters));
  crm_test_apply_scope (test->store);
  message = crm_test_message (&letters[1]);
  before = load_scope (test);
  crm_test_write (test->store, crm_filing_set_visibility (message, "private"));
  after = load_scope (test);
  g_assert_false (crm_scope_equal (before, after));
  g_assert_cmpint (after->private_letters->len, ==, 1);
  crm_test_apply_scope (test->store);
  g_assert_cmpint (count (test, "message"), ==, 2);
  crm_test_write (test->store, crm_filing_set_visibility (message, "normal"));
  crm_test_apply_scope (test->store);
  crm_test_receive_all (test->store, letters, G_N_ELEMENTS (letters));
  g_assert_cmpint (count (test, "message"), ==, 3);
}

static void
test_equal (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmScope) empty = load_scope (test);
  g_autoptr (CrmScope) address = NULL;
  g_autoptr (CrmScope) domain = NULL;
  g_autoptr (CrmScope) again = NULL;

  g_assert_true (crm_scope_equal (empty, empty));
  g_assert_false (crm_scope_equal (empty, NULL));
  exclude (test, "address", "alder.example", TRUE);
  address = load_scope (test);
  g_assert_false (crm_scope_equal (empty, address));
  exclude (test, "address", "alder.example", FALSE);
  exclude (test, "domain", "alder.example", TRUE);
  domain = load_scope (test);
  g_assert_false (crm_scope_equal (address, domain)); /* the same text, elsewhere */
  exclude (test, "domain", "alder.example", FALSE);
  exclude (test, "own_domain", "own.example", TRUE); /* colleagues, not what is indexed */
  again = load_scope (test);
  g_assert_true (crm_scope_equal (empty, again));
}

static void
test_settings (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmScope) empty = load_scope (test);
  g_autoptr (CrmScope) full = NULL;
  CrmChangeSet *set = crm_change_set_new ("set-up", CRM_CAUSE_USER);

  g_assert_false (empty->is_set_up);
  g_assert_null (empty->currency);
  crm_scope_set_setting (set, "is-set-up", "yes");
  crm_scope_set_setting (set, "currency", "JPY");
  crm_scope_set_setting (set, "book", "book-1");
  crm_scope_add_archive (set, "/tmp/archive.mbox");
  crm_scope_exclude (set, "folder", "folder://local/Private");
  crm_test_write (test->store, set);
  full = load_scope (test);
  g_assert_true (full->is_set_up);
  g_assert_cmpstr (full->currency, ==, "JPY");
  g_assert_cmpstr (full->book_uid, ==, "book-1");
  g_assert_cmpstr (full->archives->pdata[0], ==, "/tmp/archive.mbox");
  g_assert_cmpstr (full->excluded_folders->pdata[0], ==, "folder://local/Private");
  g_assert_null (full->excluded_folders->pdata[1]);
  g_assert_false (crm_scope_equal (empty, full));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scope/exclude", test_exclude);
  g_test_add_func ("/scope/own", test_own);
  g_test_add_func ("/scope/private", test_private);
  g_test_add_func ("/scope/equal", test_equal);
  g_test_add_func ("/scope/settings", test_settings);
  return g_test_run ();
}

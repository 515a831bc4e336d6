/* test-store.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-store.h"

#include <glib/gstdio.h>
#include <string.h>

#include "store/crm-check.h"
#include "store/crm-schema-private.h"
#include "store/crm-seed.h"

static int
file_mode (CrmTestStore *test, const char *file)
{
  g_autofree char *path = crm_test_store_path (test, file);
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return info.st_mode & 0777;
}

static void
assert_cannot_open (CrmTestStore *test, int code)
{
  CrmStoreOptions options = crm_test_store_options (test, "test");
  g_autoptr (GError) error = NULL;

  g_assert_null (crm_store_open_sync (&options, &error));
  g_assert_error (error, CRM_ERROR, code);
}

static GBytes *
read_file (CrmTestStore *test, const char *file)
{
  g_autofree char *path = crm_test_store_path (test, file);
  char *contents;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  return g_bytes_new_take (contents, length);
}

static GPtrArray *
find_files (CrmTestStore *test, const char *prefix)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (test->directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefix))
      g_ptr_array_add (files, g_strdup (name));
  return files;
}

static void
test_open (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new_empty ();
  g_autofree char *parent = test->directory;

  test->directory = g_build_filename (parent, "deep", "er", NULL);
  test->store = crm_test_store_open_other (test, "test");
  g_free (crm_test_make_person (test->store, "Ida Example"));
  g_assert_cmpint (file_mode (test, "."), ==, 0700);
  g_assert_cmpint (file_mode (test, "crm.db"), ==, 0600);
  g_assert_cmpint (file_mode (test, "crm.db-wal"), ==, 0600);
  g_assert_cmpint (file_mode (test, "crm.db-shm"), ==, 0600);
  g_assert_cmpint (file_mode (test, "index.db"), ==, 0600);
  g_assert_cmpstr (crm_store_get_directory (test->store), ==, test->directory);
  g_assert_cmpint (crm_store_get_now_usec (test->store), ==, CRM_TEST_START_USEC);

  /* The last reference closes, although nobody iterates the main context: nothing lies about. */
  g_clear_object (&test->store);
  {
    g_autoptr (GPtrArray) files = find_files (test, "");

    g_assert_cmpuint (files->len, ==, 2);
  }
  {
    g_autofree char *deep = g_build_filename (parent, "deep", NULL);
    CrmTestStore rest = { .directory = g_steal_pointer (&deep) };

    crm_test_store_free (g_memdup2 (&rest, sizeof rest));
    g_free (test->directory);
    test->directory = g_steal_pointer (&parent);
  }
}

static void
test_seed (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *actor = g_strdup (crm_store_get_actor (test->store));
  g_autofree char *stages = crm_test_store_text (test, "crm.db",
                                                 "SELECT substr (id, -3) || ' ' || name || ' '"
                                                 " || kind || ' ' || probability FROM stage"
                                                 " ORDER BY position");
  g_autoptr (CrmRecord) pipeline = crm_test_get (test->store, "pipeline", CRM_SEED_PIPELINE);
  g_autoptr (CrmRecord) user = crm_test_get (test->store, "user", actor);
  g_autoptr (CrmRecord) reason
      = crm_test_get (test->store, "lost_reason", CRM_SEED_LOST_REASON_OTHER);

  g_assert_cmpstr (stages, ==,
                   "101 Qualification open 10\n102 Needs analysis open 25\n"
                   "103 Proposal open 50\n104 Negotiation open 75\n"
                   "105 Won won 100\n106 Lost lost 0");
  g_assert_cmpstr (crm_record_get_text (pipeline, "currency"), ==, "EUR");
  g_assert_cmpstr (crm_record_get_title (user), ==, "Test Seller");
  g_assert_cmpint (crm_record_get_int (reason, "needs_text", 0), ==, 1);

  /* Once only. */
  crm_test_store_reopen (test);
  g_assert_cmpstr (crm_store_get_actor (test->store), ==, actor);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM change_set"), ==, 1);
}

static gpointer
open_in_thread (gpointer data)
{
  return crm_test_store_open_other (data, "thread");
}

static void
test_opened_at_once (void)
{
  for (guint round = 0; round < 5; round++)
    {
      g_autoptr (CrmTestStore) test = crm_test_store_new_empty ();
      GThread *threads[6];

      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        threads[i] = g_thread_new ("open", open_in_thread, test);
      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        g_object_unref (g_thread_join (threads[i]));
      g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM change_set"), ==,
                       1);
      g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM user"), ==, 1);
    }
}

static void
test_newer (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  CrmChangeSet *set = crm_change_set_new ("add", CRM_CAUSE_USER);

  /* Another program brings the file further while this one has it open. */
  crm_test_store_script (test, "crm.db", "PRAGMA user_version = 999");
  crm_change_set_text (crm_change_set_create (set, "person", NULL), "name", "Ida Example");
  crm_test_refuse (test->store, set, CRM_ERROR_SCHEMA_TOO_NEW);

  g_clear_object (&test->store);
  before = read_file (test, "crm.db");
  assert_cannot_open (test, CRM_ERROR_SCHEMA_TOO_NEW);
  after = read_file (test, "crm.db");
  g_assert_true (g_bytes_equal (before, after));

  /* also one that is not in WAL mode, as a back-up is */
  crm_test_store_script (test, "crm.db", "PRAGMA journal_mode = DELETE");
  g_bytes_unref (before);
  g_bytes_unref (after);
  before = read_file (test, "crm.db");
  assert_cannot_open (test, CRM_ERROR_SCHEMA_TOO_NEW);
  after = read_file (test, "crm.db");
  g_assert_true (g_bytes_equal (before, after));
}

/* Tables, columns, references and indexes, in an order that does not tell when each was added;
 * without those of custom fields, which every store has its own of. */
static char *
describe_schema (CrmTestStore *test)
{
  g_autofree char *columns = crm_test_store_text (
      test, "crm.db",
      "SELECT t.name || '.' || c.name || ' ' || c.type || ' ' || c.\"notnull\""
      " || ' ' || coalesce (c.dflt_value, '') || ' ' || c.pk"
      " FROM sqlite_master AS t JOIN pragma_table_info (t.name) AS c"
      " WHERE t.type = 'table' AND t.name NOT LIKE '%/_custom' ESCAPE '/' ORDER BY 1");
  g_autofree char *references
      = crm_test_store_text (test, "crm.db",
                             "SELECT t.name || '.' || f.\"from\" || ' ' || f.\"table\" || ' '"
                             " || f.on_delete FROM sqlite_master AS t"
                             " JOIN pragma_foreign_key_list (t.name) AS f"
                             " WHERE t.name NOT LIKE '%/_custom' ESCAPE '/' ORDER BY 1");
  g_autofree char *others
      = crm_test_store_text (test, "crm.db",
                             "SELECT type || ' ' || name || ' ' || replace (sql, '  ', ' ')"
                             " FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL"
                             " AND tbl_name NOT LIKE '%/_custom' ESCAPE '/' ORDER BY 1");

  return g_strjoin ("\n", columns, references, others, NULL);
}

static void
test_added_column (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *before = describe_schema (test);
  g_autofree char *id = crm_test_make_deal (test->store, "Pumps");
  g_autofree char *after = NULL;
  g_autoptr (GPtrArray) copies = NULL;

  g_clear_object (&test->store);
  crm_test_store_script (test, "crm.db",
                         "ALTER TABLE deal DROP COLUMN lost_note;"
                         "DROP INDEX deal_lost_reason; ALTER TABLE deal DROP COLUMN lost_reason;"
                         "DROP TABLE tagging; PRAGMA user_version = 0");
  test->store = crm_test_store_open_other (test, "test");
  after = describe_schema (test);
  g_assert_cmpstr (before, ==, after);
  crm_test_set_text (test->store, "deal", id, "lost_note", "too dear");
  crm_test_set_text (test->store, "deal", id, "lost_reason", CRM_SEED_LOST_REASON_OTHER);

  /* The copy is the file as it was, and private. */
  copies = find_files (test, "crm.db.v0-");
  g_assert_cmpuint (copies->len, ==, 1);
  g_assert_cmpint (file_mode (test, copies->pdata[0]), ==, 0600);
  g_assert_cmpint (crm_test_store_int (test, copies->pdata[0], "SELECT count(*) FROM deal"), ==, 1);
  g_assert_cmpint (crm_test_store_int (test, copies->pdata[0],
                                       "SELECT count(*) FROM pragma_table_info ('deal')"
                                       " WHERE name = 'lost_note'"),
                   ==, 0);
  crm_test_store_reopen (test);
  g_ptr_array_unref (copies);
  copies = find_files (test, "crm.db.v0-");
  g_assert_cmpuint (copies->len, ==, 1);
}

static void
fail_upgrade (const char *damage)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_free (crm_test_make_deal (test->store, "Pumps"));
  g_clear_object (&test->store);
  crm_test_store_script (test, "crm.db", "PRAGMA user_version = 0");
  crm_test_store_script (test, "crm.db", damage);
  before = describe_schema (test);
  assert_cannot_open (test, CRM_ERROR_MIGRATION_FAILED);
  after = describe_schema (test);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "PRAGMA user_version"), ==, 0);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM deal"), ==, 1);
}

static void
test_failed_upgrade (void)
{
  fail_upgrade ("DROP TABLE phone; DROP TABLE note; CREATE VIEW note AS SELECT 1 AS id");
  fail_upgrade ("DROP TABLE phone; DELETE FROM stage");
}

static void
test_not_a_database (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new_empty ();
  g_autofree char *path = crm_test_store_path (test, "crm.db");
  static const char text[] = "This is no database, and it is long enough to be looked at closely: "
                             "a hundred bytes are what the header of one takes, and some more.";
  g_autofree char *after = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  assert_cannot_open (test, CRM_ERROR_CORRUPT);
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, text);

  g_free (g_steal_pointer (&test->directory));
  test->directory = g_steal_pointer (&path);
  assert_cannot_open (test, CRM_ERROR_PERMISSION); /* a file where the folder should be */
  g_remove (test->directory);
  *strrchr (test->directory, '/') = '\0';
}

typedef struct
{
  gint64 seq;
  gboolean remote;
  guint n;
} Heard;

static void
changed_cb (CrmStore *store, gint64 seq, gboolean remote, Heard *heard)
{
  heard->seq = seq;
  heard->remote = remote;
  heard->n++;
}

static void
listen (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_two_stores (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmStore) other = crm_test_store_open_other (test, "other");
  g_autofree char *id = crm_test_make_person (test->store, "Ida Example");
  Heard heard = { 0 };

  g_assert_cmpstr (crm_store_get_actor (test->store), ==, crm_store_get_actor (other));
  g_signal_connect (other, "changed", G_CALLBACK (changed_cb), &heard);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("Ida %u", i);
      CrmStore *writer = i % 2 == 0 ? other : test->store;
      CrmStore *reader = i % 2 == 0 ? test->store : other;
      g_autoptr (CrmRecord) record = NULL;

      crm_test_set_text (writer, "person", id, "name", name);
      record = crm_test_get (reader, "person", id);
      g_assert_cmpstr (crm_record_get_title (record), ==, name);
    }
  listen ();
  g_assert_cmpuint (heard.n, ==, 10);
  g_assert_false (heard.remote);

  crm_store_note_remote_change (other, heard.seq); /* its own, heard again */
  listen ();
  g_assert_cmpuint (heard.n, ==, 10);
  crm_store_note_remote_change (other, heard.seq + 1);
  listen ();
  g_assert_cmpuint (heard.n, ==, 11);
  g_assert_true (heard.remote);

  /* One that leaves does not take the other's locks along. */
  g_clear_object (&other);
  crm_test_set_text (test->store, "person", id, "name", "Ida Last");
  other = crm_test_store_open_other (test, "other");
  g_signal_connect (other, "changed", G_CALLBACK (changed_cb), &heard);
  crm_store_note_remote_change (other, 1); /* what was there when it was opened is no news */
  listen ();
  g_assert_cmpuint (heard.n, ==, 11);
}

static void
test_closed (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (GError) error = NULL;
  CrmChangeSet *set = crm_change_set_new ("add", CRM_CAUSE_USER);

  crm_store_close (test->store);
  crm_store_close (test->store);
  crm_test_refuse (test->store, set, CRM_ERROR_FAILED);
  g_assert_null (crm_store_undo_sync (test->store, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_FAILED);
}

/* An older store is looked over as it is: what an upgrade will bring is not missed. */
static void
assert_checks_well (CrmTestStore *test)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = crm_check_store (test->directory, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_assert_true (((CrmFinding *)g_ptr_array_index (findings, i))->harmless
                   || ((CrmFinding *)g_ptr_array_index (findings, i))->kind
                          == CRM_FINDING_OPEN_TO_OTHERS);
}

/* Stores of every released version open for ever. */
static CrmTestStore *
open_fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "db", name, NULL);
  CrmTestStore *test = crm_test_store_new_empty ();
  g_autoptr (CrmTestStore) fresh = crm_test_store_new ();
  g_autofree char *sql = NULL;
  g_autofree char *fresh_schema = describe_schema (fresh);
  g_autofree char *schema = NULL;
  g_autofree char *rows = NULL;

  g_assert_true (g_file_get_contents (path, &sql, NULL, NULL));
  crm_test_store_script (test, "crm.db", sql);
  assert_checks_well (test);
  test->store = crm_test_store_open_other (test, "test");
  schema = describe_schema (test);
  g_assert_cmpstr (schema, ==, fresh_schema);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "PRAGMA user_version"), ==,
                   CRM_SCHEMA_VERSION);

  rows = crm_test_store_text (
      test, "crm.db",
      "SELECT d.title || ', ' || a.name || ', ' || s.name || ', ' || d.amount"
      " || ' ' || d.currency FROM deal AS d JOIN stage AS s ON s.id = d.stage"
      " JOIN account AS a ON a.id = d.account ORDER BY 1");
  g_assert_cmpstr (rows, ==,
                   "Filter élan, Alder & Söhne, Proposal, 1250000 EUR\n"
                   "Sensors, Birch KK, Needs analysis, 98000 JPY");
  return test;
}

static char *
undo (CrmStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = crm_store_undo_sync (store, &error);

  g_assert_no_error (error);
  return g_strdup (result->label);
}

static void
test_fixture_v1 (void)
{
  g_autoptr (CrmTestStore) test = open_fixture ("v1.sql");
  g_autofree char *label = NULL;

  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM change_set"), ==, 4);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM note"), ==, 0);

  /* Its journal is as good as a new one: the newest change removed a note. */
  label = undo (test->store);
  g_assert_cmpstr (label, ==, "remove-note");
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM note"), ==, 1);
}

static gpointer
read_custom (CrmReader *reader, gpointer data, GError **error)
{
  CrmRecord *deal = crm_reader_find (reader, "deal", "title", "Sensors", error);

  g_assert_true (crm_reader_load_custom (reader, deal, error));
  return deal;
}

/* Custom fields and their journal. */
static void
test_fixture_v2 (void)
{
  g_autoptr (CrmTestStore) test = open_fixture ("v2.sql");
  g_autoptr (CrmStore) other = NULL;
  g_autoptr (CrmRecord) before = crm_store_read_sync (test->store, read_custom, NULL, NULL, NULL);
  g_autoptr (CrmRecord) after = NULL;
  g_autofree char *label = NULL;

  g_assert_cmpstr (crm_record_get_text (before, "x.region"), ==, "south");
  g_assert_cmpint (crm_record_get_int (before, "x.budget", 0), ==, 150050);
  g_assert_cmpstr (crm_record_get_text (before, "x.budget_currency"), ==, "EUR");
  g_assert_cmpint (crm_test_store_int (test, "crm.db",
                                       "SELECT count(*) FROM exchange_rate WHERE rate = '0.0061'"),
                   ==, 1);

  /* The program that changed the region last was ecrm. */
  other = crm_test_store_open_other (test, "ecrm");
  label = undo (other);
  g_assert_cmpstr (label, ==, "edit-record");
  after = crm_store_read_sync (other, read_custom, NULL, NULL, NULL);
  g_assert_cmpstr (crm_record_get_text (after, "x.region"), ==, "north");
}

static void
test_fixture_v3 (void)
{
  g_autoptr (CrmTestStore) test = open_fixture ("v3.sql");

  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM kept_card"), ==, 0);
  g_assert_cmpint (crm_test_store_int (test, "crm.db",
                                       "SELECT count(*) FROM follow_up AS f JOIN outbox AS o ON"
                                       " o.follow_up = f.id WHERE f.title = 'Send the drawings'"),
                   ==, 1);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM template"), ==, 1);
}

static void
test_fixture_v4 (void)
{
  g_autoptr (CrmTestStore) test = open_fixture ("v4.sql");

  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM lead"), ==, 0);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM account_plan"), ==, 0);
  g_assert_cmpint (crm_test_store_int (test, "crm.db",
                                       "SELECT cadence_days FROM person AS p JOIN address AS a ON"
                                       " a.person = p.id WHERE a.address"
                                       " = 'dora@eberesche.example'"),
                   ==, 30);
}

static gpointer
read_account (CrmReader *reader, gpointer data, GError **error)
{
  return crm_reader_find (reader, "account", "name", data, error);
}

/* What somebody put in words before there were choices stays, also through an undo. */
static void
test_fixture_v5 (void)
{
  g_autoptr (CrmTestStore) test = open_fixture ("v5.sql");
  g_autofree char *lead = crm_test_store_text (test, "crm.db", "SELECT name FROM lead");
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);
  g_autoptr (CrmRecord) before
      = crm_store_read_sync (test->store, read_account, (gpointer) "Alder & Söhne", NULL, NULL);
  g_autoptr (CrmRecord) after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = NULL;
  g_autofree char *label = NULL;

  g_assert_cmpstr (lead, ==, "Edda Esche");
  g_assert_cmpint (crm_test_store_int (test, "crm.db",
                                       "SELECT cadence_days FROM account WHERE name = 'Birch KK'"),
                   ==, 60);
  g_assert_cmpstr (crm_record_get_text (before, "preferred_channel"), ==, "by carrier pigeon");
  crm_change_set_text (crm_change_set_update (set, "account", before->id), "preferred_channel",
                       "phone");
  result = crm_store_write_sync (test->store, set, &error);
  g_assert_no_error (error);
  label = undo (test->store);
  after = crm_store_read_sync (test->store, read_account, (gpointer) "Alder & Söhne", NULL, NULL);
  g_assert_cmpstr (crm_record_get_text (after, "preferred_channel"), ==, "by carrier pigeon");
}

static void
test_fixture_v6 (void)
{
  g_autoptr (CrmTestStore) test = open_fixture ("v6.sql");
  g_autofree char *index = crm_test_store_text (
      test, "crm.db", "SELECT sql FROM sqlite_schema WHERE name = 'deal_expected_close'");
  g_autofree char *document
      = crm_test_store_text (test, "crm.db",
                             "SELECT o.name FROM document AS o JOIN deal AS d ON d.id = o.deal"
                             " WHERE d.expected_close = 20805");

  g_assert_nonnull (strstr (index, "\"stage\""));
  g_assert_cmpstr (document, ==, "offer");
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM deal"), ==, 3);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM deal_custom"), ==, 1);
}

static void
test_fixture_v7 (void)
{
  g_autoptr (CrmTestStore) test = open_fixture ("v7.sql");
  g_autofree char *note = crm_test_store_text (
      test, "crm.db", "SELECT n.text FROM note AS n JOIN person AS p ON p.id = n.person");

  g_assert_cmpstr (note, ==, "Asked for the offer again");
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM redirect"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/open", test_open);
  g_test_add_func ("/store/seed", test_seed);
  g_test_add_func ("/store/opened-at-once", test_opened_at_once);
  g_test_add_func ("/store/newer", test_newer);
  g_test_add_func ("/store/added-column", test_added_column);
  g_test_add_func ("/store/failed-upgrade", test_failed_upgrade);
  g_test_add_func ("/store/not-a-database", test_not_a_database);
  g_test_add_func ("/store/two-stores", test_two_stores);
  g_test_add_func ("/store/closed", test_closed);
  g_test_add_func ("/store/fixture/v1", test_fixture_v1);
  g_test_add_func ("/store/fixture/v2", test_fixture_v2);
  g_test_add_func ("/store/fixture/v3", test_fixture_v3);
  g_test_add_func ("/store/fixture/v4", test_fixture_v4);
  g_test_add_func ("/store/fixture/v5", test_fixture_v5);
  g_test_add_func ("/store/fixture/v6", test_fixture_v6);
  g_test_add_func ("/store/fixture/v7", test_fixture_v7);
  return g_test_run ();
}

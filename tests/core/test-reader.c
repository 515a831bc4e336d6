/* test-reader.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-store.h"

#include "store/crm-seed.h"

static char *
join_titles (GPtrArray *records)
{
  g_autoptr (GString) titles = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++)
    g_string_append_printf (titles, "%s%s", i > 0 ? " " : "",
                            crm_record_get_title (g_ptr_array_index (records, i)));
  return g_strdup (titles->str);
}

static gpointer
list_in_reader (CrmReader *reader, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) records = crm_reader_list (reader, data, NULL, error);

  return records != NULL ? join_titles (records) : NULL;
}

static void
check_list (CrmTestStore *test, CrmListQuery query, const char *titles)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *found = crm_store_read_sync (test->store, list_in_reader, &query, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, titles);
}

static void
test_list (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  static const char *const names[] = { "delta", "Beta", "alpha", "Ärger", "Zeta" };
  CrmListQuery wrong = { .entity = "person", .order_by = "colour" };
  CrmListQuery injected = { .entity = "person", .order_by = "name\" DESC --" };
  g_autoptr (CrmFilterNode) filter = crm_filter_parse ("name ~ 'eta'", NULL, NULL);
  g_autoptr (GError) error = NULL;

  check_list (test, (CrmListQuery){ .entity = "person" }, "");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_free (crm_test_make_person (test->store, names[i]));
      crm_test_store_pass_secs (test, 1);
    }
  check_list (test, (CrmListQuery){ .entity = "person" }, "delta Beta alpha Ärger Zeta");
  check_list (test,
              (CrmListQuery){ .entity = "person", .order_by = "created_at", .descending = TRUE },
              "Zeta Ärger alpha Beta delta");
  check_list (test, (CrmListQuery){ .entity = "person", .order_by = "name" },
              "alpha Ärger Beta delta Zeta");
  check_list (test, (CrmListQuery){ .entity = "person", .order_by = "name", .descending = TRUE },
              "Zeta delta Beta Ärger alpha");
  check_list (test, (CrmListQuery){ .entity = "person", .limit = 2 }, "delta Beta");
  check_list (test, (CrmListQuery){ .entity = "person", .limit = 2, .offset = 4 }, "Zeta");
  check_list (test, (CrmListQuery){ .entity = "person", .offset = 3 }, "Ärger Zeta");
  check_list (test, (CrmListQuery){ .entity = "person", .limit = G_MAXUINT, .offset = 5 }, "");
  check_list (test,
              (CrmListQuery){ .entity = "person", .filter = filter, .order_by = "id", .limit = 2 },
              "Beta Zeta");

  /* Any entity can be listed, by any of its fields. */
  for (const CrmEntity *const *entity = crm_entity_list (); *entity != NULL; entity++)
    for (const CrmField *field = (*entity)->fields; field->name != NULL; field++)
      {
        CrmListQuery query = { .entity = (*entity)->name, .order_by = field->name };
        g_autofree char *found
            = crm_store_read_sync (test->store, list_in_reader, &query, NULL, &error);

        g_assert_no_error (error);
        g_assert_nonnull (found);
      }

  g_assert_null (crm_store_read_sync (test->store, list_in_reader, &wrong, NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE);
  g_clear_error (&error);
  g_assert_null (crm_store_read_sync (test->store, list_in_reader, &injected, NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE);
}

static gpointer
find_in_reader (CrmReader *reader, gpointer data, GError **error)
{
  const char *id = data;
  g_autoptr (CrmRecord) found = crm_reader_find (reader, "stage", "name", "Proposal", error);
  g_autoptr (CrmRecord) none = crm_reader_find (reader, "stage", "name", "proposal", error);
  g_autoptr (GPtrArray) open = crm_reader_list_where (reader, "stage", "kind", "open", error);
  g_autoptr (CrmRecord) stage = crm_reader_get (reader, "stage", CRM_SEED_STAGE_WON, error);
  CrmRecord *gone = stage;
  CrmRecord *unset = stage;
  CrmRecord *same;
  g_autofree char *titles = join_titles (open);

  g_assert_cmpint (crm_record_get_int (found, "position", -1), ==, 3);
  g_assert_cmpint (crm_record_get_int (stage, "max_days", -1), ==, -1);
  g_assert_null (crm_record_get_text (stage, "requirements"));
  g_assert_null (none);
  g_assert_true (crm_reader_look_up (reader, "stage", id, &gone, error));
  g_assert_true (crm_reader_look_up (reader, "stage", NULL, &unset, error));
  g_assert_true (crm_reader_look_up (reader, "stage", stage->id, &same, error));
  g_assert_null (gone);
  g_assert_null (unset);
  g_assert_cmpstr (same->id, ==, CRM_SEED_STAGE_WON);
  crm_record_unref (same);
  g_assert_cmpstr (titles, ==, "Qualification Needs analysis Proposal Negotiation");
  g_assert_cmpint (crm_reader_get_now_usec (reader), ==, CRM_TEST_START_USEC);
  g_assert_nonnull (crm_reader_get_actor (reader));
  g_assert_no_error (*error);
  return crm_reader_get (reader, "stage", id, error);
}

static void
test_find (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (
      crm_store_read_sync (test->store, find_in_reader, (gpointer) "nobody", NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND);
}

static gboolean
add_letters (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  static const char *const from[]
      = { "ida@alder.example", "jo@birch.example", "ida@alder.example" };
  gint64 folder;

  if (!crm_index_begin (index, error))
    return FALSE;
  folder = crm_index_ensure_folder (index, "account-1", "INBOX", error);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (CrmMessage) message = crm_message_new ();
      g_autofree char *uid = g_strdup_printf ("%u", i);

      /* the last is a copy of the first; the third answers it */
      message->date_usec = CRM_TEST_START_USEC + (i % 3) * G_USEC_PER_SEC;
      crm_message_set_message_id (message, i % 3 == 0 ? "m0" : uid);
      crm_message_set_subject (message, "Offer");
      crm_message_add_party (message, CRM_ROLE_FROM, from[i % 3], NULL);
      crm_message_add_party (message, CRM_ROLE_TO, "me@own.example", NULL);
      if (i == 2)
        crm_message_add_reference (message, crm_message_id_hash ("m0"));
      crm_message_seal (message);
      if (!crm_index_add (index, folder, uid, message, error))
        return FALSE;
    }
  return crm_index_commit (index, error);
}

static gpointer
stats_in_reader (CrmReader *reader, gpointer data, GError **error)
{
  crm_reader_stats (reader, data, error);
  return NULL;
}

static void
test_stats (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (GError) error = NULL;
  CrmStats stats = { 0 };

  g_free (crm_test_make_person (test->store, "Ida Example"));
  g_free (crm_test_make_deal (test->store, "Pumps"));
  crm_store_index_sync (test->store, add_letters, NULL, NULL, &error);
  g_assert_no_error (error);
  crm_store_read_sync (test->store, stats_in_reader, &stats, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (stats.messages, ==, 4);
  g_assert_cmpint (stats.distinct_messages, ==, 3);
  g_assert_cmpint (stats.threads, ==, 2);
  g_assert_cmpint (stats.addresses, ==, 3);
  g_assert_cmpint (stats.domains, ==, 3);
  g_assert_cmpint (stats.people, ==, 1);
  g_assert_cmpint (stats.accounts, ==, 0);
  g_assert_cmpint (stats.deals, ==, 1);
}

static gpointer
has_in_reader (CrmReader *reader, gpointer data, GError **error)
{
  crm_reader_has_records (reader, data, error);
  return NULL;
}

static gboolean
has_records (CrmTestStore *test)
{
  g_autoptr (GError) error = NULL;
  gboolean has = FALSE;

  crm_store_read_sync (test->store, has_in_reader, &has, NULL, &error);
  g_assert_no_error (error);
  return has;
}

/* Letters, stages and notes are none; each of the four is one. */
static void
test_has_records (void)
{
  static const char *const fields[][3] = { { "person", "name", NULL },
                                           { "account", "name", NULL },
                                           { "deal", "title", NULL },
                                           { "lead", "name", "status" } };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autoptr (CrmTestStore) test = crm_test_store_new ();
      CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);
      CrmChange *change;

      crm_store_index_sync (test->store, add_letters, NULL, NULL, NULL);
      g_assert_false (has_records (test));
      if (g_str_equal (fields[i][0], "deal"))
        {
          crm_change_set_unref (set);
          g_free (crm_test_make_deal (test->store, "Pumps"));
          g_assert_true (has_records (test));
          continue;
        }
      change = crm_change_set_create (set, fields[i][0], NULL);
      crm_change_set_text (change, fields[i][1], "Ida Example");
      if (fields[i][2] != NULL)
        crm_change_set_text (change, fields[i][2], "new");
      crm_test_write (test->store, set);
      g_assert_true (has_records (test));
    }
}

typedef struct
{
  gint64 before;
  guint limit;
} Page;

static gpointer
journal_in_reader (CrmReader *reader, gpointer data, GError **error)
{
  Page *page = data;

  if (page->before == 0)
    {
      g_autoptr (GPtrArray) newest = crm_reader_journal (reader, 0, 1, error);
      const CrmJournalEntry *entry = g_ptr_array_index (newest, 0);

      g_assert_cmpint (crm_reader_journal_seq (reader, error), ==, entry->seq);
    }
  return crm_reader_journal (reader, page->before, page->limit, error);
}

static void
test_journal (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *id = crm_test_make_person (test->store, "Ida Example");
  g_autoptr (CrmWriteResult) result = NULL;
  g_autoptr (GPtrArray) newest = NULL;
  g_autoptr (GPtrArray) older = NULL;
  const CrmJournalEntry *entry;
  Page page = { 0, 2 };

  crm_test_store_pass_secs (test, 60);
  crm_test_set_text (test->store, "person", id, "title", "Buyer");
  result = crm_store_undo_sync (test->store, NULL);
  newest = crm_store_read_sync (test->store, journal_in_reader, &page, NULL, NULL);
  g_assert_cmpuint (newest->len, ==, 2);

  entry = g_ptr_array_index (newest, 0);
  g_assert_cmpint (entry->seq, ==, result->seq);
  g_assert_cmpint (entry->cause, ==, CRM_CAUSE_UNDO);
  g_assert_cmpstr (entry->undoes, ==, ((CrmJournalEntry *)g_ptr_array_index (newest, 1))->id);
  g_assert_cmpstr (entry->actor, ==, "Test Seller");
  g_assert_cmpstr (entry->front_end, ==, "test");
  g_assert_cmpstr (entry->label, ==, "edit");
  g_assert_cmpstr (entry->entity, ==, "person");
  g_assert_cmpstr (entry->record, ==, id);
  g_assert_cmpuint (entry->n_changes, ==, 1);
  g_assert_cmpint (entry->usec, ==, CRM_TEST_START_USEC + 60 * G_USEC_PER_SEC);

  page.before = ((CrmJournalEntry *)g_ptr_array_index (newest, 1))->seq;
  page.limit = 100;
  older = crm_store_read_sync (test->store, journal_in_reader, &page, NULL, NULL);
  g_assert_cmpuint (older->len, ==, 2);
  entry = g_ptr_array_index (older, 1);
  g_assert_cmpstr (entry->label, ==, "seed");
  g_assert_cmpstr (entry->entity, ==, "pipeline");
  g_assert_cmpuint (entry->n_changes, ==, 17);
}

static gpointer
check_in_reader (CrmReader *reader, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) complaints = crm_reader_check (reader, error);

  if (complaints == NULL)
    return NULL;
  g_ptr_array_add (complaints, NULL);
  return g_strjoinv ("\n", (char **)complaints->pdata);
}

static void
check_finds (const char *file, const char *damage, const char *complaint)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_free (crm_test_make_deal (test->store, "Pumps"));
  crm_store_index_sync (test->store, add_letters, NULL, NULL, &error);
  g_assert_no_error (error);
  before = crm_store_read_sync (test->store, check_in_reader, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (before, ==, "");
  crm_test_store_script (test, file, damage);
  after = crm_store_read_sync (test->store, check_in_reader, NULL, NULL, &error);
  g_assert_no_error (error);
  if (!g_str_has_prefix (after, complaint))
    g_error ("%s: found “%s”", damage, after);
}

static void
test_check (void)
{
  check_finds ("crm.db", "DELETE FROM stage WHERE position = 1",
               "crm.db: dangling reference in: deal");
  check_finds ("crm.db", "DELETE FROM change WHERE seq = 2",
               "crm.db: journal entry without change");
  check_finds ("index.db", "DELETE FROM message WHERE id = 1", "index.db: copy without letter: 3");
  check_finds ("index.db", "UPDATE message SET n_more = 2 WHERE id = 1",
               "index.db: wrong number of copies: 1");
  check_finds ("index.db", "UPDATE copy SET uid = (SELECT uid FROM message WHERE id = 2)",
               "index.db: copy of two letters: 1");
  check_finds ("index.db", "DELETE FROM message WHERE id = 1; DELETE FROM copy",
               "index.db: edge without letter: 1");
  check_finds ("index.db",
               "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace (sql, 'UNIQUE',"
               " '') WHERE name = 'message_fingerprint'; DELETE FROM message WHERE id = 2;",
               "index.db: edge without letter: ");
}

/* Pages that were overwritten are told, whatever SQLite makes of them. */
static void
test_damaged_page (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *path = crm_test_store_path (test, "crm.db");
  g_autofree char *bytes = NULL;
  g_autofree char *complaints = NULL;
  g_autoptr (GError) error = NULL;
  gint64 root;
  gsize length;

  g_clear_object (&test->store);
  root = crm_test_store_int (test, "crm.db",
                             "SELECT rootpage FROM sqlite_master WHERE name = 'note'");
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  memset (bytes + (root - 1) * 4096, 0x55, 4096);
  g_assert_true (g_file_set_contents (path, bytes, (gssize)length, NULL));
  test->store = crm_test_store_open_other (test, "test");
  complaints = crm_store_read_sync (test->store, check_in_reader, NULL, NULL, &error);
  if (error != NULL)
    g_assert_error (error, CRM_ERROR, CRM_ERROR_CORRUPT);
  else
    g_assert_cmpstr (complaints, !=, "");
}

/* One read sees one state, although others write meanwhile; and it cannot write. */
static gpointer
read_while_written (CrmReader *reader, gpointer data, GError **error)
{
  CrmTestStore *test = data;
  g_autoptr (GPtrArray) before = crm_reader_list_where (reader, "person", "name", "Ida", error);
  g_autoptr (GPtrArray) after = NULL;

  g_free (crm_test_make_person (test->store, "Ida"));
  after = crm_reader_list_where (reader, "person", "name", "Ida", error);
  g_assert_cmpuint (before->len, ==, after->len);
  return g_strdup_printf ("%u", before->len);
}

static void
test_one_state (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *first = crm_store_read_sync (test->store, read_while_written, test, NULL, NULL);
  g_autofree char *second = crm_store_read_sync (test->store, read_while_written, test, NULL, NULL);

  g_assert_cmpstr (first, ==, "0");
  g_assert_cmpstr (second, ==, "1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reader/list", test_list);
  g_test_add_func ("/reader/find", test_find);
  g_test_add_func ("/reader/stats", test_stats);
  g_test_add_func ("/reader/has-records", test_has_records);
  g_test_add_func ("/reader/journal", test_journal);
  g_test_add_func ("/reader/check", test_check);
  g_test_add_func ("/reader/damaged-page", test_damaged_page);
  g_test_add_func ("/reader/one-state", test_one_state);
  return g_test_run ();
}

/* test-context-cost.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What the sidebar costs must depend on the person it shows, not on how much else there is. No
 * times are taken: SQLite counts its steps. */
#include "config.h"

#include "crm-test-mail.h"

#include <string.h>

#include "service/crm-activities.h"
#include "service/crm-deals.h"
#include "service/crm-filing.h"
#include "service/crm-people.h"
#include "store/crm-reader-private.h"

#define N_LETTERS 2000
#define N_DEALS 500
#define IDA "ida@alder.example"
/* Stages and reasons for losing are lists of a fixed size, read when something was written. */
#define MAX_SCANNED 40
/* What a sidebar may cost when nothing was written since the last one: 60 letters of three
 * addresses, three deals, twenty rows of history. Raise them only with a reason. */
#define MAX_STATEMENTS 36
#define MAX_STEPS 3200
/* Letters of the busiest contact. */
#define N_BUSY 20000

typedef struct
{
  CrmMessage *message;
  gint64 scanned; /* rows met in full scans */
  gint64 steps;   /* of SQLite's virtual machine */
  guint runs;     /* of statements */
  GHashTable *statements;
} Cost;

static int
trace_cb (unsigned int event, void *data, void *statement, void *nanoseconds)
{
  Cost *cost = data;
  sqlite3_stmt *stmt = statement;

  cost->runs++;
  cost->scanned += sqlite3_stmt_status (stmt, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1);
  cost->steps += sqlite3_stmt_status (stmt, SQLITE_STMTSTATUS_VM_STEP, 1);
  g_hash_table_add (cost->statements, g_strdup (sqlite3_sql (stmt)));
  return 0;
}

/* Tables that grow may not be walked, nor notes and calls by time, which is the same. */
static void
check_plan (sqlite3 *db, const char *sql)
{
  static const char *const slow[]
      = { "note_at",       "call_at",    "email_date",         "(visibility=?)",
          "follow_up_due", "deal_stage", "deal_expected_close" };
  g_autofree char *explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  sqlite3_stmt *stmt;

  if (!g_str_has_prefix (sql, "SELECT"))
    return;
  g_assert_cmpint (sqlite3_prepare_v2 (db, explain, -1, &stmt, NULL), ==, SQLITE_OK);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      const char *detail = (const char *)sqlite3_column_text (stmt, 3);

      g_test_message ("%s", detail);
      if ((g_str_has_prefix (detail, "SCAN") || strstr (detail, "AUTOMATIC") != NULL)
          && strstr (detail, "CONSTANT ROW") == NULL
          && strstr (sql, "FROM \"lost_reason\"") == NULL)
        g_error ("%s in %s", detail, sql);
      for (guint i = 0; i < G_N_ELEMENTS (slow); i++)
        if (strstr (detail, slow[i]) != NULL && strstr (sql, "'not_crm'") == NULL)
          g_error ("%s in %s", detail, sql);
    }
  sqlite3_finalize (stmt);
}

static gpointer
measure_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  Cost *cost = data;
  CrmContextRequest request = { cost->message, NULL, 20 };
  sqlite3 *db = _crm_connection_get_handle (reader->connection);
  CrmContext *context;
  GHashTableIter iter;
  gpointer sql;

  sqlite3_trace_v2 (db, SQLITE_TRACE_PROFILE, trace_cb, cost);
  context = crm_context_load (reader, &request, error);
  sqlite3_trace_v2 (db, 0, NULL, NULL);
  g_hash_table_iter_init (&iter, cost->statements);
  while (g_hash_table_iter_next (&iter, &sql, NULL))
    {
      g_test_message ("%s", (char *)sql);
      check_plan (db, sql);
    }
  return context;
}

static void
measure (CrmTestStore *test, CrmMessage *message, Cost *out_cost)
{
  g_autoptr (GHashTable) statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmContext) context = NULL;

  *out_cost = (Cost){ .message = message, .statements = statements };
  context = crm_store_read_sync (test->store, measure_in_worker, out_cost, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (context->proposal);
  g_assert_cmpint (context->history->items->len, ==, 20);
  g_assert_cmpint (context->deals->len, ==, 3);
  g_test_message ("%" G_GINT64_FORMAT " rows scanned, %" G_GINT64_FORMAT " steps, %u statements",
                  out_cost->scanned, out_cost->steps, g_hash_table_size (statements));
}

static void
add_letters (CrmTestStore *test, guint round)
{
  g_autofree CrmTestLetter *letters = g_new0 (CrmTestLetter, N_LETTERS);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_LETTERS; i++)
    {
      char *uid = g_strdup_printf ("letter-%u-%u", round, i);
      char *from = g_strdup_printf ("p%u@firm%u.example", i % 300, i % 100);

      g_ptr_array_add (texts, uid);
      g_ptr_array_add (texts, from);
      letters[i] = (CrmTestLetter){ uid, NULL, from, CRM_TEST_ME, uid, round * N_LETTERS + i };
    }
  crm_test_receive_all (test->store, letters, N_LETTERS);
}

static void
add_contact (CrmTestStore *test, const char *uid, const char *address)
{
  g_autoptr (CrmContact) contact = crm_contact_new ("book-1", uid);

  contact->name = g_strdup (uid);
  g_ptr_array_add (contact->addresses, g_strdup (address));
  crm_test_put_contact (test->store, contact);
}

/* One deal with all that hangs on it. */
static void
add_deal (CrmChangeSet *set, guint round, guint i)
{
  g_autofree char *title = g_strdup_printf ("Deal %u-%u", round, i);
  g_autofree char *domain = g_strdup_printf ("firm%u-%u.example", round, i);
  g_autofree char *address = g_strdup_printf ("p@%s", domain);
  CrmChange *change = crm_change_set_create (set, "person", NULL);
  g_autofree char *person = g_strdup (change->id);
  g_autofree char *account = crm_people_create_account (set, title, domain, NULL);
  CrmNewDeal deal = { .title = title, .account = account, .person = person, .now_usec = 1 };
  g_autofree char *id = NULL;

  crm_change_set_text (change, "name", title);
  crm_change_set_text (change, "contact_uid", title);
  crm_people_add_address (set, person, address);
  crm_people_join_account (set, account, person);
  id = crm_deals_create (set, &deal);
  for (guint kind = 0; kind < 3; kind++)
    {
      static const char *const kinds[] = { "note", "call", "follow_up" };
      static const char *const texts[] = { "text", "subject", "title" };

      change = crm_change_set_create (set, kinds[kind], NULL);
      crm_change_set_text (change, texts[kind], title);
      crm_change_set_text (change, i % 2 ? "deal" : "person", i % 2 ? id : person);
      if (kind == 2)
        crm_change_set_text (change, "status", "open");
      else
        crm_change_set_int (change, "at", CRM_TEST_START_USEC + i);
    }
}

static void
file_some (CrmTestStore *test, guint round)
{
  g_autofree char *deal = crm_test_store_text (test, "crm.db",
                                               "SELECT id FROM deal WHERE account IS NOT NULL"
                                               " ORDER BY created_at DESC LIMIT 1");

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *uid = g_strdup_printf ("letter-%u-%u", round, i);
      g_autofree char *from = g_strdup_printf ("p%u@firm%u.example", i % 300, i % 100);
      const CrmTestLetter letter = { uid, NULL, from, CRM_TEST_ME, uid, round * N_LETTERS + i };
      g_autoptr (CrmMessage) message = crm_test_message (&letter);

      crm_test_write (test->store, crm_filing_file (message, CRM_TARGET_DEAL, deal));
    }
}

/* What has nothing to do with Ida. */
static void
add_others (CrmTestStore *test, guint round)
{
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_IMPORT);

  add_letters (test, round);
  for (guint i = 0; i < N_DEALS; i++)
    add_deal (set, round, i);
  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *value = g_strdup_printf ("never%u-%u@example.com", round, i);
      CrmChange *change = crm_change_set_create (set, "exclusion", NULL);

      crm_change_set_text (change, "kind", "address");
      crm_change_set_text (change, "value", value);
      add_contact (test, value, value);
    }
  crm_test_write (test->store, set);
  file_some (test, round);
}

static CrmMessage *
add_ida (CrmTestStore *test)
{
  CrmCapture capture = { .name = "Ida",
                         .address = IDA,
                         .contact_uid = "uid-ida",
                         .book_uid = "book-1",
                         .account_name = "Alder",
                         .account_domain = "alder.example",
                         .deal_title = "Pumps",
                         .now_usec = test->now_usec };
  g_auto (CrmCaptured) ids = { 0 };
  CrmSubject subject = { 0 };
  CrmMessage *message = NULL;
  CrmChangeSet *set;

  crm_test_write (test->store, crm_people_capture (&capture, &ids));
  set = crm_change_set_new ("add-deal", CRM_CAUSE_USER);
  for (guint i = 0; i < 2; i++)
    g_free (crm_deals_create (
        set, &(CrmNewDeal){ .title = "More", .account = ids.account, .now_usec = 1 }));
  crm_people_add_address (set, ids.person, "ida@home.example");
  crm_test_write (test->store, set);
  add_contact (test, "uid-ida", "ida@office.example");
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *uid = g_strdup_printf ("ida-%u", i);
      const CrmTestLetter letter
          = { uid, i > 0 ? "ida-0" : NULL, i % 2 ? IDA : "ida@home.example", CRM_TEST_ME, uid, i };

      g_clear_pointer (&message, crm_message_unref);
      message = crm_test_receive (test->store, &letter);
      if (i == 0)
        crm_test_write (test->store, crm_filing_file (message, CRM_TARGET_DEAL, ids.deal));
    }
  subject.person = ids.person;
  crm_test_write (test->store, crm_activities_add_note (&subject, "note", test->now_usec, NULL));
  return message;
}

static void
test_cost (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmMessage) message = NULL;
  Cost small;
  Cost large;

  crm_test_own (test->store, "own_address", CRM_TEST_ME);
  message = add_ida (test);
  add_others (test, 0);
  measure (test, message, &small);
  add_others (test, 1);
  measure (test, message, &large);
  g_assert_cmpint (small.scanned, <=, MAX_SCANNED);
  g_assert_cmpint (large.scanned, ==, small.scanned);
  g_assert_cmpint (large.steps, <=, small.steps + small.steps / 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/context/cost", test_cost);
  return g_test_run ();
}

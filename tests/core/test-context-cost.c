/* test-context-cost.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What the sidebar costs must depend on the person it shows, not on how much else there is. No
 * times are taken: SQLite counts its steps. */
#include "config.h"

#include "crm-test-events.h"

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
 * addresses, three deals, twenty rows of history, a look for meetings, one for mail that came back,
 * and one for what the letter answered. Raise them only with a reason. */
#define MAX_STATEMENTS 38
#define MAX_STEPS 2400
/* Of somebody with thousands of follow-ups: reading the first as they come, and then in order. */
#define MAX_STEPS_OF_FOLLOW_UPS 3000
/* Letters of the busiest contact. */
#define N_BUSY 20000

typedef struct
{
  CrmMessage *message;
  gint64 scanned; /* rows met in full scans */
  gint64 steps;   /* of SQLite's virtual machine */
  guint runs;     /* of statements */
  gboolean has_proposal;
  guint n_deals;
  gint64 n_letters;
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

/* What is read whole, but only when something was written, and grows with nobody's mail; or is
 * empty but for the first fill, or holds twenty rows. */
static gboolean
is_small (const char *sql)
{
  return strstr (sql, "FROM \"lost_reason\"") != NULL || strstr (sql, "FROM \"stage\"") != NULL
         || strstr (sql, "FROM exclusion WHERE kind IN ('own_") != NULL
         || strstr (sql, "FROM idx.thread_hash_new") != NULL
         || strstr (sql, "FROM email ORDER BY fingerprint LIMIT ?") != NULL
         || strstr (sql, "LIMIT 20) AS h") != NULL;
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
          && strstr (detail, "CONSTANT ROW") == NULL && strstr (detail, "VIRTUAL TABLE") == NULL
          && !is_small (sql))
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
  for (guint turn = 0; turn < 2; turn++) /* the second finds what hardly ever changes in memory */
    {
      g_autoptr (GHashTable) statements
          = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (CrmContext) context = NULL;

      *out_cost = (Cost){ .message = message, .statements = statements };
      context = crm_store_read_sync (test->store, measure_in_worker, out_cost, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (context->history->items->len, ==, 20);
      out_cost->has_proposal = context->proposal != NULL;
      out_cost->n_deals = context->deals->len;
      out_cost->n_letters = context->activity.n_letters;
      g_test_message (
          "%" G_GINT64_FORMAT " rows scanned, %" G_GINT64_FORMAT " steps, %u runs of %u statements",
          out_cost->scanned, out_cost->steps, out_cost->runs, g_hash_table_size (statements));
    }
}

static gboolean
settle_in_worker (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  return crm_index_settle (index, cancellable, error);
}

/* Ends the first fill, in which keys are missing. */
static void
settle (CrmTestStore *test)
{
  g_autoptr (GError) error = NULL;

  crm_store_index_sync (test->store, settle_in_worker, NULL, NULL, &error);
  g_assert_no_error (error);
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
  settle (test);
  measure (test, message, &small);
  g_assert_true (small.has_proposal);
  g_assert_cmpint (small.n_deals, ==, 3);
  g_assert_cmpint (small.scanned, <=, MAX_SCANNED);
  g_assert_cmpint (small.runs, <=, MAX_STATEMENTS);
  g_assert_cmpint (small.steps, <=, MAX_STEPS);
  add_others (test, 1);
  settle (test);
  measure (test, message, &large);
  g_assert_cmpint (large.scanned, ==, small.scanned);
  g_assert_cmpint (large.runs, ==, small.runs);
  g_assert_cmpint (large.steps, <=, small.steps + small.steps / 20);
}

static CrmMessage *
add_correspondent (CrmTestStore *test, const char *address, guint n)
{
  g_autofree CrmTestLetter *letters = g_new0 (CrmTestLetter, n);
  g_autoptr (GPtrArray) uids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *person = crm_test_make_person (test->store, address);
  CrmChangeSet *set = crm_change_set_new ("add-address", CRM_CAUSE_USER);

  crm_people_add_address (set, person, address);
  crm_test_write (test->store, set);
  for (guint i = 0; i < n; i++)
    {
      char *uid = g_strdup_printf ("%s-%u", address, i);

      g_ptr_array_add (uids, uid);
      letters[i] = (CrmTestLetter){ uid, NULL, address, CRM_TEST_ME, uid, i };
    }
  crm_test_receive_all (test->store, letters, n);
  return crm_test_message (&letters[n - 1]);
}

/* Twenty thousand letters cost no more than a hundred; neither do those of two addresses. */
static void
test_busy (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmMessage) quiet = NULL;
  g_autoptr (CrmMessage) busy = NULL;
  Cost of_quiet;
  Cost of_busy;

  crm_test_own (test->store, "own_address", CRM_TEST_ME);
  quiet = add_correspondent (test, "quiet@birch.example", 100);
  busy = add_correspondent (test, "busy@birch.example", N_BUSY);
  settle (test);
  measure (test, quiet, &of_quiet);
  measure (test, busy, &of_busy);
  g_assert_cmpint (of_quiet.n_letters, ==, 100);
  g_assert_cmpint (of_busy.n_letters, ==, N_BUSY);
  g_assert_cmpint (of_busy.runs, ==, of_quiet.runs);
  g_assert_cmpint (of_busy.steps, <=, of_quiet.steps + of_quiet.steps / 20);

  /* A hidden letter is subtracted, not sought; only when it is the newest a look back is needed. */
  crm_test_write (test->store, crm_filing_set_visibility (busy, "not_crm"));
  measure (test, quiet, &of_quiet);
  measure (test, busy, &of_busy);
  g_assert_cmpint (of_busy.n_letters, ==, N_BUSY - 1);
  g_assert_cmpint (of_busy.steps, <=, of_quiet.steps + of_quiet.steps / 2);
}

static void
meet (CrmTestStore *test, const char *address, guint n)
{
  g_autofree CrmTestEvent *events = g_new0 (CrmTestEvent, n);
  g_autoptr (GPtrArray) uids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *parties = g_strconcat (CRM_TEST_ME " ", address, NULL);

  for (guint i = 0; i < n; i++)
    {
      char *uid = g_strdup_printf ("%s-%u", address, i);

      g_ptr_array_add (uids, uid);
      events[i] = (CrmTestEvent){ uid, NULL, CRM_TEST_DAY - (gint64)i * CRM_TEST_HOUR,
                                  CRM_TEST_HOUR, parties };
    }
  crm_test_put_events (test->store, events, n);
}

/* Two thousand meetings cost no more than a hundred. */
static void
test_meetings (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmMessage) quiet = NULL;
  g_autoptr (CrmMessage) busy = NULL;
  Cost of_quiet;
  Cost of_busy;

  crm_test_own (test->store, "own_address", CRM_TEST_ME);
  quiet = add_correspondent (test, "quiet@birch.example", 100);
  busy = add_correspondent (test, "busy@birch.example", 100);
  meet (test, "quiet@birch.example", 100);
  meet (test, "busy@birch.example", 2000);
  settle (test);
  measure (test, quiet, &of_quiet);
  measure (test, busy, &of_busy);
  g_assert_cmpint (of_busy.scanned, ==, of_quiet.scanned);
  g_assert_cmpint (of_busy.runs, ==, of_quiet.runs);
  g_assert_cmpint (of_busy.steps, <=, of_quiet.steps + of_quiet.steps / 20);
}

static void
add_follow_up (CrmChangeSet *set, const char *field, const char *id, gint64 due, const char *status)
{
  CrmChange *change = crm_change_set_create (set, "follow_up", NULL);

  crm_change_set_text (change, "title", "Ring");
  crm_change_set_text (change, field, id);
  crm_change_set_text (change, "status", status);
  if (due != 0)
    crm_change_set_int (change, "due", due);
}

/* A correspondent with @n open follow-ups of their own, @n of their deal, and @n that are done. */
static CrmMessage *
add_busy_with_tasks (CrmTestStore *test, const char *address, guint n)
{
  CrmMessage *message = add_correspondent (test, address, 100);
  g_autofree char *sql
      = g_strdup_printf ("SELECT person FROM address WHERE address = '%s'", address);
  g_autofree char *person = crm_test_store_text (test, "crm.db", sql);
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_IMPORT);
  g_autofree char *deal
      = crm_deals_create (set, &(CrmNewDeal){ .title = address, .person = person, .now_usec = 1 });

  for (guint i = 0; i < n; i++)
    {
      /* Made in an order in which those due first come neither first nor last. */
      gint64 due = i % 10 == 0 ? 0 : 20000 + (i * 7919) % n;

      add_follow_up (set, "person", person, due, "open");
      add_follow_up (set, "deal", deal, due, "open");
      add_follow_up (set, "person", person, due, "done");
    }
  crm_test_write (test->store, set);
  return message;
}

static void
check_first (CrmTestStore *test, CrmMessage *message)
{
  g_autoptr (CrmContext) context = crm_test_context (test->store, message, NULL);
  gint64 last = 20000;

  g_assert_cmpuint (context->follow_ups->len, ==, CRM_CONTEXT_FOLLOW_UPS);
  g_assert_true (context->has_more_follow_ups);
  for (guint i = 0; i < context->follow_ups->len; i++)
    {
      gint64 due = crm_record_get_int (g_ptr_array_index (context->follow_ups, i), "due", 0);

      g_assert_cmpint (due, >=, last);
      g_assert_cmpint (due, <=, 20000 + CRM_CONTEXT_FOLLOW_UPS);
      last = due;
    }
}

/* Two thousand open follow-ups cost no more than two hundred, and those due first are shown. */
static void
test_tasks (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmMessage) quiet = NULL;
  g_autoptr (CrmMessage) busy = NULL;
  Cost of_quiet;
  Cost of_busy;

  crm_test_own (test->store, "own_address", CRM_TEST_ME);
  quiet = add_busy_with_tasks (test, "quiet@birch.example", 200);
  busy = add_busy_with_tasks (test, "busy@birch.example", 2000);
  settle (test);
  measure (test, quiet, &of_quiet);
  measure (test, busy, &of_busy);
  g_assert_cmpint (of_busy.scanned, ==, of_quiet.scanned);
  g_assert_cmpint (of_busy.runs, ==, of_quiet.runs);
  g_assert_cmpint (of_busy.steps, <=, of_quiet.steps + of_quiet.steps / 20);
  g_assert_cmpint (of_busy.steps, <=, MAX_STEPS + 2 * MAX_STEPS_OF_FOLLOW_UPS);
  check_first (test, quiet);
  check_first (test, busy);
}

/* What readers keep is given up when another program writes, be it to either file. */
static void
test_other_writes (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmStore) other = crm_test_store_open_other (test, "other");
  const CrmTestLetter letters[] = { { "a", NULL, IDA, CRM_TEST_ME, "a", 0 },
                                    { "b", NULL, IDA, CRM_TEST_ME, "b", 1 },
                                    { "c", NULL, IDA, CRM_TEST_ME, "c", 2 } };
  g_autofree char *reason = crm_test_store_text (
      test, "crm.db", "SELECT id FROM lost_reason ORDER BY created_at, id LIMIT 1");
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmMessage) message = crm_test_receive (test->store, &letters[0]);
  g_autoptr (CrmMessage) hidden = crm_test_receive (other, &letters[1]);
  CrmContext *context = crm_test_context (test->store, message, NULL);
  guint n_reasons = context->lost_reasons->len;

  g_assert_cmpint (context->activity.n_letters, ==, 2);
  g_assert_cmpint (context->people->len, ==, 2);
  crm_context_unref (context);

  crm_test_own (other, "own_address", CRM_TEST_ME);
  crm_test_write (other, crm_filing_set_visibility (hidden, "not_crm"));
  crm_test_set_text (other, "lost_reason", reason, "name", "Another name");
  context = crm_test_context (test->store, message, NULL);
  g_assert_cmpint (context->people->len, ==, 1);
  g_assert_cmpint (context->activity.n_letters, ==, 1);
  g_assert_cmpint (context->activity.last_in_usec, ==, message->date_usec);
  g_assert_cmpint (context->lost_reasons->len, ==, n_reasons);
  g_assert_cmpstr (crm_record_get_text (g_ptr_array_index (context->lost_reasons, 0), "name"), ==,
                   "Another name");
  crm_context_unref (context);

  crm_test_expunge (other, "b"); /* the hidden one: nothing is to be subtracted any more */
  crm_message_unref (crm_test_receive (other, &letters[2]));
  context = crm_test_context (test->store, message, NULL);
  g_assert_cmpint (context->activity.n_letters, ==, 2);
  crm_context_unref (context);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/context/cost", test_cost);
  g_test_add_func ("/context/busy", test_busy);
  g_test_add_func ("/context/cost-of-meetings", test_meetings);
  g_test_add_func ("/context/cost-of-tasks", test_tasks);
  g_test_add_func ("/context/other-writes", test_other_writes);
  return g_test_run ();
}

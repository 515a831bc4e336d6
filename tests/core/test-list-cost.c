/* test-list-cost.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What is asked of all records must not walk through all of them. No times are taken: SQLite counts
 * its steps. */
#include "config.h"

#include "crm-test-store.h"

#include <string.h>

#include "service/crm-party.h"
#include "service/crm-report.h"
#include "store/crm-list-query.h"
#include "store/crm-reader-private.h"
#include "store/crm-seed.h"

#define N_PEOPLE 2000
#define N_DUE 3
/* The three who are to hear of us, with their addresses and histories. */
#define MAX_DUE_STEPS 3000
#define N_DEALS 1000
/* Fifty deals, and the stages once. */
#define MAX_STEPS_OF_FIFTY 1500

typedef struct
{
  gint64 scanned; /* rows met in full scans */
  gint64 steps;   /* of SQLite's virtual machine */
  GPtrArray *statements;
} Cost;

static int
trace_cb (unsigned int event, void *data, void *statement, void *nanoseconds)
{
  Cost *cost = data;
  sqlite3_stmt *stmt = statement;

  cost->scanned += sqlite3_stmt_status (stmt, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1);
  cost->steps += sqlite3_stmt_status (stmt, SQLITE_STMTSTATUS_VM_STEP, 1);
  g_ptr_array_add (cost->statements, g_strdup (sqlite3_sql (stmt)));
  return 0;
}

static void
start (CrmReader *reader, Cost *cost)
{
  *cost = (Cost){ .statements = g_ptr_array_new_with_free_func (g_free) };
  sqlite3_trace_v2 (_crm_connection_get_handle (reader->connection), SQLITE_TRACE_PROFILE, trace_cb,
                    cost);
}

static void
stop (CrmReader *reader)
{
  sqlite3_trace_v2 (_crm_connection_get_handle (reader->connection), 0, NULL, NULL);
}

/* (transfer full): how SQLite goes about it */
static char *
explain (CrmReader *reader, const char *sql)
{
  g_autofree char *text = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  GString *plan = g_string_new (NULL);
  sqlite3_stmt *stmt;

  g_assert_cmpint (
      sqlite3_prepare_v2 (_crm_connection_get_handle (reader->connection), text, -1, &stmt, NULL),
      ==, SQLITE_OK);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    g_string_append_printf (plan, "%s\n", (const char *)sqlite3_column_text (stmt, 3));
  sqlite3_finalize (stmt);
  g_test_message ("%s\n%s", sql, plan->str);
  return g_string_free (plan, FALSE);
}

static void
add_people (CrmTestStore *test)
{
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_IMPORT);

  for (guint i = 0; i < N_PEOPLE; i++)
    {
      CrmChange *change = crm_change_set_create (set, "person", NULL);
      CrmChange *account = crm_change_set_create (set, "account", NULL);
      g_autofree char *name = g_strdup_printf ("Person %u", i);

      crm_change_set_text (change, "name", name);
      crm_change_set_text (account, "name", name);
      if (i < N_DUE)
        crm_change_set_int (change, "cadence_days", 7);
    }
  crm_test_write (test->store, set);
}

static gpointer
look_who_is_due (CrmReader *reader, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) due = NULL;

  start (reader, data);
  due = crm_party_list_due (reader, G_MAXINT32, error);
  stop (reader);
  g_assert_nonnull (due);
  g_assert_cmpuint (due->len, ==, N_DUE);
  return NULL;
}

/* Who is to hear of us is found among thousands who need not. */
static void
test_due (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (GError) error = NULL;
  Cost cost;

  add_people (test);
  crm_store_read_sync (test->store, look_who_is_due, &cost, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("%" G_GINT64_FORMAT " steps, %" G_GINT64_FORMAT " scanned", cost.steps,
                  cost.scanned);
  g_assert_cmpint (cost.scanned, <, N_PEOPLE);
  g_assert_cmpint (cost.steps, <, MAX_DUE_STEPS);
  g_ptr_array_unref (cost.statements);
}

static void
check_sums (CrmReader *reader, const Cost *cost)
{
  guint n = 0;

  for (guint i = 0; i < cost->statements->len; i++)
    {
      const char *sql = g_ptr_array_index (cost->statements, i);
      g_autofree char *plan = strstr (sql, "FROM deal") != NULL ? explain (reader, sql) : NULL;

      if (plan == NULL)
        continue;
      n++;
      g_assert_nonnull (strstr (plan, "SEARCH deal USING COVERING INDEX deal_by_pipeline"));
      g_assert_null (strstr (plan, "SCAN deal"));
      g_assert_null (strstr (plan, "USING INDEX"));
    }
  g_assert_cmpuint (n, ==, 1);
}

static gpointer
look_at_reports (CrmReader *reader, gpointer data, GError **error)
{
  static const CrmReportKind kinds[]
      = { CRM_REPORT_STAGES, CRM_REPORT_WON_LOST, CRM_REPORT_FORECAST };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      CrmReportQuery query = { .kind = kinds[i] };
      g_autoptr (CrmReport) report = NULL;
      Cost cost;

      start (reader, &cost);
      report = crm_report_load (reader, &query, error);
      stop (reader);
      g_assert_nonnull (report);
      check_sums (reader, &cost);
      g_ptr_array_unref (cost.statements);
    }
  return NULL;
}

/* Sums of a pipeline come out of one index: no deal is read. */
static void
test_reports (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (GError) error = NULL;

  crm_store_read_sync (test->store, look_at_reports, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
add_deals (CrmTestStore *test)
{
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_IMPORT);

  for (guint i = 0; i < N_DEALS; i++)
    {
      CrmChange *change = crm_change_set_create (set, "deal", NULL);
      g_autofree char *title = g_strdup_printf ("Pumps for company %u", i);

      crm_change_set_text (change, "title", title);
      crm_change_set_text (change, "pipeline", CRM_SEED_PIPELINE);
      crm_change_set_text (change, "stage", CRM_SEED_STAGE_FIRST);
      crm_change_set_int (change, "expected_close", 20000 + i % 300);
    }
  crm_test_write (test->store, set);
}

/* The keys of the statement that lists deals, and how it goes about it. */
static char *
list_deals (CrmReader *reader, const char *text, guint limit, Cost *cost, GError **error)
{
  g_autoptr (CrmFilterNode) filter = crm_filter_parse (text, NULL, error);
  CrmListQuery query
      = { .entity = "deal", .filter = filter, .order_by = "expected_close", .limit = limit };
  g_autoptr (GArray) keys = NULL;

  start (reader, cost);
  keys = crm_list_load_keys (reader, &query, NULL, error);
  stop (reader);
  g_assert_nonnull (keys);
  g_assert_cmpuint (keys->len, ==, limit);
  return explain (reader, g_ptr_array_index (cost->statements, cost->statements->len - 1));
}

static gpointer
look_at_deals (CrmReader *reader, gpointer data, GError **error)
{
  Cost cost;
  g_autofree char *by_title = list_deals (reader, "title ~ 'ANY 7'", 50, &cost, error);
  g_autofree char *by_words = NULL;
  g_autofree char *by_stage = NULL;

  /* Found in the index alone, and no further than needed. */
  g_assert_nonnull (strstr (by_title, "USING COVERING INDEX deal_expected_close"));
  g_assert_null (strstr (by_title, "TEMP B-TREE"));
  g_ptr_array_unref (cost.statements);
  by_words = list_deals (reader, "pumps any", 50, &cost, error);
  g_assert_nonnull (strstr (by_words, "USING COVERING INDEX deal_expected_close"));
  g_ptr_array_unref (cost.statements);

  by_stage = list_deals (reader, "stage.kind = 'open'", 50, &cost, error);
  g_test_message ("%" G_GINT64_FORMAT " steps", cost.steps);
  g_assert_nonnull (strstr (by_stage, "USING COVERING INDEX deal_expected_close"));
  g_assert_null (strstr (by_stage, "TEMP B-TREE"));
  g_assert_cmpint (cost.steps, <, MAX_STEPS_OF_FIFTY);
  g_ptr_array_unref (cost.statements);
  return NULL;
}

/* The first of many deals in the order of a day come without all of them being sorted. */
static void
test_deals (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (GError) error = NULL;

  add_deals (test);
  crm_store_read_sync (test->store, look_at_deals, NULL, NULL, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/list-cost/due", test_due);
  g_test_add_func ("/list-cost/reports", test_reports);
  g_test_add_func ("/list-cost/deals", test_deals);
  return g_test_run ();
}

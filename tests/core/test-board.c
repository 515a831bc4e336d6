/* test-board.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "service/crm-board.h"
#include "service/crm-deals.h"
#include "store/crm-seed.h"

#define STAGE_WON "00000000-0000-8000-8000-000000000105"
#define TODAY 20514
#define DAY_SECS 86400

typedef struct
{
  CrmTestStore *test; /* (owned) */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->test = crm_test_store_new ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  crm_test_check (self->test->store);
  crm_test_store_free (self->test);
}

static char *
make_deal (Fixture *self, const char *title, gint64 minor, const char *currency)
{
  CrmChangeSet *set = crm_change_set_new ("add-deal", CRM_CAUSE_USER);
  CrmNewDeal deal = { .title = title,
                      .currency = currency,
                      .has_amount = minor >= 0,
                      .amount_minor = minor,
                      .now_usec = self->test->now_usec };
  char *id = crm_deals_create (set, &deal);

  crm_test_write (self->test->store, set);
  return id;
}

static void
set_int (Fixture *self, const char *entity, const char *id, const char *field, gint64 value)
{
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);

  crm_change_set_int (crm_change_set_update (set, entity, id), field, value);
  crm_test_write (self->test->store, set);
}

static void
add_follow_up (Fixture *self, const char *deal, const char *title, int due)
{
  CrmChangeSet *set = crm_change_set_new ("add-follow-up", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "follow_up", NULL);

  crm_change_set_text (change, "title", title);
  crm_change_set_text (change, "status", "open");
  crm_change_set_text (change, "deal", deal);
  crm_change_set_int (change, "due", due);
  crm_test_write (self->test->store, set);
}

static gpointer
load_in_worker (CrmReader *reader, gpointer query, GError **error)
{
  return crm_board_load (reader, query, error);
}

static CrmBoard *
load_query (Fixture *self, CrmBoardQuery query)
{
  g_autoptr (GError) error = NULL;
  CrmBoard *board = crm_store_read_sync (self->test->store, load_in_worker, &query, NULL, &error);

  g_assert_no_error (error);
  return board;
}

static CrmBoard *
load (Fixture *self, const char *pipeline)
{
  return load_query (self, (CrmBoardQuery){ .pipeline = pipeline });
}

static const CrmBoardColumn *
get_column (const CrmBoard *board, guint i)
{
  return g_ptr_array_index (board->columns, i);
}

static const CrmBoardDeal *
get_deal (const CrmBoard *board, guint column, guint i)
{
  g_assert_cmpuint (i, <, get_column (board, column)->deals->len);
  return g_ptr_array_index (get_column (board, column)->deals, i);
}

static void
assert_sum (const CrmTotals *totals, const char *currency, gint64 minor)
{
  for (guint i = 0; i < totals->sums->len; i++)
    if (g_str_equal (g_array_index (totals->sums, CrmSum, i).currency, currency))
      {
        g_assert_cmpint (g_array_index (totals->sums, CrmSum, i).minor, ==, minor);
        return;
      }
  g_assert_not_reached ();
}

static void
move (Fixture *self, const char *deal, const char *stage)
{
  g_autoptr (CrmRecord) record = crm_test_get (self->test->store, "deal", deal);
  g_autoptr (CrmRecord) from
      = crm_test_get (self->test->store, "stage", crm_record_get_text (record, "stage"));
  g_autoptr (CrmRecord) to = crm_test_get (self->test->store, "stage", stage);
  CrmChangeSet *set = crm_change_set_new ("set-stage", CRM_CAUSE_USER);

  g_assert_true (
      crm_deals_set_stage (set, record, from, to, NULL, NULL, self->test->now_usec, NULL));
  crm_test_write (self->test->store, set);
}

/* --- tests
 * ---------------------------------------------------------------------------------------- */

static void
test_empty (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmBoard) board = load (self, NULL);

  g_assert_cmpstr (board->pipeline->id, ==, CRM_SEED_PIPELINE);
  g_assert_cmpuint (board->columns->len, ==, 6);
  g_assert_cmpuint (board->n_open, ==, 0);
  g_assert_cmpuint (board->totals->sums->len, ==, 0);
  g_assert_cmpuint (board->lost_reasons->len, >, 0);
}

static void
test_sums (Fixture *self, gconstpointer data)
{
  g_autofree char *a = make_deal (self, "A", 100000, "EUR");
  g_autofree char *b = make_deal (self, "B", 5555, "EUR");
  g_autofree char *c = make_deal (self, "C", 700, "JPY");
  g_autofree char *d = make_deal (self, "D", -1, NULL);
  g_autoptr (CrmBoard) board = NULL;

  set_int (self, "deal", b, "probability", 50);
  board = load (self, NULL);
  g_assert_cmpuint (board->n_open, ==, 4);
  assert_sum (board->totals, "EUR", 105555);
  assert_sum (board->totals, "JPY", 700);
  g_assert_cmpuint (board->totals->n_unknown, ==, 1);
  /* A tenth in the first stage, half of what says so itself. */
  assert_sum (board->weighted, "EUR", 10000 + 2778);
  assert_sum (board->weighted, "JPY", 70);
  assert_sum (get_column (board, 0)->totals, "EUR", 105555);
  g_assert_cmpuint (get_column (board, 1)->totals->sums->len, ==, 0);
}

/* Three halves of a cent are one and a half, and not three times one (K07); the report says the
 * same. */
static void
test_rounding (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmBoard) board = NULL;

  for (int i = 0; i < 3; i++)
    {
      g_autofree char *deal = make_deal (self, "Half a cent", 1, "EUR");

      set_int (self, "deal", deal, "probability", 50);
    }
  board = load (self, NULL);
  assert_sum (board->weighted, "EUR", 2);
  assert_sum (get_column (board, 0)->weighted, "EUR", 2);
}

/* Of a stage that somebody removed while another put a deal there. */
static void
test_removed_stage (Fixture *self, gconstpointer data)
{
  g_autofree char *deal = make_deal (self, "Left behind", 100, "EUR");
  g_autoptr (CrmBoard) board = NULL;
  guint n;

  board = load (self, NULL);
  n = board->columns->len;
  g_clear_pointer (&board, crm_board_unref);
  set_int (self, "stage", CRM_SEED_STAGE_FIRST, "inactive", 1);
  board = load (self, NULL);
  g_assert_cmpuint (board->columns->len, ==, n);
  g_assert_cmpstr (get_deal (board, n - 1, 0)->state->deal->id, ==, deal);
  assert_sum (board->totals, "EUR", 100);
}

static void
test_order (Fixture *self, gconstpointer data)
{
  g_autofree char *some_day = make_deal (self, "Some day", 1, "EUR");
  g_autofree char *late = make_deal (self, "Late", 1, "EUR");
  g_autofree char *soon = make_deal (self, "Soon", 1, "EUR");
  g_autoptr (CrmBoard) board = NULL;

  set_int (self, "deal", late, "expected_close", TODAY + 30);
  set_int (self, "deal", soon, "expected_close", TODAY + 3);
  board = load (self, NULL);
  g_assert_cmpstr (get_deal (board, 0, 0)->state->deal->id, ==, soon);
  g_assert_cmpstr (get_deal (board, 0, 1)->state->deal->id, ==, late);
  g_assert_cmpstr (get_deal (board, 0, 2)->state->deal->id, ==, some_day);
}

static void
test_next (Fixture *self, gconstpointer data)
{
  g_autofree char *deal = make_deal (self, "A", 1, "EUR");
  g_autofree char *bare = make_deal (self, "B", 1, "EUR");
  g_autofree char *account = NULL;
  CrmChangeSet *set = crm_change_set_new ("add-account", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "account", NULL);
  g_autoptr (CrmBoard) board = NULL;

  crm_change_set_text (change, "name", "Brewery");
  account = g_strdup (change->id);
  crm_test_write (self->test->store, set);
  crm_test_set_text (self->test->store, "deal", deal, "account", account);
  add_follow_up (self, deal, "later", TODAY + 9);
  add_follow_up (self, deal, "first", TODAY + 2);
  board = load (self, NULL);
  g_assert_cmpstr (crm_record_get_title (get_deal (board, 0, 0)->follow_up), ==, "first");
  g_assert_cmpstr (get_deal (board, 0, 0)->account_name, ==, "Brewery");
  g_assert_null (get_deal (board, 0, 1)->follow_up);
  g_assert_null (get_deal (board, 0, 1)->account_name);
}

/* What was closed stays for a month, counts in its column, and not among what is open. */
static void
test_closed (Fixture *self, gconstpointer data)
{
  g_autofree char *deal = make_deal (self, "A", 500, "EUR");
  g_autoptr (CrmBoard) board = NULL;

  move (self, deal, STAGE_WON);
  board = load (self, NULL);
  g_assert_cmpuint (board->n_open, ==, 0);
  g_assert_cmpuint (board->totals->sums->len, ==, 0);
  g_assert_cmpstr (crm_record_get_text (get_column (board, 4)->stage, "kind"), ==, "won");
  g_assert_cmpstr (get_deal (board, 4, 0)->state->deal->id, ==, deal);
  assert_sum (get_column (board, 4)->totals, "EUR", 500);
  crm_board_unref (g_steal_pointer (&board));

  crm_test_store_pass_secs (self->test, (CRM_BOARD_CLOSED_DAYS + 1) * DAY_SECS);
  board = load (self, NULL);
  g_assert_cmpuint (get_column (board, 4)->deals->len, ==, 0);
}

static void
test_pipelines (Fixture *self, gconstpointer data)
{
  g_autofree char *deal = make_deal (self, "A", 500, "EUR");
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);
  CrmChange *pipeline = crm_change_set_create (set, "pipeline", NULL);
  g_autofree char *id = g_strdup (pipeline->id);
  g_autoptr (CrmBoard) board = NULL;

  crm_change_set_text (pipeline, "name", "Service");
  crm_change_set_int (pipeline, "position", 7);
  crm_test_write (self->test->store, set);
  board = load (self, id);
  g_assert_cmpstr (board->pipeline->id, ==, id);
  g_assert_cmpuint (board->pipelines->len, ==, 2);
  g_assert_cmpuint (board->columns->len, ==, 0);
  g_assert_cmpuint (board->n_open, ==, 0);
  crm_board_unref (g_steal_pointer (&board));

  set_int (self, "pipeline", id, "inactive", 1);
  board = load (self, id);
  g_assert_cmpstr (board->pipeline->id, ==, CRM_SEED_PIPELINE);
  g_assert_cmpuint (board->pipelines->len, ==, 1);
  g_assert_cmpuint (board->n_open, ==, 1);
}

static void
set_text (Fixture *self, const char *deal, const char *field, const char *text)
{
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);

  crm_change_set_text (crm_change_set_update (set, "deal", deal), field, text);
  crm_test_write (self->test->store, set);
}

static void
assert_only (Fixture *self, CrmBoardQuery query, const char *deal)
{
  g_autoptr (CrmBoard) board = load_query (self, query);

  g_assert_true (crm_board_query_is_filtered (&query));
  g_assert_cmpuint (board->n_open, ==, 1);
  g_assert_cmpuint (board->n_hidden, ==, 2);
  g_assert_cmpstr (get_deal (board, 0, 0)->state->deal->id, ==, deal);
}

static void
tag (Fixture *self, const char *deal)
{
  CrmChangeSet *set = crm_change_set_new ("tag-people", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "tag", "00000000-0000-7000-8000-00000000aaaa");
  g_autofree char *id
      = crm_entity_derive_id (crm_entity_find ("tagging"), change->id, "", "", deal, NULL);

  crm_change_set_text (change, "name", "Hot");
  change = crm_change_set_ensure (set, "tagging", id);
  crm_change_set_text (change, "tag", "00000000-0000-7000-8000-00000000aaaa");
  crm_change_set_text (change, "deal", deal);
  crm_test_write (self->test->store, set);
}

static void
test_filters (Fixture *self, gconstpointer data)
{
  g_autofree char *first = make_deal (self, "Zürcher pumps", 100, "EUR");
  g_autofree char *second = make_deal (self, "Valves", 300, "EUR");
  g_autofree char *third = make_deal (self, "Meters", 200, "EUR");
  const char *user = crm_store_get_actor (self->test->store);

  set_text (self, first, "owner", user);
  set_text (self, second, "next_step", "Call");
  set_text (self, third, "next_step", "Call");
  set_int (self, "deal", second, "expected_close", TODAY + 29); /* 31 March */
  set_int (self, "deal", third, "expected_close", TODAY + 30);
  tag (self, third);
  assert_only (self, (CrmBoardQuery){ .mine = TRUE }, first);
  assert_only (self, (CrmBoardQuery){ .owner = user }, first);
  assert_only (self, (CrmBoardQuery){ .no_step = TRUE }, first);
  assert_only (self, (CrmBoardQuery){ .closing = TRUE }, second);
  assert_only (self, (CrmBoardQuery){ .tag = "00000000-0000-7000-8000-00000000aaaa" }, third);
  assert_only (self, (CrmBoardQuery){ .text = "PUMPS zurch" }, first);

  crm_test_store_pass_secs (self->test, 6 * DAY_SECS); /* the limit of the first stage is 5 */
  move (self, second, "00000000-0000-8000-8000-000000000102");
  move (self, third, "00000000-0000-8000-8000-000000000102");
  assert_only (self, (CrmBoardQuery){ .stuck = TRUE }, first);
}

static void
assert_first (Fixture *self, CrmBoardSort sort, const char *deal)
{
  CrmBoardQuery query = { .sort = sort };
  g_autoptr (CrmBoard) board = load_query (self, query);

  g_assert_false (crm_board_query_is_filtered (&query));
  g_assert_cmpstr (get_deal (board, 0, 0)->state->deal->id, ==, deal);
}

static void
test_sorts (Fixture *self, gconstpointer data)
{
  g_autofree char *early = make_deal (self, "C", 100, "EUR");
  g_autofree char *large = make_deal (self, "B", 300, "EUR");
  g_autofree char *named = make_deal (self, "a", -1, "EUR");
  g_autofree char *old = make_deal (self, "D", 200, "EUR");
  g_autofree char *due = make_deal (self, "E", 200, "EUR");

  set_int (self, "deal", early, "expected_close", TODAY);
  set_int (self, "deal", old, "stage_since", 1);
  add_follow_up (self, due, "Call", TODAY);
  assert_first (self, CRM_BOARD_BY_CLOSE, early);
  assert_first (self, CRM_BOARD_BY_AMOUNT, large);
  assert_first (self, CRM_BOARD_BY_AGE, old);
  assert_first (self, CRM_BOARD_BY_TITLE, named);
  assert_first (self, CRM_BOARD_BY_STEP, due);
}

#define ADD(name, test) g_test_add ("/board/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("empty", test_empty);
  ADD ("sums", test_sums);
  ADD ("order", test_order);
  ADD ("next", test_next);
  ADD ("closed", test_closed);
  ADD ("pipelines", test_pipelines);
  ADD ("rounding", test_rounding);
  ADD ("filters", test_filters);
  ADD ("sorts", test_sorts);
  ADD ("removed-stage", test_removed_stage);
  return g_test_run ();
}

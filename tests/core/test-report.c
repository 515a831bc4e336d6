/* test-report.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-events.h"
#include "report-fixture.h"

#include "model/crm-date.h"
#include "model/crm-decimal.h"
#include "service/crm-activities.h"
#include "service/crm-currency.h"
#include "service/crm-weighted.h"
#include "store/crm-board-query.h"
#include "store/crm-report-query.h"
#include "store/crm-seed.h"

/* CRM_TEST_START_USEC is Monday, 2026-03-02, ten o'clock. */
#define TODAY 20514
#define MARCH 20513
#define APRIL 20544

/* Sets a number of a deal. */
static void
set_int (Fixture *self, const char *deal, const char *field, gint64 value)
{
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);

  crm_change_set_int (crm_change_set_update (set, "deal", deal), field, value);
  crm_test_write (self->test->store, set);
}

static void
set_rate (Fixture *self, const char *currency, const char *number)
{
  CrmChangeSet *set = crm_change_set_new ("set-rate", CRM_CAUSE_USER);
  g_autoptr (GError) error = NULL;
  CrmDecimal rate;

  g_assert_true (crm_decimal_parse (number, &rate, NULL));
  crm_currency_set_base (set, "EUR");
  g_free (crm_currency_set_rate (set, "EUR", currency, TODAY - 30, &rate, &error));
  g_assert_no_error (error);
  crm_test_write (self->test->store, set);
}

static const CrmReportTime *
get_time (const CrmReport *report, CrmTimeKind kind, const char *stage)
{
  for (guint i = 0; i < report->rows->len; i++)
    {
      const CrmReportTime *row = g_ptr_array_index (report->rows, i);

      if (row->kind == kind && (stage == NULL || g_str_equal (row->stage->id, stage)))
        return row;
    }
  g_assert_not_reached ();
}

static const CrmReportForecast *
get_forecast (const CrmReport *report, CrmForecastKind kind, int day)
{
  for (guint i = 0; i < report->rows->len; i++)
    {
      const CrmReportForecast *row = g_ptr_array_index (report->rows, i);

      if (row->kind == kind && row->first_day == day)
        return row;
    }
  g_assert_not_reached ();
}

static const CrmReportMonth *
get_month (const CrmReport *report, int day)
{
  for (guint i = 0; i < report->rows->len; i++)
    if (((const CrmReportMonth *)g_ptr_array_index (report->rows, i))->first_day == day)
      return g_ptr_array_index (report->rows, i);
  g_assert_not_reached ();
}

/* --- an empty store --- */

static void
test_empty (Fixture *self, gconstpointer data)
{
  for (guint kind = 0; kind < CRM_N_REPORTS; kind++)
    {
      g_autoptr (CrmReport) report = load (self, kind, CRM_PERIOD_12_MONTHS);

      g_assert_true (crm_report_is_empty (report));
      g_assert_nonnull (report->pipeline);
    }
}

static void
test_empty_rates (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmReport) won = load (self, CRM_REPORT_WON_LOST, CRM_PERIOD_12_MONTHS);
  double rate = -1;

  g_assert_cmpuint (won->rows->len, ==, 12);
  g_assert_false (crm_report_get_win_rate (won->all, &rate));
  g_assert_false (crm_report_get_value_rate (won->all, "EUR", &rate));
  g_assert_cmpfloat (rate, ==, -1); /* there is no rate, not 0 % */
}

static void
test_periods (void)
{
  static const struct
  {
    CrmPeriod period;
    int fiscal_month;
    const char *today;
    const char *from;
    const char *to;
  } cases[] = {
    { CRM_PERIOD_THIS_MONTH, 1, "2026-03-02", "2026-03-01", "2026-04-01" },
    { CRM_PERIOD_LAST_MONTH, 1, "2026-03-31", "2026-02-01", "2026-03-01" },
    { CRM_PERIOD_LAST_MONTH, 1, "2026-01-31", "2025-12-01", "2026-01-01" },
    { CRM_PERIOD_THIS_QUARTER, 1, "2026-12-31", "2026-10-01", "2027-01-01" },
    { CRM_PERIOD_LAST_QUARTER, 1, "2026-02-28", "2025-10-01", "2026-01-01" },
    { CRM_PERIOD_THIS_YEAR, 1, "2024-02-29", "2024-01-01", "2025-01-01" },
    { CRM_PERIOD_LAST_YEAR, 1, "2024-02-29", "2023-01-01", "2024-01-01" },
    { CRM_PERIOD_12_MONTHS, 1, "2026-03-02", "2025-04-01", "2026-04-01" },
    { CRM_PERIOD_2_MONTHS, 1, "2026-01-31", "2025-12-01", "2026-02-01" },
    /* A business year from April on, as in Britain and Japan, and one from October on. */
    { CRM_PERIOD_THIS_YEAR, 4, "2026-03-31", "2025-04-01", "2026-04-01" },
    { CRM_PERIOD_THIS_YEAR, 4, "2026-04-01", "2026-04-01", "2027-04-01" },
    { CRM_PERIOD_LAST_YEAR, 4, "2026-04-01", "2025-04-01", "2026-04-01" },
    { CRM_PERIOD_THIS_QUARTER, 10, "2026-02-01", "2026-01-01", "2026-04-01" },
    { CRM_PERIOD_THIS_QUARTER, 2, "2026-01-31", "2025-11-01", "2026-02-01" },
    { CRM_PERIOD_LAST_QUARTER, 2, "2026-01-31", "2025-08-01", "2025-11-01" },
    { CRM_PERIOD_12_MONTHS, 1, "2026-12-31", "2026-01-01", "2027-01-01" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *from_text = NULL;
      g_autofree char *to_text = NULL;
      int today;
      int from;
      int to;

      g_assert_true (crm_date_day_parse (cases[i].today, &today, NULL));
      crm_period_get_days (cases[i].period, today, cases[i].fiscal_month, &from, &to);
      from_text = crm_date_day_format (from);
      to_text = crm_date_day_format (to);
      g_assert_cmpstr (from_text, ==, cases[i].from);
      g_assert_cmpstr (to_text, ==, cases[i].to);
    }
}

/* --- K08 --- */

static void
test_stages (Fixture *self, gconstpointer data)
{
  g_autofree char *first = add_deal (self, "EUR", 1005);  /* at 10 %: 100.5 */
  g_autofree char *second = add_deal (self, "EUR", 1004); /* at 10 %: 100.4 */
  g_autofree char *without = add_deal (self, "EUR", -1);
  g_autofree char *pounds = add_deal (self, "GBP", 20000);
  g_autofree char *won = add_deal (self, "EUR", 5000);
  g_autoptr (CrmReport) report = NULL;
  const CrmReportStage *row;
  const CrmReportStage *all;

  move (self, pounds, NEEDS, 0);
  set_int (self, pounds, "probability", 40); /* its own before the stage's 25 */
  move (self, won, CRM_SEED_STAGE_WON, 0);
  report = load (self, CRM_REPORT_STAGES, CRM_PERIOD_12_MONTHS);
  all = report->all;
  g_assert_cmpuint (report->rows->len, ==, 4); /* the open ones */
  row = g_ptr_array_index (report->rows, 0);
  g_assert_cmpuint (row->n, ==, 3);
  g_assert_cmpint (get_sum (row->totals, "EUR"), ==, 2009);
  /* Rounded once: 200.9 is 201; each by itself would make 101 and 100. */
  g_assert_cmpint (get_sum (row->weighted, "EUR"), ==, 201);
  g_assert_cmpuint (row->totals->n_unknown, ==, 1);
  row = g_ptr_array_index (report->rows, 1);
  g_assert_cmpint (get_sum (row->totals, "GBP"), ==, 20000);
  g_assert_cmpint (get_sum (row->weighted, "GBP"), ==, 8000);
  g_assert_cmpint (get_sum (row->totals, "EUR"), ==, -1);
  g_assert_cmpuint (all->n, ==, 4);
  g_assert_cmpint (get_sum (all->totals, "EUR"), ==, 2009);
  g_assert_cmpint (get_sum (all->totals, "GBP"), ==, 20000);
}

/* The sum is rounded, not the deals: three halves are two, not three. */
static void
test_round_once (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmReport) report = NULL;
  const CrmReportStage *row;

  for (guint i = 0; i < 3; i++)
    g_free (add_deal (self, "EUR", 5)); /* at 10 %: half a cent */
  report = load (self, CRM_REPORT_STAGES, CRM_PERIOD_12_MONTHS);
  row = g_ptr_array_index (report->rows, 0);
  g_assert_cmpint (get_sum (row->weighted, "EUR"), ==, 2);
}

static void
test_currencies (Fixture *self, gconstpointer data)
{
  g_autofree char *euros = add_deal (self, "EUR", 10000);
  g_autoptr (CrmReport) one = load (self, CRM_REPORT_STAGES, CRM_PERIOD_12_MONTHS);
  g_autofree char *pounds = add_deal (self, "GBP", 10000);
  g_autoptr (CrmReport) two = load (self, CRM_REPORT_STAGES, CRM_PERIOD_12_MONTHS);
  g_autoptr (CrmReport) three = NULL;
  const CrmTotals *totals;
  char currency[4] = "";
  gint64 minor = 0;

  totals = ((CrmReportStage *)one->all)->totals;
  g_assert_true (crm_report_find_currency (&totals, 1, one->base, currency));
  g_assert_cmpstr (currency, ==, "EUR");

  /* Two, and no rate: nothing is added up one to one. */
  totals = ((CrmReportStage *)two->all)->totals;
  g_assert_false (crm_report_find_currency (&totals, 1, two->base, currency));

  set_rate (self, "GBP", "1.25");
  three = load (self, CRM_REPORT_STAGES, CRM_PERIOD_12_MONTHS);
  totals = ((CrmReportStage *)three->all)->totals;
  g_assert_true (crm_report_find_currency (&totals, 1, three->base, currency));
  g_assert_cmpstr (currency, ==, "EUR");
  g_assert_true (crm_report_get_minor (totals, three->base, currency, &minor));
  g_assert_cmpint (minor, ==, 22500);
}

static void
test_too_large (Fixture *self, gconstpointer data)
{
  g_autofree char *first = add_deal (self, "EUR", G_MAXINT64 - 1);
  g_autofree char *second = add_deal (self, "EUR", G_MAXINT64 - 1);
  g_autoptr (CrmReport) report = load (self, CRM_REPORT_STAGES, CRM_PERIOD_12_MONTHS);
  const CrmReportStage *all = report->all;
  char currency[4];

  g_assert_true (all->totals->overflow);
  g_assert_true (all->weighted->overflow);
  g_assert_false (
      crm_report_find_currency ((const CrmTotals *const *)&all->totals, 1, "EUR", currency));
}

/* --- K01 --- */

/* --- what sums are made of, against the deals themselves --- */

#define N_ODD 300

/* Deals as no form would make all of them. */
static void
add_odd_deals (Fixture *self)
{
  static const char *const currencies[] = { NULL, "EUR", "USD", "JPY", "CHF" };
  static const gint64 amounts[] = { 0, 1, -250, 999999, 333, G_MAXINT64 / 3000, 7 };
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_IMPORT);

  for (guint i = 0; i < N_ODD; i++)
    {
      CrmChange *change = crm_change_set_create (set, "deal", NULL);
      g_autofree char *stage
          = g_strdup_printf ("00000000-0000-8000-8000-00000000010%d", g_test_rand_int_range (1, 7));
      const char *currency = currencies[g_test_rand_int_range (0, G_N_ELEMENTS (currencies))];

      crm_change_set_text (change, "title", "Pumps");
      crm_change_set_text (change, "pipeline", CRM_SEED_PIPELINE);
      crm_change_set_text (change, "stage", stage);
      if (currency != NULL)
        crm_change_set_text (change, "currency", currency);
      if (g_test_rand_int_range (0, 5) > 0)
        crm_change_set_int (change, "amount",
                            amounts[g_test_rand_int_range (0, G_N_ELEMENTS (amounts))]);
      if (g_test_rand_int_range (0, 2) > 0)
        crm_change_set_int (change, "probability", g_test_rand_int_range (0, 101));
      if (g_test_rand_int_range (0, 4) == 0)
        crm_change_set_int (change, "closed_at",
                            self->test->now_usec - g_test_rand_int_range (0, 90) * DAY * 1000000);
      if (g_test_rand_int_range (0, 3) > 0)
        crm_change_set_int (change, "expected_close", TODAY + g_test_rand_int_range (-40, 400));
    }
  crm_test_write (self->test->store, set);
}

typedef struct
{
  CrmRates *rates;
  gint64 now_usec;
  gint64 closed_since_usec;
  GHashTable *by_stage; /* (element-type utf8 CrmTotals) */
  GHashTable *weighted; /* (element-type utf8 CrmTotals) */
  guint n;
} Sums;

static CrmTotals *
ensure_totals (GHashTable *table, const char *stage)
{
  if (!g_hash_table_contains (table, stage))
    g_hash_table_insert (table, g_strdup (stage), crm_totals_new ());
  return g_hash_table_lookup (table, stage);
}

static void
start_sums (Sums *sums, GHashTable **out_by_stage, GHashTable **out_weighted)
{
  sums->n = 0;
  *out_by_stage = sums->by_stage
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)crm_totals_free);
  *out_weighted = sums->weighted
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)crm_totals_free);
}

static void
add_told (const CrmDealAmount *deal, gpointer data)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  Sums *sums = data;
  CrmTotals *totals = ensure_totals (sums->by_stage, deal->stage->id);
  int day = crm_date_day_from_usec (
      deal->closed_at.kind == CRM_VALUE_INT ? deal->closed_at.integer : sums->now_usec, zone);

  sums->n++;
  if (deal->amount.kind == CRM_VALUE_INT)
    crm_totals_add (totals, sums->rates, deal->amount.integer, deal->currency, day);
  else
    crm_totals_add_unknown (totals);
  crm_weighted_add_amount (ensure_totals (sums->weighted, deal->stage->id), &deal->amount,
                           deal->percent, deal->currency, sums->rates, day);
}

/* The long way: every deal as a record. */
static void
add_read (Sums *sums, const GPtrArray *deals)
{
  for (guint i = 0; i < deals->len; i++)
    {
      const CrmDealState *state = ((CrmBoardDeal *)g_ptr_array_index (deals, i))->state;
      CrmTotals *totals = ensure_totals (sums->by_stage, state->stage->id);
      const CrmValue *amount = crm_record_get (state->deal, "amount");
      int day = crm_currency_get_deal_day (state->deal, sums->now_usec);

      sums->n++;
      if (amount->kind == CRM_VALUE_INT)
        crm_totals_add (totals, sums->rates, amount->integer,
                        crm_record_get_text (state->deal, "currency"), day);
      else
        crm_totals_add_unknown (totals);
      crm_weighted_add (ensure_totals (sums->weighted, state->stage->id), state, sums->rates, day);
    }
}

static void
assert_same_totals (GHashTable *told, GHashTable *read)
{
  GHashTableIter iter;
  gpointer stage;
  gpointer value;

  g_assert_cmpuint (g_hash_table_size (told), ==, g_hash_table_size (read));
  g_hash_table_iter_init (&iter, read);
  while (g_hash_table_iter_next (&iter, &stage, &value))
    {
      const CrmTotals *a = g_hash_table_lookup (told, stage);
      const CrmTotals *b = value;

      g_assert_nonnull (a);
      g_assert_cmpint (a->base_minor, ==, b->base_minor);
      g_assert_cmpuint (a->n_converted, ==, b->n_converted);
      g_assert_cmpuint (a->n_not_converted, ==, b->n_not_converted);
      g_assert_cmpuint (a->n_unknown, ==, b->n_unknown);
      g_assert_cmpuint (a->sums->len, ==, b->sums->len);
      for (guint i = 0; i < b->sums->len; i++)
        g_assert_cmpint (get_sum (a, g_array_index (b->sums, CrmSum, i).currency), ==,
                         g_array_index (b->sums, CrmSum, i).minor);
    }
}

static gpointer
compare_sums (CrmReader *reader, gpointer data, GError **error)
{
  Sums *sums = data;
  g_autoptr (CrmRates) rates = crm_currency_load_rates (reader, error);
  g_autoptr (GPtrArray) deals
      = crm_query_board_deals (reader, CRM_SEED_PIPELINE, sums->closed_since_usec, error);
  g_autoptr (GHashTable) told = NULL;
  g_autoptr (GHashTable) told_weighted = NULL;
  g_autoptr (GHashTable) read = NULL;
  g_autoptr (GHashTable) read_weighted = NULL;
  gboolean done;

  sums->rates = rates;
  sums->now_usec = crm_reader_get_now_usec (reader);
  start_sums (sums, &told, &told_weighted);
  done = crm_query_deal_amounts (reader, CRM_SEED_PIPELINE, sums->closed_since_usec, add_told, sums,
                                 error);
  g_assert_true (done);
  g_assert_cmpuint (sums->n, ==, deals->len);
  start_sums (sums, &read, &read_weighted);
  add_read (sums, deals);
  g_assert_cmpuint (sums->n, >, 0);
  assert_same_totals (told, read);
  assert_same_totals (told_weighted, read_weighted);
  return GUINT_TO_POINTER (sums->n);
}

/* Unknown amounts, unknown and foreign currencies, own probabilities, and deals that are closed:
 * both ways tell the same of all that are open, and of those closed lately. */
static void
test_sums (Fixture *self, gconstpointer data)
{
  Sums open = { .closed_since_usec = G_MAXINT64 };
  Sums lately = { .closed_since_usec = self->test->now_usec - 30 * DAY * 1000000 };
  g_autoptr (GError) error = NULL;

  set_rate (self, "USD", "0.9177");
  set_rate (self, "JPY", "0.00613");
  add_odd_deals (self);
  crm_store_read_sync (self->test->store, compare_sums, &open, NULL, &error);
  g_assert_no_error (error);
  crm_store_read_sync (self->test->store, compare_sums, &lately, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lately.n, >, open.n);
  g_assert_cmpuint (lately.n, <, N_ODD);
}

static void
test_won_lost (Fixture *self, gconstpointer data)
{
  g_autofree char *won = add_deal (self, "EUR", 30000);
  g_autofree char *lost = add_deal (self, "EUR", 10000);
  g_autofree char *without = add_deal (self, "EUR", -1);
  g_autofree char *open = add_deal (self, "EUR", 7);
  g_autoptr (CrmReport) report = NULL;
  const CrmReportMonth *march;
  double rate;

  set_int (self, open, "probability", 0); /* not lost for that */
  move (self, won, CRM_SEED_STAGE_WON, 1);
  move (self, lost, CRM_SEED_STAGE_LOST, 1);
  move (self, without, CRM_SEED_STAGE_LOST, 1);
  report = load (self, CRM_REPORT_WON_LOST, CRM_PERIOD_THIS_MONTH);
  g_assert_cmpuint (report->rows->len, ==, 1);
  march = get_month (report, MARCH);
  g_assert_cmpuint (march->n_won, ==, 1);
  g_assert_cmpuint (march->n_lost, ==, 2);
  g_assert_cmpuint (march->lost->n_unknown, ==, 1);
  g_assert_true (crm_report_get_win_rate (march, &rate));
  g_assert_cmpfloat_with_epsilon (rate, 100.0 / 3, 0.001);
  g_assert_true (crm_report_get_value_rate (march, report->base, &rate));
  g_assert_cmpfloat_with_epsilon (rate, 75, 0.001);
}

/* Won in March, opened again, lost in April: it counts once, there. */
static void
test_reopened (Fixture *self, gconstpointer data)
{
  g_autofree char *deal = add_deal (self, "EUR", 100);
  g_autoptr (CrmReport) open = NULL;
  g_autoptr (CrmReport) closed = NULL;

  move (self, deal, CRM_SEED_STAGE_WON, 1);
  move (self, deal, NEEDS, 1);
  open = load (self, CRM_REPORT_WON_LOST, CRM_PERIOD_12_MONTHS);
  g_assert_true (crm_report_is_empty (open));
  move (self, deal, CRM_SEED_STAGE_LOST, 31);
  closed = load (self, CRM_REPORT_WON_LOST, CRM_PERIOD_12_MONTHS);
  g_assert_cmpuint (get_month (closed, MARCH)->n_won, ==, 0);
  g_assert_cmpuint (get_month (closed, APRIL)->n_lost, ==, 1);
  g_assert_cmpuint (((CrmReportMonth *)closed->all)->n_lost, ==, 1);
}

/* The ends of a period are moments: its first counts, the one after its last does not. */
static void
test_borders (Fixture *self, gconstpointer data)
{
  g_autofree char *first = add_deal (self, "EUR", 100);
  g_autofree char *after = add_deal (self, "EUR", 100);
  g_autoptr (CrmReport) report = NULL;
  gint64 april = APRIL * DAY * G_USEC_PER_SEC;

  move (self, first, CRM_SEED_STAGE_WON, 1);
  move (self, after, CRM_SEED_STAGE_WON, 1);
  set_int (self, first, "closed_at", april - 1);
  set_int (self, after, "closed_at", april);
  report = load (self, CRM_REPORT_WON_LOST, CRM_PERIOD_THIS_MONTH);
  g_assert_cmpuint (((CrmReportMonth *)report->all)->n_won, ==, 1);
}

/* --- K07 --- */

static void
test_forecast (Fixture *self, gconstpointer data)
{
  g_autofree char *overdue = add_deal (self, "EUR", 1000);
  g_autofree char *today = add_deal (self, "EUR", 2000);
  g_autofree char *next = add_deal (self, "EUR", 4000);
  g_autofree char *later = add_deal (self, "EUR", 8000);
  g_autofree char *undated = add_deal (self, "EUR", 16000);
  g_autofree char *won = add_deal (self, "EUR", 500);
  g_autofree char *lost = add_deal (self, "EUR", 999999);
  g_autoptr (CrmReport) report = NULL;
  const CrmReportForecast *march;
  const CrmReportForecast *all;

  set_int (self, overdue, "expected_close", TODAY - 1);
  set_int (self, today, "expected_close", TODAY);
  set_int (self, next, "expected_close", APRIL);
  set_int (self, later, "expected_close", TODAY + 400);
  set_int (self, won, "expected_close", TODAY + 60); /* won now: counts now */
  move (self, won, CRM_SEED_STAGE_WON, 0);
  set_int (self, lost, "expected_close", TODAY);
  move (self, lost, CRM_SEED_STAGE_LOST, 0);
  report = load (self, CRM_REPORT_FORECAST, CRM_PERIOD_12_MONTHS);
  g_assert_cmpuint (report->rows->len, ==, CRM_REPORT_FORECAST_MONTHS + 3);
  g_assert_cmpint (get_sum (get_forecast (report, CRM_FORECAST_OVERDUE, 0)->expected, "EUR"), ==,
                   100);
  march = get_forecast (report, CRM_FORECAST_MONTH, MARCH);
  g_assert_cmpuint (march->n_open, ==, 1);
  g_assert_cmpuint (march->n_won, ==, 1);
  g_assert_cmpint (get_sum (march->expected, "EUR"), ==, 200 + 500);
  g_assert_cmpint (get_sum (get_forecast (report, CRM_FORECAST_MONTH, APRIL)->expected, "EUR"), ==,
                   400);
  g_assert_cmpint (get_sum (get_forecast (report, CRM_FORECAST_LATER, 0)->expected, "EUR"), ==,
                   800);
  g_assert_cmpint (get_sum (get_forecast (report, CRM_FORECAST_UNDATED, 0)->expected, "EUR"), ==,
                   1600);
  all = report->all;
  g_assert_cmpint (get_sum (all->expected, "EUR"), ==, 3600);
  g_assert_cmpuint (all->n_open, ==, 5);
}

/* --- K04, K05 --- */

static void
test_one_deal (Fixture *self, gconstpointer data)
{
  g_autofree char *deal = add_deal (self, "EUR", 100);
  g_autoptr (CrmReport) report = NULL;
  const CrmReportTime *won;

  move (self, deal, CRM_SEED_STAGE_WON, 8);
  report = load (self, CRM_REPORT_TIMES, CRM_PERIOD_THIS_MONTH);
  won = get_time (report, CRM_TIME_WON, NULL);
  g_assert_cmpuint (won->spread.n, ==, 1);
  g_assert_cmpfloat (won->spread.mean, ==, 8);
  g_assert_cmpfloat (won->spread.lower, ==, 8);
  g_assert_cmpfloat (won->spread.median, ==, 8);
  g_assert_cmpfloat (won->spread.upper, ==, 8);
  g_assert_cmpuint (get_time (report, CRM_TIME_LOST, NULL)->spread.n, ==, 0);
}

/* 2, 4, 8 and 16 days: quartiles lie between two of them in proportion. */
static void
test_quartiles (Fixture *self, gconstpointer data)
{
  static const int days[] = { 16, 2, 8, 4 };
  g_autoptr (CrmReport) report = NULL;
  const CrmSpread *spread;

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *deal = add_deal (self, "EUR", 100);
      gint64 begin = self->test->now_usec;

      move (self, deal, CRM_SEED_STAGE_WON, 0);
      set_int (self, deal, "closed_at", begin + days[i] * DAY * G_USEC_PER_SEC);
    }
  report = load (self, CRM_REPORT_TIMES, CRM_PERIOD_THIS_MONTH);
  spread = &get_time (report, CRM_TIME_WON, NULL)->spread;
  g_assert_cmpuint (spread->n, ==, 4);
  g_assert_cmpfloat_with_epsilon (spread->mean, 7.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (spread->lower, 3.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (spread->median, 6, 1e-9);
  g_assert_cmpfloat_with_epsilon (spread->upper, 10, 1e-9);
  g_assert_cmpfloat_with_epsilon (spread->most, 13.6, 1e-9);
}

/* Two days, on, three days elsewhere, back for four, on: six in the first, and once. */
static void
test_backwards (Fixture *self, gconstpointer data)
{
  g_autofree char *deal = add_deal (self, "EUR", 100);
  g_autoptr (CrmReport) back = NULL;
  g_autoptr (CrmReport) on = NULL;
  const CrmReportTime *first;

  move (self, deal, NEEDS, 2);
  move (self, deal, CRM_SEED_STAGE_FIRST, 3);
  crm_test_store_pass_secs (self->test, DAY);
  back = load (self, CRM_REPORT_TIMES, CRM_PERIOD_THIS_MONTH);
  first = get_time (back, CRM_TIME_STAGE, CRM_SEED_STAGE_FIRST);
  g_assert_cmpuint (first->spread.n, ==, 0); /* it has not left */
  g_assert_cmpuint (first->current.n, ==, 1);
  g_assert_cmpfloat (first->current.median, ==, 1);
  g_assert_cmpfloat (get_time (back, CRM_TIME_STAGE, NEEDS)->spread.median, ==, 3);

  move (self, deal, PROPOSAL, 3);
  on = load (self, CRM_REPORT_TIMES, CRM_PERIOD_THIS_MONTH);
  first = get_time (on, CRM_TIME_STAGE, CRM_SEED_STAGE_FIRST);
  g_assert_cmpuint (first->spread.n, ==, 1);
  g_assert_cmpfloat (first->spread.median, ==, 6);
  g_assert_cmpuint (first->current.n, ==, 0);
}

/* One that nobody saw begin is counted and left out; one that ended before it began is wrong. */
static void
test_unknown_times (Fixture *self, gconstpointer data)
{
  g_autofree char *bare = add_deal (self, "EUR", 100);
  g_autofree char *wrong = add_deal (self, "EUR", 100);
  g_autoptr (CrmReport) report = NULL;
  const CrmReportTime *won;

  move (self, bare, CRM_SEED_STAGE_WON, 1);
  move (self, wrong, CRM_SEED_STAGE_WON, 1);
  set_int (self, wrong, "closed_at", CRM_TEST_START_USEC - DAY * G_USEC_PER_SEC);
  crm_test_store_script (self->test, "crm.db",
                         "DELETE FROM stage_history WHERE deal NOT IN"
                         " (SELECT id FROM deal WHERE closed_at < 1772445600000000)");
  report = load (self, CRM_REPORT_TIMES, CRM_PERIOD_THIS_MONTH);
  won = get_time (report, CRM_TIME_WON, NULL);
  g_assert_cmpuint (won->spread.n, ==, 0);
  g_assert_cmpuint (won->n_unknown, ==, 1);
  g_assert_cmpuint (won->n_wrong, ==, 1);
  g_assert_false (crm_report_is_empty (report));
}

static void
tear_down_unchecked (Fixture *self, gconstpointer data)
{
  crm_test_store_free (self->test);
}

/* --- K25 --- */

static const CrmReportPerson *
get_person (const CrmReport *report, guint i)
{
  g_assert_cmpuint (i, <, report->rows->len);
  return g_ptr_array_index (report->rows, i);
}

static void
test_people (Fixture *self, gconstpointer data)
{
  static const CrmTestLetter letters[] = {
    { "l1", NULL, CRM_TEST_ME, "ida@alder.example", "Offer", -60, 0 },
    { "l2", NULL, CRM_TEST_ME, "ida@alder.example", "Offer again", -50, 0 },
    { "l3", NULL, "ida@alder.example", CRM_TEST_ME, "Thanks", -40, 0 },
    { "l4", NULL, "Kay <kay@own.example>", CRM_TEST_ME, "Look", -30, 0 },
    { "l5", NULL, CRM_TEST_ME, "ida@alder.example", "Away", -20, CRM_MESSAGE_AUTOMATIC },
    { "l6", NULL, CRM_TEST_ME, "ida@alder.example", "Last year", -400 * 86400, 0 },
  };
  static const CrmTestEvent events[] = {
    { "held", NULL, -7200, 3600, CRM_TEST_ME " ida@alder.example", NULL, 0, FALSE },
    { "to-come", NULL, 7200, 3600, CRM_TEST_ME " kay@own.example", NULL, 0, FALSE },
    { "declined", NULL, -7200, 3600, "ida@alder.example " CRM_TEST_ME "-", NULL, 0, FALSE },
    { "off", NULL, -7200, 3600, CRM_TEST_ME " ida@alder.example", NULL, CRM_EVENT_CANCELLED,
      FALSE },
    { "held", NULL, -7200, 3600, CRM_TEST_ME " ida@alder.example", "other", 0, FALSE },
  };
  CrmSubject subject = { .address = "ida@alder.example" };
  g_autoptr (CrmReport) report = NULL;
  const CrmReportPerson *me;
  const CrmReportPerson *kay;

  crm_test_own (self->test->store, "own_address", CRM_TEST_ME);
  crm_test_own (self->test->store, "own_domain", "own.example");
  crm_test_receive_all (self->test->store, letters, G_N_ELEMENTS (letters));
  crm_test_put_events (self->test->store, events, G_N_ELEMENTS (events));
  crm_test_write (self->test->store,
                  crm_activities_add_note (&subject, "a note", self->test->now_usec, NULL));
  report = load (self, CRM_REPORT_PEOPLE, CRM_PERIOD_12_MONTHS);
  g_assert_cmpuint (report->rows->len, ==, 2);
  me = get_person (report, 0);
  g_assert_true (me->self);
  g_assert_cmpstr (me->name, ==, "Test Seller");
  g_assert_cmpuint (me->counts[CRM_REPORT_LETTERS], ==, 2);
  g_assert_cmpuint (me->counts[CRM_REPORT_MEETINGS], ==, 1);
  g_assert_cmpuint (me->counts[CRM_REPORT_PLANNED], ==, 1);
  g_assert_cmpuint (me->counts[CRM_REPORT_NOTES], ==, 1);
  g_assert_cmpuint (me->counts[CRM_REPORT_CALLS], ==, 0);
  kay = get_person (report, 1);
  g_assert_false (kay->self);
  g_assert_cmpstr (kay->name, ==, "Kay");
  g_assert_cmpuint (kay->counts[CRM_REPORT_LETTERS], ==, 1);
  g_assert_cmpuint (kay->counts[CRM_REPORT_PLANNED], ==, 1);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  g_test_add_func ("/report/periods", test_periods);
  ADD ("/report/empty", test_empty);
  ADD ("/report/empty-rates", test_empty_rates);
  ADD ("/report/stages", test_stages);
  ADD ("/report/round-once", test_round_once);
  ADD ("/report/currencies", test_currencies);
  ADD ("/report/too-large", test_too_large);
  ADD ("/report/sums", test_sums);
  ADD ("/report/won-lost", test_won_lost);
  ADD ("/report/reopened", test_reopened);
  ADD ("/report/borders", test_borders);
  ADD ("/report/forecast", test_forecast);
  ADD ("/report/one-deal", test_one_deal);
  ADD ("/report/quartiles", test_quartiles);
  ADD ("/report/backwards", test_backwards);
  g_test_add ("/report/unknown-times", Fixture, NULL, set_up, test_unknown_times,
              tear_down_unchecked);
  ADD ("/report/people", test_people);
  return g_test_run ();
}

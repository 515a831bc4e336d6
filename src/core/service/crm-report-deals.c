/* crm-report-deals.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What is in a pipeline, what came out of it and what is to come. */
#define G_LOG_DOMAIN "crm-report-deals"
#include "config.h"

#include "crm-report-private.h"

#include "model/crm-date.h"
#include "service/crm-weighted.h"
#include "store/crm-context-query.h"

void
_crm_report_stage_free (gpointer data)
{
  CrmReportStage *self = data;

  g_clear_pointer (&self->stage, crm_record_unref);
  crm_totals_free (self->totals);
  crm_totals_free (self->weighted);
  g_free (self);
}

void
_crm_report_month_free (gpointer data)
{
  CrmReportMonth *self = data;

  crm_totals_free (self->won);
  crm_totals_free (self->lost);
  g_free (self);
}

void
_crm_report_forecast_free (gpointer data)
{
  CrmReportForecast *self = data;

  crm_totals_free (self->open);
  crm_totals_free (self->won);
  crm_totals_free (self->expected);
  g_free (self);
}

static gboolean
is_of_kind (const CrmRecord *stage, const char *kind)
{
  return g_strcmp0 (crm_record_get_text (stage, "kind"), kind) == 0;
}

/* The deals of the pipeline: all that are open, and those closed since @closed_since_usec. */
static GPtrArray *
read_deals (CrmReportLoad *load, gint64 closed_since_usec, GError **error)
{
  return crm_query_board_deals (load->reader, load->report->pipeline->id, closed_since_usec, error);
}

/* --- K08: pipeline by stage --- */

static CrmReportStage *
new_stage (CrmRecord *stage /* (nullable) */)
{
  CrmReportStage *row = g_new0 (CrmReportStage, 1);

  row->stage = stage != NULL ? crm_record_ref (stage) : NULL;
  row->totals = crm_totals_new ();
  row->weighted = crm_totals_new ();
  return row;
}

static CrmReportStage * /* (nullable) */
find_stage (GPtrArray *rows, const char *stage)
{
  for (guint i = 0; i < rows->len; i++)
    {
      CrmReportStage *row = g_ptr_array_index (rows, i);

      if (g_str_equal (row->stage->id, stage))
        return row;
    }
  return NULL;
}

static gboolean
add_stages (CrmReportLoad *load, GError **error)
{
  g_autoptr (GPtrArray) stages = crm_query_stages (load->reader, load->report->pipeline->id, error);

  if (stages == NULL)
    return FALSE;
  for (guint i = 0; i < stages->len; i++)
    {
      CrmRecord *stage = g_ptr_array_index (stages, i);

      if (is_of_kind (stage, "open") || is_of_kind (stage, "on_hold"))
        g_ptr_array_add (load->report->rows, new_stage (stage));
    }
  return TRUE;
}

/* K08: the open deals of each stage, summed, of one pipeline, and the same weighted as K07 has it.
 * What is on hold is open. */
gboolean
_crm_report_load_stages (CrmReportLoad *load, GError **error)
{
  g_autoptr (GPtrArray) deals = read_deals (load, G_MAXINT64, error);
  CrmReportStage *all = new_stage (NULL);

  load->report->all = all;
  if (deals == NULL || !add_stages (load, error))
    return FALSE;
  for (guint i = 0; i < deals->len; i++)
    {
      const CrmDealState *state = ((CrmBoardDeal *)g_ptr_array_index (deals, i))->state;
      CrmReportStage *row = find_stage (load->report->rows, state->stage->id);

      if (row == NULL)
        continue;
      row->n++;
      all->n++;
      _crm_report_add_amount (load, row->totals, row->weighted, state);
      _crm_report_add_amount (load, all->totals, all->weighted, state);
    }
  for (guint i = 0; i < load->report->rows->len; i++)
    crm_weighted_round (((CrmReportStage *)g_ptr_array_index (load->report->rows, i))->weighted);
  crm_weighted_round (all->weighted);
  return TRUE;
}

/* --- K01: won and lost by month --- */

static CrmReportMonth *
new_month (int first_day)
{
  CrmReportMonth *row = g_new0 (CrmReportMonth, 1);

  row->first_day = first_day;
  row->won = crm_totals_new ();
  row->lost = crm_totals_new ();
  return row;
}

static CrmReportMonth * /* (nullable) */
find_month (GPtrArray *rows, int first_day)
{
  for (guint i = 0; i < rows->len; i++)
    {
      CrmReportMonth *row = g_ptr_array_index (rows, i);

      if (row->first_day == first_day)
        return row;
    }
  return NULL;
}

static void
add_closed (CrmReportLoad *load, CrmReportMonth *row, const CrmDealState *state)
{
  gboolean won = is_of_kind (state->stage, "won");

  row->n_won += won;
  row->n_lost += !won;
  _crm_report_add_amount (load, won ? row->won : row->lost, NULL, state);
}

/* Where the last closing of a deal is the one that counts: one that was opened again is open, and
 * once it is closed anew it counts there and only there. What was given up without winning or
 * losing is neither, and an open stage with a probability of 0 is not lost. */
static gboolean
is_won_or_lost (const CrmDealState *state)
{
  return crm_record_get (state->deal, "closed_at")->kind == CRM_VALUE_INT
         && (is_of_kind (state->stage, "won") || is_of_kind (state->stage, "lost"));
}

/* K01 by month: what was closed in the period, in the month of its last closing. */
gboolean
_crm_report_load_won_lost (CrmReportLoad *load, GError **error)
{
  CrmReport *report = load->report;
  g_autoptr (GPtrArray) deals = read_deals (load, load->from_usec, error);
  CrmReportMonth *all = new_month (report->from_day);

  report->all = all;
  if (deals == NULL)
    return FALSE;
  for (int day = report->from_day; day < report->to_day; day = _crm_report_add_months (day, 1))
    g_ptr_array_add (report->rows, new_month (day));
  for (guint i = 0; i < deals->len; i++)
    {
      const CrmDealState *state = ((CrmBoardDeal *)g_ptr_array_index (deals, i))->state;
      gint64 closed = crm_record_get_int (state->deal, "closed_at", 0);
      CrmReportMonth *row;

      if (!is_won_or_lost (state) || closed < load->from_usec || closed >= load->to_usec)
        continue;
      row = find_month (report->rows,
                        _crm_report_get_month (crm_date_day_from_usec (closed, load->zone)));
      if (row == NULL)
        continue;
      add_closed (load, row, state);
      add_closed (load, all, state);
    }
  return TRUE;
}

/* --- K07: forecast --- */

static CrmReportForecast *
new_forecast (CrmForecastKind kind, int first_day)
{
  CrmReportForecast *row = g_new0 (CrmReportForecast, 1);

  row->kind = kind;
  row->first_day = first_day;
  row->open = crm_totals_new ();
  row->won = crm_totals_new ();
  row->expected = crm_totals_new ();
  return row;
}

static CrmReportForecast *
find_forecast (GPtrArray *rows, CrmForecastKind kind, int first_day)
{
  for (guint i = 0; i < rows->len; i++)
    {
      CrmReportForecast *row = g_ptr_array_index (rows, i);

      if (row->kind == kind && (kind != CRM_FORECAST_MONTH || row->first_day == first_day))
        return row;
    }
  return g_ptr_array_index (rows, rows->len - 1);
}

/* What should have been closed by now is in a row of its own and not in its month. */
static CrmReportForecast *
find_row_of_open (CrmReportLoad *load, const CrmDealState *state, int today)
{
  GPtrArray *rows = load->report->rows;
  const CrmValue *close = crm_record_get (state->deal, "expected_close");
  int last = _crm_report_add_months (_crm_report_get_month (today), CRM_REPORT_FORECAST_MONTHS);

  if (close->kind != CRM_VALUE_INT)
    return find_forecast (rows, CRM_FORECAST_UNDATED, 0);
  if (close->integer < today)
    return find_forecast (rows, CRM_FORECAST_OVERDUE, 0);
  if (close->integer >= last)
    return find_forecast (rows, CRM_FORECAST_LATER, 0);
  return find_forecast (rows, CRM_FORECAST_MONTH, _crm_report_get_month ((int)close->integer));
}

static void
add_open (CrmReportLoad *load, CrmReportForecast *row, const CrmDealState *state)
{
  row->n_open++;
  _crm_report_add_amount (load, row->open, row->expected, state);
}

static void
add_won (CrmReportLoad *load, CrmReportForecast *row, const CrmDealState *state)
{
  row->n_won++;
  _crm_report_add_amount (load, row->won, NULL, state);
  _crm_report_add_whole (load, row->expected, state);
}

static void
make_forecast_rows (GPtrArray *rows, int month)
{
  g_ptr_array_add (rows, new_forecast (CRM_FORECAST_OVERDUE, 0));
  for (int i = 0; i < CRM_REPORT_FORECAST_MONTHS; i++)
    g_ptr_array_add (rows, new_forecast (CRM_FORECAST_MONTH, _crm_report_add_months (month, i)));
  g_ptr_array_add (rows, new_forecast (CRM_FORECAST_LATER, 0));
  g_ptr_array_add (rows, new_forecast (CRM_FORECAST_UNDATED, 0));
}

/* K07: the open deals by the month of their expected close, each amount times its probability (its
 * own before that of its stage), and what was won in this month whole; lost ones are worth nothing.
 * Overdue ones and those without a day have rows of their own; a deal without an amount is counted
 * and not summed. Sums are rounded once, at the end. */
gboolean
_crm_report_load_forecast (CrmReportLoad *load, GError **error)
{
  CrmReport *report = load->report;
  int today = crm_date_day_from_usec (report->now_usec, load->zone);
  int month = _crm_report_get_month (today);
  gint64 since_usec = crm_date_day_to_usec (month, load->zone);
  g_autoptr (GPtrArray) deals = read_deals (load, since_usec, error);
  CrmReportForecast *all = new_forecast (CRM_FORECAST_ALL, 0);

  report->all = all;
  if (deals == NULL)
    return FALSE;
  make_forecast_rows (report->rows, month);
  for (guint i = 0; i < deals->len; i++)
    {
      const CrmDealState *state = ((CrmBoardDeal *)g_ptr_array_index (deals, i))->state;

      if (crm_deal_state_is_open (state))
        {
          add_open (load, find_row_of_open (load, state, today), state);
          add_open (load, all, state);
        }
      else if (is_of_kind (state->stage, "won")
               && crm_record_get_int (state->deal, "closed_at", 0) >= since_usec)
        {
          add_won (load, find_forecast (report->rows, CRM_FORECAST_MONTH, month), state);
          add_won (load, all, state);
        }
    }
  for (guint i = 0; i < report->rows->len; i++)
    crm_weighted_round (((CrmReportForecast *)g_ptr_array_index (report->rows, i))->expected);
  crm_weighted_round (all->expected);
  return TRUE;
}

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

typedef struct
{
  const CrmReportLoad *load;
  const CrmRecord *stage; /* (unowned) (nullable): of the deal before */
  CrmReportStage *row;    /* (unowned) (nullable): of that stage, where it has one */
} StageSums;

static void
add_to_stage (const CrmDealAmount *deal, gpointer data)
{
  StageSums *sums = data;
  const CrmReportLoad *load = sums->load;
  CrmReportStage *all = load->report->all;
  CrmReportStage *row;

  if (deal->stage != sums->stage)
    {
      sums->stage = deal->stage;
      sums->row = find_stage (load->report->rows, deal->stage->id);
    }
  row = sums->row;
  if (row == NULL)
    return;
  row->n++;
  all->n++;
  _crm_report_add_amount (load, row->totals, row->weighted, deal);
  _crm_report_add_amount (load, all->totals, all->weighted, deal);
}

/* K08: the open deals of each stage, summed, of one pipeline, and the same weighted as K07 has it.
 * What is on hold is open. */
gboolean
_crm_report_load_stages (CrmReportLoad *load, GError **error)
{
  CrmReport *report = load->report;
  CrmReportStage *all = new_stage (NULL);
  StageSums sums = { .load = load };

  report->all = all;
  if (!add_stages (load, error)
      || !crm_query_deal_amounts (load->reader, report->pipeline->id, G_MAXINT64, add_to_stage,
                                  &sums, error))
    return FALSE;
  for (guint i = 0; i < report->rows->len; i++)
    crm_weighted_round (((CrmReportStage *)g_ptr_array_index (report->rows, i))->weighted);
  crm_weighted_round (all->weighted);
  return TRUE;
}

/* --- K01: won and lost by month --- */

CrmReportMonth *
_crm_report_month_new (int first_day)
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

/* @deal: won or lost */
void
_crm_report_add_closed (const CrmReportLoad *load, CrmReportMonth *row, const CrmDealAmount *deal)
{
  gboolean won = is_of_kind (deal->stage, "won");

  row->n_won += won;
  row->n_lost += !won;
  _crm_report_add_amount (load, won ? row->won : row->lost, NULL, deal);
}

/* Where the last closing of a deal is the one that counts: one that was opened again is open, and
 * once it is closed anew it counts there and only there. What was given up without winning or
 * losing is neither, and an open stage with a probability of 0 is not lost. */
static gboolean
is_won_or_lost (const CrmDealAmount *deal)
{
  return deal->closed_at.kind == CRM_VALUE_INT
         && (is_of_kind (deal->stage, "won") || is_of_kind (deal->stage, "lost"));
}

static void
add_to_month (const CrmDealAmount *deal, gpointer data)
{
  const CrmReportLoad *load = data;
  gint64 closed = deal->closed_at.integer;
  CrmReportMonth *row;

  if (!is_won_or_lost (deal) || closed >= load->to_usec)
    return;
  if (closed < load->from_usec)
    {
      _crm_report_add_closed (load, load->report->previous, deal);
      return;
    }
  row = find_month (load->report->rows,
                    _crm_report_get_month (crm_date_day_from_usec (closed, load->zone)));
  if (row == NULL)
    return;
  _crm_report_add_closed (load, row, deal);
  _crm_report_add_closed (load, load->report->all, deal);
}

/* K01 by month: what was closed in the period, in the month of its last closing; and K31, what was
 * closed in as many months before. */
gboolean
_crm_report_load_won_lost (CrmReportLoad *load, GError **error)
{
  CrmReport *report = load->report;
  CrmReportMonth *previous;

  report->all = _crm_report_month_new (report->from_day);
  for (int day = report->from_day; day < report->to_day; day = _crm_report_add_months (day, 1))
    g_ptr_array_add (report->rows, _crm_report_month_new (day));
  previous
      = _crm_report_month_new (_crm_report_add_months (report->from_day, -(int)report->rows->len));
  report->previous = previous;
  return crm_query_deal_amounts (load->reader, report->pipeline->id,
                                 crm_date_day_to_usec (previous->first_day, load->zone),
                                 add_to_month, load, error);
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
find_row_of_open (const CrmReportLoad *load, const CrmDealAmount *deal)
{
  GPtrArray *rows = load->report->rows;
  const CrmValue *close = &deal->expected_close;
  int last
      = _crm_report_add_months (_crm_report_get_month (load->today), CRM_REPORT_FORECAST_MONTHS);

  if (close->kind != CRM_VALUE_INT)
    return find_forecast (rows, CRM_FORECAST_UNDATED, 0);
  if (close->integer < load->today)
    return find_forecast (rows, CRM_FORECAST_OVERDUE, 0);
  if (close->integer >= last)
    return find_forecast (rows, CRM_FORECAST_LATER, 0);
  return find_forecast (rows, CRM_FORECAST_MONTH, _crm_report_get_month ((int)close->integer));
}

static void
add_open (const CrmReportLoad *load, CrmReportForecast *row, const CrmDealAmount *deal)
{
  row->n_open++;
  _crm_report_add_amount (load, row->open, row->expected, deal);
}

static void
add_won (const CrmReportLoad *load, CrmReportForecast *row, const CrmDealAmount *deal)
{
  row->n_won++;
  _crm_report_add_amount (load, row->won, NULL, deal);
  _crm_report_add_whole (load, row->expected, deal);
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

static void
add_to_forecast (const CrmDealAmount *deal, gpointer data)
{
  const CrmReportLoad *load = data;
  CrmReport *report = load->report;
  int month = _crm_report_get_month (load->today);

  if (is_of_kind (deal->stage, "open") || is_of_kind (deal->stage, "on_hold"))
    {
      add_open (load, find_row_of_open (load, deal), deal);
      add_open (load, report->all, deal);
    }
  else if (is_of_kind (deal->stage, "won") && deal->closed_at.kind == CRM_VALUE_INT)
    {
      add_won (load, find_forecast (report->rows, CRM_FORECAST_MONTH, month), deal);
      add_won (load, report->all, deal);
    }
}

/* K07: the open deals by the month of their expected close, each amount times its probability (its
 * own before that of its stage), and what was won in this month whole; lost ones are worth nothing.
 * Overdue ones and those without a day have rows of their own; a deal without an amount is counted
 * and not summed. Sums are rounded once, at the end. */
gboolean
_crm_report_load_forecast (CrmReportLoad *load, GError **error)
{
  CrmReport *report = load->report;
  int month = _crm_report_get_month (load->today);
  gint64 since_usec = crm_date_day_to_usec (month, load->zone);
  CrmReportForecast *all = new_forecast (CRM_FORECAST_ALL, 0);

  report->all = all;
  make_forecast_rows (report->rows, month);
  if (!crm_query_deal_amounts (load->reader, report->pipeline->id, since_usec, add_to_forecast,
                               load, error))
    return FALSE;
  for (guint i = 0; i < report->rows->len; i++)
    crm_weighted_round (((CrmReportForecast *)g_ptr_array_index (report->rows, i))->expected);
  crm_weighted_round (all->expected);
  return TRUE;
}

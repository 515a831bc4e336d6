/* crm-report.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-report"
#include "config.h"

#include "crm-report-private.h"

#include <string.h>

#include "model/crm-date.h"
#include "service/crm-currency.h"
#include "service/crm-preferences.h"

/* 1970-01-01 as GDate counts. */
#define EPOCH_JULIAN 719163

G_DEFINE_BOXED_TYPE (CrmReport, crm_report, crm_report_ref, crm_report_unref)

typedef struct
{
  gboolean has_period;
  gboolean has_pipeline;
  gboolean (*load) (CrmReportLoad *load, GError **error);
  GDestroyNotify free_row;
} Kind;

static const Kind kinds[CRM_N_REPORTS] = {
  [CRM_REPORT_STAGES] = { FALSE, TRUE, _crm_report_load_stages, _crm_report_stage_free },
  [CRM_REPORT_WON_LOST] = { TRUE, TRUE, _crm_report_load_won_lost, _crm_report_month_free },
  [CRM_REPORT_FORECAST] = { FALSE, TRUE, _crm_report_load_forecast, _crm_report_forecast_free },
  [CRM_REPORT_TIMES] = { TRUE, TRUE, _crm_report_load_times, _crm_report_time_free },
  [CRM_REPORT_PEOPLE] = { TRUE, FALSE, _crm_report_load_people, _crm_report_person_free },
  [CRM_REPORT_OWNERS] = { TRUE, TRUE, _crm_report_load_owners, _crm_report_owner_free },
  [CRM_REPORT_LOSSES] = { TRUE, TRUE, _crm_report_load_losses, _crm_report_loss_free },
};

/**
 * crm_report_ref:
 * @self: a report
 *
 * Returns: (transfer full): @self
 */
CrmReport *
crm_report_ref (CrmReport *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

/**
 * crm_report_unref:
 * @self: (transfer full): a report
 */
void
crm_report_unref (CrmReport *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  if (self->all != NULL)
    kinds[self->kind].free_row (self->all);
  if (self->previous != NULL)
    kinds[self->kind].free_row (self->previous);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->stages, g_ptr_array_unref);
  g_clear_pointer (&self->pipelines, g_ptr_array_unref);
  g_clear_pointer (&self->pipeline, crm_record_unref);
  g_free (self->base);
  g_free (self);
}

/* The first day of the month of @day. */
int
_crm_report_get_month (int day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32)(day + EPOCH_JULIAN));
  g_date_set_day (&date, 1);
  return (int)g_date_get_julian (&date) - EPOCH_JULIAN;
}

/* @first_day: of a month; so many months later or, where they are negative, earlier. */
int
_crm_report_add_months (int first_day, int months)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32)(first_day + EPOCH_JULIAN));
  if (months >= 0)
    g_date_add_months (&date, (guint)months);
  else
    g_date_subtract_months (&date, (guint)-months);
  return (int)g_date_get_julian (&date) - EPOCH_JULIAN;
}

/* Months since the business year or its quarter began; a year begins with @fiscal_month. */
static int
count_months_since (int first_day, int fiscal_month, int every)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32)(first_day + EPOCH_JULIAN));
  return ((int)g_date_get_month (&date) - fiscal_month + 12) % every;
}

/**
 * crm_period_get_days:
 * @period: a period
 * @today: today where the user is, days since 1970-01-01
 * @fiscal_month: the first month of a business year, 1 to 12
 * @out_from: (out): its first day
 * @out_to: (out): the first day after it
 *
 * Whole months of the calendar; those of today are not over yet.
 */
void
crm_period_get_days (CrmPeriod period, int today, int fiscal_month, int *out_from, int *out_to)
{
  int month = _crm_report_get_month (today);
  int quarter = _crm_report_add_months (month, -count_months_since (month, fiscal_month, 3));
  int year = _crm_report_add_months (month, -count_months_since (month, fiscal_month, 12));
  int months = 1;

  switch (period)
    {
    case CRM_PERIOD_LAST_MONTH:
      *out_from = _crm_report_add_months (month, -1);
      break;
    case CRM_PERIOD_THIS_QUARTER:
    case CRM_PERIOD_LAST_QUARTER:
      months = 3;
      *out_from
          = period == CRM_PERIOD_THIS_QUARTER ? quarter : _crm_report_add_months (quarter, -3);
      break;
    case CRM_PERIOD_THIS_YEAR:
    case CRM_PERIOD_LAST_YEAR:
      months = 12;
      *out_from = period == CRM_PERIOD_THIS_YEAR ? year : _crm_report_add_months (year, -12);
      break;
    case CRM_PERIOD_2_MONTHS:
      months = 2;
      *out_from = _crm_report_add_months (month, -1);
      break;
    case CRM_PERIOD_12_MONTHS:
      months = 12;
      *out_from = _crm_report_add_months (month, -11);
      break;
    case CRM_PERIOD_THIS_MONTH:
    case CRM_N_PERIODS:
    default:
      *out_from = month;
      break;
    }
  *out_to = _crm_report_add_months (*out_from, months);
}

/**
 * crm_report_has_period:
 * @kind: a report
 *
 * Returns: whether it looks back on a period; else it says how things are now
 */
gboolean
crm_report_has_period (CrmReportKind kind)
{
  return kinds[kind].has_period;
}

/**
 * crm_report_has_pipeline:
 * @kind: a report
 *
 * Returns: whether it is about one pipeline
 */
gboolean
crm_report_has_pipeline (CrmReportKind kind)
{
  return kinds[kind].has_pipeline;
}

static GPtrArray *
list_pipelines (CrmReader *reader, GError **error)
{
  CrmListQuery query = { .entity = "pipeline", .order_by = "position" };
  g_autoptr (GPtrArray) all = crm_reader_list (reader, &query, NULL, error);
  GPtrArray *active;

  if (all == NULL)
    return NULL;
  active = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  for (guint i = 0; i < all->len; i++)
    if (crm_record_get_int (g_ptr_array_index (all, i), "inactive", 0) == 0)
      g_ptr_array_add (active, crm_record_ref (g_ptr_array_index (all, i)));
  return active;
}

static void
choose_pipeline (CrmReport *self, const char *wanted)
{
  for (guint i = 0; i < self->pipelines->len && self->pipeline == NULL; i++)
    if (g_strcmp0 (((CrmRecord *)g_ptr_array_index (self->pipelines, i))->id, wanted) == 0)
      self->pipeline = crm_record_ref (g_ptr_array_index (self->pipelines, i));
  if (self->pipeline == NULL && self->pipelines->len > 0)
    self->pipeline = crm_record_ref (g_ptr_array_index (self->pipelines, 0));
}

static CrmReport *
new_report (const CrmReportQuery *query, gint64 now_usec, GTimeZone *zone, int fiscal_month)
{
  CrmReport *self = g_new0 (CrmReport, 1);

  self->ref_count = 1;
  self->kind = query->kind;
  self->period = query->period;
  self->now_usec = now_usec;
  self->rows = g_ptr_array_new_with_free_func (kinds[query->kind].free_row);
  crm_period_get_days (query->period, crm_date_day_from_usec (now_usec, zone), fiscal_month,
                       &self->from_day, &self->to_day);
  return self;
}

/**
 * crm_report_load:
 * @reader: a reader
 * @query: which report
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): the report; without rows where there is no pipeline
 */
CrmReport *
crm_report_load (CrmReader *reader, const CrmReportQuery *query, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (CrmReport) self = NULL;
  g_autoptr (CrmRates) rates = crm_currency_load_rates (reader, error);
  g_autoptr (CrmPreferences) preferences = NULL;
  CrmReportLoad load = { .reader = reader, .rates = rates, .zone = zone };

  preferences = rates != NULL ? crm_preferences_load (reader, error) : NULL;
  if (preferences == NULL)
    return NULL;
  self = new_report (query, crm_reader_get_now_usec (reader), zone, preferences->fiscal_month);
  load.report = self;
  load.today = crm_date_day_from_usec (self->now_usec, zone);
  self->base = g_strdup (crm_rates_get_base (rates));
  self->pipelines = list_pipelines (reader, error);
  if (self->pipelines == NULL)
    return NULL;
  choose_pipeline (self, query->pipeline);
  load.from_usec = crm_date_day_to_usec (self->from_day, zone);
  load.to_usec = crm_date_day_to_usec (self->to_day, zone);
  if (self->pipeline == NULL && kinds[self->kind].has_pipeline)
    return g_steal_pointer (&self);
  return kinds[self->kind].load (&load, error) ? g_steal_pointer (&self) : NULL;
}

static void
free_query (gpointer data)
{
  CrmReportQuery *query = data;

  g_free ((char *)query->pipeline);
  g_free (query);
}

static gpointer
load_in_worker (CrmReader *reader, gpointer query, GError **error)
{
  return crm_report_load (reader, query, error);
}

/**
 * crm_report_load_async:
 * @store: a store
 * @query: which report; copied
 * @cancellable: (nullable): interrupts the reading
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * Reads a report on the reader thread.
 */
void
crm_report_load_async (CrmStore *store,
                       const CrmReportQuery *query,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  CrmReportQuery *copy = g_memdup2 (query, sizeof *query);

  copy->pipeline = g_strdup (query->pipeline);
  crm_store_read_async (store, load_in_worker, copy, free_query, (GDestroyNotify)crm_report_unref,
                        cancellable, callback, user_data);
}

/**
 * crm_report_load_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): storage errors, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the report
 */
CrmReport *
crm_report_load_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}

static gboolean
has_content (const CrmReport *self, gconstpointer row)
{
  const CrmReportTime *time = row;
  const CrmReportMonth *month = row;
  const CrmReportForecast *forecast = row;

  switch (self->kind)
    {
    case CRM_REPORT_STAGES:
      return ((const CrmReportStage *)row)->n > 0;
    case CRM_REPORT_WON_LOST:
      return month->n_won + month->n_lost > 0;
    case CRM_REPORT_FORECAST:
      return forecast->n_open + forecast->n_won > 0;
    case CRM_REPORT_TIMES:
      return time->spread.n + time->current.n + time->n_unknown + time->n_wrong > 0;
    case CRM_REPORT_PEOPLE:
    case CRM_REPORT_OWNERS: /* only who closed something has a row, */
    case CRM_REPORT_LOSSES: /* and only a reason that was given */
    case CRM_N_REPORTS:
    default:
      return TRUE;
    }
}

/**
 * crm_report_is_empty:
 * @self: a report
 *
 * Returns: whether there is nothing that it could tell of
 */
gboolean
crm_report_is_empty (const CrmReport *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (has_content (self, g_ptr_array_index (self->rows, i)))
      return FALSE;
  return TRUE;
}

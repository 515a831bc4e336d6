/* crm-report-times.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * How long deals take, as a whole and in each stage. */
#define G_LOG_DOMAIN "crm-report-times"
#include "config.h"

#include "crm-report-private.h"

#include "store/crm-board-query.h"
#include "store/crm-context-query.h"

#define DAY_USEC (86400.0 * G_USEC_PER_SEC)

/* What is gathered for one row. */
typedef struct
{
  CrmReportTime *row; /* (unowned) */
  GArray *done;       /* (owned) (element-type gint64): microseconds */
  GArray *current;    /* (owned) (element-type gint64): microseconds */
} Gathered;

/* How long one deal was in one stage. */
typedef struct
{
  gint64 sum_usec;   /* of all visits that ended */
  gint64 left_usec;  /* when the last of them ended; 0: none did */
  gint64 since_usec; /* it is there now, and came then; 0: it is not */
} Stay;

typedef struct
{
  CrmReportLoad *load;
  GPtrArray *gathered; /* (owned) (element-type Gathered): won, lost, then the stages */
  GHashTable *begins;  /* (owned) (element-type utf8 gint64): of each deal, its first visit */
} Times;

void
_crm_report_time_free (gpointer data)
{
  CrmReportTime *self = data;

  g_clear_pointer (&self->stage, crm_record_unref);
  g_free (self);
}

static void
free_gathered (gpointer data)
{
  Gathered *self = data;

  g_array_unref (self->done);
  g_array_unref (self->current);
  g_free (self);
}

static int
compare_usecs (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *)a;
  gint64 second = *(const gint64 *)b;

  return (first > second) - (first < second);
}

/* The value at @part of the way from the first to the last, between two values in proportion. */
static double
get_quantile (const GArray *sorted, double part)
{
  double place = part * (sorted->len - 1);
  guint below = (guint)place;
  double low = (double)g_array_index (sorted, gint64, below);
  double high = (double)g_array_index (sorted, gint64, MIN (below + 1, sorted->len - 1));

  return (low + (high - low) * (place - below)) / DAY_USEC;
}

/* @usecs: (element-type gint64): is put into order */
void
_crm_spread_fill (CrmSpread *self, GArray *usecs)
{
  double sum = 0;

  self->n = usecs->len;
  if (usecs->len == 0)
    return;
  g_array_sort (usecs, compare_usecs);
  for (guint i = 0; i < usecs->len; i++)
    sum += (double)g_array_index (usecs, gint64, i);
  self->mean = sum / usecs->len / DAY_USEC;
  self->lower = get_quantile (usecs, 0.25);
  self->median = get_quantile (usecs, 0.5);
  self->upper = get_quantile (usecs, 0.75);
  self->most = get_quantile (usecs, 0.9);
}

static Gathered *
add_row (Times *self, CrmTimeKind kind, CrmRecord *stage /* (nullable) */)
{
  Gathered *gathered = g_new0 (Gathered, 1);

  gathered->row = g_new0 (CrmReportTime, 1);
  gathered->row->kind = kind;
  gathered->row->stage = stage != NULL ? crm_record_ref (stage) : NULL;
  gathered->done = g_array_new (FALSE, FALSE, sizeof (gint64));
  gathered->current = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_ptr_array_add (self->load->report->rows, gathered->row);
  g_ptr_array_add (self->gathered, gathered);
  return gathered;
}

static gboolean
add_rows (Times *self, GError **error)
{
  g_autoptr (GPtrArray) stages
      = crm_query_stages (self->load->reader, self->load->report->pipeline->id, error);

  if (stages == NULL)
    return FALSE;
  add_row (self, CRM_TIME_WON, NULL);
  add_row (self, CRM_TIME_LOST, NULL);
  for (guint i = 0; i < stages->len; i++)
    {
      CrmRecord *stage = g_ptr_array_index (stages, i);
      const char *kind = crm_record_get_text (stage, "kind");

      if (g_strcmp0 (kind, "open") == 0 || g_strcmp0 (kind, "on_hold") == 0)
        add_row (self, CRM_TIME_STAGE, stage);
    }
  return TRUE;
}

static gboolean
is_in_period (const CrmReportLoad *load, gint64 usec)
{
  return usec >= load->from_usec && usec < load->to_usec;
}

/* --- K05 --- */

static void
gather_stay (Times *self, Gathered *gathered, const Stay *stay)
{
  gint64 age = self->load->report->now_usec - stay->since_usec;

  if (stay->since_usec != 0)
    {
      if (age >= 0)
        g_array_append_val (gathered->current, age);
      else
        gathered->row->n_wrong++;
    }
  else if (stay->left_usec != 0 && is_in_period (self->load, stay->left_usec))
    g_array_append_val (gathered->done, stay->sum_usec);
}

/* @visits from @first up to @end are those of one deal. The next one, wherever it leads, ends a
 * visit. The last goes on, unless the deal is elsewhere: then nobody wrote down when it ended. */
static Stay
sum_up (const GPtrArray *visits, guint first, guint end, const char *stage)
{
  Stay stay = { 0, 0, 0 };

  for (guint i = first; i < end; i++)
    {
      const CrmStageVisit *visit = g_ptr_array_index (visits, i);
      const CrmStageVisit *next = i + 1 < end ? g_ptr_array_index (visits, i + 1) : NULL;

      if (!g_str_equal (visit->stage, stage))
        continue;
      if (next != NULL)
        {
          stay.sum_usec += next->enter_usec - visit->enter_usec;
          stay.left_usec = next->enter_usec;
        }
      else if (g_str_equal (visit->deal_stage, stage))
        stay.since_usec = visit->enter_usec;
    }
  return stay;
}

static void
gather_deal (Times *self, const GPtrArray *visits, guint first, guint end)
{
  const CrmStageVisit *visit = g_ptr_array_index (visits, first);

  g_hash_table_insert (self->begins, visit->deal, &((CrmStageVisit *)visit)->enter_usec);
  for (guint i = 0; i < self->gathered->len; i++)
    {
      Gathered *gathered = g_ptr_array_index (self->gathered, i);
      Stay stay;

      if (gathered->row->kind != CRM_TIME_STAGE)
        continue;
      stay = sum_up (visits, first, end, gathered->row->stage->id);
      gather_stay (self, gathered, &stay);
    }
}

static void
gather_visits (Times *self, const GPtrArray *visits)
{
  guint first = 0;

  while (first < visits->len)
    {
      const CrmStageVisit *visit = g_ptr_array_index (visits, first);
      guint end = first + 1;

      while (end < visits->len
             && g_str_equal (((CrmStageVisit *)g_ptr_array_index (visits, end))->deal, visit->deal))
        end++;
      gather_deal (self, visits, first, end);
      first = end;
    }
}

/* --- K04 --- */

static void
gather_closed (Times *self, const CrmDealState *state)
{
  const char *kind = crm_record_get_text (state->stage, "kind");
  const CrmValue *closed = crm_record_get (state->deal, "closed_at");
  const gint64 *begin = g_hash_table_lookup (self->begins, state->deal->id);
  Gathered *gathered;
  gint64 usecs;

  if (closed->kind != CRM_VALUE_INT || !is_in_period (self->load, closed->integer))
    return;
  if (g_strcmp0 (kind, "won") == 0)
    gathered = g_ptr_array_index (self->gathered, 0);
  else if (g_strcmp0 (kind, "lost") == 0)
    gathered = g_ptr_array_index (self->gathered, 1);
  else
    return;

  /* One that was written down after it was over tells nothing of how long it took. */
  if (begin == NULL || *begin == closed->integer)
    {
      gathered->row->n_unknown++;
      return;
    }
  usecs = closed->integer - *begin;
  if (usecs < 0)
    gathered->row->n_wrong++;
  else
    g_array_append_val (gathered->done, usecs);
}

static gboolean
gather (Times *self, GError **error)
{
  const char *pipeline = self->load->report->pipeline->id;
  g_autoptr (GPtrArray) visits = crm_query_stage_visits (self->load->reader, pipeline, error);
  g_autoptr (GPtrArray) deals = NULL;

  if (visits == NULL || !add_rows (self, error))
    return FALSE;
  gather_visits (self, visits);
  deals = crm_query_board_deals (self->load->reader, pipeline, self->load->from_usec, error);
  if (deals == NULL)
    return FALSE;
  for (guint i = 0; i < deals->len; i++)
    gather_closed (self, ((CrmBoardDeal *)g_ptr_array_index (deals, i))->state);
  return TRUE;
}

/* K04: of the deals won in the period, the time from their first stage to their last closing; of
 * the lost ones the same apart. Deals whose beginning is not known are counted and left out, and so
 * are those that were closed before they began.
 *
 * K05: of the deals that left a stage in the period, for the last time so far, the sum of their
 * visits there. Coming again adds to it; what is there now is no part of it, but told by its age.
 * Going to another pipeline ends a visit as well. */
gboolean
_crm_report_load_times (CrmReportLoad *load, GError **error)
{
  g_autoptr (GPtrArray) gathered = g_ptr_array_new_with_free_func (free_gathered);
  g_autoptr (GHashTable) begins = g_hash_table_new (g_str_hash, g_str_equal);
  Times self = { load, gathered, begins };

  if (!gather (&self, error))
    return FALSE;
  for (guint i = 0; i < gathered->len; i++)
    {
      Gathered *one = g_ptr_array_index (gathered, i);

      _crm_spread_fill (&one->row->spread, one->done);
      _crm_spread_fill (&one->row->current, one->current);
    }
  return TRUE;
}

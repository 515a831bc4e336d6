/* crm-report-query.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-report-query"
#include "config.h"

#include "crm-report-query.h"

#include <string.h>

#include "crm-reader-facts-private.h"
#include "model/crm-event.h"
#include "store/crm-index.h"

/* Both halves are read from the index alone (deal_by_pipeline). */
#define AMOUNTS                                                                                    \
  "SELECT stage, currency, amount, probability, closed_at, expected_close FROM deal"               \
  " WHERE pipeline = ?1 AND closed_at "
static const char amounts_sql[] = AMOUNTS "IS NULL UNION ALL " AMOUNTS ">= ?2";

/* Whoever owned a deal when it was closed: what the first change of its owner after that found
 * there, else the owner of today. Who filled in a missing one is taken for the owner of before,
 * too. The journal's clock counts milliseconds, with room for 65536 changes in each. */
static const char closed_sql[]
    = "SELECT d.stage, d.currency, d.amount, d.probability, d.closed_at, d.expected_close,"
      " coalesce ((SELECT c.old FROM change AS c JOIN change_set AS s ON s.seq = c.seq"
      " WHERE c.record = d.id AND c.entity = 'deal' AND c.field = 'owner' AND c.old IS NOT NULL"
      " AND s.hlc / 65536 > d.closed_at / 1000 ORDER BY c.seq, c.n LIMIT 1), d.owner),"
      " d.lost_reason, d.last_open_stage,"
      " (SELECT min (h.entered_at) FROM stage_history AS h WHERE h.deal = d.id)"
      " FROM deal AS d WHERE d.pipeline = ?1 AND d.closed_at >= ?2 AND d.closed_at < ?3";

/* All deals that ever were in the pipeline, with their visits of other pipelines: going there ends
 * a visit, too. */
static const char visits_sql[]
    = "SELECT h.deal, h.stage, d.stage, h.entered_at FROM stage_history AS h"
      " JOIN deal AS d ON d.id = h.deal WHERE h.deal IN (SELECT o.deal FROM stage_history AS o"
      " JOIN stage AS s ON s.id = o.stage WHERE s.pipeline = ?1)"
      " ORDER BY h.deal, h.entered_at, h.id";

/* Letters that somebody marked private or as no business of the CRM count nowhere. */
static const char letters_sql[]
    = "SELECT a.address, max (a.name), count(*), m.direction FROM idx.message AS m"
      " JOIN idx.address AS a ON a.id = m.sender WHERE m.date >= ?1 AND m.date < ?2"
      " AND m.flags & ?3 = 0 AND NOT EXISTS (SELECT 1 FROM email AS v"
      " WHERE v.fingerprint = m.fingerprint AND +v.visibility <> 'normal')"
      " GROUP BY m.sender, m.direction";

/* A meeting in several calendars is one. Without a word on what became of it, it was held. */
static const char meetings_sql[]
    = "SELECT p.address, max (p.name), count (DISTINCT e.uid || char (10) || e.recurrence_id),"
      " e.start >= ?3 FROM idx.event AS e JOIN idx.event_party AS p ON p.event = e.id"
      " LEFT JOIN meeting AS o ON o.uid = e.uid AND coalesce (o.recurrence_id, '') ="
      " e.recurrence_id WHERE e.start >= ?1 AND e.start < ?2 AND e.status <> ?4"
      " AND p.participation <> ?5 AND coalesce (o.outcome, 'held') = 'held'"
      " GROUP BY p.address, e.start >= ?3";

static const char notes_sql[]
    = "SELECT t.created_by, coalesce (u.name, t.created_by), count(*) FROM note AS t"
      " LEFT JOIN user AS u ON u.id = t.created_by WHERE t.at >= ?1 AND t.at < ?2"
      " GROUP BY t.created_by";
static const char calls_sql[]
    = "SELECT t.created_by, coalesce (u.name, t.created_by), count(*) FROM call AS t"
      " LEFT JOIN user AS u ON u.id = t.created_by WHERE t.at >= ?1 AND t.at < ?2"
      " GROUP BY t.created_by";

/* Of whoever it was for, else of whoever planned it. */
static const char follow_ups_sql[]
    = "SELECT coalesce (t.owner, t.created_by), coalesce (u.name, t.created_by), count(*)"
      " FROM follow_up AS t LEFT JOIN user AS u ON u.id = coalesce (t.owner, t.created_by)"
      " WHERE t.status = 'done' AND t.done_at >= ?1 AND t.done_at < ?2"
      " GROUP BY coalesce (t.owner, t.created_by)";

/**
 * crm_stage_visit_free:
 * @self: (nullable): a visit
 */
void
crm_stage_visit_free (CrmStageVisit *self)
{
  if (self == NULL)
    return;
  g_free (self->deal);
  g_free (self->stage);
  g_free (self->deal_stage);
  g_free (self);
}

/**
 * crm_actor_count_free:
 * @self: (nullable): a count
 */
void
crm_actor_count_free (CrmActorCount *self)
{
  if (self == NULL)
    return;
  g_free (self->user);
  g_free (self->address);
  g_free (self->name);
  g_free (self);
}

/* Only whole numbers are read as such, which a file of another program need not have. */
static CrmValue
read_number (CrmRows *rows, int column)
{
  CrmValue value = CRM_VALUE_INIT;
  sqlite3_value *read = sqlite3_column_value (rows->stmt, column);

  if (sqlite3_value_type (read) == SQLITE_INTEGER)
    value = (CrmValue){ .kind = CRM_VALUE_INT, .integer = sqlite3_value_int64 (read) };
  return value;
}

static void
read_amount (CrmRows *rows, gint64 percent_of_stage, CrmDealAmount *out)
{
  CrmValue own = read_number (rows, 3);

  out->currency = _crm_rows_text (rows, 1);
  out->amount = read_number (rows, 2);
  out->percent = own.kind == CRM_VALUE_INT ? own.integer : percent_of_stage;
  out->closed_at = read_number (rows, 4);
  out->expected_close = read_number (rows, 5);
}

/**
 * crm_query_deal_amounts:
 * @reader: a reader
 * @pipeline: id of a pipeline
 * @closed_since_usec: of deals that are closed, those that were closed then or later; UTC
 *   microseconds, %G_MAXINT64 for none
 * @func: (scope call): called for each deal, in no order
 * @data: data for @func
 * @error: (nullable): %CRM_ERROR_NOT_FOUND for a stage that is not there, storage errors
 *
 * Tells what there is to be added up, without reading deals: from an index that holds all of it.
 *
 * Returns: whether all was told
 */
gboolean
crm_query_deal_amounts (CrmReader *reader,
                        const char *pipeline,
                        gint64 closed_since_usec,
                        CrmDealAmountFunc func,
                        gpointer data,
                        GError **error)
{
  const CrmFacts *facts = _crm_reader_get_facts (reader, error);
  CrmDealAmount deal = { .stage = NULL };
  gint64 percent = -1;
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = NULL;

  if (facts == NULL)
    return FALSE;
  rows = _crm_connection_query (reader->connection, error, amounts_sql, "si", pipeline,
                                closed_since_usec);
  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      const char *stage = _crm_rows_text (rows, 0);

      /* They come stage by stage. */
      if (deal.stage == NULL || g_strcmp0 (deal.stage->id, stage) != 0)
        {
          deal.stage = _crm_facts_get_stage (facts, stage);
          percent = deal.stage != NULL ? crm_record_get_int (deal.stage, "probability", -1) : -1;
        }
      if (deal.stage == NULL)
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, "there is no stage %s", stage);
          return FALSE;
        }
      read_amount (rows, percent, &deal);
      func (&deal, data);
    }
  return _crm_reader_ended (error, local_error);
}

/**
 * crm_query_closed_deals:
 * @reader: a reader
 * @pipeline: id of a pipeline
 * @from_usec: the beginning of a period, UTC microseconds
 * @to_usec: its end, which is no part of it
 * @func: (scope call): called for each deal, in no order
 * @data: data for @func
 * @error: (nullable): %CRM_ERROR_NOT_FOUND for a stage that is not there, storage errors
 *
 * Tells of the deals whose last closing lies in the period.
 *
 * Returns: whether all was told
 */
gboolean
crm_query_closed_deals (CrmReader *reader,
                        const char *pipeline,
                        gint64 from_usec,
                        gint64 to_usec,
                        CrmClosedDealFunc func,
                        gpointer data,
                        GError **error)
{
  const CrmFacts *facts = _crm_reader_get_facts (reader, error);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = NULL;

  if (facts == NULL)
    return FALSE;
  rows = _crm_connection_query (reader->connection, error, closed_sql, "sii", pipeline, from_usec,
                                to_usec);
  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      const char *stage = _crm_rows_text (rows, 0);
      CrmClosedDeal deal = { .amount = { .stage = _crm_facts_get_stage (facts, stage) } };

      if (deal.amount.stage == NULL)
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, "there is no stage %s", stage);
          return FALSE;
        }
      read_amount (rows, crm_record_get_int (deal.amount.stage, "probability", -1), &deal.amount);
      deal.owner = _crm_rows_text (rows, 6);
      deal.reason = _crm_rows_text (rows, 7);
      deal.last_stage = _crm_rows_text (rows, 8);
      deal.begin = read_number (rows, 9);
      func (&deal, data);
    }
  return _crm_reader_ended (error, local_error);
}

/**
 * crm_query_stage_visits:
 * @reader: a reader
 * @pipeline: id of a pipeline
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmStageVisit): the visits of all deals
 *   that were ever in the pipeline: deal by deal, the oldest first
 */
GPtrArray *
crm_query_stage_visits (CrmReader *reader, const char *pipeline, GError **error)
{
  g_autoptr (GPtrArray) visits
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_stage_visit_free);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (reader->connection, error, visits_sql, "t", pipeline);

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    {
      CrmStageVisit *visit = g_new0 (CrmStageVisit, 1);

      visit->deal = g_strdup (_crm_rows_text (rows, 0));
      visit->stage = g_strdup (_crm_rows_text (rows, 1));
      visit->deal_stage = g_strdup (_crm_rows_text (rows, 2));
      visit->enter_usec = _crm_rows_int (rows, 3);
      g_ptr_array_add (visits, visit);
    }
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&visits) : NULL;
}

static CrmActorCount *
add_count (GPtrArray *counts, CrmReportActivity activity, CrmRows *rows)
{
  CrmActorCount *count = g_new0 (CrmActorCount, 1);

  count->activity = activity;
  count->name = g_strdup (_crm_rows_text (rows, 1));
  count->n = (guint)MIN (_crm_rows_int (rows, 2), G_MAXUINT);
  g_ptr_array_add (counts, count);
  return count;
}

static gboolean
add_written (CrmReader *reader,
             CrmReportActivity activity,
             const char *sql,
             gint64 from_usec,
             gint64 to_usec,
             GPtrArray *counts,
             GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (reader->connection, error, sql, "ii", from_usec, to_usec);

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    add_count (counts, activity, rows)->user = g_strdup (_crm_rows_text (rows, 0));
  return _crm_reader_ended (error, local_error);
}

/* Of whoever is not one of ours nothing is counted. */
static void
add_of_address (const CrmFacts *facts,
                CrmReportActivity activity,
                gboolean own,
                CrmRows *rows,
                GPtrArray *counts)
{
  const char *address = _crm_rows_text (rows, 0);
  const char *at = strrchr (address, '@');
  CrmActorCount *count;

  own |= _crm_facts_is_own_address (facts, address);
  if (!own && (at == NULL || !_crm_facts_is_own_domain (facts, at + 1)))
    return;
  count = add_count (counts, activity, rows);
  count->address = g_strdup (address);
  count->own = own;
}

static gint64
to_secs (gint64 usec)
{
  return usec / G_USEC_PER_SEC - (usec % G_USEC_PER_SEC < 0);
}

static gboolean
add_letters (CrmReader *reader,
             const CrmFacts *facts,
             gint64 from_usec,
             gint64 to_usec,
             GPtrArray *counts,
             GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (reader->connection, error, letters_sql, "iii", to_secs (from_usec),
                               to_secs (to_usec), (gint64)CRM_MESSAGE_AUTOMATIC);

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    add_of_address (facts, CRM_REPORT_LETTERS, _crm_rows_int (rows, 3) == CRM_DIRECTION_OUT, rows,
                    counts);
  return _crm_reader_ended (error, local_error);
}

static gboolean
add_meetings (CrmReader *reader,
              const CrmFacts *facts,
              gint64 from_usec,
              gint64 to_usec,
              GPtrArray *counts,
              GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error, meetings_sql, "iiiii", to_secs (from_usec), to_secs (to_usec),
      to_secs (crm_reader_get_now_usec (reader)), (gint64)CRM_EVENT_CANCELLED,
      (gint64)CRM_PARTICIPATION_DECLINED);

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    add_of_address (facts, _crm_rows_int (rows, 3) ? CRM_REPORT_PLANNED : CRM_REPORT_MEETINGS,
                    FALSE, rows, counts);
  return _crm_reader_ended (error, local_error);
}

/**
 * crm_query_actor_counts:
 * @reader: a reader
 * @from_usec: the beginning of a period, UTC microseconds
 * @to_usec: its end, which is no part of it
 * @error: (nullable): storage errors
 *
 * Letters are those in the mailboxes that Evolution reads, and meetings those in its calendars.
 * Notes and calls are told by who wrote them down, follow-ups that are done by their owner.
 *
 * Returns: (transfer container) (nullable) (element-type CrmActorCount): who of ours did what how
 *   often, in no order, and several times for who has several addresses
 */
GPtrArray *
crm_query_actor_counts (CrmReader *reader, gint64 from_usec, gint64 to_usec, GError **error)
{
  const CrmFacts *facts = _crm_reader_get_facts (reader, error);
  g_autoptr (GPtrArray) counts
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_actor_count_free);

  if (facts == NULL || !add_letters (reader, facts, from_usec, to_usec, counts, error)
      || !add_meetings (reader, facts, from_usec, to_usec, counts, error)
      || !add_written (reader, CRM_REPORT_CALLS, calls_sql, from_usec, to_usec, counts, error)
      || !add_written (reader, CRM_REPORT_NOTES, notes_sql, from_usec, to_usec, counts, error)
      || !add_written (reader, CRM_REPORT_FOLLOW_UPS, follow_ups_sql, from_usec, to_usec, counts,
                       error))
    return NULL;
  return g_steal_pointer (&counts);
}

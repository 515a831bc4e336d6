/* crm-board-query.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Many deals at once: two statements, however many there are. */
#define G_LOG_DOMAIN "crm-board-query"
#include "config.h"

#include "crm-board-query.h"

#include "crm-deal-query-private.h"

/**
 * crm_board_deal_free:
 * @self: (nullable): a deal
 */
void
crm_board_deal_free (CrmBoardDeal *self)
{
  if (self == NULL)
    return;
  crm_deal_state_free (self->state);
  g_free (self->account_name);
  g_clear_pointer (&self->follow_up, crm_record_unref);
  g_free (self);
}

/* What has no day comes after what has one. */
static gboolean
is_due_earlier (const CrmRecord *a, const CrmRecord *b)
{
  gint64 due = crm_record_get_int (a, "due", G_MAXINT64);
  gint64 other = crm_record_get_int (b, "due", G_MAXINT64);

  return due != other ? due < other : a->created_usec < b->created_usec;
}

/* (element-type utf8 CrmRecord): of each deal that has open follow-ups, the one that is due first
 */
static GHashTable *
read_next_follow_ups (CrmReader *reader, GError **error)
{
  const CrmEntity *entity = crm_entity_find ("follow_up");
  g_autoptr (GHashTable) first
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)crm_record_unref);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      _crm_reader_get_sql (reader, entity, "WHERE t.status = 'open' AND t.deal IS NOT NULL"), "");

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    {
      CrmRecord *record = _crm_reader_row_to_record (entity, rows);
      const char *deal = crm_record_get_text (record, "deal");
      CrmRecord *known = g_hash_table_lookup (first, deal);

      if (known == NULL || is_due_earlier (record, known))
        g_hash_table_replace (first, (gpointer)deal, record);
      else
        crm_record_unref (record);
    }
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&first) : NULL;
}

static char *
make_sql (const CrmEntity *entity)
{
  GString *sql = g_string_new ("SELECT ");

  _crm_reader_append_columns (sql, entity, "t");
  g_string_append (sql, ", a.name FROM deal AS t LEFT JOIN account AS a ON a.id = t.account"
                        " WHERE (?1 IS NULL OR t.pipeline = ?1)"
                        " AND (t.closed_at IS NULL OR t.closed_at >= ?2)");
  return g_string_free (sql, FALSE);
}

static CrmBoardDeal *
read_deal (CrmReader *reader,
           const CrmFacts *facts,
           const CrmEntity *entity,
           CrmRows *rows,
           GHashTable *follow_ups,
           GError **error)
{
  g_autoptr (CrmBoardDeal) deal = g_new0 (CrmBoardDeal, 1);

  deal->account_name = g_strdup (_crm_rows_text (rows, (int)crm_entity_n_fields (entity) + 3));
  deal->state
      = _crm_query_new_deal_state (reader, facts, _crm_reader_row_to_record (entity, rows), error);
  if (deal->state == NULL)
    return NULL;
  deal->follow_up = g_hash_table_lookup (follow_ups, deal->state->deal->id);
  if (deal->follow_up != NULL)
    crm_record_ref (deal->follow_up);
  return g_steal_pointer (&deal);
}

/**
 * crm_query_board_deals:
 * @reader: a reader
 * @pipeline: (nullable): id of a pipeline; %NULL for all
 * @closed_since_usec: of deals that are closed, those that were closed then or later; UTC
 *   microseconds, %G_MAXINT64 for none
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmBoardDeal): deals, in no order
 */
GPtrArray *
crm_query_board_deals (CrmReader *reader,
                       const char *pipeline,
                       gint64 closed_since_usec,
                       GError **error)
{
  const CrmEntity *entity = crm_entity_find ("deal");
  const CrmFacts *facts = _crm_reader_get_facts (reader, error);
  g_autoptr (GPtrArray) deals
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_board_deal_free);
  g_autoptr (GHashTable) follow_ups = NULL;
  g_autofree char *sql = make_sql (entity);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = NULL;

  if (facts == NULL)
    return NULL;
  follow_ups = read_next_follow_ups (reader, error);
  if (follow_ups == NULL)
    return NULL;
  rows = _crm_connection_query (reader->connection, error, sql, "ti", pipeline, closed_since_usec);
  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    {
      CrmBoardDeal *deal = read_deal (reader, facts, entity, rows, follow_ups, error);

      if (deal == NULL)
        return NULL;
      g_ptr_array_add (deals, deal);
    }
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&deals) : NULL;
}

/**
 * crm_query_count_by_stage:
 * @reader: a reader
 * @pipeline: id of a pipeline
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable) (element-type utf8 gsize): how many deals are in each stage,
 *   open and closed; stages without deals are left out
 */
GHashTable *
crm_query_count_by_stage (CrmReader *reader, const char *pipeline, GError **error)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      "SELECT stage, count(*) FROM deal WHERE pipeline = ? GROUP BY stage", "t", pipeline);

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    g_hash_table_insert (counts, g_strdup (_crm_rows_text (rows, 0)),
                         GSIZE_TO_POINTER ((gsize)_crm_rows_int (rows, 1)));
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&counts) : NULL;
}

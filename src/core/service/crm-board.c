/* crm-board.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-board"
#include "config.h"

#include "crm-board-private.h"

#include "service/crm-currency.h"
#include "service/crm-weighted.h"

#define DAY_USEC (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

G_DEFINE_BOXED_TYPE (CrmBoard, crm_board, crm_board_ref, crm_board_unref)

static void
free_column (gpointer data)
{
  CrmBoardColumn *column = data;

  crm_record_unref (column->stage);
  g_ptr_array_unref (column->deals);
  crm_totals_free (column->totals);
  crm_totals_free (column->weighted);
  g_free (column);
}

/**
 * crm_board_ref:
 * @self: a board
 *
 * Returns: (transfer full): @self
 */
CrmBoard *
crm_board_ref (CrmBoard *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

/**
 * crm_board_unref:
 * @self: (transfer full): a board
 */
void
crm_board_unref (CrmBoard *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_clear_pointer (&self->pipeline, crm_record_unref);
  g_clear_pointer (&self->pipelines, g_ptr_array_unref);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->lost_reasons, g_ptr_array_unref);
  g_clear_pointer (&self->owners, g_ptr_array_unref);
  g_clear_pointer (&self->tags, g_ptr_array_unref);
  crm_totals_free (self->totals);
  crm_totals_free (self->weighted);
  g_free (self);
}

/* @source, or those that are in use */
static GPtrArray *
keep_active (GPtrArray *source /* (transfer container) */)
{
  GPtrArray *kept = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);

  for (guint i = 0; i < source->len; i++)
    {
      CrmRecord *record = g_ptr_array_index (source, i);

      if (crm_record_get_int (record, "inactive", 0) == 0)
        g_ptr_array_add (kept, crm_record_ref (record));
    }
  g_ptr_array_unref (source);
  return kept;
}

static GPtrArray *
list_pipelines (CrmReader *reader, GError **error)
{
  CrmListQuery query = { .entity = "pipeline", .order_by = "position" };
  GPtrArray *pipelines = crm_reader_list (reader, &query, NULL, error);

  return pipelines != NULL ? keep_active (pipelines) : NULL;
}

/* Users or tags, by name; users who left are no choice. */
static GPtrArray *
list_choices (CrmReader *reader, const char *entity, GError **error)
{
  CrmListQuery query = { .entity = entity, .order_by = "name" };
  GPtrArray *records = crm_reader_list (reader, &query, NULL, error);

  if (records == NULL || crm_entity_field_index (crm_entity_find (entity), "inactive") < 0)
    return records;
  return keep_active (records);
}

static CrmRecord * /* (nullable) */
choose_pipeline (GPtrArray *pipelines, const char *wanted)
{
  for (guint i = 0; i < pipelines->len; i++)
    if (g_strcmp0 (((CrmRecord *)g_ptr_array_index (pipelines, i))->id, wanted) == 0)
      return g_ptr_array_index (pipelines, i);
  return pipelines->len > 0 ? g_ptr_array_index (pipelines, 0) : NULL;
}

static CrmBoardColumn *
add_column (CrmBoard *self, CrmRecord *stage)
{
  CrmBoardColumn *column = g_new0 (CrmBoardColumn, 1);

  column->stage = crm_record_ref (stage);
  column->deals = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_board_deal_free);
  column->totals = crm_totals_new ();
  column->weighted = crm_totals_new ();
  g_ptr_array_add (self->columns, column);
  return column;
}

static gboolean
add_columns (CrmBoard *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) stages = crm_query_stages (reader, self->pipeline->id, error);

  if (stages == NULL)
    return FALSE;
  for (guint i = 0; i < stages->len; i++)
    add_column (self, g_ptr_array_index (stages, i));
  return TRUE;
}

static CrmBoardColumn * /* (nullable) */
find_column (CrmBoard *self, const char *stage)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      CrmBoardColumn *column = g_ptr_array_index (self->columns, i);

      if (g_str_equal (column->stage->id, stage))
        return column;
    }
  return NULL;
}

static void
add_amount (CrmTotals *totals,
            CrmTotals *weighted,
            const CrmDealState *state,
            const CrmRates *rates,
            int day)
{
  const CrmValue *amount = crm_record_get (state->deal, "amount");
  const char *currency = crm_record_get_text (state->deal, "currency");

  if (amount->kind == CRM_VALUE_INT)
    crm_totals_add (totals, rates, amount->integer, currency, day);
  else
    crm_totals_add_unknown (totals);
  crm_weighted_add (weighted, state, rates, day);
}

/* Whether it belongs to the pipeline; a stage that was removed has a column while deals are in it,
 * for they must not be out of sight. */
static CrmBoardColumn * /* (nullable) */
ensure_column (CrmBoard *self, CrmRecord *stage)
{
  CrmBoardColumn *column = find_column (self, stage->id);

  if (column == NULL
      && g_strcmp0 (crm_record_get_text (stage, "pipeline"), self->pipeline->id) == 0)
    column = add_column (self, stage);
  return column;
}

static void
add_deal (CrmBoard *self, CrmBoardDeal *deal /* (transfer full) */, const CrmRates *rates)
{
  const CrmDealState *state = deal->state;
  CrmBoardColumn *column = ensure_column (self, state->stage);
  int day = crm_currency_get_deal_day (state->deal, self->now_usec);

  if (column == NULL) /* a stage of another pipeline: there is no place for it here */
    {
      crm_board_deal_free (deal);
      return;
    }
  add_amount (column->totals, column->weighted, state, rates, day);
  if (crm_deal_state_is_open (state))
    {
      add_amount (self->totals, self->weighted, state, rates, day);
      self->n_open++;
    }
  g_ptr_array_add (column->deals, deal);
}

static gboolean
fill (CrmBoard *self, CrmReader *reader, const CrmBoardQuery *query, GError **error)
{
  g_autoptr (CrmRates) rates = crm_currency_load_rates (reader, error);
  g_autoptr (GPtrArray) deals = NULL;
  CrmBoardSieve *sieve = NULL;

  if (rates == NULL || !add_columns (self, reader, error))
    return FALSE;
  deals = crm_query_board_deals (reader, self->pipeline->id,
                                 self->now_usec - CRM_BOARD_CLOSED_DAYS * DAY_USEC, error);
  if (deals == NULL)
    return FALSE;
  sieve = _crm_board_sieve_new (reader, query, self->now_usec, error);
  if (sieve == NULL)
    return FALSE;
  g_ptr_array_set_free_func (deals, NULL); /* each goes to its column */
  for (guint i = 0; i < deals->len; i++)
    {
      CrmBoardDeal *deal = g_ptr_array_index (deals, i);

      if (_crm_board_sieve_lets_pass (sieve, deal))
        {
          add_deal (self, deal, rates);
          continue;
        }
      self->n_hidden++;
      crm_board_deal_free (deal);
    }
  _crm_board_sieve_free (sieve);
  for (guint i = 0; i < self->columns->len; i++)
    {
      CrmBoardColumn *column = g_ptr_array_index (self->columns, i);

      crm_weighted_round (column->weighted);
      _crm_board_sort (column->deals, query->sort);
    }
  crm_weighted_round (self->weighted);
  return TRUE;
}

/**
 * crm_board_load:
 * @reader: a reader
 * @query: which deals of which pipeline, and in which order
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): the pipeline with its deals
 */
CrmBoard *
crm_board_load (CrmReader *reader, const CrmBoardQuery *query, GError **error)
{
  g_autoptr (CrmBoard) self = g_new0 (CrmBoard, 1);
  GPtrArray *reasons;

  self->ref_count = 1;
  self->now_usec = crm_reader_get_now_usec (reader);
  self->columns = g_ptr_array_new_with_free_func (free_column);
  self->totals = crm_totals_new ();
  self->weighted = crm_totals_new ();
  self->pipelines = list_pipelines (reader, error);
  if (self->pipelines == NULL)
    return NULL;
  reasons = crm_query_lost_reasons (reader, error);
  if (reasons == NULL)
    return NULL;
  self->lost_reasons = keep_active (reasons);
  self->owners = list_choices (reader, "user", error);
  self->tags = self->owners != NULL ? list_choices (reader, "tag", error) : NULL;
  if (self->tags == NULL)
    return NULL;
  self->pipeline = choose_pipeline (self->pipelines, query->pipeline);
  if (self->pipeline == NULL)
    return g_steal_pointer (&self);
  crm_record_ref (self->pipeline);
  return fill (self, reader, query, error) ? g_steal_pointer (&self) : NULL;
}

static gpointer
load_in_worker (CrmReader *reader, gpointer query, GError **error)
{
  return crm_board_load (reader, query, error);
}

/**
 * crm_board_load_async:
 * @store: a store
 * @query: which deals of which pipeline, and in which order; copied
 * @cancellable: (nullable): interrupts the reading
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * Reads a board on the reader thread.
 */
void
crm_board_load_async (CrmStore *store,
                      const CrmBoardQuery *query,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  crm_store_read_async (store, load_in_worker, _crm_board_query_copy (query), _crm_board_query_free,
                        (GDestroyNotify)crm_board_unref, cancellable, callback, user_data);
}

/**
 * crm_board_load_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): storage errors, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the board
 */
CrmBoard *
crm_board_load_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}

/* crm-deal-query.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What is going on with somebody: deals, tags. */
#define G_LOG_DOMAIN "crm-deal-query"
#include "config.h"

#include "crm-context-query.h"

#include "crm-deal-query-private.h"
#include "crm-proposal-query-private.h"
#include "crm-reader-facts-private.h"

#define DAY_USEC (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

/**
 * crm_deal_state_free:
 * @self: (nullable): a deal's state
 */
void
crm_deal_state_free (CrmDealState *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->deal, crm_record_unref);
  g_clear_pointer (&self->stage, crm_record_unref);
  g_free (self);
}

CrmDealState *
_crm_query_new_deal_state (CrmReader *reader,
                           const CrmFacts *facts,
                           CrmRecord *deal /* (transfer full) */,
                           GError **error)
{
  g_autoptr (CrmDealState) state = g_new0 (CrmDealState, 1);
  const char *stage = crm_record_get_text (deal, "stage");
  gint64 since = crm_record_get_int (deal, "stage_since", deal->created_usec);

  state->deal = deal;
  state->stage = _crm_facts_get_stage (facts, stage);
  if (state->stage == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, "there is no stage %s", stage);
      return NULL;
    }
  crm_record_ref (state->stage);
  state->days_in_stage = MAX (0, crm_reader_get_now_usec (reader) - since) / DAY_USEC;
  return g_steal_pointer (&state);
}

/**
 * crm_query_deal_state:
 * @reader: a reader
 * @deal: id of a deal
 * @error: (nullable): %CRM_ERROR_NOT_FOUND, storage errors
 *
 * Returns: (transfer full) (nullable): the deal with its stage and how long it has been there
 */
CrmDealState *
crm_query_deal_state (CrmReader *reader, const char *deal, GError **error)
{
  const CrmFacts *facts = _crm_reader_get_facts (reader, error);
  CrmRecord *record = facts != NULL ? crm_reader_get (reader, "deal", deal, error) : NULL;

  return record != NULL ? _crm_query_new_deal_state (reader, facts, record, error) : NULL;
}

static gboolean
has_deal (const GPtrArray *states, const char *deal)
{
  for (guint i = 0; i < states->len; i++)
    if (g_str_equal (((const CrmDealState *)g_ptr_array_index (states, i))->deal->id, deal))
      return TRUE;
  return FALSE;
}

/* (element-type CrmDealState); the second column, if any, says whether it is the person's own */
GPtrArray *
_crm_query_list_deal_states (CrmReader *reader, CrmRows *rows, GError **error)
{
  g_autoptr (GPtrArray) states
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_deal_state_free);
  GError *local_error = NULL;

  while (_crm_rows_next (rows, &local_error))
    {
      const char *deal = _crm_rows_text (rows, 0);
      CrmDealState *state;

      if (has_deal (states, deal)) /* several letters lead there */
        continue;
      state = crm_query_deal_state (reader, deal, error);
      if (state == NULL)
        return NULL;
      state->of_person = sqlite3_column_count (rows->stmt) > 1 && _crm_rows_int (rows, 1) != 0;
      g_ptr_array_add (states, state);
    }
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&states) : NULL;
}

/**
 * crm_deal_state_is_open:
 * @self: a deal's state
 *
 * Returns: whether the deal is neither won nor lost nor given up
 */
gboolean
crm_deal_state_is_open (const CrmDealState *self)
{
  const char *kind = crm_record_get_text (self->stage, "kind");

  return g_strcmp0 (kind, "open") == 0 || g_strcmp0 (kind, "on_hold") == 0;
}

static gboolean
add_open_deals (CrmReader *reader,
                const char *tail,
                const char *key,
                gboolean of_person,
                GPtrArray *states,
                GError **error)
{
  const CrmEntity *entity = crm_entity_find ("deal");
  const CrmFacts *facts;
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = NULL;

  if (key == NULL)
    return TRUE;
  facts = _crm_reader_get_facts (reader, error);
  if (facts == NULL)
    return FALSE;
  rows = _crm_connection_query (reader->connection, error,
                                _crm_reader_get_sql (reader, entity, tail), "s", key);
  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      g_autoptr (CrmDealState) state = NULL;

      if (!of_person && has_deal (states, _crm_rows_text (rows, 0)))
        continue;
      state = _crm_query_new_deal_state (reader, facts, _crm_reader_row_to_record (entity, rows),
                                         error);
      if (state == NULL)
        return FALSE;
      state->of_person = of_person;
      if (crm_deal_state_is_open (state))
        g_ptr_array_add (states, g_steal_pointer (&state));
    }
  return _crm_reader_ended (error, local_error);
}

static int
compare_open_deals (gconstpointer a, gconstpointer b, gpointer expected_close)
{
  const CrmDealState *first = *(const CrmDealState *const *)a;
  const CrmDealState *second = *(const CrmDealState *const *)b;
  const CrmValue *close = &first->deal->values[GPOINTER_TO_INT (expected_close)];
  const CrmValue *other = &second->deal->values[GPOINTER_TO_INT (expected_close)];

  if (first->of_person != second->of_person)
    return first->of_person ? -1 : 1;
  if (close->kind != other->kind)
    return close->kind == CRM_VALUE_NULL ? 1 : -1;
  if (close->kind != CRM_VALUE_NULL && close->integer != other->integer)
    return close->integer < other->integer ? -1 : 1;
  return (first->deal->created_usec > second->deal->created_usec)
         - (first->deal->created_usec < second->deal->created_usec);
}

/**
 * crm_query_open_deals:
 * @reader: a reader
 * @person: (nullable): id of a person
 * @account: (nullable): id of an account
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmDealState): open deals of either, those
 * of the person first, then by expected close
 */
GPtrArray *
crm_query_open_deals (CrmReader *reader, const char *person, const char *account, GError **error)
{
  g_autoptr (GPtrArray) states
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_deal_state_free);

  if (!add_open_deals (reader, "JOIN deal_person AS p ON p.deal = t.id WHERE p.person = ?", person,
                       TRUE, states, error)
      || !add_open_deals (reader, "WHERE t.account = ?", account, FALSE, states, error))
    return NULL;
  g_ptr_array_sort_with_data (
      states, compare_open_deals,
      GINT_TO_POINTER (crm_entity_field_index (crm_entity_find ("deal"), "expected_close")));
  return g_steal_pointer (&states);
}

static gboolean
equal_ids (gconstpointer a, gconstpointer b)
{
  return g_str_equal (((const CrmRecord *)a)->id, ((const CrmRecord *)b)->id);
}

static int
compare_titles (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (crm_record_get_title (*(const CrmRecord *const *)a),
                    crm_record_get_title (*(const CrmRecord *const *)b));
}

/**
 * crm_query_tags:
 * @reader: a reader
 * @person: id of a person
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): the person's tags by name
 */
GPtrArray *
crm_query_tags (CrmReader *reader, const char *person, GError **error)
{
  const CrmEntity *entity = crm_entity_find ("tag");
  g_autoptr (GPtrArray) tags = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      _crm_reader_get_sql (reader, entity, "JOIN tagging AS g ON g.tag = t.id WHERE g.person = ?"),
      "t", person);

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    {
      g_autoptr (CrmRecord) tag = _crm_reader_row_to_record (entity, rows);

      /* A tag may be there twice, given to the person and to the person at an account. */
      if (!g_ptr_array_find_with_equal_func (tags, tag, equal_ids, NULL))
        g_ptr_array_add (tags, crm_record_ref (tag));
    }
  if (!_crm_reader_ended (error, local_error))
    return NULL;
  g_ptr_array_sort (tags, compare_titles);
  return g_steal_pointer (&tags);
}

/**
 * crm_query_stages:
 * @reader: a reader
 * @pipeline: id of a pipeline
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): its stages in use, in their
 * order; others have the same array
 */
GPtrArray *
crm_query_stages (CrmReader *reader, const char *pipeline, GError **error)
{
  const CrmFacts *facts = _crm_reader_get_facts (reader, error);

  return facts != NULL ? g_ptr_array_ref (_crm_facts_get_stages (facts, pipeline)) : NULL;
}

/**
 * crm_query_lost_reasons:
 * @reader: a reader
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): all reasons for losing a deal,
 *   in the order made; others have the same array
 */
GPtrArray *
crm_query_lost_reasons (CrmReader *reader, GError **error)
{
  const CrmFacts *facts = _crm_reader_get_facts (reader, error);

  return facts != NULL ? g_ptr_array_ref (_crm_facts_get_lost_reasons (facts)) : NULL;
}

/* crm-party-deals.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The deals of a person, an account or a group of accounts. */
#define G_LOG_DOMAIN "crm-party-deals"
#include "config.h"

#include "crm-party-private.h"

#include <string.h>

#include "service/crm-currency.h"

static gboolean
has_deal (const CrmParty *self, const char *deal)
{
  for (guint i = 0; i < self->deals->len; i++)
    {
      const CrmDealPart *part = g_ptr_array_index (self->deals, i);

      if (g_str_equal (part->state->deal->id, deal))
        return TRUE;
    }
  return FALSE;
}

static gboolean
add_deal (CrmParty *self, CrmReader *reader, const char *deal, const char *role, GError **error)
{
  CrmDealState *state;
  CrmDealPart *part;

  if (has_deal (self, deal))
    return TRUE;
  state = crm_query_deal_state (reader, deal, error);
  if (state == NULL)
    return FALSE;
  part = g_new0 (CrmDealPart, 1);
  part->state = state;
  part->role = g_strdup (role);
  g_ptr_array_add (self->deals, part);
  return TRUE;
}

/* Open ones first, by the day they should close; then those closed last. */
static int
compare_deals (gconstpointer a, gconstpointer b)
{
  const CrmDealPart *first = *(const CrmDealPart *const *)a;
  const CrmDealPart *second = *(const CrmDealPart *const *)b;
  gboolean is_open = crm_deal_state_is_open (first->state);
  const char *field = is_open ? "expected_close" : "closed_at";
  gint64 when, other;

  if (is_open != crm_deal_state_is_open (second->state))
    return is_open ? -1 : 1;
  when = crm_record_get_int (first->state->deal, field, is_open ? G_MAXINT64 : 0);
  other = crm_record_get_int (second->state->deal, field, is_open ? G_MAXINT64 : 0);
  if (when != other)
    return (when < other) == is_open ? -1 : 1;
  return strcmp (first->state->deal->id, second->state->deal->id);
}

/* Deals that refer to the record: by `deal`s of an account, or by the `deal_person`s of a person.
 */
gboolean
_crm_party_read_deals (CrmParty *self,
                       CrmReader *reader,
                       const char *entity,
                       const char *field,
                       const char *id,
                       GError **error)
{
  g_autoptr (GPtrArray) records = crm_reader_list_where (reader, entity, field, id, error);
  gboolean is_part = g_str_equal (entity, "deal_person");

  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    {
      const CrmRecord *record = g_ptr_array_index (records, i);

      if (!add_deal (self, reader, is_part ? crm_record_get_text (record, "deal") : record->id,
                     is_part ? crm_record_get_text (record, "decision_role") : NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* Sorts the deals, counts them and says what they are worth. */
gboolean
_crm_party_sum_up (CrmParty *self, CrmReader *reader, GError **error)
{
  g_autoptr (CrmRates) rates = crm_currency_load_rates (reader, error);
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  g_autoptr (GPtrArray) won = g_ptr_array_new ();

  if (rates == NULL)
    return FALSE;
  g_ptr_array_sort (self->deals, compare_deals);
  for (guint i = 0; i < self->deals->len; i++)
    {
      const CrmDealPart *part = g_ptr_array_index (self->deals, i);
      const char *kind = crm_record_get_text (part->state->stage, "kind");

      if (crm_deal_state_is_open (part->state))
        g_ptr_array_add (open, part->state->deal);
      else if (g_strcmp0 (kind, "won") == 0)
        g_ptr_array_add (won, part->state->deal);
      else
        self->n_lost++;
    }
  self->n_open = open->len;
  self->n_won = won->len;
  self->open_sums = crm_currency_total_deals (open, rates, self->now_usec);
  self->won_sums = crm_currency_total_deals (won, rates, self->now_usec);
  return TRUE;
}

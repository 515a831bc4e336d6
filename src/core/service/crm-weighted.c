/* crm-weighted.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-weighted"
#include "config.h"

#include "crm-weighted.h"

/* Weighted sums are kept in hundredths of a minor unit until the end. */
#define HUNDRED 100

/**
 * crm_weighted_add_amount:
 * @weighted: a sum that nobody has rounded yet
 * @amount: an amount in minor units, or unknown
 * @percent: its probability; 100 for what is certain, below 0 where it is unknown
 * @currency: (nullable): ISO 4217 code of @amount
 * @rates: what currencies are worth
 * @day: the day whose rate counts, days since 1970-01-01
 *
 * Adds the amount times the probability. Without one of both it is unknown.
 */
void
crm_weighted_add_amount (CrmTotals *weighted,
                         const CrmValue *amount,
                         gint64 percent,
                         const char *currency,
                         const CrmRates *rates,
                         int day)
{
  gint64 product = 0;

  if (amount->kind != CRM_VALUE_INT || percent < 0)
    {
      crm_totals_add_unknown (weighted);
      return;
    }
  if (__builtin_mul_overflow (amount->integer, percent, &product))
    weighted->overflow = TRUE;
  crm_totals_add (weighted, rates, product, currency, day);
}

/**
 * crm_weighted_add:
 * @weighted: a sum that nobody has rounded yet
 * @state: a deal with its stage
 * @rates: what currencies are worth
 * @day: the day whose rate counts, days since 1970-01-01
 *
 * Adds the amount times its probability: the deal's own, else that of its stage. Without an amount
 * or a probability it is unknown.
 */
void
crm_weighted_add (CrmTotals *weighted, const CrmDealState *state, const CrmRates *rates, int day)
{
  gint64 of_stage = crm_record_get_int (state->stage, "probability", -1);

  crm_weighted_add_amount (weighted, crm_record_get (state->deal, "amount"),
                           crm_record_get_int (state->deal, "probability", of_stage),
                           crm_record_get_text (state->deal, "currency"), rates, day);
}

/* Half away from zero. */
static gint64
round_hundredths (gint64 hundredths)
{
  gint64 rest = hundredths % HUNDRED;

  return hundredths / HUNDRED + (rest >= HUNDRED / 2) - (rest <= -HUNDRED / 2);
}

/**
 * crm_weighted_round:
 * @weighted: a sum
 *
 * To be called once, when all is in it: from then on it is in minor units.
 */
void
crm_weighted_round (CrmTotals *weighted)
{
  for (guint i = 0; i < weighted->sums->len; i++)
    {
      CrmSum *sum = &g_array_index (weighted->sums, CrmSum, i);

      sum->minor = round_hundredths (sum->minor);
    }
  weighted->base_minor = round_hundredths (weighted->base_minor);
}

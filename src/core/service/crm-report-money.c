/* crm-report-money.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Amounts in reports: putting currencies together only where that can be done. */
#define G_LOG_DOMAIN "crm-report-money"
#include "config.h"

#include "crm-report-private.h"

#include <string.h>

#include "model/crm-date.h"
#include "service/crm-weighted.h"

#define CERTAIN 100 /* percent */

/* That of the closing; today for what is open. */
static int
get_day (const CrmReportLoad *load, const CrmDealAmount *deal)
{
  return deal->closed_at.kind == CRM_VALUE_INT
             ? crm_date_day_from_usec (deal->closed_at.integer, load->zone)
             : load->today;
}

/* Adds the amount of a deal, and the same times its probability. A deal without an amount is
 * counted and not summed. Both are nullable. */
void
_crm_report_add_amount (const CrmReportLoad *load,
                        CrmTotals *totals,
                        CrmTotals *weighted,
                        const CrmDealAmount *deal)
{
  int day = get_day (load, deal);

  if (totals != NULL && deal->amount.kind == CRM_VALUE_INT)
    crm_totals_add (totals, load->rates, deal->amount.integer, deal->currency, day);
  else if (totals != NULL)
    crm_totals_add_unknown (totals);
  if (weighted != NULL)
    crm_weighted_add_amount (weighted, &deal->amount, deal->percent, deal->currency, load->rates,
                             day);
}

/* Adds the whole amount of a deal that is won to a weighted sum. */
void
_crm_report_add_whole (const CrmReportLoad *load, CrmTotals *weighted, const CrmDealAmount *deal)
{
  crm_weighted_add_amount (weighted, &deal->amount, CERTAIN, deal->currency, load->rates,
                           get_day (load, deal));
}

static gboolean
is_whole_in_base (const CrmTotals *totals)
{
  return totals->n_not_converted == 0 && !totals->overflow;
}

/**
 * crm_report_find_currency:
 * @totals: (array length=n): several sums
 * @n: how many
 * @base: (nullable): ISO 4217 code of the base currency
 * @out_currency: (out): the currency, or an empty text for amounts without one; untouched where
 *   there is none
 *
 * In which currency sums can be compared: in the only one they have, else in the base currency, if
 * there is a rate for every amount.
 *
 * Returns: whether there is one
 */
gboolean
crm_report_find_currency (const CrmTotals *const *totals,
                          guint n,
                          const char *base,
                          char out_currency[4])
{
  const char *only = NULL;
  gboolean several = FALSE;
  gboolean convertible = base != NULL;

  for (guint i = 0; i < n; i++)
    {
      convertible &= is_whole_in_base (totals[i]);
      if (totals[i]->overflow)
        return FALSE;
      for (guint k = 0; k < totals[i]->sums->len; k++)
        {
          const char *currency = g_array_index (totals[i]->sums, CrmSum, k).currency;

          several |= only != NULL && !g_str_equal (only, currency);
          only = currency;
        }
    }
  if (only == NULL || (several && !convertible))
    return FALSE;
  g_strlcpy (out_currency, several ? base : only, 4);
  return TRUE;
}

/**
 * crm_report_get_minor:
 * @totals: a sum
 * @base: (nullable): ISO 4217 code of the base currency
 * @currency: a currency that crm_report_find_currency() found for it and others
 * @out_minor: (out): the sum in minor units of @currency; 0 for no amounts
 *
 * Returns: whether it is known
 */
gboolean
crm_report_get_minor (const CrmTotals *totals,
                      const char *base,
                      const char *currency,
                      gint64 *out_minor)
{
  if (totals->overflow)
    return FALSE;
  if (g_strcmp0 (base, currency) == 0)
    return crm_totals_get_base_minor (totals, out_minor);
  *out_minor = 0;
  for (guint i = 0; i < totals->sums->len; i++)
    {
      const CrmSum *sum = &g_array_index (totals->sums, CrmSum, i);

      if (!g_str_equal (sum->currency, currency))
        return FALSE;
      *out_minor = sum->minor;
    }
  return TRUE;
}

/**
 * crm_report_get_win_rate:
 * @month: what was closed
 * @out_percent: (out): of what was closed, how much was won, by number (K01): W / (W + L);
 *   untouched where nothing was closed, for then there is no rate
 *
 * Returns: whether there is one
 */
gboolean
crm_report_get_win_rate (const CrmReportMonth *month, double *out_percent)
{
  double all = (double)month->n_won + month->n_lost;

  if (all <= 0)
    return FALSE;
  *out_percent = 100.0 * month->n_won / all;
  return TRUE;
}

/**
 * crm_report_get_value_rate:
 * @month: what was closed
 * @base: (nullable): ISO 4217 code of the base currency
 * @out_percent: (out): of what was closed, how much was won, by value (K01): sum(W) / sum(W + L)
 *   of the deals with an amount; untouched where that is nothing, where none of those won or none
 *   of those lost has one, and where it is in currencies that cannot be put together
 *
 * Returns: whether there is one
 */
gboolean
crm_report_get_value_rate (const CrmReportMonth *month, const char *base, double *out_percent)
{
  const CrmTotals *both[] = { month->won, month->lost };
  gboolean unknown = (month->n_won > 0 && month->won->sums->len == 0)
                     || (month->n_lost > 0 && month->lost->sums->len == 0);
  char currency[4];
  gint64 won;
  gint64 lost;

  if (unknown || !crm_report_find_currency (both, G_N_ELEMENTS (both), base, currency)
      || !crm_report_get_minor (month->won, base, currency, &won)
      || !crm_report_get_minor (month->lost, base, currency, &lost) || won < 0 || lost < 0
      || (won == 0 && lost == 0))
    return FALSE;
  *out_percent = 100.0 * (double)won / ((double)won + (double)lost);
  return TRUE;
}

/* crm-rates.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-rates"
#include "config.h"

#include "crm-rates.h"

#include "crm-money.h"

struct _CrmRates
{
  char *base;              /* (owned) (nullable): NULL while nobody has chosen one */
  GHashTable *by_currency; /* (owned) (element-type utf8 GArray): of Rate, by day */
};

typedef struct
{
  int day;
  CrmDecimal value;
} Rate;

__extension__ typedef __int128 Wide;

/**
 * crm_rates_new:
 * @base: (nullable): ISO 4217 code of the base currency; without one nothing can be converted
 *
 * Returns: (transfer full): a table without rates
 */
CrmRates *
crm_rates_new (const char *base)
{
  CrmRates *self = g_new0 (CrmRates, 1);

  self->base = g_strdup (base);
  self->by_currency
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  return self;
}

/**
 * crm_rates_free:
 * @self: (nullable): a table of rates
 */
void
crm_rates_free (CrmRates *self)
{
  if (self == NULL)
    return;
  g_free (self->base);
  g_hash_table_unref (self->by_currency);
  g_free (self);
}

/* How many of @rates are of @day or before. */
static guint
count_until (const GArray *rates, int day)
{
  guint low = 0;
  guint high = rates->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (rates, Rate, middle).day <= day)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * crm_rates_add:
 * @self: a table of rates
 * @currency: ISO 4217 code
 * @day: the first day it holds, days since 1970-01-01; of two for one day the later added holds
 * @rate: what one unit of @currency is worth in the base currency; above zero
 */
void
crm_rates_add (CrmRates *self, const char *currency, int day, const CrmDecimal *rate)
{
  GArray *rates = g_hash_table_lookup (self->by_currency, currency);
  Rate entry = { day, *rate };

  g_return_if_fail (rate->mantissa > 0);

  if (rates == NULL)
    {
      rates = g_array_new (FALSE, FALSE, sizeof (Rate));
      g_hash_table_insert (self->by_currency, g_strdup (currency), rates);
    }
  g_array_insert_val (rates, count_until (rates, day), entry);
}

/**
 * crm_rates_get_base:
 * @self: a table of rates
 *
 * Returns: (transfer none) (nullable): the base currency, %NULL while nobody has chosen one
 */
const char *
crm_rates_get_base (const CrmRates *self)
{
  return self->base;
}

/**
 * crm_rates_find:
 * @self: a table of rates
 * @currency: (nullable): ISO 4217 code
 * @day: days since 1970-01-01
 * @out_since: (out) (optional): the day from which it holds
 *
 * Returns: (transfer none) (nullable): the rate that holds on @day: the latest that is not after
 * it; %NULL where none is known
 */
const CrmDecimal *
crm_rates_find (const CrmRates *self, const char *currency, int day, int *out_since)
{
  const GArray *rates = currency != NULL ? g_hash_table_lookup (self->by_currency, currency) : NULL;
  guint n = rates != NULL ? count_until (rates, day) : 0;

  if (n == 0)
    return NULL;
  if (out_since != NULL)
    *out_since = g_array_index (rates, Rate, n - 1).day;
  return &g_array_index (rates, Rate, n - 1).value;
}

static Wide
power_of_ten (int exponent)
{
  Wide power = 1;

  for (; exponent > 0; exponent--)
    power *= 10;
  return power;
}

/* Half to even, so that many roundings do not add up in one direction. */
static Wide
divide (Wide number, Wide divisor)
{
  Wide quotient = number / divisor;
  Wide rest = number % divisor;
  Wide twice = (rest < 0 ? -rest : rest) * 2;

  if (twice > divisor || (twice == divisor && quotient % 2 != 0))
    quotient += number < 0 ? -1 : 1;
  return quotient;
}

/* Sixty-three bits by sixty make at most 123, so the product itself always fits. */
static gboolean
apply_rate (gint64 minor, int digits, const CrmDecimal *rate, int base_digits, gint64 *out_minor)
{
  Wide product = (Wide)minor * rate->mantissa;
  int shift = digits + rate->scale - base_digits;
  Wide result;

  if (shift >= 0)
    result = divide (product, power_of_ten (shift));
  else if (__builtin_mul_overflow (product, power_of_ten (-shift), &result))
    return FALSE;
  if (result > G_MAXINT64 || result < G_MININT64)
    return FALSE;
  *out_minor = (gint64)result;
  return TRUE;
}

/**
 * crm_rates_convert:
 * @self: a table of rates
 * @minor: an amount in minor units of @currency
 * @currency: (nullable): ISO 4217 code
 * @day: the day whose rate counts, days since 1970-01-01
 * @out_minor: (out): the amount in minor units of the base currency, half rounded to even;
 *   untouched where it is unknown
 *
 * Returns: whether the amount is known in the base currency: there is one, and the currency is that
 *   or has a rate for @day, and the result fits
 */
gboolean
crm_rates_convert (
    const CrmRates *self, gint64 minor, const char *currency, int day, gint64 *out_minor)
{
  const CrmDecimal *rate;

  if (self->base == NULL || currency == NULL)
    return FALSE;
  if (g_str_equal (currency, self->base))
    {
      *out_minor = minor;
      return TRUE;
    }
  rate = crm_rates_find (self, currency, day, NULL);
  return rate != NULL
         && apply_rate (minor, crm_currency_get_digits (currency), rate,
                        crm_currency_get_digits (self->base), out_minor);
}

/**
 * crm_totals_new:
 *
 * Returns: (transfer full): totals of nothing
 */
CrmTotals *
crm_totals_new (void)
{
  CrmTotals *self = g_new0 (CrmTotals, 1);

  self->sums = g_array_new (FALSE, TRUE, sizeof (CrmSum));
  return self;
}

/**
 * crm_totals_free:
 * @self: (nullable): totals
 */
void
crm_totals_free (CrmTotals *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->sums);
  g_free (self);
}

static CrmSum *
find_sum (CrmTotals *self, const char *currency)
{
  CrmSum fresh = { .minor = 0 };

  for (guint i = 0; i < self->sums->len; i++)
    if (g_str_equal (g_array_index (self->sums, CrmSum, i).currency, currency))
      return &g_array_index (self->sums, CrmSum, i);
  g_strlcpy (fresh.currency, currency, sizeof fresh.currency);
  g_array_append_val (self->sums, fresh);
  return &g_array_index (self->sums, CrmSum, self->sums->len - 1);
}

/**
 * crm_totals_add:
 * @self: totals
 * @rates: what currencies are worth
 * @minor: an amount in minor units of @currency
 * @currency: (nullable): ISO 4217 code
 * @day: the day whose rate counts, days since 1970-01-01
 */
void
crm_totals_add (CrmTotals *self, const CrmRates *rates, gint64 minor, const char *currency, int day)
{
  CrmSum *sum = find_sum (self, currency != NULL ? currency : "");
  gint64 base_minor;

  sum->n++;
  self->overflow |= __builtin_add_overflow (sum->minor, minor, &sum->minor);
  if (!crm_rates_convert (rates, minor, currency, day, &base_minor))
    {
      self->n_not_converted++;
      return;
    }
  self->n_converted++;
  self->overflow |= __builtin_add_overflow (self->base_minor, base_minor, &self->base_minor);
}

/**
 * crm_totals_add_unknown:
 * @self: totals
 *
 * Counts a record that has no amount.
 */
void
crm_totals_add_unknown (CrmTotals *self)
{
  self->n_unknown++;
}

/**
 * crm_totals_get_base_minor:
 * @self: totals
 * @out_minor: (out): all amounts in minor units of the base currency; untouched where unknown
 *
 * A total with amounts left out would be wrong without looking so: where one amount cannot be
 * converted, the whole is unknown.
 *
 * Returns: whether the whole is known
 */
gboolean
crm_totals_get_base_minor (const CrmTotals *self, gint64 *out_minor)
{
  if (self->n_not_converted > 0 || self->overflow)
    return FALSE;
  *out_minor = self->base_minor;
  return TRUE;
}

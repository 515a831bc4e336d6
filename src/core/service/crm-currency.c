/* crm-currency.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-currency"
#include "config.h"

#include "crm-currency.h"

#include "crm-scope.h"
#include "model/crm-date.h"

#define SETTING "currency"

/**
 * crm_currency_load_rates:
 * @reader: a reader
 * @error: (nullable): storage errors
 *
 * Reads the base currency and all rates towards it. Rates towards an earlier base currency stay
 * stored and count again when it is chosen again.
 *
 * Returns: (transfer full) (nullable): the rates, %NULL on failure
 */
CrmRates *
crm_currency_load_rates (CrmReader *reader, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRecord) setting
      = crm_reader_find (reader, "setting", "name", SETTING, &local_error);
  const char *base = setting != NULL ? crm_record_get_text (setting, "value") : NULL;
  g_autoptr (CrmRates) rates = crm_rates_new (base);
  g_autoptr (GPtrArray) records = NULL;

  if (local_error == NULL && base != NULL)
    records = crm_reader_list_where (reader, "exchange_rate", "base", base, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const CrmRecord *record = g_ptr_array_index (records, i);
      const char *text = crm_record_get_text (record, "rate");
      CrmDecimal rate;

      if (text != NULL && crm_decimal_parse (text, &rate, NULL) && rate.mantissa > 0)
        crm_rates_add (rates, crm_record_get_text (record, "currency"),
                       (int)crm_record_get_int (record, "day", 0), &rate);
    }
  return g_steal_pointer (&rates);
}

/**
 * crm_currency_set_base:
 * @set: a change set
 * @currency: ISO 4217 code
 *
 * Chooses the base currency, which new deals without another one have too.
 */
void
crm_currency_set_base (CrmChangeSet *set, const char *currency)
{
  crm_scope_set_setting (set, SETTING, currency);
}

/**
 * crm_currency_set_rate:
 * @set: a change set
 * @base: ISO 4217 code of the base currency
 * @currency: ISO 4217 code of another
 * @day: the first day the rate holds, days since 1970-01-01
 * @rate: what one unit of @currency is worth in @base
 * @error: (nullable): %CRM_ERROR_INVALID_VALUE when the rate is not above zero, or both currencies
 *   are the same
 *
 * Sets the rate of that day, also where there was one before.
 *
 * Returns: (transfer full) (nullable): id of the rate, %NULL with @error set
 */
char *
crm_currency_set_rate (CrmChangeSet *set,
                       const char *base,
                       const char *currency,
                       int day,
                       const CrmDecimal *rate,
                       GError **error)
{
  g_autofree char *text = crm_decimal_format (rate);
  g_autofree char *number = g_strdup_printf ("%d", day);
  CrmChange *change;
  char *id;

  if (rate->mantissa <= 0 || g_str_equal (base, currency))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE,
                   "a rate is above zero, and of another currency than %s", base);
      return NULL;
    }
  id = crm_entity_derive_id (crm_entity_find ("exchange_rate"), base, currency, number, NULL);
  change = crm_change_set_ensure (set, "exchange_rate", id);
  crm_change_set_text (change, "base", base);
  crm_change_set_text (change, "currency", currency);
  crm_change_set_int (change, "day", day);
  crm_change_set_text (change, "rate", text);
  return id;
}

/**
 * crm_currency_get_deal_day:
 * @deal: a deal
 * @now_usec: now, UTC microseconds
 *
 * Returns: the day whose rate counts for @deal, in days since 1970-01-01 where the user is: that of
 *   its closing; today while it is open
 */
int
crm_currency_get_deal_day (const CrmRecord *deal, gint64 now_usec)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return crm_date_day_from_usec (crm_record_get_int (deal, "closed_at", now_usec), zone);
}

/**
 * crm_currency_total_deals:
 * @deals: (element-type CrmRecord): deals
 * @rates: what currencies are worth
 * @now_usec: now, UTC microseconds
 *
 * Returns: (transfer full): their amounts by currency, and together in the base currency
 */
CrmTotals *
crm_currency_total_deals (const GPtrArray *deals, const CrmRates *rates, gint64 now_usec)
{
  CrmTotals *totals = crm_totals_new ();

  for (guint i = 0; i < deals->len; i++)
    {
      const CrmRecord *deal = g_ptr_array_index (deals, i);
      const CrmValue *amount = crm_record_get (deal, "amount");

      if (amount->kind == CRM_VALUE_INT)
        crm_totals_add (totals, rates, amount->integer, crm_record_get_text (deal, "currency"),
                        crm_currency_get_deal_day (deal, now_usec));
      else
        crm_totals_add_unknown (totals);
    }
  return totals;
}

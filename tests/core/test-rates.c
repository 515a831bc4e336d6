/* test-rates.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-rates.h"

#include "crm-money.h"

static void
test_decimal (void)
{
  static const struct
  {
    const char *text;
    const char *canonical; /* (nullable): NULL for what is no number */
  } texts[] = {
    { "1", "1" },
    { " 1.50 ", "1.5" },
    { "0.000000000000000001", "0.000000000000000001" },
    { "-0.10", "-0.1" },
    { "007", "7" },
    { "0", "0" },
    { "-0", "0" },
    { "0.0000000000000000001", NULL }, /* nineteen decimals */
    { "999999999999999999", "999999999999999999" },
    { "9999999999999999999", NULL },
    { "1.", NULL },
    { ".5", NULL },
    { "1.2.3", NULL },
    { "1,5", NULL },
    { "1e3", NULL },
    { "+1", NULL },
    { "", NULL },
    { "--1", NULL },
    { "٣", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      CrmDecimal decimal;
      g_autoptr (GError) error = NULL;
      g_autofree char *again = NULL;

      if (!crm_decimal_parse (texts[i].text, &decimal, &error))
        {
          g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE);
          g_assert_null (texts[i].canonical);
          continue;
        }
      again = crm_decimal_format (&decimal);
      g_assert_cmpstr (again, ==, texts[i].canonical);
      g_assert_true (crm_decimal_is_canonical (again));
      g_assert_cmpint (crm_decimal_is_canonical (texts[i].text), ==,
                       g_str_equal (texts[i].text, again));
    }
}

static void
add (CrmRates *rates, const char *currency, int day, const char *text)
{
  CrmDecimal rate;

  g_assert_true (crm_decimal_parse (text, &rate, NULL));
  crm_rates_add (rates, currency, day, &rate);
}

/* @wanted is an amount of the base currency, %NULL for unknown. */
static void
check (const CrmRates *rates, const char *amount, const char *currency, int day, const char *wanted)
{
  g_autofree char *got = NULL;
  gint64 minor;

  g_assert_true (crm_money_parse (amount, currency, &minor, NULL));
  if (crm_rates_convert (rates, minor, currency, day, &minor))
    got = crm_money_format_plain (minor, crm_rates_get_base (rates));
  g_assert_cmpstr (got, ==, wanted);
}

static void
test_dates (void)
{
  g_autoptr (CrmRates) rates = crm_rates_new ("EUR");

  /* In any order, as records come. */
  add (rates, "USD", 200, "0.9");
  add (rates, "USD", 100, "0.8");
  add (rates, "USD", 300, "0.5");
  add (rates, "CHF", 150, "1.05");
  check (rates, "10.00", "USD", 99, NULL);
  check (rates, "10.00", "USD", 100, "8.00");
  check (rates, "10.00", "USD", 199, "8.00");
  check (rates, "10.00", "USD", 200, "9.00");
  check (rates, "10.00", "USD", 100000, "5.00");
  check (rates, "10.00", "CHF", 149, NULL);
  check (rates, "10.00", "CHF", 150, "10.50");
  check (rates, "10.00", "GBP", 150, NULL);
  check (rates, "10.00", "EUR", -5, "10.00");

  add (rates, "USD", 200, "0.7"); /* a correction */
  check (rates, "10.00", "USD", 250, "7.00");
  check (rates, "10.00", "USD", 300, "5.00");
}

static void
test_rounding (void)
{
  g_autoptr (CrmRates) rates = crm_rates_new ("EUR");
  g_autoptr (CrmRates) yen = crm_rates_new ("JPY");
  gint64 minor = 7;

  add (rates, "USD", 0, "0.5");
  check (rates, "0.01", "USD", 0, "0.00"); /* half of one: to even */
  check (rates, "0.03", "USD", 0, "0.02");
  check (rates, "0.05", "USD", 0, "0.02");
  check (rates, "-0.01", "USD", 0, "0.00");
  check (rates, "-0.03", "USD", 0, "-0.02");
  add (rates, "GBP", 0, "1.00000000000000001");
  check (rates, "0.01", "GBP", 0, "0.01");
  add (rates, "CAD", 0, "0.500000000000000001");
  check (rates, "0.01", "CAD", 0, "0.01"); /* just above half */

  /* Other numbers of decimals. */
  add (rates, "JPY", 0, "0.0061");
  check (rates, "1005", "JPY", 0, "6.13");
  add (rates, "KWD", 0, "3.01");
  check (rates, "1.001", "KWD", 0, "3.01");
  add (yen, "EUR", 0, "163.5");
  check (yen, "1.01", "EUR", 0, "165");
  add (yen, "CLF", 0, "5812.3456");
  check (yen, "1.0001", "CLF", 0, "5813");

  /* More than a double holds. */
  add (rates, "NOK", 0, "0.1");
  check (rates, "90071992547409931.00", "NOK", 0, "9007199254740993.10");
  /* Too large to be held at all. */
  add (rates, "SEK", 0, "11");
  check (rates, "90000000000000000.00", "SEK", 0, NULL);
  g_assert_false (crm_rates_convert (rates, G_MAXINT64, "SEK", 0, &minor));
  g_assert_false (crm_rates_convert (rates, G_MININT64, "SEK", 0, &minor));
  g_assert_cmpint (minor, ==, 7);
}

static void
test_no_base (void)
{
  g_autoptr (CrmRates) rates = crm_rates_new (NULL);
  gint64 minor;

  add (rates, "USD", 0, "0.5");
  g_assert_false (crm_rates_convert (rates, 100, "USD", 0, &minor));
  g_assert_false (crm_rates_convert (rates, 100, NULL, 0, &minor));
}

static void
test_totals (void)
{
  g_autoptr (CrmRates) rates = crm_rates_new ("EUR");
  g_autoptr (CrmTotals) totals = crm_totals_new ();
  g_autoptr (CrmTotals) large = crm_totals_new ();
  gint64 minor = 0;

  add (rates, "USD", 0, "0.5");
  g_assert_true (crm_totals_get_base_minor (totals, &minor));
  g_assert_cmpint (minor, ==, 0);
  crm_totals_add (totals, rates, 1001, "USD", 0);
  crm_totals_add (totals, rates, 1001, "USD", 0);
  crm_totals_add (totals, rates, 250, "EUR", 0);
  crm_totals_add_unknown (totals);
  g_assert_true (crm_totals_get_base_minor (totals, &minor));
  g_assert_cmpint (minor, ==, 500 + 500 + 250); /* each was rounded, as each is shown */
  g_assert_cmpuint (totals->sums->len, ==, 2);
  g_assert_cmpint (g_array_index (totals->sums, CrmSum, 0).minor, ==, 2002);
  g_assert_cmpstr (g_array_index (totals->sums, CrmSum, 0).currency, ==, "USD");
  g_assert_cmpuint (totals->n_unknown, ==, 1);

  /* One that has no rate makes the whole unknown. */
  crm_totals_add (totals, rates, 1, "GBP", 0);
  crm_totals_add (totals, rates, 1, NULL, 0);
  g_assert_cmpuint (totals->n_not_converted, ==, 2);
  g_assert_cmpuint (totals->n_converted, ==, 3);
  minor = 7;
  g_assert_false (crm_totals_get_base_minor (totals, &minor));
  g_assert_cmpint (minor, ==, 7);

  crm_totals_add (large, rates, G_MAXINT64, "EUR", 0);
  g_assert_false (large->overflow);
  crm_totals_add (large, rates, 1, "EUR", 0);
  g_assert_true (large->overflow);
  g_assert_false (crm_totals_get_base_minor (large, &minor));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rates/decimal", test_decimal);
  g_test_add_func ("/rates/dates", test_dates);
  g_test_add_func ("/rates/rounding", test_rounding);
  g_test_add_func ("/rates/no-base", test_no_base);
  g_test_add_func ("/rates/totals", test_totals);
  return g_test_run ();
}

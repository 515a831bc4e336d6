/* test-money.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-money.h"

#include <string.h>

static void
test_currency (void)
{
  g_assert_true (crm_currency_is_valid ("EUR"));
  g_assert_true (crm_currency_is_valid ("JPY"));
  g_assert_true (crm_currency_is_valid ("DEM")); /* was in use */
  g_assert_false (crm_currency_is_valid ("eur"));
  g_assert_false (crm_currency_is_valid ("EU"));
  g_assert_false (crm_currency_is_valid ("EURO"));
  g_assert_false (crm_currency_is_valid ("QQQ"));
  g_assert_false (crm_currency_is_valid ("E\xc3\xa9"));
  g_assert_false (crm_currency_is_valid (""));
  g_assert_false (crm_currency_is_valid (NULL));

  g_assert_cmpint (crm_currency_get_digits ("EUR"), ==, 2);
  g_assert_cmpint (crm_currency_get_digits ("JPY"), ==, 0);
  g_assert_cmpint (crm_currency_get_digits ("KWD"), ==, 3);
  g_assert_cmpint (crm_currency_get_digits ("CLF"), ==, 4);
  g_assert_cmpint (crm_currency_get_digits ("RSD"), ==, 2); /* CLDR would say none */
  g_assert_cmpint (crm_currency_get_digits (NULL), ==, 2);
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    const char *currency;
    gint64 minor;
    const char *plain;
  } cases[] = {
    { "1234.50", "EUR", 123450, "1234.50" },
    { "1234.5", "EUR", 123450, "1234.50" },
    { "1234", "EUR", 123400, "1234.00" },
    { "-5", "EUR", -500, "-5.00" },
    { "-0.05", "EUR", -5, "-0.05" },
    { "-0", "EUR", 0, "0.00" },
    { "007", "EUR", 700, "7.00" },
    { " 1 ", "EUR", 100, "1.00" },
    { "1234", "JPY", 1234, "1234" },
    { "1.234", "KWD", 1234, "1.234" },
    { "92233720368547758.07", "EUR", G_MAXINT64, "92233720368547758.07" },
    { "-92233720368547758.08", "EUR", G_MININT64, "-92233720368547758.08" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *plain = NULL;
      gint64 minor;

      crm_money_parse (cases[i].text, cases[i].currency, &minor, &error);
      g_assert_no_error (error);
      g_assert_cmpint (minor, ==, cases[i].minor);
      plain = crm_money_format_plain (minor, cases[i].currency);
      g_assert_cmpstr (plain, ==, cases[i].plain);
    }
}

static void
test_errors (void)
{
  static const char *const cases[][2] = {
    { "", "EUR" },
    { "-", "EUR" },
    { ".", "EUR" },
    { ".5", "EUR" },
    { "5.", "EUR" },
    { "1.234", "EUR" },
    { "1.0", "JPY" },
    { "1,5", "EUR" },
    { "1 000", "EUR" },
    { "--1", "EUR" },
    { "1e3", "EUR" },
    { "0x10", "EUR" },
    { "1.5x", "EUR" },
    { "nan", "EUR" },
    { "92233720368547758.08", "EUR" },
    { "-92233720368547758.09", "EUR" },
    { "99999999999999999999999999", "EUR" },
    { "1844674407370955161", "KWD" },
  };
  g_autoptr (GError) currency_error = NULL;
  gint64 minor = 42;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (crm_money_parse (cases[i][0], cases[i][1], &minor, &error));
      g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE);
      g_assert_nonnull (strstr (error->message, cases[i][0]));
    }

  g_assert_false (crm_money_parse ("1", "QQQ", &minor, &currency_error));
  g_assert_error (currency_error, CRM_ERROR, CRM_ERROR_INVALID_VALUE);
  g_assert_nonnull (strstr (currency_error->message, "QQQ"));
  g_assert_cmpint (minor, ==, 42);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/money/currency", test_currency);
  g_test_add_func ("/money/parse", test_parse);
  g_test_add_func ("/money/errors", test_errors);
  return g_test_run ();
}

/* test-currencies.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <locale.h>

#include "crm-amount.h"
#include "crm-currencies.h"
#include "model/crm-money.h"

static const CrmCurrency *
find (const GPtrArray *list, const char *code)
{
  for (guint i = 0; i < list->len; i++)
    if (g_str_equal (((CrmCurrency *)g_ptr_array_index (list, i))->code, code))
      return g_ptr_array_index (list, i);
  return NULL;
}

static void
test_list (void)
{
  g_autoptr (GPtrArray) list = crm_currencies_list ();
  const CrmCurrency *euro = find (list, "EUR");

  g_assert_cmpuint (list->len, >, 140);
  g_assert_nonnull (euro);
  g_assert_cmpstr (euro->name, ==, "Euro");
  g_assert_cmpstr (find (list, "CHF")->name, ==, "Swiss Franc");
  g_assert_null (find (list, "DEM")); /* no longer in use */
  for (guint i = 0; i < list->len; i++)
    g_assert_true (crm_currency_is_valid (((CrmCurrency *)g_ptr_array_index (list, i))->code));
}

static void
test_search (void)
{
  g_autoptr (GPtrArray) list = crm_currencies_list ();
  const CrmCurrency *krona = find (list, "SEK");

  g_assert_true (crm_currencies_matches (krona, ""));
  g_assert_true (crm_currencies_matches (krona, "sek"));
  g_assert_true (crm_currencies_matches (krona, "SWED kron"));
  g_assert_false (crm_currencies_matches (krona, "norw kron"));
  g_assert_true (crm_currencies_matches (find (list, "USD"), "us dollar"));
  g_assert_false (crm_currencies_matches (find (list, "AUD"), "us dollar"));
}

static void
assert_found (const char *text, const char *expected)
{
  g_autofree char *code = crm_currencies_find (text);

  g_assert_cmpstr (code, ==, expected);
}

static void
test_find (void)
{
  assert_found (" eur ", "EUR");
  assert_found ("swiss FRANC", "CHF");
  assert_found ("DEM", "DEM"); /* what was written once can be written again */
  assert_found ("XYQ", NULL);
  assert_found ("Franc", NULL);
  assert_found ("", NULL);
}

static void
test_unknown (void)
{
  g_autofree char *unknown = crm_currencies_find_unknown ("1500 xyq");
  g_autofree char *known = crm_currencies_find_unknown ("1500 usd");
  g_autofree char *none = crm_currencies_find_unknown ("some money, £ 20");

  g_assert_cmpstr (unknown, ==, "XYQ");
  g_assert_null (known);
  g_assert_null (none);
}

static void
assert_set (const char *text, const char *currency, const char *wanted, const char *expected)
{
  g_autofree char *now = crm_amount_set_currency (text, currency, wanted);

  g_assert_cmpstr (now, ==, expected);
}

/* The number stays; what the other currency cannot hold is left to be seen. */
static void
test_set (void)
{
  assert_set ("£18,900.00", "GBP", "USD", "$18,900.00");
  assert_set ("18900.50", "GBP", "USD", "$18,900.50");
  assert_set ("£18,900.00", "GBP", "JPY", "¥18,900");
  assert_set ("£18,900.50", "GBP", "JPY", "18900.5 JPY");
  assert_set ("¥1,500", "JPY", "EUR", "€1,500.00");
  assert_set ("", "GBP", "USD", "USD ");
  assert_set ("nonsense", NULL, "USD", "USD ");
  assert_set ("12", NULL, "USD", "$12.00");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/currencies/list", test_list);
  g_test_add_func ("/currencies/search", test_search);
  g_test_add_func ("/currencies/find", test_find);
  g_test_add_func ("/currencies/unknown", test_unknown);
  g_test_add_func ("/currencies/set", test_set);
  return g_test_run ();
}

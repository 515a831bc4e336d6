/* fuzz-amount.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-amount.h"
#include "crm-format.h"
#include "model/crm-money.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What is an amount is shown as one that means the same. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autofree char *currency = NULL;
  g_autofree char *again = NULL;
  g_autofree char *shown = NULL;
  gint64 minor;
  gint64 back;

  if (!crm_amount_parse (text, "EUR", &currency, &minor, NULL))
    {
      g_assert_null (currency);
      return 0;
    }
  g_assert_true (crm_currency_is_valid (currency));
  shown = crm_format_money (minor, currency);
  if (!crm_amount_parse (shown, currency, &again, &back, NULL))
    return 0; /* longer than anybody types */
  g_assert_cmpstr (again, ==, currency);
  g_assert_cmpint (back, ==, minor);
  return 0;
}

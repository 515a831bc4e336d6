/* fuzz-date.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-date.h"
#include "crm-money.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_number (const guint8 *data)
{
  gint64 usec;
  gint64 back;
  g_autofree char *text = NULL;
  g_autofree char *day = NULL;
  g_autofree char *money = NULL;
  int days;

  memcpy (&usec, data, sizeof usec);
  text = crm_date_format_iso (usec);
  g_assert_true (crm_date_parse_iso (text, &back, NULL));
  days = crm_date_day_from_usec (usec, NULL);
  g_assert_cmpint (days, ==, crm_date_day_from_usec (back, NULL));
  day = crm_date_day_format (days);
  g_assert_true (g_str_has_prefix (text, day));

  money = crm_money_format_plain (usec, "EUR");
  g_assert_true (crm_money_parse (money, "EUR", &back, NULL));
  g_assert_cmpint (back, ==, usec);
}

/* What parses formats to something that parses to the same; every number formats. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  gint64 usec, back;
  int days;

  if (crm_date_parse_iso (text, &usec, NULL))
    {
      g_autofree char *canonical = crm_date_format_iso (usec);

      g_assert_true (crm_date_parse_iso (canonical, &back, NULL));
      g_assert_cmpint (back, ==, usec);
    }
  if (crm_date_day_parse (text, &days, NULL))
    {
      g_autofree char *canonical = crm_date_day_format (days);

      g_assert_cmpstr (canonical, ==, text);
    }
  if (crm_money_parse (text, "KWD", &usec, NULL))
    {
      g_autofree char *canonical = crm_money_format_plain (usec, "KWD");

      g_assert_true (crm_money_parse (canonical, "KWD", &back, NULL));
      g_assert_cmpint (back, ==, usec);
    }
  if (size >= sizeof (gint64))
    check_number (data);

  return 0;
}

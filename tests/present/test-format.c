/* test-format.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "crm-format-private.h"

#define NOW G_GINT64_CONSTANT (1772445600000000) /* Monday 2026-03-02T10:00:00Z */
#define TODAY 20514
#define HOUR_USEC (3600 * G_GINT64_CONSTANT (1000000))
#define DAY_USEC (24 * HOUR_USEC)

/* Versions of the Unicode data differ in spaces, no-break, narrow or plain, and in the width of
 * Japan's own yen sign. */
static char *
simplify (char *text /* (transfer full) */)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (plain, g_unichar_isspace (c) ? ' ' : c == 0xffe5 ? 0xa5 : c);
    }
  g_free (text);
  return g_string_free (plain, FALSE);
}

static void
assert_money (const char *locale, gint64 minor, const char *currency, const char *expected)
{
  g_autofree char *text = simplify (_crm_format_money_in (minor, currency, locale));

  g_assert_cmpstr (text, ==, expected);
}

static void
test_money (void)
{
  assert_money ("en_US.UTF-8", 120000, "EUR", "€1,200.00");
  assert_money ("en_US.UTF-8", -123456789, "USD", "-$1,234,567.89");
  assert_money ("en_US.UTF-8", 7200000, "JPY", "¥7,200,000");
  assert_money ("en_US.UTF-8", 7200000, "JPYX", "¥72,000.00"); /* of no currency there is */
  assert_money ("en_US.UTF-8", 7200000, "JPY", "¥7,200,000");
  assert_money ("de_DE.UTF-8", 120000, "EUR", "1.200,00 €");
  assert_money ("de_DE.UTF-8@euro", 120000, "USD", "1.200,00 $");
  assert_money ("de_DE", 1, "KWD", "0,001 KWD");
  assert_money ("en_US.UTF-8", 4560, "RSD", "RSD 45.60");
  assert_money ("de_DE.UTF-8", 4560, "AFN", "45,60 AFN");
  assert_money ("ja_JP.UTF-8", 7200000, "JPY", "¥7,200,000");
  assert_money ("ja_JP.eucJP", 150, "EUR", "€1.50");
  /* No amount is rounded through a double. */
  assert_money ("en_US.UTF-8", G_MAXINT64, "USD", "$92,233,720,368,547,758.07");
  assert_money ("en_US.UTF-8", G_MININT64, "USD", "-$92,233,720,368,547,758.08");
  assert_money ("de_DE.UTF-8", 120050, NULL, "1200.50");
}

/* More than are kept ready, and once more. */
static void
test_many_currencies (void)
{
  for (guint i = 0; i < 200; i++)
    {
      const char code[] = { 'Q', (char)('A' + i % 26), (char)('A' + i / 26 % 5), '\0' };
      g_autofree char *expected = g_strdup_printf ("%s 1.50", code);

      assert_money ("en_US.UTF-8", 150, code, expected);
      assert_money ("en_US.UTF-8", 150, "EUR", "€1.50");
    }
}

/* In the digits of counts and days, which the C library writes. */
static void
test_money_digits (void)
{
  static const char *const locales[] = { "ar_EG.UTF-8", "fa_IR.UTF-8", "mr_IN.UTF-8" };

  for (guint i = 0; i < G_N_ELEMENTS (locales); i++)
    {
      g_autofree char *text = simplify (_crm_format_money_in (120050, "EUR", locales[i]));

      g_assert_nonnull (strstr (text, "200"));
      g_assert_nonnull (strstr (text, "50"));
    }
}

static void
assert_brief (gint64 minor, const char *currency, const char *expected)
{
  g_autofree char *text = simplify (crm_format_money_brief (minor, currency));

  g_assert_cmpstr (text, ==, expected);
}

static void
test_money_brief (void)
{
  assert_brief (120000, "EUR", "€1,200");
  assert_brief (120050, "EUR", "€1,200.50");
  assert_brief (-120000, "EUR", "-€1,200");
  assert_brief (0, "EUR", "€0");
  assert_brief (7200000, "JPY", "¥7,200,000");
  assert_brief (12000, "KWD", "KWD 12");
  assert_brief (100, NULL, "1");
  assert_brief (105, NULL, "1.05");
}

static void
test_locales_of_nobody (void)
{
  static const char *const nobody[] = { "C", "POSIX", "C.UTF-8", "C.utf8", "" };

  for (guint i = 0; i < G_N_ELEMENTS (nobody); i++)
    assert_money (nobody[i], 7200000, "JPY", "¥7,200,000");
}

static void
with_locale (int category, const char *locale, gint64 minor, const char *expected)
{
  g_autofree char *text = NULL;

  if (setlocale (category, locale) == NULL)
    {
      g_test_skip_printf ("this machine has no locale %s (tests/support/make-locales.sh, LOCPATH)",
                          locale);
      return;
    }
  text = simplify (crm_format_money (minor, "EUR"));
  setlocale (LC_ALL, "C");
  g_assert_cmpstr (text, ==, expected);
}

static void
test_locale_none (void)
{
  with_locale (LC_ALL, "C.UTF-8", 120000, "€1,200.00");
}

static void
test_locale_german (void)
{
  with_locale (LC_ALL, "de_DE.UTF-8", 120000, "1.200,00 €");
}

static void
test_locale_monetary (void)
{
  with_locale (LC_MONETARY, "de_DE.UTF-8", 120000, "1.200,00 €");
}

static void
test_locale_messages (void)
{
  with_locale (LC_MESSAGES, "de_DE.UTF-8", 120000, "1.200,00 €");
}

static void
test_deal_amount (void)
{
  g_autoptr (CrmRecord) deal
      = crm_record_new (crm_entity_find ("deal"), "01a20086-88f2-7753-9d14-8e9edee887d9");
  g_autofree char *unknown = crm_format_deal_amount (deal);

  g_assert_cmpstr (unknown, ==, "no amount");
}

static void
use_zone (const char *zone)
{
  g_setenv ("TZ", zone, TRUE);
  g_assert_cmpint (crm_format_today (0), <=, 0);
}

static void
assert_due (int day, gint64 now_usec, const char *expected)
{
  g_autofree char *text = crm_format_due (day, now_usec);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_due (void)
{
  use_zone ("UTC");
  g_assert_cmpint (crm_format_today (NOW), ==, TODAY);
  assert_due (TODAY, NOW, "today");
  assert_due (TODAY + 1, NOW, "tomorrow");
  assert_due (TODAY + 2, NOW, "in 2 days");
  assert_due (TODAY + 14, NOW, "in 14 days");
  assert_due (TODAY + 15, NOW, "17 Mar 2026");
  assert_due (TODAY - 1, NOW, "1 day overdue");
  assert_due (TODAY - 400, NOW, "400 days overdue");
}

static void
test_due_zones (void)
{
  const gint64 midnight = TODAY * DAY_USEC;

  use_zone ("UTC");
  assert_due (TODAY, midnight, "today");
  assert_due (TODAY, midnight - 1, "tomorrow");
  assert_due (TODAY, midnight + DAY_USEC - 1, "today");
  assert_due (TODAY, midnight + DAY_USEC, "1 day overdue");
  /* Tokyo is nine hours ahead: its day begins at 15:00 UTC. */
  use_zone ("JST-9");
  assert_due (TODAY, midnight - 9 * HOUR_USEC, "today");
  assert_due (TODAY, midnight - 9 * HOUR_USEC - 1, "tomorrow");
  use_zone ("PST8");
  assert_due (TODAY, midnight + 8 * HOUR_USEC - 1, "tomorrow");
  assert_due (TODAY, midnight + 8 * HOUR_USEC, "today");
  use_zone ("UTC");
}

static void
assert_time (gint64 usec, const char *expected)
{
  g_autofree char *text = crm_format_time (usec, NOW);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_time (void)
{
  g_autofree char *full = NULL;

  use_zone ("UTC");
  assert_time (NOW, "10:00");
  assert_time (TODAY * DAY_USEC, "00:00");
  assert_time (TODAY * DAY_USEC - 1, "yesterday");
  assert_time ((TODAY - 1) * DAY_USEC, "yesterday");
  assert_time ((TODAY - 1) * DAY_USEC - 1, "28 Feb");
  assert_time ((TODAY + 1) * DAY_USEC, "3 Mar"); /* a clock somewhere is wrong */
  assert_time (NOW - 365 * DAY_USEC, "2 Mar 2025");
  assert_time (0, "no date");
  assert_time (G_MAXINT64, "no date");
  full = crm_format_time_full (0);
  g_assert_cmpstr (full, ==, "no date");
  use_zone ("JST-9");
  assert_time (NOW, "19:00");
  assert_time (TODAY * DAY_USEC - 1, "08:59"); /* the same day there */
  use_zone ("UTC");
}

static void
test_day (void)
{
  g_autofree char *leap = crm_format_day (19782);
  g_autofree char *first = crm_format_day (0);
  g_autofree char *never = crm_format_day (G_MAXINT);

  g_assert_cmpstr (leap, ==, "29 Feb 2024");
  g_assert_cmpstr (first, ==, "1 Jan 1970");
  g_assert_cmpstr (never, ==, "no date");
}

static void
test_parse_day (void)
{
  static const struct
  {
    const char *text;
    int day;
  } good[] = {
    { "2026-03-02", TODAY },       { " 2026-03-05 ", TODAY + 3 }, { "+0", TODAY },
    { "+3", TODAY + 3 },           { "+365", TODAY + 365 },       { "1970-01-01", 0 },
    { "3/5/2026", TODAY + 3 }, /* as the locale C writes it */
    { "5 March 2026", TODAY + 3 },
  };
  static const char *const bad[] = { "", " ", "+", "+x", "+-3", "+99999", "soon", "2026-02-30" };
  int day = 0;

  use_zone ("UTC");
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      if (!crm_format_parse_day (good[i].text, NOW, &day))
        g_error ("not understood: %s", good[i].text);
      g_assert_cmpint (day, ==, good[i].day);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    if (crm_format_parse_day (bad[i], NOW, &day))
      g_error ("taken for day %d: “%s”", day, bad[i]);
}

static void
test_clock (void)
{
  static const struct
  {
    const char *text;
    int minute;
  } good[] = {
    { "0", 0 },        { "14", 840 },    { "14:30", 870 },  { "14.30", 870 },
    { " 9:05 ", 545 }, { "09:05", 545 }, { "23:59", 1439 }, { "00:00", 0 },
  };
  static const char *const bad[] = { "",       " ",     "24",     "24:00",    "14:60", "14:3",
                                     "14:300", ":30",   "14:",    "14:30:00", "-1",    "14:-3",
                                     "2 pm",   "14h30", "1 4:30", "14: 30",   "noon" };
  int minute = -1;
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      if (!crm_format_parse_clock (good[i].text, &minute))
        g_error ("not understood: %s", good[i].text);
      g_assert_cmpint (minute, ==, good[i].minute);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    if (crm_format_parse_clock (bad[i], &minute))
      g_error ("taken for minute %d: “%s”", minute, bad[i]);
  use_zone ("Asia/Tokyo");
  text = crm_format_clock (NOW);
  g_assert_cmpstr (text, ==, "19:00");
}

static void
assert_counted (char *text /* (transfer full) */, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

/* Numbers are grouped as the locale has it, wherever a translation puts them; nothing else is
 * touched. */
static void
test_counted (void)
{
  assert_counted (crm_format_counted ("%u deals", 4943u), "4943 deals");
  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL)
    {
      g_test_skip ("there is no German locale");
      return;
    }
  assert_counted (crm_format_counted ("%u deals", 4943u), "4.943 deals");
  assert_counted (crm_format_counted ("%u deals", 943u), "943 deals");
  assert_counted (crm_format_counted ("%d %%", 1234567), "1.234.567 %");
  assert_counted (crm_format_counted ("%2$u of %1$u%%", 10000u, 4943u), "4.943 of 10.000%");
  assert_counted (crm_format_counted ("%1$s; %2$d %3$s %4$.1f", "12345 %u", -1234, "x", 0.5),
                  "12345 %u; -1.234 x 0,5");
  assert_counted (crm_format_counted ("%s %%u", "2000"), "2000 %u");
  setlocale (LC_NUMERIC, "C.UTF-8");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/format/money", test_money);
  g_test_add_func ("/format/many-currencies", test_many_currencies);
  g_test_add_func ("/format/money-digits", test_money_digits);
  g_test_add_func ("/format/money-brief", test_money_brief);
  g_test_add_func ("/format/locales-of-nobody", test_locales_of_nobody);
  g_test_add_func ("/format/locale-none", test_locale_none);
  g_test_add_func ("/format/locale-german", test_locale_german);
  g_test_add_func ("/format/locale-monetary", test_locale_monetary);
  g_test_add_func ("/format/locale-messages", test_locale_messages);
  g_test_add_func ("/format/deal-amount", test_deal_amount);
  g_test_add_func ("/format/due", test_due);
  g_test_add_func ("/format/due-zones", test_due_zones);
  g_test_add_func ("/format/time", test_time);
  g_test_add_func ("/format/day", test_day);
  g_test_add_func ("/format/parse-day", test_parse_day);
  g_test_add_func ("/format/clock", test_clock);
  g_test_add_func ("/format/counted", test_counted);
  return g_test_run ();
}

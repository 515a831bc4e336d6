/* test-date.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-date.h"

#include <string.h>

#define DAY_MIN -719162
#define DAY_MAX 2932896

static void
test_format (void)
{
  static const struct
  {
    gint64 usec;
    const char *text;
  } cases[] = {
    { 0, "1970-01-01T00:00:00Z" },
    { -1, "1969-12-31T23:59:59.999999Z" },
    { G_GINT64_CONSTANT (1795253400000000), "2026-11-21T09:30:00Z" },
    { G_GINT64_CONSTANT (1795253400000007), "2026-11-21T09:30:00.000007Z" },
    { G_GINT64_CONSTANT (951782400000000), "2000-02-29T00:00:00Z" },
    { G_MININT64, "0001-01-01T00:00:00Z" },
    { G_MAXINT64, "9999-12-31T23:59:59.999999Z" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = crm_date_format_iso (cases[i].usec);
      gint64 back;

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_true (crm_date_parse_iso (text, &back, NULL));
      if (cases[i].usec != G_MININT64 && cases[i].usec != G_MAXINT64)
        g_assert_cmpint (back, ==, cases[i].usec);
    }
}

static void
test_parse (void)
{
  static const char *const cases[][2] = {
    { "2026-11-21", "2026-11-21T00:00:00Z" },
    { "2026-11-21T09:30Z", "2026-11-21T09:30:00Z" },
    { "2026-11-21T09:30", "2026-11-21T09:30:00Z" },
    { "2026-11-21 09:30:15", "2026-11-21T09:30:15Z" },
    { "2026-11-21t09:30:15z", "2026-11-21T09:30:15Z" },
    { "2026-11-21T09:30:15.5Z", "2026-11-21T09:30:15.500000Z" },
    { "2026-11-21T09:30:15,1234567Z", "2026-11-21T09:30:15.123456Z" },
    { "2026-11-21T00:30:00+01:00", "2026-11-20T23:30:00Z" },
    { "2026-11-21T00:30:00+0130", "2026-11-20T23:00:00Z" },
    { "2026-11-21T00:30:00-05", "2026-11-21T05:30:00Z" },
    { "2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z" },
    { "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      gint64 usec;

      crm_date_parse_iso (cases[i][0], &usec, &error);
      g_assert_no_error (error);
      text = crm_date_format_iso (usec);
      g_assert_cmpstr (text, ==, cases[i][1]);
    }
}

static void
test_parse_errors (void)
{
  static const char *const cases[] = {
    "",
    "x",
    "2026",
    "2026-11",
    "2026-13-01",
    "2026-02-29",
    "0000-01-01",
    "2026-11-21T",
    "2026-11-21T24:00Z",
    "2026-11-21T09:60Z",
    "2026-11-21T09:30:61Z",
    "2026-11-21T09:30:15.Z",
    "2026-11-21T09:30+1",
    "2026-11-21T09:30+01:",
    "2026-11-21T09:30Zx",
    "2026-11-21x",
    " 2026-11-21",
    "-026-11-21",
    "10000-01-01",
    "0001-01-01T00:00+14:00",
    "9999-12-31T23:59-01:00",
    "2026-11-21\xff",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 usec = 42;

      g_assert_false (crm_date_parse_iso (cases[i], &usec, &error));
      g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      if (g_utf8_validate (cases[i], -1, NULL))
        g_assert_nonnull (strstr (error->message, cases[i]));
      g_assert_cmpint (usec, ==, 42);
    }
}

/* Against GLib's own calendar, every day there is but for a stride. */
static void
test_days (void)
{
  for (int days = DAY_MIN; days <= DAY_MAX; days += 7)
    {
      g_autofree char *text = crm_date_day_format (days);
      GDate date;
      char expected[16];
      int back;

      g_date_clear (&date, 1);
      g_date_set_julian (&date, (guint32)(days - DAY_MIN + 1));
      g_snprintf (expected, sizeof expected, "%04d-%02d-%02d", g_date_get_year (&date),
                  (int)g_date_get_month (&date), g_date_get_day (&date));
      g_assert_cmpstr (text, ==, expected);
      g_assert_true (crm_date_day_parse (text, &back, NULL));
      g_assert_cmpint (back, ==, days);
    }
}

static void
test_day_limits (void)
{
  g_autofree char *first = crm_date_day_format (G_MININT);
  g_autofree char *last = crm_date_day_format (G_MAXINT);
  g_autoptr (GError) error = NULL;
  int days = 7;

  g_assert_cmpstr (first, ==, "0001-01-01");
  g_assert_cmpstr (last, ==, "9999-12-31");
  g_assert_cmpint (crm_date_day_from_usec (G_MININT64, NULL), ==, DAY_MIN);
  g_assert_cmpint (crm_date_day_from_usec (G_MAXINT64, NULL), ==, DAY_MAX);
  g_assert_cmpint (crm_date_day_from_usec (-1, NULL), ==, -1);
  g_assert_false (crm_date_day_parse ("2026-11-21T09:30Z", &days, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE);
  g_assert_cmpint (days, ==, 7);
}

static void
check_day_start (const char *zone_name, const char *day, const char *expected)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  g_autofree char *text = NULL;
  int days;
  gint64 usec;

  if (zone == NULL)
    {
      g_test_skip ("no time zone data");
      return;
    }

  g_assert_true (crm_date_day_parse (day, &days, NULL));
  usec = crm_date_day_to_usec (days, zone);
  text = crm_date_format_iso (usec);
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpint (crm_date_day_from_usec (usec, zone), ==, days);
  g_assert_cmpint (crm_date_day_from_usec (usec - 1, zone), ==, days - 1);
}

static void
test_zones (void)
{
  check_day_start ("Europe/Berlin", "2026-07-01", "2026-06-30T22:00:00Z");
  check_day_start ("Europe/Berlin", "2026-01-01", "2025-12-31T23:00:00Z");
  check_day_start ("Europe/Berlin", "1960-01-01", "1959-12-31T23:00:00Z");
  check_day_start ("America/New_York", "2026-03-08", "2026-03-08T05:00:00Z");
  check_day_start ("Pacific/Kiritimati", "2026-03-08", "2026-03-07T10:00:00Z");
  check_day_start ("Asia/Kolkata", "2026-03-08", "2026-03-07T18:30:00Z");
  /* Midnight did not exist; the day began at one. */
  check_day_start ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z");
  /* Midnight came twice: from one back to twelve. */
  check_day_start ("America/Havana", "2023-11-05", "2023-11-05T04:00:00Z");
}

static void
test_zone_extremes (void)
{
  static const int days[] = { G_MININT, DAY_MIN, -1, 0, DAY_MAX, G_MAXINT };
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (14 * 3600);

  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    {
      gint64 usec = crm_date_day_to_usec (days[i], zone);
      g_autofree char *text = crm_date_format_iso (usec);

      g_assert_cmpuint (strlen (text), >=, 20);
      crm_date_day_from_usec (usec, zone);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/date/format", test_format);
  g_test_add_func ("/date/parse", test_parse);
  g_test_add_func ("/date/parse-errors", test_parse_errors);
  g_test_add_func ("/date/days", test_days);
  g_test_add_func ("/date/day-limits", test_day_limits);
  g_test_add_func ("/date/zones", test_zones);
  g_test_add_func ("/date/zone-extremes", test_zone_extremes);
  return g_test_run ();
}

/* crm-date.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-date"
#include "config.h"

#include "crm-date.h"

#include <string.h>

#define SECS_PER_DAY 86400
#define USEC_PER_DAY (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
#define DAY_MIN -719162 /* 0001-01-01 */
#define DAY_MAX 2932896 /* 9999-12-31 */
#define USEC_MIN (DAY_MIN * USEC_PER_DAY)
#define USEC_MAX ((DAY_MAX + 1) * USEC_PER_DAY - 1)

/* Days from 0000-03-01, when the years of the arithmetic below begin, to 1970-01-01. */
#define EPOCH_OFFSET 719468
#define DAYS_PER_ERA 146097 /* 400 years, after which the Gregorian calendar repeats */

/* Division that rounds towards the past, for times before 1970; @divisor is positive. */
static gint64
floor_div (gint64 value, gint64 divisor)
{
  return value / divisor - (value % divisor < 0);
}

/* Counts from March, so that the leap day is the last of its year. */
static int
days_from_civil (int year, int month, int day)
{
  int y = month > 2 ? year : year - 1;
  int era = y / 400;
  int year_of_era = y % 400;
  int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * DAYS_PER_ERA + day_of_era - EPOCH_OFFSET;
}

/* The reverse; @days is between DAY_MIN and DAY_MAX. */
static void
civil_from_days (int days, int *out_year, int *out_month, int *out_day)
{
  int shifted = days + EPOCH_OFFSET;
  int era = shifted / DAYS_PER_ERA;
  int day_of_era = shifted % DAYS_PER_ERA;
  int year_of_era
      = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int month_from_march = (5 * day_of_year + 2) / 153;

  *out_day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  *out_month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  *out_year = year_of_era + era * 400 + (*out_month <= 2);
}

/* Reads exactly @n_digits digits at *@p and moves past them. */
static gboolean
scan_digits (const char **p, int n_digits, int *out_value)
{
  int value = 0;

  for (int i = 0; i < n_digits; i++)
    {
      if (!g_ascii_isdigit ((*p)[i]))
        return FALSE;
      value = value * 10 + ((*p)[i] - '0');
    }

  *p += n_digits;
  *out_value = value;
  return TRUE;
}

static gboolean
scan_char (const char **p, const char *accepted)
{
  if (**p == '\0' || strchr (accepted, **p) == NULL)
    return FALSE;

  *p += 1;
  return TRUE;
}

static gboolean
scan_day (const char **p, int *out_days)
{
  int year, month, day;

  if (!scan_digits (p, 4, &year) || !scan_char (p, "-") || !scan_digits (p, 2, &month)
      || !scan_char (p, "-") || !scan_digits (p, 2, &day))
    return FALSE;
  if (year < 1 || month < 1 || month > 12 || day < 1
      || day > g_date_get_days_in_month ((GDateMonth)month, (GDateYear)year))
    return FALSE;

  *out_days = days_from_civil (year, month, day);
  return TRUE;
}

/* Digits after the sixth are dropped. */
static gboolean
scan_fraction (const char **p, int *out_usec)
{
  int scale = G_USEC_PER_SEC;
  int usec = 0;

  if (!g_ascii_isdigit (**p))
    return FALSE;

  for (; g_ascii_isdigit (**p); *p += 1)
    {
      scale /= 10;
      usec += (**p - '0') * scale;
    }

  *out_usec = usec;
  return TRUE;
}

/* hh:mm[:ss[.fraction]]; a leap second is the first second of the next minute. */
static gboolean
scan_time (const char **p, gint64 *out_usec)
{
  int hour, minute;
  int second = 0;
  int usec = 0;

  if (!scan_digits (p, 2, &hour) || !scan_char (p, ":") || !scan_digits (p, 2, &minute))
    return FALSE;
  if (scan_char (p, ":"))
    {
      if (!scan_digits (p, 2, &second))
        return FALSE;
      if (scan_char (p, ".,") && !scan_fraction (p, &usec))
        return FALSE;
    }
  if (hour > 23 || minute > 59 || second > 60)
    return FALSE;

  *out_usec = ((hour * 60 + minute) * 60 + second) * (gint64)G_USEC_PER_SEC + usec;
  return TRUE;
}

/* Z, +hh, +hhmm, +hh:mm, or nothing, which is UTC. */
static gboolean
scan_offset (const char **p, gint64 *out_usec)
{
  int sign, hour;
  int minute = 0;

  *out_usec = 0;
  if (**p == '\0' || scan_char (p, "Zz"))
    return TRUE;

  sign = **p == '-' ? -1 : 1;
  if (!scan_char (p, "+-") || !scan_digits (p, 2, &hour))
    return FALSE;
  if ((scan_char (p, ":") || **p != '\0') && !scan_digits (p, 2, &minute))
    return FALSE;
  if (hour > 23 || minute > 59)
    return FALSE;

  *out_usec = sign * (hour * 60 + minute) * 60 * (gint64)G_USEC_PER_SEC;
  return TRUE;
}

static gboolean
set_invalid (GError **error, const char *what, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "not a %s: %s", what, valid);
  return FALSE;
}

/**
 * crm_date_format_iso:
 * @usec: microseconds since 1970 UTC
 *
 * Writes a time as `2026-11-21T09:30:00Z`, with six digits of a fraction only when it has one.
 * Times outside of the years 0001 to 9999 become the first or last microsecond of those.
 *
 * Returns: (transfer full): the text
 */
char *
crm_date_format_iso (gint64 usec)
{
  gint64 clamped = CLAMP (usec, USEC_MIN, USEC_MAX);
  int days = (int)floor_div (clamped, USEC_PER_DAY);
  gint64 of_day = clamped - days * USEC_PER_DAY;
  int secs = (int)(of_day / G_USEC_PER_SEC);
  int fraction = (int)(of_day % G_USEC_PER_SEC);
  g_autofree char *day = crm_date_day_format (days);
  int hour = secs / 3600;
  int minute = secs / 60 % 60;

  if (fraction == 0)
    return g_strdup_printf ("%sT%02d:%02d:%02dZ", day, hour, minute, secs % 60);

  return g_strdup_printf ("%sT%02d:%02d:%02d.%06dZ", day, hour, minute, secs % 60, fraction);
}

/**
 * crm_date_parse_iso:
 * @text: ISO 8601 in the extended form: a day, which means its midnight in UTC, or a day and a time
 *   (`2026-11-21T09:30`, seconds and fraction if need be, `T` or one space between) with `Z`, an
 * offset such as `+01:00`, or neither, which is UTC
 * @out_usec: (out): microseconds since 1970 UTC; untouched on error
 * @error: (nullable): %CRM_ERROR_INVALID_VALUE when @text is no such time, or one outside of the
 * years 0001 to 9999; the message holds @text
 *
 * Returns: %TRUE, or %FALSE with @error set
 */
gboolean
crm_date_parse_iso (const char *text, gint64 *out_usec, GError **error)
{
  const char *p = text;
  gint64 time_usec = 0;
  gint64 offset_usec = 0;
  gint64 usec;
  int days;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out_usec != NULL, FALSE);

  if (!scan_day (&p, &days))
    return set_invalid (error, "time", text);
  if (*p != '\0'
      && (!scan_char (&p, "Tt ") || !scan_time (&p, &time_usec) || !scan_offset (&p, &offset_usec)))
    return set_invalid (error, "time", text);

  usec = days * USEC_PER_DAY + time_usec - offset_usec;
  if (*p != '\0' || usec < USEC_MIN || usec > USEC_MAX)
    return set_invalid (error, "time", text);

  *out_usec = usec;
  return TRUE;
}

/**
 * crm_date_day_parse:
 * @text: a day as `YYYY-MM-DD`, in the years 0001 to 9999
 * @out_days: (out): days since 1970-01-01; untouched on error
 * @error: (nullable): %CRM_ERROR_INVALID_VALUE when @text is no such day; the message holds @text
 *
 * Returns: %TRUE, or %FALSE with @error set
 */
gboolean
crm_date_day_parse (const char *text, int *out_days, GError **error)
{
  const char *p = text;
  int days;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out_days != NULL, FALSE);

  if (!scan_day (&p, &days) || *p != '\0')
    return set_invalid (error, "date", text);

  *out_days = days;
  return TRUE;
}

/**
 * crm_date_day_format:
 * @days: days since 1970-01-01; before the year 0001 and after 9999 the first or last day of those
 *
 * Returns: (transfer full): the day as `YYYY-MM-DD`
 */
char *
crm_date_day_format (int days)
{
  int year, month, day;

  civil_from_days (CLAMP (days, DAY_MIN, DAY_MAX), &year, &month, &day);
  return g_strdup_printf ("%04d-%02d-%02d", year, month, day);
}

static gint64
offset_secs_at (GTimeZone *zone, gint64 utc_secs)
{
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, utc_secs);

  return interval < 0 ? 0 : g_time_zone_get_offset (zone, interval);
}

/**
 * crm_date_day_from_usec:
 * @usec: microseconds since 1970 UTC; outside of the years 0001 to 9999 the first or last of those
 * @zone: (nullable): where the calendar hangs; %NULL is UTC
 *
 * Returns: the day it is in @zone at that moment, in days since 1970-01-01
 */
int
crm_date_day_from_usec (gint64 usec, GTimeZone *zone)
{
  gint64 secs = floor_div (CLAMP (usec, USEC_MIN, USEC_MAX), G_USEC_PER_SEC);

  if (zone != NULL)
    secs += offset_secs_at (zone, secs);

  return (int)CLAMP (floor_div (secs, SECS_PER_DAY), DAY_MIN, DAY_MAX);
}

/**
 * crm_date_day_to_usec:
 * @days: days since 1970-01-01; before the year 0001 and after 9999 the first or last day of those
 * @zone: (nullable): where the calendar hangs; %NULL is UTC
 *
 * Gives the moment at which a day begins, so that a day in @zone is all from this one to that of
 * the next. Where the clock is put forward at midnight the day begins at one, where midnight comes
 * twice it begins at the first.
 *
 * Returns: microseconds since 1970 UTC
 */
gint64
crm_date_day_to_usec (int days, GTimeZone *zone)
{
  gint64 secs = (gint64)CLAMP (days, DAY_MIN, DAY_MAX) * SECS_PER_DAY;

  if (zone != NULL)
    {
      /* DAYLIGHT asks for the earlier of two midnights; in a gap the call moves secs to its end. */
      int interval = g_time_zone_adjust_time (zone, G_TIME_TYPE_DAYLIGHT, &secs);

      if (interval >= 0)
        secs -= g_time_zone_get_offset (zone, interval);
    }

  return secs * G_USEC_PER_SEC;
}

/**
 * crm_date_minute_from_usec:
 * @usec: microseconds since 1970 UTC
 * @zone: (nullable): where the clock hangs; %NULL is UTC
 *
 * Returns: what the clock shows there at that moment, in minutes since midnight
 */
int
crm_date_minute_from_usec (gint64 usec, GTimeZone *zone)
{
  gint64 secs = floor_div (CLAMP (usec, USEC_MIN, USEC_MAX), G_USEC_PER_SEC);

  if (zone != NULL)
    secs += offset_secs_at (zone, secs);
  return (int)((secs - floor_div (secs, SECS_PER_DAY) * SECS_PER_DAY) / 60);
}

/**
 * crm_date_minute_to_usec:
 * @days: days since 1970-01-01
 * @minute: what the clock shows, in minutes since midnight
 * @zone: (nullable): where the clock hangs; %NULL is UTC
 *
 * What the clock leaves out when it is put forward is the moment at which it is; of what it shows
 * twice, the first.
 *
 * Returns: microseconds since 1970 UTC
 */
gint64
crm_date_minute_to_usec (int days, int minute, GTimeZone *zone)
{
  gint64 secs
      = (gint64)CLAMP (days, DAY_MIN, DAY_MAX) * SECS_PER_DAY + CLAMP (minute, 0, 1439) * 60;

  if (zone != NULL)
    {
      int interval = g_time_zone_adjust_time (zone, G_TIME_TYPE_DAYLIGHT, &secs);

      if (interval >= 0)
        secs -= g_time_zone_get_offset (zone, interval);
    }
  return secs * G_USEC_PER_SEC;
}

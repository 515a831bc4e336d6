/* crm-plain-date.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Nearly all dates are written as RFC 5322 has them, to the letter: "Thu, 1 Jan 2015 08:46:01
 * +0100". Camel's decoder, which has to read everything else that was ever called a date, takes
 * fifteen times as long for such a one. */
#define G_LOG_DOMAIN "crm-plain-date"
#include "config.h"

#include "crm-plain-date.h"

#include <string.h>

#define DAY_SECS (24 * 3600)
#define MAX_ZONE_HOURS 14

typedef struct
{
  int year;
  int month; /* from 0 */
  int day;
  int secs; /* of the day */
  int zone; /* seconds east of UTC */
} Moment;

/* Exactly @n_digits of them; -1 where there are others. */
static int
take_number (const char **text, guint n_digits)
{
  int number = 0;

  for (guint i = 0; i < n_digits; i++)
    {
      if (!g_ascii_isdigit ((*text)[i]))
        return -1;
      number = number * 10 + ((*text)[i] - '0');
    }
  *text += n_digits;
  return number;
}

static gboolean
take_char (const char **text, char c)
{
  if (**text != c)
    return FALSE;
  (*text)++;
  return TRUE;
}

/* Which of the @n names of three letters stands there; -1 for none. */
static int
take_name (const char **text, const char *names, int n)
{
  for (int i = 0; i < n; i++)
    if (strncmp (*text, names + 3 * i, 3) == 0)
      {
        *text += 3;
        return i;
      }
  return -1;
}

/* Camel does not care which day it is, but takes the name of a month for one. */
static gboolean
take_day_name (const char **text)
{
  return take_name (text, "SunMonTueWedThuFriSat", 7) >= 0 && take_char (text, ',')
         && take_char (text, ' ');
}

static gboolean
take_date (const char **text, Moment *out)
{
  guint n_digits = g_ascii_isdigit ((*text)[0]) && g_ascii_isdigit ((*text)[1]) ? 2 : 1;

  out->day = take_number (text, n_digits);
  if (out->day < 1 || !take_char (text, ' '))
    return FALSE;
  out->month = take_name (text, "JanFebMarAprMayJunJulAugSepOctNovDec", 12);
  if (out->month < 0 || !take_char (text, ' '))
    return FALSE;
  out->year = take_number (text, 4);
  return out->year >= 1970 && take_char (text, ' ')
         && out->day <= g_date_get_days_in_month (out->month + 1, (GDateYear)out->year);
}

static gboolean
take_time (const char **text, Moment *out)
{
  int hour = take_number (text, 2);
  int minute = hour >= 0 && take_char (text, ':') ? take_number (text, 2) : -1;
  int second = minute >= 0 && take_char (text, ':') ? take_number (text, 2) : -1;

  out->secs = (hour * 60 + minute) * 60 + second;
  return second >= 0 && hour < 24 && minute < 60 && second < 60 && take_char (text, ' ');
}

/* What follows is a comment, the name of the zone. */
static gboolean
take_zone (const char **text, Moment *out)
{
  gboolean west = **text == '-';
  int hours;
  int minutes;

  if (!west && **text != '+')
    return FALSE;
  (*text)++;
  hours = take_number (text, 2);
  minutes = hours >= 0 ? take_number (text, 2) : -1;
  out->zone = (hours * 60 + minutes) * 60 * (west ? -1 : 1);
  return minutes >= 0 && minutes < 60 && hours < MAX_ZONE_HOURS
         && (**text == '\0' || **text == ' ');
}

/* Days since 1970 of the first of January. */
static int
days_before_year (int year)
{
  int past = year - 1;

  return (year - 1970) * 365 + (past / 4 - 492) - (past / 100 - 19) + (past / 400 - 4);
}

static int
days_before_month (const Moment *moment)
{
  static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };

  return before[moment->month]
         + (moment->month > 1 && g_date_is_leap_year ((GDateYear)moment->year) ? 1 : 0);
}

/**
 * crm_plain_date_read:
 * @text: what stands in Date, in one line and without blanks before
 * @out_secs: (out): seconds since 1970, UTC
 *
 * Reads a date with weekday, a year from 1970 on, seconds and a numeric zone.
 *
 * Returns: whether it is written so; otherwise Camel's decoder has to be asked
 */
gboolean
crm_plain_date_read (const char *text, gint64 *out_secs)
{
  Moment moment;

  if (!take_day_name (&text) || !take_date (&text, &moment) || !take_time (&text, &moment)
      || !take_zone (&text, &moment))
    return FALSE;
  *out_secs
      = (gint64)(days_before_year (moment.year) + days_before_month (&moment) + moment.day - 1)
            * DAY_SECS
        + moment.secs - moment.zone;
  return TRUE;
}

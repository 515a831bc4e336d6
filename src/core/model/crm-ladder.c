/* crm-ladder.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-ladder"
#include "config.h"

#include "crm-ladder.h"

/* 1970-01-01 was a Thursday; Monday is 0. */
static int
get_weekday (int day)
{
  return ((day % 7) + 7 + 3) % 7;
}

/**
 * crm_workday_add:
 * @day: days since 1970-01-01
 * @n_days: how many working days, Monday to Friday
 *
 * Days are those of a calendar and have no hours, so a change of the clock changes nothing. 0 gives
 * @day itself, or the Monday after a weekend.
 *
 * Returns: the working day that comes @n_days after @day
 */
int
crm_workday_add (int day, guint n_days)
{
  int weekday = get_weekday (day);

  if (weekday > 4)
    {
      /* Counted from Friday's end; none at all leads to Monday. */
      day += n_days > 0 ? 4 - weekday : 7 - weekday;
      weekday = n_days > 0 ? 4 : 0;
    }
  day += (int)(n_days / 5) * 7;
  n_days %= 5;
  return day + (int)n_days + (weekday + (int)n_days > 4 ? 2 : 0);
}

/* Which number @text has at @step; 0 where there is none, and for what is no ladder at all. */
static guint
read_ladder (const char *text, guint step, guint *out_count)
{
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", ",", CRM_LADDER_MAX_STEPS + 1);
  guint days = 0;

  *out_count = 0;
  for (guint i = 0; parts[i] != NULL; i++)
    {
      guint64 number;

      if (i == CRM_LADDER_MAX_STEPS
          || !g_ascii_string_to_unsigned (g_strstrip (parts[i]), 10, 1, CRM_LADDER_MAX_DAYS,
                                          &number, NULL))
        {
          *out_count = 0;
          return 0;
        }
      *out_count += 1;
      if (i == step)
        days = (guint)number;
    }
  return days;
}

/**
 * crm_ladder_count:
 * @text: (nullable): a ladder
 *
 * Returns: how many steps it has; 0 for what is no ladder
 */
guint
crm_ladder_count (const char *text)
{
  guint count;

  read_ladder (text, 0, &count);
  return count;
}

/**
 * crm_ladder_get_days:
 * @text: (nullable): a ladder
 * @step: which step, from 0
 *
 * Returns: after how many working days it comes; 0 when there is no such step
 */
guint
crm_ladder_get_days (const char *text, guint step)
{
  guint count;

  return read_ladder (text, step, &count);
}

/* crm-phrases-event.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-phrases-event"
#include "config.h"

#include "crm-phrases-event.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"

#define DAY_SECS G_GINT64_CONSTANT (86400)
#define DAY_USEC (DAY_SECS * G_USEC_PER_SEC)

/* The clock on the wall in a zone: the moment taken for UTC, moved by the offset. */
static GDateTime *
wall_clock (gint64 usec, gint64 offset_secs)
{
  return g_date_time_new_from_unix_utc (usec / G_USEC_PER_SEC + offset_secs);
}

static gint64
local_offset_secs (gint64 usec)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (usec / G_USEC_PER_SEC);

  return local != NULL ? g_date_time_get_utc_offset (local) / G_USEC_PER_SEC : 0;
}

static char *
format_wall (gint64 usec, gint64 offset_secs, const char *format)
{
  g_autoptr (GDateTime) time = wall_clock (usec, offset_secs);

  return time != NULL ? g_date_time_format (time, format) : g_strdup (_ ("no date"));
}

static gint64
wall_day (gint64 usec, gint64 offset_secs)
{
  gint64 secs = usec / G_USEC_PER_SEC + offset_secs;

  return secs / DAY_SECS - (secs % DAY_SECS < 0);
}

static char *
phrase_days (const CrmEvent *event, const char *format)
{
  g_autofree char *first = format_wall (event->start_usec, 0, format);
  g_autofree char *last = format_wall (event->end_usec - DAY_USEC, 0, format);

  if (event->end_usec - event->start_usec <= DAY_USEC)
    /* TRANSLATORS: %s is a day; the meeting takes all of it */
    return g_strdup_printf (_ ("%s, all day"), first);
  /* TRANSLATORS: the first and the last day of a meeting */
  return g_strdup_printf (_ ("%1$s – %2$s"), first, last);
}

/* Between two places the clock may be changed for the summer. */
static char *
phrase_span (const CrmEvent *event, gint64 start_offset, gint64 end_offset, const char *format)
{
  g_autofree char *day = format_wall (event->start_usec, start_offset, format);
  g_autofree char *start = format_wall (event->start_usec, start_offset, "%H:%M");
  g_autofree char *end = format_wall (event->end_usec, end_offset, "%H:%M");
  g_autofree char *last_day = NULL;

  if (event->end_usec == event->start_usec)
    /* TRANSLATORS: a day and a time of day, e.g. "Thursday, 10:00" or "today, 10:00" */
    return g_strdup_printf (_ ("%1$s, %2$s"), day, start);
  if (wall_day (event->start_usec, start_offset) == wall_day (event->end_usec, end_offset))
    /* TRANSLATORS: a day, and from when to when: "Monday, 30 Nov 2026, 10:00–11:00" */
    return g_strdup_printf (_ ("%1$s, %2$s–%3$s"), day, start, end);
  last_day = format_wall (event->end_usec, end_offset, format);
  /* TRANSLATORS: day and time of the beginning, day and time of the end */
  return g_strdup_printf (_ ("%1$s, %2$s – %3$s, %4$s"), day, start, last_day, end);
}

static char *
phrase_here (const CrmEvent *event, const char *format)
{
  if (event->is_all_day)
    return phrase_days (event, format);
  return phrase_span (event, local_offset_secs (event->start_usec),
                      local_offset_secs (event->end_usec), format);
}

/**
 * crm_phrase_event_day:
 * @event: an event
 *
 * Returns: the day it begins on, where the user is, in days since 1970-01-01
 */
int
crm_phrase_event_day (const CrmEvent *event)
{
  return (int)wall_day (event->start_usec,
                        event->is_all_day ? 0 : local_offset_secs (event->start_usec));
}

/**
 * crm_phrase_event_time:
 * @event: an event
 *
 * Returns: (transfer full): the day and from when to when, where the user is
 */
char *
crm_phrase_event_time (const CrmEvent *event)
{
  /* TRANSLATORS: day, month and year as strftime writes them, e.g. "12 Mar 2024" */
  return phrase_here (event, _ ("%-d %b %Y"));
}

/**
 * crm_phrase_event_time_full:
 * @event: an event
 *
 * Returns: (transfer full): the same with the day of the week; on a second line the time where it
 * is meant, if the clock there shows another one
 */
char *
crm_phrase_event_time_full (const CrmEvent *event)
{
  /* TRANSLATORS: day of the week, day, month and year as strftime writes them, e.g. "Tuesday, 12
     Mar 2024" */
  const char *format = _ ("%A, %-d %b %Y");
  g_autofree char *here = phrase_here (event, format);
  g_autofree char *there = NULL;
  g_autofree char *zone = NULL;

  if (event->is_all_day || event->zone == NULL
      || event->zone_offset_secs == local_offset_secs (event->start_usec))
    return g_steal_pointer (&here);
  there = phrase_span (event, event->zone_offset_secs, event->zone_offset_secs, format);
  zone = g_strdelimit (g_strdup (event->zone), "_", ' ');
  /* TRANSLATORS: when a meeting is where the user is; on a line of its own the same on the clock of
     another time zone, such as "America/New York" */
  return g_strdup_printf (_ ("%1$s\n%2$s in %3$s"), here, there, zone);
}

/* crm-phrases-meeting.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-phrases-meeting"
#include "config.h"

#include "crm-phrases-meeting.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "model/crm-date.h"

#define DAY_USEC (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

/* The day of the user on which it begins. That of an all-day meeting is the same in every zone. */
static int
get_day (const CrmHistoryItem *item)
{
  return item->is_all_day ? (int)(item->usec / DAY_USEC) : crm_format_today (item->usec);
}

static char *
phrase_day (int day, int today)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_utc ((gint64)day * 86400);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc ((gint64)today * 86400);

  if (day == today)
    return g_strdup (_ ("today"));
  if (day == today + 1)
    return g_strdup (_ ("tomorrow"));
  if (day == today - 1)
    return g_strdup (_ ("yesterday"));
  if (day > today && day < today + 7)
    /* TRANSLATORS: day of the week as strftime writes it, e.g. "Thursday" */
    return g_date_time_format (then, _ ("%A"));
  if (g_date_time_get_year (then) == g_date_time_get_year (now))
    /* TRANSLATORS: day and month as strftime writes them, e.g. "12 Mar" */
    return g_date_time_format (then, _ ("%-d %b"));
  return crm_format_day (day);
}

/**
 * crm_phrase_meeting_title:
 * @item: a meeting of a history
 *
 * Returns: (transfer full): what it is about
 */
char *
crm_phrase_meeting_title (const CrmHistoryItem *item)
{
  if (item->text == NULL || item->text[0] == '\0')
    /* TRANSLATORS: a meeting whose calendar says nothing about it */
    return g_strdup (_ ("Meeting"));
  /* TRANSLATORS: %s is what the meeting is about */
  return g_strdup_printf (_ ("Meeting: %s"), item->text);
}

/**
 * crm_phrase_meeting_time:
 * @item: a meeting of a history
 * @now_usec: now, UTC microseconds
 *
 * Returns: (transfer full): short, where the user is: the day, and the time unless it is long past
 *   or the meeting takes all day
 */
char *
crm_phrase_meeting_time (const CrmHistoryItem *item, gint64 now_usec)
{
  int today = crm_format_today (now_usec);
  int day = get_day (item);
  g_autofree char *day_text = phrase_day (day, today);
  g_autoptr (GDateTime) start = g_date_time_new_from_unix_local (item->usec / G_USEC_PER_SEC);
  g_autofree char *time = start != NULL ? g_date_time_format (start, "%H:%M") : NULL;

  if (item->is_all_day || day < today || time == NULL)
    return g_steal_pointer (&day_text);
  /* TRANSLATORS: a day and a time of day, e.g. "Thursday, 10:00" or "today, 10:00" */
  return g_strdup_printf (_ ("%1$s, %2$s"), day_text, time);
}

/**
 * crm_phrase_meeting_time_full:
 * @item: a meeting of a history
 *
 * Returns: (transfer full): when it begins, the date in full
 */
char *
crm_phrase_meeting_time_full (const CrmHistoryItem *item)
{
  return item->is_all_day ? crm_format_day (get_day (item)) : crm_format_time_full (item->usec);
}

static char *
phrase_state (const CrmHistoryItem *item, const char *when)
{
  switch (item->meeting_state)
    {
    case CRM_MEETING_PLANNED:
      /* TRANSLATORS: a meeting in a history; %s is a day or time */
      return g_strdup_printf (_ ("%s · planned"), when);
    case CRM_MEETING_UNDER_WAY:
      /* TRANSLATORS: a meeting that has begun and not ended; %s is a day or time */
      return g_strdup_printf (_ ("%s · under way"), when);
    case CRM_MEETING_CANCELLED:
      /* TRANSLATORS: a meeting in a history; %s is a day or time */
      return g_strdup_printf (_ ("%s · cancelled"), when);
    case CRM_MEETING_DECLINED:
      /* TRANSLATORS: a meeting that the other person declined; %s is a day or time */
      return g_strdup_printf (_ ("%s · they declined"), when);
    case CRM_MEETING_DECLINED_BY_USER:
      /* TRANSLATORS: a meeting that the user declined; %s is a day or time */
      return g_strdup_printf (_ ("%s · you declined"), when);
    case CRM_MEETING_NOT_HELD:
      /* TRANSLATORS: a meeting that did not take place; %s is a day or time */
      return g_strdup_printf (_ ("%s · not held"), when);
    case CRM_MEETING_NO_SHOW:
      /* TRANSLATORS: a meeting to which the others did not come; %s is a day or time */
      return g_strdup_printf (_ ("%s · they did not come"), when);
    case CRM_MEETING_HELD:
    default:
      /* TRANSLATORS: a meeting that took place; %s is a day or time */
      return g_strdup_printf (_ ("%s · held"), when);
    }
}

/**
 * crm_phrase_meeting_outcome:
 * @item: a meeting of a history
 *
 * Returns: (transfer none): what became of it, in a word
 */
const char *
crm_phrase_meeting_outcome (const CrmHistoryItem *item)
{
  switch (item->meeting_state)
    {
    case CRM_MEETING_PLANNED:
      return _ ("planned");
    case CRM_MEETING_UNDER_WAY:
      return _ ("under way");
    case CRM_MEETING_CANCELLED:
      return _ ("cancelled");
    case CRM_MEETING_DECLINED:
      return _ ("declined by them");
    case CRM_MEETING_DECLINED_BY_USER:
      return _ ("declined by you");
    case CRM_MEETING_NOT_HELD:
      return _ ("not held");
    case CRM_MEETING_NO_SHOW:
      return _ ("they did not come");
    case CRM_MEETING_HELD:
    default:
      return _ ("held");
    }
}

/**
 * crm_phrase_meeting_day:
 * @item: a meeting of a history
 *
 * Returns: (transfer full): its day, where the user is, in full
 */
char *
crm_phrase_meeting_day (const CrmHistoryItem *item)
{
  return crm_format_day (get_day (item));
}

/**
 * crm_phrase_meeting_detail:
 * @item: a meeting of a history
 * @now_usec: now, UTC microseconds
 *
 * Returns: (transfer full): when it is, and whether it takes place
 */
char *
crm_phrase_meeting_detail (const CrmHistoryItem *item, gint64 now_usec)
{
  g_autofree char *when = crm_phrase_meeting_time (item, now_usec);
  g_autofree char *note = NULL;
  g_autofree char *state = phrase_state (item, when);

  if (item->gone)
    {
      g_autofree char *known = g_steal_pointer (&state);

      /* TRANSLATORS: %s is a day and what became of a meeting; it was filed and later deleted */
      state = g_strdup_printf (_ ("%s · no longer in the calendar"), known);
    }
  if (item->outcome_note == NULL || item->outcome_note[0] == '\0')
    return g_steal_pointer (&state);
  note = g_strdelimit (g_strdup (item->outcome_note), "\r\n", ' ');
  /* TRANSLATORS: the first says when a meeting was and what became of it, the second are words
     somebody wrote down about it */
  return g_strdup_printf (_ ("%1$s: %2$s"), state, note);
}

/**
 * crm_phrase_next_meeting:
 * @context: a context
 *
 * Returns: (transfer full) (nullable): when the user meets this person next; %NULL for never
 */
char *
crm_phrase_next_meeting (const CrmContext *context)
{
  const CrmHistoryItem *next = context->history != NULL ? context->history->next_meeting : NULL;
  g_autofree char *when = NULL;

  if (next == NULL)
    return NULL;
  when = crm_phrase_meeting_time (next, context->now_usec);
  if (next->text == NULL || next->text[0] == '\0')
    /* TRANSLATORS: %s is a day and a time, e.g. "Thursday, 10:00" */
    return g_strdup_printf (_ ("Next meeting: %s"), when);
  /* TRANSLATORS: the first is a day and a time, e.g. "Thursday, 10:00", the second what the meeting
     is about */
  return g_strdup_printf (_ ("Next meeting: %1$s, %2$s"), when, next->text);
}

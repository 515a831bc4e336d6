/* test-event-expand.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-event-expand.h"

#include <locale.h>
#include <string.h>

#include "model/crm-address.h"

/* Ten years on both sides of 2026. */
static const CrmEventWindow wide
    = { G_GINT64_CONSTANT (1451606400000000), G_GINT64_CONSTANT (2082758400000000) };

static ICalTimezone *
resolve_builtin (const char *tzid, gpointer data, GCancellable *cancellable, GError **error)
{
  return i_cal_timezone_get_builtin_timezone (tzid);
}

static GSList *
parse (const char *text)
{
  ICalComponent *calendar = i_cal_component_new_from_string (text);
  GSList *events = NULL;

  g_assert_nonnull (calendar);
  for (ICalComponent *event
       = i_cal_component_get_first_component (calendar, I_CAL_VEVENT_COMPONENT);
       event != NULL; g_object_unref (event),
                      event = i_cal_component_get_next_component (calendar, I_CAL_VEVENT_COMPONENT))
    events = g_slist_append (events, i_cal_component_clone (event));
  g_object_unref (calendar);
  return events;
}

static GPtrArray *
expand_in (const char *body, const CrmEventWindow *window)
{
  g_autofree char *text
      = g_strconcat ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", body, "END:VCALENDAR\r\n", NULL);
  GSList *components = parse (text);
  g_autoptr (GError) error = NULL;
  GPtrArray *events
      = crm_event_expand ("home", components, window, resolve_builtin, NULL,
                          i_cal_timezone_get_builtin_timezone ("Europe/London"), NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (events);
  g_slist_free_full (components, g_object_unref);
  return events;
}

#define EVENT(lines) "BEGIN:VEVENT\r\nUID:u-1\r\n" lines "END:VEVENT\r\n"

static void
assert_time (gint64 usec, const char *expected)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (usec / G_USEC_PER_SEC);
  g_autofree char *text = g_date_time_format (time, "%Y-%m-%d %H:%M");

  g_assert_cmpstr (text, ==, expected);
}

static const CrmEvent *
nth (GPtrArray *events, guint i)
{
  g_assert_cmpuint (i, <, events->len);
  return g_ptr_array_index (events, i);
}

static void
test_single (void)
{
  g_autoptr (GPtrArray) events = expand_in (
      EVENT ("DTSTART:20260601T090000Z\r\nDURATION:PT90M\r\nSUMMARY:Visit  to\\nAcme\r\n"
             "LOCATION:Leeds\r\nSTATUS:TENTATIVE\r\n"
             "ORGANIZER;CN=Olive Own:mailto:olive@corp.example\r\n"
             "ATTENDEE;CN=Ann Roe;PARTSTAT=DECLINED:MAILTO:Ann@Acme.example\r\n"
             "ATTENDEE;CUTYPE=ROOM;CN=Room 1:mailto:room1@corp.example\r\n"
             "ATTENDEE;EMAIL=bob@acme.example;PARTSTAT=ACCEPTED:urn:uuid:123\r\n"
             "ATTENDEE;PARTSTAT=ACCEPTED:mailto:olive@corp.example\r\n"
             "ATTENDEE:mailto:not an address\r\n"),
      &wide);
  const CrmEvent *event = nth (events, 0);
  const CrmEventParty *party;

  g_assert_cmpuint (events->len, ==, 1);
  assert_time (event->start_usec, "2026-06-01 09:00");
  assert_time (event->end_usec, "2026-06-01 10:30");
  g_assert_cmpstr (event->calendar_uid, ==, "home");
  g_assert_cmpstr (event->uid, ==, "u-1");
  g_assert_null (event->recurrence_id);
  g_assert_false (event->is_all_day);
  g_assert_cmpint (event->status, ==, CRM_EVENT_TENTATIVE);
  g_assert_cmpstr (event->summary, ==, "Visit to Acme");
  g_assert_cmpstr (event->location, ==, "Leeds");
  g_assert_cmpuint (event->parties->len, ==, 3);
  party = g_ptr_array_index (event->parties, 0);
  g_assert_cmpstr (party->address, ==, "olive@corp.example");
  g_assert_true (party->is_organizer);
  party = g_ptr_array_index (event->parties, 1);
  g_assert_cmpstr (party->address, ==, "ann@acme.example");
  g_assert_cmpstr (party->name, ==, "Ann Roe");
  g_assert_cmpint (party->participation, ==, CRM_PARTICIPATION_DECLINED);
  party = g_ptr_array_index (event->parties, 2);
  g_assert_cmpstr (party->address, ==, "bob@acme.example");
  g_assert_cmpint (party->participation, ==, CRM_PARTICIPATION_ACCEPTED);
}

/* In Rome it is an hour later than in London, where a time without a zone is meant. */
static void
test_zones (void)
{
  g_autoptr (GPtrArray) zoned = expand_in (
      EVENT (
          "DTSTART;TZID=Europe/Rome:20260701T100000\r\nDTEND;TZID=Europe/Rome:20260701T110000\r\n"),
      &wide);
  g_autoptr (GPtrArray) floating
      = expand_in (EVENT ("DTSTART:20260701T100000\r\nDTEND:20260701T110000\r\n"), &wide);
  g_autoptr (GPtrArray) all_day
      = expand_in (EVENT ("DTSTART;VALUE=DATE:20260701\r\nDTEND;VALUE=DATE:20260703\r\n"), &wide);

  assert_time (nth (zoned, 0)->start_usec, "2026-07-01 08:00");
  assert_time (nth (floating, 0)->start_usec, "2026-07-01 09:00");
  g_assert_true (nth (all_day, 0)->is_all_day);
  assert_time (nth (all_day, 0)->start_usec, "2026-07-01 00:00");
  assert_time (nth (all_day, 0)->end_usec, "2026-07-03 00:00");
}

/* Summer time begins on 29 March: the clock on the wall counts, not UTC. One occurrence is moved,
 * one is struck out. */
static void
test_series (void)
{
  g_autoptr (GPtrArray) events = expand_in (
      EVENT ("DTSTART;TZID=Europe/London:20260320T100000\r\n"
             "DTEND;TZID=Europe/London:20260320T110000\r\nSUMMARY:Weekly\r\n"
             "RRULE:FREQ=WEEKLY;COUNT=4\r\nEXDATE;TZID=Europe/London:20260410T100000\r\n")
          EVENT ("RECURRENCE-ID;TZID=Europe/London:20260403T100000\r\n"
                 "DTSTART;TZID=Europe/London:20260404T150000\r\n"
                 "DTEND;TZID=Europe/London:20260404T160000\r\nSUMMARY:Moved\r\n"
                 "STATUS:CANCELLED\r\n"),
      &wide);

  g_assert_cmpuint (events->len, ==, 3);
  assert_time (nth (events, 0)->start_usec, "2026-03-20 10:00");
  g_assert_cmpstr (nth (events, 0)->recurrence_id, ==, "20260320T100000Z");
  assert_time (nth (events, 1)->start_usec, "2026-03-27 10:00");
  assert_time (nth (events, 2)->start_usec, "2026-04-04 14:00");
  g_assert_cmpstr (nth (events, 2)->recurrence_id, ==, "20260403T090000Z");
  g_assert_cmpstr (nth (events, 2)->summary, ==, "Moved");
  g_assert_cmpint (nth (events, 2)->status, ==, CRM_EVENT_CANCELLED);
}

static void
test_window (void)
{
  const CrmEventWindow june = { G_GINT64_CONSTANT (1780272000000000),   /* 2026-06-01 */
                                G_GINT64_CONSTANT (1782864000000000) }; /* 2026-07-01 */
  g_autoptr (GPtrArray) endless = expand_in (
      EVENT ("DTSTART:20200101T120000Z\r\nDTEND:20200101T123000Z\r\nRRULE:FREQ=DAILY\r\n"), &june);
  g_autoptr (GPtrArray) before
      = expand_in (EVENT ("DTSTART:20260501T120000Z\r\nDTEND:20260501T123000Z\r\n"), &june);
  g_autoptr (GPtrArray) hourly = expand_in (
      EVENT ("DTSTART:20160601T000000Z\r\nDURATION:PT1S\r\nRRULE:FREQ=HOURLY\r\n"), &wide);
  g_autoptr (GPtrArray) often = expand_in (
      EVENT ("DTSTART:20260601T000000Z\r\nDURATION:PT1S\r\nRRULE:FREQ=SECONDLY\r\n"), &wide);
  g_autoptr (GPtrArray) hidden = expand_in (
      EVENT ("DTSTART:20260601T000000Z\r\nRRULE:FREQ=DAILY;BYMINUTE=1,2,3\r\n"), &wide);

  g_assert_cmpuint (endless->len, ==, 30);
  assert_time (nth (endless, 0)->start_usec, "2026-06-01 12:00");
  g_assert_cmpuint (before->len, ==, 0);
  g_assert_cmpuint (hourly->len, ==, 8000);
  g_assert_cmpuint (often->len, ==, 1);
  g_assert_cmpuint (hidden->len, ==, 1);
}

static void
test_left_out (void)
{
  g_autoptr (GPtrArray) private
      = expand_in (EVENT ("DTSTART:20260601T090000Z\r\nCLASS:PRIVATE\r\n"), &wide);
  g_autoptr (GPtrArray) no_start = expand_in (EVENT ("SUMMARY:Some day\r\n"), &wide);
  g_autoptr (GPtrArray) backwards
      = expand_in (EVENT ("DTSTART:20260601T090000Z\r\nDTEND:20260501T090000Z\r\n"), &wide);
  g_autoptr (GPtrArray) lonely = expand_in (
      EVENT ("DTSTART:20260601T090000Z\r\nORGANIZER:mailto:olive@corp.example\r\n"), &wide);

  g_assert_cmpuint (private->len, ==, 0);
  g_assert_cmpuint (no_start->len, ==, 0);
  g_assert_cmpint (nth (backwards, 0)->end_usec, ==, nth (backwards, 0)->start_usec);
  g_assert_cmpuint (nth (lonely, 0)->parties->len, ==, 0);
}

/* --- when clocks are changed ----------------------------------------------------------------- */

/* The starts of all occurrences as "03-27 08:00", in UTC. */
static char *
starts_of (const char *body)
{
  g_autoptr (GPtrArray) events = expand_in (body, &wide);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < events->len; i++)
    {
      const CrmEvent *event = nth (events, i);
      g_autoptr (GDateTime) start
          = g_date_time_new_from_unix_utc (event->start_usec / G_USEC_PER_SEC);
      g_autofree char *when = g_date_time_format (start, "%m-%d %H:%M");
      g_autofree char *id = g_date_time_format (start, "%Y%m%dT%H%M%SZ");

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", when);
      if (event->recurrence_id != NULL && strstr (body, "RECURRENCE-ID") == NULL)
        g_assert_cmpstr (event->recurrence_id, ==, id);
      g_assert_cmpint (event->end_usec - event->start_usec, ==, 3600 * (gint64)G_USEC_PER_SEC);
    }
  return g_string_free (text, FALSE);
}

#define WEEKLY(zone, start, end)                                                                   \
  EVENT ("DTSTART;TZID=" zone ":" start "\r\nDTEND;TZID=" zone ":" end                             \
         "\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n")

/* Whose clock says nine goes on saying nine, wherever it stands and whichever way it is changed. */
static void
test_both_changes (void)
{
  static const struct
  {
    const char *body;
    const char *starts;
  } cases[] = {
    { WEEKLY ("Europe/Berlin", "20260324T090000", "20260324T100000"), "03-24 08:00, 03-31 07:00" },
    { WEEKLY ("Europe/Berlin", "20261020T090000", "20261020T100000"), "10-20 07:00, 10-27 08:00" },
    { WEEKLY ("Europe/London", "20261020T090000", "20261020T100000"), "10-20 08:00, 10-27 09:00" },
    { WEEKLY ("America/New_York", "20260305T090000", "20260305T100000"),
      "03-05 14:00, 03-12 13:00" },
    { WEEKLY ("America/New_York", "20261029T090000", "20261029T100000"),
      "10-29 13:00, 11-05 14:00" },
    /* Where it is summer in December; the day in UTC is the one before. */
    { WEEKLY ("Pacific/Auckland", "20260401T090000", "20260401T100000"),
      "03-31 20:00, 04-07 21:00" },
    { WEEKLY ("Pacific/Auckland", "20260923T090000", "20260923T100000"),
      "09-22 21:00, 09-29 20:00" },
    { WEEKLY ("Australia/Sydney", "20260401T090000", "20260401T100000"),
      "03-31 22:00, 04-07 23:00" },
    /* Half an hour, and none at all. */
    { WEEKLY ("Australia/Lord_Howe", "20260401T090000", "20260401T100000"),
      "03-31 22:00, 04-07 22:30" },
    { WEEKLY ("Asia/Kolkata", "20260324T090000", "20260324T100000"), "03-24 03:30, 03-31 03:30" },
    /* A clock that is in no zone is the user's, here in London; UTC is changed by nobody. */
    { EVENT ("DTSTART:20260324T090000\r\nDTEND:20260324T100000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n"),
      "03-24 09:00, 03-31 08:00" },
    { EVENT ("DTSTART:20260324T090000Z\r\nDTEND:20260324T100000Z\r\n"
             "RRULE:FREQ=WEEKLY;COUNT=2\r\n"),
      "03-24 09:00, 03-31 09:00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *starts = starts_of (cases[i].body);

      g_assert_cmpstr (starts, ==, cases[i].starts);
    }
}

/* What names a moment of the series names it in UTC or on either clock. */
static void
test_changes_and_exceptions (void)
{
  const char *series = "DTSTART;TZID=Europe/Berlin:20260324T090000\r\n"
                       "DTEND;TZID=Europe/Berlin:20260324T100000\r\n";
  g_autofree char *struck = g_strconcat (
      "BEGIN:VEVENT\r\nUID:u-1\r\n", series,
      "RRULE:FREQ=WEEKLY;COUNT=3\r\nEXDATE:20260331T070000Z\r\nEND:VEVENT\r\n", NULL);
  g_autofree char *until
      = g_strconcat ("BEGIN:VEVENT\r\nUID:u-1\r\n", series,
                     "RRULE:FREQ=WEEKLY;UNTIL=20260407T070000Z\r\nEND:VEVENT\r\n", NULL);
  g_autofree char *moved = g_strconcat (
      "BEGIN:VEVENT\r\nUID:u-1\r\n", series, "RRULE:FREQ=WEEKLY;COUNT=3\r\nEND:VEVENT\r\n",
      EVENT ("RECURRENCE-ID;TZID=Europe/Berlin:20260324T090000\r\n" /* over the change */
             "DTSTART;TZID=Europe/Berlin:20260330T090000\r\n"
             "DTEND;TZID=Europe/Berlin:20260330T100000\r\n")
          EVENT ("RECURRENCE-ID:20260331T070000Z\r\n" /* and back, to another zone */
                 "DTSTART;TZID=America/New_York:20260327T090000\r\n"
                 "DTEND;TZID=America/New_York:20260327T100000\r\n"),
      NULL);
  g_autofree char *struck_starts = starts_of (struck);
  g_autofree char *until_starts = starts_of (until);
  g_autofree char *moved_starts = starts_of (moved);
  g_autoptr (GPtrArray) events = expand_in (moved, &wide);

  g_assert_cmpstr (struck_starts, ==, "03-24 08:00, 04-07 07:00");
  g_assert_cmpstr (until_starts, ==, "03-24 08:00, 03-31 07:00, 04-07 07:00");
  g_assert_cmpstr (moved_starts, ==, "04-07 07:00, 03-30 07:00, 03-27 13:00");
  g_assert_cmpstr (nth (events, 1)->recurrence_id, ==, "20260324T080000Z");
  g_assert_cmpstr (nth (events, 2)->recurrence_id, ==, "20260331T070000Z");
}

/* An hour that there is not, one that there is twice, and nights that are an hour too short or too
 * long. */
static void
test_odd_hours (void)
{
  g_autoptr (GPtrArray) missing
      = expand_in (EVENT ("DTSTART;TZID=Europe/Berlin:20260328T023000\r\nDURATION:PT1H\r\n"
                          "RRULE:FREQ=DAILY;COUNT=3\r\n"),
                   &wide);
  g_autoptr (GPtrArray) twice
      = expand_in (EVENT ("DTSTART;TZID=Europe/Berlin:20261024T023000\r\nDURATION:PT1H\r\n"
                          "RRULE:FREQ=DAILY;COUNT=3\r\n"),
                   &wide);
  g_autoptr (GPtrArray) night
      = expand_in (EVENT ("DTSTART;TZID=Europe/Berlin:20260328T220000\r\n"
                          "DTEND;TZID=Europe/Berlin:20260329T060000\r\n")
                       EVENT ("DTSTART;TZID=Europe/Berlin:20261024T220000\r\n"
                              "DTEND;TZID=Europe/Berlin:20261025T060000\r\n"),
                   &wide);
  g_autoptr (GPtrArray) days
      = expand_in (EVENT ("DTSTART;VALUE=DATE:20260328\r\nDTEND;VALUE=DATE:20260330\r\n"
                          "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=2\r\n"),
                   &wide);

  g_assert_cmpuint (missing->len, ==, 3);
  g_assert_cmpuint (twice->len, ==, 3);
  for (guint i = 1; i < 3; i++)
    {
      gint64 step = nth (missing, i)->start_usec - nth (missing, i - 1)->start_usec;
      gint64 other = nth (twice, i)->start_usec - nth (twice, i - 1)->start_usec;

      g_assert_cmpint (ABS (step / G_USEC_PER_SEC - 86400), <=, 3600);
      g_assert_cmpint (ABS (other / G_USEC_PER_SEC - 86400), <=, 3600);
      g_assert_cmpstr (nth (missing, i)->recurrence_id, !=, nth (missing, i - 1)->recurrence_id);
    }
  /* After the missing hour libecal goes on an hour later, and so does what Evolution shows. */
  assert_time (nth (twice, 2)->start_usec, "2026-10-26 01:30");
  assert_time (nth (night, 0)->end_usec, "2026-03-29 04:00");
  g_assert_cmpint (nth (night, 0)->end_usec - nth (night, 0)->start_usec, ==,
                   7 * 3600 * (gint64)G_USEC_PER_SEC);
  g_assert_cmpint (nth (night, 1)->end_usec - nth (night, 1)->start_usec, ==,
                   9 * 3600 * (gint64)G_USEC_PER_SEC);
  assert_time (nth (days, 1)->start_usec, "2026-03-30 00:00");
  assert_time (nth (days, 1)->end_usec, "2026-04-01 00:00");
}

static ICalTimezone *
resolve_own (const char *tzid, gpointer calendar, GCancellable *cancellable, GError **error)
{
  return i_cal_component_get_timezone (calendar, tzid);
}

/* A zone that only this calendar knows; it is changed on days of its own. */
static void
test_own_zone (void)
{
  ICalComponent *calendar = i_cal_component_new_from_string (
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:Our office\r\n"
      "BEGIN:STANDARD\r\nDTSTART:20001101T000000\r\nTZOFFSETFROM:+0430\r\nTZOFFSETTO:+0330\r\n"
      "RRULE:FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=1\r\nEND:STANDARD\r\n"
      "BEGIN:DAYLIGHT\r\nDTSTART:20000501T000000\r\nTZOFFSETFROM:+0330\r\nTZOFFSETTO:+0430\r\n"
      "RRULE:FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
      "BEGIN:VEVENT\r\nUID:u-1\r\nDTSTART;TZID=Our office:20260430T090000\r\n"
      "DTEND;TZID=Our office:20260430T100000\r\nRRULE:FREQ=DAILY;COUNT=3\r\nEND:VEVENT\r\n"
      "END:VCALENDAR\r\n");
  ICalComponent *event = i_cal_component_get_first_component (calendar, I_CAL_VEVENT_COMPONENT);
  g_autoptr (GSList) components = g_slist_prepend (NULL, event);
  g_autoptr (GPtrArray) known = crm_event_expand ("home", components, &wide, resolve_own, calendar,
                                                  i_cal_timezone_get_utc_timezone (), NULL, NULL);
  g_autoptr (GPtrArray) unknown
      = crm_event_expand ("home", components, &wide, resolve_builtin, NULL,
                          i_cal_timezone_get_builtin_timezone ("Europe/London"), NULL, NULL);

  g_assert_cmpuint (known->len, ==, 3);
  assert_time (nth (known, 0)->start_usec, "2026-04-30 05:30");
  assert_time (nth (known, 1)->start_usec, "2026-05-01 04:30");
  assert_time (nth (known, 2)->start_usec, "2026-05-02 04:30");
  g_assert_cmpstr (nth (known, 0)->zone, ==, "Our office");
  g_assert_cmpint (nth (known, 0)->zone_offset_secs, ==, 12600);
  g_assert_cmpint (nth (known, 1)->zone_offset_secs, ==, 16200);
  g_assert_cmpuint (unknown->len, ==, 3); /* a zone that nobody knows is here */
  assert_time (nth (unknown, 0)->start_usec, "2026-04-30 08:00");
  g_assert_null (nth (unknown, 0)->zone);
  g_object_unref (event);
  g_object_unref (calendar);
}

static void
test_zone_names (void)
{
  g_autoptr (GPtrArray) series
      = expand_in (WEEKLY ("America/New_York", "20260305T090000", "20260305T100000"), &wide);
  g_autoptr (GPtrArray) single
      = expand_in (EVENT ("DTSTART;TZID=Asia/Kolkata:20260305T090000\r\nDURATION:PT1H\r\n"), &wide);
  g_autoptr (GPtrArray) utc
      = expand_in (EVENT ("DTSTART:20260305T090000Z\r\nDURATION:PT1H\r\n"), &wide);
  g_autoptr (GPtrArray) floating
      = expand_in (EVENT ("DTSTART:20260305T090000\r\nDURATION:PT1H\r\n"), &wide);
  g_autoptr (GPtrArray) day = expand_in (EVENT ("DTSTART;VALUE=DATE:20260305\r\n"), &wide);

  g_assert_cmpstr (nth (series, 0)->zone, ==, "America/New_York");
  g_assert_cmpint (nth (series, 0)->zone_offset_secs, ==, -5 * 3600);
  g_assert_cmpint (nth (series, 1)->zone_offset_secs, ==, -4 * 3600);
  g_assert_cmpstr (nth (single, 0)->zone, ==, "Asia/Kolkata");
  g_assert_cmpint (nth (single, 0)->zone_offset_secs, ==, 19800);
  g_assert_null (nth (utc, 0)->zone);
  g_assert_null (nth (floating, 0)->zone);
  g_assert_null (nth (day, 0)->zone);
}

/* --- the participants, counted a second time ------------------------------------------------- */

/* One line of a calendar, read without libical. */
typedef struct
{
  char *name;   /* (owned): in capitals */
  char *params; /* (owned): in capitals but for what is quoted */
  char *value;  /* (owned) */
} RawLine;

static gboolean
read_line (const char *text, RawLine *out)
{
  gboolean quoted = FALSE;
  gsize name_end = strcspn (text, ";:");
  gsize at = name_end;

  while (text[at] != '\0' && (quoted || text[at] != ':'))
    quoted ^= text[at++] == '"';
  if (text[at] != ':')
    return FALSE;
  out->name = g_ascii_strup (text, (gssize)name_end);
  out->params = g_strndup (text + name_end, at - name_end);
  out->value = g_strdup (text + at + 1);
  return TRUE;
}

static void
clear_line (RawLine *line)
{
  g_free (line->name);
  g_free (line->params);
  g_free (line->value);
}

/* (transfer full) (nullable) */
static char *
find_param (const RawLine *line, const char *name)
{
  g_autofree char *pattern = g_strdup_printf (";%s=(\"([^\"]*)\"|([^;:]*))", name);
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *quoted = NULL;

  if (!g_regex_match (regex, line->params, 0, &match))
    return NULL;
  quoted = g_match_info_fetch (match, 2);
  if (quoted != NULL && quoted[0] != '\0')
    return g_steal_pointer (&quoted);
  return g_match_info_fetch (match, 3);
}

static char *
find_address (const RawLine *line)
{
  g_autofree char *email = find_param (line, "EMAIL");
  g_autofree char *address = email != NULL ? crm_address_normalize (email) : NULL;
  const char *value = line->value;

  if (address != NULL)
    return g_steal_pointer (&address);
  if (g_ascii_strncasecmp (value, "mailto:", 7) == 0)
    value += 7;
  return crm_address_normalize (value);
}

static gboolean
is_thing (const RawLine *line)
{
  g_autofree char *kind = find_param (line, "CUTYPE");

  return kind != NULL && g_ascii_strcasecmp (kind, "INDIVIDUAL") != 0
         && g_ascii_strcasecmp (kind, "UNKNOWN") != 0;
}

/* An event as its lines say it. */
typedef struct
{
  GHashTable *addresses; /* (owned) (element-type utf8) */
  char *organizer;       /* (owned) (nullable) */
  guint n_attendees;
  gboolean is_hidden;
  gboolean has_start;
  gboolean has_uid;
} RawEvent;

static void
take_line (RawEvent *event, const RawLine *line)
{
  char *address = NULL;

  if (g_str_equal (line->name, "DTSTART"))
    event->has_start = TRUE;
  else if (g_str_equal (line->name, "UID"))
    event->has_uid = line->value[0] != '\0';
  else if (g_str_equal (line->name, "CLASS"))
    event->is_hidden = g_ascii_strcasecmp (line->value, "PRIVATE") == 0
                       || g_ascii_strcasecmp (line->value, "CONFIDENTIAL") == 0;
  else if (g_str_equal (line->name, "ORGANIZER") && event->organizer == NULL)
    event->organizer = find_address (line);
  else if (g_str_equal (line->name, "ATTENDEE"))
    {
      event->n_attendees++;
      address = is_thing (line) ? NULL : find_address (line);
      if (address != NULL)
        g_hash_table_add (event->addresses, address);
    }
}

static guint
end_event (RawEvent *event)
{
  guint n;

  if (event->organizer != NULL && event->n_attendees > 0)
    g_hash_table_add (event->addresses, g_strdup (event->organizer));
  n = event->is_hidden || !event->has_start || !event->has_uid
          ? 0
          : g_hash_table_size (event->addresses);
  g_hash_table_unref (event->addresses);
  g_free (event->organizer);
  return n;
}

/* All participants of all events of a file, each once an event, by its text alone. */
static guint
count_in_text (const char *text)
{
  g_autoptr (GRegex) folds = g_regex_new ("\r?\n[ \t]", 0, 0, NULL);
  g_autofree char *whole = g_regex_replace_literal (folds, text, -1, 0, "", 0, NULL);
  g_auto (GStrv) lines = g_regex_split_simple ("[\r\n]+", whole != NULL ? whole : "", 0, 0);
  RawEvent event = { NULL };
  guint depth = 0; /* 1: in an event; more: in what it holds, such as an alarm */
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      RawLine line = { NULL };

      if (!read_line (lines[i], &line))
        continue;
      if (g_str_equal (line.name, "BEGIN") && depth == 0
          && g_ascii_strcasecmp (line.value, "VEVENT") == 0)
        {
          depth = 1;
          event = (RawEvent){ g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
        }
      else if (g_str_equal (line.name, "BEGIN") && depth > 0)
        depth++;
      else if (g_str_equal (line.name, "END") && depth > 0)
        n += --depth == 0 ? end_event (&event) : 0;
      else if (depth == 1)
        take_line (&event, &line);
      clear_line (&line);
    }
  if (depth > 0)
    end_event (&event);
  return n;
}

static guint
count_by_reader (GSList *components)
{
  guint n = 0;

  for (GSList *link = components; link != NULL; link = link->next)
    {
      g_autoptr (CrmEvent) event
          = crm_event_read (link->data, resolve_builtin, NULL, i_cal_timezone_get_utc_timezone ());

      n += event != NULL ? event->parties->len : 0;
    }
  return n;
}

/* --- every calendar that nobody here wrote -------------------------------------------------- */

typedef struct
{
  guint n_files;
  guint n_events;
  guint n_occurrences;
  guint n_parties;
  guint n_unlike; /* files whose participants were counted otherwise */
} Tally;

/* (transfer full) (element-type ICalComponent): all events of a file, which may hold several
 * calendars */
static GSList *
list_events (ICalComponent *component)
{
  GSList *events = NULL;

  if (i_cal_component_isa (component) == I_CAL_VEVENT_COMPONENT) /* a file of one event alone */
    return g_slist_prepend (NULL, g_object_ref (component));
  for (ICalComponent *child = i_cal_component_get_first_component (component, I_CAL_ANY_COMPONENT);
       child != NULL; g_object_unref (child),
                     child = i_cal_component_get_next_component (component, I_CAL_ANY_COMPONENT))
    if (i_cal_component_isa (child) == I_CAL_VEVENT_COMPONENT)
      events = g_slist_prepend (events, g_object_ref (child));
    else if (i_cal_component_isa (child) == I_CAL_VCALENDAR_COMPONENT)
      events = g_slist_concat (list_events (child), events);
  return events;
}

static void
check_occurrences (Tally *tally, const GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++)
    {
      const CrmEvent *event = g_ptr_array_index (events, i);

      g_assert_cmpint (event->end_usec, >=, event->start_usec);
      g_assert_true (g_utf8_validate (event->summary, -1, NULL));
      g_assert_null (strchr (event->summary, '\n'));
      g_assert_true (event->zone == NULL || g_utf8_validate (event->zone, -1, NULL));
      g_assert_cmpint (ABS (event->zone_offset_secs), <=, 24 * 3600);
      tally->n_parties += event->parties->len;
    }
  tally->n_occurrences += events->len;
}

static void
tally_groups (Tally *tally, GSList *events)
{
  g_autoptr (GHashTable) groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer group;

  for (GSList *link = events; link != NULL; link = link->next)
    {
      const char *uid = i_cal_component_get_uid (link->data);

      group = g_hash_table_lookup (groups, uid != NULL ? uid : "");
      g_hash_table_replace (groups, g_strdup (uid != NULL ? uid : ""),
                            g_slist_prepend (group, link->data));
    }
  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, NULL, &group))
    {
      g_autoptr (GPtrArray) found
          = crm_event_expand ("data", group, &wide, resolve_builtin, NULL,
                              i_cal_timezone_get_utc_timezone (), NULL, NULL);

      if (found != NULL)
        check_occurrences (tally, found);
      g_slist_free (group);
    }
}

static void
tally_text (Tally *tally, const char *name, const char *text)
{
  ICalComponent *calendar = i_cal_component_new_from_string (text);
  GSList *events = calendar != NULL ? list_events (calendar) : NULL;
  guint n_read = count_by_reader (events);
  guint n_counted = count_in_text (text);

  tally->n_events += g_slist_length (events);
  if (n_read != n_counted)
    {
      tally->n_unlike++;
      g_test_message ("%s: %u participants read, %u counted", name, n_read, n_counted);
    }
  tally_groups (tally, events);
  g_slist_free_full (events, g_object_unref);
  g_clear_object (&calendar);
}

static void
tally_directory (Tally *tally, const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *text = NULL;

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        tally_directory (tally, child);
      else if (g_str_has_suffix (name, ".ics") && g_file_get_contents (child, &text, NULL, NULL))
        {
          tally->n_files++;
          tally_text (tally, child, text);
        }
    }
}

static void
test_real_data (void)
{
  const char *path = g_getenv ("CRM_SHARED_ICS");
  Tally tally = { 0 };

  if (path == NULL || !g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("no shared calendars beside the checkout");
      return;
    }
  tally_directory (&tally, path);
  g_test_message ("%u files, %u events, %u occurrences, %u parties", tally.n_files, tally.n_events,
                  tally.n_occurrences, tally.n_parties);
  g_assert_cmpuint (tally.n_unlike, ==, 0);
  g_assert_cmpuint (tally.n_occurrences, >, 0);
  g_assert_cmpuint (tally.n_parties, >, 0);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-expand/single", test_single);
  g_test_add_func ("/event-expand/zones", test_zones);
  g_test_add_func ("/event-expand/series", test_series);
  g_test_add_func ("/event-expand/window", test_window);
  g_test_add_func ("/event-expand/left-out", test_left_out);
  g_test_add_func ("/event-expand/both-changes", test_both_changes);
  g_test_add_func ("/event-expand/changes-and-exceptions", test_changes_and_exceptions);
  g_test_add_func ("/event-expand/odd-hours", test_odd_hours);
  g_test_add_func ("/event-expand/own-zone", test_own_zone);
  g_test_add_func ("/event-expand/zone-names", test_zone_names);
  g_test_add_func ("/event-expand/real-data", test_real_data);
  return g_test_run ();
}

/* test-event-expand.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-event-expand.h"

#include <locale.h>
#include <string.h>

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

/* --- every calendar that nobody here wrote -------------------------------------------------- */

typedef struct
{
  guint n_files;
  guint n_events;
  guint n_occurrences;
  guint n_parties;
} Tally;

static void
tally_text (Tally *tally, const char *text)
{
  ICalComponent *calendar = i_cal_component_new_from_string (text);
  GHashTable *groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer group;

  if (calendar == NULL)
    {
      g_hash_table_unref (groups);
      return;
    }
  for (ICalComponent *event
       = i_cal_component_get_first_component (calendar, I_CAL_VEVENT_COMPONENT);
       event != NULL; event = i_cal_component_get_next_component (calendar, I_CAL_VEVENT_COMPONENT))
    {
      const char *uid = i_cal_component_get_uid (event);

      group = g_hash_table_lookup (groups, uid != NULL ? uid : "");
      g_hash_table_replace (groups, g_strdup (uid != NULL ? uid : ""),
                            g_slist_prepend (group, event));
      tally->n_events++;
    }
  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, NULL, &group))
    {
      g_autoptr (GPtrArray) events
          = crm_event_expand ("data", group, &wide, resolve_builtin, NULL,
                              i_cal_timezone_get_utc_timezone (), NULL, NULL);

      for (guint i = 0; events != NULL && i < events->len; i++)
        {
          const CrmEvent *event = g_ptr_array_index (events, i);

          g_assert_cmpint (event->end_usec, >=, event->start_usec);
          g_assert_true (g_utf8_validate (event->summary, -1, NULL));
          g_assert_null (strchr (event->summary, '\n'));
          tally->n_parties += event->parties->len;
        }
      tally->n_occurrences += events != NULL ? events->len : 0;
      g_slist_free_full (group, g_object_unref);
    }
  g_hash_table_unref (groups);
  g_object_unref (calendar);
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
          tally_text (tally, text);
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
  g_test_add_func ("/event-expand/real-data", test_real_data);
  return g_test_run ();
}

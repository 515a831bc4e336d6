/* test-meeting-sheet.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-events.h"

#include <string.h>

#include "crm-meeting-sheet.h"
#include "crm-phrases-event.h"
#include "service/crm-deals.h"
#include "service/crm-filing.h"
#include "service/crm-follow-up.h"
#include "service/crm-meetings.h"
#include "service/crm-people.h"

#define IDA "ida@alder.example"
#define JO "jo@alder.example"
#define KIM "kim@birch.example"
#define EVA "eva@own.example"
#define HOUR ((gint64)CRM_TEST_HOUR)
#define DAY ((gint64)CRM_TEST_DAY)

static CrmEvent *
make_event (const char *uid, gint64 start_secs)
{
  CrmEvent *event = crm_event_new ("calendar", uid, NULL);

  event->start_usec = CRM_TEST_START_USEC + start_secs * G_USEC_PER_SEC;
  event->end_usec = event->start_usec + HOUR * G_USEC_PER_SEC;
  crm_event_set_summary (event, uid);
  crm_event_add_party (event, CRM_TEST_ME, NULL, CRM_PARTICIPATION_ACCEPTED, TRUE);
  return event;
}

static gpointer
load_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_meeting_brief_load (reader, data, error);
}

static char *
text_of (CrmTestStore *test, CrmEvent *event)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmMeetingBrief) brief
      = crm_store_read_sync (test->store, load_in_worker, event, NULL, &error);
  g_autoptr (CrmMeetingSheet) sheet = NULL;

  g_assert_no_error (error);
  sheet = crm_meeting_sheet_new (brief);
  return crm_meeting_sheet_to_text (sheet);
}

static CrmTestStore *
set_up (void)
{
  CrmTestStore *test = crm_test_store_new ();

  crm_test_own (test->store, "own_address", CRM_TEST_ME);
  crm_test_own (test->store, "own_domain", "own.example");
  return test;
}

static void
capture (CrmTestStore *test, const char *name, const char *address, CrmCaptured *out)
{
  const CrmCapture person = { .name = name,
                              .address = address,
                              .title = "Purchasing",
                              .phone = "+49 30 1234567",
                              .account_name = "Alder Brewing" };

  crm_test_write (test->store, crm_people_capture (&person, out));
}

static void
add_deal (CrmTestStore *test, const CrmCaptured *ida, const char *title)
{
  CrmChangeSet *set = crm_change_set_new ("add-deal", CRM_CAUSE_USER);
  CrmNewDeal deal = {
    .title = title, .person = ida->person, .account = ida->account, .now_usec = test->now_usec
  };
  g_autofree char *id = crm_deals_create (set, &deal);

  crm_test_write (test->store, set);
  crm_test_set_text (test->store, "deal", id, "next_step", "send the terms");
}

static void
add_promise (CrmTestStore *test, const char *person, const char *kind, const char *title, int day)
{
  const CrmSubject subject = { .person = person };
  const CrmNewFollowUp details = { .title = title, .kind = kind, .due_day = &day };

  crm_test_write (test->store, crm_follow_up_add (&subject, &details, NULL));
}

/* Of very many promises the sheet has those due first, and says that there are more. */
static void
test_many_promises (void)
{
  g_autoptr (CrmTestStore) test = set_up ();
  g_autoptr (CrmEvent) event = make_event ("tasting", DAY);
  g_auto (CrmCaptured) ida = { 0 };
  g_autofree char *some = NULL;
  g_autofree char *many = NULL;

  capture (test, "Ida", IDA, &ida);
  crm_event_add_party (event, IDA, NULL, CRM_PARTICIPATION_ACCEPTED, FALSE);
  for (int i = 0; i < 45; i++)
    {
      g_autofree char *title = g_strdup_printf ("promise %d.", i);

      if (i == 40)
        some = text_of (test, event);
      add_promise (test, ida.person, "promise", title, 20500 + i);
    }
  many = text_of (test, event);
  g_assert_nonnull (strstr (some, "promise 39."));
  g_assert_null (strstr (some, "There is more"));
  g_assert_nonnull (strstr (many, "promise 39."));
  g_assert_null (strstr (many, "promise 40."));
  g_assert_nonnull (strstr (many, "There is more"));
}

static void
put_earlier_meeting (CrmTestStore *test)
{
  const CrmTestEvent events[] = {
    { "tasting", NULL, -7 * DAY, HOUR, CRM_TEST_ME " " IDA },
    { "called off", NULL, -6 * DAY, HOUR, CRM_TEST_ME " " IDA, NULL, CRM_EVENT_CANCELLED },
    { "later", NULL, 30 * DAY, HOUR, CRM_TEST_ME " " IDA },
  };
  g_autoptr (CrmEvent) tasting = make_event ("tasting", -7 * DAY);
  g_autoptr (CrmRecord) record = NULL;
  g_autofree char *id = crm_meetings_id_of (tasting);

  crm_test_put_events (test->store, events, G_N_ELEMENTS (events));
  crm_test_write (test->store, crm_meetings_set_minutes (tasting, NULL, "Two pallets\nby May"));
  record = crm_test_get (test->store, "meeting", id);
  crm_test_write (test->store, crm_meetings_set_outcome (tasting, record, CRM_OUTCOME_HELD));
}

/* All of it, in the order in which one reads it before going in. */
static void
test_whole (void)
{
  g_autoptr (CrmTestStore) test = set_up ();
  const CrmTestLetter letters[] = {
    { "l1", NULL, IDA, CRM_TEST_ME, "Prices", -3 * DAY },
    { "l2", NULL, CRM_TEST_ME, IDA, "Terms", -2 * DAY },
    { "l3", NULL, IDA, CRM_TEST_ME, "Secret", -1 * DAY },
  };
  g_auto (CrmCaptured) ida = { 0 };
  g_autoptr (CrmEvent) event = make_event ("Malt", 2 * HOUR);
  g_autoptr (CrmMessage) secret = crm_test_message (&letters[2]);
  g_autofree char *text = NULL;
  int day = (int)(CRM_TEST_START_USEC / G_USEC_PER_SEC / DAY);

  crm_test_receive_all (test->store, letters, G_N_ELEMENTS (letters));
  crm_test_write (test->store, crm_filing_set_visibility (secret, "private"));
  capture (test, "Ida Alder", IDA, &ida);
  add_deal (test, &ida, "Summer malt");
  add_promise (test, ida.person, "promise", "Send samples", day + 1);
  add_promise (test, ida.person, "waiting", "Their figures", day + 2);
  put_earlier_meeting (test);
  event->location = g_strdup ("Their office");
  crm_event_add_party (event, IDA, NULL, CRM_PARTICIPATION_ACCEPTED, FALSE);
  crm_event_add_party (event, KIM, "Kim", CRM_PARTICIPATION_UNKNOWN, FALSE);
  crm_event_add_party (event, EVA, "Eva", CRM_PARTICIPATION_ACCEPTED, FALSE);
  crm_test_write (test->store, crm_meetings_set_agenda (event, NULL, "1. Prices\n2. Pallets"));
  text = text_of (test, event);
  g_assert_cmpstr (text, ==,
                   "Malt\n\n"
                   "When: Monday, 2 Mar 2026, 12:00–13:00\n"
                   "Where: Their office\n"
                   "Agenda: 1. Prices\n  2. Pallets\n"
                   "Also there: Eva\n"
                   "\n== Alder Brewing ==\n"
                   "Ida Alder\n"
                   "  Purchasing · +49 30 1234567 · ida@alder.example · accepted\n"
                   "  Their turn: you wrote last (28 Feb)\n"
                   "\nOpen deals\n"
                   "- Summer malt · Qualification · no amount · in stage since today\n"
                   "  Next step: send the terms\n"
                   "\nLast meetings\n"
                   "- 23 Feb 2026 · tasting · held\n  Two pallets\n  by May\n"
                   "\nLast letters\n"
                   "- 28 Feb 2026 · sent · Terms\n"
                   "- 27 Feb 2026 · received · Prices\n"
                   "\n== Other people ==\n"
                   "Kim\n"
                   "  kim@birch.example\n"
                   "  Nothing is known of them yet\n"
                   "\n== Promised ==\n"
                   "\nBy us\n- 3 Mar 2026 · Send samples\n"
                   "\nBy them\n- 4 Mar 2026 · Their figures\n");
  crm_test_check (test->store);
}

static guint
count (const char *text, const char *word)
{
  g_auto (GStrv) parts = g_strsplit (text, word, -1);

  return g_strv_length (parts) - 1;
}

/* What several people of one account have in common stands there once. */
static void
test_once (void)
{
  g_autoptr (CrmTestStore) test = set_up ();
  const CrmTestLetter letter = { "l1", NULL, IDA, CRM_TEST_ME " " JO, "Prices", -DAY };
  g_auto (CrmCaptured) ida = { 0 };
  g_auto (CrmCaptured) jo = { 0 };
  g_autoptr (CrmEvent) event = make_event ("Malt", HOUR);
  const CrmCapture other = { .name = "Jo", .address = JO };
  g_autofree char *text = NULL;

  crm_test_receive_all (test->store, &letter, 1);
  capture (test, "Ida Alder", IDA, &ida);
  crm_test_write (test->store, crm_people_capture (&other, &jo));
  {
    CrmChangeSet *set = crm_change_set_new ("test", CRM_CAUSE_USER);

    crm_people_join_account (set, ida.account, jo.person);
    crm_test_write (test->store, set);
  }
  add_deal (test, &ida, "Summer malt");
  add_promise (test, ida.person, NULL, "Ring", 20600);
  crm_event_add_party (event, IDA, NULL, CRM_PARTICIPATION_UNKNOWN, FALSE);
  crm_event_add_party (event, JO, NULL, CRM_PARTICIPATION_DECLINED, FALSE);
  text = text_of (test, event);
  g_assert_cmpuint (count (text, "== Alder Brewing =="), ==, 1);
  g_assert_cmpuint (count (text, "Summer malt"), ==, 1);
  g_assert_cmpuint (count (text, "Prices"), ==, 1);
  g_assert_cmpuint (count (text, "Ring"), ==, 1);
  g_assert_nonnull (strstr (text, "jo@alder.example · declined"));
}

/* An hour of one's own has a sheet once it belongs to a deal, and a crowd is named in full. */
static void
test_nobody_and_crowd (void)
{
  g_autoptr (CrmTestStore) test = set_up ();
  g_autoptr (CrmEvent) alone = make_event ("Write the offer", HOUR);
  g_autoptr (CrmEvent) crowd = make_event ("Conference", HOUR);
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autofree char *text = NULL;
  g_autofree char *all = NULL;

  crm_test_write (test->store, crm_meetings_file (alone, CRM_TARGET_DEAL, deal));
  text = text_of (test, alone);
  g_assert_nonnull (strstr (text, "\nWhat it is about\n- Pumps · "));
  g_assert_null (strstr (text, "=="));

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *address = g_strdup_printf ("guest-%02u@crowd.example", i);

      crm_event_add_party (crowd, address, NULL, CRM_PARTICIPATION_UNKNOWN, FALSE);
    }
  all = text_of (test, crowd);
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *address = g_strdup_printf ("guest-%02u@crowd.example", i);

      g_assert_cmpuint (count (all, address), ==, 1);
    }
}

static gpointer
load_day (CrmReader *reader, gpointer data, GError **error)
{
  return crm_meeting_brief_load_day (reader, *(int *)data, error);
}

/* Which of a day's events are worth a sheet, and in which order. */
static void
test_day (void)
{
  g_autoptr (CrmTestStore) test = set_up ();
  const CrmTestEvent events[] = {
    { "second", NULL, 3 * HOUR, HOUR, CRM_TEST_ME " " IDA },
    { "first", NULL, HOUR, HOUR, CRM_TEST_ME " " IDA },
    { "first", NULL, HOUR, HOUR, CRM_TEST_ME " " IDA, "copy" },
    { "holiday", NULL, 0, DAY, "", NULL, 0, TRUE },
    { "alone", NULL, 4 * HOUR, HOUR, CRM_TEST_ME },
    { "prepared", NULL, 5 * HOUR, HOUR, CRM_TEST_ME },
    { "colleagues", NULL, 4 * HOUR, HOUR, CRM_TEST_ME " " EVA },
    { "off", NULL, 2 * HOUR, HOUR, CRM_TEST_ME " " IDA, NULL, CRM_EVENT_CANCELLED },
    { "declined", NULL, 2 * HOUR, HOUR, IDA " " CRM_TEST_ME "-" },
    { "tomorrow", NULL, 24 * HOUR, HOUR, CRM_TEST_ME " " IDA },
    { "fair", NULL, -DAY, 3 * DAY, CRM_TEST_ME " " KIM, NULL, 0, TRUE },
    { "fair before", NULL, -3 * DAY, 3 * DAY, CRM_TEST_ME " " KIM, NULL, 0, TRUE },
  };
  g_autoptr (CrmEvent) prepared = make_event ("prepared", 5 * HOUR);
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (GString) uids = g_string_new (NULL);
  g_autoptr (GPtrArray) briefs = NULL;
  g_autoptr (GError) error = NULL;
  int day = (int)(CRM_TEST_START_USEC / G_USEC_PER_SEC / DAY);

  crm_test_put_events (test->store, events, G_N_ELEMENTS (events));
  crm_test_write (test->store, crm_meetings_file (prepared, CRM_TARGET_DEAL, deal));
  briefs = crm_store_read_sync (test->store, load_day, &day, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < briefs->len; i++)
    g_string_append_printf (uids, "%s ",
                            ((CrmMeetingBrief *)g_ptr_array_index (briefs, i))->event->uid);
  g_assert_cmpstr (uids->str, ==, "fair first second prepared ");
}

static void
assert_when (const CrmEvent *event, const char *expected)
{
  g_autofree char *text = crm_phrase_event_time_full (event);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_when (void)
{
  g_autoptr (CrmEvent) event = make_event ("Malt", 0);

  assert_when (event, "Monday, 2 Mar 2026, 10:00–11:00");
  event->zone = g_strdup ("America/New_York");
  event->zone_offset_secs = -5 * 3600;
  assert_when (event, "Monday, 2 Mar 2026, 10:00–11:00\n"
                      "Monday, 2 Mar 2026, 05:00–06:00 in America/New York");
  event->zone_offset_secs = -11 * 3600; /* the day before, there */
  assert_when (event, "Monday, 2 Mar 2026, 10:00–11:00\n"
                      "Sunday, 1 Mar 2026, 23:00 – Monday, 2 Mar 2026, 00:00 in America/New York");
  event->zone_offset_secs = 0; /* another name of the same time */
  assert_when (event, "Monday, 2 Mar 2026, 10:00–11:00");
  event->end_usec = event->start_usec;
  assert_when (event, "Monday, 2 Mar 2026, 10:00");
  event->is_all_day = TRUE;
  event->start_usec -= 10 * HOUR * G_USEC_PER_SEC;
  event->end_usec = event->start_usec + DAY * G_USEC_PER_SEC;
  assert_when (event, "Monday, 2 Mar 2026, all day");
  event->end_usec += DAY * G_USEC_PER_SEC;
  assert_when (event, "Monday, 2 Mar 2026 – Tuesday, 3 Mar 2026");
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meeting-sheet/many-promises", test_many_promises);
  g_test_add_func ("/meeting-sheet/whole", test_whole);
  g_test_add_func ("/meeting-sheet/once", test_once);
  g_test_add_func ("/meeting-sheet/nobody-and-crowd", test_nobody_and_crowd);
  g_test_add_func ("/meeting-sheet/day", test_day);
  g_test_add_func ("/meeting-sheet/when", test_when);
  return g_test_run ();
}

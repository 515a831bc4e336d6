/* test-history-meetings.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-events.h"

#include "model/crm-date.h"
#include "service/crm-scope.h"

#define IDA "ida@alder.example"
#define IDA_TOO "ida@home.example"
#define HOUR ((gint64)CRM_TEST_HOUR)
#define DAY ((gint64)CRM_TEST_DAY)

static const char both[] = CRM_TEST_ME " " IDA;

static const CrmHistoryItem *
item (const CrmHistory *history, guint i)
{
  g_assert_cmpuint (i, <, history->items->len);
  return g_ptr_array_index (history->items, i);
}

static void
assert_texts (const CrmHistory *history, const char *texts)
{
  g_autofree char *found = crm_test_texts (history);

  g_assert_cmpstr (found, ==, texts);
  if (history->distinct_total >= 0 && !history->has_more)
    g_assert_cmpint (history->distinct_total, ==, history->items->len);
}

static void
assert_state (const CrmHistory *history, const char *uid, CrmMeetingState state)
{
  for (guint i = 0; i < history->items->len; i++)
    if (g_str_equal (item (history, i)->event_uid, uid))
      {
        g_assert_cmpint (item (history, i)->meeting_state, ==, state);
        return;
      }
  g_error ("%s is not there", uid);
}

static void
test_states (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  const CrmTestEvent events[] = {
    { "planned", NULL, HOUR, HOUR, both },
    { "now", NULL, -HOUR, 2 * HOUR, both },
    { "held", NULL, -2 * HOUR, HOUR, both },
    { "cancelled", NULL, -3 * HOUR, HOUR, both, NULL, CRM_EVENT_CANCELLED },
    { "declined", NULL, -4 * HOUR, HOUR, CRM_TEST_ME " " IDA "-" },
    { "refused", NULL, -5 * HOUR, HOUR, IDA " " CRM_TEST_ME "-" },
    { "third", NULL, -6 * HOUR, HOUR, IDA " jo@birch.example-" },
    { "others", NULL, -6 * HOUR, HOUR, CRM_TEST_ME " jo@birch.example" },
  };
  g_autoptr (CrmHistory) history = NULL;

  crm_test_own (test->store, "own_address", CRM_TEST_ME);
  crm_test_put_events (test->store, events, G_N_ELEMENTS (events));
  history = crm_test_history_of (test->store, IDA);
  assert_texts (history, "planned,now,held,cancelled,declined,refused,third");
  assert_state (history, "planned", CRM_MEETING_PLANNED);
  assert_state (history, "now", CRM_MEETING_UNDER_WAY);
  assert_state (history, "held", CRM_MEETING_HELD);
  assert_state (history, "cancelled", CRM_MEETING_CANCELLED);
  assert_state (history, "declined", CRM_MEETING_DECLINED);
  assert_state (history, "refused", CRM_MEETING_DECLINED_BY_USER);
  assert_state (history, "third", CRM_MEETING_HELD);
  g_assert_cmpint (item (history, 0)->reason, ==, CRM_REASON_ADDRESS);
  g_assert_cmpstr (item (history, 0)->reason_detail, ==, IDA);
  g_assert_cmpstr (history->next_meeting->event_uid, ==, "planned");
  g_assert_cmpint (history->last_met_usec, ==, CRM_TEST_START_USEC - HOUR * G_USEC_PER_SEC);
}

/* What is off is neither the next meeting nor the last one. */
static void
test_landmarks (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  const CrmTestEvent events[] = {
    { "later", NULL, 2 * DAY, HOUR, both },
    { "next", NULL, DAY, HOUR, both },
    { "off", NULL, HOUR, HOUR, both, NULL, CRM_EVENT_CANCELLED },
    { "refused", NULL, HOUR, HOUR, IDA " " CRM_TEST_ME "-" },
    { "declined", NULL, -HOUR, HOUR, CRM_TEST_ME " " IDA "-" },
    { "held", NULL, -DAY, HOUR, both },
  };
  g_autoptr (CrmHistory) history = NULL;
  const CrmTestLetter letter = { "a", NULL, IDA, CRM_TEST_ME, "a", -2 * DAY };
  g_autoptr (CrmMessage) message = crm_test_receive (test->store, &letter);
  g_autoptr (CrmContext) context = NULL;

  crm_test_own (test->store, "own_address", CRM_TEST_ME);
  crm_test_put_events (test->store, events, G_N_ELEMENTS (events));
  history = crm_test_history_of (test->store, IDA);
  g_assert_cmpstr (history->next_meeting->event_uid, ==, "next");
  g_assert_cmpint (history->last_met_usec, ==, CRM_TEST_START_USEC - DAY * G_USEC_PER_SEC);
  context = crm_test_context (test->store, message, NULL);
  g_assert_cmpint (context->activity.last_met_usec, ==, history->last_met_usec);
  g_assert_cmpstr (context->history->next_meeting->event_uid, ==, "next");
}

static void
test_copies (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  const char *addresses[] = { IDA, IDA_TOO, NULL };
  const CrmTestEvent events[] = {
    { "visit", NULL, -HOUR, HOUR, both, "mine" },
    { "visit", NULL, -HOUR, HOUR, both, "team" },
    { "moved", NULL, -DAY, HOUR, both, "old" },
    { "moved", NULL, -2 * HOUR, HOUR, both, "new" },
    { "between", NULL, -12 * HOUR, HOUR, both },
    { "two", NULL, -2 * DAY, HOUR, CRM_TEST_ME " " IDA "- " IDA_TOO },
    { "split", NULL, -3 * DAY, HOUR, both, "mine" },
    { "split", NULL, -3 * DAY, HOUR, CRM_TEST_ME " " IDA_TOO, "team" },
  };
  CrmHistoryQuery query
      = { .addresses = addresses, .before_usec = G_MAXINT64, .limit = 10, .want_totals = TRUE };
  g_autoptr (CrmHistory) rest = NULL;
  g_autoptr (CrmHistory) history = NULL;

  crm_test_put_events (test->store, events, G_N_ELEMENTS (events));
  history = crm_test_history (test->store, &query);
  assert_texts (history, "visit,moved,between,two,split");
  g_assert_cmpstr (item (history, 1)->source, ==, "new");
  assert_state (history, "two", CRM_MEETING_HELD);
  query.after = item (history, 2);
  query.want_totals = FALSE;
  rest = crm_test_history (test->store, &query); /* the page that would hold the old copy */
  assert_texts (rest, "two,split");
}

/* Every week that has been, and one that is to come. */
static void
test_series (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  const CrmTestEvent events[] = {
    { "weekly", "20260216T110000Z", -13 * DAY, HOUR, both },
    { "weekly", "20260223T110000Z", -6 * DAY, HOUR, both },
    { "weekly", "20260302T110000Z", HOUR, HOUR, both, NULL, CRM_EVENT_CANCELLED },
    { "weekly", "20260309T110000Z", 7 * DAY, HOUR, both },
    { "weekly", "20260316T110000Z", 14 * DAY, HOUR, both },
    { "weekly", "20260323T110000Z", 21 * DAY, HOUR, both, NULL, CRM_EVENT_CANCELLED },
  };
  g_autoptr (CrmHistory) history = NULL;

  crm_test_put_events (test->store, events, G_N_ELEMENTS (events));
  history = crm_test_history_of (test->store, IDA);
  assert_texts (history, "weekly,weekly,weekly,weekly");
  g_assert_cmpstr (item (history, 0)->recurrence_id, ==, "20260309T110000Z");
  g_assert_cmpint (item (history, 0)->meeting_state, ==, CRM_MEETING_PLANNED);
  g_assert_cmpint (item (history, 1)->meeting_state, ==, CRM_MEETING_CANCELLED);
  g_assert_cmpstr (history->next_meeting->recurrence_id, ==, "20260309T110000Z");
}

typedef struct
{
  const char *zone;
  int days; /* what day it is there, seen from UTC */
} Place;

/* An all-day meeting is on its day, wherever the user is. */
static void
test_all_day (gconstpointer data)
{
  const Place *place = data;
  gint64 today = place->days * DAY;
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  const CrmTestEvent events[] = {
    { "tomorrow", NULL, today + DAY, DAY, both, NULL, 0, TRUE },
    { "today", NULL, today, DAY, both, NULL, 0, TRUE },
    { "yesterday", NULL, today - DAY, DAY, both, NULL, 0, TRUE },
    { "fair", NULL, today - 3 * DAY, 4 * DAY, both, NULL, 0, TRUE },
  };
  g_autoptr (CrmHistory) history = NULL;
  g_autoptr (GTimeZone) local = NULL;
  gint64 midnight;

  g_setenv ("TZ", place->zone, TRUE);
  local = g_time_zone_new_local ();
  crm_test_put_events (test->store, events, G_N_ELEMENTS (events));
  history = crm_test_history_of (test->store, IDA);
  assert_texts (history, "tomorrow,today,yesterday,fair");
  assert_state (history, "tomorrow", CRM_MEETING_PLANNED);
  assert_state (history, "today", CRM_MEETING_UNDER_WAY);
  assert_state (history, "yesterday", CRM_MEETING_HELD);
  assert_state (history, "fair", CRM_MEETING_UNDER_WAY);
  g_assert_cmpstr (history->next_meeting->event_uid, ==, "today");
  midnight = crm_date_day_to_usec (crm_date_day_from_usec (CRM_TEST_START_USEC, local), local);
  g_assert_cmpint (history->last_met_usec, ==, midnight);
}

/* Pages, whatever their size, give what one long page gives. */
static void
test_pages (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (GPtrArray) uids = g_ptr_array_new_with_free_func (g_free);
  g_autofree CrmTestEvent *events = g_new0 (CrmTestEvent, 60);
  const char *addresses[] = { IDA, NULL };
  g_autoptr (CrmHistory) all = NULL;

  for (guint i = 0; i < 60; i++) /* three at a time, letters at the same moment, some planned */
    {
      char *uid = g_strdup_printf ("m%02u", (i * 7) % 60);
      const CrmTestLetter letter
          = { uid, NULL, IDA, CRM_TEST_ME, uid, ((gint64)i / 3 - 17) * HOUR };

      g_ptr_array_add (uids, uid);
      events[i] = (CrmTestEvent){ uid, NULL, letter.secs, HOUR, both };
      if (i % 2 == 0)
        crm_message_unref (crm_test_receive (test->store, &letter));
    }
  crm_test_put_events (test->store, events, 60);
  all = crm_test_history_of (test->store, IDA);
  g_assert_cmpint (all->items->len, ==, 90);
  for (guint limit = 1; limit < 12; limit++)
    {
      CrmHistoryQuery query = { .addresses = addresses, .before_usec = G_MAXINT64, .limit = limit };
      g_autoptr (CrmHistory) page = NULL;
      guint n = 0;

      do
        {
          CrmHistory *next = crm_test_history (test->store, &query);

          g_assert_cmpint (next->has_more, ==, n + limit < 90);
          for (guint i = 0; i < next->items->len; i++, n++)
            {
              g_assert_cmpint (item (next, i)->kind, ==, item (all, n)->kind);
              g_assert_cmpstr (item (next, i)->text, ==, item (all, n)->text);
            }
          g_clear_pointer (&page, crm_history_free);
          page = next;
          query.after = item (page, page->items->len - 1);
        }
      while (page->has_more);
      g_assert_cmpint (n, ==, 90);
    }
}

static void
test_domain (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  const char *domains[] = { "alder.example", NULL };
  const CrmTestEvent events[] = {
    { "one", NULL, -HOUR, HOUR, CRM_TEST_ME " new@sales.alder.example" },
    { "both", NULL, -2 * HOUR, HOUR, CRM_TEST_ME " " IDA " jo@alder.example" },
    { "other", NULL, -3 * HOUR, HOUR, CRM_TEST_ME " jo@birch.example" },
  };
  CrmHistoryQuery query
      = { .domains = domains, .before_usec = G_MAXINT64, .limit = 10, .want_totals = TRUE };
  g_autoptr (CrmHistory) history = NULL;

  crm_test_put_events (test->store, events, G_N_ELEMENTS (events));
  history = crm_test_history (test->store, &query);
  assert_texts (history, "one,both");
  g_assert_cmpint (item (history, 0)->reason, ==, CRM_REASON_DOMAIN);
  g_assert_cmpstr (item (history, 0)->reason_detail, ==, "alder.example");
}

/* Never works backwards, and being taken back brings the calendar's copy in again. */
static void
test_excluded (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  const CrmTestEvent event = { "visit", NULL, -HOUR, HOUR, both };
  CrmChangeSet *set = crm_change_set_new ("exclude", CRM_CAUSE_USER);
  g_autoptr (CrmHistory) before = NULL;
  g_autoptr (CrmHistory) after = NULL;
  g_autoptr (CrmHistory) later = NULL;

  crm_test_put_events (test->store, &event, 1);
  crm_test_store_script (test, "index.db",
                         "INSERT INTO meta VALUES ('calendar-stamp:calendar', 'read')");
  before = crm_test_history_of (test->store, IDA);
  assert_texts (before, "visit");
  crm_scope_exclude (set, "address", IDA);
  crm_test_write (test->store, set);
  crm_test_apply_scope (test->store);
  after = crm_test_history_of (test->store, IDA);
  assert_texts (after, "");
  g_assert_cmpint (crm_test_store_int (test, "index.db",
                                       "SELECT count(*) FROM event_party WHERE address = '" IDA
                                       "'"),
                   ==, 0);
  g_assert_cmpint (crm_test_store_int (test, "index.db",
                                       "SELECT count(*) FROM meta"
                                       " WHERE key = 'calendar-stamp:calendar'"),
                   ==, 0);
  crm_test_put_events (test->store, &event, 1); /* the calendar once more */
  later = crm_test_history_of (test->store, IDA);
  assert_texts (later, "");
}

int
main (int argc, char **argv)
{
  static const Place utc = { "UTC", 0 };
  static const Place east = { "Pacific/Kiritimati", 1 };
  static const Place west = { "Etc/GMT+12", -1 };

  g_test_init (&argc, &argv, NULL);
  g_setenv ("TZ", "UTC", TRUE);
  g_test_add_func ("/history-meetings/states", test_states);
  g_test_add_func ("/history-meetings/landmarks", test_landmarks);
  g_test_add_func ("/history-meetings/copies", test_copies);
  g_test_add_func ("/history-meetings/series", test_series);
  g_test_add_func ("/history-meetings/pages", test_pages);
  g_test_add_func ("/history-meetings/domain", test_domain);
  g_test_add_func ("/history-meetings/excluded", test_excluded);
  g_test_add_data_func ("/history-meetings/all-day/utc", &utc, test_all_day);
  g_test_add_data_func ("/history-meetings/all-day/east", &east, test_all_day);
  g_test_add_data_func ("/history-meetings/all-day/west", &west, test_all_day);
  return g_test_run ();
}

/* test-meetings.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-events.h"

#include "service/crm-filing.h"
#include "service/crm-meetings.h"
#include "service/crm-people.h"
#include "store/crm-event-query.h"

#define IDA "ida@alder.example"
#define HOUR ((gint64)CRM_TEST_HOUR)
#define DAY ((gint64)CRM_TEST_DAY)

static const char both[] = CRM_TEST_ME " " IDA;

static CrmEvent *
make_event (const char *uid, const char *recurrence_id, gint64 start_secs)
{
  CrmEvent *event = crm_event_new ("calendar", uid, recurrence_id);

  event->start_usec = CRM_TEST_START_USEC + start_secs * G_USEC_PER_SEC;
  event->end_usec = event->start_usec + HOUR * G_USEC_PER_SEC;
  crm_event_set_summary (event, uid);
  crm_event_add_party (event, CRM_TEST_ME, NULL, CRM_PARTICIPATION_ACCEPTED, TRUE);
  crm_event_add_party (event, IDA, "Ida", CRM_PARTICIPATION_UNKNOWN, FALSE);
  return event;
}

static gpointer
load_context (CrmReader *reader, gpointer data, GError **error)
{
  return crm_context_load (reader, data, error);
}

static CrmContext *
context_of (CrmTestStore *test, CrmEvent *event)
{
  g_autoptr (CrmMessage) message = crm_meetings_people_of (event);
  CrmContextRequest request = { .message = message, .history_limit = 20, .event = event };
  g_autoptr (GError) error = NULL;
  CrmContext *context = crm_store_read_sync (test->store, load_context, &request, NULL, &error);

  g_assert_no_error (error);
  return context;
}

/* A text that was not saved is kept for its meeting and field until it is settled, and undo takes
 * back what somebody did, not that. */
static void
test_unsaved (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmEvent) event = make_event ("tasting", NULL, CRM_TEST_DAY);
  g_autofree char *meeting = crm_meetings_id_of (event);
  CrmContext *context;

  crm_test_own (test->store, "own_address", CRM_TEST_ME);
  crm_test_write (test->store, crm_meetings_set_minutes (event, NULL, "Theirs"));
  crm_test_write (test->store,
                  crm_meetings_keep_unsaved (meeting, "outcome_note", "Mine,\nin two lines"));
  context = context_of (test, event);
  g_assert_cmpstr (context->unsaved_minutes, ==, "Mine,\nin two lines");
  g_assert_null (context->unsaved_agenda);
  crm_context_unref (context);

  crm_test_undo (test->store);
  context = context_of (test, event);
  g_assert_cmpstr (context->unsaved_minutes, ==, "Mine,\nin two lines");
  g_assert_true (context->meeting == NULL
                 || crm_record_get_text (context->meeting, "outcome_note") == NULL);
  crm_context_unref (context);

  crm_test_write (test->store, crm_meetings_keep_unsaved (meeting, "outcome_note", NULL));
  context = context_of (test, event);
  g_assert_null (context->unsaved_minutes);
  crm_context_unref (context);
}

static CrmHistory *
history_of_deal (CrmTestStore *test, const char *deal)
{
  CrmHistoryQuery query
      = { .deal = deal, .before_usec = G_MAXINT64, .limit = 10, .want_totals = TRUE };

  return crm_test_history (test->store, &query);
}

static const CrmHistoryItem *
only_meeting (const CrmHistory *history)
{
  const CrmHistoryItem *found = NULL;

  for (guint i = 0; i < history->items->len; i++)
    {
      const CrmHistoryItem *item = g_ptr_array_index (history->items, i);

      if (item->kind != CRM_HISTORY_MEETING)
        continue;
      g_assert_null (found);
      found = item;
    }
  g_assert_nonnull (found);
  return found;
}

static guint
count_meetings (const CrmHistory *history)
{
  guint n = 0;

  for (guint i = 0; i < history->items->len; i++)
    n += ((const CrmHistoryItem *)g_ptr_array_index (history->items, i))->kind
         == CRM_HISTORY_MEETING;
  return n;
}

static void
test_file (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  const CrmTestEvent events[] = { { "visit", NULL, 2 * HOUR, HOUR, both } };
  g_autoptr (CrmEvent) event = make_event ("visit", NULL, HOUR);
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autofree char *stored = NULL;
  g_autoptr (CrmHistory) live = NULL;
  g_autoptr (CrmHistory) gone = NULL;
  g_autoptr (CrmHistory) undone = NULL;
  g_autoptr (CrmContext) context = NULL;

  crm_test_own (test->store, "own_address", CRM_TEST_ME);
  crm_test_write (test->store, crm_meetings_file (event, CRM_TARGET_DEAL, deal));
  g_assert_cmpint (crm_test_write (test->store, crm_meetings_file (event, CRM_TARGET_DEAL, deal)),
                   ==, 0);
  stored = crm_test_store_text (test, "crm.db",
                                "SELECT uid || '|' || summary || '|' || parties || '|' ||"
                                " (ends_at - starts_at) FROM meeting");
  g_assert_cmpstr (stored, ==, "visit|visit|" CRM_TEST_ME ", " IDA "|3600000000");
  context = context_of (test, event);
  g_assert_cmpuint (context->filed->len, ==, 1);
  g_assert_null (context->proposal);

  gone = history_of_deal (test, deal); /* no calendar has it */
  g_assert_true (only_meeting (gone)->gone);
  g_assert_cmpint (only_meeting (gone)->usec, ==, event->start_usec);
  g_assert_cmpint (gone->distinct_total, ==, gone->items->len);

  crm_test_put_events (test->store, events, 1); /* where it is an hour later than it was */
  live = history_of_deal (test, deal);
  g_assert_false (only_meeting (live)->gone);
  g_assert_cmpint (only_meeting (live)->reason, ==, CRM_REASON_HAND);
  g_assert_cmpint (only_meeting (live)->meeting_state, ==, CRM_MEETING_PLANNED);
  g_assert_cmpint (only_meeting (live)->usec, ==, CRM_TEST_START_USEC + 2 * HOUR * G_USEC_PER_SEC);

  crm_test_undo (test->store);
  undone = history_of_deal (test, deal);
  g_assert_cmpuint (count_meetings (undone), ==, 0);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM meeting"), ==, 0);
  crm_test_check (test->store);
}

/* What somebody said counts more than the calendar. */
static void
test_outcome (void)
{
  static const struct
  {
    CrmOutcome outcome;
    CrmMeetingState state;
    gboolean met;
  } cases[] = {
    { CRM_OUTCOME_NO_SHOW, CRM_MEETING_NO_SHOW, FALSE },
    { CRM_OUTCOME_NOT_HELD, CRM_MEETING_NOT_HELD, FALSE },
    { CRM_OUTCOME_HELD, CRM_MEETING_HELD, TRUE },
    { CRM_OUTCOME_NONE, CRM_MEETING_CANCELLED, FALSE },
  };
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  const CrmTestEvent events[]
      = { { "visit", NULL, -2 * HOUR, HOUR, both, NULL, CRM_EVENT_CANCELLED } };
  g_autoptr (CrmEvent) event = make_event ("visit", NULL, -2 * HOUR);

  crm_test_put_events (test->store, events, 1);
  crm_test_write (test->store, crm_meetings_set_minutes (event, NULL, "Two pumps\nby May"));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrmContext) before = context_of (test, event);
      g_autoptr (CrmContext) after = NULL;
      const CrmHistoryItem *item;

      crm_test_write (test->store,
                      crm_meetings_set_outcome (event, before->meeting, cases[i].outcome));
      after = context_of (test, event);
      item = only_meeting (after->history);
      g_assert_cmpint (item->meeting_state, ==, cases[i].state);
      g_assert_cmpint (item->has_outcome, ==, cases[i].outcome != CRM_OUTCOME_NONE);
      g_assert_cmpstr (item->outcome_note, ==, "Two pumps\nby May");
      g_assert_cmpint (after->activity.last_met_usec != 0, ==, cases[i].met);
    }
  crm_test_undo (test->store); /* "held" again */
  {
    g_autoptr (CrmContext) undone = context_of (test, event);

    g_assert_cmpint (only_meeting (undone->history)->meeting_state, ==, CRM_MEETING_HELD);
  }
  crm_test_check (test->store);
}

/* Two windows: the second must not wipe out what the first wrote. */
static void
test_conflict (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmEvent) event = make_event ("visit", NULL, -HOUR);

  crm_test_write (test->store, crm_meetings_set_minutes (event, NULL, "first"));
  crm_test_refuse (test->store, crm_meetings_set_minutes (event, NULL, "second"),
                   CRM_ERROR_CONFLICT);
}

static void
test_wrong (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  const CrmTestEvent events[] = { { "visit", NULL, -HOUR, HOUR, both } };
  g_autoptr (CrmEvent) event = make_event ("visit", NULL, -HOUR);
  g_autofree char *person = crm_test_make_person (test->store, "Ida");
  const char *addresses[] = { IDA, NULL };
  CrmHistoryQuery query = { .addresses = addresses,
                            .person = person,
                            .before_usec = G_MAXINT64,
                            .limit = 10,
                            .want_totals = TRUE };
  g_autoptr (CrmHistory) there = NULL;
  g_autoptr (CrmHistory) out = NULL;
  g_autoptr (CrmHistory) confirmed = NULL;

  crm_test_put_events (test->store, events, 1);
  there = crm_test_history (test->store, &query);
  g_assert_cmpint (only_meeting (there)->reason, ==, CRM_REASON_ADDRESS);
  crm_test_write (test->store, crm_meetings_unfile (event, CRM_TARGET_PERSON, person));
  out = crm_test_history (test->store, &query);
  g_assert_cmpuint (count_meetings (out), ==, 0);
  g_assert_cmpint (out->distinct_total, ==, 0);
  g_assert_cmpint (out->last_met_usec, ==, 0);
  crm_test_write (test->store, crm_meetings_confirm (event, CRM_TARGET_PERSON, person));
  confirmed = crm_test_history (test->store, &query);
  g_assert_true (only_meeting (confirmed)->confirmed);
  g_assert_cmpint (only_meeting (confirmed)->reason, ==, CRM_REASON_ADDRESS);
}

static void
assert_proposal (CrmTestStore *test, CrmEvent *event, const char *deal, CrmProposalReason reason)
{
  g_autoptr (CrmContext) context = context_of (test, event);

  g_assert_cmpint (context->proposal_reason, ==, reason);
  g_assert_cmpstr (context->proposal != NULL ? context->proposal->deal->id : NULL, ==, deal);
}

static void
test_series (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmEvent) first = make_event ("weekly", "20260223T110000Z", -7 * DAY);
  g_autoptr (CrmEvent) second = make_event ("weekly", "20260302T110000Z", HOUR);
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");

  assert_proposal (test, second, NULL, CRM_PROPOSAL_NONE);
  crm_test_write (test->store, crm_meetings_file (first, CRM_TARGET_DEAL, deal));
  assert_proposal (test, second, deal, CRM_PROPOSAL_SERIES);
  crm_test_write (test->store, crm_meetings_unfile (second, CRM_TARGET_DEAL, deal));
  assert_proposal (test, second, NULL, CRM_PROPOSAL_NONE);
}

/* A series that was filed as a whole lies in the calendar as its occurrences. */
static void
test_whole_series (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  const CrmTestEvent events[] = { { "weekly", "20260302T110000Z", HOUR, HOUR, both } };
  g_autoptr (CrmEvent) all = make_event ("weekly", NULL, HOUR);
  g_autoptr (CrmEvent) one = make_event ("weekly", "20260302T110000Z", HOUR);
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmHistory) history = NULL;

  crm_test_put_events (test->store, events, 1);
  crm_test_write (test->store, crm_meetings_file (all, CRM_TARGET_DEAL, deal));
  history = history_of_deal (test, deal);
  g_assert_false (only_meeting (history)->gone);
  assert_proposal (test, one, deal, CRM_PROPOSAL_SERIES);
}

static void
test_invitation (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  const CrmTestLetter letter
      = { "invite", NULL, IDA, CRM_TEST_ME, "Delivery of the alder pumps", -3 * DAY };
  g_autoptr (CrmMessage) message = crm_test_receive (test->store, &letter);
  g_autoptr (CrmEvent) event = make_event ("invited", NULL, HOUR);
  g_autoptr (CrmEvent) others = crm_event_new ("calendar", "others", NULL);
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");

  crm_test_own (test->store, "own_address", CRM_TEST_ME);
  crm_event_set_summary (event, letter.subject);
  crm_event_set_summary (others, letter.subject);
  others->start_usec = event->start_usec;
  others->end_usec = event->end_usec;
  crm_event_add_party (others, CRM_TEST_ME, NULL, CRM_PARTICIPATION_ACCEPTED, TRUE);
  crm_event_add_party (others, "jo@birch.example", NULL, CRM_PARTICIPATION_ACCEPTED, FALSE);
  crm_test_write (test->store, crm_filing_file (message, CRM_TARGET_DEAL, deal));
  assert_proposal (test, event, deal, CRM_PROPOSAL_INVITATION);
  assert_proposal (test, others, NULL, CRM_PROPOSAL_NONE);
  event->start_usec += 400 * DAY * G_USEC_PER_SEC;
  event->end_usec += 400 * DAY * G_USEC_PER_SEC;
  assert_proposal (test, event, NULL, CRM_PROPOSAL_NONE);
}

/* As calendars write, in any language, and with what they put behind the name. */
static void
test_invitation_words (void)
{
  static const char *const subjects[] = {
    "Invitation: Delivery of the alder pumps @ Mon Mar 2, 2026 10am - 11am (CET) (me@own.example)",
    "Updated invitation: Delivery of the alder pumps @ Tue Mar 3, 2026 (CET) (me@own.example)",
    "Re: Accepted: Delivery of the alder pumps",
    "AW: Einladung: Delivery of the alder pumps",
    "Zaproszenie: Delivery of the alder pumps",
    "دعوة: Delivery of the alder pumps",
  };
  static const char *const others[] = {
    "Delivery of the alder pumps is late",
    "Invoice: Delivery of the alder pumps",
    "Invitation: Delivery of the alder pumps and valves",
  };

  for (guint i = 0; i < G_N_ELEMENTS (subjects) + G_N_ELEMENTS (others); i++)
    {
      gboolean is_of_it = i < G_N_ELEMENTS (subjects);
      g_autoptr (CrmTestStore) test = crm_test_store_new ();
      const CrmTestLetter letter = { "invite",
                                     NULL,
                                     IDA,
                                     CRM_TEST_ME,
                                     is_of_it ? subjects[i] : others[i - G_N_ELEMENTS (subjects)],
                                     -3 * DAY };
      g_autoptr (CrmMessage) message = crm_test_receive (test->store, &letter);
      g_autoptr (CrmEvent) event = make_event ("invited", NULL, HOUR);
      g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");

      crm_test_own (test->store, "own_address", CRM_TEST_ME);
      crm_event_set_summary (event, "Delivery of the alder pumps");
      crm_test_write (test->store, crm_filing_file (message, CRM_TARGET_DEAL, deal));
      if (is_of_it)
        assert_proposal (test, event, deal, CRM_PROPOSAL_INVITATION);
      else
        assert_proposal (test, event, NULL, CRM_PROPOSAL_NONE);
    }
}

/* The letter that a calendar writes goes where the meeting is; any other letter of that name does
 * not follow from the meeting. */
static void
test_letter_of_meeting (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  const CrmTestLetter letters[] = {
    { "a", NULL, IDA, CRM_TEST_ME, "Accepted: Delivery of the alder pumps", -DAY },
    { "b", NULL, "jo@birch.example", CRM_TEST_ME, "Declined: Delivery of the alder pumps", -DAY },
    { "c", NULL, IDA, CRM_TEST_ME, "Accepted: Something else of ours", -DAY },
    { "d", NULL, IDA, CRM_TEST_ME, "Delivery of the alder pumps", -DAY },
    { "e", NULL, IDA, CRM_TEST_ME, "Accepted: Delivery of the alder pumps", -400 * DAY },
  };
  g_autoptr (CrmEvent) event = make_event ("pumps", NULL, HOUR);
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");

  crm_test_own (test->store, "own_address", CRM_TEST_ME);
  crm_event_set_summary (event, "Delivery of the alder pumps");
  crm_test_write (test->store, crm_meetings_file (event, CRM_TARGET_DEAL, deal));
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    {
      g_autoptr (CrmMessage) message = crm_test_receive (test->store, &letters[i]);
      g_autoptr (CrmContext) context = crm_test_context (test->store, message, NULL);

      g_assert_cmpint (context->proposal_reason, ==,
                       i == 0 ? CRM_PROPOSAL_MEETING : CRM_PROPOSAL_NONE);
      if (i == 0)
        g_assert_cmpstr (context->proposal->deal->id, ==, deal);
    }
}

/* A meeting of the user alone is filed as any other. */
static void
test_alone (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmEvent) event = crm_event_new ("calendar", "alone", NULL);
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmContext) before = NULL;
  g_autoptr (CrmContext) after = NULL;

  crm_event_set_summary (event, "Write the offer");
  crm_test_own (test->store, "own_address", CRM_TEST_ME);
  before = context_of (test, event);
  g_assert_null (before->address);
  g_assert_cmpuint (before->filed->len, ==, 0);
  g_assert_null (before->proposal);
  crm_test_write (test->store, crm_meetings_file (event, CRM_TARGET_DEAL, deal));
  after = context_of (test, event);
  g_assert_cmpuint (after->filed->len, ==, 1);
  g_assert_cmpuint (after->history->items->len, ==, 0);
  g_assert_nonnull (after->meeting);
}

/* Days have no zone: an all-day meeting begins with the user's day. */
static void
test_begun (void)
{
  g_autoptr (CrmEvent) event = crm_event_new ("calendar", "day", NULL);
  const gint64 midnight = CRM_TEST_START_USEC - 10 * HOUR * G_USEC_PER_SEC; /* UTC */

  event->start_usec = CRM_TEST_START_USEC;
  g_assert_false (crm_event_has_begun (event, CRM_TEST_START_USEC - 1));
  g_assert_true (crm_event_has_begun (event, CRM_TEST_START_USEC));
  event->is_all_day = TRUE;
  event->start_usec = midnight;
  g_setenv ("TZ", "Pacific/Auckland", TRUE); /* 13 hours ahead then */
  g_assert_true (crm_event_has_begun (event, midnight - 12 * HOUR * G_USEC_PER_SEC));
  g_assert_false (crm_event_has_begun (event, midnight - 14 * HOUR * G_USEC_PER_SEC));
  g_setenv ("TZ", "America/Los_Angeles", TRUE); /* 8 hours behind */
  g_assert_false (crm_event_has_begun (event, midnight + 7 * HOUR * G_USEC_PER_SEC));
  g_assert_true (crm_event_has_begun (event, midnight + 9 * HOUR * G_USEC_PER_SEC));
  g_setenv ("TZ", "UTC", TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meetings/unsaved", test_unsaved);
  g_test_add_func ("/meetings/file", test_file);
  g_test_add_func ("/meetings/outcome", test_outcome);
  g_test_add_func ("/meetings/conflict", test_conflict);
  g_test_add_func ("/meetings/wrong", test_wrong);
  g_test_add_func ("/meetings/series", test_series);
  g_test_add_func ("/meetings/whole-series", test_whole_series);
  g_test_add_func ("/meetings/invitation", test_invitation);
  g_test_add_func ("/meetings/invitation-words", test_invitation_words);
  g_test_add_func ("/meetings/letter-of-meeting", test_letter_of_meeting);
  g_test_add_func ("/meetings/alone", test_alone);
  g_test_add_func ("/meetings/begun", test_begun);
  return g_test_run ();
}

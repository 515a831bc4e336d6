/* test-activities.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "service/crm-activities.h"
#include "service/crm-call.h"

static gint64
count (CrmTestStore *test, const char *what)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", what);

  return crm_test_store_int (test, "crm.db", sql);
}

static void
test_note (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *person = crm_test_make_person (test->store, "Ida");
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autofree char *id = NULL;
  CrmSubject subject = { .person = person, .deal = deal };
  g_autoptr (CrmRecord) note = NULL;

  crm_test_write (test->store,
                  crm_activities_add_note (&subject, "wants a demo", test->now_usec, &id));
  note = crm_test_get (test->store, "note", id);
  g_assert_cmpstr (crm_record_get_text (note, "text"), ==, "wants a demo");
  g_assert_cmpstr (crm_record_get_text (note, "person"), ==, person);
  g_assert_cmpstr (crm_record_get_text (note, "deal"), ==, deal);
  g_assert_null (crm_record_get_text (note, "account"));
  g_assert_cmpint (crm_record_get_int (note, "at", 0), ==, test->now_usec);
  crm_test_undo (test->store);
  g_assert_cmpint (count (test, "note"), ==, 0);

  /* Nothing written is no note. */
  crm_test_refuse (test->store, crm_activities_add_note (&subject, "", test->now_usec, NULL),
                   CRM_ERROR_CONSTRAINT);
}

static void
test_call (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  CrmSubject subject = { .address = "ida@alder.example" };
  g_autofree char *id = NULL;
  g_autoptr (CrmRecord) call = NULL;
  g_autoptr (CrmHistory) history = NULL;

  crm_test_write (test->store,
                  crm_activities_log_call (&subject, "about prices", "in", test->now_usec, &id));
  call = crm_test_get (test->store, "call", id);
  g_assert_cmpstr (crm_record_get_text (call, "direction"), ==, "in");
  g_assert_cmpstr (crm_record_get_text (call, "address"), ==, "ida@alder.example");
  history = crm_test_history_of (test->store, "ida@alder.example");
  g_assert_cmpint (history->items->len, ==, 1);
  crm_test_undo (test->store);
  g_assert_cmpint (count (test, "call"), ==, 0);
  crm_test_refuse (test->store,
                   crm_activities_log_call (&subject, "text", "sideways", test->now_usec, NULL),
                   CRM_ERROR_INVALID_VALUE);
}

/* Call and next step are one change. */
static void
test_call_with_next_step (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  CrmSubject subject = { .address = "ida@alder.example" };
  int day = 20000;
  CrmCall call = { .subject = "Prices",
                   .direction = "out",
                   .outcome = "voicemail",
                   .phone = "+44 29 2018 0123",
                   .duration_secs = 95,
                   .at_usec = test->now_usec,
                   .next_step = "Ring again",
                   .next_day = &day };
  g_autofree char *id = NULL;
  g_autoptr (CrmRecord) record = NULL;
  g_autoptr (CrmHistory) history = NULL;
  const CrmHistoryItem *item;

  crm_test_write (test->store, crm_call_log (&subject, &call, &id));
  record = crm_test_get (test->store, "call", id);
  g_assert_cmpstr (crm_record_get_text (record, "phone"), ==, "+44 29 2018 0123");
  g_assert_cmpint (crm_record_get_int (record, "duration_secs", 0), ==, 95);
  g_assert_cmpint (count (test, "follow_up WHERE due = 20000 AND address = 'ida@alder.example'"),
                   ==, 1);
  history = crm_test_history_of (test->store, "ida@alder.example");
  item = g_ptr_array_index (history->items, 0);
  g_assert_cmpstr (item->call_outcome, ==, "voicemail");
  g_assert_cmpint (item->call_secs, ==, 95);
  crm_test_undo (test->store);
  g_assert_cmpint (count (test, "call") + count (test, "follow_up"), ==, 0);

  /* Without a next step there is none, and an unknown length is unknown. */
  call.next_step = "";
  call.duration_secs = -1;
  crm_test_write (test->store, crm_call_log (&subject, &call, NULL));
  g_assert_cmpint (count (test, "follow_up"), ==, 0);
  g_assert_cmpint (count (test, "call WHERE duration_secs IS NULL"), ==, 1);
}

static void
test_follow_up (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *person = crm_test_make_person (test->store, "Ida");
  CrmSubject subject = { .person = person };
  const int due = 20600;
  g_autofree char *id = NULL;
  g_autoptr (CrmRecord) open = NULL;
  g_autoptr (CrmRecord) done = NULL;
  g_autoptr (CrmRecord) reopened = NULL;

  crm_test_write (test->store,
                  crm_activities_add_follow_up (&subject, "Call back", &due,
                                                crm_store_get_actor (test->store), &id));
  open = crm_test_get (test->store, "follow_up", id);
  g_assert_cmpint (crm_record_get_int (open, "due", 0), ==, due);
  g_assert_cmpstr (crm_record_get_text (open, "owner"), ==, crm_store_get_actor (test->store));

  crm_test_write (test->store, crm_activities_set_done (open, TRUE, test->now_usec));
  done = crm_test_get (test->store, "follow_up", id);
  g_assert_cmpstr (crm_record_get_text (done, "status"), ==, "done");
  g_assert_cmpint (crm_record_get_int (done, "done_at", 0), ==, test->now_usec);
  /* Somebody did it already. */
  crm_test_refuse (test->store, crm_activities_set_done (open, FALSE, 1), CRM_ERROR_CONFLICT);

  crm_test_write (test->store, crm_activities_set_done (done, FALSE, test->now_usec));
  reopened = crm_test_get (test->store, "follow_up", id);
  g_assert_cmpstr (crm_record_get_text (reopened, "status"), ==, "open");
  g_assert_cmpint (crm_record_get (reopened, "done_at")->kind, ==, CRM_VALUE_NULL);
  crm_test_undo (test->store);
  g_assert_cmpint (count (test, "follow_up WHERE status = 'done'"), ==, 1);
  crm_test_undo (test->store);
  crm_test_undo (test->store);
  g_assert_cmpint (count (test, "follow_up"), ==, 0);
}

static void
test_some_day (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  CrmSubject subject = { .address = "ida@alder.example" };

  crm_test_write (test->store,
                  crm_activities_add_follow_up (&subject, "Think of them", NULL, NULL, NULL));
  g_assert_cmpint (count (test, "follow_up WHERE due IS NULL AND owner IS NULL"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/activities/note", test_note);
  g_test_add_func ("/activities/call", test_call);
  g_test_add_func ("/activities/call-with-next-step", test_call_with_next_step);
  g_test_add_func ("/activities/follow-up", test_follow_up);
  g_test_add_func ("/activities/some-day", test_some_day);
  return g_test_run ();
}

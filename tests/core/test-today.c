/* test-today.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-events.h"

#include "service/crm-deals.h"
#include "service/crm-people.h"
#include "service/crm-today.h"

#define TODAY 20514 /* of CRM_TEST_START_USEC */
#define ANN "ann@brewery.example"

typedef struct
{
  CrmTestStore *test; /* (owned) */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->test = crm_test_store_new ();
  crm_test_own (self->test->store, "own_address", CRM_TEST_ME);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  crm_test_check (self->test->store);
  crm_test_store_free (self->test);
}

static char *
make_deal (Fixture *self, const char *title, const char *person)
{
  CrmChangeSet *set = crm_change_set_new ("add-deal", CRM_CAUSE_USER);
  CrmNewDeal deal = { .title = title, .person = person, .now_usec = self->test->now_usec };
  char *id = crm_deals_create (set, &deal);

  crm_test_write (self->test->store, set);
  return id;
}

static void
set_int (Fixture *self, const char *entity, const char *id, const char *field, gint64 value)
{
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);

  crm_change_set_int (crm_change_set_update (set, entity, id), field, value);
  crm_test_write (self->test->store, set);
}

static char *
make_person (Fixture *self)
{
  char *person = crm_test_make_person (self->test->store, "Ann");
  CrmChangeSet *set = crm_change_set_new ("add-person", CRM_CAUSE_USER);
  g_autofree char *id = crm_entity_derive_id (crm_entity_find ("address"), ANN, NULL);
  CrmChange *change = crm_change_set_ensure (set, "address", id);

  crm_change_set_text (change, "address", ANN);
  crm_change_set_text (change, "person", person);
  crm_test_write (self->test->store, set);
  return person;
}

static void
add_follow_up (Fixture *self, const char *title, const char *kind, int due, const char *deal)
{
  CrmChangeSet *set = crm_change_set_new ("add-follow-up", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "follow_up", NULL);

  crm_change_set_text (change, "title", title);
  crm_change_set_text (change, "status", "open");
  crm_change_set_text (change, "kind", kind);
  if (deal != NULL)
    crm_change_set_text (change, "deal", deal);
  crm_change_set_int (change, "due", due);
  crm_test_write (self->test->store, set);
}

static gpointer
load_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_today_load (reader, error);
}

static CrmToday *
load (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  CrmToday *today = crm_store_read_sync (self->test->store, load_in_worker, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (today->day, ==, TODAY);
  return today;
}

static const CrmTodayItem *
get_item (const CrmToday *today, CrmTodaySection section, guint i)
{
  g_assert_cmpuint (i, <, today->sections[section]->len);
  return g_ptr_array_index (today->sections[section], i);
}

static void
assert_counts (const CrmToday *today, const char *expected)
{
  GString *counts = g_string_new (NULL);

  for (guint i = 0; i < CRM_TODAY_N_SECTIONS; i++)
    g_string_append_printf (counts, "%u ", today->sections[i]->len);
  g_assert_cmpstr (counts->str, ==, expected);
  g_string_free (counts, TRUE);
}

/* --- tests
 * ---------------------------------------------------------------------------------------- */

static void
test_empty (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmToday) today = load (self);

  assert_counts (today, "0 0 0 0 0 0 0 0 ");
}

static void
test_follow_ups (Fixture *self, gconstpointer data)
{
  g_autofree char *deal = make_deal (self, "Pumps", NULL);
  g_autoptr (CrmToday) today = NULL;

  add_follow_up (self, "tomorrow", "task", TODAY + 1, NULL);
  add_follow_up (self, "today", "task", TODAY, NULL);
  add_follow_up (self, "late", "call", TODAY - 3, deal);
  add_follow_up (self, "answer", "waiting", TODAY + 4, deal);
  add_follow_up (self, "no answer", "waiting", TODAY - 1, deal);
  today = load (self);
  assert_counts (today, "3 0 0 1 0 0 0 0 ");
  g_assert_cmpstr (crm_record_get_title (get_item (today, CRM_TODAY_FOLLOW_UPS, 0)->follow_up), ==,
                   "late");
  g_assert_cmpstr (get_item (today, CRM_TODAY_FOLLOW_UPS, 0)->deal->deal->id, ==, deal);
  g_assert_cmpstr (crm_record_get_title (get_item (today, CRM_TODAY_FOLLOW_UPS, 1)->follow_up), ==,
                   "no answer");
  g_assert_null (get_item (today, CRM_TODAY_FOLLOW_UPS, 2)->deal);
  g_assert_cmpstr (crm_record_get_title (get_item (today, CRM_TODAY_WAITING, 0)->follow_up), ==,
                   "answer");
}

static void
test_account (Fixture *self, gconstpointer data)
{
  CrmChangeSet *set = crm_change_set_new ("add-record", CRM_CAUSE_USER);
  CrmChange *account = crm_change_set_create (set, "account", NULL);
  CrmChange *follow_up = crm_change_set_create (set, "follow_up", NULL);
  g_autoptr (CrmToday) today = NULL;

  crm_change_set_text (account, "name", "Alder GmbH");
  crm_change_set_text (follow_up, "title", "Call");
  crm_change_set_text (follow_up, "status", "open");
  crm_change_set_text (follow_up, "kind", "task");
  crm_change_set_text (follow_up, "account", account->id);
  crm_change_set_int (follow_up, "due", TODAY);
  crm_test_write (self->test->store, set);
  today = load (self);
  g_assert_cmpstr (get_item (today, CRM_TODAY_FOLLOW_UPS, 0)->account_name, ==, "Alder GmbH");
}

/* One deal is told once: what closes soon, else what is stuck, else what has no step. */
static void
test_deals (Fixture *self, gconstpointer data)
{
  g_autofree char *bare = make_deal (self, "Bare", NULL);
  g_autofree char *planned = make_deal (self, "Planned", NULL);
  g_autofree char *closing = make_deal (self, "Closing", NULL);
  g_autoptr (CrmToday) today = NULL;

  crm_test_set_text (self->test->store, "deal", planned, "next_step", "Send the offer");
  set_int (self, "deal", closing, "expected_close", TODAY + CRM_TODAY_CLOSING_DAYS);
  today = load (self);
  assert_counts (today, "0 0 0 0 0 1 1 0 ");
  g_assert_cmpstr (get_item (today, CRM_TODAY_NO_STEP, 0)->deal->deal->id, ==, bare);
  g_assert_cmpstr (get_item (today, CRM_TODAY_CLOSING, 0)->deal->deal->id, ==, closing);
  crm_today_unref (g_steal_pointer (&today));

  set_int (self, "deal", closing, "expected_close", TODAY + CRM_TODAY_CLOSING_DAYS + 1);
  set_int (self, "deal", planned, "stage_since",
           self->test->now_usec - 40 * CRM_TEST_DAY * G_GINT64_CONSTANT (1000000));
  today = load (self);
  assert_counts (today, "0 0 0 0 1 2 0 0 ");
  g_assert_cmpstr (get_item (today, CRM_TODAY_STUCK, 0)->deal->deal->id, ==, planned);
}

static void
test_meetings (Fixture *self, gconstpointer data)
{
  g_autofree char *person = make_person (self);
  const CrmTestEvent events[] = {
    { "later", NULL, 5 * CRM_TEST_HOUR, CRM_TEST_HOUR, CRM_TEST_ME " " ANN, NULL, 0, FALSE },
    { "now", NULL, CRM_TEST_HOUR, CRM_TEST_HOUR, CRM_TEST_ME " " ANN, NULL, 0, FALSE },
    { "now", NULL, CRM_TEST_HOUR, CRM_TEST_HOUR, CRM_TEST_ME " " ANN, "other", 0, FALSE },
    { "tomorrow", NULL, CRM_TEST_DAY, CRM_TEST_HOUR, CRM_TEST_ME " " ANN, NULL, 0, FALSE },
    { "off", NULL, CRM_TEST_HOUR, CRM_TEST_HOUR, CRM_TEST_ME, NULL, CRM_EVENT_CANCELLED, FALSE },
  };
  g_autoptr (CrmToday) today = NULL;

  crm_test_put_events (self->test->store, events, G_N_ELEMENTS (events));
  today = load (self);
  assert_counts (today, "0 2 0 0 0 0 0 0 ");
  g_assert_cmpstr (get_item (today, CRM_TODAY_MEETINGS, 0)->event->uid, ==, "now");
  g_assert_cmpstr (get_item (today, CRM_TODAY_MEETINGS, 1)->event->uid, ==, "later");
  g_assert_cmpstr (get_item (today, CRM_TODAY_MEETINGS, 0)->person->id, ==, person);
}

static void
receive (Fixture *self,
         const char *uid,
         const char *from,
         const char *to,
         const char *subject,
         gint64 secs)
{
  const CrmTestLetter letter = { uid, NULL, from, to, subject, secs, 0 };
  g_autoptr (CrmMessage) message = crm_test_receive (self->test->store, &letter);

  g_assert_nonnull (message);
}

static void
test_my_turn (Fixture *self, gconstpointer data)
{
  g_autofree char *person = make_person (self);
  g_autofree char *deal = NULL;
  g_autoptr (CrmToday) today = NULL;

  receive (self, "1", ANN, CRM_TEST_ME, "Question", -5 * CRM_TEST_HOUR);
  today = load (self);
  assert_counts (today, "0 0 0 0 0 0 0 0 "); /* somebody without a deal is none of today's work */
  crm_today_unref (g_steal_pointer (&today));

  deal = make_deal (self, "Pumps", person);
  today = load (self);
  assert_counts (today, "0 0 1 0 0 1 0 0 ");
  g_assert_cmpstr (get_item (today, CRM_TODAY_MY_TURN, 0)->letter->text, ==, "Question");
  g_assert_cmpstr (get_item (today, CRM_TODAY_MY_TURN, 0)->person->id, ==, person);
  g_assert_cmpstr (get_item (today, CRM_TODAY_MY_TURN, 0)->deal->deal->id, ==, deal);
  crm_today_unref (g_steal_pointer (&today));

  receive (self, "2", CRM_TEST_ME, ANN, "Re: Question", -4 * CRM_TEST_HOUR);
  today = load (self);
  assert_counts (today, "0 0 0 0 0 1 0 0 ");
  crm_today_unref (g_steal_pointer (&today));

  receive (self, "3", ANN, CRM_TEST_ME, "Automatic reply: Question", -3 * CRM_TEST_HOUR);
  today = load (self);
  assert_counts (today, "0 0 0 0 0 1 0 0 ");
  crm_today_unref (g_steal_pointer (&today));

  receive (self, "4", ANN, CRM_TEST_ME, "One more question", -2 * CRM_TEST_HOUR);
  today = load (self);
  assert_counts (today, "0 0 1 0 0 1 0 0 ");
  crm_today_unref (g_steal_pointer (&today));

  crm_test_store_pass_secs (self->test, 61 * CRM_TEST_DAY);
  {
    g_autoptr (GError) error = NULL;

    today = crm_store_read_sync (self->test->store, load_in_worker, NULL, NULL, &error);
    g_assert_no_error (error);
  }
  g_assert_cmpuint (today->sections[CRM_TODAY_MY_TURN]->len, ==, 0);
}

static void
set_cadence (Fixture *self, const char *entity, const char *id, gint64 days)
{
  set_int (self, entity, id, "cadence_days", days);
}

/* Who should hear of us, and did not. */
static void
test_touch (Fixture *self, gconstpointer data)
{
  static const CrmTestLetter old
      = { "t1", NULL, "Old <old@alder.example>", CRM_TEST_ME, "Long ago", -86400 * 40, 0 };
  static const CrmTestLetter fresh
      = { "t2", NULL, CRM_TEST_ME, "fresh@alder.example", "Just now", -86400 * 2, 0 };
  g_autofree char *late = crm_test_make_person (self->test->store, "Old");
  g_autofree char *well = crm_test_make_person (self->test->store, "Fresh");
  g_autofree char *new_one = crm_test_make_person (self->test->store, "New");
  g_autoptr (CrmMessage) first = crm_test_receive (self->test->store, &old);
  g_autoptr (CrmMessage) second = crm_test_receive (self->test->store, &fresh);
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);
  g_autoptr (CrmToday) today = NULL;

  crm_people_add_address (set, late, "old@alder.example");
  crm_people_add_address (set, well, "fresh@alder.example");
  crm_test_write (self->test->store, set);
  set_cadence (self, "person", late, 30);
  set_cadence (self, "person", well, 30);
  set_cadence (self, "person", new_one, 7);
  today = load (self);
  assert_counts (today, "0 0 0 0 0 0 0 1 ");
  g_assert_cmpstr (get_item (today, CRM_TODAY_TOUCH, 0)->touch->record->id, ==, late);
  g_assert_cmpint (get_item (today, CRM_TODAY_TOUCH, 0)->touch->day, ==, TODAY - 10);

  /* An account is due by the letters of its domain. */
  set = crm_change_set_new ("load", CRM_CAUSE_USER);
  {
    g_autofree char *account = crm_people_create_account (set, "Alder", "alder.example", NULL);

    crm_change_set_int (crm_change_set_update (set, "account", account), "cadence_days", 1);
  }
  crm_test_write (self->test->store, set);
  g_clear_pointer (&today, crm_today_unref);
  today = load (self);
  assert_counts (today, "0 0 0 0 0 0 0 2 ");
  g_assert_cmpint (get_item (today, CRM_TODAY_TOUCH, 1)->touch->day, ==, TODAY - 1);
}

#define ADD(name, test) g_test_add ("/today/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("empty", test_empty);
  ADD ("follow-ups", test_follow_ups);
  ADD ("account", test_account);
  ADD ("deals", test_deals);
  ADD ("meetings", test_meetings);
  ADD ("my-turn", test_my_turn);
  ADD ("touch", test_touch);
  return g_test_run ();
}

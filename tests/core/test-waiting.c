/* test-waiting.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "model/crm-date.h"
#include "model/crm-ladder.h"
#include "model/crm-text.h"
#include "service/crm-waiting-watch.h"
#include "service/crm-waiting.h"

#define IDA "ida@alder.example"
#define KIM "kim@birch.example"
#define BOSS "boss@own.example"
#define HOUR G_GINT64_CONSTANT (3600)
#define DAY (24 * HOUR)
/* CRM_TEST_START_USEC is a Monday: 2026-03-02 */
#define MONDAY 20514
#define OFFER "offer@own.example"

typedef struct
{
  CrmTestStore *test; /* (owned) */
  char *id;           /* (owned): a follow-up that waits for Ida's answer to OFFER */
} Fixture;

static const CrmTestLetter offer = { OFFER, NULL, CRM_TEST_ME, IDA, "Offer for pumps", 0, 0 };

static char *
start (Fixture *self, const char *ladder, guint days)
{
  CrmSubject subject = { .address = IDA };
  CrmWaiting waiting = { .title = "Answer of Ida",
                         .wait_for = crm_message_id_hash (OFFER),
                         .since_usec = CRM_TEST_START_USEC,
                         .days = days,
                         .ladder = ladder };
  char *id;

  crm_test_write (self->test->store, crm_waiting_start (&subject, &waiting, &id));
  return id;
}

static void
set_up (Fixture *self, gconstpointer ladder)
{
  self->test = crm_test_store_new ();
  crm_test_own (self->test->store, "own_address", CRM_TEST_ME);
  crm_test_own (self->test->store, "own_domain", "own.example");
  crm_test_receive_all (self->test->store, &offer, 1);
  self->id = start (self, ladder, 3);
}

static void
tear_down (Fixture *self, gconstpointer ladder)
{
  g_free (self->id);
  crm_test_settle (self->test->store);
  crm_test_check (self->test->store);
  crm_test_store_free (self->test);
}

static guint
sweep (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  guint n = crm_waiting_sweep_sync (self->test->store, &error);

  g_assert_no_error (error);
  return n;
}

static CrmRecord *
get (Fixture *self)
{
  return crm_test_get (self->test->store, "follow_up", self->id);
}

static void
assert_status (Fixture *self, const char *status)
{
  g_autoptr (CrmRecord) record = get (self);

  g_assert_cmpstr (crm_record_get_text (record, "status"), ==, status);
}

/* What comes, and whether it is the answer. */
static void
check (Fixture *self, const CrmTestLetter *letter, gboolean is_answer)
{
  crm_test_receive_all (self->test->store, letter, 1);
  g_assert_cmpuint (sweep (self), ==, is_answer);
  assert_status (self, is_answer ? "done" : "open");
}

static void
test_answer (Fixture *self, gconstpointer data)
{
  const CrmTestLetter letter = { "a1", OFFER, IDA, CRM_TEST_ME, "Re: Offer for pumps", HOUR, 0 };
  g_autoptr (CrmMessage) message = crm_test_message (&letter);
  g_autoptr (CrmRecord) done = NULL;

  g_assert_cmpuint (sweep (self), ==, 0);
  check (self, &letter, TRUE);
  done = get (self);
  g_assert_cmpint (crm_record_get_int (done, "answered_by", 0), ==, (gint64)message->fingerprint);
  g_assert_cmpint (crm_record_get_int (done, "done_at", 0), ==, self->test->now_usec);
  g_assert_cmpint (crm_test_store_int (self->test, "crm.db",
                                       "SELECT cause FROM change_set ORDER BY seq DESC LIMIT 1"),
                   ==, CRM_CAUSE_MAIL);
  /* Once. */
  g_assert_cmpuint (sweep (self), ==, 0);
}

/* The answer answers an answer, and does not name the letter itself. */
static void
test_conversation (Fixture *self, gconstpointer data)
{
  const CrmTestLetter mine = { "m2", OFFER, CRM_TEST_ME, IDA, "Re: Offer for pumps", HOUR, 0 };
  const CrmTestLetter theirs = { "a2", "m2", IDA, CRM_TEST_ME, "Something else", 2 * HOUR, 0 };

  check (self, &mine, FALSE);
  check (self, &theirs, TRUE);
}

static void
test_subject (Fixture *self, gconstpointer data)
{
  const CrmTestLetter other = { "o1", NULL, IDA, CRM_TEST_ME, "Re: Lunch on Friday", HOUR, 0 };
  const CrmTestLetter anew = { "o2", NULL, IDA, CRM_TEST_ME, "Offer for pumps", HOUR, 0 };
  const CrmTestLetter stranger = { "o3", NULL, KIM, CRM_TEST_ME, "Re: Offer for pumps", HOUR, 0 };
  const CrmTestLetter answer = { "o4", NULL, IDA, CRM_TEST_ME, "AW: Offer for pumps", HOUR, 0 };

  check (self, &other, FALSE);
  check (self, &anew, FALSE);
  check (self, &stranger, FALSE);
  check (self, &answer, TRUE);
}

static void
test_no_answers (Fixture *self, gconstpointer data)
{
  static const CrmTestLetter letters[] = {
    { "n1", OFFER, IDA, CRM_TEST_ME, "Re: Offer for pumps", -HOUR, 0 }, /* earlier */
    { "n2", OFFER, IDA, CRM_TEST_ME, "Re: Offer for pumps", HOUR, CRM_MESSAGE_AUTOMATIC },
    { "n3", OFFER, IDA, CRM_TEST_ME, "Re: Offer for pumps", HOUR + 1, CRM_MESSAGE_LIST },
    { "n4", OFFER, IDA, CRM_TEST_ME, "Automatic reply: Offer for pumps", HOUR, 0 },
    { "n5", OFFER, IDA, CRM_TEST_ME, "Abwesenheitsnotiz: Offer for pumps", HOUR, 0 },
    { "n6", OFFER, "mailer-daemon@alder.example", CRM_TEST_ME, "Re: Offer for pumps", HOUR, 0 },
    { "n7", OFFER, CRM_TEST_ME, IDA, "Re: Offer for pumps", HOUR, 0 },
    { "n8", OFFER, BOSS, CRM_TEST_ME, "Re: Offer for pumps", HOUR, 0 }, /* a colleague joins in */
    { "n9", NULL, IDA, CRM_TEST_ME, "Hello", HOUR, 0 },
  };
  const CrmTestLetter late = { "z", OFFER, KIM, CRM_TEST_ME, "Re: Offer for pumps", 2 * HOUR, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    check (self, &letters[i], FALSE);
  /* Whoever they handed it on to answers for them. */
  check (self, &late, TRUE);
}

/* Marked private: the CRM knows nothing of it. */
static void
test_private (Fixture *self, gconstpointer data)
{
  const CrmTestLetter letter = { "p1", OFFER, IDA, CRM_TEST_ME, "Re: Offer for pumps", HOUR, 0 };
  g_autoptr (CrmMessage) message = crm_test_message (&letter);
  CrmChangeSet *set = crm_change_set_new ("mark-private", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "email", NULL);

  crm_change_set_int (change, "fingerprint", (gint64)message->fingerprint);
  crm_change_set_text (change, "visibility", "private");
  crm_test_write (self->test->store, set);
  check (self, &letter, FALSE);
}

/* Taken back, it does not end again with the same letter, but with the next one. */
static void
test_go_on (Fixture *self, gconstpointer data)
{
  const CrmTestLetter letter = { "a1", OFFER, IDA, CRM_TEST_ME, "Re: Offer for pumps", HOUR, 0 };
  const CrmTestLetter next = { "a2", OFFER, IDA, CRM_TEST_ME, "Re: Offer for pumps", DAY, 0 };
  g_autoptr (CrmRecord) done = NULL;
  g_autoptr (CrmRecord) again = NULL;

  check (self, &letter, TRUE);
  done = get (self);
  crm_test_write (self->test->store,
                  crm_waiting_go_on (done, CRM_TEST_START_USEC + HOUR * G_USEC_PER_SEC));
  g_assert_cmpuint (sweep (self), ==, 0);
  check (self, &next, TRUE);

  /* However it is opened again: the answer that it had is none any more. */
  again = get (self);
  crm_test_write (self->test->store, crm_activities_set_done (again, FALSE, 1));
  g_assert_cmpuint (sweep (self), ==, 0);
  assert_status (self, "open");
}

/* Undo is for what the user did. What a letter did stays. */
static void
test_undo (Fixture *self, gconstpointer data)
{
  const CrmTestLetter letter = { "a1", OFFER, IDA, CRM_TEST_ME, "Re: Offer for pumps", HOUR, 0 };
  g_autoptr (CrmRecord) done = NULL;

  check (self, &letter, TRUE);
  done = get (self);
  crm_test_write (self->test->store, crm_waiting_go_on (done, CRM_TEST_START_USEC));
  assert_status (self, "open");
  crm_test_undo (self->test->store);
  assert_status (self, "done");
}

/* Two programs found the same answer. */
static void
test_two_programs (Fixture *self, gconstpointer data)
{
  const CrmTestLetter letter = { "a1", OFFER, IDA, CRM_TEST_ME, "Re: Offer for pumps", HOUR, 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sets = NULL;

  crm_test_receive_all (self->test->store, &letter, 1);
  sets = crm_store_read_sync (self->test->store, crm_waiting_find, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sets->len, ==, 1);
  crm_test_store_pass_secs (self->test, 1);
  g_assert_cmpuint (sweep (self), ==, 1);
  crm_test_refuse (self->test->store, crm_change_set_ref (g_ptr_array_index (sets, 0)),
                   CRM_ERROR_CONFLICT);
}

static void
assert_due (Fixture *self, int day, gint64 step)
{
  g_autoptr (CrmRecord) record = get (self);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  g_assert_cmpint (crm_record_get_int (record, "due", 0), ==, day);
  g_assert_cmpint (crm_record_get_int (record, "ladder_step", -1), ==, step);
  g_assert_cmpint (crm_record_get_int (record, "remind_at", 0), ==,
                   crm_date_minute_to_usec (day, CRM_WAITING_REMIND_MINUTE, zone));
}

static void
test_ladder (Fixture *self, gconstpointer data)
{
  /* Tuesday, and on Friday, with an out-of-office between that starts nothing anew. */
  const CrmTestLetter first = { "r1", OFFER, CRM_TEST_ME, IDA, "Re: Offer", DAY, 0 };
  const CrmTestLetter inside = { "r0", OFFER, CRM_TEST_ME, BOSS, "Fwd: Offer", DAY + HOUR, 0 };
  const CrmTestLetter away = { "x1", "r1", IDA, CRM_TEST_ME, "Out of office", 2 * DAY, 0 };
  const CrmTestLetter second = { "r2", "r1", CRM_TEST_ME, IDA, "Re: Offer", 4 * DAY, 0 };
  const CrmTestLetter third = { "r3", "r2", CRM_TEST_ME, IDA, "Re: Offer", 15 * DAY, 0 };
  const CrmTestLetter answer = { "a1", "r3", IDA, CRM_TEST_ME, "Re: Offer", 16 * DAY, 0 };
  g_autoptr (CrmRecord) last = NULL;

  assert_due (self, MONDAY + 1, 0);
  crm_test_receive_all (self->test->store, &first, 1);
  g_assert_cmpuint (sweep (self), ==, 1);
  assert_due (self, MONDAY + 1 + 3, 1); /* Friday */
  check (self, &inside, FALSE);
  check (self, &away, FALSE);
  crm_test_receive_all (self->test->store, &second, 1);
  g_assert_cmpuint (sweep (self), ==, 1);
  assert_due (self, MONDAY + 4 + 7 + 4, 2); /* seven working days from Friday: Tuesday */
  g_assert_cmpuint (sweep (self), ==, 0);

  /* The ladder ends here, whoever reminds them. */
  last = get (self);
  g_assert_true (crm_waiting_is_last (last));
  g_assert_null (crm_waiting_remind (last, self->test->now_usec, CRM_CAUSE_USER));
  check (self, &third, FALSE);
  assert_due (self, MONDAY + 15, 2);
  check (self, &answer, TRUE);
}

static void
test_reminded_by_hand (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmRecord) record = get (self);

  crm_test_write (
      self->test->store,
      crm_waiting_remind (record, CRM_TEST_START_USEC + 3 * DAY * G_USEC_PER_SEC, CRM_CAUSE_USER));
  assert_due (self, MONDAY + 3 + 5, 1); /* from Thursday, over a weekend */
  crm_test_refuse (self->test->store,
                   crm_waiting_remind (record, CRM_TEST_START_USEC, CRM_CAUSE_USER),
                   CRM_ERROR_CONFLICT);
  crm_test_undo (self->test->store);
  assert_due (self, MONDAY + 1, 0);
}

static void
test_no_ladder (Fixture *self, gconstpointer data)
{
  const CrmTestLetter mine = { "r1", OFFER, CRM_TEST_ME, IDA, "Re: Offer", DAY, 0 };
  g_autoptr (CrmRecord) record = get (self);

  g_assert_cmpint (crm_record_get_int (record, "due", 0), ==, MONDAY + 3);
  g_assert_null (crm_record_get_text (record, "ladder"));
  g_assert_true (crm_waiting_is_last (record));
  check (self, &mine, FALSE);
}

static void
test_since (void)
{
  g_autoptr (CrmMessage) letter = crm_test_message (&offer);
  gint64 now = CRM_TEST_START_USEC + DAY * G_USEC_PER_SEC;

  g_assert_cmpint (crm_waiting_since (letter, 0, now), ==, letter->date_usec);
  /* They have written since: one waits for the next answer. */
  g_assert_cmpint (crm_waiting_since (letter, letter->date_usec + 1, now), ==, now);
  /* A clock that was ahead. */
  g_assert_cmpint (crm_waiting_since (letter, 0, letter->date_usec - 1), ==, letter->date_usec - 1);
}

static void
test_watch (Fixture *self, gconstpointer data)
{
  const CrmTestLetter letter = { "a1", OFFER, IDA, CRM_TEST_ME, "Re: Offer for pumps", HOUR, 0 };
  g_autoptr (CrmWaitingWatch) watch = crm_waiting_watch_new (self->test->store);
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  crm_test_receive_all (self->test->store, &letter, 1);
  while (crm_test_store_int (self->test, "crm.db",
                             "SELECT count(*) FROM follow_up WHERE status = 'done'")
             == 0
         && g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, FALSE);
  assert_status (self, "done");
}

static void
test_workdays (void)
{
  g_assert_cmpint (crm_workday_add (MONDAY, 0), ==, MONDAY);
  g_assert_cmpint (crm_workday_add (MONDAY, 1), ==, MONDAY + 1);
  g_assert_cmpint (crm_workday_add (MONDAY, 4), ==, MONDAY + 4);
  g_assert_cmpint (crm_workday_add (MONDAY, 5), ==, MONDAY + 7);
  g_assert_cmpint (crm_workday_add (MONDAY + 4, 1), ==, MONDAY + 7); /* Friday */
  g_assert_cmpint (crm_workday_add (MONDAY + 4, 7), ==, MONDAY + 15);
  g_assert_cmpint (crm_workday_add (MONDAY + 5, 1), ==, MONDAY + 7); /* Saturday */
  g_assert_cmpint (crm_workday_add (MONDAY + 6, 1), ==, MONDAY + 7); /* Sunday */
  g_assert_cmpint (crm_workday_add (MONDAY + 6, 0), ==, MONDAY + 7);
  g_assert_cmpint (crm_workday_add (MONDAY + 6, 5), ==, MONDAY + 11);
  g_assert_cmpint (crm_workday_add (-3, 1), ==, -2); /* Monday 1969-12-29 */
  /* One by one or at once. */
  for (int day = MONDAY; day < MONDAY + 7; day++)
    for (guint n = 1; n < 30; n++)
      g_assert_cmpint (crm_workday_add (crm_workday_add (day, n - 1), 1), ==,
                       crm_workday_add (day, n) + (n == 1 && day > MONDAY + 4 ? 1 : 0));
}

/* Nine o'clock is nine o'clock on both sides of the change to summer time. */
static void
test_clock_change (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  int day;
  gint64 usec;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (zone == NULL)
    {
      g_test_skip ("no time zone data");
      return;
    }
  g_assert_true (crm_date_day_parse ("2026-03-27", &day, NULL)); /* Friday */
  before = crm_date_format_iso (crm_date_minute_to_usec (day, 9 * 60, zone));
  g_assert_cmpstr (before, ==, "2026-03-27T08:00:00Z");
  usec = crm_date_minute_to_usec (crm_workday_add (day, 1), 9 * 60, zone);
  after = crm_date_format_iso (usec);
  g_assert_cmpstr (after, ==, "2026-03-30T07:00:00Z");
  g_assert_cmpint (crm_date_minute_from_usec (usec, zone), ==, 9 * 60);
  /* The day on which it happens has an hour less. */
  usec = crm_date_minute_to_usec (day + 2, 9 * 60, zone);
  g_assert_cmpint (crm_date_minute_from_usec (usec, zone), ==, 9 * 60);
  g_assert_cmpint (crm_date_day_from_usec (usec, zone), ==, day + 2);
}

static void
test_ladder_text (void)
{
  g_assert_cmpuint (crm_ladder_count (CRM_LADDER_USUAL), ==, 3);
  g_assert_cmpuint (crm_ladder_get_days (CRM_LADDER_USUAL, 0), ==, 1);
  g_assert_cmpuint (crm_ladder_get_days (" 1 , 3 ,7", 2), ==, 7);
  g_assert_cmpuint (crm_ladder_get_days (CRM_LADDER_USUAL, 3), ==, 0);
  g_assert_cmpuint (crm_ladder_count (NULL), ==, 0);
  g_assert_cmpuint (crm_ladder_count (""), ==, 0);
  g_assert_cmpuint (crm_ladder_count ("1,,2"), ==, 0);
  g_assert_cmpuint (crm_ladder_count ("1,0"), ==, 0);
  g_assert_cmpuint (crm_ladder_count ("1,-1"), ==, 0);
  g_assert_cmpuint (crm_ladder_count ("366"), ==, 0);
  g_assert_cmpuint (crm_ladder_count ("1,1,1,1,1,1,1,1,1,1"), ==, 10);
  g_assert_cmpuint (crm_ladder_count ("1,1,1,1,1,1,1,1,1,1,1"), ==, 0);
}

static void
test_automatic_subjects (void)
{
  g_assert_true (crm_subject_is_automatic ("Automatic reply: Offer"));
  g_assert_true (crm_subject_is_automatic ("Réponse automatique : Offre"));
  g_assert_true (crm_subject_is_automatic ("Undeliverable: Offer"));
  g_assert_true (crm_subject_is_automatic ("OOO: back on Monday"));
  g_assert_false (crm_subject_is_automatic ("Re: Automatic reply: Offer"));
  g_assert_false (crm_subject_is_automatic ("Read the offer"));
  g_assert_false (crm_subject_is_automatic ("Automatic doors"));
  g_assert_false (crm_subject_is_automatic (""));
  g_assert_false (crm_subject_is_automatic (NULL));
}

#define ADD(path, func, ladder)                                                                    \
  g_test_add ("/waiting/" path, Fixture, ladder, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("answer", test_answer, NULL);
  ADD ("conversation", test_conversation, NULL);
  ADD ("subject", test_subject, NULL);
  ADD ("no-answers", test_no_answers, NULL);
  ADD ("private", test_private, NULL);
  ADD ("go-on", test_go_on, NULL);
  ADD ("undo", test_undo, NULL);
  ADD ("two-programs", test_two_programs, NULL);
  ADD ("ladder", test_ladder, CRM_LADDER_USUAL);
  ADD ("reminded-by-hand", test_reminded_by_hand, "1,3,7");
  ADD ("no-ladder", test_no_ladder, NULL);
  ADD ("watch", test_watch, NULL);
  g_test_add_func ("/waiting/since", test_since);
  g_test_add_func ("/waiting/workdays", test_workdays);
  g_test_add_func ("/waiting/clock-change", test_clock_change);
  g_test_add_func ("/waiting/ladder-text", test_ladder_text);
  g_test_add_func ("/waiting/automatic-subjects", test_automatic_subjects);
  return g_test_run ();
}

/* test-deals.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "model/crm-date.h"
#include "service/crm-deals.h"
#include "store/crm-seed.h"

#define STAGE_SECOND "00000000-0000-8000-8000-000000000102"
#define REASON_PRICE "00000000-0000-8000-8000-000000000201"

typedef struct
{
  CrmTestStore *test; /* (owned) */
  char *deal;         /* (owned): new, in the first stage */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  CrmChangeSet *set = crm_change_set_new ("add-deal", CRM_CAUSE_USER);
  CrmNewDeal deal = { .title = "Pumps", .currency = "EUR", .has_amount = TRUE };

  self->test = crm_test_store_new ();
  deal.amount_minor = 120000;
  deal.now_usec = self->test->now_usec;
  self->deal = crm_deals_create (set, &deal);
  crm_test_write (self->test->store, set);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  crm_test_check (self->test->store);
  crm_test_store_free (self->test);
  g_free (self->deal);
}

/* Moves the deal to @id a day later. */
static gint64
move (Fixture *self, const char *id, const char *reason, const char *note)
{
  g_autoptr (CrmRecord) deal = crm_test_get (self->test->store, "deal", self->deal);
  g_autoptr (CrmRecord) stage_now
      = crm_test_get (self->test->store, "stage", crm_record_get_text (deal, "stage"));
  g_autoptr (CrmRecord) stage = crm_test_get (self->test->store, "stage", id);
  g_autoptr (GError) error = NULL;
  CrmChangeSet *set = crm_change_set_new ("set-stage", CRM_CAUSE_USER);

  crm_test_store_pass_secs (self->test, 86400);
  crm_deals_set_stage (set, deal, stage_now, stage, reason, note, self->test->now_usec, &error);
  g_assert_no_error (error);
  return crm_test_write (self->test->store, set);
}

static void
assert_deal (
    Fixture *self, const char *stage, gboolean closed, const char *reason, const char *last)
{
  g_autoptr (CrmRecord) deal = crm_test_get (self->test->store, "deal", self->deal);

  g_assert_cmpstr (crm_record_get_text (deal, "stage"), ==, stage);
  g_assert_cmpint (crm_record_get (deal, "closed_at")->kind != CRM_VALUE_NULL, ==, closed);
  g_assert_cmpstr (crm_record_get_text (deal, "lost_reason"), ==, reason);
  g_assert_cmpstr (crm_record_get_text (deal, "last_open_stage"), ==, last);
}

static gint64
count_history (Fixture *self)
{
  return crm_test_store_int (self->test, "crm.db", "SELECT count(*) FROM stage_history");
}

static gint64
closed_at (Fixture *self)
{
  g_autoptr (CrmRecord) deal = crm_test_get (self->test->store, "deal", self->deal);

  return crm_record_get_int (deal, "closed_at", 0);
}

static void
test_create (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmRecord) deal = crm_test_get (self->test->store, "deal", self->deal);

  assert_deal (self, CRM_SEED_STAGE_FIRST, FALSE, NULL, NULL);
  g_assert_cmpint (crm_record_get_int (deal, "amount", 0), ==, 120000);
  g_assert_cmpint (crm_record_get_int (deal, "stage_since", 0), ==, self->test->now_usec);
  g_assert_cmpint (count_history (self), ==, 1);
  crm_test_undo (self->test->store);
  g_assert_cmpint (count_history (self), ==, 0);
  g_assert_null (crm_test_get (self->test->store, "deal", self->deal));
}

static void
test_moves (Fixture *self, gconstpointer data)
{
  g_autofree char *stages = NULL;
  gint64 won;

  move (self, STAGE_SECOND, NULL, NULL);
  assert_deal (self, STAGE_SECOND, FALSE, NULL, NULL);
  move (self, CRM_SEED_STAGE_WON, NULL, NULL);
  assert_deal (self, CRM_SEED_STAGE_WON, TRUE, NULL, NULL);
  won = closed_at (self);
  g_assert_cmpint (won, ==, self->test->now_usec);

  /* Nothing moves: nothing is entered. */
  g_assert_cmpint (move (self, CRM_SEED_STAGE_WON, NULL, NULL), ==, 0);
  g_assert_cmpint (closed_at (self), ==, won);
  g_assert_cmpint (count_history (self), ==, 3);

  move (self, STAGE_SECOND, NULL, NULL);
  assert_deal (self, STAGE_SECOND, FALSE, NULL, NULL);
  crm_test_undo (self->test->store);
  assert_deal (self, CRM_SEED_STAGE_WON, TRUE, NULL, NULL);
  g_assert_cmpint (closed_at (self), ==, won);
  stages = crm_test_store_text (
      self->test, "crm.db",
      "SELECT s.name || ' ' || ((h.entered_at - 1772445600000000) / 86400000000)"
      " FROM stage_history AS h JOIN stage AS s ON s.id = h.stage ORDER BY h.entered_at");
  g_assert_cmpstr (stages, ==, "Qualification 0\nNeeds analysis 1\nWon 2");
}

/* Two ways of winning: the deal was won when it came to the first. */
static void
test_won_twice (Fixture *self, gconstpointer data)
{
  CrmChangeSet *set = crm_change_set_new ("add-stage", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "stage", NULL);
  g_autofree char *paid = g_strdup (change->id);
  gint64 won;

  crm_change_set_text (change, "pipeline", CRM_SEED_PIPELINE);
  crm_change_set_text (change, "name", "Paid");
  crm_change_set_int (change, "position", 7);
  crm_change_set_text (change, "kind", "won");
  crm_test_write (self->test->store, set);

  move (self, CRM_SEED_STAGE_WON, NULL, NULL);
  won = closed_at (self);
  move (self, paid, NULL, NULL);
  assert_deal (self, paid, TRUE, NULL, NULL);
  g_assert_cmpint (closed_at (self), ==, won);
  g_assert_cmpint (count_history (self), ==, 3);
}

static void
test_lost (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmRecord) deal = crm_test_get (self->test->store, "deal", self->deal);
  g_autoptr (CrmRecord) first = crm_test_get (self->test->store, "stage", CRM_SEED_STAGE_FIRST);
  g_autoptr (CrmRecord) lost = crm_test_get (self->test->store, "stage", CRM_SEED_STAGE_LOST);
  g_autoptr (CrmChangeSet) refused = crm_change_set_new ("set-stage", CRM_CAUSE_USER);
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;

  g_assert_false (crm_deals_set_stage (refused, deal, first, lost, NULL, NULL, 1, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT);
  g_assert_cmpint (refused->changes->len, ==, 0);

  move (self, STAGE_SECOND, NULL, NULL);
  move (self, CRM_SEED_STAGE_LOST, CRM_SEED_LOST_REASON_OTHER, "moved away");
  assert_deal (self, CRM_SEED_STAGE_LOST, TRUE, CRM_SEED_LOST_REASON_OTHER, STAGE_SECOND);

  /* A better reason later is no second loss. */
  move (self, CRM_SEED_STAGE_LOST, REASON_PRICE, NULL);
  assert_deal (self, CRM_SEED_STAGE_LOST, TRUE, REASON_PRICE, STAGE_SECOND);
  g_assert_cmpint (count_history (self), ==, 3);
  crm_test_undo (self->test->store);
  note = crm_test_store_text (self->test, "crm.db", "SELECT lost_note FROM deal");
  g_assert_cmpstr (note, ==, "moved away");

  move (self, CRM_SEED_STAGE_FIRST, NULL, NULL);
  assert_deal (self, CRM_SEED_STAGE_FIRST, FALSE, NULL, NULL);
  g_assert_cmpint (count_history (self), ==, 4);
  crm_test_undo (self->test->store);
  assert_deal (self, CRM_SEED_STAGE_LOST, TRUE, CRM_SEED_LOST_REASON_OTHER, STAGE_SECOND);
  g_assert_cmpint (count_history (self), ==, 3);
}

/* Somebody else moved it since it was shown. */
static void
test_conflict (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmRecord) seen = crm_test_get (self->test->store, "deal", self->deal);
  g_autoptr (CrmRecord) first = crm_test_get (self->test->store, "stage", CRM_SEED_STAGE_FIRST);
  g_autoptr (CrmRecord) won = crm_test_get (self->test->store, "stage", CRM_SEED_STAGE_WON);
  CrmChangeSet *set = crm_change_set_new ("set-stage", CRM_CAUSE_USER);

  move (self, STAGE_SECOND, NULL, NULL);
  g_assert_true (crm_deals_set_stage (set, seen, first, won, NULL, NULL, 1, NULL));
  crm_test_refuse (self->test->store, set, CRM_ERROR_CONFLICT);
  assert_deal (self, STAGE_SECOND, FALSE, NULL, NULL);
  g_assert_cmpint (count_history (self), ==, 2);
}

static void
test_people (Fixture *self, gconstpointer data)
{
  g_autofree char *person = crm_test_make_person (self->test->store, "Ida");

  for (guint i = 0; i < 2; i++)
    {
      CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);

      crm_deals_add_person (set, self->deal, person);
      g_assert_cmpint (crm_test_write (self->test->store, set) > 0, ==, i == 0);
    }
  g_assert_cmpint (crm_test_store_int (self->test, "crm.db", "SELECT count(*) FROM deal_person"),
                   ==, 1);
}

/* So many days back, or ahead, from today; what came of it. */
static gboolean
close_on (Fixture *self, int days_ahead, gboolean *out_refused)
{
  g_autoptr (CrmRecord) deal = crm_test_get (self->test->store, "deal", self->deal);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GError) error = NULL;
  int day = crm_date_day_from_usec (self->test->now_usec, zone) + days_ahead;
  CrmChangeSet *set = crm_deals_set_closed_day (deal, day, self->test->now_usec, &error);

  *out_refused = g_error_matches (error, CRM_ERROR, CRM_ERROR_CONSTRAINT);
  if (set == NULL)
    return FALSE;
  crm_test_write (self->test->store, set);
  return TRUE;
}

/* What was signed on Friday and is written down on Monday was won on Friday. */
static void
test_closed_day (Fixture *self, gconstpointer data)
{
  gboolean refused;
  gint64 won_usec;

  g_assert_false (close_on (self, 0, &refused)); /* it is open */
  g_assert_true (refused);
  move (self, CRM_SEED_STAGE_WON, NULL, NULL);
  won_usec = closed_at (self);
  g_assert_false (close_on (self, 1, &refused));
  g_assert_true (refused);
  g_assert_true (close_on (self, -3, &refused));
  g_assert_cmpint (closed_at (self), ==, won_usec - 3 * G_TIME_SPAN_DAY);
  g_assert_cmpint (count_history (self), ==, 2);

  /* Later that day it is not later than now. */
  crm_test_store_pass_secs (self->test, 86400 - 3600);
  g_assert_true (close_on (self, 0, &refused));
  g_assert_cmpint (closed_at (self), ==, self->test->now_usec);
  assert_deal (self, CRM_SEED_STAGE_WON, TRUE, NULL, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/deals/create", test_create);
  ADD ("/deals/moves", test_moves);
  ADD ("/deals/won-twice", test_won_twice);
  ADD ("/deals/closed-day", test_closed_day);
  ADD ("/deals/lost", test_lost);
  ADD ("/deals/conflict", test_conflict);
  ADD ("/deals/people", test_people);
  return g_test_run ();
}

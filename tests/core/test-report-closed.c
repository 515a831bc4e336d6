/* test-report-closed.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Reports on whose deals were won and lost, and why. */
#include "config.h"

#include "report-fixture.h"

#include "service/crm-follow-up.h"
#include "store/crm-seed.h"

static void
tear_down_unchecked (Fixture *self, gconstpointer data)
{
  crm_test_store_free (self->test);
}

static char *
add_user (Fixture *self, const char *name)
{
  CrmChangeSet *set = crm_change_set_new ("add-record", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "user", NULL);
  char *id = g_strdup (change->id);

  crm_change_set_text (change, "name", name);
  crm_test_write (self->test->store, set);
  return id;
}

/* NULL: nobody. */
static void
set_owner (Fixture *self, const char *deal, const char *owner)
{
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_update (set, "deal", deal);

  crm_test_store_pass_secs (self->test, 60);
  if (owner != NULL)
    crm_change_set_text (change, "owner", owner);
  else
    crm_change_set_null (change, "owner");
  crm_test_write (self->test->store, set);
}

static const CrmReportOwner *
get_owner (const CrmReport *report, guint i, const char *name)
{
  const CrmReportOwner *row;

  g_assert_cmpuint (i, <, report->rows->len);
  row = g_ptr_array_index (report->rows, i);
  g_assert_cmpstr (row->name, ==, name);
  return row;
}

/* Who owned a deal when it was closed has it in the report, whoever has it now. */
static void
test_owners (Fixture *self, gconstpointer data)
{
  g_autofree char *ann = add_user (self, "Ann");
  g_autofree char *bob = add_user (self, "Bob");
  g_autofree char *won = add_deal (self, "EUR", 300);
  g_autofree char *small = add_deal (self, "EUR", 101);
  g_autofree char *bare = add_deal (self, NULL, -1);
  g_autofree char *lost = add_deal (self, "EUR", 400);
  g_autofree char *late = add_deal (self, "EUR", 5);
  g_autofree char *open = add_deal (self, "EUR", 9999);
  g_autoptr (CrmReport) report = NULL;
  const CrmReportOwner *row;
  const CrmReportOwner *all;
  double rate;

  set_owner (self, won, bob);
  set_owner (self, won, ann); /* before it is won */
  set_owner (self, small, ann);
  set_owner (self, bare, ann);
  set_owner (self, lost, bob);
  set_owner (self, open, bob);
  move (self, won, CRM_SEED_STAGE_WON, 4);
  move (self, small, CRM_SEED_STAGE_WON, 2);
  move (self, bare, CRM_SEED_STAGE_WON, 2);
  move (self, lost, CRM_SEED_STAGE_LOST, 0);
  move (self, late, CRM_SEED_STAGE_WON, 0);
  set_owner (self, won, bob); /* and after that, twice */
  set_owner (self, won, NULL);
  set_owner (self, late, bob); /* filled in: there was none to be deprived */

  report = load (self, CRM_REPORT_OWNERS, CRM_PERIOD_THIS_MONTH);
  g_assert_cmpuint (report->rows->len, ==, 2);
  row = get_owner (report, 0, "Ann");
  g_assert_cmpuint (row->closed->n_won, ==, 3);
  g_assert_cmpuint (row->closed->n_lost, ==, 0);
  g_assert_cmpint (get_sum (row->closed->won, "EUR"), ==, 401);
  g_assert_cmpuint (row->closed->won->n_unknown, ==, 1);
  g_assert_cmpuint (row->cycle.n, ==, 3);
  g_assert_cmpfloat_with_epsilon (row->cycle.median, 6, 0.1);
  row = get_owner (report, 1, "Bob");
  g_assert_cmpuint (row->closed->n_won, ==, 1);
  g_assert_cmpuint (row->closed->n_lost, ==, 1);
  g_assert_true (crm_report_get_win_rate (row->closed, &rate));
  g_assert_cmpfloat (rate, ==, 50);
  all = report->all;
  g_assert_cmpuint (all->closed->n_won, ==, 4);
  g_assert_cmpint (get_sum (all->closed->won, "EUR"), ==, 406);
  g_assert_cmpuint (all->cycle.n, ==, 4);
}

/* Opened again it counts nowhere, and closed anew only there; whoever has no owner comes last. */
static void
test_owners_reopened (Fixture *self, gconstpointer data)
{
  g_autofree char *ann = add_user (self, "Ann");
  g_autofree char *deal = add_deal (self, "EUR", 300);
  g_autofree char *nobody = add_deal (self, "EUR", 900);
  g_autoptr (CrmReport) open = NULL;
  g_autoptr (CrmReport) closed = NULL;

  set_owner (self, deal, ann);
  move (self, deal, CRM_SEED_STAGE_WON, 1);
  move (self, deal, NEEDS, 1);
  open = load (self, CRM_REPORT_OWNERS, CRM_PERIOD_THIS_MONTH);
  g_assert_true (crm_report_is_empty (open));
  move (self, deal, CRM_SEED_STAGE_LOST, 1);
  move (self, nobody, CRM_SEED_STAGE_WON, 0);
  closed = load (self, CRM_REPORT_OWNERS, CRM_PERIOD_THIS_MONTH);
  g_assert_cmpuint (get_owner (closed, 0, "Ann")->closed->n_lost, ==, 1);
  g_assert_cmpuint (get_owner (closed, 0, "Ann")->closed->n_won, ==, 0);
  g_assert_cmpuint (get_owner (closed, 0, "Ann")->cycle.n, ==, 0);
  g_assert_cmpuint (get_owner (closed, 1, NULL)->closed->n_won, ==, 1);
}

static void
test_losses (Fixture *self, gconstpointer data)
{
  g_autofree char *first = add_deal (self, "EUR", 100);
  g_autofree char *second = add_deal (self, "USD", 50);
  g_autofree char *third = add_deal (self, NULL, -1);
  g_autofree char *back = add_deal (self, "EUR", 7);
  g_autoptr (CrmReport) report = NULL;
  const CrmReportLoss *row;
  const CrmReportLoss *all;

  move (self, first, PROPOSAL, 1);
  move (self, first, CRM_SEED_STAGE_LOST, 1);
  move (self, second, CRM_SEED_STAGE_LOST, 1);
  move (self, third, CRM_SEED_STAGE_WON, 1);
  move (self, third, CRM_SEED_STAGE_LOST, 1); /* it was in no open stage before */
  move (self, back, CRM_SEED_STAGE_LOST, 1);
  move (self, back, NEEDS, 1); /* it is lost no more */

  report = load (self, CRM_REPORT_LOSSES, CRM_PERIOD_THIS_MONTH);
  g_assert_cmpuint (report->stages->len, ==, 4);
  g_assert_cmpuint (report->rows->len, ==, 1);
  row = g_ptr_array_index (report->rows, 0);
  g_assert_cmpstr (row->reason->id, ==, REASON);
  g_assert_cmpuint (row->n, ==, 3);
  g_assert_cmpuint (row->before[0], ==, 1);
  g_assert_cmpuint (row->before[1], ==, 0);
  g_assert_cmpuint (row->before[2], ==, 1);
  g_assert_cmpuint (row->before[4], ==, 1);
  g_assert_cmpint (get_sum (row->lost, "EUR"), ==, 100);
  g_assert_cmpint (get_sum (row->lost, "USD"), ==, 50);
  g_assert_cmpuint (row->lost->n_unknown, ==, 1);
  all = report->all;
  g_assert_cmpuint (all->n, ==, 3);

  /* A reason that is gone from the file of another program is none. */
  crm_test_store_script (self->test, "crm.db", "UPDATE deal SET lost_reason = NULL");
  crm_report_unref (g_steal_pointer (&report));
  report = load (self, CRM_REPORT_LOSSES, CRM_PERIOD_THIS_MONTH);
  row = g_ptr_array_index (report->rows, 0);
  g_assert_null (row->reason);
  g_assert_cmpuint (row->n, ==, 3);
}

/* --- K31 --- */

static void
close_at (Fixture *self, const char *stage, gint64 usec)
{
  g_autofree char *deal = add_deal (self, "EUR", 100);
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);

  move (self, deal, stage, 0);
  crm_change_set_int (crm_change_set_update (set, "deal", deal), "closed_at", usec);
  crm_test_write (self->test->store, set);
}

/* As many months before: March 2026 is held against February, its first moment and its last. */
static void
test_previous (Fixture *self, gconstpointer data)
{
  const gint64 february = 20485 * DAY * G_USEC_PER_SEC;
  const gint64 march = 20513 * DAY * G_USEC_PER_SEC;
  g_autoptr (CrmReport) month = NULL;
  g_autoptr (CrmReport) year = NULL;
  const CrmReportMonth *previous;

  close_at (self, CRM_SEED_STAGE_WON, february - 1);
  close_at (self, CRM_SEED_STAGE_WON, february);
  close_at (self, CRM_SEED_STAGE_LOST, march - 1);
  close_at (self, CRM_SEED_STAGE_WON, march);
  month = load (self, CRM_REPORT_WON_LOST, CRM_PERIOD_THIS_MONTH);
  previous = month->previous;
  g_assert_cmpint (previous->first_day, ==, 20485);
  g_assert_cmpuint (previous->n_won, ==, 1);
  g_assert_cmpuint (previous->n_lost, ==, 1);
  g_assert_cmpuint (((CrmReportMonth *)month->all)->n_won, ==, 1);
  g_assert_cmpuint (((CrmReportMonth *)month->all)->n_lost, ==, 0);

  year = load (self, CRM_REPORT_WON_LOST, CRM_PERIOD_12_MONTHS);
  previous = year->previous;
  g_assert_cmpuint (previous->n_won + previous->n_lost, ==, 0);
  g_assert_cmpint (previous->first_day, ==, 19814); /* 2024-04-01 */
  g_assert_cmpuint (((CrmReportMonth *)year->all)->n_won, ==, 3);
}

/* --- K25 --- */

static void
add_follow_up (Fixture *self, gboolean done)
{
  g_autofree char *person = crm_test_make_person (self->test->store, "Ida");
  CrmSubject subject = { .person = person };
  CrmNewFollowUp details = { .title = "Call" };
  g_autofree char *id = NULL;
  g_autoptr (CrmRecord) follow_up = NULL;

  crm_test_write (self->test->store, crm_follow_up_add (&subject, &details, &id));
  follow_up = crm_test_get (self->test->store, "follow_up", id);
  if (done)
    crm_test_write (self->test->store, crm_follow_up_finish (follow_up, self->test->now_usec));
}

static void
test_follow_ups (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmReport) report = NULL;
  g_autoptr (CrmReport) before = NULL;
  const CrmReportPerson *me;

  add_follow_up (self, TRUE);
  add_follow_up (self, TRUE);
  add_follow_up (self, FALSE);
  report = load (self, CRM_REPORT_PEOPLE, CRM_PERIOD_THIS_MONTH);
  g_assert_cmpuint (report->rows->len, ==, 1);
  me = g_ptr_array_index (report->rows, 0);
  g_assert_true (me->self);
  g_assert_cmpuint (me->counts[CRM_REPORT_FOLLOW_UPS], ==, 2);
  before = load (self, CRM_REPORT_PEOPLE, CRM_PERIOD_LAST_MONTH);
  g_assert_true (crm_report_is_empty (before));
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/report-closed/owners", test_owners);
  ADD ("/report-closed/reopened", test_owners_reopened);
  ADD ("/report-closed/previous", test_previous);
  ADD ("/report-closed/follow-ups", test_follow_ups);
  g_test_add ("/report-closed/losses", Fixture, NULL, set_up, test_losses, tear_down_unchecked);
  return g_test_run ();
}

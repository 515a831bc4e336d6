/* test-party.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "service/crm-accounts.h"
#include "service/crm-activities.h"
#include "service/crm-deals.h"
#include "service/crm-leads.h"
#include "service/crm-party.h"
#include "store/crm-seed.h"

/* 2026-03-02, the day that crm_test_store_new() stands at. */
#define TODAY 20514

typedef struct
{
  CrmTestStore *test; /* (owned) */
  char *top;          /* (owned): accounts */
  char *middle;       /* (owned) */
  char *low;          /* (owned) */
  char *ida;          /* (owned): works at the middle one */
} Fixture;

static char *
make_account (CrmTestStore *test, const char *name, const char *domain, const char *parent)
{
  CrmChangeSet *set = crm_change_set_new ("add-account", CRM_CAUSE_USER);
  char *id = crm_people_create_account (set, name, domain, NULL);

  if (parent != NULL)
    crm_change_set_text (crm_change_set_update (set, "account", id), "parent", parent);
  crm_test_write (test->store, set);
  return id;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);
  int since = TODAY - 1000;
  CrmTerm term = { .role = "Buyer", .decision_role = "evaluator", .since = &since };

  self->test = crm_test_store_new ();
  self->top = make_account (self->test, "Alder Holding", NULL, NULL);
  self->middle = make_account (self->test, "Alder Pumps", "alder.example", self->top);
  self->low = make_account (self->test, "Alder Service", "service.example", self->middle);
  self->ida = crm_test_make_person (self->test->store, "Ida Example");
  crm_people_add_address (set, self->ida, "ida@alder.example");
  crm_test_write (self->test->store, set);
  crm_test_write (self->test->store, crm_accounts_join (self->middle, self->ida, &term));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  crm_test_check (self->test->store);
  crm_test_store_free (self->test);
  g_free (self->top);
  g_free (self->middle);
  g_free (self->low);
  g_free (self->ida);
}

static gpointer
load_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_party_load (reader, data, error);
}

static CrmParty *
load (Fixture *self, const char *entity, const char *id, gboolean whole_group)
{
  CrmPartyRequest request
      = { .entity = entity, .id = id, .whole_group = whole_group, .history_limit = 20 };
  g_autoptr (GError) error = NULL;
  CrmParty *party = crm_store_read_sync (self->test->store, load_in_worker, &request, NULL, &error);

  g_assert_no_error (error);
  return party;
}

static char *
add_deal (Fixture *self, const char *title, const char *account, const char *stage, gint64 minor)
{
  CrmChangeSet *set = crm_change_set_new ("add-deal", CRM_CAUSE_USER);
  CrmNewDeal deal = { .title = title,
                      .account = account,
                      .person = self->ida,
                      .stage = stage,
                      .currency = "EUR",
                      .has_amount = TRUE,
                      .amount_minor = minor,
                      .now_usec = self->test->now_usec };
  char *id = crm_deals_create (set, &deal);

  crm_test_write (self->test->store, set);
  return id;
}

static void
add_note (Fixture *self, const CrmSubject *subject, const char *text)
{
  crm_test_store_pass_secs (self->test, 10);
  crm_test_write (self->test->store,
                  crm_activities_add_note (subject, text, self->test->now_usec, NULL));
}

/* The texts of what happened, newest first. */
static void
assert_history (const CrmParty *party, const char *wanted)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < party->history->items->len; i++)
    {
      const CrmHistoryItem *item = g_ptr_array_index (party->history->items, i);

      if (item->kind != CRM_HISTORY_STAGE)
        g_string_append_printf (found, "%s|", item->text);
    }
  g_assert_cmpstr (found->str, ==, wanted);
}

static void
assert_tree (const CrmParty *party, const char *wanted)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < party->tree->len; i++)
    {
      const CrmTreeNode *node = g_ptr_array_index (party->tree, i);

      g_string_append_printf (found, "%u%s%s|", node->depth, node->is_below ? "+" : "-",
                              crm_record_get_title (node->account));
    }
  g_assert_cmpstr (found->str, ==, wanted);
}

static void
test_tree (Fixture *self, gconstpointer data)
{
  g_autofree char *sister = make_account (self->test, "Alder Air", NULL, self->top);
  g_autofree char *alone = make_account (self->test, "Birch", NULL, NULL);
  g_autoptr (CrmParty) middle = load (self, "account", self->middle, FALSE);
  g_autoptr (CrmParty) single = load (self, "account", alone, TRUE);
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);

  assert_tree (middle, "0-Alder Holding|1-Alder Air|1+Alder Pumps|2+Alder Service|");
  assert_tree (single, "");

  /* Nobody is above themselves, be it far above. */
  crm_change_set_text (crm_change_set_update (set, "account", self->top), "parent", self->low);
  crm_test_refuse (self->test->store, set, CRM_ERROR_CYCLE);
  set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);
  crm_change_set_text (crm_change_set_update (set, "account", alone), "parent", alone);
  crm_test_refuse (self->test->store, set, CRM_ERROR_CYCLE);

  /* Two that swap places in one step are no circle. */
  set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);
  crm_change_set_text (crm_change_set_update (set, "account", self->middle), "parent", self->low);
  crm_change_set_text (crm_change_set_update (set, "account", self->low), "parent", self->top);
  crm_test_write (self->test->store, set);
}

/* A file that somebody else wrote may have a circle: it is shown, and not walked for ever. */
static void
test_circle (Fixture *self, gconstpointer data)
{
  g_autofree char *sql
      = g_strdup_printf ("UPDATE account SET parent = '%s' WHERE id = '%s'", self->low, self->top);
  g_autoptr (CrmParty) party = NULL;

  crm_test_store_script (self->test, "crm.db", sql);
  party = load (self, "account", self->middle, TRUE);
  g_assert_cmpuint (party->tree->len, ==, 3);
  sql = (g_free (sql),
         g_strdup_printf ("UPDATE account SET parent = NULL WHERE id = '%s'", self->top));
  crm_test_store_script (self->test, "crm.db", sql);
}

static void
test_whole_group (Fixture *self, gconstpointer data)
{
  static const CrmTestLetter letters[] = {
    { "l1", NULL, "Ida <ida@alder.example>", CRM_TEST_ME, "Pumps", -7200, 0 },
    { "l2", NULL, "Otto <otto@service.example>", CRM_TEST_ME, "Repairs", -3600, 0 },
  };
  g_autofree char *open = add_deal (self, "Six pumps", self->middle, NULL, 100000);
  g_autofree char *won = add_deal (self, "Repairs", self->low, CRM_SEED_STAGE_WON, 50000);
  g_autoptr (CrmParty) one = NULL;
  g_autoptr (CrmParty) group = NULL;
  g_autoptr (CrmParty) top = NULL;

  crm_test_receive_all (self->test->store, letters, G_N_ELEMENTS (letters));
  add_note (self, &(CrmSubject){ .account = self->middle }, "middle");
  add_note (self, &(CrmSubject){ .account = self->low }, "low");
  add_note (self, &(CrmSubject){ .person = self->ida }, "Ida");
  add_note (self, &(CrmSubject){ .deal = open }, "deal");
  one = load (self, "account", self->middle, FALSE);
  assert_history (one, "deal|Ida|middle|Pumps|");
  g_assert_cmpuint (one->n_open, ==, 1);
  g_assert_cmpuint (one->n_won, ==, 0);

  group = load (self, "account", self->middle, TRUE);
  assert_history (group, "deal|Ida|low|middle|Repairs|Pumps|");
  g_assert_cmpuint (group->n_open, ==, 1);
  g_assert_cmpuint (group->n_won, ==, 1);
  g_assert_cmpint (g_array_index (group->open_sums->sums, CrmSum, 0).minor, ==, 100000);
  g_assert_cmpint (g_array_index (group->won_sums->sums, CrmSum, 0).minor, ==, 50000);

  top = load (self, "account", self->top, FALSE);
  assert_history (top, "");
  g_assert_cmpuint (top->deals->len, ==, 0);
  g_assert_cmpint (top->last_usec, ==, 0);
}

static void
test_person (Fixture *self, gconstpointer data)
{
  static const CrmTestLetter letters[] = {
    { "l1", NULL, "Ida <ida@alder.example>", CRM_TEST_ME, "Question", -7200, 0 },
    { "l2", NULL, CRM_TEST_ME, "ida@alder.example", "Answer", -3600, 0 },
  };
  int since = TODAY - 3000, until = TODAY - 2000;
  CrmTerm term = { .role = "Trainee", .since = &since, .until = &until };
  g_autofree char *deal = add_deal (self, "Six pumps", self->middle, NULL, 100000);
  g_autoptr (CrmParty) party = NULL;
  const CrmMember *member;

  crm_test_own (self->test->store, "own_address", CRM_TEST_ME);
  crm_test_receive_all (self->test->store, letters, G_N_ELEMENTS (letters));
  crm_test_write (self->test->store, crm_accounts_join (self->low, self->ida, &term));
  party = load (self, "person", self->ida, FALSE);
  g_assert_cmpuint (party->members->len, ==, 2);
  member = g_ptr_array_index (party->members, 0);
  g_assert_cmpstr (member->other->id, ==, self->middle);
  g_assert_true (member->is_current);
  member = g_ptr_array_index (party->members, 1);
  g_assert_cmpstr (member->other->id, ==, self->low);
  g_assert_false (member->is_current);
  g_assert_cmpuint (party->deals->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (party->addresses, 0), ==, "ida@alder.example");
  g_assert_cmpint (party->last_in_usec, ==, CRM_TEST_START_USEC - (gint64)7200 * G_USEC_PER_SEC);
  g_assert_cmpint (party->last_out_usec, ==, CRM_TEST_START_USEC - (gint64)3600 * G_USEC_PER_SEC);
  g_assert_cmpint (party->last_usec, ==, party->last_out_usec);
  g_assert_false (party->has_touch_day);
}

static void
test_leaving (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmParty) before = load (self, "account", self->middle, FALSE);
  g_autoptr (CrmParty) after = NULL;
  const CrmMember *member = g_ptr_array_index (before->members, 0);

  g_assert_true (member->is_current);
  crm_test_write (self->test->store, crm_accounts_leave (member->membership, TODAY - 1));
  after = load (self, "account", self->middle, FALSE);
  g_assert_false (((const CrmMember *)g_ptr_array_index (after->members, 0))->is_current);
  /* Somebody else ended it on another day meanwhile. */
  crm_test_refuse (self->test->store, crm_accounts_leave (member->membership, TODAY - 9),
                   CRM_ERROR_CONFLICT);
}

static void
test_touch (Fixture *self, gconstpointer data)
{
  static const CrmTestLetter letter
      = { "l1", NULL, "Ida <ida@alder.example>", CRM_TEST_ME, "Question", -86400 * 40, 0 };
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);
  g_autoptr (CrmParty) never = NULL;
  g_autoptr (CrmParty) party = NULL;
  g_autoptr (CrmMessage) message = NULL;

  crm_change_set_int (crm_change_set_update (set, "person", self->ida), "cadence_days", 30);
  crm_test_write (self->test->store, set);
  never = load (self, "person", self->ida, FALSE);
  g_assert_true (never->has_touch_day);
  g_assert_cmpint (never->touch_day, ==, TODAY + 30);
  message = crm_test_receive (self->test->store, &letter);
  party = load (self, "person", self->ida, FALSE);
  g_assert_cmpint (party->touch_day, ==, TODAY - 10);
}

static gpointer
list_due_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_party_list_due (reader, TODAY + 365, error);
}

/* The days that the day's work has, and the one that the card says: they are one. */
static void
assert_due (Fixture *self, int day)
{
  g_autoptr (CrmParty) card = load (self, "account", self->middle, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) due
      = crm_store_read_sync (self->test->store, list_due_in_worker, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (due->len, ==, 1);
  g_assert_cmpint (((const CrmTouch *)g_ptr_array_index (due, 0))->day, ==, day);
  g_assert_true (card->has_touch_day);
  g_assert_cmpint (card->touch_day, ==, day);
}

static void
add_call (Fixture *self, const CrmSubject *subject, int days_ago)
{
  CrmChangeSet *set = crm_change_set_new ("add-call", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "call", NULL);

  crm_change_set_text (change, "subject", "Rang");
  crm_change_set_int (change, "at",
                      self->test->now_usec - (gint64)days_ago * 86400 * G_USEC_PER_SEC);
  if (subject->person != NULL)
    crm_change_set_text (change, "person", subject->person);
  if (subject->deal != NULL)
    crm_change_set_text (change, "deal", subject->deal);
  crm_test_write (self->test->store, set);
}

/* A company has heard of us when its people have, or somebody rang about one of its deals. */
static void
test_touch_of_account (Fixture *self, gconstpointer data)
{
  static const CrmTestLetter letter
      = { "l1", NULL, "Ida <ida@elsewhere.example>", CRM_TEST_ME, "Question", -86400 * 30, 0 };
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);
  g_autofree char *deal = add_deal (self, "Six pumps", self->middle, NULL, 100000);
  g_autoptr (CrmMessage) message = NULL;

  crm_change_set_int (crm_change_set_update (set, "account", self->middle), "cadence_days", 90);
  crm_people_add_address (set, self->ida, "ida@elsewhere.example");
  crm_test_write (self->test->store, set);
  assert_due (self, TODAY + 90);
  message = crm_test_receive (self->test->store, &letter);
  assert_due (self, TODAY + 60);
  add_call (self, &(CrmSubject){ .person = self->ida }, 20);
  assert_due (self, TODAY + 70);
  add_call (self, &(CrmSubject){ .deal = deal }, 10);
  assert_due (self, TODAY + 80);
  /* What is planned has not happened. */
  add_call (self, &(CrmSubject){ .deal = deal }, -10);
  assert_due (self, TODAY + 80);
}

/* Whoever looks at notes alone, or at one line of many, is told the same day of the last contact.
 */
static void
test_last_is_of_all (Fixture *self, gconstpointer data)
{
  CrmPartyRequest request = {
    .entity = "person", .id = self->ida, .history_limit = 1, .history_kinds = 1u << CRM_HISTORY_NOTE
  };
  g_autoptr (CrmParty) all = NULL;
  g_autoptr (CrmParty) party = NULL;
  g_autoptr (GError) error = NULL;

  add_call (self, &(CrmSubject){ .person = self->ida }, 3);
  add_note (self, &(CrmSubject){ .person = self->ida }, "one");
  add_note (self, &(CrmSubject){ .person = self->ida }, "two");
  all = load (self, "person", self->ida, FALSE);
  g_assert_cmpint (all->last_usec, !=, 0);
  party = crm_store_read_sync (self->test->store, load_in_worker, &request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (party->history->items->len, ==, 1);
  g_assert_cmpint (party->last_usec, ==, all->last_usec);
}

/* What the CRM has itself can be changed on the card, and taken away; an address that opted out
 * stays so. */
static void
test_ways (Fixture *self, gconstpointer data)
{
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);
  g_autoptr (CrmParty) person = load (self, "person", self->ida, FALSE);
  g_autoptr (CrmParty) account = load (self, "account", self->middle, TRUE);
  const CrmRecord *way = g_ptr_array_index (person->ways, 0);
  g_autoptr (CrmRecord) address = NULL;

  g_assert_cmpuint (person->ways->len, ==, 1);
  g_assert_cmpuint (account->domains->len, ==, 2);
  g_assert_cmpuint (account->ways->len, ==, 1);
  crm_test_write (self->test->store, crm_people_remove_way (way));
  g_assert_cmpint (crm_test_store_int (self->test, "crm.db", "SELECT count(*) FROM address"), ==,
                   0);
  crm_test_undo (self->test->store);
  crm_change_set_int (crm_change_set_update (set, "address", way->id), "opt_out", 1);
  crm_test_write (self->test->store, set);
  address = crm_test_get (self->test->store, "address", way->id);
  crm_test_write (self->test->store, crm_people_remove_way (address));
  g_assert_cmpint (crm_test_store_int (self->test, "crm.db",
                                       "SELECT count(*) FROM address WHERE person IS NULL"
                                       " AND opt_out = 1"),
                   ==, 1);
}

static void
test_plan (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmParty) before = load (self, "account", self->middle, FALSE);
  g_autoptr (CrmParty) after = NULL;

  g_assert_null (before->plan);
  crm_test_write (self->test->store, crm_accounts_begin_plan (self->middle));
  g_assert_cmpint (crm_test_write (self->test->store, crm_accounts_begin_plan (self->middle)), ==,
                   0);
  after = load (self, "account", self->middle, FALSE);
  g_assert_nonnull (after->plan);
}

static void
test_lead (Fixture *self, gconstpointer data)
{
  CrmChangeSet *set = crm_change_set_new ("add-lead", CRM_CAUSE_USER);
  CrmNewLead lead = { .name = "Nora", .phone = "123456", .account = self->middle };
  g_autofree char *id = crm_leads_create (set, &lead);
  g_autoptr (CrmParty) party = NULL;
  g_autoptr (CrmParty) account = NULL;
  CrmPartyRequest nothing = { .entity = "lead", .id = "nothing", .history_limit = 5 };
  g_autoptr (GError) error = NULL;

  crm_test_write (self->test->store, set);
  add_note (self, &(CrmSubject){ .lead = id }, "Rang twice");
  party = load (self, "lead", id, FALSE);
  assert_history (party, "Rang twice|");
  g_assert_cmpuint (party->phones->len, ==, 1);
  account = load (self, "account", self->middle, FALSE);
  g_assert_cmpuint (account->leads->len, ==, 1);

  g_assert_null (crm_store_read_sync (self->test->store, load_in_worker, &nothing, NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND);
}

#define PARTY_TEST(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  PARTY_TEST ("/party/tree", test_tree);
  PARTY_TEST ("/party/circle", test_circle);
  PARTY_TEST ("/party/whole-group", test_whole_group);
  PARTY_TEST ("/party/person", test_person);
  PARTY_TEST ("/party/leaving", test_leaving);
  PARTY_TEST ("/party/touch", test_touch);
  PARTY_TEST ("/party/touch-of-account", test_touch_of_account);
  PARTY_TEST ("/party/last-is-of-all", test_last_is_of_all);
  PARTY_TEST ("/party/ways", test_ways);
  PARTY_TEST ("/party/plan", test_plan);
  PARTY_TEST ("/party/lead", test_lead);
  return g_test_run ();
}

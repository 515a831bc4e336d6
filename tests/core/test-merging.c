/* test-merging.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Whatever is merged: nothing that people count is more or less afterwards, nothing refers to who
 * went, and undo brings every row back as it was. */
#include "config.h"

#include "merge-fixture.h"

#include "model/crm-custom.h"
#include "service/crm-accounts.h"
#include "service/crm-activities.h"
#include "service/crm-fields.h"
#include "service/crm-filing.h"
#include "service/crm-leads.h"
#include "service/crm-people.h"
#include "service/crm-tags.h"

/* What people see as so many: that does not change when two records of one person become one. */
static char *
totals (Fixture *self)
{
  GString *all = g_string_new (NULL);
  static const char *const sums[] = {
    "SELECT count(*), sum (amount) FROM deal",
    "SELECT count(*) FROM follow_up WHERE status = 'open'",
    "SELECT count(*) FROM note WHERE person IS NOT NULL",
    "SELECT count(*) FROM call WHERE account IS NOT NULL",
    "SELECT count(DISTINCT email) FROM link WHERE person IS NOT NULL",
    "SELECT count(DISTINCT email) FROM link WHERE account IS NOT NULL",
    "SELECT count(DISTINCT deal) FROM deal_person",
    "SELECT count(DISTINCT tag) FROM tagging WHERE person IS NOT NULL",
    "SELECT count(*) FROM address WHERE person IS NOT NULL",
    "SELECT count(DISTINCT number) FROM phone",
    "SELECT count(DISTINCT domain) FROM account_domain",
    "SELECT count(*) FROM document WHERE account IS NOT NULL OR person IS NOT NULL",
    "SELECT count(person) + count(account) + count(referred_by) FROM lead",
    "SELECT count(*) FROM account_plan",
  };
  g_autoptr (CrmReport) closed = load (self, CRM_REPORT_WON_LOST, CRM_PERIOD_THIS_YEAR);
  g_autoptr (CrmReport) forecast = load (self, CRM_REPORT_FORECAST, CRM_PERIOD_THIS_YEAR);

  for (guint i = 0; i < G_N_ELEMENTS (sums); i++)
    {
      g_autofree char *sum = crm_test_store_text (self->test, "crm.db", sums[i]);

      g_string_append_printf (all, "%s\n", sum);
    }
  for (guint i = 0; i < closed->rows->len; i++)
    {
      const CrmReportMonth *month = g_ptr_array_index (closed->rows, i);

      g_string_append_printf (all, "%u/%u ", month->n_won, month->n_lost);
    }
  g_string_append_printf (all, "\n%u", forecast->rows->len);
  return g_string_free (all, FALSE);
}

static void
assert_nobody_refers (Fixture *self, const char *loser)
{
  for (const CrmEntity *const *entity = crm_entity_list (); *entity != NULL; entity++)
    for (const CrmField *field = (*entity)->fields; field->name != NULL; field++)
      if (field->type == CRM_FIELD_REF)
        {
          g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM \"%s\" WHERE \"%s\" = '%s'",
                                                  (*entity)->name, field->name, loser);

          g_assert_cmpint (count (self, sql), ==, 0);
        }
}

#define PICK(ids) ((ids)->pdata[g_test_rand_int_range (0, (int)(ids)->len)])

typedef struct
{
  GPtrArray *people;   /* (owned) */
  GPtrArray *accounts; /* (owned) */
  GPtrArray *deals;    /* (owned) */
  GPtrArray *tags;     /* (owned) */
  GPtrArray *emails;   /* (owned) */
} World;

static void
clear_world (World *world)
{
  g_ptr_array_unref (world->people);
  g_ptr_array_unref (world->accounts);
  g_ptr_array_unref (world->deals);
  g_ptr_array_unref (world->tags);
  g_ptr_array_unref (world->emails);
}

static void
make_bodies (Fixture *self, World *world)
{
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);

  for (int i = 0; i < 4; i++)
    {
      g_autofree char *name = g_strdup_printf ("Account %d", i);
      g_autofree char *domain = g_strdup_printf ("alder%d.example", i / 2);

      g_ptr_array_add (world->accounts, crm_people_create_account (set, name, domain, NULL));
    }
  for (int i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("Tag %d", i);
      CrmChange *tag = crm_change_set_create (set, "tag", NULL);

      crm_change_set_text (tag, "name", name);
      g_ptr_array_add (world->tags, g_strdup (tag->id));
    }
  crm_test_write (self->test->store, set);
  for (int i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("Ida %d", i);
      CrmTestLetter letter
          = { .uid = name, .from = CRM_TEST_ME, .to = "x@y.example", .subject = name, .secs = i };
      g_autoptr (CrmMessage) message = crm_test_receive (self->test->store, &letter);

      g_ptr_array_add (world->people, crm_test_make_person (self->test->store, name));
      g_ptr_array_add (world->deals, add_deal (self, "EUR", 1000 * (i + 1)));
      crm_test_write (self->test->store,
                      crm_filing_file (message, CRM_TARGET_DEAL, world->deals->pdata[i]));
      g_ptr_array_add (world->emails, crm_filing_email_id (message));
    }
}

static World
make_world (Fixture *self)
{
  World world = { g_ptr_array_new_with_free_func (g_free), g_ptr_array_new_with_free_func (g_free),
                  g_ptr_array_new_with_free_func (g_free), g_ptr_array_new_with_free_func (g_free),
                  g_ptr_array_new_with_free_func (g_free) };

  make_bodies (self, &world);
  return world;
}

static void
join_at_random (Fixture *self, const World *world)
{
  int since = g_test_rand_int_range (18000, 18003);
  int until = g_test_rand_int_range (19000, 19003);
  CrmTerm term = { .since = g_test_rand_bit () ? &since : NULL,
                   .until = g_test_rand_bit () ? &until : NULL,
                   .role = g_test_rand_bit () ? "Buyer" : NULL };

  crm_test_write (self->test->store,
                  crm_accounts_join (PICK (world->accounts), PICK (world->people), &term));
}

static void
link_at_random (CrmChangeSet *set, const World *world)
{
  CrmDecision decision = g_test_rand_bit () ? CRM_DECISION_FILED : CRM_DECISION_RIGHT;
  gboolean is_person = g_test_rand_bit ();

  crm_decision_add (set, "link", PICK (world->emails),
                    is_person ? CRM_TARGET_PERSON : CRM_TARGET_ACCOUNT,
                    PICK (is_person ? world->people : world->accounts), decision);
  is_person = g_test_rand_bit ();
  crm_tags_add (set, PICK (world->tags), is_person ? "person" : "account",
                PICK (is_person ? world->people : world->accounts));
  crm_deals_add_person (set, PICK (world->deals), PICK (world->people));
}

static void
write_at_random (Fixture *self, const World *world)
{
  CrmSubject subject = { .person = PICK (world->people), .account = PICK (world->accounts) };
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);
  CrmNewLead lead = { .name = "Nora", .now_usec = self->test->now_usec };
  g_autofree char *address = g_strdup_printf ("a%d@alder.example", g_test_rand_int_range (0, 9999));
  g_autofree char *id = crm_leads_create (set, &lead);
  CrmChange *change = crm_change_set_create (set, "phone", NULL);

  crm_change_set_text (change, "number", g_test_rand_bit () ? "+49 30 5550101" : "+49 30 5550102");
  crm_change_set_text (change, "person", PICK (world->people));
  link_at_random (set, world);
  crm_people_add_address (set, PICK (world->people), address);
  change = crm_change_set_create (set, "document", NULL);
  crm_change_set_text (change, "name", "Offer");
  crm_change_set_text (change, "uri", "https://alder.example/offer");
  crm_change_set_text (change, "account", PICK (world->accounts));
  crm_test_write (self->test->store, set);
  set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);
  change = crm_change_set_update (set, "lead", id);
  crm_change_set_text (change, "person", PICK (world->people));
  crm_change_set_text (change, "referred_by", PICK (world->people));
  crm_change_set_text (crm_change_set_update (set, "deal", PICK (world->deals)), "account",
                       PICK (world->accounts));
  crm_test_write (self->test->store, set);
  crm_test_write (self->test->store,
                  crm_activities_add_note (&subject, "Text", self->test->now_usec, NULL));
  crm_test_write (self->test->store,
                  crm_activities_log_call (&subject, "Call", "out", self->test->now_usec, NULL));
  crm_test_write (self->test->store,
                  crm_activities_add_follow_up (&subject, "Later", NULL, NULL, NULL));
  join_at_random (self, world);
}

/* Merges the first @n of @ids into one of them, and takes it back. */
static void
check_merge (Fixture *self, const char *entity, GPtrArray *ids, guint n)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  guint winner = (guint)g_test_rand_int_range (0, (int)n);
  g_autofree char *before = dump (self);
  g_autofree char *sums_before = totals (self);
  g_autofree char *sums = NULL;
  g_autofree char *after = NULL;
  g_autofree char *live = g_strdup_printf ("SELECT count(*) FROM %s", entity);
  gint64 n_before = count (self, live);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (chosen, ids->pdata[i]);
  g_ptr_array_add (chosen, NULL);
  crm_test_store_pass_secs (self->test, 100);
  merge (self, entity, (const char *const *)chosen->pdata, ids->pdata[winner]);
  crm_test_check (self->test->store);
  g_assert_cmpint (count (self, live), ==, n_before - (gint64)n + 1);
  sums = totals (self);
  if (!g_str_equal (entity, "account")) /* two plans become one */
    g_assert_cmpstr (sums, ==, sums_before);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CrmRecord) found = crm_test_get (self->test->store, entity, ids->pdata[i]);

      g_assert_cmpstr (found->id, ==, ids->pdata[winner]);
      if (i != winner)
        assert_nobody_refers (self, ids->pdata[i]);
    }
  crm_test_store_pass_secs (self->test, 100);
  crm_test_undo (self->test->store);
  crm_test_check (self->test->store);
  after = dump (self);
  g_assert_cmpstr (after, ==, before);
}

static void
test_random (Fixture *self, gconstpointer data)
{
  World world = make_world (self);

  for (int i = 0; i < 25; i++)
    write_at_random (self, &world);
  for (int i = 0; i < 3; i++)
    crm_test_write (self->test->store, crm_accounts_begin_plan (world.accounts->pdata[i]));
  check_merge (self, "person", world.people, 2);
  check_merge (self, "person", world.people, 3);
  check_merge (self, "person", world.people, 5);
  check_merge (self, "account", world.accounts, 2);
  check_merge (self, "account", world.accounts, 4);
  clear_world (&world);
}

/* Two into one, and then that one into a third: the first is still found, and undo goes back step
 * by step. */
static void
test_twice (Fixture *self, gconstpointer data)
{
  World world = make_world (self);
  GPtrArray *people = world.people;
  const char *first[] = { people->pdata[0], people->pdata[1], NULL };
  const char *second[] = { people->pdata[2], people->pdata[0], NULL }; /* which is 1 by now */
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  for (int i = 0; i < 10; i++)
    write_at_random (self, &world);
  before = dump (self);
  merge (self, "person", first, people->pdata[1]);
  merge (self, "person", second, people->pdata[2]);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (CrmRecord) found = crm_test_get (self->test->store, "person", people->pdata[i]);

      g_assert_cmpstr (found->id, ==, people->pdata[2]);
    }
  crm_test_undo (self->test->store);
  crm_test_undo (self->test->store);
  after = dump (self);
  g_assert_cmpstr (after, ==, before);
  clear_world (&world);
}

static void
set_int (Fixture *self, const char *entity, const char *id, const char *field, gint64 value)
{
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);

  crm_change_set_int (crm_change_set_update (set, entity, id), field, value);
  crm_test_write (self->test->store, set);
}

static CrmMergeField *
find_field (CrmMergePlan *made, const char *name)
{
  for (guint i = 0; i < made->fields->len; i++)
    {
      CrmMergeField *field = g_ptr_array_index (made->fields, i);

      if (g_str_equal (field->field->alias != NULL ? field->field->alias : field->field->name,
                       name))
        return field;
    }
  g_assert_not_reached ();
}

static void
test_fields (Fixture *self, gconstpointer data)
{
  CrmStore *store = self->test->store;
  g_autofree char *one = crm_test_make_person (store, "Ida Example");
  g_autofree char *two = crm_test_make_person (store, "I. Example");
  const char *ids[] = { one, two, NULL };
  g_autoptr (CrmMergePlan) made = NULL;
  g_autoptr (CrmRecord) merged = NULL;

  crm_test_set_text (store, "person", two, "title", "Buyer");
  crm_test_set_text (store, "person", two, "language", "de");
  crm_test_set_text (store, "person", one, "language", "de");
  made = plan (self, "person", ids, NULL);
  g_assert_cmpuint (made->winner, ==, 1); /* it has most */
  crm_merge_plan_set_winner (made, 0);
  /* Only names differ: the title is simply taken, the language is the same. */
  g_assert_true (crm_merge_plan_differs (made, find_field (made, "name")));
  g_assert_false (crm_merge_plan_differs (made, find_field (made, "title")));
  g_assert_false (crm_merge_plan_differs (made, find_field (made, "language")));
  g_assert_cmpuint (find_field (made, "name")->chosen, ==, 0);
  g_assert_cmpuint (find_field (made, "title")->chosen, ==, 1);
  find_field (made, "name")->chosen = 1;
  crm_test_write (store, crm_merge_plan_build (made));
  merged = crm_test_get (store, "person", two);
  g_assert_cmpstr (merged->id, ==, one);
  g_assert_cmpstr (crm_record_get_text (merged, "name"), ==, "I. Example");
  g_assert_cmpstr (crm_record_get_text (merged, "title"), ==, "Buyer");
}

/* An amount and its currency come from one record. */
static void
test_amount (Fixture *self, gconstpointer data)
{
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);
  g_autofree char *one = crm_people_create_account (set, "Alder", NULL, NULL);
  g_autofree char *two = crm_people_create_account (set, "Alder Ltd", NULL, NULL);
  const char *ids[] = { one, two, NULL };
  g_autoptr (CrmMergePlan) made = NULL;
  g_autoptr (CrmRecord) merged = NULL;

  crm_test_write (self->test->store, set);
  crm_test_set_text (self->test->store, "account", one, "currency", "EUR");
  crm_test_set_text (self->test->store, "account", two, "currency", "JPY");
  set_int (self, "account", one, "annual_revenue", 5);
  set_int (self, "account", two, "annual_revenue", 5);
  made = plan (self, "account", ids, one);
  g_assert_true (crm_merge_plan_differs (made, find_field (made, "annual_revenue")));
  g_assert_false (crm_merge_plan_differs (made, find_field (made, "currency")));
  find_field (made, "annual_revenue")->chosen = 1;
  crm_test_write (self->test->store, crm_merge_plan_build (made));
  merged = crm_test_get (self->test->store, "account", one);
  g_assert_cmpstr (crm_record_get_text (merged, "currency"), ==, "JPY");
}

static gpointer
load_with_custom (CrmReader *reader, gpointer id, GError **error)
{
  CrmRecord *record = crm_reader_get (reader, "person", id, error);

  g_assert_true (crm_reader_load_custom (reader, record, error));
  return record;
}

/* Fields of people's own are chosen and moved as any other, and one that leads to the other of
 * two who are one leads nowhere. */
static void
test_custom (Fixture *self, gconstpointer data)
{
  CrmStore *store = self->test->store;
  CrmChangeSet *set = crm_change_set_new ("add-field", CRM_CAUSE_USER);
  CrmNewField hobby = { .entity = "person", .name = "hobby", .type = "text", .label = "Hobby" };
  CrmNewField boss = {
    .entity = "person", .name = "boss", .type = "ref", .label = "Boss", .reference = "person"
  };
  g_autofree char *hobby_id = crm_fields_define (set, &hobby);
  g_autofree char *boss_id = crm_fields_define (set, &boss);
  g_autofree char *one = NULL, *two = NULL, *other = NULL;
  g_autoptr (CrmRecord) merged = NULL;
  g_autoptr (CrmRecord) third = NULL;
  g_autofree char *before = NULL, *after = NULL;
  const CrmEntity *custom;
  const char *ids[3] = { NULL };
  CrmChange *change;

  crm_test_write (store, set);
  one = crm_test_make_person (store, "Ida");
  two = crm_test_make_person (store, "Ida Example");
  other = crm_test_make_person (store, "Nora");
  merged = crm_store_read_sync (store, load_with_custom, one, NULL, NULL);
  ids[0] = one;
  ids[1] = two;
  {
    g_autoptr (CrmMergePlan) made = plan (self, "person", ids, one);

    custom = find_field (made, "hobby")->entity;
  }
  set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);
  change = crm_change_set_custom (set, custom, two);
  crm_change_set_text (change, hobby_id, "Chess");
  crm_change_set_text (change, boss_id, one);
  crm_change_set_text (crm_change_set_custom (set, custom, other), boss_id, two);
  crm_test_write (store, set);
  before = dump (self);
  merge (self, "person", ids, one);
  g_clear_pointer (&merged, crm_record_unref);
  merged = crm_store_read_sync (store, load_with_custom, two, NULL, NULL);
  g_assert_cmpstr (crm_record_get_text (merged, "x.hobby"), ==, "Chess");
  g_assert_null (crm_record_get_text (merged, "x.boss"));
  third = crm_store_read_sync (store, load_with_custom, other, NULL, NULL);
  g_assert_cmpstr (crm_record_get_text (third, "x.boss"), ==, one);
  crm_test_undo (store);
  after = dump (self);
  g_assert_cmpstr (after, ==, before);
}

static void
set_parent (Fixture *self, const char *account, const char *parent)
{
  crm_test_set_text (self->test->store, "account", account, "parent", parent);
}

/* top > a > middle > b: merging a and b in either order leaves top > ab > middle. */
static void
test_tree (Fixture *self, gconstpointer data)
{
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);
  g_autofree char *top = crm_people_create_account (set, "Top", NULL, NULL);
  g_autofree char *a = crm_people_create_account (set, "A", NULL, NULL);
  g_autofree char *middle = crm_people_create_account (set, "Middle", NULL, NULL);
  g_autofree char *b = crm_people_create_account (set, "B", NULL, NULL);
  const char *ids[] = { a, b, NULL };
  const char *whole[] = { top, middle, b, NULL };

  crm_test_write (self->test->store, set);
  set_parent (self, a, top);
  set_parent (self, middle, a);
  set_parent (self, b, middle);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (CrmRecord) merged = NULL;
      g_autoptr (CrmRecord) child = NULL;

      merge (self, "account", ids, ids[i]);
      merged = crm_test_get (self->test->store, "account", a);
      child = crm_test_get (self->test->store, "account", middle);
      g_assert_cmpstr (merged->id, ==, ids[i]);
      g_assert_cmpstr (crm_record_get_text (merged, "parent"), ==, top);
      g_assert_cmpstr (crm_record_get_text (child, "parent"), ==, ids[i]);
      crm_test_undo (self->test->store);
    }
  /* All but one of a branch: nothing is above what remains, and a is below it. */
  merge (self, "account", whole, middle);
  {
    g_autoptr (CrmRecord) merged = crm_test_get (self->test->store, "account", top);
    g_autoptr (CrmRecord) child = crm_test_get (self->test->store, "account", a);

    g_assert_null (crm_record_get_text (merged, "parent"));
    g_assert_cmpstr (crm_record_get_text (child, "parent"), ==, middle);
  }
}

/* A part in a deal that both had is one, with what was said of each; so is a term that goes on. */
static void
test_members (Fixture *self, gconstpointer data)
{
  CrmStore *store = self->test->store;
  g_autofree char *one = crm_test_make_person (store, "Ida");
  g_autofree char *two = crm_test_make_person (store, "Ida Example");
  g_autofree char *deal = add_deal (self, "EUR", 5);
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);
  g_autofree char *account = crm_people_create_account (set, "Alder", NULL, NULL);
  const char *ids[] = { one, two, NULL };
  int since = 18000;
  g_autofree char *sql = NULL;
  g_autofree char *term = NULL;

  crm_deals_add_person (set, deal, one);
  crm_deals_add_person (set, deal, two);
  crm_people_join_account (set, account, one);
  crm_test_write (store, set);
  crm_test_write (store,
                  crm_accounts_join (account, two, &(CrmTerm){ .since = &since, .role = "Buyer" }));
  sql = g_strdup_printf ("SELECT id FROM deal_person WHERE person = '%s'", two);
  {
    g_autofree char *part = crm_test_store_text (self->test, "crm.db", sql);

    crm_test_set_text (store, "deal_person", part, "decision_role", "influencer");
  }
  merge (self, "person", ids, one);
  g_assert_cmpint (count (self, "SELECT count(*) FROM deal_person"), ==, 1);
  g_assert_cmpint (
      count (self, "SELECT count(*) FROM deal_person WHERE decision_role = 'influencer'"), ==, 1);
  term = crm_test_store_text (self->test, "crm.db",
                              "SELECT since || role FROM account_person WHERE until IS NULL");
  g_assert_cmpstr (term, ==, "18000Buyer");
  g_assert_cmpint (count (self, "SELECT count(*) FROM account_person"), ==, 1);
  /* It is the one that anybody would make. */
  crm_test_write (store, crm_accounts_join (account, one, &(CrmTerm){ .since = &since }));
  g_assert_cmpint (count (self, "SELECT count(*) FROM account_person"), ==, 1);
}

static void
test_count (Fixture *self, gconstpointer data)
{
  CrmStore *store = self->test->store;
  g_autofree char *one = crm_test_make_person (store, "Ida");
  g_autofree char *two = crm_test_make_person (store, "Ida Example");
  g_autofree char *deal = add_deal (self, "EUR", 5);
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);
  const char *ids[] = { one, two, NULL };
  CrmSubject subject = { .person = two };
  g_autoptr (CrmMergePlan) made = NULL;
  g_autoptr (GArray) counts = NULL;

  crm_deals_add_person (set, deal, two);
  crm_deals_add_person (set, deal, one);
  crm_test_write (store, set);
  crm_test_write (store, crm_activities_add_note (&subject, "Text", self->test->now_usec, NULL));
  made = plan (self, "person", ids, one);
  counts = crm_merge_plan_count (made);
  g_assert_cmpuint (counts->len, ==, 2);
  g_assert_cmpstr (g_array_index (counts, CrmMergeCount, 0).entity->name, ==, "deal");
  g_assert_cmpuint (g_array_index (counts, CrmMergeCount, 0).n, ==, 1);
  g_assert_cmpstr (g_array_index (counts, CrmMergeCount, 1).entity->name, ==, "note");
}

#define MERGE_TEST(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  MERGE_TEST ("/merging/random", test_random);
  MERGE_TEST ("/merging/twice", test_twice);
  MERGE_TEST ("/merging/fields", test_fields);
  MERGE_TEST ("/merging/amount", test_amount);
  MERGE_TEST ("/merging/custom", test_custom);
  MERGE_TEST ("/merging/tree", test_tree);
  MERGE_TEST ("/merging/members", test_members);
  MERGE_TEST ("/merging/count", test_count);
  return g_test_run ();
}

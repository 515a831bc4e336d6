/* test-filter-related.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Filters that leave the record: references, relations to many, custom fields; and days as the user
 * counts them. */
#include "config.h"

#include "crm-test-filter.h"

#include "model/crm-custom.h"
#include "model/crm-date.h"
#include "model/crm-relation.h"
#include "service/crm-deals.h"
#include "service/crm-fields.h"
#include "service/crm-people.h"
#include "store/crm-seed.h"

static char *
make_account (CrmTestStore *test, const char *name, const char *industry, const char *parent)
{
  CrmChangeSet *set = crm_change_set_new ("add", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "account", NULL);
  char *id = g_strdup (change->id);

  crm_change_set_text (change, "name", name);
  crm_change_set_text (change, "industry", industry);
  crm_change_set_text (change, "parent", parent);
  crm_test_write (test->store, set);
  return id;
}

static char *
make_deal (CrmTestStore *test, const char *title, const char *account, const char *stage)
{
  CrmChangeSet *set = crm_change_set_new ("add", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "deal", NULL);
  char *id = g_strdup (change->id);

  crm_change_set_text (change, "title", title);
  crm_change_set_text (change, "pipeline", CRM_SEED_PIPELINE);
  crm_change_set_text (change, "stage", stage);
  crm_change_set_text (change, "account", account);
  crm_test_write (test->store, set);
  return id;
}

static void
add_tag (CrmTestStore *test, const char *name, const char *entity, const char *id)
{
  CrmChangeSet *set = crm_change_set_new ("add", CRM_CAUSE_USER);
  CrmChange *tag = crm_change_set_create (set, "tag", NULL);
  g_autofree char *tagging = crm_entity_derive_id (
      crm_entity_find ("tagging"), tag->id, g_str_equal (entity, "person") ? id : "",
      g_str_equal (entity, "account") ? id : "", g_str_equal (entity, "deal") ? id : "", NULL);
  CrmChange *change = crm_change_set_ensure (set, "tagging", tagging);

  crm_change_set_text (tag, "name", name);
  crm_change_set_text (change, "tag", tag->id);
  crm_change_set_text (change, entity, id);
  crm_test_write (test->store, set);
}

static void
add_members (CrmTestStore *test, const char *person, const char *account, const char *deal)
{
  CrmChangeSet *set = crm_change_set_new ("add", CRM_CAUSE_USER);

  crm_people_add_address (set, person, "ada@north.example");
  crm_people_join_account (set, account, person);
  if (deal != NULL)
    crm_deals_add_person (set, deal, person);
  crm_test_write (test->store, set);
}

static void
add_note (CrmTestStore *test, const char *text, const char *deal)
{
  CrmChangeSet *set = crm_change_set_new ("add", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "note", NULL);

  crm_change_set_text (change, "text", text);
  crm_change_set_int (change, "at", test->now_usec);
  crm_change_set_text (change, "deal", deal);
  crm_test_write (test->store, set);
}

/* Ada of North, which is part of Group, takes part in `pumps`; Ben stands alone. `valves` is
 * South's, `spare` nobody's. */
static CrmTestStore *
make_records (void)
{
  CrmTestStore *test = crm_test_store_new ();
  g_autofree char *group = make_account (test, "Group", NULL, NULL);
  g_autofree char *north = make_account (test, "North", "Brewing", group);
  g_autofree char *south = make_account (test, "South", "Dairy", NULL);
  g_autofree char *ada = crm_test_make_person (test->store, "Ada");
  g_autofree char *ben = crm_test_make_person (test->store, "Ben");
  g_autofree char *pumps = make_deal (test, "pumps", north, CRM_SEED_STAGE_FIRST);
  g_autofree char *valves = make_deal (test, "valves", south, CRM_SEED_STAGE_WON);
  g_autofree char *spare = make_deal (test, "spare", NULL, CRM_SEED_STAGE_FIRST);

  add_members (test, ada, north, pumps);
  add_tag (test, "VIP", "person", ada);
  add_tag (test, "urgent", "deal", pumps);
  add_tag (test, "later", "deal", valves);
  add_note (test, "rang", pumps);
  return test;
}

static void
test_one (void)
{
  g_autoptr (CrmTestStore) test = make_records ();

  crm_test_find (test, "deal", "account.name = 'north'", "pumps");
  crm_test_find (test, "deal", "account.parent.name = 'group'", "pumps");
  crm_test_find (test, "deal", "account.parent = 'group'", "pumps");
  crm_test_find (test, "deal", "account.parent is null", "valves spare");
  crm_test_find (test, "deal", "stage.probability < 50", "pumps spare");
  crm_test_find (test, "deal", "stage.kind in ('won', 'lost')", "valves");
  crm_test_find (test, "deal", "account.industry != 'Dairy'", "pumps");
  crm_test_find (test, "deal", "not account.industry = 'Dairy'", "pumps spare");
  crm_test_find (test, "note", "deal.account.industry = 'brewing'", "rang");
  crm_test_find (test, "note", "deal.stage.pipeline.name = 'Sales'", "rang");
  crm_test_find (test, "note", "deal.account.created_at = today", "rang");
}

static void
test_many (void)
{
  g_autoptr (CrmTestStore) test = make_records ();

  crm_test_find (test, "person", "tags = 'vip'", "Ada");
  crm_test_find (test, "person", "tags ~ 'v'", "Ada");
  crm_test_find (test, "person", "tags.name in ('vip', 'other')", "Ada");
  crm_test_find (test, "person", "addresses.address = 'ada@north.example'", "Ada");
  crm_test_find (test, "person", "accounts.name = 'North'", "Ada");
  crm_test_find (test, "person", "accounts.industry ~ 'brew' and deals.stage.kind = 'open'", "Ada");
  crm_test_find (test, "account", "people = 'Ada'", "North");
  crm_test_find (test, "account", "people.tags = 'VIP'", "North");
  crm_test_find (test, "account", "deals.people.tags = 'VIP'", "North");
  crm_test_find (test, "account", "children.deals.title = 'pumps'", "Group");
  crm_test_find (test, "account", "deals.stage = 'Won'", "South");
  crm_test_find (test, "deal", "people.accounts.name = 'North'", "pumps");
  crm_test_find (test, "deal", "account.people.addresses ~ 'north'", "pumps");
  crm_test_find (test, "deal", "notes = 'rang'", "pumps");
  crm_test_find (test, "deal", "account.people.name = 'Ada' and tags = 'urgent'", "pumps");
  crm_test_find (test, "tag", "deals.title = 'pumps'", "urgent");
  crm_test_find (test, "stage", "deals.account.name = 'South'", "Won");
}

/* Of none it is said that there is none: `!=` is not "one that differs". */
static void
test_none (void)
{
  g_autoptr (CrmTestStore) test = make_records ();

  crm_test_find (test, "deal", "tags != 'urgent'", "valves spare");
  crm_test_find (test, "deal", "tags not in ('urgent', 'later')", "spare");
  crm_test_find (test, "deal", "not tags = 'urgent'", "valves spare");
  crm_test_find (test, "deal", "not tags != 'urgent'", "pumps");
  crm_test_find (test, "deal", "tags is null", "spare");
  crm_test_find (test, "deal", "tags is not null", "pumps valves");
  crm_test_find (test, "deal", "tags.color is null", "pumps valves spare");
  crm_test_find (test, "deal", "people is null", "valves spare");
  crm_test_find (test, "deal", "account.people is null", "valves spare");
  crm_test_find (test, "person", "tags is null", "Ben");
  crm_test_find_mistake (test, "deal", "tags in ('urgent', null)", "null");
}

static void
test_mistakes (void)
{
  g_autoptr (CrmTestStore) test = make_records ();

  crm_test_find_mistake (test, "deal", "title = 'ł' and tags.colour = 'x'", "tags.colour = 'x'");
  crm_test_find_mistake (test, "deal", "title = '😀é' and amount > 'much'", "'much'");
  crm_test_find_mistake (test, "person", "tag = 'x'", "tag = 'x'");
  crm_test_find_mistake (test, "deal", "tags.name.x = 'x'", "tags.name.x = 'x'");
  crm_test_find_mistake (test, "deal", "tags > today", "today");
  crm_test_find_mistake (test, "deal", "tags. = 'x'", "tags. = 'x'");
  crm_test_find_mistake (test, "deal", "x = 'x'", "x = 'x'");
  crm_test_find_mistake (test, "deal", "x.region = 'x'", "x.region = 'x'");
  crm_test_find_mistake (test, "outbox", "x.region = 'x'", "x.region = 'x'");
}

static char *
define (CrmTestStore *test, const char *entity, const char *name, const char *type)
{
  CrmChangeSet *set = crm_change_set_new ("add-field", CRM_CAUSE_USER);
  CrmNewField field = { .entity = entity, .name = name, .type = type, .label = name };
  char *id;

  field.reference = g_str_equal (type, "ref") ? "account" : NULL;
  id = crm_fields_define (set, &field);
  if (g_str_equal (type, "choice"))
    crm_fields_add_choice (set, id, "b2b", "Business", 1);
  crm_test_write (test->store, set);
  return id;
}

/* A custom field of the record called @title. */
typedef struct
{
  const char *entity;
  const char *title;
  const char *field;
  const CrmValue *value;
  CrmChangeSet *set;
} Setting;

static gpointer
build_in_reader (CrmReader *reader, gpointer data, GError **error)
{
  Setting *setting = data;
  const CrmEntity *entity = crm_entity_find (setting->entity);
  const CrmEntity *custom = NULL;
  g_autoptr (CrmRecord) record
      = crm_reader_find (reader, setting->entity, entity->title_field, setting->title, error);

  g_assert_true (crm_reader_get_custom (reader, setting->entity, &custom, error));
  crm_change_set_value (crm_change_set_custom (setting->set, custom, record->id), setting->field,
                        setting->value);
  return record;
}

static void
set_custom (
    CrmTestStore *test, const char *entity, const char *title, const char *field, CrmValue value)
{
  Setting setting
      = { entity, title, field, &value, crm_change_set_new ("edit-record", CRM_CAUSE_USER) };

  g_assert_nonnull (crm_store_read_sync (test->store, build_in_reader, &setting, NULL, NULL));
  crm_test_write (test->store, setting.set);
  crm_value_clear (&value);
}

static void
test_custom (void)
{
  g_autoptr (CrmTestStore) test = make_records ();
  static const char *const types[]
      = { "text", "int", "decimal", "bool", "percent", "money", "day", "time", "choice", "ref" };
  g_autofree char *north = NULL;
  int day;

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *name = g_strconcat ("a_", types[i], NULL);

      g_free (define (test, "deal", name, types[i]));
    }
  g_free (define (test, "account", "vat", "text"));
  north = crm_test_store_text (test, "crm.db", "SELECT id FROM account WHERE name = 'North'");
  g_assert_true (crm_date_day_parse ("2026-03-02", &day, NULL));
  set_custom (test, "deal", "pumps", "a_text", crm_value_text ("Größe 7"));
  set_custom (test, "deal", "pumps", "a_int", crm_value_int (7));
  set_custom (test, "deal", "pumps", "a_decimal", crm_value_text ("10.25"));
  set_custom (test, "deal", "pumps", "a_bool", crm_value_int (1));
  set_custom (test, "deal", "pumps", "a_percent", crm_value_int (70));
  set_custom (test, "deal", "pumps", "a_money", crm_value_int (150000));
  set_custom (test, "deal", "pumps", "a_money_currency", crm_value_text ("KWD"));
  set_custom (test, "deal", "pumps", "a_day", crm_value_int (day));
  set_custom (test, "deal", "pumps", "a_time", crm_value_int (test->now_usec));
  set_custom (test, "deal", "pumps", "a_choice", crm_value_text ("b2b"));
  set_custom (test, "deal", "valves", "a_ref", crm_value_text (north));
  set_custom (test, "deal", "valves", "a_decimal", crm_value_text ("9.5"));
  set_custom (test, "account", "North", "vat", crm_value_text ("DE1"));

  crm_test_find (test, "deal", "x.a_text = 'GROSSE 7'", "pumps");
  crm_test_find (test, "deal", "x.a_text ~ 'gross'", "pumps");
  crm_test_find (test, "deal", "grosse", "pumps");
  crm_test_find (test, "deal", "x.a_int > 6 and x.a_int <= 7", "pumps");
  crm_test_find (test, "deal", "x.a_decimal > 10", "pumps");
  crm_test_find (test, "deal", "x.a_decimal > 9.4", "pumps valves");
  crm_test_find (test, "deal", "x.a_bool = true", "pumps");
  crm_test_find (test, "deal", "x.a_bool = false", "valves spare");
  crm_test_find (test, "deal", "x.a_percent >= 70", "pumps");
  crm_test_find (test, "deal", "x.a_money = 150", "pumps");
  crm_test_find (test, "deal", "x.a_money_currency = 'kwd'", "pumps");
  crm_test_find (test, "deal", "x.a_day = 2026-03-02", "pumps");
  crm_test_find (test, "deal", "x.a_time = today", "pumps");
  crm_test_find (test, "deal", "x.a_choice = 'b2b'", "pumps");
  crm_test_find (test, "deal", "x.a_ref = 'North'", "valves");
  crm_test_find (test, "deal", "x.a_ref.industry = 'Brewing'", "valves");
  crm_test_find (test, "deal", "x.a_ref.x.vat = 'DE1'", "valves");
  crm_test_find (test, "deal", "x.a_ref.deals.x.a_int = 7", "valves");
  crm_test_find (test, "deal", "account.x.vat = 'DE1'", "pumps");
  crm_test_find (test, "deal", "x.a_text is null", "valves spare");
  crm_test_find (test, "deal", "not x.a_choice = 'b2b'", "valves spare");
  crm_test_find (test, "account", "deals.x.a_int = 7", "North");
  crm_test_find (test, "note", "deal.x.a_text ~ '7'", "rang");

  crm_test_find_mistake (test, "deal", "x.a_int = 'seven'", "'seven'");
  crm_test_find_mistake (test, "deal", "x.a_day > 5", "5");
  crm_test_find_mistake (test, "deal", "x.a_money = 'x'", "'x'");
  crm_test_find_mistake (test, "deal", "x.a_decimal = 'x'", "'x'");
  crm_test_find_mistake (test, "deal", "x.a_text.y = 'x'", "x.a_text.y = 'x'");
}

/* Every relation leads somewhere, forwards and deep. */
static void
test_declarations (void)
{
  g_autoptr (CrmTestStore) test = make_records ();

  for (const CrmRelation *relation = crm_relation_list (); relation->entity != NULL; relation++)
    {
      const CrmEntity *target = crm_relation_get_target (relation);
      const CrmEntity *entity = crm_entity_find (relation->entity);
      g_autofree char *filter = g_strdup_printf (
          "(%s is not null and %s is null) or %s.%s is null and %s = '-'", relation->name,
          relation->name, relation->name, target->title_field, relation->name);

      g_assert_null (crm_entity_find_field (entity, relation->name));
      crm_test_find (test, relation->entity, filter, "");
    }
}

/* At 2026-03-02T10:00Z it is the third already on Kiritimati, and the second on Midway. */
static void
test_local_days (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  int day;

  g_assert_true (crm_date_day_parse ("2026-03-03", &day, NULL));
  {
    CrmChangeSet *set = crm_change_set_new ("add", CRM_CAUSE_USER);
    CrmChange *change = crm_change_set_create (set, "follow_up", NULL);

    crm_change_set_text (change, "title", "ring");
    crm_change_set_text (change, "status", "open");
    crm_change_set_int (change, "due", day);
    crm_test_write (test->store, set);
  }
  g_setenv ("TZ", "Pacific/Kiritimati", TRUE); /* UTC+14 */
  crm_test_find (test, "follow_up", "due = today", "ring");
  crm_test_find (test, "follow_up", "created_at = 2026-03-03", "ring");
  crm_test_find (test, "follow_up", "created_at = 2026-03-02", "");
  crm_test_find (test, "follow_up", "created_at = today", "ring");
  crm_test_find (test, "follow_up", "due = 2026-03-02T10:00:00Z", "ring");
  g_setenv ("TZ", "Pacific/Midway", TRUE); /* UTC-11 */
  crm_test_find (test, "follow_up", "due = today", "");
  crm_test_find (test, "follow_up", "due = +2d", "ring");
  crm_test_find (test, "follow_up", "created_at = 2026-03-01", "ring");
  crm_test_find (test, "follow_up", "created_at < 2026-03-02", "ring");

  /* On 29 March 2026 Berlin's day has 23 hours: its last one begins at 21:00Z, not at 22:00Z. */
  g_setenv ("TZ", "Europe/Berlin", TRUE);
  crm_test_store_pass_secs (test, 27 * 24 * 3600 + 11 * 3600 + 30 * 60); /* 21:30Z */
  g_free (crm_test_make_person (test->store, "Late"));
  crm_test_store_pass_secs (test, 3600);
  g_free (crm_test_make_person (test->store, "Next"));
  crm_test_find (test, "person", "created_at = 2026-03-29", "Late");
  crm_test_find (test, "person", "created_at > 2026-03-29", "Next");
  crm_test_find (test, "person", "created_at <= 2026-03-29", "Late");
  crm_test_find (test, "person", "created_at != 2026-03-29", "Next");
  g_unsetenv ("TZ");
}

static char *
repeat (const char *first, const char *part, guint n, const char *last)
{
  GString *text = g_string_new (first);

  for (guint i = 0; i < n; i++)
    g_string_append (text, part);
  g_string_append (text, last);
  return g_string_free (text, FALSE);
}

static void
test_deep (void)
{
  g_autoptr (CrmTestStore) test = make_records ();
  static const struct
  {
    const char *entity;
    const char *first;
    const char *part;
    const char *last;
    guint enough; /* levels that must work */
  } shapes[] = {
    { "account", "", "children.", "name = 'y'", 4 },
    { "account", "", "children.parent.", "name = 'y'", 2 },
    { "account", "", "people.accounts.", "tags = 'y'", 1 },
    { "account", "", "deals.account.", "annual_revenue > 5", 2 },
    { "account", "", "parent.", "tags = 'y'", 4 },
    { "account", "", "parent.", "tags in ('y', 'z')", 4 },
    { "account", "", "parent.", "people.tags != 'y'", 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    for (guint levels = 0; levels <= 12; levels++)
      {
        g_autofree char *filter = repeat (shapes[i].first, shapes[i].part, levels, shapes[i].last);

        if (!crm_test_can_find (test, shapes[i].entity, filter) && levels <= shapes[i].enough)
          g_error ("%s: should work", filter);
      }
  for (guint levels = 1; levels <= 30; levels++)
    {
      g_autofree char *head = repeat ("", "not (title = 'z' and ", levels, "people.accounts = 'x'");
      g_autofree char *filter = repeat (head, ")", levels, "");

      if (!crm_test_can_find (test, "deal", filter) && levels <= 4)
        g_error ("%s: should work", filter);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter-related/one", test_one);
  g_test_add_func ("/filter-related/many", test_many);
  g_test_add_func ("/filter-related/none", test_none);
  g_test_add_func ("/filter-related/mistakes", test_mistakes);
  g_test_add_func ("/filter-related/custom", test_custom);
  g_test_add_func ("/filter-related/declarations", test_declarations);
  g_test_add_func ("/filter-related/local-days", test_local_days);
  g_test_add_func ("/filter-related/deep", test_deep);
  return g_test_run ();
}

/* test-journal.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-store.h"
#include "model/crm-id.h"
#include "store/crm-journal-private.h"
#include "store/crm-seed.h"

static char *
last_changes (CrmTestStore *test)
{
  return crm_test_store_text (
      test, "crm.db",
      "SELECT kind || ' ' || entity || ' ' || coalesce (field, '-') || ' '"
      " || coalesce (old, 'null') || ' ' || coalesce (new, 'null') || ' ' || (image IS NOT NULL)"
      " FROM change WHERE seq = (SELECT max (seq) FROM change_set) ORDER BY n");
}

static gint64
n_sets (CrmTestStore *test)
{
  return crm_test_store_int (test, "crm.db", "SELECT count(*) FROM change_set");
}

static void
test_rows (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *id = crm_test_make_person (test->store, "Ida Example");
  g_autofree char *created = last_changes (test);
  g_autofree char *updated = NULL;
  g_autofree char *deleted = NULL;
  g_autofree char *who = NULL;
  CrmChangeSet *set = crm_change_set_new ("edit", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_update (set, "person", id);

  g_assert_cmpstr (created, ==, "1 person - null null 1");
  who = crm_test_store_text (test, "crm.db",
                             "SELECT actor || ' ' || front_end || ' ' || label || ' ' || cause"
                             " FROM change_set ORDER BY seq DESC LIMIT 1");
  g_assert_true (g_str_has_prefix (who, crm_store_get_actor (test->store)));
  g_assert_true (g_str_has_suffix (who, " test add-person 1"));

  crm_test_store_pass_secs (test, 60);
  crm_change_set_text (change, "name", "Ida Sample");
  crm_change_set_int (change, "cadence_days", 30);
  crm_test_write (test->store, set);
  updated = last_changes (test);
  g_assert_cmpstr (updated, ==,
                   "2 person name Ida Example Ida Sample 0\n"
                   "2 person cadence_days null 30 0");
  {
    g_autoptr (CrmRecord) record = crm_test_get (test->store, "person", id);

    g_assert_cmpstr (crm_record_get_title (record), ==, "Ida Sample");
    g_assert_cmpint (crm_record_get_int (record, "cadence_days", 0), ==, 30);
    g_assert_cmpint (record->created_usec, ==, CRM_TEST_START_USEC);
    g_assert_cmpint (record->modified_usec, ==, CRM_TEST_START_USEC + 60 * G_USEC_PER_SEC);
  }

  set = crm_change_set_new ("remove", CRM_CAUSE_USER);
  crm_change_set_delete (set, "person", id);
  crm_test_write (test->store, set);
  deleted = last_changes (test);
  g_assert_cmpstr (deleted, ==, "3 person - null null 1");
  g_assert_null (crm_test_get (test->store, "person", id));
}

static void
test_conflict (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *id = crm_test_make_person (test->store, "Ida Example");
  g_auto (CrmValue) seen = crm_value_text ("Ida Example");
  g_auto (CrmValue) unknown = CRM_VALUE_INIT;
  CrmChangeSet *set = crm_change_set_new ("edit", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_update (set, "person", id);

  crm_change_set_text (change, "name", "Ida Sample");
  crm_change_expect (change, "name", &seen);
  crm_change_set_text (change, "title", "Buyer");
  crm_change_expect (change, "title", &unknown);
  crm_test_write (test->store, set);

  /* Somebody who still sees the old name. */
  set = crm_change_set_new ("edit", CRM_CAUSE_USER);
  change = crm_change_set_update (set, "person", id);
  crm_change_set_text (change, "title", "Head of purchasing");
  crm_change_set_text (change, "name", "Ida Other");
  crm_change_expect (change, "name", &seen);
  crm_test_refuse (test->store, set, CRM_ERROR_CONFLICT);
  {
    g_autoptr (CrmRecord) record = crm_test_get (test->store, "person", id);

    g_assert_cmpstr (crm_record_get_text (record, "title"), ==, "Buyer");
  }

  /* Both wanted the same: no conflict. */
  set = crm_change_set_new ("edit", CRM_CAUSE_USER);
  change = crm_change_set_update (set, "person", id);
  crm_change_set_text (change, "name", "Ida Sample");
  crm_change_expect (change, "name", &seen);
  g_assert_cmpint (crm_test_write (test->store, set), ==, 0);

  set = crm_change_set_new ("edit", CRM_CAUSE_USER);
  crm_change_set_text (crm_change_set_update (set, "person", CRM_SEED_PIPELINE), "name", "x");
  crm_test_refuse (test->store, set, CRM_ERROR_NOT_FOUND);
}

static void
refuse_stale (
    CrmStore *store, const char *person, const char *field, const CrmValue *value, const char *says)
{
  g_auto (CrmValue) seen = crm_value_text ("what nobody wrote");
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("edit", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_update (set, "follow_up", person);
  g_autoptr (GError) error = NULL;

  crm_change_set_value (change, field, value);
  crm_change_expect (change, field, &seen);
  g_assert_null (crm_store_write_sync (store, set, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, says));
}

/* A conflict says what is there by now: a text, a number or nothing. */
static void
test_conflict_says (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  CrmChangeSet *set = crm_change_set_new ("add", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "follow_up", NULL);
  g_autofree char *id = g_strdup (change->id);
  g_auto (CrmValue) text = crm_value_text ("Write");
  CrmValue number = crm_value_int (30001);

  crm_change_set_text (change, "title", "Call");
  crm_change_set_text (change, "status", "open");
  crm_change_set_int (change, "due", 20002);
  crm_test_write (test->store, set);
  refuse_stale (test->store, id, "title", &text, "“Call”");
  refuse_stale (test->store, id, "due", &number, " 20002 ");
  refuse_stale (test->store, id, "done_at", &number, "is empty");
}

static void
refuse_deal_value (CrmStore *store, const char *field, const char *text, int code)
{
  CrmChangeSet *set = crm_change_set_new ("add-deal", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "deal", NULL);

  crm_change_set_text (change, "title", "Pumps");
  crm_change_set_text (change, "pipeline", CRM_SEED_PIPELINE);
  crm_change_set_text (change, "stage", CRM_SEED_STAGE_FIRST);
  crm_change_set_text (change, field, text);
  crm_test_refuse (store, set, code);
}

static void
test_checks (void)
{
  static const char nowhere[] = "01931f2a-6c40-7abc-8def-0123456789ab";
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *id = crm_test_make_deal (test->store, "Valves");
  gint64 before = n_sets (test);
  CrmChangeSet *set;

  refuse_deal_value (test->store, "title", NULL, CRM_ERROR_CONSTRAINT);
  refuse_deal_value (test->store, "title", "", CRM_ERROR_CONSTRAINT);
  refuse_deal_value (test->store, "title", "bad \xff bytes", CRM_ERROR_INVALID_VALUE);
  refuse_deal_value (test->store, "kind", "no-such-kind", CRM_ERROR_INVALID_VALUE);
  refuse_deal_value (test->store, "currency", "XYQ", CRM_ERROR_INVALID_VALUE);
  refuse_deal_value (test->store, "currency", "", CRM_ERROR_INVALID_VALUE);
  refuse_deal_value (test->store, "amount", "many", CRM_ERROR_INVALID_VALUE);
  refuse_deal_value (test->store, "account", "no-id", CRM_ERROR_INVALID_VALUE);
  refuse_deal_value (test->store, "account", nowhere, CRM_ERROR_CONSTRAINT);
  refuse_deal_value (test->store, "stage", nowhere, CRM_ERROR_CONSTRAINT);

  set = crm_change_set_new ("edit", CRM_CAUSE_USER);
  crm_change_set_int (crm_change_set_update (set, "deal", id), "probability", 101);
  crm_test_refuse (test->store, set, CRM_ERROR_INVALID_VALUE);
  set = crm_change_set_new ("edit", CRM_CAUSE_USER);
  crm_change_set_null (crm_change_set_update (set, "deal", id), "title");
  crm_test_refuse (test->store, set, CRM_ERROR_CONSTRAINT);
  set = crm_change_set_new ("edit", CRM_CAUSE_USER);
  crm_change_set_value (crm_change_set_update (set, "deal", id), "probability",
                        &(CrmValue){ CRM_VALUE_REAL, .real = 0.5 });
  crm_test_refuse (test->store, set, CRM_ERROR_INVALID_VALUE);
  set = crm_change_set_new ("edit", CRM_CAUSE_USER);
  crm_change_set_delete (set, "pipeline", CRM_SEED_PIPELINE);
  crm_test_refuse (test->store, set, CRM_ERROR_CONSTRAINT);
  set = crm_change_set_new ("edit", CRM_CAUSE_USER);
  crm_change_set_text (crm_change_set_create (set, "person", id), "name", "x");
  crm_change_set_text (crm_change_set_create (set, "person", id), "name", "y");
  crm_test_refuse (test->store, set, CRM_ERROR_CONSTRAINT);
  set = crm_change_set_new ("edit", CRM_CAUSE_USER);
  crm_change_set_text (crm_change_set_create (set, "address", NULL), "address", "no at sign");
  crm_test_refuse (test->store, set, CRM_ERROR_INVALID_VALUE);
  set = crm_change_set_new ("edit", CRM_CAUSE_USER);
  crm_change_set_text (crm_change_set_create (set, "address", NULL), "address", "\xff@b.example");
  crm_test_refuse (test->store, set, CRM_ERROR_INVALID_VALUE);

  g_assert_cmpint (n_sets (test), ==, before);
}

/* What refers may come before what is referred to. */
/* What an id is derived from never changes; giving it again is no change. */
static void
test_keys (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *id = crm_entity_derive_id (crm_entity_find ("archive"), "/mail/old", NULL);
  CrmChangeSet *set = crm_change_set_new ("add", CRM_CAUSE_USER);

  crm_change_set_text (crm_change_set_ensure (set, "archive", id), "path", "/mail/old");
  crm_test_write (test->store, set);

  set = crm_change_set_new ("edit", CRM_CAUSE_USER);
  crm_change_set_text (crm_change_set_update (set, "archive", id), "path", "/mail/new");
  crm_test_refuse (test->store, set, CRM_ERROR_CONSTRAINT);

  set = crm_change_set_new ("edit", CRM_CAUSE_USER);
  crm_change_set_text (crm_change_set_update (set, "archive", id), "path", "/mail/old");
  crm_test_write (test->store, set);
}

static void
test_any_order (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *account = crm_id_new (test->now_usec);
  CrmChangeSet *set = crm_change_set_new ("add", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "note", NULL);

  crm_change_set_text (change, "text", "first");
  crm_change_set_int (change, "at", test->now_usec);
  crm_change_set_text (change, "account", account);
  crm_change_set_text (crm_change_set_create (set, "account", account), "name", "Alder GmbH");
  g_assert_cmpint (crm_test_write (test->store, set), >, 0);
}

static void
test_ensure (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  const CrmEntity *entity = crm_entity_find ("setting");
  g_autofree char *id = crm_entity_derive_id (entity, "theme", NULL);
  g_autofree char *again = crm_entity_derive_id (entity, "theme", NULL);
  g_autofree char *other = crm_entity_derive_id (entity, "themes", NULL);
  gint64 seqs[3];

  g_assert_cmpstr (id, ==, again);
  g_assert_cmpstr (id, !=, other);
  for (guint i = 0; i < 3; i++)
    {
      CrmChangeSet *set = crm_change_set_new ("set", CRM_CAUSE_USER);
      CrmChange *change = crm_change_set_ensure (set, "setting", id);

      crm_change_set_text (change, "name", "theme");
      crm_change_set_text (change, "value", i == 0 ? "light" : "dark");
      seqs[i] = crm_test_write (test->store, set);
    }
  g_assert_cmpint (seqs[0], >, 0);
  g_assert_cmpint (seqs[1], ==, seqs[0] + 1);
  g_assert_cmpint (seqs[2], ==, 0);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM setting"), ==, 1);
  {
    g_autofree char *changes = last_changes (test);

    g_assert_cmpstr (changes, ==, "2 setting value light dark 0");
  }
}

static void
test_no_op (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *id = crm_test_make_person (test->store, "Ida Example");
  gint64 before = n_sets (test);
  CrmChangeSet *set = crm_change_set_new ("edit", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_update (set, "person", id);

  crm_test_store_pass_secs (test, 5);
  crm_change_set_text (change, "name", "Ida Example");
  crm_change_set_null (change, "title");
  g_assert_cmpint (crm_test_write (test->store, set), ==, 0);
  g_assert_cmpint (crm_test_write (test->store, crm_change_set_new ("none", CRM_CAUSE_USER)), ==,
                   0);
  g_assert_cmpint (n_sets (test), ==, before);
  {
    g_autoptr (CrmRecord) record = crm_test_get (test->store, "person", id);

    g_assert_cmpint (record->modified_usec, ==, CRM_TEST_START_USEC);
  }
}

/* Also when the clock stands, goes back, or the store is opened again. */
static void
test_clock (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *id = crm_test_make_person (test->store, "Ida Example");
  static const gint64 steps[] = { 0, 0, 10, -86400, 0, 86400 };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *name = g_strdup_printf ("Ida %u", i);

      crm_test_store_pass_secs (test, steps[i]);
      if (i == 3)
        crm_test_store_reopen (test);
      crm_test_set_text (test->store, "person", id, "name", name);
    }
  g_assert_cmpint (crm_test_store_int (test, "crm.db",
                                       "SELECT count(*) FROM change_set AS a JOIN change_set AS b"
                                       " ON b.seq > a.seq AND b.hlc <= a.hlc"),
                   ==, 0);
}

static void
test_failed_leaves_nothing (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *before = crm_test_store_text (test, "crm.db", "SELECT value FROM meta");
  g_autofree char *after = NULL;
  CrmChangeSet *set = crm_change_set_new ("add", CRM_CAUSE_USER);

  crm_test_store_pass_secs (test, 100);
  crm_change_set_text (crm_change_set_create (set, "person", NULL), "name", "Ida Example");
  crm_change_set_text (crm_change_set_create (set, "tag", NULL), "name", "vip");
  crm_change_set_text (crm_change_set_create (set, "tag", NULL), "name", "vip");
  crm_test_refuse (test->store, set, CRM_ERROR_CONSTRAINT);
  after = crm_test_store_text (test, "crm.db", "SELECT value FROM meta");
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (crm_test_store_int (test, "crm.db",
                                       "SELECT (SELECT count(*) FROM person)"
                                       " + (SELECT count(*) FROM tag)"),
                   ==, 0);
  /* and the connection is as good as before */
  g_free (crm_test_make_person (test->store, "Ida Example"));
}

static void
test_image (void)
{
  const CrmEntity *entity = crm_entity_find ("deal");
  guint n_fields = crm_entity_n_fields (entity);
  g_autofree CrmValue *values = g_new0 (CrmValue, n_fields);
  int title = crm_entity_field_index (entity, "title");
  int amount = crm_entity_field_index (entity, "amount");
  g_autoptr (GBytes) image = NULL;
  g_autoptr (GHashTable) unpacked = NULL;

  values[title] = crm_value_text ("Naïve “quotes”\nand lines");
  values[amount] = crm_value_int (G_MININT64);
  image = _crm_journal_pack (entity, values);
  unpacked = _crm_journal_unpack (image);
  g_assert_cmpuint (g_hash_table_size (unpacked), ==, 2);
  g_assert_true (crm_value_equal (g_hash_table_lookup (unpacked, "title"), &values[title]));
  g_assert_true (crm_value_equal (g_hash_table_lookup (unpacked, "amount"), &values[amount]));
  crm_value_clear (&values[title]);

  /* A damaged one is read without harm. */
  for (gsize length = 0; length < g_bytes_get_size (image); length++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (image, 0, length);

      g_hash_table_unref (_crm_journal_unpack (part));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/rows", test_rows);
  g_test_add_func ("/journal/conflict", test_conflict);
  g_test_add_func ("/journal/conflict-says", test_conflict_says);
  g_test_add_func ("/journal/checks", test_checks);
  g_test_add_func ("/journal/keys", test_keys);
  g_test_add_func ("/journal/any-order", test_any_order);
  g_test_add_func ("/journal/ensure", test_ensure);
  g_test_add_func ("/journal/no-op", test_no_op);
  g_test_add_func ("/journal/clock", test_clock);
  g_test_add_func ("/journal/failed-leaves-nothing", test_failed_leaves_nothing);
  g_test_add_func ("/journal/image", test_image);
  return g_test_run ();
}

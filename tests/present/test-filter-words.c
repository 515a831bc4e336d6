/* test-filter-words.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-filter-rows.h"
#include "crm-filter-words.h"
#include "crm-test-store.h"
#include "service/crm-fields.h"

static void
define (CrmTestStore *test, const char *entity, const char *name)
{
  CrmChangeSet *set = crm_change_set_new ("add-field", CRM_CAUSE_USER);
  CrmNewField field = { .entity = entity, .name = name, .type = "text", .label = "Region" };
  g_autofree char *id = crm_fields_define (set, &field);

  crm_test_write (test->store, set);
}

static gpointer
load_words (CrmReader *reader, gpointer entity, GError **error)
{
  g_autoptr (GPtrArray) own = crm_list_load_columns (reader, entity, error);

  return own != NULL ? crm_filter_words_load (reader, crm_entity_find (entity), own, error) : NULL;
}

static GPtrArray *
load (CrmTestStore *test, const char *entity)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *words = crm_store_read_sync (test->store, load_words, (gpointer)entity, NULL, &error);

  g_assert_no_error (error);
  return words;
}

static const CrmListColumn * /* (nullable) */
find (GPtrArray *words, const char *path)
{
  for (guint i = 0; i < words->len; i++)
    if (g_str_equal (((CrmListColumn *)g_ptr_array_index (words, i))->path, path))
      return g_ptr_array_index (words, i);
  return NULL;
}

static gpointer
find_keys (CrmReader *reader, gpointer data, GError **error)
{
  return crm_list_load_keys (reader, data, NULL, error);
}

/* The filter language knows each of the words, for every entity that has a list. */
static void
test_all_are_known (void)
{
  static const char *const entities[] = { "deal", "person", "account", "lead" };
  g_autoptr (CrmTestStore) test = crm_test_store_new ();

  define (test, "account", "region");
  define (test, "lead", "region");
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      g_autoptr (GPtrArray) words = load (test, entities[i]);

      for (guint w = 0; w < words->len; w++)
        {
          const CrmListColumn *word = g_ptr_array_index (words, w);
          g_autofree char *text = g_strdup_printf ("%s is null", word->path);
          g_autoptr (GError) error = NULL;
          g_autoptr (CrmFilterNode) filter = crm_filter_parse (text, NULL, &error);
          CrmListQuery query = { .entity = entities[i], .filter = filter };
          g_autoptr (GArray) keys = NULL;

          g_assert_no_error (error);
          keys = crm_store_read_sync (test->store, find_keys, &query, NULL, &error);
          g_assert_no_error (error);
          g_assert_nonnull (keys);
        }
    }
}

static void
test_words (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (GPtrArray) deals = NULL;
  g_autoptr (GPtrArray) leads = NULL;
  g_autoptr (GPtrArray) people = NULL;
  g_autofree char *phrase = NULL;
  g_autofree char *row = NULL;

  define (test, "account", "region");
  deals = load (test, "deal");
  leads = load (test, "lead");
  people = load (test, "person");
  g_assert_nonnull (find (deals, "amount"));
  g_assert_cmpstr (find (deals, "account.industry")->label, ==, "Account: Industry");
  g_assert_nonnull (find (deals, "account.x.region"));
  g_assert_nonnull (find (deals, "people.preferred_channel"));
  g_assert_nonnull (find (leads, "tags"));
  g_assert_nonnull (find (people, "accounts.tier"));
  g_assert_nonnull (find (people, "leads.status"));
  row = crm_filter_row_new (find (deals, "account.industry"), CRM_ROW_CONTAINS, "water", 0);
  phrase = crm_filter_row_phrase (row, deals);
  g_assert_cmpstr (phrase, ==, "Account: Industry contains water");
}

/* What is offered for what is typed, with blanks between. */
static char *
offer (const char *entity, GPtrArray *words, const char *typed)
{
  g_autoptr (GPtrArray) offers = crm_filter_words_offer (crm_entity_find (entity), words, typed, 8);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < offers->len; i++)
    {
      const CrmFilterOffer *made = g_ptr_array_index (offers, i);

      g_assert_cmpstr (made->label, !=, "");
      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", made->path);
    }
  return g_string_free (text, FALSE);
}

static void
assert_offer (const char *entity, GPtrArray *words, const char *typed, const char *wanted)
{
  g_autofree char *offered = offer (entity, words, typed);

  g_assert_cmpstr (offered, ==, wanted);
}

static void
test_offers (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (GPtrArray) deals = NULL;
  g_autoptr (GPtrArray) leads = NULL;
  g_autoptr (GPtrArray) accounts = NULL;

  define (test, "account", "region");
  define (test, "account", "rating");
  deals = load (test, "deal");
  leads = load (test, "lead");
  accounts = load (test, "account");
  assert_offer ("deal", deals, "expec", "expected_close");
  /* What is a step away only behind its dot, people's own fields there, too. */
  assert_offer ("deal", deals, "acc", "account");
  assert_offer ("deal", deals, "account.x.r", "account.x.rating account.x.region");
  assert_offer ("deal", deals, "account.indu", "account.industry");
  assert_offer ("deal", deals, "account.owner.na", "account.owner.name");
  assert_offer ("account", accounts, "x.", "x.rating x.region");
  /* Relations, by their names and as steps. */
  assert_offer ("lead", leads, "ta", "tags");
  assert_offer ("lead", leads, "follow", "follow_ups");
  assert_offer ("account", accounts, "memb", "memberships");
  assert_offer ("account", accounts, "people.ta", "people.tags");
  assert_offer ("account", accounts, "people.tags.na", "people.tags.name");
  /* In full already, or nothing at all. */
  assert_offer ("deal", deals, "amount", "");
  assert_offer ("deal", deals, "zebra", "");
  assert_offer ("deal", deals, "amount.x", "");
  assert_offer ("deal", deals, "..", "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter-words/all-are-known", test_all_are_known);
  g_test_add_func ("/filter-words/words", test_words);
  g_test_add_func ("/filter-words/offers", test_offers);
  return g_test_run ();
}

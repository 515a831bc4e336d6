/* test-list-query.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-store.h"

#include "service/crm-fields.h"
#include "service/crm-people.h"
#include "store/crm-list-query.h"
#include "store/crm-seed.h"

typedef struct
{
  CrmListQuery query;
  const char *filter;
  const char *const *paths;
  CrmFilterErrorPlace place;
} Question;

static char *
make (CrmStore *store, const char *entity, const char *title, ...)
{
  CrmChangeSet *set = crm_change_set_new ("add", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, entity, NULL);
  char *id = g_strdup (change->id);
  const char *field;
  va_list args;

  crm_change_set_text (change, crm_entity_find (entity)->title_field, title);
  va_start (args, title);
  while ((field = va_arg (args, const char *)) != NULL)
    {
      const char *value = va_arg (args, const char *);
      const CrmField *declared = crm_entity_find_field (change->entity, field);

      if (declared->type == CRM_FIELD_DAY || declared->type == CRM_FIELD_MONEY)
        crm_change_set_int (change, field, g_ascii_strtoll (value, NULL, 10));
      else
        crm_change_set_text (change, field, value);
    }
  va_end (args);
  crm_test_write (store, set);
  return id;
}

static char *
make_deal (CrmStore *store,
           const char *title,
           const char *stage,
           const char *close,
           const char *amount,
           const char *currency)
{
  return make (store, "deal", title, "pipeline", CRM_SEED_PIPELINE, "stage", stage, "amount",
               amount, "currency", currency, close != NULL ? "expected_close" : NULL, close, NULL);
}

static char *
stage_id (CrmTestStore *test, const char *name)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM stage WHERE name = '%s'", name);

  return crm_test_store_text (test, "crm.db", sql);
}

/* The titles in their order, with bars between. */
static gpointer
list_titles (CrmReader *reader, gpointer data, GError **error)
{
  Question *question = data;
  static const char *const title[] = { "title", NULL };
  g_autoptr (CrmFilterNode) filter = NULL;
  g_autoptr (GPtrArray) columns = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GArray) keys = NULL;
  GString *titles;

  if (question->filter != NULL)
    {
      filter = crm_filter_parse (question->filter, NULL, error);
      g_assert_nonnull (filter);
      question->query.filter = filter;
    }
  keys = crm_list_load_keys (reader, &question->query, &question->place, error);
  if (keys == NULL)
    return NULL;
  columns = crm_list_find_columns (reader, question->query.entity,
                                   question->paths != NULL ? question->paths : title, error);
  rows = crm_list_load_rows (reader, question->query.entity, columns,
                             (const gint64 *)(gconstpointer)keys->data, keys->len, error);
  g_assert_nonnull (rows);
  g_assert_cmpuint (rows->len, ==, keys->len);
  titles = g_string_new (NULL);
  for (guint i = 0; i < rows->len; i++)
    for (guint c = 0; c < columns->len; c++)
      {
        const CrmListRow *row = g_ptr_array_index (rows, i);

        g_string_append (titles, titles->len > 0 ? "|" : "");
        if (row->values[c].kind == CRM_VALUE_TEXT)
          g_string_append (titles, row->values[c].text);
        else if (row->values[c].kind == CRM_VALUE_INT)
          g_string_append_printf (titles, "%" G_GINT64_FORMAT, row->values[c].integer);
        if (row->currencies[c] != NULL)
          g_string_append (titles, row->currencies[c]);
      }
  return g_string_free (titles, FALSE);
}

static void
assert_order (CrmTestStore *test, const char *order, gboolean descending, const char *expected)
{
  g_autoptr (GError) error = NULL;
  Question question = { .query = { "deal", NULL, order, descending, 0, 0 } };
  g_autofree char *titles = crm_store_read_sync (test->store, list_titles, &question, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (titles, ==, expected);
}

static void
assert_row (CrmTestStore *test, const char *filter, const char *const *paths, const char *expected)
{
  g_autoptr (GError) error = NULL;
  Question question
      = { .query = { "deal", NULL, NULL, FALSE, 0, 0 }, .filter = filter, .paths = paths };
  g_autofree char *texts = crm_store_read_sync (test->store, list_titles, &question, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (texts, ==, expected);
}

static CrmTestStore *
make_store (void)
{
  CrmTestStore *test = crm_test_store_new ();
  g_autofree char *proposal = stage_id (test, "Proposal");
  g_autofree char *first = stage_id (test, "Qualification");
  g_autofree char *won = stage_id (test, "Won");
  g_autofree char *a = make_deal (test->store, "beta", won, "20600", "500", "EUR");
  g_autofree char *b = make_deal (test->store, "Alpha", proposal, NULL, "300", "JPY");
  g_autofree char *c = make_deal (test->store, "Émile", first, "20500", "100000", "EUR");

  return test;
}

static void
test_orders (void)
{
  g_autoptr (CrmTestStore) test = make_store ();

  assert_order (test, "title", FALSE, "Alpha|beta|Émile");
  assert_order (test, "title", TRUE, "Émile|beta|Alpha");
  /* By the places of the stages, not by their names. */
  assert_order (test, "stage", FALSE, "Émile|Alpha|beta");
  assert_order (test, "stage", TRUE, "beta|Alpha|Émile");
  /* Unknown comes last either way. */
  assert_order (test, "expected_close", FALSE, "Émile|beta|Alpha");
  assert_order (test, "expected_close", TRUE, "beta|Émile|Alpha");
  /* 5.00 EUR, 300 JPY, 1000.00 EUR */
  assert_order (test, "amount", FALSE, "beta|Alpha|Émile");
  assert_order (test, "created_at", FALSE, "beta|Alpha|Émile");
  /* The way to another record's field. */
  assert_order (test, "stage.kind", FALSE, "Alpha|Émile|beta");
}

static void
test_choice_order (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *stage = stage_id (test, "Proposal");
  static const char *const kinds[] = { "cross_sell", "new", "upsell" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_free (make (test->store, "deal", kinds[i], "pipeline", CRM_SEED_PIPELINE, "stage", stage,
                  "kind", kinds[i], NULL));
  assert_order (test, "kind", FALSE, "new|upsell|cross_sell");
  assert_order (test, "kind", TRUE, "cross_sell|upsell|new");
}

static gpointer
read_custom (CrmReader *reader, gpointer data, GError **error)
{
  const CrmEntity *custom = NULL;

  g_assert_true (crm_reader_get_custom (reader, "deal", &custom, error));
  return (gpointer)custom;
}

static void
set_region (CrmStore *store, const char *deal, const char *region)
{
  const CrmEntity *custom = crm_store_read_sync (store, read_custom, NULL, NULL, NULL);
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);

  crm_change_set_text (crm_change_set_custom (set, custom, deal), "region", region);
  crm_test_write (store, set);
}

static void
test_custom (void)
{
  g_autoptr (CrmTestStore) test = make_store ();
  CrmNewField field = { .entity = "deal", .name = "region", .type = "text", .label = "Region" };
  CrmChangeSet *set = crm_change_set_new ("add-field", CRM_CAUSE_USER);
  g_autofree char *definition = crm_fields_define (set, &field);
  static const char *const paths[] = { "title", "x.region", NULL };
  g_autofree char *deal
      = crm_test_store_text (test, "crm.db", "SELECT id FROM deal WHERE title = 'beta'");
  g_autoptr (GError) error = NULL;
  Question wrong = { .query = { "deal", NULL, "x.none", FALSE, 0, 0 } };

  crm_test_write (test->store, set);
  set_region (test->store, deal, "Åland");
  assert_row (test, "title = \"beta\"", paths, "beta|Åland");
  assert_order (test, "x.region", FALSE, "beta|Alpha|Émile");
  g_assert_null (crm_store_read_sync (test->store, list_titles, &wrong, NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE);
}

static void
add_member (CrmTestStore *test, const char *deal, const char *name)
{
  g_autofree char *person = crm_test_make_person (test->store, name);
  CrmChangeSet *set = crm_change_set_new ("add", CRM_CAUSE_USER);
  g_autofree char *member
      = crm_entity_derive_id (crm_entity_find ("deal_person"), deal, person, NULL);
  CrmChange *change = crm_change_set_ensure (set, "deal_person", member);

  crm_change_set_text (change, "deal", deal);
  crm_change_set_text (change, "person", person);
  crm_test_write (test->store, set);
}

static void
test_cells (void)
{
  g_autoptr (CrmTestStore) test = make_store ();
  static const char *const paths[]
      = { "title", "stage", "amount", "no_such", "people", "tags", NULL };
  g_autofree char *deal
      = crm_test_store_text (test, "crm.db", "SELECT id FROM deal WHERE title = 'beta'");
  g_autofree char *other
      = crm_test_store_text (test, "crm.db", "SELECT id FROM deal WHERE title = 'Alpha'");

  add_member (test, other, "Ada");
  add_member (test, deal, "Ida");
  assert_row (test, "title = \"beta\"", paths, "beta|Won|500EUR|Ida|");
  /* In the order of the alphabet, and two of one name are two. */
  add_member (test, deal, "Émile");
  add_member (test, deal, "anton");
  add_member (test, deal, "Ida");
  assert_row (test, "title = \"beta\"", paths, "beta|Won|500EUR|anton, Émile, Ida, Ida|");
  assert_row (test, "stage.name = 'Proposal'", paths, "Alpha|Proposal|300JPY|Ada|");
}

#define N_MANY 150

/* More than are read with one statement come in the order of their keys. */
static gpointer
read_many (CrmReader *reader, gpointer data, GError **error)
{
  static const char *const paths[] = { "title", "stage", "people", NULL };
  CrmListQuery query = { .entity = "deal", .order_by = "title", .descending = TRUE };
  g_autoptr (GArray) keys = crm_list_load_keys (reader, &query, NULL, error);
  g_autoptr (GPtrArray) columns = crm_list_find_columns (reader, "deal", paths, error);
  g_autoptr (GPtrArray) rows = crm_list_load_rows (
      reader, "deal", columns, (const gint64 *)(gconstpointer)keys->data, keys->len, error);

  g_assert_nonnull (rows);
  g_assert_cmpuint (rows->len, ==, N_MANY);
  for (guint i = 0; i < rows->len; i++)
    {
      const CrmListRow *row = g_ptr_array_index (rows, i);
      g_autofree char *title = g_strdup_printf ("deal %03u", N_MANY - 1 - i);

      g_assert_cmpint (row->key, ==, g_array_index (keys, gint64, i));
      g_assert_cmpstr (row->values[0].text, ==, title);
      g_assert_cmpstr (row->values[1].text, ==, i % 2 == 0 ? "Won" : "Proposal");
      if ((N_MANY - 1 - i) % 70 == 0)
        g_assert_cmpstr (row->values[2].text, ==, title);
      else
        g_assert_cmpint (row->values[2].kind, ==, CRM_VALUE_NULL);
    }
  return NULL;
}

static void
test_many (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *proposal = stage_id (test, "Proposal");
  g_autofree char *won = stage_id (test, "Won");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_MANY; i++)
    {
      g_autofree char *title = g_strdup_printf ("deal %03u", i);
      g_autofree char *deal
          = make_deal (test->store, title, i % 2 == 0 ? proposal : won, NULL, "100", "EUR");

      if (i % 70 == 0)
        add_member (test, deal, title);
    }
  crm_store_read_sync (test->store, read_many, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
test_mistakes (void)
{
  g_autoptr (CrmTestStore) test = make_store ();
  g_autoptr (GError) error = NULL;
  Question wrong
      = { .query = { "deal", NULL, NULL, FALSE, 0, 0 }, .filter = "title ~ \"a\" and colour = 1" };
  Question tags = { .query = { "deal", NULL, "tags", FALSE, 0, 0 } };

  g_assert_null (crm_store_read_sync (test->store, list_titles, &wrong, NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
  g_assert_cmpuint (wrong.place.column, ==, 17);
  g_clear_error (&error);
  g_assert_null (crm_store_read_sync (test->store, list_titles, &tags, NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE);
}

static gpointer
read_gone (CrmReader *reader, gpointer data, GError **error)
{
  const gint64 keys[] = { 1, 987654, 2 };
  static const char *const paths[] = { "title", NULL };
  g_autoptr (GPtrArray) columns = crm_list_find_columns (reader, "deal", paths, error);
  g_autoptr (GPtrArray) rows
      = crm_list_load_rows (reader, "deal", columns, keys, G_N_ELEMENTS (keys), error);
  g_autoptr (GPtrArray) records
      = crm_list_load_records (reader, "deal", keys, G_N_ELEMENTS (keys), error);
  gint64 n = 0;

  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpuint (records->len, ==, 2);
  g_assert_true (crm_list_count (reader, "deal", &n, error));
  g_assert_cmpint (n, ==, 3);
  return NULL;
}

static void
test_gone (void)
{
  g_autoptr (CrmTestStore) test = make_store ();
  g_autoptr (GError) error = NULL;

  crm_store_read_sync (test->store, read_gone, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Every column of every entity can be read and, where it says so, sorted by. */
static gpointer
read_all_columns (CrmReader *reader, gpointer data, GError **error)
{
  for (const CrmEntity *const *entity = crm_entity_list (); *entity != NULL; entity++)
    {
      g_autoptr (GPtrArray) columns = crm_list_load_columns (reader, (*entity)->name, error);
      const gint64 key = 1;
      g_autoptr (GPtrArray) rows
          = crm_list_load_rows (reader, (*entity)->name, columns, &key, 1, error);

      g_assert_no_error (*error);
      g_assert_nonnull (rows);
      for (guint i = 0; i < columns->len; i++)
        {
          const CrmListColumn *column = g_ptr_array_index (columns, i);
          CrmListQuery query = { (*entity)->name, NULL, column->path, i % 2 == 0, 5, 0 };
          g_autoptr (GArray) keys
              = column->can_sort ? crm_list_load_keys (reader, &query, NULL, error) : NULL;

          g_assert_no_error (*error);
          g_assert_true (keys != NULL || !column->can_sort);
        }
    }
  return NULL;
}

static void
test_all_columns (void)
{
  g_autoptr (CrmTestStore) test = make_store ();
  g_autoptr (GError) error = NULL;

  crm_store_read_sync (test->store, read_all_columns, NULL, NULL, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/list-query/orders", test_orders);
  g_test_add_func ("/list-query/choices", test_choice_order);
  g_test_add_func ("/list-query/custom", test_custom);
  g_test_add_func ("/list-query/cells", test_cells);
  g_test_add_func ("/list-query/many", test_many);
  g_test_add_func ("/list-query/mistakes", test_mistakes);
  g_test_add_func ("/list-query/gone", test_gone);
  g_test_add_func ("/list-query/all-columns", test_all_columns);
  return g_test_run ();
}

/* test-custom.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-store.h"

#include "model/crm-custom.h"
#include "service/crm-fields.h"
#include "store/crm-seed.h"

static char *
define (CrmStore *store, const char *entity, const char *name, const char *type)
{
  CrmChangeSet *set = crm_change_set_new ("add-field", CRM_CAUSE_USER);
  CrmNewField field = { .entity = entity, .name = name, .type = type, .label = name };
  char *id;

  field.reference = g_str_equal (type, "ref") ? "account" : NULL;
  id = crm_fields_define (set, &field);
  if (g_str_equal (type, "choice"))
    {
      crm_fields_add_choice (set, id, "north", "The north", 1);
      crm_fields_add_choice (set, id, "south", "The south", 2);
    }
  crm_test_write (store, set);
  return id;
}

static void
refuse_definition (CrmStore *store, const CrmNewField *field, int code)
{
  CrmChangeSet *set = crm_change_set_new ("add-field", CRM_CAUSE_USER);
  g_autofree char *id = crm_fields_define (set, field);

  crm_test_refuse (store, set, code);
}

static void
hide (CrmStore *store, const char *id)
{
  CrmChangeSet *set = crm_change_set_new ("delete-field", CRM_CAUSE_USER);
  g_autoptr (CrmRecord) definition = crm_test_get (store, "custom_field", id);

  crm_fields_hide (set, definition);
  crm_test_write (store, set);
}

static gpointer
read_entity (CrmReader *reader, gpointer data, GError **error)
{
  const CrmEntity *custom = NULL;

  g_assert_true (crm_reader_get_custom (reader, data, &custom, error));
  return (gpointer)custom;
}

static const CrmEntity *
get_custom (CrmStore *store, const char *entity)
{
  g_autoptr (GError) error = NULL;
  const CrmEntity *custom
      = crm_store_read_sync (store, read_entity, (gpointer)entity, NULL, &error);

  g_assert_no_error (error);
  return custom;
}

static gpointer
read_with_custom (CrmReader *reader, gpointer data, GError **error)
{
  CrmRecord *record = crm_reader_get (reader, "deal", data, error);

  g_assert_true (crm_reader_load_custom (reader, record, error));
  return record;
}

static CrmRecord *
get_deal (CrmStore *store, const char *id)
{
  g_autoptr (GError) error = NULL;
  CrmRecord *record = crm_store_read_sync (store, read_with_custom, (gpointer)id, NULL, &error);

  g_assert_no_error (error);
  return record;
}

static CrmChangeSet *
build_value (CrmStore *store, const char *deal, const char *field, const char *text)
{
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_custom (set, get_custom (store, "deal"), deal);

  crm_change_set_text (change, field, text);
  return set;
}

static void
set_value (CrmStore *store, const char *deal, const char *field, const char *text)
{
  crm_test_write (store, build_value (store, deal, field, text));
}

static void
check_value (CrmStore *store, const char *deal, const char *field, const char *text)
{
  g_autoptr (CrmRecord) record = get_deal (store, deal);

  g_assert_cmpstr (crm_record_get_text (record, field), ==, text);
}

static char *
undo (CrmStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = crm_store_undo_sync (store, &error);

  g_assert_no_error (error);
  g_ptr_array_add (result->skipped, NULL);
  return g_strjoinv (" ", (char **)result->skipped->pdata);
}

static void
check_undo (CrmStore *store, const char *skipped)
{
  g_autofree char *got = undo (store);

  g_assert_cmpstr (got, ==, skipped);
}

static void
test_values (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *deal = crm_test_make_deal (test->store, "one");
  g_autofree char *region = NULL;
  g_autofree char *columns = NULL;
  g_autofree char *journal = NULL;

  g_assert_null (get_custom (test->store, "deal"));
  check_value (test->store, deal, "x.region", NULL);

  region = define (test->store, "deal", "region", "choice");
  check_value (test->store, deal, "x.region", NULL);
  set_value (test->store, deal, "region", "north");
  check_value (test->store, deal, "x.region", "north");
  set_value (test->store, deal, "region", "south");
  check_value (test->store, deal, "x.region", "south");
  check_value (test->store, deal, "x.nonsense", NULL);

  /* A real column, named by the definition; each value journalled with the one before. */
  columns = crm_test_store_text (test, "crm.db",
                                 "SELECT name FROM pragma_table_info ('deal_custom') WHERE name ="
                                 " (SELECT id FROM custom_field WHERE name = 'region')");
  g_assert_cmpstr (columns, ==, region);
  journal = crm_test_store_text (test, "crm.db",
                                 "SELECT entity || ' ' || old || ' ' || new FROM change"
                                 " WHERE field = (SELECT id FROM custom_field)");
  g_assert_cmpstr (journal, ==, "deal_custom north south");

  crm_test_refuse (test->store, build_value (test->store, deal, "region", "west"),
                   CRM_ERROR_INVALID_VALUE);
  check_undo (test->store, "");
  check_value (test->store, deal, "x.region", "north");
  check_undo (test->store, "");
  check_value (test->store, deal, "x.region", NULL);
}

static void
test_conflict (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *deal = crm_test_make_deal (test->store, "one");
  g_autofree char *id = define (test->store, "deal", "code", "text");
  CrmChangeSet *set;
  CrmValue unknown = CRM_VALUE_INIT;

  set_value (test->store, deal, "code", "a");
  set = build_value (test->store, deal, "code", "b");
  crm_change_expect (g_ptr_array_index (set->changes, 0), "code", &unknown);
  crm_test_refuse (test->store, set, CRM_ERROR_CONFLICT);
  check_value (test->store, deal, "x.code", "a");
}

/* Undo names what somebody else changed since, as people call it. */
static void
test_undo_of_others (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmStore) other = crm_test_store_open_other (test, "other");
  g_autofree char *deal = crm_test_make_deal (test->store, "one");
  g_autofree char *code = define (test->store, "deal", "code", "text");
  g_autofree char *more = define (test->store, "deal", "more", "text");
  CrmChangeSet *set;

  set_value (test->store, deal, "code", "a");
  set = build_value (test->store, deal, "code", "b");
  crm_change_set_text (g_ptr_array_index (set->changes, 0), "more", "c");
  crm_test_write (test->store, set);
  set_value (other, deal, "more", "d"); /* which the other store learns of by itself */
  check_undo (test->store, "deal.x.more");
  check_value (test->store, deal, "x.code", "a");
  check_value (test->store, deal, "x.more", "d");
}

/* A second program knows the field at its next read, and what it built before is still right. */
static void
test_other_process (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmStore) other = crm_test_store_open_other (test, "other");
  g_autofree char *deal = crm_test_make_deal (test->store, "one");
  g_autofree char *first = define (test->store, "deal", "first", "text");
  CrmChangeSet *built = build_value (other, deal, "first", "early");
  g_autofree char *second = define (test->store, "deal", "afirst", "text");
  CrmChangeSet *late;

  crm_test_write (other, built); /* its fields stand in another place by now */
  check_value (test->store, deal, "x.first", "early");
  check_value (other, deal, "x.afirst", NULL);
  set_value (other, deal, "afirst", "late");
  check_value (test->store, deal, "x.afirst", "late");
  check_value (test->store, deal, "x.first", "early");

  late = build_value (other, deal, "first", "after");
  hide (test->store, first);
  crm_test_write (other, late); /* somebody typed it: it is kept, where the field is hidden */
  check_value (test->store, deal, "x.first", NULL);
  g_free (define (test->store, "deal", "first", "text"));
  check_value (other, deal, "x.first", "after");
}

static void
test_definitions (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *deal = crm_test_make_deal (test->store, "one");
  g_autofree char *id = define (test->store, "deal", "score", "text");
  g_autofree char *again = NULL;
  const CrmNewField wrong[] = {
    { .entity = "deal", .name = "Score", .type = "text", .label = "l" },
    { .entity = "deal", .name = "a b", .type = "text", .label = "l" },
    { .entity = "deal", .name = "a\"; DROP TABLE deal; --", .type = "text", .label = "l" },
    { .entity = "deal", .name = "a_currency", .type = "text", .label = "l" },
    { .entity = "deal", .name = "a", .type = "hash", .label = "l" },
    { .entity = "deal", .name = "a", .type = "ref", .label = "l" },
    { .entity = "deal", .name = "a", .type = "ref", .label = "l", .reference = "nothing" },
    { .entity = "outbox", .name = "a", .type = "text", .label = "l" },
    { .entity = "deal_custom", .name = "a", .type = "text", .label = "l" },
    { .entity = "custom_field", .name = "a", .type = "text", .label = "l" },
    { .entity = "sqlite_master", .name = "a", .type = "text", .label = "l" },
  };
  CrmNewField other = { .entity = "deal", .name = "score", .type = "int", .label = "l" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    refuse_definition (test->store, &wrong[i], CRM_ERROR_INVALID_VALUE);

  /* A field does not change its type; hidden, it makes room and keeps what it holds. */
  set_value (test->store, deal, "score", "high");
  refuse_definition (test->store, &other, CRM_ERROR_CONSTRAINT);
  hide (test->store, id);
  check_value (test->store, deal, "x.score", NULL);
  g_free (define (test->store, "deal", "score", "int"));
  check_undo (test->store, "");
  again = define (test->store, "deal", "score", "text");
  g_assert_cmpstr (again, ==, id);
  check_value (test->store, deal, "x.score", "high");

  /* Undoing the definition hides the values too, and so does undoing that undo's ground. */
  check_undo (test->store, "");
  check_value (test->store, deal, "x.score", NULL);
}

/* The definition itself undone: the column stays, out of sight, and the values with it. */
static void
test_orphans (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmStore) other = crm_test_store_open_other (test, "other");
  g_autofree char *deal = crm_test_make_deal (test->store, "one");
  g_autofree char *id = define (test->store, "deal", "code", "text");
  g_autofree char *kept = define (other, "deal", "kept", "text");

  set_value (other, deal, "code", "a");
  check_undo (test->store, "");
  g_assert_cmpint (
      crm_test_store_int (test, "crm.db", "SELECT count(*) FROM custom_field WHERE name = 'code'"),
      ==, 0);
  check_value (test->store, deal, "x.code", NULL);
  set_value (other, deal, "kept", "b");

  /* A deal that goes and comes back brings even those along. */
  {
    CrmChangeSet *set = crm_change_set_new ("delete-record", CRM_CAUSE_USER);
    crm_change_set_delete (set, "deal", deal);
    crm_test_write (other, set);
  }
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM deal_custom"), ==, 0);
  check_undo (other, "");
  check_value (other, deal, "x.kept", "b");
  g_free (define (test->store, "deal", "code", "text"));
  check_value (test->store, deal, "x.code", "a");
}

/* A record with values of somebody else is not undone away under them. */
static void
test_made_record_stays (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmStore) other = crm_test_store_open_other (test, "other");
  g_autofree char *code = define (other, "deal", "code", "text");
  g_autofree char *deal = crm_test_make_deal (test->store, "one");
  g_autofree char *alone = NULL;
  g_autoptr (GError) error = NULL;

  set_value (other, deal, "code", "a");
  g_assert_null (crm_store_undo_sync (test->store, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_CONFLICT);
  check_value (test->store, deal, "x.code", "a");
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM deal"), ==, 1);

  /* Made together, they go together. */
  alone = crm_test_make_deal (test->store, "two");
  {
    CrmChangeSet *set = crm_change_set_new ("add-deal", CRM_CAUSE_USER);
    CrmChange *change = crm_change_set_create (set, "deal", NULL);

    crm_change_set_text (change, "title", "three");
    crm_change_set_text (change, "pipeline", CRM_SEED_PIPELINE);
    crm_change_set_text (change, "stage", CRM_SEED_STAGE_FIRST);
    crm_change_set_text (crm_change_set_custom (set, get_custom (test->store, "deal"), change->id),
                         "code", "z");
    crm_test_write (test->store, set);
  }
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM deal_custom"), ==, 2);
  check_undo (test->store, "");
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM deal"), ==, 2);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM deal_custom"), ==, 1);
}

static void
test_required (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *deal = crm_test_make_deal (test->store, "one");
  g_autofree char *code = define (test->store, "deal", "code", "text");
  g_autofree char *more = define (test->store, "deal", "more", "text");
  CrmChangeSet *set;

  set_value (test->store, deal, "more", "m");
  set = crm_change_set_new ("edit-field", CRM_CAUSE_USER);
  crm_change_set_int (crm_change_set_update (set, "custom_field", code), "required", TRUE);
  crm_test_write (test->store, set);

  /* What is there may lack it; nobody may empty it. */
  set_value (test->store, deal, "more", "n");
  set_value (test->store, deal, "code", "c");
  crm_test_refuse (test->store, build_value (test->store, deal, "code", NULL),
                   CRM_ERROR_CONSTRAINT);
  crm_test_refuse (test->store, build_value (test->store, deal, "code", ""), CRM_ERROR_CONSTRAINT);
  check_value (test->store, deal, "x.code", "c");
}

/* In the language of the user, and the label it was defined with where there is none. */
static void
test_labels (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *id = define (test->store, "deal", "region", "choice");
  CrmChangeSet *set = crm_change_set_new ("edit-field", CRM_CAUSE_USER);
  const CrmEntity *english;
  const CrmEntity *german;
  const CrmField *field;

  crm_fields_set_label (set, id, NULL, "de", "Gebiet");
  crm_fields_set_label (set, id, "north", "de", "Norden");
  crm_fields_set_label (set, id, NULL, "de_AT", "Region in Österreich");
  crm_fields_retire_choice (set, id, "south");
  crm_test_write (test->store, set);

  english = get_custom (test->store, "deal");
  g_setenv ("LANGUAGE", "de", TRUE);
  german = get_custom (test->store, "deal");
  g_assert_true (german == get_custom (test->store, "deal"));
  field = crm_entity_find_field (english, "region");
  g_assert_cmpstr (field->label, ==, "region");
  g_assert_cmpstr (crm_field_choice_label (field, "north"), ==, "The north");
  g_assert_true (field->choices[1].retired);
  field = crm_entity_find_field (german, "region");
  g_assert_cmpstr (field->label, ==, "Gebiet");
  g_assert_cmpstr (crm_field_choice_label (field, "north"), ==, "Norden");
  g_assert_cmpstr (crm_field_choice_label (field, "south"), ==, "The south");
  g_setenv ("LANGUAGE", "de_AT:de", TRUE);
  g_assert_cmpstr (crm_entity_find_field (get_custom (test->store, "deal"), "region")->label, ==,
                   "Region in Österreich");
  g_unsetenv ("LANGUAGE");
}

static gpointer
count_found (CrmReader *reader, gpointer data, GError **error)
{
  g_autoptr (CrmFilterNode) filter = crm_filter_parse (data, NULL, error);
  CrmListQuery query = { .entity = "deal", .filter = filter };
  g_autoptr (GPtrArray) found = crm_reader_list (reader, &query, NULL, error);

  g_assert_nonnull (found);
  return GINT_TO_POINTER ((int)found->len + 1);
}

static void
check_found (CrmTestStore *test, const char *filter, int n)
{
  g_autoptr (GError) error = NULL;
  gpointer found = crm_store_read_sync (test->store, count_found, (gpointer)filter, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (GPOINTER_TO_INT (found) - 1, ==, n);
}

/* Who types a filter knows what a choice is called, and what is stored may be an older name. */
static void
test_filter_by_label (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *deal = crm_test_make_deal (test->store, "one");
  g_autofree char *id = define (test->store, "deal", "region", "choice");
  CrmChangeSet *set;

  set_value (test->store, deal, "region", "north");
  check_found (test, "x.region = \"north\"", 1);
  check_found (test, "x.region = \"the NORTH\"", 1);
  check_found (test, "x.region != \"The north\"", 0);
  check_found (test, "x.region in (\"The south\", \"The north\")", 1);
  check_found (test, "x.region = \"The south\"", 0);
  set = crm_change_set_new ("edit-field", CRM_CAUSE_USER);
  crm_fields_add_choice (set, id, "north", "South", 1);
  crm_fields_add_choice (set, id, "south", "Far south", 2);
  crm_test_write (test->store, set);
  /* What is stored comes first. */
  check_found (test, "x.region = \"south\"", 0);
  check_found (test, "x.region = \"north\"", 1);
}

/* What was built before a field was defined goes by what there is when it is written: the image of
 * what it deletes holds that field too. */
static void
test_stale_deletion (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *deal = crm_test_make_deal (test->store, "one");
  g_autofree char *first = define (test->store, "deal", "first", "text");
  CrmChangeSet *deletion = crm_change_set_new ("delete-record", CRM_CAUSE_USER);
  const CrmEntity *stale = get_custom (test->store, "deal");
  g_autofree char *id = crm_custom_derive_id (stale, deal);
  g_autofree char *second = define (test->store, "deal", "second", "text");

  set_value (test->store, deal, "second", "late");
  crm_change_set_add (deletion, CRM_CHANGE_DELETE, stale, id);
  crm_test_write (test->store, deletion);
  check_value (test->store, deal, "x.second", NULL);
  check_undo (test->store, "");
  check_value (test->store, deal, "x.second", "late");
}

/* A set that adds a choice may use it at once, even behind another value of the same record. */
static void
test_choice_and_value (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *deal = crm_test_make_deal (test->store, "one");
  g_autofree char *region = define (test->store, "deal", "region", "choice");
  CrmChangeSet *set = build_value (test->store, deal, "region", "north");

  crm_fields_add_choice (set, region, "west", "The west", 3);
  crm_change_set_text (crm_change_set_custom (set, get_custom (test->store, "deal"), deal),
                       "region", "west");
  crm_test_write (test->store, set);
  check_value (test->store, deal, "x.region", "west");
}

/* A definition that cannot be written leaves no column behind. */
static void
test_all_or_nothing (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  CrmChangeSet *set = crm_change_set_new ("add-field", CRM_CAUSE_USER);
  CrmNewField field = { .entity = "deal", .name = "code", .type = "text", .label = "Code" };
  g_autofree char *id = crm_fields_define (set, &field);

  crm_change_set_delete (set, "person", id); /* there is none */
  crm_test_refuse (test->store, set, CRM_ERROR_NOT_FOUND);
  g_assert_null (get_custom (test->store, "deal"));
  g_assert_cmpint (
      crm_test_store_int (test, "crm.db",
                          "SELECT count(*) FROM sqlite_master WHERE name = 'deal_custom'"),
      ==, 0);
}

static gpointer
list_fields (CrmReader *reader, gpointer data, GError **error)
{
  CrmListQuery query = { .entity = "custom_field", .order_by = "position" };

  return crm_reader_list (reader, &query, NULL, error);
}

/* What people write in a window becomes what filters call the field. */
static void
test_names_from_labels (void)
{
  static const char *const cases[][2] = {
    { "Contract no.", "contract_no" },
    { "Région (sales)", "region_sales" },
    { "Straße", "strasse" },
    { "Регион продаж", "region_prodaz" },
    { "Κωδικός", "kodikos" },
    { "2nd address", "nd_address" },
    { "Customer's code", "customers_code" },
    { "???", "field" },
    { "", "field" },
    { "region", "region_2" },
    { "Región", "region_2" },
    { "Second currency", "second_currency_2" },
    { "a label of more letters than the name of any field can have", NULL },
  };
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *region = define (test->store, "deal", "region", "text");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) fields = crm_store_read_sync (test->store, list_fields, NULL, NULL, &error);
  g_autofree char *elsewhere = crm_fields_suggest_name (fields, "person", "Region");

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = crm_fields_suggest_name (fields, "deal", cases[i][0]);

      g_assert_true (crm_custom_name_is_valid (name));
      if (cases[i][1] != NULL)
        g_assert_cmpstr (name, ==, cases[i][1]);
    }
  g_assert_cmpstr (elsewhere, ==, "region");
  g_assert_nonnull (crm_fields_find_label (fields, "deal", " REGION "));
  g_assert_null (crm_fields_find_label (fields, "person", "region"));
  g_assert_null (crm_fields_find_label (fields, "deal", "regions"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/custom/values", test_values);
  g_test_add_func ("/custom/conflict", test_conflict);
  g_test_add_func ("/custom/undo-of-others", test_undo_of_others);
  g_test_add_func ("/custom/other-process", test_other_process);
  g_test_add_func ("/custom/definitions", test_definitions);
  g_test_add_func ("/custom/orphans", test_orphans);
  g_test_add_func ("/custom/made-record-stays", test_made_record_stays);
  g_test_add_func ("/custom/required", test_required);
  g_test_add_func ("/custom/labels", test_labels);
  g_test_add_func ("/custom/filter-by-label", test_filter_by_label);
  g_test_add_func ("/custom/stale-deletion", test_stale_deletion);
  g_test_add_func ("/custom/choice-and-value", test_choice_and_value);
  g_test_add_func ("/custom/all-or-nothing", test_all_or_nothing);
  g_test_add_func ("/custom/names-from-labels", test_names_from_labels);
  return g_test_run ();
}

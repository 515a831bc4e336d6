/* test-field-labels.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-store.h"
#include "service/crm-field-labels.h"
#include "service/crm-fields.h"

static char *
define (CrmTestStore *test)
{
  CrmChangeSet *set = crm_change_set_new ("add-field", CRM_CAUSE_USER);
  CrmNewField field = { .entity = "deal", .name = "region", .type = "choice", .label = "Region" };
  char *id = crm_fields_define (set, &field);

  crm_fields_add_choice (set, id, "north", "North", 1);
  crm_test_write (test->store, set);
  return id;
}

static gpointer
list_labels (CrmReader *reader, gpointer data, GError **error)
{
  CrmListQuery query = { .entity = "custom_label", .order_by = "language" };

  return crm_reader_list (reader, &query, NULL, error);
}

static GPtrArray *
load (CrmTestStore *test)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *labels = crm_store_read_sync (test->store, list_labels, NULL, NULL, &error);

  g_assert_no_error (error);
  return labels;
}

static void
apply (CrmTestStore *test, const char *field, const char *choice, const char *text)
{
  g_autoptr (GPtrArray) labels = load (test);
  CrmChangeSet *set = crm_change_set_new ("edit-field", CRM_CAUSE_USER);

  g_assert_true (crm_field_labels_split (set, labels, field, choice, text));
  crm_test_write (test->store, set);
}

static void
assert_joined (CrmTestStore *test, const char *field, const char *choice, const char *wanted)
{
  g_autoptr (GPtrArray) labels = load (test);
  g_autofree char *joined = crm_field_labels_join (labels, field, choice);

  g_assert_cmpstr (joined, ==, wanted);
}

/* The field's and each choice's are apart; what is named no more goes, and comes back with undo. */
static void
test_labels (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *field = define (test);
  g_autoptr (CrmWriteResult) undone = NULL;

  apply (test, field, "", "de: Gebiet; fr : Région");
  apply (test, field, "north", " de:Norden ;; pt_BR: Norte ");
  assert_joined (test, field, "", "de: Gebiet; fr: Région");
  assert_joined (test, field, "north", "de: Norden; pt_BR: Norte");
  assert_joined (test, field, "south", "");
  apply (test, field, "north", "de: Nord");
  assert_joined (test, field, "north", "de: Nord");
  assert_joined (test, field, "", "de: Gebiet; fr: Région");
  undone = crm_store_undo_sync (test->store, NULL);
  g_assert_nonnull (undone);
  assert_joined (test, field, "north", "de: Norden; pt_BR: Norte");
}

static void
test_mistakes (void)
{
  static const char *const texts[]
      = { "Norden", "de:", "de: ;", ": Norden", "German: Norden", "de_de: Norden", "d: N", NULL };
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autoptr (CrmChangeSet) set = crm_change_set_new ("edit-field", CRM_CAUSE_USER);

      g_assert_false (crm_field_labels_split (set, labels, "some-id", "", texts[i]));
    }
}

static gpointer
read_custom (CrmReader *reader, gpointer data, GError **error)
{
  const CrmEntity *custom = NULL;

  g_assert_true (crm_reader_get_custom (reader, "deal", &custom, error));
  return (gpointer)custom;
}

/* Forms, lists and filters show a choice in the user's language, else as it was called first. */
static void
test_shown (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *id = define (test);
  const CrmEntity *custom;
  const CrmField *field;

  custom = crm_store_read_sync (test->store, read_custom, NULL, NULL, NULL);
  field = crm_entity_find_field (custom, "region");
  g_assert_cmpstr (crm_field_choice_label (field, "north"), ==, "North");
  apply (test, id, "north", "de: Norden; it: Settentrione");
  custom = crm_store_read_sync (test->store, read_custom, NULL, NULL, NULL);
  field = crm_entity_find_field (custom, "region");
  g_assert_cmpstr (crm_field_choice_label (field, "north"), ==, "Settentrione");
}

int
main (int argc, char **argv)
{
  g_setenv ("LANGUAGE", "it", TRUE);
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field-labels/labels", test_labels);
  g_test_add_func ("/field-labels/mistakes", test_mistakes);
  g_test_add_func ("/field-labels/shown", test_shown);
  return g_test_run ();
}

/* test-field-choices.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-store.h"
#include "service/crm-field-choices.h"
#include "service/crm-fields.h"

static gpointer
list_choices (CrmReader *reader, gpointer data, GError **error)
{
  CrmListQuery query = { .entity = "custom_choice", .order_by = "position" };
  GPtrArray *choices = crm_reader_list (reader, &query, NULL, error);

  for (guint i = choices != NULL ? choices->len : 0; i > 0; i--)
    if (crm_record_get_int (g_ptr_array_index (choices, i - 1), "inactive", 0) != 0)
      g_ptr_array_remove_index (choices, i - 1);
  return choices;
}

static GPtrArray *
load (CrmTestStore *test)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *choices = crm_store_read_sync (test->store, list_choices, NULL, NULL, &error);

  g_assert_no_error (error);
  return choices;
}

static char *
define (CrmTestStore *test, const char *name, const char *text)
{
  CrmChangeSet *set = crm_change_set_new ("add-field", CRM_CAUSE_USER);
  CrmNewField field = { .entity = "deal", .name = name, .type = "choice", .label = name };
  char *id = crm_fields_define (set, &field);
  g_auto (GStrv) labels = crm_field_choices_split (text);

  for (guint i = 0; labels[i] != NULL; i++)
    crm_fields_add_choice (set, id, labels[i], labels[i], i + 1);
  crm_test_write (test->store, set);
  return id;
}

static void
change (CrmTestStore *test, const char *field, const char *text, gboolean rename)
{
  g_autoptr (GPtrArray) choices = load (test);
  g_auto (GStrv) labels = crm_field_choices_split (text);
  CrmChangeSet *set = crm_change_set_new ("edit-field", CRM_CAUSE_USER);

  crm_field_choices_change (set, choices, field, (const char *const *)labels, rename);
  crm_test_write (test->store, set);
}

/* @wanted: value=label of each choice of @field in use, in order */
static void
assert_choices (CrmTestStore *test, const char *field, const char *wanted)
{
  g_autoptr (GPtrArray) choices = load (test);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < choices->len; i++)
    {
      const CrmRecord *choice = g_ptr_array_index (choices, i);

      if (g_str_equal (crm_record_get_text (choice, "field"), field))
        g_string_append_printf (found, "%s%s=%s", found->len > 0 ? " " : "",
                                crm_record_get_text (choice, "value"),
                                crm_record_get_text (choice, "label"));
    }
  g_assert_cmpstr (found->str, ==, wanted);
}

static void
test_line (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *field = define (test, "region", " North;South ;; North; ;East");
  g_autofree char *other = define (test, "size", "Small;Large");
  g_autoptr (GPtrArray) choices = load (test);
  g_autofree char *text = crm_field_choices_join (choices, field);
  g_autofree char *none = crm_field_choices_join (choices, "no such field");

  g_assert_cmpstr (text, ==, "North; South; East");
  g_assert_cmpstr (none, ==, "");
  assert_choices (test, other, "Small=Small Large=Large");
}

/* Of another field's nothing changes; what is missing comes back under its old value. */
static void
test_change (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *field = define (test, "region", "North;South");
  g_autofree char *other = define (test, "size", "North;South");

  change (test, field, "East; South; West", FALSE);
  assert_choices (test, field, "East=East South=South West=West");
  change (test, field, "South; North", FALSE);
  assert_choices (test, field, "South=South North=North");
  assert_choices (test, other, "North=North South=South");
}

static void
test_rename (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *field = define (test, "region", "Nroth;South");

  change (test, field, "South; North", TRUE);
  assert_choices (test, field, "South=South Nroth=North");
  /* What was its first label is another choice now. */
  change (test, field, "South; North; Nroth", TRUE);
  assert_choices (test, field, "South=South Nroth=North Nroth 2=Nroth");
}

static gboolean
may_be_rename (GPtrArray *choices, const char *field, const char *text)
{
  g_auto (GStrv) labels = crm_field_choices_split (text);
  const CrmRecord *choice = NULL;
  const char *label = NULL;

  return crm_field_choices_find_rename (choices, field, (const char *const *)labels, &choice,
                                        &label);
}

/* Only one for one leaves no doubt which is meant; @rename is nothing to go by then. */
static void
test_no_rename (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *field = define (test, "region", "North;South");
  g_autofree char *other = define (test, "size", "Small");
  g_autoptr (GPtrArray) choices = load (test);

  g_assert_true (may_be_rename (choices, field, "North; West"));
  g_assert_true (may_be_rename (choices, other, "Tiny"));
  g_assert_false (may_be_rename (choices, field, "South; North"));
  g_assert_false (may_be_rename (choices, field, "North; South; West"));
  g_assert_false (may_be_rename (choices, field, "North"));
  g_assert_false (may_be_rename (choices, field, "East; West"));
  change (test, field, "East; West", TRUE);
  assert_choices (test, field, "East=East West=West");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field-choices/line", test_line);
  g_test_add_func ("/field-choices/change", test_change);
  g_test_add_func ("/field-choices/rename", test_rename);
  g_test_add_func ("/field-choices/no-rename", test_no_rename);
  return g_test_run ();
}

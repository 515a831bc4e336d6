/* test-change-query.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "service/crm-fields.h"
#include "service/crm-people.h"
#include "store/crm-change-query.h"

static gpointer
query_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  const char *const *record = data;

  return crm_query_record_changes (reader, record[0], record[1], 50, error);
}

static const char *
get_text (const CrmValue *value)
{
  return value->kind == CRM_VALUE_TEXT ? value->text : "-";
}

/* @wanted: "field:before>after " or the kind of what was done with all of it, newest first */
static void
assert_changes (CrmTestStore *test, const char *entity, const char *id, const char *wanted)
{
  const char *const record[] = { entity, id };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes
      = crm_store_read_sync (test->store, query_in_worker, (gpointer)record, NULL, &error);
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < changes->len; i++)
    {
      const CrmRecordChange *change = g_ptr_array_index (changes, i);

      g_assert_nonnull (change->actor);
      g_assert_cmpint (change->usec, >, 0);
      if (change->field == NULL)
        g_string_append_printf (found, "%d ", change->kind);
      else if (change->new_value.kind == CRM_VALUE_INT)
        g_string_append_printf (found, "%s:%" G_GINT64_FORMAT "%s ",
                                crm_field_get_shown_name (change->field), change->new_value.integer,
                                change->currency != NULL ? change->currency : "");
      else
        g_string_append_printf (found, "%s:%s>%s ", crm_field_get_shown_name (change->field),
                                get_text (&change->old_value), get_text (&change->new_value));
    }
  g_assert_cmpstr (found->str, ==, wanted);
}

/* What a field held before, by whom and when: also of what people defined, and where others lead
 * to. */
static void
test_fields (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  CrmChangeSet *set = crm_change_set_new ("add-account", CRM_CAUSE_USER);
  g_autofree char *parent = crm_people_create_account (set, "Holding", NULL, NULL);
  g_autofree char *account = crm_people_create_account (set, "Alder", NULL, NULL);

  crm_test_write (test->store, set);
  assert_changes (test, "account", account, "1 ");
  crm_test_set_text (test->store, "account", account, "relation", "prospect");
  crm_test_set_text (test->store, "account", account, "relation", "client");
  crm_test_set_text (test->store, "account", account, "parent", parent);
  assert_changes (test, "account", account,
                  "parent:->Holding relation:prospect>client relation:->prospect 1 ");
  set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);
  crm_change_set_int (crm_change_set_update (set, "account", account), "annual_revenue", 500);
  crm_change_set_text (crm_change_set_update (set, "account", account), "currency", "EUR");
  crm_test_write (test->store, set);
  crm_test_undo (test->store);
  crm_test_undo (test->store);
  /* Another record's changes are its own. */
  assert_changes (test, "account", parent, "1 ");
  assert_changes (test, "account", "nothing", "");
}

/* Whatever is gone has changes all the same, and times that follow are no change of anybody's. */
static void
test_gone (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *person = crm_test_make_person (test->store, "Ida");
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);

  crm_change_set_int (crm_change_set_update (set, "deal", deal), "amount", 1200);
  crm_change_set_text (crm_change_set_update (set, "deal", deal), "currency", "EUR");
  crm_change_set_int (crm_change_set_update (set, "deal", deal), "stage_since", 5);
  crm_test_write (test->store, set);
  assert_changes (test, "deal", deal, "amount:1200EUR currency:->EUR 1 ");
  set = crm_change_set_new ("delete-record", CRM_CAUSE_USER);
  crm_change_set_delete (set, "person", person);
  crm_test_write (test->store, set);
  assert_changes (test, "person", person, "3 1 ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/change-query/fields", test_fields);
  g_test_add_func ("/change-query/gone", test_gone);
  return g_test_run ();
}

/* test-cell-walk.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-cell-walk.h"
#include "crm-form.h"
#include "crm-test-store.h"

static const char *const paths[] = { "title",      "stage_since",    "amount", "currency", "tags",
                                     "created_at", "expected_close", "stage",  NULL };

static gpointer
find_columns (CrmReader *reader, gpointer data, GError **error)
{
  return crm_list_find_columns (reader, "deal", paths, error);
}

static GPtrArray *
load_columns (CrmTestStore *test)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *columns = crm_store_read_sync (test->store, find_columns, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (columns->len, ==, G_N_ELEMENTS (paths) - 1);
  return columns;
}

/* What a service manages, what belongs to an amount, what leads to many, and what the store notes
 * down by itself is nothing to type into. */
static void
test_can_edit (void)
{
  static const gboolean wanted[] = { TRUE, FALSE, TRUE, FALSE, FALSE, FALSE, TRUE, TRUE };
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (GPtrArray) columns = load_columns (test);

  for (guint i = 0; i < columns->len; i++)
    g_assert_cmpint (crm_cell_can_edit (g_ptr_array_index (columns, i)), ==, wanted[i]);
}

static void
assert_walk (const CrmCellGrid *grid,
             CrmCellStep step,
             guint row,
             guint column,
             gboolean found,
             guint wanted_row,
             guint wanted_column)
{
  g_assert_cmpint (crm_cell_walk (grid, step, &row, &column), ==, found);
  if (!found)
    return;
  g_assert_cmpuint (row, ==, wanted_row);
  g_assert_cmpuint (column, ==, wanted_column);
}

static void
test_walk (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (GPtrArray) columns = load_columns (test);
  CrmCellGrid grid = { columns, columns->len, 3 };
  CrmCellGrid narrow = { columns, 2, 3 };
  CrmCellGrid nothing = { columns, 0, 3 };
  guint column;

  assert_walk (&grid, CRM_CELL_NEXT, 0, 0, TRUE, 0, 2);
  assert_walk (&grid, CRM_CELL_NEXT, 0, 2, TRUE, 0, 6);
  assert_walk (&grid, CRM_CELL_NEXT, 0, 7, TRUE, 1, 0);
  assert_walk (&grid, CRM_CELL_NEXT, 2, 7, FALSE, 0, 0);
  assert_walk (&grid, CRM_CELL_PREVIOUS, 1, 6, TRUE, 1, 2);
  assert_walk (&grid, CRM_CELL_PREVIOUS, 1, 0, TRUE, 0, 7);
  assert_walk (&grid, CRM_CELL_PREVIOUS, 0, 0, FALSE, 0, 0);
  assert_walk (&grid, CRM_CELL_DOWN, 1, 2, TRUE, 2, 2);
  assert_walk (&grid, CRM_CELL_DOWN, 2, 2, FALSE, 0, 0);
  assert_walk (&grid, CRM_CELL_LEAVE, 0, 0, FALSE, 0, 0);
  /* What a narrow window does not show is passed over. */
  assert_walk (&narrow, CRM_CELL_NEXT, 0, 0, TRUE, 1, 0);
  assert_walk (&nothing, CRM_CELL_NEXT, 0, 0, FALSE, 0, 0);
  assert_walk (&nothing, CRM_CELL_PREVIOUS, 2, 0, FALSE, 0, 0);

  g_assert_true (crm_cell_find_first (&grid, 6, &column));
  g_assert_cmpuint (column, ==, 6);
  g_assert_true (crm_cell_find_first (&narrow, 6, &column));
  g_assert_cmpuint (column, ==, 0);
  g_assert_false (crm_cell_find_first (&nothing, 0, &column));
}

static gpointer
load_deal (CrmReader *reader, gpointer data, GError **error)
{
  return crm_form_data_load (reader, "deal", data, NULL, error);
}

/* A cell's form has its field alone, and stays so when the record is read again. */
static void
test_form (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *id = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmFormData) data = crm_store_read_sync (test->store, load_deal, id, NULL, NULL);
  g_autoptr (CrmForm) form = crm_form_new_for_cell (data, "title");
  g_autoptr (CrmForm) stage = crm_form_new_for_cell (data, "stage");
  g_autoptr (CrmForm) pipeline = crm_form_new_for_cell (data, "pipeline");
  g_autoptr (CrmForm) managed = crm_form_new_for_cell (data, "lost_reason");
  g_autoptr (CrmForm) none = crm_form_new_for_cell (data, "x.nothing");

  g_assert_cmpuint (form->fields->len, ==, 1);
  g_assert_cmpstr (crm_form_find_field (form, "title")->text, ==, "Pumps");
  g_assert_true (crm_form_update (form, data));
  g_assert_cmpuint (form->fields->len, ==, 1);
  g_assert_cmpuint (stage->fields->len, ==, 1);
  g_assert_nonnull (crm_form_find_field (stage, "stage")->options);
  g_assert_nonnull (crm_form_find_field (pipeline, "pipeline")->options);
  g_assert_cmpuint (managed->fields->len, ==, 0);
  g_assert_cmpuint (none->fields->len, ==, 0);
}

static gpointer
load_lead (CrmReader *reader, gpointer data, GError **error)
{
  return crm_form_data_load (reader, "lead", data, NULL, error);
}

static CrmFormData *
load_lead_of (CrmTestStore *test, const char *status)
{
  CrmChangeSet *set = crm_change_set_new ("test", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "lead", NULL);
  g_autofree char *id = g_strdup (change->id);

  crm_change_set_text (change, "name", "Ines Muster");
  crm_change_set_text (change, "status", status);
  crm_test_write (test->store, set);
  return crm_store_read_sync (test->store, load_lead, id, NULL, NULL);
}

static gboolean
offers (const CrmForm *form, const char *status)
{
  const GPtrArray *options = ((CrmFormField *)g_ptr_array_index (form->fields, 0))->options;

  for (guint i = 0; i < options->len; i++)
    if (g_str_equal (((CrmFormOption *)g_ptr_array_index (options, i))->value, status))
      return TRUE;
  return FALSE;
}

/* What becomes of a lead is not chosen, and what became of one stays. */
static void
test_status (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmFormData) fresh = load_lead_of (test, "new");
  g_autoptr (CrmFormData) done = load_lead_of (test, "converted");
  g_autoptr (CrmForm) of_fresh = crm_form_new_for_cell (fresh, "status");
  g_autoptr (CrmForm) of_done = crm_form_new_for_cell (done, "status");
  g_autoptr (CrmFormData) none = crm_store_read_sync (test->store, load_lead, NULL, NULL, NULL);
  g_autoptr (CrmForm) of_many = crm_form_new_for_many (none);
  const CrmFormField *many = crm_form_find_field (of_many, "status");

  g_assert_true (offers (of_fresh, "mql"));
  g_assert_true (offers (of_fresh, "disqualified"));
  g_assert_false (offers (of_fresh, "converted"));
  g_assert_true (offers (of_done, "converted"));
  g_assert_false (offers (of_done, "mql"));
  g_assert_nonnull (many);
  for (guint i = 0; i < many->options->len; i++)
    g_assert_cmpstr (((CrmFormOption *)g_ptr_array_index (many->options, i))->value, !=,
                     "disqualified");
}

static gpointer
load_nobody (CrmReader *reader, gpointer data, GError **error)
{
  return crm_form_data_load (reader, "person", NULL, NULL, error);
}

/* What is asked for of another record with a new one is nothing to change of many. */
static void
test_many (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmFormData) data = crm_store_read_sync (test->store, load_nobody, NULL, NULL, NULL);
  g_autoptr (CrmForm) form = crm_form_new_for_many (data);

  g_assert_nonnull (crm_form_find_field (form, "name"));
  for (guint i = 0; i < form->fields->len; i++)
    g_assert_false (((CrmFormField *)g_ptr_array_index (form->fields, i))->is_related);
}

/* All that is entered is one change. */
static void
test_save_all (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmFormData) data = load_lead_of (test, "new");
  g_autoptr (CrmForm) form = crm_form_new (data, NULL);
  g_autoptr (CrmChangeSet) set = NULL;

  crm_form_type (form, crm_form_find_field (form, "industry"), "Wasser");
  crm_form_type (form, crm_form_find_field (form, "address"), "nobody");
  crm_form_type (form, crm_form_find_field (form, "organization"), "Brunnen AG");
  set = crm_form_save_all (form, "set-lead-status");
  g_assert_cmpstr (set->label, ==, "set-lead-status");
  crm_test_write (test->store, g_steal_pointer (&set));
  g_assert_cmpint (crm_test_store_int (test, "crm.db",
                                       "SELECT count(*) FROM lead WHERE industry = 'Wasser' AND"
                                       " organization = 'Brunnen AG' AND address IS NULL"),
                   ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cell-walk/can-edit", test_can_edit);
  g_test_add_func ("/cell-walk/walk", test_walk);
  g_test_add_func ("/cell-walk/form", test_form);
  g_test_add_func ("/cell-walk/status", test_status);
  g_test_add_func ("/cell-walk/many", test_many);
  g_test_add_func ("/cell-walk/save-all", test_save_all);
  return g_test_run ();
}

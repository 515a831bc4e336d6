/* test-cell-walk.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-cell-walk.h"
#include "crm-form.h"
#include "crm-test-store.h"

static const char *const paths[] = { "title",      "pipeline",       "amount", "currency", "tags",
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
  g_autoptr (CrmForm) managed = crm_form_new_for_cell (data, "pipeline");
  g_autoptr (CrmForm) none = crm_form_new_for_cell (data, "x.nothing");

  g_assert_cmpuint (form->fields->len, ==, 1);
  g_assert_cmpstr (crm_form_find_field (form, "title")->text, ==, "Pumps");
  g_assert_true (crm_form_update (form, data));
  g_assert_cmpuint (form->fields->len, ==, 1);
  g_assert_cmpuint (stage->fields->len, ==, 1);
  g_assert_nonnull (crm_form_find_field (stage, "stage")->options);
  g_assert_cmpuint (managed->fields->len, ==, 0);
  g_assert_cmpuint (none->fields->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cell-walk/can-edit", test_can_edit);
  g_test_add_func ("/cell-walk/walk", test_walk);
  g_test_add_func ("/cell-walk/form", test_form);
  return g_test_run ();
}

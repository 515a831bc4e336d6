/* test-arrangement.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-arrangement.h"
#include "crm-form.h"
#include "crm-test-store.h"
#include "service/crm-fields.h"

/* What a text becomes with these fields, written down again. */
static char *
complete (const char *text, const char *const *fields)
{
  g_autoptr (GPtrArray) items = crm_arrangement_parse (text);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; fields[i] != NULL; i++)
    g_ptr_array_add (names, (gpointer)fields[i]);
  crm_arrangement_complete (items, names);
  return crm_arrangement_write (items);
}

static void
assert_complete (const char *text, const char *const *fields, const char *wanted)
{
  g_autofree char *written = complete (text, fields);

  g_assert_cmpstr (written, ==, wanted);
}

/* Whatever somebody stored makes an arrangement, and writing it down again changes nothing. */
static void
test_parse (void)
{
  static const char *const texts[] = { "",
                                       "title\n-amount\n# Money\nx.region\n",
                                       "#\n",
                                       "\n\n- \n#   \ntitle\ntitle\n-title\n",
                                       "-\n--title\n\xff\xfe\n# \xe2\x80\xaegpj.exe\n",
                                       NULL };

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) items = crm_arrangement_parse (texts[i]);
      g_autofree char *once = crm_arrangement_write (items);
      g_autoptr (GPtrArray) again = crm_arrangement_parse (once);
      g_autofree char *twice = crm_arrangement_write (again);

      g_assert_cmpstr (once, ==, twice);
      g_assert_true (g_utf8_validate (once, -1, NULL));
    }
  {
    g_autoptr (GPtrArray) items = crm_arrangement_parse (texts[1]);
    const CrmArrangementItem *heading = g_ptr_array_index (items, 2);

    g_assert_cmpuint (items->len, ==, 4);
    g_assert_true (((CrmArrangementItem *)g_ptr_array_index (items, 1))->is_hidden);
    g_assert_null (heading->name);
    g_assert_cmpstr (heading->heading, ==, "Money");
  }
}

static void
test_complete (void)
{
  static const char *const fields[] = { "title", "amount", "note", "x.region", NULL };

  assert_complete (NULL, fields, "title\namount\nnote\n#\nx.region\n");
  /* What is missing stands behind what is declared before it; what is not there goes. */
  assert_complete ("note\ngone\n-title\n", fields, "note\nx.region\n-title\namount\n");
  assert_complete ("# Money\namount\n", fields, "# Money\ntitle\namount\nnote\nx.region\n");
  assert_complete ("#\nx.region\nnote\namount\ntitle\n", fields,
                   "#\nx.region\nnote\namount\ntitle\n");
}

static void
test_move (void)
{
  g_autoptr (GPtrArray) items = crm_arrangement_parse ("a\nb\nc\n");
  g_autofree char *text = NULL;

  g_assert_false (crm_arrangement_move (items, 0, -1));
  g_assert_false (crm_arrangement_move (items, 2, 3));
  g_assert_false (crm_arrangement_move (items, 3, 0));
  g_assert_false (crm_arrangement_move (items, 1, 1));
  g_assert_true (crm_arrangement_move (items, 2, 0));
  g_assert_true (crm_arrangement_move (items, 1, 2));
  text = crm_arrangement_write (items);
  g_assert_cmpstr (text, ==, "c\nb\na\n");
}

static gpointer
load_form (CrmReader *reader, gpointer id, GError **error)
{
  return crm_form_data_load (reader, "deal", id, NULL, error);
}

static CrmForm *
make_form (CrmTestStore *test, const char *id /* (nullable) */)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmFormData) data
      = crm_store_read_sync (test->store, load_form, (gpointer)id, NULL, &error);

  g_assert_no_error (error);
  return crm_form_new (data, NULL);
}

static const char *
name_at (CrmForm *form, guint i)
{
  return ((CrmFormField *)g_ptr_array_index (form->fields, i))->name;
}

/* Order, headings, and what is hidden; undo puts it back, and the form that was there knows. */
static void
test_form (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *id = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmForm) before = make_form (test, id);
  g_autoptr (CrmForm) after = NULL;
  g_autoptr (CrmForm) back = NULL;
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (CrmWriteResult) undone = NULL;

  crm_test_write (test->store, crm_arrangement_save (
                                   "deal", NULL, "owner\n# Money\namount\n-next_step\ntitle\n"));
  after = make_form (test, id);
  g_assert_cmpstr (name_at (after, 0), ==, "owner");
  g_assert_cmpstr (name_at (after, 1), ==, "amount");
  g_assert_cmpstr (crm_form_find_field (after, "amount")->heading, ==, "Money");
  g_assert_null (crm_form_find_field (after, "owner")->heading);
  g_assert_false (crm_form_is_shown (after, crm_form_find_field (after, "next_step")));
  g_assert_true (crm_form_is_shown (after, crm_form_find_field (after, "amount")));
  g_assert_cmpuint (after->fields->len, ==, before->fields->len);
  g_assert_false (crm_form_update (before, after->data)); /* it takes a new form */
  names = crm_form_list_names (after);
  g_assert_cmpstr (g_ptr_array_index (names, 0), ==, "title");

  undone = crm_store_undo_sync (test->store, NULL);
  g_assert_nonnull (undone);
  back = make_form (test, id);
  g_assert_cmpstr (name_at (back, 0), ==, "title");
  g_assert_true (crm_form_is_shown (back, crm_form_find_field (back, "next_step")));
}

/* A new record asks for what it cannot be without, hidden or not. */
static void
test_required (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *id = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmForm) made = NULL;
  g_autoptr (CrmForm) new = NULL;

  crm_test_write (test->store, crm_arrangement_save ("deal", NULL, "-title\n-owner\n"));
  made = make_form (test, id);
  new = make_form (test, NULL);
  g_assert_false (crm_form_is_shown (made, crm_form_find_field (made, "title")));
  g_assert_true (crm_form_is_shown (new, crm_form_find_field (new, "title")));
  g_assert_false (crm_form_is_shown (new, crm_form_find_field (new, "owner")));
}

/* Who arranged them while another did is told. */
static void
test_conflict (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();

  crm_test_write (test->store, crm_arrangement_save ("deal", NULL, "owner\n"));
  crm_test_refuse (test->store, crm_arrangement_save ("deal", NULL, "amount\n"),
                   CRM_ERROR_CONFLICT);
  crm_test_write (test->store, crm_arrangement_save ("deal", "owner\n", NULL));
  g_assert_cmpint (
      crm_test_store_int (test, "crm.db", "SELECT count(*) FROM form_layout WHERE content IS NULL"),
      ==, 1);
}

/* People's own fields come under their heading, wherever nobody put them elsewhere. */
static void
test_custom (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *id = crm_test_make_deal (test->store, "Pumps");
  CrmChangeSet *set = crm_change_set_new ("add-field", CRM_CAUSE_USER);
  CrmNewField field = { .entity = "deal", .name = "region", .type = "text", .label = "Region" };
  g_autofree char *definition = crm_fields_define (set, &field);
  g_autoptr (CrmForm) form = NULL;

  crm_test_write (test->store, set);
  form = make_form (test, id);
  g_assert_cmpstr (name_at (form, form->fields->len - 1), ==, "x.region");
  g_assert_cmpstr (crm_form_find_field (form, "x.region")->heading, ==, "Own Fields");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/arrangement/parse", test_parse);
  g_test_add_func ("/arrangement/complete", test_complete);
  g_test_add_func ("/arrangement/move", test_move);
  g_test_add_func ("/arrangement/form", test_form);
  g_test_add_func ("/arrangement/required", test_required);
  g_test_add_func ("/arrangement/conflict", test_conflict);
  g_test_add_func ("/arrangement/custom", test_custom);
  return g_test_run ();
}

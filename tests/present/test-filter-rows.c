/* test-filter-rows.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "crm-filter-rows.h"
#include "crm-phrases-filter.h"

#define NOW G_GINT64_CONSTANT (1772445600000000) /* 2026-03-02T10:00:00Z */

static CrmListColumn
make_column (const char *name)
{
  const CrmEntity *deal = crm_entity_find ("deal");
  const CrmField *field = crm_entity_find_field (deal, name);

  return (CrmListColumn){ (char *)name, (char *)field->label, field, deal, field->type, TRUE };
}

static void
assert_row (const char *name, CrmRowOp op, const char *text, const char *expected)
{
  CrmListColumn column = make_column (name);
  g_autofree char *row = crm_filter_row_new (&column, op, text, NOW);
  g_autoptr (CrmFilterNode) node = NULL;

  g_assert_cmpstr (row, ==, expected);
  if (row != NULL)
    node = crm_filter_parse (row, NULL, NULL);
  g_assert_true (row == NULL || node != NULL);
}

static void
test_new (void)
{
  assert_row ("title", CRM_ROW_CONTAINS, " pump ", "title ~ \"pump\"");
  assert_row ("title", CRM_ROW_IS, "a \"b\\c\"", "title = \"a \\\"b\\\\c\\\"\"");
  assert_row ("title", CRM_ROW_IS, "", NULL);
  assert_row ("amount", CRM_ROW_AT_LEAST, "1000", "amount >= 1000");
  assert_row ("amount", CRM_ROW_LESS, "-10,5", "amount < -10.5");
  assert_row ("amount", CRM_ROW_LESS, "lots", NULL);
  assert_row ("amount", CRM_ROW_LESS, "1000 or", NULL);
  assert_row ("expected_close", CRM_ROW_AT_MOST, "2026-04-01", "expected_close <= 2026-04-01");
  assert_row ("expected_close", CRM_ROW_AT_MOST, "+3", "expected_close <= 2026-03-05");
  assert_row ("expected_close", CRM_ROW_LESS, "today", "expected_close < today");
  assert_row ("expected_close", CRM_ROW_LESS, "-2w", "expected_close < -2w");
  assert_row ("expected_close", CRM_ROW_LESS, "\"x\"", NULL);
  assert_row ("expected_close", CRM_ROW_UNKNOWN, "", "expected_close is null");
  assert_row ("expected_close", CRM_ROW_KNOWN, "", "expected_close is not null");
  assert_row ("owner", CRM_ROW_IS, "me", "owner = me");
  assert_row ("owner", CRM_ROW_IS, "Ida", "owner = \"Ida\"");
  assert_row ("kind", CRM_ROW_IS_NOT, "renewal", "kind != \"renewal\"");
}

static void
assert_rows (const char *text, guint n, const char *written)
{
  g_autoptr (GPtrArray) rows = crm_filter_rows_read (text);
  g_autofree char *again = rows != NULL ? crm_filter_rows_write (rows) : NULL;

  if (written == NULL)
    {
      g_assert_null (rows);
      return;
    }
  g_assert_cmpuint (rows->len, ==, n);
  g_assert_cmpstr (again, ==, written);
}

static void
test_read (void)
{
  assert_rows ("", 0, "");
  assert_rows ("  ", 0, "");
  assert_rows ("stage = \"x\"", 1, "stage = \"x\"");
  assert_rows ("a = 1 AND b=2 and c is null", 3, "a = 1 and b = 2 and c is null");
  assert_rows ("a = 1 or b = 2", 1, "a = 1 or b = 2");
  assert_rows ("(a = 1 or b = 2) and c = 3", 2, "(a = 1 or b = 2) and c = 3");
  assert_rows ("not (a = 1 and b = 2)", 1, "not (a = 1 and b = 2)");
  assert_rows ("pump valve", 1, "\"pump valve\"");
  assert_rows ("a = ", 0, NULL);
}

static void
assert_phrase (const char *row, const char *expected)
{
  CrmListColumn columns[] = { make_column ("title"), make_column ("kind"), make_column ("amount"),
                              make_column ("expected_close") };
  g_autoptr (GPtrArray) array = g_ptr_array_new ();
  g_autofree char *phrase = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    g_ptr_array_add (array, &columns[i]);
  phrase = crm_filter_row_phrase (row, array);
  g_assert_cmpstr (phrase, ==, expected);
}

static void
test_phrase (void)
{
  assert_phrase ("title ~ \"big pump\"", "Title contains big pump");
  assert_phrase ("kind = \"new\"", "Kind is New business");
  assert_phrase ("amount >= 1000", "Amount is at least 1000");
  assert_phrase ("expected_close < -14d", "Expected close is before -14d");
  assert_phrase ("expected_close is null", "Expected close is not known");
  assert_phrase ("expected_close is not null", "Expected close is known");
  assert_phrase ("a.b = 1", "a.b = 1");
  assert_phrase ("kind in (\"new\", \"renewal\")", "kind in (\"new\", \"renewal\")");
}

/* Everything that can be pointed at can be read back. */
static void
test_ops (void)
{
  static const char *const names[]
      = { "title", "kind", "amount", "expected_close", "stage_since", "owner" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      CrmListColumn column = make_column (names[i]);
      g_autoptr (GArray) ops = crm_filter_row_list_ops (column.type);

      g_assert_cmpuint (ops->len, >, 0);
      for (guint k = 0; k < ops->len; k++)
        {
          CrmRowOp op = g_array_index (ops, CrmRowOp, k);
          g_autofree char *row = crm_filter_row_new (
              &column, op, crm_filter_row_needs_value (op) ? "2026-01-01" : "", NOW);
          g_autoptr (GPtrArray) rows = row != NULL ? crm_filter_rows_read (row) : NULL;

          g_assert_true (row != NULL || column.type == CRM_FIELD_MONEY);
          g_assert_true (row == NULL || rows->len == 1);
          g_assert_cmpstr (crm_filter_row_phrase_op (op, column.type), !=, "");
        }
    }
}

static void
test_mistake (void)
{
  static const char *const texts[] = { "amount > lots", "(a = 1", "a = 2026-13-01", "a in 3" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      CrmFilterErrorPlace place = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (CrmFilterNode) node = crm_filter_parse (texts[i], &place, &error);
      g_autofree char *text = NULL;

      g_assert_null (node);
      text = crm_phrase_filter_mistake (error, texts[i], &place);
      /* Known to translators, and with its place. */
      g_assert_true (g_str_has_prefix (text, "At character "));
      g_assert_nonnull (strstr (text, error->message));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter-rows/new", test_new);
  g_test_add_func ("/filter-rows/read", test_read);
  g_test_add_func ("/filter-rows/phrase", test_phrase);
  g_test_add_func ("/filter-rows/ops", test_ops);
  g_test_add_func ("/filter-rows/mistake", test_mistake);
  return g_test_run ();
}

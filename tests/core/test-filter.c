/* test-filter.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-filter.h"

#include "filter-compare.h"

#include <string.h>

static void
check_canonical (const char *source, const char *expected)
{
  CrmFilterErrorPlace place = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmFilterNode) node = crm_filter_parse (source, &place, &error);
  g_autoptr (CrmFilterNode) again = NULL;
  g_autofree char *text = NULL;
  g_autofree char *text_again = NULL;

  if (node == NULL)
    g_error ("%s: column %u: %s", source, place.column, error->message);

  g_assert_cmpuint (node->start, <=, node->end);
  g_assert_cmpuint (node->end, <=, strlen (source));
  text = crm_filter_to_string (node);
  g_assert_cmpstr (text, ==, expected);

  again = crm_filter_parse (text, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (filter_nodes_equal (node, again));
  text_again = crm_filter_to_string (again);
  g_assert_cmpstr (text_again, ==, text);
}

static void
test_canonical (void)
{
  static const char *const cases[][2] = {
    { "stage = \"Proposal\" and amount > 10000 and last_contact < -14d",
      "stage = \"Proposal\" and amount > 10000 and last_contact < -14d" },
    { "STAGE", "\"STAGE\"" },
    { "a=1", "a = 1" },
    { "a<>1 OR b!=2", "a != 1 or b != 2" },
    { "a<=1 aNd b>=2 and c<3 and d>4", "a <= 1 and b >= 2 and c < 3 and d > 4" },
    { "name~'acme'", "name ~ \"acme\"" },
    { "account.name ~ \"a\\\"b\\\\c\\n\\t\\'\"", "account.name ~ \"a\\\"b\\\\c\\n\\t'\"" },
    { "a=1 or b=2 and c=3", "a = 1 or b = 2 and c = 3" },
    { "(a=1 or b=2) and c=3", "(a = 1 or b = 2) and c = 3" },
    { "a=1 or (b=2 and c=3)", "a = 1 or b = 2 and c = 3" },
    { "a=1 and (b=2 and c=3)", "a = 1 and (b = 2 and c = 3)" },
    { "a=1 or (b=2 or c=3)", "a = 1 or (b = 2 or c = 3)" },
    { "((a=1))", "a = 1" },
    { "not a=1 and b=2", "not a = 1 and b = 2" },
    { "not (a=1 and b=2)", "not (a = 1 and b = 2)" },
    { "not not a=1", "not not a = 1" },
    { "a in (1)", "a in (1)" },
    { "a in ('x',\"y\", null)", "a in (\"x\", \"y\", null)" },
    { "a NOT IN ('x')", "a not in (\"x\")" },
    { "not a in ('x')", "a not in (\"x\")" },
    { "not a not in ('x')", "not a not in (\"x\")" },
    { "a is null", "a is null" },
    { "a Is Not Null", "a is not null" },
    { "a = null", "a is null" },
    { "a != null", "a is not null" },
    { "a = true or a = FALSE or a = me", "a = true or a = false or a = me" },
    { "a = today or a = now or a = 0d or a = -0h", "a = today or a = now or a = today or a = now" },
    { "a < -14d and b < +2w and c < 3m and d < -1y and e < -4h and f < 0w",
      "a < -14d and b < +2w and c < +3m and d < -1y and e < -4h and f < +0w" },
    { "a = -10.50 or a = +5 or a = 007", "a = -10.50 or a = 5 or a = 007" },
    { "a = 2026-11-21 or a = 2026-11-21T09:30Z or a = 2026-11-21T09:30:15Z",
      "a = 2026-11-21 or a = 2026-11-21T09:30Z or a = 2026-11-21T09:30:15Z" },
    { "acme", "\"acme\"" },
    { "  Müller   GmbH\t42 ", "\"Müller GmbH 42\"" },
    { "o'neil & sons!", "\"o'neil & sons!\"" },
    { "today 2026-11-21 -14d", "\"today 2026-11-21 -14d\"" },
    { "'in or out'", "\"in or out\"" },
    { "acme and stage = 'x'", "\"acme\" and stage = \"x\"" },
    { "me = 1 and null is null and today in (1)", "me = 1 and null is null and today in (1)" },
    { "a = \"\"", "a = \"\"" },
    { "a = \"e\xcc\x81\"", "a = \"é\"" },
    { "a\xc2\xa0=\xe3\x80\x80"
      "1",
      "a = 1" },
    { "_x1.y = 1", "_x1.y = 1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_canonical (cases[i][0], cases[i][1]);
}

static void
test_tree (void)
{
  static const char source[] = "a = 1 and not (b in (\"é\", -3w) or c ~ 'x')";
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmFilterNode) root = crm_filter_parse (source, NULL, &error);
  const CrmFilterNode *node;
  const CrmFilterValue *value;

  g_assert_no_error (error);
  g_assert_cmpint (root->kind, ==, CRM_FILTER_AND);
  g_assert_cmpuint (root->children->len, ==, 2);

  node = g_ptr_array_index (root->children, 0);
  g_assert_cmpint (node->kind, ==, CRM_FILTER_COMPARE);
  g_assert_cmpint (node->op, ==, CRM_FILTER_EQ);
  g_assert_cmpstr (node->field, ==, "a");
  g_assert_cmpuint (node->end, ==, 5);
  value = g_ptr_array_index (node->values, 0);
  g_assert_cmpint (value->kind, ==, CRM_FILTER_VALUE_NUMBER);
  g_assert_cmpstr (value->text, ==, "1");
  g_assert_cmpfloat (value->number, ==, 1);

  node = g_ptr_array_index (root->children, 1);
  g_assert_cmpint (node->kind, ==, CRM_FILTER_NOT);
  node = g_ptr_array_index (node->children, 0);
  g_assert_cmpint (node->kind, ==, CRM_FILTER_OR);
  node = g_ptr_array_index (node->children, 0);
  g_assert_cmpint (node->kind, ==, CRM_FILTER_IN);
  g_assert_cmpuint (node->values->len, ==, 2);
  value = g_ptr_array_index (node->values, 1);
  g_assert_cmpint (value->kind, ==, CRM_FILTER_VALUE_RELATIVE);
  g_assert_cmpint (value->amount, ==, -3);
  g_assert_cmpint (value->unit, ==, 'w');
  g_assert_cmpmem (source + value->start, value->end - value->start, "-3w", 3);
}

static void
test_errors (void)
{
  static const struct
  {
    const char *source;
    gsize start;
    gsize end;
    guint column;
  } cases[] = {
    { "", 0, 0, 1 },
    { "   ", 3, 3, 4 },
    { "a =", 3, 3, 4 },
    { "a = won", 4, 7, 5 },
    { "a = and", 4, 7, 5 },
    { "a = = 1", 4, 5, 5 },
    { "a = 1x", 4, 6, 5 },
    { "a = 1.", 4, 6, 5 },
    { "a = 2026-02-30", 4, 14, 5 },
    { "a = 2026-02-03T09:30", 4, 20, 5 },
    { "a = 2026-02-03T25:30Z", 4, 21, 5 },
    { "a = 9999999d", 4, 12, 5 },
    { "a < null", 4, 8, 5 },
    { "Stage = 1", 0, 5, 1 },
    { "é = 1", 0, 2, 1 },
    { "ééé and ü = 1", 11, 13, 9 },
    { "\"a\" = 1", 0, 3, 1 },
    { "a = \"x", 4, 6, 5 },
    { "a = \"\\x\"", 5, 7, 6 },
    { "a = \"x\\", 4, 7, 5 },
    { "\"\"", 0, 2, 1 },
    { "(a = 1", 0, 1, 1 },
    { "a = 1)", 5, 6, 6 },
    { "a = 1 b = 2", 6, 7, 7 },
    { "acme stage = 1", 5, 10, 6 },
    { "a = 1 and", 9, 9, 10 },
    { "or a = 1", 0, 2, 1 },
    { "not", 3, 3, 4 },
    { "()", 1, 2, 2 },
    { "a in", 4, 4, 5 },
    { "a in 1", 5, 6, 6 },
    { "a in ()", 6, 7, 7 },
    { "a in (1,)", 8, 9, 9 },
    { "a in (1 2)", 8, 9, 9 },
    { "a in (1", 7, 7, 8 },
    { "a is", 4, 4, 5 },
    { "a is 1", 5, 6, 6 },
    { "a is not 1", 9, 10, 10 },
    { "a, b", 1, 2, 2 },
    { "= 1", 0, 1, 1 },
    { "a\xff", 1, 2, 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CrmFilterErrorPlace place = { 0 };
      g_autoptr (GError) error = NULL;

      g_test_message ("%zu: %s", i, i + 1 < G_N_ELEMENTS (cases) ? cases[i].source : "-");
      g_assert_null (crm_filter_parse (cases[i].source, &place, &error));
      g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
      g_assert_cmpuint (strlen (error->message), >, 0);
      g_assert_cmpuint (place.start, ==, cases[i].start);
      g_assert_cmpuint (place.end, ==, cases[i].end);
      g_assert_cmpuint (place.column, ==, cases[i].column);
    }
}

/* What a person looks for is words, whatever the language would make of them. */
static void
test_words (void)
{
  static const char *const words[]
      = { "a = 1 or b", "5\" pipe \\ 2", "line\nfeed\tand so on", "(((", "not", " " };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr (CrmFilterNode) node = crm_filter_of_words (words[i], &error);

      g_assert_no_error (error);
      g_assert_cmpint (node->kind, ==, CRM_FILTER_WORDS);
      g_assert_cmpstr (((CrmFilterValue *)g_ptr_array_index (node->values, 0))->text, ==, words[i]);
    }
}

static char *
nest (guint depth, const char *open, const char *close)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, open);
  g_string_append (text, "a = 1");
  for (guint i = 0; i < depth; i++)
    g_string_append (text, close);

  return g_string_free (text, FALSE);
}

static void
check_depth (const char *open, const char *close)
{
  g_autofree char *deepest = nest (CRM_FILTER_MAX_DEPTH, open, close);
  g_autofree char *too_deep = nest (CRM_FILTER_MAX_DEPTH + 1, open, close);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmFilterNode) node = crm_filter_parse (deepest, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (node);
  g_assert_null (crm_filter_parse (too_deep, NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
}

static void
test_limits (void)
{
  g_autofree char *longest = g_strnfill (CRM_FILTER_MAX_LENGTH, 'a');
  g_autofree char *too_long = g_strconcat (longest, "a", NULL);
  g_autofree char *parentheses = g_strnfill (CRM_FILTER_MAX_LENGTH, '(');
  g_autofree char *huge_number = g_strnfill (400, '9');
  g_autofree char *huge = g_strconcat ("a = ", huge_number, NULL);
  g_autoptr (CrmFilterNode) node = crm_filter_parse (longest, NULL, NULL);

  g_assert_nonnull (node);
  g_assert_null (crm_filter_parse (too_long, NULL, NULL));
  g_assert_null (crm_filter_parse (parentheses, NULL, NULL));
  g_assert_null (crm_filter_parse (huge, NULL, NULL));
  check_depth ("(", ")");
  check_depth ("not ", "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter/canonical", test_canonical);
  g_test_add_func ("/filter/tree", test_tree);
  g_test_add_func ("/filter/words", test_words);
  g_test_add_func ("/filter/errors", test_errors);
  g_test_add_func ("/filter/limits", test_limits);
  return g_test_run ();
}

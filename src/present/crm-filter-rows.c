/* crm-filter-rows.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-filter-rows"
#include "config.h"

#include "crm-filter-rows.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-format.h"
#include "model/crm-date.h"

static const CrmRowOp text_ops[]
    = { CRM_ROW_CONTAINS, CRM_ROW_IS, CRM_ROW_IS_NOT, CRM_ROW_KNOWN, CRM_ROW_UNKNOWN };
static const CrmRowOp choice_ops[] = { CRM_ROW_IS, CRM_ROW_IS_NOT, CRM_ROW_KNOWN, CRM_ROW_UNKNOWN };
static const CrmRowOp number_ops[]
    = { CRM_ROW_AT_LEAST, CRM_ROW_AT_MOST, CRM_ROW_MORE,  CRM_ROW_LESS,
        CRM_ROW_IS,       CRM_ROW_IS_NOT,  CRM_ROW_KNOWN, CRM_ROW_UNKNOWN };
static const CrmRowOp flag_ops[] = { CRM_ROW_IS };

/**
 * crm_filter_rows_read:
 * @text: a filter
 *
 * Returns: (transfer container) (nullable) (element-type utf8): what must hold, one text each, none
 *   for an empty filter; %NULL when the text is no filter
 */
GPtrArray *
crm_filter_rows_read (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CrmFilterNode) filter = NULL;

  if (*stripped == '\0')
    return g_steal_pointer (&rows);
  filter = crm_filter_parse (text, NULL, NULL);
  if (filter == NULL)
    return NULL;
  if (filter->kind != CRM_FILTER_AND)
    g_ptr_array_add (rows, crm_filter_to_string (filter));
  for (guint i = 0; filter->kind == CRM_FILTER_AND && i < filter->children->len; i++)
    g_ptr_array_add (rows, crm_filter_to_string (g_ptr_array_index (filter->children, i)));
  return g_steal_pointer (&rows);
}

static gboolean
is_alternative (const char *row)
{
  g_autoptr (CrmFilterNode) node = crm_filter_parse (row, NULL, NULL);

  return node != NULL && node->kind == CRM_FILTER_OR;
}

/**
 * crm_filter_rows_write:
 * @rows: (element-type utf8): what must hold, each a filter
 *
 * Returns: (transfer full): the filter that says all of it; empty for no rows
 */
char *
crm_filter_rows_write (GPtrArray *rows)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const char *row = g_ptr_array_index (rows, i);
      gboolean parentheses = rows->len > 1 && is_alternative (row);

      g_string_append_printf (text, "%s%s%s%s", i > 0 ? " and " : "", parentheses ? "(" : "", row,
                              parentheses ? ")" : "");
    }
  return g_string_free (text, FALSE);
}

/**
 * crm_filter_row_list_ops:
 * @type: a type of field
 *
 * Returns: (transfer full) (element-type CrmRowOp): how it may be compared, the usual way first
 */
GArray *
crm_filter_row_list_ops (CrmFieldType type)
{
  GArray *ops = g_array_new (FALSE, FALSE, sizeof (CrmRowOp));

  switch (type)
    {
    case CRM_FIELD_INT:
    case CRM_FIELD_PERCENT:
    case CRM_FIELD_MONEY:
    case CRM_FIELD_DECIMAL:
    case CRM_FIELD_DAY:
    case CRM_FIELD_TIME:
      return g_array_append_vals (ops, number_ops, G_N_ELEMENTS (number_ops));
    case CRM_FIELD_CHOICE:
      return g_array_append_vals (ops, choice_ops, G_N_ELEMENTS (choice_ops));
    case CRM_FIELD_BOOL:
      return g_array_append_vals (ops, flag_ops, G_N_ELEMENTS (flag_ops));
    default:
      return g_array_append_vals (ops, text_ops, G_N_ELEMENTS (text_ops));
    }
}

/**
 * crm_filter_row_phrase_op:
 * @op: a comparison
 * @type: the type of field it is for
 *
 * Returns: (transfer none): what people call it
 */
const char *
crm_filter_row_phrase_op (CrmRowOp op, CrmFieldType type)
{
  gboolean is_when = type == CRM_FIELD_DAY || type == CRM_FIELD_TIME;

  switch (op)
    {
    case CRM_ROW_CONTAINS:
      /* TRANSLATORS: between a field and a text, as in "Title contains pump" */
      return _ ("contains");
    case CRM_ROW_IS:
      /* TRANSLATORS: between a field and its value, as in "Stage is Proposal" */
      return _ ("is");
    case CRM_ROW_IS_NOT:
      return _ ("is not");
    case CRM_ROW_LESS:
      return is_when ? _ ("is before") : _ ("is less than");
    case CRM_ROW_AT_MOST:
      return is_when ? _ ("is not after") : _ ("is at most");
    case CRM_ROW_MORE:
      return is_when ? _ ("is after") : _ ("is more than");
    case CRM_ROW_AT_LEAST:
      return is_when ? _ ("is not before") : _ ("is at least");
    case CRM_ROW_KNOWN:
      return _ ("is known");
    default:
      return _ ("is not known");
    }
}

/**
 * crm_filter_row_needs_value:
 * @op: a comparison
 *
 * Returns: whether there is something to compare with
 */
gboolean
crm_filter_row_needs_value (CrmRowOp op)
{
  return op != CRM_ROW_KNOWN && op != CRM_ROW_UNKNOWN;
}

static const char *
get_symbol (CrmRowOp op)
{
  static const char *const symbols[] = {
    [CRM_ROW_CONTAINS] = "~", [CRM_ROW_IS] = "=",   [CRM_ROW_IS_NOT] = "!=",  [CRM_ROW_LESS] = "<",
    [CRM_ROW_AT_MOST] = "<=", [CRM_ROW_MORE] = ">", [CRM_ROW_AT_LEAST] = ">="
  };

  return symbols[op];
}

static char *
quote (const char *text)
{
  GString *quoted = g_string_new ("\"");

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (quoted, '\\');
      g_string_append_c (quoted, *p);
    }
  g_string_append_c (quoted, '"');
  return g_string_free (quoted, FALSE);
}

/* (nullable): a day as people write it, or as the language does: today, -14d */
static char *
read_moment (const char *text, gint64 now_usec)
{
  g_autofree char *probe = g_strdup_printf ("day = %s", text);
  g_autoptr (CrmFilterNode) node = NULL;
  int day;

  if (crm_format_parse_day (text, now_usec, &day))
    return crm_date_day_format (day);
  node = crm_filter_parse (probe, NULL, NULL);
  if (node == NULL || node->kind != CRM_FILTER_COMPARE)
    return NULL;
  switch (((CrmFilterValue *)g_ptr_array_index (node->values, 0))->kind)
    {
    case CRM_FILTER_VALUE_DATE:
    case CRM_FILTER_VALUE_TIME:
    case CRM_FILTER_VALUE_RELATIVE:
      return g_strdup (text);
    default:
      return NULL;
    }
}

/* (nullable): with a point, whichever mark the locale has before the decimals */
static char *
read_number (const char *text)
{
  g_autofree char *number = g_strdelimit (g_strdup (text), ",", '.');
  gsize begin = *number == '-' ? 1 : 0;
  gsize digits = strspn (number + begin, "0123456789");
  gsize rest
      = number[begin + digits] == '.' ? 1 + strspn (number + begin + digits + 1, "0123456789") : 0;

  if (digits == 0 || rest == 1 || number[begin + digits + rest] != '\0')
    return NULL;
  return g_steal_pointer (&number);
}

static char * /* (nullable) */
read_literal (const CrmListColumn *column, const char *text, gint64 now_usec)
{
  switch (column->type)
    {
    case CRM_FIELD_BOOL:
      return g_strdup (g_str_equal (text, "true") ? "true" : "false");
    case CRM_FIELD_INT:
    case CRM_FIELD_PERCENT:
    case CRM_FIELD_MONEY:
    case CRM_FIELD_DECIMAL:
      return read_number (text);
    case CRM_FIELD_DAY:
    case CRM_FIELD_TIME:
      return read_moment (text, now_usec);
    case CRM_FIELD_REF:
      /* Who works with it, and not a user of that name. */
      if (g_str_equal (text, "me"))
        return g_strdup (text);
      return quote (text);
    default:
      return quote (text);
    }
}

/**
 * crm_filter_row_new:
 * @column: what is compared
 * @op: how
 * @text: with what: as people type it; of choices the stored value, of flags `true` or `false`
 * @now_usec: now, UTC microseconds
 *
 * Returns: (transfer full) (nullable): the row; %NULL when @text does not suit the field
 */
char *
crm_filter_row_new (const CrmListColumn *column, CrmRowOp op, const char *text, gint64 now_usec)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *literal = NULL;

  if (op == CRM_ROW_KNOWN)
    return g_strdup_printf ("%s is not null", column->path);
  if (op == CRM_ROW_UNKNOWN)
    return g_strdup_printf ("%s is null", column->path);
  if (*stripped == '\0')
    return NULL;
  literal = read_literal (column, stripped, now_usec);
  return literal != NULL ? g_strdup_printf ("%s %s %s", column->path, get_symbol (op), literal)
                         : NULL;
}

static const CrmListColumn * /* (nullable) */
find_column (GPtrArray *columns, const char *path)
{
  for (guint i = 0; i < columns->len; i++)
    {
      const CrmListColumn *column = g_ptr_array_index (columns, i);

      if (g_strcmp0 (column->path, path) == 0)
        return column;
    }
  return NULL;
}

static CrmRowOp
get_op (const CrmFilterNode *node)
{
  switch (node->op)
    {
    case CRM_FILTER_EQ:
      return CRM_ROW_IS;
    case CRM_FILTER_NE:
      return CRM_ROW_IS_NOT;
    case CRM_FILTER_LT:
      return CRM_ROW_LESS;
    case CRM_FILTER_LE:
      return CRM_ROW_AT_MOST;
    case CRM_FILTER_GT:
      return CRM_ROW_MORE;
    case CRM_FILTER_GE:
      return CRM_ROW_AT_LEAST;
    default:
      return CRM_ROW_CONTAINS;
    }
}

static char *
phrase_value (const CrmListColumn *column, const CrmFilterNode *node)
{
  const CrmFilterValue *value = g_ptr_array_index (node->values, 0);
  g_autofree char *row = NULL;
  const char *label;

  if (value->kind == CRM_FILTER_VALUE_BOOL)
    return g_strdup (value->number != 0 ? _ ("Yes") : _ ("No"));
  if (value->kind == CRM_FILTER_VALUE_TEXT)
    {
      label = column->field != NULL && column->type == CRM_FIELD_CHOICE
                  ? crm_field_choice_label (column->field, value->text)
                  : NULL;
      return g_strdup (label != NULL ? _ (label) : value->text);
    }
  /* As it is written. */
  row = crm_filter_to_string (node);
  return g_strdup (strrchr (row, ' ') + 1);
}

static const CrmFilterNode *
get_leaf (const CrmFilterNode *node, gboolean *out_negated)
{
  *out_negated = node->kind == CRM_FILTER_NOT;
  return *out_negated ? g_ptr_array_index (node->children, 0) : node;
}

/**
 * crm_filter_row_phrase:
 * @row: a row of a filter
 * @columns: (element-type CrmListColumn): which fields there are
 *
 * Returns: (transfer full): what it says, as a sentence where it is simple, else as it is written
 */
char *
crm_filter_row_phrase (const char *row, GPtrArray *columns)
{
  g_autoptr (CrmFilterNode) node = crm_filter_parse (row, NULL, NULL);
  gboolean negated = FALSE;
  const CrmFilterNode *leaf = node != NULL ? get_leaf (node, &negated) : NULL;
  const CrmListColumn *column
      = leaf != NULL && leaf->field != NULL ? find_column (columns, leaf->field) : NULL;
  g_autofree char *value = NULL;

  if (column != NULL && leaf->kind == CRM_FILTER_IS_NULL)
    return g_strdup_printf (
        "%s %s", _ (column->label),
        crm_filter_row_phrase_op (negated ? CRM_ROW_KNOWN : CRM_ROW_UNKNOWN, column->type));
  if (column == NULL || negated || leaf->kind != CRM_FILTER_COMPARE)
    return g_strdup (row);
  value = phrase_value (column, leaf);
  /* TRANSLATORS: a condition as a sentence: a field, a comparison and a value, as
   * "Stage is Proposal" */
  return g_strdup_printf (_ ("%1$s %2$s %3$s"), _ (column->label),
                          crm_filter_row_phrase_op (get_op (leaf), column->type), value);
}

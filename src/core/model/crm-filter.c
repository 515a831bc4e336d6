/* crm-filter.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-filter"
#include "config.h"

#include "crm-filter.h"

#include "crm-filter-private.h"

static const char *const operator_texts[] = {
  [CRM_FILTER_EQ] = "=",       [CRM_FILTER_NE] = "!=", [CRM_FILTER_LT] = "<",
  [CRM_FILTER_LE] = "<=",      [CRM_FILTER_GT] = ">",  [CRM_FILTER_GE] = ">=",
  [CRM_FILTER_CONTAINS] = "~",
};

static void
append_string (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (const char *p = text; *p; p++)
    {
      switch (*p)
        {
        case '"':
        case '\\':
          g_string_append_c (out, '\\');
          g_string_append_c (out, *p);
          break;
        case '\n':
          g_string_append (out, "\\n");
          break;
        case '\t':
          g_string_append (out, "\\t");
          break;
        default:
          g_string_append_c (out, *p);
        }
    }
  g_string_append_c (out, '"');
}

static void
append_relative (GString *out, int amount, char unit)
{
  if (amount == 0 && unit == 'd')
    g_string_append (out, "today");
  else if (amount == 0 && unit == 'h')
    g_string_append (out, "now");
  else
    g_string_append_printf (out, "%+d%c", amount, unit);
}

static void
append_value (GString *out, const CrmFilterValue *value)
{
  switch (value->kind)
    {
    case CRM_FILTER_VALUE_TEXT:
      append_string (out, value->text);
      break;
    case CRM_FILTER_VALUE_NUMBER:
    case CRM_FILTER_VALUE_DATE:
    case CRM_FILTER_VALUE_TIME:
      g_string_append (out, value->text);
      break;
    case CRM_FILTER_VALUE_BOOL:
      g_string_append (out, value->number != 0 ? "true" : "false");
      break;
    case CRM_FILTER_VALUE_RELATIVE:
      append_relative (out, value->amount, value->unit);
      break;
    case CRM_FILTER_VALUE_NULL:
      g_string_append (out, "null");
      break;
    case CRM_FILTER_VALUE_ME:
      g_string_append (out, "me");
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
append_list (GString *out, const GPtrArray *values)
{
  g_string_append_c (out, '(');
  for (guint i = 0; i < values->len; i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      append_value (out, g_ptr_array_index (values, i));
    }
  g_string_append_c (out, ')');
}

static void append_node (GString *out, const CrmFilterNode *node);

/* Writes @child of a node of @kind, in parentheses where the parser would else group it otherwise.
 */
static void
append_child (GString *out, CrmFilterKind kind, const CrmFilterNode *child)
{
  gboolean parentheses
      = child->kind == CRM_FILTER_OR || (child->kind == CRM_FILTER_AND && kind != CRM_FILTER_OR);

  if (parentheses)
    g_string_append_c (out, '(');
  append_node (out, child);
  if (parentheses)
    g_string_append_c (out, ')');
}

static void
append_chain (GString *out, const CrmFilterNode *node)
{
  for (guint i = 0; i < node->children->len; i++)
    {
      if (i > 0)
        g_string_append (out, node->kind == CRM_FILTER_AND ? " and " : " or ");
      append_child (out, node->kind, g_ptr_array_index (node->children, i));
    }
}

static void
append_not (GString *out, const CrmFilterNode *node)
{
  const CrmFilterNode *child = g_ptr_array_index (node->children, 0);

  if (child->kind == CRM_FILTER_IN)
    {
      g_string_append_printf (out, "%s not in ", child->field);
      append_list (out, child->values);
    }
  else if (child->kind == CRM_FILTER_IS_NULL)
    {
      g_string_append_printf (out, "%s is not null", child->field);
    }
  else
    {
      g_string_append (out, "not ");
      append_child (out, node->kind, child);
    }
}

static void
append_node (GString *out, const CrmFilterNode *node)
{
  switch (node->kind)
    {
    case CRM_FILTER_AND:
    case CRM_FILTER_OR:
      append_chain (out, node);
      break;
    case CRM_FILTER_NOT:
      append_not (out, node);
      break;
    case CRM_FILTER_COMPARE:
      g_string_append_printf (out, "%s %s ", node->field, operator_texts[node->op]);
      append_value (out, g_ptr_array_index (node->values, 0));
      break;
    case CRM_FILTER_IN:
      g_string_append_printf (out, "%s in ", node->field);
      append_list (out, node->values);
      break;
    case CRM_FILTER_IS_NULL:
      g_string_append_printf (out, "%s is null", node->field);
      break;
    case CRM_FILTER_WORDS:
      append_value (out, g_ptr_array_index (node->values, 0));
      break;
    default:
      g_assert_not_reached ();
    }
}

/**
 * crm_filter_of_words:
 * @words: what a person typed who looks for something
 * @error: (nullable): %CRM_ERROR_SYNTAX when there are none, or more than a filter may have
 *
 * Words are no filter: whatever stands in them is looked for.
 *
 * Returns: (transfer full) (nullable): the tree that finds what has them all
 */
CrmFilterNode *
crm_filter_of_words (const char *words, GError **error)
{
  g_autoptr (GString) source = g_string_new (NULL);

  append_string (source, words);
  return crm_filter_parse (source->str, NULL, error);
}

/**
 * crm_filter_to_string:
 * @node: a tree as crm_filter_parse() makes it
 *
 * Writes the canonical form: small keywords, single spaces, double quotes, parentheses only where
 * they are needed. crm_filter_parse() reads it back as the same tree but for the places, unless it
 * has grown beyond %CRM_FILTER_MAX_LENGTH by quotes and escapes.
 *
 * Returns: (transfer full): the text of @node
 */
char *
crm_filter_to_string (const CrmFilterNode *node)
{
  GString *out;

  g_return_val_if_fail (node != NULL, NULL);

  out = g_string_new (NULL);
  append_node (out, node);
  return g_string_free (out, FALSE);
}

/**
 * crm_filter_node_free:
 * @node: (transfer full) (nullable): a tree
 */
void
crm_filter_node_free (CrmFilterNode *node)
{
  if (node == NULL)
    return;

  g_clear_pointer (&node->children, g_ptr_array_unref);
  g_clear_pointer (&node->values, g_ptr_array_unref);
  g_free (node->field);
  g_free (node->source);
  g_free (node);
}

/* crm-value.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-value"
#include "config.h"

#include "crm-value.h"

/**
 * crm_value_int:
 * @integer: the number
 *
 * Returns: (transfer full): an integer value; needs no clearing
 */
CrmValue
crm_value_int (gint64 integer)
{
  return (CrmValue){ .kind = CRM_VALUE_INT, .integer = integer };
}

/**
 * crm_value_real:
 * @real: the number
 *
 * Returns: (transfer full): a floating-point value; needs no clearing
 */
CrmValue
crm_value_real (double real)
{
  return (CrmValue){ .kind = CRM_VALUE_REAL, .real = real };
}

/**
 * crm_value_text:
 * @text: (nullable): UTF-8
 *
 * Returns: (transfer full): a copy of @text, or null for %NULL; clear with crm_value_clear()
 */
CrmValue
crm_value_text (const char *text)
{
  if (text == NULL)
    return (CrmValue)CRM_VALUE_INIT;
  return (CrmValue){ .kind = CRM_VALUE_TEXT, .text = g_strdup (text) };
}

/**
 * crm_value_copy:
 * @value: a value
 *
 * Returns: (transfer full): a deep copy
 */
CrmValue
crm_value_copy (const CrmValue *value)
{
  if (value->kind == CRM_VALUE_TEXT)
    return crm_value_text (value->text);
  return *value;
}

/**
 * crm_value_clear:
 * @value: a value
 *
 * Frees what @value owns and makes it null.
 */
void
crm_value_clear (CrmValue *value)
{
  if (value->kind == CRM_VALUE_TEXT)
    g_free (value->text);
  *value = (CrmValue)CRM_VALUE_INIT;
}

/**
 * crm_value_equal:
 * @a: a value
 * @b: another
 *
 * Returns: whether both hold the same; null equals null here, unlike in SQL
 */
gboolean
crm_value_equal (const CrmValue *a, const CrmValue *b)
{
  if (a->kind != b->kind)
    return FALSE;

  switch (a->kind)
    {
    case CRM_VALUE_NULL:
      return TRUE;
    case CRM_VALUE_INT:
      return a->integer == b->integer;
    case CRM_VALUE_REAL:
      return a->real == b->real;
    case CRM_VALUE_TEXT:
      return g_str_equal (a->text, b->text);
    default:
      g_return_val_if_reached (FALSE);
    }
}

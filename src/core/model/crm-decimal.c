/* crm-decimal.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-decimal"
#include "config.h"

#include "crm-decimal.h"

#include <string.h>

/* Reads digits with at most one point among them; %FALSE when there is anything else, or too much.
 */
static gboolean
scan (const char *text, CrmDecimal *out)
{
  const char *point = strchr (text, '.');
  guint n_significant = 0;

  *out = (CrmDecimal){ 0, 0 };
  if (!g_ascii_isdigit (text[0]) || (point != NULL && !g_ascii_isdigit (point[1])))
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    {
      if (p == point)
        continue;
      if (!g_ascii_isdigit (*p)
          || (n_significant += (out->mantissa != 0 || *p != '0')) > CRM_DECIMAL_MAX_DIGITS)
        return FALSE;
      out->mantissa = out->mantissa * 10 + (*p - '0');
      out->scale += point != NULL && p > point;
    }
  for (; out->scale > 0 && out->mantissa % 10 == 0; out->scale--)
    out->mantissa /= 10;
  return out->scale <= CRM_DECIMAL_MAX_DIGITS;
}

/**
 * crm_decimal_parse:
 * @text: a number without grouping, locale and exponent: `1.0845`, `-3`; white space around it is
 *   ignored
 * @out: (out): the number; untouched on error
 * @error: (nullable): %CRM_ERROR_INVALID_VALUE when @text is none or has more than
 *   %CRM_DECIMAL_MAX_DIGITS digits
 *
 * Returns: %TRUE, or %FALSE with @error set
 */
gboolean
crm_decimal_parse (const char *text, CrmDecimal *out, GError **error)
{
  g_autofree char *stripped = NULL;
  CrmDecimal decimal;
  gboolean negative;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  stripped = g_strstrip (g_utf8_make_valid (text, -1));
  negative = *stripped == '-';
  if (!scan (stripped + negative, &decimal))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE,
                   "not a number of at most %d digits: %s", CRM_DECIMAL_MAX_DIGITS, stripped);
      return FALSE;
    }
  if (negative)
    decimal.mantissa = -decimal.mantissa;
  *out = decimal;
  return TRUE;
}

/**
 * crm_decimal_format:
 * @decimal: a number
 *
 * Returns: (transfer full): the one way to write it, which crm_decimal_parse() reads back
 */
char *
crm_decimal_format (const CrmDecimal *decimal)
{
  guint64 absolute = (guint64)ABS (decimal->mantissa);
  guint64 scale = 1;

  if (decimal->scale == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, decimal->mantissa);
  for (int i = 0; i < decimal->scale; i++)
    scale *= 10;
  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%0*" G_GUINT64_FORMAT,
                          decimal->mantissa < 0 ? "-" : "", absolute / scale, decimal->scale,
                          absolute % scale);
}

/**
 * crm_decimal_is_canonical:
 * @text: any text
 *
 * Returns: whether @text is a number as crm_decimal_format() writes it, so that equal numbers are
 * equal texts
 */
gboolean
crm_decimal_is_canonical (const char *text)
{
  g_autofree char *again = NULL;
  CrmDecimal decimal;

  if (!crm_decimal_parse (text, &decimal, NULL))
    return FALSE;
  again = crm_decimal_format (&decimal);
  return g_str_equal (text, again);
}

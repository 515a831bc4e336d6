/* crm-money.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-money"
#include "config.h"

#include "crm-money.h"

#include <string.h>
#include <unicode/ucurr.h>

#define CODE_LENGTH 3
#define DEFAULT_DIGITS 2

/* The currencies of ISO 4217 that have not two decimals. ICU knows digits too, but it follows CLDR,
 * which gives customary ones (none for the Serbian dinar) and changes them from release to release:
 * a stored amount of minor units would then change its worth with the library. */
static const struct
{
  char code[CODE_LENGTH + 1];
  int digits;
} special_digits[] = {
  { "BHD", 3 }, { "BIF", 0 }, { "CLF", 4 }, { "CLP", 0 }, { "DJF", 0 }, { "GNF", 0 }, { "IQD", 3 },
  { "ISK", 0 }, { "JOD", 3 }, { "JPY", 0 }, { "KMF", 0 }, { "KRW", 0 }, { "KWD", 3 }, { "LYD", 3 },
  { "OMR", 3 }, { "PYG", 0 }, { "RWF", 0 }, { "TND", 3 }, { "UGX", 0 }, { "UYI", 0 }, { "UYW", 4 },
  { "VND", 0 }, { "VUV", 0 }, { "XAF", 0 }, { "XOF", 0 }, { "XPF", 0 },
};

/**
 * crm_currency_is_valid:
 * @code: (nullable): any text
 *
 * Returns: whether @code is the ISO 4217 code, in capitals, of a currency that is or was in use
 */
gboolean
crm_currency_is_valid (const char *code)
{
  UChar wide[CODE_LENGTH + 1] = { 0 };
  UErrorCode status = U_ZERO_ERROR;

  if (code == NULL || strlen (code) != CODE_LENGTH)
    return FALSE;

  for (guint i = 0; i < CODE_LENGTH; i++)
    {
      if (!g_ascii_isupper (code[i]))
        return FALSE;
      wide[i] = (UChar)code[i];
    }

  return ucurr_isAvailable (wide, U_DATE_MIN, U_DATE_MAX, &status) && U_SUCCESS (status);
}

/**
 * crm_currency_get_digits:
 * @code: (nullable): an ISO 4217 code
 *
 * Returns: how many decimals the minor unit of @code has, 0 to 4, by ISO 4217; 2 for an unknown
 * code
 */
int
crm_currency_get_digits (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (special_digits); i++)
    if (g_strcmp0 (special_digits[i].code, code) == 0)
      return special_digits[i].digits;

  return DEFAULT_DIGITS;
}

/* Moves past digits at *@p and adds them to *@value; %FALSE when they do not fit. */
static gboolean
take_digits (const char **p, guint64 *value)
{
  for (; g_ascii_isdigit (**p); *p += 1)
    if (!g_uint64_checked_mul (value, *value, 10)
        || !g_uint64_checked_add (value, *value, (guint64)(**p - '0')))
      return FALSE;

  return TRUE;
}

/* Reads the number without its sign, in minor units. Returns what is wrong with it, or %NULL. */
static const char *
scan_amount (const char *text, int digits, guint64 *out_minor)
{
  const char *p = text;
  const char *fraction = NULL;
  int n_decimals = 0;

  *out_minor = 0;
  if (!g_ascii_isdigit (*p))
    return "not an amount";
  if (!take_digits (&p, out_minor))
    return "amount too large";

  if (*p == '.')
    {
      fraction = ++p;
      n_decimals = (int)MIN (strspn (fraction, "0123456789"), G_MAXINT8);
      if (n_decimals == 0)
        return "not an amount";
      if (n_decimals > digits)
        return "too many decimals";
      if (!take_digits (&p, out_minor))
        return "amount too large";
    }
  if (*p != '\0')
    return "not an amount";

  for (; n_decimals < digits; n_decimals++)
    if (!g_uint64_checked_mul (out_minor, *out_minor, 10))
      return "amount too large";

  return NULL;
}

/**
 * crm_money_parse:
 * @text: an amount without grouping, locale and currency: `1234.50`, `-5`; white space around it is
 *   ignored
 * @currency: the ISO 4217 code that says how many decimals there may be
 * @out_minor: (out): the amount in minor units; untouched on error
 * @error: (nullable): %CRM_ERROR_INVALID_VALUE when @currency is none, or @text is no amount, has
 * more decimals than the currency, or does not fit; the message holds the text at fault
 *
 * Returns: %TRUE, or %FALSE with @error set
 */
gboolean
crm_money_parse (const char *text, const char *currency, gint64 *out_minor, GError **error)
{
  g_autofree char *stripped = NULL;
  const char *problem;
  gboolean negative;
  guint64 minor;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (currency != NULL, FALSE);
  g_return_val_if_fail (out_minor != NULL, FALSE);

  stripped = g_strstrip (g_utf8_make_valid (text, -1));
  if (!crm_currency_is_valid (currency))
    {
      g_autofree char *valid = g_utf8_make_valid (currency, -1);

      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "not a currency: %s", valid);
      return FALSE;
    }

  negative = *stripped == '-';
  problem = scan_amount (stripped + negative, crm_currency_get_digits (currency), &minor);
  if (problem == NULL && minor > (guint64)G_MAXINT64 + negative)
    problem = "amount too large";
  if (problem != NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "%s in %s: %s", problem, currency,
                   stripped);
      return FALSE;
    }

  /* By way of unsigned, because the smallest number has no positive twin. */
  *out_minor = (gint64)(negative ? 0 - minor : minor);
  return TRUE;
}

/**
 * crm_money_format_plain:
 * @minor: an amount in minor units
 * @currency: (nullable): the ISO 4217 code that says how many decimals to write; two when unknown
 *
 * Writes an amount for files and programs, in no locale: `1234.50`. crm_money_parse() reads it
 * back.
 *
 * Returns: (transfer full): the amount without its currency
 */
char *
crm_money_format_plain (gint64 minor, const char *currency)
{
  int digits = crm_currency_get_digits (currency);
  const char *sign = minor < 0 ? "-" : "";
  guint64 absolute = minor < 0 ? 0 - (guint64)minor : (guint64)minor;
  guint64 scale = 1;

  for (int i = 0; i < digits; i++)
    scale *= 10;

  if (digits == 0)
    return g_strdup_printf ("%s%" G_GUINT64_FORMAT, sign, absolute);

  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%0*" G_GUINT64_FORMAT, sign, absolute / scale,
                          digits, absolute % scale);
}

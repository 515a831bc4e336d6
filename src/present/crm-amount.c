/* crm-amount.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-amount"
#include "config.h"

#include "crm-amount.h"

#include <string.h>

#include "crm-format.h"
#include "model/crm-money.h"

/* Longer is no amount but a slip of the clipboard. */
#define MAX_CHARS 64

#define ARABIC_POINT 0x066B
#define ARABIC_GROUP 0x066C
#define MINUS 0x2212
#define APOSTROPHE 0x2019

/* What a text has, taken apart. */
typedef struct
{
  GString *digits;     /* (owned): as ASCII, with '.' for each separator of @separators */
  GString *separators; /* (owned): for each '.' of @digits '.', ',' or one that only groups: '\'' */
  GString *affix;      /* (owned): letters and symbols of a currency */
  gboolean is_negative;
  gboolean is_bad;
} Parts;

static void
clear_parts (Parts *parts)
{
  g_string_free (parts->digits, TRUE);
  g_string_free (parts->separators, TRUE);
  g_string_free (parts->affix, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, clear_parts)

static void
add_separator (Parts *parts, char kind)
{
  g_string_append_c (parts->digits, '.');
  g_string_append_c (parts->separators, kind);
}

/* A character between digits that only groups them, as far as anybody writes such. */
static gboolean
is_grouping (gunichar c)
{
  return c == '\'' || c == APOSTROPHE || c == ARABIC_GROUP || g_unichar_isspace (c)
         || g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR;
}

/* @at: a character that is neither a digit nor a sign. Separators are such only before a digit, and
 * not behind a currency: "kr.500". */
static void
take_other (Parts *parts, const char *at)
{
  gunichar c = g_utf8_get_char (at);
  gboolean before_digit = g_unichar_isdigit (g_utf8_get_char (g_utf8_next_char (at)));
  gboolean has_digits = parts->digits->len > 0;

  if ((c == '.' || c == ',') && before_digit && (has_digits || parts->affix->len == 0))
    add_separator (parts, (char)c);
  else if (c == ARABIC_POINT && before_digit)
    add_separator (parts, '.');
  else if (is_grouping (c) && before_digit && has_digits)
    add_separator (parts, '\'');
  else if (g_unichar_isalpha (c) || g_unichar_type (c) == G_UNICODE_CURRENCY_SYMBOL)
    g_string_append_unichar (parts->affix, c);
  else if (c != '.' && !is_grouping (c) && g_unichar_type (c) != G_UNICODE_FORMAT)
    parts->is_bad = TRUE;
}

static void
take_apart (const char *text, Parts *parts)
{
  gboolean ended = FALSE; /* digits, then letters: no digit may follow */

  *parts = (Parts){ g_string_new (NULL), g_string_new (NULL), g_string_new (NULL), FALSE, FALSE };
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      gsize n_letters = parts->affix->len;

      if (g_unichar_isdigit (c))
        {
          parts->is_bad = parts->is_bad || ended;
          g_string_append_c (parts->digits, (char)('0' + g_unichar_digit_value (c)));
        }
      else if ((c == '-' || c == MINUS) && parts->digits->len == 0 && !parts->is_negative)
        parts->is_negative = TRUE;
      else
        take_other (parts, at);
      ended = ended || (parts->digits->len > 0 && parts->affix->len > n_letters);
    }
}

/* The user's own decimal separator, '.' or ','. */
static char
find_decimal_separator (void)
{
  g_autofree char *zero = crm_format_money (0, "EUR");

  return strchr (zero, ',') != NULL ? ',' : '.';
}

/* Which of the separators divides the decimals off: its index, -1 for none, -2 for nonsense. */
static int
find_decimals (const Parts *parts)
{
  const char *kinds = parts->separators->str;
  int n = (int)parts->separators->len;
  char last = n > 0 ? kinds[n - 1] : '\'';
  const char *behind = strrchr (parts->digits->str, '.');

  if (last == '\'')
    return -1;
  if (strchr (kinds, last) != kinds + n - 1)
    /* Several of a kind group, unless they stand among others. */
    return strspn (kinds, (char[]){ last, '\0' }) == (gsize)n ? -1 : -2;
  if (n > 1 || last == find_decimal_separator () || strlen (behind + 1) != 3)
    return n - 1;
  /* "1.500" where one writes "1.500,00"; but "0.500" groups nothing. */
  return parts->digits->str[0] == '0' || behind == parts->digits->str
                 || behind - parts->digits->str > 3
             ? n - 1
             : -1;
}

/* In India groups have two digits, too. */
static gboolean
is_group (gsize length, gboolean is_first, gboolean is_last)
{
  if (is_first)
    return length >= 1 && length <= 3;
  return length == 3 || (length == 2 && !is_last);
}

/* (transfer full) (nullable): as crm_money_parse() reads it */
static char *
put_together (const Parts *parts)
{
  g_auto (GStrv) runs = g_strsplit (parts->digits->str, ".", -1);
  GString *number = g_string_new (parts->is_negative ? "-" : NULL);
  int decimals = find_decimals (parts);
  int n_groups = decimals >= 0 ? decimals + 1 : (int)g_strv_length (runs);
  gboolean is_bad = decimals == -2;

  for (int i = 0; runs[i] != NULL; i++)
    {
      if (i >= n_groups)
        g_string_append_c (number, '.');
      else if (n_groups > 1)
        is_bad = is_bad || !is_group (strlen (runs[i]), i == 0, i == n_groups - 1);
      else if (runs[i][0] == '\0')
        g_string_append_c (number, '0'); /* ".5" */
      g_string_append (number, runs[i]);
    }
  return g_string_free (number, is_bad);
}

/* The letters and symbols that the user's locale writes for @currency. */
static char *
dup_affix (const char *currency)
{
  g_autofree char *zero = crm_format_money (0, currency);
  g_auto (Parts) parts = { 0 };

  take_apart (zero, &parts);
  return g_strdup (parts.affix->str);
}

/* (transfer full) (nullable) */
static char *
find_currency (const char *affix, const char *currency)
{
  /* Those with a symbol that people type; of others they write the code. */
  static const char *const known[]
      = { "EUR", "USD", "GBP", "JPY", "CHF", "PLN", "SEK", "NOK", "DKK", "CZK", "HUF",
          "INR", "CNY", "KRW", "TRY", "UAH", "ILS", "RUB", "BRL", "CAD", "AUD", "NZD" };
  g_autofree char *code = g_ascii_strup (affix, -1);
  g_autofree char *own = currency != NULL ? dup_affix (currency) : NULL;

  if (affix[0] == '\0' || g_strcmp0 (own, affix) == 0)
    return g_strdup (currency);
  if (crm_currency_is_valid (code))
    return g_steal_pointer (&code);
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autofree char *other = dup_affix (known[i]);

      if (g_str_equal (other, affix))
        return g_strdup (known[i]);
    }
  return g_str_equal (affix, "€") ? g_strdup ("EUR") : NULL;
}

/**
 * crm_amount_parse:
 * @text: what a person typed: `1500`, `1.500,00 €`, `USD 12,000.50`
 * @currency: (nullable): the currency when @text names none
 * @out_currency: (out) (transfer full): which currency it is
 * @out_minor: (out): the amount in minor units
 * @error: (nullable): %CRM_ERROR_INVALID_VALUE when @text is no amount, has too many decimals or a
 *   currency that there is not, and when nobody says which currency
 *
 * A single separator before three digits groups where the user's locale does so, and divides
 * decimals off elsewhere.
 *
 * Returns: whether @text is an amount
 */
gboolean
crm_amount_parse (
    const char *text, const char *currency, char **out_currency, gint64 *out_minor, GError **error)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *number = NULL;
  g_autofree char *code = NULL;
  g_auto (Parts) parts = { 0 };

  take_apart (g_strstrip (valid), &parts);
  if (parts.digits->len == 0 || parts.is_bad || g_utf8_strlen (valid, -1) > MAX_CHARS
      || (number = put_together (&parts)) == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "not an amount: %s", valid);
      return FALSE;
    }
  code = find_currency (parts.affix->str, currency);
  if (code == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "which currency: %s", valid);
      return FALSE;
    }
  if (!crm_money_parse (number, code, out_minor, error))
    return FALSE;
  *out_currency = g_steal_pointer (&code);
  return TRUE;
}

/**
 * crm_amount_set_currency:
 * @text: an amount as it stands in a field; may be empty, or no amount
 * @currency: (nullable): its currency where it names none
 * @wanted: ISO 4217 code
 *
 * The number stays, nothing is converted. One with more decimals than the other currency has stays,
 * too, for its owner to decide.
 *
 * Returns: (transfer full): what is to stand in the field
 */
char *
crm_amount_set_currency (const char *text, const char *currency, const char *wanted)
{
  g_autofree char *from = NULL;
  g_autofree char *plain = NULL;
  gint64 minor;

  if (!crm_amount_parse (text, currency != NULL ? currency : wanted, &from, &minor, NULL))
    return g_strconcat (wanted, " ", NULL);
  plain = crm_money_format_plain (minor, from);
  while (strchr (plain, '.') != NULL && g_str_has_suffix (plain, "0"))
    plain[strlen (plain) - 1] = '\0';
  if (g_str_has_suffix (plain, "."))
    plain[strlen (plain) - 1] = '\0';
  g_clear_pointer (&from, g_free);
  if (crm_money_parse (plain, wanted, &minor, NULL))
    return crm_format_money (minor, wanted);
  return g_strdup_printf ("%s %s", plain, wanted);
}

/* crm-currencies.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-currencies"
#include "config.h"

#include "crm-currencies.h"

#include <string.h>
#include <unicode/ucurr.h>
#include <unicode/uenum.h>
#include <unicode/uloc.h>

#include "crm-format-private.h"
#include "model/crm-money.h"
#include "model/crm-text.h"

#define CODE_LENGTH 3

static void
free_currency (gpointer data)
{
  CrmCurrency *currency = data;

  g_free (currency->code);
  g_free (currency->name);
  g_free (currency->key);
  g_free (currency);
}

static char * /* (transfer full) (nullable) */
dup_name (const char *code, const char *locale)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar wide[CODE_LENGTH + 1] = { 0 };
  UBool is_choice = FALSE;
  int32_t length = 0;
  const UChar *name;

  for (guint i = 0; i < CODE_LENGTH; i++)
    wide[i] = (UChar)code[i];
  name = ucurr_getName (wide, locale, UCURR_LONG_NAME, &is_choice, &length, &status);
  return U_SUCCESS (status) ? g_utf16_to_utf8 ((const gunichar2 *)name, length, NULL, NULL, NULL)
                            : NULL;
}

static void
add_currency (GPtrArray *list, const char *code, const char *locale)
{
  g_autofree char *name = dup_name (code, locale);
  g_autofree char *both = NULL;
  CrmCurrency *currency;

  if (name == NULL || !crm_currency_is_valid (code))
    return;
  currency = g_new (CrmCurrency, 1);
  both = g_strdup_printf ("%s %s", code, name);
  *currency = (CrmCurrency){ g_strdup (code), g_steal_pointer (&name), crm_fold (both) };
  g_ptr_array_add (list, currency);
}

static int
compare_codes (gconstpointer a, gconstpointer b)
{
  const CrmCurrency *first = *(const CrmCurrency *const *)a;
  const CrmCurrency *second = *(const CrmCurrency *const *)b;

  return strcmp (first->code, second->code);
}

/**
 * crm_currencies_list:
 *
 * Returns: (transfer full) (element-type CrmCurrency): those in use today, by their codes
 */
GPtrArray *
crm_currencies_list (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (free_currency);
  UErrorCode status = U_ZERO_ERROR;
  UEnumeration *codes = ucurr_openISOCurrencies (UCURR_COMMON | UCURR_NON_DEPRECATED, &status);
  char locale[ULOC_FULLNAME_CAPACITY];
  const char *code;

  _crm_format_find_language (locale);
  while (U_SUCCESS (status) && (code = uenum_next (codes, NULL, &status)) != NULL)
    if (strlen (code) == CODE_LENGTH)
      add_currency (list, code, locale);
  uenum_close (codes);
  g_ptr_array_sort (list, compare_codes);
  return list;
}

/* "us" is no Australian dollar. */
static gboolean
has_word (const char *key, const char *begin)
{
  for (const char *at = strstr (key, begin); at != NULL; at = strstr (at + 1, begin))
    if (at == key || at[-1] == ' ' || *begin == '\0')
      return TRUE;
  return FALSE;
}

/**
 * crm_currencies_matches:
 * @currency: a currency
 * @words: what somebody typed
 *
 * Returns: whether words of its code or name begin with each of them, whatever their case and
 * accents
 */
gboolean
crm_currencies_matches (const CrmCurrency *currency, const char *words)
{
  g_autofree char *folded = crm_fold (words);
  g_auto (GStrv) parts = g_strsplit_set (folded, " \t", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (!has_word (currency->key, parts[i]))
      return FALSE;
  return TRUE;
}

/**
 * crm_currencies_find:
 * @text: a code in any case, or the whole name of a currency in use
 *
 * Returns: (transfer full) (nullable): its code; %NULL where there is none such
 */
char *
crm_currencies_find (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *code = g_ascii_strup (stripped, -1);
  g_autofree char *folded = crm_fold (stripped);
  g_autoptr (GPtrArray) list = NULL;

  if (crm_currency_is_valid (code))
    return g_steal_pointer (&code);
  list = crm_currencies_list ();
  for (guint i = 0; i < list->len; i++)
    {
      const CrmCurrency *currency = g_ptr_array_index (list, i);

      if (g_str_equal (currency->key + CODE_LENGTH + 1, folded))
        return g_strdup (currency->code);
    }
  return NULL;
}

/**
 * crm_currencies_find_unknown:
 * @text: an amount that somebody typed
 *
 * Returns: (transfer full) (nullable): three letters in it that look like a currency's code and are
 *   none; %NULL where there are none such
 */
char *
crm_currencies_find_unknown (const char *text)
{
  const char *at = text;

  while (*at != '\0')
    {
      gsize length = 0;
      g_autofree char *code = NULL;

      while (g_ascii_isalpha (at[length]))
        length++;
      code = length == CODE_LENGTH ? g_ascii_strup (at, CODE_LENGTH) : NULL;
      if (code != NULL && !crm_currency_is_valid (code))
        return g_steal_pointer (&code);
      at += MAX (length, 1);
    }
  return NULL;
}

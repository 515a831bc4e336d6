/* crm-format-letter.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-format-letter"
#include "config.h"

#include "crm-format-private.h"

#include <locale.h>
#include <string.h>
#include <unicode/udat.h>

#define DAY_MAX_CHARS 96

/* A letter in the user's own language is written as all else that they see. */
static gboolean
is_own (const char *language)
{
  const char *own = setlocale (LC_MESSAGES, NULL);

  if (language == NULL || !g_ascii_isalpha (language[0]) || !g_ascii_isalpha (language[1]))
    return TRUE;
  if (own == NULL || own[0] == 'C' || g_str_equal (own, "POSIX"))
    own = "en";
  return g_ascii_strncasecmp (own, language, 2) == 0;
}

/* English to somebody abroad is not American. */
static const char *
find_locale (const char *language)
{
  return g_ascii_strcasecmp (language, "en") == 0 ? "en_001" : language;
}

char *
_crm_format_money_for (gint64 minor, const char *currency, const char *language)
{
  return is_own (language) ? crm_format_money (minor, currency)
                           : _crm_format_money_in (minor, currency, find_locale (language));
}

char *
_crm_format_day_for (int day, const char *language)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar text[DAY_MAX_CHARS];
  static const UChar utc[] = { 'U', 'T', 'C', 0 };
  char id[ULOC_FULLNAME_CAPACITY];
  UDateFormat *format;
  int length;

  if (is_own (language))
    return crm_format_day (day);
  g_strlcpy (id, find_locale (language), sizeof id);
  uloc_setKeywordValue ("numbers", "latn", id, sizeof id, &status); /* as amounts beside it */
  format = udat_open (UDAT_NONE, UDAT_LONG, id, utc, -1, NULL, 0, &status);
  if (U_FAILURE (status))
    return crm_format_day (day);
  length = udat_format (format, (UDate)day * 86400000.0, text, DAY_MAX_CHARS, NULL, &status);
  udat_close (format);
  if (U_FAILURE (status) || length >= DAY_MAX_CHARS)
    return crm_format_day (day);
  return g_utf16_to_utf8 ((const gunichar2 *)text, length, NULL, NULL, NULL);
}

/* crm-format.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-format"
#include "config.h"

#include "crm-format-private.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>

#include "model/crm-date.h"
#include "model/crm-money.h"

#define MONEY_MAX_CHARS 96
#define MAX_FORMATS 40 /* languages times currencies: one and a few */

static gboolean
is_of_nobody (const char *locale)
{
  return locale == NULL || locale[0] == '\0' || g_str_equal (locale, "C")
         || g_str_has_prefix (locale, "C.") || g_str_equal (locale, "POSIX");
}

/* ICU's own default comes from the environment, even where the program speaks another language, and
 * its idea of C writes no thousands separators. */
static void
find_locale (const char *locale, char *id)
{
  UErrorCode status = U_ZERO_ERROR;

  if (locale == NULL)
    locale = setlocale (LC_MONETARY, NULL);
  if (is_of_nobody (locale))
    locale = setlocale (LC_MESSAGES, NULL);
  if (is_of_nobody (locale))
    locale = "en";
  uloc_canonicalize (locale, id, ULOC_FULLNAME_CAPACITY, &status);
  /* Counts and days beside it are in these digits in every language: two sorts would be confusing.
   */
  uloc_setKeywordValue ("numbers", "latn", id, ULOC_FULLNAME_CAPACITY, &status);
  if (U_FAILURE (status) || status == U_STRING_NOT_TERMINATED_WARNING)
    g_strlcpy (id, "en", ULOC_FULLNAME_CAPACITY);
}

void
_crm_format_find_language (char *id)
{
  const char *locale = setlocale (LC_MESSAGES, NULL);

  find_locale (is_of_nobody (locale) ? "en" : locale, id);
}

static void
close_format (gpointer format)
{
  unum_close (format);
}

static void
free_formats (gpointer formats)
{
  g_hash_table_unref (formats);
}

static UNumberFormat * /* (nullable) */
open_format (const char *id, const char *currency, int digits)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar code[4] = { 0 };
  UNumberFormat *format = unum_open (UNUM_CURRENCY, NULL, 0, id, NULL, &status);

  if (U_FAILURE (status))
    return NULL;
  for (int i = 0; i < 3 && currency[i] != '\0'; i++)
    code[i] = (UChar)currency[i];
  unum_setTextAttribute (format, UNUM_CURRENCY_CODE, code, 3, &status);
  /* Of some currencies CLDR shows no decimals (dinar, lek) though they have them: what is shown
   * would be rounded, and come back rounded from a field. */
  unum_setAttribute (format, UNUM_FRACTION_DIGITS, digits);
  if (U_SUCCESS (status))
    return format;
  unum_close (format);
  return NULL;
}

/* ICU takes longer to make one than to write a hundred amounts; each thread has its own.
 * Returns: (transfer none) (nullable) */
static UNumberFormat *
get_format (const char *id, const char *currency, int digits)
{
  static GPrivate kept = G_PRIVATE_INIT (free_formats);
  GHashTable *formats = g_private_get (&kept);
  g_autofree char *key = g_strdup_printf ("%s %d %s", currency, digits, id);
  UNumberFormat *format;

  if (formats == NULL)
    {
      formats = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, close_format);
      g_private_set (&kept, formats);
    }
  format = g_hash_table_lookup (formats, key);
  if (format != NULL)
    return format;
  format = open_format (id, currency, digits);
  if (format == NULL)
    return NULL;
  if (g_hash_table_size (formats) >= MAX_FORMATS)
    g_hash_table_remove_all (formats);
  g_hash_table_insert (formats, g_steal_pointer (&key), format);
  return format;
}

/* @locale as setlocale() names it; %NULL for the program's own. @plain: the amount in digits, of
 * which @digits stand behind the point. */
static char *
format_digits (const char *plain, int digits, const char *currency, const char *locale)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar text[MONEY_MAX_CHARS];
  char id[ULOC_FULLNAME_CAPACITY];
  UNumberFormat *format;
  int length;

  if (currency == NULL)
    return g_strdup (plain);
  find_locale (locale, id);
  format = get_format (id, currency, digits);
  if (format == NULL)
    return g_strdup_printf ("%s %s", plain, currency);
  /* The plain form goes in as digits, so that no amount is rounded through a double. */
  length = unum_formatDecimal (format, plain, -1, text, MONEY_MAX_CHARS, NULL, &status);
  if (U_FAILURE (status) || length >= MONEY_MAX_CHARS)
    return g_strdup_printf ("%s %s", plain, currency);
  return g_utf16_to_utf8 ((const gunichar2 *)text, length, NULL, NULL, NULL);
}

char *
_crm_format_money_in (gint64 minor, const char *currency, const char *locale)
{
  g_autofree char *plain = crm_money_format_plain (minor, currency);

  return format_digits (plain, crm_currency_get_digits (currency), currency, locale);
}

/**
 * crm_format_money:
 * @minor: minor units
 * @currency: (nullable): ISO 4217 code; %NULL formats a plain number with two digits
 *
 * Returns: (transfer full): the amount as the locale of the program writes it: LC_MONETARY, else
 *   LC_MESSAGES, and English where neither is set
 */
char *
crm_format_money (gint64 minor, const char *currency)
{
  return _crm_format_money_in (minor, currency, NULL);
}

/**
 * crm_format_money_brief:
 * @minor: minor units
 * @currency: (nullable): ISO 4217 code
 *
 * Returns: (transfer full): as crm_format_money(), for sentences, cards and sums: a whole amount
 *   without the noughts behind its point
 */
char *
crm_format_money_brief (gint64 minor, const char *currency)
{
  g_autofree char *plain = crm_money_format_plain (minor, currency);
  char *point = strchr (plain, '.');

  if (point == NULL || strspn (point + 1, "0") != strlen (point + 1))
    return crm_format_money (minor, currency);
  *point = '\0';
  return format_digits (plain, 0, currency, NULL);
}

/**
 * crm_format_deal_amount:
 * @deal: a deal
 *
 * Returns: (transfer full): its amount, or a word for an unknown one
 */
char *
crm_format_deal_amount (const CrmRecord *deal)
{
  if (crm_record_get (deal, "amount")->kind == CRM_VALUE_NULL)
    return g_strdup (_ ("no amount"));
  return crm_format_money_brief (crm_record_get_int (deal, "amount", 0),
                                 crm_record_get_text (deal, "currency"));
}

static GDateTime *
local_from_usec (gint64 usec)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (usec / G_USEC_PER_SEC);

  return utc != NULL ? g_date_time_to_local (utc) : NULL;
}

/**
 * crm_format_today:
 * @now_usec: now, UTC microseconds
 *
 * Returns: today where the user is, in days since 1970-01-01
 */
int
crm_format_today (gint64 now_usec)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return crm_date_day_from_usec (now_usec, zone);
}

/**
 * crm_format_time:
 * @usec: a moment, UTC microseconds; 0 is unknown
 * @now_usec: now, UTC microseconds
 *
 * Returns: (transfer full): short: the time today, the day this year, the date before
 */
char *
crm_format_time (gint64 usec, gint64 now_usec)
{
  g_autoptr (GDateTime) then = local_from_usec (usec);
  g_autoptr (GDateTime) now = local_from_usec (now_usec);
  int days;

  if (usec == 0 || then == NULL || now == NULL)
    return g_strdup (_ ("no date"));
  days = crm_format_today (now_usec) - crm_format_today (usec);
  if (days == 0)
    return g_date_time_format (then, "%H:%M");
  if (days == 1)
    return g_strdup (_ ("yesterday"));
  if (g_date_time_get_year (then) == g_date_time_get_year (now))
    /* TRANSLATORS: day and month as strftime writes them, e.g. "12 Mar" */
    return g_date_time_format (then, _ ("%-d %b"));
  /* TRANSLATORS: day, month and year as strftime writes them, e.g. "12 Mar 2024" */
  return g_date_time_format (then, _ ("%-d %b %Y"));
}

/**
 * crm_format_time_full:
 * @usec: a moment, UTC microseconds; 0 is unknown
 *
 * Returns: (transfer full): date and time as the user's locale writes them
 */
char *
crm_format_time_full (gint64 usec)
{
  g_autoptr (GDateTime) then = local_from_usec (usec);

  if (usec == 0 || then == NULL)
    return g_strdup (_ ("no date"));
  return g_date_time_format (then, "%x %H:%M");
}

/**
 * crm_format_day:
 * @day: days since 1970-01-01
 *
 * Returns: (transfer full): the date
 */
char *
crm_format_day (int day)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_utc ((gint64)day * 86400);

  return then != NULL ? g_date_time_format (then, _ ("%-d %b %Y")) : g_strdup (_ ("no date"));
}

/**
 * crm_format_due:
 * @day: days since 1970-01-01
 * @now_usec: now, UTC microseconds
 *
 * Returns: (transfer full): when something is due, seen from today
 */
char *
crm_format_due (int day, gint64 now_usec)
{
  int days = day - crm_format_today (now_usec);

  if (days == 0)
    return g_strdup (_ ("today"));
  if (days == 1)
    return g_strdup (_ ("tomorrow"));
  if (days < 0)
    /* TRANSLATORS: a follow-up that should have been done before today */
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%d day overdue", "%d days overdue", (gulong)-days), -days);
  if (days <= 14)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "in %d day", "in %d days", (gulong)days),
                            days);
  return crm_format_day (day);
}

/**
 * crm_format_parse_day:
 * @text: what a person typed: a date as ISO 8601 or as the locale writes it, or `+3` for in three
 * days
 * @now_usec: now, UTC microseconds
 * @out_day: (out): days since 1970-01-01
 *
 * Returns: whether @text is a day
 */
gboolean
crm_format_parse_day (const char *text, gint64 now_usec, int *out_day)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autoptr (GDate) date = g_date_new ();
  GDate epoch;

  if (stripped[0] == '+')
    {
      guint64 days;

      if (!g_ascii_string_to_unsigned (stripped + 1, 10, 0, 3660, &days, NULL))
        return FALSE;
      *out_day = crm_format_today (now_usec) + (int)days;
      return TRUE;
    }
  if (crm_date_day_parse (stripped, out_day, NULL))
    return TRUE;
  if (stripped[0] == '\0')
    return FALSE;
  g_date_set_parse (date, stripped);
  if (!g_date_valid (date))
    return FALSE;
  g_date_clear (&epoch, 1);
  g_date_set_dmy (&epoch, 1, G_DATE_JANUARY, 1970);
  *out_day = g_date_days_between (&epoch, date);
  return TRUE;
}

/**
 * crm_format_clock:
 * @usec: a moment, UTC microseconds
 *
 * Returns: (transfer full): the time of day where the user is
 */
char *
crm_format_clock (gint64 usec)
{
  g_autoptr (GDateTime) then = local_from_usec (usec);

  return then != NULL ? g_date_time_format (then, "%H:%M") : g_strdup ("");
}

/**
 * crm_format_parse_clock:
 * @text: what a person typed: `14:30`, `14.30` or `14`
 * @out_minute: (out): minutes since midnight
 *
 * Returns: whether @text is a time of day
 */
gboolean
crm_format_parse_clock (const char *text, int *out_minute)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_auto (GStrv) parts = g_strsplit_set (stripped, ":.", 3);
  guint64 hour;
  guint64 minute = 0;

  if (parts[0] == NULL || !g_ascii_string_to_unsigned (parts[0], 10, 0, 23, &hour, NULL)
      || (parts[1] != NULL
          && (strlen (parts[1]) != 2
              || !g_ascii_string_to_unsigned (parts[1], 10, 0, 59, &minute, NULL)))
      || (parts[1] != NULL && parts[2] != NULL))
    return FALSE;
  *out_minute = (int)(hour * 60 + minute);
  return TRUE;
}

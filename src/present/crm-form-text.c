/* crm-form-text.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-form-text"
#include "config.h"

#include "crm-form-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-amount.h"
#include "crm-currencies.h"
#include "crm-format.h"
#include "crm-phrases.h"
#include "model/crm-address.h"
#include "model/crm-date.h"
#include "model/crm-decimal.h"
#include "model/crm-text.h"

/* Examples in messages: a day in December is unmistakable, an amount has a group and decimals. */
#define EXAMPLE_MINOR 150000

static char *
format_time (gint64 usec)
{
  g_autofree char *day = crm_format_day (crm_format_today (usec));
  g_autofree char *clock = crm_format_clock (usec);

  return g_strdup_printf ("%s %s", day, clock);
}

static char *
format_choice (const CrmField *field, const char *value)
{
  const char *label = crm_field_choice_label (field, value);

  return g_strdup (label != NULL ? g_dgettext (GETTEXT_PACKAGE, label) : value);
}

static char *
format_reference (const CrmFormData *data, const char *id)
{
  const char *title = g_hash_table_lookup (data->titles, id);

  /* TRANSLATORS: in place of the name of something that was deleted */
  return g_strdup (title != NULL ? title : _ ("(deleted)"));
}

/**
 * crm_form_format:
 * @data: what the form knows
 * @field: a field
 * @value: what it holds
 * @currency: (nullable): of an amount
 *
 * Returns: (transfer full): what people read, and may type: crm_form_parse() reads it back. Empty
 *   for an unknown value
 */
char *
crm_form_format (const CrmFormData *data,
                 const CrmField *field,
                 const CrmValue *value,
                 const char *currency)
{
  if (value->kind == CRM_VALUE_NULL)
    return g_strdup ("");
  if (value->kind == CRM_VALUE_TEXT)
    {
      if (field->type == CRM_FIELD_CHOICE)
        return format_choice (field, value->text);
      return field->type == CRM_FIELD_REF ? format_reference (data, value->text)
                                          : g_strdup (value->text);
    }
  switch (field->type)
    {
    case CRM_FIELD_MONEY:
      return crm_format_money (value->integer, currency);
    case CRM_FIELD_DAY:
      return crm_format_day ((int)value->integer);
    case CRM_FIELD_TIME:
      return format_time (value->integer);
    case CRM_FIELD_BOOL:
      return g_strdup (value->integer != 0 ? _ ("yes") : _ ("no"));
    case CRM_FIELD_PERCENT:
      /* TRANSLATORS: a percentage */
      return g_strdup_printf (_ ("%d %%"), (int)value->integer);
    default:
      return g_strdup_printf ("%" G_GINT64_FORMAT, value->integer);
    }
}

/* Ten years: more than that nobody counts in days. */
#define MAX_DAYS 3660

static gboolean
parse_number (const CrmField *field, const char *text, CrmValue *out, char **out_problem)
{
  gboolean is_percent = field->type == CRM_FIELD_PERCENT;
  /* Days that are counted go forward. */
  gboolean is_days = g_str_equal (field->name, "cadence_days");
  g_autofree char *digits = g_strdup (text);
  char *sign = is_percent ? strchr (digits, '%') : NULL;
  gint64 number;

  if (sign != NULL && sign[1] == '\0')
    *sign = '\0';
  g_strchomp (digits);
  if (g_ascii_string_to_signed (digits, 10,
                                is_percent ? 0
                                : is_days  ? 1
                                           : G_MININT64,
                                is_percent ? 100
                                : is_days  ? MAX_DAYS
                                           : G_MAXINT64,
                                &number, NULL))
    *out = crm_value_int (number);
  else
    *out_problem = g_strdup (is_percent ? _ ("It takes a percentage from 0 to 100")
                                        : _ ("It takes a whole number, such as 30"));
  return *out_problem == NULL;
}

static gboolean
parse_money (const CrmFormData *data,
             const char *text,
             const char *currency,
             CrmValue *out,
             char **out_currency,
             char **out_problem)
{
  const char *fallback = currency != NULL ? currency : data->currency;
  g_autofree char *example = NULL;
  g_autofree char *unknown = NULL;
  gint64 minor;

  if (crm_amount_parse (text, fallback, out_currency, &minor, NULL))
    {
      *out = crm_value_int (minor);
      return TRUE;
    }
  unknown = crm_currencies_find_unknown (text);
  if (unknown != NULL)
    {
      *out_problem = g_strdup_printf (_ ("There is no currency “%s”"), unknown);
      return FALSE;
    }
  example = crm_format_money (EXAMPLE_MINOR, fallback != NULL ? fallback : "EUR");
  /* TRANSLATORS: %s is an example of an amount */
  *out_problem = g_strdup_printf (_ ("It takes an amount, such as %s"), example);
  return FALSE;
}

static gboolean
day_problem (const CrmFormData *data, char **out_problem)
{
  g_autofree char *example = crm_format_day (crm_format_today (data->now_usec) + 7);

  /* TRANSLATORS: %s is an example of a date; "+7" is typed as it is */
  *out_problem
      = g_strdup_printf (_ ("It takes a date, such as %s, or +7 for in seven days"), example);
  return FALSE;
}

/* What is farther away is a slip of the finger, and no calendar has it. */
static gboolean
parse_day (const CrmFormData *data, const char *text, int *out_day)
{
  g_autofree char *folded = crm_fold (text);
  g_autofree char *today = crm_fold (_ ("today"));
  g_autofree char *tomorrow = crm_fold (_ ("tomorrow"));

  *out_day = crm_format_today (data->now_usec);
  if (g_str_equal (folded, today))
    return TRUE;
  if (g_str_equal (folded, tomorrow))
    {
      *out_day += 1;
      return TRUE;
    }
  return crm_format_parse_day (text, data->now_usec, out_day);
}

static gboolean
parse_time (const CrmFormData *data, const char *text, CrmValue *out, char **out_problem)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const char *space = strrchr (text, ' ');
  g_autofree char *date = space != NULL ? g_strndup (text, (gsize)(space - text)) : NULL;
  g_autofree char *example = NULL;
  gint64 usec;
  int minute = 0;
  int day;

  if (crm_date_parse_iso (text, &usec, NULL))
    *out = crm_value_int (usec);
  else if (date != NULL && parse_day (data, date, &day)
           && crm_format_parse_clock (space + 1, &minute))
    *out = crm_value_int (crm_date_minute_to_usec (day, minute, zone));
  else if (parse_day (data, text, &day))
    *out = crm_value_int (crm_date_minute_to_usec (day, 0, zone));
  else
    {
      example = format_time (data->now_usec);
      /* TRANSLATORS: %s is an example of a date with a time of day */
      *out_problem = g_strdup_printf (_ ("It takes a date and a time, such as %s"), example);
    }
  return *out_problem == NULL;
}

static gboolean
parse_bool (const char *text, CrmValue *out, char **out_problem)
{
  g_autofree char *folded = crm_fold (text);
  g_autofree char *yes = crm_fold (_ ("yes"));
  g_autofree char *no = crm_fold (_ ("no"));

  if (g_str_equal (folded, yes) || g_str_equal (folded, "1"))
    *out = crm_value_int (1);
  else if (g_str_equal (folded, no) || g_str_equal (folded, "0"))
    *out = crm_value_int (0);
  else
    *out_problem = g_strdup (_ ("It takes yes or no"));
  return *out_problem == NULL;
}

static gboolean
parse_choice (const CrmField *field, const char *text, CrmValue *out, char **out_problem)
{
  g_autofree char *folded = crm_fold (text);

  for (const CrmChoice *choice = field->choices; choice != NULL && choice->value != NULL; choice++)
    {
      g_autofree char *shown = crm_fold (g_dgettext (GETTEXT_PACKAGE, choice->label));

      if (g_str_equal (choice->value, text) || g_str_equal (shown, folded))
        {
          *out = crm_value_text (choice->value);
          return TRUE;
        }
    }
  *out_problem = g_strdup (_ ("It takes one of its choices"));
  return FALSE;
}

/* (transfer full) (nullable) */
static char *
parse_decimal (const char *text)
{
  g_autofree char *plain = g_strdelimit (g_strdup (text), ",", '.');
  CrmDecimal decimal;

  return crm_decimal_parse (plain, &decimal, NULL) ? crm_decimal_format (&decimal) : NULL;
}

static gboolean
parse_text (const CrmField *field, const char *text, CrmValue *out, char **out_problem)
{
  g_autofree char *stored = NULL;
  const char *problem = _ ("This value cannot be taken");

  switch (field->type)
    {
    case CRM_FIELD_LONGTEXT:
      stored = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
      break;
    case CRM_FIELD_CURRENCY:
      stored = crm_currencies_find (text);
      problem = _ ("It takes the code of a currency, such as EUR");
      break;
    case CRM_FIELD_ADDRESS:
      stored = crm_address_normalize (text);
      problem = _ ("It takes an e-mail address");
      break;
    case CRM_FIELD_DOMAIN:
      stored = crm_domain_normalize (text[0] == '@' ? text + 1 : text);
      problem = _ ("It takes a domain, such as example.com");
      break;
    case CRM_FIELD_DECIMAL:
      stored = parse_decimal (text);
      problem = _ ("It takes a number, such as 1.5");
      break;
    default:
      stored = crm_text_clean (text);
      break;
    }
  if (stored == NULL)
    *out_problem = g_strdup (problem);
  else
    *out = crm_value_text (stored);
  return stored != NULL;
}

static gboolean
parse_day_field (const CrmFormData *data, const char *text, CrmValue *out, char **out_problem)
{
  int day;

  if (!parse_day (data, text, &day))
    return day_problem (data, out_problem);
  *out = crm_value_int (day);
  return TRUE;
}

/**
 * crm_form_parse:
 * @data: what the form knows
 * @field: a field; a reference takes ids alone
 * @text: what a person typed
 * @currency: (nullable): of an amount that names none
 * @out_value: (out): what is to be stored; unknown for an empty text
 * @out_currency: (out) (transfer full) (nullable): of an amount
 * @out_problem: (out) (transfer full) (nullable): what the field takes, as people read it, where
 *   @text is nothing of the kind
 *
 * Returns: whether @text makes sense
 */
gboolean
crm_form_parse (const CrmFormData *data,
                const CrmField *field,
                const char *text,
                const char *currency,
                CrmValue *out_value,
                char **out_currency,
                char **out_problem)
{
  g_autofree char *stripped = g_strstrip (g_utf8_make_valid (text, -1));

  *out_value = (CrmValue)CRM_VALUE_INIT;
  *out_currency = NULL;
  *out_problem = NULL;
  if (*stripped == '\0')
    return TRUE;
  switch (field->type)
    {
    case CRM_FIELD_MONEY:
      return parse_money (data, stripped, currency, out_value, out_currency, out_problem);
    case CRM_FIELD_INT:
    case CRM_FIELD_PERCENT:
      return parse_number (field, stripped, out_value, out_problem);
    case CRM_FIELD_DAY:
      return parse_day_field (data, stripped, out_value, out_problem);
    case CRM_FIELD_TIME:
      return parse_time (data, stripped, out_value, out_problem);
    case CRM_FIELD_BOOL:
      return parse_bool (stripped, out_value, out_problem);
    case CRM_FIELD_CHOICE:
      return parse_choice (field, stripped, out_value, out_problem);
    default:
      return parse_text (field, stripped, out_value, out_problem);
    }
}

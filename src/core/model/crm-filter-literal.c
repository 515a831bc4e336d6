/* crm-filter-literal.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-filter"
#include "config.h"

#include "crm-filter-private.h"

#include "crm-date.h"

#include <math.h>
#include <string.h>

/* Far enough for a human life in hours, and far from any overflow in the arithmetic on dates. */
#define MAX_RELATIVE 1000000

/* The problem a function leaves when the word is not of its kind at all, so that others may try. */
static const char not_of_this_kind[] = "";

static gsize
count_digits (const char *text)
{
  return strspn (text, "0123456789");
}

static gboolean
take_relative (CrmFilterValue *value, const char *text, const char **out_problem)
{
  gboolean negative = *text == '-';
  const char *digits = text + (*text == '-' || *text == '+');
  gsize n_digits = count_digits (digits);
  gint64 amount;

  *out_problem = not_of_this_kind;
  if (n_digits == 0 || digits[n_digits] == '\0' || digits[n_digits + 1] != '\0'
      || strchr ("hdwmy", digits[n_digits]) == NULL)
    return FALSE;

  amount = g_ascii_strtoll (digits, NULL, 10);
  if (amount > MAX_RELATIVE)
    {
      *out_problem = "the time is too far away";
      return FALSE;
    }

  value->kind = CRM_FILTER_VALUE_RELATIVE;
  value->amount = (int)(negative ? -amount : amount);
  value->unit = digits[n_digits];
  return TRUE;
}

static gboolean
take_number (CrmFilterValue *value, const char *text, const char **out_problem)
{
  const char *unsigned_text = text + (*text == '-' || *text == '+');
  const char *p = unsigned_text + count_digits (unsigned_text);

  *out_problem = not_of_this_kind;
  if (p == unsigned_text)
    return FALSE;
  if (*p == '.')
    {
      gsize n_decimals = count_digits (p + 1);

      if (n_decimals == 0)
        return FALSE;
      p += 1 + n_decimals;
    }
  if (*p != '\0')
    return FALSE;

  value->number = g_ascii_strtod (text, NULL);
  if (!isfinite (value->number))
    {
      *out_problem = "the number is too large";
      return FALSE;
    }

  value->kind = CRM_FILTER_VALUE_NUMBER;
  value->text = g_strdup (*text == '+' ? unsigned_text : text);
  return TRUE;
}

/* Whether @text looks like YYYY-MM-DD or begins so. */
static gboolean
begins_like_day (const char *text)
{
  return count_digits (text) == 4 && text[4] == '-' && count_digits (text + 5) == 2
         && text[7] == '-' && count_digits (text + 8) == 2;
}

/* Whether @text looks like Thh:mm[:ss]Z. */
static gboolean
is_like_time (const char *text)
{
  if (text[0] != 'T' || count_digits (text + 1) != 2 || text[3] != ':'
      || count_digits (text + 4) != 2)
    return FALSE;
  if (text[6] == ':')
    return count_digits (text + 7) == 2 && strcmp (text + 9, "Z") == 0;

  return strcmp (text + 6, "Z") == 0;
}

static gboolean
take_date (CrmFilterValue *value, const char *text, const char **out_problem)
{
  int days;
  gint64 usec;

  *out_problem = not_of_this_kind;
  if (!begins_like_day (text))
    return FALSE;

  if (text[10] == '\0')
    {
      *out_problem = "there is no such day";
      value->kind = CRM_FILTER_VALUE_DATE;
      if (!crm_date_day_parse (text, &days, NULL))
        return FALSE;
    }
  else
    {
      *out_problem = "expected a time as YYYY-MM-DDThh:mm:ssZ";
      value->kind = CRM_FILTER_VALUE_TIME;
      if (!is_like_time (text + 10))
        return FALSE;

      *out_problem = "there is no such time";
      if (!crm_date_parse_iso (text, &usec, NULL))
        return FALSE;
    }

  value->text = g_strdup (text);
  return TRUE;
}

static void
set_relative (CrmFilterValue *value, char unit)
{
  value->kind = CRM_FILTER_VALUE_RELATIVE;
  value->unit = unit;
}

static gboolean
take_keyword (CrmFilterValue *value, CrmFilterKeyword keyword)
{
  switch (keyword)
    {
    case CRM_FILTER_KEYWORD_NULL:
      value->kind = CRM_FILTER_VALUE_NULL;
      return TRUE;
    case CRM_FILTER_KEYWORD_ME:
      value->kind = CRM_FILTER_VALUE_ME;
      return TRUE;
    case CRM_FILTER_KEYWORD_TRUE:
    case CRM_FILTER_KEYWORD_FALSE:
      value->kind = CRM_FILTER_VALUE_BOOL;
      value->number = keyword == CRM_FILTER_KEYWORD_TRUE;
      return TRUE;
    case CRM_FILTER_KEYWORD_TODAY:
      set_relative (value, 'd');
      return TRUE;
    case CRM_FILTER_KEYWORD_NOW:
      set_relative (value, 'h');
      return TRUE;
    default:
      return FALSE;
    }
}

/* Finds out what the WORD @token is. */
static gboolean
take_word (CrmFilterValue *value, const CrmFilterToken *token, const char **out_problem)
{
  const char *text = token->text;

  if (take_keyword (value, token->keyword))
    return TRUE;

  if (take_number (value, text, out_problem))
    return TRUE;
  if (*out_problem == not_of_this_kind && take_relative (value, text, out_problem))
    return TRUE;
  if (*out_problem == not_of_this_kind && take_date (value, text, out_problem))
    return TRUE;

  if (*out_problem == not_of_this_kind)
    *out_problem = token->keyword == CRM_FILTER_KEYWORD_NONE
                       ? "expected a value: text stands in quotes"
                       : "expected a value";
  return FALSE;
}

/* Makes the value that @token stands for. Returns %NULL and sets @out_problem, a static text, when
 * it stands for none. */
CrmFilterValue *
_crm_filter_value_new (const CrmFilterToken *token, const char **out_problem)
{
  g_autoptr (CrmFilterValue) value = g_new0 (CrmFilterValue, 1);

  value->start = token->start;
  value->end = token->end;

  if (token->kind == CRM_FILTER_TOKEN_STRING)
    {
      value->kind = CRM_FILTER_VALUE_TEXT;
      value->text = g_strdup (token->text);
      return g_steal_pointer (&value);
    }
  if (token->kind != CRM_FILTER_TOKEN_WORD)
    {
      *out_problem = "expected a value";
      return NULL;
    }

  return take_word (value, token, out_problem) ? g_steal_pointer (&value) : NULL;
}

void
_crm_filter_value_free (CrmFilterValue *value)
{
  g_free (value->text);
  g_free (value);
}

/* crm-filter-compare.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What it means to compare a field of each type with a value of the filter language. */
#define G_LOG_DOMAIN "crm-filter-compare"
#include "config.h"

#include "crm-filter-sql-private.h"

#include "model/crm-date.h"
#include "model/crm-id.h"
#include "model/crm-text.h"

#define FIRST_SECOND G_GINT64_CONSTANT (-62135596800) /* the year 1 */
#define LAST_SECOND G_GINT64_CONSTANT (253402300799)  /* the end of the year 9999 */

/* When something is: a moment, or a whole day where the user is. */
typedef struct
{
  gboolean whole_day;
  int day;     /* days since 1970-01-01, by the user's calendar */
  gint64 usec; /* UTC */
} Moment;

static gint64
relative_usec (CrmFilterCompiler *self, const CrmFilterValue *value)
{
  gint64 now_usec = crm_reader_get_now_usec (self->reader);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_usec / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now = utc != NULL ? g_date_time_to_timezone (utc, self->zone) : NULL;
  g_autoptr (GDateTime) then = NULL;

  if (now == NULL)
    return now_usec;
  switch (value->unit)
    {
    case 'h':
      then = g_date_time_add_hours (now, value->amount);
      break;
    case 'w':
      then = g_date_time_add_weeks (now, value->amount);
      break;
    case 'm':
      then = g_date_time_add_months (now, value->amount);
      break;
    case 'y':
      then = g_date_time_add_years (now, value->amount);
      break;
    case 'd':
    default:
      then = g_date_time_add_days (now, value->amount);
      break;
    }
  if (then == NULL) /* beyond the calendar */
    return (value->amount < 0 ? FIRST_SECOND : LAST_SECOND) * G_USEC_PER_SEC;
  return g_date_time_to_unix (then) * G_USEC_PER_SEC;
}

static gboolean
read_moment (CrmFilterCompiler *self, const CrmFilterValue *value, Moment *out, GError **error)
{
  switch (value->kind)
    {
    case CRM_FILTER_VALUE_RELATIVE:
      out->whole_day = value->unit != 'h';
      out->usec = relative_usec (self, value);
      break;
    case CRM_FILTER_VALUE_DATE:
      out->whole_day = TRUE;
      if (!crm_date_day_parse (value->text, &out->day, error))
        return FALSE;
      out->usec = crm_date_day_to_usec (out->day, self->zone);
      return TRUE;
    case CRM_FILTER_VALUE_TIME:
      out->whole_day = FALSE;
      if (!crm_date_parse_iso (value->text, &out->usec, error))
        return FALSE;
      break;
    default:
      return _crm_filter_complain (self, value->start, value->end, error, "a date is wanted here");
    }
  out->day = crm_date_day_from_usec (out->usec, self->zone);
  return TRUE;
}

static const char *
operator_sql (CrmFilterOp op)
{
  static const char *const operators[] = { "=", "<>", "<", "<=", ">", ">=" };

  return operators[op];
}

static gboolean
compare_day (CrmFilterCompiler *self,
             const CrmFilterColumn *column,
             CrmFilterOp op,
             const CrmFilterValue *value,
             GError **error)
{
  Moment moment;

  if (!read_moment (self, value, &moment, error))
    return FALSE;
  g_string_append_printf (self->sql, "%s %s ", column->expression, operator_sql (op));
  _crm_filter_push (self, crm_value_int (moment.day));
  return TRUE;
}

/* A day against a moment: `= 2026-03-01` is anywhere in the user's day, which is not always of 24
 * hours; `> 2026-03-01` is after its end. */
static gboolean
compare_time (CrmFilterCompiler *self,
              const CrmFilterColumn *column,
              CrmFilterOp op,
              const CrmFilterValue *value,
              GError **error)
{
  Moment moment;
  gint64 last_usec;

  if (!read_moment (self, value, &moment, error))
    return FALSE;
  /* `today` is the day; `< -14d` means fourteen days to the minute. */
  if (value->kind == CRM_FILTER_VALUE_RELATIVE && value->amount != 0 && op != CRM_FILTER_EQ
      && op != CRM_FILTER_NE)
    moment.whole_day = FALSE;
  last_usec = moment.usec;
  if (moment.whole_day)
    {
      moment.usec = crm_date_day_to_usec (moment.day, self->zone);
      last_usec = crm_date_day_to_usec (moment.day + 1, self->zone) - 1;
    }
  if (moment.whole_day && (op == CRM_FILTER_EQ || op == CRM_FILTER_NE))
    {
      g_string_append_printf (self->sql, "%s %sBETWEEN ", column->expression,
                              op == CRM_FILTER_NE ? "NOT " : "");
      _crm_filter_push (self, crm_value_int (moment.usec));
      g_string_append (self->sql, " AND ");
      _crm_filter_push (self, crm_value_int (last_usec));
      return TRUE;
    }
  if (op == CRM_FILTER_GT || op == CRM_FILTER_LE)
    moment.usec = last_usec;
  g_string_append_printf (self->sql, "%s %s ", column->expression, operator_sql (op));
  _crm_filter_push (self, crm_value_int (moment.usec));
  return TRUE;
}

/* Amounts are written in major units; how many minor ones those are depends on each row's currency.
 */
static gboolean
compare_money (CrmFilterCompiler *self,
               const CrmFilterColumn *column,
               CrmFilterOp op,
               const CrmFilterValue *value,
               GError **error)
{
  g_autofree char *currency = NULL;

  if (value->kind != CRM_FILTER_VALUE_NUMBER)
    return _crm_filter_complain (self, value->start, value->end, error, "an amount is wanted here");
  currency = _crm_filter_sibling (column, column->field->reference);
  g_string_append_printf (self->sql, "%s %s round (crm_minor_units (%s) * ", column->expression,
                          operator_sql (op), currency);
  _crm_filter_push (self, crm_value_real (value->number));
  g_string_append_c (self->sql, ')');
  return TRUE;
}

/* Whole numbers stay whole: a hash has more digits than a double holds. */
static void
append_number (CrmFilterCompiler *self, const CrmFilterValue *value)
{
  gint64 whole;

  if (value->text != NULL
      && g_ascii_string_to_signed (value->text, 10, G_MININT64, G_MAXINT64, &whole, NULL))
    _crm_filter_push (self, crm_value_int (whole));
  else
    _crm_filter_push (self, crm_value_real (value->number));
}

static gboolean
compare_number (CrmFilterCompiler *self,
                const CrmFilterColumn *column,
                CrmFilterOp op,
                const CrmFilterValue *value,
                GError **error)
{
  if (value->kind != CRM_FILTER_VALUE_NUMBER && value->kind != CRM_FILTER_VALUE_BOOL)
    return _crm_filter_complain (self, value->start, value->end, error, "a number is wanted here");
  /* Unknown flags count as not set. */
  g_string_append_printf (self->sql,
                          column->type == CRM_FIELD_BOOL ? "coalesce (%s, 0) %s " : "%s %s ",
                          column->expression, operator_sql (op));
  append_number (self, value);
  return TRUE;
}

/* Stored exactly, compared as nearly as a double holds it. */
static gboolean
compare_decimal (CrmFilterCompiler *self,
                 const CrmFilterColumn *column,
                 CrmFilterOp op,
                 const CrmFilterValue *value,
                 GError **error)
{
  if (value->kind != CRM_FILTER_VALUE_NUMBER)
    return _crm_filter_complain (self, value->start, value->end, error, "a number is wanted here");
  g_string_append_printf (self->sql, "CAST (%s AS REAL) %s ", column->expression,
                          operator_sql (op));
  _crm_filter_push (self, crm_value_real (value->number));
  return TRUE;
}

static gboolean
is_same_text (const char *text, const char *other)
{
  g_autofree char *folded = crm_fold (text);
  g_autofree char *folded_other = crm_fold (other);

  return g_str_equal (folded, folded_other);
}

/* What is stored for what people read: of a choice of their own they may never have seen it. */
static const char *
find_choice (const CrmField *field /* (nullable) */, const char *text)
{
  const CrmChoice *found = NULL;

  if (field == NULL || field->type != CRM_FIELD_CHOICE)
    return text;
  for (const CrmChoice *choice = field->choices; choice != NULL && choice->value != NULL; choice++)
    {
      if (is_same_text (choice->value, text))
        return text;
      if (found == NULL && is_same_text (choice->label, text))
        found = choice;
    }
  return found != NULL ? found->value : text;
}

static gboolean
compare_text (CrmFilterCompiler *self,
              const CrmFilterColumn *column,
              CrmFilterOp op,
              const CrmFilterValue *value,
              GError **error)
{
  const char *text
      = value->kind == CRM_FILTER_VALUE_ME ? crm_reader_get_actor (self->reader) : value->text;
  g_autofree char *folded = NULL;

  if (text == NULL)
    return _crm_filter_complain (self, value->start, value->end, error, "a text is wanted here");
  folded = crm_fold (find_choice (column->field, text));
  g_string_append_printf (self->sql, "crm_fold (%s) %s ", column->expression, operator_sql (op));
  _crm_filter_push (self, crm_value_text (folded));
  return TRUE;
}

/* References compare by id, or by what the record shows: stage = "Proposal". */
static gboolean
compare_reference (CrmFilterCompiler *self,
                   const CrmFilterColumn *column,
                   CrmFilterOp op,
                   const CrmFilterValue *value,
                   GError **error)
{
  const CrmEntity *target = column->target;
  g_autofree char *shown = NULL;
  CrmFilterColumn title = { 0 };

  if (value->kind == CRM_FILTER_VALUE_ME || (value->text != NULL && crm_id_is_valid (value->text)))
    {
      g_string_append_printf (self->sql, "%s %s ", column->expression, operator_sql (op));
      _crm_filter_push (self, crm_value_text (value->kind == CRM_FILTER_VALUE_ME
                                                  ? crm_reader_get_actor (self->reader)
                                                  : value->text));
      return TRUE;
    }
  shown = g_strdup_printf ("(SELECT \"%s\" FROM \"%s\" WHERE id = %s)", target->title_field,
                           target->name, column->expression);
  title.expression = shown;
  return compare_text (self, &title, op, value, error);
}

void
_crm_filter_contains (CrmFilterCompiler *self, const char *expression, const char *text)
{
  g_autofree char *folded = crm_fold (text);

  g_string_append_printf (self->sql, "crm_contains (%s, ", expression);
  _crm_filter_push (self, crm_value_text (folded));
  g_string_append_c (self->sql, ')');
}

static gboolean
compile_contains (CrmFilterCompiler *self,
                  const CrmFilterColumn *column,
                  const CrmFilterValue *value,
                  GError **error)
{
  g_autofree char *shown = NULL;

  if (value->text == NULL)
    return _crm_filter_complain (self, value->start, value->end, error, "a text is wanted here");
  if (column->type == CRM_FIELD_REF)
    {
      const CrmEntity *target = column->target;

      shown = g_strdup_printf ("(SELECT \"%s\" FROM \"%s\" WHERE id = %s)", target->title_field,
                               target->name, column->expression);
    }
  _crm_filter_contains (self, shown != NULL ? shown : column->expression, value->text);
  return TRUE;
}

/* Appends what compares @column with @value; `~` is an operator like the others. */
gboolean
_crm_filter_compare (CrmFilterCompiler *self,
                     const CrmFilterColumn *column,
                     CrmFilterOp op,
                     const CrmFilterValue *value,
                     GError **error)
{
  if (op == CRM_FILTER_CONTAINS)
    return compile_contains (self, column, value, error);
  switch (column->type)
    {
    case CRM_FIELD_DAY:
      return compare_day (self, column, op, value, error);
    case CRM_FIELD_TIME:
      return compare_time (self, column, op, value, error);
    case CRM_FIELD_MONEY:
      return compare_money (self, column, op, value, error);
    case CRM_FIELD_INT:
    case CRM_FIELD_BOOL:
    case CRM_FIELD_PERCENT:
    case CRM_FIELD_HASH:
      return compare_number (self, column, op, value, error);
    case CRM_FIELD_DECIMAL:
      return compare_decimal (self, column, op, value, error);
    case CRM_FIELD_REF:
      return compare_reference (self, column, op, value, error);
    case CRM_FIELD_TEXT:
    case CRM_FIELD_LONGTEXT:
    case CRM_FIELD_CURRENCY:
    case CRM_FIELD_CHOICE:
    case CRM_FIELD_ADDRESS:
    case CRM_FIELD_DOMAIN:
    default:
      return compare_text (self, column, op, value, error);
    }
}

/* crm-filter-sql.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Law 3: the one compiler from the filter language to SQL. Values are bound, names come from the
 * declarations; nothing of the user's text reaches the statement. */
#define G_LOG_DOMAIN "crm-filter-sql"
#include "config.h"

#include "crm-reader-private.h"

#include <math.h>
#include <string.h>

#include "model/crm-date.h"
#include "model/crm-id.h"
#include "model/crm-money.h"
#include "model/crm-text.h"

#define DAY_USEC (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
#define FIRST_SECOND G_GINT64_CONSTANT (-62135596800) /* the year 1 */
#define LAST_SECOND G_GINT64_CONSTANT (253402300799)  /* the end of the year 9999 */
/* Terms of a chain are put in groups, since SQLite limits the depth of what it parses. */
#define GROUP_TERMS 64
/* SQLite's parser before 3.46 keeps at most a hundred symbols that wait for their end. These are
 * what one level of each kind takes, and what is left for them. */
#define MAX_WAITING 76
#define CHAIN_WAITING 4
#define NOT_WAITING 5
#define STEP_WAITING 9
#define MAX_SQL_LENGTH 900000 /* SQLite takes a million bytes */

typedef struct
{
  const CrmEntity *entity;
  gint64 now_usec;
  const char *me;
  GString *sql;
  GArray *values;             /* (element-type CrmValue) */
  CrmFilterErrorPlace *place; /* (nullable) */
  guint waiting;              /* symbols of the levels that are open */
} Compiler;

/* A field as SQL: an expression, and the declaration that says how to compare it. */
typedef struct
{
  char *expression; /* (owned) */
  CrmFieldType type;
  const CrmField *field;   /* (nullable): NULL for system columns */
  const CrmEntity *entity; /* that declares @field */
  char *row;               /* (owned): expression of the row's id, to reach sibling fields */
} Column;

static void
clear_column (Column *column)
{
  g_free (column->expression);
  g_free (column->row);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Column, clear_column)

static gboolean
complain (Compiler *self, gsize start, gsize end, GError **error, const char *format, ...)
    G_GNUC_PRINTF (5, 6);

static gboolean
complain (Compiler *self, gsize start, gsize end, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  if (self->place != NULL)
    *self->place = (CrmFilterErrorPlace){ .start = start, .end = end, .column = (guint)start + 1 };
  g_set_error_literal (error, CRM_ERROR, CRM_ERROR_SYNTAX, message);
  return FALSE;
}

static void
push (Compiler *self, CrmValue value /* (transfer full) */)
{
  g_array_append_val (self->values, value);
  g_string_append_printf (self->sql, "?%u", self->values->len);
}

static gboolean
find_system_column (const char *name, CrmFieldType *out_type)
{
  *out_type = CRM_FIELD_TIME;
  if (g_str_equal (name, CRM_COLUMN_ID))
    *out_type = CRM_FIELD_TEXT;
  else if (!g_str_equal (name, CRM_COLUMN_CREATED_AT)
           && !g_str_equal (name, CRM_COLUMN_MODIFIED_AT))
    return FALSE;
  return TRUE;
}

/* `account.owner.name` walks references; each step is a scalar subselect, NULL where nothing is
 * set. */
static gboolean
resolve (Compiler *self, const CrmFilterNode *node, Column *out, GError **error)
{
  g_auto (GStrv) path = g_strsplit (node->field, ".", -1);
  const CrmEntity *entity = self->entity;
  g_autofree char *row = g_strdup ("t.id");
  g_autofree char *expression = NULL;

  if (self->waiting + STEP_WAITING * g_strv_length (path) > MAX_WAITING)
    return complain (self, node->start, node->end, error, "this is nested too deeply");
  for (guint i = 0; path[i] != NULL; i++)
    {
      const CrmField *field = crm_entity_find_field (entity, path[i]);
      gboolean last = path[i + 1] == NULL;
      CrmFieldType type = field != NULL ? field->type : CRM_FIELD_TEXT;

      if (field == NULL && !(last && find_system_column (path[i], &type)))
        return complain (self, node->start, node->end, error, "%s has no field “%s”", entity->name,
                         path[i]);
      g_free (expression);
      expression = i == 0 ? g_strdup_printf ("t.\"%s\"", path[i])
                          : g_strdup_printf ("(SELECT \"%s\" FROM \"%s\" WHERE id = %s)", path[i],
                                             entity->name, row);
      if (last)
        {
          *out = (Column){ .expression = g_steal_pointer (&expression),
                           .type = type,
                           .field = field,
                           .entity = entity,
                           .row = g_steal_pointer (&row) };
          return TRUE;
        }
      if (field->type != CRM_FIELD_REF)
        return complain (self, node->start, node->end, error, "%s.%s does not lead to a record",
                         entity->name, path[i]);
      g_free (row);
      row = g_strdup (expression);
      entity = crm_entity_find (field->reference);
    }
  return complain (self, node->start, node->end, error, "a field is missing");
}

static gint64
relative_usec (Compiler *self, const CrmFilterValue *value)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (self->now_usec / G_USEC_PER_SEC);
  g_autoptr (GDateTime) then = NULL;

  if (now == NULL)
    return self->now_usec;
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

/* A moment, and whether it stands for a whole day. */
static gboolean
value_to_usec (Compiler *self,
               const CrmFilterValue *value,
               gint64 *out_usec,
               gboolean *out_day,
               GError **error)
{
  int days;

  *out_day = FALSE;
  switch (value->kind)
    {
    case CRM_FILTER_VALUE_RELATIVE:
      *out_usec = relative_usec (self, value);
      *out_day = value->unit != 'h';
      return TRUE;
    case CRM_FILTER_VALUE_DATE:
      if (!crm_date_day_parse (value->text, &days, error))
        return FALSE;
      *out_usec = days * DAY_USEC;
      *out_day = TRUE;
      return TRUE;
    case CRM_FILTER_VALUE_TIME:
      return crm_date_parse_iso (value->text, out_usec, error);
    default:
      return complain (self, value->start, value->end, error, "a date is wanted here");
    }
}

static const char *
operator_sql (CrmFilterOp op)
{
  static const char *const operators[] = { "=", "<>", "<", "<=", ">", ">=" };

  return operators[op];
}

static gboolean
compare_day (Compiler *self,
             const Column *column,
             CrmFilterOp op,
             const CrmFilterValue *value,
             GError **error)
{
  gboolean whole_day;
  gint64 usec;

  if (!value_to_usec (self, value, &usec, &whole_day, error))
    return FALSE;
  g_string_append_printf (self->sql, "%s %s ", column->expression, operator_sql (op));
  push (self, crm_value_int (crm_date_day_from_usec (usec, NULL)));
  return TRUE;
}

/* A day against a moment: `= 2026-03-01` is anywhere in the day, `> 2026-03-01` after its end. */
static gboolean
compare_time (Compiler *self,
              const Column *column,
              CrmFilterOp op,
              const CrmFilterValue *value,
              GError **error)
{
  gboolean whole_day;
  gint64 usec;

  if (!value_to_usec (self, value, &usec, &whole_day, error))
    return FALSE;
  if (value->kind == CRM_FILTER_VALUE_RELATIVE && whole_day)
    {
      /* `today` is the day; `< -14d` means fourteen days to the minute. */
      whole_day = value->amount == 0 || op == CRM_FILTER_EQ || op == CRM_FILTER_NE;
      if (whole_day)
        usec = crm_date_day_to_usec (crm_date_day_from_usec (usec, NULL), NULL);
    }
  if (whole_day && (op == CRM_FILTER_EQ || op == CRM_FILTER_NE))
    {
      g_string_append_printf (self->sql, "%s %sBETWEEN ", column->expression,
                              op == CRM_FILTER_NE ? "NOT " : "");
      push (self, crm_value_int (usec));
      g_string_append (self->sql, " AND ");
      push (self, crm_value_int (usec + DAY_USEC - 1));
      return TRUE;
    }
  if (whole_day && (op == CRM_FILTER_GT || op == CRM_FILTER_LE))
    usec += DAY_USEC - 1;
  g_string_append_printf (self->sql, "%s %s ", column->expression, operator_sql (op));
  push (self, crm_value_int (usec));
  return TRUE;
}

/* Amounts are written in major units; how many minor ones those are depends on each row's currency.
 */
static gboolean
compare_money (Compiler *self,
               const Column *column,
               CrmFilterOp op,
               const CrmFilterValue *value,
               GError **error)
{
  if (value->kind != CRM_FILTER_VALUE_NUMBER)
    return complain (self, value->start, value->end, error, "an amount is wanted here");
  g_string_append_printf (
      self->sql, "%s %s round (crm_minor_units ((SELECT \"%s\" FROM \"%s\" WHERE id = %s)) * ",
      column->expression, operator_sql (op), column->field->reference, column->entity->name,
      column->row);
  push (self, crm_value_real (value->number));
  g_string_append_c (self->sql, ')');
  return TRUE;
}

/* Whole numbers stay whole: a hash has more digits than a double holds. */
static void
push_number (Compiler *self, const CrmFilterValue *value)
{
  gint64 whole;

  if (value->text != NULL
      && g_ascii_string_to_signed (value->text, 10, G_MININT64, G_MAXINT64, &whole, NULL))
    push (self, crm_value_int (whole));
  else
    push (self, crm_value_real (value->number));
}

static gboolean
compare_number (Compiler *self,
                const Column *column,
                CrmFilterOp op,
                const CrmFilterValue *value,
                GError **error)
{
  if (value->kind != CRM_FILTER_VALUE_NUMBER && value->kind != CRM_FILTER_VALUE_BOOL)
    return complain (self, value->start, value->end, error, "a number is wanted here");
  /* Unknown flags count as not set. */
  g_string_append_printf (self->sql,
                          column->type == CRM_FIELD_BOOL ? "coalesce (%s, 0) %s " : "%s %s ",
                          column->expression, operator_sql (op));
  push_number (self, value);
  return TRUE;
}

static gboolean
compare_text (Compiler *self,
              const Column *column,
              CrmFilterOp op,
              const CrmFilterValue *value,
              GError **error)
{
  const char *text = value->kind == CRM_FILTER_VALUE_ME ? self->me : value->text;
  g_autofree char *folded = NULL;

  if (text == NULL)
    return complain (self, value->start, value->end, error, "a text is wanted here");
  folded = crm_fold (text);
  g_string_append_printf (self->sql, "crm_fold (%s) %s ", column->expression, operator_sql (op));
  push (self, crm_value_text (folded));
  return TRUE;
}

/* References compare by id, or by what the record shows: stage = "Proposal". */
static gboolean
compare_reference (Compiler *self,
                   const Column *column,
                   CrmFilterOp op,
                   const CrmFilterValue *value,
                   GError **error)
{
  const CrmEntity *target = crm_entity_find (column->field->reference);
  g_autofree char *shown = NULL;
  Column title = { 0 };

  if (value->kind == CRM_FILTER_VALUE_ME || (value->text != NULL && crm_id_is_valid (value->text)))
    {
      g_string_append_printf (self->sql, "%s %s ", column->expression, operator_sql (op));
      push (self, crm_value_text (value->kind == CRM_FILTER_VALUE_ME ? self->me : value->text));
      return TRUE;
    }
  shown = g_strdup_printf ("(SELECT \"%s\" FROM \"%s\" WHERE id = %s)", target->title_field,
                           target->name, column->expression);
  title.expression = shown;
  return compare_text (self, &title, op, value, error);
}

static void
contains (Compiler *self, const char *expression, const char *text)
{
  g_autofree char *folded = crm_fold (text);

  g_string_append_printf (self->sql, "instr (crm_fold (%s), ", expression);
  push (self, crm_value_text (folded));
  g_string_append (self->sql, ") > 0");
}

static gboolean
compile_contains (Compiler *self, const Column *column, const CrmFilterValue *value, GError **error)
{
  g_autofree char *shown = NULL;

  if (value->text == NULL)
    return complain (self, value->start, value->end, error, "a text is wanted here");
  if (column->type == CRM_FIELD_REF)
    {
      const CrmEntity *target = crm_entity_find (column->field->reference);

      shown = g_strdup_printf ("(SELECT \"%s\" FROM \"%s\" WHERE id = %s)", target->title_field,
                               target->name, column->expression);
    }
  contains (self, shown != NULL ? shown : column->expression, value->text);
  return TRUE;
}

static gboolean
compile_value (Compiler *self,
               const Column *column,
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

/* Before each term of a chain; "))" ends it. */
static void
begin_term (Compiler *self, guint i, const char *operator)
{
  if (i == 0)
    g_string_append (self->sql, "((");
  else if (i % GROUP_TERMS == 0)
    g_string_append_printf (self->sql, ")%s(", operator);
  else
    g_string_append (self->sql, operator);
}

static gboolean
compile_leaf (Compiler *self, const CrmFilterNode *node, GError **error)
{
  g_auto (Column) column = { 0 };

  if (!resolve (self, node, &column, error))
    return FALSE;
  if (node->kind == CRM_FILTER_IS_NULL)
    {
      g_string_append_printf (self->sql, "%s IS NULL", column.expression);
      return TRUE;
    }
  for (guint i = 0; i < node->values->len; i++)
    {
      const CrmFilterValue *value = g_ptr_array_index (node->values, i);

      begin_term (self, i, " OR ");
      if (value->kind == CRM_FILTER_VALUE_NULL) /* in a list only */
        g_string_append_printf (self->sql, "%s IS NULL", column.expression);
      else if (!compile_value (self, &column,
                               node->kind == CRM_FILTER_IN ? CRM_FILTER_EQ : node->op, value,
                               error))
        return FALSE;
    }
  g_string_append (self->sql, "))");
  return TRUE;
}

static void
compile_word (Compiler *self, const char *word)
{
  gboolean first = TRUE;

  g_string_append_c (self->sql, '(');
  for (const CrmField *field = self->entity->fields; field->name != NULL; field++)
    {
      g_autofree char *expression = g_strdup_printf ("t.\"%s\"", field->name);

      if (!(field->flags & CRM_FIELD_SEARCHABLE))
        continue;
      g_string_append (self->sql, first ? "coalesce (" : " OR coalesce (");
      contains (self, expression, word);
      g_string_append (self->sql, ", 0)");
      first = FALSE;
    }
  g_string_append (self->sql, first ? "0)" : ")");
}

/* Every word in some searchable field, in any order. */
static gboolean
compile_words (Compiler *self, const CrmFilterNode *node, GError **error)
{
  const CrmFilterValue *value = g_ptr_array_index (node->values, 0);
  g_auto (GStrv) words = g_strsplit_set (value->text, " \t\n", -1);
  guint n = 0;

  if (self->waiting + STEP_WAITING > MAX_WAITING)
    return complain (self, node->start, node->end, error, "this is nested too deeply");

  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      {
        begin_term (self, n++, " AND ");
        compile_word (self, words[i]);
      }
  g_string_append (self->sql, n > 0 ? "))" : "1");
  return TRUE;
}

static gboolean compile_node (Compiler *self, const CrmFilterNode *node, GError **error);

static gboolean
compile_chain (Compiler *self, const CrmFilterNode *node, GError **error)
{
  self->waiting += CHAIN_WAITING;
  for (guint i = 0; i < node->children->len; i++)
    {
      begin_term (self, i, node->kind == CRM_FILTER_AND ? " AND " : " OR ");
      if (!compile_node (self, g_ptr_array_index (node->children, i), error))
        return FALSE;
    }
  self->waiting -= CHAIN_WAITING;
  g_string_append (self->sql, "))");
  return TRUE;
}

/* What is unknown does not match: NOT of unknown is made true, as people expect of "not". */
static gboolean
compile_not (Compiler *self, const CrmFilterNode *node, GError **error)
{
  gboolean negate = FALSE;

  for (; node->kind == CRM_FILTER_NOT; node = g_ptr_array_index (node->children, 0))
    negate = !negate;
  g_string_append (self->sql, negate ? "NOT coalesce (" : "coalesce (");
  self->waiting += NOT_WAITING;
  if (!compile_node (self, node, error))
    return FALSE;
  self->waiting -= NOT_WAITING;
  g_string_append (self->sql, ", 0)");
  return TRUE;
}

static gboolean
compile_node (Compiler *self, const CrmFilterNode *node, GError **error)
{
  switch (node->kind)
    {
    case CRM_FILTER_AND:
    case CRM_FILTER_OR:
      return compile_chain (self, node, error);
    case CRM_FILTER_NOT:
      return compile_not (self, node, error);
    case CRM_FILTER_WORDS:
      return compile_words (self, node, error);
    case CRM_FILTER_COMPARE:
    case CRM_FILTER_IN:
    case CRM_FILTER_IS_NULL:
    default:
      return compile_leaf (self, node, error);
    }
}

/* Appends a condition over the table alias `t` to @sql and its parameters to @values.
 * %CRM_ERROR_SYNTAX, with the place, when a field or value does not suit the entity. */
gboolean
_crm_filter_compile (const CrmFilterNode *node,
                     const CrmEntity *entity,
                     gint64 now_usec,
                     const char *me,
                     GString *sql,
                     GArray *values,
                     CrmFilterErrorPlace *out_place,
                     GError **error)
{
  Compiler self = { entity, now_usec, me, sql, values, out_place, 0 };

  if (!compile_node (&self, node, error))
    return FALSE;
  return sql->len <= MAX_SQL_LENGTH
         || complain (&self, node->start, node->end, error, "the filter is too long");
}

/* crm-filter-sql.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Law 3: the one compiler from the filter language to SQL. Values are bound, names come from the
 * declarations; nothing of the user's text reaches the statement. */
#define G_LOG_DOMAIN "crm-filter-sql"
#include "config.h"

#include "crm-filter-sql-private.h"

#include "model/crm-custom.h"

/* Terms of a chain are put in groups, since SQLite limits the depth of what it parses. */
#define GROUP_TERMS 64
#define WORDS_WAITING (2 * CRM_FILTER_STEP_WAITING)
#define MAX_SQL_LENGTH 900000 /* SQLite takes a million bytes */

gboolean
_crm_filter_complain (
    CrmFilterCompiler *self, gsize start, gsize end, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  if (self->place != NULL)
    *self->place = (CrmFilterErrorPlace){
      .start = start,
      .end = end,
      .column = 1
                + (guint)(self->source != NULL ? g_utf8_strlen (self->source, (gssize)start)
                                               : (glong)start),
    };
  g_set_error_literal (error, CRM_ERROR, CRM_ERROR_SYNTAX, message);
  return FALSE;
}

/* @value is (transfer full). */
void
_crm_filter_push (CrmFilterCompiler *self, CrmValue value)
{
  g_array_append_val (self->values, value);
  g_string_append_printf (self->sql, "?%u", self->values->len);
}

/* Before each term of a chain; "))" ends it. */
static void
begin_term (CrmFilterCompiler *self, guint i, const char *operator)
{
  if (i == 0)
    g_string_append (self->sql, "((");
  else if (i % GROUP_TERMS == 0)
    g_string_append_printf (self->sql, ")%s(", operator);
  else
    g_string_append (self->sql, operator);
}

static gboolean
compile_values (CrmFilterCompiler *self,
                const CrmFilterNode *node,
                const CrmFilterColumn *column,
                CrmFilterOp op,
                GError **error)
{
  for (guint i = 0; i < node->values->len; i++)
    {
      const CrmFilterValue *value = g_ptr_array_index (node->values, i);

      begin_term (self, i, " OR ");
      if (value->kind != CRM_FILTER_VALUE_NULL)
        {
          if (!_crm_filter_compare (self, column, op, value, error))
            return FALSE;
          continue;
        }
      /* In a list only. */
      if (column->many != NULL)
        return _crm_filter_complain (self, value->start, value->end, error,
                                     "say “is null”: there may be many here");
      g_string_append_printf (self->sql, "%s IS NULL", column->expression);
    }
  g_string_append (self->sql, "))");
  return TRUE;
}

/* Of many, one is enough; `!=` and `is null` say that there is none. */
static gboolean
compile_many (CrmFilterCompiler *self,
              const CrmFilterNode *node,
              const CrmFilterColumn *column,
              GError **error)
{
  CrmFilterOp op = node->kind == CRM_FILTER_IN ? CRM_FILTER_EQ : node->op;
  gboolean none = node->kind == CRM_FILTER_IS_NULL || op == CRM_FILTER_NE;

  g_string_append (self->sql, none ? "NOT " : "");
  g_string_append_len (self->sql, column->many->str, (gssize)column->many->len);
  if (node->kind == CRM_FILTER_IS_NULL)
    g_string_append_printf (self->sql, "%s IS NOT NULL", column->expression);
  else if (!compile_values (self, node, column, none ? CRM_FILTER_EQ : op, error))
    return FALSE;
  for (guint i = 0; i < column->n_many; i++)
    g_string_append_c (self->sql, ')');
  return TRUE;
}

/* (nullable): the field that leads to a stage, a pipeline or the like, of which there are few;
 * @out_field: what is said of it. Unknown flags and what may be unknown are left to the long way,
 * where a record without a stage counts too. */
static const CrmField *
find_step_to_few (CrmFilterCompiler *self, const CrmFilterNode *node, const CrmField **out_field)
{
  g_auto (GStrv) path = g_strsplit (node->field, ".", 3);
  const CrmField *step = path[0] != NULL ? crm_entity_find_field (self->entity, path[0]) : NULL;
  const CrmEntity *target
      = step != NULL && step->type == CRM_FIELD_REF ? crm_entity_find (step->reference) : NULL;

  if (target == NULL || !(target->flags & CRM_ENTITY_SEEDED) || path[1] == NULL || path[2] != NULL)
    return NULL;
  for (guint i = 0; node->values != NULL && i < node->values->len; i++)
    if (((const CrmFilterValue *)g_ptr_array_index (node->values, i))->kind
        == CRM_FILTER_VALUE_NULL)
      return NULL;
  *out_field = crm_entity_find_field (target, path[1]);
  return *out_field != NULL && (*out_field)->type != CRM_FIELD_BOOL ? step : NULL;
}

/* `stage.kind = "open"` asks each stage once, and not the stage of every deal. */
static gboolean
compile_of_few (CrmFilterCompiler *self,
                const CrmFilterNode *node,
                const CrmField *step,
                const CrmField *field,
                GError **error)
{
  g_auto (CrmFilterColumn) column = { .type = field->type, .field = field };
  gboolean done;

  column.alias = g_strdup_printf ("r%u", self->n_aliases++);
  column.expression = g_strdup_printf ("%s.\"%s\"", column.alias, field->name);
  column.row = g_strdup_printf ("%s.id", column.alias);
  column.entity = crm_entity_find (step->reference);
  column.target = field->type == CRM_FIELD_REF ? crm_entity_find (field->reference) : NULL;
  /* The plus keeps SQLite from going through deals stage by stage, and then sorting all of them. */
  g_string_append_printf (self->sql, "+t.\"%s\" IN (SELECT %s FROM \"%s\" AS %s WHERE ", step->name,
                          column.row, column.entity->name, column.alias);
  self->waiting += CRM_FILTER_MANY_WAITING;
  done = compile_values (self, node, &column,
                         node->kind == CRM_FILTER_IN ? CRM_FILTER_EQ : node->op, error);
  self->waiting -= CRM_FILTER_MANY_WAITING;
  g_string_append_c (self->sql, ')');
  return done;
}

static gboolean
compile_leaf (CrmFilterCompiler *self, const CrmFilterNode *node, GError **error)
{
  g_auto (CrmFilterColumn) column = { 0 };
  const CrmField *field = NULL;
  const CrmField *step
      = node->kind != CRM_FILTER_IS_NULL ? find_step_to_few (self, node, &field) : NULL;

  if (step != NULL && self->waiting + CRM_FILTER_MANY_WAITING <= CRM_FILTER_MAX_WAITING)
    return compile_of_few (self, node, step, field, error);
  if (!_crm_filter_resolve (self, node, &column, error))
    return FALSE;
  if (column.many != NULL)
    return compile_many (self, node, &column, error);
  if (node->kind == CRM_FILTER_IS_NULL)
    {
      g_string_append_printf (self->sql, "%s IS NULL", column.expression);
      return TRUE;
    }
  return compile_values (self, node, &column,
                         node->kind == CRM_FILTER_IN ? CRM_FILTER_EQ : node->op, error);
}

/* Where a word may stand: the searchable fields, also those that people defined. */
static gboolean
list_searchable (CrmFilterCompiler *self, GPtrArray *expressions, GError **error)
{
  const CrmEntity *custom = NULL;

  for (const CrmField *field = self->entity->fields; field->name != NULL; field++)
    if (field->flags & CRM_FIELD_SEARCHABLE)
      g_ptr_array_add (expressions, g_strdup_printf ("t.\"%s\"", field->name));
  if (!crm_custom_suits (self->entity))
    return TRUE;
  if (!crm_reader_get_custom (self->reader, self->entity->name, &custom, error))
    return FALSE;
  for (const CrmField *field = custom != NULL ? custom->fields : NULL;
       field != NULL && field->name != NULL; field++)
    if ((field->flags & CRM_FIELD_SEARCHABLE) && !(field->flags & CRM_FIELD_HIDDEN))
      g_ptr_array_add (expressions,
                       g_strdup_printf ("(SELECT \"%s\" FROM \"%s\" WHERE \"%s\" = t.id)",
                                        field->name, custom->name, self->entity->name));
  return TRUE;
}

static void
compile_word (CrmFilterCompiler *self, const GPtrArray *expressions, const char *word)
{
  g_string_append_c (self->sql, '(');
  for (guint i = 0; i < expressions->len; i++)
    {
      g_string_append (self->sql, i == 0 ? "coalesce (" : " OR coalesce (");
      _crm_filter_contains (self, g_ptr_array_index (expressions, i), word);
      g_string_append (self->sql, ", 0)");
    }
  g_string_append (self->sql, expressions->len == 0 ? "0)" : ")");
}

/* Every word in some searchable field, in any order. */
static gboolean
compile_words (CrmFilterCompiler *self, const CrmFilterNode *node, GError **error)
{
  const CrmFilterValue *value = g_ptr_array_index (node->values, 0);
  g_auto (GStrv) words = g_strsplit_set (value->text, " \t\n", -1);
  g_autoptr (GPtrArray) expressions = g_ptr_array_new_with_free_func (g_free);
  guint n = 0;

  if (self->waiting + WORDS_WAITING > CRM_FILTER_MAX_WAITING)
    return _crm_filter_complain (self, node->start, node->end, error, "this is nested too deeply");
  if (!list_searchable (self, expressions, error))
    return FALSE;

  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      {
        begin_term (self, n++, " AND ");
        compile_word (self, expressions, words[i]);
      }
  g_string_append (self->sql, n > 0 ? "))" : "1");
  return TRUE;
}

static gboolean compile_node (CrmFilterCompiler *self, const CrmFilterNode *node, GError **error);

static gboolean
compile_chain (CrmFilterCompiler *self, const CrmFilterNode *node, GError **error)
{
  self->waiting += CRM_FILTER_CHAIN_WAITING;
  for (guint i = 0; i < node->children->len; i++)
    {
      begin_term (self, i, node->kind == CRM_FILTER_AND ? " AND " : " OR ");
      if (!compile_node (self, g_ptr_array_index (node->children, i), error))
        return FALSE;
    }
  self->waiting -= CRM_FILTER_CHAIN_WAITING;
  g_string_append (self->sql, "))");
  return TRUE;
}

/* What is unknown does not match: NOT of unknown is made true, as people expect of "not". */
static gboolean
compile_not (CrmFilterCompiler *self, const CrmFilterNode *node, GError **error)
{
  gboolean negate = FALSE;

  for (; node->kind == CRM_FILTER_NOT; node = g_ptr_array_index (node->children, 0))
    negate = !negate;
  g_string_append (self->sql, negate ? "NOT coalesce (" : "coalesce (");
  self->waiting += CRM_FILTER_NOT_WAITING;
  if (!compile_node (self, node, error))
    return FALSE;
  self->waiting -= CRM_FILTER_NOT_WAITING;
  g_string_append (self->sql, ", 0)");
  return TRUE;
}

static gboolean
compile_node (CrmFilterCompiler *self, const CrmFilterNode *node, GError **error)
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
_crm_filter_compile (CrmReader *reader,
                     const CrmFilterNode *node,
                     const CrmEntity *entity,
                     GString *sql,
                     GArray *values,
                     CrmFilterErrorPlace *out_place,
                     GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  CrmFilterCompiler self = { .reader = reader,
                             .entity = entity,
                             .source = node->source,
                             .zone = zone,
                             .sql = sql,
                             .values = values,
                             .place = out_place };

  if (!compile_node (&self, node, error))
    return FALSE;
  return sql->len <= MAX_SQL_LENGTH
         || _crm_filter_complain (&self, node->start, node->end, error, "the filter is too long");
}

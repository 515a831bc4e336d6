/* crm-list-query.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A list of a hundred thousand is a vector of row numbers, sorted by SQLite; what is in sight is
 * read by them. A row number holds for as long as the state of the file that it was read in:
 * whoever keeps some reads them again when the store has changed, and finds rows that are gone as
 * missing. */
#define G_LOG_DOMAIN "crm-list-query"
#include "config.h"

#include "crm-list-query.h"

#include <glib/gi18n-lib.h>

#include "crm-filter-sql-private.h"
#include "crm-schema-private.h"
#include "model/crm-custom.h"
#include "model/crm-relation.h"

static const char position_field[] = "position";

/**
 * crm_list_column_free:
 * @self: (nullable): a column
 */
void
crm_list_column_free (CrmListColumn *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->label);
  g_free (self);
}

/* --- which columns there are
 * ----------------------------------------------------------------------- */

static CrmListColumn *
new_column (const char *path, const char *label, CrmFieldType type)
{
  CrmListColumn *column = g_new0 (CrmListColumn, 1);

  column->path = g_strdup (path);
  column->label = g_strdup (label);
  column->type = type;
  column->can_sort = TRUE;
  return column;
}

/* What no list shows: what computers say to one another. */
static gboolean
is_shown (const CrmField *field)
{
  return field->type != CRM_FIELD_HASH && !(field->flags & CRM_FIELD_HIDDEN);
}

static void
add_field (GPtrArray *columns, const CrmEntity *entity, const CrmField *field)
{
  gboolean is_custom = (entity->flags & CRM_ENTITY_CUSTOM) != 0;
  g_autofree char *path
      = g_strconcat (is_custom ? CRM_CUSTOM_PREFIX : "", crm_field_get_shown_name (field), NULL);
  CrmListColumn *column = new_column (path, field->label, field->type);

  column->field = field;
  column->entity = entity;
  g_ptr_array_add (columns, column);
}

/* Of what leads to many, what has a name that says something. */
static void
add_relations (GPtrArray *columns, const CrmEntity *entity)
{
  static const char *const shown[]
      = { "accounts", "people", "addresses", "phones", "domains", "tags", NULL };

  for (const CrmRelation *relation = crm_relation_list (); relation->entity != NULL; relation++)
    if (g_str_equal (relation->entity, entity->name) && g_strv_contains (shown, relation->name))
      {
        CrmListColumn *column = new_column (
            relation->name, crm_relation_get_target (relation)->label_plural, CRM_FIELD_TEXT);

        column->can_sort = FALSE;
        g_ptr_array_add (columns, column);
      }
}

/**
 * crm_list_load_columns:
 * @reader: a reader
 * @entity: which entity
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmListColumn): what a list of the entity
 *   can show, in the order declared, fields that people defined and system columns at the end;
 * %NULL on failure
 */
GPtrArray *
crm_list_load_columns (CrmReader *reader, const char *entity, GError **error)
{
  const CrmEntity *declared = crm_entity_find (entity);
  g_autoptr (GPtrArray) columns
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_list_column_free);
  const CrmEntity *custom = NULL;

  g_return_val_if_fail (declared != NULL, NULL);
  if (crm_custom_suits (declared) && !crm_reader_get_custom (reader, entity, &custom, error))
    return NULL;
  for (const CrmField *field = declared->fields; field->name != NULL; field++)
    if (is_shown (field))
      add_field (columns, declared, field);
  add_relations (columns, declared);
  /* The first field of the sibling leads back to the record. */
  for (guint i = 1; custom != NULL && custom->fields[i].name != NULL; i++)
    if (is_shown (&custom->fields[i]))
      add_field (columns, custom, &custom->fields[i]);
  /* TRANSLATORS: a column of a list: when the record was made */
  g_ptr_array_add (columns, new_column (CRM_COLUMN_CREATED_AT, N_ ("Created"), CRM_FIELD_TIME));
  /* TRANSLATORS: a column of a list: when the record was last changed */
  g_ptr_array_add (columns, new_column (CRM_COLUMN_MODIFIED_AT, N_ ("Changed"), CRM_FIELD_TIME));
  return g_steal_pointer (&columns);
}

static CrmListColumn * /* (transfer none) (nullable) */
find_column (GPtrArray *columns, const char *path)
{
  for (guint i = 0; i < columns->len; i++)
    {
      CrmListColumn *column = g_ptr_array_index (columns, i);

      if (g_str_equal (column->path, path))
        return column;
    }
  return NULL;
}

static CrmListColumn *
copy_column (const CrmListColumn *column)
{
  CrmListColumn *copy = g_memdup2 (column, sizeof *column);

  copy->path = g_strdup (column->path);
  copy->label = g_strdup (column->label);
  return copy;
}

/**
 * crm_list_find_columns:
 * @reader: a reader
 * @entity: which entity
 * @paths: (array zero-terminated=1): what to show, in this order
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmListColumn): those of
 *   crm_list_load_columns() that are named; what is there no more, as a field that somebody
 *   deleted, is left out. %NULL on failure
 */
GPtrArray *
crm_list_find_columns (CrmReader *reader,
                       const char *entity,
                       const char *const *paths,
                       GError **error)
{
  g_autoptr (GPtrArray) all = crm_list_load_columns (reader, entity, error);
  g_autoptr (GPtrArray) found
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_list_column_free);

  if (all == NULL)
    return NULL;
  for (guint i = 0; paths[i] != NULL; i++)
    {
      const CrmListColumn *column = find_column (all, paths[i]);

      if (column != NULL && find_column (found, paths[i]) == NULL)
        g_ptr_array_add (found, copy_column (column));
    }
  return g_steal_pointer (&found);
}

/* --- from a column to SQL
 * ------------------------------------------------------------------------- */

/* (transfer full): what the record is called that @expression is the id of */
static char *
select_title (const CrmEntity *target, const char *expression)
{
  return g_strdup_printf ("(SELECT \"%s\" FROM \"%s\" WHERE id = %s)", target->title_field,
                          target->name, expression);
}

/* --- the order
 * ------------------------------------------------------------------------------------ */

typedef struct
{
  CrmReader *reader;
  const CrmEntity *entity;
  GString *sql;
  GArray *values; /* (element-type CrmValue) */
  gboolean descending;
  guint n_terms;
} Order;

/* Unknown comes last either way, which is what people expect, and what an index can do. */
static void
add_term (Order *order, const char *expression)
{
  g_string_append_printf (order->sql, "%s%s%s NULLS LAST", order->n_terms++ == 0 ? " " : ", ",
                          expression, order->descending ? " DESC" : "");
}

static void
add_folded (Order *order, const char *expression)
{
  g_autofree char *folded = g_strdup_printf ("crm_fold (%s)", expression);

  add_term (order, folded);
}

/* As declared, or as whoever defined the field put them. */
static void
add_choices (Order *order, const CrmField *field, const char *expression)
{
  GString *term = g_string_new (NULL);
  guint i = 0;

  g_string_append_printf (term, "CASE %s", expression);
  for (const CrmChoice *choice = field->choices; choice != NULL && choice->value != NULL; choice++)
    {
      CrmValue value = crm_value_text (choice->value);

      g_array_append_val (order->values, value);
      g_string_append_printf (term, " WHEN ?%u THEN %u", order->values->len, i++);
    }
  if (i > 0)
    {
      g_string_append (term, " END");
      add_term (order, term->str);
    }
  g_string_free (term, TRUE);
  add_term (order, expression);
}

/* Stages by pipeline and position, what else has a position by that, all others by their titles. */
static void
add_reference (Order *order, const CrmEntity *target, const char *expression)
{
  const CrmField *pipeline = crm_entity_find_field (target, "pipeline");
  g_autofree char *title = select_title (target, expression);

  if (pipeline != NULL && pipeline->type == CRM_FIELD_REF)
    {
      g_autofree char *outer = g_strdup_printf (
          "(SELECT p.position FROM \"%s\" AS s JOIN \"%s\" AS p ON p.id = s.pipeline"
          " WHERE s.id = %s)",
          target->name, pipeline->reference, expression);

      add_term (order, outer);
    }
  if (crm_entity_find_field (target, position_field) != NULL)
    {
      g_autofree char *inner = g_strdup_printf ("(SELECT \"%s\" FROM \"%s\" WHERE id = %s)",
                                                position_field, target->name, expression);

      add_term (order, inner);
    }
  add_folded (order, title);
}

/* Of several currencies the numbers are compared, not the worth. */
static void
add_money (Order *order, const CrmFilterColumn *column)
{
  g_autofree char *currency = _crm_filter_sibling (column, column->field->reference);
  g_autofree char *major
      = g_strdup_printf ("%s / crm_minor_units (%s)", column->expression, currency);

  add_term (order, major);
}

static void
add_column (Order *order, const CrmFilterColumn *column)
{
  g_autofree char *number = NULL;

  switch (column->type)
    {
    case CRM_FIELD_TEXT:
    case CRM_FIELD_LONGTEXT:
    case CRM_FIELD_ADDRESS:
    case CRM_FIELD_DOMAIN:
      add_folded (order, column->expression);
      break;
    case CRM_FIELD_DECIMAL:
      number = g_strdup_printf ("CAST (%s AS REAL)", column->expression);
      add_term (order, number);
      break;
    case CRM_FIELD_CHOICE:
      add_choices (order, column->field, column->expression);
      break;
    case CRM_FIELD_REF:
      add_reference (order, column->target, column->expression);
      break;
    case CRM_FIELD_MONEY:
      add_money (order, column);
      break;
    default:
      add_term (order, column->expression);
    }
}

/* What is of one day comes as the index of that day has it, so that nothing is sorted. */
static void
add_beside (Order *order, const CrmFilterColumn *column)
{
  if (column->type != CRM_FIELD_DAY || column->alias == NULL || column->entity != order->entity
      || !(column->field->flags & CRM_FIELD_INDEXED))
    return;
  for (const CrmField *field = order->entity->fields; field->name != NULL; field++)
    if (_crm_schema_is_beside_days (field))
      g_string_append_printf (order->sql, ", %s.\"%s\"%s", column->alias, field->name,
                              order->descending ? " DESC" : "");
}

static gboolean
append_order (Order *order, const char *path, GError **error)
{
  g_auto (CrmFilterColumn) column = { 0 };
  g_autoptr (GError) local_error = NULL;

  if (!_crm_filter_resolve_path (order->reader, order->entity, path, &column, &local_error)
      || column.many != NULL)
    {
      if (local_error != NULL && !g_error_matches (local_error, CRM_ERROR, CRM_ERROR_SYNTAX))
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "%s has no field “%s” to sort by",
                     order->entity->name, path);
      return FALSE;
    }
  g_string_append (order->sql, " ORDER BY");
  add_column (order, &column);
  add_beside (order, &column);
  /* An index has the row number at its end: so it can serve both ways. */
  g_string_append (order->sql, order->descending ? ", t.rowid DESC" : ", t.rowid");
  return TRUE;
}

/* --- reading
 * -------------------------------------------------------------------------------------- */

static CrmRows * /* (nullable) */
query_with (CrmReader *reader, const char *sql, GArray *values, GError **error)
{
  g_autoptr (CrmRows) rows = _crm_connection_query (reader->connection, error, sql, "");

  for (guint i = 0; rows != NULL && i < values->len; i++)
    if (!_crm_rows_bind_value (rows, (int)i + 1, &g_array_index (values, CrmValue, i), error))
      return NULL;
  return g_steal_pointer (&rows);
}

static void
append_limit (GString *sql, GArray *values, const CrmListQuery *query)
{
  CrmValue limit = crm_value_int (query->limit > 0 ? (gint64)query->limit : -1);
  CrmValue offset = crm_value_int (query->offset);

  g_array_append_val (values, limit);
  g_array_append_val (values, offset);
  g_string_append_printf (sql, " LIMIT ?%u OFFSET ?%u", values->len - 1, values->len);
}

/**
 * crm_list_load_keys:
 * @reader: a reader
 * @query: what to list; `order_by` may be the way to any field, as filters have it
 * @out_place: (out) (optional): where in the filter's text a mistake is, for %CRM_ERROR_SYNTAX
 * @error: (nullable): %CRM_ERROR_SYNTAX when the filter does not suit the entity,
 *   %CRM_ERROR_INVALID_VALUE for an unknown order, storage errors
 *
 * Returns: (transfer full) (nullable) (element-type gint64): keys of all records found, in their
 *   order; they mean something until the store is written; %NULL on failure
 */
GArray *
crm_list_load_keys (CrmReader *reader,
                    const CrmListQuery *query,
                    CrmFilterErrorPlace *out_place,
                    GError **error)
{
  const CrmEntity *entity = crm_entity_find (query->entity);
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (CrmValue));
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  Order order = { reader, entity, sql, values, query->descending, 0 };
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = NULL;

  g_return_val_if_fail (entity != NULL, NULL);
  g_array_set_clear_func (values, (GDestroyNotify)crm_value_clear);
  g_string_append_printf (sql, "SELECT t.rowid FROM \"%s\" AS t", entity->name);
  if (query->filter != NULL)
    {
      g_string_append (sql, " WHERE ");
      if (!_crm_filter_compile (reader, query->filter, entity, sql, values, out_place, error))
        return NULL;
    }
  if (!append_order (&order, query->order_by != NULL ? query->order_by : CRM_COLUMN_CREATED_AT,
                     error))
    return NULL;
  append_limit (sql, values, query);
  rows = query_with (reader, sql->str, values, error);
  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    {
      gint64 key = _crm_rows_int (rows, 0);

      g_array_append_val (keys, key);
    }
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&keys) : NULL;
}

/**
 * crm_list_count:
 * @reader: a reader
 * @entity: which entity
 * @out_n: (out): how many records of it there are
 * @error: (nullable): storage errors
 *
 * Returns: whether all is well
 */
gboolean
crm_list_count (CrmReader *reader, const char *entity, gint64 *out_n, GError **error)
{
  const CrmEntity *declared = crm_entity_find (entity);
  g_autofree char *sql = NULL;

  g_return_val_if_fail (declared != NULL, FALSE);
  sql = g_strdup_printf ("SELECT count(*) FROM \"%s\"", declared->name);
  return _crm_connection_get_int (reader->connection, out_n, error, sql, "");
}

/**
 * crm_list_load_ids:
 * @reader: a reader
 * @entity: which entity
 * @keys: (array length=n): keys, as crm_list_load_keys() gives them
 * @n: how many
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type utf8): ids of the records in the order of
 *   @keys, without those that are gone; %NULL on failure
 */
GPtrArray *
crm_list_load_ids (
    CrmReader *reader, const char *entity, const gint64 *keys, guint n, GError **error)
{
  const CrmEntity *declared = crm_entity_find (entity);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *sql = NULL;

  g_return_val_if_fail (declared != NULL, NULL);
  sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE rowid = ?1", declared->name);
  for (guint i = 0; i < n; i++)
    {
      GError *local_error = NULL;
      g_autoptr (CrmRows) rows
          = _crm_connection_query (reader->connection, error, sql, "i", keys[i]);

      if (rows == NULL)
        return NULL;
      if (_crm_rows_next (rows, &local_error))
        g_ptr_array_add (ids, g_strdup (_crm_rows_text (rows, 0)));
      if (!_crm_reader_ended (error, local_error))
        return NULL;
    }
  return g_steal_pointer (&ids);
}

/**
 * crm_list_load_records:
 * @reader: a reader
 * @entity: which entity
 * @keys: (array length=n): keys, as crm_list_load_keys() gives them
 * @n: how many
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): the records in the order of
 *   @keys with their custom fields, without those that are gone; %NULL on failure
 */
GPtrArray *
crm_list_load_records (
    CrmReader *reader, const char *entity, const gint64 *keys, guint n, GError **error)
{
  const CrmEntity *declared = crm_entity_find (entity);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  const char *sql;

  g_return_val_if_fail (declared != NULL, NULL);
  sql = _crm_reader_get_sql (reader, declared, "WHERE t.rowid = ?1");
  for (guint i = 0; i < n; i++)
    {
      GError *local_error = NULL;
      g_autoptr (CrmRows) rows
          = _crm_connection_query (reader->connection, error, sql, "i", keys[i]);

      if (rows == NULL)
        return NULL;
      if (_crm_rows_next (rows, &local_error))
        g_ptr_array_add (records, _crm_reader_row_to_record (declared, rows));
      if (!_crm_reader_ended (error, local_error))
        return NULL;
    }
  for (guint i = 0; i < records->len; i++)
    if (!crm_reader_load_custom (reader, g_ptr_array_index (records, i), error))
      return NULL;
  return g_steal_pointer (&records);
}

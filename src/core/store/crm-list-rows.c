/* crm-list-rows.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What is shown of the records in sight, many with one statement: their own fields with the first,
 * then one for each column of what many lead to. What references are called is looked up once for
 * all rows, since most deals share a few stages and owners. */
#define G_LOG_DOMAIN "crm-list-rows"
#include "config.h"

#include "crm-list-query.h"

#include <string.h>

#include "crm-filter-sql-private.h"
#include "model/crm-relation.h"
#include "model/crm-text.h"

/* Records a statement; always the same number, so that it is prepared once. */
#define AT_ONCE 64
#define FIRST_VALUE 2 /* after the key and the id */

/* A column, and where its values come from. */
typedef struct
{
  int value;                   /* result of the statement; below 0 where there is none */
  int currency;                /* the same */
  const CrmEntity *target;     /* (nullable): of a reference */
  const CrmRelation *relation; /* (nullable) */
  char *sql; /* (owned) (nullable): reads a title, or those of all that @relation leads to */
  GHashTable *titles; /* (owned) (nullable) (element-type utf8 CrmValue): of a reference, by id */
} Cell;

typedef struct
{
  CrmReader *reader;
  const CrmEntity *entity;
  GArray *cells; /* (owned) (element-type Cell) */
  GString *sql;  /* (owned) */
} Reading;

/**
 * crm_list_row_free:
 * @self: (nullable): a row
 */
void
crm_list_row_free (CrmListRow *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n; i++)
    {
      crm_value_clear (&self->values[i]);
      g_free (self->currencies[i]);
    }
  g_free (self); /* with both lists and the id */
}

static void
clear_cell (gpointer data)
{
  Cell *cell = data;

  g_free (cell->sql);
  g_clear_pointer (&cell->titles, g_hash_table_unref);
}

static void
free_value (gpointer data)
{
  crm_value_clear (data);
  g_free (data);
}

static void
clear_reading (Reading *self)
{
  g_array_unref (self->cells);
  g_string_free (self->sql, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, clear_reading)

/* --- the statements --- */

static void
append_places (GString *sql)
{
  for (guint i = 1; i <= AT_ONCE; i++)
    g_string_append_printf (sql, i == 1 ? "?%u" : ", ?%u", i);
  g_string_append_c (sql, ')');
}

/* (transfer full): record by record the ids and titles of all that @relation leads to */
static char *
select_titles (const CrmEntity *entity, const CrmRelation *relation)
{
  const CrmEntity *target = crm_relation_get_target (relation);
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "SELECT t.rowid, f.id, f.\"%s\" FROM \"%s\" AS t",
                          target->title_field, entity->name);
  /* CROSS JOIN is taken in this order. */
  if (relation->far_field == NULL)
    g_string_append_printf (sql, " CROSS JOIN \"%s\" AS f ON f.\"%s\" = t.id", target->name,
                            relation->near_field);
  else
    g_string_append_printf (
        sql, " CROSS JOIN \"%s\" AS m ON m.\"%s\" = t.id CROSS JOIN \"%s\" AS f ON f.id = m.\"%s\"",
        relation->through, relation->near_field, target->name, relation->far_field);
  g_string_append (sql, " WHERE t.rowid IN (");
  append_places (sql);
  return g_string_free (sql, FALSE);
}

static gboolean
add_cell (Reading *self, const CrmListColumn *column, int *n_results, GError **error)
{
  Cell cell = { .value = -1, .currency = -1 };
  g_auto (CrmFilterColumn) resolved = { 0 };

  cell.relation = crm_relation_find (self->entity, column->path);
  if (cell.relation != NULL)
    {
      cell.sql = select_titles (self->entity, cell.relation);
      g_array_append_val (self->cells, cell);
      return TRUE;
    }
  if (!_crm_filter_resolve_path (self->reader, self->entity, column->path, &resolved, error))
    return FALSE;
  g_string_append_printf (self->sql, ", %s", resolved.expression);
  cell.value = (*n_results)++;
  if (resolved.type == CRM_FIELD_MONEY)
    {
      g_autofree char *currency = _crm_filter_sibling (&resolved, resolved.field->reference);

      g_string_append_printf (self->sql, ", %s", currency);
      cell.currency = (*n_results)++;
    }
  cell.target = resolved.type == CRM_FIELD_REF ? resolved.target : NULL;
  if (cell.target != NULL)
    {
      cell.sql = g_strdup_printf ("SELECT \"%s\" FROM \"%s\" WHERE id = ?1",
                                  cell.target->title_field, cell.target->name);
      cell.titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_value);
    }
  g_array_append_val (self->cells, cell);
  return TRUE;
}

static gboolean
prepare_reading (Reading *self, GPtrArray *columns, GError **error)
{
  int n_results = FIRST_VALUE;

  g_array_set_clear_func (self->cells, clear_cell);
  for (guint i = 0; i < columns->len; i++)
    if (!add_cell (self, g_ptr_array_index (columns, i), &n_results, error))
      return FALSE;
  g_string_append_printf (self->sql, " FROM \"%s\" AS t WHERE t.rowid IN (", self->entity->name);
  append_places (self->sql);
  return TRUE;
}

/* --- the rows --- */

/* (transfer none) (nullable): what the record is called that a reference leads to */
static const CrmValue *
find_title (Reading *self, Cell *cell, const char *id, GError **error)
{
  CrmValue *title = g_hash_table_lookup (cell->titles, id);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = NULL;

  if (title != NULL)
    return title;
  rows = _crm_connection_query (self->reader->connection, error, cell->sql, "s", id);
  if (rows == NULL)
    return NULL;
  title = g_new0 (CrmValue, 1);
  if (_crm_rows_next (rows, &local_error))
    *title = _crm_rows_value (rows, 0);
  g_hash_table_insert (cell->titles, g_strdup (id), title);
  return _crm_reader_ended (error, local_error) ? title : NULL;
}

static gboolean
read_reference (Reading *self, Cell *cell, CrmRows *rows, CrmValue *out, GError **error)
{
  const char *id = _crm_rows_text (rows, cell->value);
  const CrmValue *title = id != NULL ? find_title (self, cell, id, error) : NULL;

  if (title != NULL)
    *out = crm_value_copy (title);
  return id == NULL || title != NULL;
}

/* A row, its lists and its id in one piece: of a thousand rows, that is three thousand pieces
 * less. */
typedef struct
{
  CrmListRow row; /* (first) */
  CrmValue values[];
} RowWithValues;

/* (transfer full) */
static CrmListRow *
new_row (gint64 key, const char *id, guint n)
{
  gsize id_size = strlen (id) + 1;
  RowWithValues *self
      = g_malloc0 (sizeof (RowWithValues) + n * (sizeof (CrmValue) + sizeof (char *)) + id_size);

  self->row.key = key;
  self->row.n = n;
  self->row.values = self->values;
  self->row.currencies = (char **)(gpointer)(self->values + n);
  self->row.id = memcpy (self->row.currencies + n, id, id_size);
  return &self->row;
}

/* (transfer full) (nullable) */
static CrmListRow *
read_row (Reading *self, CrmRows *rows, GError **error)
{
  g_autoptr (CrmListRow) row
      = new_row (_crm_rows_int (rows, 0), _crm_rows_text (rows, 1), self->cells->len);

  for (guint i = 0; i < row->n; i++)
    {
      Cell *cell = &g_array_index (self->cells, Cell, i);

      if (cell->currency >= 0)
        row->currencies[i] = g_strdup (_crm_rows_text (rows, cell->currency));
      if (cell->target == NULL && cell->value >= 0)
        row->values[i] = _crm_rows_value (rows, cell->value);
      else if (cell->target != NULL && !read_reference (self, cell, rows, &row->values[i], error))
        return NULL;
    }
  return g_steal_pointer (&row);
}

/* (nullable): where the record of @key stands among those that are read now */
static CrmListRow **
find_place (const gint64 *keys, CrmListRow **rows, guint n, gint64 key)
{
  for (guint i = 0; i < n; i++)
    if (keys[i] == key)
      return &rows[i];
  return NULL;
}

/* (nullable) */
static CrmRows *
query_keys (Reading *self, const char *sql, const gint64 *keys, guint n, GError **error)
{
  g_autoptr (CrmRows) rows = _crm_connection_query (self->reader->connection, error, sql, "");

  for (guint i = 0; rows != NULL && i < AT_ONCE; i++)
    {
      CrmValue key = crm_value_int (keys[MIN (i, n - 1)]); /* said twice it is found once */

      if (!_crm_rows_bind_value (rows, (int)i + 1, &key, error))
        return NULL;
    }
  return g_steal_pointer (&rows);
}

/* --- what many lead to --- */

typedef struct
{
  char *id;     /* (owned) */
  char *title;  /* (owned) */
  char *folded; /* (owned) (nullable): made when there are several */
} Title;

static void
clear_title (gpointer data)
{
  Title *title = data;

  g_free (title->id);
  g_free (title->title);
  g_free (title->folded);
}

static int
compare_titles (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (((const Title *)a)->folded, ((const Title *)b)->folded);
}

static void
add_title (GArray *titles, CrmRows *rows)
{
  Title title = { .title = g_strdup (_crm_rows_text (rows, 2)) };
  const char *id = _crm_rows_text (rows, 1);

  /* Somebody may have been there twice, from one day until another. */
  for (guint i = 0; title.title != NULL && i < titles->len; i++)
    if (g_strcmp0 (g_array_index (titles, Title, i).id, id) == 0)
      g_clear_pointer (&title.title, g_free);
  if (title.title == NULL)
    return;
  title.id = g_strdup (id);
  g_array_append_val (titles, title);
}

/* All in one text, in the order of the alphabet; @titles are empty after it. */
static void
join_titles (GArray *titles, CrmValue *out)
{
  GString *text;

  if (titles->len == 0)
    return;
  for (guint i = 0; titles->len > 1 && i < titles->len; i++)
    g_array_index (titles, Title, i).folded = crm_fold (g_array_index (titles, Title, i).title);
  if (titles->len > 1)
    g_array_sort (titles, compare_titles);
  text = g_string_new (g_array_index (titles, Title, 0).title);
  for (guint i = 1; i < titles->len; i++)
    g_string_append_printf (text, ", %s", g_array_index (titles, Title, i).title);
  *out = (CrmValue){ .kind = CRM_VALUE_TEXT, .text = g_string_free (text, FALSE) };
  g_array_set_size (titles, 0);
}

static gboolean
read_related (
    Reading *self, guint at, const gint64 *keys, CrmListRow **found, guint n, GError **error)
{
  const Cell *cell = &g_array_index (self->cells, Cell, at);
  g_autoptr (CrmRows) rows = query_keys (self, cell->sql, keys, n, error);
  g_autoptr (GArray) titles = g_array_new (FALSE, FALSE, sizeof (Title));
  CrmListRow *row = NULL;
  GError *local_error = NULL;

  g_array_set_clear_func (titles, clear_title);
  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      gint64 key = _crm_rows_int (rows, 0);

      if (row == NULL || row->key != key)
        {
          CrmListRow **place = find_place (keys, found, n, key);

          if (row != NULL)
            join_titles (titles, &row->values[at]);
          row = place != NULL ? *place : NULL;
        }
      if (row != NULL)
        add_title (titles, rows);
    }
  if (row != NULL)
    join_titles (titles, &row->values[at]);
  return _crm_reader_ended (error, local_error);
}

static gboolean
read_some (Reading *self, const gint64 *keys, CrmListRow **found, guint n, GError **error)
{
  g_autoptr (CrmRows) rows = query_keys (self, self->sql->str, keys, n, error);
  GError *local_error = NULL;

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      CrmListRow *row = read_row (self, rows, error);

      if (row == NULL)
        return FALSE;
      *find_place (keys, found, n, row->key) = row;
    }
  if (!_crm_reader_ended (error, local_error))
    return FALSE;
  for (guint i = 0; i < self->cells->len; i++)
    if (g_array_index (self->cells, Cell, i).relation != NULL
        && !read_related (self, i, keys, found, n, error))
      return FALSE;
  return TRUE;
}

/**
 * crm_list_load_rows:
 * @reader: a reader
 * @entity: which entity
 * @columns: (element-type CrmListColumn): what to read of each
 * @keys: (array length=n): keys, as crm_list_load_keys() gives them, each once
 * @n: how many
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmListRow): the rows in the order of
 *   @keys, without those that are gone; %NULL on failure
 */
GPtrArray *
crm_list_load_rows (CrmReader *reader,
                    const char *entity,
                    GPtrArray *columns,
                    const gint64 *keys,
                    guint n,
                    GError **error)
{
  const CrmEntity *declared = crm_entity_find (entity);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_list_row_free);
  g_auto (Reading) reading = { reader, declared, g_array_new (FALSE, FALSE, sizeof (Cell)),
                               g_string_new ("SELECT t.rowid, t.id") };

  g_return_val_if_fail (declared != NULL, NULL);
  if (!prepare_reading (&reading, columns, error))
    return NULL;
  for (guint first = 0; first < n; first += AT_ONCE)
    {
      CrmListRow *found[AT_ONCE] = { NULL };
      guint n_now = MIN (n - first, AT_ONCE);
      gboolean read = read_some (&reading, keys + first, found, n_now, error);

      for (guint i = 0; i < n_now; i++)
        if (found[i] != NULL)
          g_ptr_array_add (rows, found[i]);
      if (!read)
        return NULL;
    }
  return g_steal_pointer (&rows);
}

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
  /* The first column of what many lead to is joined to the statement of the records themselves;
   * another one beside it would give each with each. */
  Cell *joined; /* (nullable) */
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

/* (transfer full): by the ids of records, which are known by then, the keys and titles of all that
 * @relation leads to */
static char *
select_titles (const CrmRelation *relation)
{
  const CrmEntity *target = crm_relation_get_target (relation);
  GString *sql = g_string_new (NULL);

  if (relation->far_field == NULL)
    g_string_append_printf (
        sql, "SELECT f.\"%s\", f.rowid, f.\"%s\" FROM \"%s\" AS f WHERE f.\"%s\" IN (",
        relation->near_field, target->title_field, target->name, relation->near_field);
  else /* CROSS JOIN is taken in this order. */
    g_string_append_printf (sql,
                            "SELECT m.\"%s\", f.rowid, f.\"%s\" FROM \"%s\" AS m"
                            " CROSS JOIN \"%s\" AS f ON f.id = m.\"%s\" WHERE m.\"%s\" IN (",
                            relation->near_field, target->title_field, relation->through,
                            target->name, relation->far_field, relation->near_field);
  append_places (sql);
  return g_string_free (sql, FALSE);
}

/* Continues the statement of the records with the keys and titles of what @relation leads to. */
static void
join_related (GString *sql, const CrmRelation *relation)
{
  const CrmEntity *target = crm_relation_get_target (relation);

  if (relation->far_field == NULL)
    g_string_append_printf (sql, " LEFT JOIN \"%s\" AS f ON f.\"%s\" = t.id", target->name,
                            relation->near_field);
  else
    g_string_append_printf (sql,
                            " LEFT JOIN \"%s\" AS m ON m.\"%s\" = t.id"
                            " LEFT JOIN \"%s\" AS f ON f.id = m.\"%s\"",
                            relation->through, relation->near_field, target->name,
                            relation->far_field);
}

static gboolean
add_cell (Reading *self, const CrmListColumn *column, int *n_results, GError **error)
{
  Cell cell = { .value = -1, .currency = -1 };
  g_auto (CrmFilterColumn) resolved = { 0 };

  cell.relation = crm_relation_find (self->entity, column->path);
  if (cell.relation != NULL)
    {
      cell.sql = select_titles (cell.relation);
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
  const char *title;

  g_array_set_clear_func (self->cells, clear_cell);
  for (guint i = 0; i < columns->len; i++)
    if (!add_cell (self, g_ptr_array_index (columns, i), &n_results, error))
      return FALSE;
  for (guint i = 0; self->joined == NULL && i < self->cells->len; i++)
    if (g_array_index (self->cells, Cell, i).relation != NULL)
      self->joined = &g_array_index (self->cells, Cell, i);
  if (self->joined != NULL)
    {
      title = crm_relation_get_target (self->joined->relation)->title_field;
      g_string_append_printf (self->sql, ", f.rowid, f.\"%s\"", title);
      self->joined->value = n_results;
    }
  g_string_append_printf (self->sql, " FROM \"%s\" AS t", self->entity->name);
  if (self->joined != NULL)
    join_related (self->sql, self->joined->relation);
  g_string_append (self->sql, " WHERE t.rowid IN (");
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
      if (cell->target == NULL && cell->value >= 0 && cell->relation == NULL)
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
  gint64 key;
  char *title;  /* (owned) */
  char *folded; /* (owned) (nullable): made when there are several */
} Title;

static void
clear_title (gpointer data)
{
  Title *title = data;

  g_free (title->title);
  g_free (title->folded);
}

static int
compare_titles (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (((const Title *)a)->folded, ((const Title *)b)->folded);
}

static void
add_title (GArray *titles, CrmRows *rows, int value)
{
  Title title = { .key = _crm_rows_int (rows, value) };
  const char *text = _crm_rows_text (rows, value + 1);

  /* Somebody may have been there twice, from one day until another. */
  for (guint i = 0; text != NULL && i < titles->len; i++)
    if (g_array_index (titles, Title, i).key == title.key)
      text = NULL;
  if (text == NULL)
    return;
  title.title = g_strdup (text);
  g_array_append_val (titles, title);
}

/* All in one text, in the order of the alphabet; @titles are empty after it. */
static void
join_titles (GArray *titles, CrmValue *out)
{
  GString *text;

  if (titles->len == 1)
    *out = (CrmValue){ .kind = CRM_VALUE_TEXT,
                       .text = g_steal_pointer (&g_array_index (titles, Title, 0).title) };
  if (titles->len > 1)
    {
      for (guint i = 0; i < titles->len; i++)
        g_array_index (titles, Title, i).folded = crm_fold (g_array_index (titles, Title, i).title);
      g_array_sort (titles, compare_titles);
      text = g_string_new (g_array_index (titles, Title, 0).title);
      for (guint i = 1; i < titles->len; i++)
        g_string_append_printf (text, ", %s", g_array_index (titles, Title, i).title);
      *out = (CrmValue){ .kind = CRM_VALUE_TEXT, .text = g_string_free (text, FALSE) };
    }
  g_array_set_size (titles, 0);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const CrmListRow *const *first = a, *const *second = b;

  return strcmp ((*first)->id, (*second)->id);
}

/* @found without those that are gone, by their ids; returns how many */
static guint
sort_by_id (CrmListRow **found, guint n, CrmListRow **out)
{
  guint n_out = 0;

  for (guint i = 0; i < n; i++)
    if (found[i] != NULL)
      out[n_out++] = found[i];
  qsort (out, n_out, sizeof *out, compare_ids);
  return n_out;
}

static gboolean
bind_ids (CrmRows *rows, CrmListRow **by_id, guint n, GError **error)
{
  for (guint i = 0; i < AT_ONCE; i++)
    {
      CrmValue id = { .kind = CRM_VALUE_TEXT, .text = (char *)by_id[MIN (i, n - 1)]->id };

      if (!_crm_rows_bind_value (rows, (int)i + 1, &id, error))
        return FALSE;
    }
  return TRUE;
}

/* @by_id: (array length=n): at least one, sorted so, as SQLite goes through them, too */
static gboolean
read_related (Reading *self, guint at, CrmListRow **by_id, guint n, GError **error)
{
  const Cell *cell = &g_array_index (self->cells, Cell, at);
  g_autoptr (CrmRows) rows = _crm_connection_query (self->reader->connection, error, cell->sql, "");
  g_autoptr (GArray) titles = g_array_new (FALSE, FALSE, sizeof (Title));
  guint now = 0;
  GError *local_error = NULL;

  g_array_set_clear_func (titles, clear_title);
  if (rows == NULL || !bind_ids (rows, by_id, n, error))
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      const char *id = _crm_rows_text (rows, 0);

      if (strcmp (by_id[now]->id, id) != 0)
        {
          join_titles (titles, &by_id[now]->values[at]);
          for (guint tried = 0; tried < n && strcmp (by_id[now]->id, id) != 0; tried++)
            now = (now + 1) % n;
        }
      add_title (titles, rows, 1);
    }
  join_titles (titles, &by_id[now]->values[at]);
  return _crm_reader_ended (error, local_error);
}

static gboolean
read_all_related (Reading *self, CrmListRow **found, guint n, GError **error)
{
  CrmListRow *by_id[AT_ONCE];
  guint n_found = 0;

  for (guint i = 0; i < self->cells->len; i++)
    {
      const Cell *cell = &g_array_index (self->cells, Cell, i);

      if (cell->relation == NULL || cell == self->joined)
        continue;
      if (n_found == 0)
        n_found = sort_by_id (found, n, by_id);
      if (n_found > 0 && !read_related (self, i, by_id, n_found, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_some (Reading *self, const gint64 *keys, CrmListRow **found, guint n, GError **error)
{
  g_autoptr (CrmRows) rows = query_keys (self, self->sql->str, keys, n, error);
  g_autoptr (GArray) titles = g_array_new (FALSE, FALSE, sizeof (Title));
  const guint joined = self->joined != NULL ? (guint)(self->joined - (Cell *)self->cells->data) : 0;
  CrmListRow *row = NULL;
  GError *local_error = NULL;

  g_array_set_clear_func (titles, clear_title);
  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      /* As often as there are titles, one after the other. */
      if (row == NULL || row->key != _crm_rows_int (rows, 0))
        {
          if (row != NULL)
            join_titles (titles, &row->values[joined]);
          row = read_row (self, rows, error);
          if (row == NULL)
            return FALSE;
          *find_place (keys, found, n, row->key) = row;
        }
      if (self->joined != NULL)
        add_title (titles, rows, self->joined->value);
    }
  if (row != NULL)
    join_titles (titles, &row->values[joined]);
  return _crm_reader_ended (error, local_error) && read_all_related (self, found, n, error);
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
                               g_string_new ("SELECT t.rowid, t.id"), NULL };

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

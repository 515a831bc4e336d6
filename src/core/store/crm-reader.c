/* crm-reader.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-reader"
#include "config.h"

#include "crm-reader-private.h"

#include <string.h>

#include "crm-custom-private.h"
#include "crm-reader-facts-private.h"
#include "crm-redirect-private.h"
#include "model/crm-clock.h"
#include "model/crm-id.h"

static const char id_column[] = CRM_COLUMN_ID;

/* By address: declarations stay where they are, and so do literals. */
typedef struct
{
  const CrmEntity *entity;
  const char *tail;
  char *sql; /* (owned) */
} RecordSql;

static guint
hash_record_sql (gconstpointer data)
{
  const RecordSql *self = data;

  return g_direct_hash (self->entity) * 31 + g_direct_hash (self->tail);
}

static gboolean
equal_record_sql (gconstpointer a, gconstpointer b)
{
  const RecordSql *first = a;
  const RecordSql *second = b;

  return first->entity == second->entity && first->tail == second->tail;
}

static void
free_record_sql (gpointer data)
{
  g_free (((RecordSql *)data)->sql);
  g_free (data);
}

CrmReader *
_crm_reader_open (const char *crm_path, const char *index_path, const char *actor, GError **error)
{
  g_autoptr (CrmReader) self = g_new0 (CrmReader, 1);

  self->actor = g_strdup (actor);
  self->record_sql
      = g_hash_table_new_full (hash_record_sql, equal_record_sql, free_record_sql, NULL);
  self->custom = _crm_custom_cache_new ();
  self->connection = _crm_connection_open (crm_path, CRM_CONNECTION_READ_ONLY, error);
  if (self->connection == NULL
      || !_crm_connection_attach (self->connection, index_path, "idx", error))
    return NULL;
  return g_steal_pointer (&self);
}

void
_crm_reader_close (CrmReader *self)
{
  if (self == NULL)
    return;
  _crm_facts_free (self->facts);
  g_hash_table_unref (self->record_sql);
  _crm_connection_close (self->connection);
  g_clear_pointer (&self->custom, g_hash_table_unref);
  g_free (self->actor);
  g_free (self);
}

/**
 * crm_reader_get_now_usec:
 * @self: a reader
 *
 * Returns: the time of this read, UTC microseconds
 */
gint64
crm_reader_get_now_usec (CrmReader *self)
{
  return self->now_usec;
}

/**
 * crm_reader_get_actor:
 * @self: a reader
 *
 * Returns: (transfer none): id of the acting user
 */
const char *
crm_reader_get_actor (CrmReader *self)
{
  return self->actor;
}

/* For the end of a loop over rows: TRUE when it ended by itself. */
gboolean
_crm_reader_ended (GError **error, GError *local_error /* (transfer full) (nullable) */)
{
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

void
_crm_reader_append_columns (GString *sql, const CrmEntity *entity, const char *alias)
{
  g_string_append_printf (sql, "%s.id, %s.created_at, %s.modified_at", alias, alias, alias);
  for (const CrmField *field = entity->fields; field->name != NULL; field++)
    g_string_append_printf (sql, ", %s.\"%s\"", alias, field->name);
}

static char *
make_record_sql (const CrmEntity *entity, const char *tail)
{
  GString *sql = g_string_new ("SELECT ");

  _crm_reader_append_columns (sql, entity, "t");
  if (strchr (tail, ' ') != NULL)
    g_string_append_printf (sql, " FROM \"%s\" AS t %s", entity->name, tail);
  else
    g_string_append_printf (sql, " FROM \"%s\" AS t WHERE t.\"%s\" = ?", entity->name, tail);
  return g_string_free (sql, FALSE);
}

/* The query for records of @entity that ends in @tail, where the table is called t: one text for
 * each literal @tail, or the name of a declared field for the records that have a value in it, in
 * no order. */
const char * /* (transfer none) */
_crm_reader_get_sql (CrmReader *self, const CrmEntity *entity, const char *tail)
{
  RecordSql key = { entity, tail, NULL };
  RecordSql *known = g_hash_table_lookup (self->record_sql, &key);

  if (known == NULL)
    {
      known = g_new (RecordSql, 1);
      *known = (RecordSql){ entity, tail, make_record_sql (entity, tail) };
      g_hash_table_add (self->record_sql, known);
    }
  return known->sql;
}

CrmRecord *
_crm_reader_row_to_record (const CrmEntity *entity, CrmRows *rows)
{
  CrmRecord *record = crm_record_new (entity, _crm_rows_text (rows, 0));

  record->created_usec = _crm_rows_int (rows, 1);
  record->modified_usec = _crm_rows_int (rows, 2);
  for (guint i = 0; entity->fields[i].name != NULL; i++)
    record->values[i] = _crm_rows_value (rows, (int)i + 3);
  return record;
}

static GPtrArray *
read_records (const CrmEntity *entity, CrmRows *rows, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  GError *local_error = NULL;

  while (_crm_rows_next (rows, &local_error))
    g_ptr_array_add (records, _crm_reader_row_to_record (entity, rows));
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&records) : NULL;
}

static int
compare_made (gconstpointer a, gconstpointer b)
{
  const CrmRecord *first = *(const CrmRecord *const *)a;
  const CrmRecord *second = *(const CrmRecord *const *)b;

  if (first->created_usec != second->created_usec)
    return first->created_usec < second->created_usec ? -1 : 1;
  return strcmp (first->id, second->id);
}

/* The records with this value, in no order; @field is NULL for the id. */
static CrmRows *
query_where (CrmReader *self,
             const CrmEntity *entity,
             const CrmField *field,
             const char *text,
             GError **error)
{
  const char *name = field != NULL ? field->name : id_column;
  g_autofree char *of_custom = NULL;

  /* Those are declared for this read only. */
  if (entity->flags & CRM_ENTITY_CUSTOM)
    of_custom = make_record_sql (entity, name);
  return _crm_connection_query (
      self->connection, error,
      of_custom != NULL ? of_custom : _crm_reader_get_sql (self, entity, name), "s", text);
}

/**
 * crm_reader_list_where:
 * @self: a reader
 * @entity: which entity, also a sibling with custom fields
 * @field: one of its fields, or `id`
 * @text: the value it must have
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): the records in the order made,
 *   %NULL on failure
 */
GPtrArray *
crm_reader_list_where (
    CrmReader *self, const char *entity, const char *field, const char *text, GError **error)
{
  const CrmEntity *declared = crm_reader_find_entity (self, entity, error);
  const CrmField *column;
  g_autoptr (CrmRows) rows = NULL;
  GPtrArray *records;

  if (declared == NULL)
    return NULL;
  column = crm_entity_find_field (declared, field);
  g_return_val_if_fail (column != NULL || g_str_equal (field, CRM_COLUMN_ID), NULL);
  rows = query_where (self, declared, column, text, error);
  records = rows != NULL ? read_records (declared, rows, error) : NULL;
  if (records != NULL && records->len > 1)
    g_ptr_array_sort (records, compare_made);
  return records;
}

/* Where there is at most one. */
static CrmRecord *
find_only (CrmReader *self,
           const CrmEntity *entity,
           const CrmField *field,
           const char *text,
           GError **error)
{
  g_autoptr (CrmRows) rows = query_where (self, entity, field, text, error);

  return rows != NULL && _crm_rows_next (rows, error) ? _crm_reader_row_to_record (entity, rows)
                                                      : NULL;
}

static CrmRecord *
find_by_id (CrmReader *self, const CrmEntity *entity, const char *id, GError **error)
{
  GError *local_error = NULL;
  CrmRecord *record = find_only (self, entity, NULL, id, &local_error);
  g_autofree char *target = NULL;

  if (record == NULL && local_error == NULL)
    _crm_redirect_find (self->connection, entity, id, &target, &local_error);
  if (target != NULL)
    record = find_only (self, entity, NULL, target, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return record;
}

/**
 * crm_reader_find:
 * @self: a reader
 * @entity: which entity
 * @field: a declared field, or `id`
 * @text: the value it must have
 * @error: (nullable): storage errors
 *
 * By its id a record is found, too, that was merged into another: what comes back is that one.
 *
 * Returns: (transfer full) (nullable): the first such record; %NULL without an error for none
 */
CrmRecord *
crm_reader_find (
    CrmReader *self, const char *entity, const char *field, const char *text, GError **error)
{
  const CrmEntity *declared = crm_reader_find_entity (self, entity, error);
  const CrmField *column;
  g_autoptr (GPtrArray) records = NULL;

  if (declared == NULL)
    return NULL;
  column = crm_entity_find_field (declared, field);
  g_return_val_if_fail (column != NULL || g_str_equal (field, CRM_COLUMN_ID), NULL);
  if (column == NULL)
    return find_by_id (self, declared, text, error);
  if (column->flags & CRM_FIELD_UNIQUE)
    return find_only (self, declared, column, text, error);
  records = crm_reader_list_where (self, entity, field, text, error);
  if (records == NULL || records->len == 0)
    return NULL;
  return crm_record_ref (g_ptr_array_index (records, 0));
}

/**
 * crm_reader_get:
 * @self: a reader
 * @entity: which entity
 * @id: which record
 * @error: (nullable): %CRM_ERROR_NOT_FOUND when there is none, storage errors
 *
 * Returns: (transfer full) (nullable): the record, %NULL on failure
 */
CrmRecord *
crm_reader_get (CrmReader *self, const char *entity, const char *id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  CrmRecord *record = crm_reader_find (self, entity, CRM_COLUMN_ID, id, &local_error);

  if (record == NULL && local_error == NULL)
    g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, "there is no %s %s", entity, id);
  else if (record == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return record;
}

/**
 * crm_reader_look_up:
 * @self: a reader
 * @entity: which entity
 * @id: (nullable): what another record says that it leads to
 * @out_record: (out) (transfer full) (nullable): that record, %NULL for none or one that is no more
 * @error: (nullable): storage errors
 *
 * Returns: whether it could be looked up; a record that is no more is no error
 */
gboolean
crm_reader_look_up (
    CrmReader *self, const char *entity, const char *id, CrmRecord **out_record, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  *out_record = id != NULL ? crm_reader_find (self, entity, CRM_COLUMN_ID, id, &local_error) : NULL;
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * crm_reader_list:
 * @self: a reader
 * @query: what to list, in which order
 * @out_place: (out) (optional): where in the filter's text a mistake is, for %CRM_ERROR_SYNTAX
 * @error: (nullable): %CRM_ERROR_SYNTAX when the filter does not suit the entity,
 *   %CRM_ERROR_INVALID_VALUE for an unknown order, storage errors. Custom fields are not read
 * along, see crm_reader_load_custom()
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): the records, %NULL on failure
 */
GPtrArray *
crm_reader_list (CrmReader *self,
                 const CrmListQuery *query,
                 CrmFilterErrorPlace *out_place,
                 GError **error)
{
  const CrmEntity *entity = crm_entity_find (query->entity);
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (CrmValue));
  const char *order = query->order_by != NULL ? query->order_by : CRM_COLUMN_CREATED_AT;
  CrmValue number;
  g_autoptr (CrmRows) rows = NULL;

  g_return_val_if_fail (entity != NULL, NULL);
  g_array_set_clear_func (values, (GDestroyNotify)crm_value_clear);

  _crm_reader_append_columns (sql, entity, "t");
  g_string_append_printf (sql, " FROM \"%s\" AS t", entity->name);
  if (query->filter != NULL)
    {
      g_string_append (sql, " WHERE ");
      if (!_crm_filter_compile (self, query->filter, entity, sql, values, out_place, error))
        return NULL;
    }
  if (!_crm_reader_append_order (self, sql, entity, order, query->descending, error))
    return NULL;
  number = crm_value_int (query->limit > 0 ? (gint64)query->limit : -1);
  g_array_append_val (values, number);
  number = crm_value_int (query->offset);
  g_array_append_val (values, number);
  g_string_append_printf (sql, " LIMIT ?%u OFFSET ?%u", values->len - 1, values->len);

  rows = _crm_connection_query (self->connection, error, sql->str, "");
  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < values->len; i++)
    if (!_crm_rows_bind_value (rows, (int)i + 1, &g_array_index (values, CrmValue, i), error))
      return NULL;
  return read_records (entity, rows, error);
}

/**
 * crm_reader_has_records:
 * @self: a reader
 * @out_has: (out): whether there is a person, an account, a deal or a lead
 * @error: (nullable): storage errors
 *
 * Says it without counting any, which crm_reader_stats() does.
 *
 * Returns: whether all is well
 */
gboolean
crm_reader_has_records (CrmReader *self, gboolean *out_has, GError **error)
{
  gint64 has;

  if (!_crm_connection_get_int (self->connection, &has, error,
                                "SELECT EXISTS (SELECT 1 FROM person) OR EXISTS (SELECT 1 FROM"
                                " account) OR EXISTS (SELECT 1 FROM deal) OR EXISTS (SELECT 1 FROM"
                                " lead)",
                                ""))
    return FALSE;
  *out_has = has != 0;
  return TRUE;
}

/**
 * crm_reader_stats:
 * @self: a reader
 * @out_stats: (out caller-allocates): the counts
 * @error: (nullable): storage errors
 *
 * Returns: whether all is well
 */
gboolean
crm_reader_stats (CrmReader *self, CrmStats *out_stats, GError **error)
{
  g_autoptr (CrmRows) rows = _crm_connection_query (
      self->connection, error,
      "SELECT (SELECT count(*) FROM idx.message) + (SELECT count(*) FROM idx.copy), (SELECT "
      "count(*) FROM idx.message),"
      " (SELECT count(DISTINCT thread) FROM idx.message), (SELECT count(*) FROM idx.address),"
      " (SELECT count(*) FROM idx.domain AS d WHERE EXISTS"
      " (SELECT 1 FROM idx.address AS a WHERE a.domain = d.id)),"
      " (SELECT count(*) FROM person), (SELECT count(*) FROM account),"
      " (SELECT count(*) FROM deal)",
      "");

  if (rows == NULL || !_crm_rows_next (rows, error))
    return FALSE;
  *out_stats = (CrmStats){
    .messages = _crm_rows_int (rows, 0),
    .distinct_messages = _crm_rows_int (rows, 1),
    .threads = _crm_rows_int (rows, 2),
    .addresses = _crm_rows_int (rows, 3),
    .domains = _crm_rows_int (rows, 4),
    .people = _crm_rows_int (rows, 5),
    .accounts = _crm_rows_int (rows, 6),
    .deals = _crm_rows_int (rows, 7),
  };
  return TRUE;
}

/**
 * crm_reader_journal_seq:
 * @self: a reader
 * @error: (nullable): storage errors
 *
 * Returns: how far the journal has come, -1 on failure
 */
gint64
crm_reader_journal_seq (CrmReader *self, GError **error)
{
  gint64 seq = -1;

  return _crm_connection_get_int (self->connection, &seq, error,
                                  "SELECT coalesce (max (seq), 0) FROM change_set", "")
             ? seq
             : -1;
}

/**
 * crm_journal_entry_free:
 * @self: (nullable): an entry
 */
void
crm_journal_entry_free (CrmJournalEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->actor);
  g_free (self->front_end);
  g_free (self->label);
  g_free (self->undoes);
  g_free (self->entity);
  g_free (self->record);
  g_free (self);
}

static CrmJournalEntry *
read_journal_entry (CrmRows *rows)
{
  CrmJournalEntry *entry = g_new0 (CrmJournalEntry, 1);

  entry->seq = _crm_rows_int (rows, 0);
  entry->usec = crm_hlc_to_usec (_crm_rows_int (rows, 1));
  entry->id = g_strdup (_crm_rows_text (rows, 2));
  /* After a wall clock that was ahead the journal's own stands there for as long; the id knows. */
  if (crm_id_get_usec (entry->id) >= 0)
    entry->usec = MIN (entry->usec, crm_id_get_usec (entry->id));
  entry->actor = g_strdup (_crm_rows_text (rows, 3));
  entry->front_end = g_strdup (_crm_rows_text (rows, 4));
  entry->label = g_strdup (_crm_rows_text (rows, 5));
  entry->undoes = g_strdup (_crm_rows_text (rows, 6));
  entry->cause = (int)_crm_rows_int (rows, 7);
  entry->n_changes = (guint)_crm_rows_int (rows, 8);
  entry->entity = g_strdup (_crm_rows_text (rows, 9));
  entry->record = g_strdup (_crm_rows_text (rows, 10));
  return entry;
}

/**
 * crm_reader_journal:
 * @self: a reader
 * @before_seq: only older entries than this one; 0 for the newest
 * @limit: at most this many
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmJournalEntry): newest first, %NULL on
 *   failure
 */
GPtrArray *
crm_reader_journal (CrmReader *self, gint64 before_seq, guint limit, GError **error)
{
  g_autoptr (GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_journal_entry_free);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      self->connection, error,
      "SELECT s.seq, s.hlc, s.id, coalesce (u.name, s.actor), s.front_end, s.label, s.undoes,"
      " s.cause, (SELECT count(*) FROM change AS c WHERE c.seq = s.seq),"
      " (SELECT entity FROM change AS c WHERE c.seq = s.seq AND c.n = 0),"
      " (SELECT record FROM change AS c WHERE c.seq = s.seq AND c.n = 0)"
      " FROM change_set AS s LEFT JOIN user AS u ON u.id = s.actor"
      " WHERE ?1 = 0 OR s.seq < ?1 ORDER BY s.seq DESC LIMIT ?2",
      "ii", before_seq, (gint64)limit);

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    g_ptr_array_add (entries, read_journal_entry (rows));
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&entries) : NULL;
}

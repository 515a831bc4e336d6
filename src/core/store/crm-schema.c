/* crm-schema.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * crm.db's tables, made from the declarations. Columns that are new in the declarations are added
 * by themselves; what must be reshaped is a numbered script in data/migrations. */
#define G_LOG_DOMAIN "crm-schema"
#include "config.h"

#include "crm-schema-private.h"

#include "crm-backup-private.h"
#include "crm-resources.h"

#define MIGRATIONS "/org/gnome/evolution/crm/migrations"

static const char journal_sql[]
    = "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY NOT NULL, value) WITHOUT ROWID;"
      "CREATE TABLE IF NOT EXISTS change_set (seq INTEGER PRIMARY KEY AUTOINCREMENT,"
      " id TEXT NOT NULL UNIQUE, hlc INTEGER NOT NULL, actor TEXT NOT NULL, device TEXT NOT NULL,"
      " front_end TEXT NOT NULL, cause INTEGER NOT NULL, label TEXT NOT NULL, undoes TEXT);"
      "CREATE INDEX IF NOT EXISTS change_set_undoes ON change_set (undoes) WHERE undoes IS NOT "
      "NULL;"
      "CREATE TABLE IF NOT EXISTS change (seq INTEGER NOT NULL REFERENCES change_set (seq),"
      " n INTEGER NOT NULL, kind INTEGER NOT NULL, entity TEXT NOT NULL, record TEXT NOT NULL,"
      " field TEXT, old, new, image BLOB, PRIMARY KEY (seq, n)) WITHOUT ROWID;"
      "CREATE INDEX IF NOT EXISTS change_record ON change (record, seq);";

const char *
_crm_schema_column_type (const CrmField *field)
{
  switch (field->type)
    {
    case CRM_FIELD_INT:
    case CRM_FIELD_BOOL:
    case CRM_FIELD_PERCENT:
    case CRM_FIELD_MONEY:
    case CRM_FIELD_DAY:
    case CRM_FIELD_TIME:
    case CRM_FIELD_HASH:
      return "INTEGER";
    case CRM_FIELD_TEXT:
    case CRM_FIELD_LONGTEXT:
    case CRM_FIELD_CURRENCY:
    case CRM_FIELD_CHOICE:
    case CRM_FIELD_REF:
    case CRM_FIELD_ADDRESS:
    case CRM_FIELD_DOMAIN:
    default:
      return "TEXT";
    }
}

/* References are checked at the end of a transaction, so that a change set may come in any order;
 * and nothing is deleted behind the journal's back, so there is no ON DELETE action. */
static void
append_column (GString *sql, const CrmField *field)
{
  g_string_append_printf (sql, "\"%s\" %s", field->name, _crm_schema_column_type (field));
  if (field->type == CRM_FIELD_REF)
    g_string_append_printf (sql, " REFERENCES \"%s\" (id) DEFERRABLE INITIALLY DEFERRED",
                            field->reference);
}

static gboolean
create_table (CrmConnection *connection, const CrmEntity *entity, GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  g_string_append_printf (sql, "CREATE TABLE IF NOT EXISTS \"%s\" (id TEXT PRIMARY KEY NOT NULL, ",
                          entity->name);
  for (const CrmField *field = entity->fields; field->name != NULL; field++)
    {
      append_column (sql, field);
      g_string_append (sql, ", ");
    }
  g_string_append (sql, "created_at INTEGER NOT NULL, created_by TEXT NOT NULL, "
                        "modified_at INTEGER NOT NULL, modified_by TEXT NOT NULL)");
  return _crm_connection_script (connection, sql->str, error);
}

static gboolean
has_column (CrmConnection *connection, const char *table, const char *column)
{
  gint64 found = 0;

  return _crm_connection_get_int (connection, &found, NULL,
                                  "SELECT count(*) FROM pragma_table_info (?) WHERE name = ?", "tt",
                                  table, column)
         && found > 0;
}

/* Adds the column unless it is there. */
gboolean
_crm_schema_ensure_column (CrmConnection *connection,
                           const CrmEntity *entity,
                           const CrmField *field,
                           GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  if (has_column (connection, entity->name, field->name))
    return TRUE;
  g_string_append_printf (sql, "ALTER TABLE \"%s\" ADD COLUMN ", entity->name);
  append_column (sql, field);
  return _crm_connection_script (connection, sql->str, error);
}

static gboolean
add_missing_columns (CrmConnection *connection, const CrmEntity *entity, GError **error)
{
  for (const CrmField *field = entity->fields; field->name != NULL; field++)
    if (!_crm_schema_ensure_column (connection, entity, field, error))
      return FALSE;
  return TRUE;
}

/* A membership leads from one end to the other by the index alone: where @field is a required end
 * of one, the name of the other end. */
static const char * /* (nullable) */
find_other_end (const CrmEntity *entity, const CrmField *field)
{
  const CrmFieldFlags end = CRM_FIELD_REQUIRED | CRM_FIELD_KEY;

  for (const CrmField *other = entity->fields; other->name != NULL; other++)
    if (other != field && !(field->flags & CRM_FIELD_UNIQUE) && field->type == CRM_FIELD_REF
        && other->type == CRM_FIELD_REF && (field->flags & end) == end
        && (other->flags & end) == end)
      return other->name;
  return NULL;
}

/* Whether records with the same value of it make a list that people read. */
static gboolean
is_of_whom (const CrmField *field)
{
  return field->type == CRM_FIELD_REF || field->type == CRM_FIELD_ADDRESS;
}

/* Whether the indexes of days have the field in them as well: lists in the order of a day are
 * searched by their texts and narrowed by their state, which are found in the index then, and only
 * what matches is read. */
gboolean
_crm_schema_is_beside_days (const CrmField *field)
{
  return (field->flags & CRM_FIELD_STATE)
         || (field->type == CRM_FIELD_TEXT && (field->flags & CRM_FIELD_SEARCHABLE));
}

static void
append_beside (GString *sql, const CrmEntity *entity)
{
  for (const CrmField *field = entity->fields; field->name != NULL; field++)
    if (_crm_schema_is_beside_days (field))
      g_string_append_printf (sql, ", \"%s\"", field->name);
}

static gboolean
create_index (CrmConnection *connection,
              const CrmEntity *entity,
              const CrmField *field,
              GError **error)
{
  const char *other = find_other_end (entity, field);
  GString *sql = g_string_new ("CREATE");
  g_autofree char *text = NULL;

  g_string_append_printf (sql, "%s INDEX IF NOT EXISTS \"%s_%s\" ON \"%s\" (\"%s\"",
                          field->flags & CRM_FIELD_UNIQUE ? " UNIQUE" : "", entity->name,
                          field->name, entity->name, field->name);
  if (other != NULL)
    g_string_append_printf (sql, ", \"%s\"", other);
  for (guint i = 0; entity->order != NULL && is_of_whom (field) && entity->order[i] != NULL; i++)
    g_string_append_printf (sql, ", \"%s\"", entity->order[i]);
  if (field->type == CRM_FIELD_DAY)
    append_beside (sql, entity);
  g_string_append_c (sql, ')');
  if (field->type == CRM_FIELD_REF)
    g_string_append_printf (sql, " WHERE \"%s\" IS NOT NULL", field->name);
  text = g_string_free (sql, FALSE);
  return _crm_connection_script (connection, text, error);
}

/* One of the further indexes, which is named by its first field. */
static gboolean
create_further_index (CrmConnection *connection,
                      const CrmEntity *entity,
                      const char *const *fields,
                      GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  g_string_append_printf (sql, "CREATE INDEX IF NOT EXISTS \"%s_by_%s\" ON \"%s\" (\"%s\"",
                          entity->name, fields[0], entity->name, fields[0]);
  for (guint i = 1; fields[i] != NULL; i++)
    g_string_append_printf (sql, ", \"%s\"", fields[i]);
  g_string_append_printf (sql, ") WHERE \"%s\" IS NOT NULL", fields[0]);
  return _crm_connection_script (connection, sql->str, error);
}

static gboolean
create_indexes (CrmConnection *connection, const CrmEntity *entity, GError **error)
{
  for (const CrmField *field = entity->fields; field->name != NULL; field++)
    if ((field->flags & (CRM_FIELD_INDEXED | CRM_FIELD_UNIQUE))
        && !create_index (connection, entity, field, error))
      return FALSE;
  for (guint i = 0; entity->indexes != NULL && entity->indexes[i] != NULL; i++)
    if (!create_further_index (connection, entity, entity->indexes[i], error))
      return FALSE;
  return TRUE;
}

/* Makes the entity's table, its columns and indexes, as far as they are missing. */
gboolean
_crm_schema_ensure_table (CrmConnection *connection, const CrmEntity *entity, GError **error)
{
  return create_table (connection, entity, error) && add_missing_columns (connection, entity, error)
         && create_indexes (connection, entity, error);
}

static gboolean
make_tables (CrmConnection *connection, GError **error)
{
  if (!_crm_connection_script (connection, journal_sql, error))
    return FALSE;

  for (const CrmEntity *const *entity = crm_entity_list (); *entity != NULL; entity++)
    if (!_crm_schema_ensure_table (connection, *entity, error))
      {
        g_prefix_error (error, "%s: ", (*entity)->name);
        return FALSE;
      }
  return TRUE;
}

static gboolean
run_script (CrmConnection *connection, int version, GError **error)
{
  g_autofree char *path = g_strdup_printf (MIGRATIONS "/%04d.sql", version);
  g_autoptr (GBytes) script
      = g_resource_lookup_data (crm_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  if (script == NULL) /* most versions only add columns */
    return TRUE;
  return _crm_connection_script (connection, g_bytes_get_data (script, NULL), error);
}

static gboolean
references_hold (CrmConnection *connection, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (connection, error, "PRAGMA foreign_key_check", "");

  if (rows == NULL)
    return FALSE;
  if (_crm_rows_next (rows, &local_error))
    g_set_error (&local_error, CRM_ERROR, CRM_ERROR_MIGRATION_FAILED,
                 "a record of %s refers to one that does not exist", _crm_rows_text (rows, 0));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* What a script or table made fail is told as such; the lack of room or rights keeps its own code.
 */
static void
mark_failed_upgrade (GError *error)
{
  if (g_error_matches (error, CRM_ERROR, CRM_ERROR_FAILED)
      || g_error_matches (error, CRM_ERROR, CRM_ERROR_CONSTRAINT))
    error->code = CRM_ERROR_MIGRATION_FAILED;
}

static gboolean
upgrade_in_transaction (CrmConnection *connection, int from, GError **error)
{
  g_autofree char *set_version = g_strdup_printf ("PRAGMA user_version = %d", CRM_SCHEMA_VERSION);

  for (int version = from + 1; from > 0 && version <= CRM_SCHEMA_VERSION; version++)
    if (!run_script (connection, version, error))
      return FALSE;

  return make_tables (connection, error) && _crm_schema_fill (connection, from, error)
         && references_hold (connection, error)
         && _crm_connection_script (connection, set_version, error);
}

/* A dated copy beside the file; no copy, no upgrade. */
static gboolean
copy_before_upgrade (CrmConnection *connection, const char *path, int from, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  g_autofree char *copy = g_strdup_printf ("%s.v%d-%s", path, from, stamp);

  g_autofree char *made = _crm_backup_copy (connection, copy, error);

  if (made != NULL)
    return TRUE;
  g_prefix_error (error, "the copy before the upgrade could not be made: ");
  return FALSE;
}

static gboolean
read_version (CrmConnection *connection, int *out_version, GError **error)
{
  gint64 version;

  if (!_crm_connection_get_int (connection, &version, error, "PRAGMA user_version", ""))
    return FALSE;
  if (version > CRM_SCHEMA_VERSION)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_SCHEMA_TOO_NEW,
                   "written by a newer version of this program (%d, this one knows %d)",
                   (int)version, CRM_SCHEMA_VERSION);
      return FALSE;
    }
  *out_version = (int)version;
  return TRUE;
}

/* For the inside of every write transaction: another program may have upgraded the file since. */
gboolean
_crm_schema_check_version (CrmConnection *connection, GError **error)
{
  int version;

  return read_version (connection, &version, error);
}

/* Whether the next program that writes will upgrade the file first; also where it cannot be read.
 */
gboolean
_crm_schema_is_older (CrmConnection *connection)
{
  int version;

  return !read_version (connection, &version, NULL) || version < CRM_SCHEMA_VERSION;
}

/* A new file has nothing to lose. */
static gboolean
needs_copy (CrmConnection *connection, gint64 *out, GError **error)
{
  return _crm_connection_get_int (connection, out, error,
                                  "SELECT user_version < ? AND EXISTS"
                                  " (SELECT 1 FROM sqlite_master) FROM pragma_user_version",
                                  "i", (gint64)CRM_SCHEMA_VERSION);
}

/* Brings the file to this program's schema. On failure the file is as it was. */
gboolean
_crm_schema_prepare (CrmConnection *connection, const char *path, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gint64 has_data;
  int version;

  if (!read_version (connection, &version, error))
    return FALSE;
  if (version == CRM_SCHEMA_VERSION)
    return TRUE;
  if (!needs_copy (connection, &has_data, error)
      || (has_data && !copy_before_upgrade (connection, path, version, error)))
    return FALSE;

  if (!_crm_connection_begin (connection, TRUE, error))
    return FALSE;
  /* Another process may have been first. */
  if (!read_version (connection, &version, &local_error)
      || (version < CRM_SCHEMA_VERSION
          && !upgrade_in_transaction (connection, version, &local_error)))
    {
      _crm_connection_rollback (connection);
      mark_failed_upgrade (local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return _crm_connection_commit (connection, error);
}

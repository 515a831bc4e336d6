/* crm-journal.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-journal"
#include "config.h"

#include "crm-journal-private.h"

#include "crm-schema-private.h"
#include "model/crm-id.h"

typedef struct
{
  CrmConnection *connection;
  const CrmJournalContext *context;
  const CrmChangeSet *set;
  gint64 seq; /* 0 until the first change that changes anything */
  gint64 n;
} Write;

static void
free_values (const CrmEntity *entity, CrmValue *values)
{
  for (guint i = 0; values != NULL && i < crm_entity_n_fields (entity); i++)
    crm_value_clear (&values[i]);
  g_free (values);
}

/* (transfer full) (nullable): one value a declared field; NULL without an error when there is no
 * such record. Free each value and the array. */
CrmValue *
_crm_journal_read_row (CrmConnection *connection,
                       const CrmEntity *entity,
                       const char *id,
                       GError **error)
{
  guint n_fields = crm_entity_n_fields (entity);
  g_autoptr (GString) sql = g_string_new ("SELECT id");
  g_autoptr (CrmRows) rows = NULL;
  CrmValue *values;

  for (guint i = 0; i < n_fields; i++)
    g_string_append_printf (sql, ", \"%s\"", entity->fields[i].name);
  g_string_append_printf (sql, " FROM \"%s\" WHERE id = ?", entity->name);

  rows = _crm_connection_query (connection, error, sql->str, "t", id);
  if (rows == NULL || !_crm_rows_next (rows, error))
    return NULL;

  values = g_new0 (CrmValue, n_fields);
  for (guint i = 0; i < n_fields; i++)
    values[i] = _crm_rows_value (rows, (int)i + 1);
  return values;
}

static gboolean
next_hlc (Write *write, gint64 *out_hlc, GError **error)
{
  gint64 last;

  if (!_crm_connection_get_int (write->connection, &last, error,
                                "SELECT value FROM meta WHERE key = 'clock'", ""))
    return FALSE;
  *out_hlc = crm_hlc_next (last, write->context->wall_usec);
  return _crm_connection_run (write->connection, error,
                              "INSERT INTO meta (key, value) VALUES ('clock', ?)"
                              " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                              "i", *out_hlc);
}

/* Written with the first real change, so that a set which changes nothing leaves no trace. */
static gboolean
ensure_set_row (Write *write, GError **error)
{
  g_autofree char *id = NULL;
  gint64 hlc;

  if (write->seq != 0)
    return TRUE;
  if (!next_hlc (write, &hlc, error))
    return FALSE;

  id = crm_id_new (write->context->wall_usec);
  if (!_crm_connection_run (
          write->connection, error,
          "INSERT INTO change_set (id, hlc, actor, device, front_end, cause, label, undoes)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          "titttitt", id, hlc, write->context->actor, write->context->device,
          write->context->front_end, (gint64)write->set->cause, write->set->label,
          write->set->undoes))
    return FALSE;
  write->seq = sqlite3_last_insert_rowid (_crm_connection_get_handle (write->connection));
  return TRUE;
}

static gboolean
record_image (
    Write *write, const CrmChange *change, CrmChangeKind kind, GBytes *image, GError **error)
{
  g_autoptr (CrmRows) rows = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize size;
  gconstpointer data = g_bytes_get_data (image, &size);

  if (!ensure_set_row (write, error))
    return FALSE;
  rows = _crm_connection_query (write->connection, error,
                                "INSERT INTO change (seq, n, kind, entity, record, image)"
                                " VALUES (?, ?, ?, ?, ?, ?)",
                                "iiitt", write->seq, write->n++, (gint64)kind, change->entity->name,
                                change->id);
  if (rows == NULL)
    return FALSE;
  sqlite3_bind_blob64 (rows->stmt, 6, data, size, SQLITE_TRANSIENT);
  _crm_rows_next (rows, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
record_field (Write *write,
              const CrmChange *change,
              const CrmField *field,
              const CrmValue *old_value,
              const CrmValue *new_value,
              GError **error)
{
  return ensure_set_row (write, error)
         && _crm_connection_run (
             write->connection, error,
             "INSERT INTO change (seq, n, kind, entity, record, field, old, new)"
             " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
             "iiitttvv", write->seq, write->n++, (gint64)CRM_CHANGE_UPDATE, change->entity->name,
             change->id, field->name, old_value, new_value);
}

static gboolean
check_all_fields (const CrmChange *change, const CrmValue *values, GError **error)
{
  for (guint i = 0; change->entity->fields[i].name != NULL; i++)
    if (!crm_field_check (change->entity, &change->entity->fields[i], &values[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
insert_row (Write *write, const CrmChange *change, const CrmValue *values, GError **error)
{
  guint n_fields = crm_entity_n_fields (change->entity);
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (CrmRows) rows = NULL;
  g_autoptr (GError) local_error = NULL;

  g_string_append_printf (
      sql, "INSERT INTO \"%s\" (id, created_at, created_by, modified_at, modified_by",
      change->entity->name);
  for (guint i = 0; i < n_fields; i++)
    g_string_append_printf (sql, ", \"%s\"", change->entity->fields[i].name);
  g_string_append (sql, ") VALUES (?1, ?2, ?3, ?2, ?3");
  for (guint i = 0; i < n_fields; i++)
    g_string_append_printf (sql, ", ?%u", i + 4);
  g_string_append_c (sql, ')');

  rows = _crm_connection_query (write->connection, error, sql->str, "tit", change->id,
                                write->context->wall_usec, write->context->actor);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < n_fields; i++)
    if (!_crm_rows_bind_value (rows, (int)i + 4, &values[i], error))
      return FALSE;

  _crm_rows_next (rows, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_prefixed_error (error, g_steal_pointer (&local_error), "%s: ", change->entity->name);
  return FALSE;
}

static gboolean
apply_create (Write *write, const CrmChange *change, GError **error)
{
  guint n_fields = crm_entity_n_fields (change->entity);
  CrmValue *values = g_new0 (CrmValue, n_fields);
  g_autoptr (GBytes) image = NULL;
  gboolean done;

  for (guint i = 0; i < change->fields->len; i++)
    {
      const CrmFieldChange *entry = &g_array_index (change->fields, CrmFieldChange, i);

      crm_value_clear (&values[entry->field]);
      values[entry->field] = crm_value_copy (&entry->value);
    }

  done = check_all_fields (change, values, error) && insert_row (write, change, values, error);
  if (done)
    {
      image = _crm_journal_pack (change->entity, values);
      done = record_image (write, change, CRM_CHANGE_CREATE, image, error);
    }
  free_values (change->entity, values);
  return done;
}

static gboolean
seen_is_stale (const CrmChange *change,
               const CrmFieldChange *entry,
               const CrmValue *current,
               GError **error)
{
  const CrmField *field = &change->entity->fields[entry->field];

  if (!entry->has_seen || crm_value_equal (&entry->seen, current)
      || crm_value_equal (&entry->value, current))
    return FALSE;
  if (current->kind == CRM_VALUE_TEXT)
    g_set_error (error, CRM_ERROR, CRM_ERROR_CONFLICT, "%s.%s is “%s” by now", change->entity->name,
                 field->name, current->text);
  else if (current->kind == CRM_VALUE_INT)
    g_set_error (error, CRM_ERROR, CRM_ERROR_CONFLICT, "%s.%s is %" G_GINT64_FORMAT " by now",
                 change->entity->name, field->name, current->integer);
  else
    g_set_error (error, CRM_ERROR, CRM_ERROR_CONFLICT, "%s.%s is empty by now",
                 change->entity->name, field->name);
  return TRUE;
}

static gboolean
apply_field (Write *write,
             const CrmChange *change,
             const CrmFieldChange *entry,
             const CrmValue *current,
             GError **error)
{
  const CrmField *field = &change->entity->fields[entry->field];
  g_autofree char *sql = NULL;

  if (seen_is_stale (change, entry, current, error))
    return FALSE;
  if (crm_value_equal (&entry->value, current))
    return TRUE;
  if (!crm_field_check (change->entity, field, &entry->value, error))
    return FALSE;
  if ((field->flags & CRM_FIELD_KEY) && (change->entity->flags & CRM_ENTITY_DERIVED_ID))
    {
      /* The id follows from it: another value would be another record. */
      g_set_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT, "%s.%s cannot change",
                   change->entity->name, field->name);
      return FALSE;
    }

  sql = g_strdup_printf (
      "UPDATE \"%s\" SET \"%s\" = ?, modified_at = ?, modified_by = ? WHERE id = ?",
      change->entity->name, field->name);
  return _crm_connection_run (write->connection, error, sql, "vitt", &entry->value,
                              write->context->wall_usec, write->context->actor, change->id)
         && ((field->flags & CRM_FIELD_DERIVED)
             || record_field (write, change, field, current, &entry->value, error));
}

static gboolean
apply_update (Write *write, const CrmChange *change, const CrmValue *current, GError **error)
{
  for (guint i = 0; i < change->fields->len; i++)
    {
      const CrmFieldChange *entry = &g_array_index (change->fields, CrmFieldChange, i);

      if (!apply_field (write, change, entry, &current[entry->field], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
apply_delete (Write *write, const CrmChange *change, const CrmValue *current, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("DELETE FROM \"%s\" WHERE id = ?", change->entity->name);
  g_autoptr (GBytes) image = _crm_journal_pack (change->entity, current);

  return record_image (write, change, CRM_CHANGE_DELETE, image, error)
         && _crm_connection_run (write->connection, error, sql, "t", change->id);
}

static gboolean
apply_change (Write *write, const CrmChange *change, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  CrmValue *current
      = _crm_journal_read_row (write->connection, change->entity, change->id, &local_error);
  gboolean done;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (change->kind == CRM_CHANGE_CREATE && (current == NULL || !change->create_missing))
    {
      done = apply_create (write, change, error);
    }
  else if (current == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, "there is no %s %s", change->entity->name,
                   change->id);
      done = FALSE;
    }
  else if (change->kind == CRM_CHANGE_DELETE)
    {
      done = apply_delete (write, change, current, error);
    }
  else
    {
      done = apply_update (write, change, current, error);
    }
  free_values (change->entity, current);
  return done;
}

/* The caller holds a write transaction and rolls back on failure. */
gboolean
_crm_journal_apply_in_transaction (CrmConnection *connection,
                                   const CrmJournalContext *context,
                                   const CrmChangeSet *set,
                                   gint64 *out_seq,
                                   GError **error)
{
  Write write = { .connection = connection, .context = context, .set = set };

  if (!_crm_schema_check_version (connection, error))
    return FALSE;
  for (guint i = 0; i < set->changes->len; i++)
    if (!apply_change (&write, g_ptr_array_index (set->changes, i), error))
      return FALSE;
  if (out_seq != NULL)
    *out_seq = write.seq;
  return TRUE;
}

gboolean
_crm_journal_apply (CrmConnection *connection,
                    const CrmJournalContext *context,
                    const CrmChangeSet *set,
                    gint64 *out_seq,
                    GError **error)
{
  if (!_crm_connection_begin (connection, TRUE, error))
    return FALSE;
  if (!_crm_journal_apply_in_transaction (connection, context, set, out_seq, error))
    {
      _crm_connection_rollback (connection);
      return FALSE;
    }
  return _crm_connection_commit (connection, error);
}

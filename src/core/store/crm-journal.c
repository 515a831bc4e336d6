/* crm-journal.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-journal"
#include "config.h"

#include "crm-journal-private.h"

#include "crm-custom-private.h"
#include "crm-redirect-private.h"
#include "crm-schema-private.h"
#include "model/crm-id.h"

typedef struct
{
  CrmConnection *connection;
  const CrmJournalContext *context;
  const CrmChangeSet *set;
  CrmCustomCache *custom;
  gint64 seq; /* 0 until the first change that changes anything */
  gint64 n;
  gint64 has_redirects; /* whether any record was merged into another before */
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

/* What comes back by undo was right when it went: a custom field that is required since does not
 * hold it up. */
static gboolean
check_all_fields (const Write *write,
                  const CrmChange *change,
                  const CrmValue *values,
                  GError **error)
{
  gboolean lenient
      = (change->entity->flags & CRM_ENTITY_CUSTOM) != 0 && write->set->cause == CRM_CAUSE_UNDO;

  for (guint i = 0; change->entity->fields[i].name != NULL; i++)
    if (!(lenient && values[i].kind == CRM_VALUE_NULL)
        && !crm_field_check (change->entity, &change->entity->fields[i], &values[i], error))
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
  g_string_append (sql, ") VALUES (?1, ?4, ?5, ?2, ?3");
  for (guint i = 0; i < n_fields; i++)
    g_string_append_printf (sql, ", ?%u", i + 6);
  g_string_append_c (sql, ')');

  rows = _crm_connection_query (
      write->connection, error, sql->str, "titit", change->id, write->context->wall_usec,
      write->context->actor,
      change->created_usec != 0 ? change->created_usec : write->context->wall_usec,
      change->created_by != NULL ? change->created_by : write->context->actor);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < n_fields; i++)
    if (!_crm_rows_bind_value (rows, (int)i + 6, &values[i], error))
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

  done = check_all_fields (write, change, values, error)
         && insert_row (write, change, values, error);
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
  g_autofree char *path = NULL;

  if (!entry->has_seen || crm_value_equal (&entry->seen, current)
      || crm_value_equal (&entry->value, current))
    return FALSE;
  path = crm_field_dup_path (change->entity, &change->entity->fields[entry->field]);
  if (current->kind == CRM_VALUE_TEXT)
    g_set_error (error, CRM_ERROR, CRM_ERROR_CONFLICT, "%s is “%s” by now", path, current->text);
  else if (current->kind == CRM_VALUE_INT)
    g_set_error (error, CRM_ERROR, CRM_ERROR_CONFLICT, "%s is %" G_GINT64_FORMAT " by now", path,
                 current->integer);
  else
    g_set_error (error, CRM_ERROR, CRM_ERROR_CONFLICT, "%s is empty by now", path);
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

static GBytes *
pack_with_origin (Write *write, const CrmChange *change, const CrmValue *current, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT created_at, created_by FROM \"%s\" WHERE id = ?",
                                          change->entity->name);
  g_autoptr (CrmRows) rows = _crm_connection_query (write->connection, error, sql, "t", change->id);

  if (rows == NULL || !_crm_rows_next (rows, error))
    return NULL;
  return _crm_journal_pack_made (change->entity, current, _crm_rows_int (rows, 0),
                                 _crm_rows_text (rows, 1));
}

static gboolean
delete_row (Write *write, const CrmChange *change, const CrmValue *current, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("DELETE FROM \"%s\" WHERE id = ?", change->entity->name);
  g_autoptr (GBytes) image = pack_with_origin (write, change, current, error);

  return image != NULL && record_image (write, change, CRM_CHANGE_DELETE, image, error)
         && _crm_connection_run (write->connection, error, sql, "t", change->id);
}

/* The custom fields of a record go with it, journalled like the record itself. */
static gboolean
delete_custom (Write *write, const CrmChange *change, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *id = NULL;
  const CrmEntity *custom = NULL;
  CrmValue *values;
  gboolean done = TRUE;

  if (!crm_custom_suits (change->entity))
    return TRUE;
  if (!_crm_custom_lookup (write->connection, write->custom, change->entity, &custom, error))
    return FALSE;
  if (custom == NULL)
    return TRUE;
  id = crm_custom_derive_id (custom, change->id);
  values = _crm_journal_read_row (write->connection, custom, id, &local_error);
  if (values != NULL)
    {
      CrmChange deletion = { .kind = CRM_CHANGE_DELETE, .entity = custom, .id = id };

      done = delete_row (write, &deletion, values, &local_error);
    }
  free_values (custom, values);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return done && local_error == NULL;
}

static gboolean
apply_delete (Write *write, const CrmChange *change, const CrmValue *current, GError **error)
{
  return delete_custom (write, change, error) && delete_row (write, change, current, error);
}

static gboolean
apply_to_row (Write *write, const CrmChange *change, const CrmValue *current, GError **error)
{
  if (change->kind == CRM_CHANGE_CREATE && (current == NULL || !change->create_missing))
    return apply_create (write, change, error);
  if (current != NULL)
    return change->kind == CRM_CHANGE_DELETE ? apply_delete (write, change, current, error)
                                             : apply_update (write, change, current, error);
  /* They went with their record before. */
  if (change->kind == CRM_CHANGE_DELETE && (change->entity->flags & CRM_ENTITY_CUSTOM))
    return TRUE;
  g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, "there is no %s %s", change->entity->name,
               change->id);
  return FALSE;
}

static gboolean
apply_declared (Write *write, const CrmChange *change, GError **error)
{
  GError *local_error = NULL;
  CrmValue *current
      = _crm_journal_read_row (write->connection, change->entity, change->id, &local_error);
  gboolean done;

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  done = apply_to_row (write, change, current, error);
  free_values (change->entity, current);
  return done;
}

/* The custom fields that somebody knew when they made the change may be others by now. */
static gboolean
apply_custom (Write *write, const CrmChange *change, GError **error)
{
  g_autoptr (GArray) fields = g_array_new (FALSE, TRUE, sizeof (CrmFieldChange));
  CrmChange current = *change;

  if (!_crm_custom_resolve (write->connection, write->custom, change->entity->name, &current.entity,
                            error))
    return FALSE;
  if (current.entity == change->entity)
    return apply_declared (write, change, error);
  current.fields = fields;
  for (guint i = 0; i < change->fields->len; i++)
    {
      CrmFieldChange entry = g_array_index (change->fields, CrmFieldChange, i);
      const CrmField *field = &change->entity->fields[entry.field];

      entry.field
          = current.entity != NULL ? crm_entity_field_index (current.entity, field->name) : -1;
      if (entry.field < 0)
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_CONFLICT, "the field “%s” is not there any more",
                       crm_field_get_shown_name (field));
          return FALSE;
        }
      g_array_append_val (fields, entry); /* borrows its values */
    }
  return current.entity == NULL || apply_declared (write, &current, error);
}

static gboolean
apply_change (Write *write, const CrmChange *change, GError **error)
{
  if (change->entity->flags & CRM_ENTITY_CUSTOM)
    return apply_custom (write, change, error);
  if (!apply_declared (write, change, error))
    return FALSE;
  if (!g_str_has_prefix (change->entity->name, "custom_"))
    return TRUE;
  g_hash_table_remove_all (write->custom);
  return !g_str_equal (change->entity->name, "custom_field")
         || _crm_custom_define (write->connection, change->id, error);
}

static gboolean
may_write (CrmConnection *connection, GError **error)
{
  return _crm_schema_check_version (connection, error)
         && _crm_connection_check_place (connection, error);
}

/* A letter that is marked private takes its summary out of the journal, in the same transaction. */
static gboolean
marks_private (const CrmChange *change)
{
  const CrmValue *value;

  if (change->kind == CRM_CHANGE_DELETE || !g_str_equal (change->entity->name, "email"))
    return FALSE;
  value = crm_change_get_value (change, "visibility");
  return value != NULL && value->kind == CRM_VALUE_TEXT && g_str_equal (value->text, "private");
}

/* What somebody wrote to a record that was merged meanwhile goes to where it went. An undo knows
 * what it writes to. */
static gboolean
forward (Write *write, GPtrArray *forwarded, const CrmChange **change, GError **error)
{
  CrmChangeSet *set;

  if (!write->has_redirects || write->set->cause == CRM_CAUSE_UNDO)
    return TRUE;
  if (!_crm_redirect_forward (write->connection, *change, &set, error))
    return FALSE;
  if (set != NULL)
    {
      g_ptr_array_add (forwarded, set);
      *change = g_ptr_array_index (set->changes, 0);
    }
  return TRUE;
}

static gboolean
apply_changes (Write *write, GError **error)
{
  g_autoptr (GPtrArray) forwarded
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_change_set_unref);
  g_autoptr (GPtrArray) made = g_ptr_array_new (); /* (element-type CrmChange) */
  gboolean is_private = FALSE;
  guint n;

  for (guint i = 0; i < write->set->changes->len; i++)
    {
      const CrmChange *change = g_ptr_array_index (write->set->changes, i);

      if (g_cancellable_set_error_if_cancelled (write->context->cancellable, error)
          || !forward (write, forwarded, &change, error) || !apply_change (write, change, error))
        return FALSE;
      is_private |= marks_private (change);
      g_ptr_array_add (made, (gpointer)change);
    }
  for (guint i = 0; i < made->len; i++)
    if (!_crm_journal_check_tree (write->connection, g_ptr_array_index (made, i), error))
      return FALSE;
  return !is_private
         || _crm_journal_redact_private (write->connection, CRM_REDACT_UNDOABLE, &n, error);
}

/* A set without changes: the trace of an undo that could take nothing back. The caller holds a
 * write transaction and rolls back on failure. */
gboolean
_crm_journal_apply_empty (CrmConnection *connection,
                          const CrmJournalContext *context,
                          const CrmChangeSet *set,
                          gint64 *out_seq,
                          GError **error)
{
  Write write = { .connection = connection, .context = context, .set = set };

  if (!may_write (connection, error) || !ensure_set_row (&write, error))
    return FALSE;
  *out_seq = write.seq;
  return TRUE;
}

/* The caller holds a write transaction and rolls back on failure. */
gboolean
_crm_journal_apply_in_transaction (CrmConnection *connection,
                                   const CrmJournalContext *context,
                                   const CrmChangeSet *set,
                                   gint64 *out_seq,
                                   GError **error)
{
  g_autoptr (GHashTable) custom = _crm_custom_cache_new ();
  Write write = { .connection = connection, .context = context, .set = set, .custom = custom };

  if (!may_write (connection, error)
      || !_crm_connection_get_int (connection, &write.has_redirects, error,
                                   "SELECT EXISTS (SELECT 1 FROM redirect)", "")
      || !apply_changes (&write, error))
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

/* crm-change-query.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-change-query"
#include "config.h"

#include "crm-change-query.h"

#include "crm-reader-private.h"
#include "model/crm-clock.h"
#include "model/crm-custom.h"
#include "model/crm-id.h"

static void
free_change (gpointer data)
{
  CrmRecordChange *self = data;

  crm_value_clear (&self->old_value);
  crm_value_clear (&self->new_value);
  g_free (self->actor);
  g_free (self->label);
  g_free (self->currency);
  g_free (self);
}

/* In place of an id what it is called; nothing in place of one that is no more. */
static gboolean
name_reference (CrmReader *reader, const CrmField *field, CrmValue *value, GError **error)
{
  g_autoptr (CrmRecord) record = NULL;

  if (value->kind != CRM_VALUE_TEXT)
    return TRUE;
  if (!crm_reader_look_up (reader, field->reference, value->text, &record, error))
    return FALSE;
  crm_value_clear (value);
  if (record != NULL)
    *value = crm_value_text (crm_record_get_title (record));
  return TRUE;
}

/* What only programs understand, or follows from what else was changed. */
static gboolean
is_shown (const CrmField *field)
{
  return field->type != CRM_FIELD_HASH
         && !(field->type == CRM_FIELD_TIME && (field->flags & CRM_FIELD_MANAGED));
}

/* (nullable): NULL for what is not shown. */
static CrmRecordChange *
read_change (CrmRows *rows, const CrmEntity *entity, const CrmEntity *custom)
{
  const char *name = _crm_rows_text (rows, 6);
  const CrmField *field = name != NULL ? crm_entity_find_field (entity, name) : NULL;
  CrmRecordChange *change;
  gint64 usec = crm_hlc_to_usec (_crm_rows_int (rows, 0));
  gint64 written_usec = crm_id_get_usec (_crm_rows_text (rows, 1));

  if (field == NULL && name != NULL && custom != NULL)
    field = crm_entity_find_field (custom, name);
  if (name != NULL ? field == NULL || !is_shown (field)
                   : !g_str_equal (_crm_rows_text (rows, 5), entity->name))
    return NULL;
  change = g_new0 (CrmRecordChange, 1);
  /* After a wall clock that was ahead the journal's own stands there for as long; the id knows. */
  change->usec = written_usec >= 0 ? MIN (usec, written_usec) : usec;
  change->actor = g_strdup (_crm_rows_text (rows, 2));
  change->label = g_strdup (_crm_rows_text (rows, 3));
  change->kind = (CrmChangeKind)_crm_rows_int (rows, 4);
  change->field = field;
  change->old_value = _crm_rows_value (rows, 7);
  change->new_value = _crm_rows_value (rows, 8);
  return change;
}

static gboolean
name_references (CrmReader *reader, GPtrArray *changes, GError **error)
{
  for (guint i = 0; i < changes->len; i++)
    {
      CrmRecordChange *change = g_ptr_array_index (changes, i);

      if (change->field == NULL || change->field->type != CRM_FIELD_REF)
        continue;
      if (!name_reference (reader, change->field, &change->old_value, error)
          || !name_reference (reader, change->field, &change->new_value, error))
        return FALSE;
    }
  return TRUE;
}

/* Whoever changes the currency changes the amount, too: which one an old amount was of is beside
 * it. */
static gboolean
find_currencies (
    CrmReader *reader, const CrmEntity *entity, const char *id, GPtrArray *changes, GError **error)
{
  g_autoptr (CrmRecord) record = NULL;

  if (!crm_reader_look_up (reader, entity->name, id, &record, error)
      || (record != NULL && !crm_reader_load_custom (reader, record, error)))
    return FALSE;
  for (guint i = 0; record != NULL && i < changes->len; i++)
    {
      CrmRecordChange *change = g_ptr_array_index (changes, i);
      const CrmField *field = change->field;

      if (field == NULL || field->type != CRM_FIELD_MONEY || field->reference == NULL)
        continue;
      if (crm_entity_find_field (entity, field->name) != NULL)
        change->currency = g_strdup (crm_record_get_text (record, field->reference));
      else if (record->custom != NULL)
        change->currency = g_strdup (crm_record_get_text (record->custom, field->reference));
    }
  return TRUE;
}

/**
 * crm_query_record_changes:
 * @reader: a reader
 * @entity: an entity's name
 * @id: id of a record, which may be no more
 * @limit: at most this many
 * @error: (nullable): storage errors
 *
 * Times that follow from other changes are left out.
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecordChange): the changes of its
 * fields, own ones included, its creation and its deletion, newest first; %NULL on failure
 */
GPtrArray *
crm_query_record_changes (
    CrmReader *reader, const char *entity, const char *id, guint limit, GError **error)
{
  const CrmEntity *declared = crm_entity_find (entity);
  const CrmEntity *custom = NULL;
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (free_change);
  g_autofree char *custom_id = NULL;
  g_autoptr (CrmRows) rows = NULL;
  GError *local_error = NULL;

  g_return_val_if_fail (declared != NULL, NULL);

  if (crm_custom_suits (declared) && !crm_reader_get_custom (reader, entity, &custom, error))
    return NULL;
  custom_id = custom != NULL ? crm_custom_derive_id (custom, id) : g_strdup (id);
  rows = _crm_connection_query (
      reader->connection, error,
      "SELECT s.hlc, s.id, coalesce (u.name, s.actor), s.label, c.kind, c.entity, c.field, c.old,"
      " c.new FROM change AS c JOIN change_set AS s ON s.seq = c.seq LEFT JOIN user AS u"
      " ON u.id = s.actor WHERE c.record IN (?1, ?2) ORDER BY c.seq DESC, c.n LIMIT ?3",
      "tti", id, custom_id, (gint64)limit);
  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    {
      CrmRecordChange *change = read_change (rows, declared, custom);

      if (change != NULL)
        g_ptr_array_add (changes, change);
    }
  if (!_crm_reader_ended (error, local_error))
    return NULL;
  g_clear_pointer (&rows, _crm_rows_done);
  if (!name_references (reader, changes, error)
      || !find_currencies (reader, declared, id, changes, error))
    return NULL;
  return g_steal_pointer (&changes);
}

typedef struct
{
  char *entity; /* (owned) */
  char *id;     /* (owned) */
  guint limit;
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  g_free (request->entity);
  g_free (request->id);
  g_free (request);
}

static gpointer
query_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  Request *request = data;

  return crm_query_record_changes (reader, request->entity, request->id, request->limit, error);
}

/**
 * crm_query_record_changes_async:
 * @store: a store
 * @entity: an entity's name
 * @id: id of a record
 * @limit: at most this many
 * @cancellable: (nullable): interrupts the reading
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * Reads them on the reader thread.
 */
void
crm_query_record_changes_async (CrmStore *store,
                                const char *entity,
                                const char *id,
                                guint limit,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  Request *request = g_new (Request, 1);

  *request = (Request){ g_strdup (entity), g_strdup (id), limit };
  crm_store_read_async (store, query_in_worker, request, free_request,
                        (GDestroyNotify)g_ptr_array_unref, cancellable, callback, user_data);
}

/**
 * crm_query_record_changes_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): storage errors, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecordChange): the changes
 */
GPtrArray *
crm_query_record_changes_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}

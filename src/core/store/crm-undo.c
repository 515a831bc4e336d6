/* crm-undo.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Reads the newest change set of one person at one front end and builds the set that takes it back.
 * What somebody changed since is left alone and named. First it is decided what may go back, since
 * that of one record depends on the others; then the set is built, newest change first. */
#define G_LOG_DOMAIN "crm-undo"
#include "config.h"

#include "crm-custom-private.h"
#include "crm-journal-private.h"

typedef struct
{
  CrmConnection *connection;
  CrmChangeSet *undo;
  gint64 seq;
  CrmCustomCache *custom;
  GPtrArray *entities;   /* (element-type CrmEntity): all, those with custom fields too */
  GPtrArray *entries;    /* (element-type Entry): newest first */
  GPtrArray *skipped;    /* (element-type utf8): "entity.field" or "entity" for what stays */
  GHashTable *made;      /* (element-type utf8): ids that the set made */
  GHashTable *restoring; /* (element-type utf8): ids that the set deleted */
  GHashTable
      *deleting; /* (element-type utf8): ids that the undo deletes, or takes out of the way */
  GHashTable
      *adopted;    /* (element-type utf8): follow-ups that the set made of somebody's own tasks */
  GError *failure; /* (owned) (nullable): the first question that could not be answered */
} Undo;

/* Where a question puts its error. What could not be read is no answer, least of all "changed
 * since". */
static GError **
failure_of (Undo *undo)
{
  return undo->failure == NULL ? &undo->failure : NULL;
}

/* One row of the journal. */
typedef struct
{
  CrmChangeKind kind;
  const CrmEntity *entity;
  const CrmField *field; /* (nullable) */
  char *name;            /* (owned): for people, of what it is */
  char *record;          /* (owned) */
  CrmValue old_value;    /* (owned) */
  CrmValue new_value;    /* (owned) */
  GHashTable *image;     /* (owned) (nullable) (element-type utf8 CrmValue) */
  gboolean reverting;    /* for an update: whether it goes back */
} Entry;

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->name);
  g_free (entry->record);
  crm_value_clear (&entry->old_value);
  crm_value_clear (&entry->new_value);
  g_clear_pointer (&entry->image, g_hash_table_unref);
  g_free (entry);
}

static Entry *
read_entry (Undo *undo, CrmRows *rows)
{
  Entry *entry = g_new0 (Entry, 1);
  const char *entity = _crm_rows_text (rows, 1);
  const char *field = _crm_rows_text (rows, 3);

  entry->kind = (CrmChangeKind)_crm_rows_int (rows, 0);
  /* It cannot fail: all entities are in the cache by now. */
  _crm_custom_resolve (undo->connection, undo->custom, entity, &entry->entity, failure_of (undo));
  if (entry->entity != NULL && field != NULL)
    entry->field = crm_entity_find_field (entry->entity, field);
  if (entry->field != NULL)
    entry->name = crm_field_dup_path (entry->entity, entry->field);
  else
    entry->name = field != NULL ? g_strdup_printf ("%s.%s", entity, field) : g_strdup (entity);
  entry->record = g_strdup (_crm_rows_text (rows, 2));
  entry->old_value = _crm_rows_value (rows, 4);
  entry->new_value = _crm_rows_value (rows, 5);
  if (!_crm_rows_is_null (rows, 6))
    {
      g_autoptr (GBytes) image = g_bytes_new (sqlite3_column_blob (rows->stmt, 6),
                                              (gsize)sqlite3_column_bytes (rows->stmt, 6));

      entry->image = _crm_journal_unpack (image);
    }
  return entry;
}

static void
skip (Undo *undo, const Entry *entry, const CrmField *field)
{
  g_ptr_array_add (undo->skipped, field != NULL ? crm_field_dup_path (entry->entity, field)
                                                : g_strdup (entry->name));
}

static gboolean
is_outbox (const Entry *entry)
{
  return g_str_equal (entry->entity->name, "outbox");
}

/* Confirmations from the address book do not count as somebody's change. Neither does what came
 * from somebody's own task: it stands there, and stays there when the follow-up lets go of it. */
static gboolean
changed_since (Undo *undo, const char *record, const char *field)
{
  gboolean is_adopted = g_hash_table_contains (undo->adopted, record);
  gint64 found = 1;

  _crm_connection_get_int (undo->connection, &found, failure_of (undo),
                           "SELECT EXISTS (SELECT 1 FROM change JOIN change_set USING (seq)"
                           " WHERE record = ?1 AND seq > ?2 AND cause NOT IN (?4, ?5)"
                           " AND (field IS NULL OR field = ?3))",
                           "titii", record, undo->seq, field, (gint64)CRM_CAUSE_OUTBOX,
                           (gint64)(is_adopted ? CRM_CAUSE_SYNC : CRM_CAUSE_OUTBOX));
  return found != 0;
}

/* What was changed and taken back since is as it was. */
static gboolean
is_untouched (Undo *undo, const Entry *entry, const CrmField *field, const CrmValue *left)
{
  g_autofree char *sql = g_strdup_printf ("SELECT \"%s\" FROM \"%s\" WHERE id = ?", field->name,
                                          entry->entity->name);
  g_autoptr (CrmRows) rows
      = _crm_connection_query (undo->connection, failure_of (undo), sql, "t", entry->record);
  g_auto (CrmValue) current = CRM_VALUE_INIT;

  if (rows == NULL || !_crm_rows_next (rows, failure_of (undo)))
    return FALSE; /* deleted since */
  current = _crm_rows_value (rows, 0);
  return crm_value_equal (&current, left) || !changed_since (undo, entry->record, field->name);
}

static gboolean
exists (Undo *undo, const CrmEntity *entity, const char *id)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT EXISTS (SELECT 1 FROM \"%s\" WHERE id = ?)", entity->name);
  gint64 found = 0;

  return _crm_connection_get_int (undo->connection, &found, failure_of (undo), sql, "t", id)
         && found;
}

static gboolean
leads_nowhere (Undo *undo, const CrmField *field, const CrmValue *value)
{
  return field->type == CRM_FIELD_REF && value->kind == CRM_VALUE_TEXT
         && !g_hash_table_contains (undo->restoring, value->text)
         && !exists (undo, crm_entity_find (field->reference), value->text);
}

/* Whether another record that stays bears the value by now, which only one may bear. */
static gboolean
is_taken (Undo *undo, const Entry *entry, const CrmField *field, const CrmValue *value)
{
  g_autofree char *sql = NULL;
  g_autoptr (CrmRows) rows = NULL;

  if (!(field->flags & CRM_FIELD_UNIQUE) || value == NULL || value->kind == CRM_VALUE_NULL)
    return FALSE;
  sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE \"%s\" = ? AND id <> ?", entry->entity->name,
                         field->name);
  rows = _crm_connection_query (undo->connection, failure_of (undo), sql, "vt", value,
                                entry->record);
  while (rows != NULL && _crm_rows_next (rows, failure_of (undo)))
    if (!g_hash_table_contains (undo->deleting, _crm_rows_text (rows, 0)))
      return TRUE;
  return FALSE;
}

static gboolean
can_delete (Undo *undo, const Entry *entry)
{
  static const CrmValue unknown = CRM_VALUE_INIT;

  for (const CrmField *field = entry->entity->fields; field->name != NULL; field++)
    {
      const CrmValue *made = g_hash_table_lookup (entry->image, field->name);

      if (!is_untouched (undo, entry, field, made != NULL ? made : &unknown))
        return FALSE;
    }
  return TRUE;
}

static gboolean
can_revert (Undo *undo, const Entry *entry)
{
  return entry->field != NULL && is_untouched (undo, entry, entry->field, &entry->new_value)
         && !leads_nowhere (undo, entry->field, &entry->old_value)
         && !is_taken (undo, entry, entry->field, &entry->old_value);
}

static gboolean
is_reverted (Undo *undo, const char *record, const CrmField *field)
{
  for (guint i = 0; i < undo->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (undo->entries, i);

      if (entry->reverting && entry->field == field && g_str_equal (entry->record, record))
        return TRUE;
    }
  return FALSE;
}

/* Whether a record that stays refers to this one, and the undo does not change that. */
static gboolean
refers (Undo *undo, const CrmEntity *entity, const CrmField *field, const char *record)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT id FROM \"%s\" WHERE \"%s\" = ?", entity->name, field->name);
  g_autoptr (CrmRows) rows
      = _crm_connection_query (undo->connection, failure_of (undo), sql, "t", record);

  while (rows != NULL && _crm_rows_next (rows, failure_of (undo)))
    if (!g_hash_table_contains (undo->deleting, _crm_rows_text (rows, 0))
        && !is_reverted (undo, _crm_rows_text (rows, 0), field))
      return TRUE;
  return FALSE;
}

static gboolean
is_referred_to (Undo *undo, const Entry *entry)
{
  for (guint i = 0; i < undo->entities->len; i++)
    {
      const CrmEntity *entity = g_ptr_array_index (undo->entities, i);

      for (const CrmField *field = entity->fields; field->name != NULL; field++)
        if (field->type == CRM_FIELD_REF && g_str_equal (field->reference, entry->entity->name)
            && refers (undo, entity, field, entry->record))
          return TRUE;
    }
  return FALSE;
}

static gboolean
is_task_order (const Entry *entry)
{
  const CrmValue *action
      = entry->image != NULL ? g_hash_table_lookup (entry->image, "action") : NULL;

  return action != NULL && action->kind == CRM_VALUE_TEXT
         && g_str_has_suffix (action->text, "_task");
}

/* What was somebody's own task before is let go of, never removed. */
static gboolean
is_adoption (const Entry *entry)
{
  const CrmValue *action
      = entry->image != NULL ? g_hash_table_lookup (entry->image, "action") : NULL;

  return is_outbox (entry) && action != NULL && action->kind == CRM_VALUE_TEXT
         && g_str_equal (action->text, "adopt_task");
}

static void
note_adopted (Undo *undo, const Entry *entry)
{
  const CrmValue *follow_up
      = is_adoption (entry) ? g_hash_table_lookup (entry->image, "follow_up") : NULL;

  if (follow_up != NULL && follow_up->kind == CRM_VALUE_TEXT)
    g_hash_table_add (undo->adopted, g_strdup (follow_up->text));
}

/* The contact of a person who stays, stays; so does the task of a follow-up. */
static gboolean
order_stays (Undo *undo, const Entry *entry)
{
  const CrmValue *owner
      = g_hash_table_lookup (entry->image, is_task_order (entry) ? "follow_up" : "person");

  return owner != NULL && owner->kind == CRM_VALUE_TEXT
         && g_hash_table_contains (undo->made, owner->text)
         && !g_hash_table_contains (undo->deleting, owner->text);
}

static gboolean
can_restore (Undo *undo, const Entry *entry)
{
  if (exists (undo, entry->entity, entry->record)) /* made again, by this set or by somebody */
    return g_hash_table_contains (undo->deleting, entry->record);
  for (const CrmField *field = entry->entity->fields; field->name != NULL; field++)
    {
      const CrmValue *value = g_hash_table_lookup (entry->image, field->name);

      if (value != NULL && (field->flags & (CRM_FIELD_REQUIRED | CRM_FIELD_KEY))
          && leads_nowhere (undo, field, value))
        return FALSE;
      if (is_taken (undo, entry, field, value))
        return FALSE;
    }
  return TRUE;
}

/* Takes back what was decided about one entry when it cannot be, since of the others less goes back
 * than was thought. Whether it was. */
static gboolean
reconsider (Undo *undo, Entry *entry)
{
  if (entry->kind == CRM_CHANGE_UPDATE)
    {
      if (!entry->reverting || can_revert (undo, entry))
        return FALSE;
      entry->reverting = FALSE;
      return TRUE;
    }
  if (entry->kind == CRM_CHANGE_DELETE)
    return g_hash_table_contains (undo->restoring, entry->record) && !can_restore (undo, entry)
           && g_hash_table_remove (undo->restoring, entry->record);
  /* What stays keeps what it refers to, and so on. */
  return g_hash_table_contains (undo->deleting, entry->record)
         && (is_outbox (entry) ? order_stays (undo, entry) : is_referred_to (undo, entry))
         && g_hash_table_remove (undo->deleting, entry->record);
}

static void
decide (Undo *undo)
{
  gboolean settled = FALSE;

  for (guint i = 0; i < undo->entries->len; i++)
    note_adopted (undo, g_ptr_array_index (undo->entries, i));
  for (guint i = 0; i < undo->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (undo->entries, i);

      if (entry->kind == CRM_CHANGE_CREATE && (is_outbox (entry) || can_delete (undo, entry)))
        g_hash_table_add (undo->deleting, entry->record);
    }
  for (guint i = 0; i < undo->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (undo->entries, i);

      entry->reverting = entry->kind == CRM_CHANGE_UPDATE && can_revert (undo, entry);
    }
  while (!settled)
    {
      settled = TRUE;
      for (guint i = 0; i < undo->entries->len; i++)
        if (reconsider (undo, g_ptr_array_index (undo->entries, i)))
          settled = FALSE;
    }
}

/* There is one order a task, and it turns round. */
static void
undo_task_order (Undo *undo, const Entry *entry)
{
  CrmChange *change = crm_change_set_update (undo->undo, "outbox", entry->record);

  crm_change_set_text (change, "action", "remove_task");
  crm_change_set_text (change, "state", "pending");
  crm_change_set_null (change, "follow_up");
}

/* A contact that was ordered for the address book is taken back by a second order. */
static void
undo_order (Undo *undo, const Entry *entry)
{
  CrmValue *values
      = _crm_journal_read_row (undo->connection, entry->entity, entry->record, failure_of (undo));
  CrmChange *change;

  if (values == NULL)
    return;
  change = crm_change_set_create (undo->undo, "outbox", NULL);
  for (guint i = 0; entry->entity->fields[i].name != NULL; i++)
    {
      crm_change_set_value (change, entry->entity->fields[i].name, &values[i]);
      crm_value_clear (&values[i]);
    }
  g_free (values);
  crm_change_set_text (change, "action", "remove_contact");
  crm_change_set_text (change, "state", "pending");
  crm_change_set_null (change, "person");
  crm_change_set_null (crm_change_set_update (undo->undo, "outbox", entry->record), "person");
}

static gboolean
is_contact_change (const Entry *entry)
{
  const CrmValue *action = g_hash_table_lookup (entry->image, "action");

  return is_outbox (entry) && action != NULL && action->kind == CRM_VALUE_TEXT
         && g_str_equal (action->text, "change_contact");
}

static void
swap_values (CrmChange *change, const char *first, const char *second, GHashTable *image)
{
  const CrmValue *values[]
      = { g_hash_table_lookup (image, first), g_hash_table_lookup (image, second) };

  if (values[0] != NULL)
    crm_change_set_value (change, second, values[0]);
  if (values[1] != NULL)
    crm_change_set_value (change, first, values[1]);
}

/* A field of a contact that was changed is changed back by a second order, under the same
 * condition: that it still is as the first one left it. The address book had the change already
 * where the order says `found`: then it is not ours to take back. */
static void
undo_contact_change (Undo *undo, const Entry *entry)
{
  static const char *const kept[] = { "book_uid", "contact_uid", "person" };
  CrmChange *change = crm_change_set_create (undo->undo, "outbox", NULL);

  crm_change_set_text (change, "action", "change_contact");
  crm_change_set_text (change, "state", "pending");
  crm_change_set_text (change, "takes_back", entry->record);
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      const CrmValue *value = g_hash_table_lookup (entry->image, kept[i]);

      if (value != NULL)
        crm_change_set_value (change, kept[i], value);
    }
  swap_values (change, "payload", "base", entry->image);
}

static void
undo_create (Undo *undo, const Entry *entry)
{
  if (!g_hash_table_contains (undo->deleting, entry->record))
    skip (undo, entry, NULL);
  else if (is_adoption (entry))
    crm_change_set_add (undo->undo, CRM_CHANGE_DELETE, entry->entity, entry->record);
  else if (is_outbox (entry) && is_task_order (entry))
    undo_task_order (undo, entry);
  else if (is_contact_change (entry))
    undo_contact_change (undo, entry);
  else if (is_outbox (entry))
    undo_order (undo, entry);
  else
    crm_change_set_add (undo->undo, CRM_CHANGE_DELETE, entry->entity, entry->record);
}

static void
undo_update (Undo *undo, const Entry *entry)
{
  if (!is_outbox (entry) && g_hash_table_contains (undo->deleting, entry->record))
    return; /* goes as a whole */
  if (entry->reverting)
    crm_change_set_value (
        crm_change_set_add (undo->undo, CRM_CHANGE_UPDATE, entry->entity, entry->record),
        entry->field->name, &entry->old_value);
  else
    skip (undo, entry, NULL);
}

/* Images from before do not tell it. */
static void
restore_origin (CrmChange *change, GHashTable *image)
{
  const CrmValue *at = g_hash_table_lookup (image, CRM_COLUMN_CREATED_AT);
  const CrmValue *by = g_hash_table_lookup (image, CRM_COLUMN_CREATED_BY);

  if (at != NULL && at->kind == CRM_VALUE_INT)
    change->created_usec = at->integer;
  if (by != NULL && by->kind == CRM_VALUE_TEXT)
    change->created_by = g_strdup (by->text);
}

static void
undo_delete (Undo *undo, const Entry *entry)
{
  CrmChange *change;

  if (!g_hash_table_contains (undo->restoring, entry->record))
    {
      skip (undo, entry, NULL);
      return;
    }
  change = crm_change_set_add (undo->undo, CRM_CHANGE_CREATE, entry->entity, entry->record);
  restore_origin (change, entry->image);
  for (const CrmField *field = entry->entity->fields; field->name != NULL; field++)
    {
      const CrmValue *value = g_hash_table_lookup (entry->image, field->name);

      if (value != NULL && leads_nowhere (undo, field, value))
        skip (undo, entry, field);
      else if (value != NULL)
        crm_change_set_value (change, field->name, value);
    }
}

static gboolean
read_entries (Undo *undo, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (undo->connection, error,
                               "SELECT kind, entity, record, field, old, new, image FROM change"
                               " WHERE seq = ? ORDER BY n DESC",
                               "i", undo->seq);

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      Entry *entry = read_entry (undo, rows);

      if (entry->entity == NULL || (entry->kind != CRM_CHANGE_UPDATE && entry->image == NULL))
        {
          skip (undo, entry, NULL); /* of an entity that is no more */
          free_entry (entry);
          continue;
        }
      g_ptr_array_add (undo->entries, entry);
      if (entry->kind != CRM_CHANGE_UPDATE)
        g_hash_table_add (entry->kind == CRM_CHANGE_CREATE ? undo->made : undo->restoring,
                          entry->record);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
undo_changes (Undo *undo, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (free_entry);
  g_autoptr (GHashTable) made = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) restoring = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) deleting = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) adopted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) custom = _crm_custom_cache_new ();
  g_autoptr (GPtrArray) entities = _crm_custom_list_entities (undo->connection, custom, error);

  if (entities == NULL)
    return FALSE;
  undo->custom = custom;
  undo->entities = entities;
  undo->entries = entries;
  undo->made = made;
  undo->restoring = restoring;
  undo->deleting = deleting;
  undo->adopted = adopted;
  if (!read_entries (undo, error))
    return FALSE;
  decide (undo);
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (entries, i);

      if (entry->kind == CRM_CHANGE_CREATE)
        undo_create (undo, entry);
      else if (entry->kind == CRM_CHANGE_UPDATE)
        undo_update (undo, entry);
      else
        undo_delete (undo, entry);
    }
  return TRUE;
}

/* Returns: (transfer full) (nullable): the set that takes back the newest change of this person
 * from this front end, without changes when all of it must stay. One that was tried in vain, which
 * is an undo without changes, is passed over until anybody writes something new;
 * %CRM_ERROR_NOT_FOUND when there is nothing left to undo. Must run in the write transaction that
 * applies it. */
CrmChangeSet *
_crm_journal_build_undo (CrmConnection *connection,
                         const CrmJournalContext *context,
                         GPtrArray *skipped,
                         char **out_label,
                         GError **error)
{
  g_autoptr (CrmChangeSet) set = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      connection, error,
      "SELECT seq, id, label FROM change_set AS c"
      " WHERE actor = ?1 AND front_end = ?2 AND cause = ?3"
      " AND NOT EXISTS (SELECT 1 FROM change_set AS u WHERE u.undoes = c.id"
      "  AND (EXISTS (SELECT 1 FROM change WHERE change.seq = u.seq)"
      "   OR NOT EXISTS (SELECT 1 FROM change_set AS w WHERE w.seq > u.seq AND NOT"
      "    (w.actor = ?1 AND w.front_end = ?2 AND w.cause = ?4))))"
      " ORDER BY seq DESC LIMIT 1",
      "ttii", context->actor, context->front_end, (gint64)CRM_CAUSE_USER, (gint64)CRM_CAUSE_UNDO);
  Undo undo = { .connection = connection, .skipped = skipped };
  gboolean done;

  if (rows == NULL)
    return NULL;
  if (!_crm_rows_next (rows, &local_error))
    {
      if (local_error != NULL)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, "there is nothing to undo");
      return NULL;
    }

  set = crm_change_set_new (_crm_rows_text (rows, 2), CRM_CAUSE_UNDO);
  set->undoes = g_strdup (_crm_rows_text (rows, 1));
  if (out_label != NULL)
    *out_label = g_strdup (_crm_rows_text (rows, 2));
  undo.seq = _crm_rows_int (rows, 0);
  undo.undo = set;
  done = undo_changes (&undo, &local_error);
  if (undo.failure != NULL)
    g_propagate_error (error, undo.failure);
  else if (!done)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return done && undo.failure == NULL ? g_steal_pointer (&set) : NULL;
}

/* crm-check-journal.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Law 2 read backwards: since every write is journalled, every record must be what its journal adds
 * up to. What is not was changed by a disk, or around the journal. */
#define G_LOG_DOMAIN "crm-check-journal"
#include "config.h"

#include "crm-check-private.h"
#include "crm-journal-private.h"
#include "model/crm-entity.h"

typedef struct
{
  CrmConnection *connection; /* (unowned) */
  const char *path;          /* (unowned) */
  GPtrArray *findings;       /* (unowned) */
  guint max_findings;        /* of all */
  const CrmEntity *entity;   /* (nullable): of the record in hand */
  char *record;              /* (owned) (nullable): its id */
  gboolean exists;           /* as the journal has it */
  GHashTable *values;        /* (owned) (element-type utf8 CrmValue): of its fields */
} Replay;

static void
free_value (gpointer value)
{
  crm_value_clear (value);
  g_free (value);
}

static void
complain (Replay *replay, const char *entity, const char *record, const char *field)
{
  CrmFinding *finding;

  if (replay->findings->len >= replay->max_findings)
    return;
  finding = g_new0 (CrmFinding, 1);
  finding->kind = CRM_FINDING_UNLIKE_JOURNAL;
  finding->file = g_strdup (replay->path);
  finding->place = field != NULL ? g_strdup_printf ("%s %s: %s", entity, record, field)
                                 : g_strdup_printf ("%s %s", entity, record);
  g_ptr_array_add (replay->findings, finding);
}

/* A field that came with a later schema may have been filled by the upgrade, which is no change. */
static gboolean
may_differ (const CrmField *field, const CrmValue *told)
{
  return (field->flags & CRM_FIELD_DERIVED) || (field->since > 1 && told == NULL);
}

static void
compare_fields (Replay *replay, const CrmValue *row)
{
  static const CrmValue unknown = CRM_VALUE_INIT;

  for (guint i = 0; replay->entity->fields[i].name != NULL; i++)
    {
      const CrmField *field = &replay->entity->fields[i];
      const CrmValue *told = g_hash_table_lookup (replay->values, field->name);

      if (!may_differ (field, told) && !crm_value_equal (&row[i], told != NULL ? told : &unknown))
        complain (replay, replay->entity->name, replay->record, field->name);
    }
}

/* The record in hand is told to its end. */
static gboolean
finish_record (Replay *replay, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  CrmValue *row;

  if (replay->entity == NULL)
    return TRUE;
  row = _crm_journal_read_row (replay->connection, replay->entity, replay->record, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if ((row != NULL) != replay->exists)
    complain (replay, replay->entity->name, replay->record, NULL);
  else if (row != NULL)
    compare_fields (replay, row);
  for (guint i = 0; row != NULL && replay->entity->fields[i].name != NULL; i++)
    crm_value_clear (&row[i]);
  g_free (row);
  return TRUE;
}

static void
replay_change (Replay *replay, CrmRows *rows)
{
  CrmChangeKind kind = (CrmChangeKind)_crm_rows_int (rows, 2);
  const char *field = _crm_rows_text (rows, 3);

  if (kind == CRM_CHANGE_UPDATE)
    {
      CrmValue value = _crm_rows_value (rows, 4);

      if (field != NULL)
        g_hash_table_insert (replay->values, g_strdup (field), g_memdup2 (&value, sizeof value));
      else
        crm_value_clear (&value);
      return;
    }
  replay->exists = kind == CRM_CHANGE_CREATE;
  if (kind == CRM_CHANGE_CREATE)
    {
      g_autoptr (GBytes) image = g_bytes_new (sqlite3_column_blob (rows->stmt, 5),
                                              (gsize)sqlite3_column_bytes (rows->stmt, 5));

      g_hash_table_unref (replay->values);
      replay->values = _crm_journal_unpack (image);
    }
}

static gboolean
begin_record (Replay *replay, CrmRows *rows, GError **error)
{
  if (!finish_record (replay, error))
    return FALSE;
  g_free (replay->record);
  replay->record = g_strdup (_crm_rows_text (rows, 0));
  replay->entity = crm_entity_find (_crm_rows_text (rows, 1));
  replay->exists = FALSE;
  g_hash_table_remove_all (replay->values);
  return TRUE;
}

static gboolean
replay_all (Replay *replay, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (replay->connection, error,
                               "SELECT record, entity, kind, field, new, image FROM change"
                               " ORDER BY record, seq, n",
                               "");

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      if (g_strcmp0 (replay->record, _crm_rows_text (rows, 0)) != 0
          && !begin_record (replay, rows, error))
        return FALSE;
      replay_change (replay, rows);
    }
  if (local_error == NULL)
    return finish_record (replay, error);
  g_propagate_error (error, local_error);
  return FALSE;
}

/* Records that the journal has never heard of. */
static gboolean
find_untold (Replay *replay, const CrmEntity *entity, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM \"%s\" AS t WHERE NOT EXISTS"
                                          " (SELECT 1 FROM change WHERE record = t.id) LIMIT 100",
                                          entity->name);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (replay->connection, error, sql, "");

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    complain (replay, entity->name, _crm_rows_text (rows, 0), NULL);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/* Only for a file of this program's schema: an older one has not all columns yet. */
gboolean
_crm_check_journal (CrmConnection *connection,
                    const char *path,
                    guint max_findings,
                    GPtrArray *findings,
                    GError **error)
{
  Replay replay = { .connection = connection,
                    .path = path,
                    .findings = findings,
                    .max_findings = findings->len + max_findings };
  gboolean done;

  replay.values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_value);
  done = replay_all (&replay, error);
  for (const CrmEntity *const *entity = crm_entity_list (); done && *entity != NULL; entity++)
    done = find_untold (&replay, *entity, error);
  g_hash_table_unref (replay.values);
  g_free (replay.record);
  return done;
}

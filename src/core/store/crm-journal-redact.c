/* crm-journal-redact.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A letter that was filed and is private now has left its summary in the journal: in the image of
 * its record and in old values. It is taken out in place, which nothing else may do to the journal.
 * Which record was touched when, by whom, stays. */
#define G_LOG_DOMAIN "crm-journal-redact"
#include "config.h"

#include "crm-journal-private.h"
#include "model/crm-entity.h"

/* Who the letter is, and that it is private. */
static gboolean
is_identity (const char *field)
{
  static const char *const kept[] = { "fingerprint", "mid_hash", "visibility", NULL };

  return g_strv_contains (kept, field);
}

/* (transfer full) (nullable): NULL when there is nothing to take out */
static GBytes *
redact_image (const CrmEntity *email, GBytes *image)
{
  g_autoptr (GHashTable) values = _crm_journal_unpack (image);
  g_autofree CrmValue *kept = g_new0 (CrmValue, crm_entity_n_fields (email));
  gboolean found = FALSE;

  for (guint i = 0; email->fields[i].name != NULL; i++)
    {
      const CrmValue *value = g_hash_table_lookup (values, email->fields[i].name);

      if (value != NULL && is_identity (email->fields[i].name))
        kept[i] = *value; /* borrowed */
      else
        found |= value != NULL && value->kind != CRM_VALUE_NULL;
    }
  return found ? _crm_journal_pack (email, kept) : NULL;
}

static gboolean
write_image (CrmConnection *connection, gint64 seq, gint64 n, GBytes *image, GError **error)
{
  g_autoptr (CrmRows) rows = _crm_connection_query (
      connection, error, "UPDATE change SET image = ?3 WHERE seq = ?1 AND n = ?2", "ii", seq, n);
  GError *local_error = NULL;
  gsize size;
  gconstpointer data = g_bytes_get_data (image, &size);

  if (rows == NULL)
    return FALSE;
  sqlite3_bind_blob64 (rows->stmt, 3, data, size, SQLITE_TRANSIENT);
  _crm_rows_next (rows, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/* One row of the journal that holds something. */
typedef struct
{
  gint64 seq;
  gint64 n;
  GBytes *image; /* (owned) (nullable): what it becomes; NULL for the row of a field */
} Row;

static void
clear_row (gpointer data)
{
  g_clear_pointer (&((Row *)data)->image, g_bytes_unref);
}

static void
note_row (const CrmEntity *email, CrmRows *rows, GArray *found)
{
  const char *field = _crm_rows_text (rows, 2);
  Row row = { _crm_rows_int (rows, 0), _crm_rows_int (rows, 1), NULL };

  if (field != NULL)
    {
      if (!is_identity (field))
        g_array_append_val (found, row);
    }
  else if (!_crm_rows_is_null (rows, 3))
    {
      g_autoptr (GBytes) image = g_bytes_new (sqlite3_column_blob (rows->stmt, 3),
                                              (gsize)sqlite3_column_bytes (rows->stmt, 3));

      row.image = redact_image (email, image);
      if (row.image != NULL)
        g_array_append_val (found, row);
    }
}

static GArray *
find_rows (CrmConnection *connection, const char *but, GError **error)
{
  const CrmEntity *email = crm_entity_find ("email");
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Row));
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      connection, error,
      "SELECT c.seq, c.n, c.field, c.image FROM email AS e CROSS JOIN change AS c ON c.record = "
      "e.id"
      " JOIN change_set AS s ON s.seq = c.seq"
      " WHERE e.visibility = 'private' AND c.entity = 'email' AND s.label IS NOT ?1"
      " AND (c.image IS NOT NULL OR c.old IS NOT NULL OR c.new IS NOT NULL)",
      "t", but);

  g_array_set_clear_func (found, clear_row);
  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    note_row (email, rows, found);
  if (local_error == NULL)
    return g_steal_pointer (&found);
  g_propagate_error (error, local_error);
  return NULL;
}

static gboolean
redact_rows (CrmConnection *connection, GArray *found, GError **error)
{
  for (guint i = 0; i < found->len; i++)
    {
      const Row *row = &g_array_index (found, Row, i);
      gboolean done = row->image != NULL
                          ? write_image (connection, row->seq, row->n, row->image, error)
                          : _crm_connection_run (connection, error,
                                                 "UPDATE change SET old = NULL, new = NULL"
                                                 " WHERE seq = ? AND n = ?",
                                                 "ii", row->seq, row->n);

      if (!done)
        return FALSE;
    }
  return TRUE;
}

/* For the inside of a write transaction. With CRM_REDACT_UNDOABLE what the marking itself wrote
 * down stays, so that it can be taken back. @out_n: how many rows were redacted. */
gboolean
_crm_journal_redact_private (CrmConnection *connection,
                             CrmRedactFlags flags,
                             guint *out_n,
                             GError **error)
{
  g_autoptr (GArray) found
      = find_rows (connection, flags & CRM_REDACT_UNDOABLE ? "mark-private" : NULL, error);

  if (found == NULL || !redact_rows (connection, found, error))
    return FALSE;
  *out_n = found->len;
  return TRUE;
}

/* crm-index.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-index"
#include "config.h"

#include "crm-index-private.h"

/* In a transaction, so that nobody writes meanwhile. */
static gboolean
refresh (CrmIndex *self, GError **error)
{
  gint64 data_version;

  if (!_crm_connection_get_int (self->connection, &data_version, error, "PRAGMA data_version", ""))
    return FALSE;
  if (!self->stale && data_version == self->data_version)
    return TRUE;
  if (!_crm_index_reload (self, error) || !_crm_index_load_fill (self, error))
    return FALSE;
  self->data_version = data_version;
  self->stale = FALSE;
  return TRUE;
}

/* What takes long to read is read before others have to wait. */
static gboolean
refresh_early (CrmIndex *self, GError **error)
{
  gboolean done;

  if (!_crm_connection_begin (self->connection, FALSE, error))
    return FALSE;
  done = refresh (self, error);
  _crm_connection_rollback (self->connection);
  return done;
}

/* Ids are given out in memory, so that a letter knows its own before its row is written. None is
 * used twice: threads bear the ids of letters that may be gone. */
static gboolean
read_next_ids (CrmIndex *self, GError **error)
{
  if (!_crm_connection_get_int (self->connection, &self->next_message, error,
                                "SELECT max (coalesce ((SELECT max (id) FROM message), 0) + 1,"
                                " coalesce ((SELECT value FROM meta WHERE key = 'next_message'),"
                                " 1))",
                                "")
      || !_crm_connection_get_int (self->connection, &self->next_address, error,
                                   "SELECT coalesce (max (id), 0) + 1 FROM address", ""))
    return FALSE;
  self->first_message = self->next_message;
  if (self->first_of_run == 0)
    self->first_of_run = self->next_message;
  return TRUE;
}

/**
 * crm_index_begin:
 * @self: the index
 * @error: (nullable): %CRM_ERROR_BUSY when another program writes it
 *
 * Opens a write transaction. Keep it under 100 ms, which 3,000 letters take: other programs wait.
 *
 * Returns: whether it is open
 */
gboolean
crm_index_begin (CrmIndex *self, GError **error)
{
  _crm_index_shorten_log (self);
  if ((self->stale || self->filling != 0) && !refresh_early (self, error))
    return FALSE;
  if (!_crm_connection_begin (self->connection, TRUE, error))
    return FALSE;
  if (refresh (self, error) && read_next_ids (self, error))
    return TRUE;
  crm_index_rollback (self);
  return FALSE;
}

/**
 * crm_index_commit:
 * @self: the index
 * @error: (nullable): %CRM_ERROR_DISK_FULL and the like; all is rolled back then
 *
 * Returns: whether what was written is kept
 */
gboolean
crm_index_commit (CrmIndex *self, GError **error)
{
  if (_crm_index_write_all (self, error) && _crm_index_count_addresses (self, error)
      && (self->next_message == self->first_message
          || _crm_connection_run (self->connection, error,
                                  "INSERT OR REPLACE INTO meta (key, value)"
                                  " VALUES ('next_message', ?)",
                                  "i", self->next_message))
      && _crm_connection_commit (self->connection, error))
    {
      if (self->fill != NULL)
        self->fill->last_message = self->next_message - 1;
      return TRUE;
    }
  self->stale = TRUE;
  crm_index_rollback (self);
  return FALSE;
}

/**
 * crm_index_rollback:
 * @self: the index
 *
 * Drops what the open transaction wrote.
 */
void
crm_index_rollback (CrmIndex *self)
{
  if (!sqlite3_get_autocommit (_crm_connection_get_handle (self->connection)))
    self->stale = TRUE; /* some of what is kept here may be gone */
  _crm_connection_rollback (self->connection);
  if (!self->stale)
    return;
  g_array_set_size (self->edges, 0);
  g_array_set_size (self->domain_edges, 0);
  g_array_set_size (self->hashes, 0);
  _crm_id_map_clear (self->late_hashes);
  _crm_index_forget_addresses (self);
  _crm_index_drop_fill (self);
}

/* What memory says of a letter is looked up: another program may have removed it since. */
static gboolean
find_message (CrmIndex *self, const CrmMessage *message, gint64 *out_id, GError **error)
{
  sqlite3_stmt *stmt;

  if (self->fill != NULL)
    {
      gint64 id = _crm_id_map_get (self->fill->prints, message->fingerprint);

      *out_id = 0;
      return id == 0
             || _crm_connection_get_int (self->connection, out_id, error,
                                         "SELECT id FROM message WHERE id = ? AND fingerprint = ?",
                                         "ii", id, (gint64)message->fingerprint);
    }
  stmt = _crm_index_statement (self, CRM_INDEX_FIND_LETTER, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, (gint64)message->fingerprint);
  return _crm_index_step_int (self, stmt, out_id, error);
}

/**
 * crm_index_add:
 * @self: the index, in a transaction
 * @folder: from crm_index_ensure_folder()
 * @uid: the copy's uid in that folder
 * @message: what the mail's header says
 * @error: (nullable): storage errors only; no header content can make it fail
 *
 * Enters one stored copy. A copy of a known letter only adds its place. What is excluded is left
 * out and still counts as done. Entering the same copy twice changes nothing.
 *
 * Returns: whether all is well
 */
gboolean
crm_index_add (
    CrmIndex *self, gint64 folder, const char *uid, const CrmMessage *message, GError **error)
{
  CrmIndexPlace place = { folder, uid };
  gboolean known;
  gint64 id;

  if (_crm_index_is_excluded (self, message))
    return TRUE;
  if (!find_message (self, message, &id, error))
    return FALSE;
  if (id == 0)
    return _crm_index_insert_letter (self, &place, message, self->next_message++, error);
  return _crm_index_add_copy (self, &place, message, id, &known, error)
         && (known || _crm_index_complete_letter (self, message, id, error));
}

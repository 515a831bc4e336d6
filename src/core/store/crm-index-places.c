/* crm-index-places.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The facet of #CrmIndex that knows where the copies of letters lie. The first one stands in the
 * letter's own row, others in the table copy, and a place is in one of the two only. */
#define G_LOG_DOMAIN "crm-index-places"
#include "config.h"

#include "crm-index-private.h"

static gboolean
look_up (CrmIndex *self,
         CrmIndexStatement which,
         const CrmIndexPlace *place,
         gint64 *out_id,
         GError **error)
{
  sqlite3_stmt *stmt = _crm_index_statement (self, which, error);
  gboolean done;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, place->folder);
  sqlite3_bind_text (stmt, 2, place->uid, -1, SQLITE_STATIC);
  done = _crm_index_step_int (self, stmt, out_id, error);
  sqlite3_clear_bindings (stmt);
  return done;
}

/* Which letter has a copy there that is not its first; 0 for none. */
static gboolean
find_copy (CrmIndex *self, const CrmIndexPlace *place, gint64 *out_id, GError **error)
{
  *out_id = 0;
  return !self->has_copies || look_up (self, CRM_INDEX_FIND_COPY, place, out_id, error);
}

/* Which letter has a copy there; 0 for none. */
gboolean
_crm_index_find_place (CrmIndex *self, const CrmIndexPlace *place, gint64 *out_id, GError **error)
{
  return look_up (self, CRM_INDEX_FIND_PLACE, place, out_id, error)
         && (*out_id != 0 || find_copy (self, place, out_id, error));
}

/* For a letter that comes with its first copy, whose own row tells whether another letter's first
 * copy is there: nearly every place is new. */
gboolean
_crm_index_empty_place (CrmIndex *self, const CrmIndexPlace *place, GError **error)
{
  gint64 id;

  return find_copy (self, place, &id, error)
         && (id == 0 || crm_index_remove (self, place->folder, place->uid, error));
}

static gboolean
insert_copy (CrmIndex *self,
             const CrmIndexPlace *place,
             const CrmMessage *message,
             gint64 id,
             GError **error)
{
  sqlite3_stmt *stmt = _crm_index_statement (self, CRM_INDEX_ADD_COPY, error);
  gboolean done;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, place->folder);
  sqlite3_bind_text (stmt, 2, place->uid, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, 3, id);
  sqlite3_bind_int64 (stmt, 4, (gint64)message->mid_hash);
  sqlite3_bind_text (stmt, 5, message->message_id, -1, SQLITE_STATIC);
  done = _crm_index_step (self, stmt, error);
  sqlite3_clear_bindings (stmt);
  self->has_copies = TRUE;
  return done
         && _crm_connection_run (self->connection, error,
                                 "UPDATE message SET n_more = n_more + 1 WHERE id = ?", "i", id);
}

/* One more copy of a letter that is there. @out_known: whether this very copy was */
gboolean
_crm_index_add_copy (CrmIndex *self,
                     const CrmIndexPlace *place,
                     const CrmMessage *message,
                     gint64 id,
                     gboolean *out_known,
                     GError **error)
{
  gint64 placed;

  if (!_crm_index_find_place (self, place, &placed, error))
    return FALSE;
  *out_known = placed == id;
  return *out_known
         || ((placed == 0 || crm_index_remove (self, place->folder, place->uid, error))
             && insert_copy (self, place, message, id, error));
}

/* Moves another copy of the letter into its row. */
static gboolean
replace_first (CrmIndex *self, gint64 id, GError **error)
{
  return _crm_connection_run (self->connection, error,
                              "UPDATE message SET n_more = n_more - 1,"
                              " (folder, uid, hash, message_id) = (SELECT folder, uid, hash,"
                              " message_id FROM copy WHERE message = ?1 ORDER BY folder, uid"
                              " LIMIT 1) WHERE id = ?1",
                              "i", id)
         && _crm_connection_run (self->connection, error,
                                 "DELETE FROM copy WHERE message = ?1 AND (folder, uid) ="
                                 " (SELECT folder, uid FROM message WHERE id = ?1)",
                                 "i", id);
}

static gboolean
delete_copy (CrmIndex *self, const CrmIndexPlace *place, gint64 id, GError **error)
{
  return _crm_connection_run (self->connection, error,
                              "DELETE FROM copy WHERE folder = ? AND uid = ?", "it", place->folder,
                              place->uid)
         && _crm_connection_run (self->connection, error,
                                 "UPDATE message SET n_more = n_more - 1 WHERE id = ?", "i", id);
}

static gboolean
remove_first (CrmIndex *self, gint64 id, GError **error)
{
  gint64 n_more;

  if (!_crm_connection_get_int (self->connection, &n_more, error,
                                "SELECT n_more FROM message WHERE id = ?", "i", id))
    return FALSE;
  return n_more > 0 ? replace_first (self, id, error) : _crm_index_delete_message (self, id, error);
}

/**
 * crm_index_remove:
 * @self: the index, in a transaction
 * @folder: from crm_index_ensure_folder()
 * @uid: a copy that is no longer there
 * @error: (nullable): storage errors
 *
 * Forgets one stored copy, and the letter with its last one. A copy that is not known is no error.
 *
 * Returns: whether all is well
 */
gboolean
crm_index_remove (CrmIndex *self, gint64 folder, const char *uid, GError **error)
{
  CrmIndexPlace place = { folder, uid };
  gint64 id;

  if (!look_up (self, CRM_INDEX_FIND_PLACE, &place, &id, error))
    return FALSE;
  if (id != 0)
    return remove_first (self, id, error);
  return find_copy (self, &place, &id, error) && (id == 0 || delete_copy (self, &place, id, error));
}

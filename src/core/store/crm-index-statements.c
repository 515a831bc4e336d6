/* crm-index-statements.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The facet of #CrmIndex that holds what runs for every letter, each prepared once. */
#define G_LOG_DOMAIN "crm-index-statements"
#include "config.h"

#include "crm-index-private.h"

/* FAIL where several lines are written, since a line that fails ends the whole transaction: SQLite
 * need not remember how to take back half a statement. */
static const char *const texts[CRM_INDEX_N_STATEMENTS] = {
  [CRM_INDEX_ADD_ADDRESS]
  = "INSERT INTO address (id, address, name, domain, organization, n_letters, last_in, last_out)"
    " VALUES (?1, ?2, ?3, nullif (?4, 0), nullif (?5, 0), ?6, ?7, ?8)",
  [CRM_INDEX_ADD_COPY] = "INSERT INTO copy (folder, uid, message, hash, message_id)"
                         " VALUES (?1, ?2, ?3, nullif (?4, 0), ?5)",
  [CRM_INDEX_ADD_DOMAIN_EDGES] = "INSERT OR IGNORE INTO domain_edge (domain, date, message)"
                                 " SELECT owner, date, message FROM crm_lines",
  [CRM_INDEX_ADD_EDGES] = "INSERT OR FAIL INTO edge (address, date, message, roles)"
                          " SELECT owner, date, message, roles FROM crm_lines",
  [CRM_INDEX_ADD_HASHES] = "INSERT OR IGNORE INTO thread_hash (hash, thread)"
                           " SELECT owner, message FROM crm_lines",
  [CRM_INDEX_ADD_HASHES_LATER] = "INSERT OR FAIL INTO thread_hash_new (hash, thread)"
                                 " SELECT owner, message FROM crm_lines",
  [CRM_INDEX_ADD_LETTER]
  = "INSERT INTO message (id, date, fingerprint, thread, sender, direction, flags, size,"
    " has_references, subject, parties, folder, uid, hash, message_id, n_more) VALUES (?1, ?2, ?3,"
    " ?4, nullif (?5, 0), ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, nullif (?14, 0), ?15, 0)"
    " ON CONFLICT (folder, uid) DO NOTHING",
  [CRM_INDEX_ADD_SUBJECT] = "INSERT INTO subject (rowid, text) VALUES (?1, ?2)",
  [CRM_INDEX_COUNT_ADDRESS]
  = "UPDATE address SET n_letters = n_letters + ?2, last_in = max (last_in, ?3),"
    " last_out = max (last_out, ?4), name = ?5 WHERE id = ?1",
  [CRM_INDEX_FIND_ADDRESS]
  = "SELECT id, name, coalesce (organization, 0) FROM address WHERE address = ?1",
  [CRM_INDEX_FIND_COPY] = "SELECT message FROM copy WHERE folder = ?1 AND uid = ?2",
  [CRM_INDEX_FIND_HASH] = "SELECT thread FROM thread_hash WHERE hash = ?1",
  [CRM_INDEX_FIND_LETTER] = "SELECT id FROM message WHERE fingerprint = ?1",
  [CRM_INDEX_FIND_PLACE] = "SELECT id FROM message WHERE folder = ?1 AND uid = ?2",
  [CRM_INDEX_MERGE_EDGE]
  = "INSERT INTO edge (address, date, message, roles) VALUES (?1, ?2, ?3, ?4)"
    " ON CONFLICT DO UPDATE SET roles = roles | excluded.roles",
  [CRM_INDEX_RECOUNT_ADDRESS]
  = "UPDATE address SET n_letters = (SELECT count(*) FROM edge WHERE address = ?1),"
    " last_in = max (0, coalesce ((SELECT date FROM edge WHERE address = ?1 AND roles & 2"
    " ORDER BY date DESC LIMIT 1), 0)),"
    " last_out = max (0, coalesce ((SELECT date FROM edge WHERE address = ?1 AND roles & 64"
    " ORDER BY date DESC LIMIT 1), 0)) WHERE id = ?1",
};

/* Returns a statement to be bound and stepped; %NULL with @error set when it cannot be made. */
sqlite3_stmt *
_crm_index_statement (CrmIndex *self, CrmIndexStatement statement, GError **error)
{
  if (self->statements[statement] == NULL)
    self->statements[statement]
        = _crm_connection_prepare (self->connection, texts[statement], error);
  return self->statements[statement];
}

/* Runs what gives no rows and makes it free again; what is bound stays. */
gboolean
_crm_index_step (CrmIndex *self, sqlite3_stmt *stmt, GError **error)
{
  int code = sqlite3_step (stmt);

  if (code != SQLITE_DONE)
    _crm_sqlite_error (_crm_connection_get_handle (self->connection), code, sqlite3_sql (stmt),
                       error);
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

/* The first column of the first row, 0 without one. */
gboolean
_crm_index_step_int (CrmIndex *self, sqlite3_stmt *stmt, gint64 *out, GError **error)
{
  int code = sqlite3_step (stmt);

  *out = code == SQLITE_ROW ? sqlite3_column_int64 (stmt, 0) : 0;
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    _crm_sqlite_error (_crm_connection_get_handle (self->connection), code, sqlite3_sql (stmt),
                       error);
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

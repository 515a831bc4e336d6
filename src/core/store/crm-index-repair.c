/* crm-index-repair.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A damaged index.db is emptied, in place where that is possible: other programs that have it open
 * see an empty index then, instead of a file that nobody else has. */
#define G_LOG_DOMAIN "crm-index-repair"
#include "config.h"

#include <glib/gstdio.h>

#include "crm-index-private.h"

/* Whether the file is whole as far as SQLite can tell; FALSE also when it cannot be read. */
gboolean
_crm_file_is_whole (const char *path)
{
  g_autoptr (CrmConnection) connection
      = _crm_connection_open (path, CRM_CONNECTION_READ_ONLY, NULL);
  g_autoptr (CrmRows) rows = NULL;

  if (connection == NULL)
    return FALSE;
  rows = _crm_connection_query (connection, NULL, "PRAGMA quick_check (1)", "");
  return rows != NULL && _crm_rows_next (rows, NULL)
         && g_strcmp0 (_crm_rows_text (rows, 0), "ok") == 0;
}

static gboolean
empty_in_place (const char *path)
{
  g_autoptr (CrmConnection) connection = _crm_connection_open (path, 0, NULL);
  sqlite3 *db = connection != NULL ? _crm_connection_get_handle (connection) : NULL;
  gboolean done;

  if (db == NULL)
    return FALSE;
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_RESET_DATABASE, 1, NULL);
  done = sqlite3_exec (db, "VACUUM", NULL, NULL, NULL) == SQLITE_OK;
  sqlite3_db_config (db, SQLITE_DBCONFIG_RESET_DATABASE, 0, NULL);
  return done && _crm_connection_script (connection, "PRAGMA user_version = 0", NULL);
}

/* Empties the file; FALSE when it had to go, so that connections to it must be opened anew. */
gboolean
_crm_index_drop (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };

  if (empty_in_place (path) && _crm_file_is_whole (path))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *file = g_strconcat (path, suffixes[i], NULL);

      g_unlink (file);
    }
  return FALSE;
}

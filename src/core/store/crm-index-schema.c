/* crm-index-schema.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Opening index.db. It is never migrated: what does not fit is dropped and read again. */
#define G_LOG_DOMAIN "crm-index-schema"
#include "config.h"

#include "crm-index-private.h"

#include <glib/gstdio.h>

#include "model/crm-text.h"

/* message: one letter, however many copies are stored. Dates are seconds, since mail headers know
 * no less and the smaller integer saves 16 bytes a message over all tables. Most letters have one
 * copy: where the first one lies stands in the letter's row, with the copy's own Message-ID and its
 * hash; n_more counts the others, which are in the table copy. location is all of them, for what
 * need not be fast: reading pages of history, looking places up and listing folders is done
 * without. edge: who took part in which letter, roles as a bit set of 1 << CrmMessageRole; dates
 * ascend, since descending keys split pages badly, and are read backwards. domain_edge the same by
 * organisation. thread_hash: which conversation a Message-ID belongs to, also ids nobody has seen
 * but in References; so a letter is found by its Message-ID through its conversation, and places
 * need no index by hash. thread_hash_new: the same in the order they come, see crm-index-fill.c.
 * subject: contentless, filled with folded text, so that its tokenizer sees what crm_fold() makes.
 * */
static const char schema_sql[]
    = "CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value) WITHOUT ROWID;"
      "CREATE TABLE folder (id INTEGER PRIMARY KEY, source TEXT NOT NULL, name TEXT NOT NULL,"
      " stamp TEXT, UNIQUE (source, name));"
      "CREATE TABLE message (id INTEGER PRIMARY KEY, date INTEGER NOT NULL, fingerprint INTEGER "
      "NOT NULL,"
      " thread INTEGER NOT NULL, sender INTEGER, direction INTEGER NOT NULL, flags INTEGER NOT "
      "NULL,"
      " size INTEGER NOT NULL, has_references INTEGER NOT NULL, n_more INTEGER NOT NULL,"
      " folder INTEGER NOT NULL, uid TEXT NOT NULL, hash INTEGER, message_id TEXT,"
      " subject TEXT NOT NULL, parties BLOB NOT NULL);" CRM_INDEX_LATE_INDEXES_SQL
      "CREATE UNIQUE INDEX message_place ON message (folder, uid);"
      "CREATE TABLE copy (folder INTEGER NOT NULL, uid TEXT NOT NULL, message INTEGER NOT NULL,"
      " hash INTEGER, message_id TEXT, PRIMARY KEY (message, folder, uid)) WITHOUT ROWID;"
      "CREATE UNIQUE INDEX copy_place ON copy (folder, uid);"
      "CREATE VIEW location AS SELECT folder, uid, id AS message, hash, message_id FROM message"
      " UNION ALL SELECT folder, uid, message, hash, message_id FROM copy;"
      "CREATE TABLE domain (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
      "CREATE TABLE address (id INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE, name TEXT,"
      " domain INTEGER, organization INTEGER, n_letters INTEGER NOT NULL DEFAULT 0,"
      " last_in INTEGER NOT NULL DEFAULT 0, last_out INTEGER NOT NULL DEFAULT 0);"
      "CREATE INDEX address_organization ON address (organization) WHERE organization IS NOT NULL;"
      "CREATE TABLE edge (address INTEGER NOT NULL, date INTEGER NOT NULL, message INTEGER NOT "
      "NULL,"
      " roles INTEGER NOT NULL, PRIMARY KEY (address, date, message)) WITHOUT ROWID;"
      "CREATE TABLE domain_edge (domain INTEGER NOT NULL, date INTEGER NOT NULL,"
      " message INTEGER NOT NULL, PRIMARY KEY (domain, date, message)) WITHOUT ROWID;"
      "CREATE TABLE thread_hash (hash INTEGER PRIMARY KEY, thread INTEGER NOT NULL);"
      "CREATE TABLE thread_hash_new (hash INTEGER NOT NULL, thread INTEGER NOT NULL);"
      "CREATE TABLE thread_alias (thread INTEGER PRIMARY KEY, target INTEGER NOT NULL);"
      "CREATE VIRTUAL TABLE subject USING fts5 (text, content='', columnsize=0,"
      " tokenize='unicode61');"
      "CREATE TABLE contact (book TEXT NOT NULL, uid TEXT NOT NULL, name TEXT, organization TEXT,"
      " title TEXT, phone TEXT, phone_kind TEXT, phones TEXT,"
      " is_kept INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (book, uid)) WITHOUT "
      "ROWID;"
      "CREATE TABLE contact_address (address TEXT NOT NULL, book TEXT NOT NULL, uid TEXT NOT NULL,"
      " PRIMARY KEY (address, book, uid)) WITHOUT ROWID;"
      "CREATE INDEX contact_address_uid ON contact_address (uid, book);"
      "CREATE INDEX contact_uid ON contact (uid);"
      "CREATE TABLE event (id INTEGER PRIMARY KEY, calendar TEXT NOT NULL, uid TEXT NOT NULL,"
      " recurrence_id TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,"
      " is_all_day INTEGER NOT NULL, status INTEGER NOT NULL, summary TEXT NOT NULL, location TEXT,"
      " zone TEXT, zone_offset INTEGER NOT NULL,"
      " UNIQUE (calendar, uid, recurrence_id));"
      "CREATE INDEX event_start ON event (start);"
      "CREATE INDEX event_uid ON event (uid, recurrence_id);"
      "CREATE TABLE event_party (address TEXT NOT NULL, start INTEGER NOT NULL,"
      " event INTEGER NOT NULL, name TEXT, participation INTEGER NOT NULL,"
      " is_organizer INTEGER NOT NULL, PRIMARY KEY (address, start, event)) WITHOUT ROWID;"
      "CREATE INDEX event_party_event ON event_party (event);";

/* Tables without a number are somebody else's: as wrong as any other number. */
static const char version_sql[] = "SELECT CASE WHEN user_version = 0 AND EXISTS (SELECT 1 FROM"
                                  " sqlite_master) THEN -1 ELSE user_version END"
                                  " FROM pragma_user_version";

static int
wanted_version (void)
{
  return CRM_INDEX_VERSION * 1000 + CRM_FOLD_VERSION;
}

static void
remove_files (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *file = g_strconcat (path, suffixes[i], NULL);

      g_unlink (file);
    }
}

static gboolean
create_schema (CrmConnection *connection, GError **error)
{
  g_autofree char *version = g_strdup_printf ("PRAGMA user_version = %d", wanted_version ());
  gint64 have;

  if (!_crm_connection_begin (connection, TRUE, error))
    return FALSE;
  /* Another process may have been first. */
  if (_crm_connection_get_int (connection, &have, NULL, "PRAGMA user_version", "")
      && have == wanted_version ())
    return _crm_connection_commit (connection, error);
  if (!_crm_connection_script (connection, schema_sql, error)
      || !_crm_connection_script (connection, version, error))
    {
      _crm_connection_rollback (connection);
      return FALSE;
    }
  return _crm_connection_commit (connection, error);
}

static gboolean
open_existing (const char *path, CrmConnection **out, gint64 *out_version, GError **error)
{
  g_autoptr (CrmConnection) connection = _crm_connection_open (path, 0, error);

  if (connection == NULL || !_crm_connection_use_wal (connection, error)
      || !_crm_connection_get_int (connection, out_version, error, version_sql, ""))
    return FALSE;
  *out = g_steal_pointer (&connection);
  return TRUE;
}

static CrmConnection *
open_connection (const char *path, GError **error)
{
  CrmConnection *connection = NULL;
  g_autoptr (GError) local_error = NULL;
  gint64 version = 0;

  if (open_existing (path, &connection, &version, &local_error) && version == wanted_version ())
    return connection;
  if (local_error != NULL && !g_error_matches (local_error, CRM_ERROR, CRM_ERROR_CORRUPT))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  if (version != 0 || local_error != NULL)
    {
      g_clear_pointer (&connection, _crm_connection_close);
      remove_files (path);
      g_clear_error (&local_error);
      if (!open_existing (path, &connection, &version, error))
        return NULL;
    }
  if (!create_schema (connection, error))
    g_clear_pointer (&connection, _crm_connection_close);
  return connection;
}

static gboolean
read_state (CrmIndex *self, const char *key, gint64 *out, GError **error)
{
  return _crm_connection_get_int (self->connection, out, error,
                                  "SELECT value FROM meta WHERE key = ?", "t", key);
}

/* What is kept in memory, read again: another program may have written, or a transaction failed. */
gboolean
_crm_index_reload (CrmIndex *self, GError **error)
{
  g_autoptr (CrmRows) rows = NULL;
  g_autoptr (GError) local_error = NULL;
  gint64 has_copies;

  _crm_index_forget_addresses (self);
  _crm_id_map_clear (self->aliases);
  if (!_crm_index_load_own (self, error) || !read_state (self, "filling", &self->filling, error)
      || !read_state (self, "subject_next", &self->subject_next, error)
      || !_crm_connection_get_int (self->connection, &has_copies, error,
                                   "SELECT EXISTS (SELECT 1 FROM copy)", ""))
    return FALSE;
  self->has_copies = has_copies != 0;
  rows = _crm_connection_query (self->connection, error, "SELECT thread, target FROM thread_alias",
                                "");
  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    _crm_id_map_set (self->aliases, (guint64)_crm_rows_int (rows, 0), _crm_rows_int (rows, 1));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

CrmIndex *
_crm_index_open (const char *path, GError **error)
{
  g_autoptr (CrmIndex) self = g_new0 (CrmIndex, 1);

  self->addresses = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                           (GDestroyNotify)_crm_index_address_free);
  self->late = g_ptr_array_new ();
  self->recount = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->excluded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->private_prints = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->judged = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->edges = g_array_new (FALSE, FALSE, sizeof (CrmIndexEdge));
  self->domain_edges = g_array_new (FALSE, FALSE, sizeof (CrmIndexEdge));
  self->hashes = g_array_new (FALSE, FALSE, sizeof (CrmIndexEdge));
  self->late_hashes = _crm_id_map_new ();
  self->parties = g_byte_array_new ();
  self->unknown = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->aliases = _crm_id_map_new ();
  self->stale = TRUE;
  self->fill_limit = CRM_INDEX_FILL_LIMIT;
  self->subjects_at_once = CRM_INDEX_SUBJECTS_AT_ONCE;
  self->hashes_at_once = CRM_INDEX_HASHES_AT_ONCE;
  self->connection = open_connection (path, error);
  if (self->connection == NULL || !_crm_index_make_lines_readable (self, error))
    return NULL;
  _crm_index_tune (self, FALSE);
  return g_steal_pointer (&self);
}

void
_crm_index_close (CrmIndex *self)
{
  if (self == NULL)
    return;
  _crm_index_drop_fill (self);
  g_hash_table_unref (self->addresses);
  g_ptr_array_unref (self->late);
  g_hash_table_unref (self->recount);
  g_hash_table_unref (self->own);
  g_hash_table_unref (self->excluded);
  g_hash_table_unref (self->private_prints);
  g_hash_table_unref (self->judged);
  g_array_unref (self->edges);
  g_array_unref (self->domain_edges);
  g_array_unref (self->hashes);
  _crm_id_map_free (self->late_hashes);
  g_byte_array_unref (self->parties);
  g_array_unref (self->unknown);
  _crm_id_map_free (self->aliases);
  _crm_connection_close (self->connection);
  g_free (self);
}

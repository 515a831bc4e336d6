/* crm-index.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-index"
#include "config.h"

#include "crm-index-private.h"

#include <string.h>

#include "model/crm-address.h"
#include "model/crm-text.h"

/* Inside a transaction, so that nobody writes meanwhile. */
static gboolean
refresh (CrmIndex *self, GError **error)
{
  gint64 data_version;

  if (!_crm_connection_get_int (self->connection, &data_version, error, "PRAGMA data_version", ""))
    return FALSE;
  if (!self->stale && data_version == self->data_version)
    return TRUE;
  if (!_crm_index_reload (self, error))
    return FALSE;
  self->data_version = data_version;
  self->stale = FALSE;
  return TRUE;
}

/**
 * crm_index_begin:
 * @self: the index
 * @error: (nullable): %CRM_ERROR_BUSY when another program writes it
 *
 * Opens a write transaction. Keep it under 100 ms: other programs wait.
 *
 * Returns: whether it is open
 */
gboolean
crm_index_begin (CrmIndex *self, GError **error)
{
  if (!_crm_connection_begin (self->connection, TRUE, error))
    return FALSE;
  /* Ids are given out here, so that a letter knows its own before its row is written. None is used
   * twice: threads bear the ids of letters that may be gone. */
  if (refresh (self, error)
      && _crm_connection_get_int (self->connection, &self->next_message, error,
                                  "SELECT max (coalesce ((SELECT max (id) FROM message), 0) + 1,"
                                  " coalesce ((SELECT value FROM meta WHERE key = 'next_message'),"
                                  " 1))",
                                  ""))
    {
      self->first_message = self->next_message;
      return TRUE;
    }
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
  if ((self->next_message == self->first_message
       || _crm_connection_run (self->connection, error,
                               "INSERT OR REPLACE INTO meta (key, value)"
                               " VALUES ('next_message', ?)",
                               "i", self->next_message))
      && _crm_connection_commit (self->connection, error))
    return TRUE;
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
}

/**
 * crm_index_set_excluded:
 * @self: the index
 * @addresses: (nullable): normalised; mail from or to them is left out
 * @domains: (nullable): the same for whole organisation domains
 * @fingerprints: (nullable) (element-type guint64): letters marked private
 *
 * What matches is not indexed from now on; crm_index_purge_excluded() works backwards.
 */
void
crm_index_set_excluded (CrmIndex *self,
                        const char *const *addresses,
                        const char *const *domains,
                        const GArray *fingerprints)
{
  g_hash_table_remove_all (self->excluded);
  g_hash_table_remove_all (self->private_prints);
  for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++)
    g_hash_table_add (self->excluded, g_strdup (addresses[i]));
  for (guint i = 0; domains != NULL && domains[i] != NULL; i++)
    g_hash_table_add (self->excluded, g_strconcat ("@", domains[i], NULL));
  for (guint i = 0; fingerprints != NULL && i < fingerprints->len; i++)
    {
      guint64 print = g_array_index (fingerprints, guint64, i);

      g_hash_table_add (self->private_prints, g_memdup2 (&print, sizeof print));
    }
}

gboolean
_crm_index_address_is_excluded (CrmIndex *self, const char *address)
{
  const char *domain = crm_address_get_domain (address);
  g_autofree char *organization = NULL;
  g_autofree char *exact = NULL;
  g_autofree char *whole = NULL;

  if (g_hash_table_contains (self->excluded, address))
    return TRUE;
  if (domain == NULL)
    return FALSE;
  organization = crm_domain_organization (domain);
  exact = g_strconcat ("@", domain, NULL);
  whole = g_strconcat ("@", organization != NULL ? organization : domain, NULL);
  return g_hash_table_contains (self->excluded, exact)
         || g_hash_table_contains (self->excluded, whole);
}

static gboolean
is_excluded (CrmIndex *self, const CrmMessage *message)
{
  if (g_hash_table_contains (self->private_prints, &message->fingerprint))
    return TRUE;
  if (g_hash_table_size (self->excluded) == 0)
    return FALSE;
  for (guint i = 0; i < message->parties->len; i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (message->parties, i);

      /* As in the index, which does not know Reply-To: both directions decide alike. */
      if (party->role != CRM_ROLE_REPLY_TO && _crm_index_address_is_excluded (self, party->address))
        return TRUE;
    }
  return FALSE;
}

static gboolean
ensure_domain (CrmIndex *self, const char *name, gint64 *out_id, GError **error)
{
  return _crm_connection_run (self->connection, error,
                              "INSERT INTO domain (name) VALUES (?) ON CONFLICT DO NOTHING", "t",
                              name)
         && _crm_connection_get_int (self->connection, out_id, error,
                                     "SELECT id FROM domain WHERE name = ?", "t", name);
}

/* The organisation is unknown for free-mail providers: their customers have nothing in common. */
static gboolean
insert_address (CrmIndex *self, const CrmMessageParty *party, GError **error)
{
  const char *domain = crm_address_get_domain (party->address);
  g_autofree char *organization = domain != NULL ? crm_domain_organization (domain) : NULL;
  gint64 domain_id = 0;
  gint64 organization_id = 0;

  if (domain != NULL && !ensure_domain (self, domain, &domain_id, error))
    return FALSE;
  if (organization != NULL && !crm_domain_is_free_mail (organization)
      && !ensure_domain (self, organization, &organization_id, error))
    return FALSE;
  return _crm_connection_run (self->connection, error,
                              "INSERT INTO address (address, name, domain, organization)"
                              " VALUES (?1, ?2, nullif (?3, 0), nullif (?4, 0))"
                              " ON CONFLICT DO NOTHING",
                              "ttii", party->address, party->name, domain_id, organization_id);
}

/* People write their own names best. */
static gboolean
keep_name (CrmIndex *self, const CrmMessageParty *party, gint64 id, GError **error)
{
  return party->name == NULL || party->role != CRM_ROLE_FROM
         || _crm_connection_run (self->connection, error,
                                 "UPDATE address SET name = ?1 WHERE id = ?2 AND name IS NOT ?1",
                                 "ti", party->name, id);
}

static gboolean
ensure_address (CrmIndex *self, const CrmMessageParty *party, gint64 *out_id, GError **error)
{
  gint64 *known = g_hash_table_lookup (self->address_ids, party->address);
  static const char find[] = "SELECT id FROM address WHERE address = ?";

  if (known != NULL)
    {
      *out_id = *known;
      return keep_name (self, party, *out_id, error);
    }
  if (!_crm_connection_get_int (self->connection, out_id, error, find, "t", party->address))
    return FALSE;
  if (*out_id == 0
      && (!insert_address (self, party, error)
          || !_crm_connection_get_int (self->connection, out_id, error, find, "t", party->address)))
    return FALSE;
  g_hash_table_insert (self->address_ids, g_strdup (party->address),
                       g_memdup2 (out_id, sizeof *out_id));
  return keep_name (self, party, *out_id, error);
}

static gboolean
insert_edges (CrmIndex *self, gint64 id, gint64 date, gint64 address, int role, GError **error)
{
  return _crm_connection_run (
             self->connection, error,
             "INSERT INTO edge (address, date, message, roles) VALUES (?1, ?2, ?3, ?4)"
             " ON CONFLICT DO UPDATE SET roles = roles | excluded.roles"
             " WHERE roles | excluded.roles <> roles",
             "iiii", address, date, id, (gint64)(1 << role))
         && _crm_connection_run (self->connection, error,
                                 "INSERT OR IGNORE INTO domain_edge (domain, date, message)"
                                 " SELECT organization, ?2, ?3 FROM address"
                                 " WHERE id = ?1 AND organization IS NOT NULL",
                                 "iii", address, date, id);
}

/* The letter's people as bytes: for each one a base-128 number, address id << 3 | role, lowest
 * seven bits first. Kept with the letter, so that it can be taken out of the edges again. */
static void
append_party (GByteArray *parties, gint64 address, CrmMessageRole role)
{
  guint64 number = (guint64)address << 3 | role;
  const guint8 *data = parties->data;
  const guint8 *end = data + parties->len;
  CrmMessageRole other_role;
  gint64 other;

  while (_crm_index_next_party (&data, end, &other, &other_role))
    if (other == address && other_role == role)
      return;

  do
    {
      guint8 byte = (guint8)(number & 0x7f);

      number >>= 7;
      if (number != 0)
        byte |= 0x80;
      g_byte_array_append (parties, &byte, 1);
    }
  while (number != 0);
}

gboolean
_crm_index_next_party (const guint8 **data,
                       const guint8 *end,
                       gint64 *out_address,
                       CrmMessageRole *out_role)
{
  guint64 number = 0;

  for (guint shift = 0; *data < end && shift < 64; shift += 7)
    {
      guint8 byte = *(*data)++;

      number |= (guint64)(byte & 0x7f) << shift;
      if (!(byte & 0x80))
        {
          *out_address = (gint64)(number >> 3);
          if (out_role != NULL)
            *out_role = (CrmMessageRole)(number & 7);
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
add_parties (CrmIndex *self,
             gint64 id,
             gint64 date,
             const CrmMessage *message,
             GByteArray *parties,
             GError **error)
{
  for (guint i = 0; i < message->parties->len; i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (message->parties, i);
      gint64 address;

      if (party->role == CRM_ROLE_REPLY_TO)
        continue;
      if (!ensure_address (self, party, &address, error))
        return FALSE;
      append_party (parties, address, party->role);
      if (!g_hash_table_contains (self->own, party->address)
          && !insert_edges (self, id, date, address, party->role, error))
        return FALSE;
    }
  return TRUE;
}

/* An empty array has no data, and no data would be NULL: a letter may have no people at all. */
static void
bind_parties (CrmRows *rows, int column, const GByteArray *parties)
{
  sqlite3_bind_blob (rows->stmt, column, parties->len > 0 ? (const void *)parties->data : "",
                     (int)parties->len, SQLITE_TRANSIENT);
}

static gboolean
write_message (CrmIndex *self,
               gint64 id,
               gint64 thread,
               const CrmMessage *message,
               GByteArray *parties,
               GError **error)
{
  const CrmMessageParty *sender = crm_message_get_sender (message);
  gboolean outgoing = sender != NULL && g_hash_table_contains (self->own, sender->address);
  g_autoptr (CrmRows) rows = NULL;
  g_autoptr (GError) local_error = NULL;
  gint64 sender_id = 0;

  if (sender != NULL && !ensure_address (self, sender, &sender_id, error))
    return FALSE;
  rows = _crm_connection_query (
      self->connection, error,
      "INSERT INTO message (id, date, fingerprint, thread, sender, direction, flags, size,"
      " has_references, subject, parties) VALUES (?, ?, ?, ?, nullif (?, 0), ?, ?, ?, ?, ?, ?)",
      "iiiiiiiiit", id, message->date_usec / G_USEC_PER_SEC, (gint64)message->fingerprint, thread,
      sender_id, (gint64)(outgoing ? CRM_DIRECTION_OUT : CRM_DIRECTION_IN), (gint64)message->flags,
      (gint64)message->size_bytes, (gint64)(message->references->len > 0), message->subject);
  if (rows == NULL)
    return FALSE;
  bind_parties (rows, 11, parties);
  _crm_rows_next (rows, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
insert_message (CrmIndex *self, const CrmMessage *message, gint64 *out_id, GError **error)
{
  g_autoptr (GByteArray) parties = g_byte_array_new ();
  g_autofree char *folded = crm_fold (message->subject);
  gint64 thread;

  *out_id = self->next_message++;
  return _crm_index_join_threads (self, message, 0, *out_id, &thread, error)
         && add_parties (self, *out_id, message->date_usec / G_USEC_PER_SEC, message, parties,
                         error)
         && write_message (self, *out_id, thread, message, parties, error)
         && _crm_connection_run (self->connection, error,
                                 "INSERT INTO subject (rowid, text) VALUES (?, ?)", "it", *out_id,
                                 folded);
}

static void
append_blob (GByteArray *bytes, CrmRows *rows, int column)
{
  const guint8 *data = sqlite3_column_blob (rows->stmt, column);

  if (data != NULL)
    g_byte_array_append (bytes, data, (guint)sqlite3_column_bytes (rows->stmt, column));
}

/* Another copy may carry people or references that the first did not. */
static gboolean
complete_message (CrmIndex *self, const CrmMessage *message, gint64 id, GError **error)
{
  g_autoptr (GByteArray) parties = g_byte_array_new ();
  g_autoptr (CrmRows) rows = NULL;
  g_autoptr (GError) local_error = NULL;
  gint64 own_thread;
  gint64 thread;

  rows = _crm_connection_query (self->connection, error,
                                "SELECT thread, parties FROM message WHERE id = ?", "i", id);
  if (rows == NULL || !_crm_rows_next (rows, error))
    return FALSE;
  own_thread = _crm_rows_int (rows, 0);
  append_blob (parties, rows, 1);
  g_clear_pointer (&rows, _crm_rows_done);
  if (!_crm_index_join_threads (self, message, own_thread, id, &thread, error)
      || !add_parties (self, id, message->date_usec / G_USEC_PER_SEC, message, parties, error))
    return FALSE;

  rows = _crm_connection_query (
      self->connection, error,
      "UPDATE message SET parties = ?2, has_references = has_references | ?3"
      " WHERE id = ?1 AND (length (parties) < length (?2) OR has_references < ?3)",
      "ini", id, (gint64)(message->references->len > 0));
  if (rows == NULL)
    return FALSE;
  bind_parties (rows, 2, parties);
  _crm_rows_next (rows, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
find_message (CrmIndex *self, const CrmMessage *message, gint64 *out_id, GError **error)
{
  return _crm_connection_get_int (self->connection, out_id, error,
                                  "SELECT id FROM message WHERE fingerprint = ?", "i",
                                  (gint64)message->fingerprint);
}

static gboolean
place_copy (CrmIndex *self,
            gint64 folder,
            const char *uid,
            gint64 id,
            const CrmMessage *message,
            GError **error)
{
  return _crm_connection_run (self->connection, error,
                              "INSERT OR REPLACE INTO location (folder, uid, message, hash,"
                              " message_id) VALUES (?, ?, ?, nullif (?, 0), ?)",
                              "itiit", folder, uid, id, (gint64)message->mid_hash,
                              message->message_id);
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
  gint64 id;
  gint64 placed;

  if (is_excluded (self, message))
    return TRUE;
  if (!find_message (self, message, &id, error)
      || !_crm_connection_get_int (self->connection, &placed, error,
                                   "SELECT message FROM location WHERE folder = ? AND uid = ?",
                                   "it", folder, uid))
    return FALSE;
  if (placed != 0 && placed == id)
    return TRUE;
  if (placed != 0 && !crm_index_remove (self, folder, uid, error))
    return FALSE;

  if (id == 0 ? !insert_message (self, message, &id, error)
              : !complete_message (self, message, id, error))
    return FALSE;
  return place_copy (self, folder, uid, id, message, error);
}

static gboolean
delete_edges (CrmIndex *self, gint64 id, gint64 date, const guint8 *data, int size, GError **error)
{
  const guint8 *end = data + size;
  gint64 address;

  while (_crm_index_next_party (&data, end, &address, NULL))
    if (!_crm_connection_run (self->connection, error,
                              "DELETE FROM edge WHERE address = ? AND date = ? AND message = ?",
                              "iii", address, date, id)
        || !_crm_connection_run (self->connection, error,
                                 "DELETE FROM domain_edge WHERE date = ?2 AND message = ?3"
                                 " AND domain = (SELECT organization FROM address WHERE id = ?1)",
                                 "iii", address, date, id))
      return FALSE;
  return TRUE;
}

gboolean
_crm_index_delete_message (CrmIndex *self, gint64 id, GError **error)
{
  g_autoptr (CrmRows) rows = _crm_connection_query (
      self->connection, error, "SELECT date, subject, parties FROM message WHERE id = ?", "i", id);
  g_autofree char *folded = NULL;
  g_autoptr (GError) local_error = NULL;

  if (rows == NULL)
    return FALSE;
  if (!_crm_rows_next (rows, &local_error))
    {
      if (local_error == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  folded = crm_fold (_crm_rows_text (rows, 1));
  if (!delete_edges (self, id, _crm_rows_int (rows, 0), sqlite3_column_blob (rows->stmt, 2),
                     sqlite3_column_bytes (rows->stmt, 2), error))
    return FALSE;
  g_clear_pointer (&rows, _crm_rows_done);

  return _crm_connection_run (self->connection, error,
                              "INSERT INTO subject (subject, rowid, text) VALUES ('delete', ?, ?)",
                              "it", id, folded)
         && _crm_connection_run (self->connection, error, "DELETE FROM message WHERE id = ?", "i",
                                 id);
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
  gint64 id;
  gint64 others;

  if (!_crm_connection_get_int (self->connection, &id, error,
                                "SELECT message FROM location WHERE folder = ? AND uid = ?", "it",
                                folder, uid))
    return FALSE;
  if (id == 0)
    return TRUE;
  if (!_crm_connection_run (self->connection, error,
                            "DELETE FROM location WHERE folder = ? AND uid = ?", "it", folder, uid)
      || !_crm_connection_get_int (self->connection, &others, error,
                                   "SELECT EXISTS (SELECT 1 FROM location WHERE message = ?)", "i",
                                   id))
    return FALSE;
  return others || _crm_index_delete_message (self, id, error);
}

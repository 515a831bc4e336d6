/* crm-index-letters.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The facet of #CrmIndex that enters what a letter's header says. */
#define G_LOG_DOMAIN "crm-index-letters"
#include "config.h"

#include "crm-index-private.h"

#include "model/crm-text.h"

/* Enters @party into the edges and counters of @letter. @known: the roles the address had in it
 * before, as edge.roles */
static void
enter_party (CrmIndex *self,
             const CrmIndexEdge *letter,
             CrmIndexAddress *address,
             CrmMessageRole role,
             int known)
{
  CrmIndexEdge edge = *letter;

  if (address->is_own)
    return;
  edge.owner = address->id;
  edge.roles |= 1 << role;
  _crm_index_add_edge (self, &edge, address->organization);
  _crm_index_count_letter (self, address, edge.date, edge.roles | (known == 0));
}

static gboolean
enter_parties (CrmIndex *self,
               const CrmIndexEdge *letter,
               const CrmMessage *message,
               gint64 *out_sender,
               GError **error)
{
  const CrmMessageParty *sender = crm_message_get_sender (message);

  *out_sender = 0;
  g_byte_array_set_size (self->parties, 0);
  for (guint i = 0; i < message->parties->len; i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (message->parties, i);
      CrmIndexAddress *address;

      if (party->role == CRM_ROLE_REPLY_TO)
        continue;
      address = _crm_index_ensure_address (self, party, error);
      if (address == NULL)
        return FALSE;
      if (party == sender)
        *out_sender = address->id;
      _crm_index_append_party (self->parties, address->id, party->role);
      enter_party (self, letter, address, party->role, address->met_in == letter->message);
      address->met_in = letter->message;
    }
  return TRUE;
}

/* An empty array has no data, and no data would be NULL: a letter may have no people at all. */
static void
bind_parties (sqlite3_stmt *stmt, int column, const GByteArray *parties)
{
  sqlite3_bind_blob (stmt, column, parties->len > 0 ? (const void *)parties->data : "",
                     (int)parties->len, SQLITE_STATIC);
}

static void
bind_letter (sqlite3_stmt *stmt,
             const CrmIndexEdge *letter,
             gint64 thread,
             gint64 sender,
             const CrmMessage *message)
{
  sqlite3_bind_int64 (stmt, 1, letter->message);
  sqlite3_bind_int64 (stmt, 2, letter->date);
  sqlite3_bind_int64 (stmt, 3, (gint64)message->fingerprint);
  sqlite3_bind_int64 (stmt, 4, thread);
  sqlite3_bind_int64 (stmt, 5, sender);
  sqlite3_bind_int64 (stmt, 6, letter->roles & CRM_EDGE_OUT ? CRM_DIRECTION_OUT : CRM_DIRECTION_IN);
  sqlite3_bind_int64 (stmt, 7, message->flags);
  sqlite3_bind_int64 (stmt, 8, message->size_bytes);
  sqlite3_bind_int64 (stmt, 9, message->references->len > 0);
  sqlite3_bind_text (stmt, 10, message->subject, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, 14, (gint64)message->mid_hash);
  sqlite3_bind_text (stmt, 15, message->message_id, -1, SQLITE_STATIC);
}

/* The place may be another letter's so far, which has gone from there. */
static gboolean
write_message (CrmIndex *self, sqlite3_stmt *stmt, const CrmIndexPlace *place, GError **error)
{
  gboolean done;

  bind_parties (stmt, 11, self->parties);
  sqlite3_bind_int64 (stmt, 12, place->folder);
  sqlite3_bind_text (stmt, 13, place->uid, -1, SQLITE_STATIC);
  done = _crm_index_step (self, stmt, error);
  if (done && sqlite3_changes (_crm_connection_get_handle (self->connection)) == 0)
    done = crm_index_remove (self, place->folder, place->uid, error)
           && _crm_index_step (self, stmt, error);
  sqlite3_clear_bindings (stmt);
  return done;
}

/* Makes the subject's words findable. */
gboolean
_crm_index_write_subject (CrmIndex *self, gint64 id, const char *subject, GError **error)
{
  sqlite3_stmt *stmt = _crm_index_statement (self, CRM_INDEX_ADD_SUBJECT, error);
  g_autofree char *folded = crm_fold (subject);
  gboolean done;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  sqlite3_bind_text (stmt, 2, folded, -1, SQLITE_STATIC);
  done = _crm_index_step (self, stmt, error);
  sqlite3_clear_bindings (stmt);
  return done;
}

gboolean
_crm_index_insert_letter (CrmIndex *self,
                          const CrmIndexPlace *place,
                          const CrmMessage *message,
                          gint64 id,
                          GError **error)
{
  sqlite3_stmt *stmt = _crm_index_statement (self, CRM_INDEX_ADD_LETTER, error);
  const CrmMessageParty *sender = crm_message_get_sender (message);
  CrmIndexEdge letter = { .message = id, .date = message->date_usec / G_USEC_PER_SEC };
  gint64 sender_id;
  gint64 thread;

  if (sender != NULL && g_hash_table_contains (self->own, sender->address))
    letter.roles = CRM_EDGE_OUT;
  if (stmt == NULL || !_crm_index_empty_place (self, place, error)
      || !_crm_index_join_threads (self, message, 0, id, &thread, error)
      || !enter_parties (self, &letter, message, &sender_id, error))
    return FALSE;
  bind_letter (stmt, &letter, thread, sender_id, message);
  if (!write_message (self, stmt, place, error)
      || (self->subject_next == 0 && !_crm_index_write_subject (self, id, message->subject, error)))
    return FALSE;
  if (self->fill != NULL)
    _crm_id_map_set (self->fill->prints, message->fingerprint, id);
  return _crm_index_consider_fill (self, error);
}

/* (element-type gsize int): by address, its roles in the letter whose people are in @parties */
static GHashTable *
read_roles (const GByteArray *parties)
{
  GHashTable *roles = g_hash_table_new (NULL, NULL);
  const guint8 *data = parties->data;
  const guint8 *end = data + parties->len;
  CrmMessageRole role;
  gint64 address;

  while (_crm_index_next_party (&data, end, &address, &role))
    {
      gpointer key = GSIZE_TO_POINTER ((gsize)address);

      g_hash_table_insert (
          roles, key,
          GINT_TO_POINTER (GPOINTER_TO_INT (g_hash_table_lookup (roles, key)) | 1 << role));
    }
  return roles;
}

static gboolean
complete_parties (CrmIndex *self,
                  const CrmIndexEdge *letter,
                  const CrmMessage *message,
                  GError **error)
{
  g_autoptr (GHashTable) roles = read_roles (self->parties);

  for (guint i = 0; i < message->parties->len; i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (message->parties, i);
      CrmIndexAddress *address;
      gpointer key;
      int known;

      if (party->role == CRM_ROLE_REPLY_TO)
        continue;
      address = _crm_index_ensure_address (self, party, error);
      if (address == NULL)
        return FALSE;
      key = GSIZE_TO_POINTER ((gsize)address->id);
      known = GPOINTER_TO_INT (g_hash_table_lookup (roles, key));
      if (known & 1 << party->role)
        continue;
      g_hash_table_insert (roles, key, GINT_TO_POINTER (known | 1 << party->role));
      _crm_index_append_party (self->parties, address->id, party->role);
      enter_party (self, letter, address, party->role, known);
    }
  return TRUE;
}

static gboolean
read_letter (
    CrmIndex *self, CrmIndexEdge *letter, gint64 *out_thread, gboolean *out_answers, GError **error)
{
  g_autoptr (CrmRows) rows
      = _crm_connection_query (self->connection, error,
                               "SELECT thread, parties, date, direction, has_references"
                               " FROM message WHERE id = ?",
                               "i", letter->message);
  const guint8 *data;

  if (rows == NULL || !_crm_rows_next (rows, error))
    return FALSE;
  *out_thread = _crm_rows_int (rows, 0);
  data = sqlite3_column_blob (rows->stmt, 1);
  g_byte_array_set_size (self->parties, 0);
  if (data != NULL)
    g_byte_array_append (self->parties, data, (guint)sqlite3_column_bytes (rows->stmt, 1));
  letter->date = _crm_rows_int (rows, 2);
  letter->roles = _crm_rows_int (rows, 3) == CRM_DIRECTION_OUT ? CRM_EDGE_OUT : 0;
  *out_answers = _crm_rows_int (rows, 4) != 0;
  return TRUE;
}

/* Another copy may carry people or references that the first did not. */
gboolean
_crm_index_complete_letter (CrmIndex *self, const CrmMessage *message, gint64 id, GError **error)
{
  CrmIndexEdge letter = { .message = id, .merge = TRUE };
  g_autoptr (CrmRows) rows = NULL;
  g_autoptr (GError) local_error = NULL;
  gboolean answers;
  guint n_bytes;
  gint64 thread;

  if (!read_letter (self, &letter, &thread, &answers, error)
      || !_crm_index_join_threads (self, message, thread, id, &thread, error))
    return FALSE;
  n_bytes = self->parties->len;
  if (!complete_parties (self, &letter, message, error))
    return FALSE;
  if (self->parties->len == n_bytes && answers >= (message->references->len > 0))
    return TRUE;

  rows = _crm_connection_query (self->connection, error,
                                "UPDATE message SET parties = ?2,"
                                " has_references = has_references | ?3 WHERE id = ?1",
                                "ini", id, (gint64)(message->references->len > 0));
  if (rows == NULL)
    return FALSE;
  bind_parties (rows->stmt, 2, self->parties);
  _crm_rows_next (rows, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

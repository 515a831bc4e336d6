/* crm-index-own.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The facet of #CrmIndex that knows whose mailbox it is. One's own address takes part in every
 * letter, so it has no edges; whom the user wrote to is told by CRM_EDGE_OUT. */
#define G_LOG_DOMAIN "crm-index-own"
#include "config.h"

#include "crm-index-private.h"

/* Lines written at once when an address stops being one's own: it was in every letter. */
#define MAX_LINES 100000

typedef struct
{
  CrmIndex *index;
  GHashTable *own;    /* (owned) (element-type gint64): ids of addresses that are own now */
  GHashTable *joined; /* (owned) (element-type gint64): those that were not before */
  GHashTable *left;   /* (owned) (element-type gint64 gint64): no longer; to their organisation */
} Move;

/* What the file says of whose mailbox it is, so that every program obeys. */
gboolean
_crm_index_load_own (CrmIndex *self, GError **error)
{
  g_autofree char *list = NULL;
  g_auto (GStrv) addresses = NULL;

  if (!crm_index_get_meta (self, "own", &list, error))
    return FALSE;
  addresses = g_strsplit (list != NULL ? list : "", "\n", -1);
  g_hash_table_remove_all (self->own);
  for (guint i = 0; addresses[i] != NULL; i++)
    g_hash_table_add (self->own, g_strdup (addresses[i]));
  return TRUE;
}

static gboolean
contains_all (GHashTable *own, const char *const *addresses)
{
  for (guint i = 0; addresses[i] != NULL; i++)
    if (!g_hash_table_contains (own, addresses[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_same (GHashTable *own, const char *const *addresses)
{
  GHashTableIter iter;
  gpointer address;

  if (!contains_all (own, addresses))
    return FALSE;
  g_hash_table_iter_init (&iter, own);
  while (g_hash_table_iter_next (&iter, &address, NULL))
    if (!g_strv_contains (addresses, address))
      return FALSE;
  return TRUE;
}

/* Puts the numbers of @address, where the index knows it, into @into. */
static gboolean
find_number (CrmIndex *self, const char *address, GHashTable *into, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (self->connection, error,
                               "SELECT id, coalesce (organization, 0) FROM address"
                               " WHERE address = ?",
                               "t", address);

  if (rows == NULL)
    return FALSE;
  if (_crm_rows_next (rows, &local_error))
    {
      gint64 id = _crm_rows_int (rows, 0);
      gint64 organization = _crm_rows_int (rows, 1);

      g_hash_table_insert (into, g_memdup2 (&id, sizeof id),
                           g_memdup2 (&organization, sizeof organization));
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
compare_lists (Move *move, const char *const *addresses, GError **error)
{
  CrmIndex *self = move->index;
  GHashTableIter iter;
  gpointer address;

  for (guint i = 0; addresses[i] != NULL; i++)
    if (!find_number (self, addresses[i], move->own, error)
        || (!g_hash_table_contains (self->own, addresses[i])
            && !find_number (self, addresses[i], move->joined, error)))
      return FALSE;
  g_hash_table_iter_init (&iter, self->own);
  while (g_hash_table_iter_next (&iter, &address, NULL))
    if (!g_strv_contains (addresses, address) && !find_number (self, address, move->left, error))
      return FALSE;
  return TRUE;
}

/* The organisation keeps the letters that a colleague takes part in. */
static gboolean
drop_edges (CrmIndex *self, gint64 address, GError **error)
{
  return _crm_connection_run (self->connection, error, "DELETE FROM edge WHERE address = ?", "i",
                              address)
         && (sqlite3_changes (_crm_connection_get_handle (self->connection)) == 0
             || _crm_connection_run (
                 self->connection, error,
                 "DELETE FROM domain_edge WHERE domain ="
                 " (SELECT organization FROM address WHERE id = ?1) AND message NOT IN"
                 " (SELECT e.message FROM address AS a JOIN edge AS e ON e.address = a.id"
                 " WHERE a.organization = (SELECT organization FROM address WHERE id = ?1))",
                 "i", address));
}

/* Gives those who left their edges back, in the letter whose row it is. */
static void
restore_edges (Move *move, CrmRows *rows, int direction)
{
  const guint8 *data = sqlite3_column_blob (rows->stmt, 4);
  const guint8 *end = data + sqlite3_column_bytes (rows->stmt, 4);
  CrmMessageRole role;
  gint64 address;

  while (_crm_index_next_party (&data, end, &address, &role))
    {
      const gint64 *organization = g_hash_table_lookup (move->left, &address);
      CrmIndexEdge edge = { .owner = address,
                            .date = _crm_rows_int (rows, 1),
                            .message = _crm_rows_int (rows, 0),
                            .roles = 1 << role };

      if (organization == NULL)
        continue;
      if (direction == CRM_DIRECTION_OUT)
        edge.roles |= CRM_EDGE_OUT;
      _crm_index_add_edge (move->index, &edge, *organization);
      _crm_index_recount_address (move->index, address);
    }
}

/* One look at every letter. @turned: (element-type gint64): those whose direction is wrong */
static gboolean
scan_letters (Move *move, GArray *turned, GError **error)
{
  CrmIndex *self = move->index;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (self->connection, error,
                               "SELECT id, date, coalesce (sender, 0), direction, parties"
                               " FROM message",
                               "");

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      gint64 id = _crm_rows_int (rows, 0);
      gint64 sender = _crm_rows_int (rows, 2);
      int direction
          = g_hash_table_contains (move->own, &sender) ? CRM_DIRECTION_OUT : CRM_DIRECTION_IN;

      if (direction != _crm_rows_int (rows, 3))
        g_array_append_val (turned, id);
      if (g_hash_table_size (move->left) > 0)
        restore_edges (move, rows, direction);
      if (self->edges->len > MAX_LINES && !_crm_index_write_edges (self, error))
        return FALSE;
    }
  if (local_error == NULL)
    return _crm_index_write_edges (self, error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
turn_edges (CrmIndex *self, gint64 id, gint64 date, const GByteArray *parties, GError **error)
{
  const guint8 *data = parties->data;
  const guint8 *end = data + parties->len;
  gint64 address;

  while (_crm_index_next_party (&data, end, &address, NULL))
    {
      if (!_crm_connection_run (self->connection, error,
                                "UPDATE edge SET roles = roles & ~64 |"
                                " (SELECT CASE direction WHEN 2 THEN 64 ELSE 0 END FROM message"
                                " WHERE id = ?3) WHERE address = ?1 AND date = ?2 AND message = ?3",
                                "iii", address, date, id))
        return FALSE;
      _crm_index_recount_address (self, address);
    }
  return TRUE;
}

static gboolean
turn_letter (CrmIndex *self, gint64 id, GError **error)
{
  g_autoptr (GByteArray) parties = g_byte_array_new ();
  g_autoptr (CrmRows) rows = NULL;
  const guint8 *data;
  gint64 date;

  if (!_crm_connection_run (self->connection, error,
                            "UPDATE message SET direction = 3 - direction WHERE id = ?", "i", id))
    return FALSE;
  rows = _crm_connection_query (self->connection, error,
                                "SELECT date, parties FROM message WHERE id = ?", "i", id);
  if (rows == NULL || !_crm_rows_next (rows, error))
    return FALSE;
  date = _crm_rows_int (rows, 0);
  data = sqlite3_column_blob (rows->stmt, 1);
  if (data != NULL)
    g_byte_array_append (parties, data, (guint)sqlite3_column_bytes (rows->stmt, 1));
  g_clear_pointer (&rows, _crm_rows_done);
  return turn_edges (self, id, date, parties, error);
}

static gboolean
correct_letters (Move *move, GError **error)
{
  g_autoptr (GArray) turned = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, move->joined);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      if (!drop_edges (move->index, *(gint64 *)id, error))
        return FALSE;
      _crm_index_recount_address (move->index, *(gint64 *)id);
    }
  if (!scan_letters (move, turned, error))
    return FALSE;
  for (guint i = 0; i < turned->len; i++)
    if (!turn_letter (move->index, g_array_index (turned, gint64, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
set_in_transaction (CrmIndex *self, const char *const *addresses, GError **error)
{
  g_autoptr (GHashTable) own = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (GHashTable) joined
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (GHashTable) left = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autofree char *list = g_strjoinv ("\n", (char **)addresses);
  Move move = { self, own, joined, left };

  if (!compare_lists (&move, addresses, error))
    return FALSE;
  if (g_hash_table_size (joined) + g_hash_table_size (left) > 0 && !correct_letters (&move, error))
    return FALSE;
  return crm_index_set_meta (self, "own", list, error) && _crm_index_count_addresses (self, error);
}

/**
 * crm_index_set_own:
 * @self: the index, not in a transaction
 * @addresses: the user's own addresses, normalised, ended by %NULL
 * @error: (nullable): storage errors
 *
 * One's own address takes part in every letter, so it gets no edges; it tells incoming from
 * outgoing. What was indexed before is corrected for addresses that became own since, and for those
 * that no longer are; when none has changed, nothing is written.
 *
 * Returns: whether all is well
 */
gboolean
crm_index_set_own (CrmIndex *self, const char *const *addresses, GError **error)
{
  if (!crm_index_begin (self, error))
    return FALSE;
  if (is_same (self->own, addresses))
    {
      _crm_connection_rollback (self->connection);
      return TRUE;
    }
  if (!set_in_transaction (self, addresses, error) || !crm_index_commit (self, error))
    {
      crm_index_rollback (self);
      return FALSE;
    }
  self->stale = TRUE; /* what memory says of whose addresses are own */
  return TRUE;
}

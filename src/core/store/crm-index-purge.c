/* crm-index-purge.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The facet of #CrmIndex that forgets what is excluded. */
#define G_LOG_DOMAIN "crm-index-purge"
#include "config.h"

#include "crm-index-private.h"

typedef struct
{
  CrmIndex *index;
  GHashTable *excluded; /* (element-type gint64): ids of addresses nobody wants to see */
  GHashTable *alive;    /* (element-type gint64): ids of addresses in letters that stay */
  GArray *doomed;       /* (element-type gint64): ids of letters that go */
} Purge;

static void
add_id (GHashTable *ids, gint64 id)
{
  if (!g_hash_table_contains (ids, &id))
    g_hash_table_add (ids, g_memdup2 (&id, sizeof id));
}

static gboolean
find_excluded_addresses (Purge *purge, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (purge->index->connection, error,
                                                    "SELECT id, address FROM address", "");

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    if (_crm_index_address_is_excluded (purge->index, _crm_rows_text (rows, 1)))
      add_id (purge->excluded, _crm_rows_int (rows, 0));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
is_doomed (Purge *purge, guint64 print, const guint8 *parties, const guint8 *end)
{
  gint64 address;

  if (g_hash_table_contains (purge->index->private_prints, &print))
    return TRUE;
  while (_crm_index_next_party (&parties, end, &address, NULL))
    if (g_hash_table_contains (purge->excluded, &address))
      return TRUE;
  return FALSE;
}

/* By the letters' own lists of people, since one's own address has no edges. */
static gboolean
find_doomed (Purge *purge, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      purge->index->connection, error, "SELECT id, fingerprint, parties FROM message", "");

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      gint64 id = _crm_rows_int (rows, 0);
      const guint8 *parties = sqlite3_column_blob (rows->stmt, 2);
      const guint8 *end = parties + sqlite3_column_bytes (rows->stmt, 2);
      gint64 address;

      if (is_doomed (purge, (guint64)_crm_rows_int (rows, 1), parties, end))
        g_array_append_val (purge->doomed, id);
      else
        while (_crm_index_next_party (&parties, end, &address, NULL))
          add_id (purge->alive, address);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
delete_doomed (Purge *purge, GError **error)
{
  for (guint i = 0; i < purge->doomed->len; i++)
    {
      gint64 id = g_array_index (purge->doomed, gint64, i);

      if (!_crm_connection_run (purge->index->connection, error,
                                "DELETE FROM location WHERE message = ?", "i", id)
          || !_crm_index_delete_message (purge->index, id, error))
        return FALSE;
    }
  return TRUE;
}

/* Names and addresses of people who are in no letter any more must not stay behind. */
static gboolean
delete_addresses (Purge *purge, GError **error)
{
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (purge->index->connection, error, "SELECT id FROM address", "");

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      gint64 id = _crm_rows_int (rows, 0);

      if (!g_hash_table_contains (purge->alive, &id))
        g_array_append_val (gone, id);
    }
  g_clear_pointer (&rows, _crm_rows_done);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  for (guint i = 0; i < gone->len; i++)
    if (!_crm_connection_run (purge->index->connection, error, "DELETE FROM address WHERE id = ?",
                              "i", g_array_index (gone, gint64, i)))
      return FALSE;
  purge->index->stale = TRUE; /* the ids kept in memory */
  return _crm_connection_run (purge->index->connection, error,
                              "DELETE FROM domain WHERE id NOT IN"
                              " (SELECT domain FROM address WHERE domain IS NOT NULL UNION"
                              " SELECT organization FROM address WHERE organization IS NOT NULL)",
                              "");
}

/**
 * crm_index_purge_excluded:
 * @self: the index, not in a transaction
 * @out_removed: (out): how many letters went
 * @error: (nullable): storage errors
 *
 * Makes exclusions work backwards: takes out of the index what would not be let in today.
 *
 * Returns: whether all is well
 */
gboolean
crm_index_purge_excluded (CrmIndex *self, guint *out_removed, GError **error)
{
  g_autoptr (GHashTable) excluded
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GHashTable) alive = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) doomed = g_array_new (FALSE, FALSE, sizeof (gint64));
  Purge purge = { self, excluded, alive, doomed };

  *out_removed = 0;
  if (!crm_index_begin (self, error))
    return FALSE;
  if (!find_excluded_addresses (&purge, error) || !find_doomed (&purge, error)
      || !delete_doomed (&purge, error)
      || ((doomed->len > 0 || g_hash_table_size (excluded) > 0)
          && !delete_addresses (&purge, error)))
    {
      crm_index_rollback (self);
      return FALSE;
    }
  if (!crm_index_commit (self, error))
    return FALSE;
  *out_removed = doomed->len;
  return TRUE;
}

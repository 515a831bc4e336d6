/* crm-index-purge.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The facet of #CrmIndex that lets in what is not excluded, and forgets what is. */
#define G_LOG_DOMAIN "crm-index-purge"
#include "config.h"

#include "crm-index-private.h"

#include "model/crm-address.h"

/* How many answers to "is this address excluded" are kept. */
#define MAX_JUDGED 50000

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
  g_hash_table_remove_all (self->judged);
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

static gboolean
matches_exclusion (CrmIndex *self, const char *address)
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

gboolean
_crm_index_address_is_excluded (CrmIndex *self, const char *address)
{
  gpointer answer;

  if (g_hash_table_lookup_extended (self->judged, address, NULL, &answer))
    return GPOINTER_TO_INT (answer);
  answer = GINT_TO_POINTER (matches_exclusion (self, address));
  if (g_hash_table_size (self->judged) >= MAX_JUDGED)
    g_hash_table_remove_all (self->judged);
  g_hash_table_insert (self->judged, g_strdup (address), answer);
  return GPOINTER_TO_INT (answer);
}

gboolean
_crm_index_is_excluded (CrmIndex *self, const CrmMessage *message)
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
                                "DELETE FROM copy WHERE message = ?", "i", id)
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
  if (!_crm_index_purge_event_parties (self, error) || !find_excluded_addresses (&purge, error)
      || !find_doomed (&purge, error) || !delete_doomed (&purge, error)
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

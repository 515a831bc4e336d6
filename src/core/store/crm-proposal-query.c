/* crm-proposal-query.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Where a letter is filed, and where it might belong: law 6's reasons as queries. */
#define G_LOG_DOMAIN "crm-proposal-query"
#include "config.h"

#include "crm-context-query.h"

#include "crm-proposal-query-private.h"
#include "model/crm-token.h"

/**
 * crm_query_deals_of_token:
 * @reader: a reader
 * @subject: a letter's subject
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmDealState): the deals whose token the
 *   subject carries: nearly always one, none without a token
 */
GPtrArray *
crm_query_deals_of_token (CrmReader *reader, const char *subject, GError **error)
{
  g_autofree char *digits = crm_token_find (subject);
  g_autoptr (CrmRows) rows = NULL;

  if (digits == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify)crm_deal_state_free);
  rows = _crm_connection_query (reader->connection, error,
                                "SELECT id FROM deal WHERE substr (id, -8) = ?", "t", digits);
  return rows != NULL ? _crm_query_list_deal_states (reader, rows, error) : NULL;
}

/**
 * crm_query_deals_of_email:
 * @reader: a reader
 * @email: id of an e-mail record
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmDealState): the deals it is filed under
 */
GPtrArray *
crm_query_deals_of_email (CrmReader *reader, const char *email, GError **error)
{
  g_autoptr (CrmRows) rows
      = _crm_connection_query (reader->connection, error,
                               "SELECT deal FROM link WHERE email = ? AND deal IS NOT NULL"
                               " AND decision <> 'wrong' ORDER BY created_at",
                               "t", email);

  return rows != NULL ? _crm_query_list_deal_states (reader, rows, error) : NULL;
}

static gboolean
find_thread (CrmReader *reader, guint64 hash, GHashTable *threads, GError **error)
{
  gint64 thread;
  gint64 target;

  if (!_crm_connection_get_int (reader->connection, &thread, error,
                                /* The second is empty but in a first fill. */
                                "SELECT thread FROM idx.thread_hash WHERE hash = ?1 UNION ALL"
                                " SELECT thread FROM idx.thread_hash_new WHERE hash = ?1 LIMIT 1",
                                "i", (gint64)hash))
    return FALSE;
  for (target = thread; target != 0;)
    {
      thread = target;
      if (!_crm_connection_get_int (reader->connection, &target, error,
                                    "SELECT target FROM idx.thread_alias WHERE thread = ?", "i",
                                    thread))
        return FALSE;
    }
  if (thread != 0)
    g_hash_table_add (threads, g_memdup2 (&thread, sizeof thread));
  return TRUE;
}

static gboolean
add_deals_of_thread (CrmReader *reader, gint64 thread, GPtrArray *states, GError **error)
{
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      "SELECT l.deal FROM idx.message AS m CROSS JOIN email AS h"
      " ON h.fingerprint = m.fingerprint CROSS JOIN link AS l ON l.email = h.id"
      " WHERE m.thread = ? AND l.deal IS NOT NULL AND l.decision <> 'wrong'"
      " AND +h.visibility = 'normal' ORDER BY m.date DESC",
      "i", thread);

  if (rows == NULL || (found = _crm_query_list_deal_states (reader, rows, error)) == NULL)
    return FALSE;
  g_ptr_array_extend_and_steal (states, g_steal_pointer (&found));
  return TRUE;
}

/* A filed letter that has left the mailboxes is in no thread; the answer still names it. */
static gboolean
add_deals_of_reference (CrmReader *reader, guint64 hash, GPtrArray *states, GError **error)
{
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      "SELECT l.deal FROM email AS h CROSS JOIN link AS l ON l.email = h.id WHERE h.mid_hash = ?"
      " AND l.deal IS NOT NULL AND l.decision <> 'wrong' AND +h.visibility = 'normal'",
      "i", (gint64)hash);

  if (rows == NULL || (found = _crm_query_list_deal_states (reader, rows, error)) == NULL)
    return FALSE;
  g_ptr_array_extend_and_steal (states, g_steal_pointer (&found));
  return TRUE;
}

/**
 * crm_query_deals_of_conversation:
 * @reader: a reader
 * @message: a letter, in the index or not yet
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmDealState): the deals under which
 * letters of its conversation are filed
 */
GPtrArray *
crm_query_deals_of_conversation (CrmReader *reader, const CrmMessage *message, GError **error)
{
  g_autoptr (GHashTable) threads
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GPtrArray) states
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_deal_state_free);
  GHashTableIter iter;
  gpointer thread;
  gint64 own;

  if (!_crm_connection_get_int (reader->connection, &own, error,
                                "SELECT thread FROM idx.message WHERE fingerprint = ?", "i",
                                (gint64)message->fingerprint))
    return NULL;
  if (own != 0)
    g_hash_table_add (threads, g_memdup2 (&own, sizeof own));
  for (guint i = 0; i < message->references->len; i++)
    if (!find_thread (reader, g_array_index (message->references, guint64, i), threads, error))
      return NULL;

  g_hash_table_iter_init (&iter, threads);
  while (g_hash_table_iter_next (&iter, &thread, NULL))
    if (!add_deals_of_thread (reader, *(gint64 *)thread, states, error))
      return NULL;
  for (guint i = 0; i < message->references->len && states->len == 0; i++)
    if (!add_deals_of_reference (reader, g_array_index (message->references, guint64, i), states,
                                 error))
      return NULL;
  return g_steal_pointer (&states);
}

/**
 * crm_query_days_by_subject:
 * @reader: a reader
 * @message: a letter
 * @deal: id of a deal under which letters of its conversation are filed
 * @out_days: (out): how far the nearest of them is; -1 when references make it a conversation
 * @error: (nullable): storage errors
 *
 * In a mailbox without any references the index joins letters by subject and people, see
 * crm_index_thread_by_subject(). That is a weaker reason and must not pass for the stronger.
 *
 * Returns: whether all is well
 */
gboolean
crm_query_days_by_subject (CrmReader *reader,
                           const CrmMessage *message,
                           const char *deal,
                           gint64 *out_days,
                           GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = NULL;

  *out_days = -1;
  if (message->references->len > 0)
    return TRUE;
  rows = _crm_connection_query (
      reader->connection, error,
      "SELECT min (abs (m.date - o.date)) / 86400 FROM idx.message AS o CROSS JOIN idx.message AS m"
      " ON m.thread = o.thread CROSS JOIN email AS h ON h.fingerprint = m.fingerprint"
      " CROSS JOIN link AS l ON l.email = h.id AND +l.deal = ?2 AND l.decision <> 'wrong'"
      " WHERE o.fingerprint = ?1 AND NOT EXISTS (SELECT 1 FROM idx.message AS r"
      " WHERE r.thread = o.thread AND r.has_references)",
      "it", (gint64)message->fingerprint, deal);
  if (rows == NULL)
    return FALSE;
  if (_crm_rows_next (rows, &local_error) && !_crm_rows_is_null (rows, 0))
    *out_days = _crm_rows_int (rows, 0);
  return _crm_reader_ended (error, local_error);
}

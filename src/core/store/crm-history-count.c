/* crm-history-count.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * How much history there is in all. A letter that several addresses or reasons lead to counts once.
 */
#define G_LOG_DOMAIN "crm-history-count"
#include "config.h"

#include "crm-history-private.h"
#include "crm-reader-private.h"

static gboolean
add_letters (
    CrmReader *reader, GHashTable *letters, const char *sql, const char *key, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (reader->connection, error, sql, "t", key);

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      gint64 id = _crm_rows_int (rows, 0);

      if (!g_hash_table_contains (letters, &id))
        g_hash_table_add (letters, g_memdup2 (&id, sizeof id));
    }
  return _crm_reader_ended (error, local_error);
}

static gboolean
collect_letters (CrmReader *reader,
                 const CrmHistoryQuery *query,
                 GHashTable *letters,
                 GError **error)
{
  for (guint i = 0; query->addresses != NULL && query->addresses[i] != NULL; i++)
    if (!add_letters (reader, letters,
                      "SELECT message FROM idx.edge WHERE address ="
                      " (SELECT id FROM idx.address WHERE address = ?)",
                      query->addresses[i], error))
      return FALSE;
  for (guint i = 0; query->domains != NULL && query->domains[i] != NULL; i++)
    if (!add_letters (reader, letters,
                      "SELECT message FROM idx.domain_edge WHERE domain ="
                      " (SELECT id FROM idx.domain WHERE name = ?)",
                      query->domains[i], error))
      return FALSE;
  return query->deal == NULL
         || add_letters (reader, letters,
                         "SELECT m.id FROM idx.message AS m WHERE m.thread IN"
                         " (SELECT f.thread FROM link AS l JOIN email AS h ON h.id = l.email"
                         " JOIN idx.message AS f ON f.fingerprint = h.fingerprint"
                         " WHERE l.deal = ? AND l.decision <> 'wrong')",
                         query->deal, error);
}

static gboolean
count_letters (CrmReader *reader, GHashTable *letters, CrmHistory *history, GError **error)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, letters);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      gint64 hidden;
      gint64 copies;

      if (!_crm_connection_get_int (reader->connection, &hidden, error,
                                    "SELECT EXISTS (SELECT 1 FROM idx.message AS m"
                                    " JOIN email AS h ON h.fingerprint = m.fingerprint"
                                    " WHERE m.id = ? AND h.visibility <> 'normal')",
                                    "i", *(gint64 *)key)
          || !_crm_connection_get_int (reader->connection, &copies, error,
                                       "SELECT count(*) FROM idx.location WHERE message = ?", "i",
                                       *(gint64 *)key))
        return FALSE;
      if (hidden)
        continue;
      history->total += copies;
      history->distinct_total++;
    }
  return TRUE;
}

static gboolean
add_records (CrmReader *reader,
             const CrmHistoryQuery *query,
             gboolean ids,
             const char *address,
             GHashTable *records,
             GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      "SELECT id FROM note WHERE deal = ?1 OR person = ?2 OR account = ?3 OR address = ?4"
      " UNION ALL SELECT id FROM call WHERE deal = ?1 OR person = ?2 OR account = ?3"
      " OR address = ?4 UNION ALL SELECT id FROM stage_history WHERE deal = ?1",
      "tttt", ids ? query->deal : NULL, ids ? query->person : NULL, ids ? query->account : NULL,
      address);

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    g_hash_table_add (records, g_strdup (_crm_rows_text (rows, 0)));
  return _crm_reader_ended (error, local_error);
}

static gboolean
count_records (CrmReader *reader, const CrmHistoryQuery *query, guint *out, GError **error)
{
  g_autoptr (GHashTable) records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (!add_records (reader, query, TRUE, NULL, records, error))
    return FALSE;
  for (guint i = 0; query->addresses != NULL && query->addresses[i] != NULL; i++)
    if (!add_records (reader, query, FALSE, query->addresses[i], records, error))
      return FALSE;
  *out = g_hash_table_size (records);
  return TRUE;
}

gboolean
_crm_history_count (CrmReader *reader,
                    const CrmHistoryQuery *query,
                    CrmHistory *history,
                    GError **error)
{
  g_autoptr (GHashTable) letters
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  guint records;

  if (!count_records (reader, query, &records, error))
    return FALSE;
  history->total = history->distinct_total = records;
  return collect_letters (reader, query, letters, error)
         && count_letters (reader, letters, history, error);
}

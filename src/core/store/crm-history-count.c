/* crm-history-count.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * How much history there is in all. A letter that several addresses or reasons lead to counts once.
 */
#define G_LOG_DOMAIN "crm-history-count"
#include "config.h"

#include "crm-history-private.h"
#include "crm-reader-private.h"

static void
add_letter (const CrmLetter *letter, gpointer data)
{
  GHashTable *letters = data;

  if (!g_hash_table_contains (letters, &letter->message))
    g_hash_table_add (letters, g_memdup2 (&letter->message, sizeof letter->message));
}

static gboolean
count_letters (CrmReader *reader, GHashTable *letters, CrmHistory *history, GError **error)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, letters);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      gint64 copies;

      if (!_crm_connection_get_int (reader->connection, &copies, error,
                                    "SELECT count(*) FROM idx.location WHERE message = ?", "i",
                                    *(gint64 *)key))
        return FALSE;
      history->total += copies;
    }
  history->distinct_letters += g_hash_table_size (letters);
  return TRUE;
}

/* Of a gone letter the summary is the one copy. */
static gboolean
count_gone_letters (CrmReader *reader,
                    const CrmHistoryQuery *query,
                    CrmHistory *history,
                    GError **error)
{
  gint64 gone;

  if (!_crm_connection_get_int (reader->connection, &gone, error,
                                "SELECT count(*) FROM email AS h" CRM_GONE_LETTERS_SQL, "ttt",
                                query->deal, query->person, query->account))
    return FALSE;
  history->total += gone;
  history->distinct_letters += gone;
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
  history->total = records;
  history->distinct_letters = 0;
  if (!_crm_history_all_letters (reader, query, add_letter, letters, error)
      || !count_letters (reader, letters, history, error)
      || !count_gone_letters (reader, query, history, error))
    return FALSE;
  history->distinct_total = history->distinct_letters + records;
  return TRUE;
}

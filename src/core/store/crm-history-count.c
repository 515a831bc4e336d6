/* crm-history-count.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * How much history there is in all. A letter that several addresses or reasons lead to counts once.
 */
#define G_LOG_DOMAIN "crm-history-count"
#include "config.h"

#include "crm-history-private.h"
#include "crm-reader-facts-private.h"

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
                                    "SELECT 1 + n_more FROM idx.message WHERE id = ?", "i",
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
                                "SELECT count(DISTINCT h.id) FROM " CRM_GONE_LETTERS_SQL, "ttt",
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

static gboolean
count_meetings (CrmReader *reader, const CrmHistoryQuery *query, guint *count, GError **error)
{
  CrmHistoryQuery all = { .addresses = query->addresses,
                          .domains = query->domains,
                          .person = query->person,
                          .account = query->account,
                          .deal = query->deal,
                          .before_usec = G_MAXINT64,
                          .limit = G_MAXUINT };
  g_autoptr (GPtrArray) items
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_history_item_free);
  CrmHistory meetings = { .items = items };
  gboolean ok = _crm_history_read_meetings (reader, &all, &meetings, error);

  crm_history_item_free (meetings.next_meeting);
  *count += items->len;
  return ok;
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

  if (!count_records (reader, query, &records, error)
      || !count_meetings (reader, query, &records, error))
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

/* An address of the index. */
typedef struct
{
  gint64 id;
  gint64 n_letters;
} Counted;

static int
compare_counted (gconstpointer a, gconstpointer b)
{
  const Counted *first = a;
  const Counted *second = b;

  return (first->n_letters < second->n_letters) - (first->n_letters > second->n_letters);
}

/* The busiest first. */
static GArray *
find_counted (CrmReader *reader, const char *const *addresses, GError **error)
{
  g_autoptr (GArray) counted = g_array_new (FALSE, FALSE, sizeof (Counted));

  for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++)
    {
      GError *local_error = NULL;
      g_autoptr (CrmRows) rows = _crm_connection_query (
          reader->connection, error, "SELECT id, n_letters FROM idx.address WHERE address = ?", "t",
          addresses[i]);

      if (rows == NULL)
        return NULL;
      if (_crm_rows_next (rows, &local_error))
        {
          Counted address = { _crm_rows_int (rows, 0), _crm_rows_int (rows, 1) };

          g_array_append_val (counted, address);
        }
      if (!_crm_reader_ended (error, local_error))
        return NULL;
    }
  g_array_sort (counted, compare_counted);
  return g_steal_pointer (&counted);
}

/* Of each address but the busiest, the letters that none before it takes part in. @out_ids gets the
 * list of all in JSON. */
static gboolean
count_of_addresses (
    CrmReader *reader, const GArray *counted, gint64 *out, GString *out_ids, GError **error)
{
  *out = 0;
  g_string_append_c (out_ids, '[');
  for (guint i = 0; i < counted->len; i++)
    {
      const Counted *address = &g_array_index (counted, Counted, i);
      gint64 more = address->n_letters;

      if (i > 0)
        {
          g_autofree char *before = g_strconcat (out_ids->str, "]", NULL);

          if (!_crm_connection_get_int (
                  reader->connection, &more, error,
                  "SELECT count(*) FROM idx.edge AS e WHERE e.address = ?1 AND NOT EXISTS"
                  " (SELECT 1 FROM idx.edge AS o WHERE o.address IN"
                  " (SELECT value FROM json_each (?2)) AND o.date = e.date"
                  " AND o.message = e.message)",
                  "it", address->id, before))
            return FALSE;
          g_string_append_c (out_ids, ',');
        }
      g_string_append_printf (out_ids, "%" G_GINT64_FORMAT, address->id);
      *out += more;
    }
  g_string_append_c (out_ids, ']');
  return TRUE;
}

/* Takes off those that nobody is to see. */
static gboolean
uncount_hidden (CrmReader *reader, const GArray *counted, gint64 *count, GError **error)
{
  GHashTable *hidden = _crm_reader_get_hidden (reader, error);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  if (hidden == NULL)
    return FALSE;
  for (guint i = 0; i < counted->len; i++)
    {
      gint64 id = g_array_index (counted, Counted, i).id;
      GArray *letters = g_hash_table_lookup (hidden, &id);

      for (guint j = 0; letters != NULL && j < letters->len; j++)
        {
          CrmHiddenLetter *letter = &g_array_index (letters, CrmHiddenLetter, j);
          gint64 takes_part;

          if (!_crm_connection_get_int (reader->connection, &takes_part, error,
                                        "SELECT 1 FROM idx.edge WHERE address = ? AND date = ?"
                                        " AND message = ?",
                                        "iii", id, letter->date, letter->message))
            return FALSE;
          if (takes_part != 0 && g_hash_table_add (seen, &letter->message))
            *count -= 1;
        }
    }
  return TRUE;
}

#define DECIDED_ABOUT_PERSON                                                                       \
  "SELECT count(*) FROM link AS l CROSS JOIN email AS h ON h.id = l.email"                         \
  " JOIN idx.message AS m ON m.fingerprint = h.fingerprint"                                        \
  " WHERE l.person = ?1 AND +h.visibility = 'normal'"

#define OF_THE_ADDRESSES                                                                           \
  "EXISTS (SELECT 1 FROM idx.edge AS o WHERE o.address IN (SELECT value FROM json_each (?2))"      \
  " AND o.date = m.date AND o.message = m.id)"

/* Adds the letters that were filed under the person, and takes off those that were taken out. */
static gboolean
count_decided (
    CrmReader *reader, const char *person, const char *ids, gint64 *count, GError **error)
{
  const CrmHistoryQuery query = { .person = person };
  CrmHistory gone = { 0 };
  gint64 filed;
  gint64 wrong;

  if (!_crm_connection_get_int (reader->connection, &filed, error,
                                DECIDED_ABOUT_PERSON " AND l.decision <> 'wrong'"
                                                     " AND NOT " OF_THE_ADDRESSES,
                                "tt", person, ids)
      || !_crm_connection_get_int (reader->connection, &wrong, error,
                                   DECIDED_ABOUT_PERSON " AND l.decision = 'wrong'"
                                                        " AND " OF_THE_ADDRESSES,
                                   "tt", person, ids)
      || !count_gone_letters (reader, &query, &gone, error))
    return FALSE;
  *count += filed - wrong + gone.distinct_letters;
  return TRUE;
}

/**
 * crm_history_count_letters:
 * @reader: a reader
 * @person: (nullable): whose; counts what was filed under them too
 * @addresses: their addresses, normalised
 * @out_count: (out): how many letters, those of several addresses once
 * @error: (nullable): storage errors
 *
 * As many as crm_history_load() says with the same query, without looking at each. The answer is
 * kept until something is written.
 *
 * Returns: whether all is well
 */
gboolean
crm_history_count_letters (CrmReader *reader,
                           const char *person,
                           const char *const *addresses,
                           gint64 *out_count,
                           GError **error)
{
  CrmIndexFacts *facts = _crm_reader_get_index_facts (reader, error);
  g_autoptr (GArray) counted = NULL;
  g_autoptr (GString) ids = g_string_new (NULL);
  g_autofree char *joined = g_strjoinv (" ", (char **)addresses);
  g_autofree char *key = g_strconcat (person != NULL ? person : "", " ", joined, NULL);
  gint64 *known = facts != NULL ? g_hash_table_lookup (facts->totals, key) : NULL;

  if (facts == NULL)
    return FALSE;
  if (known != NULL)
    {
      *out_count = *known;
      return TRUE;
    }
  counted = find_counted (reader, addresses, error);
  if (counted == NULL || !count_of_addresses (reader, counted, out_count, ids, error)
      || !uncount_hidden (reader, counted, out_count, error)
      || (person != NULL && !count_decided (reader, person, ids->str, out_count, error)))
    return FALSE;
  g_hash_table_insert (facts->totals, g_steal_pointer (&key),
                       g_memdup2 (out_count, sizeof *out_count));
  return TRUE;
}

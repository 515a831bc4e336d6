/* crm-follow-up-query.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What is to be done for somebody, first what is due first. Hardly anybody has more than some; of
 * whom there are thousands only the first are read, in the order of the indexes. */
#define G_LOG_DOMAIN "crm-follow-up-query"
#include "config.h"

#include "crm-context-query.h"

#include "crm-reader-private.h"

/* Up to so many are read as they come and sorted here, which takes one statement for all of whom
 * or what they are about; in their order it takes one for each. */
#define FEW 32

#define IN_ORDER " AND t.status = 'open' ORDER BY t.due NULLS LAST LIMIT ?"

typedef struct
{
  CrmReader *reader;  /* (unowned) */
  GPtrArray *records; /* (owned) (element-type CrmRecord): found so far */
  GHashTable *seen;   /* (owned) (element-type utf8): their ids */
  gint64 limit;       /* one more than wanted: whether there are more is a question as well */
} Search;

static Search
begin_search (CrmReader *reader, guint limit)
{
  return (Search){ .reader = reader,
                   .records = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref),
                   .seen = g_hash_table_new (g_str_hash, g_str_equal),
                   .limit = (gint64)limit + 1 };
}

static CrmRows *
query_three (Search *search, const char *tail, const char *const *keys, GError **error)
{
  const char *sql = _crm_reader_get_sql (search->reader, crm_entity_find ("follow_up"), tail);

  return _crm_connection_query (search->reader->connection, error, sql, "ttti", keys[0], keys[1],
                                keys[2], (gint64)FEW);
}

static CrmRows *
query_one (Search *search, const char *tail, const char *key, gint64 limit, GError **error)
{
  const char *sql = _crm_reader_get_sql (search->reader, crm_entity_find ("follow_up"), tail);

  return _crm_connection_query (search->reader->connection, error, sql, "ti", key, limit);
}

/* Adds what is not there yet. */
static gboolean
take (Search *search, CrmRows *rows /* (transfer full) (nullable) */, guint *out_n, GError **error)
{
  const CrmEntity *entity = crm_entity_find ("follow_up");
  g_autoptr (CrmRows) owned = rows;
  GError *local_error = NULL;
  guint n = 0;

  if (rows == NULL)
    return FALSE;
  for (; _crm_rows_next (rows, &local_error); n++)
    {
      CrmRecord *record;

      if (g_hash_table_contains (search->seen, _crm_rows_text (rows, 0)))
        continue;
      record = _crm_reader_row_to_record (entity, rows);
      g_hash_table_add (search->seen, record->id);
      g_ptr_array_add (search->records, record);
    }
  if (out_n != NULL)
    *out_n = n;
  return _crm_reader_ended (error, local_error);
}

/* Those of each deal that @sql finds for @key. */
static gboolean
take_of_deals (Search *search, const char *sql, const char *key, GError **error)
{
  g_autoptr (CrmRows) deals
      = _crm_connection_query (search->reader->connection, error, sql, "t", key);
  GError *local_error = NULL;

  if (deals == NULL)
    return FALSE;
  while (_crm_rows_next (deals, &local_error))
    if (!take (search,
               query_one (search, "WHERE t.deal = ?" IN_ORDER, _crm_rows_text (deals, 0),
                          search->limit, error),
               NULL, error))
      return FALSE;
  return _crm_reader_ended (error, local_error);
}

static gboolean
take_all_about (Search *search, const char *const *keys, GError **error)
{
  static const char *const tails[]
      = { "WHERE t.person = ?" IN_ORDER, "WHERE t.account = ?" IN_ORDER,
          "WHERE t.address = ?" IN_ORDER };

  for (guint i = 0; i < G_N_ELEMENTS (tails); i++)
    if (keys[i] != NULL
        && !take (search, query_one (search, tails[i], keys[i], search->limit, error), NULL, error))
      return FALSE;
  return TRUE;
}

static gboolean
take_about (Search *search, const char *const *keys, GError **error)
{
  guint n;

  return take (search,
               query_three (search,
                            "WHERE (t.person = ?1 OR t.account = ?2 OR t.address = ?3)"
                            " AND t.status = 'open' LIMIT ?4",
                            keys, error),
               &n, error)
         && (n < FEW || take_all_about (search, keys, error));
}

static gboolean
take_of_person (Search *search, const char *person, GError **error)
{
  guint n;

  return person == NULL
         || (take (search,
                   query_one (search,
                              "JOIN deal_person AS p ON p.deal = t.deal"
                              " WHERE p.person = ? AND t.status = 'open' LIMIT ?",
                              person, FEW, error),
                   &n, error)
             && (n < FEW
                 || take_of_deals (search, "SELECT deal FROM deal_person WHERE person = ?", person,
                                   error)));
}

static gboolean
take_of_account (Search *search, const char *account, GError **error)
{
  guint n;

  return account == NULL
         || (take (search,
                   query_one (search,
                              "JOIN deal AS d ON d.id = t.deal"
                              " WHERE d.account = ? AND t.status = 'open' LIMIT ?",
                              account, FEW, error),
                   &n, error)
             && (n < FEW
                 || take_of_deals (search, "SELECT id FROM deal WHERE account = ?", account,
                                   error)));
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const CrmRecord *first = *(const CrmRecord *const *)a;
  const CrmRecord *second = *(const CrmRecord *const *)b;
  gint64 due = crm_record_get_int (first, "due", G_MAXINT64);
  gint64 other = crm_record_get_int (second, "due", G_MAXINT64);

  if (due != other)
    return due < other ? -1 : 1;
  return (first->created_usec > second->created_usec)
         - (first->created_usec < second->created_usec);
}

/* (transfer container) (nullable): the first of what was found; @done: without errors */
static GPtrArray *
end_search (Search *search, gboolean done, gboolean *out_has_more)
{
  GPtrArray *records = g_steal_pointer (&search->records);

  g_clear_pointer (&search->seen, g_hash_table_unref);
  if (!done)
    {
      g_ptr_array_unref (records);
      return NULL;
    }
  g_ptr_array_sort (records, compare);
  *out_has_more = records->len >= search->limit;
  if (*out_has_more)
    g_ptr_array_set_size (records, (int)search->limit - 1);
  return records;
}

/**
 * crm_query_open_follow_ups:
 * @reader: a reader
 * @person: (nullable): id of a person
 * @account: (nullable): id of an account
 * @address: (nullable): normalised
 * @limit: how many, at most
 * @out_has_more: (out): whether there are more; not set on failure
 * @error: (nullable): storage errors
 *
 * What it costs does not depend on how many there are beyond @limit, or are done.
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): what is to be done for any of
 *   them or their deals, by due day; last what has none
 */
GPtrArray *
crm_query_open_follow_ups (CrmReader *reader,
                           const char *person,
                           const char *account,
                           const char *address,
                           guint limit,
                           gboolean *out_has_more,
                           GError **error)
{
  const char *const keys[] = { person, account, address };
  Search search = begin_search (reader, limit);
  gboolean done = take_about (&search, keys, error) && take_of_person (&search, person, error)
                  && take_of_account (&search, account, error);

  return end_search (&search, done, out_has_more);
}

/**
 * crm_query_open_follow_ups_of_deal:
 * @reader: a reader
 * @deal: id of a deal
 * @limit: how many, at most
 * @out_has_more: (out): whether there are more; not set on failure
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): what is to be done for the
 *   deal, as crm_query_open_follow_ups() has it
 */
GPtrArray *
crm_query_open_follow_ups_of_deal (
    CrmReader *reader, const char *deal, guint limit, gboolean *out_has_more, GError **error)
{
  Search search = begin_search (reader, limit);
  gboolean done
      = take (&search, query_one (&search, "WHERE t.deal = ?" IN_ORDER, deal, search.limit, error),
              NULL, error);

  return end_search (&search, done, out_has_more);
}

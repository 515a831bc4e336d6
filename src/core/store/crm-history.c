/* crm-history.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-history"
#include "config.h"

#include "crm-history.h"

#include "crm-history-private.h"
#include "crm-reader-private.h"
#include "model/crm-token.h"

typedef struct
{
  CrmReader *reader;
  const CrmHistoryQuery *query;
  CrmHistory *history;
} Load;

/* Where the page begins among the entries of one kind. Of those at the very moment of the last
 * entry shown, the ones with a smaller key are still to come. */
typedef struct
{
  gint64 max_usec;     /* nothing newer */
  gint64 tie_usec;     /* at this moment only what is after the key; G_MAXINT64 for none */
  gint64 tie_print;    /* the key of letters */
  const char *tie_key; /* (unowned) (nullable): the key of other entries */
} Border;

static gint64
just_before (gint64 usec)
{
  return usec > G_MININT64 ? usec - 1 : usec;
}

static Border
find_border (const CrmHistoryQuery *query, CrmHistoryKind kind)
{
  const CrmHistoryItem *after = query->after;
  Border border = { just_before (query->before_usec), G_MAXINT64, 0, NULL };

  if (after == NULL)
    return border;
  border.max_usec
      = MIN (border.max_usec, kind < after->kind ? just_before (after->usec) : after->usec);
  if (kind == after->kind)
    {
      border.tie_usec = after->usec;
      border.tie_print = (gint64)after->fingerprint;
      border.tie_key = after->record_id;
    }
  return border;
}

static gint64
to_secs (gint64 usec)
{
  return usec / G_USEC_PER_SEC - (usec % G_USEC_PER_SEC < 0);
}

/**
 * crm_history_item_free:
 * @self: (nullable): an item
 */
void
crm_history_item_free (CrmHistoryItem *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->from_name);
  g_free (self->from_address);
  g_free (self->source);
  g_free (self->folder);
  g_free (self->uid);
  g_free (self->message_id);
  g_free (self->record_id);
  g_free (self->reason_detail);
  g_free (self);
}

/**
 * crm_history_free:
 * @self: (nullable): a history
 */
void
crm_history_free (CrmHistory *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->items);
  g_free (self);
}

/* All statements have the same parameters: ?1 what leads to the letters, ?2 to ?4 person, account
 * and deal, ?5 to ?7 the border, ?8 how many. */

/* Letters that somebody marked private or as no business of the CRM are nowhere in it; those that
 * somebody took out are not derived again. */
#define WANTED                                                                                     \
  " NOT EXISTS (SELECT 1 FROM email AS v WHERE v.fingerprint = m.fingerprint"                      \
  " AND +v.visibility <> 'normal')"                                                                \
  " AND NOT EXISTS (SELECT 1 FROM email AS w CROSS JOIN link AS k ON k.email = w.id"               \
  " WHERE w.fingerprint = m.fingerprint AND k.decision = 'wrong'"                                  \
  " AND (+k.person = ?2 OR +k.account = ?3 OR +k.deal = ?4))"

#define PAGE(date)                                                                                 \
  " AND " date " <= ?5 AND (" date " < ?6 OR m.fingerprint < ?7) ORDER BY " date                   \
  " DESC, m.fingerprint DESC LIMIT ?8"

#define FILED_SQL(target)                                                                          \
  "SELECT m.id, m.date, m.fingerprint FROM link AS l CROSS JOIN email AS h ON h.id = l.email"      \
  " JOIN idx.message AS m ON m.fingerprint = h.fingerprint WHERE l." target " = ?1"                \
  " AND l.decision <> 'wrong' AND +h.visibility = 'normal'" PAGE ("m.date")

static const char by_address_sql[]
    = "SELECT m.id, e.date, m.fingerprint FROM idx.edge AS e CROSS JOIN idx.message AS m"
      " ON m.id = e.message WHERE e.address = (SELECT id FROM idx.address WHERE address = ?1)"
      " AND" WANTED PAGE ("e.date");

static const char by_domain_sql[]
    = "SELECT m.id, e.date, m.fingerprint FROM idx.domain_edge AS e CROSS JOIN idx.message AS m"
      " ON m.id = e.message WHERE e.domain = (SELECT id FROM idx.domain WHERE name = ?1)"
      " AND" WANTED PAGE ("e.date");

static const char by_conversation_sql[]
    = "SELECT m.id, m.date, m.fingerprint FROM idx.message AS m WHERE m.thread IN"
      " (SELECT f.thread FROM link AS l CROSS JOIN email AS h ON h.id = l.email"
      " JOIN idx.message AS f ON f.fingerprint = h.fingerprint WHERE l.deal = ?1"
      " AND l.decision <> 'wrong' AND +h.visibility = 'normal') AND" WANTED PAGE ("m.date");

/* The words of subjects find the digits; whether they stand as a token, the subject itself tells.
 */
static const char by_token_sql[]
    = "SELECT m.id, m.date, m.fingerprint FROM idx.subject AS s CROSS JOIN idx.message AS m"
      " ON m.id = s.rowid WHERE s.text MATCH '\"' || ?1 || '\"'"
      " AND instr (lower (m.subject), '[#' || ?1 || ']') > 0 AND" WANTED PAGE ("m.date");

typedef struct
{
  CrmReader *reader;
  const CrmHistoryQuery *query;
  Border border;
  gint64 limit; /* -1 for none */
  CrmLetterFunc func;
  gpointer data;
} Search;

/* One statement an address, each reading no more than a page: a person with many addresses must not
 * make the database sort them all. */
static gboolean
search (const Search *self, const char *sql, const char *key, CrmReason reason, GError **error)
{
  const Border *border = &self->border;
  gint64 tie = border->tie_usec % G_USEC_PER_SEC == 0 ? to_secs (border->tie_usec) : G_MAXINT64;
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (self->reader->connection, error, sql, "ttttiiii", key,
                               self->query->person, self->query->account, self->query->deal,
                               to_secs (border->max_usec), tie, border->tie_print, self->limit);

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      CrmLetter letter = { _crm_rows_int (rows, 0), _crm_rows_int (rows, 1),
                           _crm_rows_int (rows, 2), reason, key };

      self->func (&letter, self->data);
    }
  return _crm_reader_ended (error, local_error);
}

static gboolean
search_token (const Search *self, GError **error)
{
  g_autofree char *token = crm_token_new (self->query->deal);
  g_autofree char *digits = crm_token_find (token);

  return digits == NULL || search (self, by_token_sql, digits, CRM_REASON_TOKEN, error);
}

static gboolean
search_all (const Search *self, GError **error)
{
  const CrmHistoryQuery *query = self->query;

  if (query->deal != NULL
      && (!search (self, FILED_SQL ("deal"), query->deal, CRM_REASON_HAND, error)
          || !search (self, by_conversation_sql, query->deal, CRM_REASON_CONVERSATION, error)
          || !search_token (self, error)))
    return FALSE;
  if (query->person != NULL
      && !search (self, FILED_SQL ("person"), query->person, CRM_REASON_HAND, error))
    return FALSE;
  if (query->account != NULL
      && !search (self, FILED_SQL ("account"), query->account, CRM_REASON_HAND, error))
    return FALSE;
  for (guint i = 0; query->addresses != NULL && query->addresses[i] != NULL; i++)
    if (!search (self, by_address_sql, query->addresses[i], CRM_REASON_ADDRESS, error))
      return FALSE;
  for (guint i = 0; query->domains != NULL && query->domains[i] != NULL; i++)
    if (!search (self, by_domain_sql, query->domains[i], CRM_REASON_DOMAIN, error))
      return FALSE;
  return TRUE;
}

/* Calls @func for every letter of the history, more than once where several reasons lead to it. */
gboolean
_crm_history_all_letters (CrmReader *reader,
                          const CrmHistoryQuery *query,
                          CrmLetterFunc func,
                          gpointer data,
                          GError **error)
{
  Search all = { reader, query, { G_MAXINT64, G_MAXINT64, 0, NULL }, -1, func, data };

  return search_all (&all, error);
}

static void
remember_letter (const CrmLetter *letter, gpointer data)
{
  GHashTable *found = data;
  CrmLetter *known = g_hash_table_lookup (found, &letter->message);

  if (known == NULL)
    {
      known = g_memdup2 (letter, sizeof *letter);
      g_hash_table_insert (found, &known->message, known);
    }
  else if (letter->reason < known->reason)
    {
      known->reason = letter->reason;
      known->key = letter->key;
    }
}

static int
compare_numbers (gint64 first, gint64 second)
{
  return first == second ? 0 : first < second ? 1 : -1;
}

static int
compare_letters (gconstpointer a, gconstpointer b)
{
  const CrmLetter *first = *(const CrmLetter *const *)a;
  const CrmLetter *second = *(const CrmLetter *const *)b;
  int order = compare_numbers (first->date, second->date);

  return order != 0 ? order : compare_numbers (first->print, second->print);
}

/* A total order that no rebuilding of the index changes, so that pages fit together; what
 * find_border() says must agree with it. */
static int
compare_items (gconstpointer a, gconstpointer b)
{
  const CrmHistoryItem *first = *(const CrmHistoryItem *const *)a;
  const CrmHistoryItem *second = *(const CrmHistoryItem *const *)b;

  if (first->usec != second->usec)
    return compare_numbers (first->usec, second->usec);
  if (first->kind != second->kind)
    return first->kind < second->kind ? -1 : 1;
  if (first->kind == CRM_HISTORY_EMAIL)
    return compare_numbers ((gint64)first->fingerprint, (gint64)second->fingerprint);
  return g_strcmp0 (second->record_id, first->record_id);
}

static gboolean
read_letter (Load *load, const CrmLetter *letter, GError **error)
{
  CrmHistoryItem *item;
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      load->reader->connection, error,
      "SELECT m.date, m.subject, a.name, a.address, m.direction, f.source, f.name, l.uid,"
      " coalesce (l.message_id, h.message_id), m.fingerprint,"
      " (SELECT count(*) FROM idx.location AS c WHERE c.message = m.id), h.id,"
      " EXISTS (SELECT 1 FROM link AS k WHERE k.email = h.id AND k.decision = 'right')"
      " FROM idx.message AS m LEFT JOIN idx.address AS a ON a.id = m.sender"
      " LEFT JOIN idx.location AS l ON l.message = m.id"
      " LEFT JOIN idx.folder AS f ON f.id = l.folder"
      " LEFT JOIN email AS h ON h.fingerprint = m.fingerprint"
      " WHERE m.id = ? ORDER BY f.source GLOB 'archive:*' LIMIT 1",
      "i", letter->message);

  if (rows == NULL || !_crm_rows_next (rows, &local_error))
    return rows != NULL && _crm_reader_ended (error, local_error);

  item = g_new0 (CrmHistoryItem, 1);
  item->kind = CRM_HISTORY_EMAIL;
  item->usec = _crm_rows_int (rows, 0) * G_USEC_PER_SEC;
  item->text = g_strdup (_crm_rows_text (rows, 1));
  item->from_name = g_strdup (_crm_rows_text (rows, 2));
  item->from_address = g_strdup (_crm_rows_text (rows, 3));
  item->direction = (CrmDirection)_crm_rows_int (rows, 4);
  item->source = g_strdup (_crm_rows_text (rows, 5));
  item->folder = g_strdup (_crm_rows_text (rows, 6));
  item->uid = g_strdup (_crm_rows_text (rows, 7));
  item->message_id = g_strdup (_crm_rows_text (rows, 8));
  item->fingerprint = (guint64)_crm_rows_int (rows, 9);
  item->n_copies = (guint)_crm_rows_int (rows, 10);
  item->record_id = g_strdup (_crm_rows_text (rows, 11));
  item->confirmed = _crm_rows_int (rows, 12) != 0;
  item->reason = letter->reason;
  item->reason_detail = letter->reason >= CRM_REASON_ADDRESS ? g_strdup (letter->key) : NULL;
  g_ptr_array_add (load->history->items, item);
  return TRUE;
}

static gboolean
read_letters (Load *load, GError **error)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  g_autoptr (GPtrArray) letters = g_ptr_array_new ();
  gint64 wanted = (gint64)load->query->limit + 1; /* one more tells that there is more */
  Search page = { load->reader, load->query,     find_border (load->query, CRM_HISTORY_EMAIL),
                  wanted,       remember_letter, found };
  GHashTableIter iter;
  gpointer letter;

  if (!search_all (&page, error))
    return FALSE;
  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, NULL, &letter))
    g_ptr_array_add (letters, letter);
  g_ptr_array_sort (letters, compare_letters);
  for (guint i = 0; i < letters->len && i < wanted; i++)
    if (!read_letter (load, g_ptr_array_index (letters, i), error))
      return FALSE;
  return TRUE;
}

/* Filed mails that no mailbox holds any more stay in the history by their summary. */
static gboolean
read_gone_letters (Load *load, GError **error)
{
  const CrmHistoryQuery *query = load->query;
  Border border = find_border (query, CRM_HISTORY_EMAIL);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      load->reader->connection, error,
      "SELECT h.date, h.subject, h.sender, h.message_id, h.fingerprint, h.id,"
      " EXISTS (SELECT 1 FROM exclusion AS o WHERE o.value = h.sender AND o.kind = 'own_address')"
      " FROM email AS h" CRM_GONE_LETTERS_SQL
      " AND +h.date <= ?4 AND (+h.date < ?5 OR +h.fingerprint < ?6)"
      " ORDER BY +h.date DESC, h.fingerprint DESC LIMIT ?7",
      "tttiiii", query->deal, query->person, query->account, border.max_usec, border.tie_usec,
      border.tie_print, (gint64)query->limit + 1);

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      CrmHistoryItem *item = g_new0 (CrmHistoryItem, 1);

      item->kind = CRM_HISTORY_EMAIL;
      item->usec = _crm_rows_int (rows, 0);
      item->text = g_strdup (_crm_rows_text (rows, 1));
      item->from_address = g_strdup (_crm_rows_text (rows, 2));
      item->message_id = g_strdup (_crm_rows_text (rows, 3));
      item->fingerprint = (guint64)_crm_rows_int (rows, 4);
      item->record_id = g_strdup (_crm_rows_text (rows, 5));
      item->direction = _crm_rows_int (rows, 6) ? CRM_DIRECTION_OUT : CRM_DIRECTION_IN;
      item->reason = CRM_REASON_HAND;
      item->gone = TRUE;
      g_ptr_array_add (load->history->items, item);
    }
  return _crm_reader_ended (error, local_error);
}

/* The plus keeps the planner from walking all entries by time. */
#define RECORDS_PAGE(at)                                                                           \
  " AND +" at " <= ?5 AND (+" at " < ?6 OR id < ?7) ORDER BY +" at " DESC, id DESC LIMIT ?8"

static const char notes_sql[]
    = "SELECT id, at, text, NULL FROM note"
      " WHERE (deal = ?1 OR person = ?2 OR account = ?3 OR address = ?4)" RECORDS_PAGE ("at");

static const char calls_sql[]
    = "SELECT id, at, subject, direction FROM call"
      " WHERE (deal = ?1 OR person = ?2 OR account = ?3 OR address = ?4)" RECORDS_PAGE ("at");

/* ?2 to ?4 are not asked for. */
static const char stages_sql[]
    = "SELECT id, entered_at, (SELECT name FROM stage AS s WHERE s.id = h.stage), NULL"
      " FROM stage_history AS h WHERE h.deal = ?1" RECORDS_PAGE ("entered_at");

typedef struct
{
  CrmHistoryKind kind;
  const char *sql;
  GHashTable *seen; /* (owned) (element-type utf8): an entry may name a person and their address */
} Records;

static gboolean
read_records_about (Load *load, Records *records, gboolean ids, const char *address, GError **error)
{
  const CrmHistoryQuery *query = load->query;
  Border border = find_border (query, records->kind);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      load->reader->connection, error, records->sql, "ttttiiti", ids ? query->deal : NULL,
      ids ? query->person : NULL, ids ? query->account : NULL, address, border.max_usec,
      border.tie_usec, border.tie_key, (gint64)query->limit + 1);

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      const char *direction = _crm_rows_text (rows, 3);
      CrmHistoryItem *item;

      if (!g_hash_table_add (records->seen, g_strdup (_crm_rows_text (rows, 0))))
        continue;
      item = g_new0 (CrmHistoryItem, 1);
      item->kind = records->kind;
      item->record_id = g_strdup (_crm_rows_text (rows, 0));
      item->usec = _crm_rows_int (rows, 1);
      item->text = g_strdup (_crm_rows_text (rows, 2));
      item->reason = CRM_REASON_RECORD;
      if (direction != NULL)
        item->direction = g_str_equal (direction, "in") ? CRM_DIRECTION_IN : CRM_DIRECTION_OUT;
      g_ptr_array_add (load->history->items, item);
    }
  return _crm_reader_ended (error, local_error);
}

static gboolean
read_records (Load *load, CrmHistoryKind kind, const char *sql, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Records records = { kind, sql, seen };
  const char *const *addresses = load->query->addresses;

  if (!read_records_about (load, &records, TRUE, NULL, error))
    return FALSE;
  for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++)
    if (!read_records_about (load, &records, FALSE, addresses[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
read_page (Load *load, GError **error)
{
  GPtrArray *items = load->history->items;

  if (!read_letters (load, error) || !read_gone_letters (load, error)
      || !read_records (load, CRM_HISTORY_NOTE, notes_sql, error)
      || !read_records (load, CRM_HISTORY_CALL, calls_sql, error)
      || (load->query->deal != NULL && !read_records (load, CRM_HISTORY_STAGE, stages_sql, error)))
    return FALSE;

  g_ptr_array_sort (items, compare_items);
  load->history->has_more = items->len > load->query->limit;
  if (load->history->has_more)
    g_ptr_array_set_size (items, (int)load->query->limit);
  return TRUE;
}

/**
 * crm_history_load:
 * @reader: a reader
 * @query: whose history, and which page of it
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): the page, newest first; %NULL on failure
 */
CrmHistory *
crm_history_load (CrmReader *reader, const CrmHistoryQuery *query, GError **error)
{
  g_autoptr (CrmHistory) history = g_new0 (CrmHistory, 1);
  Load load = { .reader = reader, .query = query, .history = history };

  history->items = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_history_item_free);
  history->total = history->distinct_total = history->distinct_letters = -1;
  if (!read_page (&load, error))
    return NULL;
  if (query->want_totals && !_crm_history_count (reader, query, history, error))
    return NULL;
  return g_steal_pointer (&history);
}

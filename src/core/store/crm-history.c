/* crm-history.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-history"
#include "config.h"

#include "crm-history.h"

#include "crm-history-private.h"
#include "crm-reader-private.h"

/* A letter that may belong to the page, before its details are read. */
typedef struct
{
  gint64 message;
  gint64 date; /* UTC seconds */
  CrmReason reason;
  const char *detail; /* (unowned) (nullable): lives as long as the query */
} Candidate;

typedef struct
{
  CrmReader *reader;
  const CrmHistoryQuery *query;
  GHashTable *found; /* (owned) (element-type gint64 Candidate): by letter */
  CrmHistory *history;
} Load;

/* Letters that somebody marked private or as no business of the CRM are nowhere in it. */
#define NOT_HIDDEN(print)                                                                          \
  " NOT EXISTS (SELECT 1 FROM email AS h WHERE h.fingerprint = " print                             \
  " AND h.visibility <> 'normal')"

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

static void
remember (Load *load, gint64 message, gint64 date, CrmReason reason, const char *detail)
{
  Candidate *known = g_hash_table_lookup (load->found, &message);
  Candidate *candidate;

  if (known != NULL)
    {
      if (reason < known->reason)
        {
          known->reason = reason;
          known->detail = detail;
        }
      return;
    }
  candidate = g_new (Candidate, 1);
  *candidate = (Candidate){ message, date, reason, detail };
  g_hash_table_insert (load->found, &candidate->message, candidate);
}

/* One subselect an address, each reading no more than a page: a person with many addresses must not
 * make the database sort them all. */
static gboolean
collect (Load *load, const char *sql, const char *key, CrmReason reason, GError **error)
{
  gint64 before = load->query->before_usec / G_USEC_PER_SEC;
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (load->reader->connection, error, sql, "tii",
                                                    key, before, (gint64)load->query->limit + 1);

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    remember (load, _crm_rows_int (rows, 0), _crm_rows_int (rows, 1), reason, key);
  return _crm_reader_ended (error, local_error);
}

#define MARKED_WRONG(target)                                                                       \
  " AND NOT EXISTS (SELECT 1 FROM email AS w JOIN link AS l ON l.email = w.id"                     \
  " WHERE w.fingerprint = m.fingerprint AND l.decision = 'wrong' AND l." target ")"

static const char by_address_sql[]
    = "SELECT e.message, e.date FROM idx.edge AS e JOIN idx.message AS m ON m.id = e.message"
      " WHERE e.address = (SELECT id FROM idx.address WHERE address = ?1) AND e.date < ?2"
      " AND" NOT_HIDDEN ("m.fingerprint") " ORDER BY e.date DESC LIMIT ?3";

static const char by_domain_sql[]
    = "SELECT e.message, e.date FROM idx.domain_edge AS e JOIN idx.message AS m ON m.id = e.message"
      " WHERE e.domain = (SELECT id FROM idx.domain WHERE name = ?1) AND e.date < ?2"
      " AND" NOT_HIDDEN ("m.fingerprint") " ORDER BY e.date DESC LIMIT ?3";

#define FILED_SQL(target)                                                                          \
  "SELECT m.id, m.date FROM link AS l JOIN email AS h ON h.id = l.email"                           \
  " JOIN idx.message AS m ON m.fingerprint = h.fingerprint"                                        \
  " WHERE l." target " = ?1 AND l.decision <> 'wrong' AND h.visibility = 'normal' AND m.date < ?2" \
  " ORDER BY m.date DESC LIMIT ?3"

static const char by_conversation_sql[]
    = "SELECT m.id, m.date FROM idx.message AS m WHERE m.thread IN"
      " (SELECT f.thread FROM link AS l JOIN email AS h ON h.id = l.email"
      " JOIN idx.message AS f ON f.fingerprint = h.fingerprint"
      " WHERE l.deal = ?1 AND l.decision <> 'wrong' AND h.visibility = 'normal') AND m.date < ?2"
      " AND" NOT_HIDDEN ("m.fingerprint")
          MARKED_WRONG ("deal = ?1") " ORDER BY m.date DESC LIMIT ?3";

static gboolean
collect_letters (Load *load, GError **error)
{
  const CrmHistoryQuery *query = load->query;

  if (query->deal != NULL
      && (!collect (load, FILED_SQL ("deal"), query->deal, CRM_REASON_HAND, error)
          || !collect (load, by_conversation_sql, query->deal, CRM_REASON_CONVERSATION, error)))
    return FALSE;
  if (query->person != NULL
      && !collect (load, FILED_SQL ("person"), query->person, CRM_REASON_HAND, error))
    return FALSE;
  if (query->account != NULL
      && !collect (load, FILED_SQL ("account"), query->account, CRM_REASON_HAND, error))
    return FALSE;
  for (guint i = 0; query->addresses != NULL && query->addresses[i] != NULL; i++)
    if (!collect (load, by_address_sql, query->addresses[i], CRM_REASON_ADDRESS, error))
      return FALSE;
  for (guint i = 0; query->domains != NULL && query->domains[i] != NULL; i++)
    if (!collect (load, by_domain_sql, query->domains[i], CRM_REASON_DOMAIN, error))
      return FALSE;
  return TRUE;
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *first = *(const Candidate *const *)a;
  const Candidate *second = *(const Candidate *const *)b;

  if (first->date != second->date)
    return first->date < second->date ? 1 : -1;
  return first->message < second->message ? 1 : -1;
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const CrmHistoryItem *first = *(const CrmHistoryItem *const *)a;
  const CrmHistoryItem *second = *(const CrmHistoryItem *const *)b;

  return first->usec == second->usec ? 0 : first->usec < second->usec ? 1 : -1;
}

static gboolean
is_marked_wrong (Load *load, guint64 fingerprint, const char *detail)
{
  gint64 wrong = 0;

  if (load->query->person == NULL && load->query->account == NULL)
    return FALSE;
  _crm_connection_get_int (
      load->reader->connection, &wrong, NULL,
      "SELECT EXISTS (SELECT 1 FROM email AS w JOIN link AS l ON l.email = w.id"
      " WHERE w.fingerprint = ?1 AND l.decision = 'wrong'"
      " AND (l.person = ?2 OR l.account = ?3))",
      "itt", (gint64)fingerprint, load->query->person, load->query->account);
  return wrong != 0;
}

static gboolean
read_letter (Load *load, const Candidate *candidate, GError **error)
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
      " WHERE m.id = ? LIMIT 1",
      "i", candidate->message);

  if (rows == NULL || !_crm_rows_next (rows, &local_error))
    return rows != NULL && _crm_reader_ended (error, local_error);
  if (candidate->reason >= CRM_REASON_ADDRESS
      && is_marked_wrong (load, (guint64)_crm_rows_int (rows, 9), candidate->detail))
    return TRUE;

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
  item->reason = candidate->reason;
  item->reason_detail
      = candidate->reason >= CRM_REASON_ADDRESS ? g_strdup (candidate->detail) : NULL;
  g_ptr_array_add (load->history->items, item);
  return TRUE;
}

static gboolean
read_letters (Load *load, GError **error)
{
  g_autoptr (GPtrArray) candidates = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer candidate;

  g_hash_table_iter_init (&iter, load->found);
  while (g_hash_table_iter_next (&iter, NULL, &candidate))
    g_ptr_array_add (candidates, candidate);
  g_ptr_array_sort (candidates, compare_candidates);
  for (guint i = 0; i < candidates->len && i <= load->query->limit; i++)
    if (!read_letter (load, g_ptr_array_index (candidates, i), error))
      return FALSE;
  return TRUE;
}

/* Filed mails that no mailbox holds any more stay in the history by their summary. */
static gboolean
read_gone_letters (Load *load, GError **error)
{
  const CrmHistoryQuery *query = load->query;
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      load->reader->connection, error,
      "SELECT h.date, h.subject, h.sender, h.message_id, h.fingerprint, h.id FROM email AS h"
      " WHERE h.visibility = 'normal' AND h.date < ?4 AND h.id IN (SELECT email FROM link"
      " WHERE decision <> 'wrong' AND (deal = ?1 OR person = ?2 OR account = ?3))"
      " AND NOT EXISTS (SELECT 1 FROM idx.message AS m WHERE m.fingerprint = h.fingerprint)"
      " ORDER BY h.date DESC LIMIT ?5",
      "tttii", query->deal, query->person, query->account, query->before_usec,
      (gint64)query->limit + 1);

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
      item->direction = CRM_DIRECTION_IN;
      item->reason = CRM_REASON_HAND;
      item->gone = TRUE;
      g_ptr_array_add (load->history->items, item);
    }
  return _crm_reader_ended (error, local_error);
}

static const char notes_sql[]
    = "SELECT id, at, text, NULL FROM note WHERE at < ?5"
      " AND (deal = ?1 OR person = ?2 OR account = ?3 OR address = ?4) ORDER BY at DESC LIMIT ?6";

static const char calls_sql[]
    = "SELECT id, at, subject, direction FROM call WHERE at < ?5"
      " AND (deal = ?1 OR person = ?2 OR account = ?3 OR address = ?4) ORDER BY at DESC LIMIT ?6";

/* The first stage is where every deal begins: no news. ?2 to ?4 are not asked for. */
static const char stages_sql[]
    = "SELECT h.id, h.entered_at, s.name, NULL FROM stage_history AS h JOIN stage AS s ON s.id = "
      "h.stage"
      " WHERE h.deal = ?1 AND h.entered_at < ?5 AND ?2 IS ?2 AND ?3 IS ?3 AND ?4 IS ?4"
      " ORDER BY h.entered_at DESC LIMIT ?6";

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
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      load->reader->connection, error, records->sql, "ttttii", ids ? query->deal : NULL,
      ids ? query->person : NULL, ids ? query->account : NULL, address, query->before_usec,
      (gint64)query->limit + 1);

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

  if (!collect_letters (load, error) || !read_letters (load, error)
      || !read_gone_letters (load, error)
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
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  Load load = { .reader = reader, .query = query, .found = found, .history = history };

  history->items = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_history_item_free);
  history->total = history->distinct_total = -1;
  if (!read_page (&load, error))
    return NULL;
  if (query->want_totals && !_crm_history_count (reader, query, history, error))
    return NULL;
  return g_steal_pointer (&history);
}

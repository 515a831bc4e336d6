/* crm-history-letters.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The letters of one page of history. Each reason is a source of letters, the newest first, and the
 * page is their merge: what is read of a source is what is shown of it, so that neither a busy
 * address nor many of them cost more than the page. */
#define G_LOG_DOMAIN "crm-history-letters"
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "crm-history-private.h"
#include "crm-reader-facts-private.h"
#include "model/crm-token.h"

/* All statements have the same parameters: ?1 what leads to the letters, ?2 to ?4 person, account
 * and deal, ?5 to ?7 the border. */

/* Letters that somebody marked private or as no business of the CRM are nowhere in it; those that
 * somebody took out are not derived again. */
#define WANTED                                                                                     \
  " NOT EXISTS (SELECT 1 FROM email AS v WHERE v.fingerprint = m.fingerprint"                      \
  " AND +v.visibility <> 'normal')"                                                                \
  " AND NOT EXISTS (SELECT 1 FROM email AS w CROSS JOIN link AS k ON k.email = w.id"               \
  " WHERE w.fingerprint = m.fingerprint AND k.decision = 'wrong'"                                  \
  " AND (+k.person = ?2 OR +k.account = ?3 OR +k.deal = ?4))"

#define PAGE                                                                                       \
  " AND m.date <= ?5 AND (m.date < ?6 OR m.fingerprint < ?7)"                                      \
  " ORDER BY m.date DESC, m.fingerprint DESC"

/* Of letters that no mailbox holds any more the row is empty; those come last. */
#define FILED_SQL(target)                                                                          \
  "SELECT m.id, m.date FROM link AS l CROSS JOIN email AS h ON h.id = l.email"                     \
  " LEFT JOIN idx.message AS m ON m.fingerprint = h.fingerprint WHERE l." target " = ?1"           \
  " AND l.decision <> 'wrong' AND +h.visibility = 'normal'"                                        \
  " AND (m.id IS NULL OR (m.date <= ?5 AND (m.date < ?6 OR m.fingerprint < ?7)))"                  \
  " ORDER BY m.date DESC, m.fingerprint DESC"

static const char by_conversation_sql[]
    = "SELECT m.id, m.date FROM idx.message AS m WHERE m.thread IN"
      " (SELECT f.thread FROM link AS l CROSS JOIN email AS h ON h.id = l.email"
      " JOIN idx.message AS f ON f.fingerprint = h.fingerprint WHERE l.deal = ?1"
      " AND l.decision <> 'wrong' AND +h.visibility = 'normal') AND" WANTED PAGE;

/* The words of subjects find the digits; whether they stand as a token, the subject itself tells.
 * Letters whose words are not entered yet are looked through: usually there are none. */
static const char by_token_sql[]
    = "SELECT m.id, m.date FROM (SELECT rowid AS id FROM idx.subject"
      " WHERE text MATCH '\"' || ?1 || '\"' UNION ALL SELECT id FROM idx.message"
      " WHERE id >= (SELECT value FROM idx.meta WHERE key = 'subject_next')) AS s"
      " CROSS JOIN idx.message AS m ON m.id = s.id"
      " WHERE instr (lower (m.subject), '[#' || ?1 || ']') > 0 AND" WANTED PAGE;

#define EDGES_OF_ADDRESS " FROM idx.edge AS e CROSS JOIN idx.message AS m ON m.id = e.message"
#define OF_ADDRESS " WHERE e.address = (SELECT id FROM idx.address WHERE address = ?1)"
#define EDGES_OF_DOMAIN " FROM idx.domain_edge AS e CROSS JOIN idx.message AS m ON m.id = e.message"
#define OF_DOMAIN " WHERE e.domain = (SELECT id FROM idx.domain WHERE name = ?1)"

static const char all_of_address_sql[]
    = "SELECT m.id, e.date" EDGES_OF_ADDRESS OF_ADDRESS " AND e.date <= ?5 AND" WANTED;
static const char all_of_domain_sql[]
    = "SELECT m.id, e.date" EDGES_OF_DOMAIN OF_DOMAIN " AND e.date <= ?5 AND" WANTED;

/* While a whole mailbox comes in, domain_edge waits for its end. */
static const char filling_domain_sql[]
    = "SELECT DISTINCT m.id, m.date FROM idx.address AS a CROSS JOIN idx.edge AS e"
      " ON e.address = a.id CROSS JOIN idx.message AS m ON m.id = e.message"
      " WHERE a.organization = (SELECT id FROM idx.domain WHERE name = ?1)"
      " AND EXISTS (SELECT 1 FROM idx.meta WHERE key = 'filling') AND" WANTED PAGE;

/* A letter with all that is shown of it. */
#define DECISIONS                                                                                  \
  "CASE WHEN h.id IS NULL THEN 0 ELSE (SELECT max (k.decision = 'right')"                          \
  " + 2 * coalesce (max (k.decision = 'wrong'"                                                     \
  " AND (+k.person = ?2 OR +k.account = ?3 OR +k.deal = ?4)), 0)"                                  \
  " FROM link AS k WHERE k.email = h.id) END"

#define PLAIN_LETTER                                                                               \
  "SELECT m.id, m.date, m.fingerprint, m.sender, m.direction, m.subject, m.n_more, m.folder,"      \
  " m.uid, m.message_id"
#define RECORD_OF_LETTER "h.id, h.visibility, h.message_id, " DECISIONS
#define LETTER PLAIN_LETTER ", " RECORD_OF_LETTER
#define WITH_RECORD " LEFT JOIN email AS h ON h.fingerprint = m.fingerprint"

enum
{
  MESSAGE,
  DATE,
  PRINT,
  SENDER,
  DIRECTION,
  SUBJECT,
  N_MORE,
  FOLDER,
  UID,
  MESSAGE_ID,
  N_PLAIN,
};

/* Of a letter's record, behind those of the letter or by themselves. */
enum
{
  RECORD,
  VISIBILITY,
  RECORD_MESSAGE_ID,
  DECIDED,
};

/* In DECIDED. */
#define IS_RIGHT 1
#define IS_WRONG 2

static const char by_address_sql[]
    = LETTER EDGES_OF_ADDRESS WITH_RECORD OF_ADDRESS " AND e.date <= ?5 ORDER BY e.date DESC";
static const char by_domain_sql[]
    = LETTER EDGES_OF_DOMAIN WITH_RECORD OF_DOMAIN " AND e.date <= ?5 ORDER BY e.date DESC";
/* The same without the record, where it is known which letters have one. */
static const char plain_by_address_sql[]
    = PLAIN_LETTER EDGES_OF_ADDRESS OF_ADDRESS " AND e.date <= ?5 ORDER BY e.date DESC";
static const char plain_by_domain_sql[]
    = PLAIN_LETTER EDGES_OF_DOMAIN OF_DOMAIN " AND e.date <= ?5 ORDER BY e.date DESC";
static const char record_sql[]
    = "SELECT " RECORD_OF_LETTER " FROM email AS h WHERE h.fingerprint = ?1";
static const char by_number_sql[] = LETTER " FROM idx.message AS m" WITH_RECORD " WHERE m.id = ?1";

/* Letters for one reason. Those that have to be sorted are listed beforehand by number; those that
 * the index holds in order are read from @rows as they are taken. */
typedef struct
{
  CrmReason reason;
  const char *key;  /* (unowned): what led to them; lives as long as the query */
  GArray *letters;  /* (owned) (nullable) (element-type CrmLetter) */
  guint next;       /* in @letters */
  CrmRows *rows;    /* (owned) (nullable) */
  CrmLetter letter; /* the next one */
  gboolean ended;
} Source;

typedef struct
{
  CrmReader *reader;
  const CrmHistoryQuery *query;
  gint64 max_secs;
  gint64 tie_secs;
  gint64 tie_print;
  gboolean has_decisions;
  const GArray *recorded; /* (unowned) (nullable): prints of letters with a record, if known */
  gint64 limit;           /* -1 for none */
  GPtrArray *sources;     /* (owned) (element-type Source): the strongest reason first */
  GHashTable *seen;       /* (owned) (element-type gint64): letters met */
  gboolean may_repeat;    /* more than one source has letters */
  gboolean may_be_gone;   /* some filed letters may be in no mailbox any more */
  CrmIndexFacts *names;   /* (unowned) */
  GPtrArray *items;       /* (unowned): the page */
} Page;

static void
free_source (gpointer data)
{
  Source *self = data;

  g_clear_pointer (&self->letters, g_array_unref);
  g_clear_pointer (&self->rows, _crm_rows_done);
  g_free (self);
}

static gint64
to_secs (gint64 usec)
{
  return usec / G_USEC_PER_SEC - (usec % G_USEC_PER_SEC < 0);
}

/* Called for each source of letters; @sql_in_order is NULL for what must be sorted. */
typedef gboolean (*SourceFunc) (Page *self,
                                CrmReason reason,
                                const char *key,
                                const char *sql,
                                const char *sql_in_order,
                                gpointer data,
                                GError **error);

static gboolean
each_of_deal (Page *self, SourceFunc func, gpointer data, GError **error)
{
  const char *deal = self->query->deal;

  return deal == NULL
         || (func (self, CRM_REASON_HAND, deal, FILED_SQL ("deal"), NULL, data, error)
             && func (self, CRM_REASON_CONVERSATION, deal, by_conversation_sql, NULL, data, error)
             && func (self, CRM_REASON_TOKEN, deal, by_token_sql, NULL, data, error));
}

static gboolean
each_source (Page *self, SourceFunc func, gpointer data, GError **error)
{
  const CrmHistoryQuery *query = self->query;

  if (!each_of_deal (self, func, data, error))
    return FALSE;
  if (query->person != NULL
      && !func (self, CRM_REASON_HAND, query->person, FILED_SQL ("person"), NULL, data, error))
    return FALSE;
  if (query->account != NULL
      && !func (self, CRM_REASON_HAND, query->account, FILED_SQL ("account"), NULL, data, error))
    return FALSE;
  for (guint i = 0; query->addresses != NULL && query->addresses[i] != NULL; i++)
    if (!func (self, CRM_REASON_ADDRESS, query->addresses[i], all_of_address_sql, by_address_sql,
               data, error))
      return FALSE;
  for (guint i = 0; query->domains != NULL && query->domains[i] != NULL; i++)
    if (!func (self, CRM_REASON_DOMAIN, query->domains[i], all_of_domain_sql, by_domain_sql, data,
               error)
        || !func (self, CRM_REASON_DOMAIN, query->domains[i], filling_domain_sql, NULL, data,
                  error))
      return FALSE;
  return TRUE;
}

static CrmRows *
query_sorted (Page *self, const char *sql, const char *key, GError **error)
{
  const CrmHistoryQuery *query = self->query;
  g_autofree char *token = sql == by_token_sql ? crm_token_new (key) : NULL;
  g_autofree char *digits = token != NULL ? crm_token_find (token) : NULL;

  return _crm_connection_query (self->reader->connection, error, sql, "tsssiii",
                                digits != NULL ? digits : key, query->person, query->account,
                                query->deal, self->max_secs, self->tie_secs, self->tie_print);
}

/* Has no border; of what comes in order no more is read than is wanted. */
static CrmRows *
query_in_order (Page *self, const char *sql, const char *key, GError **error)
{
  const CrmHistoryQuery *query = self->query;

  if (self->recorded != NULL)
    sql = sql == by_address_sql ? plain_by_address_sql : plain_by_domain_sql;
  return _crm_connection_query (self->reader->connection, error, sql, "ssssi", key, query->person,
                                query->account, query->deal, self->max_secs);
}

typedef struct
{
  CrmLetterFunc func;
  gpointer data;
} Listener;

static gboolean
list_letters (Page *self,
              CrmReason reason,
              const char *key,
              const char *sql,
              const char *sql_in_order,
              gpointer data,
              GError **error)
{
  const Listener *listener = data;
  GError *local_error = NULL;
  gint64 n = 0;
  g_autoptr (CrmRows) rows = sql_in_order != NULL ? query_in_order (self, sql, key, error)
                                                  : query_sorted (self, sql, key, error);

  if (rows == NULL)
    return FALSE;
  for (; n != self->limit && _crm_rows_next (rows, &local_error); n++)
    {
      CrmLetter letter = { _crm_rows_int (rows, 0), _crm_rows_int (rows, 1) };

      if (_crm_rows_is_null (rows, 0))
        self->may_be_gone = TRUE;
      else
        listener->func (&letter, listener->data);
    }
  /* Of more than a page of filed ones the last were not looked at. */
  if (reason == CRM_REASON_HAND && n == self->limit)
    self->may_be_gone = TRUE;
  return _crm_reader_ended (error, local_error);
}

/* Calls @func for every letter of the history, more than once where several reasons lead to it. */
gboolean
_crm_history_all_letters (CrmReader *reader,
                          const CrmHistoryQuery *query,
                          CrmLetterFunc func,
                          gpointer data,
                          GError **error)
{
  Page all = {
    .reader = reader, .query = query, .max_secs = G_MAXINT64, .tie_secs = G_MAXINT64, .limit = -1
  };
  Listener listener = { func, data };

  return each_source (&all, list_letters, &listener, error);
}

static void
append_letter (const CrmLetter *letter, gpointer data)
{
  g_array_append_val ((GArray *)data, *letter);
}

static void
look_at_list (Source *self)
{
  self->ended = self->next >= self->letters->len;
  if (!self->ended)
    self->letter = g_array_index (self->letters, CrmLetter, self->next++);
}

/* The rows stand at the next letter, or at the end: there the statement is let go, since the next
 * address may take it. */
static void
look_at_rows (Source *self, gboolean at_row)
{
  self->ended = !at_row;
  if (at_row)
    self->letter
        = (CrmLetter){ _crm_rows_int (self->rows, MESSAGE), _crm_rows_int (self->rows, DATE) };
  else
    g_clear_pointer (&self->rows, _crm_rows_done);
}

static gboolean
add_source (Page *self,
            CrmReason reason,
            const char *key,
            const char *sql,
            const char *sql_in_order,
            gpointer data,
            GError **error)
{
  Source *source = g_new0 (Source, 1);
  Listener listener = { append_letter, NULL };
  GError *local_error = NULL;

  source->reason = reason;
  source->key = key;
  g_ptr_array_add (self->sources, source);
  if (reason == CRM_REASON_HAND && !self->has_decisions)
    {
      source->ended = TRUE;
      return TRUE;
    }
  if (sql_in_order != NULL)
    {
      source->rows = query_in_order (self, sql_in_order, key, error);
      if (source->rows == NULL)
        return FALSE;
      look_at_rows (source, _crm_rows_next (source->rows, &local_error));
      return _crm_reader_ended (error, local_error);
    }
  source->letters = g_array_new (FALSE, FALSE, sizeof (CrmLetter));
  listener.data = source->letters;
  if (!list_letters (self, reason, key, sql, NULL, &listener, error))
    return FALSE;
  look_at_list (source);
  return TRUE;
}

static gboolean
is_archive (const char *source)
{
  return source != NULL && g_str_has_prefix (source, "archive:");
}

/* Borrows the texts. A copy without a Message-ID leaves the one that is there. */
static void
set_place (CrmHistoryItem *item,
           const CrmNamed *folder,
           const char *uid,
           const char *message_id /* (nullable) */)
{
  item->source = folder->first;
  item->folder = folder->second;
  item->uid = (char *)uid;
  if (message_id != NULL)
    item->message_id = (char *)message_id;
}

/* What a row says of a letter, read once. */
typedef struct
{
  gint64 message;
  gint64 date; /* UTC seconds */
  gint64 print;
  gint64 folder;          /* where the first copy lies */
  gint64 n_more;          /* further copies */
  CrmRows *record_rows;   /* (owned) (nullable): where the texts of the record are read from */
  const char *record;     /* (unowned) (nullable): id */
  const char *visibility; /* (unowned) (nullable) */
  const char *message_id; /* (unowned) (nullable): as the record has it */
  int decided;
} Letter;

static void
clear_letter (Letter *self)
{
  g_clear_pointer (&self->record_rows, _crm_rows_done);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Letter, clear_letter)

/* @first: the first column of the record */
static void
take_record (Letter *letter, CrmRows *rows, int first)
{
  letter->record = _crm_rows_text (rows, first + RECORD);
  if (letter->record == NULL)
    return;
  letter->visibility = _crm_rows_text (rows, first + VISIBILITY);
  letter->message_id = _crm_rows_text (rows, first + RECORD_MESSAGE_ID);
  letter->decided = (int)_crm_rows_int (rows, first + DECIDED);
}

static gboolean
is_recorded (const GArray *prints, gint64 print)
{
  guint first = 0;
  guint end = prints->len;

  while (first < end)
    {
      guint middle = first + (end - first) / 2;
      gint64 there = g_array_index (prints, gint64, middle);

      if (there == print)
        return TRUE;
      if (there < print)
        first = middle + 1;
      else
        end = middle;
    }
  return FALSE;
}

static gboolean
read_record (Page *self, Letter *letter, GError **error)
{
  const CrmHistoryQuery *query = self->query;
  GError *local_error = NULL;

  if (!is_recorded (self->recorded, letter->print))
    return TRUE;
  letter->record_rows
      = _crm_connection_query (self->reader->connection, error, record_sql, "isss", letter->print,
                               query->person, query->account, query->deal);
  if (letter->record_rows == NULL)
    return FALSE;
  if (_crm_rows_next (letter->record_rows, &local_error))
    take_record (letter, letter->record_rows, 0);
  return _crm_reader_ended (error, local_error);
}

static gboolean
read_letter (Page *self, const Source *source, CrmRows *rows, Letter *letter, GError **error)
{
  letter->message = source->letter.message;
  letter->date = source->letter.date;
  letter->print = _crm_rows_int (rows, PRINT);
  letter->folder = _crm_rows_int (rows, FOLDER);
  letter->n_more = _crm_rows_int (rows, N_MORE);
  if (sqlite3_column_count (rows->stmt) == N_PLAIN)
    return read_record (self, letter, error);
  take_record (letter, rows, N_PLAIN);
  return TRUE;
}

static gboolean
is_wanted (const Page *self, CrmReason reason, const Letter *letter)
{
  return (letter->visibility == NULL || g_str_equal (letter->visibility, "normal"))
         && (reason == CRM_REASON_HAND || !(letter->decided & IS_WRONG))
         && (letter->date < self->tie_secs || letter->print < self->tie_print);
}

/* Whether a copy is shown rather than @item's: one that Evolution can open comes before one in an
 * archive, and of two such ones always the same. */
static gboolean
is_better (const CrmHistoryItem *item,
           gint64 item_folder,
           const CrmNamed *folder,
           gint64 folder_id,
           const char *uid)
{
  gboolean in_archive = is_archive (folder->first);

  if (in_archive != is_archive (item->source))
    return !in_archive;
  return folder_id != item_folder ? folder_id < item_folder : strcmp (uid, item->uid) < 0;
}

/* The copies beside the first one. */
static gboolean
look_at_copies (Page *self, const Letter *letter, CrmHistoryItem **item, GError **error)
{
  gint64 item_folder = letter->folder;
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      self->reader->connection, error,
      "SELECT folder, uid, message_id FROM idx.copy WHERE message = ?", "i", letter->message);

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      gint64 id = _crm_rows_int (rows, 0);
      const CrmNamed *folder = _crm_reader_get_folder (self->reader, self->names, id, error);
      g_autofree CrmHistoryItem *worse = NULL;

      if (folder == NULL)
        return FALSE;
      (*item)->n_copies++;
      if (!is_better (*item, item_folder, folder, id, _crm_rows_text (rows, 1)))
        continue;
      worse = *item;
      set_place (worse, folder, _crm_rows_text (rows, 1), _crm_rows_text (rows, 2));
      *item = _crm_history_item_pack (worse);
      item_folder = id;
    }
  return _crm_reader_ended (error, local_error);
}

static CrmHistoryItem *
make_item (const Source *source,
           const Letter *letter,
           const CrmNamed *sender,
           const CrmNamed *folder,
           CrmRows *rows)
{
  CrmHistoryItem item = { .kind = CRM_HISTORY_EMAIL, .reason = source->reason };

  item.usec = letter->date * G_USEC_PER_SEC;
  item.text = (char *)_crm_rows_text (rows, SUBJECT);
  item.from_name = sender != NULL ? sender->first : NULL;
  item.from_address = sender != NULL ? sender->second : NULL;
  item.direction = (CrmDirection)_crm_rows_int (rows, DIRECTION);
  item.fingerprint = (guint64)letter->print;
  item.n_copies = 1;
  item.record_id = (char *)letter->record;
  item.confirmed = (letter->decided & IS_RIGHT) != 0;
  if (source->reason >= CRM_REASON_ADDRESS)
    item.reason_detail = (char *)source->key;
  item.message_id = (char *)letter->message_id;
  set_place (&item, folder, _crm_rows_text (rows, UID), _crm_rows_text (rows, MESSAGE_ID));
  return _crm_history_item_pack (&item);
}

/* Adds the letter in hand, unless it is there already or not wanted. @strongest: the source of the
 * strongest reason for it */
static gboolean
take_letter (
    Page *self, const Source *source, const Source *strongest, CrmRows *rows, GError **error)
{
  g_auto (Letter) letter = { 0 };
  gint64 sender_id = _crm_rows_int (rows, SENDER);
  const CrmNamed *sender = NULL;
  const CrmNamed *folder;
  CrmHistoryItem *item;

  if (self->may_repeat
      && !g_hash_table_add (self->seen,
                            g_memdup2 (&source->letter.message, sizeof source->letter.message)))
    return TRUE;
  if (!read_letter (self, source, rows, &letter, error))
    return FALSE;
  if (!is_wanted (self, strongest->reason, &letter))
    return TRUE;
  if (sender_id != 0
      && (sender = _crm_reader_get_sender (self->reader, self->names, sender_id, error)) == NULL)
    return FALSE;
  folder = _crm_reader_get_folder (self->reader, self->names, letter.folder, error);
  if (folder == NULL)
    return FALSE;
  item = make_item (strongest, &letter, sender, folder, rows);
  if (letter.n_more > 0 && !look_at_copies (self, &letter, &item, error))
    {
      crm_history_item_free (item);
      return FALSE;
    }
  g_ptr_array_add (self->items, item);
  return TRUE;
}

/* A letter of the source in hand may be on a list for a stronger reason. */
static const Source *
find_strongest (const Page *self, const Source *source)
{
  for (guint i = 0; i < self->sources->len; i++)
    {
      const Source *list = g_ptr_array_index (self->sources, i);

      if (list->letters == NULL || list->ended)
        continue;
      for (guint j = list->next - 1; j < list->letters->len; j++)
        {
          const CrmLetter *letter = &g_array_index (list->letters, CrmLetter, j);

          if (letter->date != source->letter.date)
            break;
          if (letter->message == source->letter.message)
            return list;
        }
    }
  return source;
}

static gboolean
take_from_rows (Page *self, Source *source, GError **error)
{
  GError *local_error = NULL;

  if (!take_letter (self, source, find_strongest (self, source), source->rows, error))
    return FALSE;
  look_at_rows (source, _crm_rows_next (source->rows, &local_error));
  return _crm_reader_ended (error, local_error);
}

static gboolean
take_from_list (Page *self, Source *source, GError **error)
{
  const CrmHistoryQuery *query = self->query;
  g_autoptr (CrmRows) rows = NULL;
  GError *local_error = NULL;

  if (!g_hash_table_contains (self->seen, &source->letter.message))
    {
      rows = _crm_connection_query (self->reader->connection, error, by_number_sql, "isss",
                                    source->letter.message, query->person, query->account,
                                    query->deal);
      if (rows == NULL)
        return FALSE;
      if (_crm_rows_next (rows, &local_error) && !take_letter (self, source, source, rows, error))
        return FALSE;
    }
  look_at_list (source);
  return _crm_reader_ended (error, local_error);
}

/* What a source has of one second. Those in order go first: they have all of a letter at hand. */
static gboolean
take_of_source (Page *self, Source *source, gboolean in_order, gint64 date, GError **error)
{
  if ((source->letters == NULL) != in_order)
    return TRUE;
  while (!source->ended && source->letter.date == date)
    if (in_order ? !take_from_rows (self, source, error) : !take_from_list (self, source, error))
      return FALSE;
  return TRUE;
}

static int
compare_prints (const void *a, const void *b)
{
  gint64 first = (gint64)(*(const CrmHistoryItem *const *)a)->fingerprint;
  gint64 second = (gint64)(*(const CrmHistoryItem *const *)b)->fingerprint;

  return first == second ? 0 : first < second ? 1 : -1;
}

/* All letters of the newest second that is left, since among those the fingerprint decides. */
static gboolean
take_moment (Page *self, gint64 date, GError **error)
{
  guint start = self->items->len;
  guint n;

  for (guint i = 0; i < self->sources->len; i++)
    if (!take_of_source (self, g_ptr_array_index (self->sources, i), TRUE, date, error))
      return FALSE;
  for (guint i = 0; i < self->sources->len; i++)
    if (!take_of_source (self, g_ptr_array_index (self->sources, i), FALSE, date, error))
      return FALSE;
  n = self->items->len - start;
  if (n > 1)
    qsort (self->items->pdata + start, n, sizeof (gpointer), compare_prints);
  return TRUE;
}

static gboolean
find_newest (const Page *self, gint64 *out_date)
{
  gboolean found = FALSE;

  for (guint i = 0; i < self->sources->len; i++)
    {
      const Source *source = g_ptr_array_index (self->sources, i);

      if (source->ended || (found && source->letter.date <= *out_date))
        continue;
      *out_date = source->letter.date;
      found = TRUE;
    }
  return found;
}

/* Of letters that were filed under the same most have a record, and it comes with them. */
static gboolean
know_recorded (Page *self, GError **error)
{
  const GArray *recorded;

  if (self->has_decisions)
    return TRUE;
  recorded = _crm_reader_get_recorded (self->reader, error);
  if (recorded != NULL && recorded->len <= CRM_MAX_RECORDED)
    self->recorded = recorded;
  return recorded != NULL;
}

static gboolean
fill_page (Page *self, GError **error)
{
  guint before = self->items->len;
  guint n_sources = 0;
  gint64 date = 0;

  if (!each_source (self, add_source, NULL, error))
    return FALSE;
  for (guint i = 0; i < self->sources->len; i++)
    n_sources += ((Source *)g_ptr_array_index (self->sources, i))->ended ? 0 : 1;
  self->may_repeat = n_sources > 1;
  while (self->items->len - before < self->limit && find_newest (self, &date))
    if (!take_moment (self, date, error))
      return FALSE;
  return TRUE;
}

/* Adds the first letters after @border to @items, one more than the page has where there is one:
 * that tells that there is more. @out_may_be_gone: whether filed letters have to be looked for that
 * no mailbox holds any more */
gboolean
_crm_history_read_letters (CrmReader *reader,
                           const CrmHistoryQuery *query,
                           const CrmHistoryBorder *border,
                           gboolean has_decisions,
                           GPtrArray *items,
                           gboolean *out_may_be_gone,
                           GError **error)
{
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func (free_source);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  gboolean has_tie = border->tie_usec % G_USEC_PER_SEC == 0;
  Page page = { .reader = reader,
                .query = query,
                .max_secs = to_secs (border->max_usec),
                .tie_secs = has_tie ? to_secs (border->tie_usec) : G_MAXINT64,
                .tie_print = border->tie_print,
                .has_decisions = has_decisions,
                .limit = (gint64)query->limit + 1,
                .sources = sources,
                .seen = seen,
                .names = _crm_reader_get_index_facts (reader, error),
                .items = items };

  if (page.names == NULL || !know_recorded (&page, error) || !fill_page (&page, error))
    return FALSE;
  *out_may_be_gone = page.may_be_gone;
  return TRUE;
}

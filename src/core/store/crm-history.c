/* crm-history.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-history"
#include "config.h"

#include "crm-history.h"

#include <string.h>

#include "crm-history-private.h"
#include "crm-reader-private.h"

typedef struct
{
  CrmReader *reader;
  const CrmHistoryQuery *query;
  CrmHistory *history;
  gboolean has_decisions; /* letters were filed under one of what is asked for, or taken out */
  gboolean may_be_gone;   /* some of those may be in no mailbox any more */
} Load;

static gint64
just_before (gint64 usec)
{
  return usec > G_MININT64 ? usec - 1 : usec;
}

static CrmHistoryBorder
find_border (const CrmHistoryQuery *query, CrmHistoryKind kind)
{
  const CrmHistoryItem *after = query->after;
  CrmHistoryBorder border = { just_before (query->before_usec), G_MAXINT64, 0, NULL };

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

/* The texts of an item, wherever they stand in it. */
static const gsize item_texts[] = {
  G_STRUCT_OFFSET (CrmHistoryItem, text),          G_STRUCT_OFFSET (CrmHistoryItem, from_name),
  G_STRUCT_OFFSET (CrmHistoryItem, from_address),  G_STRUCT_OFFSET (CrmHistoryItem, source),
  G_STRUCT_OFFSET (CrmHistoryItem, folder),        G_STRUCT_OFFSET (CrmHistoryItem, uid),
  G_STRUCT_OFFSET (CrmHistoryItem, message_id),    G_STRUCT_OFFSET (CrmHistoryItem, record_id),
  G_STRUCT_OFFSET (CrmHistoryItem, reason_detail), G_STRUCT_OFFSET (CrmHistoryItem, call_outcome),
  G_STRUCT_OFFSET (CrmHistoryItem, event_uid),     G_STRUCT_OFFSET (CrmHistoryItem, recurrence_id),
  G_STRUCT_OFFSET (CrmHistoryItem, outcome_note),  G_STRUCT_OFFSET (CrmHistoryItem, pipeline),
};

/* A copy of @borrowed in one piece of memory, its texts behind it: a page has hundreds of them. */
CrmHistoryItem *
_crm_history_item_pack (const CrmHistoryItem *borrowed)
{
  gsize sizes[G_N_ELEMENTS (item_texts)];
  gsize size = 0;
  CrmHistoryItem *self;
  char *place;

  for (guint i = 0; i < G_N_ELEMENTS (item_texts); i++)
    {
      const char *text = G_STRUCT_MEMBER (const char *, borrowed, item_texts[i]);

      sizes[i] = text != NULL ? strlen (text) + 1 : 0;
      size += sizes[i];
    }
  self = g_malloc (sizeof *self + size);
  *self = *borrowed;
  place = (char *)(self + 1);
  for (guint i = 0; i < G_N_ELEMENTS (item_texts); i++)
    if (sizes[i] > 0)
      {
        char **text = &G_STRUCT_MEMBER (char *, self, item_texts[i]);

        *text = memcpy (place, *text, sizes[i]);
        place += sizes[i];
      }
  return self;
}

/**
 * crm_history_item_copy:
 * @self: an item, whose texts may lie anywhere
 *
 * Returns: (transfer full): a copy in one piece of memory
 */
CrmHistoryItem *
crm_history_item_copy (const CrmHistoryItem *self)
{
  return _crm_history_item_pack (self);
}

/**
 * crm_history_item_free:
 * @self: (nullable): an item
 */
void
crm_history_item_free (CrmHistoryItem *self)
{
  g_free (self); /* the texts are part of it */
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
  crm_history_item_free (self->next_meeting);
  g_free (self);
}

static int
compare_numbers (gint64 first, gint64 second)
{
  return first == second ? 0 : first < second ? 1 : -1;
}

/* A total order of items, the newest first, that no rebuilding of the index changes, so that pages
 * fit together; what find_border() says must agree with it. */
int
_crm_history_compare (gconstpointer a, gconstpointer b)
{
  const CrmHistoryItem *first = *(const CrmHistoryItem *const *)a;
  const CrmHistoryItem *second = *(const CrmHistoryItem *const *)b;

  if (first->usec != second->usec)
    return compare_numbers (first->usec, second->usec);
  if (first->kind != second->kind)
    return first->kind < second->kind ? -1 : 1;
  if (first->kind == CRM_HISTORY_EMAIL)
    return compare_numbers ((gint64)first->fingerprint, (gint64)second->fingerprint);
  if (first->kind == CRM_HISTORY_MEETING)
    {
      int order = strcmp (second->event_uid, first->event_uid);

      return order != 0 ? order : g_strcmp0 (second->recurrence_id, first->recurrence_id);
    }
  return g_strcmp0 (second->record_id, first->record_id);
}

static gboolean
read_letters (Load *load, GError **error)
{
  CrmHistoryBorder border = find_border (load->query, CRM_HISTORY_EMAIL);

  return _crm_history_read_letters (load->reader, load->query, &border, load->has_decisions,
                                    load->history->items, &load->may_be_gone, error);
}

static gboolean
has_record (const GPtrArray *items, const char *record)
{
  for (guint i = 0; i < items->len; i++)
    if (g_strcmp0 (((const CrmHistoryItem *)g_ptr_array_index (items, i))->record_id, record) == 0)
      return TRUE;
  return FALSE;
}

/* Filed mails that no mailbox holds any more stay in the history by their summary. */
static gboolean
read_gone_letters (Load *load, GError **error)
{
  const CrmHistoryQuery *query = load->query;
  CrmHistoryBorder border = find_border (query, CRM_HISTORY_EMAIL);
  GPtrArray *items = load->history->items;
  guint end = items->len + query->limit + 1;
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = NULL;

  rows = _crm_connection_query (
      load->reader->connection, error,
      "SELECT h.date, h.subject, h.sender, h.message_id, h.fingerprint, h.id,"
      " EXISTS (SELECT 1 FROM exclusion AS o WHERE o.value = h.sender AND o.kind = 'own_address')"
      " FROM " CRM_GONE_LETTERS_SQL " AND +h.date <= ?4 AND (+h.date < ?5 OR +h.fingerprint < ?6)"
      " ORDER BY +h.date DESC, h.fingerprint DESC",
      "tttiii", query->deal, query->person, query->account, border.max_usec, border.tie_usec,
      border.tie_print);
  if (rows == NULL)
    return FALSE;
  while (items->len < end && _crm_rows_next (rows, &local_error))
    {
      CrmHistoryItem item = { .kind = CRM_HISTORY_EMAIL, .reason = CRM_REASON_HAND, .gone = TRUE };

      item.record_id = (char *)_crm_rows_text (rows, 5);
      if (has_record (items, item.record_id)) /* filed under two of them */
        continue;
      item.usec = _crm_rows_int (rows, 0);
      item.text = (char *)_crm_rows_text (rows, 1);
      item.from_address = (char *)_crm_rows_text (rows, 2);
      item.message_id = (char *)_crm_rows_text (rows, 3);
      item.fingerprint = (guint64)_crm_rows_int (rows, 4);
      item.direction = _crm_rows_int (rows, 6) ? CRM_DIRECTION_OUT : CRM_DIRECTION_IN;
      g_ptr_array_add (items, _crm_history_item_pack (&item));
    }
  return _crm_reader_ended (error, local_error);
}

/* The plus keeps the planner from walking all entries by time. They come in no order: SQLite would
 * look at all of them as well, and putting them in order costs before the first, where mostly there
 * is none. */
#define RECORDS_PAGE(at) " AND +" at " <= ?5 AND (+" at " < ?6 OR id < ?7)"

#define NOTES "SELECT id, at, text, NULL FROM note WHERE "
#define CALLS "SELECT id, at, subject, direction, outcome, duration_secs FROM call WHERE "
#define OF_ANY "(deal = ?1 OR person = ?2 OR account = ?3 OR address = ?4)"

static const char notes_sql[] = NOTES OF_ANY RECORDS_PAGE ("at");
static const char notes_of_address_sql[] = NOTES "address = ?4" RECORDS_PAGE ("at");
static const char calls_sql[] = CALLS OF_ANY RECORDS_PAGE ("at");
static const char calls_of_address_sql[] = CALLS "address = ?4" RECORDS_PAGE ("at");

/* ?2 to ?4 are not asked for. */
static const char stages_sql[]
    = "SELECT id, entered_at, (SELECT name FROM stage AS s WHERE s.id = h.stage), NULL,"
      " (SELECT p.name FROM stage AS s JOIN pipeline AS p ON p.id = s.pipeline"
      " WHERE s.id = h.stage AND EXISTS (SELECT 1 FROM stage_history AS e JOIN stage AS f"
      " ON f.id = e.stage WHERE e.deal = ?1 AND f.pipeline <> s.pipeline))"
      " FROM stage_history AS h WHERE h.deal = ?1" RECORDS_PAGE ("entered_at");

typedef struct
{
  CrmHistoryKind kind;
  GHashTable *seen; /* (owned) (element-type utf8): an entry may name a person and their address */
} Records;

static gboolean
read_records_about (Load *load,
                    Records *records,
                    const char *sql,
                    const char *address /* (nullable) */,
                    GError **error)
{
  const CrmHistoryQuery *query = load->query;
  CrmHistoryBorder border = find_border (query, records->kind);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      load->reader->connection, error, sql, "ssssiis", query->deal, query->person, query->account,
      address, border.max_usec, border.tie_usec, border.tie_key);

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      const char *direction = _crm_rows_text (rows, 3);
      CrmHistoryItem item = { .kind = records->kind, .reason = CRM_REASON_RECORD };

      item.record_id = (char *)_crm_rows_text (rows, 0);
      if (!g_hash_table_add (records->seen, g_strdup (item.record_id)))
        continue;
      item.usec = _crm_rows_int (rows, 1);
      item.text = (char *)_crm_rows_text (rows, 2);
      if (direction != NULL)
        item.direction = g_str_equal (direction, "in") ? CRM_DIRECTION_IN : CRM_DIRECTION_OUT;
      if (records->kind == CRM_HISTORY_CALL)
        {
          item.call_outcome = (char *)_crm_rows_text (rows, 4);
          item.call_secs = _crm_rows_is_null (rows, 5) ? -1 : _crm_rows_int (rows, 5);
        }
      if (records->kind == CRM_HISTORY_STAGE)
        item.pipeline = (char *)_crm_rows_text (rows, 4);
      g_ptr_array_add (load->history->items, _crm_history_item_pack (&item));
    }
  return _crm_reader_ended (error, local_error);
}

/* @sql: by deal, person, account and the first address; @of_address_sql: by another one */
static gboolean
read_records (Load *load,
              CrmHistoryKind kind,
              const char *sql,
              const char *of_address_sql /* (nullable) */,
              GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Records records = { kind, seen };
  const char *const *addresses = load->query->addresses;
  const char *first = addresses != NULL ? addresses[0] : NULL;

  if (!read_records_about (load, &records, sql, first, error))
    return FALSE;
  for (guint i = 1; of_address_sql != NULL && first != NULL && addresses[i] != NULL; i++)
    if (!read_records_about (load, &records, of_address_sql, addresses[i], error))
      return FALSE;
  return TRUE;
}

/* Mostly nothing was decided, and what asks for that need not run. */
static gboolean
find_decisions (Load *load, GError **error)
{
  const CrmHistoryQuery *query = load->query;
  gint64 has = 0;

  if ((query->deal != NULL || query->person != NULL || query->account != NULL)
      && !_crm_connection_get_int (load->reader->connection, &has, error,
                                   "SELECT 1 FROM link WHERE deal = ? OR person = ? OR account = ?",
                                   "ttt", query->deal, query->person, query->account))
    return FALSE;
  load->has_decisions = has != 0;
  return TRUE;
}

/* Mostly letters are all there is, in order already. */
static void
sort_items (GPtrArray *items)
{
  for (guint i = 1; i < items->len; i++)
    if (_crm_history_compare (&items->pdata[i - 1], &items->pdata[i]) > 0)
      {
        g_ptr_array_sort (items, _crm_history_compare);
        return;
      }
}

static gboolean
is_wanted (const Load *load, CrmHistoryKind kind)
{
  return load->query->kinds == 0 || (load->query->kinds & (1u << kind)) != 0;
}

static gboolean
read_page (Load *load, GError **error)
{
  GPtrArray *items = load->history->items;

  if (!find_decisions (load, error)
      || (is_wanted (load, CRM_HISTORY_EMAIL)
          && (!read_letters (load, error)
              || (load->may_be_gone && !read_gone_letters (load, error))))
      || (is_wanted (load, CRM_HISTORY_NOTE)
          && !read_records (load, CRM_HISTORY_NOTE, notes_sql, notes_of_address_sql, error))
      || (is_wanted (load, CRM_HISTORY_CALL)
          && !read_records (load, CRM_HISTORY_CALL, calls_sql, calls_of_address_sql, error))
      || (is_wanted (load, CRM_HISTORY_MEETING)
          && !_crm_history_read_meetings (load->reader, load->query, load->history, error))
      || (load->query->deal != NULL && is_wanted (load, CRM_HISTORY_STAGE)
          && !read_records (load, CRM_HISTORY_STAGE, stages_sql, NULL, error)))
    return FALSE;

  sort_items (items);
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

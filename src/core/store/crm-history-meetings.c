/* crm-history-meetings.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The meetings of a history, from the calendars' mirror in index.db. What has begun is all there;
 * of what is planned, a recurring meeting stands there once, with the next time it takes place: a
 * year of weekly calls would bury everything else. */
#define G_LOG_DOMAIN "crm-history-meetings"
#include "config.h"

#include "crm-history-private.h"
#include "crm-reader-private.h"
#include "model/crm-address.h"
#include "model/crm-date.h"
#include "model/crm-event.h"

#define DAY_SECS G_GINT64_CONSTANT (86400)
/* Of what is planned with somebody, the nearest; who meets them more often knows. */
#define MAX_PLANNED 200

/* An event copied into several calendars is one meeting, of which the copy that starts last counts:
 * one that was moved has been seen by that calendar. Whether the user declined is in their own line
 * among the participants. */
#define MEETING_COLUMNS                                                                            \
  "SELECT p.start, e.end, e.is_all_day, e.status, p.participation, e.calendar, e.uid,"             \
  " nullif (e.recurrence_id, ''), e.summary,"                                                      \
  " EXISTS (SELECT 1 FROM idx.event_party AS o WHERE o.event = e.id AND o.participation = 3"       \
  " AND EXISTS (SELECT 1 FROM exclusion AS x WHERE x.value = o.address"                            \
  " AND x.kind = 'own_address'))"
#define LATEST_COPY                                                                                \
  " AND NOT EXISTS (SELECT 1 FROM idx.event AS c CROSS JOIN idx.event_party AS q"                  \
  " ON q.address = p.address AND q.start = c.start AND q.event = c.id"                             \
  " WHERE c.uid = e.uid AND c.recurrence_id = e.recurrence_id"                                     \
  " AND (c.start, c.calendar) > (e.start, e.calendar))"

static const char past_sql[] = MEETING_COLUMNS
    " FROM idx.event_party AS p CROSS JOIN idx.event AS e ON e.id = p.event"
    " WHERE p.address = ?1 AND p.start <= ?2" LATEST_COPY " ORDER BY p.start DESC";

static const char planned_sql[] = MEETING_COLUMNS
    " FROM idx.event_party AS p CROSS JOIN idx.event AS e ON e.id = p.event"
    " WHERE p.address = ?1 AND p.start > ?2" LATEST_COPY " ORDER BY p.start LIMIT ?3";

/* Most people have no meetings, and learn it from one statement. */
static const char spans_sql[]
    = "SELECT a.value, (SELECT min (start) FROM idx.event_party WHERE address = a.value) AS first,"
      " (SELECT max (start) FROM idx.event_party WHERE address = a.value) AS last"
      " FROM json_each (?1) AS a WHERE first IS NOT NULL";

/* Somebody who takes part in meetings. */
typedef struct
{
  char *address;      /* (owned) */
  const char *domain; /* (unowned) (nullable): what led to the address */
  gint64 first;       /* start of their first meeting, UTC seconds */
  gint64 last;        /* of their last one */
} Source;

typedef struct
{
  CrmReader *reader;
  const CrmHistoryQuery *query;
  gint64 now_secs;
  int today;        /* where the user is, in days since 1970-01-01 */
  GTimeZone *zone;  /* (unowned): the user's */
  GHashTable *seen; /* (owned) (element-type CrmHistoryItem): by identity; the items are @items' */
  GPtrArray *items; /* (owned) (element-type CrmHistoryItem) */
  GPtrArray *sources; /* (owned) (element-type Source): addresses before domains */
  gboolean is_first_page;
  gboolean has_decisions; /* somebody wrote about some meeting */
  CrmHistory *history;    /* (unowned) */
} Load;

static guint
hash_meeting (gconstpointer key)
{
  const CrmHistoryItem *item = key;

  return g_str_hash (item->event_uid)
         ^ (item->recurrence_id != NULL ? g_str_hash (item->recurrence_id) : 0);
}

static gboolean
is_same_meeting (gconstpointer a, gconstpointer b)
{
  const CrmHistoryItem *first = a;
  const CrmHistoryItem *second = b;

  return g_str_equal (first->event_uid, second->event_uid)
         && g_strcmp0 (first->recurrence_id, second->recurrence_id) == 0;
}

/* Days have no zone: an all-day meeting is on its day wherever the user is. */
static CrmMeetingState
find_time_state (const Load *load, gint64 start, gint64 end, gboolean is_all_day)
{
  gint64 now = is_all_day ? load->today : load->now_secs;

  if (is_all_day)
    {
      start /= DAY_SECS;
      end = MAX (end / DAY_SECS, start + 1);
    }
  if (start > now)
    return CRM_MEETING_PLANNED;
  return end > now ? CRM_MEETING_UNDER_WAY : CRM_MEETING_HELD;
}

static CrmMeetingState
find_state (const Load *load, CrmRows *rows)
{
  if (_crm_rows_int (rows, 3) == CRM_EVENT_CANCELLED)
    return CRM_MEETING_CANCELLED;
  if (_crm_rows_int (rows, 9) != 0)
    return CRM_MEETING_DECLINED_BY_USER;
  if (_crm_rows_int (rows, 4) == CRM_PARTICIPATION_DECLINED)
    return CRM_MEETING_DECLINED;
  return find_time_state (load, _crm_rows_int (rows, 0), _crm_rows_int (rows, 1),
                          _crm_rows_int (rows, 2) != 0);
}

/* Somebody with two addresses may have declined with one of them. */
static void
take_better_state (CrmHistoryItem *known, const CrmHistoryItem *other)
{
  if (known->meeting_state == CRM_MEETING_DECLINED)
    known->meeting_state = other->meeting_state;
}

/* What somebody said counts more than what the calendar says. FALSE in @out_taken for a meeting
 * that does not belong here. */
static gboolean
take_item (Load *load, CrmHistoryItem *item, gboolean *out_taken, GError **error)
{
  g_auto (CrmMeetingDecision) decision = { 0 };
  CrmHistoryItem *packed;

  *out_taken = FALSE;
  if (load->has_decisions)
    {
      if (!_crm_history_find_decision (load->reader, load->query, item, &decision, error))
        return FALSE;
      if (decision.is_wrong && !decision.is_filed && !decision.is_right)
        return TRUE;
      _crm_history_apply_decision (item, &decision);
    }
  packed = _crm_history_item_pack (item);
  g_ptr_array_add (load->items, packed);
  g_hash_table_add (load->seen, packed);
  *out_taken = TRUE;
  return TRUE;
}

/* FALSE in @out_taken also for a meeting that is there already. */
static gboolean
take_row (Load *load, const Source *source, CrmRows *rows, gboolean *out_taken, GError **error)
{
  CrmHistoryItem item = { .kind = CRM_HISTORY_MEETING };
  CrmHistoryItem *known;

  item.usec = _crm_rows_int (rows, 0) * G_USEC_PER_SEC;
  item.end_usec = _crm_rows_int (rows, 1) * G_USEC_PER_SEC;
  item.is_all_day = _crm_rows_int (rows, 2) != 0;
  item.meeting_state = find_state (load, rows);
  item.source = (char *)_crm_rows_text (rows, 5);
  item.event_uid = (char *)_crm_rows_text (rows, 6);
  item.recurrence_id = (char *)_crm_rows_text (rows, 7);
  item.text = (char *)_crm_rows_text (rows, 8);
  item.reason = source->domain != NULL ? CRM_REASON_DOMAIN : CRM_REASON_ADDRESS;
  item.reason_detail = (char *)(source->domain != NULL ? source->domain : source->address);
  known = g_hash_table_lookup (load->seen, &item);
  if (known != NULL)
    {
      take_better_state (known, &item);
      *out_taken = FALSE;
      return TRUE;
    }
  return take_item (load, &item, out_taken, error);
}

static CrmMeetingState
find_filed_state (const Load *load, CrmRows *rows, const CrmHistoryItem *item)
{
  if (_crm_rows_int (rows, 5) == CRM_EVENT_CANCELLED)
    return CRM_MEETING_CANCELLED;
  if (_crm_rows_int (rows, 9) != 0)
    return CRM_MEETING_DECLINED_BY_USER;
  return find_time_state (load, item->usec / G_USEC_PER_SEC, item->end_usec / G_USEC_PER_SEC,
                          item->is_all_day);
}

static gboolean
take_filed_cb (CrmRows *rows, gpointer data, GError **error)
{
  Load *load = data;
  CrmHistoryItem item = { .kind = CRM_HISTORY_MEETING, .reason = CRM_REASON_HAND };
  gboolean taken;

  item.event_uid = (char *)_crm_rows_text (rows, 0);
  item.recurrence_id = (char *)_crm_rows_text (rows, 1);
  item.usec = _crm_rows_int (rows, 2);
  item.end_usec = _crm_rows_int (rows, 3);
  item.is_all_day = _crm_rows_int (rows, 4) != 0;
  item.source = (char *)_crm_rows_text (rows, 6);
  item.text = (char *)_crm_rows_text (rows, 7);
  item.gone = _crm_rows_int (rows, 8) == 0;
  item.meeting_state = find_filed_state (load, rows, &item);
  if (g_hash_table_contains (load->seen, &item))
    return TRUE;
  return take_item (load, &item, &taken, error);
}

static gboolean
is_on_page (const Load *load, const CrmHistoryItem *item)
{
  const CrmHistoryItem *after = load->query->after;

  return item->usec < load->query->before_usec
         && (after == NULL || _crm_history_compare (&after, &item) < 0);
}

/* Whole seconds, since among the meetings of one the identity decides. */
static gboolean
read_past (Load *load, const Source *source, gint64 max_secs, GError **error)
{
  GError *local_error = NULL;
  gint64 last = G_MAXINT64;
  guint n = 0;
  g_autoptr (CrmRows) rows = _crm_connection_query (load->reader->connection, error, past_sql, "ti",
                                                    source->address, max_secs);

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      gboolean taken;

      if (n > load->query->limit && _crm_rows_int (rows, 0) < last)
        break;
      last = _crm_rows_int (rows, 0);
      if (!take_row (load, source, rows, &taken, error))
        return FALSE;
      if (taken && is_on_page (load, g_ptr_array_index (load->items, load->items->len - 1)))
        n++;
    }
  return _crm_reader_ended (error, local_error);
}

static char *
to_json (const char *const *texts)
{
  GString *json = g_string_new ("[");

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_string_append (json, i > 0 ? ",\"" : "\"");
      for (const char *at = texts[i]; *at != '\0'; at++)
        if (*at == '"' || *at == '\\' || (guchar)*at < ' ')
          g_string_append_printf (json, "\\u%04x", (guint)*at);
        else
          g_string_append_c (json, *at);
      g_string_append_c (json, '"');
    }
  return g_string_free (g_string_append_c (json, ']'), FALSE);
}

static gboolean
is_off (const CrmHistoryItem *item)
{
  return item->meeting_state != CRM_MEETING_PLANNED && item->meeting_state != CRM_MEETING_UNDER_WAY;
}

/* In the order of their start, the first of each series that takes place, and what is off before
 * it. */
static void
keep_next_of_series (Load *load)
{
  GPtrArray *planned = load->items;
  g_autoptr (GHashTable) series = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint i = 0;

  while (i < planned->len)
    {
      const CrmHistoryItem *item = g_ptr_array_index (planned, i);

      if (g_hash_table_contains (series, item->event_uid))
        {
          g_hash_table_remove (load->seen, item);
          g_ptr_array_remove_index (planned, i);
          continue;
        }
      if (!is_off (item))
        g_hash_table_add (series, g_strdup (item->event_uid));
      i++;
    }
}

static gboolean
read_planned (Load *load, const Source *source, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (load->reader->connection, error, planned_sql, "tii", source->address,
                               load->now_secs, (gint64)MAX_PLANNED);

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      gboolean taken;

      if (!take_row (load, source, rows, &taken, error))
        return FALSE;
    }
  return _crm_reader_ended (error, local_error);
}

/* When the user met them last, and what comes next. */
static void
note_landmarks (const Load *load)
{
  CrmHistory *history = load->history;

  for (guint i = 0; i < load->items->len; i++)
    {
      const CrmHistoryItem *item = g_ptr_array_index (load->items, i);
      int day = (int)(item->usec / G_USEC_PER_SEC / DAY_SECS);
      gint64 start = item->is_all_day ? crm_date_day_to_usec (day, load->zone) : item->usec;
      gboolean is_today = item->is_all_day && day == load->today;

      if (item->meeting_state == CRM_MEETING_HELD || item->meeting_state == CRM_MEETING_UNDER_WAY)
        history->last_met_usec = MAX (history->last_met_usec, start);
      if ((item->meeting_state == CRM_MEETING_PLANNED || (!is_off (item) && is_today))
          && (history->next_meeting == NULL || item->usec < history->next_meeting->usec))
        {
          crm_history_item_free (history->next_meeting);
          history->next_meeting = _crm_history_item_pack (item);
        }
    }
}

static void
hand_over (Load *load)
{
  g_hash_table_remove_all (load->seen); /* its keys go away */
  for (guint i = 0; i < load->items->len; i++)
    {
      CrmHistoryItem *item = g_ptr_array_index (load->items, i);

      if (is_on_page (load, item))
        g_ptr_array_add (load->history->items, item);
      else
        crm_history_item_free (item);
    }
  g_ptr_array_set_free_func (load->items, NULL);
  g_ptr_array_set_size (load->items, 0);
}

/* Who belongs to an organisation, of all that take part in meetings. */
static GPtrArray *
list_addresses_of_domain (CrmReader *reader, const char *domain, GError **error)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error, "SELECT DISTINCT address FROM idx.event_party", "");

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    {
      const char *host = crm_address_get_domain (_crm_rows_text (rows, 0));
      g_autofree char *organization = host != NULL ? crm_domain_organization (host) : NULL;

      if (g_strcmp0 (host, domain) == 0 || g_strcmp0 (organization, domain) == 0)
        g_ptr_array_add (addresses, g_strdup (_crm_rows_text (rows, 0)));
    }
  g_ptr_array_add (addresses, NULL);
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&addresses) : NULL;
}

static void
free_source (gpointer data)
{
  Source *source = data;

  g_free (source->address);
  g_free (source);
}

static gboolean
add_sources (Load *load, const char *const *addresses, const char *domain, GError **error)
{
  g_autofree char *json = addresses[0] != NULL ? to_json (addresses) : NULL;
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = NULL;

  if (json == NULL)
    return TRUE;
  rows = _crm_connection_query (load->reader->connection, error, spans_sql, "t", json);
  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      Source *source = g_new0 (Source, 1);

      source->address = g_strdup (_crm_rows_text (rows, 0));
      source->domain = domain;
      source->first = _crm_rows_int (rows, 1);
      source->last = _crm_rows_int (rows, 2);
      g_ptr_array_add (load->sources, source);
    }
  return _crm_reader_ended (error, local_error);
}

static gboolean
find_sources (Load *load, GError **error)
{
  const CrmHistoryQuery *query = load->query;

  if (query->addresses != NULL && !add_sources (load, query->addresses, NULL, error))
    return FALSE;
  for (guint i = 0; query->domains != NULL && query->domains[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) addresses
          = list_addresses_of_domain (load->reader, query->domains[i], error);

      if (addresses == NULL
          || !add_sources (load, (const char *const *)addresses->pdata, query->domains[i], error))
        return FALSE;
    }
  return TRUE;
}

/* Those that are planned first, to be sorted out before the others come. */
static gboolean
read_sources (Load *load, gboolean planned, GError **error)
{
  gint64 max_usec = load->query->before_usec;
  gint64 max_secs;

  if (load->query->after != NULL)
    max_usec = MIN (max_usec, load->query->after->usec);
  max_secs = max_usec / G_USEC_PER_SEC;
  for (guint i = 0; i < load->sources->len; i++)
    {
      const Source *source = g_ptr_array_index (load->sources, i);

      if (planned && source->last > load->now_secs && max_secs >= load->now_secs
          && !read_planned (load, source, error))
        return FALSE;
      if (!planned && source->first <= max_secs
          && !read_past (load, source, MIN (max_secs, load->now_secs), error))
        return FALSE;
    }
  return TRUE;
}

static int
compare_starts (gconstpointer a, gconstpointer b)
{
  return -_crm_history_compare (a, b);
}

/* Adds what of the page are meetings to the items of @history, one more than the page has where
 * there is one, in no order; on the first page also its landmarks. */
gboolean
_crm_history_read_meetings (CrmReader *reader,
                            const CrmHistoryQuery *query,
                            CrmHistory *history,
                            GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GPtrArray) items
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_history_item_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (hash_meeting, is_same_meeting);
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func (free_source);
  gint64 now_usec = crm_reader_get_now_usec (reader);
  Load load = { .reader = reader,
                .query = query,
                .now_secs = now_usec / G_USEC_PER_SEC,
                .today = crm_date_day_from_usec (now_usec, zone),
                .zone = zone,
                .seen = seen,
                .items = items,
                .sources = sources,
                .is_first_page = query->after == NULL && query->before_usec == G_MAXINT64,
                .history = history };

  if (!_crm_history_has_meetings (reader, &load.has_decisions, error)
      || !find_sources (&load, error) || !read_sources (&load, TRUE, error))
    return FALSE;
  g_ptr_array_sort (items, compare_starts);
  keep_next_of_series (&load);
  if (!read_sources (&load, FALSE, error)
      || (load.has_decisions
          && !_crm_history_each_filed (reader, query, take_filed_cb, &load, error)))
    return FALSE;
  if (load.is_first_page)
    note_landmarks (&load);
  hand_over (&load);
  return TRUE;
}

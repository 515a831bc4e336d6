/* crm-event-query.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-event-query"
#include "config.h"

#include "crm-event-query.h"

#include "crm-event-query-private.h"
#include "crm-reader-private.h"
#include "model/crm-date.h"
#include "model/crm-text.h"

#define DAY_USEC (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
/* What has been going on for longer is no meeting any more. */
#define LONGEST_USEC (31 * DAY_USEC)

static gboolean
read_parties (CrmReader *reader, CrmEvent *event, gint64 id, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      "SELECT address, name, participation, is_organizer FROM idx.event_party WHERE event = ?"
      " ORDER BY is_organizer DESC, address",
      "i", id);

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    crm_event_add_party (event, _crm_rows_text (rows, 0), _crm_rows_text (rows, 1),
                         (CrmParticipation)_crm_rows_int (rows, 2), _crm_rows_int (rows, 3) != 0);
  return _crm_reader_ended (error, local_error);
}

CrmEvent *
_crm_query_read_event (CrmReader *reader, gint64 id, GError **error)
{
  g_autoptr (CrmEvent) event = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      "SELECT calendar, uid, nullif (recurrence_id, ''), start, end, is_all_day, status, summary,"
      " location, zone, zone_offset FROM idx.event WHERE id = ?",
      "i", id);

  if (rows == NULL || !_crm_rows_next (rows, error))
    return NULL;
  event = crm_event_new (_crm_rows_text (rows, 0), _crm_rows_text (rows, 1),
                         _crm_rows_text (rows, 2));
  event->start_usec = _crm_rows_int (rows, 3) * G_USEC_PER_SEC;
  event->end_usec = _crm_rows_int (rows, 4) * G_USEC_PER_SEC;
  event->is_all_day = _crm_rows_int (rows, 5) != 0;
  event->status = (CrmEventStatus)_crm_rows_int (rows, 6);
  crm_event_set_summary (event, _crm_rows_text (rows, 7));
  event->location = g_strdup (_crm_rows_text (rows, 8));
  event->zone = g_strdup (_crm_rows_text (rows, 9));
  event->zone_offset_secs = (int)_crm_rows_int (rows, 10);
  return read_parties (reader, event, id, error) ? g_steal_pointer (&event) : NULL;
}

typedef struct
{
  gint64 start;
  gint64 event;
} Found;

static int
compare_found (gconstpointer a, gconstpointer b)
{
  const Found *x = a;
  const Found *y = b;

  if (x->start != y->start)
    return x->start < y->start ? -1 : 1;
  return x->event < y->event ? -1 : x->event > y->event;
}

/* One address at a time, by its own index entries, so that a long history costs nothing. */
static gboolean
find_of_address (CrmReader *reader,
                 const CrmEventQuery *query,
                 const char *address,
                 GArray *found,
                 GError **error)
{
  static const char forward[] = "SELECT start, event FROM idx.event_party WHERE address = ?1"
                                " AND start >= ?2 AND start < ?3 ORDER BY start, event LIMIT ?4";
  static const char backward[]
      = "SELECT start, event FROM idx.event_party WHERE address = ?1 AND start >= ?2"
        " AND start < ?3 ORDER BY start DESC, event DESC LIMIT ?4";
  GError *local_error = NULL;
  /* Twice as many: the same meeting may lie in two calendars. */
  g_autoptr (CrmRows) rows
      = _crm_connection_query (reader->connection, error, query->newest_first ? backward : forward,
                               "tiii", address, query->from_usec / G_USEC_PER_SEC,
                               query->before_usec / G_USEC_PER_SEC, (gint64)query->limit * 2);

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      Found one = { _crm_rows_int (rows, 0), _crm_rows_int (rows, 1) };

      g_array_append_val (found, one);
    }
  return _crm_reader_ended (error, local_error);
}

static char *
identity_of (const CrmEvent *event)
{
  return g_strconcat (event->uid, "\n", event->recurrence_id, NULL);
}

/**
 * crm_query_events:
 * @reader: a reader
 * @query: whose, and when
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmEvent): the meetings that any of the
 *   addresses takes part in, in order of their start; %NULL on failure
 */
GPtrArray *
crm_query_events (CrmReader *reader, const CrmEventQuery *query, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Found));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_event_free);

  for (guint i = 0; query->addresses[i] != NULL; i++)
    if (!find_of_address (reader, query, query->addresses[i], found, error))
      return NULL;
  g_array_sort (found, compare_found);
  for (guint i = 0; i < found->len && events->len < query->limit; i++)
    {
      guint at = query->newest_first ? found->len - 1 - i : i;
      CrmEvent *event
          = _crm_query_read_event (reader, g_array_index (found, Found, at).event, error);

      if (event == NULL)
        return NULL;
      if (g_hash_table_add (seen, identity_of (event)))
        g_ptr_array_add (events, event);
      else
        crm_event_free (event);
    }
  return g_steal_pointer (&events);
}

/* Reads the events that @rows number, each meeting once. */
static GPtrArray *
read_events (CrmReader *reader, CrmRows *rows, guint limit, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_event_free);
  GError *local_error = NULL;

  while (events->len < limit && _crm_rows_next (rows, &local_error))
    {
      CrmEvent *event = _crm_query_read_event (reader, _crm_rows_int (rows, 0), error);

      if (event == NULL)
        return NULL;
      if (g_hash_table_add (seen, identity_of (event)))
        g_ptr_array_add (events, event);
      else
        crm_event_free (event);
    }
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&events) : NULL;
}

/* All-day events begin at midnight in UTC, wherever one is. */
static gboolean
is_in_range (const CrmEvent *event, const CrmEventRange *range)
{
  gint64 from = range->from_usec;
  gint64 before = range->before_usec;

  if (event->is_all_day)
    {
      from = (gint64)range->first_day * DAY_USEC;
      before = ((gint64)range->last_day + 1) * DAY_USEC;
    }
  return event->start_usec < before && (event->start_usec >= from || event->end_usec > from);
}

static int
compare_events (gconstpointer a, gconstpointer b)
{
  const CrmEvent *x = *(const CrmEvent *const *)a;
  const CrmEvent *y = *(const CrmEvent *const *)b;

  if (x->start_usec != y->start_usec)
    return x->start_usec < y->start_usec ? -1 : 1;
  return g_strcmp0 (x->uid, y->uid);
}

/**
 * crm_event_range_of_days:
 * @first_day: days since 1970-01-01, where the user is
 * @last_day: the last of them
 *
 * Returns: the days as crm_query_events_in() wants them
 */
CrmEventRange
crm_event_range_of_days (int first_day, int last_day)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  CrmEventRange range = { .first_day = first_day,
                          .last_day = last_day,
                          .from_usec = crm_date_day_to_usec (first_day, zone),
                          .before_usec = crm_date_day_to_usec (last_day + 1, zone) };

  return range;
}

/**
 * crm_query_events_in:
 * @reader: a reader
 * @range: the days
 * @limit: at most so many
 * @error: (nullable): storage errors
 *
 * What lasts longer than a month is found by its first month only.
 *
 * Returns: (transfer container) (nullable) (element-type CrmEvent): all events of the calendars on
 *   these days, also those that the user declined or that are cancelled, in order of their start;
 *   %NULL on failure
 */
GPtrArray *
crm_query_events_in (CrmReader *reader, const CrmEventRange *range, guint limit, GError **error)
{
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      "SELECT id FROM idx.event WHERE start >= ?1 AND start < ?2 AND end >= ?3 ORDER BY start, id",
      "iii", (range->from_usec - LONGEST_USEC) / G_USEC_PER_SEC,
      (range->before_usec + DAY_USEC) / G_USEC_PER_SEC,
      (range->from_usec - DAY_USEC) / G_USEC_PER_SEC);
  g_autoptr (GPtrArray) events = rows != NULL ? read_events (reader, rows, G_MAXUINT, error) : NULL;

  if (events == NULL)
    return NULL;
  for (guint i = events->len; i-- > 0;)
    if (!is_in_range (g_ptr_array_index (events, i), range))
      g_ptr_array_remove_index (events, i);
  g_ptr_array_sort (events, compare_events);
  if (events->len > limit)
    g_ptr_array_set_size (events, (int)limit);
  return g_steal_pointer (&events);
}

/**
 * crm_query_occurrences:
 * @reader: a reader
 * @uid: iCalendar's UID
 * @limit: at most so many
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmEvent): the event, or its occurrences
 * as far as the calendars are known, in order of their start; empty where no calendar has it
 */
GPtrArray *
crm_query_occurrences (CrmReader *reader, const char *uid, guint limit, GError **error)
{
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error, "SELECT id FROM idx.event WHERE uid = ? ORDER BY start, id", "t",
      uid);

  return rows != NULL ? read_events (reader, rows, limit, error) : NULL;
}

/* Of each event and each series the first of @rows, and only where its summary has the words. */
static gboolean
add_by_words (CrmReader *reader,
              CrmRows *rows,
              const char *const *words,
              guint limit,
              GHashTable *seen,
              GPtrArray *events,
              GError **error)
{
  GError *local_error = NULL;

  while (rows != NULL && events->len < limit && _crm_rows_next (rows, &local_error))
    {
      CrmEvent *event;

      if (!crm_text_begin_words (_crm_rows_text (rows, 2), words)
          || !g_hash_table_add (seen, g_strdup (_crm_rows_text (rows, 1))))
        continue;
      event = _crm_query_read_event (reader, _crm_rows_int (rows, 0), error);
      if (event == NULL)
        return FALSE;
      g_ptr_array_add (events, event);
    }
  return rows != NULL && _crm_reader_ended (error, local_error);
}

/**
 * crm_query_events_by_words:
 * @reader: a reader
 * @words: what a person typed; every word must begin a word of the summary
 * @now_usec: what is later comes first
 * @limit: at most so many
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmEvent): what is still to come, the next
 *   first, then what was, the latest first; of a series one occurrence; %NULL on failure
 */
GPtrArray *
crm_query_events_by_words (
    CrmReader *reader, const char *words, gint64 now_usec, guint limit, GError **error)
{
  static const char *const statements[]
      = { "SELECT id, uid, crm_fold (summary) FROM idx.event WHERE start >= ? ORDER BY start, id",
          "SELECT id, uid, crm_fold (summary) FROM idx.event WHERE start < ?"
          " ORDER BY start DESC, id DESC" };
  g_autofree char *folded = crm_fold (words);
  g_auto (GStrv) parts = g_strsplit (folded, " ", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_event_free);

  for (guint i = 0; i < G_N_ELEMENTS (statements) && *folded != '\0'; i++)
    {
      g_autoptr (CrmRows) rows = _crm_connection_query (reader->connection, error, statements[i],
                                                        "i", now_usec / G_USEC_PER_SEC);

      if (!add_by_words (reader, rows, (const char *const *)parts, limit, seen, events, error))
        return NULL;
    }
  return g_steal_pointer (&events);
}

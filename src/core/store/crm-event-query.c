/* crm-event-query.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-event-query"
#include "config.h"

#include "crm-event-query.h"

#include "crm-event-query-private.h"
#include "crm-reader-private.h"

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
      " location FROM idx.event WHERE id = ?",
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

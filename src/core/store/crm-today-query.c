/* crm-today-query.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-today-query"
#include "config.h"

#include "crm-today-query.h"

#include "crm-event-query-private.h"
#include "crm-reader-private.h"
#include "model/crm-date.h"

#define DAY_SECS G_GINT64_CONSTANT (86400)

static GPtrArray *
list_follow_ups (CrmReader *reader, const char *tail, int day, GError **error)
{
  const CrmEntity *entity = crm_entity_find ("follow_up");
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error, _crm_reader_get_sql (reader, entity, tail), "i", (gint64)day);

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    g_ptr_array_add (records, _crm_reader_row_to_record (entity, rows));
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&records) : NULL;
}

/**
 * crm_query_follow_ups_until:
 * @reader: a reader
 * @day: days since 1970-01-01
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): open follow-ups that are due
 * on @day or before, in no order
 */
GPtrArray *
crm_query_follow_ups_until (CrmReader *reader, int day, GError **error)
{
  return list_follow_ups (reader, "WHERE t.due <= ? AND t.status = 'open'", day, error);
}

/**
 * crm_query_waiting_until:
 * @reader: a reader
 * @day: days since 1970-01-01
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): open follow-ups that wait for
 * an answer and are due after @day, or some day, in no order
 */
GPtrArray *
crm_query_waiting_until (CrmReader *reader, int day, GError **error)
{
  return list_follow_ups (reader,
                          "WHERE t.kind = 'waiting' AND t.status = 'open'"
                          " AND (t.due IS NULL OR t.due > ?)",
                          day, error);
}

/* Of an all-day event the day is the same in every zone. */
static gboolean
is_of_day (const CrmEvent *event, int day, GTimeZone *zone)
{
  int start = event->is_all_day ? (int)(event->start_usec / (DAY_SECS * G_USEC_PER_SEC))
                                : crm_date_day_from_usec (event->start_usec, zone);

  return start == day && event->status != CRM_EVENT_CANCELLED;
}

static gboolean
add_event (CrmReader *reader,
           gint64 id,
           int day,
           GTimeZone *zone,
           GHashTable *seen,
           GPtrArray *events,
           GError **error)
{
  g_autoptr (CrmEvent) event = _crm_query_read_event (reader, id, error);

  if (event == NULL)
    return FALSE;
  if (is_of_day (event, day, zone)
      && g_hash_table_add (seen, g_strconcat (event->uid, "\n", event->recurrence_id, NULL)))
    g_ptr_array_add (events, g_steal_pointer (&event));
  return TRUE;
}

/**
 * crm_query_events_of_day:
 * @reader: a reader
 * @day: days since 1970-01-01, where the user is
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmEvent): what begins on @day and was not
 *   cancelled, in order of the start; a meeting in several calendars is one
 */
GPtrArray *
crm_query_events_of_day (CrmReader *reader, int day, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_event_free);
  GError *local_error = NULL;
  /* A day more on both sides, for no zone is further away. */
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      "SELECT id FROM idx.event WHERE start >= ?1 AND start < ?2 ORDER BY start", "ii",
      (day - 1) * DAY_SECS, (day + 2) * DAY_SECS);

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    if (!add_event (reader, _crm_rows_int (rows, 0), day, zone, seen, events, error))
      return NULL;
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&events) : NULL;
}

/**
 * crm_deal_address_free:
 * @self: (nullable): an address
 */
void
crm_deal_address_free (CrmDealAddress *self)
{
  if (self == NULL)
    return;
  g_free (self->address);
  g_free (self->person);
  g_free (self->deal);
  g_free (self);
}

/**
 * crm_query_deal_addresses:
 * @reader: a reader
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmDealAddress): the addresses of all who
 * take part in open deals, each once
 */
GPtrArray *
crm_query_deal_addresses (CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) addresses
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_deal_address_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      "SELECT a.address, a.person, d.id FROM deal AS d JOIN deal_person AS p ON p.deal = d.id"
      " JOIN address AS a ON a.person = p.person WHERE d.closed_at IS NULL",
      "");

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    {
      CrmDealAddress *address;

      if (g_hash_table_contains (seen, _crm_rows_text (rows, 0)))
        continue;
      address = g_new0 (CrmDealAddress, 1);
      address->address = g_strdup (_crm_rows_text (rows, 0));
      address->person = g_strdup (_crm_rows_text (rows, 1));
      address->deal = g_strdup (_crm_rows_text (rows, 2));
      g_ptr_array_add (addresses, address);
      g_hash_table_add (seen, address->address);
    }
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&addresses) : NULL;
}

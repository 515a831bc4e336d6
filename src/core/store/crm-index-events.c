/* crm-index-events.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-index-events"
#include "config.h"

#include "crm-index-events.h"

#include "crm-index-private.h"

static gboolean
insert_party (
    CrmIndex *self, const CrmEventParty *party, gint64 start, gint64 event, GError **error)
{
  if (_crm_index_address_is_excluded (self, party->address))
    return TRUE;
  return _crm_connection_run (self->connection, error,
                              "INSERT INTO event_party (address, start, event, name, participation,"
                              " is_organizer) VALUES (?, ?, ?, ?, ?, ?)",
                              "tiitii", party->address, start, event, party->name,
                              (gint64)party->participation, (gint64)party->is_organizer);
}

static gboolean
insert_event (CrmIndex *self, const CrmEvent *event, GError **error)
{
  gint64 start = event->start_usec / G_USEC_PER_SEC;
  gint64 id;

  if (!_crm_connection_run (
          self->connection, error,
          "INSERT INTO event (calendar, uid, recurrence_id, start, end, is_all_day, status,"
          " summary, location, zone, zone_offset)"
          " VALUES (?, ?, coalesce (?, ''), ?, ?, ?, ?, ?, ?, ?, ?)"
          " ON CONFLICT DO NOTHING",
          "tttiiiittti", event->calendar_uid, event->uid, event->recurrence_id, start,
          event->end_usec / G_USEC_PER_SEC, (gint64)event->is_all_day, (gint64)event->status,
          event->summary, event->location, event->zone, (gint64)event->zone_offset_secs))
    return FALSE;
  if (sqlite3_changes (_crm_connection_get_handle (self->connection)) == 0)
    return TRUE; /* a calendar that holds an occurrence twice */
  id = sqlite3_last_insert_rowid (_crm_connection_get_handle (self->connection));
  for (guint i = 0; i < event->parties->len; i++)
    if (!insert_party (self, g_ptr_array_index (event->parties, i), start, id, error))
      return FALSE;
  return TRUE;
}

/**
 * crm_index_replace_events:
 * @self: the index, in a transaction
 * @calendar_uid: the calendar's source UID
 * @uid: the UID that all of @events share
 * @events: (nullable) (element-type CrmEvent): the event, or its occurrences; nothing when it is
 * gone
 * @error: (nullable): storage errors
 *
 * Enters what a calendar holds under a UID in place of what was known.
 *
 * Returns: whether all is well
 */
gboolean
crm_index_replace_events (CrmIndex *self,
                          const char *calendar_uid,
                          const char *uid,
                          const GPtrArray *events,
                          GError **error)
{
  if (!_crm_connection_run (self->connection, error,
                            "DELETE FROM event_party WHERE event IN"
                            " (SELECT id FROM event WHERE calendar = ? AND uid = ?)",
                            "tt", calendar_uid, uid)
      || !_crm_connection_run (self->connection, error,
                               "DELETE FROM event WHERE calendar = ? AND uid = ?", "tt",
                               calendar_uid, uid))
    return FALSE;
  for (guint i = 0; events != NULL && i < events->len; i++)
    if (!insert_event (self, g_ptr_array_index (events, i), error))
      return FALSE;
  return TRUE;
}

/**
 * crm_index_clear_calendar:
 * @self: the index, in a transaction
 * @calendar_uid: the calendar's source UID
 * @error: (nullable): storage errors
 *
 * Forgets the events of one calendar.
 *
 * Returns: whether all is well
 */
gboolean
crm_index_clear_calendar (CrmIndex *self, const char *calendar_uid, GError **error)
{
  return crm_index_set_calendar_stamp (self, calendar_uid, NULL, error)
         && _crm_connection_run (self->connection, error,
                                 "DELETE FROM event_party WHERE event IN"
                                 " (SELECT id FROM event WHERE calendar = ?)",
                                 "t", calendar_uid)
         && _crm_connection_run (self->connection, error, "DELETE FROM event WHERE calendar = ?",
                                 "t", calendar_uid);
}

/**
 * crm_index_keep_calendars:
 * @self: the index, in a transaction
 * @calendar_uids: the calendars that are followed, ended by %NULL
 * @error: (nullable): storage errors
 *
 * Forgets the events of every other calendar.
 *
 * Returns: whether all is well
 */
gboolean
crm_index_keep_calendars (CrmIndex *self, const char *const *calendar_uids, GError **error)
{
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (self->connection, error, "SELECT DISTINCT calendar FROM event", "");

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    if (!g_strv_contains (calendar_uids, _crm_rows_text (rows, 0)))
      g_ptr_array_add (gone, g_strdup (_crm_rows_text (rows, 0)));
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  for (guint i = 0; i < gone->len; i++)
    if (!crm_index_clear_calendar (self, g_ptr_array_index (gone, i), error))
      return FALSE;
  return TRUE;
}

/* Takes excluded people out of all meetings. */
gboolean
_crm_index_purge_event_parties (CrmIndex *self, GError **error)
{
  g_autoptr (GPtrArray) excluded = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (self->connection, error,
                                                    "SELECT DISTINCT address FROM event_party", "");

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    if (_crm_index_address_is_excluded (self, _crm_rows_text (rows, 0)))
      g_ptr_array_add (excluded, g_strdup (_crm_rows_text (rows, 0)));
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  for (guint i = 0; i < excluded->len; i++)
    if (!_crm_connection_run (self->connection, error, "DELETE FROM event_party WHERE address = ?",
                              "t", g_ptr_array_index (excluded, i)))
      return FALSE;
  return TRUE;
}

#define STAMP_PREFIX "calendar-stamp:"

/* Makes every calendar be read again when it is opened next. */
gboolean
_crm_index_forget_calendar_stamps (CrmIndex *self, GError **error)
{
  return _crm_connection_run (self->connection, error,
                              "DELETE FROM meta WHERE key GLOB '" STAMP_PREFIX "*'", "");
}

static char *
stamp_key (const char *calendar_uid)
{
  return g_strconcat (STAMP_PREFIX, calendar_uid, NULL);
}

/**
 * crm_index_get_calendar_stamp:
 * @self: the index
 * @calendar_uid: the calendar's source UID
 * @out_stamp: (out) (nullable) (transfer full): what crm_index_set_calendar_stamp() kept, %NULL
 * when the calendar has to be read
 * @error: (nullable): storage errors
 *
 * Returns: whether all is well
 */
gboolean
crm_index_get_calendar_stamp (CrmIndex *self,
                              const char *calendar_uid,
                              char **out_stamp,
                              GError **error)
{
  g_autofree char *key = stamp_key (calendar_uid);

  return crm_index_get_meta (self, key, out_stamp, error);
}

/**
 * crm_index_set_calendar_stamp:
 * @self: the index, in a transaction
 * @calendar_uid: the calendar's source UID
 * @stamp: (nullable): the state that the index has caught up with; %NULL for none
 * @error: (nullable): storage errors
 *
 * Returns: whether all is well
 */
gboolean
crm_index_set_calendar_stamp (CrmIndex *self,
                              const char *calendar_uid,
                              const char *stamp,
                              GError **error)
{
  g_autofree char *key = stamp_key (calendar_uid);

  return crm_index_set_meta (self, key, stamp, error);
}

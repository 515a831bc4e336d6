/* crm-meeting-query.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-meeting-query"
#include "config.h"

#include "crm-meeting-query.h"

#include "crm-proposal-query-private.h"
#include "model/crm-text.h"

#define DAY_USEC (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
/* Who invites does so half a year ahead at most; letters of thanks come within days. */
#define BEFORE_USEC (183 * DAY_USEC)
#define AFTER_USEC (7 * DAY_USEC)

/**
 * crm_query_deals_of_meeting:
 * @reader: a reader
 * @meeting: id of a meeting's record
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmDealState): the deals it is filed under
 */
GPtrArray *
crm_query_deals_of_meeting (CrmReader *reader, const char *meeting, GError **error)
{
  g_autoptr (CrmRows) rows
      = _crm_connection_query (reader->connection, error,
                               "SELECT deal FROM meeting_link WHERE meeting = ?"
                               " AND deal IS NOT NULL AND decision <> 'wrong' ORDER BY created_at",
                               "t", meeting);

  return rows != NULL ? _crm_query_list_deal_states (reader, rows, error) : NULL;
}

/**
 * crm_query_deals_of_series:
 * @reader: a reader
 * @uid: iCalendar's UID
 * @meeting: id of the record of one occurrence
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmDealState): the deals that the series
 *   or others of its occurrences are filed under, the latest filed first
 */
GPtrArray *
crm_query_deals_of_series (CrmReader *reader, const char *uid, const char *meeting, GError **error)
{
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      "SELECT l.deal FROM meeting AS m CROSS JOIN meeting_link AS l ON l.meeting = m.id"
      " WHERE m.uid = ?1 AND m.id <> ?2 AND l.deal IS NOT NULL AND l.decision <> 'wrong'"
      " GROUP BY l.deal ORDER BY max (l.created_at) DESC",
      "tt", uid, meeting);

  return rows != NULL ? _crm_query_list_deal_states (reader, rows, error) : NULL;
}

static gboolean
takes_part (const CrmEvent *event, const char *address)
{
  for (guint i = 0; address != NULL && i < event->parties->len; i++)
    if (g_str_equal (((const CrmEventParty *)g_ptr_array_index (event->parties, i))->address,
                     address))
      return TRUE;
  return FALSE;
}

/* Oneself is in every letter and every meeting. */
static gboolean
shares_people (CrmReader *reader,
               const CrmEvent *event,
               const char *sender,
               const char *recipients,
               GError **error)
{
  g_autofree char *all = g_strconcat (sender != NULL ? sender : "", ", ", recipients, NULL);
  g_auto (GStrv) parts = g_strsplit (all, ", ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (takes_part (event, parts[i]) && !crm_query_is_own (reader, parts[i], error))
      return TRUE;
  return FALSE;
}

/* By its key a letter with the very name is found at once; of those that a calendar wrote the name
 * is only a part, so that the filed letters of that time are looked through. */
#define OF_LETTERS_SQL                                                                             \
  " CROSS JOIN link AS l ON l.email = h.id WHERE l.deal IS NOT NULL AND l.decision <> 'wrong'"     \
  " AND h.visibility = 'normal' AND h.date BETWEEN ?2 AND ?3 ORDER BY h.date DESC"

static const char by_key_sql[]
    = "SELECT h.sender, h.recipients, l.deal, h.subject"
      " FROM (SELECT * FROM email WHERE subject_key = ?1 ORDER BY rowid DESC LIMIT 20)"
      " AS h" OF_LETTERS_SQL;

static const char by_name_sql[]
    = "SELECT h.sender, h.recipients, l.deal, h.subject"
      " FROM (SELECT * FROM email WHERE date BETWEEN ?2 AND ?3 AND instr (subject, ?1) > 0"
      " ORDER BY date DESC LIMIT 20) AS h" OF_LETTERS_SQL;

/* @by_name: the subject is still to be compared */
static gboolean
add_deals_of_letters (CrmReader *reader,
                      CrmRows *rows,
                      const CrmEvent *event,
                      gboolean by_name,
                      GPtrArray *states,
                      GError **error)
{
  GError *local_error = NULL;

  while (_crm_rows_next (rows, &local_error))
    {
      CrmDealState *state;

      if ((by_name && !crm_subject_is_of_event (_crm_rows_text (rows, 3), event->summary))
          || !shares_people (reader, event, _crm_rows_text (rows, 0), _crm_rows_text (rows, 1),
                             &local_error))
        {
          if (local_error != NULL)
            break;
          continue;
        }
      state = crm_query_deal_state (reader, _crm_rows_text (rows, 2), error);
      if (state == NULL)
        return FALSE;
      g_ptr_array_add (states, state);
    }
  return _crm_reader_ended (error, local_error);
}

/**
 * crm_query_deals_of_invitation:
 * @reader: a reader
 * @event: a meeting
 * @error: (nullable): storage errors
 *
 * No header of an invitation names the event. What tells is a filed letter that has the event's
 * summary for its subject, maybe with a calendar's words before and behind it, has somebody in
 * common besides oneself, and was written in the half year before.
 *
 * Returns: (transfer container) (nullable) (element-type CrmDealState): the deals of such letters,
 *   the latest letter first
 */
GPtrArray *
crm_query_deals_of_invitation (CrmReader *reader, const CrmEvent *event, GError **error)
{
  g_autoptr (GPtrArray) states
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_deal_state_free);
  guint64 key = crm_subject_key (event->summary);
  gint64 from_usec = event->start_usec - BEFORE_USEC;
  gint64 to_usec = event->end_usec + AFTER_USEC;
  g_autoptr (CrmRows) by_key = NULL;
  g_autoptr (CrmRows) by_name = NULL;

  if (key == 0 || !crm_subject_is_telling (event->summary))
    return g_steal_pointer (&states);
  by_key = _crm_connection_query (reader->connection, error, by_key_sql, "iii", (gint64)key,
                                  from_usec, to_usec);
  if (by_key == NULL || !add_deals_of_letters (reader, by_key, event, FALSE, states, error))
    return NULL;
  if (states->len > 0)
    return g_steal_pointer (&states);
  by_name = _crm_connection_query (reader->connection, error, by_name_sql, "tii", event->summary,
                                   from_usec, to_usec);
  if (by_name == NULL || !add_deals_of_letters (reader, by_name, event, TRUE, states, error))
    return NULL;
  return g_steal_pointer (&states);
}

/* Somebody besides oneself is in both. */
static gboolean
is_among (CrmReader *reader, const CrmMessage *message, const char *parties, GError **error)
{
  g_auto (GStrv) addresses = g_strsplit (parties, ", ", -1);

  for (guint i = 0; i < message->parties->len; i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (message->parties, i);

      if (g_strv_contains ((const char *const *)addresses, party->address)
          && !crm_query_is_own (reader, party->address, error))
        return TRUE;
    }
  return FALSE;
}

/**
 * crm_query_deals_of_event_letter:
 * @reader: a reader
 * @message: a letter
 * @error: (nullable): storage errors
 *
 * The other way round: a calendar wrote the letter, and the meeting with that name, on a day that
 * one may be asked for, with somebody in common besides oneself, is filed.
 *
 * Returns: (transfer container) (nullable) (element-type CrmDealState): the deals of such meetings,
 *   the latest meeting first; none for a letter that no calendar wrote
 */
GPtrArray *
crm_query_deals_of_event_letter (CrmReader *reader, const CrmMessage *message, GError **error)
{
  g_autoptr (GPtrArray) states
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_deal_state_free);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = NULL;

  if (!crm_subject_is_from_calendar (message->subject))
    return g_steal_pointer (&states);
  rows = _crm_connection_query (
      reader->connection, error,
      "SELECT m.summary, coalesce (m.parties, ''), l.deal FROM (SELECT * FROM meeting"
      " WHERE starts_at BETWEEN ?1 AND ?2 AND instr (?3, summary) > 0"
      " ORDER BY starts_at DESC LIMIT 20) AS m CROSS JOIN meeting_link AS l ON l.meeting = m.id"
      " WHERE l.deal IS NOT NULL AND l.decision <> 'wrong' ORDER BY m.starts_at DESC",
      "iit", message->date_usec - AFTER_USEC, message->date_usec + BEFORE_USEC, message->subject);
  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    {
      const char *summary = _crm_rows_text (rows, 0);
      CrmDealState *state;

      if (!crm_subject_is_of_event (message->subject, summary) || !crm_subject_is_telling (summary)
          || !is_among (reader, message, _crm_rows_text (rows, 1), &local_error))
        {
          if (local_error != NULL)
            break;
          continue;
        }
      state = crm_query_deal_state (reader, _crm_rows_text (rows, 2), error);
      if (state == NULL)
        return NULL;
      g_ptr_array_add (states, state);
    }
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&states) : NULL;
}

/**
 * crm_query_is_meeting_wrong:
 * @reader: a reader
 * @meeting: id of a meeting's record
 * @deal: id of a deal
 * @error: (nullable): storage errors
 *
 * Returns: whether somebody said that the meeting does not belong there
 */
gboolean
crm_query_is_meeting_wrong (CrmReader *reader,
                            const char *meeting,
                            const char *deal,
                            GError **error)
{
  gint64 wrong = 0;

  return _crm_connection_get_int (reader->connection, &wrong, error,
                                  "SELECT EXISTS (SELECT 1 FROM meeting_link WHERE meeting = ?"
                                  " AND deal = ? AND decision = 'wrong')",
                                  "tt", meeting, deal)
         && wrong != 0;
}

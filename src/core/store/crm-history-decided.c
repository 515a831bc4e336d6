/* crm-history-decided.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What people said of the meetings of a history: where they belong, and what became of them. */
#define G_LOG_DOMAIN "crm-history-decided"
#include "config.h"

#include "crm-history-private.h"
#include "crm-reader-private.h"

/* Mostly nobody wrote anything down, and what asks for that need not run. */
gboolean
_crm_history_has_meetings (CrmReader *reader, gboolean *out_has, GError **error)
{
  gint64 has = 0;
  gboolean ok = _crm_connection_get_int (
      reader->connection, &has, error, "SELECT EXISTS (SELECT 1 FROM meeting WHERE uid > '')", "");

  *out_has = has != 0;
  return ok;
}

void
_crm_history_decision_clear (CrmMeetingDecision *self)
{
  g_clear_pointer (&self->record_id, g_free);
  g_clear_pointer (&self->outcome, g_free);
  g_clear_pointer (&self->note, g_free);
}

#define LINKED(decisions)                                                                          \
  "EXISTS (SELECT 1 FROM meeting_link AS l WHERE l.meeting = m.id AND l.decision " decisions       \
  " AND (l.deal = ?3 OR l.person = ?4 OR l.account = ?5))"

gboolean
_crm_history_find_decision (CrmReader *reader,
                            const CrmHistoryQuery *query,
                            const CrmHistoryItem *item,
                            CrmMeetingDecision *out_decision,
                            GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      "SELECT m.id, m.outcome, m.outcome_note, " LINKED ("= 'filed'") ", " LINKED (
          "= 'right'") ", " LINKED ("= 'wrong'") " FROM meeting AS m WHERE m.uid = ?1"
                                                 " AND coalesce (m.recurrence_id, '') = ?2",
      "ttttt", item->event_uid, item->recurrence_id != NULL ? item->recurrence_id : "", query->deal,
      query->person, query->account);

  if (rows == NULL)
    return FALSE;
  if (_crm_rows_next (rows, &local_error))
    {
      out_decision->record_id = g_strdup (_crm_rows_text (rows, 0));
      out_decision->outcome = g_strdup (_crm_rows_text (rows, 1));
      out_decision->note = g_strdup (_crm_rows_text (rows, 2));
      out_decision->is_filed = _crm_rows_int (rows, 3) != 0;
      out_decision->is_right = _crm_rows_int (rows, 4) != 0;
      out_decision->is_wrong = _crm_rows_int (rows, 5) != 0;
    }
  return _crm_reader_ended (error, local_error);
}

/* Borrows the decision's texts. */
void
_crm_history_apply_decision (CrmHistoryItem *item, const CrmMeetingDecision *decision)
{
  item->record_id = decision->record_id;
  item->outcome_note = decision->note;
  item->confirmed = decision->is_right;
  if (decision->is_filed)
    {
      item->reason = CRM_REASON_HAND;
      item->reason_detail = NULL;
    }
  if (decision->outcome == NULL)
    return;
  item->has_outcome = TRUE;
  if (g_str_equal (decision->outcome, "held"))
    item->meeting_state = CRM_MEETING_HELD;
  else if (g_str_equal (decision->outcome, "not_held"))
    item->meeting_state = CRM_MEETING_NOT_HELD;
  else if (g_str_equal (decision->outcome, "no_show"))
    item->meeting_state = CRM_MEETING_NO_SHOW;
}

/* Of what is filed the calendar says what holds now, where it has it still. */
static const char filed_sql[]
    = "SELECT m.uid, m.recurrence_id, coalesce (e.start * 1000000, m.starts_at),"
      " coalesce (e.end * 1000000, m.ends_at), coalesce (e.is_all_day, m.is_all_day, 0), e.status,"
      " e.calendar, coalesce (e.summary, m.summary), EXISTS (SELECT 1 FROM idx.event AS s"
      " WHERE s.uid = m.uid AND (m.recurrence_id IS NULL OR s.recurrence_id = m.recurrence_id)),"
      " EXISTS (SELECT 1 FROM idx.event_party AS o CROSS JOIN exclusion AS x"
      " ON x.value = o.address AND x.kind = 'own_address'"
      " WHERE o.event = e.id AND o.participation = 3)"
      " FROM meeting_link AS l CROSS JOIN meeting AS m ON m.id = l.meeting"
      " LEFT JOIN idx.event AS e ON e.id = (SELECT c.id FROM idx.event AS c WHERE c.uid = m.uid"
      " AND c.recurrence_id = coalesce (m.recurrence_id, '') ORDER BY c.start DESC LIMIT 1)"
      " WHERE (l.deal = ?1 OR l.person = ?2 OR l.account = ?3) AND l.decision <> 'wrong'";

/* Columns: uid, recurrence id, start and end in microseconds, all day, status, calendar, summary,
 * whether it is in a calendar, whether the user declined. One that is filed under two of them comes
 * twice. */
gboolean
_crm_history_each_filed (CrmReader *reader,
                         const CrmHistoryQuery *query,
                         CrmFiledMeetingFunc func,
                         gpointer data,
                         GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = NULL;

  if (query->deal == NULL && query->person == NULL && query->account == NULL)
    return TRUE;
  rows = _crm_connection_query (reader->connection, error, filed_sql, "ttt", query->deal,
                                query->person, query->account);
  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    if (!func (rows, data, error))
      return FALSE;
  return _crm_reader_ended (error, local_error);
}

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

/* Of what is filed the calendar says what holds now, where it has it still: the occurrence, or, for
 * a series filed as a whole, the series. */
#define LIVE(column)                                                                               \
  "(SELECT " column " FROM idx.event AS e WHERE e.uid = m.uid"                                     \
  " AND e.recurrence_id = coalesce (m.recurrence_id, '') ORDER BY e.start DESC LIMIT 1)"

static const char filed_sql[] = "SELECT m.uid, m.recurrence_id, coalesce (" LIVE (
    "e.start * 1000000") ", m.starts_at), "
                         "coalesce (" LIVE ("e.end * 1000000") ", m.ends_at), coalesce (" LIVE ("e."
                                                                                                "is"
                                                                                                "_a"
                                                                                                "ll"
                                                                                                "_d"
                                                                                                "a"
                                                                                                "y") ", m.is_all_day, 0), " LIVE (
                             "e.status") ", " LIVE ("e.calendar") ", coalesce (" LIVE ("e."
                                                                                       "summar"
                                                                                       "y") ", "
                                                                                            "m."
                                                                                            "su"
                                                                                            "mm"
                                                                                            "ar"
                                                                                            "y)"
                                                                                            ", "
                                                                                            "EX"
                                                                                            "IS"
                                                                                            "TS"
                                                                                            " ("
                                                                                            "SE"
                                                                                            "LE"
                                                                                            "CT"
                                                                                            " 1"
                                                                                            " F"
                                                                                            "RO"
                                                                                            "M "
                                                                                            "id"
                                                                                            "x."
                                                                                            "ev"
                                                                                            "en"
                                                                                            "t "
                                                                                            "AS"
                                                                                            " e"
                                                                                            " W"
                                                                                            "HE"
                                                                                            "RE"
                                                                                            " e"
                                                                                            ".u"
                                                                                            "id"
                                                                                            " ="
                                                                                            " m"
                                                                                            ".u"
                                                                                            "id"
                                                                                            " A"
                                                                                            "ND"
                                                                                            " ("
                                                                                            "m."
                                                                                            "re"
                                                                                            "cu"
                                                                                            "rr"
                                                                                            "en"
                                                                                            "ce"
                                                                                            "_i"
                                                                                            "d "
                                                                                            "IS"
                                                                                            " N"
                                                                                            "UL"
                                                                                            "L "
                                                                                            "OR"
                                                                                            " e"
                                                                                            ".r"
                                                                                            "ec"
                                                                                            "ur"
                                                                                            "re"
                                                                                            "nc"
                                                                                            "e_"
                                                                                            "id"
                                                                                            " ="
                                                                                            " m"
                                                                                            ".r"
                                                                                            "ec"
                                                                                            "ur"
                                                                                            "re"
                                                                                            "nc"
                                                                                            "e_"
                                                                                            "id"
                                                                                            "))"
                                                                                            ","
                                                                                            " E"
                                                                                            "XI"
                                                                                            "ST"
                                                                                            "S "
                                                                                            "(S"
                                                                                            "EL"
                                                                                            "EC"
                                                                                            "T "
                                                                                            "1 "
                                                                                            "FR"
                                                                                            "OM"
                                                                                            " i"
                                                                                            "dx"
                                                                                            ".e"
                                                                                            "ve"
                                                                                            "nt"
                                                                                            " A"
                                                                                            "S "
                                                                                            "e "
                                                                                            "CR"
                                                                                            "OS"
                                                                                            "S "
                                                                                            "JO"
                                                                                            "IN"
                                                                                            " i"
                                                                                            "dx"
                                                                                            ".e"
                                                                                            "ve"
                                                                                            "nt"
                                                                                            "_p"
                                                                                            "ar"
                                                                                            "ty"
                                                                                            " A"
                                                                                            "S "
                                                                                            "o "
                                                                                            "ON"
                                                                                            " o"
                                                                                            ".e"
                                                                                            "ve"
                                                                                            "nt"
                                                                                            " ="
                                                                                            " e"
                                                                                            ".i"
                                                                                            "d"
                                                                                            " C"
                                                                                            "RO"
                                                                                            "SS"
                                                                                            " J"
                                                                                            "OI"
                                                                                            "N "
                                                                                            "ex"
                                                                                            "cl"
                                                                                            "us"
                                                                                            "io"
                                                                                            "n "
                                                                                            "AS"
                                                                                            " x"
                                                                                            " O"
                                                                                            "N "
                                                                                            "x."
                                                                                            "va"
                                                                                            "lu"
                                                                                            "e "
                                                                                            "= "
                                                                                            "o."
                                                                                            "ad"
                                                                                            "dr"
                                                                                            "es"
                                                                                            "s "
                                                                                            "AN"
                                                                                            "D "
                                                                                            "x."
                                                                                            "ki"
                                                                                            "nd"
                                                                                            " ="
                                                                                            " '"
                                                                                            "ow"
                                                                                            "n_"
                                                                                            "ad"
                                                                                            "dr"
                                                                                            "es"
                                                                                            "s'"
                                                                                            " W"
                                                                                            "HE"
                                                                                            "RE"
                                                                                            " e"
                                                                                            ".u"
                                                                                            "id"
                                                                                            " ="
                                                                                            " m"
                                                                                            ".u"
                                                                                            "id"
                                                                                            " A"
                                                                                            "ND"
                                                                                            " e"
                                                                                            ".r"
                                                                                            "ec"
                                                                                            "ur"
                                                                                            "re"
                                                                                            "nc"
                                                                                            "e_"
                                                                                            "id"
                                                                                            " ="
                                                                                            " c"
                                                                                            "oa"
                                                                                            "le"
                                                                                            "sc"
                                                                                            "e "
                                                                                            "(m"
                                                                                            ".r"
                                                                                            "ec"
                                                                                            "ur"
                                                                                            "re"
                                                                                            "nc"
                                                                                            "e_"
                                                                                            "id"
                                                                                            ", "
                                                                                            "''"
                                                                                            ")"
                                                                                            " A"
                                                                                            "ND"
                                                                                            " o"
                                                                                            ".p"
                                                                                            "ar"
                                                                                            "ti"
                                                                                            "ci"
                                                                                            "pa"
                                                                                            "ti"
                                                                                            "on"
                                                                                            " ="
                                                                                            " 3"
                                                                                            ")"
                                                                                            " F"
                                                                                            "RO"
                                                                                            "M "
                                                                                            "me"
                                                                                            "et"
                                                                                            "in"
                                                                                            "g_"
                                                                                            "li"
                                                                                            "nk"
                                                                                            " A"
                                                                                            "S "
                                                                                            "l "
                                                                                            "CR"
                                                                                            "OS"
                                                                                            "S "
                                                                                            "JO"
                                                                                            "IN"
                                                                                            " m"
                                                                                            "ee"
                                                                                            "ti"
                                                                                            "ng"
                                                                                            " A"
                                                                                            "S "
                                                                                            "m "
                                                                                            "ON"
                                                                                            " m"
                                                                                            ".i"
                                                                                            "d "
                                                                                            "= "
                                                                                            "l."
                                                                                            "me"
                                                                                            "et"
                                                                                            "in"
                                                                                            "g"
                                                                                            " W"
                                                                                            "HE"
                                                                                            "RE"
                                                                                            " ("
                                                                                            "l."
                                                                                            "de"
                                                                                            "al"
                                                                                            " ="
                                                                                            " ?"
                                                                                            "1 "
                                                                                            "OR"
                                                                                            " l"
                                                                                            ".p"
                                                                                            "er"
                                                                                            "so"
                                                                                            "n "
                                                                                            "= "
                                                                                            "?2"
                                                                                            " O"
                                                                                            "R "
                                                                                            "l."
                                                                                            "ac"
                                                                                            "co"
                                                                                            "un"
                                                                                            "t "
                                                                                            "= "
                                                                                            "?3"
                                                                                            ") "
                                                                                            "AN"
                                                                                            "D "
                                                                                            "l."
                                                                                            "de"
                                                                                            "ci"
                                                                                            "si"
                                                                                            "on"
                                                                                            " <"
                                                                                            "> "
                                                                                            "'w"
                                                                                            "ro"
                                                                                            "ng"
                                                                                            "'";

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

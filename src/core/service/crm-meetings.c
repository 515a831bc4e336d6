/* crm-meetings.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-meetings"
#include "config.h"

#include "crm-meetings.h"

#include "service/crm-scope.h"

static const char *const outcomes[] = { NULL, "held", "not_held", "no_show" };

/**
 * crm_meetings_id:
 * @uid: iCalendar's UID
 * @recurrence_id: (nullable): which occurrence, as in #CrmEvent
 *
 * Returns: (transfer full): the id that every device gives the meeting's record
 */
char *
crm_meetings_id (const char *uid, const char *recurrence_id)
{
  return crm_entity_derive_id (crm_entity_find ("meeting"), uid,
                               recurrence_id != NULL ? recurrence_id : "", NULL);
}

/**
 * crm_meetings_id_of:
 * @event: a meeting
 *
 * Returns: (transfer full): the id of its record
 */
char *
crm_meetings_id_of (const CrmEvent *event)
{
  return crm_meetings_id (event->uid, event->recurrence_id);
}

/**
 * crm_meetings_people_of:
 * @event: a meeting
 *
 * Returns: (transfer full): its people as a letter would have them, but without a letter's identity
 */
CrmMessage *
crm_meetings_people_of (const CrmEvent *event)
{
  CrmMessage *message = crm_message_new ();

  crm_message_set_subject (message, event->summary);
  for (guint i = 0; i < event->parties->len; i++)
    {
      const CrmEventParty *party = g_ptr_array_index (event->parties, i);

      crm_message_add_party (message, party->is_organizer ? CRM_ROLE_FROM : CRM_ROLE_TO,
                             party->address, party->name);
    }
  return message;
}

/**
 * crm_meetings_outcome_name:
 * @outcome: what became of a meeting
 *
 * Returns: (transfer none) (nullable): as it is stored; %NULL for none
 */
const char *
crm_meetings_outcome_name (CrmOutcome outcome)
{
  return outcomes[outcome];
}

/**
 * crm_meetings_parse_outcome:
 * @name: (nullable): as it is stored
 * @out_outcome: (out): what it means
 *
 * Returns: whether there is such an outcome; none is one, as %NULL
 */
gboolean
crm_meetings_parse_outcome (const char *name, CrmOutcome *out_outcome)
{
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    if (g_strcmp0 (outcomes[i], name) == 0)
      {
        *out_outcome = (CrmOutcome)i;
        return TRUE;
      }
  *out_outcome = CRM_OUTCOME_NONE;
  return FALSE;
}

static char *
list_parties (const CrmEvent *event)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < event->parties->len; i++)
    {
      const CrmEventParty *party = g_ptr_array_index (event->parties, i);

      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", party->address);
    }
  return g_string_free (text, FALSE);
}

/* The summary that stays when the calendar loses the meeting. Who is asked from a history does not
 * know the participants: what is known of them stays. */
static CrmChange *
ensure_meeting (CrmChangeSet *set, const CrmEvent *event)
{
  g_autofree char *id = crm_meetings_id_of (event);
  g_autofree char *parties = list_parties (event);
  CrmChange *change = crm_change_set_ensure (set, "meeting", id);

  crm_change_set_text (change, "uid", event->uid);
  if (event->recurrence_id != NULL)
    crm_change_set_text (change, "recurrence_id", event->recurrence_id);
  crm_change_set_text (change, "summary", event->summary);
  crm_change_set_int (change, "starts_at", event->start_usec);
  crm_change_set_int (change, "ends_at", event->end_usec);
  crm_change_set_int (change, "is_all_day", event->is_all_day);
  if (event->parties->len > 0)
    crm_change_set_text (change, "parties", parties);
  return change;
}

static void
add_decision (CrmChangeSet *set,
              const CrmEvent *event,
              CrmTarget target,
              const char *id,
              CrmDecision decision)
{
  g_autofree char *record = crm_meetings_id_of (event);

  ensure_meeting (set, event);
  crm_decision_add (set, "meeting_link", record, target, id, decision);
}

static CrmChangeSet *
decide (const char *label,
        const CrmEvent *event,
        CrmTarget target,
        const char *id,
        CrmDecision decision)
{
  CrmChangeSet *set = crm_change_set_new (label, CRM_CAUSE_USER);

  add_decision (set, event, target, id, decision);
  return set;
}

/**
 * crm_meetings_add:
 * @set: a change set
 * @event: a meeting
 * @target: what kind of record
 * @id: which one
 *
 * Files the meeting in the same step.
 */
void
crm_meetings_add (CrmChangeSet *set, const CrmEvent *event, CrmTarget target, const char *id)
{
  add_decision (set, event, target, id, CRM_DECISION_FILED);
}

/**
 * crm_meetings_take_out:
 * @set: a change set
 * @event: a meeting
 * @target: what kind of record
 * @id: which one
 *
 * Remembers in the same step that the meeting does not belong there.
 */
void
crm_meetings_take_out (CrmChangeSet *set, const CrmEvent *event, CrmTarget target, const char *id)
{
  add_decision (set, event, target, id, CRM_DECISION_WRONG);
}

/**
 * crm_meetings_file:
 * @event: a meeting
 * @target: what kind of record
 * @id: which one; a meeting may be filed under several
 *
 * Returns: (transfer full): the change set that files it there, with its summary
 */
CrmChangeSet *
crm_meetings_file (const CrmEvent *event, CrmTarget target, const char *id)
{
  return decide ("file-meeting", event, target, id, CRM_DECISION_FILED);
}

/**
 * crm_meetings_unfile:
 * @event: a meeting
 * @target: what kind of record
 * @id: which one
 *
 * Returns: (transfer full): the change set that remembers that it does not belong there, whether it
 *   was filed or only derived
 */
CrmChangeSet *
crm_meetings_unfile (const CrmEvent *event, CrmTarget target, const char *id)
{
  return decide ("unfile-meeting", event, target, id, CRM_DECISION_WRONG);
}

/**
 * crm_meetings_confirm:
 * @event: a meeting
 * @target: what kind of record
 * @id: which one
 *
 * Returns: (transfer full): the change set that remembers that a derived link is right
 */
CrmChangeSet *
crm_meetings_confirm (const CrmEvent *event, CrmTarget target, const char *id)
{
  return decide ("confirm-meeting", event, target, id, CRM_DECISION_RIGHT);
}

/* An editor says what it saw; of a meeting nobody wrote about that is nothing. */
static void
set_seen_text (CrmChange *change, const char *field, const CrmRecord *seen, const char *text)
{
  static const CrmValue nothing = { .kind = CRM_VALUE_NULL };

  if (text != NULL && text[0] != '\0')
    crm_change_set_text (change, field, text);
  else
    crm_change_set_null (change, field);
  crm_change_expect (change, field, seen != NULL ? crm_record_get (seen, field) : &nothing);
}

/**
 * crm_meetings_set_outcome:
 * @event: a meeting
 * @seen: (nullable): its record as the person saw it
 * @outcome: what became of it; it counts more than what the calendar says
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_meetings_set_outcome (const CrmEvent *event, const CrmRecord *seen, CrmOutcome outcome)
{
  CrmChangeSet *set = crm_change_set_new ("set-outcome", CRM_CAUSE_USER);

  set_seen_text (ensure_meeting (set, event), "outcome", seen, outcomes[outcome]);
  return set;
}

/**
 * crm_meetings_set_minutes:
 * @event: a meeting
 * @seen: (nullable): its record as the person saw it
 * @text: (nullable): what was said and decided
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_meetings_set_minutes (const CrmEvent *event, const CrmRecord *seen, const char *text)
{
  CrmChangeSet *set = crm_change_set_new ("set-minutes", CRM_CAUSE_USER);

  set_seen_text (ensure_meeting (set, event), "outcome_note", seen, text);
  return set;
}

/**
 * crm_meetings_add_agenda:
 * @set: a change set
 * @event: a meeting
 * @seen: (nullable): its record as the person saw it
 * @text: (nullable): what is to be talked about
 *
 * Writes the agenda in the same step.
 */
void
crm_meetings_add_agenda (CrmChangeSet *set,
                         const CrmEvent *event,
                         const CrmRecord *seen,
                         const char *text)
{
  set_seen_text (ensure_meeting (set, event), "agenda", seen, text);
}

/**
 * crm_meetings_set_agenda:
 * @event: a meeting
 * @seen: (nullable): its record as the person saw it
 * @text: (nullable): what is to be talked about
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_meetings_set_agenda (const CrmEvent *event, const CrmRecord *seen, const char *text)
{
  CrmChangeSet *set = crm_change_set_new ("set-agenda", CRM_CAUSE_USER);

  crm_meetings_add_agenda (set, event, seen, text);
  return set;
}

static char *
make_unsaved_name (const char *meeting, const char *field)
{
  return g_strdup_printf ("unsaved:%s:%s", field, meeting);
}

/**
 * crm_meetings_keep_unsaved:
 * @meeting: id of a meeting's record, which need not be there
 * @field: of that record
 * @text: (nullable): what somebody typed and could not be saved; %NULL when that is settled
 *
 * It is no decision about the meeting, so undo does not meet it.
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_meetings_keep_unsaved (const char *meeting, const char *field, const char *text)
{
  CrmChangeSet *set = crm_change_set_new ("keep-unsaved", CRM_CAUSE_RULE);
  g_autofree char *name = make_unsaved_name (meeting, field);

  crm_scope_set_setting (set, name, text);
  return set;
}

/**
 * crm_meetings_read_unsaved:
 * @reader: a reader
 * @meeting: id of a meeting's record
 * @field: of that record
 * @out_text: (out) (nullable): the text that is kept; %NULL for none
 * @error: (nullable): storage errors
 *
 * Returns: whether all is well
 */
gboolean
crm_meetings_read_unsaved (
    CrmReader *reader, const char *meeting, const char *field, char **out_text, GError **error)
{
  g_autofree char *name = make_unsaved_name (meeting, field);

  return crm_scope_read_setting (reader, name, out_text, error);
}

/* crm-cli-meeting.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cli-meeting"
#include "config.h"

#include "crm-cli-meeting.h"

#include <glib/gi18n.h>

#include "crm-cli-values.h"
#include "crm-phrases-event.h"
#include "service/crm-meetings.h"
#include "store/crm-event-query.h"
#include "store/crm-meeting-query.h"

/* More occurrences than any calendar is known for. */
#define MAX_OCCURRENCES 10000

/**
 * crm_cli_meeting_free:
 * @self: (nullable): a meeting
 */
void
crm_cli_meeting_free (CrmCliMeeting *self)
{
  if (self == NULL)
    return;
  crm_event_free (self->event);
  g_clear_pointer (&self->record, crm_record_unref);
  g_free (self);
}

/* --- which one -------------------------------------------------------------------------------- */

static CrmEvent *
event_of_record (const CrmRecord *record)
{
  CrmEvent *event = crm_event_new ("", crm_record_get_text (record, "uid"),
                                   crm_record_get_text (record, "recurrence_id"));
  const char *parties = crm_record_get_text (record, "parties");
  g_auto (GStrv) addresses = g_strsplit (parties != NULL ? parties : "", ", ", -1);

  crm_event_set_summary (event, crm_record_get_text (record, "summary"));
  event->start_usec = crm_record_get_int (record, "starts_at", 0);
  event->end_usec = crm_record_get_int (record, "ends_at", event->start_usec);
  event->is_all_day = crm_record_get_int (record, "is_all_day", 0) != 0;
  for (guint i = 0; addresses[i] != NULL; i++)
    crm_event_add_party (event, addresses[i], NULL, CRM_PARTICIPATION_UNKNOWN, FALSE);
  return event;
}

/* (nullable): the occurrence that is meant; an error where several could be */
static CrmEvent *
pick_occurrence (const GPtrArray *events, const char *text, const char *occurrence, GError **error)
{
  for (guint i = 0; i < events->len; i++)
    {
      const CrmEvent *event = g_ptr_array_index (events, i);

      if (occurrence != NULL ? g_strcmp0 (event->recurrence_id, occurrence) == 0 : events->len == 1)
        return crm_event_copy (event);
    }
  if (occurrence == NULL && events->len > 1)
    g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE,
                 "“%s” takes place %u times: say --occurrence, as “meeting list” shows it", text,
                 events->len);
  return NULL;
}

static CrmRecord *
find_record (CrmReader *reader, const char *uid, const char *occurrence, GError **error)
{
  g_autofree char *id = crm_meetings_id (uid, occurrence);

  return crm_reader_find (reader, "meeting", CRM_COLUMN_ID, id, error);
}

static gboolean
take_from_calendar (
    CrmCliMeeting *self, CrmReader *reader, const char *uid, const char *occurrence, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (GPtrArray) events = crm_query_occurrences (reader, uid, MAX_OCCURRENCES, error);

  if (events == NULL)
    return FALSE;
  self->event = pick_occurrence (events, uid, occurrence, &local_error);
  if (local_error == NULL && self->record == NULL)
    self->record = find_record (
        reader, uid, self->event != NULL ? self->event->recurrence_id : occurrence, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/**
 * crm_cli_find_meeting:
 * @reader: a reader
 * @text: iCalendar's UID, or the id of the meeting's record
 * @occurrence: (nullable): which occurrence, as in #CrmEvent
 * @error: (nullable): %CRM_ERROR_NOT_FOUND; %CRM_ERROR_INVALID_VALUE when it has several
 * occurrences and none is named; storage errors
 *
 * Returns: (transfer full) (nullable): the meeting, from a calendar or from what is kept of it
 */
CrmCliMeeting *
crm_cli_find_meeting (CrmReader *reader, const char *text, const char *occurrence, GError **error)
{
  g_autoptr (CrmCliMeeting) self = g_new0 (CrmCliMeeting, 1);
  GError *local_error = NULL;
  const char *uid = text;

  self->record = crm_reader_find (reader, "meeting", CRM_COLUMN_ID, text, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return NULL;
    }
  if (self->record != NULL)
    {
      uid = crm_record_get_text (self->record, "uid");
      occurrence = crm_record_get_text (self->record, "recurrence_id");
    }
  if (!take_from_calendar (self, reader, uid, occurrence, error))
    return NULL;
  if (self->event == NULL && self->record != NULL)
    {
      self->gone = TRUE;
      self->event = event_of_record (self->record);
    }
  if (self->event != NULL)
    return g_steal_pointer (&self);
  g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, "no calendar has the event “%s”", text);
  return NULL;
}

/* --- how it is told --------------------------------------------------------------------------- */

static const char *
status_name (CrmEventStatus status)
{
  return status == CRM_EVENT_CANCELLED   ? "cancelled"
         : status == CRM_EVENT_TENTATIVE ? "tentative"
                                         : "confirmed";
}

static void
print_participation (CrmPrinter *printer, CrmParticipation participation)
{
  static const struct
  {
    const char *name;
    const char *label;
  } names[] = {
    { NULL, NULL },
    /* TRANSLATORS: what somebody answered to an invitation, here and with the next two */
    { "accepted", N_ ("accepted") },
    { "tentative", N_ ("perhaps") },
    { "declined", N_ ("declined") },
  };

  crm_printer_choice (printer, "participation", _ ("Answer"), names[participation].name,
                      names[participation].label != NULL ? _ (names[participation].label) : NULL);
}

static void
print_parties (CrmCli *cli, const CrmEvent *event)
{
  CrmPrinter *printer = cli->printer;

  crm_printer_begin_list (printer, "parties", _ ("Participants"));
  for (guint i = 0; i < event->parties->len; i++)
    {
      const CrmEventParty *party = g_ptr_array_index (event->parties, i);

      crm_printer_begin_object (printer, NULL, NULL);
      crm_printer_text (printer, "address", _ ("E-mail address"), party->address);
      crm_printer_text (printer, "name", _ ("Name"), party->name);
      print_participation (printer, party->participation);
      if (cli->json)
        crm_printer_bool (printer, "organizer", NULL, party->is_organizer);
      crm_printer_end (printer);
    }
  crm_printer_end (printer);
}

static void
print_names (CrmCli *cli, const CrmEvent *event)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < event->parties->len; i++)
    {
      const CrmEventParty *party = g_ptr_array_index (event->parties, i);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                              party->name != NULL ? party->name : party->address);
    }
  crm_printer_text (cli->printer, "names", _ ("Participants"), text->str);
  g_string_free (text, TRUE);
}

static gboolean
print_deals (CrmCli *cli, CrmReader *reader, const CrmEvent *event, GError **error)
{
  g_autofree char *id = crm_meetings_id_of (event);
  g_autoptr (GPtrArray) deals = crm_query_deals_of_meeting (reader, id, error);

  if (deals == NULL)
    return FALSE;
  crm_printer_begin_list (cli->printer, "deals", _ ("Deals"));
  for (guint i = 0; i < deals->len; i++)
    {
      const CrmDealState *state = g_ptr_array_index (deals, i);

      crm_printer_begin_object (cli->printer, NULL, NULL);
      crm_printer_raw (cli->printer, "id", state->deal->id);
      crm_printer_text (cli->printer, "title", _ ("Title"), crm_record_get_title (state->deal));
      crm_printer_end (cli->printer);
    }
  crm_printer_end (cli->printer);
  return TRUE;
}

static void
print_when (CrmCli *cli, const CrmEvent *event)
{
  CrmPrinter *printer = cli->printer;
  g_autofree char *when = crm_phrase_event_time (event);

  if (!cli->json)
    {
      crm_printer_text (printer, "when", _ ("Time"), when);
      return;
    }
  crm_printer_time (printer, "start", NULL, event->start_usec);
  crm_printer_time (printer, "end", NULL, event->end_usec);
  crm_printer_bool (printer, "all_day", NULL, event->is_all_day);
  crm_printer_text (printer, "zone", NULL, event->zone);
}

/* What an event has by itself: members of an object. */
static void
print_members (CrmCli *cli, const CrmEvent *event)
{
  CrmPrinter *printer = cli->printer;

  print_when (cli, event);
  crm_printer_text (printer, "summary", _ ("Summary"), event->summary);
  crm_printer_text (printer, "location", _ ("Location"), event->location);
  crm_printer_raw (printer, "status", status_name (event->status));
  if (event->status != CRM_EVENT_CONFIRMED)
    crm_printer_words (printer, _ ("State"),
                       event->status == CRM_EVENT_CANCELLED ? _ ("cancelled") : _ ("not certain"));
  crm_printer_text (printer, "event", _ ("Event"), event->uid);
  crm_printer_text (printer, "recurrence", _ ("Occurrence"), event->recurrence_id);
  crm_printer_raw (printer, "calendar",
                   event->calendar_uid[0] != '\0' ? event->calendar_uid : NULL);
}

/**
 * crm_cli_print_event:
 * @cli: the command line, inside a list
 * @reader: a reader
 * @event: an event, printed as one row
 * @error: (nullable): storage errors
 *
 * Returns: whether all of it could be read
 */
gboolean
crm_cli_print_event (CrmCli *cli, CrmReader *reader, const CrmEvent *event, GError **error)
{
  gboolean done = TRUE;

  crm_printer_begin_object (cli->printer, NULL, NULL);
  print_members (cli, event);
  if (cli->json)
    {
      print_parties (cli, event);
      done = print_deals (cli, reader, event, error);
    }
  else
    print_names (cli, event);
  crm_printer_end (cli->printer);
  return done;
}

/**
 * crm_cli_print_meeting:
 * @cli: the command line
 * @reader: a reader
 * @meeting: a meeting, the whole answer
 * @error: (nullable): storage errors
 *
 * Returns: whether all of it could be read
 */
gboolean
crm_cli_print_meeting (CrmCli *cli, CrmReader *reader, const CrmCliMeeting *meeting, GError **error)
{
  CrmPrinter *printer = cli->printer;
  const CrmRecord *record = meeting->record;
  const char *outcome = record != NULL ? crm_record_get_text (record, "outcome") : NULL;
  const CrmField *field = crm_entity_find_field (crm_entity_find ("meeting"), "outcome");
  gboolean done;

  crm_printer_begin_object (printer, NULL, NULL);
  print_members (cli, meeting->event);
  crm_printer_raw (printer, "record", record != NULL ? record->id : NULL);
  if (cli->json)
    crm_printer_bool (printer, "gone", NULL, meeting->gone);
  else if (meeting->gone)
    crm_printer_words (printer, NULL, _ ("No calendar has it any more."));
  crm_printer_choice (printer, "outcome", _ ("Outcome"), outcome,
                      outcome != NULL ? _ (crm_field_choice_label (field, outcome)) : NULL);
  crm_printer_text (printer, "agenda", _ ("Agenda"),
                    record != NULL ? crm_record_get_text (record, "agenda") : NULL);
  crm_printer_text (printer, "minutes", _ ("Minutes"),
                    record != NULL ? crm_record_get_text (record, "outcome_note") : NULL);
  print_parties (cli, meeting->event);
  done = print_deals (cli, reader, meeting->event, error);
  crm_printer_end (printer);
  return done;
}

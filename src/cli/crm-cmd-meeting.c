/* crm-cmd-meeting.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-meeting"
#include "config.h"

#include <glib/gi18n.h>

#include "crm-cli-filing.h"
#include "crm-cli-meeting.h"
#include "crm-cli-values.h"
#include "crm-cli-verbs.h"
#include "crm-format.h"
#include "crm-meeting-sheet.h"
#include "service/crm-meetings.h"
#include "store/crm-event-query.h"

#define DEFAULT_DAYS 7
#define MAX_EVENTS 10000

static char *opt_from;
static char *opt_to;
static char *opt_day;
static char *opt_occurrence;

static const GOptionEntry entries[] = {
  { "from", 0, 0, G_OPTION_ARG_STRING, &opt_from,
    N_ ("list: the first day: YYYY-MM-DD, today, -1w (default: today)"), N_ ("DAY") },
  { "to", 0, 0, G_OPTION_ARG_STRING, &opt_to, N_ ("list: the last day (default: a week on)"),
    N_ ("DAY") },
  { "day", 0, 0, G_OPTION_ARG_STRING, &opt_day, N_ ("sheet: those of all meetings of a day"),
    N_ ("DAY") },
  { "occurrence", 0, 0, G_OPTION_ARG_STRING, &opt_occurrence,
    N_ ("Which one of a meeting that recurs, as list shows it"), N_ ("OCCURRENCE") },
  { NULL },
};

/* --- reading ---------------------------------------------------------------------------------- */

static gboolean
read_range (CrmReader *reader, CrmEventRange *out_range, GError **error)
{
  gint64 now_usec = crm_reader_get_now_usec (reader);
  int first = crm_format_today (now_usec);
  int last;

  if (opt_from != NULL && !crm_cli_parse_day (opt_from, now_usec, &first, error))
    return FALSE;
  last = first + DEFAULT_DAYS - 1;
  if (opt_to != NULL && !crm_cli_parse_day (opt_to, now_usec, &last, error))
    return FALSE;
  if (last < first)
    return crm_cli_usage (error, "%s", _ ("--to must not be before --from"));
  *out_range = crm_event_range_of_days (first, last);
  return TRUE;
}

static gboolean
list_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  CrmEventRange range;
  g_autoptr (GPtrArray) events = NULL;

  if (!read_range (reader, &range, error))
    return FALSE;
  events = crm_query_events_in (reader, &range, MAX_EVENTS, error);
  if (events == NULL)
    return FALSE;
  crm_printer_begin_object (cli->printer, NULL, NULL);
  if (events->len == 0)
    crm_printer_words (cli->printer, NULL, _ ("Nothing found."));
  crm_printer_begin_list (cli->printer, "items", NULL);
  for (guint i = 0; i < events->len; i++)
    if (!crm_cli_print_event (cli, reader, g_ptr_array_index (events, i), error))
      return FALSE;
  crm_printer_end (cli->printer);
  crm_printer_end (cli->printer);
  return TRUE;
}

static gboolean
show_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  g_autoptr (CrmCliMeeting) meeting
      = crm_cli_find_meeting (reader, cli->args[1], opt_occurrence, error);

  return meeting != NULL && crm_cli_print_meeting (cli, reader, meeting, error);
}

/* --- sheets ----------------------------------------------------------------------------------- */

static GPtrArray *
load_briefs (CrmReader *reader, CrmCli *cli, GError **error)
{
  g_autoptr (GPtrArray) briefs
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_meeting_brief_free);
  g_autoptr (CrmCliMeeting) meeting = NULL;
  CrmMeetingBrief *brief;
  int day;

  if (cli->n_args == 1)
    return crm_cli_parse_day (opt_day, crm_reader_get_now_usec (reader), &day, error)
               ? crm_meeting_brief_load_day (reader, day, error)
               : NULL;
  meeting = crm_cli_find_meeting (reader, cli->args[1], opt_occurrence, error);
  brief = meeting != NULL ? crm_meeting_brief_load (reader, meeting->event, error) : NULL;
  if (brief == NULL)
    return NULL;
  g_ptr_array_add (briefs, brief);
  return g_steal_pointer (&briefs);
}

static void
print_sheet (CrmCli *cli, const CrmMeetingBrief *brief, gboolean is_first)
{
  g_autoptr (CrmMeetingSheet) sheet = crm_meeting_sheet_new (brief);
  g_autofree char *text = crm_meeting_sheet_to_text (sheet);
  CrmPrinter *printer = cli->printer;

  if (!cli->json)
    {
      if (!is_first)
        crm_printer_words (printer, NULL, "----------------------------------------\n");
      crm_printer_words (printer, NULL, text);
      return;
    }
  crm_printer_begin_object (printer, NULL, NULL);
  crm_printer_raw (printer, "event", brief->event->uid);
  crm_printer_raw (printer, "recurrence", brief->event->recurrence_id);
  crm_printer_raw (printer, "text", text);
  crm_printer_begin_list (printer, "blocks", NULL);
  for (guint i = 0; i < sheet->blocks->len; i++)
    {
      const CrmSheetBlock *block = g_ptr_array_index (sheet->blocks, i);

      crm_printer_begin_object (printer, NULL, NULL);
      crm_printer_raw (printer, "kind", crm_meeting_sheet_kind_name (block->kind));
      crm_printer_raw (printer, "label", block->label);
      crm_printer_raw (printer, "text", block->text);
      crm_printer_end (printer);
    }
  crm_printer_end (printer);
  crm_printer_end (printer);
}

static gboolean
sheet_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) briefs = load_briefs (reader, cli, error);

  if (briefs == NULL)
    return FALSE;
  crm_printer_begin_object (cli->printer, NULL, NULL);
  if (briefs->len == 0)
    crm_printer_words (cli->printer, NULL, _ ("Nothing found."));
  if (cli->json)
    crm_printer_begin_list (cli->printer, "sheets", NULL);
  for (guint i = 0; i < briefs->len; i++)
    print_sheet (cli, g_ptr_array_index (briefs, i), i == 0);
  if (cli->json)
    crm_printer_end (cli->printer);
  crm_printer_end (cli->printer);
  return TRUE;
}

/* --- writing ---------------------------------------------------------------------------------- */

/* Fills @data, a #CrmChangeSet pointer, with what the words ask for. */
static gboolean
file_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  CrmChangeSet **set = data;
  g_autoptr (CrmCliMeeting) meeting = NULL;
  g_autofree char *id = NULL;
  CrmTarget target;

  id = crm_cli_read_target (reader, &target, error);
  if (id == NULL)
    return FALSE;
  meeting = crm_cli_find_meeting (reader, cli->args[1], opt_occurrence, error);
  if (meeting == NULL)
    return FALSE;
  *set = g_str_equal (cli->args[0], "file") ? crm_meetings_file (meeting->event, target, id)
                                            : crm_meetings_unfile (meeting->event, target, id);
  return TRUE;
}

static gboolean
parse_outcome (const char *text, CrmOutcome *out_outcome, GError **error)
{
  g_autofree char *name = g_strdelimit (g_strdup (text), "-", '_');

  if (crm_meetings_parse_outcome (g_str_equal (name, "none") ? NULL : name, out_outcome))
    return TRUE;
  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE,
               "“%s” is none of held, not-held, no-show and none", text);
  return FALSE;
}

static gboolean
note_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  CrmChangeSet **set = data;
  const char *action = cli->args[0];
  const char *text = cli->args[2];
  g_autoptr (CrmCliMeeting) meeting
      = crm_cli_find_meeting (reader, cli->args[1], opt_occurrence, error);
  CrmOutcome outcome = CRM_OUTCOME_NONE;

  if (meeting == NULL
      || (g_str_equal (action, "outcome") && !parse_outcome (text, &outcome, error)))
    return FALSE;
  *set = g_str_equal (action, "outcome")
             ? crm_meetings_set_outcome (meeting->event, meeting->record, outcome)
         : g_str_equal (action, "minutes")
             ? crm_meetings_set_minutes (meeting->event, meeting->record, text)
             : crm_meetings_set_agenda (meeting->event, meeting->record, text);
  return TRUE;
}

static gboolean
write_and_show (CrmCli *cli, CrmCliReadFunc build, GError **error)
{
  g_autoptr (CrmChangeSet) set = NULL;

  return crm_cli_read (cli, build, &set, error) && crm_cli_write (cli, set, error)
         && crm_cli_read (cli, show_in_store, NULL, error);
}

static gboolean
run (CrmCli *cli, GError **error)
{
  const char *action = cli->n_args > 0 ? cli->args[0] : "list";

  if (g_str_equal (action, "list") && cli->n_args <= 1)
    return crm_cli_read (cli, list_in_store, NULL, error);
  if (g_str_equal (action, "show") && cli->n_args == 2)
    return crm_cli_read (cli, show_in_store, NULL, error);
  if (g_str_equal (action, "sheet") && cli->n_args == (opt_day != NULL ? 1 : 2))
    return crm_cli_read (cli, sheet_in_store, NULL, error);
  if ((g_str_equal (action, "file") || g_str_equal (action, "unfile")) && cli->n_args == 2)
    return write_and_show (cli, file_in_store, error);
  if ((g_str_equal (action, "outcome") || g_str_equal (action, "minutes")
       || g_str_equal (action, "agenda"))
      && cli->n_args == 3)
    return write_and_show (cli, note_in_store, error);
  return crm_cli_usage (
      error, "%s",
      _ ("say list, show EVENT, file EVENT, unfile EVENT, outcome EVENT OUTCOME, "
         "minutes EVENT TEXT, agenda EVENT TEXT, sheet EVENT or sheet --day DAY"));
}

const CrmCliVerb crm_cmd_meeting
    = { "meeting",
        N_ ("list | show EVENT | file EVENT | unfile EVENT | outcome EVENT OUTCOME | minutes EVENT "
            "TEXT | agenda EVENT TEXT | sheet [EVENT]"),
        N_ ("Show the meetings of your calendars, file them, and write down what became of them"),
        run,
        { entries, crm_cli_target_entries } };

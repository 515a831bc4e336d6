/* crm-cli-mail.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cli-mail"
#include "config.h"

#include "crm-cli-mail.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *name;  /* in JSON: never renamed */
  const char *label; /* for translators */
} Name;

static const Name kinds[] = {
  [CRM_HISTORY_EMAIL] = { "email", N_ ("E-mail") },
  [CRM_HISTORY_NOTE] = { "note", N_ ("Note") },
  [CRM_HISTORY_CALL] = { "call", N_ ("Call") },
  [CRM_HISTORY_STAGE] = { "stage", N_ ("Stage") },
  [CRM_HISTORY_MEETING] = { "meeting", N_ ("Meeting") },
};

static const Name meeting_states[] = {
  [CRM_MEETING_PLANNED] = { "planned", N_ ("planned") },
  [CRM_MEETING_UNDER_WAY] = { "under-way", N_ ("under way") },
  [CRM_MEETING_HELD] = { "held", N_ ("held") },
  [CRM_MEETING_CANCELLED] = { "cancelled", N_ ("cancelled") },
  /* TRANSLATORS: state of a meeting: the others declined it */
  [CRM_MEETING_DECLINED] = { "declined", N_ ("declined by them") },
  /* TRANSLATORS: state of a meeting: the user declined it */
  [CRM_MEETING_DECLINED_BY_USER] = { "declined-by-user", N_ ("declined by you") },
  [CRM_MEETING_NOT_HELD] = { "not-held", N_ ("not held") },
  /* TRANSLATORS: state of a meeting: the others did not come */
  [CRM_MEETING_NO_SHOW] = { "no-show", N_ ("they did not come") },
};

static const Name reasons[] = {
  [CRM_REASON_HAND] = { "hand", N_ ("filed by hand") },
  [CRM_REASON_CONVERSATION] = { "conversation", N_ ("conversation") },
  [CRM_REASON_TOKEN] = { "token", N_ ("token in the subject") },
  [CRM_REASON_ADDRESS] = { "address", N_ ("address") },
  [CRM_REASON_DOMAIN] = { "domain", N_ ("domain") },
  [CRM_REASON_RECORD] = { "record", N_ ("entered here") },
};

static const Name directions[] = {
  [0] = { NULL, NULL },
  /* TRANSLATORS: direction of a letter or call */
  [CRM_DIRECTION_IN] = { "in", N_ ("in") },
  [CRM_DIRECTION_OUT] = { "out", N_ ("out") },
};

/**
 * crm_cli_reason_name:
 * @reason: why a letter is somewhere
 *
 * Returns: (transfer none): its name for programs
 */
const char *
crm_cli_reason_name (CrmReason reason)
{
  return reasons[reason].name;
}

static void
print_name (CrmCli *cli, const char *key, const char *label, const Name *name)
{
  crm_printer_choice (cli->printer, key, label, name->name,
                      name->label != NULL ? _ (name->label) : NULL);
}

static void
print_meeting (CrmCli *cli, const CrmHistoryItem *item)
{
  CrmPrinter *printer = cli->printer;

  print_name (cli, "state", _ ("State"), &meeting_states[item->meeting_state]);
  if (!cli->json)
    return;
  crm_printer_raw (printer, "minutes", item->outcome_note);
  crm_printer_bool (printer, "gone", NULL, item->gone);
  crm_printer_bool (printer, "confirmed", NULL, item->confirmed);
  crm_printer_time (printer, "end", NULL, item->end_usec);
  crm_printer_bool (printer, "all_day", NULL, item->is_all_day);
  crm_printer_raw (printer, "event", item->event_uid);
  crm_printer_raw (printer, "recurrence", item->recurrence_id);
}

static void
print_call (CrmCli *cli, const CrmHistoryItem *item)
{
  crm_printer_choice (cli->printer, "outcome", _ ("Outcome"), item->call_outcome,
                      item->call_outcome);
  if (item->call_secs >= 0)
    crm_printer_int (cli->printer, "duration_secs", _ ("Duration (seconds)"), item->call_secs);
  else
    crm_printer_raw (cli->printer, "duration_secs", NULL);
}

static void
print_item (CrmCli *cli, const CrmHistoryItem *item)
{
  CrmPrinter *printer = cli->printer;

  crm_printer_begin_object (printer, NULL, NULL);
  crm_printer_time (printer, "date", _ ("Time"), item->usec);
  print_name (cli, "kind", _ ("Kind"), &kinds[item->kind]);
  print_name (cli, "direction", _ ("Direction"), &directions[item->direction]);
  crm_printer_choice (printer, "from", _ ("From"), item->from_address,
                      item->from_name != NULL ? item->from_name : item->from_address);
  crm_printer_raw (printer, "from_name", item->from_name);
  crm_printer_text (printer, "subject", _ ("Subject"), item->text);
  print_name (cli, "reason", _ ("Why"), &reasons[item->reason]);
  crm_printer_raw (printer, "reason_detail", item->reason_detail);
  crm_printer_text (printer, "folder", _ ("Folder"), item->folder);
  crm_printer_raw (printer, "source", item->source);
  crm_printer_raw (printer, "uid", item->uid);
  crm_printer_raw (printer, "message_id", item->message_id);
  crm_printer_raw (printer, "record", item->record_id);
  if (item->kind == CRM_HISTORY_CALL)
    print_call (cli, item);
  if (item->kind == CRM_HISTORY_MEETING)
    print_meeting (cli, item);
  if (item->kind == CRM_HISTORY_EMAIL && cli->json)
    {
      crm_printer_hash (printer, "fingerprint", item->fingerprint);
      crm_printer_int (printer, "copies", NULL, item->n_copies);
      crm_printer_bool (printer, "gone", NULL, item->gone);
      crm_printer_bool (printer, "confirmed", NULL, item->confirmed);
    }
  crm_printer_end (printer);
}

/**
 * crm_cli_print_history:
 * @cli: the command line, inside an object
 * @history: what to print, counted or not
 */
void
crm_cli_print_history (CrmCli *cli, const CrmHistory *history)
{
  crm_printer_int (cli->printer, "total", _ ("Stored messages and entries"), history->total);
  crm_printer_int (cli->printer, "distinct_total", _ ("Letters and entries"),
                   history->distinct_total);
  crm_printer_begin_list (cli->printer, "items", NULL);
  for (guint i = 0; i < history->items->len; i++)
    print_item (cli, g_ptr_array_index (history->items, i));
  crm_printer_end (cli->printer);
  if (cli->json)
    crm_printer_bool (cli->printer, "has_more", NULL, history->has_more);
  else if (history->has_more)
    crm_printer_words (cli->printer, NULL, _ ("There is more: see --before and --limit."));
}

/**
 * crm_cli_print_message:
 * @cli: the command line, inside an object
 * @message: a letter, printed as members of the object
 */
void
crm_cli_print_message (CrmCli *cli, const CrmMessage *message)
{
  const CrmMessageParty *sender = crm_message_get_sender (message);

  crm_printer_time (cli->printer, "date", _ ("Time"), message->date_usec);
  crm_printer_text (cli->printer, "from", _ ("From"), sender != NULL ? sender->address : NULL);
  crm_printer_raw (cli->printer, "from_name", sender != NULL ? sender->name : NULL);
  crm_printer_begin_list (cli->printer, "to", _ ("To"));
  for (guint i = 0; i < message->parties->len; i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (message->parties, i);

      if (party->role == CRM_ROLE_TO || party->role == CRM_ROLE_CC)
        crm_printer_text (cli->printer, NULL, NULL, party->address);
    }
  crm_printer_end (cli->printer);
  crm_printer_text (cli->printer, "subject", _ ("Subject"), message->subject);
  crm_printer_text (cli->printer, "message_id", _ ("Message-ID"), message->message_id);
  crm_printer_hash (cli->printer, "fingerprint", message->fingerprint);
}

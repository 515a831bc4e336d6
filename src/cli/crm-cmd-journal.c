/* crm-cmd-journal.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-journal"
#include "config.h"

#include <glib/gi18n.h>

#include "crm-cli-verbs.h"
#include "model/crm-change-label.h"

#define DEFAULT_LIMIT 50

static int opt_limit = DEFAULT_LIMIT;
static int opt_before;

static const GOptionEntry entries[] = {
  { "limit", 0, 0, G_OPTION_ARG_INT, &opt_limit, N_ ("At most this many (default: 50)"),
    N_ ("NUMBER") },
  { "before", 0, 0, G_OPTION_ARG_INT, &opt_before, N_ ("Only entries before this one"),
    N_ ("NUMBER") },
  { NULL },
};

static const struct
{
  const char *name;
  const char *label;
} causes[] = {
  [0] = { "unknown", N_ ("unknown") },
  [CRM_CAUSE_USER] = { "user", N_ ("by hand") },
  [CRM_CAUSE_UNDO] = { "undo", N_ ("undo") },
  [CRM_CAUSE_SEED] = { "seed", N_ ("first start") },
  [CRM_CAUSE_MAIL] = { "mail", N_ ("mail") },
  [CRM_CAUSE_RULE] = { "rule", N_ ("rule") },
  [CRM_CAUSE_IMPORT] = { "import", N_ ("import") },
  [CRM_CAUSE_SHARING] = { "sharing", N_ ("sharing") },
  [CRM_CAUSE_OUTBOX] = { "outbox", N_ ("address book") },
  [CRM_CAUSE_SYNC] = { "sync", N_ ("task list") },
};

static void
print_entry (CrmCli *cli, const CrmJournalEntry *entry)
{
  guint cause
      = entry->cause > 0 && entry->cause < (int)G_N_ELEMENTS (causes) ? (guint)entry->cause : 0;

  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_int (cli->printer, "seq", _ ("No."), entry->seq);
  crm_printer_time (cli->printer, "time", _ ("Time"), entry->usec);
  crm_printer_text (cli->printer, "actor", _ ("Who"), entry->actor);
  crm_printer_text (cli->printer, "front_end", _ ("With"), entry->front_end);
  crm_printer_choice (cli->printer, "cause", _ ("Cause"), causes[cause].name,
                      _ (causes[cause].label));
  crm_printer_choice (cli->printer, "label", _ ("What"), entry->label,
                      _ (crm_change_label_describe (entry->label)));
  crm_printer_int (cli->printer, "changes", _ ("Changes"), entry->n_changes);
  crm_printer_text (cli->printer, "entity", _ ("Record"), entry->entity);
  crm_printer_text (cli->printer, "record", _ ("Id"), entry->record);
  crm_printer_raw (cli->printer, "id", entry->id);
  crm_printer_raw (cli->printer, "undoes", entry->undoes);
  crm_printer_end (cli->printer);
}

static gboolean
print_journal (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) list = crm_reader_journal (reader, MAX (0, opt_before),
                                                   (guint)CLAMP (opt_limit, 0, 1000000), error);

  if (list == NULL)
    return FALSE;
  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_begin_list (cli->printer, "items", NULL);
  for (guint i = 0; i < list->len; i++)
    print_entry (cli, g_ptr_array_index (list, i));
  crm_printer_end (cli->printer);
  crm_printer_end (cli->printer);
  return TRUE;
}

static gboolean
run (CrmCli *cli, GError **error)
{
  if (cli->n_args > 0)
    return crm_cli_usage (error, "%s", _ ("“journal” takes options only"));
  return crm_cli_read (cli, print_journal, NULL, error);
}

const CrmCliVerb crm_cmd_journal
    = { "journal", "", N_ ("Show what was changed, the newest first"), run, { entries } };

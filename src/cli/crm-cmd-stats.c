/* crm-cmd-stats.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-stats"
#include "config.h"

#include <glib/gi18n.h>

#include "crm-cli-verbs.h"

static gboolean
print_stats (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  CrmPrinter *printer = cli->printer;
  CrmStats stats;

  if (!crm_reader_stats (reader, &stats, error))
    return FALSE;
  crm_printer_begin_object (printer, NULL, NULL);
  crm_printer_int (printer, "messages", _ ("Stored messages"), stats.messages);
  crm_printer_int (printer, "distinct_messages", _ ("Letters"), stats.distinct_messages);
  crm_printer_int (printer, "threads", _ ("Conversations"), stats.threads);
  crm_printer_int (printer, "addresses", _ ("E-mail addresses"), stats.addresses);
  crm_printer_int (printer, "domains", _ ("Domains"), stats.domains);
  crm_printer_int (printer, "people", _ ("People"), stats.people);
  crm_printer_int (printer, "accounts", _ ("Accounts"), stats.accounts);
  crm_printer_int (printer, "deals", _ ("Deals"), stats.deals);
  crm_printer_end (printer);
  return TRUE;
}

static gboolean
run (CrmCli *cli, GError **error)
{
  if (cli->n_args > 0)
    return crm_cli_usage (error, "%s", _ ("“stats” takes no argument"));
  return crm_cli_read (cli, print_stats, NULL, error);
}

const CrmCliVerb crm_cmd_stats
    = { "stats", "", N_ ("Show how much the store knows"), run, { NULL } };

/* crm-cmd-unlink.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-unlink"
#include "config.h"

#include <glib/gi18n.h>

#include "crm-cli-filing.h"
#include "crm-cli-verbs.h"
#include "service/crm-filing.h"

static gboolean
run (CrmCli *cli, GError **error)
{
  return crm_cli_run_filing (cli, crm_filing_unfile, error);
}

const CrmCliVerb crm_cmd_unlink
    = { "unlink",
        N_ ("--message MESSAGE-ID (--deal DEAL | --person PERSON | --account ACCOUNT)"),
        N_ ("Say that a letter does not belong to a deal, person or account"),
        run,
        { crm_cli_message_entries, crm_cli_target_entries } };

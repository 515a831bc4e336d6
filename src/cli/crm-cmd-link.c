/* crm-cmd-link.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Filing a letter by hand, and its opposite in crm-cmd-unlink.c. */
#define G_LOG_DOMAIN "crm-cmd-link"
#include "config.h"

#include <glib/gi18n.h>

#include "crm-cli-filing.h"
#include "crm-cli-verbs.h"
#include "service/crm-filing.h"

static gboolean
run (CrmCli *cli, GError **error)
{
  return crm_cli_run_filing (cli, crm_filing_file, error);
}

const CrmCliVerb crm_cmd_link
    = { "link",
        N_ ("--message MESSAGE-ID (--deal DEAL | --person PERSON | --account ACCOUNT)"),
        N_ ("File a letter under a deal, person or account"),
        run,
        { crm_cli_message_entries, crm_cli_target_entries } };

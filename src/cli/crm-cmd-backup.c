/* crm-cmd-backup.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-backup"
#include "config.h"

#include <glib/gi18n.h>

#include "crm-cli-verbs.h"

static gboolean
run (CrmCli *cli, GError **error)
{
  g_autofree char *path = NULL;

  if (cli->n_args > 0)
    return crm_cli_usage (error, "%s", _ ("“backup” takes no argument"));
  if (!crm_cli_open (cli, error))
    return FALSE;
  path = crm_store_backup_sync (cli->store, error);
  if (path == NULL)
    return FALSE;
  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_text (cli->printer, "path", _ ("Backup"), path);
  crm_printer_end (cli->printer);
  return TRUE;
}

const CrmCliVerb crm_cmd_backup
    = { "backup", "", N_ ("Copy what you entered, whole and checked, beside it"), run, { NULL } };

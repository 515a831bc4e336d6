/* crm-cmd-undo.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-undo"
#include "config.h"

#include <glib/gi18n.h>

#include "crm-cli-scope.h"
#include "crm-cli-verbs.h"
#include "model/crm-change-label.h"

static gboolean
print_undo (CrmCli *cli, const CrmWriteResult *result)
{
  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_choice (cli->printer, "label", _ ("Undone"), result->label,
                      _ (crm_change_label_describe (result->label)));
  crm_printer_int (cli->printer, "seq", _ ("Journal entry"), result->seq);
  crm_printer_begin_list (cli->printer, "skipped", _ ("Left alone, changed by somebody since"));
  for (guint i = 0; result->skipped != NULL && i < result->skipped->len; i++)
    crm_printer_text (cli->printer, NULL, NULL, g_ptr_array_index (result->skipped, i));
  crm_printer_end (cli->printer);
  crm_printer_end (cli->printer);
  return TRUE;
}

/* Undoing may bring an exclusion back or take an archive away: index.db follows. Letters that may
 * come in again do so with the next `ecrm index`. */
static gboolean
run (CrmCli *cli, GError **error)
{
  CrmScope *before = NULL;
  CrmScope *after = NULL;
  g_autoptr (CrmWriteResult) result = NULL;
  guint removed;
  gboolean done;

  if (cli->n_args > 0)
    return crm_cli_usage (error, "%s", _ ("“undo” takes no argument"));
  before = crm_cli_load_scope (cli, error);
  if (before == NULL)
    return FALSE;
  result = crm_store_undo_sync (cli->store, error);
  after = result != NULL ? crm_cli_load_scope (cli, error) : NULL;
  done = after != NULL && crm_cli_forget_archives (cli, before, after, error)
         && crm_cli_apply_scope (cli, after, &removed, error) && print_undo (cli, result);
  crm_scope_free (before);
  crm_scope_free (after);
  return done;
}

const CrmCliVerb crm_cmd_undo
    = { "undo", "", N_ ("Take back the newest change made with ecrm"), run, { NULL } };

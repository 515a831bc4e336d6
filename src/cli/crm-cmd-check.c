/* crm-cmd-check.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-check"
#include "config.h"

#include <glib/gi18n.h>

#include "crm-cli-verbs.h"

static gboolean
print_check (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) complaints = crm_reader_check (reader, error);

  if (complaints == NULL)
    return FALSE;
  cli->unwell = complaints->len > 0;
  crm_printer_begin_object (cli->printer, NULL, NULL);
  if (cli->json)
    crm_printer_bool (cli->printer, "ok", NULL, !cli->unwell);
  else if (!cli->unwell)
    crm_printer_words (cli->printer, NULL, _ ("Both files are whole."));
  crm_printer_begin_list (cli->printer, "complaints", _ ("Complaints"));
  for (guint i = 0; i < complaints->len; i++)
    {
      crm_printer_begin_object (cli->printer, NULL, NULL);
      crm_printer_text (cli->printer, "text", _ ("What is wrong"),
                        g_ptr_array_index (complaints, i));
      crm_printer_end (cli->printer);
    }
  crm_printer_end (cli->printer);
  crm_printer_end (cli->printer);
  return TRUE;
}

static gboolean
run (CrmCli *cli, GError **error)
{
  if (cli->n_args > 0)
    return crm_cli_usage (error, "%s", _ ("“check” takes no argument"));
  return crm_cli_read (cli, print_check, NULL, error);
}

const CrmCliVerb crm_cmd_check
    = { "check", "", N_ ("Look both files over for damage"), run, { NULL } };

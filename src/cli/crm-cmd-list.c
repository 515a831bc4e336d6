/* crm-cmd-list.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-list"
#include "config.h"

#include <glib/gi18n.h>

#include "crm-cli-records.h"
#include "crm-cli-verbs.h"

static gboolean
run (CrmCli *cli, GError **error)
{
  g_autofree char *name
      = cli->n_args == 1 ? g_strdelimit (g_strdup (cli->args[0]), "-", '_') : NULL;
  g_autoptr (GString) known = g_string_new (NULL);

  if (name != NULL && g_str_equal (name, "followup"))
    return crm_cli_run_list (cli, "follow_up", error);
  if (name != NULL && crm_entity_find (name) != NULL)
    return crm_cli_run_list (cli, name, error);
  for (const CrmEntity *const *entity = crm_entity_list (); *entity != NULL; entity++)
    g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "", (*entity)->name);
  return crm_cli_usage (error, _ ("say what to list: %s"), known->str);
}

const CrmCliVerb crm_cmd_list = {
  "list", N_ ("ENTITY"), N_ ("List records, filtered and sorted"), run, { crm_cli_list_entries }
};

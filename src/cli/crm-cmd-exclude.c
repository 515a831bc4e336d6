/* crm-cmd-exclude.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-exclude"
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-cli-scope.h"
#include "crm-cli-values.h"
#include "crm-cli-verbs.h"

static char *opt_address;
static char *opt_domain;
static char *opt_own;
static gboolean opt_remove;

static const GOptionEntry entries[] = {
  { "address", 0, 0, G_OPTION_ARG_STRING, &opt_address, N_ ("Never index mail from or to it"),
    N_ ("ADDRESS") },
  { "domain", 0, 0, G_OPTION_ARG_STRING, &opt_domain,
    N_ ("Never index mail from or to anybody there"), N_ ("DOMAIN") },
  { "own", 0, 0, G_OPTION_ARG_STRING, &opt_own,
    N_ ("It is my own address, or my organisation's domain"), N_ ("ADDRESS") },
  { "remove", 0, 0, G_OPTION_ARG_NONE, &opt_remove, N_ ("Take the exclusion back"), NULL },
  { NULL },
};

/* (transfer full) (nullable): the value of the one option that is given, normalised. */
static char *
read_value (const char **out_kind, GError **error)
{
  guint n = (opt_address != NULL) + (opt_domain != NULL) + (opt_own != NULL);

  if (n != 1)
    {
      crm_cli_usage (error, "%s", _ ("say one of --address, --domain or --own"));
      return NULL;
    }
  if (opt_address != NULL)
    {
      *out_kind = "address";
      return crm_cli_parse_address (opt_address, error);
    }
  if (opt_domain != NULL)
    {
      *out_kind = "domain";
      return crm_cli_parse_domain (opt_domain, error);
    }
  *out_kind = strchr (opt_own, '@') != NULL ? "own_address" : "own_domain";
  return strchr (opt_own, '@') != NULL ? crm_cli_parse_address (opt_own, error)
                                       : crm_cli_parse_domain (opt_own, error);
}

static gboolean
print_result (CrmCli *cli, const char *kind, const char *value, guint removed)
{
  g_autofree char *words = g_strdup_printf (
      ngettext ("%u letter left the index.", "%u letters left the index.", removed), removed);

  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_raw (cli->printer, "kind", kind);
  crm_printer_raw (cli->printer, "value", value);
  if (cli->json)
    crm_printer_int (cli->printer, "removed", NULL, removed);
  crm_printer_words (cli->printer, NULL, words);
  if (opt_remove)
    crm_printer_words (cli->printer, NULL, _ ("What was left out comes in with “ecrm index”."));
  crm_printer_end (cli->printer);
  return TRUE;
}

static gboolean
apply (CrmCli *cli, const char *kind, const char *value, GError **error)
{
  CrmScope *scope = crm_cli_load_scope (cli, error);
  guint removed = 0;
  gboolean done = scope != NULL && crm_cli_apply_scope (cli, scope, &removed, error);

  crm_scope_free (scope);
  return done && print_result (cli, kind, value, removed);
}

static gboolean
run (CrmCli *cli, GError **error)
{
  g_autoptr (CrmChangeSet) set = NULL;
  const char *kind = NULL;
  g_autofree char *value = read_value (&kind, error);

  if (value == NULL)
    return FALSE;
  if (cli->n_args > 0)
    return crm_cli_usage (error, "%s", _ ("“exclude” takes one option and its value"));
  set = crm_change_set_new (opt_remove ? "include" : "exclude", CRM_CAUSE_USER);
  if (opt_remove)
    crm_scope_include (set, kind, value);
  else
    crm_scope_exclude (set, kind, value);
  return crm_cli_open (cli, error) && crm_cli_write (cli, set, error)
         && apply (cli, kind, value, error);
}

const CrmCliVerb crm_cmd_exclude = { "exclude",
                                     N_ ("(--address ADDRESS | --domain DOMAIN | --own ADDRESS)"),
                                     N_ ("Leave mail out of the CRM, backwards too"),
                                     run,
                                     { entries } };

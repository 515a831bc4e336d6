/* crm-cmd-find.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-find"
#include "config.h"

#include <glib/gi18n.h>

#include "crm-cli-mail.h"
#include "crm-cli-records.h"
#include "crm-cli-verbs.h"
#include "service/crm-find.h"
#include "store/crm-context-query.h"

#define DEFAULT_LIMIT 20

static int opt_limit = DEFAULT_LIMIT;

static const GOptionEntry entries[] = {
  { "limit", 0, 0, G_OPTION_ARG_INT, &opt_limit, N_ ("At most this many of each (default: 20)"),
    N_ ("NUMBER") },
  { NULL },
};

static gboolean
print_letters (CrmCli *cli, CrmReader *reader, const char *words, GError **error)
{
  g_autoptr (GPtrArray) letters
      = crm_query_subjects (reader, words, (guint)MAX (1, opt_limit), error);

  if (letters == NULL)
    return FALSE;
  crm_printer_begin_list (cli->printer, "letters", _ ("Letters"));
  for (guint i = 0; i < letters->len; i++)
    {
      crm_printer_begin_object (cli->printer, NULL, NULL);
      crm_cli_print_message (cli, g_ptr_array_index (letters, i));
      crm_printer_end (cli->printer);
    }
  crm_printer_end (cli->printer);
  return TRUE;
}

static gboolean
print_found (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  static const struct
  {
    const char *entity;
    const char *key;
    const char *label;
  } places[] = {
    { "person", "people", N_ ("People") },      { "address", "addresses", N_ ("E-mail addresses") },
    { "account", "accounts", N_ ("Accounts") }, { "deal", "deals", N_ ("Deals") },
    { "note", "notes", N_ ("Notes") },
  };

  crm_printer_begin_object (cli->printer, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (!crm_cli_print_records (
            cli, reader, places[i].key, _ (places[i].label),
            crm_find_records (reader, places[i].entity, data, (guint)MAX (1, opt_limit), error)))
      return FALSE;
  if (!print_letters (cli, reader, data, error))
    return FALSE;
  crm_printer_end (cli->printer);
  return TRUE;
}

static gboolean
run (CrmCli *cli, GError **error)
{
  g_autofree char *words = g_strjoinv (" ", cli->args);

  g_strstrip (words);
  if (words[0] == '\0')
    return crm_cli_usage (error, "%s", _ ("say what to find"));
  return crm_cli_read (cli, print_found, words, error);
}

const CrmCliVerb crm_cmd_find = {
  "find", N_ ("WORD…"), N_ ("Find people, accounts, deals, notes and letters"), run, { entries }
};

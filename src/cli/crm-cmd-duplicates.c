/* crm-cmd-duplicates.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-duplicates"
#include "config.h"

#include <glib/gi18n.h>

#include "crm-cli-verbs.h"
#include "crm-phrases-merge.h"
#include "service/crm-merge.h"

#define DEFAULT_LIMIT 100

static int opt_limit = DEFAULT_LIMIT;

static const GOptionEntry entries[] = {
  { "limit", 0, 0, G_OPTION_ARG_INT, &opt_limit, N_ ("At most this many"), N_ ("NUMBER") },
  { NULL },
};

static const char *
get_reason (CrmDuplicateReason reason)
{
  switch (reason)
    {
    case CRM_DUPLICATE_ADDRESS:
      return "address";
    case CRM_DUPLICATE_PHONE:
      return "phone";
    case CRM_DUPLICATE_NAME_ACCOUNT:
      return "name-account";
    case CRM_DUPLICATE_NAME_DOMAIN:
      return "name-domain";
    case CRM_DUPLICATE_DOMAIN:
      return "domain";
    case CRM_DUPLICATE_NAME:
    default:
      return "name";
    }
}

static void
print_duplicates (CrmCli *cli, const CrmDuplicates *duplicates)
{
  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_choice (cli->printer, "reason", _ ("Why"), get_reason (duplicates->reason),
                      crm_phrase_duplicates (duplicates));
  crm_printer_bool (cli->printer, "sure", NULL, crm_duplicates_is_sure (duplicates));
  crm_printer_begin_list (cli->printer, "records", NULL);
  for (guint i = 0; i < duplicates->records->len; i++)
    {
      const CrmRecord *record = g_ptr_array_index (duplicates->records, i);

      crm_printer_begin_object (cli->printer, NULL, NULL);
      crm_printer_text (cli->printer, "id", _ ("Id"), record->id);
      crm_printer_text (cli->printer, "title", _ ("Name"), crm_record_get_title (record));
      crm_printer_end (cli->printer);
    }
  crm_printer_end (cli->printer);
  crm_printer_end (cli->printer);
}

static gboolean
find_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) all = crm_duplicates_find (reader, cli->args[0], (guint)opt_limit, error);

  if (all == NULL)
    return FALSE;
  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_begin_list (cli->printer, "items", NULL);
  for (guint i = 0; i < all->len; i++)
    print_duplicates (cli, g_ptr_array_index (all, i));
  crm_printer_end (cli->printer);
  crm_printer_end (cli->printer);
  return TRUE;
}

static gboolean
run (CrmCli *cli, GError **error)
{
  if (cli->n_args != 1 || !crm_merge_suits (cli->args[0]))
    return crm_cli_usage (error, "%s", _ ("“duplicates” takes “person” or “account”"));
  if (opt_limit < 1)
    return crm_cli_usage (error, "%s", _ ("--limit takes a number above 0"));
  return crm_cli_read (cli, find_in_store, NULL, error);
}

const CrmCliVerb crm_cmd_duplicates = { "duplicates",
                                        N_ ("person | account"),
                                        N_ ("List people or accounts that are there twice"),
                                        run,
                                        { entries } };

/* crm-cmd-account.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-account"
#include "config.h"

#include <glib/gi18n.h>

#include "crm-cli-records.h"
#include "crm-cli-values.h"
#include "crm-cli-verbs.h"
#include "model/crm-address.h"
#include "service/crm-people.h"

static char *opt_name;
static char **opt_domains;

static const GOptionEntry entries[] = {
  { "name", 0, 0, G_OPTION_ARG_STRING, &opt_name, N_ ("add: name"), N_ ("NAME") },
  { "domain", 0, 0, G_OPTION_ARG_STRING_ARRAY, &opt_domains,
    N_ ("add: domain of its e-mail addresses, also several times"), N_ ("DOMAIN") },
  { NULL },
};

/* Mail is matched by the domain that somebody registered; a free-mail provider's belongs to nobody.
 */
static gboolean
add_domain (CrmChangeSet *set, const char *account, const char *text, GError **error)
{
  g_autofree char *domain = crm_cli_parse_domain (text, error);
  g_autofree char *organization = NULL;

  if (domain == NULL)
    return FALSE;
  organization = crm_domain_organization (domain);
  if (organization == NULL || crm_domain_is_free_mail (organization))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE,
                   "“%s” is not the domain of one organisation", text);
      return FALSE;
    }
  crm_people_add_domain (set, account, organization);
  return TRUE;
}

static char *
add_account (CrmCli *cli, CrmReader *reader, CrmChangeSet *set, GError **error)
{
  g_autofree char *id
      = crm_people_create_account (set, opt_name, NULL, crm_reader_get_actor (reader));

  for (guint i = 0; opt_domains != NULL && opt_domains[i] != NULL; i++)
    if (!add_domain (set, id, opt_domains[i], error))
      return NULL;
  return g_steal_pointer (&id);
}

static gboolean
run (CrmCli *cli, GError **error)
{
  static const CrmCliRecordVerb verb = { "account", add_account, NULL };

  return crm_cli_run_record (cli, &verb, error);
}

const CrmCliVerb crm_cmd_account
    = { "account",
        N_ ("add [FIELD=VALUE…] | list | show ACCOUNT | set ACCOUNT FIELD=VALUE… | delete ACCOUNT"),
        N_ ("Add, list, show, change or delete accounts"),
        run,
        { entries, crm_cli_list_entries } };

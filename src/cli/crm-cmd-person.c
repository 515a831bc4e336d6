/* crm-cmd-person.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-person"
#include "config.h"

#include <glib/gi18n.h>

#include "crm-cli-records.h"
#include "crm-cli-values.h"
#include "crm-cli-verbs.h"
#include "service/crm-people.h"

static char *opt_name;
static char **opt_addresses;
static char *opt_account;
static char *opt_title;
static char **opt_phones;

static const GOptionEntry entries[] = {
  { "name", 0, 0, G_OPTION_ARG_STRING, &opt_name, N_ ("add: name"), N_ ("NAME") },
  { "address", 0, 0, G_OPTION_ARG_STRING_ARRAY, &opt_addresses,
    N_ ("add: e-mail address, also several times"), N_ ("ADDRESS") },
  { "account", 0, 0, G_OPTION_ARG_STRING, &opt_account, N_ ("add: where they work"),
    N_ ("ACCOUNT") },
  { "title", 0, 0, G_OPTION_ARG_STRING, &opt_title, N_ ("add: job title"), N_ ("TITLE") },
  { "phone", 0, 0, G_OPTION_ARG_STRING_ARRAY, &opt_phones,
    N_ ("add: telephone number, also several times"), N_ ("NUMBER") },
  { NULL },
};

/* An address is one person's: taking it away silently would surprise. */
static gboolean
add_address (
    CrmReader *reader, CrmChangeSet *set, const char *person, const char *text, GError **error)
{
  g_autofree char *address = crm_cli_parse_address (text, error);
  g_autoptr (CrmRecord) row = NULL;
  g_autoptr (GError) local_error = NULL;

  if (address == NULL)
    return FALSE;
  row = crm_reader_find (reader, "address", "address", address, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (row != NULL && crm_record_get_text (row, "person") != NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT, "%s belongs to the person %s", address,
                   crm_record_get_text (row, "person"));
      return FALSE;
    }
  crm_people_add_address (set, person, address);
  return TRUE;
}

static void
add_phone (CrmChangeSet *set, const char *person, const char *number)
{
  CrmChange *change = crm_change_set_create (set, "phone", NULL);

  crm_change_set_text (change, "number", number);
  crm_change_set_text (change, "person", person);
}

static char *
add_person (CrmCli *cli, CrmReader *reader, CrmChangeSet *set, GError **error)
{
  CrmChange *person = crm_change_set_create (set, "person", NULL);
  g_autofree char *account = NULL;

  crm_change_set_text (person, "name", opt_name);
  crm_change_set_text (person, "owner", crm_reader_get_actor (reader));
  if (opt_title != NULL)
    crm_change_set_text (person, "title", opt_title);
  for (guint i = 0; opt_addresses != NULL && opt_addresses[i] != NULL; i++)
    if (!add_address (reader, set, person->id, opt_addresses[i], error))
      return NULL;
  for (guint i = 0; opt_phones != NULL && opt_phones[i] != NULL; i++)
    add_phone (set, person->id, opt_phones[i]);
  if (opt_account != NULL)
    {
      account = crm_cli_resolve (reader, "account", opt_account, error);
      if (account == NULL)
        return NULL;
      crm_people_join_account (set, account, person->id);
    }
  return g_strdup (person->id);
}

static gboolean
run (CrmCli *cli, GError **error)
{
  static const CrmCliRecordVerb verb = { "person", add_person, NULL };

  return crm_cli_run_record (cli, &verb, error);
}

const CrmCliVerb crm_cmd_person
    = { "person",
        N_ ("add [FIELD=VALUE…] | list | show PERSON | set PERSON FIELD=VALUE… | delete PERSON"),
        N_ ("Add, list, show, change or delete people"),
        run,
        { entries, crm_cli_list_entries } };

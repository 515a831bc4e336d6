/* crm-cmd-timeline.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-timeline"
#include "config.h"

#include <glib/gi18n.h>

#include "crm-cli-mail.h"
#include "crm-cli-subject.h"
#include "crm-cli-values.h"
#include "crm-cli-verbs.h"
#include "store/crm-context-query.h"

#define DEFAULT_LIMIT 50

static int opt_limit = DEFAULT_LIMIT;
static char *opt_before;

static const GOptionEntry entries[] = {
  { "limit", 0, 0, G_OPTION_ARG_INT, &opt_limit, N_ ("At most this many (default: 50)"),
    N_ ("NUMBER") },
  { "before", 0, 0, G_OPTION_ARG_STRING, &opt_before, N_ ("Only what is older"), N_ ("TIME") },
  { NULL },
};

static gboolean
add_all (GPtrArray *into, GPtrArray *texts /* (transfer full) (nullable) */)
{
  if (texts == NULL)
    return FALSE;
  g_ptr_array_extend_and_steal (into, texts);
  return TRUE;
}

static gboolean
add_addresses_of_person (CrmReader *reader, const char *id, GPtrArray *addresses, GError **error)
{
  g_autoptr (CrmRecord) person = crm_reader_get (reader, "person", id, error);

  return person != NULL
         && add_all (addresses,
                     crm_query_person_addresses (
                         reader, id, crm_record_get_text (person, "contact_uid"), error));
}

static gboolean
add_domains_of_account (CrmReader *reader, const char *id, GPtrArray *domains, GError **error)
{
  g_autoptr (GPtrArray) rows
      = crm_reader_list_where (reader, "account_domain", "account", id, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    g_ptr_array_add (domains,
                     g_strdup (crm_record_get_text (g_ptr_array_index (rows, i), "domain")));
  return rows != NULL;
}

/* Those who work there now; the years of the others are not known well enough to take their mail.
 */
static gboolean
add_members_of_account (CrmReader *reader, const char *id, GPtrArray *addresses, GError **error)
{
  g_autoptr (GPtrArray) rows
      = crm_reader_list_where (reader, "account_person", "account", id, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const CrmRecord *row = g_ptr_array_index (rows, i);

      if (crm_record_get (row, "until")->kind == CRM_VALUE_NULL
          && !add_addresses_of_person (reader, crm_record_get_text (row, "person"), addresses,
                                       error))
        return FALSE;
    }
  return rows != NULL;
}

static gboolean
print_timeline (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  g_auto (CrmCliSubject) subject = { 0 };
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) domains = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CrmHistory) history = NULL;
  CrmHistoryQuery query = { .before_usec = G_MAXINT64, .want_totals = TRUE };

  if (!crm_cli_subject_read (reader, &subject, error)
      || (opt_before != NULL
          && !crm_cli_parse_time (opt_before, crm_reader_get_now_usec (reader), &query.before_usec,
                                  error)))
    return FALSE;
  if (subject.address != NULL)
    g_ptr_array_add (addresses, g_strdup (subject.address));
  if (subject.person != NULL && !add_addresses_of_person (reader, subject.person, addresses, error))
    return FALSE;
  if (subject.account != NULL
      && (!add_domains_of_account (reader, subject.account, domains, error)
          || !add_members_of_account (reader, subject.account, addresses, error)))
    return FALSE;
  g_ptr_array_add (addresses, NULL);
  g_ptr_array_add (domains, NULL);

  query.addresses = (const char *const *)addresses->pdata;
  query.domains = (const char *const *)domains->pdata;
  query.person = subject.person;
  query.account = subject.account;
  query.deal = subject.deal;
  query.limit = (guint)CLAMP (opt_limit, 0, 1000000);
  history = crm_history_load (reader, &query, error);
  if (history == NULL)
    return FALSE;
  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_cli_print_history (cli, history);
  crm_printer_end (cli->printer);
  return TRUE;
}

static gboolean
run (CrmCli *cli, GError **error)
{
  if (crm_cli_subject_count () != 1 || cli->n_args > 0)
    return crm_cli_usage (error, "%s", _ ("say one of --address, --person, --account or --deal"));
  return crm_cli_read (cli, print_timeline, NULL, error);
}

const CrmCliVerb crm_cmd_timeline
    = { "timeline",
        N_ ("(--address ADDRESS | --person PERSON | --account ACCOUNT | --deal DEAL)"),
        N_ ("Show what happened, the newest first"),
        run,
        { crm_cli_subject_entries, entries } };

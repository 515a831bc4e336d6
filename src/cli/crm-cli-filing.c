/* crm-cli-filing.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cli-filing"
#include "config.h"

#include "crm-cli-filing.h"

#include <glib/gi18n.h>

#include "crm-cli-values.h"
#include "store/crm-context-query.h"

static char *opt_message;
static char *opt_targets[3]; /* by CrmTarget */

static const char *const target_names[] = { "deal", "person", "account" };

const GOptionEntry crm_cli_message_entries[] = {
  { "message", 0, 0, G_OPTION_ARG_STRING, &opt_message, N_ ("Message-ID of the letter"),
    N_ ("MESSAGE-ID") },
  { NULL },
};

const GOptionEntry crm_cli_target_entries[] = {
  { "deal", 0, 0, G_OPTION_ARG_STRING, &opt_targets[CRM_TARGET_DEAL], N_ ("A deal: id or title"),
    N_ ("DEAL") },
  { "person", 0, 0, G_OPTION_ARG_STRING, &opt_targets[CRM_TARGET_PERSON],
    N_ ("A person: id, name or e-mail address"), N_ ("PERSON") },
  { "account", 0, 0, G_OPTION_ARG_STRING, &opt_targets[CRM_TARGET_ACCOUNT],
    N_ ("An account: id or name"), N_ ("ACCOUNT") },
  { NULL },
};

typedef struct
{
  CrmCliFilingFunc func;
  CrmTarget target;
  CrmMessage *message; /* (owned) (nullable) */
  char *id;            /* (owned) (nullable): of the target */
} Filing;

/**
 * crm_cli_find_message:
 * @reader: a reader
 * @error: (nullable): %CRM_ERROR_NOT_FOUND when no indexed mail has the Message-ID, usage errors
 *
 * Returns: (transfer full) (nullable): the letter that --message names
 */
CrmMessage *
crm_cli_find_message (CrmReader *reader, GError **error)
{
  if (opt_message == NULL)
    {
      crm_cli_usage (error, "%s", _ ("say which letter: --message MESSAGE-ID"));
      return NULL;
    }
  return crm_query_message_by_id (reader, opt_message, error);
}

/* Which one of the options for targets was given; FALSE unless it is exactly one. */
static gboolean
find_target (CrmTarget *out_target, GError **error)
{
  guint n_targets = 0;

  for (guint i = 0; i < G_N_ELEMENTS (opt_targets); i++)
    if (opt_targets[i] != NULL)
      {
        *out_target = (CrmTarget)i;
        n_targets++;
      }
  return n_targets == 1
         || crm_cli_usage (error, "%s", _ ("say one of --deal, --person or --account"));
}

/**
 * crm_cli_read_target:
 * @reader: a reader
 * @out_target: (out): what kind of record the options name
 * @error: (nullable): %CRM_ERROR_NOT_FOUND, usage errors
 *
 * Returns: (transfer full) (nullable): the id of the one record that the options name
 */
char *
crm_cli_read_target (CrmReader *reader, CrmTarget *out_target, GError **error)
{
  if (!find_target (out_target, error))
    return NULL;
  return crm_cli_resolve (reader, target_names[*out_target], opt_targets[*out_target], error);
}

static gboolean
resolve_filing (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  Filing *filing = data;

  filing->message = crm_cli_find_message (reader, error);
  if (filing->message == NULL)
    return FALSE;
  filing->id = crm_cli_read_target (reader, &filing->target, error);
  return filing->id != NULL;
}

static gboolean
write_filing (CrmCli *cli, const Filing *filing, GError **error)
{
  g_autoptr (CrmChangeSet) set = filing->func (filing->message, filing->target, filing->id);
  g_autofree char *email = crm_filing_email_id (filing->message);

  if (!crm_cli_write (cli, set, error))
    return FALSE;
  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_text (cli->printer, "message_id", _ ("Message-ID"), filing->message->message_id);
  crm_printer_text (cli->printer, "subject", _ ("Subject"), filing->message->subject);
  crm_printer_text (cli->printer, "email", _ ("Record"), email);
  crm_printer_raw (cli->printer, target_names[filing->target], filing->id);
  crm_printer_end (cli->printer);
  return TRUE;
}

/**
 * crm_cli_run_filing:
 * @cli: the command line
 * @func: what to do with the letter that the options name, and the one target they name
 * @error: (nullable): %CRM_ERROR_NOT_FOUND, usage errors, those of writing
 *
 * Returns: whether it was done
 */
gboolean
crm_cli_run_filing (CrmCli *cli, CrmCliFilingFunc func, GError **error)
{
  Filing filing = { .func = func };
  gboolean done;

  if (!find_target (&filing.target, error))
    return FALSE;
  if (cli->n_args > 0)
    return crm_cli_usage (error, "%s", _ ("say one of --deal, --person or --account"));
  done = crm_cli_read (cli, resolve_filing, &filing, error) && write_filing (cli, &filing, error);
  g_clear_pointer (&filing.message, crm_message_unref);
  g_free (filing.id);
  return done;
}

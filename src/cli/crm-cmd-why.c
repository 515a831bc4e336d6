/* crm-cmd-why.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Law 6: every link has a reason. */
#define G_LOG_DOMAIN "crm-cmd-why"
#include "config.h"

#include <glib/gi18n.h>

#include "crm-cli-filing.h"
#include "crm-cli-mail.h"
#include "crm-cli-values.h"
#include "crm-cli-verbs.h"
#include "model/crm-address.h"
#include "service/crm-context.h"

/* One line of the answer: the letter is at @record because of @reason. */
static void
print_reason (CrmCli *cli,
              const char *reason,
              const char *shown,
              const char *detail,
              const CrmRecord *record,
              const char *decision)
{
  g_autofree char *title = record != NULL ? crm_cli_dup_title (record) : NULL;

  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_choice (cli->printer, "reason", _ ("Why"), reason, shown);
  crm_printer_text (cli->printer, "detail", _ ("Through"), detail);
  crm_printer_choice (cli->printer, "entity", _ ("What"),
                      record != NULL ? record->entity->name : NULL,
                      record != NULL ? _ (record->entity->label) : NULL);
  crm_printer_raw (cli->printer, "id", record != NULL ? record->id : NULL);
  crm_printer_text (cli->printer, "title", _ ("Where"), title);
  crm_printer_raw (cli->printer, "decision", decision);
  crm_printer_end (cli->printer);
}

static gboolean
print_decisions (CrmCli *cli, CrmReader *reader, const CrmMessage *message, GError **error)
{
  static const char *const targets[] = { "deal", "person", "account" };
  g_autofree char *email = crm_filing_email_id (message);
  g_autoptr (GPtrArray) links = crm_reader_list_where (reader, "link", "email", email, error);

  for (guint i = 0; links != NULL && i < links->len; i++)
    for (guint t = 0; t < G_N_ELEMENTS (targets); t++)
      {
        const CrmRecord *link = g_ptr_array_index (links, i);
        const char *id = crm_record_get_text (link, targets[t]);
        const char *decision = crm_record_get_text (link, "decision");
        g_autoptr (CrmRecord) record
            = id != NULL ? crm_reader_get (reader, targets[t], id, error) : NULL;

        if (id != NULL && record == NULL)
          return FALSE;
        if (id != NULL)
          print_reason (cli, crm_cli_reason_name (CRM_REASON_HAND),
                        _ (crm_field_choice_label (crm_entity_find_field (link->entity, "decision"),
                                                   decision)),
                        NULL, record, decision);
      }
  return links != NULL;
}

static gboolean
print_conversation (CrmCli *cli, CrmReader *reader, const CrmMessage *message, GError **error)
{
  g_autoptr (GPtrArray) states = crm_query_deals_of_conversation (reader, message, error);

  for (guint i = 0; states != NULL && i < states->len; i++)
    print_reason (cli, crm_cli_reason_name (CRM_REASON_CONVERSATION),
                  _ ("conversation with a filed letter"), NULL,
                  ((CrmDealState *)g_ptr_array_index (states, i))->deal, NULL);
  return states != NULL;
}

static gboolean
print_person (CrmCli *cli, CrmReader *reader, const char *address, GError **error)
{
  g_autoptr (GPtrArray) rows = crm_reader_list_where (reader, "address", "address", address, error);
  const char *id = rows != NULL && rows->len > 0
                       ? crm_record_get_text (g_ptr_array_index (rows, 0), "person")
                       : NULL;
  g_autoptr (CrmRecord) person = id != NULL ? crm_reader_get (reader, "person", id, error) : NULL;

  if (rows == NULL || (id != NULL && person == NULL))
    return FALSE;
  print_reason (cli, crm_cli_reason_name (CRM_REASON_ADDRESS), _ ("takes part"), address, person,
                NULL);
  return TRUE;
}

static gboolean
print_account (
    CrmCli *cli, CrmReader *reader, const char *address, GHashTable *seen, GError **error)
{
  const char *domain = crm_address_get_domain (address);
  char *organization = domain != NULL ? crm_domain_organization (domain) : NULL;
  g_autoptr (CrmRecord) account = NULL;
  g_autoptr (GError) local_error = NULL;

  if (organization == NULL || crm_domain_is_free_mail (organization)
      || g_hash_table_contains (seen, organization))
    {
      g_free (organization);
      return TRUE;
    }
  g_hash_table_add (seen, organization);
  account = crm_query_account_of_domain (reader, organization, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  print_reason (cli, crm_cli_reason_name (CRM_REASON_DOMAIN),
                _ ("somebody of the organisation takes part"), organization, account, NULL);
  return TRUE;
}

/* Law 6: oneself takes part in everything and is no reason. */
static gboolean
print_parties (CrmCli *cli, CrmReader *reader, const CrmMessage *message, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < message->parties->len; i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (message->parties, i);
      g_autoptr (GError) local_error = NULL;
      gboolean own = crm_query_is_own (reader, party->address, &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (own || party->role == CRM_ROLE_REPLY_TO
          || !g_hash_table_add (seen, g_strdup (party->address)))
        continue;
      if (!print_person (cli, reader, party->address, error)
          || !print_account (cli, reader, party->address, seen, error))
        return FALSE;
    }
  return TRUE;
}

static void
print_proposal (CrmCli *cli, const CrmContext *context)
{
  static const struct
  {
    const char *name;
    const char *label;
  } why[] = {
    [CRM_PROPOSAL_NONE] = { "none", N_ ("none") },
    [CRM_PROPOSAL_CONVERSATION]
    = { "conversation", N_ ("letters of this conversation are filed there") },
    [CRM_PROPOSAL_TOKEN] = { "token", N_ ("the subject carries the token of this deal") },
    [CRM_PROPOSAL_SUBJECT]
    = { "subject", N_ ("a letter of the same subject and people is filed there") },
    [CRM_PROPOSAL_ONLY_DEAL] = { "only-deal", N_ ("the only open deal of this person") },
    [CRM_PROPOSAL_ACCOUNT_DEAL] = { "account-deal", N_ ("the only open deal of this account") },
    [CRM_PROPOSAL_SERIES] = { "series", NULL },         /* of meetings alone */
    [CRM_PROPOSAL_INVITATION] = { "invitation", NULL }, /* the same */
    [CRM_PROPOSAL_MEETING] = { "meeting", N_ ("the meeting that it is about is filed there") },
  };
  const CrmRecord *deal = context->proposal != NULL ? context->proposal->deal : NULL;

  if (deal == NULL)
    {
      crm_printer_raw (cli->printer, "proposal", NULL);
      return;
    }
  crm_printer_begin_object (cli->printer, "proposal", _ ("Proposed deal"));
  crm_printer_text (cli->printer, "deal", _ ("Deal"), deal->id);
  crm_printer_text (cli->printer, "title", _ ("Title"), crm_record_get_title (deal));
  crm_printer_choice (cli->printer, "reason", _ ("Why"), why[context->proposal_reason].name,
                      _ (why[context->proposal_reason].label));
  crm_printer_end (cli->printer);
}

static gboolean
print_why (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  g_autoptr (CrmMessage) message = crm_cli_find_message (reader, error);
  CrmContextRequest request = { .message = message, .history_limit = 1 };
  g_autoptr (CrmContext) context
      = message != NULL ? crm_context_load (reader, &request, error) : NULL;

  if (context == NULL)
    return FALSE;
  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_cli_print_message (cli, message);
  crm_printer_text (cli->printer, "visibility", _ ("Visibility"),
                    context->visibility != NULL ? context->visibility : "normal");
  crm_printer_bool (cli->printer, "automatic", _ ("Automatic"), context->is_automatic);
  crm_printer_begin_list (cli->printer, "reasons", _ ("Reasons"));
  if (!print_decisions (cli, reader, message, error)
      || !print_conversation (cli, reader, message, error)
      || !print_parties (cli, reader, message, error))
    return FALSE;
  crm_printer_end (cli->printer);
  print_proposal (cli, context);
  crm_printer_end (cli->printer);
  return TRUE;
}

static gboolean
run (CrmCli *cli, GError **error)
{
  if (cli->n_args > 0)
    return crm_cli_usage (error, "%s", _ ("say which letter: --message MESSAGE-ID"));
  return crm_cli_read (cli, print_why, NULL, error);
}

const CrmCliVerb crm_cmd_why = { "why",
                                 N_ ("--message MESSAGE-ID"),
                                 N_ ("Tell why a letter is where it is"),
                                 run,
                                 { crm_cli_message_entries } };

/* crm-cmd-deal.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-deal"
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-cli-records.h"
#include "crm-cli-values.h"
#include "crm-cli-verbs.h"
#include "service/crm-deals.h"
#include "store/crm-seed.h"

static char *opt_title;
static char *opt_account;
static char **opt_people;
static char *opt_amount;
static char *opt_currency;
static char *opt_stage;
static char *opt_pipeline;
static char *opt_lost_reason;
static char *opt_lost_note;

static const GOptionEntry entries[] = {
  { "title", 0, 0, G_OPTION_ARG_STRING, &opt_title, N_ ("add: title"), N_ ("TITLE") },
  { "account", 0, 0, G_OPTION_ARG_STRING, &opt_account, N_ ("add: whose deal it is"),
    N_ ("ACCOUNT") },
  { "person", 0, 0, G_OPTION_ARG_STRING_ARRAY, &opt_people,
    N_ ("add: who takes part, also several times"), N_ ("PERSON") },
  { "amount", 0, 0, G_OPTION_ARG_STRING, &opt_amount, N_ ("add: amount, such as 1234.50"),
    N_ ("AMOUNT") },
  { "currency", 0, 0, G_OPTION_ARG_STRING, &opt_currency, N_ ("add: currency, such as EUR"),
    N_ ("CODE") },
  { "stage", 0, 0, G_OPTION_ARG_STRING, &opt_stage, N_ ("add: stage (default: the first)"),
    N_ ("STAGE") },
  { "pipeline", 0, 0, G_OPTION_ARG_STRING, &opt_pipeline, N_ ("add: pipeline"), N_ ("PIPELINE") },
  { "lost-reason", 0, 0, G_OPTION_ARG_STRING, &opt_lost_reason,
    N_ ("set stage=…: why the deal is lost"), N_ ("REASON") },
  { "lost-note", 0, 0, G_OPTION_ARG_STRING, &opt_lost_note,
    N_ ("set stage=…: what to add to the reason"), N_ ("TEXT") },
  { NULL },
};

static gboolean
resolve_option (
    CrmReader *reader, const char *entity, const char *text, char **out_id, GError **error)
{
  if (text == NULL)
    return TRUE;
  *out_id = crm_cli_resolve (reader, entity, text, error);
  return *out_id != NULL;
}

/* The currency that counts when nobody names one: the account's, else the pipeline's. */
static char *
find_currency (CrmReader *reader, const char *account, const char *pipeline)
{
  g_autoptr (CrmRecord) record
      = account != NULL ? crm_reader_get (reader, "account", account, NULL) : NULL;
  const char *code = record != NULL ? crm_record_get_text (record, "currency") : NULL;

  if (opt_currency != NULL)
    return g_ascii_strup (opt_currency, -1);
  if (code == NULL)
    {
      g_clear_pointer (&record, crm_record_unref);
      record = crm_reader_get (reader, "pipeline", pipeline, NULL);
      code = record != NULL ? crm_record_get_text (record, "currency") : NULL;
    }
  return g_strdup (code);
}

static gboolean
check_open (CrmReader *reader, const char *stage, GError **error)
{
  g_autoptr (CrmRecord) record
      = stage != NULL ? crm_reader_get (reader, "stage", stage, error) : NULL;
  const char *kind = record != NULL ? crm_record_get_text (record, "kind") : NULL;

  if (stage == NULL)
    return TRUE;
  if (kind == NULL)
    return FALSE;
  if (g_str_equal (kind, "open") || g_str_equal (kind, "on_hold"))
    return TRUE;
  g_set_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT,
               "a deal begins in an open stage; close it with “deal set”");
  return FALSE;
}

static char *
first_stage (CrmReader *reader, const char *pipeline, GError **error)
{
  g_autoptr (GPtrArray) stages
      = crm_reader_list_where (reader, "stage", "pipeline", pipeline, error);
  const CrmRecord *first = NULL;

  if (stages == NULL)
    return NULL;
  for (guint i = 0; i < stages->len; i++)
    {
      const CrmRecord *stage = g_ptr_array_index (stages, i);

      if (first == NULL
          || crm_record_get_int (stage, "position", 0) < crm_record_get_int (first, "position", 0))
        first = stage;
    }
  if (first == NULL)
    g_set_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT, "the pipeline has no stages");
  return first != NULL ? g_strdup (first->id) : NULL;
}

static gboolean
add_people (CrmReader *reader, CrmChangeSet *set, const char *deal, GError **error)
{
  for (guint i = 0; opt_people != NULL && opt_people[i] != NULL; i++)
    {
      g_autofree char *person = crm_cli_resolve (reader, "person", opt_people[i], error);

      if (person == NULL)
        return FALSE;
      crm_deals_add_person (set, deal, person);
    }
  return TRUE;
}

static char *
add_deal (CrmCli *cli, CrmReader *reader, CrmChangeSet *set, GError **error)
{
  g_autofree char *account = NULL;
  g_autofree char *pipeline = NULL;
  g_autofree char *stage = NULL;
  g_autofree char *known = NULL;
  g_autofree char *currency = NULL;
  g_autofree char *id = NULL;
  CrmNewDeal deal = { .title = opt_title,
                      .owner = crm_reader_get_actor (reader),
                      .now_usec = crm_reader_get_now_usec (reader) };

  if (!resolve_option (reader, "account", opt_account, &account, error)
      || !resolve_option (reader, "pipeline",
                          opt_pipeline != NULL ? opt_pipeline : CRM_SEED_PIPELINE, &pipeline,
                          error))
    return NULL;
  stage = opt_stage != NULL ? crm_cli_resolve_stage (reader, pipeline, opt_stage, error)
                            : first_stage (reader, pipeline, error);
  if (stage == NULL || !check_open (reader, stage, error))
    return NULL;
  known = find_currency (reader, account, pipeline);
  deal.account = account;
  deal.pipeline = pipeline;
  deal.stage = stage;
  deal.currency = known;
  if (opt_amount != NULL)
    {
      if (!crm_cli_parse_money (opt_amount, known, &currency, &deal.amount_minor, error))
        return NULL;
      deal.currency = currency;
      deal.has_amount = TRUE;
    }
  id = crm_deals_create (set, &deal);
  return add_people (reader, set, id, error) ? g_steal_pointer (&id) : NULL;
}

static gboolean
move_deal (
    CrmReader *reader, CrmChangeSet *set, const CrmRecord *deal, const char *text, GError **error)
{
  g_autofree char *id
      = crm_cli_resolve_stage (reader, crm_record_get_text (deal, "pipeline"), text, error);
  g_autoptr (CrmRecord) stage = id != NULL ? crm_reader_get (reader, "stage", id, error) : NULL;
  g_autoptr (CrmRecord) stage_now
      = stage != NULL ? crm_reader_get (reader, "stage", crm_record_get_text (deal, "stage"), error)
                      : NULL;
  g_autofree char *reason = NULL;

  if (stage_now == NULL || !resolve_option (reader, "lost_reason", opt_lost_reason, &reason, error))
    return FALSE;
  return crm_deals_set_stage (set, deal, stage_now, stage, reason, opt_lost_note,
                              crm_reader_get_now_usec (reader), error);
}

/* A deal goes through its stages by the one function that keeps history and closing date. */
static gboolean
set_deal (CrmCli *cli,
          CrmReader *reader,
          CrmChangeSet *set,
          const CrmRecord *deal,
          GPtrArray *assignments,
          GError **error)
{
  const char *stage = NULL;

  for (guint i = assignments->len; i > 0; i--)
    {
      const char *assignment = g_ptr_array_index (assignments, i - 1);

      if (g_str_has_prefix (assignment, "pipeline="))
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE,
                       "a deal stays in its pipeline; set its stage");
          return FALSE;
        }
      if (!g_str_has_prefix (assignment, "stage="))
        continue;
      stage = assignment + strlen ("stage=");
      g_ptr_array_remove_index (assignments, i - 1);
    }
  if (stage == NULL && assignments->len == 0)
    return crm_cli_usage (error, "%s", _ ("“deal set” needs an id and FIELD=VALUE"));
  if (stage == NULL)
    return TRUE;
  if (assignments->len == 0)
    {
      g_free (set->label);
      set->label = g_strdup ("set-stage");
    }
  return move_deal (reader, set, deal, stage, error);
}

static gboolean
run (CrmCli *cli, GError **error)
{
  static const CrmCliRecordVerb verb = { "deal", add_deal, set_deal };

  return crm_cli_run_record (cli, &verb, error);
}

const CrmCliVerb crm_cmd_deal
    = { "deal",
        N_ ("add [FIELD=VALUE…] | list | show DEAL | set DEAL FIELD=VALUE… | delete DEAL"),
        N_ ("Add, list, show, change or delete deals"),
        run,
        { entries, crm_cli_list_entries } };

/* crm-cli-verbs.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cli-verbs"
#include "config.h"

#include "crm-cli-verbs.h"

/* In the order of `ecrm --help`. */
static const CrmCliVerb *const verbs[] = {
  &crm_cmd_index,    &crm_cmd_stats,
  &crm_cmd_timeline, &crm_cmd_find,
  &crm_cmd_list,     &crm_cmd_person,
  &crm_cmd_account,  &crm_cmd_deal,
  &crm_cmd_lead,     &crm_cmd_duplicates,
  &crm_cmd_merge,    &crm_cmd_note,
  &crm_cmd_call,     &crm_cmd_followup,
  &crm_cmd_meeting,  &crm_cmd_document,
  &crm_cmd_template, &crm_cmd_link,
  &crm_cmd_unlink,   &crm_cmd_why,
  &crm_cmd_exclude,  &crm_cmd_field,
  &crm_cmd_currency, &crm_cmd_report,
  &crm_cmd_journal,  &crm_cmd_undo,
  &crm_cmd_check,    &crm_cmd_backup,
  &crm_cmd_restore,  &crm_cmd_import,
  &crm_cmd_load,     &crm_cmd_complete,
  &crm_cmd_describe, NULL,
};

/**
 * crm_cli_list_verbs:
 *
 * Returns: (transfer none): all verbs, ended by %NULL
 */
const CrmCliVerb *const *
crm_cli_list_verbs (void)
{
  return verbs;
}

/**
 * crm_cli_find_verb:
 * @name: what somebody typed
 *
 * Returns: (transfer none) (nullable): the verb of that name
 */
const CrmCliVerb *
crm_cli_find_verb (const char *name)
{
  for (const CrmCliVerb *const *verb = verbs; *verb != NULL; verb++)
    if (g_str_equal ((*verb)->name, name))
      return *verb;
  return NULL;
}

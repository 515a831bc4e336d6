/* crm-accounts.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-accounts"
#include "config.h"

#include "crm-accounts.h"

/**
 * crm_accounts_begin_plan:
 * @account: id of an account
 *
 * Makes it a key account: one with a plan. Two devices that begin one begin the same.
 *
 * Returns: (transfer full): the change set; of an account that has a plan it changes nothing
 */
CrmChangeSet *
crm_accounts_begin_plan (const char *account)
{
  CrmChangeSet *set = crm_change_set_new ("plan-account", CRM_CAUSE_USER);
  g_autofree char *id = crm_entity_derive_id (crm_entity_find ("account_plan"), account, NULL);
  CrmChange *change = crm_change_set_ensure (set, "account_plan", id);

  crm_change_set_text (change, "account", account);
  return set;
}

/**
 * crm_accounts_join:
 * @account: id of an account
 * @person: id of somebody who works there, or worked there once
 * @term: from when to when, and as what
 *
 * Who left and came back has two terms, told apart by the day they began.
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_accounts_join (const char *account, const char *person, const CrmTerm *term)
{
  CrmChangeSet *set = crm_change_set_new ("join-account", CRM_CAUSE_USER);
  char since[16] = "";
  g_autofree char *id = NULL;
  CrmChange *change;

  if (term->since != NULL)
    g_snprintf (since, sizeof since, "%d", *term->since);
  id = crm_entity_derive_id (crm_entity_find ("account_person"), account, person, since, NULL);
  change = crm_change_set_ensure (set, "account_person", id);
  crm_change_set_text (change, "account", account);
  crm_change_set_text (change, "person", person);
  if (term->since != NULL)
    crm_change_set_int (change, "since", *term->since);
  if (term->until != NULL)
    crm_change_set_int (change, "until", *term->until);
  if (term->role != NULL)
    crm_change_set_text (change, "role", term->role);
  if (term->decision_role != NULL)
    crm_change_set_text (change, "decision_role", term->decision_role);
  return set;
}

/**
 * crm_accounts_leave:
 * @membership: an `account_person` as the person saw it
 * @day: the last day there, days since 1970-01-01
 *
 * Nothing is forgotten: letters of those years stay with the account.
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_accounts_leave (const CrmRecord *membership, int day)
{
  CrmChangeSet *set = crm_change_set_new ("leave-account", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_update (set, "account_person", membership->id);

  crm_change_set_int (change, "until", day);
  crm_change_expect (change, "until", crm_record_get (membership, "until"));
  return set;
}

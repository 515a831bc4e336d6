/* crm-decision.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-decision"
#include "config.h"

#include "crm-decision.h"

/**
 * crm_decision_add:
 * @set: a change set
 * @link_entity: `link` of letters, or `meeting_link`
 * @record: id of the record of the letter or meeting
 * @target: what kind of record it is about
 * @id: which one
 * @decision: what was decided; it takes the place of what was decided before
 *
 * Remembers a decision in the same step.
 */
void
crm_decision_add (CrmChangeSet *set,
                  const char *link_entity,
                  const char *record,
                  CrmTarget target,
                  const char *id,
                  CrmDecision decision)
{
  static const char *const fields[] = { "deal", "person", "account" };
  static const char *const decisions[] = { "filed", "right", "wrong" };
  const CrmEntity *entity = crm_entity_find (link_entity);
  g_autofree char *link = crm_entity_derive_id (entity, record, target == CRM_TARGET_DEAL ? id : "",
                                                target == CRM_TARGET_PERSON ? id : "",
                                                target == CRM_TARGET_ACCOUNT ? id : "", NULL);
  CrmChange *change = crm_change_set_ensure (set, link_entity, link);

  crm_change_set_text (change, entity->fields[0].name, record); /* `email` or `meeting` */
  crm_change_set_text (change, fields[target], id);
  crm_change_set_text (change, "decision", decisions[decision]);
}

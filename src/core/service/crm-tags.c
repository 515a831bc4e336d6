/* crm-tags.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-tags"
#include "config.h"

#include "crm-tags.h"

/**
 * crm_tags_derive_id:
 * @tag: id of a tag
 * @entity: `person`, `account`, `deal` or `lead`
 * @record: id of what bears the tag
 *
 * Leads came later than the others: only theirs have a fifth end, so that the ids from before still
 * follow from the same ends.
 *
 * Returns: (transfer full): id of the `tagging` that joins both
 */
char *
crm_tags_derive_id (const char *tag, const char *entity, const char *record)
{
  gboolean is_lead = g_str_equal (entity, "lead");

  return crm_entity_derive_id (
      crm_entity_find ("tagging"), tag, g_str_equal (entity, "person") ? record : "",
      g_str_equal (entity, "account") ? record : "", g_str_equal (entity, "deal") ? record : "",
      is_lead ? record : NULL, NULL);
}

/**
 * crm_tags_add:
 * @set: a change set
 * @tag: id of a tag
 * @entity: `person`, `account`, `deal` or `lead`
 * @record: id of what is to bear the tag
 *
 * What bears it already stays as it is.
 */
void
crm_tags_add (CrmChangeSet *set, const char *tag, const char *entity, const char *record)
{
  g_autofree char *id = crm_tags_derive_id (tag, entity, record);
  CrmChange *change = crm_change_set_ensure (set, "tagging", id);

  crm_change_set_text (change, "tag", tag);
  crm_change_set_text (change, entity, record);
}

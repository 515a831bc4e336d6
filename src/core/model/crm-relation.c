/* crm-relation.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-relation"
#include "config.h"

#include "crm-relation.h"

static const CrmRelation relations[] = {
  { "person", "addresses", "address", "person", NULL },
  { "person", "phones", "phone", "person", NULL },
  { "person", "accounts", "account_person", "person", "account" },
  { "person", "memberships", "account_person", "person", NULL },
  { "person", "deals", "deal_person", "person", "deal" },
  { "person", "tags", "tagging", "person", "tag" },
  { "person", "notes", "note", "person", NULL },
  { "person", "calls", "call", "person", NULL },
  { "person", "follow_ups", "follow_up", "person", NULL },
  { "person", "documents", "document", "person", NULL },
  { "person", "emails", "link", "person", "email" },
  { "account", "domains", "account_domain", "account", NULL },
  { "account", "phones", "phone", "account", NULL },
  { "account", "people", "account_person", "account", "person" },
  { "account", "memberships", "account_person", "account", NULL },
  { "person", "leads", "lead", "person", NULL },
  { "account", "plans", "account_plan", "account", NULL },
  { "account", "leads", "lead", "account", NULL },
  { "account", "children", "account", "parent", NULL },
  { "account", "deals", "deal", "account", NULL },
  { "account", "tags", "tagging", "account", "tag" },
  { "account", "notes", "note", "account", NULL },
  { "account", "calls", "call", "account", NULL },
  { "account", "follow_ups", "follow_up", "account", NULL },
  { "account", "documents", "document", "account", NULL },
  { "account", "emails", "link", "account", "email" },
  { "deal", "people", "deal_person", "deal", "person" },
  { "deal", "memberships", "deal_person", "deal", NULL },
  { "deal", "tags", "tagging", "deal", "tag" },
  { "deal", "notes", "note", "deal", NULL },
  { "deal", "calls", "call", "deal", NULL },
  { "deal", "follow_ups", "follow_up", "deal", NULL },
  { "deal", "documents", "document", "deal", NULL },
  { "deal", "stages", "stage_history", "deal", NULL },
  { "deal", "emails", "link", "deal", "email" },
  { "lead", "tags", "tagging", "lead", "tag" },
  { "lead", "notes", "note", "lead", NULL },
  { "lead", "calls", "call", "lead", NULL },
  { "lead", "follow_ups", "follow_up", "lead", NULL },
  { "lead", "documents", "document", "lead", NULL },
  { "pipeline", "stages", "stage", "pipeline", NULL },
  { "pipeline", "deals", "deal", "pipeline", NULL },
  { "stage", "deals", "deal", "stage", NULL },
  { "tag", "people", "tagging", "tag", "person" },
  { "tag", "accounts", "tagging", "tag", "account" },
  { "tag", "deals", "tagging", "tag", "deal" },
  { "tag", "leads", "tagging", "tag", "lead" },
  { "email", "deals", "link", "email", "deal" },
  { "email", "people", "link", "email", "person" },
  { "email", "accounts", "link", "email", "account" },
  { NULL, NULL, NULL, NULL, NULL },
};

/**
 * crm_relation_list:
 *
 * Returns: (transfer none): all relations, ended by a %NULL entity
 */
const CrmRelation *
crm_relation_list (void)
{
  return relations;
}

/**
 * crm_relation_find:
 * @entity: where it starts
 * @name: what filters call it
 *
 * Returns: (transfer none) (nullable): the relation, %NULL when there is none of that name
 */
const CrmRelation *
crm_relation_find (const CrmEntity *entity, const char *name)
{
  for (const CrmRelation *relation = relations; relation->entity != NULL; relation++)
    if (g_str_equal (relation->entity, entity->name) && g_str_equal (relation->name, name))
      return relation;
  return NULL;
}

/**
 * crm_relation_get_target:
 * @relation: a relation
 *
 * Returns: (transfer none): the entity it leads to
 */
const CrmEntity *
crm_relation_get_target (const CrmRelation *relation)
{
  const CrmEntity *through = crm_entity_find (relation->through);

  if (relation->far_field == NULL)
    return through;
  return crm_entity_find (crm_entity_find_field (through, relation->far_field)->reference);
}

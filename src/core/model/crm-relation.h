/* crm-relation.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-entity.h"
G_BEGIN_DECLS

/* From one record to many, declared once for the filter language: `person.tags = "VIP"`. What leads
 * to one record is a field of type %CRM_FIELD_REF and needs no line here. */
typedef struct
{
  const char *entity;     /* where it starts */
  const char *name;       /* what filters call it: never renamed */
  const char *through;    /* the entity whose records make the relation */
  const char *near_field; /* its field that refers to @entity */
  const char *far_field;  /* (nullable): its field that leads on; NULL when @through is the end */
} CrmRelation;

const CrmRelation *crm_relation_list (void);
const CrmRelation *crm_relation_find (const CrmEntity *entity, const char *name);
const CrmEntity *crm_relation_get_target (const CrmRelation *relation);

G_END_DECLS

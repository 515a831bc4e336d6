/* crm-decision.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
G_BEGIN_DECLS

/* What somebody decided about where a letter or meeting belongs: a membership between its record
 * and a deal, person or account, whose id follows from both ends. */

typedef enum
{
  CRM_TARGET_DEAL,
  CRM_TARGET_PERSON,
  CRM_TARGET_ACCOUNT,
} CrmTarget;

typedef enum
{
  CRM_DECISION_FILED,
  CRM_DECISION_RIGHT, /* a derived link belongs there */
  CRM_DECISION_WRONG, /* it does not, whether it was filed or derived */
} CrmDecision;

void crm_decision_add (CrmChangeSet *set,
                       const char *link_entity,
                       const char *record,
                       CrmTarget target,
                       const char *id,
                       CrmDecision decision);

G_END_DECLS

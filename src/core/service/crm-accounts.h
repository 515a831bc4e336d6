/* crm-accounts.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
#include "model/crm-record.h"
G_BEGIN_DECLS

/* What is done with accounts: their plans, and who works there from when to when. */

/* From when to when somebody works somewhere, and as what. */
typedef struct
{
  const char *role;          /* (nullable) */
  const char *decision_role; /* (nullable): as it is stored */
  const int *since;          /* (nullable): days since 1970-01-01 */
  const int *until;          /* (nullable): the last day */
} CrmTerm;

CrmChangeSet *crm_accounts_begin_plan (const char *account) G_GNUC_WARN_UNUSED_RESULT;
CrmChangeSet *crm_accounts_join (const char *account,
                                 const char *person,
                                 const CrmTerm *term) G_GNUC_WARN_UNUSED_RESULT;
CrmChangeSet *crm_accounts_leave (const CrmRecord *membership, int day) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

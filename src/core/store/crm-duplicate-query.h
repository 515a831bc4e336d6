/* crm-duplicate-query.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-reader.h"
G_BEGIN_DECLS

/* What all people, or all accounts, can be compared by, in one pass each. */

typedef enum
{
  CRM_TRAIT_NAME,    /* what it is called */
  CRM_TRAIT_ADDRESS, /* of people: e-mail addresses, also of their contact in an address book */
  CRM_TRAIT_PHONE,   /* telephone numbers */
  CRM_TRAIT_ACCOUNT, /* of people: where they work now */
  CRM_TRAIT_DOMAIN,  /* of accounts: of their e-mail addresses */
  CRM_TRAIT_PARENT,  /* of accounts: the account above */
} CrmTrait;

typedef void (*CrmTraitFunc) (const char *id, const char *value, gpointer data);

gboolean crm_query_traits (CrmReader *reader,
                           const char *entity,
                           CrmTrait trait,
                           CrmTraitFunc func,
                           gpointer data,
                           GError **error);

G_END_DECLS

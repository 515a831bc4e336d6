/* crm-duplicates.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-store.h"
G_BEGIN_DECLS

/* People, or accounts, that are there twice: what crm_merge_plan_load() makes one. */

/* Why they may be the same; the surest first. */
typedef enum
{
  CRM_DUPLICATE_ADDRESS,      /* the same e-mail address */
  CRM_DUPLICATE_PHONE,        /* the same telephone number */
  CRM_DUPLICATE_NAME_ACCOUNT, /* the same name, and they work for the same account */
  CRM_DUPLICATE_NAME_DOMAIN,  /* the same name, and addresses of the same organisation */
  CRM_DUPLICATE_DOMAIN,       /* accounts with the same domain */
  CRM_DUPLICATE_NAME,         /* accounts of the same name */
} CrmDuplicateReason;

typedef struct
{
  GPtrArray *records; /* (owned) (element-type CrmRecord): two to %CRM_MERGE_MAX */
  CrmDuplicateReason reason;
} CrmDuplicates;

gboolean crm_duplicates_is_sure (const CrmDuplicates *self);
GPtrArray *crm_duplicates_find (CrmReader *reader, const char *entity, guint limit, GError **error);
void crm_duplicates_find_async (CrmStore *store,
                                const char *entity,
                                guint limit,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GPtrArray *crm_duplicates_find_finish (CrmStore *store, GAsyncResult *result, GError **error);

G_END_DECLS

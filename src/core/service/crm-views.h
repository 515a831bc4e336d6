/* crm-views.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* Lists that people saved under a name: which records, which columns, in which order. */

typedef struct
{
  const char *entity;
  const char *name;
  const char *filter;   /* (nullable): in the filter language */
  const char *columns;  /* (nullable): paths with their widths, as `title:240 stage` */
  const char *order_by; /* (nullable): a path, and ` desc` for downwards */
  const char *owner;    /* (nullable): id of a user */
} CrmView;

char *crm_views_save (CrmChangeSet *set, const CrmView *view, const CrmRecord *known);
const CrmRecord *crm_views_find_same (const GPtrArray *views, const char *name, const char *but);
void crm_views_rename (CrmChangeSet *set, const CrmRecord *view, const char *name);
void crm_views_load_async (CrmStore *store,
                           const char *entity,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
GPtrArray *crm_views_load_finish (CrmStore *store, GAsyncResult *result, GError **error);

G_END_DECLS

/* crm-ways.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-context-query.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* Where deals can go: all stages of all pipelines in use. Immutable, so it crosses threads freely.
 */

typedef struct
{
  CrmRecord *pipeline; /* (owned) */
  GPtrArray *stages;   /* (owned) (element-type CrmRecord): in use, in their order */
} CrmWay;

typedef struct
{
  GPtrArray *ways;         /* (owned) (element-type CrmWay): in the order of the pipelines */
  GPtrArray *lost_reasons; /* (owned) (element-type CrmRecord): in use */
  CrmDealState *state;     /* (owned) (nullable): of the deal that it was asked for */
} CrmWays;

CrmWays *
crm_ways_load (CrmReader *reader, const char *deal, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void crm_ways_load_async (CrmStore *store,
                          const char *deal,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
CrmWays *crm_ways_load_finish (CrmStore *store,
                               GAsyncResult *result,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
void crm_ways_free (CrmWays *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmWays, crm_ways_free)

G_END_DECLS

/* crm-board-query.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-context-query.h"
G_BEGIN_DECLS

/* What lists of deals show of each. */

typedef struct
{
  CrmDealState *state;  /* (owned) */
  char *account_name;   /* (owned) (nullable) */
  CrmRecord *follow_up; /* (owned) (nullable): the open one that is due first */
} CrmBoardDeal;

void crm_board_deal_free (CrmBoardDeal *self);
GPtrArray *crm_query_board_deals (CrmReader *reader,
                                  const char *pipeline,
                                  gint64 closed_since_usec,
                                  GError **error);
GHashTable *crm_query_count_by_stage (CrmReader *reader,
                                      const char *pipeline,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmBoardDeal, crm_board_deal_free)

G_END_DECLS

/* crm-deal-query-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-context-query.h"
#include "crm-reader-facts-private.h"
G_BEGIN_DECLS

CrmDealState *_crm_query_new_deal_state (CrmReader *reader,
                                         const CrmFacts *facts,
                                         CrmRecord *deal,
                                         GError **error);

G_END_DECLS

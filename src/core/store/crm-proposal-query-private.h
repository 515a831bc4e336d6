/* crm-proposal-query-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-context-query.h"
#include "crm-reader-private.h"
G_BEGIN_DECLS

/* What the two files of queries behind the sidebar share. */

GPtrArray *_crm_query_list_deal_states (CrmReader *reader, CrmRows *rows, GError **error);

G_END_DECLS

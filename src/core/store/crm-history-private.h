/* crm-history-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-history.h"
G_BEGIN_DECLS

gboolean _crm_history_count (CrmReader *reader,
                             const CrmHistoryQuery *query,
                             CrmHistory *history,
                             GError **error);

G_END_DECLS

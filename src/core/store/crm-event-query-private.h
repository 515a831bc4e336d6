/* crm-event-query-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-event-query.h"
G_BEGIN_DECLS

CrmEvent *_crm_query_read_event (CrmReader *reader, gint64 id, GError **error);

G_END_DECLS

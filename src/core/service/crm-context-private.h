/* crm-context-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-context.h"
G_BEGIN_DECLS

gboolean _crm_context_load_card (CrmContext *self, CrmReader *reader, GError **error);
gboolean _crm_context_load_contact_orders (CrmContext *self, CrmReader *reader, GError **error);
gboolean
_crm_context_load_follow_ups (CrmContext *self, CrmReader *reader, guint limit, GError **error);

gboolean _crm_context_load_custom (CrmContext *self, CrmReader *reader, GError **error);
gboolean _crm_context_load_undelivered (CrmContext *self, CrmReader *reader, GError **error);

G_END_DECLS

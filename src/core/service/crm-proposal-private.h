/* crm-proposal-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-context.h"
G_BEGIN_DECLS

gboolean _crm_context_find_proposal (CrmContext *self, CrmReader *reader, GError **error);

gboolean _crm_context_load_meeting (CrmContext *self, CrmReader *reader, GError **error);

gboolean _crm_context_take_card (CrmContext *self,
                                 CrmReader *reader,
                                 const CrmContact *card,
                                 GError **error);
gboolean _crm_context_find_person_of_card (CrmContext *self, CrmReader *reader, GError **error);
gboolean _crm_context_find_contact_state (CrmContext *self, CrmReader *reader, GError **error);

G_END_DECLS

/* crm-plain-ids.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-message.h"
G_BEGIN_DECLS

gboolean crm_plain_ids_add (CrmMessage *message, const char *text);
gboolean crm_plain_id_set (CrmMessage *message, const char *text);

G_END_DECLS

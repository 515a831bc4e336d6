/* crm-send-names-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "service/crm-send-check.h"
G_BEGIN_DECLS

char *_crm_send_words_of (const char *text);
gboolean _crm_send_is_named_after (const char *file_words, const CrmSendAccount *account);
gboolean _crm_send_is_same_name (const char *one, const char *other);

G_END_DECLS

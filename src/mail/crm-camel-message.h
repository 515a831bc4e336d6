/* crm-camel-message.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <camel/camel.h>
#include "crm-mail-headers.h"
#include "crm-message.h"
#include "crm-party-cache.h"
G_BEGIN_DECLS

void crm_mail_init (void);
CrmMessage *crm_camel_message_from_info (CamelMessageInfo *info,
                                         CrmPartyCache *cache) G_GNUC_WARN_UNUSED_RESULT;
CrmMessage *crm_camel_message_from_headers (const CrmMailHeaders *headers,
                                            guint64 size_bytes,
                                            CrmMessageFlags flags,
                                            CrmPartyCache *cache) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

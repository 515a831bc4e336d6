/* crm-plain-addresses.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-message.h"
G_BEGIN_DECLS

gboolean crm_plain_addresses_add (CrmMessage *message,
                                  CrmMessageRole role,
                                  const char *text,
                                  gboolean is_decoded);

G_END_DECLS

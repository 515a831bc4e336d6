/* crm-phrases-send.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "service/crm-send-check.h"
G_BEGIN_DECLS

char *crm_phrase_undelivered (const char *address, gint64 came_back_usec) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_send_warning (const CrmSendWarning *warning) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

/* crm-phrases-document.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-record.h"
G_BEGIN_DECLS

char *crm_phrase_document_place (const char *uri) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_document (const CrmRecord *document,
                           goffset size,
                           gint64 now_usec) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

/* crm-phrases-bulk.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "service/crm-bulk.h"
G_BEGIN_DECLS

/* What a change of many records would do, before it is done. Everything is translated text. */

char *crm_phrase_bulk_set (const CrmBulkPlan *plan,
                           const char *field,
                           const char *value) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_bulk_move (const CrmBulkPlan *plan, const char *stage) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_bulk_tag (const CrmBulkPlan *plan,
                           CrmBulkKind kind,
                           const char *tag) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_bulk_delete (const CrmBulkPlan *plan) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

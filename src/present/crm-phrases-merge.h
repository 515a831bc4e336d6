/* crm-phrases-merge.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "service/crm-duplicates.h"
#include "service/crm-merge.h"
G_BEGIN_DECLS

/* What a merge would do, before it is done. Everything is translated text. */

char *crm_phrase_merge_record (const CrmMergePlan *plan, guint record) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_merge_value (const CrmMergePlan *plan,
                              const CrmMergeField *field,
                              guint record) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_merge_moved (const CrmMergePlan *plan) G_GNUC_WARN_UNUSED_RESULT;
const char *crm_phrase_duplicates (const CrmDuplicates *duplicates);
char *crm_phrase_duplicates_names (const CrmDuplicates *duplicates) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

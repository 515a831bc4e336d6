/* crm-merge-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "service/crm-merge.h"
G_BEGIN_DECLS

int _crm_merge_find_index (const CrmMergePlan *self, const char *id);
guint _crm_merge_get_chosen (const CrmMergePlan *self, const CrmMergeField *field);
const CrmField *_crm_merge_find_end (const CrmMergePlan *self, const CrmEntity *entity);
void _crm_merge_join_members (const CrmMergePlan *self, CrmChangeSet *set);

G_END_DECLS

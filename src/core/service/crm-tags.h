/* crm-tags.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
#include "model/crm-record.h"
G_BEGIN_DECLS

/* Tags, and what bears them: people, accounts, deals and leads. Only builds. */

char *crm_tags_derive_id (const char *tag,
                          const char *entity,
                          const char *record) G_GNUC_WARN_UNUSED_RESULT;
void crm_tags_add (CrmChangeSet *set, const char *tag, const char *entity, const char *record);

G_END_DECLS

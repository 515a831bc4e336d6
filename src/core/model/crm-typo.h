/* crm-typo.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* Words as somebody typed them who may have mistyped: which texts can have been meant. */

#define CRM_TYPO_NONE G_MAXUINT
/* More mistakes than this in all words together, and something else was meant. */
#define CRM_TYPO_MAX 3

typedef struct _CrmTypo CrmTypo;

CrmTypo *crm_typo_new (const char *words, gboolean begun) G_GNUC_WARN_UNUSED_RESULT;
void crm_typo_free (CrmTypo *self);
guint crm_typo_match (const CrmTypo *self, const char *folded);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmTypo, crm_typo_free)

G_END_DECLS

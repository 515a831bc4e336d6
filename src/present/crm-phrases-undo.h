/* crm-phrases-undo.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-store.h"
G_BEGIN_DECLS

char *crm_phrase_undone (const CrmWriteResult *undone,
                         const GError *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

/* crm-format-value.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-list-query.h"
G_BEGIN_DECLS

/* Values of any declared field as people read them, for lists and previews. */

char *crm_format_value (const CrmField *field,
                        CrmFieldType type,
                        const CrmValue *value,
                        const char *currency,
                        gint64 now_usec) G_GNUC_WARN_UNUSED_RESULT;
char *crm_format_cell (const CrmListColumn *column,
                       const CrmValue *value,
                       const char *currency,
                       gint64 now_usec) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_format_is_number (CrmFieldType type);

G_END_DECLS

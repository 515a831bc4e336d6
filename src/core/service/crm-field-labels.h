/* crm-field-labels.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
#include "model/crm-record.h"
G_BEGIN_DECLS

/* What people of other languages read for a field or for one of its choices, as one line of text
 * that is typed: "de: Gebiet; fr: Région". */

char *crm_field_labels_join (GPtrArray *labels,
                             const char *field,
                             const char *choice) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_field_labels_split (
    CrmChangeSet *set, GPtrArray *labels, const char *field, const char *choice, const char *text);

G_END_DECLS

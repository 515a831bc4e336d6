/* crm-field-choices.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
#include "model/crm-record.h"
G_BEGIN_DECLS

/* The choices of a field that people define, as one line of text that is typed: "North; South".
 * @choices are records of `custom_choice` in use, of any field, in their order. */

char **crm_field_choices_split (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *crm_field_choices_join (GPtrArray *choices, const char *field) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_field_choices_find_rename (GPtrArray *choices,
                                        const char *field,
                                        const char *const *labels,
                                        const CrmRecord **out_choice,
                                        const char **out_label);
void crm_field_choices_change (CrmChangeSet *set,
                               GPtrArray *choices,
                               const char *field,
                               const char *const *labels,
                               gboolean rename);

G_END_DECLS

/* crm-fields.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
#include "model/crm-record.h"
G_BEGIN_DECLS

/* Defining fields. Each function only builds; the column comes with the write, in the same
 * transaction, and other programs know the field at their next read. See model/crm-custom.h for
 * what a custom field is afterwards. */

typedef struct
{
  const char *entity;    /* whose field, e.g. `deal` */
  const char *name;      /* what filters call it behind `x.`; see crm_custom_name_is_valid() */
  const char *type;      /* a choice of `custom_field.type`; never changes */
  const char *label;     /* what people read */
  const char *reference; /* (nullable): for `ref`, the entity it leads to */
  gint64 position;       /* in lists and forms, the lowest first */
  gboolean required;
} CrmNewField;

char *crm_fields_derive_id (const char *entity,
                            const char *name,
                            const char *type) G_GNUC_WARN_UNUSED_RESULT;
const CrmRecord *crm_fields_find_label (GPtrArray *fields, const char *entity, const char *label);
char *crm_fields_suggest_name (GPtrArray *fields,
                               const char *entity,
                               const char *label) G_GNUC_WARN_UNUSED_RESULT;
char *crm_fields_define (CrmChangeSet *set, const CrmNewField *field) G_GNUC_WARN_UNUSED_RESULT;
void crm_fields_hide (CrmChangeSet *set, const CrmRecord *definition);
void crm_fields_add_choice (CrmChangeSet *set,
                            const char *definition,
                            const char *value,
                            const char *label,
                            gint64 position);
void crm_fields_retire_choice (CrmChangeSet *set, const char *definition, const char *value);
void crm_fields_set_label (CrmChangeSet *set,
                           const char *definition,
                           const char *choice,
                           const char *language,
                           const char *label);

G_END_DECLS

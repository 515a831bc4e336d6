/* crm-form-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-form.h"
G_BEGIN_DECLS

/* A field of another entity that is asked for with a new record, see crm-form-related.c. */
typedef struct
{
  const char *entity;  /* of the new record */
  const char *after;   /* the field of it that it stands behind */
  const char *name;    /* what the form calls it */
  const char *related; /* the entity that declares it */
  const char *field;   /* as that one calls it */
} CrmFormRelated;

const CrmFormRelated *_crm_form_list_related (void);
const CrmField *_crm_form_find_related (const CrmEntity *entity, const char *name);
void _crm_form_create_related (CrmForm *self, CrmChangeSet *set, const char *id);
void _crm_form_add_way (
    CrmChangeSet *set, const char *entity, const char *id, const char *name, const char *value);
gboolean _crm_form_check_field (CrmForm *self, CrmFormField *field);
gboolean _crm_form_is_offered (gboolean is_new, const CrmEntity *entity, const CrmField *field);
GPtrArray *_crm_form_find_options (const CrmFormData *data, const CrmField *field);
void _crm_form_option_free (gpointer option);
void _crm_form_option_add (GPtrArray *options, const char *value, char *label);
void _crm_form_arrange (CrmForm *self);
void _crm_form_change_field (CrmChange *change, const CrmFormField *field);

G_END_DECLS

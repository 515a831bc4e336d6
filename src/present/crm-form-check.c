/* crm-form-check.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What makes sense by itself and is wrong all the same. */
#define G_LOG_DOMAIN "crm-form-check"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-form-private.h"

static gboolean
check_required (CrmFormField *field)
{
  const CrmValue *value = &field->value.value;

  if (field->is_required
      && (value->kind == CRM_VALUE_NULL || (value->kind == CRM_VALUE_TEXT && *value->text == '\0')))
    field->problem = g_strdup (_ ("This cannot be empty"));
  return field->problem == NULL;
}

/* What nobody can dial is no number. */
static gboolean
check_number (CrmFormField *field)
{
  gboolean is_number
      = g_str_equal (field->entity->name, "phone") && g_str_equal (field->field->name, "number");

  if (is_number && field->value.value.kind == CRM_VALUE_TEXT
      && strpbrk (field->value.value.text, "0123456789") == NULL)
    field->problem = g_strdup (_ ("This value cannot be taken"));
  return field->problem == NULL;
}

/* (nullable): of a day of the record, as it is entered here or else stored. */
static const CrmValue *
get_day (CrmForm *self, const char *name)
{
  const CrmFormField *field = crm_form_find_field (self, name);
  const CrmField *declared = crm_entity_find_field (self->data->entity, name);
  const CrmValue *value = NULL;

  if (field != NULL)
    value = field->problem == NULL ? &field->value.value : NULL;
  else if (declared != NULL && self->data->record != NULL)
    value = crm_record_get (self->data->record, name);
  return value != NULL && value->kind == CRM_VALUE_INT ? value : NULL;
}

/* Nobody leaves before they came. Told beside the end, wherever the mistake is. */
static gboolean
check_term (CrmForm *self, CrmFormField *field)
{
  const CrmValue *since;

  if (field->is_custom || field->problem != NULL || field->value.value.kind != CRM_VALUE_INT
      || !g_str_equal (field->name, "until"))
    return field->problem == NULL;
  since = get_day (self, "since");
  if (since != NULL && field->value.value.integer < since->integer)
    field->problem = g_strdup (_ ("It ends before it begins"));
  return field->problem == NULL;
}

/* Whether a value that could be read may stay; else it gets its problem. */
gboolean
_crm_form_check_field (CrmForm *self, CrmFormField *field)
{
  return check_required (field) && check_number (field) && check_term (self, field);
}

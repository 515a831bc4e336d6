/* crm-form-offer.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Which fields a form offers, and what there is to choose from. */
#define G_LOG_DOMAIN "crm-form"
#include "config.h"

#include "crm-form-private.h"

#include <glib/gi18n-lib.h>

/* Whether it is the currency of an amount, which is typed with the amount. */
static gboolean
is_currency_of_amount (const CrmEntity *entity, const CrmField *field)
{
  if (field->type != CRM_FIELD_CURRENCY)
    return FALSE;
  for (const CrmField *other = entity->fields; other->name != NULL; other++)
    if (other->type == CRM_FIELD_MONEY && g_strcmp0 (other->reference, field->name) == 0)
      return TRUE;
  return FALSE;
}

/* What a service manages is asked for once, when the record is made and cannot be without it. Which
 * pipeline follows from the stage. */
gboolean
_crm_form_is_offered (gboolean is_new, const CrmEntity *entity, const CrmField *field)
{
  if (field->flags & (CRM_FIELD_DERIVED | CRM_FIELD_HIDDEN) || field->type == CRM_FIELD_HASH
      || is_currency_of_amount (entity, field))
    return FALSE;
  if (field->flags & CRM_FIELD_MANAGED)
    return is_new && (field->flags & CRM_FIELD_REQUIRED) && field->type == CRM_FIELD_REF
           && !(g_str_equal (field->name, "pipeline")
                && crm_entity_find_field (entity, "stage") != NULL);
  return is_new || !(field->flags & CRM_FIELD_KEY);
}

/**
 * crm_form_can_edit:
 * @entity: an entity, or its sibling with custom fields
 * @field: one of its fields
 *
 * Returns: whether people change it of a record that there is, each field by itself, as in a cell
 *   of a list: what a form offers, and what a service takes on: stage and pipeline of a deal, the
 *   status of a lead
 */
gboolean
crm_form_can_edit (const CrmEntity *entity, const CrmField *field)
{
  if (_crm_form_is_offered (FALSE, entity, field))
    return TRUE;
  if (g_str_equal (entity->name, "deal"))
    return g_str_equal (field->name, "stage") || g_str_equal (field->name, "pipeline");
  return g_str_equal (entity->name, "lead") && g_str_equal (field->name, "status");
}

/* That a lead was converted follows from what it became, and stays; why it is not pursued is asked
 * of each by itself. */
static gboolean
can_choose (const CrmFormData *data, const CrmField *field, const char *value)
{
  gboolean is_status = g_str_equal (data->entity->name, "lead")
                       && (field->flags & CRM_FIELD_MANAGED) && g_str_equal (field->name, "status");
  const char *now
      = is_status && data->record != NULL ? crm_record_get_text (data->record, "status") : NULL;

  if (!is_status)
    return TRUE;
  if (data->record == NULL && g_str_equal (value, "disqualified"))
    return FALSE;
  return (g_strcmp0 (now, "converted") == 0) == g_str_equal (value, "converted");
}

static GPtrArray *
list_choices (const CrmFormData *data, const CrmField *field)
{
  GPtrArray *options = g_ptr_array_new_with_free_func (_crm_form_option_free);

  for (const CrmChoice *choice = field->choices; choice != NULL && choice->value != NULL; choice++)
    if (!choice->retired && can_choose (data, field, choice->value))
      _crm_form_option_add (options, choice->value,
                            g_strdup (g_dgettext (GETTEXT_PACKAGE, choice->label)));
  return options;
}

GPtrArray * /* (transfer full) (nullable) */
_crm_form_find_options (const CrmFormData *data, const CrmField *field)
{
  GPtrArray *options = NULL;

  if (field->type == CRM_FIELD_CHOICE)
    return list_choices (data, field);
  if (field->type == CRM_FIELD_REF)
    options = g_hash_table_lookup (data->options, field->reference);
  return options != NULL ? g_ptr_array_ref (options) : NULL;
}

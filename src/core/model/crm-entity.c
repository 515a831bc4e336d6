/* crm-entity.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-entity"
#include "config.h"

#include "crm-entity.h"

#include <string.h>

#include "crm-decimal.h"
#include "crm-id.h"
#include "crm-money.h"

/* Every field of every record is looked up so, and most names differ in their first letter. */
static gboolean
is_name (const char *name, const char *wanted)
{
  return name == wanted || (name[0] == wanted[0] && strcmp (name, wanted) == 0);
}

/**
 * crm_entity_find:
 * @name: an entity's name, e.g. `deal`
 *
 * Returns: (transfer none) (nullable): its declaration, %NULL when there is none of that name
 */
const CrmEntity *
crm_entity_find (const char *name)
{
  for (const CrmEntity *const *entity = crm_entity_list (); name != NULL && *entity != NULL;
       entity++)
    if (is_name ((*entity)->name, name))
      return *entity;
  return NULL;
}

/**
 * crm_entity_n_fields:
 * @entity: an entity
 *
 * Returns: how many fields it declares, the system columns not counted
 */
guint
crm_entity_n_fields (const CrmEntity *entity)
{
  guint n = 0;

  while (entity->fields[n].name != NULL)
    n++;
  return n;
}

/**
 * crm_entity_field_index:
 * @entity: an entity
 * @name: a field's name; of a custom field also what people call it, unless it is hidden
 *
 * Returns: the field's place in the declaration, -1 when there is none of that name
 */
int
crm_entity_field_index (const CrmEntity *entity, const char *name)
{
  if (name == NULL)
    return -1;
  for (int i = 0; entity->fields[i].name != NULL; i++)
    if (is_name (entity->fields[i].name, name))
      return i;
  if (!(entity->flags & CRM_ENTITY_CUSTOM))
    return -1;
  for (int i = 0; entity->fields[i].name != NULL; i++)
    if (g_strcmp0 (entity->fields[i].alias, name) == 0
        && !(entity->fields[i].flags & CRM_FIELD_HIDDEN))
      return i;
  return -1;
}

/**
 * crm_entity_find_field:
 * @entity: an entity
 * @name: a field's name
 *
 * Returns: (transfer none) (nullable): its declaration, %NULL when there is none of that name
 */
const CrmField *
crm_entity_find_field (const CrmEntity *entity, const char *name)
{
  int i = crm_entity_field_index (entity, name);

  return i < 0 ? NULL : &entity->fields[i];
}

static CrmValueKind
expected_kind (CrmFieldType type)
{
  switch (type)
    {
    case CRM_FIELD_INT:
    case CRM_FIELD_BOOL:
    case CRM_FIELD_PERCENT:
    case CRM_FIELD_MONEY:
    case CRM_FIELD_DAY:
    case CRM_FIELD_TIME:
    case CRM_FIELD_HASH:
      return CRM_VALUE_INT;
    case CRM_FIELD_TEXT:
    case CRM_FIELD_LONGTEXT:
    case CRM_FIELD_CURRENCY:
    case CRM_FIELD_CHOICE:
    case CRM_FIELD_REF:
    case CRM_FIELD_ADDRESS:
    case CRM_FIELD_DOMAIN:
    default:
      return CRM_VALUE_TEXT;
    }
}

static gboolean
text_suits (const CrmField *field, const char *text)
{
  switch (field->type)
    {
    case CRM_FIELD_CHOICE:
      return crm_field_choice_label (field, text) != NULL
             || ((field->flags & CRM_FIELD_OPEN) && g_utf8_validate (text, -1, NULL));
    case CRM_FIELD_CURRENCY:
      return crm_currency_is_valid (text);
    case CRM_FIELD_REF:
      return crm_id_is_valid (text);
    case CRM_FIELD_ADDRESS:
      return g_utf8_validate (text, -1, NULL) && strchr (text, '@') != NULL;
    case CRM_FIELD_DECIMAL:
      return crm_decimal_is_canonical (text);
    case CRM_FIELD_TEXT:
    case CRM_FIELD_LONGTEXT:
    case CRM_FIELD_DOMAIN:
    default:
      return g_utf8_validate (text, -1, NULL);
    }
}

static gboolean
number_suits (const CrmField *field, gint64 number)
{
  if (field->type == CRM_FIELD_BOOL)
    return number == 0 || number == 1;
  if (field->type == CRM_FIELD_PERCENT)
    return number >= 0 && number <= 100;
  return TRUE;
}

/**
 * crm_field_get_shown_name:
 * @field: a field
 *
 * Returns: (transfer none): its name, of a custom field what people call it
 */
const char *
crm_field_get_shown_name (const CrmField *field)
{
  return field->alias != NULL ? field->alias : field->name;
}

/**
 * crm_field_dup_path:
 * @entity: an entity
 * @field: one of its fields
 *
 * Returns: (transfer full): how messages and filters name it: `deal.title`, and for a custom field
 * `deal.x.region`
 */
char *
crm_field_dup_path (const CrmEntity *entity, const CrmField *field)
{
  if (!(entity->flags & CRM_ENTITY_CUSTOM))
    return g_strdup_printf ("%s.%s", entity->name, field->name);
  return g_strdup_printf ("%s.x.%s", entity->fields[0].reference, crm_field_get_shown_name (field));
}

/**
 * crm_field_check:
 * @entity: the entity, for the message
 * @field: one of its fields
 * @value: what somebody wants to store
 * @error: (nullable): %CRM_ERROR_CONSTRAINT when a required field would be empty,
 *   %CRM_ERROR_INVALID_VALUE when the value is not of the field's type
 *
 * Returns: whether @value may be stored in @field
 */
gboolean
crm_field_check (const CrmEntity *entity,
                 const CrmField *field,
                 const CrmValue *value,
                 GError **error)
{
  gboolean empty
      = value->kind == CRM_VALUE_NULL || (value->kind == CRM_VALUE_TEXT && value->text[0] == '\0');
  g_autofree char *path = NULL;

  if (empty && (field->flags & CRM_FIELD_REQUIRED))
    {
      path = crm_field_dup_path (entity, field);
      g_set_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT, "%s needs a value", path);
      return FALSE;
    }

  if (value->kind == CRM_VALUE_NULL)
    return TRUE;

  if (value->kind == expected_kind (field->type)
      && (value->kind == CRM_VALUE_TEXT ? text_suits (field, value->text)
                                        : number_suits (field, value->integer)))
    return TRUE;

  path = crm_field_dup_path (entity, field);
  if (value->kind == CRM_VALUE_TEXT && g_utf8_validate (value->text, -1, NULL))
    g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "%s cannot be “%s”", path, value->text);
  else if (value->kind != CRM_VALUE_INT)
    g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "%s cannot be of that kind", path);
  else
    g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "%s cannot be %" G_GINT64_FORMAT, path,
                 value->integer);
  return FALSE;
}

/**
 * crm_field_choice_label:
 * @field: a field
 * @value: a stored choice
 *
 * Returns: (transfer none) (nullable): the untranslated label, %NULL when @value is no choice of
 *   @field
 */
const char *
crm_field_choice_label (const CrmField *field, const char *value)
{
  for (const CrmChoice *choice = field->choices; choice != NULL && choice->value != NULL; choice++)
    if (g_strcmp0 (choice->value, value) == 0)
      return choice->label;
  return NULL;
}

/* crm-fields.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-fields"
#include "config.h"

#include "crm-fields.h"

#include "model/crm-custom.h"

/**
 * crm_fields_derive_id:
 * @entity: whose field
 * @name: what filters call it
 * @type: its type
 *
 * Returns: (transfer full): id of the definition, which names the column too
 */
char *
crm_fields_derive_id (const char *entity, const char *name, const char *type)
{
  return crm_entity_derive_id (crm_entity_find ("custom_field"), entity, name, type, NULL);
}

/**
 * crm_fields_define:
 * @set: a change set
 * @field: what to define
 *
 * Defines the field. One of the same entity, name and type that was hidden comes back with what it
 * held. Whether the definition makes sense is found when it is written: %CRM_ERROR_INVALID_VALUE
 * for an entity, name, type or reference that will not do, %CRM_ERROR_CONSTRAINT while a field of
 * that name has another type.
 *
 * Returns: (transfer full): the definition's id
 */
char *
crm_fields_define (CrmChangeSet *set, const CrmNewField *field)
{
  char *id = crm_fields_derive_id (field->entity, field->name, field->type);
  CrmChange *change = crm_change_set_ensure (set, "custom_field", id);

  crm_change_set_text (change, "entity", field->entity);
  crm_change_set_text (change, "name", field->name);
  crm_change_set_text (change, "type", field->type);
  crm_change_set_text (change, "label", field->label);
  crm_change_set_text (change, "reference", field->reference);
  crm_change_set_int (change, "required", field->required);
  crm_change_set_int (change, "position", field->position);
  crm_change_set_int (change, "inactive", FALSE);
  return id;
}

/**
 * crm_fields_hide:
 * @set: a change set
 * @definition: a record of `custom_field`
 *
 * Deletes the field as far as people see: it is offered, shown and found no more. What it holds
 * stays, for undo and for whoever defines it again.
 */
void
crm_fields_hide (CrmChangeSet *set, const CrmRecord *definition)
{
  CrmChange *change = crm_change_set_update (set, "custom_field", definition->id);

  crm_change_set_int (change, "inactive", TRUE);
  crm_change_expect (change, "inactive", crm_record_get (definition, "inactive"));
}

static char *
derive_choice (const char *definition, const char *value)
{
  return crm_entity_derive_id (crm_entity_find ("custom_choice"), definition, value, NULL);
}

/**
 * crm_fields_add_choice:
 * @set: a change set
 * @definition: id of a definition of type `choice`
 * @value: what is stored; never renamed
 * @label: what people read
 * @position: in lists, the lowest first
 *
 * Adds a choice, or brings back one that was retired.
 */
void
crm_fields_add_choice (CrmChangeSet *set,
                       const char *definition,
                       const char *value,
                       const char *label,
                       gint64 position)
{
  g_autofree char *id = derive_choice (definition, value);
  CrmChange *change = crm_change_set_ensure (set, "custom_choice", id);

  crm_change_set_text (change, "field", definition);
  crm_change_set_text (change, "value", value);
  crm_change_set_text (change, "label", label);
  crm_change_set_int (change, "position", position);
  crm_change_set_int (change, "inactive", FALSE);
}

/**
 * crm_fields_retire_choice:
 * @set: a change set
 * @definition: id of a definition of type `choice`
 * @value: one of its choices
 *
 * The choice is offered no more, and stays where it is stored.
 */
void
crm_fields_retire_choice (CrmChangeSet *set, const char *definition, const char *value)
{
  g_autofree char *id = derive_choice (definition, value);

  crm_change_set_int (crm_change_set_update (set, "custom_choice", id), "inactive", TRUE);
}

/**
 * crm_fields_set_label:
 * @set: a change set
 * @definition: id of a definition
 * @choice: (nullable): the choice whose label it is, %NULL for the field's own
 * @language: a language as in `LANG`, without encoding: `de`, `pt_BR`
 * @label: what people of that language read
 */
void
crm_fields_set_label (CrmChangeSet *set,
                      const char *definition,
                      const char *choice,
                      const char *language,
                      const char *label)
{
  g_autofree char *id = crm_entity_derive_id (crm_entity_find ("custom_label"), definition,
                                              choice != NULL ? choice : "", language, NULL);
  CrmChange *change = crm_change_set_ensure (set, "custom_label", id);

  crm_change_set_text (change, "field", definition);
  crm_change_set_text (change, "choice", choice);
  crm_change_set_text (change, "language", language);
  crm_change_set_text (change, "label", label);
}

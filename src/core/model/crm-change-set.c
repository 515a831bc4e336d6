/* crm-change-set.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-change-set"
#include "config.h"

#include "crm-change-set.h"

#include "crm-custom.h"
#include "crm-id.h"

G_DEFINE_BOXED_TYPE (CrmChangeSet, crm_change_set, crm_change_set_ref, crm_change_set_unref)

static void
clear_field_change (gpointer data)
{
  CrmFieldChange *change = data;

  crm_value_clear (&change->value);
  crm_value_clear (&change->seen);
}

static void
free_change (gpointer data)
{
  CrmChange *change = data;

  g_free (change->id);
  g_free (change->created_by);
  g_array_unref (change->fields);
  g_free (change);
}

/**
 * crm_change_set_new:
 * @label: stable id of what is done, shown translated in "Undo ..." and the journal
 * @cause: why it is done
 *
 * Returns: (transfer full): an empty change set
 */
CrmChangeSet *
crm_change_set_new (const char *label, CrmCause cause)
{
  CrmChangeSet *self;

  g_return_val_if_fail (label != NULL, NULL);

  self = g_new0 (CrmChangeSet, 1);
  self->ref_count = 1;
  self->label = g_strdup (label);
  self->cause = cause;
  self->changes = g_ptr_array_new_with_free_func (free_change);
  return self;
}

/**
 * crm_change_set_ref:
 * @self: a change set
 *
 * Returns: (transfer full): @self with one more reference
 */
CrmChangeSet *
crm_change_set_ref (CrmChangeSet *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

/**
 * crm_change_set_unref:
 * @self: (transfer full): a change set
 *
 * Drops a reference; the last one frees it.
 */
void
crm_change_set_unref (CrmChangeSet *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;

  g_free (self->label);
  g_free (self->undoes);
  g_ptr_array_unref (self->changes);
  g_free (self);
}

/**
 * crm_change_set_add:
 * @self: a change set
 * @kind: what is done
 * @entity: a declared entity, or a sibling with custom fields
 * @id: (nullable): which record, %NULL for a new UUIDv7
 *
 * Returns: (transfer none): the change, to be given its fields; valid as long as @self
 */
CrmChange *
crm_change_set_add (CrmChangeSet *self, CrmChangeKind kind, const CrmEntity *entity, const char *id)
{
  CrmChange *change = g_new0 (CrmChange, 1);

  g_assert (entity != NULL); /* a typo in the program, never data */
  change->kind = kind;
  change->entity = entity;
  change->id = id != NULL ? g_strdup (id) : crm_id_new (g_get_real_time ());
  change->fields = g_array_new (FALSE, TRUE, sizeof (CrmFieldChange));
  g_array_set_clear_func (change->fields, clear_field_change);
  g_ptr_array_add (self->changes, change);
  return change;
}

static CrmChange *
add_change (CrmChangeSet *self, CrmChangeKind kind, const char *entity, const char *id)
{
  return crm_change_set_add (self, kind, crm_entity_find (entity), id);
}

/**
 * crm_change_set_custom:
 * @self: a change set
 * @custom: the sibling entity with the custom fields, see crm_reader_get_custom()
 * @record: id of the record whose custom fields change; made here or before
 *
 * Returns: (transfer none): the change, to be given custom fields by alias or id; valid as long as
 *   @self
 */
CrmChange *
crm_change_set_custom (CrmChangeSet *self, const CrmEntity *custom, const char *record)
{
  g_autofree char *id = crm_custom_derive_id (custom, record);
  CrmChange *change = crm_change_set_add (self, CRM_CHANGE_CREATE, custom, id);

  change->create_missing = TRUE;
  crm_change_set_text (change, custom->fields[0].name, record);
  return change;
}

/**
 * crm_change_set_create:
 * @self: a change set
 * @entity: which entity
 * @id: (nullable): the new record's id, %NULL for a new UUIDv7
 *
 * Returns: (transfer none): the change, to be given its fields; valid as long as @self
 */
CrmChange *
crm_change_set_create (CrmChangeSet *self, const char *entity, const char *id)
{
  return add_change (self, CRM_CHANGE_CREATE, entity, id);
}

/**
 * crm_change_set_ensure:
 * @self: a change set
 * @entity: an entity whose ids are derived
 * @id: the record's id, see crm_entity_derive_id()
 *
 * Creates the record, or updates the given fields where it exists.
 *
 * Returns: (transfer none): the change, to be given its fields; valid as long as @self
 */
CrmChange *
crm_change_set_ensure (CrmChangeSet *self, const char *entity, const char *id)
{
  CrmChange *change = add_change (self, CRM_CHANGE_CREATE, entity, id);

  change->create_missing = TRUE;
  return change;
}

/**
 * crm_change_set_update:
 * @self: a change set
 * @entity: which entity
 * @id: which record
 *
 * Returns: (transfer none): the change, to be given its fields; valid as long as @self
 */
CrmChange *
crm_change_set_update (CrmChangeSet *self, const char *entity, const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);
  return add_change (self, CRM_CHANGE_UPDATE, entity, id);
}

/**
 * crm_change_set_delete:
 * @self: a change set
 * @entity: which entity
 * @id: which record; what refers to it must be deleted or changed in the same set
 *
 * Returns: (transfer none): the change; valid as long as @self
 */
CrmChange *
crm_change_set_delete (CrmChangeSet *self, const char *entity, const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);
  return add_change (self, CRM_CHANGE_DELETE, entity, id);
}

static CrmFieldChange *
field_change (CrmChange *change, const char *field)
{
  int index = crm_entity_field_index (change->entity, field);
  CrmFieldChange empty = { .field = index };

  g_assert (index >= 0); /* a typo in the program, never data */
  for (guint i = 0; i < change->fields->len; i++)
    {
      CrmFieldChange *existing = &g_array_index (change->fields, CrmFieldChange, i);

      if (existing->field == index)
        return existing;
    }
  g_array_append_val (change->fields, empty);
  return &g_array_index (change->fields, CrmFieldChange, change->fields->len - 1);
}

/**
 * crm_change_set_value:
 * @change: a change
 * @field: a declared field
 * @value: what to store
 */
void
crm_change_set_value (CrmChange *change, const char *field, const CrmValue *value)
{
  CrmFieldChange *entry = field_change (change, field);

  crm_value_clear (&entry->value);
  entry->value = crm_value_copy (value);
}

/**
 * crm_change_set_text:
 * @change: a change
 * @field: a declared field
 * @text: (nullable): what to store; %NULL means unknown
 */
void
crm_change_set_text (CrmChange *change, const char *field, const char *text)
{
  g_auto (CrmValue) value = crm_value_text (text);

  crm_change_set_value (change, field, &value);
}

/**
 * crm_change_set_int:
 * @change: a change
 * @field: a declared field
 * @integer: what to store, in the unit of the field's type
 */
void
crm_change_set_int (CrmChange *change, const char *field, gint64 integer)
{
  CrmValue value = crm_value_int (integer);

  crm_change_set_value (change, field, &value);
}

/**
 * crm_change_set_null:
 * @change: a change
 * @field: a declared field that becomes unknown
 */
void
crm_change_set_null (CrmChange *change, const char *field)
{
  CrmValue value = CRM_VALUE_INIT;

  crm_change_set_value (change, field, &value);
}

/**
 * crm_change_expect:
 * @change: an update
 * @field: a declared field
 * @seen: the value that the writer was shown
 *
 * Makes the change fail with %CRM_ERROR_CONFLICT when the stored value is another by now.
 */
void
crm_change_expect (CrmChange *change, const char *field, const CrmValue *seen)
{
  CrmFieldChange *entry = field_change (change, field);

  crm_value_clear (&entry->seen);
  entry->seen = crm_value_copy (seen);
  entry->has_seen = TRUE;
}

/**
 * crm_change_get_value:
 * @change: a change
 * @field: a declared field
 *
 * Returns: (transfer none) (nullable): what is to be stored, %NULL when @change does not touch
 * @field
 */
const CrmValue *
crm_change_get_value (const CrmChange *change, const char *field)
{
  int index = crm_entity_field_index (change->entity, field);

  for (guint i = 0; i < change->fields->len; i++)
    {
      const CrmFieldChange *entry = &g_array_index (change->fields, CrmFieldChange, i);

      if (entry->field == index)
        return &entry->value;
    }
  return NULL;
}

/**
 * crm_entity_derive_id:
 * @entity: an entity with %CRM_ENTITY_DERIVED_ID
 * @first_key: (nullable): the text of its first KEY field; numbers in decimal, unknown as ""
 * @...: the further KEY fields in the order declared, ended by %NULL
 *
 * The same ends give the same id on every device, so that two people who file one mail under one
 * deal make one record.
 *
 * Returns: (transfer full): the id
 */
char *
crm_entity_derive_id (const CrmEntity *entity, const char *first_key, ...)
{
  g_autoptr (GString) ends = g_string_new (first_key);
  va_list args;
  const char *key;

  va_start (args, first_key);
  while ((key = va_arg (args, const char *)) != NULL)
    {
      g_string_append_c (ends, '\x1f'); /* no key may hold a unit separator: texts are cleaned */
      g_string_append (ends, key);
    }
  va_end (args);
  return crm_id_derive (entity->name, ends->str, NULL);
}

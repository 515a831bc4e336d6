/* crm-record.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-record"
#include "config.h"

#include "crm-record.h"

#include <string.h>

#include "crm-custom.h"

G_DEFINE_BOXED_TYPE (CrmRecord, crm_record, crm_record_ref, crm_record_unref)

/**
 * crm_record_new:
 * @entity: its declaration
 * @id: its id
 *
 * Returns: (transfer full): a record with all fields unknown; fill @values before handing it on
 */
CrmRecord *
crm_record_new (const CrmEntity *entity, const char *id)
{
  gsize values_size = crm_entity_n_fields (entity) * sizeof (CrmValue);
  gsize id_size = id != NULL ? strlen (id) + 1 : 0; /* a damaged file may have none */
  /* In one piece of memory: a sidebar reads dozens of records. */
  CrmRecord *self = g_malloc0 (sizeof *self + values_size + id_size);

  self->ref_count = 1;
  self->entity = entity;
  self->values = (CrmValue *)(self + 1);
  if (id != NULL)
    self->id = memcpy ((char *)self->values + values_size, id, id_size);
  return self;
}

/**
 * crm_record_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self with one more reference
 */
CrmRecord *
crm_record_ref (CrmRecord *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

/**
 * crm_record_unref:
 * @self: (transfer full): a record
 *
 * Drops a reference; the last one frees it.
 */
void
crm_record_unref (CrmRecord *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  for (guint i = 0; self->entity->fields[i].name != NULL; i++)
    crm_value_clear (&self->values[i]);
  g_clear_pointer (&self->custom, crm_record_unref);
  g_free (self);
}

/* Which custom fields there are is data, so none of that name is no mistake of the program. */
static const CrmValue *
get_custom (const CrmRecord *self, const char *alias)
{
  static const CrmValue unknown = CRM_VALUE_INIT;
  int index = self->custom != NULL ? crm_entity_field_index (self->custom->entity, alias) : -1;

  return index >= 0 ? &self->custom->values[index] : &unknown;
}

/**
 * crm_record_get:
 * @self: a record
 * @field: a declared field; or `x.` and the alias of a custom one, which is unknown unless
 *   crm_reader_load_custom() was called for @self
 *
 * Returns: (transfer none): its value, null when unknown
 */
const CrmValue *
crm_record_get (const CrmRecord *self, const char *field)
{
  int index;

  if (strncmp (field, CRM_CUSTOM_PREFIX, strlen (CRM_CUSTOM_PREFIX)) == 0)
    return get_custom (self, field + strlen (CRM_CUSTOM_PREFIX));
  index = crm_entity_field_index (self->entity, field);
  g_assert (index >= 0); /* a typo in the program, never data */
  return &self->values[index];
}

/**
 * crm_record_get_text:
 * @self: a record
 * @field: a declared field that holds text
 *
 * Returns: (transfer none) (nullable): the text, %NULL when unknown
 */
const char *
crm_record_get_text (const CrmRecord *self, const char *field)
{
  const CrmValue *value = crm_record_get (self, field);

  return value->kind == CRM_VALUE_TEXT ? value->text : NULL;
}

/**
 * crm_record_get_int:
 * @self: a record
 * @field: a declared field that holds a number
 * @if_null: what to return when it is unknown
 *
 * Returns: the number in the unit of the field's type
 */
gint64
crm_record_get_int (const CrmRecord *self, const char *field, gint64 if_null)
{
  const CrmValue *value = crm_record_get (self, field);

  return value->kind == CRM_VALUE_INT ? value->integer : if_null;
}

/**
 * crm_record_get_title:
 * @self: a record
 *
 * Returns: (transfer none): what a row shows when it may show one field only, the id where that
 * field is empty or holds no text
 */
const char *
crm_record_get_title (const CrmRecord *self)
{
  const char *title = crm_record_get_text (self, self->entity->title_field);

  return title != NULL && title[0] != '\0' ? title : self->id;
}

/* crm-reader-custom.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What people defined themselves, for readers: which fields there are, their values, their order.
 */
#define G_LOG_DOMAIN "crm-reader-custom"
#include "config.h"

#include "crm-reader-private.h"

#include <string.h>

#include "crm-custom-private.h"

/**
 * crm_reader_find_entity:
 * @self: a reader
 * @name: an entity's name, also of a sibling with custom fields
 * @error: (nullable): storage errors
 *
 * Returns: (transfer none) (nullable): the entity; %NULL on failure, or without an error when there
 *   is none of that name
 */
const CrmEntity *
crm_reader_find_entity (CrmReader *self, const char *name, GError **error)
{
  const CrmEntity *entity = NULL;

  return _crm_custom_resolve (self->connection, self->custom, name, &entity, error) ? entity : NULL;
}

/**
 * crm_reader_list_entities:
 * @self: a reader
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmEntity): all entities, siblings with
 *   custom fields included, %NULL on failure
 */
GPtrArray *
crm_reader_list_entities (CrmReader *self, GError **error)
{
  return _crm_custom_list_entities (self->connection, self->custom, error);
}

/**
 * crm_reader_get_custom:
 * @self: a reader
 * @entity: a declared entity
 * @out_custom: (out) (transfer none) (nullable): the sibling entity whose fields are the custom
 * ones of @entity, also hidden ones; %NULL where nobody defined any. Lives as long as the program
 * @error: (nullable): storage errors
 *
 * Returns: whether all is well
 */
gboolean
crm_reader_get_custom (CrmReader *self,
                       const char *entity,
                       const CrmEntity **out_custom,
                       GError **error)
{
  return _crm_custom_lookup (self->connection, self->custom, crm_entity_find (entity), out_custom,
                             error);
}

/**
 * crm_reader_load_custom:
 * @self: a reader
 * @record: a record that only this read knows so far
 * @error: (nullable): storage errors
 *
 * Reads the custom fields of @record along, for crm_record_get(). Where nobody entered any, they
 * are all unknown.
 *
 * Returns: whether all is well
 */
gboolean
crm_reader_load_custom (CrmReader *self, CrmRecord *record, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *id = NULL;
  const CrmEntity *custom;

  if (record->custom != NULL || !crm_custom_suits (record->entity))
    return TRUE;
  if (!crm_reader_get_custom (self, record->entity->name, &custom, error))
    return FALSE;
  if (custom == NULL)
    return TRUE;
  id = crm_custom_derive_id (custom, record->id);
  record->custom = crm_reader_find (self, custom->name, CRM_COLUMN_ID, id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (record->custom == NULL)
    record->custom = crm_record_new (custom, id);
  return TRUE;
}

/* (transfer full) (nullable): what to sort by, and the field that says how; %NULL for none such */
static char *
order_expression (CrmReader *self,
                  const CrmEntity *entity,
                  const char *order,
                  const CrmField **out_field,
                  GError **error)
{
  const CrmEntity *custom = NULL;

  *out_field = crm_entity_find_field (entity, order);
  if (*out_field != NULL || g_str_equal (order, CRM_COLUMN_ID)
      || g_str_equal (order, CRM_COLUMN_CREATED_AT) || g_str_equal (order, CRM_COLUMN_MODIFIED_AT))
    return g_strdup_printf ("t.\"%s\"", order);
  if (!g_str_has_prefix (order, CRM_CUSTOM_PREFIX) || !crm_custom_suits (entity)
      || !crm_reader_get_custom (self, entity->name, &custom, error) || custom == NULL)
    return NULL;
  *out_field = crm_entity_find_field (custom, order + strlen (CRM_CUSTOM_PREFIX));
  if (*out_field == NULL)
    return NULL;
  return g_strdup_printf ("(SELECT \"%s\" FROM \"%s\" WHERE \"%s\" = t.id)", (*out_field)->name,
                          custom->name, entity->name);
}

/* Texts in the order people expect, "alpha" before "Beta"; records alike in the order of their ids.
 */
gboolean
_crm_reader_append_order (CrmReader *self,
                          GString *sql,
                          const CrmEntity *entity,
                          const char *order,
                          gboolean descending,
                          GError **error)
{
  g_autoptr (GError) local_error = NULL;
  const CrmField *field;
  g_autofree char *expression = order_expression (self, entity, order, &field, &local_error);

  if (expression == NULL && local_error == NULL)
    g_set_error (&local_error, CRM_ERROR, CRM_ERROR_INVALID_VALUE,
                 "%s has no field “%s” to sort by", entity->name, order);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (field != NULL && (field->type == CRM_FIELD_TEXT || field->type == CRM_FIELD_LONGTEXT))
    g_string_append_printf (sql, " ORDER BY crm_fold (%s)", expression);
  else if (field != NULL && field->type == CRM_FIELD_DECIMAL)
    g_string_append_printf (sql, " ORDER BY CAST (%s AS REAL)", expression);
  else
    g_string_append_printf (sql, " ORDER BY %s", expression);
  g_string_append (sql, descending ? " DESC, t.id" : ", t.id");
  return TRUE;
}

/* crm-custom-define.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * From a definition to its column, in the transaction that writes the definition. Nothing is ever
 * dropped: a field that somebody deletes is hidden, and its column stays. */
#define G_LOG_DOMAIN "crm-custom-define"
#include "config.h"

#include "crm-custom-private.h"

#include "crm-schema-private.h"

typedef struct
{
  const CrmEntity *base;
  CrmField field;
} Definition;

static gboolean
refuse (GError **error, const char *what, const char *problem)
{
  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "“%s” %s", what, problem);
  return FALSE;
}

static gboolean
check (CrmRows *rows, Definition *out, GError **error)
{
  const char *entity = _crm_rows_text (rows, 0);
  const char *name = _crm_rows_text (rows, 1);
  const char *type = _crm_rows_text (rows, 2);
  const char *reference = _crm_rows_text (rows, 3);

  out->base = crm_entity_find (entity);
  if (out->base == NULL || !crm_custom_suits (out->base))
    return refuse (error, entity, "cannot have custom fields");
  if (name != NULL && g_str_has_suffix (name, CRM_CUSTOM_CURRENCY_SUFFIX))
    return refuse (error, name, "ends in _currency, as the currencies of amounts do");
  if (!crm_custom_name_is_valid (name))
    return refuse (
        error, name,
        "is no name for a field: at most 48 small letters, digits and _, a letter first");
  if (!crm_custom_type_from_name (type, &out->field.type))
    return refuse (error, type, "is no type of a field");
  if (out->field.type != CRM_FIELD_REF)
    return TRUE;
  if (reference == NULL || crm_entity_find (reference) == NULL)
    return refuse (error, name, "must refer to an entity");
  out->field.reference = crm_entity_find (reference)->name;
  return TRUE;
}

/* The old values would be those of another field: they stay with it, hidden. */
static gboolean
check_alone (CrmConnection *connection, const char *definition, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      connection, error,
      "SELECT o.entity, o.name, o.type FROM custom_field AS o JOIN custom_field AS n"
      " ON n.entity = o.entity AND n.name = o.name AND n.id <> o.id"
      " WHERE n.id = ? AND coalesce (n.inactive, 0) = 0 AND coalesce (o.inactive, 0) = 0",
      "t", definition);

  if (rows == NULL)
    return FALSE;
  if (_crm_rows_next (rows, &local_error))
    g_set_error (&local_error, CRM_ERROR, CRM_ERROR_CONSTRAINT,
                 "%s.x.%s is there with the type %s, and a field does not change its type: hide it "
                 "first, its values are kept",
                 _crm_rows_text (rows, 0), _crm_rows_text (rows, 1), _crm_rows_text (rows, 2));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
make_columns (CrmConnection *connection, const Definition *definition, GError **error)
{
  const CrmField end = { NULL };
  const CrmEntity *table = crm_custom_intern (definition->base, &end);
  g_autofree char *currency
      = g_strconcat (definition->field.name, CRM_CUSTOM_CURRENCY_SUFFIX, NULL);
  CrmField second = { .name = currency, .type = CRM_FIELD_CURRENCY };

  return _crm_schema_ensure_table (connection, table, error)
         && _crm_schema_ensure_column (connection, table, &definition->field, error)
         && (definition->field.type != CRM_FIELD_MONEY
             || _crm_schema_ensure_column (connection, table, &second, error));
}

/* For the moment after @definition was written, in the same transaction: makes what it needs, or
 * says why it makes no sense. */
gboolean
_crm_custom_define (CrmConnection *connection, const char *definition, GError **error)
{
  Definition found = { .field = { .name = definition } };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      connection, error, "SELECT entity, name, type, reference FROM custom_field WHERE id = ?", "t",
      definition);

  if (rows == NULL)
    return FALSE;
  if (_crm_rows_next (rows, &local_error))
    {
      if (!check (rows, &found, error) || !check_alone (connection, definition, error))
        return FALSE;
      g_clear_pointer (&rows, _crm_rows_done); /* a table does not change under a reader */
      return make_columns (connection, &found, error);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

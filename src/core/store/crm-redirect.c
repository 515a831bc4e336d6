/* crm-redirect.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Whoever still has the id of a record that was merged into another reads that one and writes to
 * it: a page that is open, a link, a form that is being filled in. */
#define G_LOG_DOMAIN "crm-redirect"
#include "config.h"

#include "crm-redirect-private.h"

#include "model/crm-custom.h"

/* @out_target: (transfer full) (nullable): where the record went; NULL for one that was never
 * merged, whether it is there or not */
gboolean
_crm_redirect_find (CrmConnection *connection,
                    const CrmEntity *entity,
                    const char *id,
                    char **out_target,
                    GError **error)
{
  const CrmEntity *redirect = crm_entity_find ("redirect");
  const CrmField *field = crm_entity_find_field (redirect, entity->name);
  g_autofree char *sql = NULL;
  g_autofree char *derived = NULL;
  g_autoptr (CrmRows) rows = NULL;
  GError *local_error = NULL;

  *out_target = NULL;
  if (field == NULL || field->type != CRM_FIELD_REF)
    return TRUE;
  derived = crm_entity_derive_id (redirect, id, NULL);
  sql = g_strdup_printf ("SELECT \"%s\" FROM redirect WHERE id = ?", field->name);
  rows = _crm_connection_query (connection, error, sql, "t", derived);
  if (rows == NULL)
    return FALSE;
  if (_crm_rows_next (rows, &local_error))
    *out_target = g_strdup (_crm_rows_text (rows, 0));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/* Where the change goes: its id, or that of its record, of which it has custom fields. */
static gboolean
find_subject (CrmConnection *connection, const CrmChange *change, char **out_id, GError **error)
{
  const CrmEntity *entity = change->entity;
  const CrmValue *record;
  g_autofree char *target = NULL;

  *out_id = NULL;
  if (!(entity->flags & CRM_ENTITY_CUSTOM))
    return change->kind != CRM_CHANGE_UPDATE
           || _crm_redirect_find (connection, entity, change->id, out_id, error);
  record = crm_change_get_value (change, entity->fields[0].name);
  if (record == NULL || record->kind != CRM_VALUE_TEXT)
    return TRUE;
  if (!_crm_redirect_find (connection, crm_custom_get_base (entity), record->text, &target, error))
    return FALSE;
  if (target != NULL)
    *out_id = crm_custom_derive_id (entity, target);
  return TRUE;
}

static gboolean
find_reference (CrmConnection *connection,
                const CrmField *field,
                const CrmValue *value,
                char **out_target,
                GError **error)
{
  gboolean is_end = (field->flags & CRM_FIELD_KEY) && !(field->flags & CRM_FIELD_UNIQUE);

  *out_target = NULL;
  /* The id of a membership follows from its ends: it is refused, and who asks again knows. */
  if (field->type != CRM_FIELD_REF || value->kind != CRM_VALUE_TEXT || is_end)
    return TRUE;
  return _crm_redirect_find (connection, crm_entity_find (field->reference), value->text,
                             out_target, error);
}

static void
copy_field (CrmChange *copy, const CrmField *field, const CrmFieldChange *entry, const char *target)
{
  if (target != NULL)
    crm_change_set_text (copy, field->name, target);
  else
    crm_change_set_value (copy, field->name, &entry->value);
  if (entry->has_seen)
    crm_change_expect (copy, field->name, &entry->seen);
}

/* @out_set: (transfer full) (nullable): holds one change, which is made instead of @change; NULL
 * when nothing in it was merged into anything */
gboolean
_crm_redirect_forward (CrmConnection *connection,
                       const CrmChange *change,
                       CrmChangeSet **out_set,
                       GError **error)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("forward", CRM_CAUSE_USER);
  g_autofree char *subject = NULL;
  gboolean is_forwarded;
  CrmChange *copy;

  *out_set = NULL;
  if (change->kind == CRM_CHANGE_DELETE)
    return TRUE;
  if (!find_subject (connection, change, &subject, error))
    return FALSE;
  is_forwarded = subject != NULL;
  copy = crm_change_set_add (set, change->kind, change->entity,
                             subject != NULL ? subject : change->id);
  copy->create_missing = change->create_missing;
  copy->created_usec = change->created_usec;
  copy->created_by = g_strdup (change->created_by);
  for (guint i = 0; i < change->fields->len; i++)
    {
      const CrmFieldChange *entry = &g_array_index (change->fields, CrmFieldChange, i);
      const CrmField *field = &change->entity->fields[entry->field];
      g_autofree char *target = NULL;

      if (!find_reference (connection, field, &entry->value, &target, error))
        return FALSE;
      is_forwarded |= target != NULL;
      copy_field (copy, field, entry, target);
    }
  if (is_forwarded)
    *out_set = g_steal_pointer (&set);
  return TRUE;
}

/* crm-journal-tree.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Trees of records, such as parent accounts: nobody is above themselves, whichever program says so.
 */
#define G_LOG_DOMAIN "crm-journal-tree"
#include "config.h"

#include "crm-journal-private.h"

/* UNION, not UNION ALL: it ends in a file that has a circle already, too. */
static gboolean
check_above (CrmConnection *connection,
             const CrmField *field,
             const CrmChange *change,
             GError **error)
{
  const char *table = change->entity->name;
  g_autofree char *sql = g_strdup_printf (
      "WITH RECURSIVE above(id) AS (SELECT \"%s\" FROM \"%s\" WHERE id = ?1 UNION"
      " SELECT t.\"%s\" FROM above JOIN \"%s\" AS t ON t.id = above.id)"
      " SELECT count(*) FROM above WHERE id = ?1",
      field->name, table, field->name, table);
  gint64 n = 0;

  if (!_crm_connection_get_int (connection, &n, error, sql, "t", change->id))
    return FALSE;
  if (n == 0)
    return TRUE;
  g_set_error (error, CRM_ERROR, CRM_ERROR_CYCLE, "%s.%s: the record would be above itself", table,
               field->name);
  return FALSE;
}

/* To be called once all changes of a set are made: two of them may have swapped places. */
gboolean
_crm_journal_check_tree (CrmConnection *connection, const CrmChange *change, GError **error)
{
  if (change->kind == CRM_CHANGE_DELETE || (change->entity->flags & CRM_ENTITY_CUSTOM))
    return TRUE;
  for (guint i = 0; i < change->fields->len; i++)
    {
      const CrmFieldChange *entry = &g_array_index (change->fields, CrmFieldChange, i);
      const CrmField *field = &change->entity->fields[entry->field];

      if (field->type == CRM_FIELD_REF && entry->value.kind == CRM_VALUE_TEXT
          && g_str_equal (field->reference, change->entity->name)
          && !check_above (connection, field, change, error))
        return FALSE;
    }
  return TRUE;
}

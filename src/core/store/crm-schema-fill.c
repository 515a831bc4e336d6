/* crm-schema-fill.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What an upgrade works out for older rows, where SQL alone cannot. Like a migration script it is
 * part of the upgrade's transaction and no change that somebody made, so it is not journalled. */
#define G_LOG_DOMAIN "crm-schema"
#include "config.h"

#include "crm-schema-private.h"

#include "model/crm-text.h"

static gboolean
fill_subject_keys (CrmConnection *connection, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (connection, error,
                               "SELECT id, subject FROM email WHERE subject IS NOT NULL"
                               " AND +subject_key IS NULL",
                               "");

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    if (!_crm_connection_run (
            connection, error, "UPDATE email SET subject_key = nullif (?, 0) WHERE id = ?", "it",
            (gint64)crm_subject_key (_crm_rows_text (rows, 1)), _crm_rows_text (rows, 0)))
      return FALSE;
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/* @from: the version that the file had, 0 for a new one; all tables and columns are there. */
gboolean
_crm_schema_fill (CrmConnection *connection, int from, GError **error)
{
  return from == 0 || from >= 2 || fill_subject_keys (connection, error);
}

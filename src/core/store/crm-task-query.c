/* crm-task-query.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-task-query"
#include "config.h"

#include "crm-task-query.h"

#include "crm-reader-facts-private.h"
#include "crm-reader-private.h"

#define IS_TASK "t.action IN ('create_task', 'change_task', 'adopt_task', 'remove_task')"
#define LIVES "t.action IN ('create_task', 'change_task', 'adopt_task')"

/* An order that was settled before its follow-up was changed last knows less than the follow-up.
 * One that was removed is looked at again when the follow-up is opened again. */
static const char *const tails[] = {
  [CRM_TASK_TIES_ALL] = "WHERE " LIVES " OR (" IS_TASK " AND t.state = 'pending')",
  [CRM_TASK_TIES_FAILED] = "WHERE t.state = 'failed' AND " IS_TASK,
  [CRM_TASK_TIES_CHANGED] = "LEFT JOIN follow_up AS f ON f.id = t.follow_up WHERE " IS_TASK
                            " AND (t.state = 'pending' OR f.modified_at > t.modified_at"
                            "  OR (f.id IS NULL AND t.state = 'done' AND " LIVES "))",
  [CRM_TASK_TIES_IN_LIST] = "WHERE " LIVES " AND t.book_uid = ?",
  [CRM_TASK_TIES_OF_TASK] = "JOIN follow_up AS f ON f.id = t.follow_up"
                            " WHERE f.task_uid = ? AND t.contact_uid = f.task_uid AND " LIVES,
  [CRM_TASK_TIES_BY_ID] = "WHERE t.id = ? AND " IS_TASK,
};

/**
 * crm_task_tie_free:
 * @self: (nullable): a tie
 */
void
crm_task_tie_free (CrmTaskTie *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->order, crm_record_unref);
  g_clear_pointer (&self->follow_up, crm_record_unref);
  g_free (self);
}

static void
free_tie (gpointer tie)
{
  crm_task_tie_free (tie);
}

static gboolean
read_follow_ups (CrmReader *reader, GPtrArray *ties, GError **error)
{
  for (guint i = 0; i < ties->len; i++)
    {
      CrmTaskTie *tie = g_ptr_array_index (ties, i);

      if (!crm_reader_look_up (reader, "follow_up", crm_record_get_text (tie->order, "follow_up"),
                               &tie->follow_up, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * crm_query_task_ties:
 * @reader: a reader
 * @which: which ones
 * @text: (nullable): the UID or id, where @which has one
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmTaskTie): the orders for tasks, with
 *   their follow-ups
 */
GPtrArray *
crm_query_task_ties (CrmReader *reader, CrmTaskTies which, const char *text, GError **error)
{
  const CrmEntity *entity = crm_entity_find ("outbox");
  g_autoptr (GPtrArray) ties = g_ptr_array_new_with_free_func (free_tie);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error, _crm_reader_get_sql (reader, entity, tails[which]),
      which <= CRM_TASK_TIES_CHANGED ? "" : "t", text);

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    {
      CrmTaskTie *tie = g_new0 (CrmTaskTie, 1);

      tie->order = _crm_reader_row_to_record (entity, rows);
      g_ptr_array_add (ties, tie);
    }
  if (!_crm_reader_ended (error, local_error) || !read_follow_ups (reader, ties, error))
    return NULL;
  return g_steal_pointer (&ties);
}

/**
 * crm_query_failed_tasks:
 * @reader: a reader
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmTaskTie): follow-ups that differ from
 *   their tasks for good, with their orders; others have the same array; %NULL on failure
 */
GPtrArray *
crm_query_failed_tasks (CrmReader *reader, GError **error)
{
  GPtrArray *ties = _crm_reader_get_failed_tasks (reader, error);

  return ties != NULL ? g_ptr_array_ref (ties) : NULL;
}

/* crm-context-tasks.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What is to be done, and where follow-ups and their tasks differ. The latter is rare, so all that
 * do are known from one read. */
#define G_LOG_DOMAIN "crm-context"
#include "config.h"

#include "crm-context-private.h"
#include "crm-follow-up.h"
#include "crm-scope.h"
#include "store/crm-task-query.h"
#include "store/crm-waiting-query.h"

static gboolean
is_shown (const CrmContext *self, const char *follow_up)
{
  for (guint i = 0; i < self->follow_ups->len; i++)
    if (g_str_equal (((const CrmRecord *)g_ptr_array_index (self->follow_ups, i))->id, follow_up))
      return TRUE;
  return FALSE;
}

static gboolean
has_text (const CrmRecord *record, const char *field, const char *text /* (nullable) */)
{
  return text != NULL && g_strcmp0 (crm_record_get_text (record, field), text) == 0;
}

static gboolean
is_about (const CrmContext *self, const CrmRecord *follow_up)
{
  if (has_text (follow_up, "address", self->address)
      || (self->person != NULL && has_text (follow_up, "person", self->person->id))
      || (self->account != NULL && has_text (follow_up, "account", self->account->id)))
    return TRUE;
  for (guint i = 0; i < self->deals->len; i++)
    {
      const CrmDealState *state = g_ptr_array_index (self->deals, i);

      if (has_text (follow_up, "deal", state->deal->id))
        return TRUE;
    }
  return FALSE;
}

/* What is over is shown all the same while somebody has to choose between both sides. */
static gboolean
is_unsettled (const CrmContext *self, const CrmTaskTie *tie)
{
  return !has_text (tie->follow_up, "status", "open") && crm_follow_up_has_two_sides (tie->order)
         && is_about (self, tie->follow_up);
}

/* Where somebody has to choose, they see it, however much else is due first. */
static gboolean
must_be_shown (const CrmContext *self, const CrmTaskTie *tie)
{
  return self->has_more_follow_ups && has_text (tie->follow_up, "status", "open")
         && crm_follow_up_has_two_sides (tie->order) && is_about (self, tie->follow_up);
}

static gboolean
load_task_orders (CrmContext *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) ties = crm_query_failed_tasks (reader, error);

  if (ties == NULL)
    return FALSE;
  self->task_orders = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  self->unsettled = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  for (guint i = 0; i < ties->len; i++)
    {
      const CrmTaskTie *tie = g_ptr_array_index (ties, i);

      if (tie->follow_up == NULL)
        continue;
      if (is_unsettled (self, tie))
        g_ptr_array_add (self->unsettled, crm_record_ref (tie->follow_up));
      else if (!is_shown (self, tie->follow_up->id))
        {
          if (!must_be_shown (self, tie))
            continue;
          g_ptr_array_add (self->follow_ups, crm_record_ref (tie->follow_up));
        }
      g_ptr_array_add (self->task_orders, crm_record_ref (tie->order));
    }
  if (self->follow_ups->len == 0)
    return TRUE;
  return crm_scope_read_setting (reader, CRM_SETTING_TASK_LIST, &self->task_list, error);
}

/* Whether somebody waits for the answer to the letter already, be it among those not shown. */
static gboolean
find_waited_for (CrmContext *self, CrmReader *reader, GError **error)
{
  guint64 letter = self->message->mid_hash;
  GError *local_error = NULL;

  for (guint i = 0; letter != 0 && i < self->follow_ups->len; i++)
    if ((guint64)crm_record_get_int (g_ptr_array_index (self->follow_ups, i), "wait_for", 0)
        == letter)
      self->is_waited_for = TRUE;
  if (letter == 0 || self->is_waited_for || !self->has_more_follow_ups)
    return TRUE;
  self->is_waited_for = crm_query_is_waited_for (reader, letter, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return local_error == NULL;
}

gboolean
_crm_context_load_follow_ups (CrmContext *self, CrmReader *reader, guint limit, GError **error)
{
  const char *person = self->person != NULL ? self->person->id : NULL;
  const char *account = self->account != NULL ? self->account->id : NULL;

  self->follow_ups = crm_query_open_follow_ups (reader, person, account, self->address,
                                                limit > 0 ? limit : CRM_CONTEXT_FOLLOW_UPS,
                                                &self->has_more_follow_ups, error);
  return self->follow_ups != NULL && load_task_orders (self, reader, error)
         && find_waited_for (self, reader, error);
}

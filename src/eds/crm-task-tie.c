/* crm-task-tie.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-task-tie"
#include "config.h"

#include "crm-task-tie.h"

#include <string.h>

#include "service/crm-follow-up.h"

#define QUEUE_GROUP "queue"
#define QUEUE_ETAG "etag"

static gboolean
has_text (const CrmRecord *record, const char *field, const char *text)
{
  return g_strcmp0 (crm_record_get_text (record, field), text) == 0;
}

/* A follow-up whose task is gone for good; when it is opened again, the task is made anew. */
static gboolean
is_removed (const CrmTaskTie *self)
{
  return has_text (self->order, "action", "remove_task");
}

static gboolean
is_adopted (const CrmTaskTie *self)
{
  return has_text (self->order, "action", "adopt_task");
}

/* Whether something that was ours waits to be looked at by somebody. */
static gboolean
is_unanswered (const CrmRecord *order)
{
  return has_text (order, "state", "failed")
         && (has_text (order, "failure", CRM_FOLLOW_UP_CONFLICT)
             || has_text (order, "failure", CRM_FOLLOW_UP_LOST));
}

/**
 * crm_task_tie_has_work:
 * @self: a tie
 *
 * Returns: whether crm.db says that the task list has to be asked
 */
gboolean
crm_task_tie_has_work (const CrmTaskTie *self)
{
  gboolean is_newer
      = self->follow_up != NULL && self->follow_up->modified_usec > self->order->modified_usec;
  g_autoptr (CrmTask) ours = NULL;
  g_autoptr (CrmTask) base = NULL;

  if (has_text (self->order, "state", "pending"))
    return TRUE;
  if (self->follow_up == NULL)
    return !is_removed (self) && has_text (self->order, "state", "done");
  ours = crm_task_from_record (self->follow_up);
  if (is_removed (self))
    return is_newer && crm_task_is_open (ours);
  /* What the list refused is tried again with the next change. */
  if (has_text (self->order, "state", "failed") && !is_unanswered (self->order))
    return is_newer;
  base = crm_task_parse (crm_record_get_text (self->order, "base"), NULL);
  return base == NULL || crm_task_compare (base, ours) != 0;
}

/**
 * crm_task_tie_is_undecided:
 * @self: a tie
 *
 * Returns: whether the task was deleted in its list while the follow-up was changed, and nobody has
 * said yet what is to become of both. That the list still has no such task is no reason to make it
 */
gboolean
crm_task_tie_is_undecided (const CrmTaskTie *self)
{
  return has_text (self->order, "state", "failed")
         && has_text (self->order, "failure", CRM_FOLLOW_UP_DELETED);
}

/* (transfer full) (nullable): the server's state when something was left for it to take */
static char *
dup_etag (const char *payload)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (payload == NULL
      || !g_key_file_load_from_data (file, payload, strlen (payload), G_KEY_FILE_NONE, NULL))
    return NULL;
  return g_key_file_get_string (file, QUEUE_GROUP, QUEUE_ETAG, NULL);
}

static char *
queue_text (const CrmTask *task, CrmTaskMask mask, const char *etag)
{
  g_autofree char *text = crm_task_to_text (task, mask);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_NONE, NULL);
  g_key_file_set_string (file, QUEUE_GROUP, QUEUE_ETAG, etag);
  return g_key_file_to_data (file, NULL, NULL);
}

/**
 * crm_task_tie_to_order:
 * @self: a tie
 *
 * Returns: (transfer full): what is to be done in the task list
 */
CrmTaskOrder *
crm_task_tie_to_order (const CrmTaskTie *self)
{
  const CrmRecord *record = self->order;
  const char *payload = crm_record_get_text (record, "payload");
  CrmTaskOrder *order = g_new0 (CrmTaskOrder, 1);

  order->uid = g_strdup (crm_record_get_text (record, "contact_uid"));
  order->digest = g_strdup (crm_record_get_text (record, "revision"));
  order->is_adopted = is_adopted (self);
  if (self->follow_up != NULL)
    order->ours = crm_task_from_record (self->follow_up);
  if (self->follow_up == NULL || !is_removed (self))
    order->base = crm_task_parse (crm_record_get_text (record, "base"), NULL);
  if (order->base == NULL && !(self->follow_up != NULL && is_removed (self)))
    order->ordered = crm_task_parse (payload, NULL);
  if (order->base != NULL)
    order->etag = dup_etag (payload);
  if (order->etag != NULL)
    order->written = crm_task_parse (payload, &order->waiting);
  return order;
}

/* --- confirming ----------------------------------------------------------------------------- */

static void
adopt (CrmChangeSet *set, const CrmTaskTie *self, const CrmTask *from, CrmTaskMask mask)
{
  CrmChange *change = crm_change_set_update (set, "follow_up", self->follow_up->id);

  for (guint i = 0; i < CRM_TASK_N_FIELDS; i++)
    if (mask & CRM_TASK_BIT (i))
      {
        const char *field = crm_task_field_name (i);

        crm_change_set_value (change, field, &from->values[i]);
        crm_change_expect (change, field, crm_record_get (self->follow_up, field));
      }
}

static void
set_where_new (CrmChange *change, const CrmRecord *record, const char *field, const char *text)
{
  if (g_strcmp0 (crm_record_get_text (record, field), text) == 0)
    return;
  if (text != NULL)
    crm_change_set_text (change, field, text);
  else
    crm_change_set_null (change, field);
}

/* What is kept beside what both sides have: what waits for the server, or what was ours and is
 * lost, until somebody answers that. */
static char *
payload_of (const CrmTaskTie *self, const CrmTaskOutcome *outcome)
{
  if (outcome->lost != NULL)
    return crm_task_to_text (outcome->lost, outcome->lost_in);
  if (is_unanswered (self->order))
    return g_strdup (crm_record_get_text (self->order, "payload"));
  if (!outcome->is_queued)
    return NULL;
  if (outcome->written != 0)
    return queue_text (outcome->now, outcome->written, outcome->etag);
  return g_strdup (crm_record_get_text (self->order, "payload"));
}

static void
confirm_order (CrmChangeSet *set,
               const CrmTaskTie *self,
               const CrmTaskOutcome *outcome,
               const char *list_uid)
{
  const CrmRecord *record = self->order;
  CrmChange *change = crm_change_set_update (set, "outbox", record->id);
  gboolean stays_failed = is_unanswered (record) && outcome->failure == NULL && !outcome->is_gone;
  g_autofree char *payload = payload_of (self, outcome);
  g_autofree char *base
      = outcome->now != NULL ? crm_task_to_text (outcome->now, CRM_TASK_ALL) : NULL;

  if (!stays_failed)
    {
      set_where_new (change, record, "state",
                     outcome->failure != NULL ? "failed"
                     : outcome->is_queued     ? "pending"
                                              : "done");
      set_where_new (change, record, "failure", outcome->failure);
    }
  if (outcome->result == CRM_ORDER_DONE)
    {
      set_where_new (change, record, "action",
                     outcome->is_gone    ? "remove_task"
                     : is_adopted (self) ? "adopt_task"
                                         : "change_task");
      set_where_new (change, record, "payload", payload);
    }
  if (base != NULL)
    set_where_new (change, record, "base", base);
  if (outcome->digest != NULL)
    set_where_new (change, record, "revision", outcome->digest);
  if (outcome->uid != NULL)
    set_where_new (change, record, "contact_uid", outcome->uid);
  if (!outcome->is_gone)
    set_where_new (change, record, "book_uid", list_uid);
  /* An undo meanwhile has turned it round. */
  crm_change_set_value (change, "follow_up", crm_record_get (record, "follow_up"));
  crm_change_expect (change, "follow_up", crm_record_get (record, "follow_up"));
}

static void
confirm_place (CrmChangeSet *set,
               const CrmTaskTie *self,
               const CrmTaskOutcome *outcome,
               const char *list_uid)
{
  CrmChange *change = crm_change_set_update (set, "follow_up", self->follow_up->id);

  if (!outcome->is_gone)
    set_where_new (change, self->follow_up, "list_uid", list_uid);
  if (outcome->uid != NULL)
    set_where_new (change, self->follow_up, "task_uid", outcome->uid);
}

/**
 * crm_task_tie_confirm:
 * @self: a tie
 * @outcome: how its order went
 * @list_uid: the source UID of the list that was asked
 *
 * Returns: (transfer full): the change set; one that changes nothing writes nothing
 */
CrmChangeSet *
crm_task_tie_confirm (const CrmTaskTie *self, const CrmTaskOutcome *outcome, const char *list_uid)
{
  gboolean adopts = outcome->adopt != 0 && self->follow_up != NULL;
  CrmChangeSet *set = crm_change_set_new (adopts ? "follow-task" : "confirm-task",
                                          adopts ? CRM_CAUSE_SYNC : CRM_CAUSE_OUTBOX);

  confirm_order (set, self, outcome, list_uid);
  if (self->follow_up == NULL)
    return set;
  confirm_place (set, self, outcome, list_uid);
  if (adopts && outcome->is_gone)
    {
      g_autoptr (CrmTask) dropped = crm_task_new ();

      crm_task_set_text (dropped, CRM_TASK_STATUS, "dropped");
      crm_task_set_int (dropped, CRM_TASK_DONE_AT, g_get_real_time ());
      adopt (set, self, dropped, CRM_TASK_STATE);
    }
  else if (adopts)
    adopt (set, self, outcome->now, outcome->adopt);
  return set;
}

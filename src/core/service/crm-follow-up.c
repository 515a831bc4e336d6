/* crm-follow-up.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-follow-up"
#include "config.h"

#include "crm-follow-up.h"

#include <string.h>

#include "model/crm-date.h"
#include "model/crm-task.h"
#include "service/crm-scope.h"

static void
set_text (CrmChange *change, const char *field, const char *text)
{
  if (text != NULL)
    crm_change_set_text (change, field, text);
}

static int
day_of (gint64 usec)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return crm_date_day_from_usec (usec, zone);
}

/**
 * crm_follow_up_order_task:
 * @set: makes @follow_up
 * @follow_up: the change that does, complete by now
 *
 * Orders the follow-up's task: the task list is written after the order is safe, law 5. The UID is
 * made here, so that a task that was made before a crash is found again.
 */
void
crm_follow_up_order_task (CrmChangeSet *set, CrmChange *follow_up)
{
  const CrmValue *list;
  g_autofree char *uid = g_uuid_string_random ();
  g_autofree char *payload = NULL;
  g_autoptr (CrmTask) task = NULL;
  CrmChange *order;

  crm_change_set_text (follow_up, "task_uid", uid);
  task = crm_task_from_change (follow_up);
  payload = crm_task_to_text (task, CRM_TASK_ALL);
  list = crm_change_get_value (follow_up, "list_uid");
  order = crm_change_set_create (set, "outbox", NULL);
  crm_change_set_text (order, "action", "create_task");
  crm_change_set_text (order, "state", "pending");
  if (list != NULL && list->kind == CRM_VALUE_TEXT)
    crm_change_set_text (order, "book_uid", list->text);
  crm_change_set_text (order, "contact_uid", uid);
  crm_change_set_text (order, "payload", payload);
  crm_change_set_text (order, "follow_up", follow_up->id);
}

/**
 * crm_follow_up_create:
 * @set: where to add it
 * @subject: whom it is about
 * @details: what is to be done
 *
 * Makes an open follow-up and orders its task.
 *
 * Returns: (transfer none): the change that makes it; fields that no task has may still be set
 */
CrmChange *
crm_follow_up_create (CrmChangeSet *set, const CrmSubject *subject, const CrmNewFollowUp *details)
{
  CrmChange *change = crm_change_set_create (set, "follow_up", NULL);

  crm_change_set_text (change, "title", details->title);
  crm_change_set_text (change, "status", "open");
  if (details->due_at_usec != 0)
    crm_change_set_int (change, "due_at", details->due_at_usec);
  if (details->due_at_usec != 0 || details->due_day != NULL)
    crm_change_set_int (change, "due",
                        details->due_at_usec != 0 ? day_of (details->due_at_usec)
                                                  : *details->due_day);
  if (details->remind_at_usec != 0)
    crm_change_set_int (change, "remind_at", details->remind_at_usec);
  set_text (change, "kind", details->kind);
  set_text (change, "priority", details->priority);
  set_text (change, "note", details->note);
  set_text (change, "recurrence", details->recurrence);
  set_text (change, "list_uid", details->list_uid);
  set_text (change, "owner", details->owner);
  crm_subject_write (subject, change);
  crm_follow_up_order_task (set, change);
  return change;
}

/**
 * crm_follow_up_add:
 * @subject: whom it is about
 * @details: what is to be done
 * @out_id: (out) (optional) (transfer full): the new follow-up's id
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_follow_up_add (const CrmSubject *subject, const CrmNewFollowUp *details, char **out_id)
{
  CrmChangeSet *set = crm_change_set_new ("add-follow-up", CRM_CAUSE_USER);
  CrmChange *change = crm_follow_up_create (set, subject, details);

  if (out_id != NULL)
    *out_id = g_strdup (change->id);
  return set;
}

static void
change_value (CrmChange *change, const CrmRecord *seen, const char *field, const CrmValue *value)
{
  crm_change_set_value (change, field, value);
  crm_change_expect (change, field, crm_record_get (seen, field));
}

/* One change a record and set, so that a set of several edits stays one. */
static CrmChange *
find_change (CrmChangeSet *set, const CrmRecord *seen)
{
  for (guint i = 0; i < set->changes->len; i++)
    {
      CrmChange *change = g_ptr_array_index (set->changes, i);

      if (change->entity == seen->entity && g_str_equal (change->id, seen->id))
        return change;
    }
  return crm_change_set_update (set, "follow_up", seen->id);
}

/* A day that is chosen for something that has a time of day keeps the time. */
static void
move_time (CrmChange *change, const CrmRecord *seen, gint64 day)
{
  gint64 at_usec = crm_record_get_int (seen, "due_at", 0);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_auto (CrmValue) moved = CRM_VALUE_INIT;

  if (crm_record_get (seen, "due_at")->kind == CRM_VALUE_NULL)
    return;
  moved = crm_value_int (at_usec + crm_date_day_to_usec ((int)day, zone)
                         - crm_date_day_to_usec (crm_date_day_from_usec (at_usec, zone), zone));
  change_value (change, seen, "due_at", &moved);
}

/**
 * crm_follow_up_change:
 * @set: a change set
 * @seen: the follow-up as the person saw it
 * @field: what is changed
 * @value: what it is to be
 *
 * Adds an edit to @set. The day and the time of what is due go together: a new day keeps the time,
 * a new time says the day.
 */
void
crm_follow_up_change (CrmChangeSet *set,
                      const CrmRecord *seen,
                      const char *field,
                      const CrmValue *value)
{
  static const CrmValue unknown = CRM_VALUE_INIT;
  CrmChange *change = find_change (set, seen);

  change_value (change, seen, field, value);
  if (g_str_equal (field, "due") && crm_change_get_value (change, "due_at") == NULL)
    {
      if (value->kind == CRM_VALUE_INT)
        move_time (change, seen, value->integer);
      else
        change_value (change, seen, "due_at", &unknown);
    }
  else if (g_str_equal (field, "due_at") && value->kind == CRM_VALUE_INT)
    {
      g_auto (CrmValue) day = crm_value_int (day_of (value->integer));

      change_value (change, seen, "due", &day);
    }
}

/**
 * crm_follow_up_edit:
 * @seen: the follow-up as the person saw it
 * @field: what is changed
 * @value: what it is to be
 *
 * See crm_follow_up_change().
 *
 * Returns: (transfer full): the change set; written when the field has changed since, it is a
 *   conflict
 */
CrmChangeSet *
crm_follow_up_edit (const CrmRecord *seen, const char *field, const CrmValue *value)
{
  CrmChangeSet *set = crm_change_set_new ("edit-follow-up", CRM_CAUSE_USER);

  crm_follow_up_change (set, seen, field, value);
  return set;
}

static CrmChangeSet *
set_status (const CrmRecord *seen, const char *label, const char *status, gint64 done_usec)
{
  CrmChangeSet *set = crm_change_set_new (label, CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_update (set, "follow_up", seen->id);

  crm_change_set_text (change, "status", status);
  crm_change_expect (change, "status", crm_record_get (seen, "status"));
  if (done_usec != 0)
    crm_change_set_int (change, "done_at", done_usec);
  else
    crm_change_set_null (change, "done_at");
  return set;
}

/**
 * crm_follow_up_finish:
 * @seen: the follow-up as the person saw it
 * @now_usec: when, UTC microseconds
 *
 * A recurring one is opened again by its task list, for the next time.
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_follow_up_finish (const CrmRecord *seen, gint64 now_usec)
{
  return set_status (seen, "finish-follow-up", "done", now_usec);
}

/**
 * crm_follow_up_drop:
 * @seen: the follow-up as the person saw it
 * @now_usec: when, UTC microseconds
 *
 * Returns: (transfer full): the change set: it is not to be done any more; the history keeps it,
 * and the task is cancelled
 */
CrmChangeSet *
crm_follow_up_drop (const CrmRecord *seen, gint64 now_usec)
{
  return set_status (seen, "drop-follow-up", "dropped", now_usec);
}

/**
 * crm_follow_up_reopen:
 * @seen: the follow-up as the person saw it
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_follow_up_reopen (const CrmRecord *seen)
{
  return set_status (seen, "reopen-follow-up", "open", 0);
}

/**
 * crm_follow_up_snooze:
 * @seen: the follow-up as the person saw it
 * @day: when it is due now
 *
 * Moves what is due, and the reminder with it, by whole days.
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_follow_up_snooze (const CrmRecord *seen, int day)
{
  CrmChangeSet *set = crm_change_set_new ("snooze-follow-up", CRM_CAUSE_USER);
  g_auto (CrmValue) due = crm_value_int (day);
  gint64 remind_usec = crm_record_get_int (seen, "remind_at", 0);

  crm_follow_up_change (set, seen, "due", &due);
  if (remind_usec != 0)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
      int remind_day = crm_date_day_from_usec (remind_usec, zone);
      int days = day - (int)crm_record_get_int (seen, "due", remind_day);
      g_auto (CrmValue) moved
          = crm_value_int (remind_usec + crm_date_day_to_usec (remind_day + days, zone)
                           - crm_date_day_to_usec (remind_day, zone));

      crm_follow_up_change (set, seen, "remind_at", &moved);
    }
  return set;
}

/**
 * crm_follow_up_choose_list:
 * @list_uid: a source UID, %CRM_TASK_LIST_DEFAULT or %CRM_TASK_LIST_NONE
 *
 * Returns: (transfer full): the change set: new tasks, and those that wait, go there
 */
CrmChangeSet *
crm_follow_up_choose_list (const char *list_uid)
{
  CrmChangeSet *set = crm_change_set_new ("choose-task-list", CRM_CAUSE_USER);

  crm_scope_set_setting (set, CRM_SETTING_TASK_LIST, list_uid);
  return set;
}

/**
 * crm_follow_up_order_all:
 * @follow_ups: (element-type CrmRecord): open follow-ups that have no task
 *
 * For those from before there were tasks, once somebody wants them in a list.
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_follow_up_order_all (GPtrArray *follow_ups)
{
  CrmChangeSet *set = crm_change_set_new ("order-tasks", CRM_CAUSE_USER);

  for (guint i = 0; i < follow_ups->len; i++)
    {
      const CrmRecord *record = g_ptr_array_index (follow_ups, i);
      g_autoptr (CrmTask) task = crm_task_from_record (record);
      CrmChange *change;

      if (crm_record_get_text (record, "task_uid") != NULL || !crm_task_is_open (task))
        continue;
      change = crm_change_set_update (set, "follow_up", record->id);
      crm_change_expect (change, "task_uid", crm_record_get (record, "task_uid"));
      crm_follow_up_order_task (set, change);
      {
        g_autofree char *payload = crm_task_to_text (task, CRM_TASK_ALL);

        crm_change_set_text (g_ptr_array_index (set->changes, set->changes->len - 1), "payload",
                             payload);
      }
    }
  return set;
}

static gboolean
has_text (const CrmRecord *record, const char *field, const char *text)
{
  return g_strcmp0 (crm_record_get_text (record, field), text) == 0;
}

/**
 * crm_follow_up_compare_due:
 * @a: (type CrmRecord**): an element of an array of follow-ups
 * @b: (type CrmRecord**): another
 *
 * #GCompareFunc for g_ptr_array_sort().
 *
 * Returns: below, at or above 0: what is due first comes first, what has no day last, and those of
 *   the same day stay in one order
 */
int
crm_follow_up_compare_due (gconstpointer a, gconstpointer b)
{
  const CrmRecord *first = *(const CrmRecord *const *)a;
  const CrmRecord *second = *(const CrmRecord *const *)b;
  gint64 due = crm_record_get_int (first, "due", G_MAXINT64);
  gint64 other = crm_record_get_int (second, "due", G_MAXINT64);

  if (due != other)
    return due < other ? -1 : 1;
  return strcmp (first->id, second->id);
}

/**
 * crm_follow_up_has_two_sides:
 * @order: an order for a task
 *
 * Returns: whether somebody has to choose between what stands in the list and what was written
 * here; else it can only be tried again
 */
gboolean
crm_follow_up_has_two_sides (const CrmRecord *order)
{
  return has_text (order, "state", "failed")
         && (has_text (order, "failure", CRM_FOLLOW_UP_CONFLICT)
             || has_text (order, "failure", CRM_FOLLOW_UP_LOST)
             || has_text (order, "failure", CRM_FOLLOW_UP_DELETED));
}

/* In the list the task is gone: so is the follow-up, then. */
static void
drop_with_task (CrmChangeSet *set, const CrmRecord *follow_up)
{
  g_auto (CrmValue) dropped = crm_value_text ("dropped");
  g_auto (CrmValue) now = crm_value_int (g_get_real_time ());

  crm_follow_up_change (set, follow_up, "status", &dropped);
  crm_follow_up_change (set, follow_up, "done_at", &now);
}

/**
 * crm_follow_up_settle:
 * @order: of @follow_up, with a failure
 * @follow_up: as the person sees it
 * @use_ours: whether what we had written is to win; else it is forgotten
 *
 * Answers a conflict, an edit that got lost, or a task that was deleted: with @use_ours it is made
 * anew, else the follow-up is dropped, too. What the list refused is tried again.
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_follow_up_settle (const CrmRecord *order, const CrmRecord *follow_up, gboolean use_ours)
{
  CrmChangeSet *set = crm_change_set_new ("settle-follow-up", CRM_CAUSE_USER);
  CrmTaskMask mask = 0;
  g_autoptr (CrmTask) ours = crm_task_parse (crm_record_get_text (order, "payload"), &mask);
  CrmChange *change = crm_change_set_update (set, "outbox", order->id);

  crm_change_set_text (change, "state", "pending");
  crm_change_expect (change, "state", crm_record_get (order, "state"));
  crm_change_set_null (change, "failure");
  crm_change_set_null (change, "payload");
  if (!crm_follow_up_has_two_sides (order))
    return set; /* what stands in the payload is older than the follow-up */
  if (!use_ours && has_text (order, "action", "remove_task"))
    drop_with_task (set, follow_up);
  for (guint i = 0; use_ours && ours != NULL && i < CRM_TASK_N_FIELDS; i++)
    if (mask & CRM_TASK_BIT (i))
      crm_follow_up_change (set, follow_up, crm_task_field_name (i), &ours->values[i]);
  return set;
}

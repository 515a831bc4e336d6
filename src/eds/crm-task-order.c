/* crm-task-order.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Runs on a thread of its own; it waits for the task list. Nothing is written that the follow-up
 * did not change: every other property of the task stays as it was found. */
#define G_LOG_DOMAIN "crm-task-order"
#include "config.h"

#include "crm-task-order.h"

#include "crm-task-ical.h"
#include "service/crm-follow-up.h"

/* How often somebody may be faster before we leave it for later. */
#define MAX_ATTEMPTS 4
/* A refresh is only scheduled by the call; what it brings is waited for. */
#define REFRESH_MSECS 3000
#define POLL_MSECS 50

typedef struct
{
  const CrmTaskOrder *order;
  ECalClient *client;
  GCancellable *cancellable; /* (nullable) */
  CrmTaskOutcome *outcome;
} Run;

/**
 * crm_task_order_free:
 * @self: (nullable): an order
 */
void
crm_task_order_free (CrmTaskOrder *self)
{
  if (self == NULL)
    return;
  g_free (self->uid);
  crm_task_free (self->ours);
  crm_task_free (self->base);
  crm_task_free (self->ordered);
  crm_task_free (self->written);
  g_free (self->etag);
  g_free (self->digest);
  g_free (self);
}

/**
 * crm_task_outcome_free:
 * @self: (nullable): an outcome
 */
void
crm_task_outcome_free (CrmTaskOutcome *self)
{
  if (self == NULL)
    return;
  g_free (self->message);
  g_free (self->uid);
  crm_task_free (self->now);
  crm_task_free (self->lost);
  g_free (self->etag);
  g_free (self->digest);
  g_free (self);
}

static gboolean
is_absent (const GError *error)
{
  return g_error_matches (error, E_CAL_CLIENT_ERROR, E_CAL_CLIENT_ERROR_OBJECT_NOT_FOUND);
}

static void
end_with_error (Run *run, const GError *error)
{
  run->outcome->result = crm_order_classify (error, &run->outcome->failure);
  run->outcome->message = g_strdup (error->message);
}

static void
fail (Run *run, const char *failure, const char *message)
{
  run->outcome->failure = failure;
  g_free (run->outcome->message);
  run->outcome->message = g_strdup (message);
}

static gboolean
is_remote (Run *run)
{
  ESource *source = e_client_get_source (E_CLIENT (run->client));
  ESourceBackend *backend = e_source_get_extension (source, E_SOURCE_EXTENSION_TASK_LIST);
  g_autofree char *name = e_source_backend_dup_backend_name (backend);

  return g_strcmp0 (name, "caldav") == 0;
}

/* Reads the task; a rule that says the same in other words is the one that we know. */
static CrmTask *
read_task (Run *run, ICalComponent *vtodo)
{
  CrmTask *task = crm_task_ical_read (vtodo, run->client);
  const CrmTask *known[] = { run->order->ours, run->order->base };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autofree char *rule = NULL;

      if (known[i] == NULL)
        continue;
      rule = crm_task_ical_normalize_rule (crm_task_get_text (known[i], CRM_TASK_RECURRENCE));
      if (rule != NULL && g_strcmp0 (rule, crm_task_get_text (task, CRM_TASK_RECURRENCE)) == 0)
        {
          crm_task_take (task, known[i], CRM_TASK_BIT (CRM_TASK_RECURRENCE));
          break;
        }
    }
  /* A follow-up has a title, even if somebody took the task's away. */
  if (crm_task_get_text (task, CRM_TASK_TITLE) == NULL && run->order->ours != NULL)
    crm_task_take (task, run->order->base != NULL ? run->order->base : run->order->ours,
                   CRM_TASK_BIT (CRM_TASK_TITLE));
  return task;
}

/* What was written is in the list, or waits for the server to take it. */
static void
note_written (Run *run, ICalComponent *found /* (nullable) */, ICalComponent *now)
{
  CrmTaskOutcome *outcome = run->outcome;
  g_autofree char *before = found != NULL ? crm_task_ical_etag (found) : NULL;
  g_autofree char *after = crm_task_ical_etag (now);

  outcome->result = CRM_ORDER_DONE;
  outcome->digest = crm_task_ical_digest (now);
  outcome->is_queued = is_remote (run) && g_strcmp0 (before, after) == 0;
  if (outcome->is_queued)
    outcome->etag = g_strdup (after != NULL ? after : "");
  outcome->now = read_task (run, now);
}

/* --- making and removing -------------------------------------------------------------------- */

static void
make (Run *run)
{
  const CrmTaskOrder *order = run->order;
  ICalComponent *vtodo = crm_task_ical_new (order->uid, order->ours, run->client);
  ICalComponent *now = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *uid = NULL;

  if (!e_cal_client_create_object_sync (run->client, vtodo, E_CAL_OPERATION_FLAG_CONFLICT_FAIL,
                                        &uid, run->cancellable, &error))
    {
      end_with_error (run, error);
      g_object_unref (vtodo);
      return;
    }
  if (uid != NULL && *uid != '\0' && !g_str_equal (uid, order->uid))
    run->outcome->uid = g_steal_pointer (&uid);
  run->outcome->written = CRM_TASK_ALL;
  /* Not cancellable: what was made is to be known. When it cannot be read, what was ordered is the
   * best that is known. */
  if (e_cal_client_get_object_sync (run->client,
                                    run->outcome->uid != NULL ? run->outcome->uid : order->uid,
                                    NULL, &now, NULL, NULL))
    note_written (run, NULL, now);
  else
    note_written (run, NULL, vtodo);
  run->outcome->adopt = crm_task_compare (order->ours, run->outcome->now);
  g_clear_object (&now);
  g_object_unref (vtodo);
}

static void
end_gone (Run *run)
{
  run->outcome->result = CRM_ORDER_DONE;
  run->outcome->is_gone = TRUE;
}

static void
remove_if_unchanged (Run *run, ICalComponent *vtodo)
{
  const CrmTaskOrder *order = run->order;
  g_autofree char *digest = crm_task_ical_digest (vtodo);
  g_autoptr (CrmTask) theirs = read_task (run, vtodo);
  g_autoptr (GError) error = NULL;
  gboolean is_ours = order->digest != NULL
                         ? g_str_equal (digest, order->digest)
                         : order->ordered != NULL && crm_task_compare (order->ordered, theirs) == 0;

  if (!is_ours)
    {
      run->outcome->result = CRM_ORDER_FAILED;
      fail (run, CRM_ORDER_FAILURE_CHANGED, "the task was changed since");
    }
  else if (e_cal_client_remove_object_sync (run->client, order->uid, NULL, E_CAL_OBJ_MOD_ALL,
                                            E_CAL_OPERATION_FLAG_CONFLICT_FAIL, run->cancellable,
                                            &error)
           || is_absent (error))
    end_gone (run);
  else
    end_with_error (run, error);
}

/* A list whose cache is empty while its server is away has not lost its tasks. */
static gboolean
may_be_unread (Run *run)
{
  ESource *source = e_client_get_source (E_CLIENT (run->client));
  GSList *components = NULL;
  gboolean is_empty;

  if (!is_remote (run)
      || e_source_get_connection_status (source) == E_SOURCE_CONNECTION_STATUS_CONNECTED)
    return FALSE;
  is_empty
      = !e_cal_client_get_object_list_sync (run->client, "#t", &components, run->cancellable, NULL)
        || components == NULL;
  g_slist_free_full (components, g_object_unref);
  return is_empty;
}

/* Somebody deleted the task, or it was never made. */
static void
handle_absence (Run *run)
{
  const CrmTaskOrder *order = run->order;

  if ((order->base != NULL || order->is_adopted) && may_be_unread (run))
    {
      run->outcome->result = CRM_ORDER_LATER;
      fail (run, NULL, "the task list was not read yet");
    }
  else if (order->ours == NULL)
    end_gone (run);
  else if (order->base == NULL && !order->is_adopted)
    {
      if (crm_task_is_open (order->ours))
        make (run);
      else
        end_gone (run);
    }
  else
    {
      end_gone (run);
      run->outcome->adopt = crm_task_is_open (order->ours) ? CRM_TASK_STATE : 0;
      if (order->etag != NULL && *order->etag == '\0')
        fail (run, CRM_FOLLOW_UP_LOST, "the server never took the task");
      else if (crm_task_is_open (order->ours) && order->base != NULL
               && crm_task_compare (order->base, order->ours) != 0)
        fail (run, CRM_FOLLOW_UP_DELETED, "the task was deleted while the follow-up was changed");
      if (run->outcome->failure != NULL)
        run->outcome->adopt = 0; /* the follow-up stays open: nobody decided about it as it is */
    }
}

/* --- bringing both together ----------------------------------------------------------------- */

static void
lose (Run *run, const CrmTask *ours, CrmTaskMask mask, const char *failure)
{
  if (mask == 0)
    return;
  if (run->outcome->lost == NULL)
    run->outcome->lost = crm_task_new ();
  crm_task_take (run->outcome->lost, ours, mask);
  run->outcome->lost_in |= mask;
  fail (run, failure, "the list has another value than the follow-up had");
}

/* What waited for the server: it took it, or it dropped it. */
static void
look_at_waiting (Run *run, ICalComponent *vtodo, const CrmTask *theirs)
{
  const CrmTaskOrder *order = run->order;
  g_autofree char *etag = NULL;

  if (order->etag == NULL)
    return;
  etag = crm_task_ical_etag (vtodo);
  if (g_strcmp0 (etag != NULL ? etag : "", order->etag) == 0)
    {
      run->outcome->is_queued = TRUE;
      run->outcome->etag = g_strdup (order->etag);
    }
  else if (order->written != NULL)
    lose (run, order->written, crm_task_compare (order->written, theirs) & order->waiting,
          CRM_FOLLOW_UP_LOST);
}

/* Asks for the server's state and waits until it is another one than @seen. */
static void
refresh (Run *run, ICalComponent *seen)
{
  g_autofree char *old = i_cal_component_as_ical_string (seen);

  e_client_refresh_sync (E_CLIENT (run->client), run->cancellable, NULL);
  for (guint msecs = 0; msecs < REFRESH_MSECS; msecs += POLL_MSECS)
    {
      ICalComponent *now = NULL;
      g_autofree char *text = NULL;

      if (g_cancellable_is_cancelled (run->cancellable)
          || !e_cal_client_get_object_sync (run->client, run->order->uid, NULL, &now,
                                            run->cancellable, NULL))
        return;
      text = i_cal_component_as_ical_string (now);
      g_object_unref (now);
      if (g_strcmp0 (text, old) != 0)
        return;
      g_usleep (POLL_MSECS * 1000);
    }
}

/* Returns: whether it is settled; if not, somebody was faster and it begins anew */
static gboolean
write_fields (Run *run, ICalComponent *vtodo, CrmTaskMask mask)
{
  ICalComponent *changed = i_cal_component_clone (vtodo);
  ICalComponent *now = NULL;
  g_autoptr (GError) error = NULL;
  gboolean again = FALSE;

  crm_task_ical_write (changed, run->order->ours, mask, run->client);
  if (e_cal_client_modify_object_sync (run->client, changed, E_CAL_OBJ_MOD_ALL,
                                       E_CAL_OPERATION_FLAG_CONFLICT_FAIL, run->cancellable,
                                       &error))
    {
      run->outcome->written = mask;
      if (e_cal_client_get_object_sync (run->client, run->order->uid, NULL, &now, NULL, NULL))
        note_written (run, vtodo, now);
      else
        note_written (run, vtodo, changed);
      run->outcome->adopt = crm_task_compare (run->order->ours, run->outcome->now);
    }
  else if (g_error_matches (error, E_CLIENT_ERROR, E_CLIENT_ERROR_OUT_OF_SYNC))
    {
      refresh (run, vtodo);
      again = TRUE;
    }
  else if (is_absent (error))
    again = TRUE;
  else
    end_with_error (run, error);
  g_clear_object (&now);
  g_object_unref (changed);
  return !again;
}

static gboolean
bring_together (Run *run, ICalComponent *vtodo)
{
  const CrmTaskOrder *order = run->order;
  g_autoptr (CrmTask) theirs = read_task (run, vtodo);
  const CrmTask *base = order->base != NULL      ? order->base
                        : order->ordered != NULL ? order->ordered
                                                 : order->ours;
  CrmTaskMerge merge = crm_task_merge (base, order->ours, theirs);

  look_at_waiting (run, vtodo, theirs);
  lose (run, order->ours, merge.conflict, CRM_FOLLOW_UP_CONFLICT);
  if (merge.write != 0)
    return write_fields (run, vtodo, merge.write);
  run->outcome->result = CRM_ORDER_DONE;
  run->outcome->adopt = merge.adopt;
  run->outcome->now = g_steal_pointer (&theirs);
  /* Made before a crash: what was ordered is what we wrote. */
  if (order->base == NULL && merge.adopt == 0)
    run->outcome->digest = crm_task_ical_digest (vtodo);
  return TRUE;
}

/* Returns: whether it is settled */
static gboolean
attempt (Run *run)
{
  ICalComponent *vtodo = NULL;
  g_autoptr (GError) error = NULL;
  gboolean settled = TRUE;

  if (run->order->ours == NULL && run->order->is_adopted)
    {
      end_gone (run); /* for us; it stays where it is */
      return TRUE;
    }
  if (!e_cal_client_get_object_sync (run->client, run->order->uid, NULL, &vtodo, run->cancellable,
                                     &error))
    {
      if (is_absent (error))
        handle_absence (run);
      else
        end_with_error (run, error);
      return TRUE;
    }
  if (run->order->ours == NULL)
    remove_if_unchanged (run, vtodo);
  else
    settled = bring_together (run, vtodo);
  g_object_unref (vtodo);
  return settled;
}

/**
 * crm_task_order_carry_out:
 * @self: what is to be brought together
 * @client: the task list; its process, and its server, are waited for
 * @cancellable: (nullable): gives up; it may have been carried out all the same
 *
 * Looks into the list before it changes anything, so that what was done before is not done twice.
 * Never overwrites what somebody changed meanwhile.
 *
 * Returns: (transfer full): how it went
 */
CrmTaskOutcome *
crm_task_order_carry_out (const CrmTaskOrder *self, ECalClient *client, GCancellable *cancellable)
{
  Run run = { self, client, cancellable, g_new0 (CrmTaskOutcome, 1) };

  for (guint i = 0; i < MAX_ATTEMPTS; i++)
    {
      g_clear_pointer (&run.outcome, crm_task_outcome_free);
      run.outcome = g_new0 (CrmTaskOutcome, 1);
      run.outcome->result = CRM_ORDER_LATER;
      if (attempt (&run))
        return run.outcome;
    }
  run.outcome->result = CRM_ORDER_LATER;
  fail (&run, NULL, "the task is changed all the time");
  return run.outcome;
}

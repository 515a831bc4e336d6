/* crm-worker.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-worker"
#include "config.h"

#include "crm-worker-private.h"

struct _CrmWorker
{
  GThread *thread;    /* (owned) */
  GAsyncQueue *queue; /* (owned) (element-type Job) */
};

typedef struct
{
  GTask *task; /* (owned) (nullable): NULL tells the thread to end */
  GTaskThreadFunc func;
} Job;

static gboolean
drop_task_cb (gpointer task)
{
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

/* The last reference of a task may free objects that belong to its own thread's context, so it is
 * dropped there, never on this thread. */
static void
drop_in_own_context (GTask *task)
{
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_callback (source, drop_task_cb, task, NULL);
  g_source_set_static_name (source, "crm-worker: drop task");
  g_source_attach (source, g_task_get_context (task));
  g_source_unref (source);
}

static gpointer
run_jobs (gpointer data)
{
  GAsyncQueue *queue = data;

  while (TRUE)
    {
      Job *job = g_async_queue_pop (queue);
      Job taken = *job;

      g_free (job);
      if (taken.task == NULL)
        break;
      if (!g_task_return_error_if_cancelled (taken.task))
        taken.func (taken.task, g_task_get_source_object (taken.task),
                    g_task_get_task_data (taken.task), g_task_get_cancellable (taken.task));
      drop_in_own_context (taken.task);
    }
  g_async_queue_unref (queue);
  return NULL;
}

CrmWorker *
_crm_worker_new (const char *name)
{
  CrmWorker *self = g_new0 (CrmWorker, 1);

  self->queue = g_async_queue_new ();
  self->thread = g_thread_new (name, run_jobs, g_async_queue_ref (self->queue));
  return self;
}

void
_crm_worker_queue (CrmWorker *self, GTask *task /* (transfer full) */, GTaskThreadFunc func)
{
  Job *job = g_new (Job, 1);

  *job = (Job){ .task = task, .func = func };
  g_async_queue_push (self->queue, job);
}

gboolean
_crm_worker_is_current (CrmWorker *self)
{
  return g_thread_self () == self->thread;
}

/* Waits for what is queued: a decision that was handed over is never dropped. */
void
_crm_worker_stop (CrmWorker *self)
{
  if (self == NULL)
    return;
  g_async_queue_push (self->queue, g_new0 (Job, 1));
  g_thread_join (self->thread);
  g_async_queue_unref (self->queue);
  g_free (self);
}

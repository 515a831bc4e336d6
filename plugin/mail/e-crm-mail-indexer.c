/* e-crm-mail-indexer.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-mail-indexer"
#include "config.h"

#include "e-crm-mail-indexer.h"

#include <glib/gi18n-lib.h>
#include <libemail-engine/libemail-engine.h>
#include <mail/e-mail-backend.h>

#include "e-crm-index-run.h"
#include "shell/e-crm-accounts.h"
#include "shell/e-crm-app.h"

/* Many signals in a row, as at start, make one run. */
#define SETTLE_MSEC 400
/* A server that is away is asked again after so long, then after twice as long, and so on. */
#define FIRST_RETRY_SECS 5
#define LAST_RETRY_SECS 600

struct _ECrmMailIndexer
{
  GObject parent_instance;
  ECrmApp *app;          /* (unowned): owns us */
  EMailSession *session; /* (owned) (nullable) */
  GHashTable *watched;   /* (owned) (element-type CamelFolder): "changed" is connected */
  GHashTable *servers;   /* (owned) (element-type CamelStore): asked once since they connected */
  GHashTable *due;       /* (owned) (element-type CamelStore): to be asked with the next run */
  GHashTable *changed;   /* (owned) (element-type CamelFolder): to be read with the next run */
  GCancellable *stop;    /* (owned): ends the job under way */
  EActivity *quitting;   /* (owned) (nullable): keeps Evolution alive until the job has ended */
  guint settle_id;       /* timeout source, 0 for none */
  guint retry_id;        /* timeout source, 0 for none */
  guint retry_secs;      /* how long the last one waited, 0 when all servers answered */
  gboolean walk;         /* the next run looks for folders, too */
  gboolean complete;     /* a walk came to its end: what follows is little */
  gboolean running;
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (ECrmMailIndexer, e_crm_mail_indexer, G_TYPE_OBJECT)

/* A run and whom it belongs to. */
typedef struct
{
  ECrmMailIndexer *indexer; /* (owned): touched on the main thread only */
  ECrmIndexRun *run;        /* (owned) */
  GCancellable *stop;       /* (owned) */
} Job;

static void schedule (ECrmMailIndexer *self);

static void
e_crm_mail_indexer_dispose (GObject *object)
{
  ECrmMailIndexer *self = E_CRM_MAIL_INDEXER (object);

  g_cancellable_cancel (self->stop);
  g_clear_object (&self->stop);
  g_clear_object (&self->quitting);
  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_handle_id (&self->retry_id, g_source_remove);
  g_clear_pointer (&self->watched, g_hash_table_unref);
  g_clear_pointer (&self->servers, g_hash_table_unref);
  g_clear_pointer (&self->due, g_hash_table_unref);
  g_clear_pointer (&self->changed, g_hash_table_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (e_crm_mail_indexer_parent_class)->dispose (object);
}

static void
e_crm_mail_indexer_class_init (ECrmMailIndexerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = e_crm_mail_indexer_dispose;
}

static GHashTable *
new_object_set (void)
{
  return g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}

static void
e_crm_mail_indexer_init (ECrmMailIndexer *self)
{
  self->watched = new_object_set ();
  self->servers = new_object_set ();
  self->due = new_object_set ();
  self->changed = new_object_set ();
  self->stop = g_cancellable_new ();
  self->walk = TRUE;
}

/* Whether there is still somebody to do it for. */
static gboolean
is_alive (ECrmMailIndexer *self)
{
  return self->watched != NULL && !self->stopped;
}

static void
free_job (Job *job)
{
  g_object_unref (job->indexer);
  g_object_unref (job->stop);
  e_crm_index_run_free (job->run);
  g_free (job);
}

/* Also for mere flags: a message can be deleted or marked as junk where it is. Only such folders
 * are looked at, not all. */
static void
folder_changed_cb (CamelFolder *folder, CamelFolderChangeInfo *changes, gpointer data)
{
  ECrmMailIndexer *self = data;

  if (!is_alive (self)
      || changes->uid_added->len + changes->uid_removed->len + changes->uid_changed->len == 0)
    return;
  g_hash_table_add (self->changed, g_object_ref (folder));
  schedule (self);
}

/* What may have come while a server was away, or before this Evolution was started, in folders that
 * Evolution itself does not look at before somebody opens them. */
static void
connection_status_cb (CamelService *service, GParamSpec *pspec, gpointer data)
{
  ECrmMailIndexer *self = data;

  if (!is_alive (self) || camel_service_get_connection_status (service) != CAMEL_SERVICE_CONNECTED)
    return;
  g_hash_table_add (self->due, g_object_ref (service));
  self->walk = TRUE;
  schedule (self);
}

static void
watch_server (ECrmMailIndexer *self, CamelStore *store)
{
  if (!e_crm_folder_is_remote (store) || g_hash_table_contains (self->servers, store))
    return;
  g_hash_table_add (self->servers, g_object_ref (store));
  g_signal_connect_object (store, "notify::connection-status", G_CALLBACK (connection_status_cb),
                           self, 0);
  connection_status_cb (CAMEL_SERVICE (store), NULL, self);
}

typedef struct
{
  ECrmMailIndexer *indexer; /* (owned) */
  GPtrArray *folders;       /* (owned) (element-type CamelFolder) */
} Watch;

static gboolean
watch_folders_cb (gpointer data)
{
  Watch *watch = data;
  ECrmMailIndexer *self = watch->indexer;

  for (guint i = 0; i < watch->folders->len && is_alive (self); i++)
    {
      CamelFolder *folder = g_ptr_array_index (watch->folders, i);

      watch_server (self, camel_folder_get_parent_store (folder));
      if (g_hash_table_contains (self->watched, folder))
        continue;
      g_hash_table_add (self->watched, g_object_ref (folder));
      g_signal_connect_object (folder, "changed", G_CALLBACK (folder_changed_cb), self, 0);
    }
  g_ptr_array_unref (watch->folders);
  g_object_unref (self);
  g_free (watch);
  return G_SOURCE_REMOVE;
}

/* On the job thread, before anything is read: what changes from now on is told after this, as Camel
 * tells it on the main thread too and in turn. */
static void
watch_folders (GPtrArray *folders, gpointer data)
{
  Job *job = data;
  Watch *watch = g_new (Watch, 1);

  watch->indexer = g_object_ref (job->indexer);
  watch->folders = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < folders->len; i++)
    g_ptr_array_add (watch->folders, g_object_ref (g_ptr_array_index (folders, i)));
  g_idle_add_full (G_PRIORITY_HIGH, watch_folders_cb, watch, NULL);
}

typedef struct
{
  ECrmMailIndexer *indexer; /* (owned) */
  guint done;
  guint total;
} Progress;

static gboolean
show_progress_cb (gpointer data)
{
  Progress *progress = data;

  if (is_alive (progress->indexer))
    e_crm_app_set_progress (progress->indexer->app, progress->done, progress->total);
  g_object_unref (progress->indexer);
  g_free (progress);
  return G_SOURCE_REMOVE;
}

static void
tell_progress (guint done, guint total, gpointer data)
{
  Job *job = data;
  Progress *progress = g_new (Progress, 1);

  *progress = (Progress){ g_object_ref (job->indexer), done, total };
  g_idle_add (show_progress_cb, progress);
}

static gboolean
retry_cb (gpointer data)
{
  ECrmMailIndexer *self = data;

  self->retry_id = 0;
  self->walk = TRUE;
  schedule (self);
  return G_SOURCE_REMOVE;
}

/* The first failure may be a start without a connection yet: nobody is told before the second. */
static void
plan_retry (ECrmMailIndexer *self, guint n_unread)
{
  e_crm_app_set_unread_folders (self->app, self->retry_secs > 0 ? n_unread : 0);
  g_clear_handle_id (&self->retry_id, g_source_remove);
  self->retry_secs
      = n_unread == 0 ? 0 : CLAMP (self->retry_secs * 2, FIRST_RETRY_SECS, LAST_RETRY_SECS);
  if (n_unread > 0)
    self->retry_id = g_timeout_add_seconds (self->retry_secs, retry_cb, self);
}

static gboolean
job_ended_cb (gpointer data)
{
  Job *job = data;
  ECrmMailIndexer *self = job->indexer;

  self->running = FALSE;
  g_clear_object (&self->quitting);
  if (is_alive (self))
    {
      e_crm_app_set_progress (self->app, 0, 0);
      /* Only a walk has seen every folder. */
      if (job->run->walk || job->run->n_unread > 0)
        plan_retry (self, job->run->n_unread);
      self->complete |= job->run->walk && job->run->n_unread == 0;
      if (self->walk || g_hash_table_size (self->changed) > 0)
        schedule (self);
    }
  free_job (job);
  return G_SOURCE_REMOVE;
}

static void
stop_cb (GCancellable *stop, gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
}

static void
run_job (CamelSession *session, GCancellable *cancellable, gpointer data, GError **error)
{
  Job *job = data;
  gulong stop_id = g_cancellable_connect (job->stop, G_CALLBACK (stop_cb), cancellable, NULL);

  camel_operation_push_message (cancellable, "%s", _ ("CRM: reading mail headers"));
  e_crm_index_run (job->run, cancellable, error);
  camel_operation_pop_message (cancellable);
  g_cancellable_disconnect (job->stop, stop_id);
}

/* Behind the last progress, which is idle work, too: or that would be shown for ever. */
static void
job_done (gpointer data)
{
  g_idle_add (job_ended_cb, data);
}

static gpointer
run_quietly (gpointer data)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;

  if (!e_crm_index_run (job->run, job->stop, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("new mail is not indexed: %s", error->message);
  job_done (job);
  return NULL;
}

static void
move_objects (GHashTable *from, GPtrArray *into)
{
  GHashTableIter iter;
  gpointer object;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &object, NULL))
    g_ptr_array_add (into, g_object_ref (object));
  g_hash_table_remove_all (from);
}

static Job *
new_job (ECrmMailIndexer *self)
{
  const CrmScope *scope = e_crm_app_get_scope (self->app);
  ECrmIndexRun *run
      = e_crm_index_run_new (e_crm_app_get_store (self->app), CAMEL_SESSION (self->session));
  Job *job = g_new0 (Job, 1);

  *job = (Job){ g_object_ref (self), run, g_object_ref (self->stop) };
  run->walk = self->walk;
  run->announce = run->walk && !self->complete;
  run->opened = watch_folders;
  run->progress = tell_progress;
  run->data = job;
  g_clear_pointer (&run->special, g_hash_table_unref);
  run->special
      = e_crm_accounts_dup_special_folders (e_shell_get_registry (e_crm_app_get_shell (self->app)));
  for (guint i = 0; g_ptr_array_index (scope->excluded_folders, i) != NULL; i++)
    g_ptr_array_add (run->excluded, g_strdup (g_ptr_array_index (scope->excluded_folders, i)));
  if (run->walk)
    {
      g_clear_pointer (&run->due, g_hash_table_unref);
      run->due = g_steal_pointer (&self->due);
      self->due = new_object_set ();
      g_hash_table_remove_all (self->changed); /* a walk comes by there anyway */
    }
  else
    move_objects (self->changed, run->folders);
  return job;
}

/* A walk is worth a line in the status bar; a new letter is not. */
static gboolean
settled_cb (gpointer data)
{
  ECrmMailIndexer *self = data;
  Job *job;

  self->settle_id = 0;
  if (self->stopped || self->running)
    return G_SOURCE_REMOVE; /* the end of the run under way sees what there is to do */
  self->running = TRUE;
  job = new_job (self);
  self->walk = FALSE;
  if (job->run->walk)
    camel_session_submit_job (CAMEL_SESSION (self->session), _ ("CRM: indexing mail"), run_job, job,
                              job_done);
  else
    g_thread_unref (g_thread_new ("crm-new-mail", run_quietly, job));
  return G_SOURCE_REMOVE;
}

static void
schedule (ECrmMailIndexer *self)
{
  if (self->settle_id == 0 && !self->stopped)
    self->settle_id = g_timeout_add_full (G_PRIORITY_LOW, SETTLE_MSEC, settled_cb, self, NULL);
}

static void
schedule_walk (ECrmMailIndexer *self)
{
  self->walk = TRUE;
  schedule (self);
}

static void
folder_available_cb (MailFolderCache *cache, CamelStore *store, const char *name, gpointer data)
{
  schedule_walk (data);
}

static void
folder_renamed_cb (MailFolderCache *cache,
                   CamelStore *store,
                   const char *old_name,
                   const char *new_name,
                   gpointer data)
{
  schedule_walk (data);
}

/* As often as the user wants the account looked through for new mail. */
static void
refresh_service_cb (EMailSession *session, CamelService *service, gpointer data)
{
  ECrmMailIndexer *self = data;

  if (!is_alive (self) || !CAMEL_IS_STORE (service)
      || !e_crm_folder_is_remote (CAMEL_STORE (service)))
    return;
  g_hash_table_add (self->due, g_object_ref (service));
  schedule_walk (self);
}

static gboolean
connect_session (ECrmMailIndexer *self)
{
  EShellBackend *backend = e_shell_get_backend_by_name (e_crm_app_get_shell (self->app), "mail");
  MailFolderCache *cache;

  if (self->session != NULL)
    return TRUE;
  if (!E_IS_MAIL_BACKEND (backend))
    return FALSE;
  self->session = g_object_ref (e_mail_backend_get_session (E_MAIL_BACKEND (backend)));
  cache = e_mail_session_get_folder_cache (self->session);
  g_signal_connect_object (cache, "folder-available", G_CALLBACK (folder_available_cb), self, 0);
  g_signal_connect_object (cache, "folder-deleted", G_CALLBACK (folder_available_cb), self, 0);
  g_signal_connect_object (cache, "folder-renamed", G_CALLBACK (folder_renamed_cb), self, 0);
  g_signal_connect_object (self->session, "refresh-service", G_CALLBACK (refresh_service_cb), self,
                           0);
  return TRUE;
}

ECrmMailIndexer *
e_crm_mail_indexer_new (ECrmApp *app)
{
  ECrmMailIndexer *self = g_object_new (E_TYPE_CRM_MAIL_INDEXER, NULL);

  self->app = app;
  return self;
}

static void
scope_applied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmMailIndexer) self = data;
  g_autoptr (GError) error = NULL;

  if (!crm_store_index_finish (CRM_STORE (source), result, &error))
    g_warning ("the index does not obey: %s", error->message); /* so nothing is captured */
  else if (is_alive (self))
    schedule_walk (self);
}

static gpointer
load_scope_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_scope_load (reader, error);
}

static gboolean
apply_scope_in_worker (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  return crm_scope_apply (data, index, error);
}

static void
scope_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CrmScope *scope = crm_store_read_finish (CRM_STORE (source), result, NULL);

  if (scope != NULL)
    crm_store_index_async (CRM_STORE (source), apply_scope_in_worker, scope,
                           (GDestroyNotify)crm_scope_free, NULL, scope_applied_cb, data);
  else
    g_object_unref (data);
}

/* Starts, or takes note of a changed scope. Exclusions act before the first capture. */
void
e_crm_mail_indexer_start (ECrmMailIndexer *self)
{
  if (!connect_session (self))
    return;
  crm_store_read_async (e_crm_app_get_store (self->app), load_scope_in_worker, NULL, NULL,
                        (GDestroyNotify)crm_scope_free, NULL, scope_loaded_cb, g_object_ref (self));
}

/* Ends the job under way; @activity keeps Evolution alive until then. */
void
e_crm_mail_indexer_stop (ECrmMailIndexer *self, EActivity *activity)
{
  self->stopped = TRUE;
  g_cancellable_cancel (self->stop);
  if (self->running)
    g_set_object (&self->quitting, activity);
}

/* e-crm-mail-indexer.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-mail-indexer"
#include "config.h"

#include "e-crm-mail-indexer.h"

#include <glib/gi18n-lib.h>
#include <libemail-engine/libemail-engine.h>
#include <mail/e-mail-backend.h>

#include "e-crm-folder-sync.h"
#include "shell/e-crm-accounts.h"
#include "shell/e-crm-app.h"

/* Many signals in a row, as at start, make one run. */
#define SETTLE_MSEC 400

struct _ECrmMailIndexer
{
  GObject parent_instance;
  ECrmApp *app;          /* (unowned): owns us */
  EMailSession *session; /* (owned) (nullable) */
  GHashTable *watched;   /* (owned) (element-type CamelFolder): "changed" is connected */
  GCancellable *stop;    /* (owned): ends the job under way */
  EActivity *quitting;   /* (owned) (nullable): keeps Evolution alive until the job has ended */
  guint settle_id;       /* timeout source, 0 for none */
  gboolean running;
  gboolean again; /* something changed during the run */
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (ECrmMailIndexer, e_crm_mail_indexer, G_TYPE_OBJECT)

/* One run, on Camel's job thread. */
typedef struct
{
  ECrmMailIndexer *indexer; /* (owned): touched on the main thread only */
  CrmStore *store;          /* (owned) */
  GHashTable *special;      /* (owned) */
  GPtrArray *excluded;      /* (owned) (element-type utf8) */
  GPtrArray *folders;       /* (owned) (element-type CamelFolder): opened by this run */
  GCancellable *stop;       /* (owned) */
  guint total;              /* messages in the folders opened so far */
} Run;

static void schedule (ECrmMailIndexer *self);

static void
e_crm_mail_indexer_dispose (GObject *object)
{
  ECrmMailIndexer *self = E_CRM_MAIL_INDEXER (object);

  g_cancellable_cancel (self->stop);
  g_clear_object (&self->stop);
  g_clear_object (&self->quitting);
  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_pointer (&self->watched, g_hash_table_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (e_crm_mail_indexer_parent_class)->dispose (object);
}

static void
e_crm_mail_indexer_class_init (ECrmMailIndexerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = e_crm_mail_indexer_dispose;
}

static void
e_crm_mail_indexer_init (ECrmMailIndexer *self)
{
  self->watched = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->stop = g_cancellable_new ();
}

static void
free_run (gpointer data)
{
  Run *run = data;

  g_object_unref (run->store);
  g_hash_table_unref (run->special);
  g_ptr_array_unref (run->excluded);
  g_ptr_array_unref (run->folders);
  g_object_unref (run->stop);
  g_free (run);
}

static void
folder_changed_cb (CamelFolder *folder, CamelFolderChangeInfo *changes, gpointer data)
{
  if (changes->uid_added->len > 0 || changes->uid_removed->len > 0)
    schedule (data);
}

static void
watch_folders (ECrmMailIndexer *self, GPtrArray *folders)
{
  for (guint i = 0; i < folders->len; i++)
    {
      CamelFolder *folder = g_ptr_array_index (folders, i);

      if (g_hash_table_contains (self->watched, folder))
        continue;
      g_hash_table_add (self->watched, g_object_ref (folder));
      g_signal_connect_object (folder, "changed", G_CALLBACK (folder_changed_cb), self, 0);
    }
}

static gboolean
run_ended_cb (gpointer data)
{
  Run *run = data;
  ECrmMailIndexer *self = run->indexer;

  self->running = FALSE;
  g_clear_object (&self->quitting);
  if (self->watched != NULL && !self->stopped)
    {
      watch_folders (self, run->folders);
      e_crm_app_set_progress (self->app, 0, 0);
      if (self->again)
        schedule (self);
    }
  g_object_unref (self);
  free_run (run);
  return G_SOURCE_REMOVE;
}

/* An excluded account ends with a slash; an excluded folder means itself only. */
static gboolean
lies_in (const char *uri, const char *excluded)
{
  return g_str_has_suffix (excluded, "/") ? g_str_has_prefix (uri, excluded)
                                          : g_str_equal (uri, excluded);
}

static gboolean
is_excluded (Run *run, CamelStore *store, const char *name)
{
  g_autofree char *uri = e_mail_folder_uri_build (store, name);

  if (g_hash_table_contains (run->special, uri))
    return TRUE;
  for (guint i = 0; i < run->excluded->len; i++)
    if (lies_in (uri, g_ptr_array_index (run->excluded, i)))
      return TRUE;
  return FALSE;
}

static void
collect_folders (Run *run, CamelStore *store, const CamelFolderInfo *info, GPtrArray *names)
{
  for (; info != NULL; info = info->next)
    {
      if (e_crm_accounts_is_mail_folder (info) && !is_excluded (run, store, info->full_name))
        g_ptr_array_add (names, g_strdup (info->full_name));
      collect_folders (run, store, info->child, names);
    }
}

static gboolean
is_wanted_store (CamelService *service)
{
  const CamelProvider *provider;

  if (!CAMEL_IS_STORE (service))
    return FALSE;
  provider = camel_service_get_provider (service);
  return provider != NULL && g_strcmp0 (provider->protocol, "vfolder") != 0
         && g_strcmp0 (provider->protocol, "rss") != 0;
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

  if (progress->indexer->watched != NULL && !progress->indexer->stopped)
    e_crm_app_set_progress (progress->indexer->app, progress->done, progress->total);
  g_object_unref (progress->indexer);
  g_free (progress);
  return G_SOURCE_REMOVE;
}

static void
tell_progress (guint done, guint total, gpointer data)
{
  Run *run = data;
  Progress *progress = g_new (Progress, 1);

  *progress = (Progress){ g_object_ref (run->indexer), done, total };
  g_idle_add (show_progress_cb, progress);
}

/* A first opening may take long, as Camel reads the whole folder: so it counts as progress. */
static void
add_folder (Run *run, CamelFolder *folder)
{
  g_ptr_array_add (run->folders, folder);
  run->total += (guint)MAX (0, camel_folder_get_message_count (folder));
  tell_progress (0, run->total + 1, run);
}

/* Opens the folders of one store; one that cannot be opened now is tried again with the next run.
 */
static gboolean
open_store (Run *run, CamelStore *store, GPtrArray *names, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  CamelFolderInfo *tree = camel_store_get_folder_info_sync (
      store, NULL,
      CAMEL_STORE_FOLDER_INFO_RECURSIVE | CAMEL_STORE_FOLDER_INFO_FAST
          | CAMEL_STORE_FOLDER_INFO_NO_VIRTUAL,
      cancellable, &error);

  if (tree == NULL && error != NULL)
    {
      g_info ("folders of %s: %s", camel_service_get_uid (CAMEL_SERVICE (store)), error->message);
      return FALSE;
    }
  collect_folders (run, store, tree, names);
  camel_folder_info_free (tree);
  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr (GError) local_error = NULL;
      CamelFolder *folder
          = camel_store_get_folder_sync (store, g_ptr_array_index (names, i),
                                         (CamelStoreGetFolderFlags)0, cancellable, &local_error);

      if (folder != NULL)
        add_folder (run, folder);
      else
        g_info ("folder %s: %s", (char *)g_ptr_array_index (names, i), local_error->message);
    }
  return TRUE;
}

static gboolean
sync_folders (Run *run, GCancellable *cancellable, GError **error)
{
  ECrmFolderSync sync = {
    .store = run->store, .cancellable = cancellable, .progress = tell_progress, .progress_data = run
  };
  g_autoptr (GHashTable) sources = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < run->folders->len; i++)
    {
      CamelFolder *folder = g_ptr_array_index (run->folders, i);

      if (!e_crm_folder_sync_run (&sync, folder, error))
        return FALSE;
      g_hash_table_add (sources, (gpointer)camel_service_get_uid (
                                     CAMEL_SERVICE (camel_folder_get_parent_store (folder))));
    }
  return e_crm_folder_sync_finish (&sync, sources, error);
}

static void
stop_cb (GCancellable *stop, gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
}

static void
run_job (CamelSession *session, GCancellable *cancellable, gpointer data, GError **error)
{
  Run *run = data;
  GList *services = camel_session_list_services (session);
  gulong stop_id = g_cancellable_connect (run->stop, G_CALLBACK (stop_cb), cancellable, NULL);

  camel_operation_push_message (cancellable, "%s", _ ("CRM: reading mail headers"));
  for (GList *link = services; link != NULL; link = link->next)
    {
      g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

      if (!is_wanted_store (link->data) || g_cancellable_is_cancelled (cancellable))
        continue;
      if (open_store (run, link->data, names, cancellable))
        e_crm_folder_sync_forget_missing (run->store, camel_service_get_uid (link->data), names);
    }
  g_list_free_full (services, g_object_unref);
  if (!g_cancellable_is_cancelled (cancellable))
    sync_folders (run, cancellable, error);
  camel_operation_pop_message (cancellable);
  g_cancellable_disconnect (run->stop, stop_id);
}

/* Behind the last progress, which is idle work, too: or that would be shown for ever. */
static void
job_done (gpointer data)
{
  g_idle_add (run_ended_cb, data);
}

static Run *
new_run (ECrmMailIndexer *self)
{
  const CrmScope *scope = e_crm_app_get_scope (self->app);
  Run *run = g_new0 (Run, 1);

  run->indexer = g_object_ref (self);
  run->stop = g_object_ref (self->stop);
  run->store = g_object_ref (e_crm_app_get_store (self->app));
  run->special
      = e_crm_accounts_dup_special_folders (e_shell_get_registry (e_crm_app_get_shell (self->app)));
  run->excluded = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; g_ptr_array_index (scope->excluded_folders, i) != NULL; i++)
    g_ptr_array_add (run->excluded, g_strdup (g_ptr_array_index (scope->excluded_folders, i)));
  run->folders = g_ptr_array_new_with_free_func (g_object_unref);
  return run;
}

static gboolean
settled_cb (gpointer data)
{
  ECrmMailIndexer *self = data;

  self->settle_id = 0;
  if (self->stopped)
    return G_SOURCE_REMOVE;
  if (self->running)
    {
      self->again = TRUE;
      return G_SOURCE_REMOVE;
    }
  self->running = TRUE;
  self->again = FALSE;
  camel_session_submit_job (CAMEL_SESSION (self->session), _ ("CRM: indexing mail"), run_job,
                            new_run (self), job_done);
  return G_SOURCE_REMOVE;
}

static void
schedule (ECrmMailIndexer *self)
{
  if (self->settle_id == 0 && !self->stopped)
    self->settle_id = g_timeout_add_full (G_PRIORITY_LOW, SETTLE_MSEC, settled_cb, self, NULL);
}

static void
folder_available_cb (MailFolderCache *cache, CamelStore *store, const char *name, gpointer data)
{
  schedule (data);
}

static void
folder_renamed_cb (MailFolderCache *cache,
                   CamelStore *store,
                   const char *old_name,
                   const char *new_name,
                   gpointer data)
{
  schedule (data);
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
  else if (self->watched != NULL)
    schedule (self);
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

/* e-crm-app.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-app"
#include "config.h"

#include "e-crm-app.h"

#include <mail/e-mail-backend.h>

#include "crm-book-mirror.h"
#include "crm-calendar-mirror.h"
#include "contacts/e-crm-follow-contacts.h"
#include "contacts/e-crm-order-trouble.h"
#include "composer/e-crm-sending-watch.h"
#include "crm-outbox.h"
#include "crm-phone-expert.h"
#include "crm-task-sync.h"
#include "crm-view-guard.h"
#include "mail/e-crm-follow-up-editor.h"
#include "mail/e-crm-mail-indexer.h"
#include "service/crm-announcer.h"
#include "service/crm-waiting-watch.h"
#include "tasks/e-crm-task-asking.h"
#include "shell/e-crm-remote.h"
#include "tasks/e-crm-task-trouble.h"

struct _ECrmApp
{
  GObject parent_instance;
  EShell *shell; /* (unowned): outlives us */
  ECrmAppState state;
  GError *failure;           /* (owned) (nullable) */
  CrmBackup *backup;         /* (owned) (nullable): the one to offer after a failure */
  CrmStore *store;           /* (owned) (nullable): NULL until it is open */
  CrmScope *scope;           /* (owned) (nullable) */
  CrmAnnouncer *announcer;   /* (owned) (nullable) */
  CrmBookMirror *mirror;     /* (owned) (nullable) */
  CrmCalendarMirror *events; /* (owned) (nullable): NULL until all is set up */
  CrmOutbox *outbox;         /* (owned) (nullable) */
  CrmTaskSync *tasks;        /* (owned) (nullable): NULL until all is set up */
  CrmWaitingWatch *answers;  /* (owned) (nullable): NULL until all is set up */
  ECrmMailIndexer *indexer;  /* (owned) (nullable) */
  ECrmSendingWatch *sending; /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) */
  gboolean started;
  guint done;
  guint total;
  guint n_unread_folders; /* of which a part is still on a server that does not answer */
};

enum
{
  STATE_CHANGED,
  PROGRESS,
  TROUBLE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *other_directory; /* (owned) (nullable): set before the first app is made */

G_DEFINE_FINAL_TYPE (ECrmApp, e_crm_app, G_TYPE_OBJECT)

static void
e_crm_app_dispose (GObject *object)
{
  ECrmApp *self = E_CRM_APP (object);

  g_cancellable_cancel (self->cancellable);
  if (self->mirror != NULL)
    crm_book_mirror_stop (self->mirror);
  if (self->events != NULL)
    crm_calendar_mirror_stop (self->events);
  if (self->outbox != NULL)
    crm_outbox_stop (self->outbox);
  if (self->tasks != NULL)
    {
      e_crm_follow_up_editor_set_lister (NULL, NULL);
      crm_task_sync_stop (self->tasks);
    }
  g_clear_object (&self->indexer);
  g_clear_object (&self->sending);
  g_clear_object (&self->mirror);
  g_clear_object (&self->events);
  g_clear_object (&self->outbox);
  g_clear_object (&self->tasks);
  g_clear_object (&self->answers);
  g_clear_object (&self->announcer);
  /* Jobs under way hold references of their own, which nobody waits for when the process ends. */
  if (self->store != NULL)
    crm_store_close (self->store);
  g_clear_object (&self->store);
  g_clear_pointer (&self->scope, crm_scope_free);
  g_clear_error (&self->failure);
  g_clear_pointer (&self->backup, crm_backup_free);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (e_crm_app_parent_class)->dispose (object);
}

static void
e_crm_app_class_init (ECrmAppClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = e_crm_app_dispose;
  signals[STATE_CHANGED] = g_signal_new ("state-changed", E_TYPE_CRM_APP, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PROGRESS] = g_signal_new ("progress", E_TYPE_CRM_APP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  /* Something asked for a while ago could not be done: a sentence. */
  signals[TROUBLE] = g_signal_new ("trouble", E_TYPE_CRM_APP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
e_crm_app_init (ECrmApp *self)
{
  self->cancellable = g_cancellable_new ();
  crm_phone_expert_install ();
}

static void
set_state (ECrmApp *self, ECrmAppState state)
{
  self->state = state;
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static void
find_backup_in_thread (GTask *task, gpointer source, gpointer directory, GCancellable *cancellable)
{
  g_task_return_pointer (task, crm_backup_find_newest (directory), (GDestroyNotify)crm_backup_free);
}

static void
backup_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ECrmApp *self = E_CRM_APP (source);

  g_clear_pointer (&self->backup, crm_backup_free);
  self->backup = g_task_propagate_pointer (G_TASK (result), NULL);
  set_state (self, E_CRM_APP_FAILED);
}

static void
fail (ECrmApp *self, GError *error /* (transfer full) */)
{
  g_autoptr (GTask) task = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }
  g_warning ("the CRM store cannot be used: %s", error->message);
  g_clear_error (&self->failure);
  self->failure = error;
  task = g_task_new (self, NULL, backup_found_cb, NULL);
  g_task_set_task_data (task, e_crm_app_dup_directory (self), g_free);
  g_task_run_in_thread (task, find_backup_in_thread);
}

static void
start_books (ECrmApp *self)
{
  ESourceRegistry *registry = e_shell_get_registry (self->shell);

  self->mirror = crm_book_mirror_new (self->store, registry);
  e_crm_follow_contacts (self->store, registry, self->mirror);
  crm_book_mirror_start (self->mirror);
  self->outbox = crm_outbox_new (self->store, registry);
  e_crm_watch_orders (self, self->outbox);
  crm_outbox_start (self->outbox);
}

static void
start_indexer (ECrmApp *self)
{
  if (self->indexer == NULL)
    self->indexer = e_crm_mail_indexer_new (self);
  e_crm_mail_indexer_start (self->indexer);
}

static void
start_calendars (ECrmApp *self)
{
  if (self->events == NULL)
    self->events = crm_calendar_mirror_new (self->store, e_shell_get_registry (self->shell));
  crm_calendar_mirror_start (self->events);
}

static void
start_answers (ECrmApp *self)
{
  if (self->answers == NULL)
    self->answers = crm_waiting_watch_new (self->store);
}

static void
add_task_lists (GtkComboBoxText *combo, gpointer data)
{
  g_autoptr (GPtrArray) sources = crm_task_sync_list_writable (data);

  for (guint i = 0; i < sources->len; i++)
    gtk_combo_box_text_append (combo, e_source_get_uid (g_ptr_array_index (sources, i)),
                               e_source_get_display_name (g_ptr_array_index (sources, i)));
}

static void
start_tasks (ECrmApp *self)
{
  if (self->tasks == NULL)
    {
      self->tasks = crm_task_sync_new (self->store, e_shell_get_registry (self->shell));
      e_crm_watch_tasks (self, self->tasks);
      e_crm_ask_for_task_list (self, self->tasks);
      e_crm_follow_up_editor_set_lister (add_task_lists, self->tasks);
    }
  crm_task_sync_start (self->tasks);
}

static gpointer
load_scope_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_scope_load (reader, error);
}

static void
scope_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmApp) self = data;
  GError *error = NULL;
  CrmScope *scope = crm_store_read_finish (CRM_STORE (source), result, &error);
  gboolean changed;

  if (scope == NULL)
    {
      fail (self, error);
      return;
    }
  changed = self->scope == NULL || self->scope->is_set_up != scope->is_set_up
            || !crm_scope_equal (scope, self->scope);
  g_clear_pointer (&self->scope, crm_scope_free);
  self->scope = scope;
  if (!changed)
    return;
  if (scope->is_set_up)
    {
      start_indexer (self);
      start_calendars (self);
      start_tasks (self);
      start_answers (self);
    }
  set_state (self, scope->is_set_up ? E_CRM_APP_READY : E_CRM_APP_NOT_SET_UP);
}

void
e_crm_app_reload_scope (ECrmApp *self)
{
  crm_store_read_async (self->store, load_scope_in_worker, NULL, NULL,
                        (GDestroyNotify)crm_scope_free, self->cancellable, scope_loaded_cb,
                        g_object_ref (self));
}

/* Somebody may have excluded something, here or with another program. */
static void
store_changed_cb (CrmStore *store, gint64 seq, gboolean remote, gpointer data)
{
  e_crm_app_reload_scope (data);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmApp) self = data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (self->store != NULL)
    self->announcer = crm_announcer_new (self->store, bus);
}

/* All that came from mail and address books is to be read again. */
static void
index_lost_cb (CrmStore *store, gpointer data)
{
  ECrmApp *self = data;

  g_warning ("index.db was damaged; it is read again");
  crm_book_mirror_stop (self->mirror);
  crm_book_mirror_start (self->mirror);
  if (self->events != NULL)
    {
      crm_calendar_mirror_stop (self->events);
      crm_calendar_mirror_start (self->events);
    }
  if (self->indexer != NULL)
    e_crm_mail_indexer_start (self->indexer);
}

static void
start_sending (ECrmApp *self)
{
  EShellBackend *backend = e_shell_get_backend_by_name (self->shell, "mail");
  EMailSession *session
      = backend != NULL ? e_mail_backend_get_session (E_MAIL_BACKEND (backend)) : NULL;
  CamelFolder *outbox = session != NULL
                            ? e_mail_session_get_local_folder (session, E_MAIL_LOCAL_FOLDER_OUTBOX)
                            : NULL;

  self->sending = e_crm_sending_watch_new (self->store, outbox);
}

static void
store_opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmApp) self = data;
  GError *error = NULL;
  CrmStore *store = crm_store_open_finish (result, &error);

  if (store == NULL)
    {
      fail (self, error);
      return;
    }
  self->store = store;
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  g_signal_connect_object (store, "index-lost", G_CALLBACK (index_lost_cb), self, 0);
  start_books (self);
  start_sending (self);
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, bus_cb, g_object_ref (self));
  e_crm_app_reload_scope (self);
}

static void
quit_cb (EShell *shell, EActivity *activity, gpointer data)
{
  ECrmApp *self = data;

  if (self->indexer != NULL)
    e_crm_mail_indexer_stop (self->indexer, activity);
}

/* Keeps the store elsewhere than under Evolution's user data, for the demo and for tests; NULL
 * changes nothing. */
void
e_crm_app_set_directory (const char *directory /* (nullable) */)
{
  g_free (other_directory);
  other_directory = g_strdup (directory);
}

/* (transfer full): the folder of the store, there or not */
char *
e_crm_app_dup_directory (ECrmApp *self)
{
  return other_directory != NULL ? g_strdup (other_directory)
                                 : g_build_filename (e_get_user_data_dir (), "crm", NULL);
}

static void
open_store (ECrmApp *self)
{
  g_autofree char *directory = e_crm_app_dup_directory (self);
  CrmStoreOptions options = { .directory = directory, .front_end = "evolution" };

  crm_store_open_async (&options, self->cancellable, store_opened_cb, g_object_ref (self));
}

/* Opens the store, once; the rest follows by itself. Cheap to call again. */
void
e_crm_app_start (ECrmApp *self)
{
  if (self->started)
    return;
  self->started = TRUE;
  if (g_application_get_dbus_connection (G_APPLICATION (self->shell)) != NULL)
    crm_view_guard_install (g_application_get_dbus_connection (G_APPLICATION (self->shell)));
  e_crm_remote_add_actions (self->shell);
  g_signal_connect_object (self->shell, "prepare-for-quit", G_CALLBACK (quit_cb), self, 0);
  open_store (self);
}

/* Opens a store that could not be opened before. */
void
e_crm_app_try_again (ECrmApp *self)
{
  if (self->state != E_CRM_APP_FAILED || self->store != NULL)
    return;
  set_state (self, E_CRM_APP_STARTING);
  open_store (self);
}

/* Puts the backup that is offered in place; only while the store cannot be opened. */
void
e_crm_app_restore_async (ECrmApp *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autofree char *directory = e_crm_app_dup_directory (self);

  g_return_if_fail (self->backup != NULL && self->store == NULL);
  crm_backup_restore_async (self, directory, self->backup->path, callback, user_data);
}

/* On success the store is being opened by now. */
gboolean
e_crm_app_restore_finish (ECrmApp *self, GAsyncResult *result, GError **error)
{
  if (!crm_backup_restore_finish (result, error))
    return FALSE;
  e_crm_app_try_again (self);
  return TRUE;
}

/* The one app of this process, made with the first call; it lives as long as @shell. */
ECrmApp *
e_crm_app_get (EShell *shell)
{
  ECrmApp *self = g_object_get_data (G_OBJECT (shell), "e-crm-app");

  if (self == NULL)
    {
      self = g_object_new (E_TYPE_CRM_APP, NULL);
      self->shell = shell;
      g_object_set_data_full (G_OBJECT (shell), "e-crm-app", self, g_object_unref);
    }
  return self;
}

ECrmAppState
e_crm_app_get_state (ECrmApp *self)
{
  return self->state;
}

const GError * /* (nullable): set in state E_CRM_APP_FAILED */
e_crm_app_get_failure (ECrmApp *self)
{
  return self->failure;
}

const CrmBackup * /* (nullable): the one to offer in state E_CRM_APP_FAILED */
e_crm_app_get_backup (ECrmApp *self)
{
  return self->backup;
}

EShell *
e_crm_app_get_shell (ECrmApp *self)
{
  return self->shell;
}

CrmStore * /* (nullable): NULL until it is open */
e_crm_app_get_store (ECrmApp *self)
{
  return self->store;
}

const CrmScope * /* (nullable) */
e_crm_app_get_scope (ECrmApp *self)
{
  return self->scope;
}

void
e_crm_app_get_progress (ECrmApp *self, guint *out_done, guint *out_total)
{
  *out_done = self->done;
  *out_total = self->total;
}

/* How far the index is, in messages; equal numbers mean that it is complete. */
void
e_crm_app_set_progress (ECrmApp *self, guint done, guint total)
{
  self->done = done;
  self->total = total;
  g_signal_emit (self, signals[PROGRESS], 0, done, total);
}

/* Of how many folders a part is still on a server that cannot be reached; 0 when all is here. */
guint
e_crm_app_get_unread_folders (ECrmApp *self)
{
  return self->n_unread_folders;
}

/* Told with the "progress" signal. */
void
e_crm_app_set_unread_folders (ECrmApp *self, guint n_folders)
{
  if (self->n_unread_folders == n_folders)
    return;
  self->n_unread_folders = n_folders;
  g_signal_emit (self, signals[PROGRESS], 0, self->done, self->total);
}

/* Tells the person, in the sidebar that is shown. */
void
e_crm_app_tell_trouble (ECrmApp *self, const char *text)
{
  g_signal_emit (self, signals[TROUBLE], 0, text);
}

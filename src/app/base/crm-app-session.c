/* crm-app-session.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-session"
#include "config.h"

#include "crm-app-session.h"

#include "crm-app-long-write.h"
#include "crm-phrases-trouble.h"
#include "crm-phrases-undo.h"
#include "crm-phrases.h"
#include "model/crm-date.h"
#include "service/crm-announcer.h"
#include "service/crm-scope.h"

/* Many changes in a row, as while Evolution indexes, make one reload. */
#define SETTLE_MSEC 60
/* What is due changes with the day. Not one long wait until midnight: the machine may sleep. */
#define CLOCK_SECS 60

struct _CrmAppSession
{
  GObject parent_instance;
  char *directory;      /* (owned) */
  CrmAppMemory *memory; /* (owned) */
  CrmAppSessionState state;
  GError *failure;           /* (owned) (nullable) */
  CrmBackup *backup;         /* (owned) (nullable): the one to offer after a failure */
  CrmStore *store;           /* (owned) (nullable): NULL until it is open */
  CrmAnnouncer *announcer;   /* (owned) (nullable) */
  GFileMonitor *monitor;     /* (owned) (nullable): while the store is missing */
  GCancellable *cancellable; /* (owned) */
  gboolean opening;
  guint settle_id; /* timeout source, 0 for none */
  guint clock_id;  /* timeout source, 0 for none */
  gint64 day_usec; /* when the day began that is shown, UTC */
};

G_DEFINE_FINAL_TYPE (CrmAppSession, crm_app_session, G_TYPE_OBJECT)

enum
{
  STATE_CHANGED,
  CHANGED,
  DONE,
  UNDONE,
  TROUBLE,
  BUSY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
crm_app_session_finalize (GObject *object)
{
  CrmAppSession *self = CRM_APP_SESSION (object);

  crm_app_session_close (self);
  g_free (self->directory);
  g_clear_object (&self->memory);
  g_clear_error (&self->failure);
  g_clear_pointer (&self->backup, crm_backup_free);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (crm_app_session_parent_class)->finalize (object);
}

static guint
new_signal (const char *name)
{
  return g_signal_new (name, CRM_APP_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static guint
new_text_signal (const char *name)
{
  return g_signal_new (name, CRM_APP_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
crm_app_session_class_init (CrmAppSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_app_session_finalize;
  signals[STATE_CHANGED] = new_signal ("state-changed");
  /* What was read is out of date, here or by another program's doing. */
  signals[CHANGED] = new_signal ("changed");
  /* Sentences: what was done and can be undone; what was taken back; what could not be done. */
  signals[DONE] = new_text_signal ("done");
  signals[UNDONE] = new_text_signal ("undone");
  signals[TROUBLE] = new_text_signal ("trouble");
  /* What goes on, and a GCancellable that gives it up; NULL for both: it is over. */
  signals[BUSY] = g_signal_new ("busy", CRM_APP_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_CANCELLABLE);
}

static void
crm_app_session_init (CrmAppSession *self)
{
  self->cancellable = g_cancellable_new ();
}

static void
set_state (CrmAppSession *self, CrmAppSessionState state)
{
  self->state = state;
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static gboolean
settled_cb (gpointer data)
{
  CrmAppSession *self = data;

  self->settle_id = 0;
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
settle_later (CrmAppSession *self)
{
  if (self->settle_id == 0)
    self->settle_id = g_timeout_add (SETTLE_MSEC, settled_cb, self);
}

/* When the user's day began: another one with the next day, and in another time zone. */
static gint64
find_day (CrmAppSession *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return crm_date_day_to_usec (crm_date_day_from_usec (crm_store_get_now_usec (self->store), zone),
                               zone);
}

/**
 * crm_app_session_check_day:
 * @self: a session
 *
 * Has all be read again where a new day has begun since, or where the user is in another time zone
 * now. Done by itself within a minute; for who comes back to a window and looks at it at once.
 */
void
crm_app_session_check_day (CrmAppSession *self)
{
  gint64 day_usec;

  if (self->store == NULL)
    return;
  day_usec = find_day (self);
  if (day_usec == self->day_usec)
    return;
  self->day_usec = day_usec;
  settle_later (self);
}

static gboolean
clock_cb (gpointer data)
{
  crm_app_session_check_day (data);
  return G_SOURCE_CONTINUE;
}

/* Whether there is anything to show: set up in Evolution, or filled by `ecrm` alone. */
static gpointer
find_whether_ready (CrmReader *reader, gpointer data, GError **error)
{
  g_autoptr (CrmScope) scope = crm_scope_load (reader, error);
  CrmAppSessionState state = CRM_APP_SESSION_READY;
  gboolean has_records = FALSE;

  if (scope == NULL || (!scope->is_set_up && !crm_reader_has_records (reader, &has_records, error)))
    return NULL;
  if (!scope->is_set_up && !has_records)
    state = CRM_APP_SESSION_NOT_SET_UP;
  return g_memdup2 (&state, sizeof state);
}

static void fail (CrmAppSession *self, GError *error /* (transfer full) */);

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmAppSession) self = data;
  GError *error = NULL;
  g_autofree CrmAppSessionState *state = crm_store_read_finish (CRM_STORE (source), result, &error);

  if (state == NULL)
    fail (self, error);
  else if (self->store != NULL && self->state != *state)
    set_state (self, *state);
}

static void
look_whether_ready (CrmAppSession *self)
{
  crm_store_read_async (self->store, find_whether_ready, NULL, NULL, g_free, self->cancellable,
                        looked_cb, g_object_ref (self));
}

static void
store_changed_cb (CrmStore *store, gint64 seq, gboolean remote, gpointer data)
{
  CrmAppSession *self = data;

  if (self->state != CRM_APP_SESSION_READY)
    look_whether_ready (self);
  settle_later (self);
}

static void
store_indexed_cb (CrmStore *store, gpointer data)
{
  settle_later (data);
}

static void
find_backup_in_thread (GTask *task, gpointer source, gpointer directory, GCancellable *cancellable)
{
  g_task_return_pointer (task, crm_backup_find_newest (directory), (GDestroyNotify)crm_backup_free);
}

static void
backup_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CrmAppSession *self = CRM_APP_SESSION (source);

  g_clear_pointer (&self->backup, crm_backup_free);
  self->backup = g_task_propagate_pointer (G_TASK (result), NULL);
  set_state (self, CRM_APP_SESSION_FAILED);
}

static void
fail (CrmAppSession *self, GError *error)
{
  g_autoptr (GTask) task = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }
  g_message ("the CRM store cannot be used: %s", error->message);
  g_clear_error (&self->failure);
  self->failure = error;
  task = g_task_new (self, NULL, backup_found_cb, NULL);
  g_task_set_task_data (task, g_strdup (self->directory), g_free);
  g_task_run_in_thread (task, find_backup_in_thread);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmAppSession) self = data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (self->store != NULL && self->announcer == NULL)
    self->announcer = crm_announcer_new (self->store, bus);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmAppSession) self = data;
  GError *error = NULL;
  CrmStore *store = crm_store_open_finish (result, &error);

  self->opening = FALSE;
  if (store == NULL)
    {
      fail (self, error);
      return;
    }
  g_clear_object (&self->monitor);
  self->store = store;
  self->day_usec = find_day (self);
  if (self->clock_id == 0)
    self->clock_id = g_timeout_add_seconds (CLOCK_SECS, clock_cb, self);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  g_signal_connect_object (store, "indexed", G_CALLBACK (store_indexed_cb), self, 0);
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, bus_cb, g_object_ref (self));
  look_whether_ready (self);
}

static void
appeared_cb (
    GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, gpointer data)
{
  if (event == G_FILE_MONITOR_EVENT_CREATED || event == G_FILE_MONITOR_EVENT_CHANGES_DONE_HINT)
    crm_app_session_start (data);
}

static GFile *
get_file (CrmAppSession *self)
{
  g_autofree char *path = g_build_filename (self->directory, "crm.db", NULL);

  return g_file_new_for_path (path);
}

static void
wait_for_store (CrmAppSession *self)
{
  g_autoptr (GFile) file = get_file (self);

  if (self->monitor == NULL)
    {
      self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
      if (self->monitor != NULL)
        g_signal_connect_object (self->monitor, "changed", G_CALLBACK (appeared_cb), self, 0);
    }
  set_state (self, CRM_APP_SESSION_MISSING);
}

/* Opening would make a store where there is none: that is Evolution's to do, after its questions.
 */
static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmAppSession) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);
  CrmStoreOptions options = { .directory = self->directory, .front_end = "workspace" };

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      self->opening = FALSE;
      wait_for_store (self);
      return;
    }
  /* Whatever else is wrong with the file, the store says it better. */
  crm_store_open_async (&options, self->cancellable, opened_cb, g_object_ref (self));
}

/**
 * crm_app_session_start:
 * @self: a session
 *
 * Opens the store if it is there, else waits for it. Cheap to call again, and what a "Try Again"
 * does.
 */
void
crm_app_session_start (CrmAppSession *self)
{
  g_autoptr (GFile) file = get_file (self);

  if (self->opening || self->store != NULL)
    return;
  self->opening = TRUE;
  if (self->state == CRM_APP_SESSION_FAILED)
    set_state (self, CRM_APP_SESSION_STARTING);
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                           G_PRIORITY_DEFAULT, self->cancellable, found_cb, g_object_ref (self));
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CrmAppSession *self = CRM_APP_SESSION (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (crm_backup_restore_finish (result, &error))
    {
      crm_app_session_start (self);
      return;
    }
  text = crm_phrase_trouble (error, NULL);
  crm_app_session_tell_trouble (self, text);
}

/**
 * crm_app_session_restore:
 * @self: a session that failed and has a backup to offer
 *
 * Puts the backup in place and opens the store; what goes wrong is told by the signal `trouble`.
 */
void
crm_app_session_restore (CrmAppSession *self)
{
  g_return_if_fail (self->backup != NULL && self->store == NULL);
  crm_backup_restore_async (self, self->directory, self->backup->path, restored_cb, NULL);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmAppSession) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (written != NULL)
    return;
  text = crm_phrase_trouble (error, NULL);
  crm_app_session_tell_trouble (self, text);
  settle_later (self); /* what is shown may be what was refused */
}

/**
 * crm_app_session_write:
 * @self: a session with an open store
 * @set: (transfer full): what somebody wants
 *
 * Tells at once that it is done, for that is what nearly always comes of it; else tells the
 * trouble. Of what takes long it is told when it is done, and meanwhile that it goes on.
 */
void
crm_app_session_write (CrmAppSession *self, CrmChangeSet *set)
{
  g_autoptr (CrmChangeSet) owned = set;

  g_return_if_fail (self->store != NULL);
  if (crm_app_long_write_is_long (owned))
    {
      crm_app_long_write (self, owned);
      return;
    }
  g_signal_emit (self, signals[DONE], 0, crm_phrase_change (owned->label));
  crm_store_write_async (self->store, owned, NULL, written_cb, g_object_ref (self));
}

static void
written_for_caller_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, &error);

  if (written == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_signal_emit (g_task_get_source_object (task), signals[DONE], 0,
                 crm_phrase_change (g_task_get_task_data (task)));
  g_task_return_boolean (task, TRUE);
}

/**
 * crm_app_session_write_async:
 * @self: a session with an open store
 * @set: (transfer full): what somebody wants
 * @callback: (nullable) (scope async): called when it is written or refused
 * @user_data: data for @callback
 *
 * For who tells the trouble beside what caused it. That it is done is told by the session.
 */
void
crm_app_session_write_async (CrmAppSession *self,
                             CrmChangeSet *set,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (CrmChangeSet) owned = set;
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_return_if_fail (self->store != NULL);
  g_task_set_task_data (task, g_strdup (owned->label), g_free);
  crm_store_write_async (self->store, owned, NULL, written_for_caller_cb, task);
}

/**
 * crm_app_session_write_finish:
 * @self: a session
 * @result: what the callback got
 * @error: (nullable): errors of the store, among them %CRM_ERROR_CONFLICT
 *
 * Returns: whether it was written
 */
gboolean
crm_app_session_write_finish (CrmAppSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmAppSession) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) undone = crm_store_write_finish (CRM_STORE (source), result, &error);
  g_autofree char *text = crm_phrase_undone (undone, error);

  g_signal_emit (self, signals[undone != NULL ? UNDONE : TROUBLE], 0, text);
}

/**
 * crm_app_session_undo:
 * @self: a session
 *
 * Takes back the newest change that was made in the workspace.
 */
void
crm_app_session_undo (CrmAppSession *self)
{
  if (self->store != NULL)
    crm_store_undo_async (self->store, NULL, undone_cb, g_object_ref (self));
}

/**
 * crm_app_session_tell_trouble:
 * @self: a session
 * @text: a sentence
 *
 * Tells the person, in the window that is shown.
 */
void
crm_app_session_tell_trouble (CrmAppSession *self, const char *text)
{
  g_signal_emit (self, signals[TROUBLE], 0, text);
}

/**
 * crm_app_session_tell:
 * @self: a session
 * @text: a sentence
 *
 * Tells the person, in the window that is shown, what was done and cannot be undone.
 */
void
crm_app_session_tell (CrmAppSession *self, const char *text)
{
  g_signal_emit (self, signals[UNDONE], 0, text);
}

/**
 * crm_app_session_close:
 * @self: a session
 *
 * Ends it; what was asked to be written is written. May be called again.
 */
void
crm_app_session_close (CrmAppSession *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_handle_id (&self->clock_id, g_source_remove);
  g_clear_object (&self->monitor);
  if (self->store != NULL)
    crm_store_close (self->store);
  if (self->announcer != NULL)
    crm_announcer_flush (self->announcer);
  g_clear_object (&self->announcer);
  g_clear_object (&self->store);
}

/**
 * crm_app_session_new:
 * @directory: where the store is, or will be
 *
 * Returns: (transfer full): a session that waits for crm_app_session_start()
 */
CrmAppSession *
crm_app_session_new (const char *directory)
{
  CrmAppSession *self = g_object_new (CRM_APP_TYPE_SESSION, NULL);

  self->directory = g_strdup (directory);
  self->memory = crm_app_memory_new (directory);
  return self;
}

CrmAppSessionState
crm_app_session_get_state (CrmAppSession *self)
{
  return self->state;
}

const char *
crm_app_session_get_directory (CrmAppSession *self)
{
  return self->directory;
}

CrmStore * /* (nullable): NULL until it is open */
crm_app_session_get_store (CrmAppSession *self)
{
  return self->store;
}

const GError * /* (nullable): set in state CRM_APP_SESSION_FAILED */
crm_app_session_get_failure (CrmAppSession *self)
{
  return self->failure;
}

const CrmBackup * /* (nullable): the one to offer in state CRM_APP_SESSION_FAILED */
crm_app_session_get_backup (CrmAppSession *self)
{
  return self->backup;
}

CrmAppMemory *
crm_app_session_get_memory (CrmAppSession *self)
{
  return self->memory;
}

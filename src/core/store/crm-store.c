/* crm-store.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-store"
#include "config.h"

#include "crm-store.h"

#include <glib/gstdio.h>

#include "crm-backup.h"
#include "crm-schema-private.h"
#include "crm-seed-private.h"
#include "crm-store-private.h"
#include "model/crm-id.h"

enum
{
  CHANGED,
  INDEXED,
  INDEX_LOST,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmStore, crm_store, G_TYPE_OBJECT)

static gint64
real_time (gpointer data)
{
  return g_get_real_time ();
}

static void
crm_store_finalize (GObject *object)
{
  CrmStore *self = CRM_STORE (object);

  crm_store_close (self);
  g_free (self->directory);
  g_free (self->crm_path);
  g_free (self->index_path);
  g_free (self->front_end);
  g_free (self->actor);
  g_free (self->device);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->writer_lock);
  g_mutex_clear (&self->reader_lock);
  g_mutex_clear (&self->index_lock);
  G_OBJECT_CLASS (crm_store_parent_class)->finalize (object);
}

static void
crm_store_class_init (CrmStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_store_finalize;

  /**
   * CrmStore::changed:
   * @self: the store
   * @seq: how far the journal has come
   * @remote: whether another program wrote
   *
   * Somebody wrote crm.db. Emitted in the context of the thread that opened the store.
   */
  signals[CHANGED] = g_signal_new ("changed", CRM_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_BOOLEAN);
  /**
   * CrmStore::indexed:
   * @self: the store
   *
   * An index job ended. Emitted in the context of the thread that opened the store.
   */
  signals[INDEXED] = g_signal_new ("indexed", CRM_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  /**
   * CrmStore::index-lost:
   * @self: the store
   *
   * index.db was damaged and is empty now: what it held is to be read again. Emitted in the context
   * of the thread that opened the store.
   */
  signals[INDEX_LOST] = g_signal_new ("index-lost", CRM_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);
}

static void
crm_store_init (CrmStore *self)
{
  g_mutex_init (&self->lock);
  g_mutex_init (&self->writer_lock);
  g_mutex_init (&self->reader_lock);
  g_mutex_init (&self->index_lock);
}

typedef struct
{
  GWeakRef store; /* no reference: where nobody iterates the context, the last one still closes */
  int signal;
  gint64 seq;
  gboolean remote;
} Emission;

static gboolean
emit_cb (gpointer data)
{
  Emission *emission = data;
  g_autoptr (CrmStore) store = g_weak_ref_get (&emission->store);

  if (store != NULL && emission->signal == CHANGED)
    g_signal_emit (store, signals[CHANGED], 0, emission->seq, emission->remote);
  else if (store != NULL)
    g_signal_emit (store, signals[emission->signal], 0);
  return G_SOURCE_REMOVE;
}

static void
free_emission (gpointer data)
{
  Emission *emission = data;

  g_weak_ref_clear (&emission->store);
  g_free (emission);
}

static void
emit_later (CrmStore *self, int signal, gint64 seq, gboolean remote)
{
  Emission *emission = g_new0 (Emission, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  g_weak_ref_init (&emission->store, self);
  emission->signal = signal;
  emission->seq = seq;
  emission->remote = remote;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, emit_cb, emission, free_emission);
  g_source_attach (source, self->context);
}

void
_crm_store_tell_index_lost (CrmStore *self)
{
  emit_later (self, INDEX_LOST, 0, FALSE);
}

static CrmJournalContext
journal_context (CrmStore *self)
{
  return (CrmJournalContext){ self->actor, self->device, self->front_end,
                              crm_store_get_now_usec (self) };
}

/* (transfer full) (nullable): NULL without an error when there is none */
static char *
read_meta (CrmConnection *connection, const char *key, GError **error)
{
  g_autoptr (CrmRows) rows
      = _crm_connection_query (connection, error, "SELECT value FROM meta WHERE key = ?", "t", key);

  return rows != NULL && _crm_rows_next (rows, error) ? g_strdup (_crm_rows_text (rows, 0)) : NULL;
}

/* Writes only what is not there, so that a store opens while another program holds the lock. */
static char *
ensure_meta (CrmConnection *connection, const char *key, GError **error)
{
  g_autofree char *fresh = crm_id_new (g_get_real_time ());
  GError *local_error = NULL;
  char *value = read_meta (connection, key, &local_error);

  if (local_error != NULL)
    g_propagate_error (error, local_error);
  if (value != NULL || local_error != NULL)
    return value;
  if (!_crm_connection_run (connection, error,
                            "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING",
                            "tt", key, fresh))
    return NULL;
  return read_meta (connection, key, error);
}

static gboolean
knows_actor (CrmStore *self, gint64 *out, GError **error)
{
  return _crm_connection_get_int (self->writer, out, error,
                                  "SELECT EXISTS (SELECT 1 FROM user WHERE id = ?)", "t",
                                  self->actor);
}

static gboolean
seed_in_transaction (CrmStore *self, const CrmStoreOptions *options, GError **error)
{
  CrmJournalContext context = journal_context (self);
  g_autoptr (CrmChangeSet) set = NULL;
  CrmChange *user;
  gint64 have;

  if (!knows_actor (self, &have, error))
    return FALSE;
  if (have) /* another process was first */
    return TRUE;
  if (!_crm_connection_get_int (self->writer, &have, error,
                                "SELECT EXISTS (SELECT 1 FROM pipeline)", ""))
    return FALSE;
  set = have ? crm_change_set_new ("seed", CRM_CAUSE_SEED) : _crm_seed_new (options->currency);
  user = crm_change_set_create (set, "user", self->actor);
  crm_change_set_text (user, "login", g_get_user_name ());
  crm_change_set_text (user, "name",
                       options->actor_name != NULL ? options->actor_name : g_get_user_name ());
  return _crm_journal_apply_in_transaction (self->writer, &context, set, NULL, error);
}

static gboolean
seed (CrmStore *self, const CrmStoreOptions *options, GError **error)
{
  gint64 have;

  if (!knows_actor (self, &have, error))
    return FALSE;
  if (have)
    return TRUE;
  if (!_crm_connection_begin (self->writer, TRUE, error))
    return FALSE;
  if (!seed_in_transaction (self, options, error))
    {
      _crm_connection_rollback (self->writer);
      return FALSE;
    }
  return _crm_connection_commit (self->writer, error);
}

static gboolean
open_writer (CrmStore *self, const CrmStoreOptions *options, GError **error)
{
  self->writer = _crm_connection_open (self->crm_path, CRM_CONNECTION_DURABLE, error);
  if (self->writer == NULL || !_crm_schema_check_version (self->writer, error)
      || !_crm_connection_use_wal (self->writer, error)
      || !_crm_schema_prepare (self->writer, self->crm_path, error))
    return FALSE;
  self->device = ensure_meta (self->writer, "device", error);
  self->actor = self->device != NULL ? ensure_meta (self->writer, "actor", error) : NULL;
  return self->actor != NULL && seed (self, options, error)
         && _crm_connection_get_int (self->writer, &self->last_seq, error,
                                     "SELECT coalesce (max (seq), 0) FROM change_set", "");
}

/* A store whose file is gone or empty is no new one as long as there are backups of it. */
static gboolean
check_presence (CrmStore *self, GError **error)
{
  g_autoptr (CrmBackup) newest = NULL;
  GStatBuf info;

  if (g_stat (self->crm_path, &info) == 0 && info.st_size > 0)
    return TRUE;
  newest = crm_backup_find_newest (self->directory);
  if (newest == NULL)
    return TRUE;
  g_set_error (error, CRM_ERROR, CRM_ERROR_MOVED,
               "%s is gone or empty, and there are backups of it", self->crm_path);
  return FALSE;
}

/* @context is where signals are emitted. */
CrmStore *
_crm_store_open (const CrmStoreOptions *options, GMainContext *context, GError **error)
{
  g_autoptr (CrmStore) self = g_object_new (CRM_TYPE_STORE, NULL);

  self->context = g_main_context_ref (context);
  self->directory = g_strdup (options->directory);
  self->crm_path = g_build_filename (options->directory, "crm.db", NULL);
  self->index_path = g_build_filename (options->directory, "index.db", NULL);
  self->front_end = g_strdup (options->front_end);
  self->clock = options->clock != NULL ? options->clock : real_time;
  self->clock_data = options->clock_data;

  if (g_mkdir_with_parents (self->directory, 0700) != 0)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_PERMISSION, "%s: %s", self->directory,
                   g_strerror (errno));
      return NULL;
    }
  if (!check_presence (self, error) || !open_writer (self, options, error))
    return NULL;
  self->index = _crm_index_open (self->index_path, error);
  if (self->index == NULL)
    return NULL;
  self->reader = _crm_reader_open (self->crm_path, self->index_path, self->actor, error);
  return self->reader != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * crm_store_open_sync:
 * @options: where, and who writes
 * @error: (nullable): %CRM_ERROR_SCHEMA_TOO_NEW, %CRM_ERROR_MIGRATION_FAILED,
 * %CRM_ERROR_PERMISSION, %CRM_ERROR_CORRUPT, %CRM_ERROR_DISK_FULL, %CRM_ERROR_BUSY
 *
 * Opens the store, makes it where there is none, and brings an older one up to date.
 *
 * Returns: (transfer full) (nullable): the store, %NULL on failure
 */
CrmStore *
crm_store_open_sync (const CrmStoreOptions *options, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  return _crm_store_open (options, context, error);
}

/**
 * crm_store_close:
 * @self: a store
 *
 * Ends the threads after what is queued, and closes the files. The last reference does it by
 * itself.
 */
void
crm_store_close (CrmStore *self)
{
  g_clear_pointer (&self->writer_thread, _crm_worker_stop);
  g_clear_pointer (&self->reader_thread, _crm_worker_stop);
  g_clear_pointer (&self->index_thread, _crm_worker_stop);
  g_mutex_lock (&self->reader_lock);
  g_clear_pointer (&self->reader, _crm_reader_close);
  g_mutex_unlock (&self->reader_lock);
  g_mutex_lock (&self->writer_lock);
  if (self->writer != NULL)
    _crm_store_erase_private (self);
  g_clear_pointer (&self->writer, _crm_connection_close);
  g_mutex_unlock (&self->writer_lock);
  g_mutex_lock (&self->index_lock);
  g_clear_pointer (&self->index, _crm_index_close);
  g_mutex_unlock (&self->index_lock);
}

/**
 * crm_store_get_directory:
 * @self: a store
 *
 * Returns: (transfer none): the folder of its files
 */
const char *
crm_store_get_directory (CrmStore *self)
{
  return self->directory;
}

/**
 * crm_store_get_actor:
 * @self: a store
 *
 * Returns: (transfer none): id of the acting user
 */
const char *
crm_store_get_actor (CrmStore *self)
{
  return self->actor;
}

/**
 * crm_store_get_now_usec:
 * @self: a store
 *
 * Returns: the wall clock, UTC microseconds
 */
gint64
crm_store_get_now_usec (CrmStore *self)
{
  return self->clock (self->clock_data);
}

/**
 * crm_write_result_free:
 * @self: (nullable): a result
 */
void
crm_write_result_free (CrmWriteResult *self)
{
  if (self == NULL)
    return;
  g_free (self->label);
  g_clear_pointer (&self->skipped, g_ptr_array_unref);
  g_free (self);
}

/* Remembers and tells a new journal entry; one seen before is not told again. */
static void
announce (CrmStore *self, gint64 seq, gboolean remote)
{
  gboolean news;

  g_mutex_lock (&self->lock);
  news = seq > self->last_seq;
  self->last_seq = MAX (seq, self->last_seq);
  g_mutex_unlock (&self->lock);
  if (news)
    emit_later (self, CHANGED, seq, remote);
}

/**
 * crm_store_note_remote_change:
 * @self: a store
 * @seq: how far another program says the journal has come
 *
 * Emits #CrmStore::changed unless that entry is known here.
 */
void
crm_store_note_remote_change (CrmStore *self, gint64 seq)
{
  announce (self, seq, TRUE);
}

/* Jobs may still come while a program ends. */
static gboolean
is_open (gconstpointer part, GError **error)
{
  if (part == NULL)
    g_set_error (error, CRM_ERROR, CRM_ERROR_FAILED, "the store is closed");
  return part != NULL;
}

/**
 * crm_store_write_sync:
 * @self: a store
 * @set: what to write; it is applied whole or not at all
 * @error: (nullable): %CRM_ERROR_CONFLICT, %CRM_ERROR_CONSTRAINT, %CRM_ERROR_INVALID_VALUE,
 *   %CRM_ERROR_NOT_FOUND, %CRM_ERROR_BUSY, %CRM_ERROR_DISK_FULL, %CRM_ERROR_SCHEMA_TOO_NEW
 *
 * For programs without a main loop; never call it on a thread that a person waits for.
 *
 * Returns: (transfer full) (nullable): where it stands in the journal, %NULL on failure
 */
CrmWriteResult *
crm_store_write_sync (CrmStore *self, CrmChangeSet *set, GError **error)
{
  return _crm_store_write (self, set, NULL, error);
}

/* With @cancellable (nullable) nothing is written, as long as it is not committed:
 * %G_IO_ERROR_CANCELLED. */
CrmWriteResult *
_crm_store_write (CrmStore *self, CrmChangeSet *set, GCancellable *cancellable, GError **error)
{
  g_autoptr (CrmWriteResult) result = g_new0 (CrmWriteResult, 1);
  CrmJournalContext context = journal_context (self);
  gboolean done;

  context.cancellable = cancellable;
  g_mutex_lock (&self->writer_lock);
  done = is_open (self->writer, error)
         && _crm_journal_apply (self->writer, &context, set, &result->seq, error);
  self->has_written |= done;
  g_mutex_unlock (&self->writer_lock);
  if (!done)
    return NULL;
  announce (self, result->seq, FALSE);
  return g_steal_pointer (&result);
}

/* Nothing of it can go back. The journal remembers that it was tried, so that the next undo comes
 * to the change before it. Always FALSE. */
static gboolean
pass_over (CrmStore *self,
           const CrmJournalContext *context,
           CrmChangeSet *set,
           CrmWriteResult *result,
           GError **error)
{
  if (!_crm_journal_apply_empty (self->writer, context, set, &result->seq, error))
    {
      _crm_connection_rollback (self->writer);
      result->seq = 0;
      return FALSE;
    }
  if (!_crm_connection_commit (self->writer, error))
    {
      result->seq = 0;
      return FALSE;
    }
  g_set_error (error, CRM_ERROR, CRM_ERROR_CONFLICT, "all of “%s” was changed by somebody since",
               set->label);
  return FALSE;
}

static gboolean
undo_in_transaction (CrmStore *self, CrmWriteResult *result, GError **error)
{
  CrmJournalContext context = journal_context (self);
  g_autoptr (CrmChangeSet) set = NULL;

  result->skipped = g_ptr_array_new_with_free_func (g_free);
  if (!_crm_connection_begin (self->writer, TRUE, error))
    return FALSE;
  set = _crm_journal_build_undo (self->writer, &context, result->skipped, &result->label, error);
  if (set != NULL && set->changes->len == 0)
    return pass_over (self, &context, set, result, error);
  if (set == NULL
      || !_crm_journal_apply_in_transaction (self->writer, &context, set, &result->seq, error))
    {
      _crm_connection_rollback (self->writer);
      return FALSE;
    }
  return _crm_connection_commit (self->writer, error);
}

/**
 * crm_store_undo_sync:
 * @self: a store
 * @error: (nullable): %CRM_ERROR_NOT_FOUND when there is nothing to undo, %CRM_ERROR_CONFLICT when
 *   all of it was changed since: then the next undo takes the change before it, until somebody
 * writes again; and the errors of crm_store_write_sync()
 *
 * Takes back the newest change of this user from this front end that is not taken back yet.
 *
 * Returns: (transfer full) (nullable): what was undone and what had to stay, %NULL on failure
 */
CrmWriteResult *
crm_store_undo_sync (CrmStore *self, GError **error)
{
  g_autoptr (CrmWriteResult) result = g_new0 (CrmWriteResult, 1);
  gboolean done;

  g_mutex_lock (&self->writer_lock);
  done = is_open (self->writer, error) && undo_in_transaction (self, result, error);
  self->has_written |= done;
  g_mutex_unlock (&self->writer_lock);
  if (result->seq > 0)
    announce (self, result->seq, FALSE);
  if (!done)
    return NULL;
  return g_steal_pointer (&result);
}

static gpointer
read_locked (
    CrmStore *self, CrmReadFunc func, gpointer data, GCancellable *cancellable, GError **error)
{
  CrmConnection *connection = self->reader->connection;
  gpointer result = NULL;

  _crm_connection_set_cancellable (connection, cancellable);
  self->reader->now_usec = crm_store_get_now_usec (self);
  g_hash_table_remove_all (self->reader->custom); /* somebody may have defined fields since */
  if (_crm_connection_begin (connection, FALSE, error))
    {
      result = func (self->reader, data, error);
      _crm_connection_set_cancellable (connection, NULL);
      _crm_connection_commit (connection, NULL); /* of what was read it is cheaper */
    }
  _crm_connection_set_cancellable (connection, NULL);
  return result;
}

static gpointer
read_once (
    CrmStore *self, CrmReadFunc func, gpointer data, GCancellable *cancellable, GError **error)
{
  gpointer result = NULL;

  g_mutex_lock (&self->reader_lock);
  if (is_open (self->reader, error))
    result = read_locked (self, func, data, cancellable, error);
  g_mutex_unlock (&self->reader_lock);
  return result;
}

/**
 * crm_store_read_sync:
 * @self: a store
 * @func: (scope call): what to read; gets one consistent state of both files. When index.db proves
 * to be damaged, it is emptied and @func called once more
 * @data: for @func
 * @cancellable: (nullable): interrupts the statement that runs
 * @error: (nullable): what @func sets, %G_IO_ERROR_CANCELLED, %CRM_ERROR_CORRUPT when crm.db is
 * damaged
 *
 * Returns: (transfer full) (nullable): what @func returned
 */
gpointer
crm_store_read_sync (
    CrmStore *self, CrmReadFunc func, gpointer data, GCancellable *cancellable, GError **error)
{
  GError *local_error = NULL;
  gpointer result;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  result = read_once (self, func, data, cancellable, &local_error);
  if (g_error_matches (local_error, CRM_ERROR, CRM_ERROR_CORRUPT) && _crm_store_heal_index (self))
    {
      g_clear_error (&local_error);
      result = read_once (self, func, data, cancellable, &local_error);
    }
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return result;
}

/**
 * crm_store_index_sync:
 * @self: a store
 * @func: (scope call): what to do with the index; opens its own transactions
 * @data: for @func
 * @cancellable: (nullable): handed to @func
 * @error: (nullable): what @func sets; with %CRM_ERROR_CORRUPT index.db is empty now
 *
 * Returns: what @func returned
 */
gboolean
crm_store_index_sync (
    CrmStore *self, CrmIndexFunc func, gpointer data, GCancellable *cancellable, GError **error)
{
  GError *local_error = NULL;
  gboolean done;

  g_mutex_lock (&self->index_lock);
  done = is_open (self->index, &local_error) && func (self->index, data, cancellable, &local_error);
  if (self->index != NULL)
    crm_index_rollback (self->index); /* for a @func that failed halfway */
  g_mutex_unlock (&self->index_lock);
  if (g_error_matches (local_error, CRM_ERROR, CRM_ERROR_CORRUPT))
    _crm_store_heal_index (self);
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  emit_later (self, INDEXED, 0, FALSE);
  return done;
}

/* Threads start with the first async call: programs without a main loop need none. */
void
_crm_store_queue (CrmStore *self, CrmStoreThread thread, GTask *task, GTaskThreadFunc func)
{
  static const char *const names[] = { "crm-writer", "crm-reader", "crm-index" };
  CrmWorker **workers[] = { &self->writer_thread, &self->reader_thread, &self->index_thread };

  if (*workers[thread] == NULL)
    *workers[thread] = _crm_worker_new (names[thread]);
  _crm_worker_queue (*workers[thread], task, func);
}

/* crm-store-care.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What a store does for its files beside reading and writing: backups, an index that was damaged,
 * and what must not stay in the journal. */
#define G_LOG_DOMAIN "crm-store-care"
#include "config.h"

#include "crm-backup-private.h"
#include "crm-schema-private.h"
#include "crm-store-private.h"

/* How often it is looked whether a backup is due; the looking reads a folder. */
#define LOOK_USEC (G_TIME_SPAN_HOUR)

static gboolean
redact (CrmConnection *writer, guint *out_n)
{
  if (!_crm_connection_begin (writer, TRUE, NULL))
    return FALSE;
  if (_crm_schema_check_version (writer, NULL)
      && _crm_journal_redact_private (writer, 0, out_n, NULL))
    return _crm_connection_commit (writer, NULL);
  _crm_connection_rollback (writer);
  return FALSE;
}

/* Takes the summaries of private letters out of the journal for good, also what the marking could
 * be taken back with. At the end of a session and before a backup; what fails is done the next
 * time. The caller holds the writer's lock. */
void
_crm_store_erase_private (CrmStore *self)
{
  gint64 found = 0;
  guint n = 0;

  if (!self->has_written
      || !_crm_connection_get_int (self->writer, &found, NULL,
                                   "SELECT EXISTS (SELECT 1 FROM email"
                                   " WHERE visibility = 'private')",
                                   "")
      || !found)
    return;
  /* The write-ahead log has the old pages too. */
  if (redact (self->writer, &n) && n > 0)
    _crm_connection_run (self->writer, NULL, "PRAGMA wal_checkpoint (TRUNCATE)", "");
}

static gboolean
is_due (CrmStore *self)
{
  gint64 now = g_get_monotonic_time ();
  gboolean due;

  g_mutex_lock (&self->writer_lock);
  due = self->writer != NULL && self->has_written && now >= self->next_look_usec;
  if (due)
    {
      self->next_look_usec = now + LOOK_USEC;
      due = _crm_backup_is_due (self->directory, crm_store_get_now_usec (self));
    }
  if (due)
    _crm_store_erase_private (self);
  g_mutex_unlock (&self->writer_lock);
  return due;
}

/**
 * crm_store_backup_if_due_sync:
 * @self: a store
 * @error: (nullable): the errors of crm_store_backup_sync()
 *
 * Makes the daily backup when something was written and the last one is a day old; else it is
 * cheap. The writer thread does it by itself after a write; programs that write with the `_sync`
 * functions call it when they are done.
 *
 * Returns: %FALSE when a backup was due and could not be made
 */
gboolean
crm_store_backup_if_due_sync (CrmStore *self, GError **error)
{
  g_autofree char *path = NULL;

  if (!is_due (self))
    return TRUE;
  path = _crm_backup_make (self->directory, CRM_BACKUP_DAILY, crm_store_get_now_usec (self), error);
  return path != NULL;
}

/**
 * crm_store_backup_sync:
 * @self: a store
 * @error: (nullable): %CRM_ERROR_DISK_FULL, %CRM_ERROR_PERMISSION, %CRM_ERROR_IO,
 * %CRM_ERROR_CORRUPT when the file is damaged: then there is no new backup and no old one is
 * touched
 *
 * Makes a backup that stays until somebody removes it.
 *
 * Returns: (transfer full) (nullable): its path, %NULL on failure
 */
char *
crm_store_backup_sync (CrmStore *self, GError **error)
{
  g_mutex_lock (&self->writer_lock);
  if (self->writer != NULL)
    _crm_store_erase_private (self);
  g_mutex_unlock (&self->writer_lock);
  return _crm_backup_make (self->directory, CRM_BACKUP_BY_HAND, crm_store_get_now_usec (self),
                           error);
}

/* The file was unlinked: who has it open must open the new one. The caller holds the index lock. */
static void
open_anew (CrmStore *self)
{
  g_mutex_lock (&self->reader_lock);
  if (self->reader != NULL)
    {
      _crm_reader_close (self->reader);
      self->reader = _crm_reader_open (self->crm_path, self->index_path, self->actor, NULL);
    }
  g_mutex_unlock (&self->reader_lock);
}

static gboolean
replace_index (CrmStore *self)
{
  gboolean in_place;

  g_clear_pointer (&self->index, _crm_index_close);
  in_place = _crm_index_drop (self->index_path);
  self->index = _crm_index_open (self->index_path, NULL);
  if (!in_place)
    open_anew (self);
  return self->index != NULL;
}

/* For whoever was told that a file is damaged: empties index.db if it is that one. Hold no lock of
 * the store. Returns whether it is worth trying again. */
gboolean
_crm_store_heal_index (CrmStore *self)
{
  gboolean healed = FALSE;

  g_mutex_lock (&self->index_lock);
  /* Damage within its full-text tables is no business of the check: then crm.db is innocent. */
  if (self->index != NULL
      && (!_crm_file_is_whole (self->index_path) || _crm_file_is_whole (self->crm_path)))
    healed = replace_index (self);
  g_mutex_unlock (&self->index_lock);
  if (healed)
    {
      g_atomic_int_set (&self->index_was_lost, 1);
      _crm_store_tell_index_lost (self);
    }
  return healed;
}

/**
 * crm_store_index_was_lost:
 * @self: a store
 *
 * For programs without a main loop; see #CrmStore::index-lost.
 *
 * Returns: whether index.db was found damaged since @self was opened, and is empty now
 */
gboolean
crm_store_index_was_lost (CrmStore *self)
{
  return g_atomic_int_get (&self->index_was_lost) != 0;
}

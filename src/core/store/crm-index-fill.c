/* crm-index-fill.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The facet of #CrmIndex that takes in a whole mailbox. Some tables are in no order that letters
 * come in, so that each new one goes to pages of its own: kept up letter by letter they would cost
 * more than all others. When most of the letters are still to come, the file is in its first fill:
 *
 * - meta 'filling' names it. The indexes message_fingerprint and message_thread are missing, what
 *   belongs into thread_hash lies in thread_hash_new, merged threads are in thread_alias only, and
 *   domain_edge waits. Readers find all the same, by scanning. The writer keeps fingerprints and
 *   hashes in memory, in 24 bytes a letter.
 * - meta 'subject_next' is the first letter whose words are not in the table subject yet. It may
 *   be there when 'filling' is not.
 *
 * crm_index_settle() ends both. The state is in the file and every transaction leaves it whole:
 * another program, or this one after a crash, goes on from there. */
#define G_LOG_DOMAIN "crm-index-fill"
#include "config.h"

#include "crm-index-private.h"

/* A fill begins with a transaction of this many new letters, when those of the run make up a fifth
 * of all. */
#define MIN_LETTERS 500
/* Before letters are written to the file they stand in the log, where a page that is written by
 * many transactions counts once. */
#define FILL_LOG_PAGES 25000
#define LOG_PAGES 1000
#define FILL_CACHE_KIB 32768
#define CACHE_KIB 16384

static int
note_log (void *index, sqlite3 *db, const char *name, int n_pages)
{
  ((CrmIndex *)index)->log_pages = n_pages;
  return SQLITE_OK;
}

/* Takes the log into the file where it has grown long: between two transactions, so that nobody
 * waits for it. */
void
_crm_index_shorten_log (CrmIndex *self)
{
  if (self->log_pages <= self->log_limit)
    return;
  self->log_pages = 0;
  sqlite3_wal_checkpoint_v2 (_crm_connection_get_handle (self->connection), NULL,
                             SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

void
_crm_index_tune (CrmIndex *self, gboolean filling)
{
  sqlite3 *db = _crm_connection_get_handle (self->connection);
  g_autofree char *sql
      = g_strdup_printf ("PRAGMA cache_size=-%d; PRAGMA secure_delete=%s",
                         filling ? FILL_CACHE_KIB : CACHE_KIB, filling ? "OFF" : "ON");

  self->log_limit = filling ? FILL_LOG_PAGES : LOG_PAGES;
  sqlite3_wal_hook (db, note_log, self);
  _crm_connection_script (self->connection, sql, NULL);
}

/* Forgets what memory holds of the fill; the file's state stays. */
void
_crm_index_drop_fill (CrmIndex *self)
{
  if (self->fill == NULL)
    return;
  _crm_id_map_free (self->fill->prints);
  _crm_id_map_free (self->fill->hashes);
  g_clear_pointer (&self->fill, g_free);
  _crm_index_tune (self, self->settling);
}

/* Enters the rows of @sql into @map: key, number and what they are counted by. */
static gboolean
load_map (CrmIndex *self, CrmIdMap *map, const char *sql, gint64 *last, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (self->connection, error, sql, "i", *last);

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      _crm_id_map_set (map, (guint64)_crm_rows_int (rows, 0), _crm_rows_int (rows, 1));
      *last = _crm_rows_int (rows, 2);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Brings memory in step with a file that may be in its first fill: with all of it, or with what
 * another program added. */
gboolean
_crm_index_load_fill (CrmIndex *self, GError **error)
{
  CrmIndexFill *fill;
  gint64 unused = 0;

  if (self->fill != NULL && self->fill->name != self->filling)
    _crm_index_drop_fill (self);
  if (!self->filling)
    return TRUE;
  if (self->fill == NULL)
    {
      self->fill = g_new0 (CrmIndexFill, 1);
      self->fill->name = self->filling;
      self->fill->prints = _crm_id_map_new ();
      self->fill->hashes = _crm_id_map_new ();
      _crm_index_tune (self, TRUE);
      if (!load_map (self, self->fill->hashes,
                     "SELECT hash, thread, ?1 FROM thread_hash WHERE hash <> 0", &unused, error))
        return FALSE;
    }
  fill = self->fill;
  return load_map (self, fill->prints,
                   "SELECT fingerprint, id, id FROM message WHERE id > ? ORDER BY id",
                   &fill->last_message, error)
         && load_map (self, fill->hashes,
                      "SELECT hash, thread, rowid FROM thread_hash_new WHERE rowid > ?"
                      " ORDER BY rowid",
                      &fill->last_hash, error);
}

static gboolean
set_state (CrmIndex *self, const char *key, gint64 value, GError **error)
{
  return _crm_connection_run (self->connection, error,
                              "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", "ti", key,
                              value);
}

static gboolean
begin_fill (CrmIndex *self, GError **error)
{
  gint64 name = self->next_message;

  if (!_crm_index_write_hashes (self, error)
      || !_crm_connection_script (
          self->connection, "DROP INDEX message_fingerprint; DROP INDEX message_thread", error)
      || !set_state (self, "filling", name, error))
    return FALSE;
  self->filling = name;
  if (self->subject_next == 0)
    {
      self->subject_next = name;
      if (!set_state (self, "subject_next", name, error))
        return FALSE;
    }
  return _crm_index_load_fill (self, error);
}

static gboolean end_fill (CrmIndex *self, GError **error);

/* After a new letter: whether the first fill has begun, or grown beyond what memory may hold. */
gboolean
_crm_index_consider_fill (CrmIndex *self, GError **error)
{
  gint64 here = self->next_message - self->first_message;

  if (here % MIN_LETTERS != 0)
    return TRUE;
  if (self->filling != 0)
    return self->fill->prints->n_used < self->fill_limit || end_fill (self, error);
  if (self->next_message >= self->fill_limit
      || (self->next_message - self->first_of_run) * 5 < self->next_message)
    return TRUE;
  return begin_fill (self, error);
}

/* Merged threads lead to where they ended, each in one step. */
static gboolean
straighten_aliases (CrmIndex *self, GError **error)
{
  const CrmIdMap *aliases = self->aliases;

  if (aliases->n_used == 0)
    return TRUE;
  for (gsize i = 0; i < aliases->n_slots; i++)
    {
      gint64 thread = (gint64)aliases->keys[i];
      gint64 target;

      if (thread == 0)
        continue;
      target = _crm_index_resolve_thread (self, thread);
      if (target != aliases->values[i]
          && !_crm_connection_run (self->connection, error,
                                   "UPDATE thread_alias SET target = ?2 WHERE thread = ?1", "ii",
                                   thread, target))
        return FALSE;
    }
  return _crm_connection_script (self->connection,
                                 "UPDATE message SET thread = (SELECT target FROM thread_alias AS a"
                                 " WHERE a.thread = message.thread)"
                                 " WHERE thread IN (SELECT thread FROM thread_alias)",
                                 error);
}

/* Of all hashes that memory knows, those of one part of their range, in the order of the table. */
static void
collect_hashes (CrmIndex *self, const CrmIdMap *map, guint part, guint part_bits)
{
  for (gsize i = 0; i < map->n_slots; i++)
    {
      /* The table's order is that of signed numbers. */
      guint64 place = map->keys[i] ^ G_GUINT64_CONSTANT (1) << 63;

      if (map->keys[i] == 0 || (part_bits > 0 && place >> (64 - part_bits) != part))
        continue;
      CrmIndexEdge line = { .owner = (gint64)map->keys[i], .message = map->values[i] };
      g_array_append_val (self->hashes, line);
    }
  _crm_index_sort_lines (self->hashes);
}

/* All of thread_hash from memory, for SQLite takes three times as long to sort thread_hash_new. */
static gboolean
write_all_hashes (CrmIndex *self, GError **error)
{
  const CrmIdMap *map = self->fill->hashes;
  guint part_bits = 0;
  gboolean done = TRUE;

  while (map->n_used >> part_bits > self->hashes_at_once)
    part_bits++;
  for (guint part = 0; done && part < 1U << part_bits; part++)
    {
      collect_hashes (self, map, part, part_bits);
      done = _crm_index_write_lines (self, CRM_INDEX_ADD_HASHES, self->hashes, error);
      g_array_set_size (self->hashes, 0);
    }
  return done && _crm_connection_script (self->connection, "DELETE FROM thread_hash_new", error);
}

/* In a transaction, the only one of a fill that may be long: what was put off is made, sorted. */
static gboolean
end_fill (CrmIndex *self, GError **error)
{
  if (!_crm_index_write_all (self, error) || !write_all_hashes (self, error))
    return FALSE;
  self->stale = TRUE; /* the aliases */
  _crm_index_drop_fill (self);
  self->filling = 0;
  return straighten_aliases (self, error)
         && _crm_connection_script (self->connection,
                                    /* In the order of the table, but for colleagues' letters. */
                                    "INSERT OR IGNORE INTO domain_edge (domain, date, message)"
                                    " SELECT a.organization, e.date, e.message FROM address AS a"
                                    " INDEXED BY address_organization CROSS JOIN edge AS e"
                                    " ON e.address = a.id WHERE a.organization IS NOT NULL"
                                    " ORDER BY a.organization;" CRM_INDEX_LATE_INDEXES_SQL
                                    "DELETE FROM meta WHERE key = 'filling'",
                                    error);
}

static gboolean
settle_threads (CrmIndex *self, GError **error)
{
  if (!crm_index_begin (self, error))
    return FALSE;
  self->first_of_run = 0;
  if ((self->filling == 0 || end_fill (self, error)) && crm_index_commit (self, error))
    return TRUE;
  crm_index_rollback (self);
  return FALSE;
}

/* Enters the words of some letters. @out_next: the first one left, 0 when none is. Both ends are
 * given as plain numbers: with "or there is no end" SQLite reads on to the last letter in each
 * slice. */
static gboolean
write_subjects (CrmIndex *self, gint64 *out_next, GError **error)
{
  return _crm_connection_get_int (self->connection, out_next, error,
                                  "SELECT id FROM message WHERE id >= ? ORDER BY id"
                                  " LIMIT 1 OFFSET ?",
                                  "ii", self->subject_next, (gint64)self->subjects_at_once)
         && _crm_connection_run (self->connection, error,
                                 "INSERT INTO subject (rowid, text) SELECT id, crm_fold (subject)"
                                 " FROM message WHERE id >= ?1 AND id < ?2 ORDER BY id",
                                 "ii", self->subject_next, *out_next != 0 ? *out_next : G_MAXINT64);
}

static gboolean
write_slice (CrmIndex *self, GError **error)
{
  gint64 next;

  if (self->subject_next == 0)
    return TRUE;
  if (!write_subjects (self, &next, error))
    return FALSE;
  self->subject_next = next;
  return next != 0 ? set_state (self, "subject_next", next, error)
                   : _crm_connection_run (self->connection, error,
                                          "DELETE FROM meta WHERE key = 'subject_next'", "");
}

static gboolean
settle_subjects (CrmIndex *self, GCancellable *cancellable, GError **error)
{
  gboolean more = TRUE;

  while (more)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !crm_index_begin (self, error))
        return FALSE;
      if (!write_slice (self, error) || !crm_index_commit (self, error))
        {
          crm_index_rollback (self);
          return FALSE;
        }
      more = self->subject_next != 0;
    }
  return TRUE;
}

/**
 * crm_index_settle:
 * @self: the index, not in a transaction
 * @cancellable: (nullable): stops between two transactions; the next call goes on from there
 * @error: (nullable): storage errors, %G_IO_ERROR_CANCELLED
 *
 * Tells that no more letters are coming for now. What was put off while a whole mailbox came in is
 * made; mostly there is nothing to do. Until then all is found, but some of it by scanning.
 *
 * Returns: whether all is well
 */
gboolean
crm_index_settle (CrmIndex *self, GCancellable *cancellable, GError **error)
{
  gint64 put_off;
  gboolean done;

  if (g_cancellable_set_error_if_cancelled (cancellable, error)
      || !_crm_connection_get_int (self->connection, &put_off, error,
                                   "SELECT EXISTS (SELECT 1 FROM meta"
                                   " WHERE key IN ('filling', 'subject_next'))",
                                   ""))
    return FALSE;
  self->first_of_run = 0;
  if (!put_off)
    return TRUE;
  self->settling = TRUE;
  _crm_index_tune (self, TRUE);
  done = settle_threads (self, error) && settle_subjects (self, cancellable, error);
  self->settling = FALSE;
  _crm_index_tune (self, FALSE);
  if (!done)
    return FALSE;
  sqlite3_wal_checkpoint_v2 (_crm_connection_get_handle (self->connection), NULL,
                             SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  return TRUE;
}

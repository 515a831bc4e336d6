/* crm-index-threads.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The facet of #CrmIndex that joins letters to conversations. A thread is named by the smallest
 * letter id that took part when it was found. Merged threads leave an alias, so that a merge
 * touches the letters only and not every hash. */
#define G_LOG_DOMAIN "crm-index-threads"
#include "config.h"

#include "crm-index-private.h"

#include "model/crm-text.h"

/* Two letters of one subject and with common people are one conversation when no more time lies
 * between neighbours. */
#define SUBJECT_WINDOW_SECS (30 * 24 * 3600)

gint64
_crm_index_resolve_thread (CrmIndex *self, gint64 thread)
{
  gint64 target;

  while ((target = _crm_id_map_get (self->aliases, (guint64)thread)) != 0)
    thread = target;
  return thread;
}

gboolean
_crm_index_merge_thread (CrmIndex *self, gint64 from, gint64 into, GError **error)
{
  _crm_id_map_set (self->aliases, (guint64)from, into);
  return _crm_connection_run (self->connection, error,
                              "INSERT OR REPLACE INTO thread_alias (thread, target) VALUES (?, ?)",
                              "ii", from, into)
         /* While there is no index by thread the end of the fill does it for all. */
         && (self->filling
             || _crm_connection_run (self->connection, error,
                                     "UPDATE message SET thread = ?2 WHERE thread = ?1", "ii", from,
                                     into));
}

static gboolean
find_hash (CrmIndex *self, guint64 hash, gint64 *out_thread, GError **error)
{
  sqlite3_stmt *stmt;

  *out_thread = _crm_id_map_get (self->fill != NULL ? self->fill->hashes : self->late_hashes, hash);
  if (self->fill != NULL || *out_thread != 0)
    return TRUE;
  stmt = _crm_index_statement (self, CRM_INDEX_FIND_HASH, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, (gint64)hash);
  return _crm_index_step_int (self, stmt, out_thread, error);
}

static void
remember_hash (CrmIndex *self, guint64 hash, gint64 thread)
{
  CrmIndexEdge line = { .owner = (gint64)hash, .message = thread };

  g_array_append_val (self->hashes, line);
  _crm_id_map_set (self->fill != NULL ? self->fill->hashes : self->late_hashes, hash, thread);
}

gboolean
_crm_index_write_hashes (CrmIndex *self, GError **error)
{
  if (self->hashes->len == 0)
    return TRUE;
  _crm_index_sort_lines (self->hashes);
  if (!_crm_index_write_lines (
          self, self->fill != NULL ? CRM_INDEX_ADD_HASHES_LATER : CRM_INDEX_ADD_HASHES,
          self->hashes, error))
    return FALSE;
  g_array_set_size (self->hashes, 0);
  _crm_id_map_clear (self->late_hashes);
  if (self->fill != NULL)
    self->fill->last_hash
        = sqlite3_last_insert_rowid (_crm_connection_get_handle (self->connection));
  return TRUE;
}

/* Takes over the thread that @hash leads to, merging where another was found before. */
static gboolean
look_up_hash (CrmIndex *self, guint64 hash, gint64 *thread, GArray *unknown, GError **error)
{
  gint64 found;

  if (hash == 0)
    return TRUE;
  if (!find_hash (self, hash, &found, error))
    return FALSE;
  if (found == 0)
    {
      g_array_append_val (unknown, hash);
      return TRUE;
    }
  found = _crm_index_resolve_thread (self, found);
  if (*thread != 0 && found != *thread
      && !_crm_index_merge_thread (self, MAX (found, *thread), MIN (found, *thread), error))
    return FALSE;
  *thread = *thread == 0 ? found : MIN (found, *thread);
  return TRUE;
}

/* @own_thread: the letter's thread so far, 0 for a new letter; @id: its id, which names a thread of
 * its own where its hashes lead to none. All hashes are looked up before any is entered, so that an
 * answer joins its conversation without a thread of its own to be merged away. */
gboolean
_crm_index_join_threads (CrmIndex *self,
                         const CrmMessage *message,
                         gint64 own_thread,
                         gint64 id,
                         gint64 *out_thread,
                         GError **error)
{
  GArray *unknown = self->unknown;
  gint64 thread = own_thread != 0 ? _crm_index_resolve_thread (self, own_thread) : 0;

  g_array_set_size (unknown, 0);
  if (!look_up_hash (self, message->mid_hash, &thread, unknown, error))
    return FALSE;
  for (guint i = 0; i < message->references->len; i++)
    if (!look_up_hash (self, g_array_index (message->references, guint64, i), &thread, unknown,
                       error))
      return FALSE;

  *out_thread = thread != 0 ? thread : id;
  for (guint i = 0; i < unknown->len; i++)
    remember_hash (self, g_array_index (unknown, guint64, i), *out_thread);
  return TRUE;
}

typedef struct
{
  gint64 thread;
  gint64 date;
  GArray *people; /* (owned) (element-type gint64) */
} Group;

static void
free_group (gpointer data)
{
  Group *group = data;

  g_array_unref (group->people);
  g_free (group);
}

/* Once each, whatever roles they have. */
static void
add_person (GArray *people, gint64 address)
{
  for (guint i = 0; i < people->len; i++)
    if (g_array_index (people, gint64, i) == address)
      return;
  g_array_append_val (people, address);
}

static GArray *
read_people (CrmRows *rows, int column)
{
  GArray *people = g_array_new (FALSE, FALSE, sizeof (gint64));
  const guint8 *data = sqlite3_column_blob (rows->stmt, column);
  const guint8 *end = data + sqlite3_column_bytes (rows->stmt, column);
  gint64 address;

  while (_crm_index_next_party (&data, end, &address, NULL))
    add_person (people, address);
  return people;
}

/* One of two people in common is nearly always the mailbox owner, so it takes two. */
static gboolean
share_people (const GArray *a, const GArray *b)
{
  guint common = 0;

  for (guint i = 0; i < a->len; i++)
    for (guint j = 0; j < b->len; j++)
      if (g_array_index (a, gint64, i) == g_array_index (b, gint64, j))
        {
          common++;
          break;
        }
  return common >= 2;
}

static Group *
find_group (GPtrArray *groups, gint64 date, const GArray *people)
{
  for (guint i = groups->len; i > 0; i--)
    {
      Group *group = g_ptr_array_index (groups, i - 1);

      if (date - group->date <= SUBJECT_WINDOW_SECS && share_people (group->people, people))
        return group;
    }
  return NULL;
}

static gboolean
join_by_subject (CrmIndex *self, GHashTable *subjects, CrmRows *rows, GError **error)
{
  g_autofree char *subject = crm_subject_normalize (_crm_rows_text (rows, 2));
  gint64 thread = _crm_index_resolve_thread (self, _crm_rows_int (rows, 1));
  gint64 date = _crm_rows_int (rows, 0);
  GPtrArray *groups = g_hash_table_lookup (subjects, subject);
  g_autoptr (GArray) people = NULL;
  Group *group;

  if (subject[0] == '\0') /* "no subject" is no conversation */
    return TRUE;
  if (groups == NULL)
    {
      groups = g_ptr_array_new_with_free_func (free_group);
      g_hash_table_insert (subjects, g_steal_pointer (&subject), groups);
    }
  people = read_people (rows, 3);
  /* Who begins anew under an old subject, a monthly report say, answers nothing. */
  group
      = crm_subject_is_answer (_crm_rows_text (rows, 2)) ? find_group (groups, date, people) : NULL;
  if (group == NULL)
    {
      group = g_new (Group, 1);
      *group = (Group){ .thread = thread, .date = date, .people = g_steal_pointer (&people) };
      g_ptr_array_add (groups, group);
      return TRUE;
    }

  for (guint i = 0; i < people->len; i++)
    add_person (group->people, g_array_index (people, gint64, i));
  group->date = date;
  group->thread = _crm_index_resolve_thread (self, group->thread);
  if (group->thread == thread)
    return TRUE;
  if (!_crm_index_merge_thread (self, MAX (thread, group->thread), MIN (thread, group->thread),
                                error))
    return FALSE;
  group->thread = MIN (thread, group->thread);
  return TRUE;
}

static gboolean
source_has_references (CrmIndex *self, const char *source, gint64 *out, GError **error)
{
  return _crm_connection_get_int (self->connection, out, error,
                                  "SELECT EXISTS (SELECT 1 FROM folder AS f"
                                  " CROSS JOIN message AS m ON m.folder = f.id"
                                  " WHERE f.source = ?1 AND m.has_references)"
                                  " OR EXISTS (SELECT 1 FROM folder AS f"
                                  " CROSS JOIN copy AS c ON c.folder = f.id"
                                  " CROSS JOIN message AS m ON m.id = c.message"
                                  " WHERE f.source = ?1 AND m.has_references)",
                                  "t", source);
}

static gboolean
join_source (CrmIndex *self, const char *source, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) subjects
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (self->connection, error,
                               "SELECT date, thread, subject, parties FROM message WHERE id IN"
                               " (SELECT m.id FROM folder AS f CROSS JOIN message AS m"
                               " ON m.folder = f.id WHERE f.source = ?1 UNION SELECT c.message"
                               " FROM folder AS f CROSS JOIN copy AS c ON c.folder = f.id"
                               " WHERE f.source = ?1) ORDER BY date, id",
                               "t", source);

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !join_by_subject (self, subjects, rows, error))
      return FALSE;
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * crm_index_thread_by_subject:
 * @self: the index, not in a transaction
 * @source: an account or archive whose folders have been read
 * @cancellable: (nullable): stops between two letters
 * @error: (nullable): storage errors, %G_IO_ERROR_CANCELLED
 *
 * Where no letter of @source carries references, joins answers to conversations by normalised
 * subject, two common people and at most thirty days between neighbours. Elsewhere it does nothing:
 * a mailbox that has references is not second-guessed.
 *
 * Returns: whether all is well
 */
gboolean
crm_index_thread_by_subject (CrmIndex *self,
                             const char *source,
                             GCancellable *cancellable,
                             GError **error)
{
  gint64 has_references;

  if (!source_has_references (self, source, &has_references, error))
    return FALSE;
  if (has_references)
    return TRUE;
  if (!crm_index_begin (self, error))
    return FALSE;
  if (!join_source (self, source, cancellable, error))
    {
      crm_index_rollback (self);
      return FALSE;
    }
  return crm_index_commit (self, error);
}

/* crm-index-folders.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The facet of #CrmIndex that knows folders. */
#define G_LOG_DOMAIN "crm-index-folders"
#include "config.h"

#include "crm-index-private.h"

/**
 * crm_index_ensure_folder:
 * @self: the index, in a transaction
 * @source: the account's or archive's stable id
 * @name: the folder's full name there
 * @error: (nullable): storage errors
 *
 * Returns: the folder's number, 0 on failure
 */
gint64
crm_index_ensure_folder (CrmIndex *self, const char *source, const char *name, GError **error)
{
  gint64 id = 0;

  if (!_crm_connection_run (self->connection, error,
                            "INSERT INTO folder (source, name) VALUES (?, ?)"
                            " ON CONFLICT DO NOTHING",
                            "tt", source, name)
      || !_crm_connection_get_int (self->connection, &id, error,
                                   "SELECT id FROM folder WHERE source = ? AND name = ?", "tt",
                                   source, name))
    return 0;
  return id;
}

/**
 * crm_index_get_stamp:
 * @self: the index
 * @folder: from crm_index_ensure_folder()
 * @out_stamp: (out) (nullable) (transfer full): what crm_index_set_stamp() kept, %NULL for nothing
 * @error: (nullable): storage errors
 *
 * Returns: whether all is well
 */
gboolean
crm_index_get_stamp (CrmIndex *self, gint64 folder, char **out_stamp, GError **error)
{
  g_autoptr (CrmRows) rows = _crm_connection_query (
      self->connection, error, "SELECT stamp FROM folder WHERE id = ?", "i", folder);

  g_autoptr (GError) local_error = NULL;

  *out_stamp = NULL;
  if (rows == NULL)
    return FALSE;
  if (_crm_rows_next (rows, &local_error))
    *out_stamp = g_strdup (_crm_rows_text (rows, 0));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * crm_index_set_stamp:
 * @self: the index, in a transaction
 * @folder: from crm_index_ensure_folder()
 * @stamp: (nullable): what tells that nothing changed, in the reader's own form
 * @error: (nullable): storage errors
 *
 * Returns: whether all is well
 */
gboolean
crm_index_set_stamp (CrmIndex *self, gint64 folder, const char *stamp, GError **error)
{
  return _crm_connection_run (self->connection, error, "UPDATE folder SET stamp = ? WHERE id = ?",
                              "ti", stamp, folder);
}

/**
 * crm_index_dup_uids:
 * @self: the index
 * @folder: from crm_index_ensure_folder()
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable) (element-type utf8 utf8): the set of uids known there, %NULL
 * on failure
 */
GHashTable *
crm_index_dup_uids (CrmIndex *self, gint64 folder, GError **error)
{
  g_autoptr (GHashTable) uids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (self->connection, error,
                               "SELECT uid FROM message WHERE folder = ?1"
                               " UNION ALL SELECT uid FROM copy WHERE folder = ?1",
                               "i", folder);

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    g_hash_table_add (uids, g_strdup (_crm_rows_text (rows, 0)));
  if (local_error == NULL)
    return g_steal_pointer (&uids);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/**
 * crm_index_remove_folder:
 * @self: the index, in a transaction
 * @source: the account's or archive's stable id
 * @name: the folder's full name there
 * @error: (nullable): storage errors
 *
 * Forgets a folder and its copies. A folder that is not known is no error.
 *
 * Returns: whether all is well
 */
gboolean
crm_index_remove_folder (CrmIndex *self, const char *source, const char *name, GError **error)
{
  g_autoptr (GHashTable) uids = NULL;
  GHashTableIter iter;
  gpointer uid;
  gint64 folder;

  if (!_crm_connection_get_int (self->connection, &folder, error,
                                "SELECT id FROM folder WHERE source = ? AND name = ?", "tt", source,
                                name))
    return FALSE;
  if (folder == 0)
    return TRUE;
  uids = crm_index_dup_uids (self, folder, error);
  if (uids == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, uids);
  while (g_hash_table_iter_next (&iter, &uid, NULL))
    if (!crm_index_remove (self, folder, uid, error))
      return FALSE;
  return _crm_connection_run (self->connection, error, "DELETE FROM folder WHERE id = ?", "i",
                              folder);
}

/**
 * crm_index_dup_folders:
 * @self: the index
 * @source: the account's or archive's stable id
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable) (element-type utf8): names of the folders known there, %NULL
 * on failure
 */
GPtrArray *
crm_index_dup_folders (CrmIndex *self, const char *source, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      self->connection, error, "SELECT name FROM folder WHERE source = ?", "t", source);

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    g_ptr_array_add (names, g_strdup (_crm_rows_text (rows, 0)));
  if (local_error == NULL)
    return g_steal_pointer (&names);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/**
 * crm_index_get_meta:
 * @self: the index
 * @key: what to look up
 * @out_value: (out) (nullable) (transfer full): what crm_index_set_meta() kept, %NULL for nothing
 * @error: (nullable): storage errors
 *
 * Returns: whether all is well
 */
gboolean
crm_index_get_meta (CrmIndex *self, const char *key, char **out_value, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      self->connection, error, "SELECT value FROM meta WHERE key = ?", "t", key);

  *out_value = NULL;
  if (rows == NULL)
    return FALSE;
  if (_crm_rows_next (rows, &local_error))
    *out_value = g_strdup (_crm_rows_text (rows, 0));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * crm_index_set_meta:
 * @self: the index
 * @key: what to keep
 * @value: (nullable): its value
 * @error: (nullable): storage errors
 *
 * Returns: whether all is well
 */
gboolean
crm_index_set_meta (CrmIndex *self, const char *key, const char *value, GError **error)
{
  return _crm_connection_run (self->connection, error,
                              "INSERT INTO meta (key, value) VALUES (?, ?)"
                              " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                              "tt", key, value);
}

/**
 * crm_index_forget_stamps:
 * @self: the index
 * @error: (nullable): storage errors
 *
 * Makes every folder be compared again, and every calendar be read again: something that was left
 * out may be let in now.
 *
 * Returns: whether all is well
 */
gboolean
crm_index_forget_stamps (CrmIndex *self, GError **error)
{
  return _crm_connection_run (self->connection, error, "UPDATE folder SET stamp = NULL", "")
         && _crm_index_forget_calendar_stamps (self, error);
}

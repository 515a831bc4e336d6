/* crm-subject-scan.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-subject-scan"
#include "config.h"

#include "crm-reader-private.h"
#include "model/crm-text.h"

/* (element-type gint64): of the letters from @first on, at most @limit, the newest first */
static GArray *
scan_from (CrmReader *reader, const char *words, gint64 first, guint limit, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *folded = crm_fold (words);
  g_auto (GStrv) parts = g_strsplit (folded, " ", -1);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      "SELECT m.id, crm_fold (m.subject) FROM idx.message AS m WHERE m.id >= ?"
      " AND NOT EXISTS (SELECT 1 FROM email AS h WHERE h.fingerprint = m.fingerprint"
      " AND h.visibility <> 'normal') ORDER BY m.id DESC",
      "i", first);

  if (rows == NULL)
    return NULL;
  while (ids->len < limit && _crm_rows_next (rows, &local_error))
    if (crm_text_begin_words (_crm_rows_text (rows, 1), (const char *const *)parts))
      {
        gint64 id = _crm_rows_int (rows, 0);

        g_array_append_val (ids, id);
      }
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&ids) : NULL;
}

/* Finds the letters whose words the index has not entered yet, see crm-index-fill.c: usually it has
 * all. Each of @words must begin a word of the subject. Returns (nullable) (element-type gint64)
 * at most @limit numbers of letters, the newest first; %NULL on failure. */
GArray *
_crm_query_scan_subjects (CrmReader *reader, const char *words, guint limit, GError **error)
{
  gint64 first;

  if (!_crm_connection_get_int (reader->connection, &first, error,
                                "SELECT value FROM idx.meta WHERE key = 'subject_next'", ""))
    return NULL;
  if (first == 0)
    return g_array_new (FALSE, FALSE, sizeof (gint64));
  return scan_from (reader, words, first, limit, error);
}

/* The same among the @n newest letters. */
GArray *
_crm_query_scan_newest (CrmReader *reader, const char *words, guint n, guint limit, GError **error)
{
  gint64 newest;

  if (!_crm_connection_get_int (reader->connection, &newest, error,
                                "SELECT max (id) FROM idx.message", ""))
    return NULL;
  return scan_from (reader, words, newest - n + 1, limit, error);
}

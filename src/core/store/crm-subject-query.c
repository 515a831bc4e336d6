/* crm-subject-query.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Letters by their subjects, and by their Message-ID. */
#define G_LOG_DOMAIN "crm-subject-query"
#include "config.h"

#include "crm-context-query.h"

#include <string.h>

#include "crm-index-private.h"
#include "crm-reader-facts-private.h"
#include "model/crm-text.h"

/* Of a prefix that a letter in sixty has, they hold a page. */
#define N_NEWEST 3000

/* Columns of a letter, which read_message() expects. */
#define LETTER                                                                                     \
  "m.date, m.subject, m.flags, m.fingerprint, m.parties,"                                          \
  " iif (m.message_id IS NULL AND m.n_more > 0, (SELECT message_id FROM idx.copy AS c"             \
  " WHERE c.message = m.id AND c.message_id IS NOT NULL LIMIT 1), m.message_id)"

static CrmMessage *
read_message (CrmReader *reader, CrmIndexFacts *names, CrmRows *rows, GError **error)
{
  g_autoptr (CrmMessage) message = crm_message_new ();
  const guint8 *data = sqlite3_column_blob (rows->stmt, 4);
  const guint8 *end = data + sqlite3_column_bytes (rows->stmt, 4);
  gint64 address;
  CrmMessageRole role;

  message->date_usec = _crm_rows_int (rows, 0) * G_USEC_PER_SEC;
  crm_message_set_message_id (message, _crm_rows_text (rows, 5));
  message->flags = (CrmMessageFlags)_crm_rows_int (rows, 2);
  while (_crm_index_next_party (&data, end, &address, &role))
    {
      const CrmNamed *party = _crm_reader_get_sender (reader, names, address, error);

      if (party == NULL)
        return NULL;
      if (party->second != NULL)
        crm_message_restore_party (message, role, party->second, party->first);
    }
  crm_message_restore (message, _crm_rows_text (rows, 1), (guint64)_crm_rows_int (rows, 3));
  return g_steal_pointer (&message);
}

CrmMessage *
_crm_query_read_letter (CrmReader *reader, gint64 id, GError **error)
{
  CrmIndexFacts *names = _crm_reader_get_index_facts (reader, error);
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error, "SELECT " LETTER " FROM idx.message AS m WHERE m.id = ?", "i", id);

  if (names == NULL || rows == NULL || !_crm_rows_next (rows, error))
    return NULL;
  return read_message (reader, names, rows, error);
}

/**
 * crm_query_message_by_id:
 * @reader: a reader
 * @message_id: a Message-ID, with or without <>
 * @error: (nullable): %CRM_ERROR_NOT_FOUND when no indexed copy has it, storage errors
 *
 * Returns: (transfer full) (nullable): the letter
 */
CrmMessage *
crm_query_message_by_id (CrmReader *reader, const char *message_id, GError **error)
{
  g_autofree char *bare = g_strdup (message_id);
  CrmMessage *message;
  gint64 id;

  g_strstrip (bare);
  if (bare[0] == '<' && g_str_has_suffix (bare, ">"))
    {
      bare[strlen (bare) - 1] = '\0';
      memmove (bare, bare + 1, strlen (bare));
    }
  /* Through its conversation, where there are but a few. */
  if (!_crm_connection_get_int (
          reader->connection, &id, error,
          "WITH RECURSIVE way (thread) AS (SELECT thread FROM idx.thread_hash WHERE hash = ?1"
          " UNION SELECT thread FROM idx.thread_hash_new WHERE hash = ?1"
          " UNION SELECT a.target FROM way JOIN idx.thread_alias AS a ON a.thread = way.thread)"
          " SELECT m.id FROM way CROSS JOIN idx.message AS m ON m.thread = way.thread"
          " WHERE " CRM_LETTER_HAS_HASH ("?1") " LIMIT 1",
          "i", (gint64)crm_message_id_hash (bare)))
    return NULL;
  if (id == 0)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, "no indexed mail has the Message-ID %s",
                   message_id);
      return NULL;
    }
  message = _crm_query_read_letter (reader, id, error);
  if (message != NULL) /* another copy may have another one */
    crm_message_set_message_id (message, bare);
  return message;
}

/* Words become prefixes in quotes, so that no letter of theirs is FTS5 syntax. */
static char *
match_expression (const char *words)
{
  g_autofree char *folded = crm_fold (words);
  g_auto (GStrv) parts = g_strsplit (folded, " ", -1);
  GString *match = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_auto (GStrv) quoted = g_strsplit (parts[i], "\"", -1);
      g_autofree char *doubled = g_strjoinv ("\"\"", quoted);

      if (parts[i][0] != '\0')
        g_string_append_printf (match, "%s\"%s\"*", match->len > 0 ? " " : "", doubled);
    }
  return g_string_free (match, FALSE);
}

static gboolean
add_numbered (CrmReader *reader, const GArray *ids, GPtrArray *messages, GError **error)
{
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      CrmMessage *message = _crm_query_read_letter (reader, id, error);

      if (message == NULL)
        return FALSE;
      g_ptr_array_add (messages, message);
    }
  return ids != NULL;
}

/* One or two letters begin so many words that the index would put together half of all mail; as a
 * word of them it has to be a word to the index too. */
static gboolean
is_short (const char *words)
{
  g_autofree char *folded = crm_fold (words);
  guint length = 0;

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gboolean is_space = *p == ' ';

      length = is_space ? 0 : length + 1;
      if (length > 2 || (!is_space && !g_unichar_isalnum (g_utf8_get_char (p))))
        return FALSE;
    }
  return TRUE;
}

/* Where that many of the newest letters begin so, they are the answer; where they are rare, the
 * index has few to put together. */
static gboolean
add_newest (CrmReader *reader, const char *words, guint limit, GPtrArray *messages, GError **error)
{
  g_autoptr (GArray) ids = _crm_query_scan_newest (reader, words, N_NEWEST, limit, error);

  if (ids != NULL && ids->len < limit)
    return TRUE;
  return add_numbered (reader, ids, messages, error);
}

/* The newest letters of all: those that are not in the table of words yet. */
static gboolean
add_unsettled (
    CrmReader *reader, const char *words, guint limit, GPtrArray *messages, GError **error)
{
  g_autoptr (GArray) ids = _crm_query_scan_subjects (reader, words, limit, error);

  return add_numbered (reader, ids, messages, error);
}

/**
 * crm_query_subjects:
 * @reader: a reader
 * @words: what a person typed; every word must begin a word of the subject
 * @limit: at most this many
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmMessage): letters, the newest indexed
 * first
 */
GPtrArray *
crm_query_subjects (CrmReader *reader, const char *words, guint limit, GError **error)
{
  g_autofree char *match = match_expression (words);
  g_autoptr (GPtrArray) messages
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_message_unref);
  GError *local_error = NULL;
  CrmIndexFacts *names = NULL;
  g_autoptr (CrmRows) rows = NULL;

  if (match[0] == '\0')
    return g_steal_pointer (&messages);
  if (is_short (words) && !add_newest (reader, words, limit, messages, error))
    return NULL;
  if (messages->len >= limit)
    return g_steal_pointer (&messages);
  if (!add_unsettled (reader, words, limit, messages, error))
    return NULL;
  names = _crm_reader_get_index_facts (reader, error);
  rows = _crm_connection_query (
      reader->connection, error,
      "SELECT " LETTER
      " FROM idx.subject AS s JOIN idx.message AS m ON m.id = s.rowid WHERE s.text MATCH ?"
      " AND NOT EXISTS (SELECT 1 FROM email AS h WHERE h.fingerprint = m.fingerprint"
      " AND h.visibility <> 'normal') ORDER BY s.rowid DESC LIMIT ?",
      "ti", match, (gint64)(limit - messages->len));
  if (names == NULL || rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    {
      CrmMessage *message = read_message (reader, names, rows, error);

      if (message == NULL)
        return NULL;
      g_ptr_array_add (messages, message);
    }
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&messages) : NULL;
}

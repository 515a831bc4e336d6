/* crm-waiting-query.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Letters that may be the answer somebody waits for. What is read is what came since, of one
 * conversation or one address, so that the size of the mailbox does not matter. */
#define G_LOG_DOMAIN "crm-waiting-query"
#include "config.h"

#include "crm-waiting-query.h"

#include "crm-index-private.h"
#include "crm-reader-private.h"

/* Of a conversation that goes on and on the first letters are enough: one of them is the answer. */
#define MAX_LETTERS "200"

/* Letters that nobody marked private or as no business of the CRM. */
#define NOT_HIDDEN                                                                                 \
  " AND NOT EXISTS (SELECT 1 FROM email AS v WHERE v.fingerprint = m.fingerprint"                  \
  " AND +v.visibility <> 'normal')"

/* A conversation by the hash of any Message-ID in it, also of one that nobody has. */
#define WAY                                                                                        \
  "WITH RECURSIVE way (thread) AS (SELECT thread FROM idx.thread_hash WHERE hash = ?1"             \
  " UNION SELECT thread FROM idx.thread_hash_new WHERE hash = ?1"                                  \
  " UNION SELECT a.target FROM way JOIN idx.thread_alias AS a ON a.thread = way.thread)"

static GPtrArray *
list_records (CrmReader *reader,
              const char *name,
              const char *tail,
              const char *types,
              gint64 key,
              GError **error)
{
  const CrmEntity *entity = crm_entity_find (name);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error, _crm_reader_get_sql (reader, entity, tail), types, key);

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    g_ptr_array_add (records, _crm_reader_row_to_record (entity, rows));
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&records) : NULL;
}

/* (element-type CrmMessage) for letters whose numbers @rows holds */
static GPtrArray *
read_letters (CrmReader *reader, CrmRows *rows /* (nullable) */, GError **error)
{
  g_autoptr (GPtrArray) letters
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_message_unref);
  GError *local_error = NULL;

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    {
      CrmMessage *letter = _crm_query_read_letter (reader, _crm_rows_int (rows, 0), error);

      if (letter == NULL)
        return NULL;
      g_ptr_array_add (letters, letter);
    }
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&letters) : NULL;
}

/**
 * crm_query_is_filling:
 * @reader: a reader
 * @out_filling: (out): whether most of a mailbox is still to come, and queries by conversation cost
 *   more than they should
 * @error: (nullable): storage errors
 *
 * Returns: whether all is well
 */
gboolean
crm_query_is_filling (CrmReader *reader, gboolean *out_filling, GError **error)
{
  gint64 filling;

  if (!_crm_connection_get_int (reader->connection, &filling, error,
                                "SELECT value FROM idx.meta WHERE key = 'filling'", ""))
    return FALSE;
  *out_filling = filling != 0;
  return TRUE;
}

/**
 * crm_query_waiting:
 * @reader: a reader
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): the follow-ups that wait for
 * an answer to a letter
 */
GPtrArray *
crm_query_waiting (CrmReader *reader, GError **error)
{
  return list_records (reader, "follow_up",
                       "WHERE t.wait_for IS NOT NULL AND t.status = 'open'"
                       " AND t.kind = 'waiting'",
                       "", 0, error);
}

/**
 * crm_query_is_waited_for:
 * @reader: a reader
 * @mid_hash: of a letter's Message-ID
 * @error: (nullable): storage errors
 *
 * Returns: whether an open follow-up waits for the answer to it; %FALSE on failure
 */
gboolean
crm_query_is_waited_for (CrmReader *reader, guint64 mid_hash, GError **error)
{
  gint64 found = 0;

  return _crm_connection_get_int (
             reader->connection, &found, error,
             "SELECT EXISTS (SELECT 1 FROM follow_up WHERE wait_for = ? AND status = 'open')", "i",
             (gint64)mid_hash)
         && found != 0;
}

/**
 * crm_query_answered_by:
 * @reader: a reader
 * @fingerprint: of a letter
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): the follow-ups that ended with
 *   it
 */
GPtrArray *
crm_query_answered_by (CrmReader *reader, guint64 fingerprint, GError **error)
{
  return list_records (reader, "follow_up", "WHERE t.answered_by = ? AND t.status = 'done'", "i",
                       (gint64)fingerprint, error);
}

/**
 * crm_query_undelivered_by_letter:
 * @reader: a reader
 * @fingerprint: of a letter that came back
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): what it says of addresses,
 * also what was taken back since
 */
GPtrArray *
crm_query_undelivered_by_letter (CrmReader *reader, guint64 fingerprint, GError **error)
{
  return list_records (reader, "undelivered", "WHERE t.letter = ?", "i", (gint64)fingerprint,
                       error);
}

/**
 * crm_query_conversation_after:
 * @reader: a reader
 * @mid_hash: of a Message-ID in the conversation
 * @since_usec: UTC microseconds
 * @direction: whether letters of others are wanted, or the user's own
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmMessage): the letters of later than
 *   @since_usec, the oldest first
 */
GPtrArray *
crm_query_conversation_after (
    CrmReader *reader, guint64 mid_hash, gint64 since_usec, CrmDirection direction, GError **error)
{
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      WAY " SELECT m.id FROM way CROSS JOIN idx.message AS m ON m.thread = way.thread"
          " WHERE m.date > ?2 AND m.direction = ?3" NOT_HIDDEN
          " ORDER BY m.date LIMIT " MAX_LETTERS,
      "iii", (gint64)mid_hash, since_usec / G_USEC_PER_SEC, (gint64)direction);

  return read_letters (reader, rows, error);
}

/**
 * crm_query_letters_from_after:
 * @reader: a reader
 * @address: normalised
 * @since_usec: UTC microseconds
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmMessage): what the address wrote later
 *   than @since_usec, the oldest first
 */
GPtrArray *
crm_query_letters_from_after (CrmReader *reader,
                              const char *address,
                              gint64 since_usec,
                              GError **error)
{
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      "SELECT m.id FROM idx.edge AS e CROSS JOIN idx.message AS m ON m.id = e.message"
      " WHERE e.address = (SELECT id FROM idx.address WHERE address = ?1) AND e.date > ?2"
      " AND e.roles & ?3" NOT_HIDDEN " ORDER BY e.date LIMIT " MAX_LETTERS,
      "tii", address, since_usec / G_USEC_PER_SEC, (gint64)(1 << CRM_ROLE_FROM));

  return read_letters (reader, rows, error);
}

/**
 * crm_query_letter_of_hash:
 * @reader: a reader
 * @mid_hash: of a Message-ID
 * @out_message: (out) (nullable) (transfer full): the letter; %NULL when no indexed copy has it
 * @error: (nullable): storage errors
 *
 * Returns: whether all is well
 */
gboolean
crm_query_letter_of_hash (CrmReader *reader,
                          guint64 mid_hash,
                          CrmMessage **out_message,
                          GError **error)
{
  gint64 id;

  *out_message = NULL;
  if (!_crm_connection_get_int (
          reader->connection, &id, error,
          WAY " SELECT m.id FROM way CROSS JOIN idx.message AS m ON m.thread = way.thread"
              " WHERE " CRM_LETTER_HAS_HASH ("?1") " LIMIT 1",
          "i", (gint64)mid_hash))
    return FALSE;
  if (id != 0)
    *out_message = _crm_query_read_letter (reader, id, error);
  return id == 0 || *out_message != NULL;
}

/**
 * crm_query_date_of_letter:
 * @reader: a reader
 * @fingerprint: of a letter
 * @out_usec: (out): UTC microseconds; 0 when it is not in the index
 * @error: (nullable): storage errors
 *
 * Returns: whether all is well
 */
gboolean
crm_query_date_of_letter (CrmReader *reader, guint64 fingerprint, gint64 *out_usec, GError **error)
{
  gint64 secs;

  if (!_crm_connection_get_int (reader->connection, &secs, error,
                                "SELECT date FROM idx.message WHERE fingerprint = ?", "i",
                                (gint64)fingerprint))
    return FALSE;
  *out_usec = secs * G_USEC_PER_SEC;
  return TRUE;
}

/* crm-context-query.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-context-query"
#include "config.h"

#include "crm-context-query.h"

#include <string.h>

#include "crm-index-private.h"
#include "crm-proposal-query-private.h"
#include "crm-reader-private.h"
#include "model/crm-address.h"
#include "model/crm-date.h"
#include "model/crm-text.h"

#define DAY_USEC (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

/* Letters m that nobody marked private or as no business of the CRM. */
#define NOT_HIDDEN                                                                                 \
  " AND NOT EXISTS (SELECT 1 FROM email AS v WHERE v.fingerprint = m.fingerprint"                  \
  " AND +v.visibility <> 'normal')"

/* Deals whose stage is neither won nor lost. */
#define IS_OPEN(deal)                                                                              \
  " (SELECT kind FROM stage AS s WHERE s.id = " deal ".stage) IN ('open', 'on_hold')"

/**
 * crm_activity_clear:
 * @self: an activity
 */
void
crm_activity_clear (CrmActivity *self)
{
  g_clear_pointer (&self->name, g_free);
}

/**
 * crm_deal_state_free:
 * @self: (nullable): a deal's state
 */
void
crm_deal_state_free (CrmDealState *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->deal, crm_record_unref);
  g_clear_pointer (&self->stage, crm_record_unref);
  g_free (self);
}

/* All records of @entity that the statement finds; it must select the columns in record order. */
static GPtrArray *
list_records (CrmReader *reader,
              const char *entity_name,
              const char *tail,
              const char *first,
              const char *second,
              const char *third,
              GError **error)
{
  const CrmEntity *entity = crm_entity_find (entity_name);
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  g_autoptr (CrmRows) rows = NULL;
  GError *local_error = NULL;

  _crm_reader_append_columns (sql, entity, "t");
  g_string_append_printf (sql, " FROM \"%s\" AS t %s", entity_name, tail);
  rows = _crm_connection_query (reader->connection, error, sql->str, "ttt", first, second, third);
  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    g_ptr_array_add (records, _crm_reader_row_to_record (entity, rows));
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&records) : NULL;
}

static CrmRecord *
first_record (GPtrArray *records /* (transfer full) (nullable) */)
{
  CrmRecord *record = NULL;

  if (records != NULL && records->len > 0)
    record = crm_record_ref (g_ptr_array_index (records, 0));
  g_clear_pointer (&records, g_ptr_array_unref);
  return record;
}

/**
 * crm_query_activity:
 * @reader: a reader
 * @address: normalised
 * @out_activity: (out caller-allocates): clear with crm_activity_clear()
 * @error: (nullable): storage errors
 *
 * Returns: whether all is well; an address nobody has seen has no letters
 */
gboolean
crm_query_activity (CrmReader *reader,
                    const char *address,
                    CrmActivity *out_activity,
                    GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      "SELECT a.name, (SELECT count(*) FROM idx.edge AS e WHERE e.address = a.id)"
      " - (SELECT count(*) FROM email AS h CROSS JOIN idx.message AS m"
      " ON m.fingerprint = h.fingerprint JOIN idx.edge AS e"
      " ON e.address = a.id AND e.date = m.date AND e.message = m.id"
      " WHERE h.visibility IN ('not_crm', 'private')),"
      " (SELECT e.date FROM idx.edge AS e CROSS JOIN idx.message AS m ON m.id = e.message"
      " WHERE e.address = a.id AND e.roles & 2" NOT_HIDDEN " ORDER BY e.date DESC LIMIT 1),"
      " (SELECT e.date FROM idx.edge AS e CROSS JOIN idx.message AS m ON m.id = e.message"
      " WHERE e.address = a.id AND m.direction = 2" NOT_HIDDEN " ORDER BY e.date DESC LIMIT 1)"
      " FROM idx.address AS a WHERE a.address = ?",
      "t", address);

  *out_activity = (CrmActivity){ 0 };
  if (rows == NULL)
    return FALSE;
  if (_crm_rows_next (rows, &local_error))
    {
      out_activity->name = g_strdup (_crm_rows_text (rows, 0));
      out_activity->n_letters = _crm_rows_int (rows, 1);
      out_activity->last_in_usec = _crm_rows_int (rows, 2) * G_USEC_PER_SEC;
      out_activity->last_out_usec = _crm_rows_int (rows, 3) * G_USEC_PER_SEC;
    }
  return _crm_reader_ended (error, local_error);
}

/**
 * crm_query_is_own:
 * @reader: a reader
 * @address: normalised
 * @error: (nullable): storage errors
 *
 * Returns: whether the user said that the address is their own
 */
gboolean
crm_query_is_own (CrmReader *reader, const char *address, GError **error)
{
  gint64 own = 0;

  return _crm_connection_get_int (reader->connection, &own, error,
                                  "SELECT EXISTS (SELECT 1 FROM exclusion"
                                  " WHERE kind = 'own_address' AND value = ?)",
                                  "t", address)
         && own != 0;
}

/**
 * crm_query_is_colleague:
 * @reader: a reader
 * @address: normalised
 * @error: (nullable): storage errors
 *
 * Returns: whether the address is of one of the user's own domains
 */
gboolean
crm_query_is_colleague (CrmReader *reader, const char *address, GError **error)
{
  const char *domain = crm_address_get_domain (address);
  g_autofree char *organization = domain != NULL ? crm_domain_organization (domain) : NULL;
  gint64 own = 0;

  return domain != NULL
         && _crm_connection_get_int (reader->connection, &own, error,
                                     "SELECT EXISTS (SELECT 1 FROM exclusion"
                                     " WHERE kind = 'own_domain' AND value IN (?, ?))",
                                     "tt", domain, organization)
         && own != 0;
}

/**
 * crm_query_has_decisions:
 * @reader: a reader
 * @person: id of a person
 * @error: (nullable): storage errors
 *
 * Returns: whether somebody filed a letter under the person, or took one out
 */
gboolean
crm_query_has_decisions (CrmReader *reader, const char *person, GError **error)
{
  gint64 has = 0;

  return _crm_connection_get_int (reader->connection, &has, error,
                                  "SELECT EXISTS (SELECT 1 FROM link WHERE person = ?)", "t",
                                  person)
         && has != 0;
}

/**
 * crm_query_is_marked_wrong:
 * @reader: a reader
 * @email: id of an e-mail record
 * @deal: id of a deal
 * @error: (nullable): storage errors
 *
 * Returns: whether somebody said that the letter does not belong there
 */
gboolean
crm_query_is_marked_wrong (CrmReader *reader, const char *email, const char *deal, GError **error)
{
  gint64 wrong = 0;

  return _crm_connection_get_int (reader->connection, &wrong, error,
                                  "SELECT EXISTS (SELECT 1 FROM link WHERE email = ? AND deal = ?"
                                  " AND decision = 'wrong')",
                                  "tt", email, deal)
         && wrong != 0;
}

static CrmContact *
read_contact (CrmRows *rows, GError **error)
{
  GError *local_error = NULL;
  CrmContact *contact = NULL;

  if (_crm_rows_next (rows, &local_error))
    {
      contact = crm_contact_new (_crm_rows_text (rows, 0), _crm_rows_text (rows, 1));
      contact->name = g_strdup (_crm_rows_text (rows, 2));
      contact->organization = g_strdup (_crm_rows_text (rows, 3));
      contact->title = g_strdup (_crm_rows_text (rows, 4));
      contact->phone = g_strdup (_crm_rows_text (rows, 5));
      contact->phone_kind = g_strdup (_crm_rows_text (rows, 6));
    }
  _crm_reader_ended (error, local_error);
  return contact;
}

/**
 * crm_query_contact:
 * @reader: a reader
 * @address: normalised
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): who has the address in an address book, without their list
 * of addresses; %NULL without an error for nobody
 */
CrmContact *
crm_query_contact (CrmReader *reader, const char *address, GError **error)
{
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      "SELECT c.book, c.uid, c.name, c.organization, c.title, c.phone, c.phone_kind"
      " FROM idx.contact_address AS a JOIN idx.contact AS c ON c.book = a.book AND c.uid = a.uid"
      " WHERE a.address = ? ORDER BY c.name IS NULL, c.book, c.uid LIMIT 1",
      "t", address);

  return rows != NULL ? read_contact (rows, error) : NULL;
}

/**
 * crm_query_contact_by_uid:
 * @reader: a reader
 * @contact_uid: a vCard's UID
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): the contact; %NULL without an error when no book holds it
 */
CrmContact *
crm_query_contact_by_uid (CrmReader *reader, const char *contact_uid, GError **error)
{
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      "SELECT book, uid, name, organization, title, phone, phone_kind FROM idx.contact"
      " WHERE uid = ? LIMIT 1",
      "t", contact_uid);

  return rows != NULL ? read_contact (rows, error) : NULL;
}

/**
 * crm_query_person_addresses:
 * @reader: a reader
 * @person: (nullable): id of a person
 * @contact_uid: (nullable): the person's vCard
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type utf8): all addresses of the person, of the
 *   CRM and of the address books; %NULL on failure
 */
GPtrArray *
crm_query_person_addresses (CrmReader *reader,
                            const char *person,
                            const char *contact_uid,
                            GError **error)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (reader->connection, error,
                               "SELECT address FROM address WHERE person = ?1"
                               " UNION SELECT address FROM idx.contact_address WHERE uid = ?2",
                               "tt", person, contact_uid);

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    g_ptr_array_add (addresses, g_strdup (_crm_rows_text (rows, 0)));
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&addresses) : NULL;
}

/**
 * crm_query_account_of_person:
 * @reader: a reader
 * @person: id of a person
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): where the person works now: the primary one of those that
 * have begun and not ended, the latest otherwise; %NULL without an error for nowhere
 */
CrmRecord *
crm_query_account_of_person (CrmReader *reader, const char *person, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *today
      = g_strdup_printf ("%d", crm_date_day_from_usec (crm_reader_get_now_usec (reader), zone));

  return first_record (
      list_records (reader, "account",
                    "JOIN account_person AS p ON p.account = t.id WHERE p.person = ?1"
                    " AND (p.since IS NULL OR p.since <= ?2) AND (p.until IS NULL OR p.until >= ?2)"
                    " AND ?3 IS ?3"
                    " ORDER BY coalesce (p.is_primary, 0) DESC, p.since DESC, p.created_at LIMIT 1",
                    person, today, NULL, error));
}

/**
 * crm_query_account_of_domain:
 * @reader: a reader
 * @domain: an organisation's domain
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): the account the domain belongs to most probably
 */
CrmRecord *
crm_query_account_of_domain (CrmReader *reader, const char *domain, GError **error)
{
  return first_record (
      list_records (reader, "account",
                    "JOIN account_domain AS d ON d.account = t.id WHERE d.domain = ?1"
                    " AND ?2 IS ?2 AND ?3 IS ?3"
                    " ORDER BY coalesce (d.confidence, 100) DESC, d.created_at LIMIT 1",
                    domain, NULL, NULL, error));
}

/**
 * crm_query_deal_state:
 * @reader: a reader
 * @deal: id of a deal
 * @error: (nullable): %CRM_ERROR_NOT_FOUND, storage errors
 *
 * Returns: (transfer full) (nullable): the deal with its stage and how long it has been there
 */
CrmDealState *
crm_query_deal_state (CrmReader *reader, const char *deal, GError **error)
{
  g_autoptr (CrmDealState) state = g_new0 (CrmDealState, 1);
  gint64 since;

  state->deal = crm_reader_get (reader, "deal", deal, error);
  if (state->deal == NULL)
    return NULL;
  state->stage
      = crm_reader_get (reader, "stage", crm_record_get_text (state->deal, "stage"), error);
  if (state->stage == NULL)
    return NULL;
  since = crm_record_get_int (state->deal, "stage_since", state->deal->created_usec);
  state->days_in_stage = MAX (0, crm_reader_get_now_usec (reader) - since) / DAY_USEC;
  return g_steal_pointer (&state);
}

/* (element-type CrmDealState); the second column, if any, says whether it is the person's own */
GPtrArray *
_crm_query_list_deal_states (CrmReader *reader, CrmRows *rows, GError **error)
{
  g_autoptr (GPtrArray) states
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_deal_state_free);
  GError *local_error = NULL;

  while (_crm_rows_next (rows, &local_error))
    {
      CrmDealState *state = crm_query_deal_state (reader, _crm_rows_text (rows, 0), error);

      if (state == NULL)
        return NULL;
      state->of_person = sqlite3_column_count (rows->stmt) > 1 && _crm_rows_int (rows, 1) != 0;
      g_ptr_array_add (states, state);
    }
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&states) : NULL;
}

/**
 * crm_query_open_deals:
 * @reader: a reader
 * @person: (nullable): id of a person
 * @account: (nullable): id of an account
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmDealState): open deals of either, those
 * of the person first, then by expected close
 */
GPtrArray *
crm_query_open_deals (CrmReader *reader, const char *person, const char *account, GError **error)
{
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      "SELECT d.id, EXISTS (SELECT 1 FROM deal_person AS p WHERE p.person = ?1"
      " AND +p.deal = d.id) AS of_person FROM deal AS d"
      " WHERE (d.id IN (SELECT deal FROM deal_person WHERE person = ?1) OR d.account = ?2)"
      " AND" IS_OPEN ("d") " ORDER BY of_person DESC, d.expected_close IS NULL,"
                           " d.expected_close, d.created_at",
      "tt", person, account);

  return rows != NULL ? _crm_query_list_deal_states (reader, rows, error) : NULL;
}

/**
 * crm_query_open_follow_ups:
 * @reader: a reader
 * @person: (nullable): id of a person
 * @account: (nullable): id of an account
 * @address: (nullable): normalised
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): what is to be done for any of
 *   them or their deals, by due day
 */
GPtrArray *
crm_query_open_follow_ups (
    CrmReader *reader, const char *person, const char *account, const char *address, GError **error)
{
  return list_records (reader, "follow_up",
                       "WHERE t.status = 'open' AND (t.person = ?1 OR t.account = ?2"
                       " OR t.address = ?3 OR t.deal IN (SELECT id FROM deal WHERE account = ?2)"
                       " OR t.deal IN (SELECT deal FROM deal_person WHERE person = ?1))"
                       " ORDER BY t.due IS NULL, t.due, t.created_at",
                       person, account, address, error);
}

/**
 * crm_query_tags:
 * @reader: a reader
 * @person: id of a person
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): the person's tags by name
 */
GPtrArray *
crm_query_tags (CrmReader *reader, const char *person, GError **error)
{
  return list_records (reader, "tag",
                       "WHERE t.id IN (SELECT tag FROM tagging WHERE person = ?1)"
                       " AND ?2 IS ?2 AND ?3 IS ?3 ORDER BY t.name",
                       person, NULL, NULL, error);
}

/**
 * crm_query_stages:
 * @reader: a reader
 * @pipeline: id of a pipeline
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): its stages in their order
 */
GPtrArray *
crm_query_stages (CrmReader *reader, const char *pipeline, GError **error)
{
  return list_records (
      reader, "stage",
      "WHERE t.pipeline = ?1 AND ?2 IS ?2 AND ?3 IS ?3 ORDER BY t.position, t.name", pipeline, NULL,
      NULL, error);
}

static CrmMessage *
read_message (CrmReader *reader, gint64 id, const char *message_id, GError **error)
{
  g_autoptr (CrmMessage) message = crm_message_new ();
  g_autoptr (CrmRows) rows
      = _crm_connection_query (reader->connection, error,
                               "SELECT date, subject, flags, fingerprint, parties FROM idx.message"
                               " WHERE id = ?",
                               "i", id);
  const guint8 *data;
  const guint8 *end;
  gint64 address;
  CrmMessageRole role;

  if (rows == NULL || !_crm_rows_next (rows, error))
    return NULL;
  message->date_usec = _crm_rows_int (rows, 0) * G_USEC_PER_SEC;
  crm_message_set_subject (message, _crm_rows_text (rows, 1));
  crm_message_set_message_id (message, message_id);
  message->flags = (CrmMessageFlags)_crm_rows_int (rows, 2);

  data = sqlite3_column_blob (rows->stmt, 4);
  end = data + sqlite3_column_bytes (rows->stmt, 4);
  while (_crm_index_next_party (&data, end, &address, &role))
    {
      g_autoptr (CrmRows) party = _crm_connection_query (
          reader->connection, error, "SELECT address, name FROM idx.address WHERE id = ?", "i",
          address);

      if (party == NULL)
        return NULL;
      if (_crm_rows_next (party, NULL))
        crm_message_add_party (message, role, _crm_rows_text (party, 0), _crm_rows_text (party, 1));
    }
  crm_message_seal (message);
  message->fingerprint = (guint64)_crm_rows_int (rows, 3);
  return g_steal_pointer (&message);
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
          " SELECT l.message FROM way CROSS JOIN idx.message AS m ON m.thread = way.thread"
          " CROSS JOIN idx.location AS l ON l.message = m.id WHERE l.hash = ?1 LIMIT 1",
          "i", (gint64)crm_message_id_hash (bare)))
    return NULL;
  if (id == 0)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, "no indexed mail has the Message-ID %s",
                   message_id);
      return NULL;
    }
  return read_message (reader, id, bare, error);
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

/* The newest letters of all: those that are not in the table of words yet. */
static gboolean
add_unsettled (
    CrmReader *reader, const char *words, guint limit, GPtrArray *messages, GError **error)
{
  g_autoptr (GArray) ids = _crm_query_scan_subjects (reader, words, limit, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      CrmMessage *message = read_message (reader, g_array_index (ids, gint64, i), NULL, error);

      if (message == NULL)
        return FALSE;
      g_ptr_array_add (messages, message);
    }
  return ids != NULL;
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
  g_autoptr (CrmRows) rows = NULL;

  if (match[0] == '\0')
    return g_steal_pointer (&messages);
  if (!add_unsettled (reader, words, limit, messages, error))
    return NULL;
  rows = _crm_connection_query (
      reader->connection, error,
      "SELECT m.id, (SELECT message_id FROM idx.location WHERE message = m.id LIMIT 1)"
      " FROM idx.subject AS s JOIN idx.message AS m ON m.id = s.rowid WHERE s.text MATCH ?"
      " AND NOT EXISTS (SELECT 1 FROM email AS h WHERE h.fingerprint = m.fingerprint"
      " AND h.visibility <> 'normal') ORDER BY s.rowid DESC LIMIT ?",
      "ti", match, (gint64)limit - messages->len);
  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    {
      CrmMessage *message
          = read_message (reader, _crm_rows_int (rows, 0), _crm_rows_text (rows, 1), error);

      if (message == NULL)
        return NULL;
      g_ptr_array_add (messages, message);
    }
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&messages) : NULL;
}

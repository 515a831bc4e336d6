/* crm-context-query.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-context-query"
#include "config.h"

#include "crm-context-query.h"

#include <string.h>

#include "crm-index-private.h"
#include "crm-reader-facts-private.h"
#include "model/crm-address.h"
#include "model/crm-date.h"

/* Letters m that nobody marked private or as no business of the CRM. */
#define NOT_HIDDEN                                                                                 \
  " AND NOT EXISTS (SELECT 1 FROM email AS v WHERE v.fingerprint = m.fingerprint"                  \
  " AND +v.visibility <> 'normal')"

/**
 * crm_activity_clear:
 * @self: an activity
 */
void
crm_activity_clear (CrmActivity *self)
{
  g_clear_pointer (&self->name, g_free);
}

/* The first one that the query finds; the rest is not read. */
static CrmRecord *
find_record (CrmReader *reader,
             const char *entity_name,
             const char *tail,
             const char *types,
             const char *first,
             const char *second,
             GError **error)
{
  const CrmEntity *entity = crm_entity_find (entity_name);
  CrmRecord *record = NULL;
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error, _crm_reader_get_sql (reader, entity, tail), types, first, second);

  if (rows == NULL)
    return NULL;
  if (_crm_rows_next (rows, &local_error))
    record = _crm_reader_row_to_record (entity, rows);
  _crm_reader_ended (error, local_error);
  return record;
}

/* What the index counts for an address. */
typedef struct
{
  gint64 id;
  gint64 n_letters;
  gint64 last_in;  /* UTC seconds, 0 for none */
  gint64 last_out; /* UTC seconds, 0 for none */
} Counted;

/* The newest letter that is shown, with one of @roles in the edge. */
static gboolean
find_newest_shown (CrmReader *reader, gint64 address, int roles, gint64 *out_date, GError **error)
{
  return _crm_connection_get_int (
      reader->connection, out_date, error,
      "SELECT e.date FROM idx.edge AS e CROSS JOIN idx.message AS m ON m.id = e.message"
      " WHERE e.address = ? AND e.roles & ?" NOT_HIDDEN " ORDER BY e.date DESC",
      "ii", address, (gint64)roles);
}

/* Takes the hidden letters off what is counted. Only when one of them is the newest, those before
 * it are looked at. */
static gboolean
count_shown (CrmReader *reader, Counted *counted, const GArray *hidden, GError **error)
{
  gboolean last_in_is_hidden = FALSE;
  gboolean last_out_is_hidden = FALSE;

  for (guint i = 0; i < hidden->len; i++)
    {
      const CrmHiddenLetter *letter = &g_array_index (hidden, CrmHiddenLetter, i);
      gint64 takes_part;

      if (!_crm_connection_get_int (reader->connection, &takes_part, error,
                                    "SELECT 1 FROM idx.edge WHERE address = ? AND date = ?"
                                    " AND message = ?",
                                    "iii", counted->id, letter->date, letter->message))
        return FALSE;
      counted->n_letters -= takes_part;
      last_in_is_hidden = last_in_is_hidden || letter->date == counted->last_in;
      last_out_is_hidden = last_out_is_hidden || letter->date == counted->last_out;
    }
  return (!last_in_is_hidden
          || find_newest_shown (reader, counted->id, 1 << CRM_ROLE_FROM, &counted->last_in, error))
         && (!last_out_is_hidden
             || find_newest_shown (reader, counted->id, CRM_EDGE_OUT, &counted->last_out, error));
}

/**
 * crm_query_activity:
 * @reader: a reader
 * @address: normalised
 * @out_activity: (out caller-allocates): clear with crm_activity_clear()
 * @error: (nullable): storage errors
 *
 * Costs the same for one letter and for a hundred thousand.
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
  Counted counted = { 0 };
  GHashTable *hidden;
  GArray *of_address;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (reader->connection, error,
                               "SELECT id, name, n_letters, last_in, last_out FROM idx.address"
                               " WHERE address = ?",
                               "s", address);

  *out_activity = (CrmActivity){ 0 };
  if (rows == NULL)
    return FALSE;
  if (_crm_rows_next (rows, &local_error))
    {
      counted = (Counted){ _crm_rows_int (rows, 0), _crm_rows_int (rows, 2),
                           _crm_rows_int (rows, 3), _crm_rows_int (rows, 4) };
      out_activity->name = g_strdup (_crm_rows_text (rows, 1));
    }
  if (!_crm_reader_ended (error, local_error))
    return FALSE;
  hidden = counted.id != 0 ? _crm_reader_get_hidden (reader, error) : NULL;
  if (counted.id != 0 && hidden == NULL)
    return FALSE;
  of_address = hidden != NULL ? g_hash_table_lookup (hidden, &counted.id) : NULL;
  if (of_address != NULL && !count_shown (reader, &counted, of_address, error))
    return FALSE;
  out_activity->address_id = counted.id;
  out_activity->n_letters = counted.n_letters;
  out_activity->last_in_usec = counted.last_in * G_USEC_PER_SEC;
  out_activity->last_out_usec = counted.last_out * G_USEC_PER_SEC;
  return TRUE;
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
  const CrmFacts *facts = _crm_reader_get_facts (reader, error);

  return facts != NULL && _crm_facts_is_own_address (facts, address);
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
  const CrmFacts *facts = _crm_reader_get_facts (reader, error);
  g_autofree char *organization = NULL;

  if (facts == NULL || domain == NULL || _crm_facts_is_own_domain (facts, domain))
    return facts != NULL && domain != NULL;
  organization = crm_domain_organization (domain);
  return _crm_facts_is_own_domain (facts, organization);
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

#define CONTACT_COLUMNS                                                                            \
  "SELECT c.book, c.uid, c.name, c.organization, c.title, c.phone, c.phone_kind, c.phones,"        \
  " coalesce ((SELECT CAST (m.value AS INTEGER) FROM idx.meta AS m WHERE m.key = "                 \
  "'" CRM_INDEX_BOOK_RANK "' || c.book), 1)"

static CrmContact *
read_contact (CrmRows *rows, int rank)
{
  CrmContact *contact = crm_contact_new (_crm_rows_text (rows, 0), _crm_rows_text (rows, 1));

  contact->name = g_strdup (_crm_rows_text (rows, 2));
  contact->organization = g_strdup (_crm_rows_text (rows, 3));
  contact->title = g_strdup (_crm_rows_text (rows, 4));
  contact->phone = g_strdup (_crm_rows_text (rows, 5));
  contact->phone_kind = g_strdup (_crm_rows_text (rows, 6));
  contact->phones = g_strdup (_crm_rows_text (rows, 7));
  contact->is_readonly = rank >= CRM_BOOK_READONLY;
  return contact;
}

/* (transfer full) (nullable): of several the one with a name, of the book that comes first; the
 * rows come in an order that does not change */
static CrmContact *
take_best_contact (CrmRows *rows, GError **error)
{
  g_autoptr (CrmContact) best = NULL;
  GError *local_error = NULL;
  int best_rank = G_MAXINT;

  while (_crm_rows_next (rows, &local_error))
    {
      int rank = (int)_crm_rows_int (rows, 8);
      int merit = rank + (_crm_rows_is_null (rows, 2) ? CRM_BOOK_READONLY + 1 : 0);

      if (merit >= best_rank)
        continue;
      g_clear_pointer (&best, crm_contact_free);
      best = read_contact (rows, rank);
      best_rank = merit;
    }
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&best) : NULL;
}

/**
 * crm_query_contact:
 * @reader: a reader
 * @address: normalised
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): who has the address in an address book, without their list
 * of addresses: one with a name before one without, then by #CrmBookRank; %NULL without an error
 * for nobody
 */
CrmContact *
crm_query_contact (CrmReader *reader, const char *address, GError **error)
{
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      CONTACT_COLUMNS " FROM idx.contact_address AS a CROSS JOIN idx.contact AS c"
                      " ON c.book = a.book AND c.uid = a.uid WHERE a.address = ?"
                      " ORDER BY a.book, a.uid",
      "s", address);

  return rows != NULL ? take_best_contact (rows, error) : NULL;
}

/**
 * crm_query_contact_by_uid:
 * @reader: a reader
 * @contact_uid: a vCard's UID
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): the contact, of several books as crm_query_contact() has it;
 * %NULL without an error when no book holds it
 */
CrmContact *
crm_query_contact_by_uid (CrmReader *reader, const char *contact_uid, GError **error)
{
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error, CONTACT_COLUMNS " FROM idx.contact AS c WHERE c.uid = ?", "t",
      contact_uid);

  return rows != NULL ? take_best_contact (rows, error) : NULL;
}

/**
 * crm_query_contact_in_book:
 * @reader: a reader
 * @book_uid: an address book's source UID
 * @contact_uid: a vCard's UID
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): the contact of that book, without its list of addresses;
 * %NULL without an error when it does not hold it
 */
CrmContact *
crm_query_contact_in_book (CrmReader *reader,
                           const char *book_uid,
                           const char *contact_uid,
                           GError **error)
{
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      CONTACT_COLUMNS " FROM idx.contact AS c WHERE c.book = ? AND c.uid = ?", "tt", book_uid,
      contact_uid);

  return rows != NULL ? take_best_contact (rows, error) : NULL;
}

/**
 * crm_query_readonly_books:
 * @reader: a reader
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): the source UIDs of the address books that take no changes,
 * as far as is known; %NULL on failure
 */
char **
crm_query_readonly_books (CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) uids = g_ptr_array_new_with_free_func (g_free);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      "SELECT key FROM idx.meta WHERE key >= '" CRM_INDEX_BOOK_RANK "' AND key < 'book-rank;'"
      " AND value >= ?",
      "t", "2");

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    g_ptr_array_add (uids, g_strdup (_crm_rows_text (rows, 0) + strlen (CRM_INDEX_BOOK_RANK)));
  if (!_crm_reader_ended (error, local_error))
    return NULL;
  g_ptr_array_add (uids, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&uids), FALSE);
}

static gboolean
find_book_fact (
    CrmReader *reader, const char *prefix, const char *book_uid, gint64 *out_fact, GError **error)
{
  *out_fact = 0;
  return _crm_connection_get_int (reader->connection, out_fact, error,
                                  "SELECT CAST (value AS INTEGER) FROM idx.meta WHERE key = ? || ?",
                                  "tt", prefix, book_uid);
}

/**
 * crm_query_is_book_complete:
 * @reader: a reader
 * @book_uid: an address book's source UID
 * @error: (nullable): storage errors
 *
 * Returns: whether all of the book is known, so that what is not there is gone
 */
gboolean
crm_query_is_book_complete (CrmReader *reader, const char *book_uid, GError **error)
{
  gint64 complete;

  return find_book_fact (reader, CRM_INDEX_BOOK_COMPLETE, book_uid, &complete, error)
         && complete != 0;
}

/**
 * crm_query_person_of_address:
 * @reader: a reader
 * @address: normalised
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): the person of the CRM who has the address; %NULL without an
 * error for nobody
 */
CrmRecord *
crm_query_person_of_address (CrmReader *reader, const char *address, GError **error)
{
  return find_record (reader, "person", "JOIN address AS a ON a.person = t.id WHERE a.address = ?",
                      "s", address, NULL, error);
}

/**
 * crm_query_person_of_contact:
 * @reader: a reader
 * @contact_uid: a vCard's UID
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): the person who is tied to the contact, or into whom one was
 * merged who was; %NULL without an error for nobody
 */
CrmRecord *
crm_query_person_of_contact (CrmReader *reader, const char *contact_uid, GError **error)
{
  return find_record (reader, "person",
                      "WHERE t.contact_uid = ?1 OR t.id IN"
                      " (SELECT person FROM redirect WHERE contact_uid = ?1)"
                      " ORDER BY t.contact_uid IS NOT ?1, t.created_at, t.id",
                      "s", contact_uid, NULL, error);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static gboolean
add_addresses (
    CrmReader *reader, GPtrArray *addresses, const char *sql, const char *key, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = NULL;

  if (key == NULL)
    return TRUE;
  rows = _crm_connection_query (reader->connection, error, sql, "t", key);
  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      const char *address = _crm_rows_text (rows, 0);

      if (!g_ptr_array_find_with_equal_func (addresses, address, g_str_equal, NULL))
        g_ptr_array_add (addresses, g_strdup (address));
    }
  return _crm_reader_ended (error, local_error);
}

/**
 * crm_query_person_addresses:
 * @reader: a reader
 * @person: (nullable): id of a person
 * @contact_uid: (nullable): the person's vCard
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type utf8): all addresses of the person, of the
 *   CRM and of the address books, in the order of their letters; %NULL on failure
 */
GPtrArray *
crm_query_person_addresses (CrmReader *reader,
                            const char *person,
                            const char *contact_uid,
                            GError **error)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);

  if (!add_addresses (reader, addresses, "SELECT address FROM address WHERE person = ?", person,
                      error)
      || !add_addresses (reader, addresses, "SELECT address FROM idx.contact_address WHERE uid = ?",
                         contact_uid, error))
    return NULL;
  g_ptr_array_sort (addresses, compare_texts);
  return g_steal_pointer (&addresses);
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
  char today[16];

  g_snprintf (today, sizeof today, "%d",
              crm_date_day_from_usec (crm_reader_get_now_usec (reader), zone));
  return find_record (reader, "account",
                      "JOIN account_person AS p ON p.account = t.id WHERE p.person = ?1"
                      " AND (p.since IS NULL OR p.since <= ?2)"
                      " AND (p.until IS NULL OR p.until >= ?2)"
                      " ORDER BY coalesce (p.is_primary, 0) DESC, p.since DESC, p.created_at",
                      "ss", person, today, error);
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
  return find_record (reader, "account",
                      "JOIN account_domain AS d ON d.account = t.id WHERE d.domain = ?1"
                      " ORDER BY coalesce (d.confidence, 100) DESC, d.created_at",
                      "s", domain, NULL, error);
}

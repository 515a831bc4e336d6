/* crm-proposal-subject.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The conversation of a letter whose mail program names no other letter: what is filed with the
 * same bare subject, common people and near in time. Only what somebody filed is asked for, by
 * a key of its own in crm.db, so that the cost does not grow with the mailbox. */
#define G_LOG_DOMAIN "crm-proposal-subject"
#include "config.h"

#include "crm-context-query.h"

#include <string.h>

#include "crm-proposal-query-private.h"
#include "model/crm-address.h"
#include "model/crm-text.h"

#define DAY_USEC (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
/* As in crm-index-threads.c: neighbours of one conversation are not further apart. */
#define WINDOW_USEC (30 * DAY_USEC)
/* A subject that is filed again and again is looked up no further back than this many filings. */
#define MAX_FILED "20"
/* Who is named further behind in a letter to a crowd is no reason. */
#define MAX_PEOPLE 50

typedef enum
{
  PARTY_NOBODY,    /* oneself, a machine, somebody who is never to be captured */
  PARTY_COLLEAGUE, /* has part in letters to any customer */
  PARTY_OUTSIDER,
} PartyKind;

/* What somebody said of a letter of the same bare subject and a deal. */
typedef struct
{
  char *deal; /* (owned): its id */
  gboolean wrong;
  GHashTable *people; /* (owned) (element-type utf8): normalised addresses of the letter */
  gint64 apart_usec;
} Candidate;

static void
free_candidate (gpointer data)
{
  Candidate *candidate = data;

  g_free (candidate->deal);
  g_hash_table_unref (candidate->people);
  g_free (candidate);
}

static GHashTable *
split_people (const char *sender, const char *recipients)
{
  GHashTable *people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) parts = g_strsplit (recipients != NULL ? recipients : "", ", ", -1);

  if (sender != NULL)
    g_hash_table_add (people, g_strdup (sender));
  for (guint i = 0; parts[i] != NULL; i++)
    g_hash_table_add (people, g_strdup (parts[i]));
  return people;
}

/* The later of two letters must say that it answers or forwards: what begins anew under an old
 * subject, such as a monthly report, is no conversation. */
static gboolean
is_answered (const CrmMessage *message, gint64 date_usec, const char *subject)
{
  return crm_subject_is_answer (date_usec <= message->date_usec ? message->subject : subject);
}

static Candidate *
read_candidate (CrmRows *rows, gint64 apart_usec)
{
  Candidate *candidate = g_new (Candidate, 1);

  *candidate
      = (Candidate){ .deal = g_strdup (_crm_rows_text (rows, 4)),
                     .wrong = g_strcmp0 (_crm_rows_text (rows, 5), "wrong") == 0,
                     .people = split_people (_crm_rows_text (rows, 1), _crm_rows_text (rows, 2)),
                     .apart_usec = apart_usec };
  return candidate;
}

/* (element-type Candidate), nearest in time first */
static GPtrArray *
list_candidates (CrmReader *reader, const CrmMessage *message, guint64 key, GError **error)
{
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (free_candidate);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      "SELECT h.date, h.sender, h.recipients, h.subject, l.deal, l.decision"
      " FROM (SELECT * FROM email WHERE subject_key = ?1 ORDER BY rowid DESC LIMIT " MAX_FILED
      ") AS h CROSS JOIN link AS l ON l.email = h.id WHERE l.deal IS NOT NULL"
      " AND h.visibility = 'normal' AND h.fingerprint <> ?2"
      " AND h.date BETWEEN ?3 - ?4 AND ?3 + ?4 ORDER BY abs (h.date - ?3), l.created_at",
      "iiii", (gint64)key, (gint64)message->fingerprint, message->date_usec, WINDOW_USEC);

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    {
      gint64 date_usec = _crm_rows_int (rows, 0);

      if (is_answered (message, date_usec, _crm_rows_text (rows, 3)))
        g_ptr_array_add (candidates, read_candidate (rows, ABS (date_usec - message->date_usec)));
    }
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&candidates) : NULL;
}

static gboolean
is_excluded (CrmReader *reader, const char *address, gint64 *out, GError **error)
{
  const char *domain = crm_address_get_domain (address);
  g_autofree char *organization = domain != NULL ? crm_domain_organization (domain) : NULL;

  return _crm_connection_get_int (reader->connection, out, error,
                                  "SELECT EXISTS (SELECT 1 FROM exclusion WHERE value = ?1"
                                  " AND kind IN ('own_address', 'address'))"
                                  " OR EXISTS (SELECT 1 FROM exclusion WHERE value IN (?2, ?3)"
                                  " AND kind = 'domain')",
                                  "ttt", address, domain, organization);
}

static gboolean
find_kind (CrmReader *reader, const char *address, PartyKind *out_kind, GError **error)
{
  GError *local_error = NULL;
  gint64 excluded = 0;

  *out_kind = PARTY_NOBODY;
  if (crm_address_is_automatic (address))
    return TRUE;
  if (!is_excluded (reader, address, &excluded, error))
    return FALSE;
  if (!excluded)
    *out_kind
        = crm_query_is_colleague (reader, address, &local_error) ? PARTY_COLLEAGUE : PARTY_OUTSIDER;
  return _crm_reader_ended (error, local_error);
}

/* The people of the letter that can make it one with another, each once. Where somebody from
 * outside has part, colleagues say nothing. (element-type utf8), borrowed from @message */
static GPtrArray *
list_people (CrmReader *reader, const CrmMessage *message, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) colleagues = g_ptr_array_new ();
  g_autoptr (GPtrArray) outsiders = g_ptr_array_new ();

  for (guint i = 0; i < MIN (message->parties->len, MAX_PEOPLE); i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (message->parties, i);
      PartyKind kind;

      if (party->role == CRM_ROLE_REPLY_TO || !g_hash_table_add (seen, party->address))
        continue;
      if (!find_kind (reader, party->address, &kind, error))
        return NULL;
      if (kind != PARTY_NOBODY)
        g_ptr_array_add (kind == PARTY_COLLEAGUE ? colleagues : outsiders, party->address);
    }
  return outsiders->len > 0 ? g_steal_pointer (&outsiders) : g_steal_pointer (&colleagues);
}

/* One of those whom all letters of a mailing list have in common is the list. */
static gboolean
shares_people (const CrmMessage *message, const GPtrArray *people, const Candidate *candidate)
{
  guint needed = message->flags & CRM_MESSAGE_LIST ? 2 : 1;
  guint shared = 0;

  for (guint i = 0; i < people->len && shared < needed; i++)
    shared += g_hash_table_contains (candidate->people, g_ptr_array_index (people, i));
  return shared >= needed;
}

/* What somebody said of the nearer letter counts: @decided holds the deals that have been named. */
static gboolean
add_deal (CrmReader *reader,
          const Candidate *candidate,
          GHashTable *decided,
          GPtrArray *states,
          GError **error)
{
  CrmDealState *state;

  if (!g_hash_table_add (decided, candidate->deal) || candidate->wrong)
    return TRUE;
  state = crm_query_deal_state (reader, candidate->deal, error);
  if (state == NULL)
    return FALSE;
  state->days_apart = candidate->apart_usec / DAY_USEC;
  g_ptr_array_add (states, state);
  return TRUE;
}

/**
 * crm_query_deals_of_subject:
 * @reader: a reader
 * @message: a letter, in the index or not yet
 * @error: (nullable): storage errors
 *
 * Law 6's conversation without references: a telling subject, the same but for its marks; somebody
 * in common besides oneself, on a mailing list besides the list too; at most 30 days between; the
 * later one an answer.
 *
 * Returns: (transfer container) (nullable) (element-type CrmDealState): the deals of such letters,
 * the nearest in time first, with @days_apart; what is marked as wrong there is left out
 */
GPtrArray *
crm_query_deals_of_subject (CrmReader *reader, const CrmMessage *message, GError **error)
{
  g_autoptr (GPtrArray) states
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_deal_state_free);
  guint64 key = crm_subject_key (message->subject);
  g_autoptr (GPtrArray) candidates = NULL;
  g_autoptr (GHashTable) decided = g_hash_table_new (g_str_hash, g_str_equal); /* borrowed */
  g_autoptr (GPtrArray) people = NULL;

  if (key == 0 || message->date_usec <= 0)
    return g_steal_pointer (&states);
  candidates = list_candidates (reader, message, key, error);
  if (candidates == NULL)
    return NULL;
  if (candidates->len > 0 && !crm_subject_is_telling (message->subject))
    return g_steal_pointer (&states);
  if (candidates->len > 0 && (people = list_people (reader, message, error)) == NULL)
    return NULL;
  for (guint i = 0; i < candidates->len; i++)
    if (shares_people (message, people, g_ptr_array_index (candidates, i))
        && !add_deal (reader, g_ptr_array_index (candidates, i), decided, states, error))
      return NULL;
  return g_steal_pointer (&states);
}

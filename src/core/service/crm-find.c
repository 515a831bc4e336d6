/* crm-find.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-find"
#include "config.h"

#include "crm-find.h"

#include "model/crm-text.h"
#include "model/crm-typo.h"
#include "store/crm-event-query.h"
#include "store/crm-similar-query.h"

/* With fewer found by the words as they are, names that are like them are looked for, too. */
#define FEW 5

/* Records by their names. */
typedef struct
{
  GPtrArray *deals;    /* (owned) (nullable) (element-type CrmRecord) */
  GPtrArray *accounts; /* (owned) (nullable) (element-type CrmRecord) */
  GPtrArray *people;   /* (owned) (nullable) (element-type CrmRecord) */
  GPtrArray *leads;    /* (owned) (nullable) (element-type CrmRecord) */
} Named;

static void
free_found (gpointer data)
{
  CrmFound *found = data;

  if (found == NULL)
    return;
  crm_deal_state_free (found->deal);
  g_free (found->account_name);
  g_clear_pointer (&found->record, crm_record_unref);
  g_free (found->belongs_to);
  g_clear_pointer (&found->event, crm_event_free);
  g_clear_pointer (&found->letter, crm_message_unref);
  crm_place_free (found->place);
  g_free (found);
}

/**
 * crm_find_records:
 * @reader: a reader
 * @entity: which entity
 * @words: what a person typed
 * @limit: at most this many
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): those whose searchable fields
 * have the words
 */
GPtrArray *
crm_find_records (
    CrmReader *reader, const char *entity, const char *words, guint limit, GError **error)
{
  g_autoptr (CrmFilterNode) filter = crm_filter_of_words (words, error);
  CrmListQuery query = { .entity = entity, .filter = filter, .limit = limit };

  return filter != NULL ? crm_reader_list (reader, &query, NULL, error) : NULL;
}

static gboolean
has_deal (const GPtrArray *found, const char *deal)
{
  for (guint i = 0; i < found->len; i++)
    {
      const CrmFound *one = g_ptr_array_index (found, i);

      if (one->deal != NULL && g_str_equal (one->deal->deal->id, deal))
        return TRUE;
    }
  return FALSE;
}

static gboolean
add_deal (CrmReader *reader, GPtrArray *found, const char *deal, GError **error)
{
  g_autoptr (CrmRecord) account = NULL;
  CrmFound *one;

  if (has_deal (found, deal))
    return TRUE;
  one = g_new0 (CrmFound, 1);
  g_ptr_array_add (found, one);
  one->deal = crm_query_deal_state (reader, deal, error);
  if (one->deal == NULL)
    return FALSE;
  if (!crm_reader_look_up (reader, "account", crm_record_get_text (one->deal->deal, "account"),
                           &account, error))
    return FALSE;
  if (account != NULL)
    one->account_name = g_strdup (crm_record_get_title (account));
  return TRUE;
}

static gboolean
add_deals (CrmReader *reader, GPtrArray *deals, GPtrArray *found, GError **error)
{
  for (guint i = 0; i < deals->len; i++)
    if (!add_deal (reader, found, ((CrmRecord *)g_ptr_array_index (deals, i))->id, error))
      return FALSE;
  return TRUE;
}

/* The open deals of @records, which are people or accounts, until there are @limit of all. */
static gboolean
add_deals_of (CrmReader *reader, GPtrArray *records, guint limit, GPtrArray *found, GError **error)
{
  for (guint i = 0; i < records->len && found->len < limit; i++)
    {
      const CrmRecord *record = g_ptr_array_index (records, i);
      gboolean is_person = g_str_equal (record->entity->name, "person");
      g_autoptr (GPtrArray) deals = crm_query_open_deals (reader, is_person ? record->id : NULL,
                                                          is_person ? NULL : record->id, error);

      if (deals == NULL)
        return FALSE;
      for (guint j = 0; j < deals->len; j++)
        if (!add_deal (reader, found, ((CrmDealState *)g_ptr_array_index (deals, j))->deal->id,
                       error))
          return FALSE;
    }
  return TRUE;
}

static gboolean
has_record (const GPtrArray *found, const char *id)
{
  for (guint i = 0; i < found->len; i++)
    {
      const CrmFound *one = g_ptr_array_index (found, i);

      if (one->record != NULL && g_str_equal (one->record->id, id))
        return TRUE;
    }
  return FALSE;
}

static void
add_records (GPtrArray *records, GPtrArray *found)
{
  for (guint i = 0; i < records->len; i++)
    {
      CrmRecord *record = g_ptr_array_index (records, i);
      CrmFound *one;

      if (has_record (found, record->id))
        continue;
      one = g_new0 (CrmFound, 1);
      one->record = crm_record_ref (record);
      g_ptr_array_add (found, one);
    }
}

static void
clear_named (Named *self)
{
  g_clear_pointer (&self->deals, g_ptr_array_unref);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->leads, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Named, clear_named)

/* @typo: (nullable): by names like @words, instead of by @words */
static gboolean
load_named (CrmReader *reader,
            const char *words,
            const CrmTypo *typo,
            guint limit,
            Named *out,
            GError **error)
{
  static const char *const entities[] = { "deal", "account", "person", "lead" };
  GPtrArray **lists[] = { &out->deals, &out->accounts, &out->people, &out->leads };

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      *lists[i] = typo != NULL ? crm_query_similar (reader, entities[i], typo, limit, error)
                               : crm_find_records (reader, entities[i], words, limit, error);
      if (*lists[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_all_deals (CrmReader *reader, const Named *named, guint limit, GPtrArray *found, GError **error)
{
  return add_deals (reader, named->deals, found, error)
         && add_deals_of (reader, named->accounts, limit, found, error)
         && add_deals_of (reader, named->people, limit, found, error);
}

/* People by their addresses. */
static gboolean
add_by_address (CrmReader *reader, const char *words, guint limit, GPtrArray *found, GError **error)
{
  g_autoptr (GPtrArray) addresses = crm_find_records (reader, "address", words, limit, error);

  for (guint i = 0; addresses != NULL && i < addresses->len; i++)
    {
      const char *person = crm_record_get_text (g_ptr_array_index (addresses, i), "person");
      CrmFound *one;

      if (person == NULL || has_record (found, person))
        continue;
      one = g_new0 (CrmFound, 1);
      g_ptr_array_add (found, one);
      one->record = crm_reader_get (reader, "person", person, error);
      if (one->record == NULL)
        return FALSE;
    }
  return addresses != NULL;
}

/**
 * crm_find_get_owner:
 * @record: a note, a call or the like
 * @out_id: (out) (transfer none): the record's id
 *
 * Returns: (nullable): the entity of the record in whose window it is read; %NULL where it belongs
 * to none
 */
const char *
crm_find_get_owner (const CrmRecord *record, const char **out_id)
{
  static const char *const entities[] = { "deal", "person", "lead", "account" };

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      *out_id = crm_entity_find_field (record->entity, entities[i]) != NULL
                    ? crm_record_get_text (record, entities[i])
                    : NULL;
      if (*out_id != NULL)
        return entities[i];
    }
  return NULL;
}

/* Says what the notes and calls from @first on belong to; those of nobody lead nowhere and go. */
static gboolean
name_owners (CrmReader *reader, GPtrArray *found, guint first, GError **error)
{
  for (guint i = found->len; i-- > first;)
    {
      CrmFound *one = g_ptr_array_index (found, i);
      const char *id = NULL;
      const char *entity = crm_find_get_owner (one->record, &id);
      g_autoptr (CrmRecord) owner = NULL;

      if (entity != NULL && !crm_reader_look_up (reader, entity, id, &owner, error))
        return FALSE;
      if (owner != NULL)
        one->belongs_to = g_strdup (crm_record_get_title (owner));
      else
        g_ptr_array_remove_index (found, i);
    }
  return TRUE;
}

static gboolean
add_activities (CrmReader *reader,
                const char *entity,
                const char *words,
                guint limit,
                GPtrArray *found,
                GError **error)
{
  guint first = found->len;
  g_autoptr (GPtrArray) records = crm_find_records (reader, entity, words, limit, error);

  if (records == NULL)
    return FALSE;
  add_records (records, found);
  return name_owners (reader, found, first, error);
}

static gboolean
add_events (CrmReader *reader, const char *words, guint limit, GPtrArray *found, GError **error)
{
  g_autoptr (GPtrArray) events
      = crm_query_events_by_words (reader, words, g_get_real_time (), limit, error);

  for (guint i = 0; events != NULL && i < events->len; i++)
    {
      CrmFound *one = g_new0 (CrmFound, 1);

      one->event = crm_event_copy (g_ptr_array_index (events, i));
      g_ptr_array_add (found, one);
    }
  return events != NULL;
}

static gboolean
add_letters (CrmReader *reader, const char *words, guint limit, GPtrArray *found, GError **error)
{
  g_autoptr (GPtrArray) letters = crm_query_subjects (reader, words, limit, error);

  if (letters == NULL)
    return FALSE;
  for (guint i = 0; i < letters->len; i++)
    {
      CrmMessage *letter = g_ptr_array_index (letters, i);
      CrmFound *one = g_new0 (CrmFound, 1);

      one->letter = crm_message_ref (letter);
      g_ptr_array_add (found, one);
      if (!crm_query_place (reader, letter->fingerprint, &one->place, error))
        return FALSE;
    }
  return TRUE;
}

/* Whether somebody typed the name, or how it begins: then they look for just that. */
static gboolean
is_named (const CrmFound *found, const char *folded_words)
{
  g_autofree char *folded = found->record != NULL && found->belongs_to == NULL
                                ? crm_fold (crm_record_get_title (found->record))
                                : NULL;

  return folded != NULL && g_str_has_prefix (folded, folded_words);
}

/* What is named by the words comes first; the rest keeps its order. */
static GPtrArray *
put_named_first (GPtrArray *found, const char *words)
{
  GPtrArray *sorted = g_ptr_array_new_with_free_func (free_found);
  g_autofree char *folded = crm_fold (words);

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < found->len; i++)
      {
        CrmFound *one = g_ptr_array_index (found, i);

        if (one == NULL || (pass == 0 && !is_named (one, folded)))
          continue;
        g_ptr_array_add (sorted, one);
        found->pdata[i] = NULL; /* taken */
      }
  return sorted;
}

/* By what is written in them, as it was typed. */
static gboolean
add_exact (CrmReader *reader, const char *words, guint limit, GPtrArray *found, GError **error)
{
  g_auto (Named) named = { NULL };

  if (!load_named (reader, words, NULL, limit, &named, error)
      || !add_all_deals (reader, &named, limit, found, error))
    return FALSE;
  add_records (named.people, found);
  if (!add_by_address (reader, words, limit, found, error))
    return FALSE;
  add_records (named.accounts, found);
  add_records (named.leads, found);
  return add_activities (reader, "note", words, limit, found, error)
         && add_activities (reader, "call", words, limit, found, error)
         && add_events (reader, words, limit, found, error)
         && add_letters (reader, words, limit, found, error);
}

/* By names that somebody may have meant who mistyped. */
static gboolean
add_similar (CrmReader *reader, const char *words, guint limit, GPtrArray *found, GError **error)
{
  /* Where something was found, "brews" is the beginning of a brewster, not of a brewery. */
  g_autoptr (CrmTypo) typo = crm_typo_new (words, found->len == 0);
  g_auto (Named) named = { NULL };

  if (typo == NULL)
    return TRUE;
  if (!load_named (reader, words, typo, limit, &named, error)
      || !add_all_deals (reader, &named, limit, found, error))
    return FALSE;
  add_records (named.people, found);
  add_records (named.accounts, found);
  add_records (named.leads, found);
  return TRUE;
}

/**
 * crm_find:
 * @reader: a reader
 * @words: what a person typed; nothing is found by nothing
 * @limit: at most so many of each kind, or a few more
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmFound): deals by their title, open
 * deals of people and accounts by their names; people, accounts and leads by their names and people
 * by their addresses, those first whose name begins with the words; notes and calls by their text,
 * meetings by their summary, letters by their subjects. Where these are few, at the end what has a
 * name or title that was typed with mistakes
 */
GPtrArray *
crm_find (CrmReader *reader, const char *words, guint limit, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (free_found);
  g_autofree char *stripped = g_strstrip (g_strdup (words));

  if (*stripped == '\0')
    return g_steal_pointer (&found);
  if (!add_exact (reader, stripped, limit, found, error)
      || (found->len < FEW && !add_similar (reader, stripped, limit, found, error)))
    return NULL;
  return put_named_first (found, stripped);
}

typedef struct
{
  char *words; /* (owned) */
  guint limit;
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  g_free (request->words);
  g_free (request);
}

static gpointer
find_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  Request *request = data;

  return crm_find (reader, request->words, request->limit, error);
}

/**
 * crm_find_async:
 * @store: a store
 * @words: what a person typed
 * @limit: as crm_find() has it
 * @cancellable: (nullable): interrupts the search
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * Searches on the reader thread.
 */
void
crm_find_async (CrmStore *store,
                const char *words,
                guint limit,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  Request *request = g_new0 (Request, 1);

  request->words = g_strdup (words);
  request->limit = limit;
  crm_store_read_async (store, find_in_worker, request, free_request,
                        (GDestroyNotify)g_ptr_array_unref, cancellable, callback, user_data);
}

/**
 * crm_find_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): storage errors, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer container) (nullable) (element-type CrmFound): what was found
 */
GPtrArray *
crm_find_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}

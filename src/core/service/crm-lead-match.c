/* crm-lead-match.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Who a lead may be about already. An address or a telephone number is sure; a name is a hint and
 * no more: there is more than one Ida Example. */
#define G_LOG_DOMAIN "crm-lead-match"
#include "config.h"

#include "crm-leads.h"

#include <string.h>

#include "crm-match-private.h"

#include "model/crm-address.h"
#include "model/crm-phone.h"
#include "model/crm-text.h"
#include "service/crm-find.h"
#include "service/crm-scope.h"
#include "store/crm-context-query.h"

/* More of one name is no help. */
#define MAX_NAMESAKES 20
/* What is looked through for them: words are found in the middle of names, too. */
#define MAX_CANDIDATES 500

void
_crm_match_free (gpointer data)
{
  CrmMatch *match = data;

  crm_record_unref (match->record);
  g_free (match);
}

/**
 * crm_lead_matches_free:
 * @self: (nullable): matches
 */
void
crm_lead_matches_free (CrmLeadMatches *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->lead, crm_record_unref);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_free (self->book_uid);
  g_free (self);
}

/* Takes @record; what is there already stays with its better reason. */
void
_crm_match_take (GPtrArray *matches, CrmRecord *record, CrmMatchReason reason)
{
  CrmMatch *match;

  for (guint i = 0; i < matches->len; i++)
    if (g_str_equal (((CrmMatch *)g_ptr_array_index (matches, i))->record->id, record->id))
      {
        crm_record_unref (record);
        return;
      }
  match = g_new0 (CrmMatch, 1);
  match->record = record;
  match->reason = reason;
  g_ptr_array_add (matches, match);
}

/* %TRUE with nothing taken for one that is no more. */
gboolean
_crm_match_add_by_id (CrmReader *reader,
                      GPtrArray *matches,
                      const char *entity,
                      const char *id,
                      CrmMatchReason reason,
                      GError **error)
{
  CrmRecord *record;

  if (!crm_reader_look_up (reader, entity, id, &record, error))
    return FALSE;
  if (record != NULL)
    _crm_match_take (matches, record, reason);
  return TRUE;
}

gboolean
_crm_match_add_by_address (CrmReader *reader,
                           GPtrArray *people,
                           const char *address,
                           GError **error)
{
  g_autoptr (GError) local_error = NULL;
  CrmRecord *person
      = address != NULL ? crm_query_person_of_address (reader, address, &local_error) : NULL;

  if (person != NULL)
    _crm_match_take (people, person, CRM_MATCH_ADDRESS);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* @people: (nullable) and @accounts: (nullable): where those go whose number it is */
gboolean
_crm_match_add_by_phone (
    CrmReader *reader, GPtrArray *people, GPtrArray *accounts, const char *number, GError **error)
{
  CrmListQuery query = { .entity = "phone" };
  g_autoptr (GPtrArray) phones
      = number != NULL ? crm_reader_list (reader, &query, NULL, error) : NULL;

  if (number == NULL)
    return TRUE;
  if (phones == NULL)
    return FALSE;
  for (guint i = 0; i < phones->len; i++)
    {
      const CrmRecord *phone = g_ptr_array_index (phones, i);
      const char *person = people != NULL ? crm_record_get_text (phone, "person") : NULL;
      const char *account = accounts != NULL ? crm_record_get_text (phone, "account") : NULL;

      if (!crm_phone_is_same (number, crm_record_get_text (phone, "number")))
        continue;
      if (!_crm_match_add_by_id (reader, people, "person", person, CRM_MATCH_PHONE, error)
          || !_crm_match_add_by_id (reader, accounts, "account", account, CRM_MATCH_PHONE, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
_crm_match_add_by_domain (CrmReader *reader,
                          GPtrArray *accounts,
                          const char *address,
                          GError **error)
{
  const char *host = address != NULL ? crm_address_get_domain (address) : NULL;
  g_autofree char *domain = host != NULL ? crm_domain_organization (host) : NULL;
  g_autoptr (GError) local_error = NULL;
  CrmRecord *account;

  if (domain == NULL || crm_domain_is_free_mail (domain))
    return TRUE;
  account = crm_query_account_of_domain (reader, domain, &local_error);
  if (account != NULL)
    _crm_match_take (accounts, account, CRM_MATCH_DOMAIN);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* The very same name but for case and accents; one that only has the words is somebody else. */
gboolean
_crm_match_add_by_name (
    CrmReader *reader, GPtrArray *matches, const char *entity, const char *name, GError **error)
{
  g_autofree char *folded = name != NULL ? crm_fold (name) : NULL;
  g_autoptr (GPtrArray) found = NULL;
  guint n = 0;

  if (folded == NULL || *folded == '\0')
    return TRUE;
  found = crm_find_records (reader, entity, name, MAX_CANDIDATES, error);
  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < found->len && n < MAX_NAMESAKES; i++)
    {
      CrmRecord *record = g_ptr_array_index (found, i);
      g_autofree char *other = crm_fold (crm_record_get_title (record));

      if (!g_str_equal (folded, other))
        continue;
      _crm_match_take (matches, crm_record_ref (record), CRM_MATCH_NAME);
      n++;
    }
  return TRUE;
}

int
_crm_match_compare (gconstpointer a, gconstpointer b)
{
  const CrmMatch *first = *(const CrmMatch *const *)a;
  const CrmMatch *second = *(const CrmMatch *const *)b;

  if (first->reason != second->reason)
    return (int)first->reason - (int)second->reason;
  return strcmp (first->record->id, second->record->id);
}

static gboolean
find_people (CrmReader *reader, CrmLeadMatches *self, GError **error)
{
  const CrmRecord *lead = self->lead;

  return _crm_match_add_by_id (reader, self->people, "person", crm_record_get_text (lead, "person"),
                               CRM_MATCH_CHOSEN, error)
         && _crm_match_add_by_address (reader, self->people, crm_record_get_text (lead, "address"),
                                       error)
         && _crm_match_add_by_address (reader, self->people,
                                       crm_record_get_text (lead, "other_address"), error)
         && _crm_match_add_by_phone (reader, self->people, self->accounts,
                                     crm_record_get_text (lead, "phone"), error)
         && _crm_match_add_by_name (reader, self->people, "person",
                                    crm_record_get_text (lead, "name"), error);
}

static gboolean
find_accounts (CrmReader *reader, CrmLeadMatches *self, GError **error)
{
  const CrmRecord *lead = self->lead;

  return _crm_match_add_by_id (reader, self->accounts, "account",
                               crm_record_get_text (lead, "account"), CRM_MATCH_CHOSEN, error)
         && _crm_match_add_by_domain (reader, self->accounts, crm_record_get_text (lead, "address"),
                                      error)
         && _crm_match_add_by_domain (reader, self->accounts,
                                      crm_record_get_text (lead, "other_address"), error)
         && _crm_match_add_by_name (reader, self->accounts, "account",
                                    crm_record_get_text (lead, "organization"), error);
}

static gboolean
read_book (CrmReader *reader, CrmLeadMatches *self, GError **error)
{
  g_autoptr (CrmScope) scope = crm_scope_load (reader, error);

  if (scope != NULL)
    self->book_uid = g_strdup (scope->book_uid);
  return scope != NULL;
}

/**
 * crm_lead_matches_load:
 * @reader: a reader
 * @lead: id of a lead
 * @error: (nullable): %CRM_ERROR_NOT_FOUND, storage errors
 *
 * Returns: (transfer full) (nullable): the people and accounts that the lead may be about already
 */
CrmLeadMatches *
crm_lead_matches_load (CrmReader *reader, const char *lead, GError **error)
{
  g_autoptr (CrmLeadMatches) self = g_new0 (CrmLeadMatches, 1);

  self->people = g_ptr_array_new_with_free_func (_crm_match_free);
  self->accounts = g_ptr_array_new_with_free_func (_crm_match_free);
  self->now_usec = crm_reader_get_now_usec (reader);
  if (!read_book (reader, self, error))
    return NULL;
  self->lead = crm_reader_get (reader, "lead", lead, error);
  if (self->lead == NULL || !find_accounts (reader, self, error)
      || !find_people (reader, self, error))
    return NULL;
  g_ptr_array_sort (self->people, _crm_match_compare);
  g_ptr_array_sort (self->accounts, _crm_match_compare);
  return g_steal_pointer (&self);
}

/**
 * crm_lead_matches_get_sure:
 * @matches: (element-type CrmMatch): people or accounts
 *
 * Returns: (transfer none) (nullable): the one that a lead is about by more than its name; %NULL
 * when there is none
 */
const CrmMatch *
crm_lead_matches_get_sure (const GPtrArray *matches)
{
  const CrmMatch *first = matches->len > 0 ? g_ptr_array_index (matches, 0) : NULL;

  return first != NULL && first->reason != CRM_MATCH_NAME ? first : NULL;
}

/**
 * crm_lead_matches_get_account:
 * @self: matches of a lead
 *
 * Two people may share a name; that two companies are called the same is rare, and a second record
 * of one is a nuisance.
 *
 * Returns: (transfer none) (nullable): the account to propose: the sure one, else the only one of
 * just that name
 */
const CrmMatch *
crm_lead_matches_get_account (const CrmLeadMatches *self)
{
  const CrmMatch *sure = crm_lead_matches_get_sure (self->accounts);

  return sure == NULL && self->accounts->len == 1 ? g_ptr_array_index (self->accounts, 0) : sure;
}

static gpointer
load_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_lead_matches_load (reader, data, error);
}

/**
 * crm_lead_matches_load_async:
 * @store: a store
 * @lead: id of a lead
 * @cancellable: (nullable): interrupts the reading
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * Looks for them on the reader thread.
 */
void
crm_lead_matches_load_async (CrmStore *store,
                             const char *lead,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  crm_store_read_async (store, load_in_worker, g_strdup (lead), g_free,
                        (GDestroyNotify)crm_lead_matches_free, cancellable, callback, user_data);
}

/**
 * crm_lead_matches_load_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): %CRM_ERROR_NOT_FOUND, storage errors, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the matches
 */
CrmLeadMatches *
crm_lead_matches_load_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}

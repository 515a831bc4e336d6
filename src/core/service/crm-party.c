/* crm-party.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-party"
#include "config.h"

#include "crm-party.h"

#include <string.h>

#include "crm-party-private.h"
#include "model/crm-date.h"
#include "model/crm-phone.h"
#include "service/crm-follow-up.h"
#include "service/crm-leads.h"

G_DEFINE_BOXED_TYPE (CrmParty, crm_party, crm_party_ref, crm_party_unref)

/**
 * crm_party_ref:
 * @self: a card
 *
 * Returns: (transfer full): @self
 */
CrmParty *
crm_party_ref (CrmParty *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

static void
free_member (gpointer data)
{
  CrmMember *member = data;

  crm_record_unref (member->membership);
  crm_record_unref (member->other);
  g_free (member);
}

static void
free_deal_part (gpointer data)
{
  CrmDealPart *part = data;

  crm_deal_state_free (part->state);
  g_free (part->role);
  g_free (part);
}

static void
free_node (gpointer data)
{
  CrmTreeNode *node = data;

  crm_record_unref (node->account);
  g_free (node);
}

/**
 * crm_party_unref:
 * @self: (transfer full): a card
 */
void
crm_party_unref (CrmParty *self)
{
  GPtrArray *arrays[]
      = { self->addresses, self->domains,    self->phones, self->ways,  self->members,
          self->deals,     self->follow_ups, self->tags,   self->leads, self->tree };

  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_clear_pointer (&arrays[i], g_ptr_array_unref);
  for (guint i = 0; i < G_N_ELEMENTS (self->became); i++)
    g_clear_pointer (&self->became[i], crm_record_unref);
  g_clear_pointer (&self->record, crm_record_unref);
  g_clear_pointer (&self->contact, crm_contact_free);
  g_clear_pointer (&self->owner, crm_record_unref);
  g_clear_pointer (&self->plan, crm_record_unref);
  g_clear_pointer (&self->open_sums, crm_totals_free);
  g_clear_pointer (&self->won_sums, crm_totals_free);
  g_clear_pointer (&self->documents, crm_documents_unref);
  g_clear_pointer (&self->history, crm_history_free);
  g_free (self);
}

static CrmParty *
make_empty (CrmReader *reader, const CrmPartyRequest *request)
{
  CrmParty *self = g_new0 (CrmParty, 1);

  self->ref_count = 1;
  self->addresses = g_ptr_array_new_with_free_func (g_free);
  self->domains = g_ptr_array_new_with_free_func (g_free);
  self->phones = g_ptr_array_new_with_free_func (g_free);
  self->ways = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  self->members = g_ptr_array_new_with_free_func (free_member);
  self->deals = g_ptr_array_new_with_free_func (free_deal_part);
  self->follow_ups = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  self->tags = g_ptr_array_new_with_free_func (g_free);
  self->leads = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  self->tree = g_ptr_array_new_with_free_func (free_node);
  self->of_whole_group = request->whole_group;
  self->now_usec = crm_reader_get_now_usec (reader);
  return self;
}

static void
add_text (GPtrArray *texts, const char *text)
{
  if (text != NULL && *text != '\0'
      && !g_ptr_array_find_with_equal_func (texts, text, g_str_equal, NULL))
    g_ptr_array_add (texts, g_strdup (text));
}

static void
add_phone (CrmParty *self, const char *number)
{
  if (number == NULL || *number == '\0')
    return;
  for (guint i = 0; i < self->phones->len; i++)
    if (crm_phone_is_same (g_ptr_array_index (self->phones, i), number))
      return;
  g_ptr_array_add (self->phones, g_strdup (number));
}

/* The texts of a field of all records that refer to @id. */
static gboolean
add_texts_of (CrmReader *reader,
              GPtrArray *texts,
              const char *entity,
              const char *reference,
              const char *id,
              const char *field,
              GError **error)
{
  g_autoptr (GPtrArray) records = crm_reader_list_where (reader, entity, reference, id, error);

  for (guint i = 0; records != NULL && i < records->len; i++)
    add_text (texts, crm_record_get_text (g_ptr_array_index (records, i), field));
  return records != NULL;
}

static gboolean
read_phones (CrmParty *self, CrmReader *reader, GError **error)
{
  const char *entity = self->record->entity->name;
  g_autoptr (GPtrArray) phones
      = crm_reader_list_where (reader, "phone", entity, self->record->id, error);

  if (phones == NULL)
    return FALSE;
  for (guint i = 0; i < phones->len; i++)
    add_phone (self, crm_record_get_text (g_ptr_array_index (phones, i), "number"));
  if (self->contact != NULL)
    add_phone (self, self->contact->phone);
  return TRUE;
}

/* What can be changed and taken away here: a contact's own is its address book's. */
static gboolean
read_ways (CrmParty *self, CrmReader *reader, GError **error)
{
  gboolean is_person = g_str_equal (self->record->entity->name, "person");
  const char *entities[] = { is_person ? "address" : "account_domain", "phone" };

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      g_autoptr (GPtrArray) records = crm_reader_list_where (
          reader, entities[i], self->record->entity->name, self->record->id, error);

      if (records == NULL)
        return FALSE;
      g_ptr_array_extend_and_steal (self->ways, g_steal_pointer (&records));
    }
  return TRUE;
}

static gboolean
read_tags (CrmParty *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) taggings = crm_reader_list_where (
      reader, "tagging", self->record->entity->name, self->record->id, error);

  if (taggings == NULL)
    return FALSE;
  for (guint i = 0; i < taggings->len; i++)
    {
      g_autoptr (CrmRecord) tag = NULL;

      if (!crm_reader_look_up (reader, "tag",
                               crm_record_get_text (g_ptr_array_index (taggings, i), "tag"), &tag,
                               error))
        return FALSE;
      if (tag != NULL)
        add_text (self->tags, crm_record_get_title (tag));
    }
  return TRUE;
}

static int
find_today (const CrmParty *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return crm_date_day_from_usec (self->now_usec, zone);
}

gboolean
_crm_party_is_current (const CrmRecord *membership, int today)
{
  return crm_record_get_int (membership, "since", G_MININT64) <= today
         && crm_record_get_int (membership, "until", G_MAXINT64) >= today;
}

/* Those who are there now first, then who left last. */
static int
compare_members (gconstpointer a, gconstpointer b)
{
  const CrmMember *first = *(const CrmMember *const *)a;
  const CrmMember *second = *(const CrmMember *const *)b;
  gint64 until = crm_record_get_int (first->membership, "until", G_MAXINT64);
  gint64 other = crm_record_get_int (second->membership, "until", G_MAXINT64);

  if (first->is_current != second->is_current)
    return first->is_current ? -1 : 1;
  if (until != other)
    return until > other ? -1 : 1;
  return strcmp (first->membership->id, second->membership->id);
}

static gboolean
read_members_of (CrmParty *self,
                 CrmReader *reader,
                 const char *from,
                 const char *to,
                 const char *id,
                 GError **error)
{
  g_autoptr (GPtrArray) memberships
      = crm_reader_list_where (reader, "account_person", from, id, error);
  int today = find_today (self);

  if (memberships == NULL)
    return FALSE;
  for (guint i = 0; i < memberships->len; i++)
    {
      CrmRecord *membership = g_ptr_array_index (memberships, i);
      CrmRecord *other;
      CrmMember *member;

      if (!crm_reader_look_up (reader, to, crm_record_get_text (membership, to), &other, error))
        return FALSE;
      if (other == NULL)
        continue;
      member = g_new0 (CrmMember, 1);
      member->membership = crm_record_ref (membership);
      member->other = other;
      member->is_current = _crm_party_is_current (membership, today);
      g_ptr_array_add (self->members, member);
    }
  return TRUE;
}

static gboolean
read_follow_ups (CrmParty *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) all = crm_reader_list_where (
      reader, "follow_up", self->record->entity->name, self->record->id, error);

  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      CrmRecord *follow_up = g_ptr_array_index (all, i);

      if (g_strcmp0 (crm_record_get_text (follow_up, "status"), "open") == 0)
        g_ptr_array_add (self->follow_ups, crm_record_ref (follow_up));
    }
  g_ptr_array_sort (self->follow_ups, crm_follow_up_compare_due);
  return TRUE;
}

static gboolean
read_leads (CrmParty *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) all
      = crm_reader_list_where (reader, "lead", self->record->entity->name, self->record->id, error);

  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    if (crm_leads_is_open (g_ptr_array_index (all, i)))
      g_ptr_array_add (self->leads, crm_record_ref (g_ptr_array_index (all, i)));
  return TRUE;
}

static gboolean
read_contact (CrmParty *self, CrmReader *reader, GError **error)
{
  const char *book = crm_record_get_text (self->record, "book_uid");
  const char *uid = crm_record_get_text (self->record, "contact_uid");
  g_autoptr (GError) local_error = NULL;

  if (uid == NULL)
    return TRUE;
  self->contact = book != NULL ? crm_query_contact_in_book (reader, book, uid, &local_error)
                               : crm_query_contact_by_uid (reader, uid, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
read_person (CrmParty *self, CrmReader *reader, GError **error)
{
  const char *id = self->record->id;
  g_autoptr (GPtrArray) addresses = crm_query_person_addresses (
      reader, id, crm_record_get_text (self->record, "contact_uid"), error);

  for (guint i = 0; addresses != NULL && i < addresses->len; i++)
    add_text (self->addresses, g_ptr_array_index (addresses, i));
  return addresses != NULL && read_contact (self, reader, error)
         && read_members_of (self, reader, "person", "account", id, error)
         && _crm_party_read_deals (self, reader, "deal_person", "person", id, error)
         && read_phones (self, reader, error) && read_ways (self, reader, error)
         && read_tags (self, reader, error) && read_leads (self, reader, error);
}

/* The addresses of those who work there now: also such as are not of the account's domains. */
static gboolean
add_members_addresses (CrmParty *self, CrmReader *reader, GError **error)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (self->members, i);

      if (member->is_current
          && !add_texts_of (reader, self->addresses, "address", "person", member->other->id,
                            "address", error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_account (CrmParty *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) ids = NULL;
  g_autofree char *plan
      = crm_entity_derive_id (crm_entity_find ("account_plan"), self->record->id, NULL);

  if (!_crm_party_read_tree (reader, self, error)
      || !crm_reader_look_up (reader, "account_plan", plan, &self->plan, error))
    return FALSE;
  ids = _crm_party_list_accounts (self);
  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);

      if (!add_texts_of (reader, self->domains, "account_domain", "account", id, "domain", error)
          || !read_members_of (self, reader, "account", "person", id, error)
          || !_crm_party_read_deals (self, reader, "deal", "account", id, error))
        return FALSE;
    }
  return add_members_addresses (self, reader, error) && read_phones (self, reader, error)
         && read_ways (self, reader, error) && read_tags (self, reader, error)
         && read_leads (self, reader, error);
}

static gboolean
read_lead (CrmParty *self, CrmReader *reader, GError **error)
{
  static const char *const fields[] = { "converted_person", "converted_account", "converted_deal" };
  static const char *const entities[] = { "person", "account", "deal" };

  add_text (self->addresses, crm_record_get_text (self->record, "address"));
  add_text (self->addresses, crm_record_get_text (self->record, "other_address"));
  add_phone (self, crm_record_get_text (self->record, "phone"));
  if (!read_tags (self, reader, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (!crm_reader_look_up (reader, entities[i], crm_record_get_text (self->record, fields[i]),
                             &self->became[i], error))
      return FALSE;
  return TRUE;
}

static void
copy_texts (GPtrArray *to, const GPtrArray *from)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, g_strdup (g_ptr_array_index (from, i)));
}

/* All that the card is about, whatever part of its history is shown. */
static void
reach (const CrmParty *self, CrmPartyReach *out)
{
  g_autoptr (GPtrArray) accounts = NULL;

  copy_texts (out->addresses, self->addresses);
  copy_texts (out->domains, self->domains);
  if (g_str_equal (self->record->entity->name, "person"))
    out->person = self->record->id;
  if (!g_str_equal (self->record->entity->name, "account"))
    return;
  accounts = _crm_party_list_accounts (self);
  copy_texts (out->accounts, accounts);
  for (guint i = 0; i < self->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (self->members, i);

      if (member->is_current)
        g_ptr_array_add (out->people, g_strdup (member->other->id));
    }
  for (guint i = 0; i < self->deals->len; i++)
    {
      const CrmDealPart *part = g_ptr_array_index (self->deals, i);

      g_ptr_array_add (out->deals, g_strdup (part->state->deal->id));
    }
}

/* Of a lead nobody else knows its calls. */
static gboolean
add_calls_of_lead (CrmParty *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) calls = NULL;

  if (!g_str_equal (self->record->entity->name, "lead"))
    return TRUE;
  calls = crm_reader_list_where (reader, "call", "lead", self->record->id, error);
  for (guint i = 0; calls != NULL && i < calls->len; i++)
    {
      gint64 at = crm_record_get_int (g_ptr_array_index (calls, i), "at", 0);

      if (at <= self->now_usec)
        self->last_usec = MAX (self->last_usec, at);
    }
  return calls != NULL;
}

/* Letters are asked of the index, which knows the newest of each address. */
static gboolean
find_last (CrmParty *self, CrmReader *reader, GError **error)
{
  g_auto (CrmPartyReach) all = { NULL };

  for (guint i = 0; i < self->addresses->len; i++)
    {
      g_auto (CrmActivity) activity = { 0 };

      if (!crm_query_activity (reader, g_ptr_array_index (self->addresses, i), &activity, error))
        return FALSE;
      self->last_in_usec = MAX (self->last_in_usec, activity.last_in_usec);
      self->last_out_usec = MAX (self->last_out_usec, activity.last_out_usec);
    }
  _crm_party_reach_init (&all);
  reach (self, &all);
  if (!_crm_party_find_last (reader, &all, &self->last_usec, error))
    return FALSE;
  self->last_usec = MAX (self->last_usec, MAX (self->last_in_usec, self->last_out_usec));
  return add_calls_of_lead (self, reader, error);
}

static gboolean
read_documents (CrmParty *self, CrmReader *reader, const CrmPartyRequest *request, GError **error)
{
  CrmPartyRequest of_letters = *request;
  g_autoptr (CrmHistory) letters = NULL;

  of_letters.history_limit = CRM_DOCUMENTS_MAX_LETTERS;
  of_letters.history_kinds = 1u << CRM_HISTORY_EMAIL;
  if (!_crm_party_read_history (reader, self, &of_letters, error))
    return FALSE;
  letters = g_steal_pointer (&self->history);
  self->documents = crm_documents_load (reader, request->entity, request->id, letters, error);
  return self->documents != NULL;
}

static gboolean
read_all (CrmParty *self, CrmReader *reader, const CrmPartyRequest *request, GError **error)
{
  const char *entity = request->entity;
  gboolean done;

  if (g_str_equal (entity, "person"))
    done = read_person (self, reader, error);
  else if (g_str_equal (entity, "account"))
    done = read_account (self, reader, error);
  else
    done = read_lead (self, reader, error);
  if (!done || !read_follow_ups (self, reader, error) || !_crm_party_sum_up (self, reader, error)
      || !crm_reader_look_up (reader, "user", crm_record_get_text (self->record, "owner"),
                              &self->owner, error))
    return FALSE;
  g_ptr_array_sort (self->members, compare_members);
  if (!read_documents (self, reader, request, error)
      || !_crm_party_read_history (reader, self, request, error)
      || !find_last (self, reader, error))
    return FALSE;
  self->has_touch_day = _crm_party_find_touch_day (self->record, self->last_usec, &self->touch_day);
  return TRUE;
}

/**
 * crm_party_load:
 * @reader: a reader
 * @request: whose card
 * @error: (nullable): %CRM_ERROR_NOT_FOUND, storage errors
 *
 * Returns: (transfer full) (nullable): the record with all that belongs to it
 */
CrmParty *
crm_party_load (CrmReader *reader, const CrmPartyRequest *request, GError **error)
{
  g_autoptr (CrmParty) self = make_empty (reader, request);

  self->record = crm_reader_get (reader, request->entity, request->id, error);
  if (self->record == NULL || !crm_reader_load_custom (reader, self->record, error)
      || !read_all (self, reader, request, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
free_request (gpointer data)
{
  CrmPartyRequest *request = data;

  g_free ((char *)request->entity);
  g_free ((char *)request->id);
  g_free (request);
}

static gpointer
load_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_party_load (reader, data, error);
}

/**
 * crm_party_load_async:
 * @store: a store
 * @request: whose card
 * @cancellable: (nullable): interrupts the reading
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * Reads it on the reader thread.
 */
void
crm_party_load_async (CrmStore *store,
                      const CrmPartyRequest *request,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  CrmPartyRequest *copy = g_new (CrmPartyRequest, 1);

  *copy = *request;
  copy->entity = g_strdup (request->entity);
  copy->id = g_strdup (request->id);
  crm_store_read_async (store, load_in_worker, copy, free_request, (GDestroyNotify)crm_party_unref,
                        cancellable, callback, user_data);
}

/**
 * crm_party_load_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): %CRM_ERROR_NOT_FOUND, storage errors, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the card
 */
CrmParty *
crm_party_load_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}

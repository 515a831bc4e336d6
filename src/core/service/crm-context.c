/* crm-context.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-context"
#include "config.h"

#include "crm-context.h"

#include "crm-context-private.h"
#include "crm-proposal-private.h"
#include "model/crm-address.h"
#include "service/crm-filing.h"
#include "service/crm-follow-up.h"
#include "service/crm-meetings.h"
#include "service/crm-sender.h"
#include "store/crm-waiting-query.h"

G_DEFINE_BOXED_TYPE (CrmContext, crm_context, crm_context_ref, crm_context_unref)

/**
 * crm_context_ref:
 * @self: a context
 *
 * Returns: (transfer full): @self with one more reference
 */
CrmContext *
crm_context_ref (CrmContext *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

/**
 * crm_context_unref:
 * @self: (transfer full): a context
 *
 * Drops a reference; the last one frees it.
 */
void
crm_context_unref (CrmContext *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_clear_pointer (&self->message, crm_message_unref);
  g_free (self->address);
  g_free (self->name);
  g_free (self->title);
  g_free (self->organization);
  g_free (self->phone);
  g_clear_pointer (&self->phones, g_ptr_array_unref);
  g_clear_pointer (&self->custom, g_ptr_array_unref);
  g_clear_pointer (&self->phone_records, g_ptr_array_unref);
  g_clear_pointer (&self->card_decisions, g_ptr_array_unref);
  g_clear_pointer (&self->undelivered, g_ptr_array_unref);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->person, crm_record_unref);
  crm_contact_free (self->contact);
  g_clear_pointer (&self->account, crm_record_unref);
  g_free (self->account_domain);
  g_clear_pointer (&self->tags, g_ptr_array_unref);
  g_clear_pointer (&self->deals, g_ptr_array_unref);
  g_clear_pointer (&self->filed, g_ptr_array_unref);
  crm_deal_state_free (self->proposal);
  g_clear_pointer (&self->follow_ups, g_ptr_array_unref);
  g_clear_pointer (&self->task_orders, g_ptr_array_unref);
  g_clear_pointer (&self->unsettled, g_ptr_array_unref);
  g_clear_pointer (&self->contact_orders, g_ptr_array_unref);
  g_free (self->task_list);
  g_clear_pointer (&self->answered, g_ptr_array_unref);
  g_clear_pointer (&self->lost_reasons, g_ptr_array_unref);
  g_clear_pointer (&self->stages, g_hash_table_unref);
  crm_history_free (self->history);
  crm_activity_clear (&self->activity);
  g_free (self->email_id);
  g_free (self->visibility);
  crm_event_free (self->event);
  g_clear_pointer (&self->meeting, crm_record_unref);
  g_free (self->meeting_id);
  g_free (self->unsaved_agenda);
  g_free (self->unsaved_minutes);
  g_strfreev (self->readonly_books);
  g_free (self);
}

/**
 * crm_context_is_known:
 * @self: a context
 *
 * Returns: whether the person is in the CRM or in an address book
 */
gboolean
crm_context_is_known (const CrmContext *self)
{
  return self->person != NULL || self->contact != NULL;
}

/* The people of a letter without oneself: the sender first, then the recipients. */
static gboolean
list_people (CrmContext *self, CrmReader *reader, GError **error)
{
  static const CrmMessageRole order[] = { CRM_ROLE_FROM, CRM_ROLE_TO, CRM_ROLE_CC, CRM_ROLE_BCC };
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  self->people = g_ptr_array_new (); /* borrowed from self->message */
  for (guint r = 0; r < G_N_ELEMENTS (order); r++)
    for (guint i = 0; i < self->message->parties->len; i++)
      {
        CrmMessageParty *party = g_ptr_array_index (self->message->parties, i);
        g_autoptr (GError) local_error = NULL;

        if (party->role != order[r] || !g_hash_table_add (seen, party->address))
          continue;
        if (!crm_query_is_own (reader, party->address, &local_error) && local_error == NULL)
          g_ptr_array_add (self->people, party);
        if (local_error != NULL)
          {
            g_propagate_error (error, g_steal_pointer (&local_error));
            return FALSE;
          }
      }
  return TRUE;
}

static void
choose_address (CrmContext *self, const char *wanted)
{
  const CrmMessageParty *party = NULL;
  CrmSenderKind kind;

  for (guint i = 0; i < self->people->len && wanted != NULL; i++)
    {
      const CrmMessageParty *candidate = g_ptr_array_index (self->people, i);

      if (g_str_equal (candidate->address, wanted))
        party = candidate;
    }
  if (party == NULL && self->people->len > 0)
    party = g_ptr_array_index (self->people, 0);
  if (party == NULL)
    return;
  self->address = g_strdup (party->address);
  self->name = g_strdup (party->name);
  kind = crm_sender_get_kind (self->message, party->address);
  self->is_automatic = kind == CRM_SENDER_AUTOMATIC;
  self->is_role = kind == CRM_SENDER_ROLE;
}

static void
take_text (char **slot, const char *text)
{
  if (text == NULL || text[0] == '\0')
    return;
  g_free (*slot);
  *slot = g_strdup (text);
}

static CrmRecord *
find_person (CrmReader *reader, const char *address, const CrmContact *contact, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  CrmRecord *person = crm_query_person_of_address (reader, address, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (person == NULL && contact != NULL)
    person = crm_query_person_of_contact (reader, contact->contact_uid, error);
  return person;
}

static gboolean
failed (GError **error, GError *local_error)
{
  if (local_error == NULL)
    return FALSE;
  g_propagate_error (error, local_error);
  return TRUE;
}

static gboolean
find_person_and_contact (CrmContext *self, CrmReader *reader, GError **error)
{
  GError *local_error = NULL;
  const char *uid;

  if (self->of_contact)
    return _crm_context_find_person_of_card (self, reader, error);
  self->contact = crm_query_contact (reader, self->address, &local_error);
  if (failed (error, local_error))
    return FALSE;
  self->person = find_person (reader, self->address, self->contact, &local_error);
  if (failed (error, local_error))
    return FALSE;
  uid = self->person != NULL ? crm_record_get_text (self->person, "contact_uid") : NULL;
  if (self->contact == NULL && uid != NULL)
    self->contact = crm_query_contact_by_uid (reader, uid, &local_error);
  return !failed (error, local_error);
}

static gboolean
load_person (CrmContext *self, CrmReader *reader, GError **error)
{
  if (!find_person_and_contact (self, reader, error)
      || !_crm_context_find_contact_state (self, reader, error))
    return FALSE;
  if (self->person != NULL)
    {
      take_text (&self->name, crm_record_get_text (self->person, "name"));
      take_text (&self->title, crm_record_get_text (self->person, "title"));
      self->tags = crm_query_tags (reader, self->person->id, error);
      if (self->tags == NULL)
        return FALSE;
    }
  if (self->contact != NULL)
    {
      /* The address book is the master of the person, but for one that takes no changes: there the
       * CRM keeps what is known better, and follows the book until somebody says so. */
      if (!self->contact->is_readonly || self->name == NULL || self->person == NULL)
        take_text (&self->name, self->contact->name);
      if (!self->contact->is_readonly || self->title == NULL || self->person == NULL)
        take_text (&self->title, self->contact->title);
      take_text (&self->organization, self->contact->organization);
    }
  return TRUE;
}

static gboolean
load_account (CrmContext *self, CrmReader *reader, GError **error)
{
  GError *local_error = NULL;
  const char *domain = self->address != NULL ? crm_address_get_domain (self->address) : NULL;
  g_autofree char *organization = NULL;

  if (self->person != NULL)
    self->account = crm_query_account_of_person (reader, self->person->id, &local_error);
  if (failed (error, local_error))
    return FALSE;
  organization = domain != NULL ? crm_domain_organization (domain) : NULL;
  if (self->account != NULL || organization == NULL || crm_domain_is_free_mail (organization))
    return TRUE;
  self->account = crm_query_account_of_domain (reader, organization, &local_error);
  if (self->account != NULL)
    self->account_domain = g_steal_pointer (&organization);
  return !failed (error, local_error);
}

static const char *
record_id (const CrmRecord *record)
{
  return record != NULL ? record->id : NULL;
}

static gboolean
remember_stages (CrmContext *self, CrmReader *reader, GPtrArray *deals, GError **error)
{
  const char *last = NULL;

  for (guint i = 0; i < deals->len; i++)
    {
      const CrmDealState *state = g_ptr_array_index (deals, i);
      const char *pipeline = crm_record_get_text (state->deal, "pipeline");
      GPtrArray *stages;

      /* Nearly always it is the one pipeline there is. */
      if (g_strcmp0 (pipeline, last) == 0 || g_hash_table_contains (self->stages, pipeline))
        continue;
      last = pipeline;
      stages = crm_query_stages (reader, pipeline, error);
      if (stages == NULL)
        return FALSE;
      g_hash_table_insert (self->stages, g_strdup (pipeline), stages);
    }
  return TRUE;
}

static gboolean
load_decision (CrmContext *self, CrmReader *reader, GError **error)
{
  g_autofree char *id = NULL;
  GError *local_error = NULL;
  g_autoptr (CrmRecord) email = NULL;

  if (self->event != NULL)
    return _crm_context_load_meeting (self, reader, error);
  id = crm_filing_email_id (self->message);
  email = crm_reader_find (reader, "email", CRM_COLUMN_ID, id, &local_error);

  if (failed (error, local_error))
    return FALSE;
  self->visibility
      = g_strdup (email != NULL ? crm_record_get_text (email, "visibility") : "normal");
  /* What is private is nowhere, whatever was decided before. */
  if (email == NULL || g_str_equal (self->visibility, "private"))
    {
      self->filed = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_deal_state_free);
      self->email_id = email != NULL ? g_steal_pointer (&id) : NULL;
      return TRUE;
    }
  self->email_id = g_steal_pointer (&id);
  self->filed = crm_query_deals_of_email (reader, self->email_id, error);
  return self->filed != NULL;
}

static gboolean
load_deals (CrmContext *self, CrmReader *reader, GError **error)
{
  self->stages
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  self->deals
      = crm_query_open_deals (reader, record_id (self->person), record_id (self->account), error);
  if (self->deals == NULL || !load_decision (self, reader, error)
      || !_crm_context_find_proposal (self, reader, error))
    return FALSE;
  for (guint i = 0; i < self->deals->len; i++)
    {
      CrmDealState *state = g_ptr_array_index (self->deals, i);

      for (guint j = 0; j < self->filed->len; j++)
        if (g_str_equal (state->deal->id,
                         ((CrmDealState *)g_ptr_array_index (self->filed, j))->deal->id))
          state->filed_here = TRUE;
    }
  self->lost_reasons = crm_query_lost_reasons (reader, error);
  return self->lost_reasons != NULL && remember_stages (self, reader, self->deals, error)
         && remember_stages (self, reader, self->filed, error);
}

static void
add_address (GPtrArray *addresses, const char *address)
{
  if (address != NULL && !g_ptr_array_find_with_equal_func (addresses, address, g_str_equal, NULL))
    g_ptr_array_add (addresses, g_strdup (address));
}

/* All that the person writes from, the selected one too; NULL-terminated. */
static GPtrArray *
list_addresses (CrmContext *self, CrmReader *reader, GError **error)
{
  const char *uid = self->contact != NULL ? self->contact->contact_uid : NULL;
  GPtrArray *addresses = crm_query_person_addresses (reader, record_id (self->person), uid, error);

  if (addresses == NULL)
    return NULL;
  if (self->address == NULL && addresses->len > 0) /* the contact has none, the person does */
    self->address = g_strdup (g_ptr_array_index (addresses, 0));
  add_address (addresses, self->address);
  for (guint i = 0; self->of_contact && i < self->contact->addresses->len; i++)
    add_address (addresses, g_ptr_array_index (self->contact->addresses, i));
  g_ptr_array_add (addresses, NULL);
  return addresses;
}

/* Whose turn it is does not depend on the address that somebody happened to write from. */
static gboolean
load_activity (CrmContext *self, CrmReader *reader, GPtrArray *addresses, GError **error)
{
  if (self->address == NULL)
    return TRUE;
  if (!crm_query_activity (reader, self->address, &self->activity, error))
    return FALSE;
  for (guint i = 0; g_ptr_array_index (addresses, i) != NULL; i++)
    {
      g_auto (CrmActivity) other = { 0 };

      if (g_str_equal (g_ptr_array_index (addresses, i), self->address))
        continue;
      if (!crm_query_activity (reader, g_ptr_array_index (addresses, i), &other, error))
        return FALSE;
      self->activity.last_in_usec = MAX (self->activity.last_in_usec, other.last_in_usec);
      self->activity.last_out_usec = MAX (self->activity.last_out_usec, other.last_out_usec);
    }
  return TRUE;
}

static gboolean
load_history (
    CrmContext *self, CrmReader *reader, GPtrArray *addresses, guint limit, GError **error)
{
  CrmHistoryQuery query = { .addresses = (const char *const *)addresses->pdata,
                            .person = record_id (self->person),
                            .before_usec = G_MAXINT64,
                            .limit = limit };
  GError *local_error = NULL;
  gboolean recount = addresses->len > 2;

  /* The letters of one address are counted with its activity. */
  if (!recount && query.person != NULL)
    recount = crm_query_has_decisions (reader, query.person, &local_error);
  if (failed (error, local_error)
      || (recount
          && !crm_history_count_letters (reader, query.person, query.addresses,
                                         &self->activity.n_letters, error)))
    return FALSE;
  self->history = crm_history_load (reader, &query, error);
  if (self->history == NULL)
    return FALSE;
  self->activity.last_met_usec = self->history->last_met_usec;
  return TRUE;
}

static void
find_turn (CrmContext *self)
{
  if (self->is_automatic)
    self->turn = CRM_TURN_NOBODY;
  else if (self->activity.last_in_usec > self->activity.last_out_usec)
    self->turn = CRM_TURN_MINE;
  else
    self->turn = self->activity.last_out_usec > 0 ? CRM_TURN_THEIRS : CRM_TURN_NOBODY;
}

static gboolean
load_about_address (CrmContext *self,
                    CrmReader *reader,
                    const CrmContextRequest *request,
                    GError **error)
{
  g_autoptr (GPtrArray) addresses = NULL;
  GError *local_error = NULL;

  /* A program at one's own firm is no colleague; hardly anybody is at it. */
  if (self->address != NULL)
    self->is_colleague = crm_query_is_colleague (reader, self->address, &local_error)
                         && !crm_address_is_automatic (self->address);
  if (failed (error, local_error))
    return FALSE;
  if (!load_person (self, reader, error) || !_crm_context_load_card (self, reader, error)
      || !_crm_context_load_undelivered (self, reader, error)
      || !_crm_context_load_contact_orders (self, reader, error)
      || !load_account (self, reader, error) || !load_deals (self, reader, error))
    return FALSE;
  addresses = list_addresses (self, reader, error);
  if (addresses == NULL || !load_activity (self, reader, addresses, error)
      || !load_history (self, reader, addresses, request->history_limit, error))
    return FALSE;
  if (self->name == NULL)
    self->name = g_strdup (self->activity.name);
  find_turn (self);
  if (!_crm_context_load_follow_ups (self, reader, request->follow_up_limit, error))
    return FALSE;
  if (self->message->fingerprint == 0)
    return TRUE;
  self->answered = crm_query_answered_by (reader, self->message->fingerprint, error);
  return self->answered != NULL;
}

/* A meeting with nobody else belongs to a deal all the same: an hour to write the offer. */
static gboolean
load_about_nobody (CrmContext *self, CrmReader *reader, GError **error)
{
  static const char *const nobody[] = { NULL };
  CrmHistoryQuery query = { .addresses = nobody, .before_usec = G_MAXINT64 };

  self->phones = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_phone_free);
  self->follow_ups = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  if (!load_deals (self, reader, error))
    return FALSE;
  self->history = crm_history_load (reader, &query, error);
  return self->history != NULL;
}

/**
 * crm_context_load:
 * @reader: a reader
 * @request: the letter, and which of its people
 * @error: (nullable): storage errors, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what the CRM knows about them, %NULL on failure
 */
CrmContext *
crm_context_load (CrmReader *reader, const CrmContextRequest *request, GError **error)
{
  g_autoptr (CrmContext) self = g_new0 (CrmContext, 1);

  self->ref_count = 1;
  self->message = crm_message_ref (request->message);
  self->event = crm_event_copy (request->event);
  self->now_usec = crm_reader_get_now_usec (reader);
  if (!list_people (self, reader, error))
    return NULL;
  if (request->card != NULL && !_crm_context_take_card (self, reader, request->card, error))
    return NULL;
  if (request->card == NULL)
    choose_address (self, request->address);
  if (self->address != NULL || self->of_contact
          ? !load_about_address (self, reader, request, error)
          : self->event != NULL && !load_about_nobody (self, reader, error))
    return NULL;
  if (request->with_custom && !_crm_context_load_custom (self, reader, error))
    return NULL;
  return g_steal_pointer (&self);
}

static gpointer
load_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_context_load (reader, data, error);
}

static void
free_request (gpointer data)
{
  CrmContextRequest *request = data;

  crm_message_unref (request->message);
  crm_event_free (request->event);
  crm_contact_free (request->card);
  g_free (request->address);
  g_free (request);
}

/* (transfer full) */
static CrmContextRequest *
request_new (CrmMessage *message, const char *address, guint history_limit)
{
  CrmContextRequest *request = g_new0 (CrmContextRequest, 1);

  request->message = crm_message_ref (message);
  request->address = g_strdup (address);
  request->history_limit = history_limit;
  return request;
}

static void
load (CrmStore *store,
      CrmContextRequest *request /* (transfer full) */,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  crm_store_read_async (store, load_in_worker, request, free_request,
                        (GDestroyNotify)crm_context_unref, cancellable, callback, user_data);
}

/**
 * crm_context_load_async:
 * @store: a store
 * @message: the selected letter
 * @address: (nullable): which of its people, %NULL for the obvious one
 * @history_limit: how many rows of history
 * @follow_up_limit: how many follow-ups; 0 for %CRM_CONTEXT_FOLLOW_UPS
 * @cancellable: (nullable): interrupts the query
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * See crm_context_load().
 */
void
crm_context_load_async (CrmStore *store,
                        CrmMessage *message,
                        const char *address,
                        guint history_limit,
                        guint follow_up_limit,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  CrmContextRequest *request = request_new (message, address, history_limit);

  request->follow_up_limit = follow_up_limit;
  load (store, request, cancellable, callback, user_data);
}

/**
 * crm_context_load_letter_async:
 * @store: a store
 * @message: the letter that is being written
 * @address: (nullable): which of its people, %NULL for the obvious one
 * @history_limit: how many rows of history
 * @cancellable: (nullable): interrupts the query
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * See crm_context_load(); what people defined themselves is read along, for it can be written into
 * the letter. crm_context_load_finish() ends it.
 */
void
crm_context_load_letter_async (CrmStore *store,
                               CrmMessage *message,
                               const char *address,
                               guint history_limit,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  CrmContextRequest *request = request_new (message, address, history_limit);

  request->with_custom = TRUE;
  load (store, request, cancellable, callback, user_data);
}

/**
 * crm_context_load_event_async:
 * @store: a store
 * @event: the selected meeting
 * @address: (nullable): which of its people, %NULL for the obvious one
 * @history_limit: how many rows of history
 * @follow_up_limit: how many follow-ups; 0 for %CRM_CONTEXT_FOLLOW_UPS
 * @cancellable: (nullable): interrupts the query
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * See crm_context_load(); crm_context_load_finish() ends it.
 */
void
crm_context_load_event_async (CrmStore *store,
                              const CrmEvent *event,
                              const char *address,
                              guint history_limit,
                              guint follow_up_limit,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  CrmContextRequest *request = g_new0 (CrmContextRequest, 1);

  request->message = crm_meetings_people_of (event);
  request->event = crm_event_copy (event);
  request->address = g_strdup (address);
  request->history_limit = history_limit;
  request->follow_up_limit = follow_up_limit;
  load (store, request, cancellable, callback, user_data);
}

/**
 * crm_context_load_contact_async:
 * @store: a store
 * @card: the selected contact, as it is in its address book
 * @history_limit: how many rows of history
 * @follow_up_limit: how many follow-ups; 0 for %CRM_CONTEXT_FOLLOW_UPS
 * @cancellable: (nullable): interrupts the query
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * See crm_context_load(); crm_context_load_finish() ends it. The context has no address where
 * neither the contact nor the person has one.
 */
void
crm_context_load_contact_async (CrmStore *store,
                                const CrmContact *card,
                                guint history_limit,
                                guint follow_up_limit,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  CrmContextRequest *request = g_new0 (CrmContextRequest, 1);

  request->message = crm_message_new ();
  request->card = crm_contact_copy (card);
  request->history_limit = history_limit;
  request->follow_up_limit = follow_up_limit;
  load (store, request, cancellable, callback, user_data);
}

/**
 * crm_context_load_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): the errors of crm_context_load()
 *
 * Returns: (transfer full) (nullable): the context, %NULL on failure
 */
CrmContext *
crm_context_load_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}

/* crm-deal-sheet.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-deal-sheet"
#include "config.h"

#include "crm-deal-sheet.h"

#include "service/crm-follow-up.h"

G_DEFINE_BOXED_TYPE (CrmDealSheet, crm_deal_sheet, crm_deal_sheet_ref, crm_deal_sheet_unref)

/**
 * crm_deal_sheet_ref:
 * @self: a sheet
 *
 * Returns: (transfer full): @self
 */
CrmDealSheet *
crm_deal_sheet_ref (CrmDealSheet *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

/**
 * crm_deal_sheet_unref:
 * @self: (transfer full): a sheet
 */
void
crm_deal_sheet_unref (CrmDealSheet *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  crm_deal_state_free (self->state);
  g_clear_pointer (&self->account, crm_record_unref);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->follow_ups, g_ptr_array_unref);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->stages, g_ptr_array_unref);
  g_clear_pointer (&self->lost_reasons, g_ptr_array_unref);
  g_clear_pointer (&self->lost_reason, crm_record_unref);
  g_free (self->stage_usecs);
  g_clear_pointer (&self->documents, crm_documents_unref);
  g_clear_pointer (&self->history, crm_history_free);
  g_free (self);
}

static gboolean
read_people (CrmDealSheet *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) members
      = crm_reader_list_where (reader, "deal_person", "deal", self->state->deal->id, error);

  if (members == NULL)
    return FALSE;
  for (guint i = 0; i < members->len; i++)
    {
      CrmRecord *person;

      if (!crm_reader_look_up (reader, "person",
                               crm_record_get_text (g_ptr_array_index (members, i), "person"),
                               &person, error))
        return FALSE;
      if (person == NULL)
        continue;
      g_ptr_array_add (self->people, person);
      g_ptr_array_add (self->members, crm_record_ref (g_ptr_array_index (members, i)));
    }
  return TRUE;
}

static gboolean
read_follow_ups (CrmDealSheet *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) all
      = crm_reader_list_where (reader, "follow_up", "deal", self->state->deal->id, error);

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

static int
compare_entered (gconstpointer a, gconstpointer b)
{
  const CrmRecord *first = *(const CrmRecord *const *)a;
  const CrmRecord *second = *(const CrmRecord *const *)b;
  gint64 entered = crm_record_get_int (first, "entered_at", 0);
  gint64 other = crm_record_get_int (second, "entered_at", 0);

  if (entered != other)
    return entered < other ? -1 : 1;
  return strcmp (first->id, second->id);
}

static int
find_stage (const CrmDealSheet *self, const char *id)
{
  for (guint i = 0; i < self->stages->len; i++)
    if (g_str_equal (((CrmRecord *)g_ptr_array_index (self->stages, i))->id, id))
      return (int)i;
  return -1;
}

/* From each entry to the next; the last one lasts until now, or ended when the deal was closed. */
static gboolean
read_stage_times (CrmDealSheet *self, CrmReader *reader, GError **error)
{
  const CrmRecord *deal = self->state->deal;
  g_autoptr (GPtrArray) entries
      = crm_reader_list_where (reader, "stage_history", "deal", deal->id, error);

  if (entries == NULL)
    return FALSE;
  self->stage_usecs = g_new (gint64, MAX (self->stages->len, 1));
  for (guint i = 0; i < self->stages->len; i++)
    self->stage_usecs[i] = -1;
  g_ptr_array_sort (entries, compare_entered);
  for (guint i = 0; i < entries->len; i++)
    {
      const CrmRecord *entry = g_ptr_array_index (entries, i);
      const CrmRecord *next = i + 1 < entries->len ? g_ptr_array_index (entries, i + 1) : NULL;
      int stage = find_stage (self, crm_record_get_text (entry, "stage"));
      gint64 from = crm_record_get_int (entry, "entered_at", 0);
      gint64 to = next != NULL ? crm_record_get_int (next, "entered_at", 0)
                               : crm_record_get_int (deal, "closed_at", self->now_usec);

      if (stage >= 0)
        self->stage_usecs[stage] = MAX (self->stage_usecs[stage], 0) + MAX (to - from, 0);
    }
  return TRUE;
}

static gboolean
read_lost_reasons (CrmDealSheet *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) all = crm_query_lost_reasons (reader, error);

  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      CrmRecord *reason = g_ptr_array_index (all, i);

      if (crm_record_get_int (reason, "inactive", 0) == 0)
        g_ptr_array_add (self->lost_reasons, crm_record_ref (reason));
      if (g_strcmp0 (crm_record_get_text (self->state->deal, "lost_reason"), reason->id) == 0)
        self->lost_reason = crm_record_ref (reason);
    }
  return TRUE;
}

static gboolean
read_stages (CrmDealSheet *self, CrmReader *reader, GError **error)
{
  self->stages
      = crm_query_stages (reader, crm_record_get_text (self->state->deal, "pipeline"), error);
  return self->stages != NULL && read_stage_times (self, reader, error)
         && read_lost_reasons (self, reader, error);
}

static gboolean
read_documents (CrmDealSheet *self, CrmReader *reader, GError **error)
{
  CrmHistoryQuery query = { .deal = self->state->deal->id,
                            .before_usec = G_MAXINT64,
                            .limit = CRM_DOCUMENTS_MAX_LETTERS,
                            .kinds = 1u << CRM_HISTORY_EMAIL };
  g_autoptr (CrmHistory) letters = crm_history_load (reader, &query, error);

  if (letters != NULL)
    self->documents = crm_documents_load (reader, "deal", self->state->deal->id, letters, error);
  return self->documents != NULL;
}

/**
 * crm_deal_sheet_load:
 * @reader: a reader
 * @deal: id of a deal
 * @history_limit: how much of its history, at most
 * @history_kinds: only these, as 1 << #CrmHistoryKind; 0 for all
 * @error: (nullable): %CRM_ERROR_NOT_FOUND, storage errors
 *
 * Returns: (transfer full) (nullable): the deal with all that belongs to it
 */
CrmDealSheet *
crm_deal_sheet_load (
    CrmReader *reader, const char *deal, guint history_limit, guint history_kinds, GError **error)
{
  g_autoptr (CrmDealSheet) self = g_new0 (CrmDealSheet, 1);
  CrmHistoryQuery query
      = { .deal = deal, .before_usec = G_MAXINT64, .limit = history_limit, .kinds = history_kinds };

  self->ref_count = 1;
  self->now_usec = crm_reader_get_now_usec (reader);
  self->people = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  self->follow_ups = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  self->members = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  self->lost_reasons = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  self->state = crm_query_deal_state (reader, deal, error);
  if (self->state == NULL
      || !crm_reader_look_up (reader, "account", crm_record_get_text (self->state->deal, "account"),
                              &self->account, error)
      || !read_people (self, reader, error) || !read_follow_ups (self, reader, error)
      || !read_stages (self, reader, error) || !read_documents (self, reader, error))
    return NULL;
  self->history = crm_history_load (reader, &query, error);
  return self->history != NULL ? g_steal_pointer (&self) : NULL;
}

typedef struct
{
  char *deal; /* (owned) */
  guint history_limit;
  guint history_kinds;
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  g_free (request->deal);
  g_free (request);
}

static gpointer
load_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  Request *request = data;

  return crm_deal_sheet_load (reader, request->deal, request->history_limit, request->history_kinds,
                              error);
}

/**
 * crm_deal_sheet_load_async:
 * @store: a store
 * @deal: id of a deal
 * @history_limit: how much of its history, at most
 * @history_kinds: only these, as 1 << #CrmHistoryKind; 0 for all
 * @cancellable: (nullable): interrupts the reading
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * Reads a deal on the reader thread.
 */
void
crm_deal_sheet_load_async (CrmStore *store,
                           const char *deal,
                           guint history_limit,
                           guint history_kinds,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  Request *request = g_new0 (Request, 1);

  request->deal = g_strdup (deal);
  request->history_limit = history_limit;
  request->history_kinds = history_kinds;
  crm_store_read_async (store, load_in_worker, request, free_request,
                        (GDestroyNotify)crm_deal_sheet_unref, cancellable, callback, user_data);
}

/**
 * crm_deal_sheet_load_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): %CRM_ERROR_NOT_FOUND, storage errors, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the deal
 */
CrmDealSheet *
crm_deal_sheet_load_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}

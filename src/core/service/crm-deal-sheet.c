/* crm-deal-sheet.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-deal-sheet"
#include "config.h"

#include "crm-deal-sheet.h"

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
  g_clear_pointer (&self->history, crm_history_free);
  g_free (self);
}

/* %TRUE with %NULL for none, or one that is no more. */
static gboolean
find_record (
    CrmReader *reader, const char *entity, const char *id, CrmRecord **out_record, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  *out_record = NULL;
  if (id == NULL)
    return TRUE;
  *out_record = crm_reader_get (reader, entity, id, &local_error);
  if (*out_record != NULL || g_error_matches (local_error, CRM_ERROR, CRM_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
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

      if (!find_record (reader, "person",
                        crm_record_get_text (g_ptr_array_index (members, i), "person"), &person,
                        error))
        return FALSE;
      if (person != NULL)
        g_ptr_array_add (self->people, person);
    }
  return TRUE;
}

static int
compare_due (gconstpointer a, gconstpointer b)
{
  const CrmRecord *first = *(const CrmRecord *const *)a;
  const CrmRecord *second = *(const CrmRecord *const *)b;
  gint64 due = crm_record_get_int (first, "due", G_MAXINT64);
  gint64 other = crm_record_get_int (second, "due", G_MAXINT64);

  if (due != other)
    return due < other ? -1 : 1;
  return strcmp (first->id, second->id);
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
  g_ptr_array_sort (self->follow_ups, compare_due);
  return TRUE;
}

/**
 * crm_deal_sheet_load:
 * @reader: a reader
 * @deal: id of a deal
 * @history_limit: how much of its history, at most
 * @error: (nullable): %CRM_ERROR_NOT_FOUND, storage errors
 *
 * Returns: (transfer full) (nullable): the deal with all that belongs to it
 */
CrmDealSheet *
crm_deal_sheet_load (CrmReader *reader, const char *deal, guint history_limit, GError **error)
{
  g_autoptr (CrmDealSheet) self = g_new0 (CrmDealSheet, 1);
  CrmHistoryQuery query = { .deal = deal, .before_usec = G_MAXINT64, .limit = history_limit };

  self->ref_count = 1;
  self->now_usec = crm_reader_get_now_usec (reader);
  self->people = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  self->follow_ups = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  self->state = crm_query_deal_state (reader, deal, error);
  if (self->state == NULL
      || !find_record (reader, "account", crm_record_get_text (self->state->deal, "account"),
                       &self->account, error)
      || !read_people (self, reader, error) || !read_follow_ups (self, reader, error))
    return NULL;
  self->history = crm_history_load (reader, &query, error);
  return self->history != NULL ? g_steal_pointer (&self) : NULL;
}

typedef struct
{
  char *deal; /* (owned) */
  guint history_limit;
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

  return crm_deal_sheet_load (reader, request->deal, request->history_limit, error);
}

/**
 * crm_deal_sheet_load_async:
 * @store: a store
 * @deal: id of a deal
 * @history_limit: how much of its history, at most
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
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  Request *request = g_new0 (Request, 1);

  request->deal = g_strdup (deal);
  request->history_limit = history_limit;
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

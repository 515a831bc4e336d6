/* crm-ways.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-ways"
#include "config.h"

#include "crm-ways.h"

#include <string.h>

static void
free_way (gpointer data)
{
  CrmWay *way = data;

  crm_record_unref (way->pipeline);
  g_ptr_array_unref (way->stages);
  g_free (way);
}

/**
 * crm_ways_free:
 * @self: (nullable): ways
 */
void
crm_ways_free (CrmWays *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->ways, g_ptr_array_unref);
  g_clear_pointer (&self->lost_reasons, g_ptr_array_unref);
  crm_deal_state_free (self->state);
  g_free (self);
}

static int
compare_positions (gconstpointer a, gconstpointer b)
{
  const CrmRecord *first = ((const CrmWay *)*(gconstpointer const *)a)->pipeline;
  const CrmRecord *second = ((const CrmWay *)*(gconstpointer const *)b)->pipeline;
  gint64 position = crm_record_get_int (first, "position", 0);
  gint64 other = crm_record_get_int (second, "position", 0);

  if (position != other)
    return position < other ? -1 : 1;
  return strcmp (first->id, second->id);
}

static gboolean
read_ways (CrmWays *self, CrmReader *reader, GError **error)
{
  CrmListQuery query = { .entity = "pipeline" };
  g_autoptr (GPtrArray) pipelines = crm_reader_list (reader, &query, NULL, error);

  if (pipelines == NULL)
    return FALSE;
  for (guint i = 0; i < pipelines->len; i++)
    {
      CrmRecord *pipeline = g_ptr_array_index (pipelines, i);
      GPtrArray *stages;
      CrmWay *way;

      if (crm_record_get_int (pipeline, "inactive", 0) != 0)
        continue;
      stages = crm_query_stages (reader, pipeline->id, error);
      if (stages == NULL)
        return FALSE;
      way = g_new (CrmWay, 1);
      *way = (CrmWay){ crm_record_ref (pipeline), stages };
      g_ptr_array_add (self->ways, way);
    }
  g_ptr_array_sort (self->ways, compare_positions);
  return TRUE;
}

static gboolean
read_lost_reasons (CrmWays *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) all = crm_query_lost_reasons (reader, error);

  for (guint i = 0; all != NULL && i < all->len; i++)
    if (crm_record_get_int (g_ptr_array_index (all, i), "inactive", 0) == 0)
      g_ptr_array_add (self->lost_reasons, crm_record_ref (g_ptr_array_index (all, i)));
  return all != NULL;
}

/**
 * crm_ways_load:
 * @reader: a reader
 * @deal: (nullable): id of a deal whose state is wanted, too
 * @error: (nullable): %CRM_ERROR_NOT_FOUND for a deal that is no more, storage errors
 *
 * Returns: (transfer full) (nullable): where deals can go
 */
CrmWays *
crm_ways_load (CrmReader *reader, const char *deal, GError **error)
{
  g_autoptr (CrmWays) self = g_new0 (CrmWays, 1);

  self->ways = g_ptr_array_new_with_free_func (free_way);
  self->lost_reasons = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  if (!read_ways (self, reader, error) || !read_lost_reasons (self, reader, error))
    return NULL;
  if (deal != NULL && (self->state = crm_query_deal_state (reader, deal, error)) == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

static gpointer
load_in_worker (CrmReader *reader, gpointer deal, GError **error)
{
  return crm_ways_load (reader, deal, error);
}

/**
 * crm_ways_load_async:
 * @store: a store
 * @deal: (nullable): id of a deal whose state is wanted, too
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * See crm_ways_load().
 */
void
crm_ways_load_async (CrmStore *store,
                     const char *deal,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  crm_store_read_async (store, load_in_worker, g_strdup (deal), g_free,
                        (GDestroyNotify)crm_ways_free, NULL, callback, user_data);
}

/**
 * crm_ways_load_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): the errors of crm_ways_load()
 *
 * Returns: (transfer full) (nullable): where deals can go
 */
CrmWays *
crm_ways_load_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}

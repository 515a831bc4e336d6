/* crm-pipeline-plan.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Reading a pipeline as it is edited. */
#define G_LOG_DOMAIN "crm-pipeline-plan"
#include "config.h"

#include "crm-pipelines.h"

#include "service/crm-preferences.h"
#include "store/crm-board-query.h"
#include "store/crm-context-query.h"

G_DEFINE_BOXED_TYPE (CrmPipelinePlan,
                     crm_pipeline_plan,
                     crm_pipeline_plan_ref,
                     crm_pipeline_plan_unref)

/**
 * crm_pipeline_plan_ref:
 * @self: a pipeline
 *
 * Returns: (transfer full): @self
 */
CrmPipelinePlan *
crm_pipeline_plan_ref (CrmPipelinePlan *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

/**
 * crm_pipeline_plan_unref:
 * @self: (transfer full): a pipeline
 */
void
crm_pipeline_plan_unref (CrmPipelinePlan *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_clear_pointer (&self->pipelines, g_ptr_array_unref);
  g_clear_pointer (&self->pipeline, crm_record_unref);
  g_clear_pointer (&self->stages, g_ptr_array_unref);
  g_array_unref (self->n_deals);
  g_free (self);
}

/* The one that was asked for, else the first in use. */
static CrmRecord * /* (nullable) (transfer none) */
choose_pipeline (GPtrArray *pipelines, const char *wanted)
{
  for (guint i = 0; i < pipelines->len; i++)
    if (g_strcmp0 (((CrmRecord *)g_ptr_array_index (pipelines, i))->id, wanted) == 0)
      return g_ptr_array_index (pipelines, i);
  for (guint i = 0; i < pipelines->len; i++)
    if (crm_record_get_int (g_ptr_array_index (pipelines, i), "inactive", 0) == 0)
      return g_ptr_array_index (pipelines, i);
  return NULL;
}

static gboolean
load_stages (CrmPipelinePlan *self, CrmReader *reader, GError **error)
{
  g_autoptr (GHashTable) counts = NULL;
  GHashTableIter iter;
  gpointer count;

  self->stages = crm_query_stages (reader, self->pipeline->id, error);
  counts
      = self->stages != NULL ? crm_query_count_by_stage (reader, self->pipeline->id, error) : NULL;
  if (counts == NULL)
    return FALSE;
  for (guint i = 0; i < self->stages->len; i++)
    {
      const CrmRecord *stage = g_ptr_array_index (self->stages, i);
      gint64 n = GPOINTER_TO_SIZE (g_hash_table_lookup (counts, stage->id));

      g_array_append_val (self->n_deals, n);
    }
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, NULL, &count))
    self->n_all += GPOINTER_TO_SIZE (count);
  return TRUE;
}

/**
 * crm_pipeline_plan_load:
 * @reader: a reader
 * @pipeline: (nullable): id of a pipeline, archived or not; the first in use where it is %NULL or
 *   not there
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): the pipeline
 */
CrmPipelinePlan *
crm_pipeline_plan_load (CrmReader *reader, const char *pipeline, GError **error)
{
  CrmListQuery query = { .entity = "pipeline", .order_by = "position" };
  g_autoptr (CrmPipelinePlan) self = g_new0 (CrmPipelinePlan, 1);
  g_autoptr (CrmPreferences) preferences = crm_preferences_load (reader, error);

  self->ref_count = 1;
  self->n_deals = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (preferences == NULL)
    return NULL;
  self->default_limit = preferences->stage_limit;
  self->pipelines = crm_reader_list (reader, &query, NULL, error);
  if (self->pipelines == NULL)
    return NULL;
  self->pipeline = choose_pipeline (self->pipelines, pipeline);
  if (self->pipeline == NULL)
    {
      self->stages = g_ptr_array_new ();
      return g_steal_pointer (&self);
    }
  crm_record_ref (self->pipeline);
  return load_stages (self, reader, error) ? g_steal_pointer (&self) : NULL;
}

static gpointer
load_in_worker (CrmReader *reader, gpointer pipeline, GError **error)
{
  return crm_pipeline_plan_load (reader, pipeline, error);
}

/**
 * crm_pipeline_plan_load_async:
 * @store: a store
 * @pipeline: (nullable): id of a pipeline, as crm_pipeline_plan_load() has it
 * @cancellable: (nullable): interrupts the reading
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * Reads a pipeline on the reader thread.
 */
void
crm_pipeline_plan_load_async (CrmStore *store,
                              const char *pipeline,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  crm_store_read_async (store, load_in_worker, g_strdup (pipeline), g_free,
                        (GDestroyNotify)crm_pipeline_plan_unref, cancellable, callback, user_data);
}

/**
 * crm_pipeline_plan_load_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): storage errors, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the pipeline
 */
CrmPipelinePlan *
crm_pipeline_plan_load_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}

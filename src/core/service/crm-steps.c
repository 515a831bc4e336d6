/* crm-steps.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-steps"
#include "config.h"

#include "crm-steps.h"

#include "service/crm-stage.h"

G_DEFINE_BOXED_TYPE (CrmSteps, crm_steps, crm_steps_ref, crm_steps_unref)

/**
 * crm_steps_ref:
 * @self: a checklist
 *
 * Returns: (transfer full): @self
 */
CrmSteps *
crm_steps_ref (CrmSteps *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

/**
 * crm_steps_unref:
 * @self: (transfer full): a checklist
 */
void
crm_steps_unref (CrmSteps *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_clear_pointer (&self->deal, crm_record_unref);
  g_clear_pointer (&self->stage, crm_record_unref);
  g_strfreev (self->steps);
  g_free (self->taken);
  g_free (self);
}

static gboolean
load_taken (CrmSteps *self, CrmReader *reader, GError **error)
{
  self->taken = g_new0 (gboolean, g_strv_length (self->steps));
  for (guint i = 0; self->steps[i] != NULL; i++)
    {
      GError *local_error = NULL;
      g_autofree char *id
          = crm_stage_derive_step_id (self->deal->id, self->stage->id, self->steps[i]);
      g_autoptr (CrmRecord) step
          = crm_reader_find (reader, "deal_step", CRM_COLUMN_ID, id, &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, local_error);
          return FALSE;
        }
      self->taken[i] = step != NULL;
    }
  return TRUE;
}

/**
 * crm_steps_load:
 * @reader: a reader
 * @deal: id of a deal
 * @error: (nullable): %CRM_ERROR_NOT_FOUND, storage errors
 *
 * Returns: (transfer full) (nullable): the checklist of its stage
 */
CrmSteps *
crm_steps_load (CrmReader *reader, const char *deal, GError **error)
{
  g_autoptr (CrmSteps) self = g_new0 (CrmSteps, 1);

  self->ref_count = 1;
  self->deal = crm_reader_get (reader, "deal", deal, error);
  self->stage
      = self->deal != NULL
            ? crm_reader_get (reader, "stage", crm_record_get_text (self->deal, "stage"), error)
            : NULL;
  if (self->stage == NULL)
    return NULL;
  self->steps = crm_stage_list_steps (self->stage);
  return load_taken (self, reader, error) ? g_steal_pointer (&self) : NULL;
}

static gpointer
load_in_worker (CrmReader *reader, gpointer deal, GError **error)
{
  return crm_steps_load (reader, deal, error);
}

/**
 * crm_steps_load_async:
 * @store: a store
 * @deal: id of a deal
 * @cancellable: (nullable): interrupts the reading
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * Reads a checklist on the reader thread.
 */
void
crm_steps_load_async (CrmStore *store,
                      const char *deal,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  crm_store_read_async (store, load_in_worker, g_strdup (deal), g_free,
                        (GDestroyNotify)crm_steps_unref, cancellable, callback, user_data);
}

/**
 * crm_steps_load_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): %CRM_ERROR_NOT_FOUND, storage errors, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the checklist
 */
CrmSteps *
crm_steps_load_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}

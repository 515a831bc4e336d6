/* crm-settings.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-settings"
#include "config.h"

#include "crm-settings.h"

#include "service/crm-currency.h"
#include "service/crm-follow-up.h"

G_DEFINE_BOXED_TYPE (CrmSettings, crm_settings, crm_settings_ref, crm_settings_unref)

/**
 * crm_settings_ref:
 * @self: settings
 *
 * Returns: (transfer full): @self
 */
CrmSettings *
crm_settings_ref (CrmSettings *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

/**
 * crm_settings_unref:
 * @self: (transfer full): settings
 */
void
crm_settings_unref (CrmSettings *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_clear_pointer (&self->user, crm_record_unref);
  g_free (self->base);
  g_free (self->task_list);
  g_clear_pointer (&self->rates, g_ptr_array_unref);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  g_free (self);
}

/* (nullable): NULL for none, and with @error set */
static CrmRecord *
find (CrmReader *reader, const char *entity, const char *field, const char *text, GError **error)
{
  return crm_reader_find (reader, entity, field, text, error);
}

static gboolean
load_values (CrmSettings *self, CrmReader *reader, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRecord) list = NULL;
  g_autoptr (CrmRates) rates = crm_currency_load_rates (reader, error);

  if (rates == NULL)
    return FALSE;
  self->base = g_strdup (crm_rates_get_base (rates));
  list = find (reader, "setting", "name", CRM_SETTING_TASK_LIST, &local_error);
  if (local_error == NULL)
    self->user = find (reader, "user", CRM_COLUMN_ID, crm_reader_get_actor (reader), &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (list != NULL)
    self->task_list = g_strdup (crm_record_get_text (list, "value"));
  return TRUE;
}

/* All in use, by @order. */
static GPtrArray *
list (CrmReader *reader, const char *entity, const char *order, GError **error)
{
  CrmListQuery query = { .entity = entity, .order_by = order };
  GPtrArray *records = crm_reader_list (reader, &query, NULL, error);
  gboolean can_be_inactive = crm_entity_find_field (crm_entity_find (entity), "inactive") != NULL;

  for (guint i = records != NULL && can_be_inactive ? records->len : 0; i > 0; i--)
    if (crm_record_get_int (g_ptr_array_index (records, i - 1), "inactive", 0) != 0)
      g_ptr_array_remove_index (records, i - 1);
  return records;
}

/**
 * crm_settings_load:
 * @reader: a reader
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): all settings
 */
CrmSettings *
crm_settings_load (CrmReader *reader, GError **error)
{
  g_autoptr (CrmSettings) self = g_new0 (CrmSettings, 1);
  g_autoptr (CrmPreferences) preferences = crm_preferences_load (reader, error);

  self->ref_count = 1;
  self->now_usec = crm_reader_get_now_usec (reader);
  if (preferences == NULL || !load_values (self, reader, error))
    return NULL;
  self->preferences = *preferences;
  self->rates = crm_reader_list_where (reader, "exchange_rate", "base",
                                       self->base != NULL ? self->base : "", error);
  self->fields = self->rates != NULL ? list (reader, "custom_field", "position", error) : NULL;
  self->choices = self->fields != NULL ? list (reader, "custom_choice", "position", error) : NULL;
  self->labels = self->choices != NULL ? list (reader, "custom_label", "language", error) : NULL;
  return self->labels != NULL ? g_steal_pointer (&self) : NULL;
}

static gpointer
load_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_settings_load (reader, error);
}

/**
 * crm_settings_load_async:
 * @store: a store
 * @cancellable: (nullable): interrupts the reading
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * Reads all settings on the reader thread.
 */
void
crm_settings_load_async (CrmStore *store,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  crm_store_read_async (store, load_in_worker, NULL, NULL, (GDestroyNotify)crm_settings_unref,
                        cancellable, callback, user_data);
}

/**
 * crm_settings_load_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): storage errors, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the settings
 */
CrmSettings *
crm_settings_load_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}

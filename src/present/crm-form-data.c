/* crm-form-data.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-form-data"
#include "config.h"

#include "crm-form-data.h"

#include "crm-arrangement.h"
#include "crm-form-private.h"
#include "crm-phrases.h"
#include "model/crm-custom.h"
#include "service/crm-currency.h"
#include "store/crm-context-query.h"

G_DEFINE_BOXED_TYPE (CrmFormData, crm_form_data, crm_form_data_ref, crm_form_data_unref)

/**
 * crm_form_data_ref:
 * @self: data of a form
 *
 * Returns: (transfer full): @self
 */
CrmFormData *
crm_form_data_ref (CrmFormData *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

/**
 * crm_form_data_unref:
 * @self: (transfer full): data of a form
 */
void
crm_form_data_unref (CrmFormData *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_clear_pointer (&self->record, crm_record_unref);
  g_hash_table_unref (self->titles);
  g_hash_table_unref (self->options);
  g_hash_table_unref (self->pipelines);
  g_free (self->arrangement);
  g_free (self->currency);
  g_free (self->actor);
  g_free (self);
}

/**
 * crm_form_data_is_listed:
 * @entity: an entity's name
 *
 * Returns: whether there are so few of its records that all are offered at once; others are
 *   searched for
 */
gboolean
crm_form_data_is_listed (const char *entity)
{
  static const char *const names[] = { "user", "pipeline", "stage", "lost_reason", NULL };

  return g_strv_contains (names, entity);
}

void
_crm_form_option_free (gpointer data)
{
  CrmFormOption *option = data;

  g_free (option->value);
  g_free (option->label);
  g_free (option);
}

void
_crm_form_option_add (GPtrArray *options, const char *value, char *label /* (transfer full) */)
{
  CrmFormOption *option = g_new (CrmFormOption, 1);

  *option = (CrmFormOption){ g_strdup (value), label };
  g_ptr_array_add (options, option);
}

static gboolean
is_offered (const CrmRecord *record)
{
  return crm_entity_find_field (record->entity, "inactive") == NULL
         || crm_record_get_int (record, "inactive", 0) == 0;
}

static const char *
get_order (const CrmEntity *entity)
{
  return crm_entity_find_field (entity, "position") != NULL ? "position" : entity->title_field;
}

static gboolean
add_records (CrmReader *reader, const char *entity, GPtrArray *options, GError **error)
{
  CrmListQuery query = { .entity = entity, .order_by = get_order (crm_entity_find (entity)) };
  g_autoptr (GPtrArray) records = crm_reader_list (reader, &query, NULL, error);

  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    {
      const CrmRecord *record = g_ptr_array_index (records, i);

      if (is_offered (record))
        _crm_form_option_add (options, record->id, g_strdup (crm_phrase_record_name (record)));
    }
  return TRUE;
}

/* Of several pipelines a stage names its own. */
static gboolean
add_stages (CrmFormData *self, CrmReader *reader, GPtrArray *options, GError **error)
{
  CrmListQuery query = { .entity = "pipeline", .order_by = "position" };
  g_autoptr (GPtrArray) pipelines = crm_reader_list (reader, &query, NULL, error);

  if (pipelines == NULL)
    return FALSE;
  for (guint i = 0; i < pipelines->len; i++)
    {
      const CrmRecord *pipeline = g_ptr_array_index (pipelines, i);
      g_autoptr (GPtrArray) stages = crm_query_stages (reader, pipeline->id, error);

      if (stages == NULL)
        return FALSE;
      for (guint j = 0; j < stages->len && is_offered (pipeline); j++)
        {
          const CrmRecord *stage = g_ptr_array_index (stages, j);
          const char *name = crm_phrase_record_name (stage);

          g_hash_table_replace (self->pipelines, g_strdup (stage->id), g_strdup (pipeline->id));
          _crm_form_option_add (
              options, stage->id,
              pipelines->len == 1
                  ? g_strdup (name)
                  : g_strdup_printf ("%s · %s", crm_phrase_record_name (pipeline), name));
        }
    }
  return TRUE;
}

static gboolean
read_options (CrmFormData *self, CrmReader *reader, const CrmField *field, GError **error)
{
  GPtrArray *options;

  if (field->type != CRM_FIELD_REF || !crm_form_data_is_listed (field->reference)
      || g_hash_table_contains (self->options, field->reference))
    return TRUE;
  options = g_ptr_array_new_with_free_func (_crm_form_option_free);
  g_hash_table_insert (self->options, g_strdup (field->reference), options);
  return g_str_equal (field->reference, "stage")
             ? add_stages (self, reader, options, error)
             : add_records (reader, field->reference, options, error);
}

/* What somebody deleted meanwhile has no name. */
static gboolean
read_title (
    CrmFormData *self, CrmReader *reader, const CrmField *field, const char *id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRecord) record = NULL;

  if (field == NULL || field->type != CRM_FIELD_REF || id == NULL)
    return TRUE;
  record = crm_reader_find (reader, field->reference, CRM_COLUMN_ID, id, &local_error);
  if (record != NULL)
    g_hash_table_replace (self->titles, g_strdup (id), g_strdup (crm_phrase_record_name (record)));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
read_fields (CrmFormData *self,
             CrmReader *reader,
             const CrmEntity *entity,
             const CrmRecord *record,
             GError **error)
{
  for (const CrmField *field = entity->fields; field->name != NULL; field++)
    if (!read_options (self, reader, field, error)
        || (record != NULL && field->type == CRM_FIELD_REF
            && !read_title (self, reader, field, crm_record_get_text (record, field->name), error)))
      return FALSE;
  return TRUE;
}

/* Of a deal it is that of its pipeline, if it has one. */
static gboolean
read_currency (CrmFormData *self, CrmReader *reader, GError **error)
{
  const CrmField *field = crm_entity_find_field (self->entity, "pipeline");
  const char *id = self->record != NULL && field != NULL
                       ? crm_record_get_text (self->record, "pipeline")
                       : NULL;
  g_autoptr (CrmRecord) pipeline = NULL;
  g_autoptr (CrmRates) rates = crm_currency_load_rates (reader, error);

  if (rates == NULL)
    return FALSE;
  if (id != NULL)
    pipeline = crm_reader_find (reader, "pipeline", CRM_COLUMN_ID, id, NULL);
  if (pipeline != NULL)
    self->currency = g_strdup (crm_record_get_text (pipeline, "currency"));
  if (self->currency == NULL)
    self->currency = g_strdup (crm_rates_get_base (rates));
  return TRUE;
}

static gboolean
read_arrangement (CrmFormData *self, CrmReader *reader, GError **error)
{
  g_autoptr (CrmRecord) record = NULL;

  if (!crm_arrangement_load (reader, self->entity->name, &record, error))
    return FALSE;
  if (record != NULL)
    self->arrangement = g_strdup (crm_record_get_text (record, "content"));
  return TRUE;
}

static CrmFormData *
new_data (CrmReader *reader, const char *entity)
{
  CrmFormData *self = g_new0 (CrmFormData, 1);

  self->ref_count = 1;
  self->entity = crm_entity_find (entity);
  self->titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->options
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  self->pipelines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->now_usec = crm_reader_get_now_usec (reader);
  self->actor = g_strdup (crm_reader_get_actor (reader));
  return self;
}

static gboolean
read_presets (CrmFormData *self, CrmReader *reader, const char *const *presets, GError **error)
{
  for (guint i = 0; presets != NULL && presets[i] != NULL && presets[i + 1] != NULL; i += 2)
    {
      const CrmField *field = crm_entity_find_field (self->entity, presets[i]);

      if (field == NULL)
        field = _crm_form_find_related (self->entity, presets[i]);
      if (!read_title (self, reader, field, presets[i + 1], error))
        return FALSE;
    }
  return TRUE;
}

/**
 * crm_form_data_load:
 * @reader: a reader
 * @entity: an entity's name
 * @id: (nullable): id of a record, %NULL for one that is to be made
 * @presets: (nullable): for one that is to be made, names of fields and what is stored in them by
 *   turns, ended by %NULL
 * @error: (nullable): %CRM_ERROR_NOT_FOUND, storage errors
 *
 * Returns: (transfer full) (nullable): what a form of the record needs
 */
CrmFormData *
crm_form_data_load (CrmReader *reader,
                    const char *entity,
                    const char *id,
                    const char *const *presets,
                    GError **error)
{
  g_autoptr (CrmFormData) self = NULL;

  g_return_val_if_fail (crm_entity_find (entity) != NULL, NULL);

  self = new_data (reader, entity);
  if (crm_custom_suits (self->entity)
      && !crm_reader_get_custom (reader, entity, &self->custom, error))
    return NULL;
  if (id != NULL)
    {
      self->record = crm_reader_get (reader, entity, id, error);
      if (self->record == NULL || !crm_reader_load_custom (reader, self->record, error))
        return NULL;
    }
  if (!read_fields (self, reader, self->entity, self->record, error)
      || (self->custom != NULL
          && !read_fields (self, reader, self->custom,
                           self->record != NULL ? self->record->custom : NULL, error))
      || !read_presets (self, reader, presets, error) || !read_currency (self, reader, error)
      || !read_arrangement (self, reader, error))
    return NULL;
  return g_steal_pointer (&self);
}

typedef struct
{
  char *entity;   /* (owned) */
  char *id;       /* (owned) (nullable) */
  char **presets; /* (owned) (nullable) */
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  g_free (request->entity);
  g_free (request->id);
  g_strfreev (request->presets);
  g_free (request);
}

static gpointer
load_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  Request *request = data;

  return crm_form_data_load (reader, request->entity, request->id,
                             (const char *const *)request->presets, error);
}

/**
 * crm_form_data_load_async:
 * @store: a store
 * @entity: an entity's name
 * @id: (nullable): as crm_form_data_load() has it
 * @presets: (nullable): as crm_form_data_load() has it
 * @cancellable: (nullable): interrupts the reading
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * Reads on the reader thread.
 */
void
crm_form_data_load_async (CrmStore *store,
                          const char *entity,
                          const char *id,
                          const char *const *presets,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  Request *request = g_new0 (Request, 1);

  request->entity = g_strdup (entity);
  request->id = g_strdup (id);
  request->presets = g_strdupv ((char **)presets);
  crm_store_read_async (store, load_in_worker, request, free_request,
                        (GDestroyNotify)crm_form_data_unref, cancellable, callback, user_data);
}

/**
 * crm_form_data_load_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): %CRM_ERROR_NOT_FOUND, storage errors, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what a form of the record needs
 */
CrmFormData *
crm_form_data_load_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}

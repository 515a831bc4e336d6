/* crm-record-reading.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What a list of records reads on the reader thread: the list itself stays in the main context. */
#define G_LOG_DOMAIN "crm-record-list"
#include "config.h"

#include "crm-record-reading-private.h"

#include "crm-filter-words.h"
#include "crm-format-value.h"

static void
clear_reading (gpointer data)
{
  CrmRecordReading *reading = data;

  g_free (reading->id);
  g_strfreev (reading->texts);
}

/* Returns: (transfer full) (element-type CrmRecordReading): none yet */
GArray *
_crm_record_readings_new (void)
{
  GArray *readings = g_array_new (FALSE, FALSE, sizeof (CrmRecordReading));

  g_array_set_clear_func (readings, clear_reading);
  return readings;
}

/* Appends what the records of @keys say to @readings; texts are made here, not where one scrolls.
 */
gboolean
_crm_record_readings_load (CrmReader *reader,
                           const char *entity,
                           GPtrArray *columns,
                           const gint64 *keys,
                           guint n,
                           GArray *readings,
                           GError **error)
{
  gint64 now_usec = crm_reader_get_now_usec (reader);
  g_autoptr (GPtrArray) rows = crm_list_load_rows (reader, entity, columns, keys, n, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      CrmListRow *row = g_ptr_array_index (rows, i);
      CrmRecordReading reading
          = { row->key, g_strdup (row->id), g_new0 (char *, columns->len + 1) };

      for (guint c = 0; c < columns->len; c++)
        reading.texts[c] = crm_format_cell (g_ptr_array_index (columns, c), &row->values[c],
                                            row->currencies[c], now_usec);
      g_array_append_val (readings, reading);
    }
  return rows != NULL;
}

void
_crm_records_load_free (gpointer data)
{
  CrmRecordsLoad *load = data;

  g_free (load->filter);
  g_free (load->order_by);
  g_strfreev (load->paths);
  g_array_unref (load->live);
  g_free (load);
}

void
_crm_records_loaded_free (gpointer data)
{
  CrmRecordsLoaded *loaded = data;

  g_clear_pointer (&loaded->all, g_ptr_array_unref);
  g_clear_pointer (&loaded->words, g_ptr_array_unref);
  g_clear_pointer (&loaded->columns, g_ptr_array_unref);
  g_clear_pointer (&loaded->keys, g_array_unref);
  g_clear_pointer (&loaded->readings, g_array_unref);
  g_clear_error (&loaded->mistake);
  g_free (loaded);
}

/* FALSE with an error, or with a mistake in @loaded. */
static gboolean
load_keys (CrmReader *reader, const CrmRecordsLoad *load, CrmRecordsLoaded *loaded, GError **error)
{
  g_autoptr (CrmFilterNode) filter = NULL;
  g_autoptr (GError) local_error = NULL;
  CrmListQuery query = { .entity = load->entity->name,
                         .order_by = load->order_by,
                         .descending = load->descending,
                         .limit = load->limit };

  if (load->filter != NULL)
    query.filter = filter = crm_filter_parse (load->filter, &loaded->place, &local_error);
  if (local_error == NULL)
    loaded->keys = crm_list_load_keys (reader, &query, &loaded->place, &local_error);
  /* What one sorted by may be gone with the field. */
  if (g_error_matches (local_error, CRM_ERROR, CRM_ERROR_INVALID_VALUE))
    {
      g_clear_error (&local_error);
      query.order_by = NULL;
      loaded->keys = crm_list_load_keys (reader, &query, &loaded->place, &local_error);
    }
  if (g_error_matches (local_error, CRM_ERROR, CRM_ERROR_SYNTAX))
    loaded->mistake = g_steal_pointer (&local_error);
  else if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return loaded->keys != NULL;
}

static gboolean
load_first_rows (CrmReader *reader,
                 const CrmRecordsLoad *load,
                 CrmRecordsLoaded *loaded,
                 GError **error)
{
  guint n = MIN (loaded->keys->len, _CRM_RECORD_FIRST_ROWS);

  loaded->readings = _crm_record_readings_new ();
  return _crm_record_readings_load (reader, load->entity->name, loaded->columns,
                                    (const gint64 *)(gconstpointer)loaded->keys->data, n,
                                    loaded->readings, error)
         && _crm_record_readings_load (reader, load->entity->name, loaded->columns,
                                       (const gint64 *)(gconstpointer)load->live->data,
                                       load->live->len, loaded->readings, error);
}

/* Returns: (transfer full) (nullable): a CrmRecordsLoaded for the CrmRecordsLoad @data, with the
 * mistake where its filter was wrong; NULL on failure */
gpointer
_crm_records_load (CrmReader *reader, gpointer data, GError **error)
{
  const CrmRecordsLoad *load = data;
  g_autoptr (CrmRecordsLoaded) loaded = g_new0 (CrmRecordsLoaded, 1);
  gint64 n_all = 0;

  if (!load_keys (reader, load, loaded, error))
    return loaded->mistake != NULL ? g_steal_pointer (&loaded) : NULL;
  if (!crm_list_count (reader, load->entity->name, &n_all, error))
    return NULL;
  loaded->n_all = (guint)n_all;
  loaded->is_first = load->limit > 0 && loaded->keys->len == load->limit;
  loaded->all = crm_list_load_columns (reader, load->entity->name, error);
  if (loaded->all != NULL)
    loaded->words = crm_filter_words_load (reader, load->entity, loaded->all, error);
  if (loaded->words != NULL)
    loaded->columns = crm_list_find_columns (reader, load->entity->name,
                                             (const char *const *)load->paths, error);
  if (loaded->columns == NULL || !load_first_rows (reader, load, loaded, error))
    return NULL;
  return g_steal_pointer (&loaded);
}

/* crm-list-table.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-list-table"
#include "config.h"

#include "crm-list-table.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-csv.h"
#include "crm-format-value.h"
#include "model/crm-date.h"
#include "model/crm-money.h"

/* So many rows are held at once, of a list of any length. */
#define AT_ONCE 500

typedef struct
{
  CrmReader *reader;
  const CrmListTableOrder *order;
  GPtrArray *columns; /* (owned) (element-type CrmListColumn) */
  GString *text;      /* (owned) */
  gint64 now_usec;
} Table;

/* --- cells
 * ---------------------------------------------------------------------------------------- */

/* What a spreadsheet would reckon with when it is pasted there; telephone numbers are none. */
static gboolean
looks_like_formula (const char *text)
{
  return strchr ("=+-@", *text) != NULL && text[strspn (text, "+-0123456789 ()/.,")] != '\0';
}

/* A tab or the end of a line would begin another cell. */
static void
append_shown (GString *text, const char *cell, gboolean is_first)
{
  if (!is_first)
    g_string_append_c (text, '\t');
  if (*cell != '\0' && looks_like_formula (cell))
    g_string_append_c (text, '\'');
  for (const char *p = cell; *p != '\0'; p++)
    g_string_append_c (text, strchr ("\t\r\n", *p) != NULL ? ' ' : *p);
}

static char *
format_number (const CrmListColumn *column, gint64 number, const char *currency)
{
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GDateTime) local = NULL;

  switch (column->type)
    {
    case CRM_FIELD_BOOL:
      return g_strdup (number != 0 ? _ ("Yes") : _ ("No"));
    case CRM_FIELD_MONEY:
      return crm_money_format_plain (number, currency);
    case CRM_FIELD_DAY:
      return crm_date_day_format ((int)number);
    case CRM_FIELD_TIME:
      time = g_date_time_new_from_unix_utc (number / G_USEC_PER_SEC);
      local = time != NULL ? g_date_time_to_local (time) : NULL;
      return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M:%S") : g_strdup ("");
    default:
      return g_strdup_printf ("%" G_GINT64_FORMAT, number);
    }
}

/* Exact, whatever the locale; what is unknown is empty. */
static char *
format_exact (const CrmListColumn *column,
              const CrmValue *value,
              const char *currency,
              gint64 now_usec)
{
  switch (value->kind)
    {
    case CRM_VALUE_NULL:
      return g_strdup ("");
    case CRM_VALUE_INT:
      return format_number (column, value->integer, currency);
    case CRM_VALUE_TEXT:
      if (column->type == CRM_FIELD_LONGTEXT || *value->text == '\0')
        return g_strdup (value->text);
      break;
    default:
      break;
    }
  return crm_format_cell (column, value, currency, now_usec);
}

/* The currency stands beside its amount, unless it is shown anyway. */
static gboolean
wants_currency (const Table *self, const CrmListColumn *column)
{
  if (column->type != CRM_FIELD_MONEY || column->field == NULL)
    return FALSE;
  for (guint i = 0; i < self->columns->len; i++)
    {
      const CrmListColumn *other = g_ptr_array_index (self->columns, i);

      if (other->field != NULL && other->entity == column->entity
          && g_strcmp0 (other->field->name, column->field->reference) == 0)
        return FALSE;
    }
  return TRUE;
}

/* --- rows
 * ----------------------------------------------------------------------------------------- */

static void
append_titles (Table *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      const CrmListColumn *column = g_ptr_array_index (self->columns, i);
      const char *label = g_dgettext (GETTEXT_PACKAGE, column->label);

      if (self->order->kind == CRM_LIST_TABLE_SHOWN)
        append_shown (self->text, label, i == 0);
      else
        crm_csv_append (self->text, label, FALSE);
      if (self->order->kind == CRM_LIST_TABLE_CSV && wants_currency (self, column))
        crm_csv_append (self->text, _ ("Currency"), FALSE);
    }
}

static void
append_shown_row (Table *self, const CrmListRow *row)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      const CrmListColumn *column = g_ptr_array_index (self->columns, i);
      g_autofree char *cell
          = row->values[i].kind == CRM_VALUE_NULL
                ? g_strdup ("")
                : crm_format_cell (column, &row->values[i], row->currencies[i], self->now_usec);

      append_shown (self->text, cell, i == 0);
    }
}

static void
append_exact_row (Table *self, const CrmListRow *row)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      const CrmListColumn *column = g_ptr_array_index (self->columns, i);
      const char *currency = row->currencies[i];
      g_autofree char *cell = format_exact (column, &row->values[i], currency, self->now_usec);

      crm_csv_append (self->text, cell, crm_format_is_number (column->type));
      if (wants_currency (self, column))
        crm_csv_append (self->text, *cell != '\0' && currency != NULL ? currency : "", FALSE);
    }
}

static void
end_row (Table *self)
{
  if (self->order->kind == CRM_LIST_TABLE_SHOWN)
    g_string_append_c (self->text, '\n');
  else
    crm_csv_end_row (self->text);
}

static gboolean
append_rows (Table *self, const GArray *keys, GError **error)
{
  for (guint first = 0; first < keys->len; first += AT_ONCE)
    {
      g_autoptr (GPtrArray) rows = crm_list_load_rows (
          self->reader, self->order->entity, self->columns, &g_array_index (keys, gint64, first),
          MIN (keys->len - first, AT_ONCE), error);

      if (rows == NULL)
        return FALSE;
      for (guint i = 0; i < rows->len; i++)
        {
          if (self->order->kind == CRM_LIST_TABLE_SHOWN)
            append_shown_row (self, g_ptr_array_index (rows, i));
          else
            append_exact_row (self, g_ptr_array_index (rows, i));
          end_row (self);
        }
    }
  return TRUE;
}

static GArray * /* (transfer full) (nullable) */
find_keys (CrmReader *reader, const CrmListTableOrder *order, GError **error)
{
  CrmFilterErrorPlace place = { 0 };
  g_autoptr (CrmFilterNode) filter = NULL;
  CrmListQuery query
      = { .entity = order->entity, .order_by = order->order_by, .descending = order->descending };

  if (order->filter != NULL)
    {
      query.filter = filter = crm_filter_parse (order->filter, &place, error);
      if (filter == NULL)
        return NULL;
    }
  return crm_list_load_keys (reader, &query, &place, error);
}

/**
 * crm_list_table_load:
 * @reader: a reader
 * @order: which rows and columns
 * @error: (nullable): %CRM_ERROR_SYNTAX for a filter that cannot be read, storage errors
 *
 * Returns: (transfer full) (nullable): the table with a first line of what the columns are called.
 *   As %CRM_LIST_TABLE_CSV amounts are numbers with a point, with their currency beside them, days
 *   and times as ISO 8601 has them, times in the user's zone. %NULL on failure
 */
char *
crm_list_table_load (CrmReader *reader, const CrmListTableOrder *order, GError **error)
{
  g_autoptr (GArray) found = order->keys == NULL ? find_keys (reader, order, error) : NULL;
  const GArray *keys = order->keys != NULL ? order->keys : found;
  g_autoptr (GPtrArray) columns = NULL;
  Table table = { .reader = reader, .order = order };

  if (keys == NULL)
    return NULL;
  columns = crm_list_find_columns (reader, order->entity, order->paths, error);
  if (columns == NULL)
    return NULL;
  table.columns = columns;
  table.now_usec = crm_reader_get_now_usec (reader);
  table.text = g_string_new (NULL);
  append_titles (&table);
  end_row (&table);
  if (append_rows (&table, keys, error))
    return g_string_free (table.text, FALSE);
  g_string_free (table.text, TRUE);
  return NULL;
}

/* --- off the main loop
 * ---------------------------------------------------------------------------- */

typedef struct
{
  CrmListTableOrder order; /* what it points to is owned */
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_strfreev ((char **)job->order.paths);
  g_clear_pointer ((GArray **)&job->order.keys, g_array_unref);
  g_free ((char *)job->order.entity);
  g_free ((char *)job->order.filter);
  g_free ((char *)job->order.order_by);
  g_free (job);
}

static gpointer
load_on_reader (CrmReader *reader, gpointer data, GError **error)
{
  const Job *job = data;

  return crm_list_table_load (reader, &job->order, error);
}

/**
 * crm_list_table_load_async:
 * @store: a store
 * @order: which rows and columns; copied
 * @cancellable: (nullable): interrupts the reading
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * See crm_list_table_load().
 */
void
crm_list_table_load_async (CrmStore *store,
                           const CrmListTableOrder *order,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->order = *order;
  job->order.entity = g_strdup (order->entity);
  job->order.paths = (const char *const *)g_strdupv ((char **)order->paths);
  job->order.keys = order->keys != NULL ? g_array_copy ((GArray *)order->keys) : NULL;
  job->order.filter = g_strdup (order->filter);
  job->order.order_by = g_strdup (order->order_by);
  crm_store_read_async (store, load_on_reader, job, free_job, g_free, cancellable, callback,
                        user_data);
}

/**
 * crm_list_table_load_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): as crm_list_table_load() has it, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the table
 */
char *
crm_list_table_load_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}

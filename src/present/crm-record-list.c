/* crm-record-list.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-record-list"
#include "config.h"

#include "crm-record-list.h"

#include <string.h>

#include "crm-key-sync.h"
#include "crm-record-reading-private.h"

/* Rows that are kept although nobody shows them: scrolling back costs nothing. */
#define KEPT_ROWS 1024
/* What is asked for last is in sight now, and comes first. */
#define MAX_BATCH 96

struct _CrmRecordList
{
  GObject parent_instance;
  const CrmEntity *entity;
  CrmStore *store; /* (owned) (nullable): of the last load */
  char *filter;    /* (owned) (nullable) */
  char *order_by;  /* (owned) (nullable) */
  gboolean descending;
  GStrv paths;        /* (owned): what the columns are to be */
  GPtrArray *columns; /* (owned) (element-type CrmListColumn): what rows are read with */
  GPtrArray *all;     /* (owned) (element-type CrmListColumn): what there is to choose from */
  GPtrArray *words;   /* (owned) (element-type CrmListColumn): what filters may name */
  GArray *keys;       /* (owned) (element-type gint64) */
  guint n_all;        /* without the filter */
  gboolean is_first;  /* only the beginning is there, the others are being read */
  GHashTable *rows;   /* (owned) (element-type gint64 CrmRecordRow): made so far */
  GArray *wanted;     /* (owned) (element-type gint64): asked for and not read yet */
  guint fetch_id;     /* idle source, 0 for none */
  gboolean fetching;
  guint generation;          /* grows with each load, so that older answers are known */
  guint fetch_generation;    /* of what is being fetched */
  guint patience_msec;       /* for those who show the first rows */
  GTask *held;               /* (owned) (nullable): a load that waits for them */
  guint held_id;             /* source, 0 for none: when it waits no longer */
  GCancellable *cancellable; /* (owned): of what is fetched for rows */
};

static void crm_record_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrmRecordList,
                               crm_record_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      crm_record_list_model_init))

enum
{
  BEFORE_CHANGE,
  AFTER_CHANGE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
crm_record_list_dispose (GObject *object)
{
  CrmRecordList *self = CRM_RECORD_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->fetch_id, g_source_remove);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (crm_record_list_parent_class)->dispose (object);
}

static void
crm_record_list_finalize (GObject *object)
{
  CrmRecordList *self = CRM_RECORD_LIST (object);

  g_free (self->filter);
  g_free (self->order_by);
  g_strfreev (self->paths);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->all);
  g_ptr_array_unref (self->words);
  g_array_unref (self->keys);
  g_array_unref (self->wanted);
  g_hash_table_unref (self->rows);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (crm_record_list_parent_class)->finalize (object);
}

static void
crm_record_list_class_init (CrmRecordListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = crm_record_list_dispose;
  object_class->finalize = crm_record_list_finalize;
  /**
   * CrmRecordList::before-change:
   * @self: the list
   *
   * Records are about to come, go or move: whoever keeps some by their places finds their keys now.
   */
  signals[BEFORE_CHANGE] = g_signal_new ("before-change", CRM_TYPE_RECORD_LIST, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * CrmRecordList::after-change:
   * @self: the list
   *
   * All of them are where they are now.
   */
  signals[AFTER_CHANGE] = g_signal_new ("after-change", CRM_TYPE_RECORD_LIST, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
crm_record_list_init (CrmRecordList *self)
{
  self->paths = g_new0 (char *, 1);
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_list_column_free);
  self->all = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_list_column_free);
  self->words = g_ptr_array_ref (self->all);
  self->keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->cancellable = g_cancellable_new ();
}

/* --- what rows say
 * -------------------------------------------------------------------------------- */

typedef struct
{
  const char *entity; /* static */
  GPtrArray *columns; /* (owned) */
  GArray *keys;       /* (owned) */
} Fetch;

static void
free_fetch (gpointer data)
{
  Fetch *fetch = data;

  g_ptr_array_unref (fetch->columns);
  g_array_unref (fetch->keys);
  g_free (fetch);
}

static gpointer
fetch_rows (CrmReader *reader, gpointer data, GError **error)
{
  const Fetch *fetch = data;
  g_autoptr (GArray) readings = _crm_record_readings_new ();

  return _crm_record_readings_load (reader, fetch->entity, fetch->columns,
                                    (const gint64 *)(gconstpointer)fetch->keys->data,
                                    fetch->keys->len, readings, error)
             ? g_steal_pointer (&readings)
             : NULL;
}

static void fetch_soon (CrmRecordList *self);

static void
show_readings (CrmRecordList *self, GArray *readings)
{
  for (guint i = 0; i < readings->len; i++)
    {
      CrmRecordReading *reading = &g_array_index (readings, CrmRecordReading, i);
      CrmRecordRow *row = g_hash_table_lookup (self->rows, &reading->key);

      if (row != NULL)
        crm_record_row_set (row, reading->id, g_steal_pointer (&reading->texts));
    }
}

static gboolean
is_idle_row (gpointer key, gpointer row, gpointer data)
{
  return G_OBJECT (row)->ref_count == 1;
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmRecordList) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) readings = crm_store_read_finish (CRM_STORE (source), result, &error);

  self->fetching = FALSE;
  /* What was asked for before the last load is asked for again, or wanted by nobody. */
  if (readings != NULL && self->fetch_generation == self->generation)
    show_readings (self, readings);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("rows of a list cannot be read: %s", error->message);
  else
    fetch_soon (self);
}

/* The keys to read next, the last asked for first; what was scrolled by is wanted by nobody. */
static GArray *
take_batch (CrmRecordList *self)
{
  g_autoptr (GArray) batch = g_array_new (FALSE, FALSE, sizeof (gint64));

  while (self->wanted->len > 0 && batch->len < MAX_BATCH)
    {
      gint64 key = g_array_index (self->wanted, gint64, self->wanted->len - 1);
      CrmRecordRow *row = g_hash_table_lookup (self->rows, &key);

      g_array_set_size (self->wanted, self->wanted->len - 1);
      if (row != NULL && !crm_record_row_is_read (row) && G_OBJECT (row)->ref_count > 1)
        g_array_append_val (batch, key);
    }
  return g_steal_pointer (&batch);
}

static gboolean
fetch_cb (gpointer data)
{
  CrmRecordList *self = data;
  g_autoptr (GArray) batch = take_batch (self);
  Fetch *fetch;

  self->fetch_id = 0;
  if (g_hash_table_size (self->rows) > KEPT_ROWS)
    g_hash_table_foreach_remove (self->rows, is_idle_row, NULL);
  if (batch->len == 0 || self->store == NULL)
    return G_SOURCE_REMOVE;
  fetch = g_new0 (Fetch, 1);
  *fetch = (Fetch){ self->entity->name, g_ptr_array_ref (self->columns), g_steal_pointer (&batch) };
  self->fetching = TRUE;
  self->fetch_generation = self->generation;
  crm_store_read_async (self->store, fetch_rows, fetch, free_fetch, (GDestroyNotify)g_array_unref,
                        self->cancellable, fetched_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
fetch_soon (CrmRecordList *self)
{
  if (self->fetch_id == 0 && !self->fetching && self->wanted->len > 0)
    self->fetch_id = g_idle_add_full (G_PRIORITY_DEFAULT, fetch_cb, self, NULL);
}

static void
want (CrmRecordList *self, gint64 key)
{
  g_array_append_val (self->wanted, key);
  fetch_soon (self);
}

/* --- as a list model
 * ------------------------------------------------------------------------------ */

static CrmRecordRow * /* (transfer none) */
ensure_row (CrmRecordList *self, gint64 key)
{
  CrmRecordRow *row = g_hash_table_lookup (self->rows, &key);

  if (row == NULL)
    {
      row = crm_record_row_new (key);
      g_hash_table_insert (self->rows, g_memdup2 (&key, sizeof key), row);
    }
  return row;
}

static GType
get_item_type (GListModel *model)
{
  return CRM_TYPE_RECORD_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return CRM_RECORD_LIST (model)->keys->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  CrmRecordList *self = CRM_RECORD_LIST (model);
  CrmRecordRow *row;

  if (position >= self->keys->len)
    return NULL;
  row = ensure_row (self, g_array_index (self->keys, gint64, position));
  if (!crm_record_row_is_read (row))
    want (self, crm_record_row_get_key (row));
  return g_object_ref (row);
}

static void
crm_record_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* --- loading
 * -------------------------------------------------------------------------------------- */

static GArray *
list_live_keys (CrmRecordList *self)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer key;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &key, &row))
    if (G_OBJECT (row)->ref_count > 1)
      g_array_append_val (keys, *(gint64 *)key);
  return keys;
}

/* What rows said before is not what they say now: of those in sight it was read along, the others
 * are made again when somebody comes to them. */
static void
take_readings (CrmRecordList *self, GArray *readings)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_foreach_remove (self->rows, is_idle_row, NULL);
  for (guint i = 0; i < readings->len; i++)
    ensure_row (self, g_array_index (readings, CrmRecordReading, i).key);
  g_array_set_size (self->wanted, 0);
  show_readings (self, readings);
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    if (!crm_record_row_is_read (row))
      want (self, crm_record_row_get_key (row));
}

static void
keys_changed_cb (guint position, guint removed, guint added, gpointer data)
{
  g_list_model_items_changed (data, position, removed, added);
}

static void
take (CrmRecordList *self, CrmRecordsLoaded *loaded)
{
  self->n_all = loaded->n_all;
  self->is_first = loaded->is_first;
  g_ptr_array_unref (self->columns);
  self->columns = g_steal_pointer (&loaded->columns);
  g_ptr_array_unref (self->all);
  self->all = g_steal_pointer (&loaded->all);
  g_ptr_array_unref (self->words);
  self->words = g_steal_pointer (&loaded->words);
  take_readings (self, loaded->readings);
  g_signal_emit (self, signals[BEFORE_CHANGE], 0);
  crm_key_sync (self->keys, loaded->keys, keys_changed_cb, self);
  g_signal_emit (self, signals[AFTER_CHANGE], 0);
}

static void read_list (CrmRecordList *self, CrmStore *store, guint limit, GTask *task);

/* Whether a newer question is under way, or the question has been changed; then @task ends. */
static gboolean
is_overtaken (CrmRecordList *self, GTask *task)
{
  if (GPOINTER_TO_UINT (g_task_get_task_data (task)) == self->generation)
    return FALSE;
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "asked otherwise since");
  return TRUE;
}

static gboolean
waited_cb (gpointer data)
{
  CrmRecordList *self = data;

  self->held_id = 0;
  crm_record_list_go_on (self);
  return G_SOURCE_REMOVE;
}

/* @task: (transfer full) */
static void
hold (CrmRecordList *self, GTask *task)
{
  crm_record_list_go_on (self); /* with an older one, which will come to nothing */
  self->held = task;
  if (self->patience_msec == 0)
    crm_record_list_go_on (self);
  else
    self->held_id = g_timeout_add (self->patience_msec, waited_cb, self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  CrmRecordList *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (CrmRecordsLoaded) loaded = crm_store_read_finish (CRM_STORE (source), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (is_overtaken (self, task))
    return;
  if (loaded->mistake == NULL)
    take (self, loaded);
  if (loaded->is_first)
    hold (self, g_steal_pointer (&task));
  else
    g_task_return_pointer (task, g_steal_pointer (&loaded), _crm_records_loaded_free);
}

/* @limit: how many at most, 0 for all; @task: (transfer full): of the load */
static void
read_list (CrmRecordList *self, CrmStore *store, guint limit, GTask *task)
{
  CrmRecordsLoad *load = g_new0 (CrmRecordsLoad, 1);

  *load = (CrmRecordsLoad){ .entity = self->entity,
                            .filter = g_strdup (self->filter),
                            .order_by = g_strdup (self->order_by),
                            .descending = self->descending,
                            .limit = limit,
                            .paths = g_strdupv (self->paths),
                            .live = list_live_keys (self) };
  crm_store_read_async (store, _crm_records_load, load, _crm_records_load_free,
                        _crm_records_loaded_free, g_task_get_cancellable (task), loaded_cb, task);
}

/**
 * crm_record_list_load_async:
 * @self: a list
 * @store: where its records are
 * @cancellable: (nullable): gives it up
 * @callback: (nullable) (scope async): called when the list shows what there is
 * @user_data: data for @callback
 *
 * Reads which records there are, for the first time or after a change. Records that are still there
 * keep their rows; of those in sight what they say is read along. A list that is empty shows the
 * first records before it has all of them, see crm_record_list_is_first(). An answer to a question
 * that was changed meanwhile ends as %G_IO_ERROR_CANCELLED.
 */
void
crm_record_list_load_async (CrmRecordList *self,
                            CrmStore *store,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_set_object (&self->store, store);
  g_task_set_source_tag (task, crm_record_list_load_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, GUINT_TO_POINTER (++self->generation), NULL);
  read_list (self, store, self->keys->len == 0 ? _CRM_RECORD_FIRST_ROWS : 0, task);
}

/**
 * crm_record_list_set_patience:
 * @self: a list
 * @msec: how long to wait at most, in milliseconds; 0, as at first, not at all
 *
 * Whether a list that was empty waits, when its first records are there, until those are drawn,
 * which whoever draws them tells by crm_record_list_go_on(). To put 100,000 records in order takes
 * a processor for as long as to draw a window.
 */
void
crm_record_list_set_patience (CrmRecordList *self, guint msec)
{
  self->patience_msec = msec;
}

/**
 * crm_record_list_go_on:
 * @self: a list
 *
 * Reads what comes after the first records, if that is waited with.
 */
void
crm_record_list_go_on (CrmRecordList *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->held);

  g_clear_handle_id (&self->held_id, g_source_remove);
  if (task != NULL && !is_overtaken (self, task))
    read_list (self, self->store, 0, g_steal_pointer (&task));
}

/**
 * crm_record_list_load_finish:
 * @self: a list
 * @result: what the callback got
 * @out_place: (out) (optional): where in the filter a mistake is, for %CRM_ERROR_SYNTAX
 * @error: (nullable): %CRM_ERROR_SYNTAX when the filter does not suit the entity: then the list
 *   shows what it did; %G_IO_ERROR_CANCELLED, storage errors
 *
 * Returns: whether the list shows what there is
 */
gboolean
crm_record_list_load_finish (CrmRecordList *self,
                             GAsyncResult *result,
                             CrmFilterErrorPlace *out_place,
                             GError **error)
{
  g_autoptr (CrmRecordsLoaded) loaded = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  loaded = g_task_propagate_pointer (G_TASK (result), error);
  if (loaded == NULL)
    return FALSE;
  if (loaded->mistake == NULL)
    return TRUE;
  if (out_place != NULL)
    *out_place = loaded->place;
  g_propagate_error (error, g_steal_pointer (&loaded->mistake));
  return FALSE;
}

/* --- what is asked
 * -------------------------------------------------------------------------------- */

/**
 * crm_record_list_new:
 * @entity: name of an entity
 *
 * Returns: (transfer full): an empty list, to be loaded
 */
CrmRecordList *
crm_record_list_new (const char *entity)
{
  CrmRecordList *self = g_object_new (CRM_TYPE_RECORD_LIST, NULL);

  self->entity = crm_entity_find (entity);
  g_return_val_if_fail (self->entity != NULL, self);
  return self;
}

/**
 * crm_record_list_get_entity:
 * @self: a list
 *
 * Returns: (transfer none): whose records
 */
const CrmEntity *
crm_record_list_get_entity (CrmRecordList *self)
{
  return self->entity;
}

/**
 * crm_record_list_set_filter:
 * @self: a list
 * @filter: (nullable): which records; %NULL or blank for all
 *
 * To be loaded. An older load that is under way will come to nothing.
 */
void
crm_record_list_set_filter (CrmRecordList *self, const char *filter)
{
  g_autofree char *stripped = g_strstrip (g_strdup (filter != NULL ? filter : ""));

  self->generation++;
  g_free (self->filter);
  self->filter = *stripped != '\0' ? g_strdup (filter) : NULL;
}

/**
 * crm_record_list_get_filter:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): which records; %NULL for all
 */
const char *
crm_record_list_get_filter (CrmRecordList *self)
{
  return self->filter;
}

/**
 * crm_record_list_set_order:
 * @self: a list
 * @path: (nullable): what to sort by, as filters name it; %NULL for the order of their making
 * @descending: whether the greatest comes first
 *
 * To be loaded.
 */
void
crm_record_list_set_order (CrmRecordList *self, const char *path, gboolean descending)
{
  char *copy = g_strdup (path);

  self->generation++;
  g_free (self->order_by);
  self->order_by = copy;
  self->descending = descending;
}

/**
 * crm_record_list_get_order:
 * @self: a list
 * @out_descending: (out) (optional): whether the greatest comes first
 *
 * Returns: (transfer none) (nullable): what it is sorted by
 */
const char *
crm_record_list_get_order (CrmRecordList *self, gboolean *out_descending)
{
  if (out_descending != NULL)
    *out_descending = self->descending;
  return self->order_by;
}

/**
 * crm_record_list_set_columns:
 * @self: a list
 * @paths: (array zero-terminated=1): what rows are to say, as filters name it
 *
 * To be loaded.
 */
void
crm_record_list_set_columns (CrmRecordList *self, const char *const *paths)
{
  self->generation++;
  g_strfreev (self->paths);
  self->paths = g_strdupv ((char **)paths);
}

/**
 * crm_record_list_get_columns:
 * @self: a list
 *
 * Returns: (transfer none) (element-type CrmListColumn): what its rows say since the last load;
 * those that are there no more are left out
 */
GPtrArray *
crm_record_list_get_columns (CrmRecordList *self)
{
  return self->columns;
}

/**
 * crm_record_list_get_all_columns:
 * @self: a list
 *
 * Returns: (transfer none) (element-type CrmListColumn): what its rows could say
 */
GPtrArray *
crm_record_list_get_all_columns (CrmRecordList *self)
{
  return self->all;
}

/**
 * crm_record_list_get_words:
 * @self: a list
 *
 * Returns: (transfer none) (element-type CrmListColumn): what its filter may name, see
 *   crm_filter_words_load(); none before it is loaded
 */
GPtrArray *
crm_record_list_get_words (CrmRecordList *self)
{
  return self->words;
}

/**
 * crm_record_list_get_n_all:
 * @self: a list
 *
 * Returns: how many records there are without the filter, at the last load
 */
guint
crm_record_list_get_n_all (CrmRecordList *self)
{
  return self->n_all;
}

/**
 * crm_record_list_is_first:
 * @self: a list
 *
 * Returns: whether it shows the first records only, because the others are still being read: then
 * it is no answer to how many there are. Told anew by #CrmRecordList::after-change
 */
gboolean
crm_record_list_is_first (CrmRecordList *self)
{
  return self->is_first;
}

/**
 * crm_record_list_get_key:
 * @self: a list
 * @position: less than the number of its records
 *
 * Returns: which record stands there; nothing is read for that
 */
gint64
crm_record_list_get_key (CrmRecordList *self, guint position)
{
  g_return_val_if_fail (position < self->keys->len, 0);
  return g_array_index (self->keys, gint64, position);
}

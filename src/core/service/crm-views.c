/* crm-views.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-views"
#include "config.h"

#include "crm-views.h"

#include "model/crm-text.h"

/**
 * crm_views_save:
 * @set: a change set
 * @view: what to save
 * @known: (nullable): the record that this shall become, of the same entity; %NULL for a new one
 *
 * Returns: (transfer full): id of its record
 */
char *
crm_views_save (CrmChangeSet *set, const CrmView *view, const CrmRecord *known)
{
  CrmChange *change = known != NULL ? crm_change_set_update (set, "saved_view", known->id)
                                    : crm_change_set_create (set, "saved_view", NULL);

  if (known == NULL)
    {
      crm_change_set_text (change, "entity", view->entity);
      crm_change_set_text (change, "owner", view->owner);
    }
  crm_change_set_text (change, "name", view->name);
  crm_change_set_text (change, "filter", view->filter);
  crm_change_set_text (change, "columns", view->columns);
  crm_change_set_text (change, "order_by", view->order_by);
  return g_strdup (change->id);
}

/**
 * crm_views_find_same:
 * @views: (nullable) (element-type CrmRecord): saved views
 * @name: a name
 * @but: (nullable): id of the view that may have it
 *
 * Returns: (transfer none) (nullable): another view that readers would take for the one of that
 *   name: case and accents do not tell them apart
 */
const CrmRecord *
crm_views_find_same (const GPtrArray *views, const char *name, const char *but)
{
  g_autofree char *folded = crm_fold (name);

  for (guint i = 0; views != NULL && i < views->len; i++)
    {
      const CrmRecord *view = g_ptr_array_index (views, i);
      g_autofree char *other = crm_fold (crm_record_get_title (view));

      if (g_strcmp0 (view->id, but) != 0 && g_str_equal (folded, other))
        return view;
    }
  return NULL;
}

/**
 * crm_views_rename:
 * @set: a change set
 * @view: as it was seen; whoever named it anew since is not overwritten
 * @name: a name, not empty
 */
void
crm_views_rename (CrmChangeSet *set, const CrmRecord *view, const char *name)
{
  CrmChange *change = crm_change_set_update (set, "saved_view", view->id);

  crm_change_set_text (change, "name", name);
  crm_change_expect (change, "name", crm_record_get (view, "name"));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const CrmRecord *first = *(const CrmRecord *const *)a;
  const CrmRecord *second = *(const CrmRecord *const *)b;

  return g_utf8_collate (crm_record_get_title (first), crm_record_get_title (second));
}

static gpointer
load_views (CrmReader *reader, gpointer data, GError **error)
{
  GPtrArray *views = crm_reader_list_where (reader, "saved_view", "entity", data, error);

  if (views != NULL)
    g_ptr_array_sort (views, compare_names);
  return views;
}

/**
 * crm_views_load_async:
 * @store: a store
 * @entity: whose lists
 * @cancellable: (nullable): gives it up
 * @callback: (nullable) (scope async): called with the views
 * @user_data: data for @callback
 */
void
crm_views_load_async (CrmStore *store,
                      const char *entity,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  crm_store_read_async (store, load_views, g_strdup (entity), g_free,
                        (GDestroyNotify)g_ptr_array_unref, cancellable, callback, user_data);
}

/**
 * crm_views_load_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): the saved views by their
 * names, %NULL on failure
 */
GPtrArray *
crm_views_load_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}

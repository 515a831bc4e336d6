/* crm-task-search.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-task-search.h"

#include "crm-task-ical.h"

typedef struct
{
  CrmTaskTies which;
  char *list_uid;     /* (owned) (nullable) */
  GHashTable *uids;   /* (owned) (nullable) (element-type utf8) */
  ECalClient *client; /* (owned) (nullable) */
  GPtrArray *ties;    /* (owned) (nullable) (element-type CrmTaskTie) */
} Search;

static void
free_search (gpointer data)
{
  Search *search = data;

  g_free (search->list_uid);
  g_clear_pointer (&search->uids, g_hash_table_unref);
  g_clear_pointer (&search->ties, g_ptr_array_unref);
  g_clear_object (&search->client);
  g_free (search);
}

/* (transfer full) (element-type CrmTaskTie) (nullable): of the tasks that the list has news of */
static GPtrArray *
find_ties_of_tasks (CrmReader *reader, GHashTable *uids, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_task_tie_free);
  GHashTableIter iter;
  gpointer uid;

  g_hash_table_iter_init (&iter, uids);
  while (g_hash_table_iter_next (&iter, &uid, NULL))
    {
      g_autoptr (GPtrArray) some = crm_query_task_ties (reader, CRM_TASK_TIES_OF_TASK, uid, error);

      if (some == NULL)
        return NULL;
      g_ptr_array_extend_and_steal (all, g_steal_pointer (&some));
    }
  return g_steal_pointer (&all);
}

/* #CrmReadFunc: (transfer full) (element-type CrmTaskTie) */
static gpointer
find_ties (CrmReader *reader, gpointer data, GError **error)
{
  const Search *search = g_task_get_task_data (data);
  GPtrArray *ties;

  if (search->uids != NULL)
    return find_ties_of_tasks (reader, search->uids, error);
  ties = crm_query_task_ties (reader, search->which, search->list_uid, error);
  for (guint i = 0; ties != NULL && search->list_uid == NULL && i < ties->len;)
    if (crm_task_tie_has_work (g_ptr_array_index (ties, i)))
      i++;
    else
      g_ptr_array_remove_index_fast (ties, i);
  return ties;
}

/* What both sides last agreed on is what the list has, and nothing is to be done. */
static gboolean
is_in_step (const CrmTaskTie *tie, ICalComponent *vtodo /* (nullable) */, ECalClient *client)
{
  g_autoptr (CrmTask) theirs = vtodo != NULL ? crm_task_ical_read (vtodo, client) : NULL;
  g_autoptr (CrmTask) base = crm_task_parse (crm_record_get_text (tie->order, "base"), NULL);

  return theirs != NULL && base != NULL && crm_task_compare (theirs, base) == 0
         && g_strcmp0 (crm_record_get_text (tie->order, "state"), "pending") != 0;
}

/* #GTaskThreadFunc: asks for the list once, however many of its tasks are ours. */
static void
compare_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Search *search = data;
  g_autoptr (GHashTable) found = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *ids;
  GSList *components = NULL;
  GError *error = NULL;

  if (!e_cal_client_get_object_list_sync (search->client, "#t", &components, cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  for (GSList *link = components; link != NULL; link = link->next)
    if (i_cal_component_get_uid (link->data) != NULL)
      g_hash_table_insert (found, (gpointer)i_cal_component_get_uid (link->data), link->data);
  ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < search->ties->len; i++)
    {
      const CrmTaskTie *tie = g_ptr_array_index (search->ties, i);
      const char *uid = crm_record_get_text (tie->order, "contact_uid");

      if (!is_in_step (tie, uid != NULL ? g_hash_table_lookup (found, uid) : NULL, search->client))
        g_ptr_array_add (ids, g_strdup (tie->order->id));
    }
  g_slist_free_full (components, g_object_unref);
  g_task_return_pointer (task, ids, (GDestroyNotify)g_ptr_array_unref);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  GError *error = NULL;
  GPtrArray *ids;

  search->ties = crm_store_read_finish (CRM_STORE (source), result, &error);
  if (search->ties == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (search->client != NULL && search->ties->len > 0)
    {
      g_task_run_in_thread (task, compare_in_thread);
      return;
    }
  ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < search->ties->len; i++)
    {
      const CrmTaskTie *tie = g_ptr_array_index (search->ties, i);

      g_ptr_array_add (ids, g_strdup (tie->order->id));
    }
  g_task_return_pointer (task, ids, (GDestroyNotify)g_ptr_array_unref);
}

/**
 * crm_task_search_async:
 * @store: holds follow-ups and orders
 * @search: what is looked for
 * @cancellable: (nullable): to give it up
 * @callback: (scope async): to be called when it has been found
 * @user_data: for @callback
 *
 * Looks for orders, and asks @search's list what it has now.
 */
void
crm_task_search_async (CrmStore *store,
                       const CrmTaskSearch *search,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (store, cancellable, callback, user_data);
  Search *own = g_new0 (Search, 1);

  own->which = search->which;
  own->list_uid = g_strdup (search->list_uid);
  own->uids = search->uids != NULL ? g_hash_table_ref (search->uids) : NULL;
  g_set_object (&own->client, search->client);
  g_task_set_source_tag (task, crm_task_search_async);
  g_task_set_task_data (task, own, free_search);
  crm_store_read_async (store, find_ties, task, NULL, (GDestroyNotify)g_ptr_array_unref,
                        cancellable, found_cb, task);
}

/**
 * crm_task_search_finish:
 * @result: what the callback got
 * @error: return location for an error of #CrmStore or #EClient, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type utf8) (nullable): the ids of the orders, or %NULL
 */
GPtrArray *
crm_task_search_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

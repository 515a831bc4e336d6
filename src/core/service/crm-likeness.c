/* crm-likeness.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Looks before a record is made, by the same reasons as for a lead that is converted. */
#define G_LOG_DOMAIN "crm-likeness"
#include "config.h"

#include "crm-likeness.h"

#include "crm-match-private.h"

static gboolean
find_people (CrmReader *reader, GPtrArray *matches, const CrmLikeness *likeness, GError **error)
{
  return _crm_match_add_by_address (reader, matches, likeness->address, error)
         && _crm_match_add_by_phone (reader, matches, NULL, likeness->phone, error);
}

static gboolean
find_accounts (CrmReader *reader, GPtrArray *matches, const CrmLikeness *likeness, GError **error)
{
  g_autofree char *address
      = likeness->domain != NULL ? g_strconcat ("@", likeness->domain, NULL) : NULL;

  return _crm_match_add_by_domain (reader, matches, address, error)
         && _crm_match_add_by_phone (reader, NULL, matches, likeness->phone, error);
}

/* Whoever is known already is told of a lead, too: they may be a customer. */
static gboolean
find_leads (CrmReader *reader, GPtrArray *matches, const CrmLikeness *likeness, GError **error)
{
  static const char *const fields[] = { "address", "other_address" };

  for (guint i = 0; likeness->address != NULL && i < G_N_ELEMENTS (fields); i++)
    {
      g_autoptr (GPtrArray) leads
          = crm_reader_list_where (reader, "lead", fields[i], likeness->address, error);

      if (leads == NULL)
        return FALSE;
      for (guint j = 0; j < leads->len; j++)
        _crm_match_take (matches, crm_record_ref (g_ptr_array_index (leads, j)), CRM_MATCH_ADDRESS);
    }
  return find_people (reader, matches, likeness, error);
}

/**
 * crm_likeness_find:
 * @reader: a reader
 * @likeness: what somebody is about to enter
 * @error: (nullable): storage errors
 *
 * The very same name counts, but for case and accents; of people and leads it is a hint and no
 * more.
 *
 * Returns: (transfer container) (nullable) (element-type CrmMatch): what may be the same, the
 * surest first; of a lead people, too. %NULL on failure
 */
GPtrArray *
crm_likeness_find (CrmReader *reader, const CrmLikeness *likeness, GError **error)
{
  g_autoptr (GPtrArray) matches = g_ptr_array_new_with_free_func (_crm_match_free);
  gboolean done;

  if (g_str_equal (likeness->entity, "person"))
    done = find_people (reader, matches, likeness, error);
  else if (g_str_equal (likeness->entity, "account"))
    done = find_accounts (reader, matches, likeness, error);
  else
    done = find_leads (reader, matches, likeness, error);
  if (!done || !_crm_match_add_by_name (reader, matches, likeness->entity, likeness->name, error))
    return NULL;
  g_ptr_array_sort (matches, _crm_match_compare);
  return g_steal_pointer (&matches);
}

static void
free_likeness (gpointer data)
{
  CrmLikeness *likeness = data;
  const char *texts[]
      = { likeness->entity, likeness->name, likeness->address, likeness->phone, likeness->domain };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free ((char *)texts[i]);
  g_free (likeness);
}

static gpointer
find_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_likeness_find (reader, data, error);
}

/**
 * crm_likeness_find_async:
 * @store: a store
 * @likeness: what somebody is about to enter
 * @cancellable: (nullable): interrupts the reading
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * Looks for it on the reader thread.
 */
void
crm_likeness_find_async (CrmStore *store,
                         const CrmLikeness *likeness,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  CrmLikeness *copy = g_new (CrmLikeness, 1);

  *copy = (CrmLikeness){ g_strdup (likeness->entity), g_strdup (likeness->name),
                         g_strdup (likeness->address), g_strdup (likeness->phone),
                         g_strdup (likeness->domain) };
  crm_store_read_async (store, find_in_worker, copy, free_likeness,
                        (GDestroyNotify)g_ptr_array_unref, cancellable, callback, user_data);
}

/**
 * crm_likeness_find_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): storage errors, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer container) (nullable) (element-type CrmMatch): what may be the same
 */
GPtrArray *
crm_likeness_find_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}

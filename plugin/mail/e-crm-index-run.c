/* e-crm-index-run.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-index-run"
#include "config.h"

#include "e-crm-index-run.h"

#include <libemail-engine/libemail-engine.h>

#include "shell/e-crm-accounts.h"

/* Both in and out of @store and @session are references of their own. */
ECrmIndexRun *
e_crm_index_run_new (CrmStore *store, CamelSession *session)
{
  ECrmIndexRun *self = g_new0 (ECrmIndexRun, 1);

  self->store = g_object_ref (store);
  self->session = g_object_ref (session);
  self->special = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->excluded = g_ptr_array_new_with_free_func (g_free);
  self->folders = g_ptr_array_new_with_free_func (g_object_unref);
  self->due = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  return self;
}

void
e_crm_index_run_free (ECrmIndexRun *self)
{
  g_object_unref (self->store);
  g_object_unref (self->session);
  g_hash_table_unref (self->special);
  g_ptr_array_unref (self->excluded);
  g_ptr_array_unref (self->folders);
  g_hash_table_unref (self->due);
  g_free (self);
}

/* An excluded account ends with a slash; an excluded folder means itself only. */
static gboolean
lies_in (const char *uri, const char *excluded)
{
  return g_str_has_suffix (excluded, "/") ? g_str_has_prefix (uri, excluded)
                                          : g_str_equal (uri, excluded);
}

static gboolean
is_excluded (ECrmIndexRun *self, CamelStore *store, const char *name)
{
  g_autofree char *uri = e_mail_folder_uri_build (store, name);

  if (g_hash_table_contains (self->special, uri))
    return TRUE;
  for (guint i = 0; i < self->excluded->len; i++)
    if (lies_in (uri, g_ptr_array_index (self->excluded, i)))
      return TRUE;
  return FALSE;
}

/* A first opening may take long, as Camel reads the whole folder: so it counts as progress. */
static void
open_folder (ECrmIndexRun *self,
             CamelStore *store,
             const CamelFolderInfo *info,
             GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  CamelFolder *folder = camel_store_get_folder_sync (
      store, info->full_name, (CamelStoreGetFolderFlags)0, cancellable, &error);

  if (folder == NULL)
    {
      g_info ("folder %s: %s", info->full_name, error != NULL ? error->message : "not opened");
      return;
    }
  g_ptr_array_add (self->folders, folder);
  /* A server tells how much there is before Camel has any of it. */
  self->n_expected += (guint)MAX (0, MAX (info->total, camel_folder_get_message_count (folder)));
  if (self->announce)
    self->progress (0, self->n_expected + 1, self->data);
}

/* A folder opens in Camel whether cancelled or not, and there may be hundreds of them. */
static void
open_tree (ECrmIndexRun *self,
           CamelStore *store,
           const CamelFolderInfo *info,
           GPtrArray *names,
           GCancellable *cancellable)
{
  for (; info != NULL && !g_cancellable_is_cancelled (cancellable); info = info->next)
    {
      if (e_crm_accounts_is_mail_folder (info) && !is_excluded (self, store, info->full_name))
        {
          g_ptr_array_add (names, g_strdup (info->full_name));
          open_folder (self, store, info, cancellable);
        }
      open_tree (self, store, info->child, names, cancellable);
    }
}

static gboolean
is_wanted_store (CamelService *service)
{
  const CamelProvider *provider;

  if (!CAMEL_IS_STORE (service))
    return FALSE;
  provider = camel_service_get_provider (service);
  return provider != NULL && g_strcmp0 (provider->protocol, "vfolder") != 0
         && g_strcmp0 (provider->protocol, "rss") != 0;
}

/* Opens the folders of one account; one that cannot be opened now is tried again with the next
 * walk. What Camel knows of a server that is away may be little, so then nothing is forgotten. */
static void
open_store (ECrmIndexRun *self, CamelStore *store, GCancellable *cancellable)
{
  const char *source = camel_service_get_uid (CAMEL_SERVICE (store));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  CamelFolderInfo *tree = camel_store_get_folder_info_sync (
      store, NULL,
      CAMEL_STORE_FOLDER_INFO_RECURSIVE | CAMEL_STORE_FOLDER_INFO_FAST
          | CAMEL_STORE_FOLDER_INFO_NO_VIRTUAL,
      cancellable, &error);

  if (tree == NULL && error != NULL)
    {
      g_info ("folders of %s: %s", source, error->message);
      return;
    }
  open_tree (self, store, tree, names, cancellable);
  if (tree != NULL && !g_cancellable_is_cancelled (cancellable) /* else some names are missing */
      && (!e_crm_folder_is_remote (store) || e_crm_folder_can_refresh (store)))
    e_crm_folder_sync_forget_missing (self->store, source, names);
  camel_folder_info_free (tree);
}

static void
walk (ECrmIndexRun *self, GCancellable *cancellable)
{
  GList *services = camel_session_list_services (self->session);

  for (GList *link = services; link != NULL; link = link->next)
    if (is_wanted_store (link->data) && !g_cancellable_is_cancelled (cancellable))
      open_store (self, link->data, cancellable);
  g_list_free_full (services, g_object_unref);
  self->opened (self->folders, self->data);
}

/* A folder that is watched may have been excluded since. */
static void
drop_excluded (ECrmIndexRun *self)
{
  for (guint i = self->folders->len; i-- > 0;)
    {
      CamelFolder *folder = g_ptr_array_index (self->folders, i);

      if (is_excluded (self, camel_folder_get_parent_store (folder),
                       camel_folder_get_full_name (folder)))
        g_ptr_array_remove_index_fast (self->folders, i);
    }
}

/* What the servers have not sent yet. Only after everything that is here already, so that one slow
 * server keeps nobody waiting. */
static gboolean
refresh_folders (ECrmIndexRun *self, ECrmFolderSync *sync, const guint8 *states, GError **error)
{
  for (guint i = 0; i < self->folders->len; i++)
    {
      CamelFolder *folder = g_ptr_array_index (self->folders, i);
      CamelStore *store = camel_folder_get_parent_store (folder);
      g_autoptr (GError) local_error = NULL;
      gboolean is_whole = states[i] == E_CRM_FOLDER_WHOLE;

      if (is_whole && !g_hash_table_contains (self->due, store))
        continue;
      if (e_crm_folder_can_refresh (store))
        is_whole |= e_crm_folder_sync_refresh (sync, folder, states[i], &local_error);
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      self->n_unread += !is_whole;
    }
  return TRUE;
}

static gboolean
sync_folders (ECrmIndexRun *self, ECrmFolderSync *sync, GError **error)
{
  g_autofree guint8 *states = g_new0 (guint8, self->folders->len + 1);
  g_autoptr (GHashTable) sources = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->folders->len; i++)
    {
      CamelFolder *folder = g_ptr_array_index (self->folders, i);
      CamelService *service = CAMEL_SERVICE (camel_folder_get_parent_store (folder));
      ECrmFolderState state;

      if (!e_crm_folder_sync_run (sync, folder, &state, error))
        return FALSE;
      states[i] = (guint8)state;
      g_hash_table_add (sources, (gpointer)camel_service_get_uid (service));
    }
  return refresh_folders (self, sync, states, error)
         && e_crm_folder_sync_finish (sync, sources, error);
}

/**
 * e_crm_index_run:
 * @cancellable: ends it, between two slices or within Camel
 * @error: storage errors, and when cancelled; a server that is away is none, see @n_unread
 *
 * Brings the index in step with what @self names. On a job thread.
 *
 * Returns: whether it came to its end
 */
gboolean
e_crm_index_run (ECrmIndexRun *self, GCancellable *cancellable, GError **error)
{
  ECrmFolderSync sync = { .store = self->store,
                          .cancellable = cancellable,
                          .progress = self->progress,
                          .progress_data = self->data,
                          .announce = self->announce };

  if (self->walk)
    walk (self, cancellable);
  else
    drop_excluded (self);
  sync.total = self->n_expected;
  return !g_cancellable_set_error_if_cancelled (cancellable, error)
         && sync_folders (self, &sync, error);
}

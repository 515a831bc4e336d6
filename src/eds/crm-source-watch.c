/* crm-source-watch.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-source-watch"
#include "config.h"

#include "crm-source-watch.h"

struct _CrmSourceWatch
{
  ESourceRegistry *registry;            /* (owned) */
  const char *extension;                /* (not owned): a literal */
  const CrmSourceWatchFuncs *functions; /* (not owned) */
  gpointer owner;                       /* (not owned) */
  GHashTable *followers;                /* (owned) (element-type utf8 gpointer): by source UID */
  guint retry_timer;                    /* source id, 0 for none */
};

static gboolean
retry_cb (gpointer data)
{
  CrmSourceWatch *self = data;
  GHashTableIter iter;
  gpointer follower;

  self->retry_timer = 0;
  g_hash_table_iter_init (&iter, self->followers);
  while (g_hash_table_iter_next (&iter, NULL, &follower))
    if (self->functions->has_failed (follower))
      self->functions->reopen (follower);
  return G_SOURCE_REMOVE;
}

/* Opens what is new, closes what is gone. */
static void
update (CrmSourceWatch *self)
{
  GList *sources = e_source_registry_list_enabled (self->registry, self->extension);
  g_autoptr (GPtrArray) uids = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer uid;

  for (GList *link = sources; link != NULL; link = link->next)
    g_ptr_array_add (uids, (gpointer)e_source_get_uid (link->data));
  g_ptr_array_add (uids, NULL);

  g_hash_table_iter_init (&iter, self->followers);
  while (g_hash_table_iter_next (&iter, &uid, NULL))
    if (!g_strv_contains ((const char *const *)uids->pdata, uid))
      g_hash_table_iter_remove (&iter);

  self->functions->keep (self->owner, (const char *const *)uids->pdata);
  for (GList *link = sources; link != NULL; link = link->next)
    {
      const char *source_uid = e_source_get_uid (link->data);
      gpointer follower;

      if (g_hash_table_contains (self->followers, source_uid))
        continue;
      follower = self->functions->follow (self->owner, link->data);
      if (follower != NULL)
        g_hash_table_insert (self->followers, g_strdup (source_uid), follower);
    }
  g_list_free_full (sources, g_object_unref);
}

static void
sources_changed_cb (ESourceRegistry *registry, ESource *source, CrmSourceWatch *self)
{
  if (e_source_has_extension (source, self->extension))
    update (self);
}

static void
source_changed_cb (ESourceRegistry *registry, ESource *source, CrmSourceWatch *self)
{
  gpointer follower = g_hash_table_lookup (self->followers, e_source_get_uid (source));

  if (follower != NULL && self->functions->has_failed (follower))
    self->functions->reopen (follower);
}

/**
 * crm_source_watch_new:
 * @registry: knows the sources
 * @extension: a literal, what the wanted ones have, as %E_SOURCE_EXTENSION_CALENDAR
 * @functions: what to call; not copied
 * @owner: the first argument of some of those
 *
 * Follows every enabled source of that kind from now on; @functions are called before this returns.
 *
 * Returns: (transfer full): the watch
 */
CrmSourceWatch *
crm_source_watch_new (ESourceRegistry *registry,
                      const char *extension,
                      const CrmSourceWatchFuncs *functions,
                      gpointer owner)
{
  static const char *const news[]
      = { "source-added", "source-removed", "source-enabled", "source-disabled" };
  CrmSourceWatch *self = g_new0 (CrmSourceWatch, 1);

  self->registry = g_object_ref (registry);
  self->extension = extension;
  self->functions = functions;
  self->owner = owner;
  self->followers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, functions->close);
  for (gsize i = 0; i < G_N_ELEMENTS (news); i++)
    g_signal_connect (registry, news[i], G_CALLBACK (sources_changed_cb), self);
  g_signal_connect (registry, "source-changed", G_CALLBACK (source_changed_cb), self);
  update (self);
  return self;
}

/**
 * crm_source_watch_free:
 * @self: (nullable): a watch
 *
 * Closes all followers.
 */
void
crm_source_watch_free (CrmSourceWatch *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->registry, self);
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  g_hash_table_unref (self->followers);
  g_object_unref (self->registry);
  g_free (self);
}

/**
 * crm_source_watch_retry_in:
 * @self: a watch
 * @secs: how long to wait; ignored while another wait is under way
 *
 * Opens those that have failed, later. One whose source changes is opened at once.
 */
void
crm_source_watch_retry_in (CrmSourceWatch *self, guint secs)
{
  if (self->retry_timer == 0)
    self->retry_timer = g_timeout_add_seconds (secs, retry_cb, self);
}

/**
 * crm_source_watch_foreach:
 * @self: a watch
 * @func: (scope call): called with each follower and @data
 * @data: data for @func
 */
void
crm_source_watch_foreach (CrmSourceWatch *self, GFunc func, gpointer data)
{
  GHashTableIter iter;
  gpointer follower;

  g_hash_table_iter_init (&iter, self->followers);
  while (g_hash_table_iter_next (&iter, NULL, &follower))
    func (follower, data);
}

/* crm-task-lists.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-task-lists"
#include "config.h"

#include "crm-task-lists.h"

#include "crm-audience.h"
#include "crm-cal-link.h"
#include "crm-source-watch.h"
#include "service/crm-follow-up.h"

struct _CrmTaskLists
{
  ESourceRegistry *registry;          /* (owned) */
  const CrmTaskListsOwner *functions; /* (not owned) */
  gpointer owner;                     /* (not owned) */
  CrmSourceWatch *watch;              /* (owned) (nullable): not while it is made */
};

/* --- what the lists tell -------------------------------------------------------------------- */

static void
opened (gpointer owner, CrmCalLink *link)
{
  CrmTaskLists *self = owner;

  self->functions->news (self->owner, crm_cal_link_get_uid (link), NULL);
}

static void
changed (gpointer owner, CrmCalLink *link)
{
  CrmTaskLists *self = owner;
  g_autoptr (GHashTable) uids = crm_cal_link_take_changed (link);

  self->functions->news (self->owner, crm_cal_link_get_uid (link), uids);
}

static void
failed (gpointer owner, CrmCalLink *link, const char *message, guint retry_secs)
{
  CrmTaskLists *self = owner;

  if (self->watch != NULL)
    crm_source_watch_retry_in (self->watch, retry_secs);
  self->functions->failed (self->owner, crm_cal_link_get_uid (link), message);
}

/* --- what the watch wants ------------------------------------------------------------------- */

static gpointer
follow (gpointer owner, ESource *source)
{
  static const CrmCalLinkOwner functions = { opened, changed, failed };
  CrmCalLink *link = crm_cal_link_new (source, E_CAL_CLIENT_SOURCE_TYPE_TASKS, &functions, owner);

  crm_cal_link_open (link);
  return link;
}

static void
close_list (gpointer link)
{
  crm_cal_link_close (link);
}

static gboolean
has_failed (gpointer link)
{
  return crm_cal_link_has_failed (link);
}

static void
reopen (gpointer link)
{
  crm_cal_link_open (link);
}

static void
keep (gpointer owner, const char *const *uids)
{
}

/**
 * crm_task_lists_new:
 * @registry: knows the task lists
 * @functions: what to call; not copied
 * @owner: the first argument of those
 *
 * Returns: (transfer full): the lists, which are opened from now on
 */
CrmTaskLists *
crm_task_lists_new (ESourceRegistry *registry, const CrmTaskListsOwner *functions, gpointer owner)
{
  static const CrmSourceWatchFuncs watching = { follow, close_list, has_failed, reopen, keep };
  CrmTaskLists *self = g_new0 (CrmTaskLists, 1);

  self->registry = g_object_ref (registry);
  self->functions = functions;
  self->owner = owner;
  self->watch = crm_source_watch_new (registry, E_SOURCE_EXTENSION_TASK_LIST, &watching, self);
  return self;
}

/**
 * crm_task_lists_free:
 * @self: (nullable): the lists
 *
 * Closes them; the owner is not called any more.
 */
void
crm_task_lists_free (CrmTaskLists *self)
{
  if (self == NULL)
    return;
  crm_source_watch_free (self->watch);
  g_object_unref (self->registry);
  g_free (self);
}

static void
add_client (gpointer link, gpointer clients)
{
  ECalClient *client = crm_cal_link_get_client (link);

  if (client != NULL)
    g_ptr_array_add (clients, g_object_ref (client));
}

/**
 * crm_task_lists_list_clients:
 * @self: the lists
 *
 * Returns: (transfer full) (element-type ECalClient): of those that are open
 */
GPtrArray *
crm_task_lists_list_clients (CrmTaskLists *self)
{
  GPtrArray *clients = g_ptr_array_new_with_free_func (g_object_unref);

  crm_source_watch_foreach (self->watch, add_client, clients);
  return clients;
}

static const char *
uid_of (ECalClient *client)
{
  return e_source_get_uid (e_client_get_source (E_CLIENT (client)));
}

/**
 * crm_task_lists_get_client:
 * @self: the lists
 * @list_uid: (nullable): a source UID
 *
 * Returns: (transfer full) (nullable): that list, if it is open
 */
ECalClient *
crm_task_lists_get_client (CrmTaskLists *self, const char *list_uid)
{
  g_autoptr (GPtrArray) clients = crm_task_lists_list_clients (self);

  for (guint i = 0; list_uid != NULL && i < clients->len; i++)
    if (g_str_equal (uid_of (g_ptr_array_index (clients, i)), list_uid))
      return g_object_ref (g_ptr_array_index (clients, i));
  return NULL;
}

/**
 * crm_task_lists_is_plain:
 * @self: the lists
 *
 * A list that is not open may take tasks, for all we know.
 *
 * Returns: whether a new task may go to a list without anybody being asked: there is but one, or
 *   none, and nobody else sees it
 */
gboolean
crm_task_lists_is_plain (CrmTaskLists *self)
{
  GList *sources = e_source_registry_list_enabled (self->registry, E_SOURCE_EXTENSION_TASK_LIST);
  gboolean is_plain = TRUE;
  guint n = 0;

  for (GList *link = sources; link != NULL; link = link->next)
    {
      ECalClient *client = crm_task_lists_get_client (self, e_source_get_uid (link->data));
      g_autofree char *server = NULL;

      if (client == NULL || !e_client_is_readonly (E_CLIENT (client)))
        {
          n++;
          is_plain = crm_audience_find (self->registry, link->data, &server) == CRM_AUDIENCE_YOU
                     && is_plain;
        }
      g_clear_object (&client);
    }
  g_list_free_full (sources, g_object_unref);
  return is_plain && n <= 1;
}

/**
 * crm_task_lists_choose:
 * @self: the lists
 * @wanted_uid: (nullable): what somebody chose: a source UID or %CRM_TASK_LIST_DEFAULT
 *
 * Returns: (transfer full) (nullable): where a new task goes: the wanted list, else Evolution's
 *   default one, else the first that takes tasks; %NULL while the one in question is not open
 */
ECalClient *
crm_task_lists_choose (CrmTaskLists *self, const char *wanted_uid)
{
  g_autoptr (GPtrArray) clients = NULL;
  g_autoptr (ESource) usual = NULL;
  ECalClient *client;

  if (wanted_uid != NULL && !g_str_equal (wanted_uid, CRM_TASK_LIST_DEFAULT))
    return crm_task_lists_get_client (self, wanted_uid);
  usual = e_source_registry_ref_default_task_list (self->registry);
  client = usual != NULL ? crm_task_lists_get_client (self, e_source_get_uid (usual)) : NULL;
  if (client != NULL && !e_client_is_readonly (E_CLIENT (client)))
    return client;
  g_clear_object (&client);
  if (usual != NULL && e_source_registry_check_enabled (self->registry, usual))
    {
      client = crm_task_lists_get_client (self, e_source_get_uid (usual));
      if (client == NULL)
        return NULL; /* it is not open yet */
      g_clear_object (&client);
    }
  clients = crm_task_lists_list_clients (self);
  for (guint i = 0; i < clients->len; i++)
    if (!e_client_is_readonly (g_ptr_array_index (clients, i)))
      return g_object_ref (g_ptr_array_index (clients, i));
  return NULL;
}

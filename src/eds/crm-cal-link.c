/* crm-cal-link.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cal-link"
#include "config.h"

#include "crm-cal-link.h"

/* Anything else is waited for in full, although we follow one that comes up later. */
#define DO_NOT_WAIT ((guint32)-1)
#define EVERYTHING "#t"
/* An editor saves a series as several changes. */
#define SETTLE_MSECS 200
#define REOPEN_SECS 5

/* The callbacks under way hold a reference each; once it is closed they find the cancellable
 * cancelled and touch nothing. */
struct _CrmCalLink
{
  const CrmCalLinkOwner *functions; /* (not owned) */
  gpointer owner;                   /* (not owned): valid until it is closed */
  ESource *source;                  /* (owned) */
  ECalClientSourceType type;
  GCancellable *cancellable; /* (owned) (nullable): of the attempt that runs */
  ECalClient *client;        /* (owned) (nullable): once connected */
  ECalClientView *view;      /* (owned) (nullable): once there */
  GHashTable *changed;       /* (owned) (element-type utf8): UIDs that the owner has not taken */
  guint settle_timer;        /* source id, 0 for none */
  gboolean has_failed;
};

/* One try at opening; another one may run by now. */
typedef struct
{
  CrmCalLink *link;          /* (owned) */
  GCancellable *cancellable; /* (owned) */
} Attempt;

static void
clear_link (gpointer data)
{
  CrmCalLink *self = data;

  g_clear_object (&self->cancellable);
  g_clear_object (&self->source);
  g_hash_table_unref (self->changed);
}

static CrmCalLink *
ref_link (CrmCalLink *self)
{
  return g_rc_box_acquire (self);
}

static void
unref_link (CrmCalLink *self)
{
  g_rc_box_release_full (self, clear_link);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmCalLink, unref_link)

static Attempt *
new_attempt (CrmCalLink *self)
{
  Attempt *attempt = g_new0 (Attempt, 1);

  attempt->link = ref_link (self);
  attempt->cancellable = g_object_ref (self->cancellable);
  return attempt;
}

static void
free_attempt (Attempt *attempt)
{
  unref_link (attempt->link);
  g_object_unref (attempt->cancellable);
  g_free (attempt);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, free_attempt)

static gboolean
is_over (const Attempt *attempt)
{
  return g_cancellable_is_cancelled (attempt->cancellable);
}

/* Lets go of the view and client, so that nothing more is heard of them. */
static void
hang_up (CrmCalLink *self)
{
  g_cancellable_cancel (self->cancellable);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->view);
  g_clear_object (&self->client);
  g_clear_handle_id (&self->settle_timer, g_source_remove);
  g_hash_table_remove_all (self->changed);
}

/* --- what is heard -------------------------------------------------------------------------- */

static gboolean
settled_cb (gpointer data)
{
  CrmCalLink *self = data;

  self->settle_timer = 0;
  if (g_hash_table_size (self->changed) > 0)
    self->functions->changed (self->owner, self);
  return G_SOURCE_REMOVE;
}

static void
take_change (CrmCalLink *self, const char *uid)
{
  if (uid == NULL)
    return;
  g_hash_table_add (self->changed, g_strdup (uid));
  if (self->settle_timer == 0)
    self->settle_timer = g_timeout_add (SETTLE_MSECS, settled_cb, self);
}

static void
objects_changed_cb (ECalClientView *view, const GSList *components, CrmCalLink *self)
{
  for (const GSList *link = components; link != NULL; link = link->next)
    take_change (self, i_cal_component_get_uid (link->data));
}

static void
objects_removed_cb (ECalClientView *view, const GSList *ids, CrmCalLink *self)
{
  for (const GSList *link = ids; link != NULL; link = link->next)
    take_change (self, e_cal_component_id_get_uid (link->data));
}

static void
died_cb (EClient *client, CrmCalLink *self)
{
  g_autoptr (CrmCalLink) kept = ref_link (self);

  crm_cal_link_fail (kept, "the calendar's process ended", REOPEN_SECS);
}

/* --- opening -------------------------------------------------------------------------------- */

/* These calls wait for the bus. */
static void
start_view_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ECalClientView *view = source;
  GError *error = NULL;

  e_cal_client_view_set_flags (view, E_CAL_CLIENT_VIEW_FLAGS_NONE, &error);
  if (error == NULL)
    e_cal_client_view_start (view, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
view_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Attempt) attempt = user_data;
  g_autoptr (GError) error = NULL;
  gboolean started = g_task_propagate_boolean (G_TASK (result), &error);
  CrmCalLink *self = attempt->link;

  if (is_over (attempt))
    return;
  if (started)
    self->functions->opened (self->owner, self);
  else
    crm_cal_link_fail (self, error->message, CRM_CAL_LINK_RETRY_SECS);
}

static void
got_view_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Attempt) attempt = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  ECalClientView *view = NULL;
  CrmCalLink *self = attempt->link;

  e_cal_client_get_view_finish (E_CAL_CLIENT (source), result, &view, &error);
  if (is_over (attempt) || view == NULL)
    {
      g_clear_object (&view);
      if (!is_over (attempt))
        crm_cal_link_fail (self, error->message, CRM_CAL_LINK_RETRY_SECS);
      return;
    }
  self->view = view;
  g_signal_connect (view, "objects-added", G_CALLBACK (objects_changed_cb), self);
  g_signal_connect (view, "objects-modified", G_CALLBACK (objects_changed_cb), self);
  g_signal_connect (view, "objects-removed", G_CALLBACK (objects_removed_cb), self);
  task = g_task_new (view, attempt->cancellable, view_started_cb, attempt);
  g_task_set_source_tag (task, got_view_cb);
  g_steal_pointer (&attempt);
  g_task_run_in_thread (task, start_view_in_thread);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Attempt) attempt = user_data;
  g_autoptr (GError) error = NULL;
  EClient *client = e_cal_client_connect_finish (result, &error);
  CrmCalLink *self = attempt->link;

  if (is_over (attempt) || client == NULL)
    {
      g_clear_object (&client);
      if (!is_over (attempt))
        crm_cal_link_fail (self, error->message, CRM_CAL_LINK_RETRY_SECS);
      return;
    }
  self->client = E_CAL_CLIENT (client);
  g_signal_connect (client, "backend-died", G_CALLBACK (died_cb), self);
  e_cal_client_get_view (self->client, EVERYTHING, attempt->cancellable, got_view_cb, attempt);
  g_steal_pointer (&attempt);
}

/**
 * crm_cal_link_new:
 * @source: an enabled source
 * @type: what it has
 * @functions: what to call; not copied
 * @owner: the first argument of those
 *
 * Returns: (transfer full): a link that is not open yet; give it to crm_cal_link_close()
 */
CrmCalLink *
crm_cal_link_new (ESource *source,
                  ECalClientSourceType type,
                  const CrmCalLinkOwner *functions,
                  gpointer owner)
{
  CrmCalLink *self = g_rc_box_new0 (CrmCalLink);

  self->functions = functions;
  self->owner = owner;
  self->type = type;
  self->source = g_object_ref (source);
  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/**
 * crm_cal_link_open:
 * @self: a link
 *
 * Connects, without waiting for it; what is open is opened again.
 */
void
crm_cal_link_open (CrmCalLink *self)
{
  hang_up (self);
  self->has_failed = FALSE;
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  e_cal_client_connect (self->source, self->type, DO_NOT_WAIT, self->cancellable, connected_cb,
                        new_attempt (self));
}

/**
 * crm_cal_link_fail:
 * @self: a link
 * @message: why
 * @retry_secs: when it is worth another try
 *
 * Lets go until crm_cal_link_open(), and tells the owner.
 */
void
crm_cal_link_fail (CrmCalLink *self, const char *message, guint retry_secs)
{
  hang_up (self);
  self->has_failed = TRUE;
  self->functions->failed (self->owner, self, message, retry_secs);
}

/**
 * crm_cal_link_close:
 * @self: (transfer full): a link
 *
 * Lets go for good. Its owner is not called any more.
 */
void
crm_cal_link_close (CrmCalLink *self)
{
  hang_up (self);
  unref_link (self);
}

/**
 * crm_cal_link_get_source:
 * @self: a link
 *
 * Returns: (transfer none): its source
 */
ESource *
crm_cal_link_get_source (CrmCalLink *self)
{
  return self->source;
}

/**
 * crm_cal_link_get_uid:
 * @self: a link
 *
 * Returns: (transfer none): its source UID
 */
const char *
crm_cal_link_get_uid (CrmCalLink *self)
{
  return e_source_get_uid (self->source);
}

/**
 * crm_cal_link_get_client:
 * @self: a link
 *
 * Returns: (transfer none) (nullable): the client, while it is open
 */
ECalClient *
crm_cal_link_get_client (CrmCalLink *self)
{
  return self->client;
}

/**
 * crm_cal_link_get_cancellable:
 * @self: a link that is open
 *
 * Returns: (transfer none): cancelled once it is closed or opened again
 */
GCancellable *
crm_cal_link_get_cancellable (CrmCalLink *self)
{
  return self->cancellable;
}

/**
 * crm_cal_link_has_failed:
 * @self: a link
 *
 * Returns: whether it waits to be opened again
 */
gboolean
crm_cal_link_has_failed (CrmCalLink *self)
{
  return self->has_failed;
}

/**
 * crm_cal_link_has_changed:
 * @self: a link
 *
 * Returns: whether there is something for crm_cal_link_take_changed()
 */
gboolean
crm_cal_link_has_changed (CrmCalLink *self)
{
  return g_hash_table_size (self->changed) > 0;
}

/**
 * crm_cal_link_take_changed:
 * @self: a link
 *
 * Returns: (transfer full) (element-type utf8 utf8): a set of the UIDs of what has changed
 */
GHashTable *
crm_cal_link_take_changed (CrmCalLink *self)
{
  GHashTable *changed = self->changed;

  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return changed;
}

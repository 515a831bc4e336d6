/* crm-mirrored-calendar.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-mirrored-calendar"
#include "config.h"

#include "crm-mirrored-calendar.h"

#include "crm-calendar-news.h"
#include "store/crm-index-events.h"

/* Anything else is waited for in full, although the mirror follows a calendar that comes up later.
 */
#define DO_NOT_WAIT ((guint32)-1)
#define ALL_EVENTS "#t"
/* An editor saves a series as several changes. */
#define SETTLE_MSECS 200
#define RETRY_SECS 300
#define REOPEN_SECS 5

/* The callbacks under way hold a reference each; once the calendar is closed they find the
 * cancellable cancelled and touch nothing. */
struct _CrmMirroredCalendar
{
  const CrmMirroredCalendarOwner *functions; /* (not owned) */
  gpointer owner;                            /* (not owned): valid until it is closed */
  CrmStore *store;                           /* (owned) */
  ESource *source;                           /* (owned) */
  const char *uid;                           /* (not owned): of @source */
  GCancellable *cancellable;                 /* (owned) (nullable): of the attempt that runs */
  ECalClient *client;                        /* (owned) (nullable): once connected */
  ECalClientView *view;                      /* (owned) (nullable): once there */
  GHashTable *changed; /* (owned) (element-type utf8): UIDs to be read again */
  guint settle_timer;  /* source id, 0 for none */
  gboolean is_busy;    /* reading or writing */
  gboolean has_failed;
};

/* One try at opening a calendar, or one reading; another one may run by now. */
typedef struct
{
  CrmMirroredCalendar *calendar; /* (owned) */
  ECalClient *client;            /* (owned) (nullable) */
  ECalClientView *view;          /* (owned) (nullable): to be started */
  GCancellable *cancellable;     /* (owned) */
  CrmEventWindow window;
  char *known_stamp; /* (owned) (nullable): what the index holds */
  GHashTable *uids;  /* (owned) (nullable): what is to be read; %NULL for all */
} Attempt;

static void read_changed (CrmMirroredCalendar *self);

static void
clear_calendar (gpointer data)
{
  CrmMirroredCalendar *self = data;

  g_clear_object (&self->cancellable);
  g_clear_object (&self->source);
  g_clear_object (&self->store);
  g_hash_table_unref (self->changed);
}

static CrmMirroredCalendar *
ref_calendar (CrmMirroredCalendar *self)
{
  return g_rc_box_acquire (self);
}

static void
unref_calendar (CrmMirroredCalendar *self)
{
  g_rc_box_release_full (self, clear_calendar);
}

static Attempt *
new_attempt (CrmMirroredCalendar *self)
{
  Attempt *attempt = g_new0 (Attempt, 1);

  attempt->calendar = ref_calendar (self);
  attempt->client = self->client != NULL ? g_object_ref (self->client) : NULL;
  attempt->cancellable = g_object_ref (self->cancellable);
  attempt->window = crm_calendar_news_window (g_get_real_time ());
  return attempt;
}

static void
free_attempt (gpointer data)
{
  Attempt *attempt = data;

  unref_calendar (attempt->calendar);
  g_clear_object (&attempt->client);
  g_clear_object (&attempt->view);
  g_object_unref (attempt->cancellable);
  g_clear_pointer (&attempt->uids, g_hash_table_unref);
  g_free (attempt->known_stamp);
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
hang_up (CrmMirroredCalendar *self)
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
  self->is_busy = FALSE;
}

static void
fail (CrmMirroredCalendar *self, const char *message, guint retry_secs)
{
  hang_up (self);
  self->has_failed = TRUE;
  self->functions->failed (self->owner, self, message, retry_secs);
}

/* --- what the calendar tells ---------------------------------------------------------------- */

static gboolean
settled_cb (gpointer data)
{
  CrmMirroredCalendar *self = data;

  self->settle_timer = 0;
  read_changed (self);
  return G_SOURCE_REMOVE;
}

static void
take_change (CrmMirroredCalendar *self, const char *uid)
{
  if (uid == NULL)
    return;
  g_hash_table_add (self->changed, g_strdup (uid));
  if (self->settle_timer == 0 && !self->is_busy)
    self->settle_timer = g_timeout_add (SETTLE_MSECS, settled_cb, self);
}

static void
objects_changed_cb (ECalClientView *view, const GSList *components, CrmMirroredCalendar *self)
{
  for (const GSList *link = components; link != NULL; link = link->next)
    take_change (self, i_cal_component_get_uid (link->data));
}

static void
objects_removed_cb (ECalClientView *view, const GSList *ids, CrmMirroredCalendar *self)
{
  for (const GSList *link = ids; link != NULL; link = link->next)
    take_change (self, e_cal_component_id_get_uid (link->data));
}

static void
died_cb (EClient *client, CrmMirroredCalendar *self)
{
  ref_calendar (self);
  fail (self, "the calendar's process ended", REOPEN_SECS);
  unref_calendar (self);
}

/* --- reading and writing -------------------------------------------------------------------- */

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Attempt) attempt = user_data;
  g_autoptr (GError) error = NULL;
  CrmMirroredCalendar *self = attempt->calendar;
  gboolean written = crm_store_index_finish (CRM_STORE (source), result, &error);

  if (is_over (attempt))
    return;
  if (!written)
    {
      fail (self, error->message, RETRY_SECS);
      return;
    }
  self->is_busy = FALSE;
  self->functions->written (self->owner);
  if (self->view != NULL && g_hash_table_size (self->changed) > 0)
    read_changed (self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Attempt) attempt = user_data;
  g_autoptr (GError) error = NULL;
  CrmMirroredCalendar *self = attempt->calendar;
  CrmCalendarNews *news = g_task_propagate_pointer (G_TASK (result), &error);

  if (is_over (attempt) || error != NULL)
    {
      crm_calendar_news_free (news);
      if (!is_over (attempt))
        fail (self, error->message, RETRY_SECS);
      return;
    }
  if (news == NULL) /* nothing has changed */
    {
      self->is_busy = FALSE;
      if (g_hash_table_size (self->changed) > 0)
        read_changed (self);
      return;
    }
  crm_store_index_async (self->store, crm_calendar_news_apply, news,
                         (GDestroyNotify)crm_calendar_news_free, attempt->cancellable, written_cb,
                         attempt);
  g_steal_pointer (&attempt);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Attempt *attempt = data;
  GError *error = NULL;
  CrmCalendarNews *news
      = crm_calendar_news_read_some (attempt->client, attempt->calendar->uid, &attempt->window,
                                     attempt->uids, cancellable, &error);

  if (news == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, news, (GDestroyNotify)crm_calendar_news_free);
}

/* Runs @func, which returns #CrmCalendarNews or nothing; @attempt lives until it has been written.
 */
static void
run (Attempt *attempt /* (transfer full) */, GTaskThreadFunc func)
{
  g_autoptr (GTask) task = g_task_new (NULL, attempt->cancellable, read_cb, attempt);

  attempt->calendar->is_busy = TRUE;
  g_task_set_source_tag (task, run);
  g_task_set_task_data (task, attempt, NULL);
  g_task_run_in_thread (task, func);
}

static void
read_changed (CrmMirroredCalendar *self)
{
  Attempt *attempt = new_attempt (self);

  attempt->uids = g_steal_pointer (&self->changed);
  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run (attempt, read_in_thread);
}

/* --- opening -------------------------------------------------------------------------------- */

/* These calls wait for the bus. What changes after the view has started is heard, so what is read
 * then misses nothing. */
static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Attempt *attempt = data;
  ECalClientView *view = attempt->view;
  g_autofree char *revision = NULL;
  g_autofree char *stamp = NULL;
  CrmCalendarNews *news = NULL;
  GError *error = NULL;

  e_cal_client_view_set_flags (view, E_CAL_CLIENT_VIEW_FLAGS_NONE, &error);
  if (error == NULL)
    e_cal_client_view_start (view, &error);
  if (error == NULL)
    {
      e_client_get_backend_property_sync (E_CLIENT (attempt->client), "revision", &revision,
                                          cancellable, NULL);
      if (revision != NULL && revision[0] == '\0')
        g_clear_pointer (&revision, g_free);
      stamp = crm_calendar_news_stamp (revision, &attempt->window);
      if (stamp == NULL || g_strcmp0 (stamp, attempt->known_stamp) != 0)
        news = crm_calendar_news_read_all (attempt->client, attempt->calendar->uid,
                                           &attempt->window, stamp, cancellable, &error);
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, news, (GDestroyNotify)crm_calendar_news_free);
}

static void
got_view_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Attempt) attempt = user_data;
  g_autoptr (GError) error = NULL;
  ECalClientView *view = NULL;
  CrmMirroredCalendar *self = attempt->calendar;

  e_cal_client_get_view_finish (E_CAL_CLIENT (source), result, &view, &error);
  if (is_over (attempt) || view == NULL)
    {
      g_clear_object (&view);
      if (!is_over (attempt))
        fail (self, error->message, RETRY_SECS);
      return;
    }
  self->view = view;
  attempt->view = g_object_ref (view);
  g_signal_connect (view, "objects-added", G_CALLBACK (objects_changed_cb), self);
  g_signal_connect (view, "objects-modified", G_CALLBACK (objects_changed_cb), self);
  g_signal_connect (view, "objects-removed", G_CALLBACK (objects_removed_cb), self);
  run (g_steal_pointer (&attempt), load_in_thread);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Attempt) attempt = user_data;
  g_autoptr (GError) error = NULL;
  EClient *client = e_cal_client_connect_finish (result, &error);
  CrmMirroredCalendar *self = attempt->calendar;

  if (is_over (attempt) || client == NULL)
    {
      g_clear_object (&client);
      if (!is_over (attempt))
        fail (self, error->message, RETRY_SECS);
      return;
    }
  self->client = E_CAL_CLIENT (client);
  attempt->client = g_object_ref (self->client);
  g_signal_connect (client, "backend-died", G_CALLBACK (died_cb), self);
  e_cal_client_get_view (self->client, ALL_EVENTS, attempt->cancellable, got_view_cb, attempt);
  g_steal_pointer (&attempt);
}

static gboolean
look_up_stamp (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  Attempt *attempt = data;

  return crm_index_get_calendar_stamp (index, attempt->calendar->uid, &attempt->known_stamp, error);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Attempt) attempt = user_data;

  /* Not to know it only means to read the calendar anew. */
  crm_store_index_finish (CRM_STORE (source), result, NULL);
  if (is_over (attempt))
    return;
  e_cal_client_connect (attempt->calendar->source, E_CAL_CLIENT_SOURCE_TYPE_EVENTS, DO_NOT_WAIT,
                        attempt->cancellable, connected_cb, attempt);
  g_steal_pointer (&attempt);
}

/**
 * crm_mirrored_calendar_new:
 * @source: an enabled calendar
 * @store: has the index to write
 * @functions: what to call; not copied
 * @owner: the first argument of those
 *
 * Returns: (transfer full): a calendar that is not open yet; give it to
 *   crm_mirrored_calendar_close()
 */
CrmMirroredCalendar *
crm_mirrored_calendar_new (ESource *source,
                           CrmStore *store,
                           const CrmMirroredCalendarOwner *functions,
                           gpointer owner)
{
  CrmMirroredCalendar *self = g_rc_box_new0 (CrmMirroredCalendar);

  self->functions = functions;
  self->owner = owner;
  self->store = g_object_ref (store);
  self->source = g_object_ref (source);
  self->uid = e_source_get_uid (source);
  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/**
 * crm_mirrored_calendar_open:
 * @self: a calendar
 *
 * Connects to the calendar, without waiting for it; one that is open is opened again, and read if
 * the window of time has moved on.
 */
void
crm_mirrored_calendar_open (CrmMirroredCalendar *self)
{
  Attempt *attempt;

  hang_up (self);
  self->has_failed = FALSE;
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  attempt = new_attempt (self);
  crm_store_index_async (self->store, look_up_stamp, attempt, NULL, self->cancellable, looked_up_cb,
                         attempt);
}

/**
 * crm_mirrored_calendar_close:
 * @self: (transfer full): a calendar
 *
 * Lets go of the calendar for good. Its owner is not called any more.
 */
void
crm_mirrored_calendar_close (CrmMirroredCalendar *self)
{
  hang_up (self);
  unref_calendar (self);
}

/**
 * crm_mirrored_calendar_get_uid:
 * @self: a calendar
 *
 * Returns: (transfer none): its source UID
 */
const char *
crm_mirrored_calendar_get_uid (CrmMirroredCalendar *self)
{
  return self->uid;
}

/**
 * crm_mirrored_calendar_has_failed:
 * @self: a calendar
 *
 * Returns: whether it waits to be opened again
 */
gboolean
crm_mirrored_calendar_has_failed (CrmMirroredCalendar *self)
{
  return self->has_failed;
}

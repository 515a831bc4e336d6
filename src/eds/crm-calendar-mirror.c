/* crm-calendar-mirror.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-calendar-mirror"
#include "config.h"

#include "crm-calendar-mirror.h"

#include "crm-mirrored-calendar.h"
#include "crm-source-watch.h"
#include "store/crm-index-events.h"

/* Evolution stays open for weeks: the months that recurring meetings are known for move on. */
#define WINDOW_CHECK_SECS (6 * 60 * 60)

struct _CrmCalendarMirror
{
  GObject parent_instance;
  CrmStore *store;           /* (owned) */
  ESourceRegistry *registry; /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): only while started */
  CrmSourceWatch *watch;     /* (owned) (nullable): only while started */
  guint window_timer;        /* source id, 0 for none */
};

enum
{
  CHANGED,
  CALENDAR_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmCalendarMirror, crm_calendar_mirror, G_TYPE_OBJECT)

static void
crm_calendar_mirror_dispose (GObject *object)
{
  CrmCalendarMirror *self = CRM_CALENDAR_MIRROR (object);

  crm_calendar_mirror_stop (self);
  g_clear_object (&self->store);
  g_clear_object (&self->registry);
  G_OBJECT_CLASS (crm_calendar_mirror_parent_class)->dispose (object);
}

static void
crm_calendar_mirror_class_init (CrmCalendarMirrorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_calendar_mirror_dispose;

  /**
   * CrmCalendarMirror::changed:
   * @self: the mirror
   *
   * The index knows more, or less, than before.
   */
  signals[CHANGED] = g_signal_new ("changed", CRM_TYPE_CALENDAR_MIRROR, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  /**
   * CrmCalendarMirror::calendar-failed:
   * @self: the mirror
   * @uid: the calendar's source UID
   * @message: why, as a detail
   *
   * What is known of the calendar stays as it is. It is tried again later, and when its source
   * changes.
   */
  signals[CALENDAR_FAILED]
      = g_signal_new ("calendar-failed", CRM_TYPE_CALENDAR_MIRROR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
crm_calendar_mirror_init (CrmCalendarMirror *self)
{
}

static void
written (gpointer owner)
{
  g_signal_emit (owner, signals[CHANGED], 0);
}

static void
failed (gpointer owner, CrmMirroredCalendar *calendar, const char *message, guint retry_secs)
{
  g_autoptr (CrmCalendarMirror) self = g_object_ref (owner);
  g_autofree char *uid = g_strdup (crm_mirrored_calendar_get_uid (calendar));

  if (self->watch != NULL)
    crm_source_watch_retry_in (self->watch, retry_secs);
  g_signal_emit (self, signals[CALENDAR_FAILED], 0, uid, message);
}

/* --- what the watch wants ------------------------------------------------------------------- */

/* Birthdays and the weather are no meetings. */
static gboolean
holds_meetings (ESource *source)
{
  static const char *const others[] = { "contacts", "weather", NULL };
  ESourceBackend *backend = e_source_get_extension (source, E_SOURCE_EXTENSION_CALENDAR);
  g_autofree char *name = e_source_backend_dup_backend_name (backend);

  return name != NULL && !g_strv_contains (others, name);
}

static gpointer
follow (gpointer owner, ESource *source)
{
  static const CrmMirroredCalendarOwner functions = { written, failed };
  CrmCalendarMirror *self = owner;
  CrmMirroredCalendar *calendar;

  if (!holds_meetings (source))
    return NULL;
  calendar = crm_mirrored_calendar_new (source, self->store, &functions, self);
  crm_mirrored_calendar_open (calendar);
  return calendar;
}

static void
close_calendar (gpointer calendar)
{
  crm_mirrored_calendar_close (calendar);
}

static gboolean
has_failed (gpointer calendar)
{
  return crm_mirrored_calendar_has_failed (calendar);
}

static void
reopen (gpointer calendar)
{
  crm_mirrored_calendar_open (calendar);
}

static gboolean
keep_calendars (CrmIndex *index, gpointer uids, GCancellable *cancellable, GError **error)
{
  if (!crm_index_begin (index, error))
    return FALSE;
  if (crm_index_keep_calendars (index, uids, error))
    return crm_index_commit (index, error);
  crm_index_rollback (index);
  return FALSE;
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrmCalendarMirror) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!crm_store_index_finish (CRM_STORE (source), result, &error))
    g_debug ("calendars that are gone stay known: %s", error->message);
  else if (self->cancellable != NULL)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
keep (gpointer owner, const char *const *uids)
{
  CrmCalendarMirror *self = owner;

  crm_store_index_async (self->store, keep_calendars, g_strdupv ((char **)uids),
                         (GDestroyNotify)g_strfreev, self->cancellable, kept_cb,
                         g_object_ref (self));
}

static void
reopen_one (gpointer calendar, gpointer data)
{
  crm_mirrored_calendar_open (calendar);
}

static gboolean
check_window_cb (gpointer data)
{
  CrmCalendarMirror *self = data;

  crm_source_watch_foreach (self->watch, reopen_one, NULL);
  return G_SOURCE_CONTINUE;
}

/**
 * crm_calendar_mirror_new:
 * @store: has the index to write
 * @registry: knows the calendars
 *
 * Returns: (transfer full): a mirror that does nothing yet; it works in the thread-default context
 *   of the thread that calls crm_calendar_mirror_start(), which has to be the one @registry emits
 *   its signals in
 */
CrmCalendarMirror *
crm_calendar_mirror_new (CrmStore *store, ESourceRegistry *registry)
{
  CrmCalendarMirror *self;

  g_return_val_if_fail (CRM_IS_STORE (store), NULL);
  g_return_val_if_fail (E_IS_SOURCE_REGISTRY (registry), NULL);

  self = g_object_new (CRM_TYPE_CALENDAR_MIRROR, NULL);
  self->store = g_object_ref (store);
  self->registry = g_object_ref (registry);
  return self;
}

/**
 * crm_calendar_mirror_start:
 * @self: a mirror
 *
 * Follows every enabled calendar from now on. Starting twice is no error.
 */
void
crm_calendar_mirror_start (CrmCalendarMirror *self)
{
  static const CrmSourceWatchFuncs functions = { follow, close_calendar, has_failed, reopen, keep };

  g_return_if_fail (CRM_IS_CALENDAR_MIRROR (self));

  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  self->watch
      = crm_source_watch_new (self->registry, E_SOURCE_EXTENSION_CALENDAR, &functions, self);
  self->window_timer = g_timeout_add_seconds (WINDOW_CHECK_SECS, check_window_cb, self);
}

/**
 * crm_calendar_mirror_stop:
 * @self: a mirror
 *
 * Closes the calendars; the index keeps what it knows. Nothing is emitted after that. To be called
 * before the store is closed. Stopping twice is no error.
 */
void
crm_calendar_mirror_stop (CrmCalendarMirror *self)
{
  g_return_if_fail (CRM_IS_CALENDAR_MIRROR (self));

  if (self->cancellable == NULL)
    return;
  g_clear_handle_id (&self->window_timer, g_source_remove);
  g_clear_pointer (&self->watch, crm_source_watch_free);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

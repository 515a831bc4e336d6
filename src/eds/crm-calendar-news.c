/* crm-calendar-news.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-calendar-news"
#include "config.h"

#include "crm-calendar-news.h"

#include "store/crm-index-events.h"

/* Ten years of meetings behind, one year of recurring ones ahead. */
#define YEARS_BEHIND 10
#define MONTHS_AHEAD 13
#define ALL_EVENTS "#t"

struct _CrmCalendarNews
{
  char *calendar_uid; /* (owned) */
  gboolean is_all;    /* what is not here is forgotten */
  char *stamp;        /* (owned) (nullable): with all */
  GHashTable
      *events; /* (owned) (element-type utf8 GPtrArray): CrmEvent by UID, none for gone ones */
};

/**
 * crm_calendar_news_window:
 * @now_usec: UTC
 *
 * Returns: which occurrences are kept; it moves on by whole months, so that it stays for a while
 */
CrmEventWindow
crm_calendar_news_window (gint64 now_usec)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (now_usec / G_USEC_PER_SEC);
  g_autoptr (GDateTime) month = now != NULL
                                    ? g_date_time_new_utc (g_date_time_get_year (now),
                                                           g_date_time_get_month (now), 1, 0, 0, 0)
                                    : NULL;
  g_autoptr (GDateTime) from = NULL;
  g_autoptr (GDateTime) to = NULL;
  CrmEventWindow window = { now_usec, now_usec };

  if (month == NULL)
    return window;
  from = g_date_time_add_years (month, -YEARS_BEHIND);
  to = g_date_time_add_months (month, MONTHS_AHEAD);
  if (from != NULL && to != NULL)
    {
      window.start_usec = g_date_time_to_unix (from) * G_USEC_PER_SEC;
      window.end_usec = g_date_time_to_unix (to) * G_USEC_PER_SEC;
    }
  return window;
}

/**
 * crm_calendar_news_stamp:
 * @revision: (nullable): the calendar's
 * @window: what is kept of it
 *
 * Returns: (transfer full) (nullable): changes whenever the calendar has to be read again; %NULL
 * when that cannot be told
 */
char *
crm_calendar_news_stamp (const char *revision, const CrmEventWindow *window)
{
  if (revision == NULL)
    return NULL;
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s", window->end_usec / G_USEC_PER_SEC, revision);
}

static void
free_events (gpointer events)
{
  g_clear_pointer ((GPtrArray **)&events, g_ptr_array_unref);
}

static CrmCalendarNews *
new_news (const char *calendar_uid)
{
  CrmCalendarNews *self = g_new0 (CrmCalendarNews, 1);

  self->calendar_uid = g_strdup (calendar_uid);
  self->events = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_events);
  return self;
}

/**
 * crm_calendar_news_free:
 * @self: (nullable): news
 */
void
crm_calendar_news_free (CrmCalendarNews *self)
{
  if (self == NULL)
    return;
  g_free (self->calendar_uid);
  g_free (self->stamp);
  g_hash_table_unref (self->events);
  g_free (self);
}

/* An event whose rule nobody can follow is left out; the others are not its hostages. */
static gboolean
expand (CrmCalendarNews *self,
        ECalClient *client,
        const char *uid,
        GSList *components,
        const CrmEventWindow *window,
        GCancellable *cancellable,
        GError **error)
{
  g_autoptr (GError) local_error = NULL;
  GPtrArray *events
      = crm_event_expand (self->calendar_uid, components, window, e_cal_client_tzlookup_cb, client,
                          e_cal_util_get_system_timezone (), cancellable, &local_error);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      free_events (events);
      return FALSE;
    }
  if (events == NULL)
    g_debug ("an event that cannot be expanded: %s", local_error->message);
  g_hash_table_replace (self->events, g_strdup (uid), events);
  return TRUE;
}

static void
free_group (gpointer components)
{
  g_slist_free (components);
}

/* (element-type utf8 GSList): what shares a UID belongs together; borrows from @components */
static GHashTable *
group_by_uid (GSList *components)
{
  GHashTable *groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (GSList *link = components; link != NULL; link = link->next)
    {
      const char *uid = i_cal_component_get_uid (link->data);
      GSList *group = uid != NULL ? g_hash_table_lookup (groups, uid) : NULL;

      if (uid != NULL)
        g_hash_table_replace (groups, g_strdup (uid), g_slist_prepend (group, link->data));
    }
  return groups;
}

/**
 * crm_calendar_news_read_all:
 * @client: a calendar; its process is waited for
 * @calendar_uid: its source UID
 * @window: what is wanted
 * @stamp: (nullable): what the calendar was at before this call
 * @cancellable: (nullable): stops it
 * @error: (nullable): what the calendar says, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): all that the calendar holds, %NULL on failure
 */
CrmCalendarNews *
crm_calendar_news_read_all (ECalClient *client,
                            const char *calendar_uid,
                            const CrmEventWindow *window,
                            const char *stamp,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (CrmCalendarNews) self = new_news (calendar_uid);
  g_autoptr (GHashTable) groups = NULL;
  GSList *components = NULL;
  GHashTableIter iter;
  gpointer uid;
  gpointer group;
  gboolean done = TRUE;

  self->is_all = TRUE;
  self->stamp = g_strdup (stamp);
  if (!e_cal_client_get_object_list_sync (client, ALL_EVENTS, &components, cancellable, error))
    return NULL;
  groups = group_by_uid (components);
  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, &uid, &group))
    {
      done = done && expand (self, client, uid, group, window, cancellable, error);
      free_group (group);
    }
  g_slist_free_full (components, g_object_unref);
  return done ? g_steal_pointer (&self) : NULL;
}

static gboolean
read_one (CrmCalendarNews *self,
          ECalClient *client,
          const char *uid,
          const CrmEventWindow *window,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (GError) local_error = NULL;
  GSList *parts = NULL;
  GSList *components = NULL;
  gboolean done;

  if (!e_cal_client_get_objects_for_uid_sync (client, uid, &parts, cancellable, &local_error))
    {
      if (!g_error_matches (local_error, E_CAL_CLIENT_ERROR, E_CAL_CLIENT_ERROR_OBJECT_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      g_hash_table_replace (self->events, g_strdup (uid), NULL);
      return TRUE;
    }
  for (GSList *link = parts; link != NULL; link = link->next)
    components = g_slist_prepend (components, e_cal_component_get_icalcomponent (link->data));
  done = expand (self, client, uid, components, window, cancellable, error);
  g_slist_free (components);
  g_slist_free_full (parts, g_object_unref);
  return done;
}

/**
 * crm_calendar_news_read_some:
 * @client: a calendar; its process is waited for
 * @calendar_uid: its source UID
 * @window: what is wanted
 * @uids: (element-type utf8 utf8): a set of UIDs
 * @cancellable: (nullable): stops it
 * @error: (nullable): what the calendar says, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what the calendar holds under those UIDs now, %NULL on
 * failure
 */
CrmCalendarNews *
crm_calendar_news_read_some (ECalClient *client,
                             const char *calendar_uid,
                             const CrmEventWindow *window,
                             GHashTable *uids,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (CrmCalendarNews) self = new_news (calendar_uid);
  GHashTableIter iter;
  gpointer uid;

  g_hash_table_iter_init (&iter, uids);
  while (g_hash_table_iter_next (&iter, &uid, NULL))
    if (!read_one (self, client, uid, window, cancellable, error))
      return NULL;
  return g_steal_pointer (&self);
}

static gboolean
write_events (CrmIndex *index,
              const CrmCalendarNews *self,
              GCancellable *cancellable,
              GError **error)
{
  GHashTableIter iter;
  gpointer uid;
  gpointer events;

  if (self->is_all && !crm_index_clear_calendar (index, self->calendar_uid, error))
    return FALSE;
  g_hash_table_iter_init (&iter, self->events);
  while (g_hash_table_iter_next (&iter, &uid, &events))
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !crm_index_replace_events (index, self->calendar_uid, uid, events, error))
      return FALSE;
  return !self->is_all
         || crm_index_set_calendar_stamp (index, self->calendar_uid, self->stamp, error);
}

/**
 * crm_calendar_news_apply:
 * @index: the index, on its own thread
 * @news: a #CrmCalendarNews
 * @cancellable: (nullable): asked between two events
 * @error: (nullable): storage errors, %G_IO_ERROR_CANCELLED
 *
 * A #CrmIndexFunc: writes the news in one transaction.
 *
 * Returns: whether all is well; if not, nothing was written
 */
gboolean
crm_calendar_news_apply (CrmIndex *index, gpointer news, GCancellable *cancellable, GError **error)
{
  if (!crm_index_begin (index, error))
    return FALSE;
  if (write_events (index, news, cancellable, error))
    return crm_index_commit (index, error);
  crm_index_rollback (index);
  return FALSE;
}

/* crm-test-events.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-events.h"

#include <string.h>

#include "store/crm-index-events.h"

typedef struct
{
  const CrmTestEvent *events;
  guint n;
} Work;

static CrmEvent *
make_event (const CrmTestEvent *test)
{
  const char *calendar = test->calendar != NULL ? test->calendar : "calendar";
  CrmEvent *event = crm_event_new (calendar, test->uid, test->recurrence_id);
  g_auto (GStrv) parties = g_strsplit (test->parties, " ", -1);
  gint64 base = CRM_TEST_START_USEC / G_USEC_PER_SEC;

  if (test->is_all_day)
    base -= base % CRM_TEST_DAY;
  event->start_usec = (base + test->start_secs) * G_USEC_PER_SEC;
  event->end_usec = event->start_usec + test->secs * G_USEC_PER_SEC;
  event->is_all_day = test->is_all_day;
  event->status = test->status != 0 ? test->status : CRM_EVENT_CONFIRMED;
  crm_event_set_summary (event, test->uid);
  for (guint i = 0; parties[i] != NULL; i++)
    {
      gboolean declined = g_str_has_suffix (parties[i], "-");

      if (declined)
        parties[i][strlen (parties[i]) - 1] = '\0';
      crm_event_add_party (event, parties[i], NULL,
                           declined ? CRM_PARTICIPATION_DECLINED : CRM_PARTICIPATION_ACCEPTED,
                           i == 0);
    }
  return event;
}

static gboolean
put_in_worker (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  const Work *work = data;
  guint i = 0;

  if (!crm_index_begin (index, error))
    return FALSE;
  while (i < work->n) /* those of one UID and calendar follow each other */
    {
      const CrmTestEvent *first = &work->events[i];
      g_autoptr (GPtrArray) events
          = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_event_free);

      for (; i < work->n && g_str_equal (work->events[i].uid, first->uid)
             && g_strcmp0 (work->events[i].calendar, first->calendar) == 0;
           i++)
        g_ptr_array_add (events, make_event (&work->events[i]));
      if (!crm_index_replace_events (index, first->calendar != NULL ? first->calendar : "calendar",
                                     first->uid, events, error))
        return FALSE;
    }
  return crm_index_commit (index, error);
}

/**
 * crm_test_put_events:
 * @store: a store
 * @events: what calendars hold; those of one calendar and UID follow each other
 * @n: how many
 */
void
crm_test_put_events (CrmStore *store, const CrmTestEvent *events, guint n)
{
  Work work = { events, n };
  g_autoptr (GError) error = NULL;

  crm_store_index_sync (store, put_in_worker, &work, NULL, &error);
  g_assert_no_error (error);
}

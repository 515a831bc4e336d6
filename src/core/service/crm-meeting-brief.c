/* crm-meeting-brief.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-meeting-brief"
#include "config.h"

#include "crm-meeting-brief.h"

#include "service/crm-meetings.h"
#include "store/crm-event-query.h"

/* Who meets more people than that knows nobody's papers by heart; the others are named. */
#define MAX_PEOPLE 40
#define MAX_LETTERS 6
#define MAX_MEETINGS 4
/* Of them all together; nobody reads a longer list on the way. */
#define MAX_PROMISES 40
/* Of these, those that took place or should have. */
#define MEETINGS_READ 30
/* A day has no more meetings that anybody could go to. */
#define MAX_EVENTS 100

static void
free_person (gpointer data)
{
  CrmBriefPerson *person = data;

  crm_context_unref (person->context);
  g_clear_pointer (&person->letters, g_ptr_array_unref);
  g_clear_pointer (&person->meetings, g_ptr_array_unref);
  g_free (person);
}

/**
 * crm_meeting_brief_free:
 * @self: (nullable): a brief
 */
void
crm_meeting_brief_free (CrmMeetingBrief *self)
{
  if (self == NULL)
    return;
  crm_event_free (self->event);
  g_clear_pointer (&self->meeting, crm_record_unref);
  g_clear_pointer (&self->filed, g_ptr_array_unref);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->promises, g_ptr_array_unref);
  g_free (self);
}

static CrmContext *
load_context (CrmReader *reader, const CrmEvent *event, const char *address, GError **error)
{
  g_autoptr (CrmMessage) people = crm_meetings_people_of (event);
  CrmContextRequest request = { .message = people,
                                .address = (char *)address,
                                .event = (CrmEvent *)event,
                                .follow_up_limit = MAX_PROMISES };

  return crm_context_load (reader, &request, error);
}

static GPtrArray *
load_items (CrmReader *reader,
            const CrmContext *context,
            CrmHistoryKind kind,
            gint64 before_usec,
            guint limit,
            GError **error)
{
  const char *person = context->person != NULL ? context->person->id : NULL;
  const char *contact = context->contact != NULL ? context->contact->contact_uid : NULL;
  g_autoptr (GPtrArray) addresses = crm_query_person_addresses (reader, person, contact, error);
  CrmHistoryQuery query
      = { .person = person, .before_usec = before_usec, .limit = limit, .kinds = 1u << kind };
  g_autoptr (CrmHistory) history = NULL;

  if (addresses == NULL)
    return NULL;
  if (!g_ptr_array_find_with_equal_func (addresses, context->address, g_str_equal, NULL))
    g_ptr_array_add (addresses, g_strdup (context->address));
  g_ptr_array_add (addresses, NULL);
  query.addresses = (const char *const *)addresses->pdata;
  history = crm_history_load (reader, &query, error);
  return history != NULL ? g_ptr_array_ref (history->items) : NULL;
}

static gboolean
has_begun (const CrmHistoryItem *item)
{
  return item->meeting_state == CRM_MEETING_HELD || item->meeting_state == CRM_MEETING_NOT_HELD
         || item->meeting_state == CRM_MEETING_NO_SHOW
         || item->meeting_state == CRM_MEETING_UNDER_WAY;
}

static gboolean
is_this_meeting (const CrmEvent *event, const CrmHistoryItem *item)
{
  return g_str_equal (item->event_uid, event->uid)
         && g_strcmp0 (item->recurrence_id, event->recurrence_id) == 0;
}

/* One that is still to come has no outcome, and one that was called off says little. */
static void
keep_earlier (const CrmEvent *event, GPtrArray *meetings)
{
  guint n = 0;

  while (n < meetings->len)
    {
      const CrmHistoryItem *item = g_ptr_array_index (meetings, n);

      if (n < MAX_MEETINGS && has_begun (item) && !is_this_meeting (event, item))
        n++;
      else
        g_ptr_array_remove_index (meetings, n);
    }
}

static CrmParticipation
get_participation (const CrmEvent *event, const char *address)
{
  for (guint i = 0; i < event->parties->len; i++)
    {
      const CrmEventParty *party = g_ptr_array_index (event->parties, i);

      if (g_str_equal (party->address, address))
        return party->participation;
    }
  return CRM_PARTICIPATION_UNKNOWN;
}

static gboolean
add_person (CrmMeetingBrief *self, CrmReader *reader, CrmContext *context, GError **error)
{
  CrmBriefPerson *person = g_new0 (CrmBriefPerson, 1);

  person->context = crm_context_ref (context);
  person->participation = get_participation (self->event, context->address);
  g_ptr_array_add (self->people, person);
  person->letters = load_items (reader, context, CRM_HISTORY_EMAIL, G_MAXINT64, MAX_LETTERS, error);
  if (person->letters == NULL)
    return FALSE;
  person->meetings = load_items (reader, context, CRM_HISTORY_MEETING, self->event->start_usec,
                                 MEETINGS_READ, error);
  if (person->meetings == NULL)
    return FALSE;
  keep_earlier (self->event, person->meetings);
  return TRUE;
}

static gboolean
has_record (const GPtrArray *records, const char *id)
{
  for (guint i = 0; i < records->len; i++)
    if (g_str_equal (((const CrmRecord *)g_ptr_array_index (records, i))->id, id))
      return TRUE;
  return FALSE;
}

static void
add_promises (CrmMeetingBrief *self, const GPtrArray *follow_ups, gboolean has_more)
{
  self->has_more_promises |= has_more;
  for (guint i = 0; i < follow_ups->len; i++)
    {
      CrmRecord *record = g_ptr_array_index (follow_ups, i);

      if (!has_record (self->promises, record->id))
        g_ptr_array_add (self->promises, crm_record_ref (record));
    }
}

static gboolean
add_promises_of_deals (CrmMeetingBrief *self, CrmReader *reader, GError **error)
{
  for (guint i = 0; i < self->filed->len; i++)
    {
      const CrmDealState *state = g_ptr_array_index (self->filed, i);
      gboolean has_more;
      g_autoptr (GPtrArray) follow_ups = crm_query_open_follow_ups_of_deal (
          reader, state->deal->id, MAX_PROMISES, &has_more, error);

      if (follow_ups == NULL)
        return FALSE;
      add_promises (self, follow_ups, has_more);
    }
  return TRUE;
}

static int
compare_promises (gconstpointer a, gconstpointer b)
{
  gint64 x = crm_record_get_int (*(const CrmRecord *const *)a, "due", G_MAXINT64);
  gint64 y = crm_record_get_int (*(const CrmRecord *const *)b, "due", G_MAXINT64);

  return (x > y) - (x < y);
}

static void
keep_first_promises (CrmMeetingBrief *self)
{
  g_ptr_array_sort (self->promises, compare_promises);
  if (self->promises->len <= MAX_PROMISES)
    return;
  self->has_more_promises = TRUE;
  g_ptr_array_set_size (self->promises, MAX_PROMISES);
}

static void
add_name (CrmMeetingBrief *self, const CrmMessageParty *party)
{
  g_ptr_array_add (self->names, g_strdup (party->name != NULL ? party->name : party->address));
}

/* The first context knows who takes part at all, without oneself. */
static gboolean
load_people (CrmMeetingBrief *self, CrmReader *reader, CrmContext *first, GError **error)
{
  for (guint i = 0; i < first->people->len; i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (first->people, i);
      GError *local_error = NULL;
      gboolean is_colleague = crm_query_is_colleague (reader, party->address, &local_error);
      g_autoptr (CrmContext) context = NULL;

      if (local_error != NULL)
        {
          g_propagate_error (error, local_error);
          return FALSE;
        }
      if (is_colleague || self->people->len >= MAX_PEOPLE)
        {
          add_name (self, party);
          continue;
        }
      context = load_context (reader, self->event, party->address, error);
      if (context == NULL || !add_person (self, reader, context, error))
        return FALSE;
      add_promises (self, context->follow_ups, context->has_more_follow_ups);
    }
  return TRUE;
}

/**
 * crm_meeting_brief_load:
 * @reader: a reader
 * @event: a meeting
 * @error: (nullable): storage errors, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what is known for it, %NULL on failure
 */
CrmMeetingBrief *
crm_meeting_brief_load (CrmReader *reader, const CrmEvent *event, GError **error)
{
  g_autoptr (CrmMeetingBrief) self = g_new0 (CrmMeetingBrief, 1);
  g_autoptr (CrmContext) first = load_context (reader, event, NULL, error);

  if (first == NULL)
    return NULL;
  self->event = crm_event_copy (event);
  self->now_usec = crm_reader_get_now_usec (reader);
  self->meeting = first->meeting != NULL ? crm_record_ref (first->meeting) : NULL;
  self->filed = g_ptr_array_ref (first->filed);
  self->people = g_ptr_array_new_with_free_func (free_person);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->promises = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  if (!load_people (self, reader, first, error) || !add_promises_of_deals (self, reader, error))
    return NULL;
  keep_first_promises (self);
  return g_steal_pointer (&self);
}

static gboolean
has_user_declined (CrmReader *reader, const CrmEvent *event, GError **error)
{
  for (guint i = 0; i < event->parties->len; i++)
    {
      const CrmEventParty *party = g_ptr_array_index (event->parties, i);
      GError *local_error = NULL;

      if (party->participation != CRM_PARTICIPATION_DECLINED)
        continue;
      if (crm_query_is_own (reader, party->address, &local_error))
        return TRUE;
      if (local_error != NULL)
        {
          g_propagate_error (error, local_error);
          return FALSE;
        }
    }
  return FALSE;
}

/* A day's holidays and errands need no papers. */
static gboolean
is_worth_a_sheet (const CrmMeetingBrief *brief)
{
  return brief->people->len > 0 || brief->filed->len > 0
         || (brief->meeting != NULL && crm_record_get_text (brief->meeting, "agenda") != NULL);
}

/**
 * crm_meeting_brief_load_day:
 * @reader: a reader
 * @day: days since 1970-01-01, where the user is
 * @error: (nullable): storage errors, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer container) (nullable) (element-type CrmMeetingBrief): of all meetings on that
 *   day that somebody from outside comes to, or for which something was decided or written down;
 *   without those that are cancelled or that the user declined. %NULL on failure
 */
GPtrArray *
crm_meeting_brief_load_day (CrmReader *reader, int day, GError **error)
{
  CrmEventRange range = crm_event_range_of_days (day, day);
  g_autoptr (GPtrArray) events = crm_query_events_in (reader, &range, MAX_EVENTS, error);
  g_autoptr (GPtrArray) briefs
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_meeting_brief_free);

  for (guint i = 0; events != NULL && i < events->len; i++)
    {
      const CrmEvent *event = g_ptr_array_index (events, i);
      GError *local_error = NULL;
      CrmMeetingBrief *brief;

      if (event->status == CRM_EVENT_CANCELLED || has_user_declined (reader, event, &local_error))
        continue;
      brief = local_error == NULL ? crm_meeting_brief_load (reader, event, &local_error) : NULL;
      if (brief == NULL)
        {
          g_propagate_error (error, local_error);
          return NULL;
        }
      if (is_worth_a_sheet (brief))
        g_ptr_array_add (briefs, brief);
      else
        crm_meeting_brief_free (brief);
    }
  return events != NULL ? g_steal_pointer (&briefs) : NULL;
}

typedef struct
{
  CrmEvent *event; /* (owned) (nullable): NULL for all of a day */
  int day;
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  crm_event_free (request->event);
  g_free (request);
}

static gpointer
load_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  const Request *request = data;
  g_autoptr (GPtrArray) briefs = NULL;
  CrmMeetingBrief *brief;

  if (request->event == NULL)
    return crm_meeting_brief_load_day (reader, request->day, error);
  briefs = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_meeting_brief_free);
  brief = crm_meeting_brief_load (reader, request->event, error);
  if (brief == NULL)
    return NULL;
  g_ptr_array_add (briefs, brief);
  return g_steal_pointer (&briefs);
}

/**
 * crm_meeting_brief_load_async:
 * @store: a store
 * @event: (nullable): a meeting; %NULL for those of a day
 * @day: days since 1970-01-01, where the user is; of no meaning with @event
 * @cancellable: (nullable): interrupts the query
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * See crm_meeting_brief_load() and crm_meeting_brief_load_day().
 */
void
crm_meeting_brief_load_async (CrmStore *store,
                              const CrmEvent *event,
                              int day,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  Request *request = g_new0 (Request, 1);

  request->event = crm_event_copy (event);
  request->day = day;
  crm_store_read_async (store, load_in_worker, request, free_request,
                        (GDestroyNotify)g_ptr_array_unref, cancellable, callback, user_data);
}

/**
 * crm_meeting_brief_load_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): the errors of crm_meeting_brief_load()
 *
 * Returns: (transfer container) (nullable) (element-type CrmMeetingBrief): what was asked for,
 * %NULL on failure
 */
GPtrArray *
crm_meeting_brief_load_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}

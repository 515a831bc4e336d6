/* crm-event-expand.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-event-expand"
#include "config.h"

#include "crm-event-expand.h"

#include <string.h>

#include "model/crm-text.h"

/* More than ten years of two a day. */
#define MAX_OCCURRENCES 8000

/* libical-glib has no clean-up functions of its own before 4.0. */
typedef ICalTime OwnedTime;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OwnedTime, g_object_unref)

typedef struct
{
  const char *calendar_uid;
  const CrmEventWindow *window;
  ECalRecurResolveTimezoneCb resolve_zone;
  gpointer zone_data;
  ICalTimezone *local_zone;  /* (not owned) */
  GCancellable *cancellable; /* (nullable) */
  GHashTable *moved; /* (owned) (element-type utf8): recurrence ids with objects of their own */
  GPtrArray *events; /* (owned) (element-type CrmEvent) */
} Expansion;

/* (transfer none) (nullable): the zone that the event names for one of its times */
static ICalTimezone *
find_named_zone (Expansion *self, ICalComponent *component, ICalPropertyKind kind)
{
  ICalProperty *property = i_cal_component_get_first_property (component, kind);
  ICalParameter *parameter
      = property != NULL ? i_cal_property_get_first_parameter (property, I_CAL_TZID_PARAMETER)
                         : NULL;
  ICalTimezone *zone = NULL;

  if (parameter != NULL)
    zone = self->resolve_zone (i_cal_parameter_get_tzid (parameter), self->zone_data,
                               self->cancellable, NULL);
  g_clear_object (&parameter);
  g_clear_object (&property);
  return zone;
}

/* Of a date the day's midnight in UTC, wherever one is; a time without a zone is meant here. */
static gint64
to_usec (Expansion *self, ICalTime *time, ICalComponent *component, ICalPropertyKind kind)
{
  ICalTimezone *zone = i_cal_time_get_timezone (time);

  if (i_cal_time_is_date (time))
    return (gint64)i_cal_time_as_timet (time) * G_USEC_PER_SEC;
  if (zone == NULL && !i_cal_time_is_utc (time))
    zone = find_named_zone (self, component, kind);
  return (gint64)i_cal_time_as_timet_with_zone (time, zone != NULL ? zone : self->local_zone)
         * G_USEC_PER_SEC;
}

/* (transfer full): the same for all who hold the event, whatever zone it is written in */
static char *
recurrence_id_of (Expansion *self, ICalTime *time, ICalComponent *component, ICalPropertyKind kind)
{
  g_autoptr (GDateTime) moment = NULL;

  if (i_cal_time_is_date (time))
    return g_strdup_printf ("%04d%02d%02d", i_cal_time_get_year (time), i_cal_time_get_month (time),
                            i_cal_time_get_day (time));
  moment = g_date_time_new_from_unix_utc (to_usec (self, time, component, kind) / G_USEC_PER_SEC);
  return moment != NULL ? g_date_time_format (moment, "%Y%m%dT%H%M%SZ") : NULL;
}

static CrmParticipation
participation_of (ICalProperty *attendee)
{
  ICalParameter *parameter
      = i_cal_property_get_first_parameter (attendee, I_CAL_PARTSTAT_PARAMETER);
  CrmParticipation participation = CRM_PARTICIPATION_UNKNOWN;

  if (parameter == NULL)
    return participation;
  switch (i_cal_parameter_get_partstat (parameter))
    {
    case I_CAL_PARTSTAT_ACCEPTED:
    case I_CAL_PARTSTAT_COMPLETED:
    case I_CAL_PARTSTAT_INPROCESS:
      participation = CRM_PARTICIPATION_ACCEPTED;
      break;
    case I_CAL_PARTSTAT_TENTATIVE:
      participation = CRM_PARTICIPATION_TENTATIVE;
      break;
    case I_CAL_PARTSTAT_DECLINED:
    case I_CAL_PARTSTAT_DELEGATED:
      participation = CRM_PARTICIPATION_DECLINED;
      break;
    default:
      break;
    }
  g_object_unref (parameter);
  return participation;
}

static char *
dup_parameter (ICalProperty *property, const char *name)
{
  return i_cal_property_get_parameter_as_string (property, name);
}

static gboolean
is_somebody (ICalProperty *attendee)
{
  g_autofree char *kind = dup_parameter (attendee, "CUTYPE");

  return kind == NULL || g_ascii_strcasecmp (kind, "INDIVIDUAL") == 0
         || g_ascii_strcasecmp (kind, "UNKNOWN") == 0;
}

/* Some servers write urn:uuid: or a path, and the address beside it. */
static void
add_party (CrmEvent *event, ICalProperty *property, const char *address, gboolean is_organizer)
{
  g_autofree char *email = dup_parameter (property, "EMAIL");
  g_autofree char *name = dup_parameter (property, "CN");
  CrmParticipation participation
      = is_organizer ? CRM_PARTICIPATION_ACCEPTED : participation_of (property);

  if (!is_organizer && !is_somebody (property))
    return;
  if (email == NULL || !crm_event_add_party (event, email, name, participation, is_organizer))
    crm_event_add_party (event, address, name, participation, is_organizer);
}

static void
add_parties (CrmEvent *event, ICalComponent *component)
{
  ICalProperty *property = i_cal_component_get_first_property (component, I_CAL_ORGANIZER_PROPERTY);
  gboolean has_attendees
      = i_cal_component_count_properties (component, I_CAL_ATTENDEE_PROPERTY) > 0;

  /* A calendar that names its owner on every event has not invited anybody. */
  if (property != NULL && has_attendees)
    add_party (event, property, i_cal_property_get_organizer (property), TRUE);
  g_clear_object (&property);

  for (property = i_cal_component_get_first_property (component, I_CAL_ATTENDEE_PROPERTY);
       property != NULL; g_object_unref (property),
      property = i_cal_component_get_next_property (component, I_CAL_ATTENDEE_PROPERTY))
    add_party (event, property, i_cal_property_get_attendee (property), FALSE);
}

static CrmEventStatus
status_of (ICalComponent *component)
{
  switch (i_cal_component_get_status (component))
    {
    case I_CAL_STATUS_CANCELLED:
      return CRM_EVENT_CANCELLED;
    case I_CAL_STATUS_TENTATIVE:
      return CRM_EVENT_TENTATIVE;
    default:
      return CRM_EVENT_CONFIRMED;
    }
}

/* Where the inviter meant it, for those who are elsewhere. */
static void
set_zone (Expansion *self, CrmEvent *event, ICalComponent *component, ICalTime *start)
{
  ICalTimezone *zone = find_named_zone (self, component, I_CAL_DTSTART_PROPERTY);
  const char *name;

  if (event->is_all_day || i_cal_time_is_utc (start) || zone == NULL
      || zone == i_cal_timezone_get_utc_timezone ())
    return;
  name = i_cal_timezone_get_location (zone);
  if (name == NULL || name[0] == '\0')
    name = i_cal_timezone_get_tzid (zone);
  if (name == NULL || name[0] == '\0' || g_str_equal (name, "UTC"))
    return;
  event->zone = crm_text_clean (name);
  /* Both are the clock on the wall there, one taken for UTC. */
  event->zone_offset_secs
      = (int)((gint64)i_cal_time_as_timet_with_zone (start, i_cal_timezone_get_utc_timezone ())
              - event->start_usec / G_USEC_PER_SEC);
}

static void
add_event (Expansion *self,
           ICalComponent *component,
           ICalTime *start,
           ICalTime *end,
           const char *recurrence_id)
{
  g_autoptr (CrmEvent) event
      = crm_event_new (self->calendar_uid, i_cal_component_get_uid (component), recurrence_id);

  event->is_all_day = i_cal_time_is_date (start);
  event->start_usec = to_usec (self, start, component, I_CAL_DTSTART_PROPERTY);
  event->end_usec = end != NULL ? to_usec (self, end, component, I_CAL_DTEND_PROPERTY) : 0;
  event->end_usec = MAX (event->end_usec, event->start_usec);
  if (event->end_usec < self->window->start_usec || event->start_usec > self->window->end_usec)
    return;
  event->status = status_of (component);
  crm_event_set_summary (event, i_cal_component_get_summary (component));
  event->location = g_strdup (i_cal_component_get_location (component));
  set_zone (self, event, component, start);
  add_parties (event, component);
  g_ptr_array_add (self->events, g_steal_pointer (&event));
}

static gboolean
add_occurrence_cb (ICalComponent *component,
                   ICalTime *start,
                   ICalTime *end,
                   gpointer data,
                   GCancellable *cancellable,
                   GError **error)
{
  Expansion *self = data;
  g_autofree char *id = recurrence_id_of (self, start, component, I_CAL_DTSTART_PROPERTY);

  if (id != NULL && !g_hash_table_contains (self->moved, id))
    add_event (self, component, start, end, id);
  return self->events->len < MAX_OCCURRENCES;
}

static gboolean
has_several (short second_entry)
{
  return second_entry != (short)I_CAL_RECURRENCE_ARRAY_MAX;
}

/* libecal makes all occurrences before it tells the first, so that a rule by the second would take
 * gigabytes. No meeting comes more often than once an hour. */
static gboolean
is_too_frequent (ICalComponent *component)
{
  gboolean found = FALSE;

  for (ICalProperty *property = i_cal_component_get_first_property (component,
                                                                    I_CAL_RRULE_PROPERTY);
       property != NULL; g_object_unref (property),
                    property = i_cal_component_get_next_property (component, I_CAL_RRULE_PROPERTY))
    {
      ICalRecurrence *rule = i_cal_property_get_rrule (property);
      ICalRecurrenceFrequency frequency = i_cal_recurrence_get_freq (rule);

      found |= frequency == I_CAL_SECONDLY_RECURRENCE || frequency == I_CAL_MINUTELY_RECURRENCE
               || has_several (i_cal_recurrence_get_by_second (rule, 1))
               || has_several (i_cal_recurrence_get_by_minute (rule, 1));
      g_object_unref (rule);
    }
  return found;
}

static ICalTime *
time_of_usec (gint64 usec)
{
  return i_cal_time_new_from_timet_with_zone ((time_t)(usec / G_USEC_PER_SEC), FALSE,
                                              i_cal_timezone_get_utc_timezone ());
}

static gboolean
expand_master (Expansion *self, ICalComponent *component, GError **error)
{
  g_autoptr (OwnedTime) from = time_of_usec (self->window->start_usec);
  g_autoptr (OwnedTime) to = time_of_usec (self->window->end_usec);
  g_autoptr (GError) local_error = NULL;

  /* It also fails, and says nothing, when the callback has had enough. */
  e_cal_recur_generate_instances_sync (component, from, to, add_occurrence_cb, self,
                                       self->resolve_zone, self->zone_data, self->local_zone,
                                       self->cancellable, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
is_private (ICalComponent *component)
{
  ICalProperty *property = i_cal_component_get_first_property (component, I_CAL_CLASS_PROPERTY);
  ICalProperty_Class class = property != NULL ? i_cal_property_get_class (property)
                                              : I_CAL_CLASS_NONE;

  g_clear_object (&property);
  return class == I_CAL_CLASS_PRIVATE || class == I_CAL_CLASS_CONFIDENTIAL;
}

static gboolean
has_start (ICalComponent *component)
{
  g_autoptr (OwnedTime) start = i_cal_component_get_dtstart (component);

  return start != NULL && !i_cal_time_is_null_time (start) && i_cal_time_is_valid_time (start);
}

static void
add_single (Expansion *self, ICalComponent *component, const char *recurrence_id)
{
  g_autoptr (OwnedTime) start = i_cal_component_get_dtstart (component);
  g_autoptr (OwnedTime) end = i_cal_component_get_dtend (component); /* or start + duration */

  add_event (self, component, start, end, recurrence_id);
}

static char *
dup_own_recurrence_id (Expansion *self, ICalComponent *component)
{
  g_autoptr (OwnedTime) time = i_cal_component_get_recurrenceid (component);

  if (time == NULL || i_cal_time_is_null_time (time))
    return NULL;
  return recurrence_id_of (self, time, component, I_CAL_RECURRENCEID_PROPERTY);
}

static gboolean
expand_one (Expansion *self, ICalComponent *component, GError **error)
{
  g_autofree char *recurrence_id = NULL;

  if (!has_start (component) || is_private (component)
      || i_cal_component_get_uid (component) == NULL)
    return TRUE;
  recurrence_id = dup_own_recurrence_id (self, component);
  if (recurrence_id == NULL && e_cal_util_component_has_recurrences (component)
      && !is_too_frequent (component))
    return expand_master (self, component, error);
  add_single (self, component, recurrence_id);
  return TRUE;
}

/**
 * crm_event_expand:
 * @calendar_uid: the calendar's source UID
 * @components: (element-type ICalComponent): VEVENTs that share a UID: the event itself, and those
 * of its occurrences that were changed
 * @window: what of it is wanted
 * @resolve_zone: (scope call): finds the time zones that the events name
 * @zone_data: data for @resolve_zone
 * @local_zone: where times without a zone, and unknown zones, are meant
 * @cancellable: (nullable): stops between two occurrences
 * @error: (nullable): %G_IO_ERROR_CANCELLED, or what libical says of a rule it cannot follow
 *
 * Makes every occurrence of an event within the window. Events without a start and private or
 * confidential ones give nothing; of an event with more than 8,000 occurrences the first are given,
 * and only the first of one that comes more often than once an hour.
 *
 * Returns: (transfer full) (nullable) (element-type CrmEvent): the occurrences, %NULL on failure
 */
GPtrArray *
crm_event_expand (const char *calendar_uid,
                  GSList *components,
                  const CrmEventWindow *window,
                  ECalRecurResolveTimezoneCb resolve_zone,
                  gpointer zone_data,
                  ICalTimezone *local_zone,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GHashTable) moved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_event_free);
  Expansion self
      = { calendar_uid, window, resolve_zone, zone_data, local_zone, cancellable, moved, events };

  for (GSList *link = components; link != NULL; link = link->next)
    {
      char *id = dup_own_recurrence_id (&self, link->data);

      if (id != NULL)
        g_hash_table_add (moved, id);
    }
  for (GSList *link = components; link != NULL; link = link->next)
    if (!expand_one (&self, link->data, error))
      return NULL;
  return g_steal_pointer (&events);
}

/**
 * crm_event_read:
 * @component: a VEVENT: a single event, or one occurrence with its RECURRENCE-ID
 * @resolve_zone: (scope call): finds the time zones that the event names
 * @zone_data: data for @resolve_zone
 * @local_zone: where times without a zone, and unknown zones, are meant
 *
 * Reads an event at hand, such as one that is being edited; of a recurring one the first
 * occurrence.
 *
 * Returns: (transfer full) (nullable): the event, of no calendar; %NULL for one that is marked
 *   private, or has no UID or start
 */
CrmEvent *
crm_event_read (ICalComponent *component,
                ECalRecurResolveTimezoneCb resolve_zone,
                gpointer zone_data,
                ICalTimezone *local_zone)
{
  const CrmEventWindow all = { G_MININT64, G_MAXINT64 };
  const char *uid = i_cal_component_get_uid (component);
  g_autoptr (GPtrArray) events = g_ptr_array_new ();
  g_autofree char *recurrence_id = NULL;
  Expansion self = { "", &all, resolve_zone, zone_data, local_zone, NULL, NULL, events };

  if (uid == NULL || uid[0] == '\0' || !has_start (component) || is_private (component))
    return NULL;
  recurrence_id = dup_own_recurrence_id (&self, component);
  add_single (&self, component, recurrence_id);
  return events->len > 0 ? g_ptr_array_index (events, 0) : NULL;
}

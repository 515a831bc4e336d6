/* crm-task-ical.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-task-ical"
#include "config.h"

#include "crm-task-ical.h"

#include <string.h>

#include "model/crm-date.h"

/* What Evolution's own editor writes. */
#define HIGH 3
#define NORMAL 5
#define LOW 7
#define ETAG "X-EVOLUTION-CALDAV-ETAG"
#define DAYS_TO_1970 719163
#define DAYS_TO_9993 2930000 /* what comes later has no room in a date */

/* --- times ---------------------------------------------------------------------------------- */

/* (transfer none) (nullable): the zone that a time of @property is in; NULL for one that floats */
static ICalTimezone *
zone_of (ICalProperty *property, ECalClient *client)
{
  ICalParameter *parameter = i_cal_property_get_first_parameter (property, I_CAL_TZID_PARAMETER);
  const char *tzid = parameter != NULL ? i_cal_parameter_get_tzid (parameter) : NULL;
  ICalTimezone *zone = NULL;

  if (tzid != NULL)
    zone = i_cal_timezone_get_builtin_timezone_from_tzid (tzid);
  if (tzid != NULL && zone == NULL)
    zone = i_cal_timezone_get_builtin_timezone (tzid);
  if (tzid != NULL && zone == NULL && client != NULL)
    e_cal_client_get_timezone_sync (client, tzid, &zone, NULL, NULL);
  g_clear_object (&parameter);
  return zone;
}

static gint64
usec_of (ICalTime *when, ICalTimezone *zone)
{
  if (i_cal_time_is_utc (when))
    zone = i_cal_timezone_get_utc_timezone ();
  else if (zone == NULL)
    zone = e_cal_util_get_system_timezone ();
  return (gint64)i_cal_time_as_timet_with_zone (when, zone) * G_USEC_PER_SEC;
}

static gboolean
day_of (ICalTime *when, gint64 *out_day)
{
  int year = i_cal_time_get_year (when);
  int month = i_cal_time_get_month (when);
  int day = i_cal_time_get_day (when);
  GDate date;

  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31
      || !g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year))
    return FALSE;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  *out_day = (gint64)g_date_get_julian (&date) - DAYS_TO_1970;
  return TRUE;
}

/* The library's own check lets months and days pass that no calendar has, and then counts with
 * them. */
static gboolean
is_sound (ICalTime *when)
{
  gint64 day;

  return !i_cal_time_is_null_time (when) && i_cal_time_is_valid_time (when) && day_of (when, &day);
}

/* (transfer full) (nullable) */
static ICalTime *
time_of (ICalProperty *property)
{
  ICalTime *when = NULL;

  if (i_cal_property_isa (property) == I_CAL_DUE_PROPERTY)
    when = i_cal_property_get_due (property);
  else if (i_cal_property_isa (property) == I_CAL_DTSTART_PROPERTY)
    when = i_cal_property_get_dtstart (property);
  else if (i_cal_property_isa (property) == I_CAL_COMPLETED_PROPERTY)
    when = i_cal_property_get_completed (property);
  if (when != NULL && !is_sound (when))
    g_clear_object (&when);
  return when;
}

/* Reads a date or time; a date is midnight of the local zone in @out_usec. */
static gboolean
read_when (ICalComponent *vtodo,
           ICalPropertyKind kind,
           ECalClient *client,
           gboolean *out_is_day,
           gint64 *out_day,
           gint64 *out_usec)
{
  ICalProperty *property = i_cal_component_get_first_property (vtodo, kind);
  ICalTime *when = property != NULL ? time_of (property) : NULL;
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  gboolean found = when != NULL && day_of (when, out_day);

  if (found)
    {
      *out_is_day = i_cal_time_is_date (when);
      *out_usec = *out_is_day ? crm_date_day_to_usec ((int)*out_day, local)
                              : usec_of (when, zone_of (property, client));
      if (!*out_is_day)
        *out_day = crm_date_day_from_usec (*out_usec, local);
    }
  g_clear_object (&when);
  g_clear_object (&property);
  return found;
}

static ICalTime *
new_day (gint64 day)
{
  ICalTime *when = i_cal_time_new_null_time ();
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32)(CLAMP (day, 1 - DAYS_TO_1970, DAYS_TO_9993) + DAYS_TO_1970));
  i_cal_time_set_date (when, g_date_get_year (&date), g_date_get_month (&date),
                       g_date_get_day (&date));
  i_cal_time_set_is_date (when, TRUE);
  return when;
}

static ICalTime *
new_time (gint64 usec)
{
  return i_cal_time_new_from_timet_with_zone ((time_t)(usec / G_USEC_PER_SEC), FALSE,
                                              i_cal_timezone_get_utc_timezone ());
}

static void
remove_all (ICalComponent *component, ICalPropertyKind kind)
{
  e_cal_util_component_remove_property_by_kind (component, kind, TRUE);
}

/* --- reminders ------------------------------------------------------------------------------ */

/* (transfer full) (nullable): the first alarm that shows or sounds */
static ICalComponent *
first_alarm (ICalComponent *vtodo)
{
  ICalComponent *alarm = i_cal_component_get_first_component (vtodo, I_CAL_VALARM_COMPONENT);

  while (alarm != NULL)
    {
      ICalProperty *action = i_cal_component_get_first_property (alarm, I_CAL_ACTION_PROPERTY);
      ICalPropertyAction kind
          = action != NULL ? i_cal_property_get_action (action) : I_CAL_ACTION_NONE;

      g_clear_object (&action);
      if (kind == I_CAL_ACTION_DISPLAY || kind == I_CAL_ACTION_AUDIO)
        return alarm;
      g_object_unref (alarm);
      alarm = i_cal_component_get_next_component (vtodo, I_CAL_VALARM_COMPONENT);
    }
  return NULL;
}

/* What a relative alarm counts from. */
static gboolean
alarm_base (ICalComponent *vtodo, gboolean from_end, ECalClient *client, gint64 *out_usec)
{
  gboolean is_day;
  gint64 day;

  if (!from_end && read_when (vtodo, I_CAL_DTSTART_PROPERTY, client, &is_day, &day, out_usec))
    return TRUE;
  return read_when (vtodo, I_CAL_DUE_PROPERTY, client, &is_day, &day, out_usec);
}

static gboolean
counts_from_end (ICalProperty *property)
{
  ICalParameter *parameter = i_cal_property_get_first_parameter (property, I_CAL_RELATED_PARAMETER);
  gboolean is_end
      = parameter != NULL && i_cal_parameter_get_related (parameter) == I_CAL_RELATED_END;

  g_clear_object (&parameter);
  return is_end;
}

static void
read_reminder (CrmTask *task, ICalComponent *vtodo, ECalClient *client)
{
  ICalComponent *alarm = first_alarm (vtodo);
  ICalProperty *property
      = alarm != NULL ? i_cal_component_get_first_property (alarm, I_CAL_TRIGGER_PROPERTY) : NULL;
  ICalTrigger *trigger = property != NULL ? i_cal_property_get_trigger (property) : NULL;
  ICalTime *when = trigger != NULL ? i_cal_trigger_get_time (trigger) : NULL;
  ICalDuration *duration = trigger != NULL ? i_cal_trigger_get_duration (trigger) : NULL;
  gint64 base;

  if (when != NULL && !i_cal_time_is_null_time (when))
    {
      if (is_sound (when))
        crm_task_set_int (task, CRM_TASK_REMIND_AT,
                          usec_of (when, i_cal_timezone_get_utc_timezone ()));
    }
  else if (duration != NULL && alarm_base (vtodo, counts_from_end (property), client, &base))
    crm_task_set_int (task, CRM_TASK_REMIND_AT,
                      base + (gint64)i_cal_duration_as_int (duration) * G_USEC_PER_SEC);
  g_clear_object (&when);
  g_clear_object (&duration);
  g_clear_object (&trigger);
  g_clear_object (&property);
  g_clear_object (&alarm);
}

/* Of a recurring task the reminder moves on with it, unless it is so far away that iCalendar's
 * library cannot count the seconds. */
static ICalProperty *
new_trigger (ICalComponent *vtodo, const CrmTask *task, ECalClient *client)
{
  gint64 at_usec = crm_task_get_int (task, CRM_TASK_REMIND_AT, 0);
  ICalTrigger *trigger = i_cal_trigger_new_from_int (0);
  ICalProperty *property;
  gint64 base;
  gint64 secs = G_MAXINT64;

  if (e_cal_util_component_has_recurrences (vtodo) && alarm_base (vtodo, TRUE, client, &base))
    secs = at_usec / G_USEC_PER_SEC - base / G_USEC_PER_SEC;
  if (secs > -G_MAXINT && secs < G_MAXINT)
    {
      ICalDuration *duration = i_cal_duration_new_from_int ((int)secs);

      i_cal_trigger_set_duration (trigger, duration);
      property = i_cal_property_new_trigger (trigger);
      i_cal_property_take_parameter (property, i_cal_parameter_new_related (I_CAL_RELATED_END));
      g_object_unref (duration);
    }
  else
    {
      ICalTime *when = new_time (at_usec);

      i_cal_trigger_set_time (trigger, when);
      property = i_cal_property_new_trigger (trigger);
      i_cal_property_take_parameter (property, i_cal_parameter_new_value (I_CAL_VALUE_DATETIME));
      g_object_unref (when);
    }
  g_object_unref (trigger);
  return property;
}

static void
write_reminder (ICalComponent *vtodo, const CrmTask *task, ECalClient *client)
{
  ICalComponent *alarm = first_alarm (vtodo);
  const char *title = crm_task_get_text (task, CRM_TASK_TITLE);

  if (task->values[CRM_TASK_REMIND_AT].kind == CRM_VALUE_NULL)
    {
      if (alarm != NULL)
        i_cal_component_remove_component (vtodo, alarm);
      g_clear_object (&alarm);
      return;
    }
  if (alarm == NULL)
    {
      alarm = i_cal_component_new_valarm ();
      i_cal_component_take_property (alarm, i_cal_property_new_action (I_CAL_ACTION_DISPLAY));
      i_cal_component_take_property (alarm,
                                     i_cal_property_new_description (title != NULL ? title : ""));
      i_cal_component_add_component (vtodo, alarm);
    }
  remove_all (alarm, I_CAL_TRIGGER_PROPERTY);
  i_cal_component_take_property (alarm, new_trigger (vtodo, task, client));
  g_object_unref (alarm);
}

/* --- the other fields ----------------------------------------------------------------------- */

/**
 * crm_task_ical_normalize_rule:
 * @rule: (nullable): a recurrence rule
 *
 * Returns: (transfer full) (nullable): the same as iCalendar's library writes it, %NULL when it is
 *   none
 */
char *
crm_task_ical_normalize_rule (const char *rule)
{
  ICalRecurrence *recurrence = rule != NULL ? i_cal_recurrence_new_from_string (rule) : NULL;
  char *text = NULL;

  if (recurrence != NULL && i_cal_recurrence_get_freq (recurrence) != I_CAL_NO_RECURRENCE)
    text = i_cal_recurrence_to_string (recurrence);
  g_clear_object (&recurrence);
  return text;
}

static void
read_rule (CrmTask *task, ICalComponent *vtodo)
{
  ICalProperty *property = i_cal_component_get_first_property (vtodo, I_CAL_RRULE_PROPERTY);
  ICalRecurrence *rule = property != NULL ? i_cal_property_get_rrule (property) : NULL;
  g_autofree char *text = NULL;

  if (rule != NULL && i_cal_recurrence_get_freq (rule) != I_CAL_NO_RECURRENCE)
    text = i_cal_recurrence_to_string (rule);
  crm_task_set_text (task, CRM_TASK_RECURRENCE, text);
  g_clear_object (&rule);
  g_clear_object (&property);
}

static void
write_rule (ICalComponent *vtodo, const CrmTask *task)
{
  g_autofree char *text
      = crm_task_ical_normalize_rule (crm_task_get_text (task, CRM_TASK_RECURRENCE));
  ICalRecurrence *rule;

  remove_all (vtodo, I_CAL_RRULE_PROPERTY);
  if (text == NULL)
    return;
  rule = i_cal_recurrence_new_from_string (text);
  i_cal_component_take_property (vtodo, i_cal_property_new_rrule (rule));
  g_object_unref (rule);
}

static void
read_state (CrmTask *task, ICalComponent *vtodo)
{
  ICalPropertyStatus status = i_cal_component_get_status (vtodo);
  ICalProperty *completed = i_cal_component_get_first_property (vtodo, I_CAL_COMPLETED_PROPERTY);
  ICalTime *when = completed != NULL ? time_of (completed) : NULL;
  gboolean is_done = status == I_CAL_STATUS_COMPLETED
                     || (status != I_CAL_STATUS_CANCELLED && status != I_CAL_STATUS_NEEDSACTION
                         && status != I_CAL_STATUS_INPROCESS && when != NULL);

  crm_task_set_text (task, CRM_TASK_STATUS,
                     is_done                            ? "done"
                     : status == I_CAL_STATUS_CANCELLED ? "dropped"
                                                        : "open");
  if (is_done && when != NULL)
    crm_task_set_int (task, CRM_TASK_DONE_AT, usec_of (when, i_cal_timezone_get_utc_timezone ()));
  g_clear_object (&when);
  g_clear_object (&completed);
}

static void
write_state (ICalComponent *vtodo, const CrmTask *task, ECalClient *client)
{
  const char *status = crm_task_get_text (task, CRM_TASK_STATUS);
  gint64 done_usec = crm_task_get_int (task, CRM_TASK_DONE_AT, g_get_real_time ());
  gboolean is_done = g_strcmp0 (status, "done") == 0;

  /* It moves on to the next time. */
  if (is_done && client != NULL && e_cal_util_component_has_recurrences (vtodo)
      && e_cal_util_mark_task_complete_sync (vtodo, (time_t)(done_usec / G_USEC_PER_SEC), client,
                                             NULL, NULL))
    return;
  remove_all (vtodo, I_CAL_COMPLETED_PROPERTY);
  remove_all (vtodo, I_CAL_PERCENTCOMPLETE_PROPERTY);
  if (is_done)
    {
      ICalTime *when = new_time (done_usec);

      i_cal_component_take_property (vtodo, i_cal_property_new_completed (when));
      i_cal_component_take_property (vtodo, i_cal_property_new_percentcomplete (100));
      g_object_unref (when);
    }
  i_cal_component_set_status (vtodo, is_done ? I_CAL_STATUS_COMPLETED
                                     : g_strcmp0 (status, "dropped") == 0
                                         ? I_CAL_STATUS_CANCELLED
                                         : I_CAL_STATUS_NEEDSACTION);
}

static void
read_due (CrmTask *task, ICalComponent *vtodo, ECalClient *client)
{
  gboolean is_day;
  gint64 day;
  gint64 usec;

  if (!read_when (vtodo, I_CAL_DUE_PROPERTY, client, &is_day, &day, &usec))
    return;
  crm_task_set_int (task, CRM_TASK_DUE, day);
  if (!is_day)
    crm_task_set_int (task, CRM_TASK_DUE_AT, usec);
}

/* A start must be of the same kind and not later; one that is not goes. */
static void
write_due (ICalComponent *vtodo, const CrmTask *task, ECalClient *client)
{
  gboolean has_time = task->values[CRM_TASK_DUE_AT].kind != CRM_VALUE_NULL;
  gboolean has_day = task->values[CRM_TASK_DUE].kind != CRM_VALUE_NULL;
  ICalTime *when = NULL;
  gboolean is_day = FALSE;
  gint64 day;
  gint64 start_usec;
  gint64 due_usec;

  remove_all (vtodo, I_CAL_DUE_PROPERTY);
  remove_all (vtodo, I_CAL_DURATION_PROPERTY);
  if (has_time)
    when = new_time (crm_task_get_int (task, CRM_TASK_DUE_AT, 0));
  else if (has_day)
    when = new_day (crm_task_get_int (task, CRM_TASK_DUE, 0));
  if (when == NULL)
    return;
  i_cal_component_take_property (vtodo, i_cal_property_new_due (when));
  g_object_unref (when);
  if (read_when (vtodo, I_CAL_DTSTART_PROPERTY, client, &is_day, &day, &start_usec)
      && (is_day == has_time
          || (read_when (vtodo, I_CAL_DUE_PROPERTY, client, &is_day, &day, &due_usec)
              && start_usec > due_usec)))
    remove_all (vtodo, I_CAL_DTSTART_PROPERTY);
}

/* (transfer none) (nullable): where the user is, if that is more than an offset */
static ICalTimezone *
local_zone (void)
{
  g_autoptr (GTimeZone) here = g_time_zone_new_local ();
  const char *name = g_time_zone_get_identifier (here);

  return name != NULL && !g_str_equal (name, "UTC") ? i_cal_timezone_get_builtin_timezone (name)
                                                    : NULL;
}

static ICalProperty *
zoned (ICalProperty *property, ICalTimezone *zone /* (nullable) */)
{
  if (zone != NULL)
    i_cal_property_take_parameter (property,
                                   i_cal_parameter_new_tzid (i_cal_timezone_get_tzid (zone)));
  return property;
}

/* What is due every week at nine stays due at nine when the clocks are changed, which a time in UTC
 * would not; and it is counted from when it is due, not from now. */
static void
prepare_recurring (ICalComponent *vtodo, ECalClient *client)
{
  ICalProperty *property = i_cal_component_get_first_property (vtodo, I_CAL_DUE_PROPERTY);
  ICalTime *when = property != NULL ? time_of (property) : NULL;
  ICalTimezone *zone = local_zone ();

  if (when != NULL && !i_cal_time_is_date (when) && i_cal_time_is_utc (when) && zone != NULL
      && e_cal_client_add_timezone_sync (client, zone, NULL, NULL))
    {
      ICalTime *here = i_cal_time_convert_to_zone (when, zone);

      remove_all (vtodo, I_CAL_DUE_PROPERTY);
      i_cal_component_take_property (vtodo, zoned (i_cal_property_new_due (here), zone));
      g_object_unref (when);
      when = here;
    }
  else
    zone = property != NULL ? zone_of (property, client) : NULL;
  if (when != NULL && !e_cal_util_component_has_property (vtodo, I_CAL_DTSTART_PROPERTY))
    i_cal_component_take_property (vtodo, zoned (i_cal_property_new_dtstart (when), zone));
  g_clear_object (&when);
  g_clear_object (&property);
}

static void
read_priority (CrmTask *task, ICalComponent *vtodo)
{
  ICalProperty *property = i_cal_component_get_first_property (vtodo, I_CAL_PRIORITY_PROPERTY);
  int priority = property != NULL ? i_cal_property_get_priority (property) : 0;

  if (priority > 0)
    crm_task_set_text (task, CRM_TASK_PRIORITY,
                       priority < NORMAL    ? "high"
                       : priority == NORMAL ? "normal"
                                            : "low");
  g_clear_object (&property);
}

static void
write_priority (ICalComponent *vtodo, const CrmTask *task)
{
  const char *priority = crm_task_get_text (task, CRM_TASK_PRIORITY);

  remove_all (vtodo, I_CAL_PRIORITY_PROPERTY);
  if (priority != NULL)
    i_cal_component_take_property (
        vtodo, i_cal_property_new_priority (g_str_equal (priority, "high")  ? HIGH
                                            : g_str_equal (priority, "low") ? LOW
                                                                            : NORMAL));
}

static char *
dup_text (ICalComponent *vtodo, ICalPropertyKind kind)
{
  ICalProperty *property = i_cal_component_get_first_property (vtodo, kind);
  const char *text = NULL;
  char *copy;

  if (property != NULL)
    text = kind == I_CAL_SUMMARY_PROPERTY ? i_cal_property_get_summary (property)
                                          : i_cal_property_get_description (property);
  copy = g_strdup (text);
  g_clear_object (&property);
  return copy;
}

/* --- the whole ------------------------------------------------------------------------------ */

/**
 * crm_task_ical_read:
 * @vtodo: a task, whoever wrote it
 * @client: (nullable): knows time zones; may be waited for
 *
 * Returns: (transfer full): what a follow-up has of it
 */
CrmTask *
crm_task_ical_read (ICalComponent *vtodo, ECalClient *client)
{
  CrmTask *task = crm_task_new ();
  g_autofree char *title = dup_text (vtodo, I_CAL_SUMMARY_PROPERTY);
  g_autofree char *note = dup_text (vtodo, I_CAL_DESCRIPTION_PROPERTY);

  crm_task_set_text (task, CRM_TASK_TITLE, title);
  crm_task_set_text (task, CRM_TASK_NOTE, note);
  read_due (task, vtodo, client);
  read_reminder (task, vtodo, client);
  read_priority (task, vtodo);
  read_rule (task, vtodo);
  read_state (task, vtodo);
  return task;
}

/**
 * crm_task_ical_write:
 * @vtodo: a task, changed in place
 * @task: what it is to be
 * @mask: in which fields; all others stay as they are
 * @client: (nullable): may be waited for; without one a recurring task does not move on
 */
void
crm_task_ical_write (ICalComponent *vtodo,
                     const CrmTask *task,
                     CrmTaskMask mask,
                     ECalClient *client)
{
  const char *title = crm_task_get_text (task, CRM_TASK_TITLE);
  const char *note = crm_task_get_text (task, CRM_TASK_NOTE);

  if (mask & CRM_TASK_BIT (CRM_TASK_TITLE) && title != NULL)
    i_cal_component_set_summary (vtodo, title);
  if (mask & CRM_TASK_BIT (CRM_TASK_NOTE))
    {
      remove_all (vtodo, I_CAL_DESCRIPTION_PROPERTY);
      if (note != NULL)
        i_cal_component_take_property (vtodo, i_cal_property_new_description (note));
    }
  if (mask & CRM_TASK_WHEN)
    write_due (vtodo, task, client);
  if (mask & CRM_TASK_BIT (CRM_TASK_PRIORITY))
    write_priority (vtodo, task);
  if (mask & CRM_TASK_BIT (CRM_TASK_RECURRENCE))
    write_rule (vtodo, task);
  if (mask & (CRM_TASK_WHEN | CRM_TASK_BIT (CRM_TASK_RECURRENCE)) && client != NULL
      && e_cal_util_component_has_recurrences (vtodo))
    {
      prepare_recurring (vtodo, client);
      e_cal_util_init_recur_task_sync (vtodo, client, NULL, NULL);
    }
  if (mask & CRM_TASK_BIT (CRM_TASK_REMIND_AT))
    write_reminder (vtodo, task, client);
  if (mask & CRM_TASK_STATE)
    write_state (vtodo, task, client);
}

/**
 * crm_task_ical_new:
 * @uid: its UID
 * @task: what it is to be
 * @client: (nullable): may be waited for
 *
 * Returns: (transfer full): a new task
 */
ICalComponent *
crm_task_ical_new (const char *uid, const CrmTask *task, ECalClient *client)
{
  ICalComponent *vtodo = i_cal_component_new_vtodo ();

  i_cal_component_set_uid (vtodo, uid);
  crm_task_ical_write (vtodo, task, CRM_TASK_ALL, client);
  return vtodo;
}

static gboolean
is_volatile (const char *line)
{
  static const char *const prefixes[]
      = { "DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE", "X-EVOLUTION-" };

  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (line, prefixes[i]))
      return TRUE;
  return *line == '\0';
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/**
 * crm_task_ical_digest:
 * @vtodo: a task
 *
 * Returns: (transfer full): changes whenever somebody changes anything about the task; what servers
 *   and programs note down for themselves does not count
 */
char *
crm_task_ical_digest (ICalComponent *vtodo)
{
  g_autofree char *text = i_cal_component_as_ical_string (vtodo);
  g_autoptr (GString) whole = g_string_new (text);
  g_auto (GStrv) lines = NULL;
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  g_string_replace (whole, "\r", "", 0);
  g_string_replace (whole, "\n ", "", 0);
  lines = g_strsplit (whole->str, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (!is_volatile (lines[i]))
      g_ptr_array_add (kept, lines[i]);
  g_ptr_array_sort (kept, compare_lines);
  for (guint i = 0; i < kept->len; i++)
    {
      g_checksum_update (sum, g_ptr_array_index (kept, i), -1);
      g_checksum_update (sum, (const guchar *)"\n", 1);
    }
  return g_strdup (g_checksum_get_string (sum));
}

/**
 * crm_task_ical_etag:
 * @vtodo: a task as EDS has it
 *
 * Returns: (transfer full) (nullable): what the server calls this state of it; stays the same while
 * a change waits for the server
 */
char *
crm_task_ical_etag (ICalComponent *vtodo)
{
  return e_cal_util_component_dup_x_property (vtodo, ETAG);
}

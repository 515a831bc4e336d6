/* test-task-ical.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-task-ical.h"

#include <string.h>

#include "model/crm-date.h"

#define NINE G_GINT64_CONSTANT (1780390800000000) /* 2026-06-02T09:00:00Z */
#define DAY 20606                                 /* 2026-06-02 */
#define HOUR (3600 * (gint64)G_USEC_PER_SEC)

static ICalComponent *
parse (const char *body)
{
  g_autofree char *text = g_strconcat ("BEGIN:VTODO\r\nUID:uid-1\r\n", body, "END:VTODO\r\n", NULL);
  ICalComponent *vtodo = i_cal_component_new_from_string (text);

  g_assert_nonnull (vtodo);
  return vtodo;
}

static CrmTask *
read_body (const char *body)
{
  ICalComponent *vtodo = parse (body);
  CrmTask *task = crm_task_ical_read (vtodo, NULL);

  g_object_unref (vtodo);
  return task;
}

static gboolean
has (const CrmTask *task, CrmTaskField field)
{
  return task->values[field].kind != CRM_VALUE_NULL;
}

static CrmTask *
make_task (void)
{
  CrmTask *task = crm_task_new ();

  crm_task_set_text (task, CRM_TASK_TITLE, "Call Ida; at once, please");
  crm_task_set_int (task, CRM_TASK_DUE, DAY);
  crm_task_set_int (task, CRM_TASK_DUE_AT, NINE);
  crm_task_set_int (task, CRM_TASK_REMIND_AT, NINE - HOUR);
  crm_task_set_text (task, CRM_TASK_PRIORITY, "high");
  crm_task_set_text (task, CRM_TASK_NOTE, "one\ntwo\\ three, Mühle");
  crm_task_set_text (task, CRM_TASK_RECURRENCE, "FREQ=WEEKLY;INTERVAL=2");
  crm_task_set_text (task, CRM_TASK_STATUS, "open");
  return task;
}

/* What a list would store and hand over again. */
static CrmTask *
through_text (const CrmTask *task)
{
  ICalComponent *vtodo = crm_task_ical_new ("uid-1", task, NULL);
  g_autofree char *text = i_cal_component_as_ical_string (vtodo);
  ICalComponent *stored = i_cal_component_new_from_string (text);
  CrmTask *read = crm_task_ical_read (stored, NULL);

  g_assert_null (strstr (text, "\nX-"));
  g_object_unref (stored);
  g_object_unref (vtodo);
  return read;
}

static void
test_round_trip (void)
{
  static const char *const priorities[] = { "high", "normal", "low" };
  static const char *const states[] = { "open", "done", "dropped" };
  g_autoptr (CrmTask) task = make_task ();

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (CrmTask) read = NULL;

      crm_task_set_text (task, CRM_TASK_PRIORITY, priorities[i]);
      crm_task_set_text (task, CRM_TASK_STATUS, states[i]);
      crm_task_set_null (task, CRM_TASK_DONE_AT);
      if (i == 1)
        crm_task_set_int (task, CRM_TASK_DONE_AT, NINE + HOUR);
      read = through_text (task);
      for (guint field = 0; field < CRM_TASK_N_FIELDS; field++)
        if (!crm_value_equal (&read->values[field], &task->values[field]))
          g_error ("%s differs when %s", crm_task_field_name (field), states[i]);
    }
}

/* A day stays a day, and what is not there is not made up. */
static void
test_round_trip_day (void)
{
  g_autoptr (CrmTask) task = crm_task_new ();
  g_autoptr (CrmTask) read = NULL;

  crm_task_set_text (task, CRM_TASK_TITLE, "Offer");
  crm_task_set_int (task, CRM_TASK_DUE, DAY);
  crm_task_set_text (task, CRM_TASK_STATUS, "open");
  read = through_text (task);
  for (guint field = 0; field < CRM_TASK_N_FIELDS; field++)
    g_assert_true (crm_value_equal (&read->values[field], &task->values[field]));
}

static void
test_bare (void)
{
  g_autoptr (CrmTask) task = read_body ("");

  for (guint field = 0; field < CRM_TASK_N_FIELDS; field++)
    g_assert_true (has (task, field) == (field == CRM_TASK_STATUS));
  g_assert_true (crm_task_is_open (task));
}

static void
assert_due (const char *body, gint64 day, gint64 at_usec)
{
  g_autoptr (CrmTask) task = read_body (body);

  g_assert_cmpint (crm_task_get_int (task, CRM_TASK_DUE, -1), ==, day);
  g_assert_cmpint (crm_task_get_int (task, CRM_TASK_DUE_AT, -1), ==, at_usec);
}

static void
test_due (void)
{
  assert_due ("DUE;VALUE=DATE:20260602\r\n", DAY, -1);
  assert_due ("DUE:20260602T090000Z\r\n", DAY, NINE);
  assert_due ("DUE;TZID=Europe/Oslo:20260602T110000\r\n", DAY, NINE);
  assert_due ("DUE:20260602T090000\r\n", DAY, NINE); /* floats: the user's zone, here UTC */
  assert_due ("DUE;TZID=Nowhere/Known:20260602T090000\r\n", DAY, NINE);
  assert_due ("DUE:20260602T235959Z\r\n", DAY, NINE + 15 * HOUR - G_USEC_PER_SEC);
  assert_due ("DUE;VALUE=DATE:20260230\r\n", -1, -1);
  assert_due ("DUE:20268036T090000Z\r\n", -1, -1);
  assert_due ("DUE:soon\r\n", -1, -1);
  assert_due ("DUE;VALUE=TEXT:tomorrow\r\n", -1, -1);
  assert_due ("DUE:\r\n", -1, -1);
}

static void
assert_rule (const char *body, const char *expected)
{
  g_autoptr (CrmTask) task = read_body (body);

  g_assert_cmpstr (crm_task_get_text (task, CRM_TASK_RECURRENCE), ==, expected);
}

static void
test_rule (void)
{
  g_autofree char *none = crm_task_ical_normalize_rule (NULL);
  g_autofree char *broken = crm_task_ical_normalize_rule ("FREQ=SOMETIMES");

  assert_rule ("RRULE:FREQ=WEEKLY;INTERVAL=2\r\n", "FREQ=WEEKLY;INTERVAL=2");
  assert_rule ("RRULE:FREQ=SOMETIMES;INTERVAL=-1\r\n", NULL);
  assert_rule ("RRULE:every day\r\n", NULL);
  assert_rule ("RRULE:\r\n", NULL);
  g_assert_null (none);
  g_assert_null (broken);
}

static void
assert_state (const char *body, const char *status, gint64 done_usec)
{
  g_autoptr (CrmTask) task = read_body (body);

  g_assert_cmpstr (crm_task_get_text (task, CRM_TASK_STATUS), ==, status);
  g_assert_cmpint (crm_task_get_int (task, CRM_TASK_DONE_AT, -1), ==, done_usec);
}

static void
test_state (void)
{
  assert_state ("COMPLETED:20260602T090000Z\r\n", "done", NINE);
  assert_state ("STATUS:COMPLETED\r\n", "done", -1);
  assert_state ("STATUS:COMPLETED\r\nCOMPLETED:nonsense\r\n", "done", -1);
  assert_state ("STATUS:NEEDS-ACTION\r\nCOMPLETED:20260602T090000Z\r\n", "open", -1);
  assert_state ("STATUS:IN-PROCESS\r\n", "open", -1);
  assert_state ("STATUS:CANCELLED\r\nCOMPLETED:20260602T090000Z\r\n", "dropped", -1);
  assert_state ("STATUS:WHATEVER\r\n", "open", -1);
  assert_state ("COMPLETED:20268036T090000Z\r\n", "open", -1);
}

#define ALARM(trigger) "BEGIN:VALARM\r\nACTION:DISPLAY\r\n" trigger "\r\nEND:VALARM\r\n"
#define DUE "DUE:20260602T090000Z\r\n"

static void
assert_reminder (const char *body, gint64 expected)
{
  g_autoptr (CrmTask) task = read_body (body);

  g_assert_cmpint (crm_task_get_int (task, CRM_TASK_REMIND_AT, -1), ==, expected);
}

static void
test_reminder (void)
{
  assert_reminder (DUE ALARM ("TRIGGER;RELATED=END:-PT1H"), NINE - HOUR);
  assert_reminder (DUE ALARM ("TRIGGER:-PT1H"), NINE - HOUR);
  assert_reminder (DUE "DTSTART:20260602T080000Z\r\n" ALARM ("TRIGGER:-PT1H"), NINE - 2 * HOUR);
  assert_reminder (ALARM ("TRIGGER;VALUE=DATE-TIME:20260602T090000Z"), NINE);
  assert_reminder (ALARM ("TRIGGER:-PT1H"), -1); /* before what? */
  assert_reminder (DUE ALARM ("TRIGGER;VALUE=DATE-TIME:11398036T060000Z"), -1);
  assert_reminder (DUE ALARM ("X-NOTHING:1"), -1);
  assert_reminder (DUE "BEGIN:VALARM\r\nACTION:EMAIL\r\nTRIGGER:-PT1H\r\nEND:VALARM\r\n", -1);
}

/* Of a recurring task it moves on with it, unless that is more seconds than the library counts. */
static void
test_reminder_far_away (void)
{
  g_autoptr (CrmTask) task = make_task ();
  g_autoptr (CrmTask) read = NULL;

  crm_task_set_int (task, CRM_TASK_REMIND_AT, NINE - 100 * 366 * 24 * HOUR);
  read = through_text (task);
  g_assert_true (
      crm_value_equal (&read->values[CRM_TASK_REMIND_AT], &task->values[CRM_TASK_REMIND_AT]));
}

static void
test_priority (void)
{
  static const char *const expected[]
      = { NULL, "high", "high", "high", "high", "normal", "low", "low", "low", "low" };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *body = g_strdup_printf ("PRIORITY:%u\r\n", i);
      g_autoptr (CrmTask) task = read_body (body);

      g_assert_cmpstr (crm_task_get_text (task, CRM_TASK_PRIORITY), ==, expected[i]);
    }
}

static void
test_texts (void)
{
  g_autofree char *huge = g_strnfill (1024 * 1024, 'x');
  g_autofree char *body = g_strconcat ("DESCRIPTION:", huge, "\r\n", NULL);
  g_autoptr (CrmTask) large = read_body (body);
  g_autoptr (CrmTask) latin1 = read_body ("SUMMARY:M\xfchle\r\nDESCRIPTION:\xff\xfe\r\n");
  g_autoptr (CrmTask) odd = read_body ("SUMMARY;VALUE=INTEGER:5\r\nDESCRIPTION;VALUE=FLOAT:1\r\n");
  g_autoptr (CrmTask) empty = read_body ("SUMMARY:\r\nDESCRIPTION: \\n\\n\r\n");
  const CrmTask *const all[] = { large, latin1, odd, empty };

  g_assert_cmpuint (strlen (crm_task_get_text (large, CRM_TASK_NOTE)), ==, 1024 * 1024);
  g_assert_cmpstr (crm_task_get_text (latin1, CRM_TASK_TITLE), ==, "M\357\277\275hle");
  g_assert_false (has (empty, CRM_TASK_TITLE));
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    for (guint field = 0; field < CRM_TASK_N_FIELDS; field++)
      {
        const char *text = crm_task_get_text (all[i], field);

        g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
      }
}

/* Only what is asked for changes; the rest of somebody else's task stays. */
static void
test_write_some (void)
{
  ICalComponent *vtodo
      = parse ("SUMMARY:Old\r\nPRIORITY:2\r\nX-THEIRS:kept\r\nLOCATION:Oslo\r\n" DUE);
  g_autoptr (CrmTask) task = make_task ();
  g_autofree char *before = crm_task_ical_digest (vtodo);
  g_autofree char *after = NULL;
  g_autofree char *text = NULL;

  crm_task_ical_write (vtodo, task, 0, NULL);
  after = crm_task_ical_digest (vtodo);
  g_assert_cmpstr (after, ==, before);
  crm_task_ical_write (vtodo, task, CRM_TASK_BIT (CRM_TASK_NOTE), NULL);
  text = i_cal_component_as_ical_string (vtodo);
  g_assert_nonnull (strstr (text, "SUMMARY:Old"));
  g_assert_nonnull (strstr (text, "PRIORITY:2"));
  g_assert_nonnull (strstr (text, "X-THEIRS:kept"));
  g_assert_nonnull (strstr (text, "LOCATION:Oslo"));
  g_assert_null (strstr (text, "RRULE"));
  g_assert_nonnull (strstr (text, "DESCRIPTION:one\\ntwo"));
  g_free (after);
  after = crm_task_ical_digest (vtodo);
  g_assert_cmpstr (after, !=, before);
  g_object_unref (vtodo);
}

/* What servers note down for themselves is no change, and the order of lines is none. */
static void
test_digest (void)
{
  ICalComponent *one = parse ("SUMMARY:x\r\nPRIORITY:2\r\nSEQUENCE:1\r\n");
  ICalComponent *two = parse ("PRIORITY:2\r\nDTSTAMP:20260602T090000Z\r\nSUMMARY:x\r\n"
                              "X-EVOLUTION-CALDAV-ETAG:\"7\"\r\n");
  g_autofree char *first = crm_task_ical_digest (one);
  g_autofree char *second = crm_task_ical_digest (two);
  g_autofree char *no_etag = crm_task_ical_etag (one);
  g_autofree char *etag = crm_task_ical_etag (two);

  g_assert_cmpstr (first, ==, second);
  g_assert_null (no_etag);
  g_assert_cmpstr (etag, ==, "\"7\"");
  g_object_unref (one);
  g_object_unref (two);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/task-ical/round-trip", test_round_trip);
  g_test_add_func ("/task-ical/round-trip-day", test_round_trip_day);
  g_test_add_func ("/task-ical/bare", test_bare);
  g_test_add_func ("/task-ical/due", test_due);
  g_test_add_func ("/task-ical/rule", test_rule);
  g_test_add_func ("/task-ical/state", test_state);
  g_test_add_func ("/task-ical/reminder", test_reminder);
  g_test_add_func ("/task-ical/reminder-far-away", test_reminder_far_away);
  g_test_add_func ("/task-ical/priority", test_priority);
  g_test_add_func ("/task-ical/texts", test_texts);
  g_test_add_func ("/task-ical/write-some", test_write_some);
  g_test_add_func ("/task-ical/digest", test_digest);
  return g_test_run ();
}

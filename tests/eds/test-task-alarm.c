/* test-task-alarm.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * When the reminders ring that we write: by the library that Evolution's own reminders use, and by
 * the watcher itself. */
#include "config.h"

#include "task-fixture.h"

static gint64
usec_of (const char *text)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_iso8601 (text, NULL);

  g_assert_nonnull (when);
  return g_date_time_to_unix (when) * G_USEC_PER_SEC;
}

/* Asserts that the reminders of the only task ring at @expected, wherever whoever asks is. */
static void
assert_rings (Fixture *fixture, const char *const *expected)
{
  static const char *const zones[] = { "UTC", "Europe/Berlin", "America/New_York" };

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      ECalComponentAlarmAction omit[] = { -1 };
      GSList *tasks = task_test_list_tasks (fixture->list);
      ECalComponent *task = e_cal_component_new_from_icalcomponent (g_object_ref (tasks->data));
      ECalComponentAlarms *alarms = e_cal_util_generate_alarms_for_comp (
          task, (time_t)(usec_of ("2026-03-01T00:00:00Z") / G_USEC_PER_SEC),
          (time_t)(usec_of ("2026-11-09T00:00:00Z") / G_USEC_PER_SEC), omit,
          e_cal_client_tzlookup_cb, fixture->list, i_cal_timezone_get_builtin_timezone (zones[i]));
      guint n = 0;
      g_assert_nonnull (alarms);
      for (GSList *link = e_cal_component_alarms_get_instances (alarms); link; link = link->next)
        {
          g_assert_nonnull (expected[n]);
          g_assert_cmpint ((gint64)e_cal_component_alarm_instance_get_time (link->data)
                               * G_USEC_PER_SEC,
                           ==, usec_of (expected[n]));
          n++;
        }
      g_assert_null (expected[n]);
      e_cal_component_alarms_free (alarms);
      g_object_unref (task);
      g_slist_free_full (tasks, g_object_unref);
    }
}

/* The clocks are changed in the night of the 29th. */
static void
test_once (Fixture *fixture, gconstpointer data)
{
  static const char *const rings[] = { "2026-03-28T17:00:00Z", NULL };
  CrmNewFollowUp details = { .title = "Call Ida",
                             .due_at_usec = usec_of ("2026-03-29T07:00:00Z"),
                             .remind_at_usec = usec_of (rings[0]) };
  g_autofree char *id = NULL;

  task_test_start (fixture);
  id = task_test_add (fixture, &details);
  task_test_settle (fixture);
  assert_rings (fixture, rings);
}

static void
test_day (Fixture *fixture, gconstpointer data)
{
  static const char *const rings[] = { "2026-03-29T07:00:00Z", NULL };
  int day = 20541; /* 2026-03-29 */
  CrmNewFollowUp details
      = { .title = "Call Ida", .due_day = &day, .remind_at_usec = usec_of (rings[0]) };
  g_autofree char *id = NULL;
  g_autoptr (CrmRecord) record = NULL;

  task_test_start (fixture);
  id = task_test_add (fixture, &details);
  task_test_settle (fixture);
  assert_rings (fixture, rings);
  record = task_test_follow_up (fixture, id);
  g_assert_cmpint (crm_record_get_int (record, "due", 0), ==, day);
}

/* Every week at nine where the user is, an hour before that: in winter, too. */
static void
test_every_week (Fixture *fixture, gconstpointer data)
{
  static const char *const rings[]
      = { "2026-10-20T06:00:00Z", "2026-10-27T07:00:00Z", "2026-11-03T07:00:00Z", NULL };
  CrmNewFollowUp details = { .title = "Call Ida",
                             .recurrence = "FREQ=WEEKLY",
                             .due_at_usec = usec_of ("2026-10-20T07:00:00Z"),
                             .remind_at_usec = usec_of (rings[0]) };
  g_autofree char *id = NULL;
  g_autoptr (CrmRecord) record = NULL;
  g_autoptr (CrmRecord) next = NULL;

  task_test_start (fixture);
  id = task_test_add (fixture, &details);
  task_test_settle (fixture);
  assert_rings (fixture, rings);
  record = task_test_follow_up (fixture, id);
  g_assert_cmpint (crm_record_get_int (record, "due_at", 0), ==, details.due_at_usec);
  task_test_write_set (fixture, crm_follow_up_finish (record, usec_of ("2026-10-20T07:30:00Z")));
  task_test_wait_for_field (fixture, id, "status", "open");
  next = task_test_follow_up (fixture, id);
  g_assert_cmpint (crm_record_get_int (next, "due_at", 0), ==, usec_of ("2026-10-27T08:00:00Z"));
  g_assert_cmpint (crm_record_get_int (next, "remind_at", 0), ==, usec_of ("2026-10-27T07:00:00Z"));
}

/* --- the watcher that Evolution's reminders are made of -------------------------------------- */

typedef struct
{
  gint64 rang_usec;
  char *summary;
} Rung;

static void
triggered_cb (EReminderWatcher *watcher, const GSList *reminders, gboolean snoozed, Rung *rung)
{
  const EReminderData *data = reminders->data;

  if (rung->summary != NULL)
    return;
  rung->rang_usec = g_get_real_time ();
  rung->summary = g_strdup (i_cal_component_get_summary (
      e_cal_component_get_icalcomponent (e_reminder_data_get_component (data))));
}

static gboolean
has_rung (gpointer data)
{
  return ((Rung *)data)->summary != NULL;
}

/* It rings by itself, at the second. */
static void
test_rings (Fixture *fixture, gconstpointer data)
{
  gint64 when_usec = (g_get_real_time () / G_USEC_PER_SEC + 4) * G_USEC_PER_SEC;
  CrmNewFollowUp details = { .title = "Call Ida",
                             .due_at_usec = when_usec + TASK_TEST_HOUR,
                             .remind_at_usec = when_usec };
  EReminderWatcher *watcher = e_reminder_watcher_new (eds_registry ());
  Rung rung = { 0, NULL };
  g_autofree char *id = NULL;

  g_signal_connect (watcher, "triggered", G_CALLBACK (triggered_cb), &rung);
  task_test_start (fixture);
  id = task_test_add (fixture, &details);
  task_test_settle (fixture);
  g_assert_true (eds_wait_for (has_rung, &rung, 10000));
  g_assert_cmpstr (rung.summary, ==, "Call Ida");
  g_assert_cmpint (rung.rang_usec, >=, when_usec);
  g_assert_cmpint (rung.rang_usec - when_usec, <, 3 * G_USEC_PER_SEC);
  g_free (rung.summary);
  g_object_unref (watcher);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/task-alarm/" path, Fixture, NULL, task_test_set_up, func, task_test_tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Europe/Berlin", TRUE);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_test_init (&argc, &argv, NULL);
  if (!eds_is_private ())
    {
      g_print ("1..0 # SKIP runs below with-eds.sh only\n");
      return 0;
    }
  ADD ("once", test_once);
  ADD ("day", test_day);
  ADD ("every-week", test_every_week);
  ADD ("rings", test_rings);
  return g_test_run ();
}

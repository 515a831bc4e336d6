/* bench-tasks.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * tests/eds/with-eds.sh bench-tasks [N]: so many follow-ups in a task list: how long it takes
 * to make them, what a start and one change cost then, and how long the main loop was held up. */
#include "config.h"

#include "task-fixture.h"

typedef struct
{
  gint64 last_usec;
  gint64 longest_usec;
} Loop;

/* How much later than it wanted a source of the main loop is called. */
static gboolean
tick_cb (gpointer data)
{
  Loop *loop = data;
  gint64 now_usec = g_get_monotonic_time ();

  if (loop->last_usec != 0)
    loop->longest_usec = MAX (loop->longest_usec, now_usec - loop->last_usec - 1000);
  loop->last_usec = now_usec;
  return G_SOURCE_CONTINUE;
}

static Loop loop;
static gint64 begin_usec;

static void
begin (void)
{
  loop = (Loop){ 0, 0 };
  begin_usec = g_get_monotonic_time ();
}

static void
end (const char *what)
{
  g_print ("%-44s %9.1f ms, main loop at most %6.1f ms\n", what,
           (double)(g_get_monotonic_time () - begin_usec) / 1000, (double)loop.longest_usec / 1000);
}

static gboolean
is_idle (gpointer data)
{
  return crm_task_sync_is_idle (data);
}

static void
settle (CrmTaskSync *sync, guint quiet)
{
  for (guint n = 0; n < quiet;)
    {
      g_main_context_iteration (NULL, TRUE);
      n = is_idle (sync) ? n + 1 : 0;
    }
}

int
main (int argc, char **argv)
{
  guint n = argc > 1 ? (guint)g_ascii_strtoull (argv[1], NULL, 10) : 2000;
  Fixture fixture = { 0 };
  CrmSubject subject = { .address = "ida@alder.example" };
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);
  g_autofree char *id = NULL;

  task_test_set_up (&fixture, NULL);
  g_timeout_add (1, tick_cb, &loop);
  for (guint i = 0; i < n; i++)
    {
      CrmChange *change = crm_follow_up_create (set, &subject, &task_test_full);

      if (i == n / 2)
        id = g_strdup (change->id);
    }
  task_test_write_set (&fixture, set);
  task_test_start (&fixture);
  begin ();
  settle (fixture.sync, 200);
  end ("all are made in the list");
  g_print ("%u tasks\n", task_test_count_tasks (fixture.list));
  task_test_stop (&fixture);
  task_test_start (&fixture);
  begin ();
  settle (fixture.sync, 300);
  end ("a start with nothing new (300 ms of it idle)");
  begin ();
  task_test_edit_text (&fixture, id, "title", "Ring Ida");
  eds_iterate_for (20);
  settle (fixture.sync, 50);
  end ("one is edited here (70 ms of it idle)");
  task_test_retitle (&fixture, id, "Visit Ida");
  begin ();
  eds_iterate_for (150);
  settle (fixture.sync, 50);
  end ("one is edited there (200 ms of it idle)");
  task_test_stop (&fixture);
  return 0;
}

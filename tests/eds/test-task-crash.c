/* test-task-crash.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>

#include "task-fixture.h"

static const char *program; /* the path of this test */

/* --- crashes -------------------------------------------------------------------------------- */

static gboolean
has_tasks (gpointer data)
{
  return task_test_count_tasks (((Fixture *)data)->list) > 0;
}

static sqlite3 *
lock_store (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->directory, "crm.db", NULL);
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  return handle;
}

/* Another process makes the task and is killed before it can write that down. */
static void
kill_before_confirmation (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                          program, "--child", fixture->directory, NULL);
  char ready = 0;
  sqlite3 *lock;

  g_assert_no_error (error);
  g_input_stream_read (g_subprocess_get_stdout_pipe (child), &ready, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ready, ==, 'r');
  lock = lock_store (fixture);
  g_output_stream_write (g_subprocess_get_stdin_pipe (child), "g", 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (eds_wait_for (has_tasks, fixture, 10000));
  g_subprocess_send_signal (child, SIGKILL);
  g_subprocess_wait (child, NULL, &error);
  g_assert_no_error (error);
  sqlite3_close (lock);
}

static int
run_child (const char *directory)
{
  g_autoptr (CrmStore) store = eds_open_store (directory);
  g_autoptr (CrmTaskSync) sync = crm_task_sync_new (store, eds_registry ());
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  fputc ('r', stdout);
  fflush (stdout);
  if (fgetc (stdin) == 'g')
    {
      crm_task_sync_start (sync);
      g_main_loop_run (loop);
    }
  return 1;
}

static void
test_resume_after_kill (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = task_test_add (fixture, &task_test_full);
  g_autoptr (CrmRecord) ordered = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) undone = NULL;

  kill_before_confirmation (fixture);
  /* And both sides changed something before we are back. */
  task_test_retitle (fixture, id, "Visit Ida");
  task_test_edit_text (fixture, id, "note", "about valves");
  task_test_start (fixture);
  task_test_wait_for_field (fixture, id, "title", "Visit Ida");
  g_assert_cmpuint (task_test_count_tasks (fixture->list), ==, 1);
  ordered = task_test_order (fixture);
  g_assert_cmpstr (crm_record_get_text (ordered, "state"), ==, "done");
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

static void
test_undo_after_kill (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = task_test_add (fixture, &task_test_full);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) undone = NULL;

  kill_before_confirmation (fixture);
  undone = crm_store_undo_sync (fixture->store, &error);
  g_assert_no_error (error);
  task_test_start (fixture);
  task_test_settle (fixture);
  g_assert_cmpuint (task_test_count_tasks (fixture->list), ==, 0);
}

/* The undo comes while the task is being made, at any moment of it. */
static void
test_undo_meanwhile (Fixture *fixture, gconstpointer data)
{
  task_test_start (fixture);
  for (guint msecs = 0; msecs < 40; msecs += 4)
    {
      g_autofree char *id = task_test_add (fixture, &task_test_full);
      g_autoptr (GError) error = NULL;
      g_autoptr (CrmWriteResult) undone = NULL;

      eds_iterate_for (msecs);
      undone = crm_store_undo_sync (fixture->store, &error);
      g_assert_no_error (error);
      task_test_settle (fixture);
      g_assert_cmpuint (task_test_count_tasks (fixture->list), ==, 0);
    }
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

#define ADD(path, func)                                                                            \
  g_test_add (path, Fixture, NULL, task_test_set_up, func, task_test_tear_down)

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--child"))
    return run_child (argv[2]);
  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  if (!eds_is_private ())
    {
      g_print ("1..0 # SKIP runs below with-eds.sh only\n");
      return 0;
    }
  ADD ("/task-crash/resume-after-kill", test_resume_after_kill);
  ADD ("/task-crash/undo-after-kill", test_undo_after_kill);
  ADD ("/task-crash/undo-meanwhile", test_undo_meanwhile);
  return g_test_run ();
}

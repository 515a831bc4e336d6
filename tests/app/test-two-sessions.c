/* test-two-sessions.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Two workspaces, each a process of its own, on one store: how long it takes from what one has
 * written until the other has it in its model. The other one is this program once more, with
 * --write. */
#include "config.h"

#include <gio/gio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm-test-store.h"
#include "base/crm-app-session.h"
#include "service/crm-deal-sheet.h"

#define N_ROUNDS 12
/* Much more than it takes: the machine may be busy. A workspace on the bus is told at once, one
 * without sees that the file was written. */
#define BOUND_USEC (3 * G_USEC_PER_SEC)
#define BOUND_ALONE_USEC (10 * G_USEC_PER_SEC)
#define PATIENCE_SECS 60

static gboolean
too_late_cb (gpointer data)
{
  g_error ("waited in vain");
  return G_SOURCE_REMOVE;
}

static void
wait_until (const gboolean *done)
{
  guint id = g_timeout_add_seconds (PATIENCE_SECS, too_late_cb, NULL);

  while (!*done)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
}

static void
state_changed_cb (CrmAppSession *session, gpointer is_ready)
{
  *(gboolean *)is_ready = crm_app_session_get_state (session) == CRM_APP_SESSION_READY;
}

static CrmAppSession *
open_session (const char *directory)
{
  CrmAppSession *session = crm_app_session_new (directory);
  gboolean is_ready = FALSE;
  gulong id = g_signal_connect (session, "state-changed", G_CALLBACK (state_changed_cb), &is_ready);

  crm_app_session_start (session);
  wait_until (&is_ready);
  g_signal_handler_disconnect (session, id);
  return session;
}

/* --- the one that writes ------------------------------------------------------------------------
 */

static void
written_cb (GObject *source, GAsyncResult *result, gpointer done)
{
  g_autoptr (GError) error = NULL;

  if (!crm_app_session_write_finish (CRM_APP_SESSION (source), result, &error))
    g_error ("%s", error->message);
  g_print ("%" G_GINT64_FORMAT "\n", g_get_monotonic_time ());
  fflush (stdout);
  *(gboolean *)done = TRUE;
}

/* Each line of the input is a next step for the deal; each line of the output the time it was
 * written. */
static int
write_lines (const char *directory, const char *deal)
{
  g_autoptr (CrmAppSession) session = open_session (directory);
  char line[64];

  g_print ("ready\n");
  fflush (stdout);
  while (fgets (line, sizeof line, stdin) != NULL)
    {
      CrmChangeSet *set = crm_change_set_new ("set-next-step", CRM_CAUSE_USER);
      gboolean done = FALSE;

      crm_change_set_text (crm_change_set_update (set, "deal", deal), "next_step",
                           g_strchomp (line));
      crm_app_session_write_async (session, set, written_cb, &done);
      wait_until (&done);
      while (g_main_context_pending (NULL)) /* others are told */
        g_main_context_iteration (NULL, FALSE);
    }
  crm_app_session_close (session);
  return EXIT_SUCCESS;
}

/* --- the one that is to see it ------------------------------------------------------------------
 */

typedef struct
{
  CrmAppSession *session; /* (owned) */
  const char *deal;
  const char *wanted; /* (nullable): what shall be seen */
  gint64 seen_usec;
  gboolean is_seen;
} Model;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Model *model = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmDealSheet) sheet = crm_deal_sheet_load_finish (CRM_STORE (source), result, &error);

  g_assert_no_error (error);
  if (model->is_seen
      || g_strcmp0 (crm_record_get_text (sheet->state->deal, "next_step"), model->wanted) != 0)
    return;
  model->seen_usec = g_get_monotonic_time ();
  model->is_seen = TRUE;
}

/* As a page does. */
static void
changed_cb (CrmAppSession *session, gpointer data)
{
  Model *model = data;

  crm_deal_sheet_load_async (crm_app_session_get_store (session), model->deal, 20, 0, NULL,
                             loaded_cb, model);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *)a;
  gint64 second = *(const gint64 *)b;

  return (first > second) - (first < second);
}

static GSubprocess *
start_writer (const char *directory, const char *deal, gboolean with_bus)
{
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  if (!with_bus)
    g_subprocess_launcher_setenv (launcher, "DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent",
                                  TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, self, "--write", directory, deal, NULL);
  g_assert_no_error (error);
  return process;
}

static void
test_latency (gconstpointer data)
{
  gboolean with_bus = GPOINTER_TO_INT (data);
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (GSubprocess) writer = start_writer (test->directory, deal, with_bus);
  g_autoptr (GDataInputStream) answers
      = g_data_input_stream_new (g_subprocess_get_stdout_pipe (writer));
  GOutputStream *input = g_subprocess_get_stdin_pipe (writer);
  g_autofree char *ready = g_data_input_stream_read_line (answers, NULL, NULL, NULL);
  Model model = { open_session (test->directory), deal, NULL, 0, FALSE };
  gint64 usecs[N_ROUNDS];

  g_assert_cmpstr (ready, ==, "ready");
  g_signal_connect (model.session, "changed", G_CALLBACK (changed_cb), &model);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autofree char *text = g_strdup_printf ("step %u", i);
      g_autofree char *line = g_strconcat (text, "\n", NULL);
      g_autofree char *answer = NULL;

      model.wanted = text;
      model.is_seen = FALSE;
      g_output_stream_write_all (input, line, strlen (line), NULL, NULL, NULL);
      wait_until (&model.is_seen);
      answer = g_data_input_stream_read_line (answers, NULL, NULL, NULL);
      usecs[i] = model.seen_usec - g_ascii_strtoll (answer, NULL, 10);
    }
  qsort (usecs, N_ROUNDS, sizeof *usecs, compare);
  g_test_message ("from commit to model %s a bus: median %d ms, longest %d ms",
                  with_bus ? "with" : "without", (int)(usecs[N_ROUNDS / 2] / 1000),
                  (int)(usecs[N_ROUNDS - 1] / 1000));
  g_assert_cmpint (usecs[N_ROUNDS - 1], <, with_bus ? BOUND_USEC : BOUND_ALONE_USEC);
  g_output_stream_close (input, NULL, NULL);
  g_assert_true (g_subprocess_wait_check (writer, NULL, NULL));
  g_signal_handlers_disconnect_by_data (model.session, &model);
  crm_app_session_close (model.session);
  g_object_unref (model.session);
}

int
main (int argc, char **argv)
{
  g_autoptr (GTestDBus) bus = NULL;
  int code;

  if (argc == 4 && g_str_equal (argv[1], "--write"))
    return write_lines (argv[2], argv[3]);
  g_test_init (&argc, &argv, NULL);
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  g_test_add_data_func ("/two-sessions/bus", GINT_TO_POINTER (TRUE), test_latency);
  g_test_add_data_func ("/two-sessions/no-bus", GINT_TO_POINTER (FALSE), test_latency);
  code = g_test_run ();
  g_test_dbus_stop (bus);
  return code;
}

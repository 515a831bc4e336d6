/* loop-probe.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A GTK module for row_host.py: what Evolution's main loop does, with our module or without. It
 * measures between two polls, so that it adds no wake-ups of its own. Written to the file
 * $CRM_LOOP_PROBE when the process gets SIGUSR2, one "name value" a line:
 *
 *   painted_ms       from $CRM_LOOP_BEGAN (CLOCK_MONOTONIC, in us) to the first frame of a window
 *   painted_cpu_ms   user and system time of the process by then
 *   gap_ms           the longest time after that during which the loop did not look for events
 *   gap_cpu_ms       the longest such time by the main thread's own CPU clock
 *   gap_own_ms       the longest such time without what the thread waited for a core: its work, and
 *                    what it was kept from by locks and files. What a busy machine adds is not in
 * it gaps             how many were longer than 20 ms loop_cpu_ms      CPU of the main thread in
 * all */
#define G_LOG_DOMAIN "crm-loop-probe"
#include <fcntl.h>
#include <glib-unix.h>
#include <gmodule.h>
#include <gtk/gtk.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LONG_GAP_MS 20.0

G_MODULE_EXPORT void gtk_module_init (int *argc, char ***argv);

typedef struct
{
  double wall_ms;
  double cpu_ms;   /* of this thread */
  double delay_ms; /* what it has waited for a core so far */
} Moment;

static GPollFunc real_poll;
static Moment left_poll; /* wall_ms 0: not yet */
static double longest_ms, longest_cpu_ms, longest_own_ms, painted_ms, painted_cpu_ms;
static guint n_long_gaps;

static double
clock_ms (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* The second number of the kernel's line, in ns; 0 where there is none. */
static double
read_delay_ms (void)
{
  static int file = -1;
  char text[96] = "";
  const char *second;

  if (file < 0)
    file = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  if (file < 0 || pread (file, text, sizeof text - 1, 0) <= 0)
    return 0;
  second = strchr (text, ' ');
  return second != NULL ? g_ascii_strtod (second, NULL) / 1e6 : 0;
}

static Moment
get_moment (void)
{
  Moment moment
      = { clock_ms (CLOCK_MONOTONIC), clock_ms (CLOCK_THREAD_CPUTIME_ID), read_delay_ms () };

  return moment;
}

/* Only the main thread polls the default context. */
static int
probe_poll (GPollFD *descriptors, guint n, int timeout_msec)
{
  Moment now = get_moment ();
  int result;

  if (painted_ms > 0 && left_poll.wall_ms > 0)
    {
      double gap = now.wall_ms - left_poll.wall_ms;

      longest_ms = MAX (longest_ms, gap);
      longest_own_ms = MAX (longest_own_ms, gap - (now.delay_ms - left_poll.delay_ms));
      longest_cpu_ms = MAX (longest_cpu_ms, now.cpu_ms - left_poll.cpu_ms);
      n_long_gaps += gap > LONG_GAP_MS ? 1 : 0;
    }
  result = real_poll (descriptors, n, timeout_msec);
  left_poll = get_moment ();
  return result;
}

static double
process_cpu_ms (void)
{
  return clock_ms (CLOCK_PROCESS_CPUTIME_ID);
}

static gboolean
write_report_cb (gpointer data)
{
  g_autofree char *text
      = g_strdup_printf ("painted_ms %.3f\npainted_cpu_ms %.3f\ngap_ms %.3f\ngap_cpu_ms "
                         "%.3f\ngap_own_ms %.3f\ngaps %u\n"
                         "loop_cpu_ms %.3f\n",
                         painted_ms, painted_cpu_ms, longest_ms, longest_cpu_ms, longest_own_ms,
                         n_long_gaps, clock_ms (CLOCK_THREAD_CPUTIME_ID));

  g_file_set_contents (data, text, -1, NULL); /* by renaming: whole, or not there */
  return G_SOURCE_CONTINUE;
}

static void
painted_cb (GdkFrameClock *clock, gpointer data)
{
  const char *began = g_getenv ("CRM_LOOP_BEGAN");

  if (painted_ms <= 0)
    {
      painted_ms
          = clock_ms (CLOCK_MONOTONIC) - (began != NULL ? g_ascii_strtod (began, NULL) : 0) / 1e3;
      painted_cpu_ms = process_cpu_ms ();
    }
  g_signal_handlers_disconnect_by_func (clock, painted_cb, NULL);
}

static gboolean
mapped_cb (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  GtkWidget *widget = g_value_get_object (&values[0]);

  if (!GTK_IS_WINDOW (widget)
      || gtk_window_get_window_type (GTK_WINDOW (widget)) != GTK_WINDOW_TOPLEVEL)
    return TRUE;
  g_signal_connect (gtk_widget_get_frame_clock (widget), "after-paint", G_CALLBACK (painted_cb),
                    NULL);
  return FALSE; /* the first window is enough */
}

/**
 * gtk_module_init:
 * @argc: (inout) (nullable): ignored
 * @argv: (inout) (nullable): ignored
 *
 * Called by GTK during gtk_init(); stays idle in programs other than Evolution.
 */
void
gtk_module_init (int *argc, char ***argv)
{
  const char *path = g_getenv ("CRM_LOOP_PROBE");
  const char *name = g_get_prgname ();

  if (path == NULL
      || (g_strcmp0 (name, "evolution") != 0 && g_strcmp0 (name, "org.gnome.Evolution") != 0))
    return;
  real_poll = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, probe_poll);
  g_type_class_unref (g_type_class_ref (GTK_TYPE_WIDGET)); /* its signals exist from now on */
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, mapped_cb, NULL, NULL);
  g_unix_signal_add (SIGUSR2, write_report_cb, g_strdup (path));
}

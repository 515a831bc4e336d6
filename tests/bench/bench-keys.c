/* bench-keys.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * bench-keys DIR WORDS [board]: the workspace on the store in DIR with Ctrl+K open, or at its
 * board, in whose filter WORDS are typed key by key, each as soon as the answer to the one before
 * is shown; at the board they are removed at once in the end, so that all cards are back. Prints
 * for each key what the main thread worked in all, and the longest it worked at a stretch, from
 * when something woke it until it waited again: CPU milliseconds, and how many rows there are then.
 * Wants a display. */
#include "config.h"

#include <adwaita.h>
#include <stdio.h>
#include <time.h>

#include "shell/crm-app-application.h"

#define SETTLING_MSEC 2500
#define QUIET_MSEC 1200 /* an entry waits 150 before it says that it was typed in */

typedef struct
{
  GApplication *application;
  GtkWidget *window; /* (unowned) (nullable): the first */
  GtkWidget *dialog; /* (unowned) (nullable): what has the entry */
  gboolean at_board;
  gboolean is_cleared;
  const char *words;
  glong n_typed;
  guint waiting; /* source that goes on when it is quiet */
} Bench;

/* What a stretch of work is, for g_main_context_set_poll_func(). */
static double began;
static double longest;
static double total;

static double
read_msec (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static int
poll_cb (GPollFD *fds, guint n, int timeout)
{
  double worked = read_msec () - began;
  int polled;

  longest = MAX (longest, worked);
  total += worked;
  polled = g_poll (fds, n, timeout);
  began = read_msec ();
  return polled;
}

static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = gtk_widget_get_mapped (child) ? find_widget (child, type) : NULL;

      if (found != NULL)
        return found;
    }
  return NULL;
}

static guint
count_rows (GtkWidget *dialog)
{
  GtkWidget *list = find_widget (dialog, GTK_TYPE_LIST_BOX);
  guint n = 0;

  for (GtkWidget *row = list != NULL ? gtk_widget_get_first_child (list) : NULL; row != NULL;
       row = gtk_widget_get_next_sibling (row))
    n++;
  return n;
}

static void
start_counting (void)
{
  longest = 0;
  total = 0;
  began = read_msec ();
}

static gboolean
type_cb (gpointer data)
{
  Bench *self = data;
  GtkEditable *entry = GTK_EDITABLE (find_widget (self->dialog, GTK_TYPE_SEARCH_ENTRY));
  const char *key = g_utf8_offset_to_pointer (self->words, self->n_typed);
  int at = (int)self->n_typed;

  if (self->n_typed > 0)
    printf ("\"%s\": main thread %.1f ms, longest %.1f ms, rows=%u\n",
            gtk_editable_get_text (entry), total, longest, count_rows (self->dialog));
  if (*key == '\0' && self->at_board && !self->is_cleared)
    {
      self->is_cleared = TRUE;
      start_counting ();
      gtk_editable_set_text (entry, "");
      return G_SOURCE_CONTINUE;
    }
  if (*key == '\0')
    {
      g_application_quit (self->application);
      return G_SOURCE_REMOVE;
    }
  self->n_typed++;
  start_counting ();
  gtk_editable_insert_text (entry, key, (int)(g_utf8_next_char (key) - key), &at);
  gtk_editable_set_position (entry, at);
  return G_SOURCE_CONTINUE;
}

static gboolean
open_cb (gpointer data)
{
  Bench *self = data;

  start_counting ();
  if (self->at_board)
    self->dialog = self->window;
  else
    gtk_widget_activate_action (self->window, "win.find", NULL);
  return G_SOURCE_REMOVE;
}

static void
window_added_cb (GtkApplication *application, GtkWindow *window, gpointer data)
{
  Bench *self = data;

  if (self->window == NULL)
    {
      self->window = GTK_WIDGET (window);
      g_timeout_add (SETTLING_MSEC, open_cb, self);
    }
}

/* The dialog is no window of the application's, but it has one as its parent. */
static gboolean
look_cb (gpointer data)
{
  Bench *self = data;
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; self->dialog == NULL && i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_str_equal (G_OBJECT_TYPE_NAME (window), "CrmAppFindDialog"))
        self->dialog = window;
    }
  if (self->dialog == NULL)
    return G_SOURCE_CONTINUE;
  printf ("opened: main thread %.1f ms, longest %.1f ms\n", total, longest);
  self->waiting = g_timeout_add (QUIET_MSEC, type_cb, self);
  return G_SOURCE_REMOVE;
}

int
main (int argc, char **argv)
{
  Bench bench = { 0 };
  g_autoptr (CrmAppApplication) application = NULL;
  char board[] = "crm:pipeline";
  char *arguments[] = { argv[0], board, NULL };

  if (argc != 3 && argc != 4)
    g_error ("usage: %s DIR WORDS [board]", argv[0]);
  bench.at_board = argc == 4;
  bench.words = argv[2];
  application = crm_app_application_new (argv[1]);
  bench.application = G_APPLICATION (application);
  g_application_set_flags (bench.application,
                           G_APPLICATION_HANDLES_OPEN | G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), &bench);
  g_main_context_set_poll_func (NULL, poll_cb);
  g_timeout_add (SETTLING_MSEC + 1000, look_cb, &bench);
  g_application_run (bench.application, bench.at_board ? 2 : 1, arguments);
  return bench.dialog != NULL ? 0 : 1;
}

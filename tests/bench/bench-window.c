/* bench-window.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * bench-window DIR PLACE [FRAMES]: the workspace itself on the store in DIR, at one of its places.
 * Prints how long it took from main() to its first frame and to the first that shows records, what
 * its frames cost while the longest list is scrolled, by lines and by pages, FRAMES frames each,
 * what dragging a card costs where there are cards (whoever reads `card: X Y` is to do it), and its
 * memory (Pss). Frames are measured from
 * the beginning of their layout to the end of their drawing, in CPU of the main thread, so that
 * other programs do not count; wall time is given beside. Wants a display. */
#include "config.h"

#include <adwaita.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "shell/crm-app-application.h"

#define LINE_PIXELS 60
#define MAX_WAITING_FRAMES 300 /* places without a long list have none */
#define SETTLING_FRAMES 90
#define DRAG_FRAMES 240
#define FEW_MSEC 16.0
#define MANY_MSEC 33.0

typedef enum
{
  WAIT_FRAME,   /* for the first frame */
  WAIT_CONTENT, /* for records in it */
  SETTLE,
  BY_LINES,
  BY_PAGES,
  TO_PLACES, /* the middle, the end, the beginning */
  BY_DRAG,   /* whoever reads where the first card is drags it */
  DONE,
} Phase;

typedef struct
{
  GApplication *application;
  GtkWidget *window; /* (nullable) (unowned) */
  GtkWidget *list;   /* (nullable) (unowned): the longest */
  Phase phase;
  guint n_frames; /* wanted of each phase */
  guint frame;
  guint n_items; /* of @list, when last looked at */
  gboolean painted;
  double began_cpu;  /* milliseconds, of the frame under way */
  double began_wall; /* the same */
  GArray *cpu;       /* (element-type double): of the frames of a phase */
  GArray *wall;      /* (element-type double) */
  double start_wall;
} Bench;

static double
read_clock (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static guint
count_items (GtkWidget *widget)
{
  GtkSelectionModel *model = NULL;

  if (GTK_IS_LIST_VIEW (widget))
    model = gtk_list_view_get_model (GTK_LIST_VIEW (widget));
  else if (GTK_IS_COLUMN_VIEW (widget))
    model = gtk_column_view_get_model (GTK_COLUMN_VIEW (widget));
  return model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (model)) : 0;
}

/* The list with the most records below @widget; NULL while there are none. */
static GtkWidget *
find_list (GtkWidget *widget)
{
  GtkWidget *best = count_items (widget) > 0 ? widget : NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_list (child);

      if (found != NULL && (best == NULL || count_items (found) > count_items (best)))
        best = found;
    }
  return best;
}

static guint
count_widgets (GtkWidget *widget)
{
  guint n = 1;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_widgets (child);
  return n;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double first = *(const double *)a;
  double second = *(const double *)b;

  return (first > second) - (first < second);
}

static void
print_frames (Bench *self, const char *what)
{
  guint n_few = 0;
  guint n_many = 0;

  g_array_sort (self->cpu, compare);
  g_array_sort (self->wall, compare);
  if (self->cpu->len == 0)
    return;
  for (guint i = 0; i < self->cpu->len; i++)
    {
      n_few += g_array_index (self->cpu, double, i) > FEW_MSEC;
      n_many += g_array_index (self->cpu, double, i) > MANY_MSEC;
    }
  printf ("%s: frames=%u median=%.2f worst=%.2f over16=%u over33=%u worst_wall=%.2f ms\n", what,
          self->cpu->len, g_array_index (self->cpu, double, self->cpu->len / 2),
          g_array_index (self->cpu, double, self->cpu->len - 1), n_few, n_many,
          g_array_index (self->wall, double, self->wall->len - 1));
  g_array_set_size (self->cpu, 0);
  g_array_set_size (self->wall, 0);
}

static void
print_moment (Bench *self, const char *what)
{
  printf ("%s: wall=%.1f cpu=%.1f ms widgets=%u\n", what,
          read_clock (CLOCK_MONOTONIC) - self->start_wall, read_clock (CLOCK_PROCESS_CPUTIME_ID),
          count_widgets (self->window));
}

static void
print_memory (void)
{
  g_autofree char *text = NULL;
  const char *pss;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    return;
  pss = strstr (text, "\nPss:");
  if (pss != NULL)
    printf ("memory: pss=%.1f MiB\n", g_ascii_strtod (pss + 5, NULL) / 1024);
}

/* --- what is done in the phases --- */

/* Where the first card of the board is; FALSE where there is none. */
static gboolean
print_card (Bench *self)
{
  double x = 0;
  double y = 0;

  if (!GTK_IS_LIST_VIEW (self->list)
      || !gtk_widget_translate_coordinates (gtk_widget_get_first_child (self->list), self->window,
                                            20, 20, &x, &y))
    return FALSE;
  printf ("card: %d %d\n", (int)x, (int)y);
  fflush (stdout);
  return TRUE;
}

static void
next_phase (Bench *self)
{
  static const char *const names[] = { [SETTLE] = "settling",
                                       [BY_LINES] = "by lines",
                                       [BY_PAGES] = "by pages",
                                       [TO_PLACES] = "to places",
                                       [BY_DRAG] = "drag" };

  if (self->phase >= SETTLE && self->phase <= BY_DRAG)
    print_frames (self, names[self->phase]);
  self->phase++;
  if (self->phase == BY_DRAG && !print_card (self))
    self->phase++;
  self->frame = 0;
  g_array_set_size (self->cpu, 0);
  g_array_set_size (self->wall, 0);
  if (self->phase < DONE && self->n_frames > 0 && self->list != NULL)
    return;
  self->phase = DONE;
  printf ("records: %u\n", self->list != NULL ? count_items (self->list) : 0);
  print_memory ();
  fflush (stdout);
  g_application_quit (self->application);
}

static void
scroll (Bench *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list));
  double upper = gtk_adjustment_get_upper (adjustment);
  double page = gtk_adjustment_get_page_size (adjustment);
  double value = gtk_adjustment_get_value (adjustment);
  const double places[] = { upper / 2, upper, 0 };

  if (self->phase == BY_LINES)
    value += LINE_PIXELS;
  else if (self->phase == BY_PAGES)
    value += page;
  else if (self->phase == TO_PLACES)
    value = places[self->frame % G_N_ELEMENTS (places)];
  gtk_adjustment_set_value (adjustment, value);
  gtk_widget_queue_draw (self->list);
}

/* Work of our own goes before the frame is measured. */
static void
step (Bench *self)
{
  guint wanted = self->phase == TO_PLACES ? MIN (self->n_frames, 9)
                 : self->phase == BY_DRAG ? DRAG_FRAMES
                                          : self->n_frames;

  if (self->phase == SETTLE && self->frame >= SETTLING_FRAMES)
    next_phase (self);
  else if (self->phase > SETTLE && self->frame >= wanted)
    next_phase (self);
  if (self->phase >= BY_LINES && self->phase <= TO_PLACES)
    scroll (self);
  else if (self->phase < DONE)
    gtk_widget_queue_draw (self->window);
  self->frame++;
}

/* --- frames --- */

static void
before_paint_cb (GdkFrameClock *clock, gpointer data)
{
  Bench *self = data;

  self->painted = FALSE;
  self->began_cpu = read_clock (CLOCK_THREAD_CPUTIME_ID);
  self->began_wall = read_clock (CLOCK_MONOTONIC);
}

static void
paint_cb (GdkFrameClock *clock, gpointer data)
{
  ((Bench *)data)->painted = TRUE;
}

static void
after_paint_cb (GdkFrameClock *clock, gpointer data)
{
  Bench *self = data;
  double cpu = read_clock (CLOCK_THREAD_CPUTIME_ID) - self->began_cpu;
  double wall = read_clock (CLOCK_MONOTONIC) - self->began_wall;

  if (!self->painted || self->phase == DONE)
    return;
  if (self->phase == WAIT_FRAME)
    {
      print_moment (self, "first frame");
      self->phase = WAIT_CONTENT;
    }
  else if (self->phase == WAIT_CONTENT)
    {
      /* What has been found in the frame before is in this one. */
      if (self->list != NULL || self->frame++ > MAX_WAITING_FRAMES)
        {
          if (self->list != NULL)
            print_moment (self, "first records");
          self->n_items = self->list != NULL ? count_items (self->list) : 0;
          next_phase (self);
        }
      else
        {
          self->list = find_list (self->window);
        }
    }
  else
    {
      if (self->phase == SETTLE && self->list != NULL && count_items (self->list) != self->n_items)
        {
          self->n_items = count_items (self->list);
          print_moment (self, "more records");
        }
      g_array_append_val (self->cpu, cpu);
      g_array_append_val (self->wall, wall);
    }
}

/* GTK's own tick, at the beginning of each frame. */
static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Bench *self = data;

  if (self->phase > WAIT_CONTENT)
    step (self);
  else
    gtk_widget_queue_draw (self->window);
  return self->phase != DONE;
}

static void
mapped_cb (GtkWidget *window, gpointer data)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), data);
  g_signal_connect_after (clock, "paint", G_CALLBACK (paint_cb), data);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), data);
  gtk_widget_add_tick_callback (window, tick_cb, data, NULL);
}

static void
window_added_cb (GtkApplication *application, GtkWindow *window, gpointer data)
{
  Bench *self = data;

  if (self->window != NULL)
    return;
  self->window = GTK_WIDGET (window);
  gtk_window_set_default_size (window, 1100, 700);
  g_signal_connect (window, "map", G_CALLBACK (mapped_cb), data);
}

int
main (int argc, char **argv)
{
  Bench bench = { .start_wall = read_clock (CLOCK_MONOTONIC) };
  g_autoptr (CrmAppApplication) application = NULL;
  g_autofree char *place = NULL;
  char *arguments[2] = { argv[0], NULL };

  if (argc != 3 && argc != 4)
    g_error ("usage: %s DIR PLACE [FRAMES]", argv[0]);
  place = g_strconcat ("crm:", argv[2], NULL);
  arguments[1] = place;
  bench.n_frames = argc == 4 ? (guint)g_ascii_strtoull (argv[3], NULL, 10) : 0;
  bench.cpu = g_array_new (FALSE, FALSE, sizeof (double));
  bench.wall = g_array_new (FALSE, FALSE, sizeof (double));
  application = crm_app_application_new (argv[1]);
  bench.application = G_APPLICATION (application);
  g_application_set_flags (bench.application,
                           G_APPLICATION_HANDLES_OPEN | G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), &bench);
  g_application_run (bench.application, 2, arguments);
  g_array_unref (bench.cpu);
  g_array_unref (bench.wall);
  return bench.phase == DONE ? 0 : 1;
}

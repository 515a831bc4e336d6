/* bench-repaint.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * bench-repaint MODE TURNS: from one selected person to the next, until the frame is painted.
 *
 *   kept     the limit: 50 rows of bare labels in a list box, kept, their texts set
 *   rebuilt  the peer: the same rows thrown away and made again
 *   history  the product's history section with 50 letters
 *   page     the product's whole page: person, deal, filing, follow-ups, history, note
 *   meeting  the same beside the calendar, where 5,000 meetings are known
 *   tasks    the same of people with 2,000 open follow-ups each
 *
 * Prints medians of CPU in ms; with callgrind, the difference between two numbers of turns is the
 * instructions of one turn. Needs a display of its own: the sizes are those of the sidebar. */
#include "config.h"

#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <sys/resource.h>

#include "mail/e-crm-context-page.h"
#include "mail/e-crm-sections.h"
#include "service/crm-deals.h"
#include "service/crm-follow-up.h"
#include "service/crm-meetings.h"
#include "service/crm-people.h"
#include "shell/e-crm-widgets.h"
#include "store/crm-index-events.h"

#define N_ROWS 50
#define N_MEETINGS 5000
#define N_TASKS 2000
#define OWNER "owner@corp.example"
#define WARM_UP 6
#define WIDTH 350
#define HEIGHT 900

typedef struct
{
  GtkWidget *image;
  GtkWidget *labels[3];
} Row;

typedef struct
{
  void (*show) (gpointer data, guint turn); /* what a selection does */
  GtkWidget *window;
  GtkWidget *shown;        /* the list box, the section or the page */
  Row rows[N_ROWS];        /* of the list box */
  CrmContext *contexts[2]; /* two people */
  guint turn;
  guint n_turns;
  double began_ms; /* 0: nothing is under way */
  double *times_ms;
  GMainLoop *loop;
} Bench;

static double
cpu_ms (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3
         + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

/* --- the limit and the peer: as gtk3_rows.c among the project's measuring programs --- */

static void
write_row (Row *row, guint turn, guint i)
{
  g_autofree char *subject = g_strdup_printf ("Re: offer for project %u-%u", turn, i);
  g_autofree char *who = g_strdup_printf ("Anna Becker, %u May 20%02u", i % 28 + 1, i % 25);
  g_autofree char *number = g_strdup_printf ("%u", i * turn);

  gtk_label_set_text (GTK_LABEL (row->labels[0]), subject);
  gtk_label_set_text (GTK_LABEL (row->labels[1]), who);
  gtk_label_set_text (GTK_LABEL (row->labels[2]), number);
}

static GtkWidget *
make_row (Row *row)
{
  GtkWidget *list_row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  row->image = gtk_image_new_from_icon_name ("mail-read", GTK_ICON_SIZE_MENU);
  for (guint i = 0; i < G_N_ELEMENTS (row->labels); i++)
    row->labels[i] = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (row->labels[0]), 0);
  gtk_label_set_ellipsize (GTK_LABEL (row->labels[0]), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (row->labels[1]), 0);
  gtk_container_add (GTK_CONTAINER (lines), row->labels[0]);
  gtk_container_add (GTK_CONTAINER (lines), row->labels[1]);
  gtk_container_add (GTK_CONTAINER (line), row->image);
  gtk_box_pack_start (GTK_BOX (line), lines, TRUE, TRUE, 0);
  gtk_box_pack_end (GTK_BOX (line), row->labels[2], FALSE, FALSE, 0);
  gtk_container_add (GTK_CONTAINER (list_row), line);
  return list_row;
}

static void
destroy_row (GtkWidget *row, gpointer data)
{
  gtk_widget_destroy (row);
}

static void
make_rows (Bench *bench, guint turn)
{
  for (guint i = 0; i < N_ROWS; i++)
    {
      GtkWidget *row = make_row (&bench->rows[i]);

      write_row (&bench->rows[i], turn, i);
      gtk_container_add (GTK_CONTAINER (bench->shown), row);
    }
  gtk_widget_show_all (bench->shown);
}

static void
show_kept (gpointer data, guint turn)
{
  Bench *bench = data;

  for (guint i = 0; i < N_ROWS; i++)
    write_row (&bench->rows[i], turn, i);
  gtk_widget_queue_draw (bench->window);
}

static void
show_rebuilt (gpointer data, guint turn)
{
  Bench *bench = data;

  gtk_container_foreach (GTK_CONTAINER (bench->shown), destroy_row, NULL);
  make_rows (bench, turn);
  gtk_widget_queue_draw (bench->window);
}

/* --- the product --- */

static void
show_history (gpointer data, guint turn)
{
  Bench *bench = data;

  e_crm_section_update (E_CRM_SECTION (bench->shown), bench->contexts[turn % 2]);
  gtk_widget_queue_draw (bench->window);
}

static void
show_page (gpointer data, guint turn)
{
  Bench *bench = data;

  e_crm_context_page_update (E_CRM_CONTEXT_PAGE (bench->shown), bench->contexts[turn % 2]);
  gtk_widget_queue_draw (bench->window);
}

static const char *const people[2][2]
    = { { "Anna Becker", "anna.becker@acme.example" }, { "Jon Dalby", "jon@dalby.example" } };

static CrmMessage *
make_letter (guint person, guint i)
{
  CrmMessage *message = crm_message_new ();
  g_autofree char *id = g_strdup_printf ("%u.%u@corp.example", person, i);
  g_autofree char *subject = g_strdup_printf ("Re: offer for project %u-%u", person + 17, i);
  gboolean sent = i % 3 == 0;

  message->date_usec
      = (G_GINT64_CONSTANT (1600000000) + (gint64)i * 200000 + person) * G_USEC_PER_SEC;
  crm_message_set_message_id (message, id);
  crm_message_set_subject (message, subject);
  crm_message_add_party (message, sent ? CRM_ROLE_TO : CRM_ROLE_FROM, people[person][1],
                         people[person][0]);
  crm_message_add_party (message, sent ? CRM_ROLE_FROM : CRM_ROLE_TO, OWNER, NULL);
  crm_message_seal (message);
  return message;
}

static gboolean
fill_index (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  static const char *const own[] = { OWNER, NULL };
  gint64 folder;

  if (!crm_index_set_own (index, own, error) || !crm_index_begin (index, error))
    return FALSE;
  folder = crm_index_ensure_folder (index, "bench", "Inbox", error);
  for (guint i = 0; i < 2 * (N_ROWS + 10); i++)
    {
      g_autoptr (CrmMessage) message = make_letter (i % 2, i / 2);
      g_autofree char *uid = g_strdup_printf ("%u", i);

      if (!crm_index_add (index, folder, uid, message, error))
        return FALSE;
    }
  return crm_index_commit (index, error);
}

/* An hour each, back from now; each with one of the two people. */
static CrmEvent *
make_meeting (guint i)
{
  g_autofree char *uid = g_strdup_printf ("meeting-%u", i);
  CrmEvent *event = crm_event_new ("bench", uid, NULL);
  gint64 now_secs = g_get_real_time () / G_USEC_PER_SEC;

  event->start_usec = (now_secs - (gint64)i * 7200) * G_USEC_PER_SEC;
  event->end_usec = event->start_usec + G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC;
  crm_event_set_summary (event, "Project: what is next");
  crm_event_add_party (event, OWNER, NULL, CRM_PARTICIPATION_ACCEPTED, TRUE);
  crm_event_add_party (event, people[i % 2][1], people[i % 2][0], CRM_PARTICIPATION_ACCEPTED,
                       FALSE);
  return event;
}

static gboolean
fill_meetings (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  if (!crm_index_begin (index, error))
    return FALSE;
  for (guint i = 0; i < N_MEETINGS; i++)
    {
      g_autoptr (CrmEvent) event = make_meeting (i);
      g_autoptr (GPtrArray) events = g_ptr_array_new ();

      g_ptr_array_add (events, event);
      if (!crm_index_replace_events (index, "bench", event->uid, events, error))
        return FALSE;
    }
  return crm_index_commit (index, error);
}

static void
add_follow_ups (CrmChangeSet *set, guint person, const char *id, guint n)
{
  static const char *const kinds[] = { NULL, "promise", "waiting" };

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *title = g_strdup_printf ("Ask about part %u-%u", person, i);
      const CrmSubject subject = { .person = id };
      int due = 20500 + (int)(i % 300);
      const CrmNewFollowUp details
          = { .title = title, .kind = kinds[i % G_N_ELEMENTS (kinds)], .due_day = &due };

      crm_follow_up_create (set, &subject, &details);
    }
}

static void
add_person_with_deal (CrmStore *store, guint person, guint n_tasks)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("bench", CRM_CAUSE_USER);
  g_autoptr (CrmWriteResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  CrmChange *change = crm_change_set_create (set, "person", NULL);
  CrmNewDeal deal = { .title = person == 0 ? "Sensors for the north plant" : "Service contract",
                      .person = change->id,
                      .currency = "EUR",
                      .amount_minor = 1250000 + person,
                      .has_amount = TRUE,
                      .now_usec = g_get_real_time () };

  crm_change_set_text (change, "name", people[person][0]);
  crm_people_add_address (set, change->id, people[person][1]);
  id = crm_deals_create (set, &deal);
  add_follow_ups (set, person, change->id, n_tasks);
  result = crm_store_write_sync (store, set, &error);
  g_assert_no_error (error);
}

static gpointer
load_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_context_load (reader, data, error);
}

static CrmContext *
load_context (CrmStore *store, guint person, gboolean is_meeting)
{
  g_autoptr (CrmEvent) event = is_meeting ? make_meeting (person) : NULL;
  g_autoptr (CrmMessage) message
      = is_meeting ? crm_meetings_people_of (event) : make_letter (person, 1);
  CrmContextRequest request = { .message = message,
                                .address = (char *)people[person][1],
                                .event = event,
                                .history_limit = N_ROWS };
  g_autoptr (GError) error = NULL;
  CrmContext *context = crm_store_read_sync (store, load_in_worker, &request, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (context->history->items->len, ==, N_ROWS);
  g_assert_cmpuint (context->deals->len, ==, 1);
  return context;
}

static void
load_contexts (Bench *bench, gboolean is_meeting, guint n_tasks)
{
  g_autofree char *directory = g_dir_make_tmp ("bench-repaint-XXXXXX", NULL);
  CrmStoreOptions options = { .directory = directory, .front_end = "bench", .currency = "EUR" };
  g_autoptr (GError) error = NULL;
  CrmStore *store = crm_store_open_sync (&options, &error);
  GDir *files;
  const char *name;

  g_assert_no_error (error);
  crm_store_index_sync (store, fill_index, NULL, NULL, &error);
  g_assert_no_error (error);
  if (is_meeting)
    crm_store_index_sync (store, fill_meetings, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    add_person_with_deal (store, i, n_tasks);
  for (guint i = 0; i < 2; i++)
    bench->contexts[i] = load_context (store, i, is_meeting);
  g_object_unref (store);
  files = g_dir_open (directory, 0, NULL);
  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      g_remove (path);
    }
  g_clear_pointer (&files, g_dir_close);
  g_rmdir (directory);
}

/* --- the turns --- */

static gboolean
select_cb (gpointer data)
{
  Bench *bench = data;

  bench->began_ms = cpu_ms ();
  bench->show (bench, bench->turn);
  return G_SOURCE_REMOVE;
}

/* The pause lets the frame clock rest, as between two clicks, and takes no CPU. */
static void
painted_cb (GdkFrameClock *clock, gpointer data)
{
  Bench *bench = data;

  if (bench->began_ms <= 0)
    return;
  if (bench->turn >= WARM_UP)
    bench->times_ms[bench->turn - WARM_UP] = cpu_ms () - bench->began_ms;
  bench->began_ms = 0;
  if (++bench->turn == bench->n_turns + WARM_UP)
    g_main_loop_quit (bench->loop);
  else
    g_timeout_add (30, select_cb, bench);
}

static void
fill_window (Bench *bench, const char *mode)
{
  GtkWidget *child = NULL;

  if (g_str_equal (mode, "page") || g_str_equal (mode, "meeting") || g_str_equal (mode, "tasks"))
    {
      bench->show = show_page;
      bench->shown = child = e_crm_context_page_new (); /* it scrolls by itself */
    }
  else
    {
      child = gtk_scrolled_window_new (NULL, NULL);
      bench->show = g_str_equal (mode, "kept")      ? show_kept
                    : g_str_equal (mode, "rebuilt") ? show_rebuilt
                                                    : show_history;
      bench->shown
          = g_str_equal (mode, "history") ? e_crm_history_section_new () : gtk_list_box_new ();
      gtk_container_add (GTK_CONTAINER (child), bench->shown);
    }
  gtk_container_add (GTK_CONTAINER (bench->window), child);
  gtk_widget_show (bench->shown);
  gtk_widget_show (child);
  if (GTK_IS_LIST_BOX (bench->shown))
    {
      make_rows (bench, 0);
      return;
    }
  e_crm_ensure_style (bench->window);
  load_contexts (bench, g_str_equal (mode, "meeting"), g_str_equal (mode, "tasks") ? N_TASKS : 0);
  bench->show (bench, 1);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

int
main (int argc, char **argv)
{
  static const char *const modes[]
      = { "kept", "rebuilt", "history", "page", "meeting", "tasks", NULL };
  Bench bench = { 0 };
  guint64 n_turns = 0;

  if (argc != 3 || !g_strv_contains (modes, argv[1])
      || !g_ascii_string_to_unsigned (argv[2], 10, 1, 100000, &n_turns, NULL))
    {
      g_printerr ("usage: %s kept|rebuilt|history|page|meeting|tasks TURNS\n", argv[0]);
      return 2;
    }
  gtk_init (NULL, NULL);
  bench.n_turns = (guint)n_turns;
  bench.times_ms = g_new0 (double, bench.n_turns);
  bench.loop = g_main_loop_new (NULL, FALSE);
  bench.window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  gtk_window_set_default_size (GTK_WINDOW (bench.window), WIDTH, HEIGHT);
  fill_window (&bench, argv[1]);
  gtk_widget_show (bench.window);
  g_signal_connect (gtk_widget_get_frame_clock (bench.window), "after-paint",
                    G_CALLBACK (painted_cb), &bench);
  g_timeout_add (300, select_cb, &bench);
  g_main_loop_run (bench.loop);
  qsort (bench.times_ms, bench.n_turns, sizeof *bench.times_ms, compare);
  g_print ("%s: to painted frame, cpu p50 %.2f ms, min %.2f ms\n", argv[1],
           bench.times_ms[bench.n_turns / 2], bench.times_ms[0]);
  gtk_widget_destroy (bench.window);
  for (guint i = 0; i < G_N_ELEMENTS (bench.contexts); i++)
    g_clear_pointer (&bench.contexts[i], crm_context_unref);
  g_main_loop_unref (bench.loop);
  g_free (bench.times_ms);
  return 0;
}

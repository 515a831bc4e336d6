/* bench-index.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * bench-index read TSV: makes the letters of the rows of gen_mail.py, and nothing of them.
 * bench-index fill TSV DIR [SLICE [WINDOW...]]: the same, and enters them into the index of a
 * store, a slice a transaction, as the module and ecrm do with a mailbox they have not seen. The
 * difference to `read` is what indexing costs. Prints its processor seconds and the longest
 * transactions. Under callgrind with --instr-atstart=no the slices that begin in a WINDOW,
 * FIRST-LAST row, are counted, and the end, each to a dump of its own: a whole run would take an
 * hour. bench-index arrive DIR N [SLICE]: N letters arrive in a store that was filled, each in a
 * transaction of its own or so many at a time. Prints the median and the 99th percentile of the
 * time a transaction takes. */
#define _GNU_SOURCE /* RUSAGE_THREAD */
#include "config.h"

#include <sys/resource.h>

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#else /* windows then count nothing */
#define CALLGRIND_START_INSTRUMENTATION (void)0
#define CALLGRIND_STOP_INSTRUMENTATION (void)0
#define CALLGRIND_DUMP_STATS_AT(name) (void)(name)
#endif

#include "bench-tsv.h"
#include "store/crm-store.h"

#define OWNER "olivia.owner@corp.example"
#define DEFAULT_SLICE 5000

typedef struct
{
  guint64 root;
  guint64 last;
} Thread;

typedef struct
{
  GDataInputStream *input; /* (owned) */
  GArray *threads;         /* (owned) (element-type Thread): by number */
  GPtrArray *messages;     /* (owned) (element-type CrmMessage): of the slice */
  guint slice;
  char **windows; /* (unowned): those to come, FIRST-LAST; NULL-terminated */
  guint n;        /* read so far */
  double seconds; /* spent on the index */
  gint64 longest_usec;
  double
      longest_cpu; /* seconds, of the one that took most: a busy machine makes the other longer */
} Run;

static double
cpu_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_THREAD, &usage);
  return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
         + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* The first letter of the thread and the one before, as mail programs name them. */
static CrmMessage *
make_letter (Run *run, const char *line)
{
  CrmMessage *message = bench_tsv_parse (line, NULL);
  g_auto (GStrv) fields = g_strsplit (line, "\t", 4);
  guint number = (guint)g_ascii_strtoull (fields[2], NULL, 10);
  Thread *thread;

  if (number >= run->threads->len)
    g_array_set_size (run->threads, number + 1);
  thread = &g_array_index (run->threads, Thread, number);
  crm_message_add_reference (message, thread->root);
  crm_message_add_reference (message, thread->last);
  thread->last = message->mid_hash;
  if (thread->root == 0)
    thread->root = message->mid_hash;
  g_clear_pointer (&message->message_id, g_free); /* Camel's summaries have only its hash */
  return message;
}

static gboolean
read_slice (Run *run)
{
  char *line;

  g_ptr_array_set_size (run->messages, 0);
  while (run->messages->len < run->slice
         && (line = g_data_input_stream_read_line (run->input, NULL, NULL, NULL)) != NULL)
    {
      g_ptr_array_add (run->messages, make_letter (run, line));
      g_free (line);
    }
  run->n += run->messages->len;
  return run->messages->len > 0;
}

static gboolean
enter_slice (CrmIndex *index, Run *run, GError **error)
{
  gint64 folder;
  gint64 start;
  double start_cpu;

  if (!crm_index_begin (index, error))
    return FALSE;
  start = g_get_monotonic_time (); /* from here on others wait */
  start_cpu = cpu_seconds ();
  folder = crm_index_ensure_folder (index, "bench", "Inbox", error);
  for (guint i = 0; i < run->messages->len; i++)
    {
      const CrmMessage *message = g_ptr_array_index (run->messages, i);
      g_autofree char *uid
          = g_strdup_printf ("%" G_GINT64_FORMAT ".M%uP1.bench",
                             message->date_usec / G_USEC_PER_SEC, run->n - run->messages->len + i);

      if (!crm_index_add (index, folder, uid, message, error))
        return FALSE;
    }
  if (!crm_index_commit (index, error))
    return FALSE;
  run->longest_usec = MAX (run->longest_usec, g_get_monotonic_time () - start);
  run->longest_cpu = MAX (run->longest_cpu, cpu_seconds () - start_cpu);
  return TRUE;
}

/* Enters a slice, counted where it begins in a window. */
static gboolean
count_slice (CrmIndex *index, Run *run, GError **error)
{
  guint first = run->n - run->messages->len;
  const char *window = run->windows != NULL ? *run->windows : NULL;
  gboolean counts = window != NULL && first >= g_ascii_strtoull (window, NULL, 10);
  gboolean done;

  if (counts)
    CALLGRIND_START_INSTRUMENTATION;
  done = enter_slice (index, run, error);
  if (!counts)
    return done;
  CALLGRIND_STOP_INSTRUMENTATION;
  if (run->n >= g_ascii_strtoull (strchr (window, '-') + 1, NULL, 10))
    {
      CALLGRIND_DUMP_STATS_AT (window);
      run->windows++;
    }
  return done;
}

static gboolean
settle (CrmIndex *index, const Run *run, GCancellable *cancellable, GError **error)
{
  gboolean done;

  if (run->windows != NULL)
    CALLGRIND_START_INSTRUMENTATION;
  done = crm_index_settle (index, cancellable, error);
  if (run->windows != NULL)
    {
      CALLGRIND_STOP_INSTRUMENTATION;
      CALLGRIND_DUMP_STATS_AT ("end");
    }
  return done;
}

static gboolean
fill (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  static const char *const own[] = { OWNER, NULL };
  Run *run = data;
  double before;
  gboolean done = crm_index_set_own (index, own, error);

  while (done && read_slice (run))
    {
      before = cpu_seconds ();
      done = count_slice (index, run, error);
      run->seconds += cpu_seconds () - before;
    }
  before = cpu_seconds ();
  done = done && settle (index, run, cancellable, error);
  g_print ("settle: %.3f s cpu\n", cpu_seconds () - before);
  run->seconds += cpu_seconds () - before;
  return done;
}

static CrmStore *
open_store (const char *directory)
{
  CrmStoreOptions options = { .directory = directory, .front_end = "bench", .currency = "EUR" };
  g_autoptr (GError) error = NULL;
  CrmStore *store = crm_store_open_sync (&options, &error);

  g_assert_no_error (error);
  return store;
}

static int
run_rows (const char *path, const char *directory, guint slice, char **windows)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, &error);
  g_autoptr (GArray) threads = g_array_new (FALSE, TRUE, sizeof (Thread));
  g_autoptr (GPtrArray) messages
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_message_unref);
  Run run = { .threads = threads, .messages = messages, .slice = slice, .windows = windows };
  struct rusage usage;

  g_assert_no_error (error);
  run.input = g_data_input_stream_new (G_INPUT_STREAM (stream));
  if (directory != NULL)
    {
      g_autoptr (CrmStore) store = open_store (directory);

      crm_store_index_sync (store, fill, &run, NULL, &error);
      g_assert_no_error (error);
      g_print ("index: %u letters, %.3f s cpu, longest transaction %.1f ms, %.1f ms cpu\n", run.n,
               run.seconds, (double)run.longest_usec / 1000, run.longest_cpu * 1000);
    }
  else
    {
      while (read_slice (&run))
        ;
    }
  getrusage (RUSAGE_SELF, &usage);
  g_print ("peak memory: %ld KiB\n", usage.ru_maxrss);
  g_object_unref (run.input);
  return 0;
}

static CrmMessage *
make_arrival (guint i)
{
  g_autofree char *id = g_strdup_printf ("%u@arrival.example", i);
  g_autofree char *row = g_strdup_printf (
      "%u\t%s\t0\t0\t3300\toffer delivery sensor %u\tA <a%u@c%u.example>\t%s\tB <b%u@d.example>",
      1900000000 + i, id, i, i % 100, i % 10, "O <" OWNER ">", i % 50);

  return bench_tsv_parse (row, NULL);
}

typedef struct
{
  guint n;
  guint slice;
  GArray *times;      /* (element-type gint64): microseconds */
  double longest_cpu; /* seconds */
} Arrivals;

static gboolean
enter_arrivals (CrmIndex *index, guint first, guint n, GError **error)
{
  gint64 folder;

  if (!crm_index_begin (index, error)
      || (folder = crm_index_ensure_folder (index, "bench", "Inbox", error)) == 0)
    return FALSE;
  for (guint i = first; i < first + n; i++)
    {
      g_autoptr (CrmMessage) message = make_arrival (i);
      g_autofree char *uid = g_strdup_printf ("%u", 10000000 + i);

      if (!crm_index_add (index, folder, uid, message, error))
        return FALSE;
    }
  return crm_index_commit (index, error);
}

static gboolean
arrive (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  Arrivals *arrivals = data;

  for (guint i = 0; i < arrivals->n; i += arrivals->slice)
    {
      gint64 time = g_get_monotonic_time ();
      double cpu = cpu_seconds ();

      if (!enter_arrivals (index, i, MIN (arrivals->slice, arrivals->n - i), error))
        return FALSE;
      time = g_get_monotonic_time () - time;
      cpu = cpu_seconds () - cpu;
      arrivals->longest_cpu = MAX (arrivals->longest_cpu, cpu);
      g_array_append_val (arrivals->times, time);
    }
  return TRUE;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;

  return x < y ? -1 : x > y;
}

static int
run_arrivals (const char *directory, guint n, guint slice)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (CrmStore) store = open_store (directory);
  g_autoptr (GError) error = NULL;
  Arrivals arrivals = { n, slice, times, 0 };

  crm_store_index_sync (store, arrive, &arrivals, NULL, &error);
  g_assert_no_error (error);
  g_array_sort (times, compare);
  if (times->len > 0)
    g_print ("arrival: p50 %d us, p99 %d us, longest %.1f ms cpu\n",
             (int)g_array_index (times, gint64, times->len / 2),
             (int)g_array_index (times, gint64, times->len * 99 / 100),
             arrivals.longest_cpu * 1000);
  return 0;
}

static guint
to_number (const char *text)
{
  return (guint)g_ascii_strtoull (text, NULL, 10);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "read"))
    return run_rows (argv[2], NULL, DEFAULT_SLICE, NULL);
  if (argc >= 4 && g_str_equal (argv[1], "fill"))
    return run_rows (argv[2], argv[3], argc > 4 ? to_number (argv[4]) : DEFAULT_SLICE,
                     argc > 5 ? argv + 5 : NULL);
  if ((argc == 4 || argc == 5) && g_str_equal (argv[1], "arrive"))
    return run_arrivals (argv[2], to_number (argv[3]), argc == 5 ? to_number (argv[4]) : 1);
  g_printerr ("usage: %s read TSV | fill TSV DIR [SLICE [WINDOW...]] | arrive DIR N [SLICE]\n",
              argv[0]);
  return 2;
}

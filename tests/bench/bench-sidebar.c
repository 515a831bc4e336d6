/* bench-sidebar.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * bench-sidebar DIR WHAT TURNS: asks a store made by bench-sidebar-fill TURNS times for WHAT, by
 * the functions that the product calls:
 *   context:CASE     the sidebar's data for the letter of a case, 50 rows of history
 *   known:CASE       whether the case's address is known
 *   subjects:WORDS   the newest 50 letters whose subjects have words that begin so
 *   memory           prints how many KiB the process grew by answering for all cases
 * Prints what the first turn and the median of the others took, in microseconds of processor time:
 * others may load the machine. */
#include "config.h"

#include <time.h>

#include "bench-tsv.h"
#include "service/crm-context.h"

#define N_ROWS 50

typedef struct
{
  const char *words;  /* (nullable) */
  CrmMessage *letter; /* (owned) (nullable) */
  char *address;      /* (owned) (nullable) */
} Question;

static gboolean
find_case (const char *directory, const char *name, Question *out)
{
  g_autofree char *path = g_build_filename (directory, "cases", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], "\t", 4);

      if (g_strv_length (fields) < 4 || !g_str_equal (fields[0], name))
        continue;
      out->address = g_strdup (fields[1]);
      out->letter = bench_tsv_parse (fields[3], NULL);
      return TRUE;
    }
  return FALSE;
}

static gpointer
load_context (CrmReader *reader, gpointer data, GError **error)
{
  Question *question = data;
  CrmContextRequest request = { question->letter, question->address, N_ROWS };

  return crm_context_load (reader, &request, error);
}

static gpointer
find_subjects (CrmReader *reader, gpointer data, GError **error)
{
  return crm_query_subjects (reader, ((Question *)data)->words, N_ROWS, error);
}

static gpointer
find_known (CrmReader *reader, gpointer data, GError **error)
{
  const char *address = ((Question *)data)->address;
  g_autoptr (CrmContact) contact = crm_query_contact (reader, address, error);
  g_autoptr (CrmRecord) record = NULL;

  if (contact == NULL)
    record = crm_reader_find (reader, "address", "address", address, error);
  return GINT_TO_POINTER (contact != NULL || record != NULL);
}

/* A newer layout of index.db drops what an older program filled in. */
static gpointer
check_filled (CrmReader *reader, gpointer data, GError **error)
{
  CrmStats stats = { 0 };

  if (!crm_reader_stats (reader, &stats, error) || stats.messages == 0)
    g_error ("%s: no letters; remove it, so that it is filled again", (char *)data);
  return NULL;
}

static void
free_nothing (gpointer result)
{
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *)a;
  gint64 second = *(const gint64 *)b;

  return first < second ? -1 : first > second;
}

static gint64
cpu_usec (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
ask (CrmStore *store, CrmReadFunc func, GDestroyNotify free_result, Question *question, guint turns)
{
  g_autofree gint64 *times = g_new0 (gint64, turns + 1);

  for (guint i = 0; i < turns; i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 start = cpu_usec ();
      gpointer result = crm_store_read_sync (store, func, question, NULL, &error);

      g_assert_no_error (error);
      times[i] = cpu_usec () - start;
      g_clear_pointer (&result, free_result);
    }
  if (turns > 1)
    {
      gint64 first = times[0];

      qsort (times + 1, turns - 1, sizeof *times, compare);
      g_print ("first %d us, median %d us\n", (int)first, (int)times[turns / 2]);
    }
}

/* KiB that only this process has: pages of the files that the kernel shares do not count. */
static gint64
private_kib (void)
{
  g_autofree char *text = NULL;
  const char *found;
  gint64 kib = 0;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    return 0;
  found = strstr (text, "Private_Dirty:");
  if (found != NULL)
    kib = g_ascii_strtoll (found + strlen ("Private_Dirty:"), NULL, 10);
  return kib;
}

static gint64
resident_kib (void)
{
  g_autofree char *text = NULL;
  const char *found;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    return 0;
  found = strstr (text, "VmRSS:");
  return found != NULL ? g_ascii_strtoll (found + strlen ("VmRSS:"), NULL, 10) : 0;
}

static void
measure_memory (const char *directory, const CrmStoreOptions *options, guint turns)
{
  static const char *const names[] = { "heavy", "light", "several", "decided" };
  gint64 private_before = private_kib ();
  gint64 resident_before = resident_kib ();
  g_autoptr (CrmStore) store = crm_store_open_sync (options, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      Question question = { NULL };

      g_assert_true (find_case (directory, names[i], &question));
      ask (store, load_context, (GDestroyNotify)crm_context_unref, &question, turns);
      crm_message_unref (question.letter);
      g_free (question.address);
    }
  g_print ("memory %d KiB of its own, %d KiB with pages of the files\n",
           (int)(private_kib () - private_before), (int)(resident_kib () - resident_before));
}

int
main (int argc, char **argv)
{
  CrmStoreOptions options = { .front_end = "bench", .currency = "EUR" };
  g_autoptr (CrmStore) store = NULL;
  g_autoptr (GError) error = NULL;
  Question question = { NULL };
  const char *detail;
  guint turns;

  if (argc != 4)
    g_error ("usage: %s DIR WHAT TURNS", argv[0]);
  options.directory = argv[1];
  turns = (guint)g_ascii_strtoull (argv[3], NULL, 10);
  detail = strchr (argv[2], ':');
  detail = detail != NULL ? detail + 1 : "";
  if (g_str_equal (argv[2], "memory"))
    {
      measure_memory (argv[1], &options, turns);
      return 0;
    }
  store = crm_store_open_sync (&options, &error);
  g_assert_no_error (error);
  crm_store_read_sync (store, check_filled, argv[1], NULL, NULL);
  question.words = detail;
  if (g_str_has_prefix (argv[2], "subjects:"))
    ask (store, find_subjects, (GDestroyNotify)g_ptr_array_unref, &question, turns);
  else if (!find_case (argv[1], detail, &question))
    g_error ("%s has no case %s", argv[1], detail);
  else if (g_str_has_prefix (argv[2], "known:"))
    ask (store, find_known, free_nothing, &question, turns);
  else
    ask (store, load_context, (GDestroyNotify)crm_context_unref, &question, turns);
  g_clear_pointer (&question.letter, crm_message_unref);
  g_free (question.address);
  return 0;
}

/* bench-camel.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * bench-camel MAILDIR STATE DIR: enters a folder that Camel has read before into the index of a new
 * store in DIR, by the functions that the module calls: all infos of the summary loaded, made
 * letters, entered a slice a transaction, settled. STATE keeps Camel's summary; a first run makes
 * it. Prints the processor seconds of each step, as camel_bench of ../shared/bench does for Camel's
 * own. With - for DIR it only walks the summary, as that program does: the limit by instructions.
 */
#include "config.h"

#include <string.h>
#include <time.h>

#include "crm-camel-message.h"
#include "crm-uid-order.h"
#include "store/crm-store.h"

#define OWNER "olivia.owner@corp.example"
#define SLICE 5000

#define BENCH_TYPE_SESSION bench_session_get_type ()
G_DECLARE_FINAL_TYPE (BenchSession, bench_session, BENCH, SESSION, CamelSession)

struct _BenchSession
{
  CamelSession parent_instance;
};

G_DEFINE_FINAL_TYPE (BenchSession, bench_session, CAMEL_TYPE_SESSION)

static void
bench_session_class_init (BenchSessionClass *klass)
{
}

static void
bench_session_init (BenchSession *self)
{
}

typedef struct
{
  CamelFolder *folder;   /* (unowned) */
  GPtrArray *uids;       /* (unowned) (element-type utf8) */
  CrmPartyCache *people; /* (unowned) */
  double read;           /* seconds: infos to letters */
  double enter;          /* seconds: letters into the index */
} Run;

static double
cpu_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static CamelService *
make_service (CamelSession *session, const char *maildir)
{
  g_autoptr (GError) error = NULL;
  CamelService *service
      = camel_session_add_service (session, "bench", "maildir", CAMEL_PROVIDER_STORE, &error);
  CamelSettings *settings;

  g_assert_no_error (error);
  settings = camel_service_ref_settings (service);
  g_object_set (settings, "path", maildir, "filter-inbox", FALSE, NULL);
  g_object_unref (settings);
  return service;
}

static GPtrArray *
read_slice (Run *run, guint first)
{
  GPtrArray *letters = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_message_unref);
  double start = cpu_seconds ();

  for (guint i = first; i < MIN (run->uids->len, first + SLICE); i++)
    {
      g_autoptr (CamelMessageInfo) info
          = camel_folder_get_message_info (run->folder, g_ptr_array_index (run->uids, i));

      g_ptr_array_add (letters, crm_camel_message_from_info (info, run->people));
    }
  run->read += cpu_seconds () - start;
  return letters;
}

static gboolean
enter_slice (CrmIndex *index, Run *run, guint first, GPtrArray *letters, GError **error)
{
  double start = cpu_seconds ();
  gint64 folder;

  if (!crm_index_begin (index, error))
    return FALSE;
  folder = crm_index_ensure_folder (index, "bench", "Inbox", error);
  for (guint i = 0; i < letters->len; i++)
    if (!crm_index_add (index, folder, g_ptr_array_index (run->uids, first + i),
                        g_ptr_array_index (letters, i), error))
      return FALSE;
  if (!crm_index_commit (index, error))
    return FALSE;
  run->enter += cpu_seconds () - start;
  return TRUE;
}

static gboolean
fill (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  static const char *const own[] = { OWNER, NULL };
  Run *run = data;
  gboolean done = crm_index_set_own (index, own, error);
  double start;

  for (guint i = 0; done && i < run->uids->len; i += SLICE)
    {
      g_autoptr (GPtrArray) letters = read_slice (run, i);

      done = enter_slice (index, run, i, letters, error);
    }
  start = cpu_seconds ();
  done = done && crm_index_settle (index, cancellable, error);
  run->enter += cpu_seconds () - start;
  return done;
}

static void
fill_store (Run *run, const char *directory)
{
  CrmStoreOptions options = { .directory = directory, .front_end = "bench", .currency = "EUR" };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) store = crm_store_open_sync (&options, &error);

  g_assert_no_error (error);
  crm_store_index_sync (store, fill, run, NULL, &error);
  g_assert_no_error (error);
}

/* What camel_bench calls a walk: all that an index reads of every info. */
static void
walk (const Run *run)
{
  gsize sum = 0;

  for (guint i = 0; i < run->uids->len; i++)
    {
      g_autoptr (CamelMessageInfo) info
          = camel_folder_get_message_info (run->folder, g_ptr_array_index (run->uids, i));
      GArray *references = camel_message_info_dup_references (info);

      sum += strlen (camel_message_info_get_from (info));
      sum += camel_message_info_get_to (info) != NULL;
      sum += camel_message_info_get_cc (info) != NULL;
      sum += camel_message_info_get_subject (info) != NULL;
      sum += (gsize)camel_message_info_get_date_sent (info);
      sum += camel_message_info_get_message_id (info) + camel_message_info_get_flags (info);
      if (references != NULL)
        g_array_unref (references);
    }
  g_print ("walked: %" G_GSIZE_FORMAT "\n", sum);
}

static void
measure (CamelStore *store, const char *directory)
{
  g_autoptr (GError) error = NULL;
  double start = cpu_seconds ();
  g_autoptr (CamelFolder) folder = camel_store_get_folder_sync (store, "Inbox", 0, NULL, &error);
  g_autoptr (CrmPartyCache) people = crm_party_cache_new ();
  Run run = { .folder = folder, .people = people };
  double opened;
  double loaded;

  g_assert_no_error (error);
  opened = cpu_seconds () - start;
  camel_folder_refresh_info_sync (folder, NULL, &error);
  g_assert_no_error (error);
  start = cpu_seconds ();
  camel_folder_summary_prepare_fetch_all (camel_folder_get_folder_summary (folder), NULL);
  run.uids = camel_folder_get_uids (folder);
  loaded = cpu_seconds () - start;
  start = cpu_seconds ();
  crm_uid_order_sort (run.uids);
  run.read = cpu_seconds () - start;
  if (g_str_equal (directory, "-"))
    walk (&run);
  else
    fill_store (&run, directory);
  g_print ("%u letters: open %.3f, load %.3f, read %.3f, enter %.3f s cpu\n", run.uids->len, opened,
           loaded, run.read, run.enter);
  camel_folder_free_uids (folder, run.uids);
  camel_folder_synchronize_sync (folder, FALSE, NULL, NULL);
}

int
main (int argc, char **argv)
{
  g_autofree char *data = NULL;
  g_autofree char *cache = NULL;
  CamelSession *session;
  CamelService *service;

  if (argc != 4)
    g_error ("usage: %s MAILDIR STATE DIR", argv[0]);
  g_mkdir_with_parents (argv[2], 0700);
  camel_init (argv[2], FALSE);
  camel_provider_init ();
  crm_mail_init ();
  data = g_build_filename (argv[2], "data", NULL);
  cache = g_build_filename (argv[2], "cache", NULL);
  session = g_object_new (BENCH_TYPE_SESSION, "user-data-dir", data, "user-cache-dir", cache, NULL);
  service = make_service (session, argv[1]);
  measure (CAMEL_STORE (service), argv[3]);
  g_object_unref (service);
  camel_session_remove_services (session);
  g_object_unref (session);
  return 0;
}

/* bench-store.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * bench-store DIR N_LETTERS N_DEALS: fills a store with invented mail by the functions that the
 * product calls, and times the sidebar's query on it. Prints figures; asserts nothing. */
#include "config.h"

#include <glib/gstdio.h>
#include <sys/resource.h>

#include "service/crm-context.h"
#include "service/crm-deals.h"
#include "service/crm-people.h"
#include "service/crm-scope.h"

#define OWNER "owner@corp.example"
#define N_PEOPLE 5000
#define SLICE 10000
#define RUNS 200

static guint64 state = 88172645463325252u;

static guint
next_random (guint below)
{
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (guint)(state % below);
}

/* By a Zipf-like law: few write much, most write little. */
static guint
pick_person (void)
{
  double u = (next_random (1000000) + 1) / 1000001.0;

  return MIN (N_PEOPLE - 1, (guint)(N_PEOPLE * u * u * u * u * u));
}

static char *
address_of (guint person)
{
  return g_strdup_printf ("p%u@c%u.example", person, person / 7);
}

static CrmMessage *
make_letter (guint i)
{
  static const char *const words[]
      = { "offer", "delivery", "sensor", "invoice",  "meeting", "sample",
          "price", "question", "order",  "contract", "visit",   "report" };
  g_autofree char *id = g_strdup_printf ("m%u@corp.example", i);
  g_autofree char *parent = g_strdup_printf ("m%u@corp.example", i / 5 * 5);
  g_autofree char *address = address_of (pick_person ());
  g_autofree char *subject
      = g_strdup_printf ("%s %s %s %u", words[next_random (12)], words[next_random (12)],
                         words[next_random (12)], i / 5);
  gboolean sent = next_random (100) < 35;
  CrmMessage *message = crm_message_new ();

  message->date_usec = (G_GINT64_CONSTANT (1400000000) + (gint64)i * 300) * G_USEC_PER_SEC;
  message->size_bytes = 3300;
  crm_message_set_message_id (message, NULL);
  message->mid_hash = crm_message_id_hash (id);
  crm_message_set_subject (message, subject);
  crm_message_add_party (message, CRM_ROLE_FROM, sent ? OWNER : address, NULL);
  crm_message_add_party (message, CRM_ROLE_TO, sent ? address : OWNER, NULL);
  if (next_random (3) == 0)
    {
      g_autofree char *copy = address_of (pick_person ());

      crm_message_add_party (message, CRM_ROLE_CC, copy, NULL);
    }
  if (i % 5 != 0)
    crm_message_add_reference (message, crm_message_id_hash (parent));
  crm_message_seal (message);
  return message;
}

static gboolean
fill (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  static const char *const own[] = { OWNER, NULL };
  guint n = *(guint *)data;

  if (!crm_index_set_own (index, own, error))
    return FALSE;
  for (guint i = 0; i < n; i += SLICE)
    {
      gint64 folder;

      if (!crm_index_begin (index, error))
        return FALSE;
      folder = crm_index_ensure_folder (index, "bench", "Inbox", error);
      for (guint j = i; j < MIN (n, i + SLICE); j++)
        {
          g_autoptr (CrmMessage) message = make_letter (j);
          g_autofree char *uid = g_strdup_printf ("%u", j);

          if (!crm_index_add (index, folder, uid, message, error))
            return FALSE;
        }
      if (!crm_index_commit (index, error))
        return FALSE;
    }
  return TRUE;
}

static void
add_deals (CrmStore *store, guint n)
{
  for (guint i = 0; i < n; i += 1000)
    {
      g_autoptr (CrmChangeSet) set = crm_change_set_new ("bench", CRM_CAUSE_IMPORT);
      g_autoptr (CrmWriteResult) result = NULL;

      for (guint j = i; j < MIN (n, i + 1000); j++)
        {
          g_autofree char *title = g_strdup_printf ("Deal %u", j);
          g_autofree char *address = address_of (j % N_PEOPLE);
          CrmChange *person = crm_change_set_create (set, "person", NULL);
          CrmNewDeal deal = { .title = title,
                              .person = person->id,
                              .currency = "EUR",
                              .amount_minor = j,
                              .has_amount = TRUE,
                              .now_usec = g_get_real_time () };
          g_autofree char *id = NULL;

          crm_change_set_text (person, "name", title);
          if (j < N_PEOPLE)
            crm_people_add_address (set, person->id, address);
          id = crm_deals_create (set, &deal);
        }
      result = crm_store_write_sync (store, set, NULL);
      g_assert_nonnull (result);
    }
}

static gpointer
load (CrmReader *reader, gpointer data, GError **error)
{
  return crm_context_load (reader, data, error);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;

  return x < y ? -1 : x > y;
}

static void
time_sidebar (CrmStore *store, const char *what, guint person)
{
  g_autofree char *address = address_of (person);
  g_autoptr (CrmMessage) message = crm_message_new ();
  CrmContextRequest request = { .message = message, .history_limit = 50 };
  gint64 times[RUNS];
  gint64 letters = 0;

  crm_message_set_subject (message, "A new letter");
  crm_message_add_party (message, CRM_ROLE_FROM, address, NULL);
  crm_message_seal (message);
  for (guint i = 0; i < RUNS; i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 start = g_get_monotonic_time ();
      g_autoptr (CrmContext) context = crm_store_read_sync (store, load, &request, NULL, &error);

      g_assert_no_error (error);
      times[i] = g_get_monotonic_time () - start;
      letters = context->activity.n_letters;
    }
  qsort (times, RUNS, sizeof *times, compare);
  g_print ("sidebar, %s contact (%d letters): p50 %d us, p99 %d us\n", what, (int)letters,
           (int)times[RUNS / 2], (int)times[RUNS * 99 / 100]);
}

int
main (int argc, char **argv)
{
  CrmStoreOptions options = { .front_end = "bench", .currency = "EUR" };
  g_autoptr (CrmStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *index_path = NULL;
  struct rusage usage;
  GStatBuf info;
  gint64 start;
  guint n;

  if (argc != 4)
    {
      g_printerr ("usage: %s DIR N_LETTERS N_DEALS\n", argv[0]);
      return 2;
    }
  options.directory = argv[1];
  n = (guint)g_ascii_strtoull (argv[2], NULL, 10);
  store = crm_store_open_sync (&options, &error);
  g_assert_no_error (error);

  start = g_get_monotonic_time ();
  crm_store_index_sync (store, fill, &n, NULL, &error);
  g_assert_no_error (error);
  g_print ("index: %u letters in %.2f s\n", n, (g_get_monotonic_time () - start) / 1e6);
  start = g_get_monotonic_time ();
  add_deals (store, (guint)g_ascii_strtoull (argv[3], NULL, 10));
  g_print ("deals: %s in %.2f s\n", argv[3], (g_get_monotonic_time () - start) / 1e6);
  index_path = g_build_filename (argv[1], "index.db", NULL);
  if (g_stat (index_path, &info) == 0 && n > 0)
    g_print ("index.db: %.0f bytes a letter\n", (double)info.st_size / n);
  time_sidebar (store, "heavy", 0);
  time_sidebar (store, "middling", 200);
  time_sidebar (store, "light", N_PEOPLE - 2);
  getrusage (RUSAGE_SELF, &usage);
  g_print ("peak memory: %ld MiB\n", usage.ru_maxrss / 1024);
  return 0;
}

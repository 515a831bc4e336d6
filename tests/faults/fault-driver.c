/* fault-driver.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fault-driver FOLDER VERB [FIRST COUNT]: works on a store with the functions that the product
 * calls, and says after each step whether it was done, so that whoever kills it or breaks its disk
 * knows what it was promised. One line a step on stdout:
 *
 *   + VERB I        the store said that it is written
 *   ! VERB I CODE   the store said that it is not, with the CrmError's number
 *   = ...           an answer */
#define G_LOG_DOMAIN "fault-driver"
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "service/crm-filing.h"
#include "store/crm-seed.h"
#include "store/crm-store.h"

#define DEAL "11111111-1111-7111-8111-111111111111"
#define SLICE 20
#define START_USEC G_GINT64_CONSTANT (1772445600000000)

static gint64 clock_offset_usec;

static void say (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* Past stdio, which a kill would take along. */
static void
say (const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  if (write (STDOUT_FILENO, line, strlen (line)) < 0)
    exit (3);
}

static void
report (const char *verb, guint i, gboolean done, const GError *error)
{
  if (done)
    say ("+ %s %u\n", verb, i);
  else
    say ("! %s %u %d %s\n", verb, i, error->domain == CRM_ERROR ? error->code : -1, error->message);
}

static gint64
shifted_clock (gpointer data)
{
  return g_get_real_time () + clock_offset_usec;
}

static CrmMessage *
letter_new (guint i)
{
  CrmMessage *message = crm_message_new ();
  g_autofree char *id = g_strdup_printf ("m%u@fault.example", i);
  g_autofree char *from = g_strdup_printf ("sender%u@fault%u.example", i % 50, i % 7);
  g_autofree char *subject = g_strdup_printf ("Letter number %u", i);

  message->date_usec = START_USEC + i * G_USEC_PER_SEC;
  message->size_bytes = 1000;
  crm_message_set_message_id (message, id);
  crm_message_set_subject (message, subject);
  crm_message_add_party (message, CRM_ROLE_FROM, from, NULL);
  crm_message_add_party (message, CRM_ROLE_TO, "me@own.example", NULL);
  crm_message_seal (message);
  return message;
}

static gboolean
write_set (CrmStore *store, CrmChangeSet *set /* (transfer full) */, const char *verb, guint i)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = crm_store_write_sync (store, set, &error);

  report (verb, i, result != NULL, error);
  crm_change_set_unref (set);
  return result != NULL;
}

static CrmChangeSet *
note_new (guint i)
{
  CrmChangeSet *set = crm_change_set_new ("add-note", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "note", NULL);
  g_autofree char *text = g_strdup_printf ("note %u", i);

  crm_change_set_text (change, "text", text);
  crm_change_set_int (change, "at", START_USEC + i);
  crm_change_set_text (change, "deal", DEAL);
  return set;
}

static void
make_deal (CrmStore *store)
{
  CrmChangeSet *set = crm_change_set_new ("add-deal", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "deal", DEAL);

  crm_change_set_text (change, "title", "Faults");
  crm_change_set_text (change, "pipeline", CRM_SEED_PIPELINE);
  crm_change_set_text (change, "stage", CRM_SEED_STAGE_FIRST);
  write_set (store, set, "deal", 0);
}

static void
file_letter (CrmStore *store, guint i)
{
  g_autoptr (CrmMessage) message = letter_new (i);

  write_set (store, crm_filing_file (message, CRM_TARGET_DEAL, DEAL), "file", i);
}

static void
hide_letter (CrmStore *store, guint i)
{
  g_autoptr (CrmMessage) message = letter_new (i);

  write_set (store, crm_filing_set_visibility (message, "private"), "private", i);
}

static void
add_note (CrmStore *store, guint i)
{
  write_set (store, note_new (i), "note", i);
}

/* A note that is taken back, and one that stays. */
static void
add_and_undo (CrmStore *store, guint i)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = NULL;

  if (write_set (store, note_new (2 * i), "note", 2 * i))
    {
      result = crm_store_undo_sync (store, &error);
      report ("undo", 2 * i, result != NULL, error);
    }
  write_set (store, note_new (2 * i + 1), "note", 2 * i + 1);
}

static gboolean
add_slice (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  guint first = GPOINTER_TO_UINT (data);
  gint64 folder;

  if (!crm_index_begin (index, error))
    return FALSE;
  folder = crm_index_ensure_folder (index, "account-1", "INBOX", error);
  for (guint i = first; folder > 0 && i < first + SLICE; i++)
    {
      g_autoptr (CrmMessage) message = letter_new (i);
      g_autofree char *uid = g_strdup_printf ("%u", i);

      if (!crm_index_add (index, folder, uid, message, error))
        return FALSE;
    }
  return folder > 0 && crm_index_commit (index, error);
}

static void
index_slice (CrmStore *store, guint i)
{
  g_autoptr (GError) error = NULL;
  gboolean done
      = crm_store_index_sync (store, add_slice, GUINT_TO_POINTER (i * SLICE), NULL, &error);

  report ("index", i, done, error);
}

static void
make_backup (CrmStore *store, guint i)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = crm_store_backup_sync (store, &error);

  report ("backup", i, path != NULL, error);
}

static gpointer
read_stats (CrmReader *reader, gpointer data, GError **error)
{
  return GINT_TO_POINTER (crm_reader_stats (reader, data, error));
}

static void
show_stats (CrmStore *store, guint i)
{
  g_autoptr (GError) error = NULL;
  CrmStats stats = { 0 };
  gboolean done = crm_store_read_sync (store, read_stats, &stats, NULL, &error) != NULL;

  report ("stats", i, done, error);
  say ("= %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %d\n", stats.distinct_messages, stats.deals,
       crm_store_index_was_lost (store));
}

static void
wait_for_line (CrmStore *store, guint i)
{
  char byte;

  say ("= waiting\n");
  while (read (STDIN_FILENO, &byte, 1) == 1 && byte != '\n')
    ;
}

static void
do_nothing (CrmStore *store, guint i)
{
}

typedef struct
{
  GMainLoop *loop;
  guint left;
} Patience;

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Patience *patience = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, &error);

  report ("async", 0, written != NULL, error);
  g_main_loop_quit (patience->loop);
}

/* As Evolution writes. */
static void
write_async (CrmStore *store, guint i)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (CrmChangeSet) set = note_new (i);
  Patience patience = { loop, 1 };

  crm_store_write_async (store, set, NULL, written_cb, &patience);
  g_main_loop_run (loop);
}

static const struct
{
  const char *name;
  void (*run) (CrmStore *store, guint i);
} verbs[] = {
  { "file", file_letter },   { "note", add_note },      { "undo", add_and_undo },
  { "index", index_slice },  { "backup", make_backup }, { "stats", show_stats },
  { "wait", wait_for_line }, { "open", do_nothing },    { "private", hide_letter },
  { "async", write_async },
};

int
main (int argc, char **argv)
{
  CrmStoreOptions options
      = { .directory = argc > 1 ? argv[1] : NULL, .front_end = "fault", .clock = shifted_clock };
  g_autoptr (CrmStore) store = NULL;
  g_autoptr (GError) error = NULL;

  if (argc < 3)
    return 2;
  if (g_getenv ("FAULT_CLOCK_SECS") != NULL)
    clock_offset_usec = g_ascii_strtoll (g_getenv ("FAULT_CLOCK_SECS"), NULL, 10) * G_USEC_PER_SEC;
  store = crm_store_open_sync (&options, &error);
  report ("open", 0, store != NULL, error);
  if (store == NULL)
    return 1;
  /* VERB FIRST COUNT, as often as wanted */
  for (int at = 2; at + 2 < argc; at += 3)
    {
      guint first = (guint)g_ascii_strtoull (argv[at + 1], NULL, 10);
      guint n = (guint)g_ascii_strtoull (argv[at + 2], NULL, 10);

      if (g_str_equal (argv[at], "deal"))
        make_deal (store);
      for (guint v = 0; v < G_N_ELEMENTS (verbs); v++)
        for (guint i = first; g_str_equal (verbs[v].name, argv[at]) && i < first + n; i++)
          verbs[v].run (store, i);
    }
  crm_store_close (store); /* jobs may hold references */
  g_clear_object (&store);
  say ("= done\n");
  return 0;
}

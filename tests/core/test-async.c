/* test-async.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-store.h"

#include "store/crm-seed.h"

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **kept = data;

  g_assert_null (*kept);
  *kept = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
settle (void)
{
  for (guint i = 0; i < 20; i++)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (500);
    }
}

static CrmChangeSet *
person_set (const char *name)
{
  CrmChangeSet *set = crm_change_set_new ("add-person", CRM_CAUSE_USER);

  crm_change_set_text (crm_change_set_create (set, "person", NULL), "name", name);
  return set;
}

static gpointer
count_people (CrmReader *reader, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) people
      = crm_reader_list (reader, &(CrmListQuery){ .entity = "person" }, NULL, error);

  g_assert_true (g_thread_self () != data); /* never on the caller's thread */
  return people != NULL ? g_strdup_printf ("%u", people->len) : NULL;
}

static char *
read_count (CrmStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *count;

  crm_store_read_async (store, count_people, g_thread_self (), NULL, g_free, NULL, keep_result_cb,
                        &result);
  count = crm_store_read_finish (store, wait_for (&result), &error);
  g_assert_no_error (error);
  return count;
}

typedef struct
{
  GThread *thread;
  guint n_changed;
  guint n_indexed;
} Heard;

static void
changed_cb (CrmStore *store, gint64 seq, gboolean remote, Heard *heard)
{
  g_assert_true (g_thread_self () == heard->thread);
  heard->n_changed++;
}

static void
indexed_cb (CrmStore *store, Heard *heard)
{
  g_assert_true (g_thread_self () == heard->thread);
  heard->n_indexed++;
}

static CrmStore *
open_store (CrmTestStore *test, Heard *heard)
{
  CrmStoreOptions options = crm_test_store_options (test, "test");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  CrmStore *store;

  crm_store_open_async (&options, NULL, keep_result_cb, &result);
  store = crm_store_open_finish (wait_for (&result), &error);
  g_assert_no_error (error);
  heard->thread = g_thread_self ();
  g_signal_connect (store, "changed", G_CALLBACK (changed_cb), heard);
  g_signal_connect (store, "indexed", G_CALLBACK (indexed_cb), heard);
  return store;
}

static void
test_life (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new_empty ();
  Heard heard = { 0 };
  g_autoptr (CrmChangeSet) set = person_set ("Ida Example");
  g_autoptr (GAsyncResult) written = NULL;
  g_autoptr (GAsyncResult) undone = NULL;
  g_autoptr (GAsyncResult) nothing = NULL;
  g_autoptr (CrmWriteResult) write_result = NULL;
  g_autoptr (CrmWriteResult) undo_result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *one = NULL;
  g_autofree char *none = NULL;

  test->store = open_store (test, &heard);
  crm_store_write_async (test->store, set, NULL, keep_result_cb, &written);
  write_result = crm_store_write_finish (test->store, wait_for (&written), &error);
  g_assert_no_error (error);
  g_assert_cmpint (write_result->seq, ==, 2);
  one = read_count (test->store);
  g_assert_cmpstr (one, ==, "1");

  crm_store_undo_async (test->store, NULL, keep_result_cb, &undone);
  undo_result = crm_store_write_finish (test->store, wait_for (&undone), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (undo_result->label, ==, "add-person");
  none = read_count (test->store);
  g_assert_cmpstr (none, ==, "0");

  crm_store_undo_async (test->store, NULL, keep_result_cb, &nothing);
  g_assert_null (crm_store_write_finish (test->store, wait_for (&nothing), &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND);
  settle ();
  g_assert_cmpuint (heard.n_changed, ==, 2);
}

static void
test_open_fails (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  CrmStoreOptions options = crm_test_store_options (test, "test");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  crm_test_store_script (test, "crm.db", "PRAGMA user_version = 999");
  crm_store_open_async (&options, NULL, keep_result_cb, &result);
  g_assert_null (crm_store_open_finish (wait_for (&result), &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_SCHEMA_TOO_NEW);
  g_clear_error (&error);

  crm_store_open_async (&options, cancellable, keep_result_cb, &cancelled);
  g_cancellable_cancel (cancellable);
  g_assert_null (crm_store_open_finish (wait_for (&cancelled), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
index_folder (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  return crm_index_begin (index, error) && crm_index_ensure_folder (index, "a", data, error) != 0
         && crm_index_commit (index, error);
}

static gboolean
index_until_cancelled (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  while (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_usleep (1000);
  return FALSE;
}

static void
test_index (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new_empty ();
  Heard heard = { 0 };
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  test->store = open_store (test, &heard);
  crm_store_index_async (test->store, index_folder, g_strdup ("INBOX"), g_free, NULL,
                         keep_result_cb, &done);
  g_assert_true (crm_store_index_finish (test->store, wait_for (&done), &error));
  g_assert_no_error (error);
  settle ();
  g_assert_cmpuint (heard.n_indexed, ==, 1);
  g_assert_cmpint (crm_test_store_int (test, "index.db", "SELECT count(*) FROM folder"), ==, 1);

  crm_store_index_async (test->store, index_until_cancelled, NULL, NULL, cancellable,
                         keep_result_cb, &cancelled);
  g_free (read_count (test->store)); /* a long index job holds up nobody else */
  g_assert_null (cancelled);
  g_cancellable_cancel (cancellable);
  g_assert_false (crm_store_index_finish (test->store, wait_for (&cancelled), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  settle ();
}

/* A statement that would run for hours: a filter that folds every pair of many. */
static gpointer
read_for_long (CrmReader *reader, gpointer data, GError **error)
{
  g_autoptr (CrmFilterNode) node = crm_filter_parse (data, NULL, error);

  for (guint i = 0; i < 1000000; i++)
    {
      g_autoptr (GPtrArray) records = crm_reader_list (
          reader, &(CrmListQuery){ .entity = "stage", .filter = node }, NULL, error);

      if (records == NULL)
        return NULL;
    }
  return g_strdup ("finished");
}

static void
test_cancelled_read (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new_empty ();
  Heard heard = { 0 };
  g_autoptr (GAsyncResult) running = NULL;
  g_autoptr (GAsyncResult) queued = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GString) filter = g_string_new ("name ~ 'none'");
  g_autoptr (GError) error = NULL;
  g_autofree char *count = NULL;
  gint64 start;

  for (guint i = 0; i < 500; i++)
    g_string_append (filter, " or pipeline.name ~ 'none'");
  test->store = open_store (test, &heard);
  crm_store_read_async (test->store, read_for_long, filter->str, NULL, g_free, cancellable,
                        keep_result_cb, &running);
  crm_store_read_async (test->store, count_people, NULL, NULL, g_free, cancellable, keep_result_cb,
                        &queued);
  g_usleep (20000);
  start = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  g_assert_null (crm_store_read_finish (test->store, wait_for (&running), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (crm_store_read_finish (test->store, wait_for (&queued), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 2 * G_USEC_PER_SEC);

  /* The reader is as good as before. */
  count = read_count (test->store);
  g_assert_cmpstr (count, ==, "0");
  settle ();
}

typedef struct
{
  GMutex mutex;
  GCond cond;
  gboolean open;       /* (mutex mutex) */
  gboolean is_reached; /* (mutex mutex): somebody has waited there since it was shut */
} Gate;

/* A clock that holds the writer up until the gate opens. */
static gint64
gate_clock (gpointer data)
{
  Gate *gate = data;

  g_mutex_lock (&gate->mutex);
  gate->is_reached = TRUE;
  g_cond_broadcast (&gate->cond);
  while (!gate->open)
    g_cond_wait (&gate->cond, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
  return CRM_TEST_START_USEC;
}

static void
set_gate (Gate *gate, gboolean open)
{
  g_mutex_lock (&gate->mutex);
  gate->open = open;
  gate->is_reached &= open;
  g_cond_broadcast (&gate->cond);
  g_mutex_unlock (&gate->mutex);
}

static void
wait_until_reached (Gate *gate)
{
  g_mutex_lock (&gate->mutex);
  while (!gate->is_reached)
    g_cond_wait (&gate->cond, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
}

/* Neither what has begun is written nor what still waits, and nothing is left half done. */
static void
test_cancelled_write (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new_empty ();
  CrmStoreOptions options = crm_test_store_options (test, "test");
  Gate gate = { .open = TRUE };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (CrmChangeSet) first = person_set ("First");
  g_autoptr (CrmChangeSet) second = person_set ("Second");
  g_autoptr (GAsyncResult) first_result = NULL;
  g_autoptr (GAsyncResult) second_result = NULL;
  g_autoptr (CrmChangeSet) third = person_set ("Third");
  g_autoptr (GAsyncResult) third_result = NULL;
  g_autoptr (CrmWriteResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *names = NULL;

  g_mutex_init (&gate.mutex);
  g_cond_init (&gate.cond);
  options.clock = gate_clock;
  options.clock_data = &gate;
  test->store = crm_store_open_sync (&options, &error);
  g_assert_no_error (error);

  set_gate (&gate, FALSE);
  crm_store_write_async (test->store, first, cancellable, keep_result_cb, &first_result);
  crm_store_write_async (test->store, second, cancellable, keep_result_cb, &second_result);
  crm_store_write_async (test->store, third, NULL, keep_result_cb, &third_result);
  wait_until_reached (&gate); /* the first has begun */
  g_cancellable_cancel (cancellable);
  set_gate (&gate, TRUE);
  g_assert_null (crm_store_write_finish (test->store, wait_for (&first_result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (crm_store_write_finish (test->store, wait_for (&second_result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  result = crm_store_write_finish (test->store, wait_for (&third_result), &error);
  g_assert_no_error (error);
  names = crm_test_store_text (test, "crm.db", "SELECT group_concat (name) FROM person");
  g_assert_cmpstr (names, ==, "Third");
  crm_store_close (test->store); /* the backup that is due after a write has its gate open */
  settle ();
  g_mutex_clear (&gate.mutex);
  g_cond_clear (&gate.cond);
}

/* Closing waits for what is queued; the callbacks still come. */
static void
test_close_while_queued (void)
{
  enum
  {
    N = 50
  };
  g_autoptr (CrmTestStore) test = crm_test_store_new_empty ();
  Heard heard = { 0 };
  GAsyncResult *results[N] = { NULL };

  test->store = open_store (test, &heard);
  for (guint i = 0; i < N; i++)
    {
      g_autoptr (CrmChangeSet) set = person_set ("Ida Example");

      crm_store_write_async (test->store, set, NULL, keep_result_cb, &results[i]);
    }
  crm_store_close (test->store);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM person"), ==, N);
  for (guint i = 0; i < N; i++)
    {
      g_autoptr (CrmWriteResult) result
          = crm_store_write_finish (test->store, wait_for (&results[i]), NULL);

      g_assert_cmpint (result->seq, ==, i + 2);
      g_clear_object (&results[i]);
    }
  settle ();
}

/* The caller may let go of the store at once. */
static void
test_dropped_while_queued (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new_empty ();
  Heard heard = { 0 };
  CrmStore *store = open_store (test, &heard);
  g_autoptr (CrmChangeSet) set = person_set ("Ida Example");

  g_object_add_weak_pointer (G_OBJECT (store), (gpointer *)&store);
  crm_store_write_async (store, set, NULL, NULL, NULL);
  crm_store_write_async (store, set, NULL, NULL, NULL); /* refused: it exists */
  g_object_unref (store);
  while (store != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM person"), ==, 1);
}

/* Callbacks and signals come where the caller waits, also beside the main context. */
static gpointer
live_in_thread (gpointer data)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Heard heard = { 0 };
  CrmStore *store;
  g_autoptr (CrmChangeSet) set = person_set ("Ida Example");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (CrmWriteResult) written = NULL;
  CrmStoreOptions options = crm_test_store_options (data, "thread");

  g_main_context_push_thread_default (context);
  crm_store_open_async (&options, NULL, keep_result_cb, &opened);
  while (opened == NULL)
    g_main_context_iteration (context, TRUE);
  store = crm_store_open_finish (opened, NULL);
  heard.thread = g_thread_self ();
  g_signal_connect (store, "changed", G_CALLBACK (changed_cb), &heard);
  crm_store_write_async (store, set, NULL, keep_result_cb, &result);
  while (result == NULL || heard.n_changed == 0)
    g_main_context_iteration (context, TRUE);
  written = crm_store_write_finish (store, result, NULL);
  g_assert_cmpint (written->seq, >, 0);
  g_clear_object (&result);
  g_clear_object (&opened);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_object_unref (store);
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
test_other_context (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();

  g_thread_join (g_thread_new ("other", live_in_thread, test));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/async/life", test_life);
  g_test_add_func ("/async/open-fails", test_open_fails);
  g_test_add_func ("/async/index", test_index);
  g_test_add_func ("/async/cancelled-read", test_cancelled_read);
  g_test_add_func ("/async/cancelled-write", test_cancelled_write);
  g_test_add_func ("/async/close-while-queued", test_close_while_queued);
  g_test_add_func ("/async/dropped-while-queued", test_dropped_while_queued);
  g_test_add_func ("/async/other-context", test_other_context);
  return g_test_run ();
}

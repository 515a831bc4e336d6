/* test-no-memory.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * SQLite is refused one piece of memory after the other, at each place where it asks for one: every
 * operation then either did all it should, or tells an error and did nothing. This goes through the
 * error paths that no other test can reach. */
#include "config.h"

#include "crm-test-mail.h"

#include <sqlite3.h>

#include "service/crm-filing.h"
#include "service/crm-people.h"

#define ADA "ada@north.example"

/* Every place would take minutes, and preparing one statement asks for memory some twenty times. */
#define STRIDE 17

static sqlite3_mem_methods real;
static int requests_left; /* (atomic): until one is refused; 0 for never */

static gboolean
is_refused (void)
{
  return g_atomic_int_get (&requests_left) > 0 && g_atomic_int_dec_and_test (&requests_left);
}

static void *
refuse_malloc (int n_bytes)
{
  return is_refused () ? NULL : real.xMalloc (n_bytes);
}

static void *
refuse_realloc (void *memory, int n_bytes)
{
  return is_refused () ? NULL : real.xRealloc (memory, n_bytes);
}

typedef struct
{
  CrmTestStore *test; /* (owned) */
  CrmMessage *letter; /* (owned): from Ada, who is known */
  char *person;       /* (owned): Ada */
  char *deal;         /* (owned) */
  guint n;            /* which piece is refused */
} Fixture;

/* Does something. Sees for itself that a success was a whole one, and a failure changed nothing. */
typedef gboolean (*Operation) (Fixture *self, GError **error);

static void
set_up (Fixture *self, gconstpointer data)
{
  CrmTestLetter letter = { .uid = "one", .from = ADA, .to = CRM_TEST_ME, .subject = "Mill" };
  CrmChangeSet *set;
  CrmCaptured captured = { 0 };
  CrmCapture whom = { .name = "Ada Fictive",
                      .address = ADA,
                      .account_name = "North Ltd",
                      .account_domain = "north.example" };

  self->test = crm_test_store_new ();
  whom.now_usec = self->test->now_usec;
  crm_test_own (self->test->store, "own_address", CRM_TEST_ME);
  crm_test_apply_scope (self->test->store);
  set = crm_people_capture (&whom, &captured);
  crm_test_write (self->test->store, set);
  self->person = g_strdup (captured.person);
  crm_captured_clear (&captured);
  self->letter = crm_test_receive (self->test->store, &letter);
  self->deal = crm_test_make_deal (self->test->store, "A mill");
  crm_test_write (self->test->store, crm_filing_file (self->letter, CRM_TARGET_DEAL, self->deal));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  crm_message_unref (self->letter);
  g_free (self->person);
  g_free (self->deal);
  crm_test_store_free (self->test);
}

static void
sweep (Fixture *self, Operation operation)
{
  guint n_failures = 0;
  gboolean was_refused = TRUE;

  for (self->n = 1; was_refused; self->n += MAX (STRIDE, self->n / 20))
    {
      g_autoptr (GError) error = NULL;
      gboolean done;

      /* A store that has its statements still to prepare. */
      crm_test_store_reopen (self->test);
      done = operation (self, &error);
      was_refused = g_atomic_int_get (&requests_left) == 0;
      g_atomic_int_set (&requests_left, 0);
      n_failures += !done;
      if (done)
        g_assert_no_error (error);
      else
        {
          g_assert_true (was_refused);
          g_assert_nonnull (error);
        }
    }
  g_test_message ("%u pieces, %u failures", self->n, n_failures);
  g_assert_cmpuint (n_failures, >, 0);
}

static void
begin_refusing (Fixture *self)
{
  g_atomic_int_set (&requests_left, (int)self->n);
}

/* What is looked at afterwards is looked at with all the memory there is. */
static void
end_refusing (void)
{
  g_atomic_int_add (&requests_left, g_atomic_int_get (&requests_left) > 0 ? 1000000 : 0);
}

static gboolean
open_new (Fixture *self, GError **error)
{
  CrmTestStore *other = crm_test_store_new_empty ();
  CrmStoreOptions options = crm_test_store_options (other, "test");
  CrmStore *store;
  gboolean done;

  begin_refusing (self);
  store = crm_store_open_sync (&options, error);
  done = store != NULL;
  end_refusing ();
  /* What a failure leaves behind is no obstacle. */
  g_clear_object (&store);
  other->store = crm_test_store_open_other (other, "test");
  g_assert_cmpint (crm_test_store_int (other, "crm.db", "SELECT count(*) > 3 FROM stage"), ==, 1);
  g_assert_cmpint (crm_test_store_int (other, "crm.db", "PRAGMA user_version"), >, 0);
  crm_test_check (other->store);
  crm_test_store_free (other);
  return done;
}

static void
test_opening (Fixture *self, gconstpointer data)
{
  sweep (self, open_new);
}

/* All that is in the file and may change, as one number. */
static gint64
count_all (Fixture *self)
{
  return crm_test_store_int (self->test, "crm.db",
                             "SELECT (SELECT count(*) FROM person) + (SELECT count(*) FROM change)"
                             " + (SELECT count(*) FROM change_set) + (SELECT count(*) FROM link)"
                             " + (SELECT count(*) FROM email)");
}

static gboolean
write_person (Fixture *self, GError **error)
{
  gint64 before = count_all (self);
  g_autofree char *name = g_strdup_printf ("Bo %u", self->n);
  g_autofree char *address = g_strdup_printf ("bo.%u@south.example", self->n);
  CrmCapture whom = { .name = name, .address = address, .now_usec = self->test->now_usec };
  CrmCaptured captured = { 0 };
  g_autoptr (CrmChangeSet) set = crm_people_capture (&whom, &captured);
  g_autoptr (CrmWriteResult) result = NULL;

  begin_refusing (self);
  result = crm_store_write_sync (self->test->store, set, error);
  end_refusing ();
  if (result == NULL)
    g_assert_cmpint (count_all (self), ==, before);
  else
    {
      g_autoptr (CrmRecord) person = crm_test_get (self->test->store, "person", captured.person);

      g_assert_cmpstr (crm_record_get_text (person, "name"), ==, name);
      g_assert_cmpint (count_all (self), >, before + 2);
    }
  crm_captured_clear (&captured);
  return result != NULL;
}

static void
test_writing (Fixture *self, gconstpointer data)
{
  sweep (self, write_person);
}

static gboolean
edit_and_undo (Fixture *self, GError **error)
{
  g_autofree char *title = g_strdup_printf ("Title %u", self->n);
  g_autoptr (CrmWriteResult) result = NULL;
  g_autoptr (CrmRecord) person = NULL;

  crm_test_set_text (self->test->store, "person", self->person, "title", title);
  begin_refusing (self);
  result = crm_store_undo_sync (self->test->store, error);
  end_refusing ();
  person = crm_test_get (self->test->store, "person", self->person);
  if (result == NULL)
    {
      g_assert_cmpstr (crm_record_get_text (person, "title"), ==, title);
      crm_test_undo (self->test->store);
    }
  else
    g_assert_cmpstr (crm_record_get_text (person, "title"), ==, NULL);
  return result != NULL;
}

static void
test_undoing (Fixture *self, gconstpointer data)
{
  sweep (self, edit_and_undo);
}

static gboolean
add_letter (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 folder = 0;

  if (!crm_index_begin (index, error))
    return FALSE;
  folder = crm_index_ensure_folder (index, "account-2", "INBOX", error);
  if (folder > 0 && crm_index_add (index, folder, "uid", data, error)
      && crm_index_commit (index, error))
    return TRUE;
  crm_index_rollback (index);
  return FALSE;
}

static gboolean
index_letter (Fixture *self, GError **error)
{
  static const char count[] = "SELECT (SELECT count(*) FROM message) * 1000000"
                              " + (SELECT count(*) FROM location) * 1000 + count(*) FROM edge";
  g_autofree char *uid = g_strdup_printf ("letter-%u", self->n);
  CrmTestLetter letter
      = { .uid = uid, .from = ADA, .to = CRM_TEST_ME " bo@south.example", .subject = uid };
  g_autoptr (CrmMessage) message = crm_test_message (&letter);
  gint64 before = crm_test_store_int (self->test, "index.db", count);
  gboolean done;

  begin_refusing (self);
  done = crm_store_index_sync (self->test->store, add_letter, message, NULL, error);
  end_refusing ();
  if (!done)
    g_assert_cmpint (crm_test_store_int (self->test, "index.db", count), ==, before);
  else /* the second and later ones take the place of the first: one place, one letter */
    g_assert_cmpint (crm_test_store_int (self->test, "index.db", count), >=, before);
  return done;
}

static void
test_indexing (Fixture *self, gconstpointer data)
{
  sweep (self, index_letter);
}

/* Either an answer or an error, never both: the store would keep the error and lose the answer. */
static gpointer
answered (gpointer answer, GError **error)
{
  g_assert_true ((answer == NULL) == (*error != NULL));
  return answer;
}

static gboolean
set_own (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  const char *const addresses[] = { CRM_TEST_ME, data, NULL };

  if (crm_index_set_own (index, addresses, error))
    return TRUE;
  /* A transaction that was left open would be in the way of the next one. */
  end_refusing ();
  g_assert_true (crm_index_begin (index, NULL));
  crm_index_rollback (index);
  return FALSE;
}

static gboolean
change_own (Fixture *self, GError **error)
{
  g_autofree char *address = g_strdup_printf ("me.%u@own.example", self->n);
  gboolean done;

  begin_refusing (self);
  done = crm_store_index_sync (self->test->store, set_own, address, NULL, error);
  end_refusing ();
  return done;
}

static void
test_own (Fixture *self, gconstpointer data)
{
  sweep (self, change_own);
}

static gpointer
load_history (CrmReader *reader, gpointer data, GError **error)
{
  return answered (crm_history_load (reader, data, error), error);
}

/* One reason at a time, so that what fails for one is not made good by another. */
static gboolean
show_history (Fixture *self, GError **error)
{
  static const char *const addresses[] = { ADA, NULL };
  static const char *const domains[] = { "north.example", NULL };
  const CrmHistoryQuery queries[] = {
    { .addresses = addresses },
    { .domains = domains },
    { .deal = self->deal },
  };
  gboolean done = TRUE;

  begin_refusing (self);
  for (guint i = 0; done && i < G_N_ELEMENTS (queries); i++)
    {
      CrmHistoryQuery query = queries[i];
      g_autoptr (CrmHistory) history = NULL;

      query.before_usec = G_MAXINT64;
      query.limit = 10;
      query.want_totals = TRUE;
      history = crm_store_read_sync (self->test->store, load_history, &query, NULL, error);
      done = history != NULL;
      if (done)
        {
          g_assert_cmpuint (history->items->len, >=, 1);
          g_assert_cmpint (history->distinct_letters, ==, 1);
        }
    }
  end_refusing ();
  return done;
}

static void
test_history (Fixture *self, gconstpointer data)
{
  sweep (self, show_history);
}

static gpointer
load_context (CrmReader *reader, gpointer data, GError **error)
{
  return answered (crm_context_load (reader, data, error), error);
}

static gboolean
show_letter (Fixture *self, GError **error)
{
  CrmContextRequest request = { .message = self->letter, .history_limit = 20 };
  g_autoptr (CrmContext) context = NULL;

  begin_refusing (self);
  context = crm_store_read_sync (self->test->store, load_context, &request, NULL, error);
  end_refusing ();
  if (context == NULL)
    return FALSE;
  g_assert_cmpstr (context->person->id, ==, self->person);
  g_assert_nonnull (context->account);
  g_assert_cmpuint (context->filed->len, ==, 1);
  g_assert_cmpuint (context->history->items->len, ==, 1);
  g_assert_cmpint (context->activity.n_letters, ==, 1);
  g_assert_cmpuint (context->lost_reasons->len, >, 1);
  g_assert_cmpint ((int)context->turn, ==, (int)CRM_TURN_MINE);
  return TRUE;
}

static void
test_showing (Fixture *self, gconstpointer data)
{
  sweep (self, show_letter);
}

typedef struct
{
  GPtrArray *records; /* (owned) */
  GPtrArray *journal; /* (owned) */
  CrmStats stats;
} Answers;

static gpointer
ask (CrmReader *reader, gpointer data, GError **error)
{
  Answers *answers = data;
  g_autoptr (CrmFilterNode) filter
      = crm_filter_parse ("title ~ \"mill\" and stage is not null", NULL, NULL);
  CrmListQuery query = { .entity = "deal", .filter = filter, .order_by = "title" };

  answers->records = crm_reader_list (reader, &query, NULL, error);
  answers->journal = answers->records != NULL ? crm_reader_journal (reader, 0, 10, error) : NULL;
  return GINT_TO_POINTER (answers->journal != NULL
                          && crm_reader_stats (reader, &answers->stats, error));
}

static gboolean
read_lists (Fixture *self, GError **error)
{
  Answers answers = { 0 };
  gboolean done;

  begin_refusing (self);
  done = crm_store_read_sync (self->test->store, ask, &answers, NULL, error) != NULL;
  end_refusing ();
  if (done)
    {
      g_assert_cmpuint (answers.records->len, ==, 1);
      g_assert_cmpuint (answers.journal->len, >=, 4);
      g_assert_cmpint (answers.stats.deals, ==, 1);
      g_assert_cmpint (answers.stats.messages, ==, 1);
    }
  g_clear_pointer (&answers.records, g_ptr_array_unref);
  g_clear_pointer (&answers.journal, g_ptr_array_unref);
  return done;
}

static void
test_reading (Fixture *self, gconstpointer data)
{
  sweep (self, read_lists);
}

static void
refuse_from_now_on (void)
{
  sqlite3_mem_methods mine;

  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_GETMALLOC, &real), ==, SQLITE_OK);
  mine = real;
  mine.xMalloc = refuse_malloc;
  mine.xRealloc = refuse_realloc;
  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_MALLOC, &mine), ==, SQLITE_OK);
  /* Without SQLite's own reserve every request comes here. */
  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_LOOKASIDE, 0, 0), ==, SQLITE_OK);
}

int
main (int argc, char *argv[])
{
  refuse_from_now_on ();
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/no-memory/opening", Fixture, NULL, set_up, test_opening, tear_down);
  g_test_add ("/no-memory/writing", Fixture, NULL, set_up, test_writing, tear_down);
  g_test_add ("/no-memory/undoing", Fixture, NULL, set_up, test_undoing, tear_down);
  g_test_add ("/no-memory/indexing", Fixture, NULL, set_up, test_indexing, tear_down);
  g_test_add ("/no-memory/own", Fixture, NULL, set_up, test_own, tear_down);
  g_test_add ("/no-memory/history", Fixture, NULL, set_up, test_history, tear_down);
  g_test_add ("/no-memory/showing", Fixture, NULL, set_up, test_showing, tear_down);
  g_test_add ("/no-memory/reading", Fixture, NULL, set_up, test_reading, tear_down);
  return g_test_run ();
}

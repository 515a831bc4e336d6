/* test-index-fill.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What the writer of index.db derives and puts off, compared with the plain way. */
#include "config.h"

#include "crm-test-mail.h"
#include "store/crm-context-query.h"
#include "store/crm-index-private.h"

#define N_LETTERS 60
#define N_PEOPLE 8

static const char *const people[N_PEOPLE] = {
  "ida@alder.example", "jo@mail.birch.example", "kim@birch.example", "lee@cedar.example",
  "mo@gmail.com",      "ned@own.example",       "me@own.example",    "me@home.example",
};

typedef struct
{
  CrmTestStore *test; /* (owned) */
  CrmIndex *index;    /* (owned) */
} Fixture;

static CrmIndex *
open_index (CrmTestStore *test)
{
  g_autofree char *path = crm_test_store_path (test, "index.db");
  g_autoptr (GError) error = NULL;
  CrmIndex *index = _crm_index_open (path, &error);

  g_assert_no_error (error);
  return index;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->test = crm_test_store_new ();
  self->index = open_index (self->test);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  crm_test_check (self->test->store);
  _crm_index_close (self->index);
  crm_test_store_free (self->test);
}

static gint64
number (CrmTestStore *test, const char *sql)
{
  return crm_test_store_int (test, "index.db", sql);
}

static void
begin (CrmIndex *index)
{
  g_autoptr (GError) error = NULL;

  crm_index_begin (index, &error);
  g_assert_no_error (error);
}

static void
commit (CrmIndex *index)
{
  g_autoptr (GError) error = NULL;

  crm_index_commit (index, &error);
  g_assert_no_error (error);
}

static void
add (CrmIndex *index, const char *folder, const char *uid, CrmMessage *message)
{
  g_autoptr (GError) error = NULL;
  gint64 id = crm_index_ensure_folder (index, "account-1", folder, &error);

  crm_index_add (index, id, uid, message, &error);
  g_assert_no_error (error);
}

static void
drop (CrmIndex *index, const char *folder, const char *uid)
{
  g_autoptr (GError) error = NULL;
  gint64 id = crm_index_ensure_folder (index, "account-1", folder, &error);

  crm_index_remove (index, id, uid, &error);
  g_assert_no_error (error);
}

static void
settle (CrmIndex *index)
{
  g_autoptr (GError) error = NULL;

  crm_index_settle (index, NULL, &error);
  g_assert_no_error (error);
}

/* What the file says, without numbers that depend on the order. */
static char *
describe (CrmTestStore *test)
{
  static const char *const texts[] = {
    "SELECT m.date || ' ' || m.direction || ' ' || m.subject || ' ' || coalesce (a.address, '')"
    " FROM message AS m LEFT JOIN address AS a ON a.id = m.sender ORDER BY 1",
    "SELECT a.address || ' ' || e.date || ' ' || e.roles || ' ' || m.fingerprint FROM edge AS e"
    " JOIN address AS a ON a.id = e.address JOIN message AS m ON m.id = e.message ORDER BY 1",
    "SELECT d.name || ' ' || e.date || ' ' || m.fingerprint FROM domain_edge AS e"
    " JOIN domain AS d ON d.id = e.domain JOIN message AS m ON m.id = e.message ORDER BY 1",
    "SELECT address || ' ' || n_letters || ' ' || last_in || ' ' || last_out FROM address"
    " WHERE n_letters > 0 ORDER BY 1",
    /* A conversation is named by its oldest letter. */
    "SELECT min (date) || ' ' || group_concat (date) FROM (SELECT thread, date FROM message"
    " ORDER BY date) GROUP BY thread ORDER BY 1",
    "SELECT rowid FROM subject WHERE subject MATCH 'odd' ORDER BY 1",
    "SELECT folder.name || ' ' || l.uid || ' ' || m.fingerprint || ' ' || l.hash FROM location AS l"
    " JOIN folder ON folder.id = l.folder JOIN message AS m ON m.id = l.message ORDER BY 1",
    "SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY 1",
    "SELECT key FROM meta ORDER BY 1",
  };
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = crm_test_store_text (test, "index.db", texts[i]);

      g_string_append_printf (all, "%s\n--\n", text);
    }
  return g_string_free (all, FALSE);
}

static void
assert_same (const char *one, const char *other)
{
  if (!g_str_equal (one, other))
    {
      g_auto (GStrv) first = g_strsplit (one, "\n", -1);
      g_auto (GStrv) second = g_strsplit (other, "\n", -1);

      for (guint i = 0; first[i] != NULL && second[i] != NULL; i++)
        g_assert_cmpstr (first[i], ==, second[i]);
      g_assert_cmpuint (g_strv_length (first), ==, g_strv_length (second));
    }
}

/* The counters are what a scan of the edges gives, and the edges say which way a letter went. */
static void
check_counters (CrmTestStore *test)
{
  g_assert_cmpint (
      number (test,
              "SELECT count(*) FROM address AS a WHERE n_letters <>"
              " (SELECT count(*) FROM edge WHERE address = a.id) OR last_in <> coalesce ((SELECT"
              " max (date) FROM edge WHERE address = a.id AND roles & 2), 0) OR last_out <>"
              " coalesce ((SELECT max (date) FROM edge WHERE address = a.id AND roles & 64), 0)"),
      ==, 0);
  g_assert_cmpint (number (test, "SELECT count(*) FROM edge AS e JOIN message AS m"
                                 " ON m.id = e.message WHERE (roles & 64 <> 0) <>"
                                 " (direction = 2) OR e.date <> m.date"),
                   ==, 0);
  g_assert_cmpint (number (test, "SELECT count(*) FROM message AS m JOIN address AS a"
                                 " ON a.id = m.sender, meta WHERE key = 'own' AND (direction = 2)"
                                 " <> (instr (value, a.address) > 0)"),
                   ==, 0);
}

/* Letters that do not change from call to call. */
static CrmMessage *
make_letter (guint i)
{
  guint random = i * 2654435761u;
  g_autofree char *uid = g_strdup_printf ("%u@id.example", i);
  /* Some name a letter that comes later, so that conversations meet. */
  g_autofree char *parent = i % 11 == 0
                                ? g_strdup_printf ("%u@id.example %u@id.example", i / 3, i + 5)
                                : g_strdup_printf ("%u@id.example", i / 3);
  g_autofree char *to = g_strdup_printf ("%s %s", people[(random >> 5) % N_PEOPLE],
                                         people[(random >> 9) % N_PEOPLE]);
  g_autofree char *subject = g_strdup_printf ("%s letter %u", i % 2 ? "Odd" : "Even", i);
  CrmTestLetter letter = { .uid = uid,
                           .references = i % 3 == 0 ? NULL : parent,
                           .from = people[(random >> 13) % N_PEOPLE],
                           .to = to,
                           .subject = subject,
                           .secs = i * 60 };

  return crm_test_message (&letter);
}

typedef struct
{
  guint own; /* as bits of people */
  gboolean placed[2][N_LETTERS];
} Model;

static void
set_own (CrmIndex *index, guint bits)
{
  const char *own[N_PEOPLE + 1] = { NULL };
  g_autoptr (GError) error = NULL;
  guint n = 0;

  for (guint i = 0; i < N_PEOPLE; i++)
    if (bits & 1u << i)
      own[n++] = people[i];
  crm_index_set_own (index, own, &error);
  g_assert_no_error (error);
}

static void
move_letters (CrmIndex *index, Model *model)
{
  begin (index);
  for (int n = g_test_rand_int_range (1, 12); n > 0; n--)
    {
      guint i = (guint)g_test_rand_int_range (0, N_LETTERS);
      guint folder = (guint)g_test_rand_int_range (0, 2);
      const char *name = folder == 0 ? "INBOX" : "Copies";
      g_autofree char *uid = g_strdup_printf ("%u", i);
      g_autoptr (CrmMessage) message = make_letter (i);

      model->placed[folder][i] = g_test_rand_int_range (0, 3) > 0;
      if (model->placed[folder][i])
        add (index, name, uid, message);
      else
        drop (index, name, uid);
    }
  if (g_test_rand_int_range (0, 5) > 0)
    commit (index);
  else
    crm_index_rollback (index);
}

static gboolean
is_party (const CrmMessage *message, const char *address)
{
  for (guint i = 0; i < message->parties->len; i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (message->parties, i);

      if (g_str_equal (party->address, address))
        return TRUE;
    }
  return FALSE;
}

/* Somebody is excluded, what there is of them goes, and then they are let in again. */
static void
purge (CrmIndex *index, Model *model)
{
  const char *excluded[] = { people[g_test_rand_int_range (0, N_PEOPLE)], NULL };
  g_autoptr (GError) error = NULL;
  guint removed;

  crm_index_set_excluded (index, excluded, NULL, NULL);
  crm_index_purge_excluded (index, &removed, &error);
  g_assert_no_error (error);
  crm_index_set_excluded (index, NULL, NULL, NULL);
  for (guint i = 0; i < N_LETTERS; i++)
    {
      g_autoptr (CrmMessage) message = make_letter (i);

      if (is_party (message, excluded[0]))
        model->placed[0][i] = model->placed[1][i] = FALSE;
    }
}

static char *
describe_afresh (const Model *model)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmIndex) index = open_index (test);

  set_own (index, model->own);
  begin (index);
  for (guint folder = 0; folder < 2; folder++)
    for (guint i = 0; i < N_LETTERS; i++)
      {
        g_autofree char *uid = g_strdup_printf ("%u", i);
        g_autoptr (CrmMessage) message = make_letter (i);

        if (model->placed[folder][i])
          add (index, folder == 0 ? "INBOX" : "Copies", uid, message);
      }
  commit (index);
  return describe (test);
}

/* Without what depends on what was there before: conversations that a letter joined which is gone.
 */
static char *
cut_history (const char *description)
{
  g_auto (GStrv) parts = g_strsplit (description, "\n--\n", -1);

  for (guint i = 4; i <= 5; i++)
    {
      g_free (parts[i]);
      parts[i] = g_strdup ("");
    }
  return g_strjoinv ("\n", parts);
}

/* However letters, exclusions and the user's own addresses come and go, the file is the one that
 * would be made of what there is now. */
static void
test_any_change (Fixture *self, gconstpointer data)
{
  g_autofree char *here = NULL;
  g_autofree char *afresh = NULL;
  g_autofree char *here_now = NULL;
  g_autofree char *afresh_now = NULL;
  Model model = { 0 };
  Model before;

  set_own (self->index, 0);
  for (guint i = 0; i < 150; i++)
    {
      int what = g_test_rand_int_range (0, 12);

      before = model;
      if (what == 0)
        purge (self->index, &model);
      else if (what <= 2)
        set_own (self->index, model.own = (guint)g_test_rand_int_range (0, 1 << N_PEOPLE));
      else
        move_letters (self->index, &model);
      if (self->index->stale && what > 2) /* rolled back */
        model = before;
      check_counters (self->test);
    }
  afresh = describe_afresh (&model);
  here = describe (self->test);
  here_now = cut_history (here);
  afresh_now = cut_history (afresh);
  assert_same (here_now, afresh_now);
}

/* A copy that knows more than the first one: counters and edges grow by the difference. */
static void
test_completed (Fixture *self, gconstpointer data)
{
  CrmTestLetter letter = { .uid = "a", .from = "me@own.example", .to = people[0], .subject = "A" };
  g_autoptr (CrmMessage) first = crm_test_message (&letter);
  CrmMessage *more = crm_message_new ();
  g_autoptr (CrmMessage) second = more;

  more->date_usec = first->date_usec;
  crm_message_set_subject (more, "A");
  crm_message_add_party (more, CRM_ROLE_FROM, "me@own.example", NULL);
  crm_message_add_party (more, CRM_ROLE_TO, people[0], NULL);
  crm_message_add_party (more, CRM_ROLE_CC, people[0], NULL);
  crm_message_add_party (more, CRM_ROLE_CC, people[1], NULL);
  crm_message_seal (more);
  g_assert_cmpuint (first->fingerprint, ==, more->fingerprint);

  set_own (self->index, 1 << 6);
  for (guint round = 0; round < 2; round++) /* in one transaction, and in two */
    {
      begin (self->index);
      add (self->index, "INBOX", "1", first);
      if (round == 1)
        {
          commit (self->index);
          begin (self->index);
        }
      add (self->index, "Sent", "1", second);
      commit (self->index);
      check_counters (self->test);
      g_assert_cmpint (number (self->test, "SELECT roles FROM edge AS e JOIN address AS a"
                                           " ON a.id = e.address WHERE a.address ="
                                           " 'ida@alder.example'"),
                       ==, 1 << CRM_ROLE_TO | 1 << CRM_ROLE_CC | CRM_EDGE_OUT);
      g_assert_cmpint (number (self->test, "SELECT sum (n_letters) FROM address"), ==, 2);
      begin (self->index);
      drop (self->index, "INBOX", "1");
      drop (self->index, "Sent", "1");
      commit (self->index);
      check_counters (self->test);
      g_assert_cmpint (number (self->test, "SELECT sum (n_letters) FROM address"), ==, 0);
    }
}

/* Letters of the fill. */
#define N_MANY 4000

static void
add_slice (CrmIndex *index, guint first, guint n)
{
  begin (index);
  for (guint i = first; i < first + n; i++)
    {
      g_autofree char *uid = g_strdup_printf ("%u", i);
      g_autoptr (CrmMessage) message = make_letter (i);

      add (index, "INBOX", uid, message);
      if (i % 7 == 0)
        add (index, "Copies", uid, message);
      if (i % 50 == 49)
        {
          g_autofree char *gone = g_strdup_printf ("%u", i - 30);

          drop (index, "INBOX", gone);
        }
    }
  commit (index);
}

/* The index as it is without a fill: no transaction is large enough. */
static char *
describe_slowly (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmIndex) index = open_index (test);

  set_own (index, 1 << 6);
  for (guint i = 0; i < N_MANY; i += 400)
    {
      add_slice (index, i, 400);
      g_assert_cmpint (number (test, "SELECT count(*) FROM meta WHERE key = 'filling'"), ==, 0);
    }
  return describe (test);
}

static gboolean
is_filling (CrmTestStore *test)
{
  return number (test, "SELECT EXISTS (SELECT 1 FROM meta WHERE key = 'filling')");
}

static void
assert_settled (CrmTestStore *test, const char *expected)
{
  g_autofree char *here = NULL;

  g_assert_false (is_filling (test));
  g_assert_cmpint (number (test, "SELECT count(*) FROM thread_hash_new"), ==, 0);
  here = describe (test);
  assert_same (here, expected);
  check_counters (test);
}

static void
test_fill (Fixture *self, gconstpointer data)
{
  g_autofree char *expected = describe_slowly ();

  self->index->hashes_at_once = 100; /* the end takes many goes */
  set_own (self->index, 1 << 6);
  for (guint i = 0; i < N_MANY; i += 800)
    {
      add_slice (self->index, i, 800);
      g_assert_true (is_filling (self->test));
      check_counters (self->test);
    }
  g_assert_cmpint (number (self->test, "SELECT count(*) FROM sqlite_master"
                                       " WHERE name = 'message_fingerprint'"),
                   ==, 0);
  settle (self->index);
  assert_settled (self->test, expected);
  settle (self->index); /* again: nothing */
  add_slice (self->index, 0, 800);
  g_assert_false (is_filling (self->test)); /* these were known */
  check_counters (self->test);
}

/* The program ends without a word, rolls back, and another writes, all while the fill goes on. */
static void
test_fill_interrupted (Fixture *self, gconstpointer data)
{
  g_autofree char *expected = describe_slowly ();
  g_autoptr (CrmIndex) other = open_index (self->test);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  set_own (self->index, 1 << 6);
  add_slice (self->index, 0, 800);
  add_slice (other, 800, 800);
  g_assert_true (is_filling (self->test));

  begin (self->index);
  for (guint i = 1600; i < 2000; i++)
    {
      g_autoptr (CrmMessage) message = make_letter (i + N_MANY);

      add (self->index, "INBOX", "again", message);
    }
  crm_index_rollback (self->index);
  add_slice (self->index, 1600, 800);

  g_clear_pointer (&self->index, _crm_index_close);
  self->index = open_index (self->test);
  add_slice (self->index, 2400, 800);
  g_cancellable_cancel (cancellable);
  g_assert_false (crm_index_settle (self->index, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  settle (other);
  add_slice (self->index, 3200, 800);
  settle (self->index);
  assert_settled (self->test, expected);
}

/* More letters than memory may hold: the fill ends in the middle of a slice. */
static void
test_fill_limit (Fixture *self, gconstpointer data)
{
  g_autofree char *expected = describe_slowly ();

  self->index->fill_limit = 2000;
  set_own (self->index, 1 << 6);
  for (guint i = 0; i < N_MANY; i += 800)
    {
      add_slice (self->index, i, 800);
      check_counters (self->test);
      g_assert_cmpint (is_filling (self->test), ==, i < 1600);
    }
  settle (self->index);
  assert_settled (self->test, expected);
}

/* Words of letters that came in between are entered too, and those of gone ones are not missed. */
static void
test_fill_words (Fixture *self, gconstpointer data)
{
  set_own (self->index, 1 << 6);
  add_slice (self->index, 0, 800);
  g_assert_cmpint (number (self->test, "SELECT count(*) FROM subject WHERE subject MATCH 'letter'"),
                   <, 500);
  begin (self->index);
  drop (self->index, "INBOX", "5");
  drop (self->index, "INBOX", "795");
  commit (self->index);
  settle (self->index);
  begin (self->index);
  drop (self->index, "INBOX", "9");
  commit (self->index);
  g_assert_cmpint (number (self->test, "SELECT count(*) FROM message WHERE NOT EXISTS"
                                       " (SELECT 1 FROM subject WHERE subject MATCH 'letter'"
                                       " AND rowid = message.id)"),
                   ==, 0);
  g_assert_cmpint (number (self->test, "SELECT count(*) FROM subject WHERE subject MATCH 'letter'"
                                       " AND rowid NOT IN (SELECT id FROM message)"),
                   ==, 0);
}

/* What readers find, in words. */
static gpointer
find_in_reader (CrmReader *reader, gpointer data, GError **error)
{
  static const char *const domains[] = { "birch.example", NULL };
  CrmHistoryQuery query
      = { .domains = domains, .before_usec = G_MAXINT64, .limit = 30, .want_totals = TRUE };
  g_autoptr (CrmHistory) history = crm_history_load (reader, &query, error);
  g_autoptr (GPtrArray) found = crm_query_subjects (reader, "odd let 70", 20, error);
  g_autoptr (CrmMessage) message = crm_query_message_by_id (reader, "700@id.example", error);
  GString *words = g_string_new (NULL);

  g_assert_no_error (*error);
  g_assert_cmpuint (found->len, >=, 5);
  g_assert_cmpuint (history->items->len, ==, 30);
  g_string_append_printf (words, "%s, %d of birch\n", message->subject,
                          (int)history->distinct_total);
  for (guint i = 0; i < history->items->len; i++)
    g_string_append_printf (words, "%s\n",
                            ((CrmHistoryItem *)g_ptr_array_index (history->items, i))->text);
  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (words, "%s\n", ((CrmMessage *)g_ptr_array_index (found, i))->subject);
  return g_string_free (words, FALSE);
}

/* Readers find the same before the end of a fill and after it. */
static void
test_fill_readers (Fixture *self, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  set_own (self->index, 1 << 6);
  add_slice (self->index, 0, 800);
  g_assert_true (is_filling (self->test));
  before = crm_store_read_sync (self->test->store, find_in_reader, NULL, NULL, &error);
  g_assert_no_error (error);
  settle (self->index);
  after = crm_store_read_sync (self->test->store, find_in_reader, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_same (before, after);
}

static int
count_steps (void *n_steps)
{
  ++*(guint *)n_steps;
  return 0;
}

/* In hundreds of SQLite's steps. */
static guint
count_settling (guint subjects_at_once)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmIndex) index = open_index (test);
  guint n_steps = 0;

  add_slice (index, 0, N_MANY);
  index->subjects_at_once = subjects_at_once;
  sqlite3_progress_handler (_crm_connection_get_handle (index->connection), 100, count_steps,
                            &n_steps);
  settle (index);
  sqlite3_progress_handler (_crm_connection_get_handle (index->connection), 0, NULL, NULL);
  g_assert_cmpint (number (test, "SELECT count(*) FROM subject WHERE subject MATCH 'letter'"), ==,
                   number (test, "SELECT count(*) FROM message"));
  return n_steps;
}

/* Many slices of words cost what one does: none reads on beyond its end. */
static void
test_fill_slices (Fixture *self, gconstpointer data)
{
  guint whole = count_settling (2 * N_MANY);
  guint sliced = count_settling (100);

  g_test_message ("%u and %u hundred steps", whole, sliced);
  g_assert_cmpuint (whole, >, 0);
  g_assert_cmpuint (sliced * 5, <, whole * 6);
}

int
main (int argc, char **argv)
{
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  g_test_init (&argc, &argv, NULL);
  ADD ("/index-fill/any-change", test_any_change);
  ADD ("/index-fill/completed", test_completed);
  ADD ("/index-fill/whole", test_fill);
  ADD ("/index-fill/interrupted", test_fill_interrupted);
  ADD ("/index-fill/limit", test_fill_limit);
  ADD ("/index-fill/words", test_fill_words);
  ADD ("/index-fill/slices", test_fill_slices);
  ADD ("/index-fill/readers", test_fill_readers);
  return g_test_run ();
}

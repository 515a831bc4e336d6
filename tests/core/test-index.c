/* test-index.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define _GNU_SOURCE /* memmem */
#include "config.h"

#include "crm-test-store.h"

#include <string.h>

#include "store/crm-index-private.h"

#define ME "me@own.example"
#define DAY_SECS 86400

typedef struct
{
  const char *uid; /* also the Message-ID */
  const char *references;
  const char *from;
  const char *to;
  const char *subject;
  int day;
} Letter;

static CrmMessage *
make_message (const Letter *letter)
{
  CrmMessage *message = crm_message_new ();
  g_auto (GStrv) to = g_strsplit (letter->to, " ", -1);
  g_auto (GStrv) references
      = g_strsplit (letter->references != NULL ? letter->references : "", " ", -1);

  message->date_usec = CRM_TEST_START_USEC + (gint64)letter->day * DAY_SECS * G_USEC_PER_SEC;
  message->size_bytes = 1000;
  crm_message_set_message_id (message, letter->uid);
  crm_message_set_subject (message, letter->subject);
  crm_message_add_party (message, CRM_ROLE_FROM, letter->from, NULL);
  for (guint i = 0; to[i] != NULL; i++)
    crm_message_add_party (message, CRM_ROLE_TO, to[i], NULL);
  for (guint i = 0; references[i] != NULL; i++)
    crm_message_add_reference (message, crm_message_id_hash (references[i]));
  return message;
}

static void
add_message (CrmIndex *index, const char *folder, const char *uid, CrmMessage *message)
{
  g_autoptr (GError) error = NULL;
  gint64 id;

  crm_message_seal (message);
  crm_index_begin (index, &error);
  g_assert_no_error (error);
  id = crm_index_ensure_folder (index, "account-1", folder, &error);
  g_assert_cmpint (id, !=, 0);
  crm_index_add (index, id, uid, message, &error);
  g_assert_no_error (error);
  crm_index_commit (index, &error);
  g_assert_no_error (error);
}

static void
add (CrmIndex *index, const char *folder, const Letter *letter)
{
  g_autoptr (CrmMessage) message = make_message (letter);

  add_message (index, folder, letter->uid, message);
}

static void
drop (CrmIndex *index, const char *folder, const char *uid)
{
  g_autoptr (GError) error = NULL;
  gint64 id;

  crm_index_begin (index, &error);
  g_assert_no_error (error);
  id = crm_index_ensure_folder (index, "account-1", folder, &error);
  crm_index_remove (index, id, uid, &error);
  g_assert_no_error (error);
  crm_index_commit (index, &error);
  g_assert_no_error (error);
}

static void
own (CrmIndex *index, const char *address)
{
  const char *addresses[] = { address, NULL };
  g_autoptr (GError) error = NULL;

  crm_index_set_own (index, addresses, &error);
  g_assert_no_error (error);
}

/* The index of a store whose own lock this test holds by being the only one. */
typedef struct
{
  CrmTestStore *test; /* (owned) */
  CrmIndex *index;    /* (owned): one more connection to the file, as the index thread has */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  self->test = crm_test_store_new ();
  path = crm_test_store_path (self->test, "index.db");
  self->index = _crm_index_open (path, &error);
  g_assert_no_error (error);
}

static gpointer
check_files (CrmReader *reader, gpointer data, GError **error)
{
  return crm_reader_check (reader, error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) complaints
      = crm_store_read_sync (self->test->store, check_files, NULL, NULL, NULL);

  g_assert_nonnull (complaints);
  for (guint i = 0; i < complaints->len; i++)
    g_error ("%s", (char *)complaints->pdata[i]);
  _crm_index_close (self->index);
  crm_test_store_free (self->test);
}

static gint64
count (Fixture *self, const char *what)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", what);

  return crm_test_store_int (self->test, "index.db", sql);
}

static gint64
count_threads (Fixture *self)
{
  return crm_test_store_int (self->test, "index.db", "SELECT count(DISTINCT thread) FROM message");
}

/* What the file says, without the numbers that depend on the order. */
static char *
describe (Fixture *self)
{
  g_autofree char *letters = crm_test_store_text (
      self->test, "index.db",
      "SELECT m.date || ' ' || m.direction || ' ' || m.subject || ' ' || coalesce (a.address, '')"
      " FROM message AS m LEFT JOIN address AS a ON a.id = m.sender ORDER BY 1");
  g_autofree char *edges = crm_test_store_text (
      self->test, "index.db",
      "SELECT a.address || ' ' || e.date || ' ' || e.roles || ' ' || m.fingerprint FROM edge AS e"
      " JOIN address AS a ON a.id = e.address JOIN message AS m ON m.id = e.message ORDER BY 1");
  g_autofree char *domains = crm_test_store_text (
      self->test, "index.db",
      "SELECT d.name || ' ' || e.date || ' ' || m.fingerprint FROM domain_edge AS e"
      " JOIN domain AS d ON d.id = e.domain JOIN message AS m ON m.id = e.message ORDER BY 1");

  return g_strjoin ("\n", letters, edges, domains, NULL);
}

static void
test_add (Fixture *self, gconstpointer data)
{
  const Letter first = { "a", NULL, "ida@alder.example", ME " jo@mail.birch.example", "Offer", 0 };
  const Letter second = { "b", "a", ME, "ida@alder.example", "Re: Offer", 1 };

  own (self->index, ME);
  add (self->index, "INBOX", &first);
  add (self->index, "Sent", &second);
  add (self->index, "INBOX", &first); /* again: nothing */
  g_assert_cmpint (count (self, "message"), ==, 2);
  g_assert_cmpint (count (self, "location"), ==, 2);
  g_assert_cmpint (count (self, "edge"), ==, 3);
  g_assert_cmpint (count (self, "message WHERE direction = 2"), ==, 1);
  g_assert_cmpint (count (self, "domain_edge AS e JOIN domain AS d ON d.id = e.domain"
                                " WHERE d.name = 'birch.example'"),
                   ==, 1);
  g_assert_cmpint (count_threads (self), ==, 1);
  g_assert_cmpint (count (self, "subject WHERE subject MATCH 'offer'"), ==, 2);

  drop (self->index, "INBOX", "a");
  drop (self->index, "INBOX", "unknown");
  g_assert_cmpint (count (self, "message"), ==, 1);
  g_assert_cmpint (count (self, "edge"), ==, 1);
  g_assert_cmpint (count (self, "domain_edge"), ==, 1);
  g_assert_cmpint (count (self, "subject WHERE subject MATCH 'offer'"), ==, 1);
}

static void
test_copies (Fixture *self, gconstpointer data)
{
  const Letter letter = { "a", NULL, "ida@alder.example", ME, "Offer", 0 };
  g_autoptr (CrmMessage) sent = make_message (&letter);
  g_autoptr (CrmMessage) listed = make_message (&letter);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  /* Each copy knows somebody whom the others do not; no Message-ID is needed. */
  crm_message_add_party (sent, CRM_ROLE_BCC, "secret@cedar.example", NULL);
  crm_message_add_party (listed, CRM_ROLE_CC, "public@dogwd.example", "Public Name");
  crm_message_set_message_id (listed, NULL);
  own (self->index, ME);
  add (self->index, "INBOX", &letter);
  before = describe (self);
  add_message (self->index, "Sent", "1", sent);
  add_message (self->index, "List", "1", listed);
  g_assert_cmpint (count (self, "message"), ==, 1);
  g_assert_cmpint (count (self, "location"), ==, 3);
  g_assert_cmpint (count (self, "edge"), ==, 3);

  drop (self->index, "INBOX", "a");
  drop (self->index, "Sent", "1");
  g_assert_cmpint (count (self, "message"), ==, 1);
  drop (self->index, "List", "1");
  g_assert_cmpint (count (self, "message"), ==, 0);
  g_assert_cmpint (count (self, "edge"), ==, 0);
  g_assert_cmpint (count (self, "domain_edge"), ==, 0);

  add (self->index, "INBOX", &letter);
  after = describe (self);
  g_assert_cmpstr (before, ==, after);
}

/* A uid that is used again for another letter. */
static void
test_reused_uid (Fixture *self, gconstpointer data)
{
  const Letter letter = { "a", NULL, "ida@alder.example", ME, "Offer", 0 };
  const Letter other = { "b", NULL, "jo@birch.example", ME, "Other", 1 };
  g_autoptr (CrmMessage) message = make_message (&other);

  add (self->index, "INBOX", &letter);
  add_message (self->index, "INBOX", "a", message);
  g_assert_cmpint (count (self, "message"), ==, 1);
  g_assert_cmpint (count (self, "message WHERE subject = 'Other'"), ==, 1);
}

#define N_PLACES 12 /* four in each of three folders */
#define N_LETTERS 5
/* Whatever comes and goes, every place has the letter that came there last. @holders: by place, -1
 * for none */
static void
change_places (CrmIndex *index, CrmMessage **letters, int *holders)
{
  static const char *const folders[] = { "INBOX", "Sent", "List" };
  g_autoptr (GError) error = NULL;
  int n_changes = g_test_rand_int_range (1, 6);

  crm_index_begin (index, &error);
  g_assert_no_error (error);
  for (int i = 0; i < n_changes; i++)
    {
      int place = g_test_rand_int_range (0, N_PLACES);
      int letter = g_test_rand_int_range (-2, N_LETTERS);
      g_autofree char *uid = g_strdup_printf ("%d", place % 4);
      gint64 folder = crm_index_ensure_folder (index, "account-1", folders[place / 4], &error);

      if (letter < 0)
        crm_index_remove (index, folder, uid, &error);
      else
        crm_index_add (index, folder, uid, letters[letter], &error);
      g_assert_no_error (error);
      holders[place] = MAX (letter, -1);
    }
  crm_index_commit (index, &error);
  g_assert_no_error (error);
}

static char *
describe_places (const int *holders)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int place = 0; place < N_PLACES; place++)
    if (holders[place] >= 0)
      g_string_append_printf (text, "%s%c%d %d", text->len > 0 ? "\n" : "", "ISL"[place / 4],
                              place % 4, holders[place]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_places (Fixture *self, gconstpointer data)
{
  CrmMessage *letters[N_LETTERS];
  int holders[N_PLACES];

  for (int i = 0; i < N_PLACES; i++)
    holders[i] = -1;
  for (int i = 0; i < N_LETTERS; i++)
    {
      g_autofree char *subject = g_strdup_printf ("%d", i);
      const Letter letter = { subject, NULL, "ida@alder.example", ME, subject, i };

      letters[i] = make_message (&letter);
      crm_message_seal (letters[i]);
    }
  for (int turn = 0; turn < 200; turn++)
    {
      g_autofree char *wanted = NULL;
      g_autofree char *found = NULL;

      change_places (self->index, letters, holders);
      wanted = describe_places (holders);
      found = crm_test_store_text (
          self->test, "index.db",
          "SELECT substr (f.name, 1, 1) || l.uid || ' ' || m.subject FROM location AS l"
          " JOIN folder AS f ON f.id = l.folder JOIN message AS m ON m.id = l.message"
          " ORDER BY instr ('ISL', substr (f.name, 1, 1)), l.uid");
      g_assert_cmpstr (found != NULL ? found : "", ==, wanted);
    }
  for (int i = 0; i < N_LETTERS; i++)
    crm_message_unref (letters[i]);
}

static void
test_names (Fixture *self, gconstpointer data)
{
  const Letter letter = { "a", NULL, ME, "ida@alder.example", "Offer", 0 };
  const Letter answer = { "b", NULL, "ida@alder.example", ME, "Thanks", 1 };
  g_autoptr (CrmMessage) named = make_message (&answer);
  g_autofree char *name = NULL;

  add (self->index, "INBOX", &letter);
  ((CrmMessageParty *)g_ptr_array_index (named->parties, 0))->name = g_strdup ("Ida Example");
  add_message (self->index, "INBOX", "b", named);
  name = crm_test_store_text (self->test, "index.db",
                              "SELECT name FROM address WHERE address = 'ida@alder.example'");
  g_assert_cmpstr (name, ==, "Ida Example");
}

/* Two answers to a letter that nobody has. */
static void
test_absent_parent (Fixture *self, gconstpointer data)
{
  const Letter letters[] = {
    { "b", "absent", "ida@alder.example", ME, "Re: Offer", 1 },
    { "c", "absent", "jo@birch.example", ME, "Re: Offer", 2 },
    { "d", NULL, "jo@birch.example", ME, "Offer", 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    add (self->index, "INBOX", &letters[i]);
  g_assert_cmpint (count_threads (self), ==, 2);
}

/* A letter's number is never given to another, whose thread it would fall into. */
static void
test_removed_number (Fixture *self, gconstpointer data)
{
  const Letter letters[] = {
    { "a", NULL, "ida@alder.example", ME, "Offer", 0 },
    { "b", "a", "ida@alder.example", ME, "Re: Offer", 1 },
    { "c", NULL, "jo@birch.example", ME, "Elsewhere", 2 },
  };

  add (self->index, "INBOX", &letters[0]);
  add (self->index, "INBOX", &letters[1]);
  drop (self->index, "INBOX", "b");
  add (self->index, "INBOX", &letters[2]);
  g_assert_cmpint (count_threads (self), ==, 2);
  drop (self->index, "INBOX", "a");
  drop (self->index, "INBOX", "c");
  add (self->index, "INBOX", &letters[2]);
  add (self->index, "INBOX", &letters[1]);
  g_assert_cmpint (count_threads (self), ==, 2);
}

static void
shuffle (guint *numbers, guint n)
{
  for (guint i = n - 1; i > 0; i--)
    {
      guint j = (guint)g_test_rand_int_range (0, (int)i + 1);
      guint kept = numbers[i];

      numbers[i] = numbers[j];
      numbers[j] = kept;
    }
}

/* Random forests of letters, some of which nobody has: however they come, and in however many
 * transactions, the conversations are those of the graph. */
static void
test_any_order (Fixture *self, gconstpointer data)
{
  enum
  {
    N = 40
  };
  g_auto (GStrv) uids = g_new0 (char *, N + 1);
  guint parents[N];
  guint roots[N];
  guint order[N];
  gboolean stored[N];
  gboolean seen[N] = { FALSE };
  guint n_threads = 0;

  for (guint i = 0; i < N; i++)
    {
      uids[i] = g_strdup_printf ("%u@id.example", i);
      parents[i] = i == 0 || g_test_rand_int_range (0, 4) == 0
                       ? i
                       : (guint)g_test_rand_int_range (0, (int)i);
      roots[i] = parents[i] == i ? i : roots[parents[i]];
      stored[i] = g_test_rand_int_range (0, 5) > 0;
      order[i] = i;
    }
  /* A letter names its parent only, so one that is missing may still join its children, but not
   * its own parent: what is under it is a thread of its own. */
  for (guint i = 0; i < N; i++)
    if (!stored[i])
      for (guint j = i; j < N; j++)
        roots[j] = j == i ? i : parents[j] == j ? j : roots[parents[j]];
  for (guint i = 0; i < N; i++)
    if (stored[i] && !seen[roots[i]])
      {
        seen[roots[i]] = TRUE;
        n_threads++;
      }

  for (guint round = 0; round < 6; round++)
    {
      shuffle (order, N);
      for (guint i = 0; i < N; i++)
        {
          guint n = order[i];
          Letter letter = {
            uids[n], parents[n] == n ? NULL : uids[parents[n]], "ida@alder.example", ME, uids[n],
            (int)n
          };

          if (stored[n])
            add (self->index, "INBOX", &letter);
        }
      g_assert_cmpint (count_threads (self), ==, n_threads);
      for (guint i = 0; i < N; i++)
        if (stored[order[i]])
          drop (self->index, "INBOX", uids[order[i]]);
      g_assert_cmpint (count (self, "message"), ==, 0);
      /* What the hashes remember must not join what comes next wrongly. */
      if (round % 2 == 0)
        crm_test_store_script (self->test, "index.db",
                               "DELETE FROM thread_hash; DELETE FROM thread_alias");
    }
}

/* A merge that is rolled back, and one that another program makes, are not remembered wrongly. */
static void
test_caches (Fixture *self, gconstpointer data)
{
  const Letter letters[] = {
    { "a", NULL, "ida@alder.example", ME, "Offer", 0 },
    { "b", NULL, "ida@alder.example", ME, "Order", 1 },
    { "c", "a b", "jo@birch.example", ME, "Both", 2 },
    { "d", "b", "jo@birch.example", ME, "Re: Order", 3 },
    { "e", "a", "jo@birch.example", ME, "Re: Offer", 4 },
  };
  g_autofree char *path = crm_test_store_path (self->test, "index.db");
  g_autoptr (CrmIndex) other = _crm_index_open (path, NULL);
  g_autoptr (CrmMessage) both = make_message (&letters[2]);
  gint64 folder;

  add (self->index, "INBOX", &letters[0]);
  add (self->index, "INBOX", &letters[1]);
  crm_message_seal (both);
  g_assert_true (crm_index_begin (self->index, NULL));
  folder = crm_index_ensure_folder (self->index, "account-1", "INBOX", NULL);
  g_assert_true (crm_index_add (self->index, folder, "c", both, NULL));
  crm_index_rollback (self->index);

  add (self->index, "INBOX", &letters[3]);
  g_assert_cmpint (count_threads (self), ==, 2);
  g_assert_cmpint (count (self, "edge AS e LEFT JOIN address AS a ON a.id = e.address"
                                " WHERE a.id IS NULL"),
                   ==, 0);

  add (other, "INBOX", &letters[2]);
  g_assert_cmpint (count_threads (self), ==, 1);
  add (self->index, "INBOX", &letters[4]);
  g_assert_cmpint (count_threads (self), ==, 1);
}

/* It does not matter whether one's own address is known before the letters or after. */
static void
test_own (Fixture *self, gconstpointer data)
{
  const Letter letters[] = {
    { "a", NULL, "ida@alder.example", ME, "Offer", 0 },
    { "b", "a", ME, "ida@alder.example", "Re: Offer", 1 },
    { "c", "a", ME, "colleague@own.example", "Fwd: Offer", 2 },
  };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    add (self->index, "INBOX", &letters[i]);
  own (self->index, ME);
  after = describe (self);
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    drop (self->index, "INBOX", letters[i].uid);
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    add (self->index, "INBOX", &letters[i]);
  before = describe (self);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (count (self, "edge AS e JOIN address AS a ON a.id = e.address"
                                " WHERE a.address = '" ME "'"),
                   ==, 0);
  g_assert_cmpint (count (self, "domain_edge AS e JOIN domain AS d ON d.id = e.domain"
                                " WHERE d.name = 'own.example'"),
                   ==, 1);
}

static const Letter exclusion_letters[] = {
  { "a", NULL, "ida@alder.example", ME, "Keep", 0 },
  { "b", NULL, "jo@mail.birch.example", ME, "Domain", 1 },
  { "c", NULL, ME, "doctor@cedar.example", "Address", 2 },
  { "d", NULL, ME, ME, "To myself", 3 },
  { "e", NULL, "kim@cedar.example", ME, "Neighbour", 4 },
  { "f", NULL, ME, "kim@cedar.example ida@alder.example doctor@cedar.example", "All", 5 },
};

static void
exclude (CrmIndex *index)
{
  const char *addresses[] = { "doctor@cedar.example", NULL };
  const char *domains[] = { "birch.example", NULL };
  g_autoptr (CrmMessage) secret = make_message (&exclusion_letters[3]);
  g_autoptr (GArray) prints = g_array_new (FALSE, FALSE, sizeof (guint64));

  crm_message_seal (secret);
  g_array_append_val (prints, secret->fingerprint);
  crm_index_set_excluded (index, addresses, domains, prints);
}

/* Exclusions work forward and backward, with the same result, and leave no trace. */
static void
test_exclusions (Fixture *self, gconstpointer data)
{
  g_autofree char *backward = NULL;
  g_autofree char *forward = NULL;
  g_autofree char *addresses = NULL;
  g_autofree char *domains = NULL;
  g_autofree char *path = crm_test_store_path (self->test, "index.db");
  g_autoptr (GError) error = NULL;
  guint removed;

  own (self->index, ME);
  for (guint i = 0; i < G_N_ELEMENTS (exclusion_letters); i++)
    add (self->index, "INBOX", &exclusion_letters[i]);
  crm_index_purge_excluded (self->index, &removed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (removed, ==, 0);

  exclude (self->index);
  crm_index_purge_excluded (self->index, &removed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (removed, ==, 4);
  backward = describe (self);
  addresses
      = crm_test_store_text (self->test, "index.db", "SELECT address FROM address ORDER BY 1");
  g_assert_cmpstr (addresses, ==, "ida@alder.example\nkim@cedar.example\n" ME);
  domains = crm_test_store_text (self->test, "index.db", "SELECT name FROM domain ORDER BY 1");
  g_assert_cmpstr (domains, ==, "alder.example\ncedar.example\nown.example");

  for (guint i = 0; i < G_N_ELEMENTS (exclusion_letters); i++)
    add (self->index, "INBOX", &exclusion_letters[i]);
  forward = describe (self);
  g_assert_cmpstr (forward, ==, backward);
  g_assert_cmpint (count (self, "location"), ==, 2);

  /* Not in the file's bytes either, once the log is in it. */
  crm_test_store_script (self->test, "index.db", "PRAGMA wal_checkpoint (TRUNCATE)");
  {
    g_autofree char *bytes = NULL;
    gsize length;

    g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
    g_assert_null (memmem (bytes, length, "doctor@", 7));
    g_assert_null (memmem (bytes, length, "To myself", 9));
    g_assert_nonnull (memmem (bytes, length, "ida@alder", 9));
  }
}

static void
thread_by_subject (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  crm_index_thread_by_subject (self->index, "account-1", NULL, &error);
  g_assert_no_error (error);
}

static void
test_subjects (Fixture *self, gconstpointer data)
{
  const Letter letters[] = {
    { "a", NULL, "ida@alder.example", ME, "Offer", 0 },
    { "b", NULL, ME, "ida@alder.example", "Re: Offer", 5 },
    { "c", NULL, "ida@alder.example", ME, "AW: Offer", 30 },
    { "d", NULL, "ida@alder.example", ME, "Offer", 90 }, /* too late */
    { "e", NULL, "jo@birch.example", ME, "Offer", 6 },   /* one in common is no conversation */
    { "f", NULL, "ida@alder.example", ME, "", 7 },
    { "g", NULL, "ida@alder.example", ME, "", 8 },
    { "h", NULL, "kim@cedar.example", "kim@cedar.example", "Offer", 9 },
    { "i", NULL, "kim@cedar.example", "lee@cedar.example", "Offer", 10 },
  };
  const Letter with_references = { "j", "x", "ida@alder.example", ME, "Else", 11 };
  const Letter late = { "k", NULL, "ida@alder.example", ME, "Re: Offer", 91 };

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    add (self->index, "INBOX", &letters[i]);
  g_assert_cmpint (count_threads (self), ==, 9);
  thread_by_subject (self);
  g_assert_cmpint (count_threads (self), ==, 7);
  thread_by_subject (self);
  g_assert_cmpint (count_threads (self), ==, 7);

  /* A mailbox that has references is not second-guessed. */
  add (self->index, "INBOX", &with_references);
  add (self->index, "INBOX", &late);
  thread_by_subject (self);
  g_assert_cmpint (count_threads (self), ==, 9);
}

static void
test_subjects_cancelled (Fixture *self, gconstpointer data)
{
  const Letter letter = { "a", NULL, "ida@alder.example", ME, "Offer", 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  add (self->index, "INBOX", &letter);
  g_cancellable_cancel (cancellable);
  g_assert_false (crm_index_thread_by_subject (self->index, "account-1", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (crm_index_begin (self->index, NULL)); /* the transaction is over */
  crm_index_rollback (self->index);
}

static void
test_folders (Fixture *self, gconstpointer data)
{
  const Letter letters[] = {
    { "a", NULL, "ida@alder.example", ME, "Offer", 0 },
    { "b", NULL, "jo@birch.example", ME, "Order", 1 },
  };
  g_autoptr (GHashTable) uids = NULL;
  g_autofree char *stamp = NULL;
  gint64 folder;

  add (self->index, "INBOX", &letters[0]);
  add (self->index, "INBOX", &letters[1]);
  add (self->index, "Copies", &letters[1]);
  g_assert_true (crm_index_begin (self->index, NULL));
  folder = crm_index_ensure_folder (self->index, "account-1", "INBOX", NULL);
  g_assert_true (crm_index_get_stamp (self->index, folder, &stamp, NULL));
  g_assert_null (stamp);
  g_assert_true (crm_index_set_stamp (self->index, folder, "s1", NULL));
  g_assert_true (crm_index_get_stamp (self->index, folder, &stamp, NULL));
  g_assert_cmpstr (stamp, ==, "s1");
  uids = crm_index_dup_uids (self->index, folder, NULL);
  g_assert_cmpuint (g_hash_table_size (uids), ==, 2);
  g_assert_true (g_hash_table_contains (uids, "a"));
  g_assert_true (crm_index_remove_folder (self->index, "account-1", "INBOX", NULL));
  g_assert_true (crm_index_remove_folder (self->index, "account-1", "Unknown", NULL));
  g_assert_true (crm_index_commit (self->index, NULL));
  g_assert_cmpint (count (self, "message"), ==, 1);
  g_assert_cmpint (count (self, "location"), ==, 1);
  g_assert_cmpint (count (self, "folder"), ==, 1);
}

static void
put_contact (CrmIndex *index, const char *book, const char *uid, const char *addresses)
{
  g_autoptr (CrmContact) contact = crm_contact_new (book, uid);
  g_auto (GStrv) list = g_strsplit (addresses, " ", -1);

  contact->name = g_strdup ("Ida Example");
  for (guint i = 0; list[i] != NULL; i++)
    g_ptr_array_add (contact->addresses, g_strdup (list[i]));
  g_assert_true (crm_index_put_contact (index, contact, NULL));
}

static void
test_contacts (Fixture *self, gconstpointer data)
{
  const char *const kept[] = { "book-2", NULL };

  crm_contact_free (NULL);
  g_assert_true (crm_index_begin (self->index, NULL));
  put_contact (self->index, "book-1", "u1", "ida@alder.example ida@home.example");
  put_contact (self->index, "book-1", "u2", "jo@birch.example");
  put_contact (self->index, "book-2", "u1", "ida@alder.example");
  put_contact (self->index, "book-1", "u1", "ida@alder.example ida@alder.example");
  g_assert_true (crm_index_commit (self->index, NULL));
  g_assert_cmpint (count (self, "contact"), ==, 3);
  g_assert_cmpint (count (self, "contact_address"), ==, 3);

  g_assert_true (crm_index_begin (self->index, NULL));
  g_assert_true (crm_index_remove_contact (self->index, "book-1", "u2", NULL));
  g_assert_true (crm_index_remove_contact (self->index, "book-1", "unknown", NULL));
  g_assert_true (crm_index_commit (self->index, NULL));
  g_assert_cmpint (count (self, "contact"), ==, 2);

  g_assert_true (crm_index_begin (self->index, NULL));
  g_assert_true (crm_index_keep_books (self->index, kept, NULL));
  g_assert_true (crm_index_commit (self->index, NULL));
  g_assert_cmpint (count (self, "contact"), ==, 1);
  g_assert_cmpint (count (self, "contact_address"), ==, 1);

  g_assert_true (crm_index_begin (self->index, NULL));
  g_assert_true (crm_index_clear_book (self->index, "book-2", NULL));
  g_assert_true (crm_index_commit (self->index, NULL));
  g_assert_cmpint (count (self, "contact_address"), ==, 0);
}

static gboolean
add_in_store (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  add (index, "INBOX", data);
  return TRUE;
}

static gboolean
fail_in_store (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  g_assert_true (crm_index_begin (index, error));
  crm_index_ensure_folder (index, "account-2", "Half", error);
  g_set_error (error, CRM_ERROR, CRM_ERROR_FAILED, "on purpose");
  return FALSE;
}

/* An index of another version, or none at all, is made anew; what people entered stays. */
static void
test_rebuilt (void)
{
  static const Letter letter = { "a", NULL, "ida@alder.example", ME, "Offer", 0 };
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *path = crm_test_store_path (test, "index.db");
  g_autofree char *person = crm_test_make_person (test->store, "Ida Example");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 5; i++)
    {
      gint64 left;

      crm_store_index_sync (test->store, add_in_store, (gpointer)&letter, NULL, &error);
      g_assert_no_error (error);
      g_assert_false (crm_store_index_sync (test->store, fail_in_store, NULL, NULL, &error));
      g_assert_error (error, CRM_ERROR, CRM_ERROR_FAILED);
      g_clear_error (&error);
      g_assert_cmpint (crm_test_store_int (test, "index.db", "SELECT count(*) FROM folder"), ==, 1);
      g_clear_object (&test->store);
      if (i == 1)
        crm_test_store_script (test, "index.db", "PRAGMA user_version = 1");
      else if (i == 2)
        crm_test_store_script (test, "index.db", "PRAGMA user_version = 999999");
      else if (i == 3)
        crm_test_store_script (test, "index.db", "PRAGMA user_version = 0");
      else if (i == 4)
        g_assert_true (g_file_set_contents (path,
                                            "This is no database, whatever it may have been "
                                            "in a better life before the disk went bad, or "
                                            "the editor that somebody opened it with.",
                                            -1, NULL));
      test->store = crm_test_store_open_other (test, "test");
      left = crm_test_store_int (test, "index.db", "SELECT count(*) FROM message");
      g_assert_cmpint (left, ==, i == 0 ? 1 : 0);
      g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM person"), ==, 1);
    }
}

int
main (int argc, char **argv)
{
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  g_test_init (&argc, &argv, NULL);
  ADD ("/index/add", test_add);
  ADD ("/index/copies", test_copies);
  ADD ("/index/places", test_places);
  ADD ("/index/reused-uid", test_reused_uid);
  ADD ("/index/names", test_names);
  ADD ("/index/absent-parent", test_absent_parent);
  ADD ("/index/removed-number", test_removed_number);
  ADD ("/index/any-order", test_any_order);
  ADD ("/index/caches", test_caches);
  ADD ("/index/own", test_own);
  ADD ("/index/exclusions", test_exclusions);
  ADD ("/index/subjects", test_subjects);
  ADD ("/index/subjects-cancelled", test_subjects_cancelled);
  ADD ("/index/folders", test_folders);
  ADD ("/index/contacts", test_contacts);
  g_test_add_func ("/index/rebuilt", test_rebuilt);
  return g_test_run ();
}

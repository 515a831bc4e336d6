/* test-index.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-index.h"

#include <string.h>

static void
test_add (CrmTestIndex *self, gconstpointer data)
{
  const CrmTestLetter first
      = { "a", NULL, "ida@alder.example", CRM_TEST_ME " jo@mail.birch.example", "Offer", 0 };
  const CrmTestLetter second = { "b", "a", CRM_TEST_ME, "ida@alder.example", "Re: Offer", 1 };

  crm_test_index_set_own (self->index, CRM_TEST_ME);
  crm_test_index_add (self->index, "INBOX", &first);
  crm_test_index_add (self->index, "Sent", &second);
  crm_test_index_add (self->index, "INBOX", &first); /* again: nothing */
  g_assert_cmpint (crm_test_index_count (self, "message"), ==, 2);
  g_assert_cmpint (crm_test_index_count (self, "location"), ==, 2);
  g_assert_cmpint (crm_test_index_count (self, "edge"), ==, 3);
  g_assert_cmpint (crm_test_index_count (self, "message WHERE direction = 2"), ==, 1);
  g_assert_cmpint (crm_test_index_count (self,
                                         "domain_edge AS e JOIN domain AS d ON d.id = e.domain"
                                         " WHERE d.name = 'birch.example'"),
                   ==, 1);
  g_assert_cmpint (crm_test_index_count_threads (self), ==, 1);
  g_assert_cmpint (crm_test_index_count (self, "subject WHERE subject MATCH 'offer'"), ==, 2);

  crm_test_index_drop (self->index, "INBOX", "a");
  crm_test_index_drop (self->index, "INBOX", "unknown");
  g_assert_cmpint (crm_test_index_count (self, "message"), ==, 1);
  g_assert_cmpint (crm_test_index_count (self, "edge"), ==, 1);
  g_assert_cmpint (crm_test_index_count (self, "domain_edge"), ==, 1);
  g_assert_cmpint (crm_test_index_count (self, "subject WHERE subject MATCH 'offer'"), ==, 1);
}

static void
test_copies (CrmTestIndex *self, gconstpointer data)
{
  const CrmTestLetter letter = { "a", NULL, "ida@alder.example", CRM_TEST_ME, "Offer", 0 };
  g_autoptr (CrmMessage) sent = crm_test_index_make_letter (&letter);
  g_autoptr (CrmMessage) listed = crm_test_index_make_letter (&letter);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  /* Each copy knows somebody whom the others do not; no Message-ID is needed. */
  crm_message_add_party (sent, CRM_ROLE_BCC, "secret@cedar.example", NULL);
  crm_message_add_party (listed, CRM_ROLE_CC, "public@dogwd.example", "Public Name");
  crm_message_set_message_id (listed, NULL);
  crm_test_index_set_own (self->index, CRM_TEST_ME);
  crm_test_index_add (self->index, "INBOX", &letter);
  before = crm_test_index_describe (self);
  crm_test_index_add_message (self->index, "Sent", "1", sent);
  crm_test_index_add_message (self->index, "List", "1", listed);
  g_assert_cmpint (crm_test_index_count (self, "message"), ==, 1);
  g_assert_cmpint (crm_test_index_count (self, "location"), ==, 3);
  g_assert_cmpint (crm_test_index_count (self, "edge"), ==, 3);

  crm_test_index_drop (self->index, "INBOX", "a");
  crm_test_index_drop (self->index, "Sent", "1");
  g_assert_cmpint (crm_test_index_count (self, "message"), ==, 1);
  crm_test_index_drop (self->index, "List", "1");
  g_assert_cmpint (crm_test_index_count (self, "message"), ==, 0);
  g_assert_cmpint (crm_test_index_count (self, "edge"), ==, 0);
  g_assert_cmpint (crm_test_index_count (self, "domain_edge"), ==, 0);

  crm_test_index_add (self->index, "INBOX", &letter);
  after = crm_test_index_describe (self);
  g_assert_cmpstr (before, ==, after);
}

/* A uid that is used again for another letter. */
static void
test_reused_uid (CrmTestIndex *self, gconstpointer data)
{
  const CrmTestLetter letter = { "a", NULL, "ida@alder.example", CRM_TEST_ME, "Offer", 0 };
  const CrmTestLetter other = { "b", NULL, "jo@birch.example", CRM_TEST_ME, "Other", 1 };
  g_autoptr (CrmMessage) message = crm_test_index_make_letter (&other);

  crm_test_index_add (self->index, "INBOX", &letter);
  crm_test_index_add_message (self->index, "INBOX", "a", message);
  g_assert_cmpint (crm_test_index_count (self, "message"), ==, 1);
  g_assert_cmpint (crm_test_index_count (self, "message WHERE subject = 'Other'"), ==, 1);
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
test_places (CrmTestIndex *self, gconstpointer data)
{
  CrmMessage *letters[N_LETTERS];
  int holders[N_PLACES];

  for (int i = 0; i < N_PLACES; i++)
    holders[i] = -1;
  for (int i = 0; i < N_LETTERS; i++)
    {
      g_autofree char *subject = g_strdup_printf ("%d", i);
      const CrmTestLetter letter = { subject, NULL, "ida@alder.example", CRM_TEST_ME, subject, i };

      letters[i] = crm_test_index_make_letter (&letter);
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
test_names (CrmTestIndex *self, gconstpointer data)
{
  const CrmTestLetter letter = { "a", NULL, CRM_TEST_ME, "ida@alder.example", "Offer", 0 };
  const CrmTestLetter answer = { "b", NULL, "ida@alder.example", CRM_TEST_ME, "Thanks", 1 };
  g_autoptr (CrmMessage) named = crm_test_index_make_letter (&answer);
  g_autofree char *name = NULL;

  crm_test_index_add (self->index, "INBOX", &letter);
  ((CrmMessageParty *)g_ptr_array_index (named->parties, 0))->name = g_strdup ("Ida Example");
  crm_test_index_add_message (self->index, "INBOX", "b", named);
  name = crm_test_store_text (self->test, "index.db",
                              "SELECT name FROM address WHERE address = 'ida@alder.example'");
  g_assert_cmpstr (name, ==, "Ida Example");
}

/* A merge that is rolled back, and one that another program makes, are not remembered wrongly. */
static void
test_caches (CrmTestIndex *self, gconstpointer data)
{
  const CrmTestLetter letters[] = {
    { "a", NULL, "ida@alder.example", CRM_TEST_ME, "Offer", 0 },
    { "b", NULL, "ida@alder.example", CRM_TEST_ME, "Order", 1 },
    { "c", "a b", "jo@birch.example", CRM_TEST_ME, "Both", 2 },
    { "d", "b", "jo@birch.example", CRM_TEST_ME, "Re: Order", 3 },
    { "e", "a", "jo@birch.example", CRM_TEST_ME, "Re: Offer", 4 },
  };
  g_autofree char *path = crm_test_store_path (self->test, "index.db");
  g_autoptr (CrmIndex) other = _crm_index_open (path, NULL);
  g_autoptr (CrmMessage) both = crm_test_index_make_letter (&letters[2]);
  gint64 folder;

  crm_test_index_add (self->index, "INBOX", &letters[0]);
  crm_test_index_add (self->index, "INBOX", &letters[1]);
  crm_message_seal (both);
  g_assert_true (crm_index_begin (self->index, NULL));
  folder = crm_index_ensure_folder (self->index, "account-1", "INBOX", NULL);
  g_assert_true (crm_index_add (self->index, folder, "c", both, NULL));
  crm_index_rollback (self->index);

  crm_test_index_add (self->index, "INBOX", &letters[3]);
  g_assert_cmpint (crm_test_index_count_threads (self), ==, 2);
  g_assert_cmpint (crm_test_index_count (self,
                                         "edge AS e LEFT JOIN address AS a ON a.id = e.address"
                                         " WHERE a.id IS NULL"),
                   ==, 0);

  crm_test_index_add (other, "INBOX", &letters[2]);
  g_assert_cmpint (crm_test_index_count_threads (self), ==, 1);
  crm_test_index_add (self->index, "INBOX", &letters[4]);
  g_assert_cmpint (crm_test_index_count_threads (self), ==, 1);
}

static void
test_folders (CrmTestIndex *self, gconstpointer data)
{
  const CrmTestLetter letters[] = {
    { "a", NULL, "ida@alder.example", CRM_TEST_ME, "Offer", 0 },
    { "b", NULL, "jo@birch.example", CRM_TEST_ME, "Order", 1 },
  };
  g_autoptr (GHashTable) uids = NULL;
  g_autofree char *stamp = NULL;
  gint64 folder;

  crm_test_index_add (self->index, "INBOX", &letters[0]);
  crm_test_index_add (self->index, "INBOX", &letters[1]);
  crm_test_index_add (self->index, "Copies", &letters[1]);
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
  g_assert_cmpint (crm_test_index_count (self, "message"), ==, 1);
  g_assert_cmpint (crm_test_index_count (self, "location"), ==, 1);
  g_assert_cmpint (crm_test_index_count (self, "folder"), ==, 1);
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
test_contacts (CrmTestIndex *self, gconstpointer data)
{
  const char *const kept[] = { "book-2", NULL };

  crm_contact_free (NULL);
  g_assert_true (crm_index_begin (self->index, NULL));
  put_contact (self->index, "book-1", "u1", "ida@alder.example ida@home.example");
  put_contact (self->index, "book-1", "u2", "jo@birch.example");
  put_contact (self->index, "book-2", "u1", "ida@alder.example");
  put_contact (self->index, "book-1", "u1", "ida@alder.example ida@alder.example");
  g_assert_true (crm_index_commit (self->index, NULL));
  g_assert_cmpint (crm_test_index_count (self, "contact"), ==, 3);
  g_assert_cmpint (crm_test_index_count (self, "contact_address"), ==, 3);

  g_assert_true (crm_index_begin (self->index, NULL));
  g_assert_true (crm_index_remove_contact (self->index, "book-1", "u2", NULL));
  g_assert_true (crm_index_remove_contact (self->index, "book-1", "unknown", NULL));
  g_assert_true (crm_index_commit (self->index, NULL));
  g_assert_cmpint (crm_test_index_count (self, "contact"), ==, 2);

  g_assert_true (crm_index_begin (self->index, NULL));
  g_assert_true (crm_index_keep_books (self->index, kept, NULL));
  g_assert_true (crm_index_commit (self->index, NULL));
  g_assert_cmpint (crm_test_index_count (self, "contact"), ==, 1);
  g_assert_cmpint (crm_test_index_count (self, "contact_address"), ==, 1);

  g_assert_true (crm_index_begin (self->index, NULL));
  g_assert_true (crm_index_clear_book (self->index, "book-2", NULL));
  g_assert_true (crm_index_commit (self->index, NULL));
  g_assert_cmpint (crm_test_index_count (self, "contact_address"), ==, 0);
}

static gboolean
add_in_store (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  crm_test_index_add (index, "INBOX", data);
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
  static const CrmTestLetter letter = { "a", NULL, "ida@alder.example", CRM_TEST_ME, "Offer", 0 };
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
#define ADD(path, func)                                                                            \
  g_test_add (path, CrmTestIndex, NULL, crm_test_index_set_up, func, crm_test_index_tear_down)
  g_test_init (&argc, &argv, NULL);
  ADD ("/index/add", test_add);
  ADD ("/index/copies", test_copies);
  ADD ("/index/places", test_places);
  ADD ("/index/reused-uid", test_reused_uid);
  ADD ("/index/names", test_names);
  ADD ("/index/caches", test_caches);
  ADD ("/index/folders", test_folders);
  ADD ("/index/contacts", test_contacts);
  g_test_add_func ("/index/rebuilt", test_rebuilt);
  return g_test_run ();
}

/* test-book-mirror.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-book-mirror.h"

#include "crm-vcard.h"
#include "eds-fixture.h"
#include "store/crm-context-query.h"

#define SYSTEM_BOOK "system-address-book"
#define PROMPT_MSECS                                                                               \
  10000 /* within seconds, also where sanitizers and other tests slow everything */

typedef struct
{
  CrmStore *store;
  CrmBookMirror *mirror;
  EBookClient *book;
  guint n_changed;
  guint n_failed;
  const char *address;
  const char *name; /* (nullable): expected by is_known_as() */
} Fixture;

static gpointer
query_contact (CrmReader *reader, gpointer address, GError **error)
{
  return crm_query_contact (reader, address, error);
}

/* Whether the index knows the address, under the name if one is set. */
static gboolean
is_known (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (CrmContact) contact
      = crm_store_read_sync (fixture->store, query_contact, (gpointer)fixture->address, NULL, NULL);

  return contact != NULL
         && (fixture->name == NULL || g_strcmp0 (contact->name, fixture->name) == 0);
}

static gboolean
is_unknown (gpointer data)
{
  return !is_known (data);
}

static void
assert_known (Fixture *fixture, const char *address, const char *name)
{
  fixture->address = address;
  fixture->name = name;
  g_assert_true (eds_wait_for (is_known, fixture, PROMPT_MSECS));
}

static void
assert_unknown (Fixture *fixture, const char *address)
{
  fixture->address = address;
  fixture->name = NULL;
  g_assert_true (eds_wait_for (is_unknown, fixture, PROMPT_MSECS));
}

static void
changed_cb (CrmBookMirror *mirror, Fixture *fixture)
{
  fixture->n_changed++;
}

static void
failed_cb (CrmBookMirror *mirror, const char *uid, const char *message, Fixture *fixture)
{
  fixture->n_failed++;
}

static gboolean
has_changed (gpointer data)
{
  return ((Fixture *)data)->n_changed > 0;
}

static void
start_mirror (Fixture *fixture)
{
  fixture->mirror = crm_book_mirror_new (fixture->store, eds_registry ());
  g_signal_connect (fixture->mirror, "changed", G_CALLBACK (changed_cb), fixture);
  g_signal_connect (fixture->mirror, "book-failed", G_CALLBACK (failed_cb), fixture);
  crm_book_mirror_start (fixture->mirror);
}

static void
stop_mirror (Fixture *fixture)
{
  crm_book_mirror_stop (fixture->mirror);
  eds_assert_finalizes (fixture->mirror);
  fixture->mirror = NULL;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *directory = eds_make_directory ();

  fixture->store = eds_open_store (directory);
  fixture->book = eds_connect (SYSTEM_BOOK);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->mirror != NULL)
    {
      crm_book_mirror_stop (fixture->mirror);
      eds_assert_finalizes (fixture->mirror);
    }
  g_clear_object (&fixture->book);
  eds_assert_finalizes (fixture->store);
}

static char *
add_person (EBookClient *book, const char *uid, const char *name, const char *address)
{
  g_autofree char *vcard = crm_vcard_build (uid, name, "Acme", "Buyer", address, "+44 1");

  return eds_add (book, vcard);
}

static void
test_follows (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = add_person (fixture->book, "m-1", "Ann Roe", "ann@acme.example");
  g_autofree char *later = NULL;
  CrmContact *contact;

  start_mirror (fixture);
  assert_known (fixture, "ann@acme.example", "Ann Roe");
  g_assert_true (eds_wait_for (has_changed, fixture, PROMPT_MSECS));
  contact = crm_store_read_sync (fixture->store, query_contact, (gpointer) "ann@acme.example", NULL,
                                 NULL);
  g_assert_cmpstr (contact->book_uid, ==, SYSTEM_BOOK);
  g_assert_cmpstr (contact->contact_uid, ==, before);
  g_assert_cmpstr (contact->organization, ==, "Acme");
  g_assert_cmpstr (contact->title, ==, "Buyer");
  g_assert_cmpstr (contact->phone, ==, "+44 1");
  g_assert_cmpstr (contact->phone_kind, ==, "work");
  crm_contact_free (contact);

  later = add_person (fixture->book, "m-2", "Bob Poe", "bob@acme.example");
  assert_known (fixture, "bob@acme.example", "Bob Poe");
  eds_set (fixture->book, later, E_CONTACT_FULL_NAME, "Robert Poe");
  assert_known (fixture, "bob@acme.example", "Robert Poe");
  eds_remove (fixture->book, later);
  assert_unknown (fixture, "bob@acme.example");

  eds_set (fixture->book, before, E_CONTACT_EMAIL_1, "roe@acme.example");
  assert_known (fixture, "roe@acme.example", "Ann Roe");
  assert_unknown (fixture, "ann@acme.example");
  eds_remove (fixture->book, before);
  assert_unknown (fixture, "roe@acme.example");
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

/* What was removed while nobody looked is forgotten. */
static void
test_catches_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *gone = add_person (fixture->book, "m-3", "Cat Low", "cat@acme.example");
  g_autofree char *kept = add_person (fixture->book, "m-4", "Dan Moe", "dan@acme.example");

  start_mirror (fixture);
  assert_known (fixture, "cat@acme.example", NULL);
  assert_known (fixture, "dan@acme.example", NULL);
  stop_mirror (fixture);
  eds_remove (fixture->book, gone);
  eds_iterate_for (300);
  assert_known (fixture, "cat@acme.example", NULL);

  start_mirror (fixture);
  assert_unknown (fixture, "cat@acme.example");
  assert_known (fixture, "dan@acme.example", NULL);
  eds_remove (fixture->book, kept);
  assert_unknown (fixture, "dan@acme.example");
}

static gboolean
forget_contact (CrmIndex *index, gpointer uid, GCancellable *cancellable, GError **error)
{
  return crm_index_begin (index, error) && crm_index_remove_contact (index, SYSTEM_BOOK, uid, error)
         && crm_index_commit (index, error);
}

/* A book that nobody has changed is not read again: what is missing by foul play stays missing,
 * until something changes. */
static void
test_reads_once (Fixture *fixture, gconstpointer data)
{
  g_autofree char *uid = add_person (fixture->book, "m-8", "Hal Poe", "hal@acme.example");
  g_autofree char *later = NULL;

  start_mirror (fixture);
  assert_known (fixture, "hal@acme.example", NULL);
  stop_mirror (fixture);
  crm_store_index_sync (fixture->store, forget_contact, uid, NULL, NULL);
  fixture->n_changed = 0;
  start_mirror (fixture);
  g_assert_true (eds_wait_for (has_changed, fixture, PROMPT_MSECS));
  eds_iterate_for (500);
  assert_unknown (fixture, "hal@acme.example");
  stop_mirror (fixture);

  later = add_person (fixture->book, "m-9", "Ida Qua", "ida@acme.example");
  start_mirror (fixture);
  assert_known (fixture, "ida@acme.example", NULL);
  assert_known (fixture, "hal@acme.example", NULL);
  eds_remove (fixture->book, uid);
  eds_remove (fixture->book, later);
  assert_unknown (fixture, "hal@acme.example");
}

static void
test_books_come_and_go (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ESource) source = NULL;
  g_autofree char *uid = NULL;
  EBookClient *book;

  start_mirror (fixture);
  source = eds_make_book ("crm-test-second", TRUE);
  book = eds_connect ("crm-test-second");
  uid = add_person (book, "m-5", "Eve Noe", "eve@acme.example");
  assert_known (fixture, "eve@acme.example", "Eve Noe");
  eds_enable_book ("crm-test-second", FALSE);
  assert_unknown (fixture, "eve@acme.example");
  eds_enable_book ("crm-test-second", TRUE);
  assert_known (fixture, "eve@acme.example", "Eve Noe");
  g_object_unref (book);
  eds_remove_book ("crm-test-second");
  assert_unknown (fixture, "eve@acme.example");
}

static gboolean
has_failed (gpointer data)
{
  return ((Fixture *)data)->n_failed > 0;
}

static void
test_broken_book (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ESource) source = eds_make_book ("crm-test-broken", FALSE);
  g_autofree char *uid = add_person (fixture->book, "m-6", "Fay Ode", "fay@acme.example");
  ESourceBackend *backend = e_source_get_extension (source, E_SOURCE_EXTENSION_ADDRESS_BOOK);
  EBookClient *repaired;
  g_autofree char *person = NULL;

  e_source_backend_set_backend_name (backend, "no-such-backend");
  eds_enable_book ("crm-test-broken", TRUE);
  start_mirror (fixture);
  g_assert_true (eds_wait_for (has_failed, fixture, 10000));
  assert_known (fixture, "fay@acme.example", NULL);

  e_source_backend_set_backend_name (backend, "local");
  eds_enable_book ("crm-test-broken", TRUE); /* writes the source: tried again */
  repaired = eds_connect ("crm-test-broken");
  person = add_person (repaired, "m-7", "Gil Ode", "gil@acme.example");
  assert_known (fixture, "gil@acme.example", NULL); /* so the mirror has opened it */
  eds_remove (repaired, person);
  g_object_unref (repaired);
  eds_remove (fixture->book, uid);
  eds_remove_book ("crm-test-broken");
}

/* Many at once become few transactions. */
static void
test_burst (Fixture *fixture, gconstpointer data)
{
  GSList *contacts = NULL;
  GSList *uids = NULL;
  g_autoptr (GError) error = NULL;

  start_mirror (fixture);
  eds_iterate_for (500);
  fixture->n_changed = 0;
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *uid = g_strdup_printf ("burst-%u", i);
      g_autofree char *address = g_strdup_printf ("burst-%u@acme.example", i);
      g_autofree char *vcard = crm_vcard_build (uid, "Burst", NULL, NULL, address, NULL);

      contacts = g_slist_prepend (contacts, e_contact_new_from_vcard (vcard));
    }
  e_book_client_add_contacts_sync (fixture->book, contacts, E_BOOK_OPERATION_FLAG_NONE, &uids, NULL,
                                   &error);
  g_assert_no_error (error);
  assert_known (fixture, "burst-0@acme.example", NULL);
  assert_known (fixture, "burst-999@acme.example", NULL);
  g_assert_cmpuint (fixture->n_changed, <, 20);
  e_book_client_remove_contacts_sync (fixture->book, uids, E_BOOK_OPERATION_FLAG_NONE, NULL,
                                      &error);
  g_assert_no_error (error);
  assert_unknown (fixture, "burst-0@acme.example");
  assert_unknown (fixture, "burst-999@acme.example");
  g_slist_free_full (contacts, g_object_unref);
  g_slist_free_full (uids, g_free);
}

/* Stopped at once, a mirror leaves nothing behind that could still call it. */
static void
test_stop_early (Fixture *fixture, gconstpointer data)
{
  for (guint msecs = 0; msecs < 60; msecs += 5)
    {
      start_mirror (fixture);
      eds_iterate_for (msecs);
      crm_book_mirror_stop (fixture->mirror);
      g_object_unref (fixture->mirror);
      fixture->mirror = NULL;
    }
  eds_iterate_for (300);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!eds_is_private ())
    {
      g_print ("1..0 # SKIP runs below with-eds.sh only\n");
      return 0;
    }
  ADD ("/book-mirror/follows", test_follows);
  ADD ("/book-mirror/catches-up", test_catches_up);
  ADD ("/book-mirror/reads-once", test_reads_once);
  ADD ("/book-mirror/books-come-and-go", test_books_come_and_go);
  ADD ("/book-mirror/broken-book", test_broken_book);
  ADD ("/book-mirror/burst", test_burst);
  ADD ("/book-mirror/stop-early", test_stop_early);
  return g_test_run ();
}

/* test-context-contact.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "service/crm-activities.h"
#include "service/crm-people.h"

#define BOOK "book-1"
#define UID "uid-1"
#define ADDRESS "ida@alder.example"

static CrmContact *
make_card (const char *book, const char *uid, const char *name, const char *address)
{
  CrmContact *card = crm_contact_new (book, uid);

  card->name = g_strdup (name);
  card->organization = g_strdup ("Alder");
  if (address != NULL)
    g_ptr_array_add (card->addresses, g_strdup (address));
  return card;
}

static void
put (CrmTestStore *test, const char *book, const char *uid, const char *name, const char *address)
{
  g_autoptr (CrmContact) card = make_card (book, uid, name, address);

  crm_test_put_contact (test->store, card);
}

typedef struct
{
  const char *book;
  const char *contact; /* (nullable): to be removed */
  int rank;            /* -1 for none */
} Fact;

static gboolean
apply_fact (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  const Fact *fact = data;

  return crm_index_begin (index, error) && crm_index_set_book_complete (index, fact->book, error)
         && (fact->rank < 0 || crm_index_set_book_rank (index, fact->book, fact->rank, error))
         && (fact->contact == NULL
             || crm_index_remove_contact (index, fact->book, fact->contact, error))
         && crm_index_commit (index, error);
}

static void
set_fact (CrmTestStore *test, Fact fact)
{
  g_autoptr (GError) error = NULL;

  crm_store_index_sync (test->store, apply_fact, &fact, NULL, &error);
  g_assert_no_error (error);
}

static gpointer
load (CrmReader *reader, gpointer data, GError **error)
{
  return crm_context_load (reader, data, error);
}

static CrmContext *
context_of (CrmTestStore *test, CrmContact *card)
{
  g_autoptr (CrmMessage) nobody = crm_message_new ();
  CrmContextRequest request = { .message = nobody, .card = card, .history_limit = 20 };
  g_autoptr (GError) error = NULL;
  CrmContext *context = crm_store_read_sync (test->store, load, &request, NULL, &error);

  g_assert_no_error (error);
  return context;
}

static char *
capture (CrmTestStore *test, const char *address, const char *vcard)
{
  g_auto (CrmCaptured) ids = { 0 };
  CrmCapture all = { .name = "Ida",
                     .address = address,
                     .book_uid = BOOK,
                     .contact_uid = UID,
                     .vcard = vcard,
                     .now_usec = test->now_usec };

  crm_test_write (test->store, crm_people_capture (&all, &ids));
  return g_steal_pointer (&ids.person);
}

static void
test_without_address (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmContact) card = make_card (BOOK, UID, "Ida Example", NULL);
  g_autoptr (CrmContext) stranger = context_of (test, card);
  g_autoptr (CrmContext) known = NULL;
  g_autofree char *person = NULL;
  CrmSubject subject = { 0 };

  g_assert_true (stranger->of_contact);
  g_assert_null (stranger->person);
  g_assert_null (stranger->address);
  g_assert_cmpstr (stranger->name, ==, "Ida Example");
  g_assert_cmpuint (stranger->history->items->len, ==, 0);

  person = capture (test, NULL, NULL);
  subject.person = person;
  crm_test_write (test->store, crm_activities_add_note (&subject, "rang", test->now_usec, NULL));
  known = context_of (test, card);
  g_assert_cmpstr (known->person->id, ==, person);
  g_assert_cmpuint (known->history->items->len, ==, 1);
  g_assert_cmpint (known->contact_state, ==, CRM_CONTACT_THERE);
}

/* The person is found by the contact, and by any address of it; a letter then leads to the same. */
static void
test_one_person (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmContact) bound = make_card (BOOK, UID, "Ida Example", "other@alder.example");
  g_autoptr (CrmContact) twin = make_card ("book-2", "uid-2", "Ida E.", "first@alder.example");
  g_autofree char *person = capture (test, ADDRESS, NULL);
  g_autoptr (CrmContext) by_uid = context_of (test, bound);
  g_autoptr (CrmContext) by_address = NULL;

  g_assert_cmpstr (by_uid->person->id, ==, person);
  g_ptr_array_add (twin->addresses, g_strdup (ADDRESS));
  by_address = context_of (test, twin);
  g_assert_cmpstr (by_address->person->id, ==, person);
  g_assert_cmpstr (by_address->name, ==, "Ida E."); /* what was selected is what is shown */
}

static const char *
name_of (CrmTestStore *test, CrmContext **out)
{
  static const CrmTestLetter letter
      = { "m1", NULL, "Somebody <" ADDRESS ">", CRM_TEST_ME, "Pumps", 0, 0 };
  g_autoptr (CrmMessage) message = crm_test_message (&letter);

  g_clear_pointer (out, crm_context_unref);
  *out = crm_test_context (test->store, message, NULL);
  return (*out)->name;
}

static void
test_several_books (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmContext) context = NULL;

  put (test, "a-readonly", UID, "Read-only", ADDRESS);
  put (test, "b-remote", UID, "Remote", ADDRESS);
  put (test, "c-local", UID, "Local", ADDRESS);
  set_fact (test, (Fact){ "a-readonly", NULL, CRM_BOOK_READONLY });
  set_fact (test, (Fact){ "b-remote", NULL, CRM_BOOK_REMOTE });
  set_fact (test, (Fact){ "c-local", NULL, CRM_BOOK_LOCAL });
  g_assert_cmpstr (name_of (test, &context), ==, "Local");
  g_assert_false (context->contact->is_readonly);
  put (test, "b-remote", UID, "Remote", ADDRESS); /* not by who came last */
  g_assert_cmpstr (name_of (test, &context), ==, "Local");
  set_fact (test, (Fact){ "c-local", UID, -1 });
  g_assert_cmpstr (name_of (test, &context), ==, "Remote");
  set_fact (test, (Fact){ "b-remote", UID, -1 });
  g_assert_cmpstr (name_of (test, &context), ==, "Read-only");
  g_assert_true (context->contact->is_readonly);
  set_fact (test, (Fact){ "a-readonly", UID, -1 });
  g_assert_cmpstr (name_of (test, &context), ==, "Somebody");
  g_assert_cmpstr (context->readonly_books[0], ==, "a-readonly");
  g_assert_null (context->readonly_books[1]);
}

static void
finish_order (CrmTestStore *test, const char *state)
{
  g_autofree char *id = crm_test_store_text (test, "crm.db", "SELECT max (id) FROM outbox");
  CrmChangeSet *set = crm_change_set_new ("confirm-contact", CRM_CAUSE_OUTBOX);

  crm_change_set_text (crm_change_set_update (set, "outbox", id), "state", state);
  crm_test_write (test->store, set);
}

/* A contact is gone only where its book is known and nothing is under way. */
static void
test_state (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *person = capture (test, ADDRESS, "BEGIN:VCARD\r\nEND:VCARD\r\n");
  g_autoptr (CrmContext) context = NULL;
  g_autoptr (CrmRecord) record = crm_test_get (test->store, "person", person);

  name_of (test, &context);
  g_assert_cmpint (context->contact_state, ==, CRM_CONTACT_WAITING);
  finish_order (test, "failed");
  name_of (test, &context);
  g_assert_cmpint (context->contact_state, ==, CRM_CONTACT_REFUSED);
  finish_order (test, "done");
  name_of (test, &context);
  g_assert_cmpint (context->contact_state, ==, CRM_CONTACT_UNKNOWN); /* nobody has read the book */
  put (test, BOOK, UID, "Ida", ADDRESS);
  set_fact (test, (Fact){ BOOK, NULL, -1 });
  name_of (test, &context);
  g_assert_cmpint (context->contact_state, ==, CRM_CONTACT_THERE);
  set_fact (test, (Fact){ BOOK, UID, -1 });
  name_of (test, &context);
  g_assert_cmpint (context->contact_state, ==, CRM_CONTACT_GONE);
  g_assert_cmpstr (context->person->id, ==, person);

  crm_test_write (test->store, crm_people_put_back (record, BOOK, UID, "BEGIN:VCARD\r\nREV:2\r\n"));
  name_of (test, &context);
  g_assert_cmpint (context->contact_state, ==, CRM_CONTACT_WAITING);
}

static gpointer
follow_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return GINT_TO_POINTER (crm_people_follow (reader, data, error));
}

/* How many changes followed. */
static guint
follow (CrmTestStore *test)
{
  CrmChangeSet *set = NULL;
  g_autoptr (GError) error = NULL;
  guint n;

  g_assert_nonnull (crm_store_read_sync (test->store, follow_in_worker, &set, NULL, &error));
  g_assert_no_error (error);
  if (set == NULL)
    return 0;
  n = set->changes->len;
  crm_test_write (test->store, set);
  return n;
}

/* The person is called what the contact is called, until somebody says otherwise in the CRM; there
 * is no echo. */
static void
test_follow (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *person = capture (test, ADDRESS, NULL);
  CrmChangeSet *set = crm_change_set_new ("set", CRM_CAUSE_USER);

  g_assert_cmpuint (follow (test), ==, 0);
  put (test, BOOK, UID, "Ida Holm", ADDRESS);
  put (test, "book-2", UID, "Another",
       ADDRESS); /* of another book: not the one they are bound to */
  g_assert_cmpuint (follow (test), ==, 1);
  g_assert_cmpuint (follow (test), ==, 0);
  {
    g_autoptr (CrmRecord) record = crm_test_get (test->store, "person", person);

    g_assert_cmpstr (crm_record_get_text (record, "name"), ==, "Ida Holm");
  }
  put (test, BOOK, UID, "Ida Berg", ADDRESS);
  g_assert_cmpuint (follow (test), ==, 1);
  crm_change_set_text (crm_change_set_update (set, "person", person), "name", "Dr Ida Berg");
  crm_test_write (test->store, set);
  put (test, BOOK, UID, "Ida Lund", ADDRESS);
  g_assert_cmpuint (follow (test), ==, 0);
}

#define N_CONTACTS 10000

static gboolean
put_many (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  gboolean done = crm_index_begin (index, error);

  for (guint i = 0; done && i < N_CONTACTS; i++)
    {
      g_autofree char *uid = g_strdup_printf ("many-%u", i);
      g_autofree char *address = g_strdup_printf ("p%u@many.example", i);
      g_autoptr (CrmContact) card = make_card (BOOK, uid, "Somebody", address);

      done = crm_index_put_contact (index, card, error);
    }
  return done && crm_index_commit (index, error);
}

/* What a selection costs does not grow with the address book. The figures are for people to read.
 */
static void
test_many (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *person = capture (test, ADDRESS, NULL);
  g_autoptr (GError) error = NULL;
  gint64 start;

  crm_store_index_sync (test->store, put_many, NULL, NULL, &error);
  g_assert_no_error (error);
  put (test, BOOK, UID, "Ida Holm", ADDRESS);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *uid = g_strdup_printf ("many-%u", i * 4999);
      g_autofree char *address = g_strdup_printf ("p%u@many.example", i * 4999);
      g_autoptr (CrmContact) card = make_card (BOOK, uid, "Somebody", address);
      g_autoptr (CrmContext) context = NULL;

      start = g_get_monotonic_time ();
      context = context_of (test, card);
      g_test_message ("context %u: %.1f ms", i, (double)(g_get_monotonic_time () - start) / 1000);
      g_assert_cmpstr (context->name, ==, "Somebody");
      g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC / 2);
    }
  start = g_get_monotonic_time ();
  g_assert_cmpuint (follow (test), ==, 1);
  g_test_message ("follow: %.1f ms", (double)(g_get_monotonic_time () - start) / 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/context-contact/without-address", test_without_address);
  g_test_add_func ("/context-contact/one-person", test_one_person);
  g_test_add_func ("/context-contact/several-books", test_several_books);
  g_test_add_func ("/context-contact/state", test_state);
  g_test_add_func ("/context-contact/follow", test_follow);
  g_test_add_func ("/context-contact/many", test_many);
  return g_test_run ();
}

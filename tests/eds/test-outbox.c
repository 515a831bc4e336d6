/* test-outbox.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-outbox.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "crm-order.h"
#include "crm-vcard.h"
#include "eds-fixture.h"
#include "service/crm-people.h"

#define SYSTEM_BOOK "system-address-book"
#define SECOND_BOOK "crm-test-outbox"
#define ADDRESS "ann@acme.example"

typedef struct
{
  char *directory;
  CrmStore *store;
  CrmOutbox *outbox;
  EBookClient *book;
  guint n_failed;
  guint n_waiting;
  guint n_pending; /* what is_settled() waits for */
} Fixture;

static const char *program; /* the path of this test */

static void
failed_cb (CrmOutbox *outbox, const char *id, const char *message, Fixture *fixture)
{
  g_assert_nonnull (message);
  fixture->n_failed++;
}

static void
waiting_cb (CrmOutbox *outbox, const char *id, const char *message, Fixture *fixture)
{
  g_assert_nonnull (message);
  fixture->n_waiting++;
}

static void
start_outbox (Fixture *fixture)
{
  fixture->outbox = crm_outbox_new (fixture->store, eds_registry ());
  g_signal_connect (fixture->outbox, "failed", G_CALLBACK (failed_cb), fixture);
  g_signal_connect (fixture->outbox, "waiting", G_CALLBACK (waiting_cb), fixture);
  crm_outbox_start (fixture->outbox);
}

static gboolean
is_idle (gpointer data)
{
  return crm_outbox_is_idle (data);
}

static void
stop_outbox (Fixture *fixture)
{
  if (fixture->outbox == NULL)
    return;
  crm_outbox_stop (fixture->outbox);
  g_assert_true (eds_wait_for (is_idle, fixture->outbox, 5000));
  eds_assert_finalizes (fixture->outbox);
  fixture->outbox = NULL;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->directory = eds_make_directory ();
  fixture->store = eds_open_store (fixture->directory);
  fixture->book = eds_connect (SYSTEM_BOOK);
  g_assert_cmpuint (eds_count (fixture->book, ADDRESS), ==, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  stop_outbox (fixture);
  g_clear_object (&fixture->book);
  eds_assert_finalizes (fixture->store);
  g_free (fixture->directory);
}

static void
restart (Fixture *fixture)
{
  stop_outbox (fixture);
  eds_assert_finalizes (fixture->store);
  fixture->store = eds_open_store (fixture->directory);
}

/* Somebody is captured, with a new contact. */
static void
capture (Fixture *fixture, const char *book_uid, const char *uid)
{
  g_autofree char *vcard = crm_vcard_build (uid, "Ann Roe", "Acme", "Buyer", ADDRESS, "+44 1");
  g_auto (CrmCaptured) ids = { 0 };
  CrmCapture ordered = {
    .name = "Ann Roe", .address = ADDRESS, .book_uid = book_uid, .contact_uid = uid, .vcard = vcard
  };
  g_autoptr (CrmChangeSet) set = crm_people_capture (&ordered, &ids);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = crm_store_write_sync (fixture->store, set, &error);

  g_assert_no_error (error);
}

static void
undo (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = crm_store_undo_sync (fixture->store, &error);

  g_assert_no_error (error);
}

typedef struct
{
  const char *entity;
  const char *field;
  const char *text;
} Where;

static gpointer
list_where (CrmReader *reader, gpointer data, GError **error)
{
  const Where *where = data;

  return crm_reader_list_where (reader, where->entity, where->field, where->text, error);
}

static GPtrArray *
list (Fixture *fixture, const char *entity, const char *field, const char *text)
{
  Where where = { entity, field, text };
  g_autoptr (GError) error = NULL;
  GPtrArray *records = crm_store_read_sync (fixture->store, list_where, &where, NULL, &error);

  g_assert_no_error (error);
  return records;
}

static guint
count (Fixture *fixture, const char *entity, const char *field, const char *text)
{
  g_autoptr (GPtrArray) records = list (fixture, entity, field, text);

  return records->len;
}

static gboolean
is_settled (gpointer data)
{
  Fixture *fixture = data;

  return crm_outbox_is_idle (fixture->outbox)
         && count (fixture, "outbox", "state", "pending") == fixture->n_pending;
}

static void
settle (Fixture *fixture)
{
  fixture->n_pending = 0;
  g_assert_true (eds_wait_for (is_settled, fixture, 10000));
}

/* The only order of a kind. */
static CrmRecord *
order_of (Fixture *fixture, const char *action)
{
  g_autoptr (GPtrArray) records = list (fixture, "outbox", "action", action);

  g_assert_cmpuint (records->len, ==, 1);
  return crm_record_ref (records->pdata[0]);
}

static void
assert_order (Fixture *fixture, const char *action, const char *state, const char *failure)
{
  g_autoptr (CrmRecord) order = order_of (fixture, action);

  g_assert_cmpstr (crm_record_get_text (order, "state"), ==, state);
  g_assert_cmpstr (crm_record_get_text (order, "failure"), ==, failure);
}

static void
clean_book (Fixture *fixture, const char *uid)
{
  eds_remove (fixture->book, uid);
  g_assert_cmpuint (eds_count (fixture->book, ADDRESS), ==, 0);
}

static void
test_create_and_undo (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CrmRecord) order = NULL;
  EContact *contact;

  start_outbox (fixture);
  capture (fixture, SYSTEM_BOOK, "o-1");
  settle (fixture);
  contact = eds_get (fixture->book, "o-1");
  g_assert_nonnull (contact);
  g_assert_cmpstr (e_contact_get_const (contact, E_CONTACT_FULL_NAME), ==, "Ann Roe");
  g_object_unref (contact);
  assert_order (fixture, "create_contact", "done", NULL);
  order = order_of (fixture, "create_contact");
  g_assert_cmpuint (strlen (crm_record_get_text (order, "revision")), ==, 64);

  undo (fixture);
  settle (fixture);
  assert_order (fixture, "remove_contact", "done", NULL);
  g_assert_cmpuint (eds_count (fixture->book, ADDRESS), ==, 0);
  g_assert_cmpuint (count (fixture, "person", "name", "Ann Roe"), ==, 0);
  g_assert_cmpuint (fixture->n_failed + fixture->n_waiting, ==, 0);
}

/* The address book writes its own lines into what it stores; they are nobody's change. */
static void
test_revision_is_stable (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CrmRecord) order = NULL;
  g_autofree char *ordered = NULL;

  start_outbox (fixture);
  capture (fixture, SYSTEM_BOOK, "o-2");
  settle (fixture);
  order = order_of (fixture, "create_contact");
  ordered = crm_vcard_digest_text (crm_record_get_text (order, "payload"));
  g_assert_cmpstr (crm_record_get_text (order, "revision"), ==, ordered);
  clean_book (fixture, "o-2");
}

static void
test_undo_after_edit (Fixture *fixture, gconstpointer data)
{
  start_outbox (fixture);
  capture (fixture, SYSTEM_BOOK, "o-3");
  settle (fixture);
  eds_set (fixture->book, "o-3", E_CONTACT_NOTE, "met at the fair");
  undo (fixture);
  settle (fixture);
  assert_order (fixture, "remove_contact", "failed", "changed");
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  g_assert_cmpuint (eds_count (fixture->book, ADDRESS), ==, 1);
  clean_book (fixture, "o-3");
}

static void
test_undo_after_removal (Fixture *fixture, gconstpointer data)
{
  start_outbox (fixture);
  capture (fixture, SYSTEM_BOOK, "o-4");
  settle (fixture);
  clean_book (fixture, "o-4");
  undo (fixture);
  settle (fixture);
  assert_order (fixture, "remove_contact", "done", NULL);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

/* The program ended between the order and the call. */
static void
test_resume_before_call (Fixture *fixture, gconstpointer data)
{
  capture (fixture, SYSTEM_BOOK, "o-5");
  restart (fixture);
  start_outbox (fixture);
  settle (fixture);
  restart (fixture);
  start_outbox (fixture);
  settle (fixture);
  assert_order (fixture, "create_contact", "done", NULL);
  g_assert_cmpuint (eds_count (fixture->book, ADDRESS), ==, 1);
  clean_book (fixture, "o-5");
}

static gboolean
is_in_book (gpointer data)
{
  return eds_count (((Fixture *)data)->book, ADDRESS) > 0;
}

static sqlite3 *
lock_store (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->directory, "crm.db", NULL);
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  return handle;
}

/* Another process carries the order out and is killed before it can write that down. */
static void
kill_before_confirmation (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                          program, "--child", fixture->directory, NULL);
  char ready = 0;
  sqlite3 *lock;

  g_assert_no_error (error);
  g_input_stream_read (g_subprocess_get_stdout_pipe (child), &ready, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ready, ==, 'r');
  lock = lock_store (fixture);
  g_output_stream_write (g_subprocess_get_stdin_pipe (child), "g", 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (eds_wait_for (is_in_book, fixture, 10000));
  g_subprocess_send_signal (child, SIGKILL);
  g_subprocess_wait (child, NULL, &error);
  g_assert_no_error (error);
  sqlite3_close (lock);
  assert_order (fixture, "create_contact", "pending", NULL);
}

static int
run_child (const char *directory)
{
  g_autoptr (CrmStore) store = eds_open_store (directory);
  g_autoptr (CrmOutbox) outbox = crm_outbox_new (store, eds_registry ());
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  fputc ('r', stdout);
  fflush (stdout);
  if (fgetc (stdin) == 'g')
    {
      crm_outbox_start (outbox);
      g_main_loop_run (loop);
    }
  return 1;
}

static void
test_resume_after_call (Fixture *fixture, gconstpointer data)
{
  capture (fixture, SYSTEM_BOOK, "o-6");
  kill_before_confirmation (fixture);
  start_outbox (fixture);
  settle (fixture);
  assert_order (fixture, "create_contact", "done", NULL);
  g_assert_cmpuint (eds_count (fixture->book, ADDRESS), ==, 1);
  undo (fixture);
  settle (fixture);
  assert_order (fixture, "remove_contact", "done", NULL);
  g_assert_cmpuint (eds_count (fixture->book, ADDRESS), ==, 0);
}

/* Killed as above, then edited by hand, then undone: the edit was nobody's of ours. */
static void
test_resume_after_edit (Fixture *fixture, gconstpointer data)
{
  capture (fixture, SYSTEM_BOOK, "o-7");
  kill_before_confirmation (fixture);
  eds_set (fixture->book, "o-7", E_CONTACT_TITLE, "Head of buying");
  start_outbox (fixture);
  settle (fixture);
  assert_order (fixture, "create_contact", "done", NULL);
  undo (fixture);
  settle (fixture);
  assert_order (fixture, "remove_contact", "failed", "changed");
  clean_book (fixture, "o-7");
}

static void
test_undo_while_pending (Fixture *fixture, gconstpointer data)
{
  capture (fixture, SYSTEM_BOOK, "o-8");
  undo (fixture);
  start_outbox (fixture);
  settle (fixture);
  assert_order (fixture, "create_contact", "done", NULL);
  assert_order (fixture, "remove_contact", "done", NULL);
  g_assert_cmpuint (eds_count (fixture->book, ADDRESS), ==, 0);
}

static void
test_undo_after_kill (Fixture *fixture, gconstpointer data)
{
  capture (fixture, SYSTEM_BOOK, "o-9");
  kill_before_confirmation (fixture);
  undo (fixture);
  start_outbox (fixture);
  settle (fixture);
  assert_order (fixture, "remove_contact", "done", NULL);
  g_assert_cmpuint (eds_count (fixture->book, ADDRESS), ==, 0);
}

/* The undo comes while the contact is being made, at any moment of it. */
static void
test_undo_meanwhile (Fixture *fixture, gconstpointer data)
{
  start_outbox (fixture);
  for (guint msecs = 0; msecs < 40; msecs += 4)
    {
      g_autofree char *uid = g_strdup_printf ("race-%u", msecs);

      capture (fixture, SYSTEM_BOOK, uid);
      eds_iterate_for (msecs);
      undo (fixture);
      settle (fixture);
      g_assert_cmpuint (eds_count (fixture->book, ADDRESS), ==, 0);
    }
  g_assert_cmpuint (count (fixture, "outbox", "state", "failed"), ==, 0);
  g_assert_cmpuint (count (fixture, "outbox", "state", "done"), ==, 20);
}

/* A book that gave the contact another UID holds it already: it is found, the person learns of it,
 * and an undo leaves it alone. */
static void
test_found_under_other_uid (Fixture *fixture, gconstpointer data)
{
  g_autofree char *vcard = crm_vcard_build ("o-x", "Ann Roe", "Acme", "Buyer", ADDRESS, "+44 1");
  g_autofree char *uid = eds_add (fixture->book, vcard);
  g_autoptr (CrmRecord) order = NULL;

  start_outbox (fixture);
  capture (fixture, SYSTEM_BOOK, "o-10");
  settle (fixture);
  order = order_of (fixture, "create_contact");
  g_assert_cmpstr (crm_record_get_text (order, "contact_uid"), ==, uid);
  g_assert_cmpuint (count (fixture, "person", "contact_uid", uid), ==, 1);
  g_assert_cmpuint (eds_count (fixture->book, ADDRESS), ==, 1);
  undo (fixture);
  settle (fixture);
  assert_order (fixture, "remove_contact", "done", NULL);
  g_assert_cmpuint (eds_count (fixture->book, ADDRESS), ==, 1);
  g_assert_cmpuint (count (fixture, "person", "name", "Ann Roe"), ==, 0);
  clean_book (fixture, uid);
}

static gboolean
is_waiting (gpointer data)
{
  Fixture *fixture = data;

  return fixture->n_waiting > 0 && crm_outbox_is_idle (fixture->outbox);
}

static void
test_missing_book (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ESource) source = NULL;
  EBookClient *second;

  start_outbox (fixture);
  capture (fixture, SECOND_BOOK, "o-11");
  g_assert_true (eds_wait_for (is_waiting, fixture, 5000));
  assert_order (fixture, "create_contact", "pending", NULL);

  /* The next one does not wait behind it. */
  capture (fixture, SYSTEM_BOOK, "o-12");
  fixture->n_pending = 1;
  g_assert_true (eds_wait_for (is_settled, fixture, 5000));
  g_assert_cmpuint (eds_count (fixture->book, ADDRESS), ==, 1);

  source = eds_make_book (SECOND_BOOK, FALSE);
  eds_iterate_for (300);
  g_assert_cmpuint (count (fixture, "outbox", "state", "pending"), ==, 1);
  eds_enable_book (SECOND_BOOK, TRUE);
  settle (fixture);
  second = eds_connect (SECOND_BOOK);
  g_assert_cmpuint (eds_count (second, ADDRESS), ==, 1);
  g_object_unref (second);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
  eds_remove_book (SECOND_BOOK);
  clean_book (fixture, "o-12");
}

static void
test_no_vcard (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("capture-person", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "outbox", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = NULL;

  crm_change_set_text (change, "action", "create_contact");
  crm_change_set_text (change, "state", "pending");
  crm_change_set_text (change, "book_uid", SYSTEM_BOOK);
  crm_change_set_text (change, "contact_uid", "o-13");
  result = crm_store_write_sync (fixture->store, set, &error);
  g_assert_no_error (error);
  start_outbox (fixture);
  settle (fixture);
  assert_order (fixture, "create_contact", "failed", "refused");
  g_assert_cmpuint (fixture->n_failed, ==, 1);
}

/* Stopping gives nothing up for good. */
static void
test_stop_and_start (Fixture *fixture, gconstpointer data)
{
  start_outbox (fixture);
  capture (fixture, SYSTEM_BOOK, "o-14");
  for (guint msecs = 0; msecs < 30; msecs += 3)
    {
      crm_outbox_stop (fixture->outbox);
      crm_outbox_start (fixture->outbox);
      eds_iterate_for (msecs);
    }
  settle (fixture);
  assert_order (fixture, "create_contact", "done", NULL);
  g_assert_cmpuint (eds_count (fixture->book, ADDRESS), ==, 1);
  clean_book (fixture, "o-14");
}

static void
test_classify (void)
{
  static const struct
  {
    int code;
    CrmOrderResult result;
    const char *failure;
  } cases[] = {
    { E_CLIENT_ERROR_PERMISSION_DENIED, CRM_ORDER_DENIED, "permission" },
    { E_CLIENT_ERROR_NOT_SUPPORTED, CRM_ORDER_FAILED, "refused" },
    { E_CLIENT_ERROR_INVALID_ARG, CRM_ORDER_FAILED, "refused" },
    { E_CLIENT_ERROR_REPOSITORY_OFFLINE, CRM_ORDER_LATER, NULL },
    { E_CLIENT_ERROR_AUTHENTICATION_REQUIRED, CRM_ORDER_LATER, NULL },
    { E_CLIENT_ERROR_DBUS_ERROR, CRM_ORDER_LATER, NULL },
    { E_CLIENT_ERROR_OTHER_ERROR, CRM_ORDER_LATER, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (E_CLIENT_ERROR, cases[i].code, "x");
      const char *failure = "unset";

      g_assert_cmpint (crm_order_classify (error, &failure), ==, cases[i].result);
      g_assert_cmpstr (failure, ==, cases[i].failure);
    }
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--child"))
    return run_child (argv[2]);
  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  if (!eds_is_private ())
    {
      g_print ("1..0 # SKIP runs below with-eds.sh only\n");
      return 0;
    }
  g_test_add_func ("/outbox/classify", test_classify);
  ADD ("/outbox/create-and-undo", test_create_and_undo);
  ADD ("/outbox/revision-is-stable", test_revision_is_stable);
  ADD ("/outbox/undo-after-edit", test_undo_after_edit);
  ADD ("/outbox/undo-after-removal", test_undo_after_removal);
  ADD ("/outbox/undo-while-pending", test_undo_while_pending);
  ADD ("/outbox/undo-after-kill", test_undo_after_kill);
  ADD ("/outbox/undo-meanwhile", test_undo_meanwhile);
  ADD ("/outbox/resume-before-call", test_resume_before_call);
  ADD ("/outbox/resume-after-call", test_resume_after_call);
  ADD ("/outbox/resume-after-edit", test_resume_after_edit);
  ADD ("/outbox/found-under-other-uid", test_found_under_other_uid);
  ADD ("/outbox/missing-book", test_missing_book);
  ADD ("/outbox/no-vcard", test_no_vcard);
  ADD ("/outbox/stop-and-start", test_stop_and_start);
  return g_test_run ();
}

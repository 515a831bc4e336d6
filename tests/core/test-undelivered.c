/* test-undelivered.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "model/crm-bounce.h"
#include "service/crm-undelivered.h"

#define ANN "ann@alder.example"
#define BOB "bob@alder.example"
#define DAEMON "mailer-daemon@own.example"
#define DAY (24 * 60 * 60)

typedef struct
{
  CrmTestStore *test; /* (owned) */
  CrmMessage *bounce; /* (owned): of a letter to Ann */
  GPtrArray *said;    /* (owned): what it says */
} Fixture;

static const CrmTestLetter bounce_letter
    = { "b", NULL, DAEMON, CRM_TEST_ME, "Undelivered mail", DAY, CRM_MESSAGE_AUTOMATIC };

static void
set_up (Fixture *self, gconstpointer data)
{
  const CrmTestLetter sent = { "1", NULL, CRM_TEST_ME, ANN, "Offer", 0 };

  self->test = crm_test_store_new ();
  crm_test_own (self->test->store, "own_address", CRM_TEST_ME);
  crm_message_unref (crm_test_receive (self->test->store, &sent));
  self->bounce = crm_test_receive (self->test->store, &bounce_letter);
  self->said = crm_bounce_read_status (
      "Final-Recipient: rfc822; " ANN "\nAction: failed\nStatus: 5.1.1\n"
      "Diagnostic-Code: smtp; 550 nobody here\n\n"
      "Final-Recipient: rfc822; " BOB "\nAction: failed\nStatus: 5.1.1\n\n"
      "Final-Recipient: rfc822; " CRM_TEST_ME "\nAction: failed\nStatus: 5.1.1\n");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  crm_message_unref (self->bounce);
  g_ptr_array_unref (self->said);
  crm_test_settle (self->test->store);
  crm_test_store_free (self->test);
}

static gpointer
mark_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  const Fixture *self = data;
  GPtrArray *sets = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_change_set_unref);
  CrmChangeSet *set = crm_undelivered_mark (reader, self->bounce, self->said, error);

  if (set != NULL)
    g_ptr_array_add (sets, set);
  return sets;
}

/* Opens the letter: how many addresses are marked by it. */
static guint
open_bounce (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sets
      = crm_store_read_sync (self->test->store, mark_in_worker, self, NULL, &error);
  CrmChangeSet *set;
  guint n;

  g_assert_no_error (error);
  if (sets->len == 0)
    return 0;
  set = g_ptr_array_index (sets, 0);
  n = set->changes->len;
  crm_test_write (self->test->store, crm_change_set_ref (set));
  return n;
}

static gpointer
find_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  CrmRecord *record = crm_undelivered_find (reader, data, error);

  return record != NULL ? record : crm_record_new (crm_entity_find ("setting"), "none");
}

/* (nullable): the record that says that the address is dead */
static CrmRecord *
find (Fixture *self, const char *address)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmRecord) record
      = crm_store_read_sync (self->test->store, find_in_worker, (gpointer)address, NULL, &error);

  g_assert_no_error (error);
  return g_str_equal (record->entity->name, "undelivered") ? g_steal_pointer (&record) : NULL;
}

static gboolean
is_dead (Fixture *self, const char *address)
{
  g_autoptr (CrmRecord) record = find (self, address);

  return record != NULL;
}

/* The letter is the reason; it makes nobody known. */
static void
test_mark (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmRecord) record = NULL;
  g_autoptr (CrmContext) of_letter = NULL;
  CrmRecord *shown;

  g_assert_false (is_dead (self, ANN));
  g_assert_cmpuint (open_bounce (self), ==,
                    1); /* nobody wrote to Bob, and nobody is dead at home */
  record = find (self, ANN);
  g_assert_nonnull (record);
  g_assert_cmpint (crm_record_get_int (record, "letter", 0), ==, (gint64)self->bounce->fingerprint);
  g_assert_cmpstr (crm_record_get_text (record, "reason"), ==, "550 nobody here");
  g_assert_cmpstr (crm_record_get_text (record, "status"), ==, "5.1.1");
  g_assert_false (is_dead (self, BOB));
  g_assert_cmpint (crm_test_store_int (self->test, "crm.db", "SELECT count(*) FROM person"), ==, 0);
  g_assert_cmpint (crm_test_store_int (self->test, "crm.db", "SELECT count(*) FROM address"), ==,
                   0);
  g_assert_cmpuint (open_bounce (self), ==, 0); /* once is enough */

  of_letter = crm_test_context (self->test->store, self->bounce, NULL);
  g_assert_cmpuint (of_letter->undelivered->len, ==, 1);
  shown = g_ptr_array_index (of_letter->undelivered, 0);
  g_assert_cmpstr (crm_record_get_text (shown, "address"), ==, ANN);
}

/* Beside the letter that was for her, too. */
static void
test_context (Fixture *self, gconstpointer data)
{
  const CrmTestLetter sent = { "2", NULL, CRM_TEST_ME, ANN, "Offer", 60 };
  g_autoptr (CrmMessage) letter = crm_test_receive (self->test->store, &sent);
  g_autoptr (CrmContext) before = crm_test_context (self->test->store, letter, NULL);
  g_autoptr (CrmContext) after = NULL;

  g_assert_cmpuint (before->undelivered->len, ==, 0);
  open_bounce (self);
  after = crm_test_context (self->test->store, letter, NULL);
  g_assert_cmpuint (after->undelivered->len, ==, 1);
}

/* A letter of theirs that is later says that they are there; one from before does not. */
static void
test_later_mail (Fixture *self, gconstpointer data)
{
  const CrmTestLetter before = { "3", NULL, ANN, CRM_TEST_ME, "Hello", 60 };
  const CrmTestLetter after = { "4", NULL, ANN, CRM_TEST_ME, "Hello again", DAY + 60 };

  crm_message_unref (crm_test_receive (self->test->store, &before));
  open_bounce (self);
  g_assert_true (is_dead (self, ANN));
  crm_message_unref (crm_test_receive (self->test->store, &after));
  g_assert_false (is_dead (self, ANN));
  g_assert_cmpuint (open_bounce (self), ==, 0);
  crm_test_expunge (self->test->store, "4");
  g_assert_true (is_dead (self, ANN)); /* it was all that said so */
}

static void
test_old_bounce (Fixture *self, gconstpointer data)
{
  const CrmTestLetter after = { "4", NULL, ANN, CRM_TEST_ME, "Hello again", DAY + 60 };

  crm_message_unref (crm_test_receive (self->test->store, &after));
  g_assert_cmpuint (open_bounce (self), ==, 0);
}

/* Taken back by hand, it stays so until the next one comes back; and both ways can be undone. */
static void
test_lift (Fixture *self, gconstpointer data)
{
  CrmTestLetter next = bounce_letter;

  open_bounce (self);
  {
    g_autoptr (CrmRecord) record = find (self, ANN);

    crm_test_write (self->test->store, crm_undelivered_lift (record));
  }
  g_assert_false (is_dead (self, ANN));
  g_assert_cmpuint (open_bounce (self), ==, 0);
  crm_test_undo (self->test->store);
  g_assert_true (is_dead (self, ANN));
  {
    g_autoptr (CrmRecord) record = find (self, ANN);

    crm_test_write (self->test->store, crm_undelivered_lift (record));
  }
  next.uid = "b2";
  next.secs += DAY;
  crm_message_unref (self->bounce);
  self->bounce = crm_test_receive (self->test->store, &next);
  g_assert_cmpuint (open_bounce (self), ==, 1);
  g_assert_true (is_dead (self, ANN));
  crm_test_check (self->test->store);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/undelivered/mark", Fixture, NULL, set_up, test_mark, tear_down);
  g_test_add ("/undelivered/context", Fixture, NULL, set_up, test_context, tear_down);
  g_test_add ("/undelivered/later-mail", Fixture, NULL, set_up, test_later_mail, tear_down);
  g_test_add ("/undelivered/old-bounce", Fixture, NULL, set_up, test_old_bounce, tear_down);
  g_test_add ("/undelivered/lift", Fixture, NULL, set_up, test_lift, tear_down);
  return g_test_run ();
}

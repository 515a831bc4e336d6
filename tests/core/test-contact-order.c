/* test-contact-order.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Changes of a contact that its address book did not take, or cannot take yet. */
#include "config.h"

#include "crm-test-mail.h"

#include "service/crm-contact-order.h"
#include "service/crm-people.h"

#define IDA "ida@alder.example"

typedef struct
{
  CrmTestStore *test;
  CrmMessage *message;
  char *person;
} Fixture;

static void
put_card (Fixture *self, const char *title)
{
  g_autoptr (CrmContact) card = crm_contact_new ("book-1", "uid-1");

  card->name = g_strdup ("Ida Example");
  card->title = g_strdup (title);
  card->phones = g_strdup ("work +49 30 1");
  g_ptr_array_add (card->addresses, g_strdup (IDA));
  crm_test_put_contact (self->test->store, card);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  static const CrmTestLetter letter
      = { "m1", NULL, "Ida Example <" IDA ">", CRM_TEST_ME, "Pumps", 60, 0 };
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("bind", CRM_CAUSE_OUTBOX);
  CrmChange *change;

  self->test = crm_test_store_new ();
  self->message = crm_test_receive (self->test->store, &letter);
  put_card (self, "Buyer");
  self->person = crm_test_make_person (self->test->store, "Ida Example");
  change = crm_change_set_update (set, "person", self->person);
  crm_change_set_text (change, "book_uid", "book-1");
  crm_change_set_text (change, "contact_uid", "uid-1");
  crm_test_write (self->test->store, g_steal_pointer (&set));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  crm_message_unref (self->message);
  g_free (self->person);
  crm_test_store_free (self->test);
}

/* As the signature of a letter is taken over. */
static void
order (Fixture *self, const CrmContactChange *wanted)
{
  CrmChangeSet *set = crm_change_set_new ("update-card", CRM_CAUSE_USER);

  if (g_str_equal (wanted->field, "title"))
    crm_change_set_text (crm_change_set_update (set, "person", self->person), "title",
                         wanted->value);
  crm_people_change_contact (set, "book-1", "uid-1", self->person, wanted);
  crm_test_write (self->test->store, set);
}

static void
answer (Fixture *self, const char *state, const char *failure)
{
  g_autofree char *id = crm_test_store_text (self->test, "crm.db", "SELECT max (id) FROM outbox");
  CrmChangeSet *set = crm_change_set_new ("confirm-contact", CRM_CAUSE_OUTBOX);
  CrmChange *change = crm_change_set_update (set, "outbox", id);

  crm_change_set_text (change, "state", state);
  crm_change_set_text (change, "failure", failure);
  crm_test_write (self->test->store, set);
}

static CrmContext *
load (Fixture *self)
{
  return crm_test_context (self->test->store, self->message, NULL);
}

static CrmRecord *
only_order (CrmContext *context)
{
  g_assert_nonnull (context->contact_orders);
  g_assert_cmpuint (context->contact_orders->len, ==, 1);
  return g_ptr_array_index (context->contact_orders, 0);
}

static void
assert_pending (Fixture *self, const char *expected)
{
  g_autofree char *found
      = crm_test_store_text (self->test, "crm.db",
                             "SELECT coalesce (group_concat (coalesce (base, '') || '>' || coalesce"
                             " (payload, ''), ' '), '') FROM outbox WHERE state = 'pending'");

  g_assert_cmpstr (found, ==, expected);
}

static void
assert_title (Fixture *self, const char *title)
{
  g_autoptr (CrmRecord) person = crm_test_get (self->test->store, "person", self->person);

  g_assert_cmpstr (crm_record_get_text (person, "title"), ==, title);
}

static void
test_waiting (Fixture *self, gconstpointer data)
{
  static const CrmContactChange title
      = { "title", NULL, "Buyer", "Head; of \"all\", Oslo\nand so on" };
  g_autoptr (CrmContactDifference) difference = NULL;
  g_autoptr (CrmContext) before = NULL;
  g_autoptr (CrmContext) context = NULL;
  g_autoptr (CrmContext) after = NULL;

  order (self, &title);
  before = load (self);
  g_assert_null (before->contact_orders); /* on its way: nothing to tell */
  answer (self, "pending", CRM_CONTACT_ORDER_WAITING);
  context = load (self);
  g_assert_true (crm_contact_order_is_waiting (only_order (context)));
  g_assert_false (crm_contact_order_has_two_sides (only_order (context)));
  difference = crm_contact_order_explain (only_order (context), context);
  g_assert_cmpstr (difference->field, ==, "title");
  g_assert_cmpstr (difference->ours, ==, title.value);
  g_assert_cmpstr (difference->seen, ==, "Buyer");
  g_assert_cmpstr (difference->theirs, ==, "Buyer");

  crm_test_undo (self->test->store); /* before the book is back: nothing will be left of it */
  after = load (self);
  g_assert_null (after->contact_orders);
  assert_title (self, NULL);
}

static gpointer
follow_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return GINT_TO_POINTER (crm_people_follow (reader, data, error));
}

static void
follow (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  CrmChangeSet *set = NULL;

  crm_store_read_sync (self->test->store, follow_in_worker, &set, NULL, &error);
  g_assert_no_error (error);
  if (set != NULL)
    crm_test_write (self->test->store, set);
}

/* What is under way must not be overwritten by the card as it was, and later the card counts. */
static void
test_following (Fixture *self, gconstpointer data)
{
  static const CrmContactChange title = { "title", NULL, "Buyer", "Boss" };

  order (self, &title);
  follow (self);
  assert_title (self, "Boss");
  answer (self, "done", NULL);
  put_card (self, "Boss");
  follow (self);
  assert_title (self, "Boss");
  put_card (self, "Director"); /* a colleague, later */
  follow (self);
  assert_title (self, "Director");
}

static void
assert_tie (Fixture *self, const char *book, const char *uid)
{
  g_autoptr (CrmRecord) person = crm_test_get (self->test->store, "person", self->person);

  g_assert_cmpstr (crm_record_get_text (person, "book_uid"), ==, book);
  g_assert_cmpstr (crm_record_get_text (person, "contact_uid"), ==, uid);
}

static void
put_other_card (Fixture *self, const char *uid, const char *title)
{
  g_autoptr (CrmContact) card = crm_contact_new ("book-2", uid);

  card->name = g_strdup ("Ida Example");
  card->title = g_strdup (title);
  g_ptr_array_add (card->addresses, g_strdup (IDA));
  crm_test_put_contact (self->test->store, card);
}

static void
add_address (Fixture *self)
{
  CrmChangeSet *set = crm_change_set_new ("add", CRM_CAUSE_USER);
  g_autofree char *id = crm_entity_derive_id (crm_entity_find ("address"), IDA, NULL);
  CrmChange *change = crm_change_set_ensure (set, "address", id);

  crm_change_set_text (change, "address", IDA);
  crm_change_set_text (change, "person", self->person);
  crm_test_write (self->test->store, set);
}

static gboolean
apply_removal (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  return crm_index_begin (index, error)
         && crm_index_remove_contact (index, "book-1", "uid-1", error)
         && crm_index_commit (index, error);
}

static gboolean
apply_complete (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  return crm_index_begin (index, error) && crm_index_set_book_complete (index, "book-1", error)
         && crm_index_commit (index, error);
}

static void
apply (Fixture *self, CrmIndexFunc func)
{
  g_autoptr (GError) error = NULL;

  crm_store_index_sync (self->test->store, func, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Moved into another book, as Evolution does it: there first, then gone here. */
static void
test_moved (Fixture *self, gconstpointer data)
{
  add_address (self);
  follow (self);
  put_other_card (self, "uid-9", "Boss");
  follow (self);
  assert_tie (self, "book-1", "uid-1");
  assert_title (self, "Buyer");
  apply (self, apply_removal);
  follow (self); /* not all of the book is known: it may still come */
  assert_tie (self, "book-1", "uid-1");
  apply (self, apply_complete);
  follow (self);
  assert_tie (self, "book-2", "uid-9");
  follow (self);
  assert_title (self, "Boss");
}

/* What leads to the contact of somebody else, and what is under way, is left alone. */
static void
test_not_moved (Fixture *self, gconstpointer data)
{
  static const CrmContactChange title = { "title", NULL, "Buyer", "Boss" };
  g_autofree char *other = crm_test_make_person (self->test->store, "Ida's assistant");
  CrmChangeSet *set = crm_change_set_new ("bind", CRM_CAUSE_OUTBOX);
  CrmChange *change = crm_change_set_update (set, "person", other);

  add_address (self);
  crm_change_set_text (change, "book_uid", "book-2");
  crm_change_set_text (change, "contact_uid", "uid-9");
  crm_test_write (self->test->store, set);
  put_other_card (self, "uid-9", "Boss");
  apply (self, apply_removal);
  apply (self, apply_complete);
  follow (self);
  assert_tie (self, "book-1", "uid-1");
  set = crm_change_set_new ("unbind", CRM_CAUSE_OUTBOX);
  crm_change_set_text (crm_change_set_update (set, "person", other), "contact_uid", NULL);
  crm_test_write (self->test->store, set);
  order (self, &title);
  follow (self);
  assert_tie (self, "book-1", "uid-1");
  answer (self, "done", NULL);
  follow (self);
  assert_tie (self, "book-2", "uid-9");
}

static void
test_take_theirs (Fixture *self, gconstpointer data)
{
  static const CrmContactChange title = { "title", NULL, "Buyer", "Boss" };
  g_autoptr (CrmContactDifference) difference = NULL;
  g_autoptr (CrmContext) context = NULL;
  g_autoptr (CrmContext) after = NULL;

  order (self, &title);
  put_card (self, "Director");
  answer (self, "failed", CRM_CONTACT_ORDER_CHANGED);
  context = load (self);
  g_assert_true (crm_contact_order_has_two_sides (only_order (context)));
  difference = crm_contact_order_explain (only_order (context), context);
  g_assert_cmpstr (difference->ours, ==, "Boss");
  g_assert_cmpstr (difference->theirs, ==, "Director");

  crm_test_write (self->test->store,
                  crm_contact_order_settle (only_order (context), context, FALSE));
  after = load (self);
  g_assert_null (after->contact_orders);
  assert_pending (self, "");
  assert_title (self, "Director");
  crm_test_undo (self->test->store);
  assert_title (self, "Boss");
  crm_test_check (self->test->store);
}

static void
test_keep_mine (Fixture *self, gconstpointer data)
{
  static const CrmContactChange title = { "title", NULL, "Buyer", "Boss" };
  g_autoptr (CrmContext) context = NULL;

  order (self, &title);
  put_card (self, "Director");
  answer (self, "failed", CRM_CONTACT_ORDER_CHANGED);
  context = load (self);
  crm_test_write (self->test->store,
                  crm_contact_order_settle (only_order (context), context, TRUE));
  assert_pending (self, "TITLE:Director>TITLE:Boss"); /* over what was seen, and nothing else */
}

/* The number that was to change is not there any more: ours is one more. */
static void
test_keep_my_number (Fixture *self, gconstpointer data)
{
  static const CrmContactChange phone = { "phone", "mobile", "+49 151 1", "+49 151 2" };
  g_autoptr (CrmContactDifference) difference = NULL;
  g_autoptr (CrmContext) context = NULL;

  order (self, &phone);
  answer (self, "failed", CRM_CONTACT_ORDER_CHANGED);
  context = load (self);
  difference = crm_contact_order_explain (only_order (context), context);
  g_assert_cmpstr (difference->kind, ==, "mobile");
  g_assert_null (difference->theirs); /* the one at work is another number */
  crm_test_write (self->test->store,
                  crm_contact_order_settle (only_order (context), context, TRUE));
  assert_pending (self, ">TEL;TYPE=CELL:+49 151 2");
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  static const CrmContactChange title = { "title", NULL, "Buyer", "Boss" };
  g_autoptr (CrmContext) context = NULL;
  g_autoptr (CrmContext) again = NULL;

  order (self, &title);
  answer (self, "failed", CRM_CONTACT_ORDER_PERMISSION);
  context = load (self);
  g_assert_false (crm_contact_order_has_two_sides (only_order (context)));
  crm_test_write (self->test->store,
                  crm_contact_order_settle (only_order (context), context, TRUE));
  assert_pending (self, "TITLE:Buyer>TITLE:Boss");
  answer (self, "failed", CRM_CONTACT_ORDER_PERMISSION);
  again = load (self);
  crm_test_write (self->test->store, crm_contact_order_settle (only_order (again), again, FALSE));
  assert_title (self, "Buyer");
  /* Somebody else has decided by now. */
  crm_test_refuse (self->test->store, crm_contact_order_settle (only_order (again), again, TRUE),
                   CRM_ERROR_CONFLICT);
}

static gboolean
make_readonly (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  return crm_index_begin (index, error)
         && crm_index_set_book_rank (index, "book-1", CRM_BOOK_READONLY, error)
         && crm_index_commit (index, error);
}

static void
set_own (Fixture *self, const char *field, const char *value)
{
  CrmChangeSet *set = crm_change_set_new ("edit", CRM_CAUSE_USER);

  crm_change_set_text (crm_change_set_update (set, "person", self->person), field, value);
  crm_test_write (self->test->store, set);
}

/* What was typed into the CRM and is not what a book says that takes no changes. */
static void
test_own_values (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmContext) writable = NULL;
  g_autoptr (CrmContext) same = NULL;
  g_autoptr (CrmContext) other = NULL;
  g_autofree char *base = NULL;
  g_autofree char *payload = NULL;
  g_autofree char *name = NULL;
  g_autofree char *no_base = NULL;

  set_own (self, "title", "Head; of \"buying\"");
  writable = load (self);
  g_assert_false (crm_contact_has_own_values (writable)); /* there it is a matter of the book */
  crm_store_index_sync (self->test->store, make_readonly, NULL, NULL, &error);
  g_assert_no_error (error);
  other = load (self);
  g_assert_true (crm_contact_has_own_values (other));
  payload = crm_contact_dup_own_value (other, "title", &base);
  g_assert_cmpstr (payload, ==, "TITLE:Head\\; of \"buying\"");
  g_assert_cmpstr (base, ==, "TITLE:Buyer");
  name = crm_contact_dup_own_value (other, "name", &no_base);
  g_assert_null (name);
  set_own (self, "title", "Buyer");
  same = load (self);
  g_assert_false (crm_contact_has_own_values (same));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/contact-order/waiting", test_waiting);
  ADD ("/contact-order/following", test_following);
  ADD ("/contact-order/moved", test_moved);
  ADD ("/contact-order/not-moved", test_not_moved);
  ADD ("/contact-order/take-theirs", test_take_theirs);
  ADD ("/contact-order/keep-mine", test_keep_mine);
  ADD ("/contact-order/keep-my-number", test_keep_my_number);
  ADD ("/contact-order/refused", test_refused);
  ADD ("/contact-order/own-values", test_own_values);
  return g_test_run ();
}

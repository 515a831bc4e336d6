/* test-people.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "service/crm-people.h"

static CrmCapture
whole_step (CrmTestStore *test)
{
  return (CrmCapture){
    .name = "Ida Example",
    .address = "ida@alder.example",
    .title = "Buyer",
    .phone = "+49 30 1234",
    .book_uid = "book-1",
    .contact_uid = "uid-1",
    .vcard = "BEGIN:VCARD\r\nEND:VCARD\r\n",
    .account_name = "Alder",
    .account_domain = "alder.example",
    .deal_title = "Pumps",
    .currency = "EUR",
    .owner = crm_store_get_actor (test->store),
    .now_usec = test->now_usec,
  };
}

/* How many records of each entity there are, without what every store begins with. */
static char *
count_all (CrmTestStore *test)
{
  return crm_test_store_text (
      test, "crm.db",
      "SELECT (SELECT count(*) FROM person) || (SELECT count(*) FROM address) ||"
      " (SELECT count(*) FROM phone) || (SELECT count(*) FROM account) ||"
      " (SELECT count(*) FROM account_domain) || (SELECT count(*) FROM account_person) ||"
      " (SELECT count(*) FROM deal) || (SELECT count(*) FROM deal_person) ||"
      " (SELECT count(*) FROM stage_history) || (SELECT count(*) FROM outbox)");
}

static void
test_capture (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_auto (CrmCaptured) ids = { 0 };
  CrmCapture capture = whole_step (test);
  g_autofree char *before
      = crm_test_store_text (test, "crm.db", "SELECT max (seq) FROM change_set");
  g_autofree char *made = NULL;
  g_autofree char *left = NULL;
  g_autofree char *order = NULL;
  g_autoptr (CrmRecord) person = NULL;

  crm_test_write (test->store, crm_people_capture (&capture, &ids));
  made = count_all (test);
  g_assert_cmpstr (made, ==, "1111111111");
  g_assert_nonnull (ids.account);
  g_assert_nonnull (ids.deal);
  person = crm_test_get (test->store, "person", ids.person);
  g_assert_cmpstr (crm_record_get_text (person, "contact_uid"), ==, "uid-1");
  g_assert_cmpstr (crm_record_get_text (person, "title"), ==, "Buyer");
  order = crm_test_store_text (test, "crm.db",
                               "SELECT action || ' ' || state || ' ' || contact_uid FROM outbox");
  g_assert_cmpstr (order, ==, "create_contact pending uid-1");
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT max (seq) FROM change_set"), ==,
                   g_ascii_strtoll (before, NULL, 10) + 1);

  crm_test_undo (test->store);
  left = count_all (test);
  g_assert_true (g_str_has_prefix (left, "000000000"));
  /* The order may be on its way, so it is answered by another one. */
  g_assert_cmpint (crm_test_store_int (test, "crm.db",
                                       "SELECT count(*) FROM outbox WHERE state = 'pending'"
                                       " AND action = 'remove_contact' AND contact_uid = 'uid-1'"),
                   ==, 1);
  crm_test_check (test->store);
}

static void
test_little (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_auto (CrmCaptured) ids = { 0 };
  CrmCapture capture = { .name = "Ida Example", .now_usec = test->now_usec };
  g_autofree char *made = NULL;

  crm_test_write (test->store, crm_people_capture (&capture, &ids));
  made = count_all (test);
  g_assert_cmpstr (made, ==, "1000000000");
  g_assert_null (ids.account);
  g_assert_null (ids.deal);
}

/* Several people read info@: the account is made, and what was guessed of its domain stays a guess.
 */
static void
test_role (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_auto (CrmCaptured) ids = { 0 };
  CrmCapture capture = { .address = "info@alder.example",
                         .account_name = "Alder",
                         .account_domain = "alder.example",
                         .account_confidence = 60,
                         .deal_title = "Pumps",
                         .vcard = "ignored",
                         .book_uid = "book-1",
                         .now_usec = test->now_usec };

  crm_test_write (test->store, crm_people_capture (&capture, &ids));
  g_assert_null (ids.person);
  g_assert_nonnull (ids.account);
  g_assert_nonnull (ids.deal);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM person"), ==, 0);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM outbox"), ==, 0);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM account_person"), ==,
                   0);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT confidence FROM account_domain"), ==,
                   60);
  crm_test_undo (test->store);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM account"), ==, 0);
}

/* Who is in an address book already gets no second contact. */
static void
test_existing (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_auto (CrmCaptured) first = { 0 };
  g_auto (CrmCaptured) second = { 0 };
  CrmCapture capture = whole_step (test);
  g_autofree char *made = NULL;

  crm_test_write (test->store, crm_people_capture (&capture, &first));
  capture = (CrmCapture){ .name = "Jo Example",
                          .address = "jo@alder.example",
                          .book_uid = "book-1",
                          .contact_uid = "uid-2",
                          .account = first.account,
                          .account_name = "ignored",
                          .now_usec = test->now_usec };
  crm_test_write (test->store, crm_people_capture (&capture, &second));
  g_assert_cmpstr (second.account, ==, first.account);
  made = count_all (test);
  g_assert_cmpstr (made, ==, "2211121111");
}

/* An address moves to whoever has it now; the id stays, so that other devices agree. */
static void
test_address_moves (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *ida = crm_test_make_person (test->store, "Ida");
  g_autofree char *jo = crm_test_make_person (test->store, "Jo");
  const char *people[] = { ida, jo };
  g_autofree char *owner = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);

      crm_people_add_address (set, people[i], "sales@alder.example");
      crm_test_write (test->store, set);
    }
  owner = crm_test_store_text (test, "crm.db", "SELECT person FROM address");
  g_assert_cmpstr (owner, ==, jo);
}

static char *
derived_ids (CrmTestStore *test)
{
  return crm_test_store_text (
      test, "crm.db",
      "SELECT id FROM address UNION ALL SELECT id FROM account_domain UNION ALL"
      " SELECT id FROM account_person UNION ALL SELECT id FROM deal_person");
}

static void
test_derived_ids (void)
{
  static const char account[] = "01a20086-88f2-7753-9d14-8e9edee887d9";
  static const char person[] = "01a20086-88f2-7755-8faf-9a5f654525c2";
  g_autoptr (CrmTestStore) here = crm_test_store_new ();
  g_autoptr (CrmTestStore) there = crm_test_store_new ();
  CrmTestStore *both[] = { here, there };
  g_autofree char *here_ids = NULL;
  g_autofree char *there_ids = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    {
      CrmChangeSet *set = crm_change_set_new ("capture-person", CRM_CAUSE_USER);

      crm_change_set_text (crm_change_set_create (set, "person", person), "name", "Ida");
      crm_change_set_text (crm_change_set_create (set, "account", account), "name", "Alder");
      crm_people_add_address (set, person, "ida@alder.example");
      crm_people_add_domain (set, account, "alder.example");
      crm_people_join_account (set, account, person);
      crm_test_write (both[i]->store, set);
    }
  here_ids = derived_ids (here);
  there_ids = derived_ids (there);
  g_assert_nonnull (here_ids);
  g_assert_cmpstr (here_ids, ==, there_ids);
}

static void
test_free_mail (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_auto (CrmCaptured) ids = { 0 };
  CrmCapture capture = whole_step (test);
  g_autofree char *made = NULL;

  capture.address = "ida.example@gmail.com";
  capture.account_domain = "gmail.com";
  crm_test_write (test->store, crm_people_capture (&capture, &ids));
  made = count_all (test);
  g_assert_cmpstr (made, ==, "1111011111");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/people/capture", test_capture);
  g_test_add_func ("/people/little", test_little);
  g_test_add_func ("/people/role", test_role);
  g_test_add_func ("/people/existing", test_existing);
  g_test_add_func ("/people/address-moves", test_address_moves);
  g_test_add_func ("/people/derived-ids", test_derived_ids);
  g_test_add_func ("/people/free-mail", test_free_mail);
  return g_test_run ();
}

/* test-merging-links.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What still leads to somebody who was merged: ids, forms, contacts, letters. */
#include "config.h"

#include "merge-fixture.h"

#include "service/crm-activities.h"
#include "service/crm-delete.h"
#include "service/crm-people.h"

static void
refuse (Fixture *self, const char *const *ids, const char *into, int code)
{
  Order order = { "person", ids, into, code };
  g_autoptr (GError) error = NULL;

  g_assert_null (crm_store_read_sync (self->test->store, plan_in_worker, &order, NULL, &error));
  g_assert_error (error, CRM_ERROR, code);
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autofree char *one = crm_test_make_person (self->test->store, "Ida");
  g_autofree char *two = crm_test_make_person (self->test->store, "Ida Example");
  g_autofree char *other = crm_test_make_person (self->test->store, "Nora");

  refuse (self, (const char *[]){ one, NULL }, NULL, CRM_ERROR_INVALID_VALUE);
  refuse (self, (const char *[]){ one, one, NULL }, NULL, CRM_ERROR_INVALID_VALUE);
  refuse (self, (const char *[]){ one, two, NULL }, other, CRM_ERROR_INVALID_VALUE);
  refuse (self, (const char *[]){ one, "nobody", NULL }, NULL, CRM_ERROR_NOT_FOUND);
}

/* What somebody else writes between the look and the merge is not lost. */
static void
test_conflict (Fixture *self, gconstpointer data)
{
  CrmStore *store = self->test->store;
  g_autofree char *one = crm_test_make_person (store, "Ida");
  g_autofree char *two = crm_test_make_person (store, "Ida Example");
  const char *ids[] = { one, two, NULL };
  CrmSubject subject = { .person = two };
  g_autoptr (CrmMergePlan) early = plan (self, "person", ids, one);
  g_autoptr (CrmMergePlan) late = NULL;

  crm_test_set_text (store, "person", two, "title", "Buyer");
  crm_test_refuse (store, crm_merge_plan_build (early), CRM_ERROR_CONFLICT);
  late = plan (self, "person", ids, one);
  crm_test_write (store, crm_activities_add_note (&subject, "Text", self->test->now_usec, NULL));
  crm_test_refuse (store, crm_merge_plan_build (late), CRM_ERROR_CONSTRAINT);
  merge (self, "person", ids, one);
  g_assert_cmpint (count (self, "SELECT count(*) FROM note"), ==, 1);
}

/* A form that was open on who went writes to who stays, where that is as the form saw it. */
static void
test_forward (Fixture *self, gconstpointer data)
{
  CrmStore *store = self->test->store;
  g_autofree char *one = crm_test_make_person (store, "Ida");
  g_autofree char *two = crm_test_make_person (store, "Ida Example");
  const char *ids[] = { one, two, NULL };
  CrmSubject subject = { .person = two };
  CrmChangeSet *set;
  CrmChange *change;
  g_autoptr (CrmRecord) merged = NULL;

  merge (self, "person", ids, one);
  set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);
  change = crm_change_set_update (set, "person", two);
  crm_change_set_text (change, "title", "Buyer");
  crm_change_expect (change, "title", &(CrmValue)CRM_VALUE_INIT);
  crm_test_write (store, set);
  crm_test_write (store, crm_activities_add_note (&subject, "Text", self->test->now_usec, NULL));
  merged = crm_test_get (store, "person", one);
  g_assert_cmpstr (crm_record_get_text (merged, "title"), ==, "Buyer");
  g_assert_cmpint (
      count (self, "SELECT count(*) FROM note WHERE person IN (SELECT id FROM person)"), ==, 1);
  set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);
  change = crm_change_set_update (set, "person", two);
  crm_change_set_text (change, "name", "Ida E.");
  {
    g_auto (CrmValue) seen = crm_value_text ("Ida Example");

    crm_change_expect (change, "name", &seen);
  }
  crm_test_refuse (store, set, CRM_ERROR_CONFLICT);
}

static CrmContext *
context_of (Fixture *self, const char *uid, const char *from)
{
  CrmTestLetter letter
      = { .uid = uid, .from = from, .to = CRM_TEST_ME, .subject = "Pumps", .secs = 5 };
  g_autoptr (CrmMessage) message = crm_test_receive (self->test->store, &letter);

  return crm_test_context (self->test->store, message, from);
}

static void
put_contact (Fixture *self, const char *uid, const char *name, const char *address)
{
  CrmContact *contact = crm_contact_new ("book", uid);

  contact->name = g_strdup (name);
  g_ptr_array_add (contact->addresses, g_strdup (address));
  crm_test_put_contact (self->test->store, contact);
  crm_contact_free (contact);
}

static char *
make_contact_person (Fixture *self, const char *name, const char *uid)
{
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);
  CrmCapture capture = { .name = name, .book_uid = "book", .contact_uid = uid };
  char *id = crm_people_create (set, &capture);

  crm_test_write (self->test->store, set);
  return id;
}

/* Both contacts in the address book lead to who stays, and so does mail from either. */
static void
test_contacts (Fixture *self, gconstpointer data)
{
  g_autofree char *one = make_contact_person (self, "Ida", "card-1");
  g_autofree char *two = make_contact_person (self, "Ida Example", "card-2");
  const char *ids[] = { one, two, NULL };
  g_autoptr (CrmContext) letter = NULL;
  g_autoptr (CrmContext) undone = NULL;
  g_autoptr (CrmRecord) merged = NULL;

  put_contact (self, "card-1", "Ida", "ida@alder.example");
  put_contact (self, "card-2", "Ida Example", "ida@birch.example");
  merge (self, "person", ids, one);
  merged = crm_test_get (self->test->store, "person", two);
  g_assert_cmpstr (crm_record_get_text (merged, "contact_uid"), ==, "card-1");
  letter = context_of (self, "m1", "ida@birch.example");
  g_assert_cmpstr (letter->person->id, ==, one);
  g_assert_cmpint (count (self, "SELECT count(*) FROM address WHERE person IS NOT NULL"), ==, 1);
  /* Even one that the book learned later. */
  put_contact (self, "card-2", "Ida Example", "ida@cedar.example");
  {
    g_autoptr (CrmContext) later = context_of (self, "m2", "ida@cedar.example");

    g_assert_cmpstr (later->person->id, ==, one);
  }
  crm_test_undo (self->test->store);
  undone = context_of (self, "m3", "ida@cedar.example");
  g_assert_cmpstr (undone->person->id, ==, two);
}

static gpointer
follow_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  g_assert_true (crm_people_follow (reader, data, error));
  return NULL;
}

/* Who had no contact and comes by one keeps the name that was chosen, whatever the book says. */
static void
test_chosen_name (Fixture *self, gconstpointer data)
{
  g_autofree char *one = crm_test_make_person (self->test->store, "Ida");
  g_autofree char *two = make_contact_person (self, "Ida Example", "card-2");
  const char *ids[] = { one, two, NULL };
  CrmChangeSet *followed = NULL;
  g_autoptr (CrmRecord) merged = NULL;

  put_contact (self, "card-2", "Ida Example", "ida@birch.example");
  merge (self, "person", ids, one);
  merged = crm_test_get (self->test->store, "person", one);
  g_assert_cmpstr (crm_record_get_text (merged, "contact_uid"), ==, "card-2");
  g_assert_cmpstr (crm_record_get_text (merged, "name"), ==, "Ida");
  crm_store_read_sync (self->test->store, follow_in_worker, &followed, NULL, NULL);
  g_assert_null (followed);
}

static gpointer
delete_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  CrmChangeSet *set = crm_change_set_new ("delete-record", CRM_CAUSE_USER);
  g_autoptr (CrmRecord) record = crm_reader_get (reader, "person", data, error);
  g_autoptr (GPtrArray) gone = crm_delete_record (reader, set, record, error);

  g_assert_nonnull (gone);
  return set;
}

/* Who stayed may be deleted: nothing leads there any more. */
static void
test_deleted (Fixture *self, gconstpointer data)
{
  g_autofree char *one = crm_test_make_person (self->test->store, "Ida");
  g_autofree char *two = crm_test_make_person (self->test->store, "Ida Example");
  const char *ids[] = { one, two, NULL };

  merge (self, "person", ids, one);
  crm_test_write (self->test->store,
                  crm_store_read_sync (self->test->store, delete_in_worker, two, NULL, NULL));
  g_assert_cmpint (count (self, "SELECT count(*) FROM redirect"), ==, 0);
  g_assert_cmpint (count (self, "SELECT count(*) FROM person"), ==, 0);
  crm_test_undo (self->test->store);
  g_assert_cmpint (count (self, "SELECT count(*) FROM redirect"), ==, 1);
}

#define MERGE_TEST(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  MERGE_TEST ("/merging-links/refused", test_refused);
  MERGE_TEST ("/merging-links/conflict", test_conflict);
  MERGE_TEST ("/merging-links/forward", test_forward);
  MERGE_TEST ("/merging-links/contacts", test_contacts);
  MERGE_TEST ("/merging-links/chosen-name", test_chosen_name);
  MERGE_TEST ("/merging-links/deleted", test_deleted);
  return g_test_run ();
}

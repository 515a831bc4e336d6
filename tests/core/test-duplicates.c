/* test-duplicates.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "service/crm-duplicates.h"
#include "service/crm-people.h"

typedef struct
{
  CrmTestStore *test; /* (owned) */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->test = crm_test_store_new ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  crm_test_check (self->test->store);
  crm_test_store_free (self->test);
}

static void
add_phone (Fixture *self, const char *owner, const char *id, const char *number)
{
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "phone", NULL);

  crm_change_set_text (change, "number", number);
  crm_change_set_text (change, owner, id);
  crm_test_write (self->test->store, set);
}

static void
add_address (Fixture *self, const char *person, const char *address)
{
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);

  crm_people_add_address (set, person, address);
  crm_test_write (self->test->store, set);
}

static char *
add_account (Fixture *self, const char *name, const char *domain)
{
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);
  char *id = crm_people_create_account (set, name, domain, NULL);

  crm_test_write (self->test->store, set);
  return id;
}

static void
join (Fixture *self, const char *account, const char *person)
{
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);

  crm_people_join_account (set, account, person);
  crm_test_write (self->test->store, set);
}

static gpointer
find_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_duplicates_find (reader, data, 100, error);
}

/* @wanted: reasons and names */
static void
assert_found (Fixture *self, const char *entity, const char *wanted)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all
      = crm_store_read_sync (self->test->store, find_in_worker, (gpointer)entity, NULL, &error);
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < all->len; i++)
    {
      const CrmDuplicates *duplicates = g_ptr_array_index (all, i);

      g_string_append_printf (found, "%d", duplicates->reason);
      g_assert_true (crm_duplicates_is_sure (duplicates) == (duplicates->reason <= 1));
      for (guint n = 0; n < duplicates->records->len; n++)
        g_string_append_printf (found, " %s",
                                crm_record_get_title (g_ptr_array_index (duplicates->records, n)));
      g_string_append_c (found, '|');
    }
  g_assert_cmpstr (found->str, ==, wanted);
}

/* A name alone is nothing; with the same account or domain it is likely. */
static void
test_names (Fixture *self, gconstpointer data)
{
  g_autofree char *one = crm_test_make_person (self->test->store, "Ida Müller");
  g_autofree char *two = crm_test_make_person (self->test->store, "IDA MULLER");
  g_autofree char *alder = add_account (self, "Alder", NULL);

  assert_found (self, "person", "");
  add_address (self, one, "ida@mail.alder.example");
  assert_found (self, "person", "");
  add_address (self, two, "i.mueller@alder.example");
  assert_found (self, "person", "3 Ida Müller IDA MULLER|");
  join (self, alder, one);
  join (self, alder, two);
  assert_found (self, "person", "2 Ida Müller IDA MULLER|"); /* told once */
}

static void
test_free_mail (Fixture *self, gconstpointer data)
{
  g_autofree char *one = crm_test_make_person (self->test->store, "Ida Müller");
  g_autofree char *two = crm_test_make_person (self->test->store, "Ida Müller");

  add_address (self, one, "ida1@gmail.com");
  add_address (self, two, "ida2@gmail.com");
  assert_found (self, "person", "");
}

static void
test_phones (Fixture *self, gconstpointer data)
{
  g_autofree char *one = crm_test_make_person (self->test->store, "Ida");
  g_autofree char *two = crm_test_make_person (self->test->store, "I. Müller");
  g_autofree char *other = crm_test_make_person (self->test->store, "Nora");
  g_autofree char *near = crm_test_make_person (self->test->store, "Otto");

  add_phone (self, "person", one, "+49 30 5550101");
  add_phone (self, "person", other, "+49 30 5550102");
  add_phone (self, "person", near, "+49 40 5550101"); /* ends alike */
  assert_found (self, "person", "");
  add_phone (self, "person", two, "030 / 555 01 01");
  assert_found (self, "person", "1 Ida I. Müller|");
}

/* What everybody in a house has is nobody's own. */
static void
test_shared (Fixture *self, gconstpointer data)
{
  for (int i = 0; i < 25; i++)
    {
      g_autofree char *name = g_strdup_printf ("Person %d", i);
      g_autofree char *person = crm_test_make_person (self->test->store, name);

      add_phone (self, "person", person, "+49 30 5550100");
    }
  assert_found (self, "person", "");
}

static void
put_contact (Fixture *self, const char *uid, const char *address)
{
  CrmContact *contact = crm_contact_new ("book", uid);

  contact->name = g_strdup ("Ida");
  g_ptr_array_add (contact->addresses, g_strdup (address));
  crm_test_put_contact (self->test->store, contact);
  crm_contact_free (contact);
}

/* The address is one person's in the CRM, and that of another one's contact. */
static void
test_contacts (Fixture *self, gconstpointer data)
{
  g_autofree char *one = crm_test_make_person (self->test->store, "Ida");
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);
  CrmCapture capture = { .name = "I. Müller", .book_uid = "book", .contact_uid = "card-1" };
  g_autofree char *two = crm_people_create (set, &capture);

  crm_test_write (self->test->store, set);
  add_address (self, one, "ida@alder.example");
  put_contact (self, "card-1", "ida@birch.example");
  assert_found (self, "person", "");
  put_contact (self, "card-1", "ida@alder.example");
  assert_found (self, "person", "0 Ida I. Müller|");
}

static void
test_accounts (Fixture *self, gconstpointer data)
{
  g_autofree char *one = add_account (self, "Alder Pumps", "alder.example");
  g_autofree char *two = add_account (self, "Alder Ltd", "alder.example");
  g_autofree char *three = add_account (self, "ALDER PUMPS", "pumps.example");
  g_autofree char *four = add_account (self, "Birch", NULL);

  assert_found (self, "account", "4 Alder Pumps Alder Ltd|5 Alder Pumps ALDER PUMPS|");
  add_phone (self, "account", four, "+49 30 5550100");
  add_phone (self, "account", three, "0049305550100");
  assert_found (self, "account",
                "1 ALDER PUMPS Birch|4 Alder Pumps Alder Ltd|5 Alder Pumps ALDER PUMPS|");
  /* A company and its subsidiary are two. */
  crm_test_set_text (self->test->store, "account", two, "parent", one);
  assert_found (self, "account", "1 ALDER PUMPS Birch|5 Alder Pumps ALDER PUMPS|");
}

#define DUPLICATES_TEST(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  DUPLICATES_TEST ("/duplicates/names", test_names);
  DUPLICATES_TEST ("/duplicates/free-mail", test_free_mail);
  DUPLICATES_TEST ("/duplicates/phones", test_phones);
  DUPLICATES_TEST ("/duplicates/shared", test_shared);
  DUPLICATES_TEST ("/duplicates/contacts", test_contacts);
  DUPLICATES_TEST ("/duplicates/accounts", test_accounts);
  return g_test_run ();
}

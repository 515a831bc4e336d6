/* test-group.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Several contacts in one step. */
#include "config.h"

#include "crm-test-mail.h"

#include "service/crm-group.h"
#include "service/crm-people.h"

static GPtrArray *
make_contacts (void)
{
  static const struct
  {
    const char *uid;
    const char *name;
    const char *address;
  } people[] = {
    { "uid-1", "Ida Example", "ida@alder.example" },
    { "uid-2", "Bo Example", "bo@alder.example" },
    { "uid-3", "Ida E.", "ida@alder.example" }, /* the same one, entered twice */
    { "uid-4", NULL, NULL },
    { "uid-5", "Silent", NULL },
  };
  GPtrArray *contacts = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_contact_free);

  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
    {
      CrmContact *contact = crm_contact_new ("book-1", people[i].uid);

      contact->name = g_strdup (people[i].name);
      contact->organization = g_strdup ("Alder");
      if (people[i].address != NULL)
        g_ptr_array_add (contact->addresses, g_strdup (people[i].address));
      g_ptr_array_add (contacts, contact);
    }
  return contacts;
}

static gpointer
build_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_group_build (reader, data, error);
}

static void
run (CrmTestStore *test, const char *deal_title, const char *tag)
{
  g_autoptr (GPtrArray) contacts = make_contacts ();
  g_autoptr (GError) error = NULL;
  CrmGroup group = { .contacts = contacts,
                     .deal_title = deal_title,
                     .tag = tag,
                     .owner = crm_store_get_actor (test->store),
                     .currency = "EUR",
                     .now_usec = test->now_usec };
  CrmChangeSet *set = crm_store_read_sync (test->store, build_in_worker, &group, NULL, &error);

  g_assert_no_error (error);
  crm_test_write (test->store, set);
}

static gint64
count (CrmTestStore *test, const char *table)
{
  g_autofree char *sql = g_strconcat ("SELECT count(*) FROM ", table, NULL);

  return crm_test_store_int (test, "crm.db", sql);
}

/* Who is known is not made again, and nothing is ordered of an address book. */
static void
test_deal (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *known = crm_test_make_person (test->store, "Bo Known");
  g_autofree char *account = NULL;
  CrmChangeSet *set = crm_change_set_new ("add-account", CRM_CAUSE_USER);

  crm_people_add_address (set, known, "bo@alder.example");
  account = crm_people_create_account (set, "Alder", "alder.example", NULL);
  crm_test_write (test->store, set);

  run (test, "Pumps", NULL);
  g_assert_cmpint (count (test, "person"), ==, 4);
  g_assert_cmpint (count (test, "deal_person"), ==, 4);
  g_assert_cmpint (count (test, "outbox"), ==, 0);
  g_assert_cmpint (count (test, "deal WHERE title = 'Pumps' AND account IS NOT NULL"), ==, 1);
  run (test, "Valves", NULL);
  g_assert_cmpint (count (test, "person"), ==, 4);
  crm_test_undo (test->store);
  crm_test_undo (test->store);
  g_assert_cmpint (count (test, "person"), ==, 1);
  g_assert_cmpint (count (test, "deal"), ==, 0);
  crm_test_check (test->store);
}

static void
test_tag (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();

  run (test, NULL, "VIP");
  run (test, NULL, "VIP"); /* twice is once */
  g_assert_cmpint (count (test, "tag"), ==, 1);
  g_assert_cmpint (count (test, "tagging"), ==, 4);
  g_assert_cmpint (count (test, "person WHERE name IS NULL"), ==, 0);
  crm_test_check (test->store);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/group/deal", test_deal);
  g_test_add_func ("/group/tag", test_tag);
  return g_test_run ();
}

/* test-likeness.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "service/crm-likeness.h"

typedef struct
{
  CrmTestStore *test; /* (owned) */
  char *ida;          /* (owned): a person with address and number */
  char *account;      /* (owned): has a domain and a number */
} Fixture;

static void
add_phone (CrmChangeSet *set, const char *owner, const char *id, const char *number)
{
  CrmChange *change = crm_change_set_create (set, "phone", NULL);

  crm_change_set_text (change, "number", number);
  crm_change_set_text (change, owner, id);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);
  CrmNewLead lead = { .name = "Nora Quellental", .address = "nora@quellental.example" };

  self->test = crm_test_store_new ();
  self->ida = crm_test_make_person (self->test->store, "Ida Müller");
  crm_people_add_address (set, self->ida, "ida@alder.example");
  add_phone (set, "person", self->ida, "+49 30 5550101");
  self->account = crm_people_create_account (set, "Alder Pumps", "alder.example", NULL);
  add_phone (set, "account", self->account, "+49 30 5550100");
  lead.now_usec = self->test->now_usec;
  g_free (crm_leads_create (set, &lead));
  crm_test_write (self->test->store, set);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  crm_test_check (self->test->store);
  crm_test_store_free (self->test);
  g_free (self->ida);
  g_free (self->account);
}

static gpointer
find_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_likeness_find (reader, data, error);
}

/* @wanted: names and reasons, the surest first */
static void
assert_found (Fixture *self, const CrmLikeness *likeness, const char *wanted)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) matches
      = crm_store_read_sync (self->test->store, find_in_worker, (gpointer)likeness, NULL, &error);
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < matches->len; i++)
    {
      const CrmMatch *match = g_ptr_array_index (matches, i);

      g_string_append_printf (found, "%s:%d ", crm_record_get_title (match->record), match->reason);
    }
  g_assert_cmpstr (found->str, ==, wanted);
}

static void
test_people (Fixture *self, gconstpointer data)
{
  assert_found (self, &(CrmLikeness){ .entity = "person" }, "");
  assert_found (self, &(CrmLikeness){ .entity = "person", .name = "IDA MULLER" }, "Ida Müller:4 ");
  assert_found (self, &(CrmLikeness){ .entity = "person", .name = "Ida" }, "");
  assert_found (self,
                &(CrmLikeness){ .entity = "person", .name = "X", .address = "ida@alder.example" },
                "Ida Müller:1 ");
  assert_found (self, &(CrmLikeness){ .entity = "person", .phone = "030 5550101" },
                "Ida Müller:2 ");
  /* The switchboard's number is nobody's own, and an account is no person. */
  assert_found (self, &(CrmLikeness){ .entity = "person", .phone = "030 5550100" }, "");
  assert_found (self, &(CrmLikeness){ .entity = "person", .name = "Alder Pumps" }, "");
}

static void
test_accounts (Fixture *self, gconstpointer data)
{
  assert_found (self, &(CrmLikeness){ .entity = "account", .name = "alder PUMPS" },
                "Alder Pumps:4 ");
  assert_found (self, &(CrmLikeness){ .entity = "account", .domain = "alder.example" },
                "Alder Pumps:3 ");
  assert_found (self, &(CrmLikeness){ .entity = "account", .domain = "mail.alder.example" },
                "Alder Pumps:3 ");
  assert_found (self, &(CrmLikeness){ .entity = "account", .phone = "+49305550100" },
                "Alder Pumps:2 ");
  /* Many have their mail there. */
  assert_found (self, &(CrmLikeness){ .entity = "account", .domain = "gmail.com" }, "");
}

static void
test_leads (Fixture *self, gconstpointer data)
{
  assert_found (self, &(CrmLikeness){ .entity = "lead", .address = "nora@quellental.example" },
                "Nora Quellental:1 ");
  /* Somebody who asks again is a customer already. */
  assert_found (
      self,
      &(CrmLikeness){ .entity = "lead", .name = "nora quellental", .address = "ida@alder.example" },
      "Ida Müller:1 Nora Quellental:4 ");
}

#define LIKENESS_TEST(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  LIKENESS_TEST ("/likeness/people", test_people);
  LIKENESS_TEST ("/likeness/accounts", test_accounts);
  LIKENESS_TEST ("/likeness/leads", test_leads);
  return g_test_run ();
}

/* test-send-check.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "model/crm-id.h"
#include "service/crm-deals.h"
#include "service/crm-people.h"
#include "service/crm-send-check.h"

static const CrmSendAccount accounts[] = {
  { "a0", "Cedar Nord", "cedar-nord.example", "a9" },
  { "a1", "Alder Pumps GmbH", "alder.example" },
  { "a2", "Birkenau Oy", "birkenau-foods.example" },
  { "a3", "SAP", "sap.example" },
  { "a4", "The Corp", NULL },
  { "a5", "Offer Services AG", "data.example" },
  { "a6", "2026 Ltd", "gmail.com" },
  { "a7", "Birkenau Norge AS", "birkenau.example", "a2" },
  { "a8", "Ownwerk", "own.example", NULL, TRUE },
  { "a9", "Cedar Holding", "cedar-holding.example" },
  { "a10", "Dale Oil & Gas", "dog.example" },
  { "a11", "Und", NULL },
};

static char *
check (const CrmSendFacts *facts)
{
  g_autoptr (GPtrArray) warnings = crm_send_check_rules (facts);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < warnings->len; i++)
    {
      const CrmSendWarning *warning = g_ptr_array_index (warnings, i);

      g_string_append_printf (text, "%u %s %s;", warning->kind, warning->what,
                              warning->other != NULL ? warning->other : "-");
    }
  return g_string_free (text, FALSE);
}

static void
test_recipients (void)
{
  const CrmSendRecipient recipients[] = {
    { "ida@alder.example", "a1", "Alder Pumps GmbH", FALSE, FALSE, FALSE, FALSE },
    { "partner@birkenau.example", "a2", "Birkenau Oy", FALSE, FALSE, FALSE, TRUE },
    { "bo@birkenau.example", "a2", "Birkenau Oy", FALSE, FALSE, FALSE, FALSE },
    { "lawyer@north.example", NULL, NULL, FALSE, FALSE, FALSE, FALSE },
    { "colleague@own.example", "a2", "Birkenau Oy", FALSE, FALSE, TRUE, FALSE },
    { "old@alder.example", "a1", "Alder Pumps GmbH", TRUE, TRUE, FALSE, FALSE },
  };
  CrmSendFacts facts = { .recipients = recipients, .n_recipients = 6, .deal_account = "a1" };
  g_autofree char *with = check (&facts);
  g_autofree char *without = NULL;

  g_assert_cmpstr (
      with, ==, "2 bo@birkenau.example Birkenau Oy;0 old@alder.example -;1 old@alder.example -;");
  /* Without a deal two customers may well be in one letter. */
  facts.deal_account = NULL;
  facts.n_recipients = 5;
  without = check (&facts);
  g_assert_cmpstr (without, ==, "");
}

/* Whoever is expected in a letter of this deal. */
static void
test_other_account (void)
{
  static const struct
  {
    CrmSendRecipient recipient;
    gboolean warned;
  } cases[] = {
    { { "bo@x.example", "a9", "Tarnbeck" }, TRUE },
    { { "bo@x.example", "a9", "Tarnbeck", .is_in_deal = TRUE }, FALSE }, /* the reseller */
    { { "bo@x.example", "a9", "Birkenau GmbH" }, FALSE },                /* the same twice */
    { { "bo@x.example", "a9", "Birkenau Deutschland" }, FALSE },
    { { "bo@x.example", "a9", "Birkenauer Bau" }, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CrmSendFacts facts = { .recipients = &cases[i].recipient,
                             .n_recipients = 1,
                             .deal_account = "a2",
                             .deal_account_name = "Birkenau Oy" };
      g_autofree char *text = check (&facts);

      g_test_message ("%s", cases[i].recipient.account_name);
      g_assert_cmpint (text[0] == '2', ==, cases[i].warned);
    }
}

static char *
check_file (const char *file, const char *account, const char *deal_account)
{
  const CrmSendRecipient recipient
      = { "x@north.example", account, NULL, FALSE, FALSE, FALSE, FALSE };
  const char *files[] = { file, NULL };
  CrmSendFacts facts = { .recipients = &recipient,
                         .n_recipients = 1,
                         .deal_account = deal_account,
                         .accounts = accounts,
                         .n_accounts = G_N_ELEMENTS (accounts),
                         .attachments = files };

  return check (&facts);
}

static void
test_attachments (void)
{
  static const struct
  {
    const char *file;
    const char *account;
    const char *deal_account;
    gboolean warned;
  } cases[] = {
    { "Offer_Alder-Pumps_2026.pdf", "a2", NULL, TRUE },
    { "offer alder 7.pdf", "a2", NULL, TRUE }, /* the domain's name */
    { "OFFER BIRKENAU.PDF", "a1", NULL, TRUE },
    { "offer alder 7.pdf", "a1", NULL, FALSE },
    { "offer alder 7.pdf", NULL, "a1", FALSE },
    { "offer alder 7.pdf", NULL, NULL, FALSE },               /* nobody is known */
    { "Alder and Birkenau Oy joint.pdf", "a2", NULL, FALSE }, /* theirs as well */
    { "balderdash.pdf", "a2", NULL, FALSE },                  /* a part of a word */
    { "sap migration.pdf", "a1", NULL, FALSE },               /* too short to mean anything */
    { "corp design.pdf", "a1", NULL, FALSE },
    { "offer.pdf", "a1", NULL, FALSE },
    { "Offer services and data.pdf", "a1", NULL, FALSE }, /* words that mean anything */
    { "price list 2026.pdf", "a1", NULL, FALSE },         /* a year is no name */
    { "gmail settings.pdf", "a1", NULL, FALSE },          /* anybody's provider */
    { "Ownwerk price list.pdf", "a1", NULL, FALSE },      /* the user's own firm */
    { "Birkenau terms.pdf", "a7", NULL, FALSE },          /* what they are a part of */
    { "Birkenau Norge terms.pdf", "a2", NULL, FALSE },    /* a part of them */
    { "Birkenau Norge terms.pdf", "a1", NULL, TRUE },
    { "Cedar Holding terms.pdf", "a0", NULL, FALSE },
    { "Cedar Holding terms.pdf", "a1", NULL, TRUE },
    { "alderpumps.pdf", "a2", NULL, FALSE }, /* one word, not those two */
    { "Ålder Pumps.PDF", "a2", NULL, TRUE }, /* accents do not matter */
    { "Dale Oil and Gas.pdf", "a1", NULL, TRUE },
    { "Dale Oil + Gas final.pdf", "a1", NULL, TRUE },
    { "Dale oil.pdf", "a1", NULL, FALSE },
    { "Dale oil sand gas.pdf", "a1", NULL, FALSE }, /* a word that only ends so */
    { "Rock and Roll und et.pdf", "a1", NULL, FALSE },
    { "and.pdf", "a1", NULL, FALSE },
    { "", "a1", NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = check_file (cases[i].file, cases[i].account, cases[i].deal_account);

      g_test_message ("%s", cases[i].file);
      g_assert_cmpint (text[0] == '3', ==, cases[i].warned);
      g_assert_cmpint (text[0] != '\0', ==, cases[i].warned);
    }
}

static void
test_placeholders (void)
{
  static const struct
  {
    const char *text;
    const char *warnings;
  } cases[] = {
    { "Dear {{person.first_name}},", "4 {{person.first_name}} -;" },
    { "{{ deal.title | it }} {{#if deal}} {{/if}} {{else}}",
      "4 {{ deal.title | it }} -;4 {{#if deal}} -;4 {{/if}} -;4 {{else}} -;" },
    { "int a[] = {{1, 2}, {3, 4}};", "" },
    { "{{}} {{ }} }}{{", "" },
    { "{{Name}}", "" },
    { "a { { b", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CrmSendFacts facts = { .text = cases[i].text };
      g_autofree char *text = check (&facts);

      g_assert_cmpstr (text, ==, cases[i].warnings);
    }
}

/* The reader's thread lets go of the store a moment later. */
static void
drain (CrmStore *store)
{
  for (guint i = 0; i < 5000 && g_atomic_int_get (&G_OBJECT (store)->ref_count) > 1; i++)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (500);
    }
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GPtrArray **out = data;
  g_autoptr (GError) error = NULL;

  *out = crm_send_check_finish (CRM_STORE (source), result, &error);
  g_assert_no_error (error);
}

static void
make_account (CrmStore *store, const char *name, const char *domain, const char *id)
{
  CrmChangeSet *set = crm_change_set_new ("add-account", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "account", id);

  crm_change_set_text (change, "name", name);
  change = crm_change_set_create (set, "account_domain", NULL);
  crm_change_set_text (change, "account", id);
  crm_change_set_text (change, "domain", domain);
  crm_test_write (store, set);
}

/* The facts come from the store. */
static void
test_store (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autofree char *alder = crm_id_new (CRM_TEST_START_USEC);
  g_autofree char *birkenau = crm_id_new (CRM_TEST_START_USEC);
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  g_autoptr (GPtrArray) warnings = NULL;
  CrmSendRequest request = { addresses, files, deal, "About {{deal.title}}", "Fine" };
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "address", NULL);

  make_account (test->store, "Alder", "alder.example", alder);
  make_account (test->store, "Birkenau", "birkenau.example", birkenau);
  crm_test_set_text (test->store, "deal", deal, "account", alder);
  crm_change_set_text (change, "address", "ida@alder.example");
  crm_change_set_int (change, "invalid", 1);
  crm_test_write (test->store, set);

  g_ptr_array_add (addresses, (char *)"ida@alder.example");
  g_ptr_array_add (addresses, (char *)"bo@birkenau.example");
  g_ptr_array_add (addresses, (char *)"nobody@north.example");
  g_ptr_array_add (files, (char *)"Birkenau.pdf");
  crm_send_check_async (test->store, &request, NULL, checked_cb, &warnings);
  while (warnings == NULL)
    g_main_context_iteration (NULL, TRUE);
  drain (test->store);
  g_assert_cmpuint (warnings->len, ==, 3); /* Birkenau is addressed, so its file is right */
  for (guint i = 0; i < 3; i++)
    {
      static const CrmSendWarningKind kinds[]
          = { CRM_SEND_DEAD_ADDRESS, CRM_SEND_OTHER_ACCOUNT, CRM_SEND_PLACEHOLDER };

      g_assert_cmpint (((CrmSendWarning *)g_ptr_array_index (warnings, i))->kind, ==, kinds[i]);
    }
}

static void
assert_warned (CrmStore *store, const char *deal, const char *address, gboolean expected)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  g_autoptr (GPtrArray) warnings = NULL;
  CrmSendRequest request = { addresses, files, deal, NULL, NULL };

  g_ptr_array_add (addresses, (char *)address);
  crm_send_check_async (store, &request, NULL, checked_cb, &warnings);
  while (warnings == NULL)
    g_main_context_iteration (NULL, TRUE);
  drain (store);
  g_test_message ("%s", address);
  g_assert_cmpuint (warnings->len, ==, expected);
}

static char *
make_person (CrmStore *store, const char *address, const char *account)
{
  CrmChangeSet *set = crm_change_set_new ("add-person", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "person", NULL);
  char *id = g_strdup (change->id);

  crm_change_set_text (change, "name", address);
  crm_people_add_address (set, id, address);
  crm_people_join_account (set, account, id);
  crm_test_write (store, set);
  return id;
}

/* Whoever has to do with the deal is no mistake, wherever they work. */
static void
test_no_false_alarm (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autofree char *alder = crm_id_new (CRM_TEST_START_USEC);
  g_autofree char *birkenau = crm_id_new (CRM_TEST_START_USEC);
  g_autofree char *stranger = NULL;
  g_autofree char *partner = NULL;
  g_autofree char *consultant = NULL;
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);

  make_account (test->store, "Alder", "alder.example", alder);
  make_account (test->store, "Birkenau", "birkenau.example", birkenau);
  crm_test_set_text (test->store, "deal", deal, "account", alder);
  stranger = make_person (test->store, "stranger@birkenau.example", birkenau);
  partner = make_person (test->store, "partner@birkenau.example", birkenau);
  consultant = make_person (test->store, "consultant@birkenau.example", birkenau);
  crm_deals_add_person (set, deal, partner);
  crm_people_join_account (set, alder, consultant);
  crm_test_write (test->store, set);
  assert_warned (test->store, deal, "stranger@birkenau.example", TRUE);
  assert_warned (test->store, deal, "somebody@birkenau.example", TRUE);
  assert_warned (test->store, deal, "partner@birkenau.example", FALSE);
  assert_warned (test->store, deal, "consultant@birkenau.example", FALSE);
  assert_warned (test->store, deal, "ida@alder.example", FALSE);
  assert_warned (test->store, deal, "flow-users@lists.example", FALSE);
  assert_warned (test->store, NULL, "stranger@birkenau.example", FALSE);
  /* Daughter and mother are one group. */
  crm_test_set_text (test->store, "account", birkenau, "parent", alder);
  assert_warned (test->store, deal, "stranger@birkenau.example", FALSE);
}

/* Who has left the account of the deal is of the other one only. */
static void
test_former (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autofree char *alder = crm_id_new (CRM_TEST_START_USEC);
  g_autofree char *birkenau = crm_id_new (CRM_TEST_START_USEC);
  g_autofree char *person = NULL;
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);
  CrmChange *membership;

  make_account (test->store, "Alder", "alder.example", alder);
  make_account (test->store, "Birkenau", "birkenau.example", birkenau);
  crm_test_set_text (test->store, "deal", deal, "account", alder);
  person = make_person (test->store, "ida@birkenau.example", birkenau);
  crm_people_join_account (set, alder, person);
  membership = g_ptr_array_index (set->changes, set->changes->len - 1);
  crm_change_set_int (membership, "until", 100);
  crm_test_write (test->store, set);
  assert_warned (test->store, deal, "ida@birkenau.example", TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/send-check/recipients", test_recipients);
  g_test_add_func ("/send-check/other-account", test_other_account);
  g_test_add_func ("/send-check/attachments", test_attachments);
  g_test_add_func ("/send-check/placeholders", test_placeholders);
  g_test_add_func ("/send-check/store", test_store);
  g_test_add_func ("/send-check/no-false-alarm", test_no_false_alarm);
  g_test_add_func ("/send-check/former", test_former);
  return g_test_run ();
}

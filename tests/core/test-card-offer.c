/* test-card-offer.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "service/crm-card-offer.h"
#include "service/crm-people.h"

#define IDA "ida.example@alder.example"
#define SIGNATURE                                                                                  \
  "Regards,\nIda Example\nHead of Sales\nTel: +44 29 2018 0123\nMobile: 07700 900123\n"            \
  "Fax: 029 2018 0199\nhttp://www.alder.example\n12 Castle Street, Cardiff CF10 1BS\n"

typedef struct
{
  CrmTestStore *test; /* (owned) */
  CrmCaptured ida;
  CrmMessage *letter;      /* (owned): from Ida */
  CrmSignature *signature; /* (owned) */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  const CrmTestLetter letter = { "1", NULL, "Ida Example <" IDA ">", CRM_TEST_ME, "Hello", 0 };
  CrmCapture whom = { .name = "Ida Example",
                      .address = IDA,
                      .title = "Buyer",
                      .phone = "029 2018 0123",
                      .account_name = "Alder",
                      .account_domain = "alder.example" };

  self->test = crm_test_store_new ();
  crm_test_own (self->test->store, "own_address", CRM_TEST_ME);
  whom.now_usec = self->test->now_usec;
  crm_test_write (self->test->store, crm_people_capture (&whom, &self->ida));
  self->letter = crm_test_receive (self->test->store, &letter);
  self->signature = crm_signature_parse (SIGNATURE, "Ida Example", IDA);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  crm_captured_clear (&self->ida);
  crm_message_unref (self->letter);
  crm_signature_unref (self->signature);
  crm_test_settle (self->test->store);
  crm_test_store_free (self->test);
}

/* "title: Buyer > Head of Sales" and so on, joined by a bar. */
static char *
list_offers (Fixture *self)
{
  g_autoptr (CrmContext) context = crm_test_context (self->test->store, self->letter, NULL);
  g_autoptr (GPtrArray) offers = crm_card_find_offers (context, self->signature);
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < offers->len; i++)
    {
      const CrmCardOffer *offer = g_ptr_array_index (offers, i);

      g_string_append_printf (all, "%s%s: %s > %s", i > 0 ? "|" : "", offer->field,
                              offer->seen != NULL ? offer->seen : "-", offer->value);
    }
  return g_string_free (all, FALSE);
}

static void
assert_offers (Fixture *self, const char *expected)
{
  g_autofree char *offers = list_offers (self);

  g_assert_cmpstr (offers, ==, expected);
}

/* Decides about the nth offer. */
static void
decide (Fixture *self, guint n, gboolean take)
{
  g_autoptr (CrmContext) context = crm_test_context (self->test->store, self->letter, NULL);
  g_autoptr (GPtrArray) offers = crm_card_find_offers (context, self->signature);
  const CrmCardOffer *offer = g_ptr_array_index (offers, n);

  crm_test_write (self->test->store,
                  take ? crm_card_take_over (context, offer) : crm_card_reject (context, offer));
}

#define TITLE "title: Buyer > Head of Sales"
#define PHONE "phone: - > 07700 900123"
#define POSTAL "postal_address: - > 12 Castle Street, Cardiff CF10 1BS"
#define WEBSITE "website: - > https://www.alder.example"

static void
test_take_over (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) phones = NULL;
  g_autoptr (CrmRecord) account = NULL;

  assert_offers (self, TITLE "|" PHONE "|" POSTAL "|" WEBSITE);
  decide (self, 0, TRUE);
  assert_offers (self, PHONE "|" POSTAL "|" WEBSITE);
  decide (self, 0, TRUE);
  decide (self, 0, TRUE);
  decide (self, 0, TRUE);
  assert_offers (self, "");
  account = crm_test_get (self->test->store, "account", self->ida.account);
  g_assert_cmpstr (crm_record_get_text (account, "website"), ==, "https://www.alder.example");
  g_assert_cmpint (crm_test_store_int (self->test, "crm.db", "SELECT count(*) FROM phone"), ==, 2);
  for (guint i = 0; i < 4; i++)
    crm_test_undo (self->test->store);
  assert_offers (self, TITLE "|" PHONE "|" POSTAL "|" WEBSITE);
  g_assert_cmpint (crm_test_store_int (self->test, "crm.db", "SELECT count(*) FROM phone"), ==, 1);
}

static void
test_reject (Fixture *self, gconstpointer data)
{
  decide (self, 0, FALSE);
  decide (self, 0, FALSE);
  assert_offers (self, POSTAL "|" WEBSITE);

  /* The same in another spelling is the same. */
  crm_signature_unref (self->signature);
  self->signature = crm_signature_parse (
      "Regards,\nIda Example\nHEAD OF SALES\nMobile: +44 (0) 7700 900 123\n", "Ida Example", IDA);
  assert_offers (self, "");
  crm_test_undo (self->test->store);
  assert_offers (self, "phone: - > +44 (0) 7700 900 123");
}

static void
test_changed (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmRecord) person = NULL;
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);

  crm_change_set_text (crm_change_set_create (set, "phone", NULL), "number", "07700 900100");
  crm_change_set_text (g_ptr_array_index (set->changes, 0), "kind", "mobile");
  crm_change_set_text (g_ptr_array_index (set->changes, 0), "person", self->ida.person);
  crm_test_write (self->test->store, set);
  crm_signature_unref (self->signature);
  self->signature
      = crm_signature_parse ("Regards,\nIda Example-Roe\nM: 07700 900123\n", "Ida Example", IDA);
  assert_offers (self, "name: Ida Example > Ida Example-Roe|"
                       "phone: 07700 900100 > 07700 900123");
  decide (self, 0, TRUE);
  decide (self, 0, TRUE);
  person = crm_test_get (self->test->store, "person", self->ida.person);
  g_assert_cmpstr (crm_record_get_text (person, "name"), ==, "Ida Example-Roe");
  g_assert_cmpint (crm_test_store_int (self->test, "crm.db",
                                       "SELECT count(*) FROM phone WHERE number = '07700 900123'"),
                   ==, 1);
  g_assert_cmpint (crm_test_store_int (self->test, "crm.db", "SELECT count(*) FROM phone"), ==, 2);
}

/* In an address book one field is ordered to change, and all its numbers are known. */
static void
test_contact (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmContact) contact = crm_contact_new ("book", "ida");

  contact->name = g_strdup ("Ida Example");
  contact->title = g_strdup ("Buyer");
  contact->phone = g_strdup ("029 2018 0100");
  contact->phone_kind = g_strdup ("work");
  contact->phones = g_strdup ("work 029 2018 0100\nhome 07700 900123");
  g_ptr_array_add (contact->addresses, g_strdup (IDA));
  crm_test_put_contact (self->test->store, contact);
  assert_offers (self, TITLE "|" POSTAL "|" WEBSITE);
  decide (self, 0, TRUE);
  g_assert_cmpint (crm_test_store_int (self->test, "crm.db",
                                       "SELECT count(*) FROM outbox WHERE action = 'change_contact'"
                                       " AND contact_uid = 'ida' AND state = 'pending'"),
                   ==, 1);
}

static gboolean
make_readonly (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  return crm_index_begin (index, error)
         && crm_index_set_book_rank (index, "book", CRM_BOOK_READONLY, error)
         && crm_index_commit (index, error);
}

/* A book that takes no changes is asked for none: the CRM keeps what is taken over, and shows it.
 * Where it does not know the person, nothing can be. */
static void
test_readonly (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmContact) contact = crm_contact_new ("book", "ida");
  g_autoptr (CrmContext) before = NULL;
  g_autoptr (CrmContext) after = NULL;
  g_autoptr (GPtrArray) offers = NULL;
  g_autoptr (GError) error = NULL;

  contact->name = g_strdup ("Ida Example");
  contact->title = g_strdup ("Buyer");
  contact->phones = g_strdup ("work 029 2018 0123");
  g_ptr_array_add (contact->addresses, g_strdup (IDA));
  crm_test_put_contact (self->test->store, contact);
  crm_store_index_sync (self->test->store, make_readonly, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_offers (self, TITLE "|" PHONE "|" POSTAL "|" WEBSITE);
  before = crm_test_context (self->test->store, self->letter, NULL);
  offers = crm_card_find_offers (before, self->signature);
  g_assert_true (crm_card_is_readonly (before, g_ptr_array_index (offers, 0)));
  g_assert_false (crm_card_is_readonly (before, g_ptr_array_index (offers, 2)));
  g_assert_true (crm_card_can_take_over (before, g_ptr_array_index (offers, 0)));
  decide (self, 0, TRUE);
  decide (self, 0, TRUE);
  assert_offers (self, POSTAL "|" WEBSITE);
  g_assert_cmpint (crm_test_store_int (self->test, "crm.db", "SELECT count(*) FROM outbox"), ==, 0);
  after = crm_test_context (self->test->store, self->letter, NULL);
  g_assert_cmpstr (after->title, ==, "Head of Sales");
  g_assert_cmpuint (after->phones->len, ==, 2);
}

static void
test_readonly_stranger (Fixture *self, gconstpointer data)
{
  const CrmTestLetter letter = { "5", NULL, "Bo Roe <bo@alder.example>", CRM_TEST_ME, "In", 30 };
  g_autoptr (CrmContact) contact = crm_contact_new ("book", "bo");
  g_autoptr (CrmContext) context = NULL;
  g_autoptr (GPtrArray) offers = NULL;
  g_autoptr (GError) error = NULL;

  contact->name = g_strdup ("Bo Roe");
  g_ptr_array_add (contact->addresses, g_strdup ("bo@alder.example"));
  crm_test_put_contact (self->test->store, contact);
  crm_store_index_sync (self->test->store, make_readonly, NULL, NULL, &error);
  g_assert_no_error (error);
  crm_message_unref (self->letter);
  self->letter = crm_test_receive (self->test->store, &letter);
  crm_signature_unref (self->signature);
  self->signature = crm_signature_parse ("Regards,\nBo Roe\nBuyer\n", "Bo Roe", "bo@alder.example");
  context = crm_test_context (self->test->store, self->letter, NULL);
  offers = crm_card_find_offers (context, self->signature);
  g_assert_cmpuint (offers->len, ==, 1);
  g_assert_false (crm_card_can_take_over (context, g_ptr_array_index (offers, 0)));
}

/* Nothing is offered for who did not write it, nor for who is nobody. */
static void
test_not_theirs (Fixture *self, gconstpointer data)
{
  const CrmTestLetter own = { "2", NULL, CRM_TEST_ME, IDA, "Out", 10 };
  const CrmTestLetter strange = { "3", NULL, "x@birch.example", CRM_TEST_ME, "In", 20 };

  crm_message_unref (self->letter);
  self->letter = crm_test_receive (self->test->store, &own);
  assert_offers (self, "");
  crm_message_unref (self->letter);
  self->letter = crm_test_receive (self->test->store, &strange);
  assert_offers (self, "");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/card-offer/take-over", test_take_over },
    { "/card-offer/reject", test_reject },
    { "/card-offer/changed", test_changed },
    { "/card-offer/contact", test_contact },
    { "/card-offer/not-theirs", test_not_theirs },
    { "/card-offer/readonly", test_readonly },
    { "/card-offer/readonly-stranger", test_readonly_stranger },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}

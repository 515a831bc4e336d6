/* test-form.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include <locale.h>

#include "crm-amount.h"
#include "crm-form-text.h"
#include "crm-form.h"
#include "crm-test-mail.h"
#include "service/crm-fields.h"
#include "service/crm-people.h"
#include "store/crm-seed.h"

typedef struct
{
  const char *entity;
  const char *id;             /* (nullable) */
  const char *const *presets; /* (nullable) */
} Request;

static gpointer
load (CrmReader *reader, gpointer data, GError **error)
{
  Request *request = data;

  return crm_form_data_load (reader, request->entity, request->id, request->presets, error);
}

static CrmFormData *
read_data (CrmStore *store, const char *entity, const char *id, const char *const *presets)
{
  Request request = { entity, id, presets };
  g_autoptr (GError) error = NULL;
  CrmFormData *data = crm_store_read_sync (store, load, &request, NULL, &error);

  g_assert_no_error (error);
  return data;
}

static CrmForm *
open_form (CrmStore *store, const char *entity, const char *id)
{
  g_autoptr (CrmFormData) data = read_data (store, entity, id, NULL);

  return crm_form_new (data, NULL);
}

static void
update (CrmForm *form, CrmStore *store, const char *id)
{
  g_autoptr (CrmFormData) data = read_data (store, form->data->entity->name, id, NULL);

  g_assert_true (crm_form_update (form, data));
}

static CrmFormField *
find (CrmForm *form, const char *name)
{
  CrmFormField *field = crm_form_find_field (form, name);

  g_assert_nonnull (field);
  return field;
}

static void
assert_amount (const char *text, const char *currency, const char *code, gint64 minor)
{
  g_autofree char *out = NULL;
  g_autoptr (GError) error = NULL;
  gint64 got = -1;

  g_test_message ("“%s”", text);
  g_assert_true (crm_amount_parse (text, currency, &out, &got, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (out, ==, code);
  g_assert_cmpint (got, ==, minor);
}

static void
test_amounts (void)
{
  static const char *const bad[] = { "",       "abc",      "EUR",     "1.2.3",
                                     "1,23,4", "12 34x56", "1.005",   "--1",
                                     "1-",     "5 XYZW",   "1.500.5", "1e5",
                                     "٫",      "(500)",    "1/2",     "99999999999999999999" };

  assert_amount ("1500", "EUR", "EUR", 150000);
  assert_amount ("1,500", "EUR", "EUR", 150000);
  assert_amount ("1.500", "KWD", "KWD", 1500);
  assert_amount ("1,500.00", "EUR", "EUR", 150000);
  assert_amount ("1.500,00", "EUR", "EUR", 150000);
  assert_amount ("1 500,5", "EUR", "EUR", 150050);
  assert_amount ("1’500.50 CHF", "EUR", "CHF", 150050);
  assert_amount ("€1,500.00", "EUR", "EUR", 150000);
  assert_amount ("1.234.567,89 €", "USD", "EUR", 123456789);
  assert_amount ("usd 12", "EUR", "USD", 1200);
  assert_amount ("$12", "EUR", "USD", 1200);
  assert_amount ("-3.5", "EUR", "EUR", -350);
  assert_amount ("−3,5 EUR", NULL, "EUR", -350);
  assert_amount (".5", "EUR", "EUR", 50);
  assert_amount ("0.500", "KWD", "KWD", 500);
  assert_amount ("١٬٥٠٠٫٢٥", "EUR", "EUR", 150025);
  assert_amount ("12,34,567.00 INR", NULL, "INR", 123456700);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *code = NULL;
      gint64 minor;

      g_test_message ("bad: “%s”", bad[i]);
      g_assert_false (crm_amount_parse (bad[i], "EUR", &code, &minor, NULL));
      g_assert_null (code);
    }
  {
    g_autofree char *code = NULL;
    gint64 minor;

    g_assert_false (crm_amount_parse ("5", NULL, &code, &minor, NULL));
  }
}

static void
test_fields (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmForm) form = open_form (test->store, "deal", deal);

  g_assert_cmpstr (find (form, "title")->text, ==, "Pumps");
  g_assert_true (find (form, "title")->is_required);
  g_assert_nonnull (find (form, "kind")->options);
  g_assert_nonnull (find (form, "owner")->options);
  g_assert_null (find (form, "account")->options);
  /* What services manage, and the currency, which is typed with the amount. */
  g_assert_null (crm_form_find_field (form, "stage"));
  g_assert_null (crm_form_find_field (form, "closed_at"));
  g_assert_null (crm_form_find_field (form, "currency"));
}

static void
write_field (CrmForm *form, CrmStore *store, const char *name, const char *text, int code)
{
  CrmFormField *field = find (form, name);
  CrmChangeSet *set;

  g_assert_true (crm_form_type (form, field, text));
  set = crm_form_save (form, field);
  g_assert_nonnull (set);
  g_assert_null (crm_form_save (form, field)); /* it is under way */
  if (code < 0)
    crm_test_write (store, set);
  else
    crm_test_refuse (store, set, code);
  crm_form_saved (form, field, code < 0);
}

static void
test_typing (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmForm) form = open_form (test->store, "deal", deal);
  CrmFormField *close = find (form, "expected_close");
  CrmFormField *title = find (form, "title");

  g_assert_false (crm_form_type (form, close, "some day"));
  g_assert_nonnull (close->problem);
  g_assert_true (crm_form_is_dirty (close));
  g_assert_null (crm_form_save (form, close));
  crm_form_revert (form, close);
  g_assert_null (close->problem);
  g_assert_false (crm_form_is_dirty (close));
  g_assert_cmpstr (close->text, ==, "");
  g_assert_false (crm_form_type (form, title, "   "));
  g_assert_nonnull (title->problem);
  g_assert_true (crm_form_type (form, title, "Pumps"));
  g_assert_false (crm_form_is_dirty (title));

  write_field (form, test->store, "amount", "1,234.50 usd", -1);
  write_field (form, test->store, "expected_close", "+7", -1);
  write_field (form, test->store, "probability", "40%", -1);
  update (form, test->store, deal);
  g_assert_cmpstr (find (form, "amount")->text, ==, "$1,234.50");
  g_assert_cmpstr (find (form, "amount")->value.currency, ==, "USD");
  g_assert_cmpstr (close->text, ==, "9 Mar 2026");
  g_assert_cmpstr (find (form, "probability")->text, ==, "40 %");
  g_assert_false (crm_form_is_dirty (find (form, "amount")));
  /* What is shown is read back as what it is. */
  g_assert_true (crm_form_type (form, close, "9 Mar 2026"));
  g_assert_false (crm_form_is_dirty (close));
  g_assert_false (crm_form_type (form, find (form, "probability"), "140"));
}

/* Both values are shown, and nothing is overwritten unseen. */
static void
test_conflict (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmForm) form = open_form (test->store, "deal", deal);
  g_autoptr (CrmRecord) record = NULL;
  g_autofree char *difference = NULL;
  CrmFormField *step = find (form, "next_step");

  crm_test_set_text (test->store, "deal", deal, "next_step", "Theirs");
  write_field (form, test->store, "next_step", "Mine", CRM_ERROR_CONFLICT);
  update (form, test->store, deal);
  g_assert_true (step->has_theirs);
  g_assert_cmpstr (step->text, ==, "Mine");
  difference = crm_form_dup_difference (form, step);
  g_assert_cmpstr (difference, ==, "Changed elsewhere to “Theirs”. Yours: “Mine”");
  g_assert_null (crm_form_save (form, step)); /* before somebody has decided */

  crm_form_take_theirs (form, step);
  g_assert_cmpstr (step->text, ==, "Theirs");
  g_assert_false (crm_form_is_dirty (step));

  g_assert_true (crm_form_type (form, step, "Mine again"));
  crm_test_set_text (test->store, "deal", deal, "next_step", "Theirs again");
  update (form, test->store, deal); /* seen while it is typed, before it is saved */
  g_assert_true (step->has_theirs);
  crm_form_keep_mine (form, step);
  write_field (form, test->store, "next_step", "Mine again", -1);
  record = crm_test_get (test->store, "deal", deal);
  g_assert_cmpstr (crm_record_get_text (record, "next_step"), ==, "Mine again");
}

/* Two people edit two fields: there is nothing to decide. */
static void
test_no_conflict (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmForm) form = open_form (test->store, "deal", deal);
  CrmFormField *step = find (form, "next_step");

  g_assert_true (crm_form_type (form, step, "Mine"));
  crm_test_set_text (test->store, "deal", deal, "source", "Fair");
  update (form, test->store, deal);
  g_assert_false (step->has_theirs);
  g_assert_cmpstr (step->text, ==, "Mine");
  g_assert_cmpstr (find (form, "source")->text, ==, "Fair");
  /* Both mean the same. */
  crm_test_set_text (test->store, "deal", deal, "next_step", "Mine");
  update (form, test->store, deal);
  g_assert_false (step->has_theirs);
  g_assert_false (crm_form_is_dirty (step));
}

/* A change of the currency alone is seen, too. */
static void
test_money_conflict (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmForm) form = open_form (test->store, "deal", deal);
  CrmFormField *amount = find (form, "amount");
  g_autofree char *difference = NULL;

  write_field (form, test->store, "amount", "100 EUR", -1);
  update (form, test->store, deal);
  crm_test_set_text (test->store, "deal", deal, "currency", "USD");
  write_field (form, test->store, "amount", "200 EUR", CRM_ERROR_CONFLICT);
  update (form, test->store, deal);
  difference = crm_form_dup_difference (form, amount);
  g_assert_cmpstr (difference, ==, "Changed elsewhere to “$100.00”. Yours: “200 EUR”");
}

static void
define_field (CrmStore *store, const char *name, const char *type, gboolean required)
{
  CrmChangeSet *set = crm_change_set_new ("add-field", CRM_CAUSE_USER);
  CrmNewField field
      = { .entity = "deal", .name = name, .type = type, .label = name, .required = required };
  g_autofree char *id = crm_fields_define (set, &field);

  crm_test_write (store, set);
}

static void
test_custom (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmForm) form = NULL;
  g_autoptr (CrmForm) again = NULL;
  g_autoptr (CrmFormData) data = NULL;

  define_field (test->store, "region", "text", FALSE);
  define_field (test->store, "budget", "money", FALSE);
  form = open_form (test->store, "deal", deal);
  g_assert_true (find (form, "x.region")->is_custom);
  write_field (form, test->store, "x.region", "North", -1);
  write_field (form, test->store, "x.budget", "5 JPY", -1);
  again = open_form (test->store, "deal", deal);
  g_assert_cmpstr (find (again, "x.region")->text, ==, "North");
  g_assert_cmpstr (find (again, "x.budget")->text, ==, "¥5");
  /* Another field is another form. */
  define_field (test->store, "branch", "text", FALSE);
  data = read_data (test->store, "deal", deal, NULL);
  g_assert_false (crm_form_update (form, data));
}

static void
test_create (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *person = crm_test_make_person (test->store, "Ida");
  const char *const presets[] = { "pipeline", CRM_SEED_PIPELINE, "person", person, NULL };
  g_autoptr (CrmFormData) data = NULL;
  g_autoptr (CrmForm) form = NULL;
  g_autoptr (CrmRecord) record = NULL;
  g_autofree char *id = NULL;
  g_autofree char *members = NULL;

  define_field (test->store, "region", "text", TRUE);
  data = read_data (test->store, "deal", NULL, presets);
  form = crm_form_new (data, presets);
  g_assert_cmpstr (find (form, "stage")->value.value.text, ==, CRM_SEED_STAGE_FIRST);
  g_assert_false (crm_form_check (form));
  g_assert_nonnull (find (form, "title")->problem);
  g_assert_nonnull (find (form, "x.region")->problem);
  g_assert_true (crm_form_type (form, find (form, "title"), "Valves"));
  g_assert_true (crm_form_type (form, find (form, "x.region"), "South"));
  g_assert_true (crm_form_type (form, find (form, "amount"), "12 EUR"));
  g_assert_true (crm_form_check (form));
  crm_test_write (test->store, crm_form_create (form, presets, &id));

  record = crm_test_get (test->store, "deal", id);
  g_assert_cmpstr (crm_record_get_text (record, "title"), ==, "Valves");
  g_assert_cmpstr (crm_record_get_text (record, "pipeline"), ==, CRM_SEED_PIPELINE);
  g_assert_cmpint (crm_record_get_int (record, "amount", 0), ==, 1200);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM stage_history"), ==,
                   1);
  members = crm_test_store_text (test, "crm.db", "SELECT person FROM deal_person");
  g_assert_cmpstr (members, ==, person);
}

static CrmForm *
new_form (CrmStore *store, const char *entity, const char *const *presets)
{
  g_autoptr (CrmFormData) data = read_data (store, entity, NULL, presets);

  return crm_form_new (data, presets);
}

static void
assert_count (CrmTestStore *test, const char *sql, int n)
{
  g_assert_cmpint (crm_test_store_int (test, "crm.db", sql), ==, n);
}

/* How to reach somebody new, and where they work, is entered with them and undone with them. */
static void
test_related (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmForm) account = new_form (test->store, "account", NULL);
  g_autofree char *account_id = NULL;
  g_autofree char *id = NULL;

  g_assert_true (crm_form_type (account, find (account, "name"), "Alder"));
  g_assert_false (crm_form_type (account, find (account, "domain"), "no domain"));
  g_assert_true (crm_form_type (account, find (account, "domain"), "Alder.example"));
  g_assert_false (crm_form_type (account, find (account, "phone"), "ida@alder.example"));
  g_assert_true (crm_form_type (account, find (account, "phone"), "+49 30 5550101"));
  crm_test_write (test->store, crm_form_create (account, NULL, &account_id));
  assert_count (test, "SELECT count(*) FROM account_domain WHERE domain = 'alder.example'", 1);
  assert_count (test, "SELECT count(*) FROM phone WHERE account IS NOT NULL", 1);
  {
    const char *const presets[] = { "account", account_id, NULL };
    g_autoptr (CrmForm) person = new_form (test->store, "person", presets);

    g_assert_cmpstr (find (person, "account")->text, ==, "Alder");
    g_assert_true (crm_form_type (person, find (person, "name"), "Ida"));
    g_assert_true (crm_form_type (person, find (person, "address"), "IDA@Alder.example"));
    g_assert_true (crm_form_check (person));
    crm_test_write (test->store, crm_form_create (person, presets, &id));
  }
  assert_count (test, "SELECT count(*) FROM account_person", 1);
  assert_count (test, "SELECT count(*) FROM address WHERE address = 'ida@alder.example'", 1);
  crm_test_undo (test->store);
  assert_count (test, "SELECT count(*) FROM account_person", 0);
  assert_count (test, "SELECT count(*) FROM address", 0);
  /* Of a person who is there they stand beside the form. */
  g_clear_pointer (&id, g_free);
  id = crm_test_make_person (test->store, "Otto");
  {
    g_autoptr (CrmForm) known = open_form (test->store, "person", id);

    g_assert_null (crm_form_find_field (known, "address"));
  }
}

/* Nobody leaves before they came, neither when a role is entered nor when its end is changed. */
static void
test_term (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *ida = crm_test_make_person (test->store, "Ida");
  CrmChangeSet *set = crm_change_set_new ("add-account", CRM_CAUSE_USER);
  g_autofree char *account = crm_people_create_account (set, "Alder", NULL, NULL);
  const char *const presets[] = { "person", ida, "account", account, NULL };
  g_autoptr (CrmForm) form = NULL;
  g_autoptr (CrmForm) known = NULL;
  g_autofree char *id = NULL;

  crm_test_write (test->store, set);
  form = new_form (test->store, "account_person", presets);
  g_assert_true (crm_form_type (form, find (form, "until"), "2024-12-31"));
  g_assert_true (crm_form_type (form, find (form, "since"), "2025-01-01"));
  g_assert_false (crm_form_check (form));
  g_assert_nonnull (find (form, "until")->problem);
  g_assert_false (crm_form_type (form, find (form, "until"), "2024-12-31"));
  g_assert_true (crm_form_type (form, find (form, "until"), "2025-01-01"));
  g_assert_true (crm_form_check (form));
  crm_test_write (test->store, crm_form_create (form, presets, &id));
  known = open_form (test->store, "account_person", id);
  g_assert_false (crm_form_type (known, find (known, "until"), "2024-06-30"));
  g_assert_null (crm_form_save (known, find (known, "until")));
  g_assert_true (crm_form_type (known, find (known, "until"), ""));
}

/* Who is contacted every so many days is contacted in days to come. */
static void
test_cadence (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmForm) form = new_form (test->store, "person", NULL);
  static const char *const bad[] = { "0", "-5", "3661", "soon" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (crm_form_type (form, find (form, "cadence_days"), bad[i]));
  g_assert_true (crm_form_type (form, find (form, "cadence_days"), "30"));
  g_assert_true (crm_form_type (form, find (form, "cadence_days"), ""));
}

/* Nobody's address becomes somebody else's because it was typed once more. */
static void
test_taken_address (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *ida = crm_test_make_person (test->store, "Ida");
  g_autofree char *otto = crm_test_make_person (test->store, "Otto");
  const char *const presets[] = { "person", ida, NULL };
  const char *const others[] = { "person", otto, NULL };
  g_autoptr (CrmForm) first = new_form (test->store, "address", presets);
  g_autoptr (CrmForm) second = new_form (test->store, "address", others);
  g_autoptr (CrmForm) third = new_form (test->store, "person", NULL);

  g_assert_true (crm_form_type (first, find (first, "address"), "ida@alder.example"));
  crm_test_write (test->store, crm_form_create (first, presets, NULL));
  g_assert_true (crm_form_type (second, find (second, "address"), "ida@alder.example"));
  crm_test_refuse (test->store, crm_form_create (second, others, NULL), CRM_ERROR_CONFLICT);
  g_assert_true (crm_form_type (third, find (third, "name"), "Ida again"));
  g_assert_true (crm_form_type (third, find (third, "address"), "ida@alder.example"));
  crm_test_refuse (test->store, crm_form_create (third, NULL, NULL), CRM_ERROR_CONFLICT);
  assert_count (test, "SELECT count(*) FROM person", 2);
}

/* The kinds that have a text of their own. */
static void
test_texts (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmFormData) data = read_data (test->store, "call", NULL, NULL);
  g_autoptr (CrmForm) form = crm_form_new (data, NULL);

  g_assert_cmpstr (find (form, "at")->text, ==, "2 Mar 2026 10:00");
  g_assert_true (crm_form_type (form, find (form, "at"), "2026-03-05 9:30"));
  g_assert_cmpint (find (form, "at")->value.value.integer - CRM_TEST_START_USEC, ==,
                   (3 * 86400 - 1800) * (gint64)G_USEC_PER_SEC);
  g_assert_false (crm_form_type (form, find (form, "at"), "noon or so"));
  g_assert_true (crm_form_type (form, find (form, "duration_secs"), "90"));
  g_assert_false (crm_form_type (form, find (form, "duration_secs"), "90s"));
  g_assert_true (crm_form_type (form, find (form, "direction"), "Incoming"));
  g_assert_cmpstr (find (form, "direction")->value.value.text, ==, "in");
  g_assert_false (crm_form_type (form, find (form, "direction"), "sideways"));
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/amounts", test_amounts);
  g_test_add_func ("/form/fields", test_fields);
  g_test_add_func ("/form/typing", test_typing);
  g_test_add_func ("/form/conflict", test_conflict);
  g_test_add_func ("/form/no-conflict", test_no_conflict);
  g_test_add_func ("/form/money-conflict", test_money_conflict);
  g_test_add_func ("/form/custom", test_custom);
  g_test_add_func ("/form/create", test_create);
  g_test_add_func ("/form/related", test_related);
  g_test_add_func ("/form/term", test_term);
  g_test_add_func ("/form/cadence", test_cadence);
  g_test_add_func ("/form/taken-address", test_taken_address);
  g_test_add_func ("/form/texts", test_texts);
  return g_test_run ();
}

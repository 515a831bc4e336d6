/* test-leads.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include <string.h>

#include "service/crm-activities.h"
#include "service/crm-leads.h"
#include "service/crm-tags.h"
#include "store/crm-seed.h"

typedef struct
{
  CrmTestStore *test; /* (owned) */
  char *lead;         /* (owned): new */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  CrmChangeSet *set = crm_change_set_new ("add-lead", CRM_CAUSE_USER);
  CrmNewLead lead = { .name = "Nora Quellental",
                      .job_title = "Head of purchasing",
                      .organization = "Quellental Brunnenbau",
                      .address = "nora@quellental.example",
                      .phone = "+49 30 5550101",
                      .source = "Fair",
                      .interest = "Six pumps",
                      .currency = "EUR",
                      .has_amount = TRUE,
                      .amount_minor = 480000 };

  self->test = crm_test_store_new ();
  lead.now_usec = self->test->now_usec;
  lead.owner = crm_store_get_actor (self->test->store);
  self->lead = crm_leads_create (set, &lead);
  crm_test_write (self->test->store, set);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  crm_test_check (self->test->store);
  crm_test_store_free (self->test);
  g_free (self->lead);
}

static CrmRecord *
get_lead (Fixture *self)
{
  return crm_test_get (self->test->store, "lead", self->lead);
}

static void
assert_text (Fixture *self, const char *entity, const char *id, const char *field, const char *text)
{
  g_autoptr (CrmRecord) record = crm_test_get (self->test->store, entity, id);

  g_assert_cmpstr (crm_record_get_text (record, field), ==, text);
}

static void
set_field (Fixture *self, const char *field, const char *text)
{
  crm_test_set_text (self->test->store, "lead", self->lead, field, text);
}

/* Returns the error's code, -1 for none. */
static int
set_status (Fixture *self, const char *status, const char *reason, const char *note)
{
  g_autoptr (CrmRecord) lead = get_lead (self);
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("set-lead-status", CRM_CAUSE_USER);
  g_autoptr (GError) error = NULL;

  crm_test_store_pass_secs (self->test, 60);
  if (!crm_leads_set_status (set, lead, status, reason, note, self->test->now_usec, &error))
    return error->code;
  crm_test_write (self->test->store, g_steal_pointer (&set));
  return -1;
}

static void
test_names (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  const CrmNewLead leads[] = { { .organization = "Quellental", .address = "a@quellental.example" },
                               { .address = "a@quellental.example", .phone = "123456" },
                               { .phone = "123456", .name = "" } };
  const char *const names[] = { "Quellental", "a@quellental.example", "123456" };
  const CrmNewLead nobody = { .note = "?" };

  for (guint i = 0; i < G_N_ELEMENTS (leads); i++)
    {
      CrmChangeSet *set = crm_change_set_new ("add-lead", CRM_CAUSE_USER);
      g_autofree char *id = crm_leads_create (set, &leads[i]);
      g_autoptr (CrmRecord) lead = NULL;

      crm_test_write (test->store, set);
      lead = crm_test_get (test->store, "lead", id);
      g_assert_cmpstr (crm_record_get_title (lead), ==, names[i]);
      g_assert_true (crm_leads_is_open (lead));
    }
  {
    CrmChangeSet *set = crm_change_set_new ("add-lead", CRM_CAUSE_USER);

    g_free (crm_leads_create (set, &nobody));
    crm_test_refuse (test->store, set, CRM_ERROR_CONSTRAINT);
  }
}

static void
test_statuses (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmRecord) lead = NULL;

  g_assert_cmpint (set_status (self, "contacted", NULL, NULL), ==, -1);
  lead = get_lead (self);
  g_assert_cmpint (crm_record_get_int (lead, "status_since", 0), ==, self->test->now_usec);
  /* The same again is no step. */
  g_assert_cmpint (set_status (self, "contacted", NULL, NULL), ==, -1);
  g_assert_cmpint (crm_record_get_int (lead, "status_since", 0), <, self->test->now_usec);
  g_clear_pointer (&lead, crm_record_unref);
  lead = get_lead (self);
  g_assert_cmpint (crm_record_get_int (lead, "status_since", 0), <, self->test->now_usec);

  g_assert_cmpint (set_status (self, "nurture", NULL, NULL), ==, -1);
  g_assert_cmpint (set_status (self, "nonsense", NULL, NULL), ==, CRM_ERROR_INVALID_VALUE);
  g_assert_cmpint (set_status (self, "converted", NULL, NULL), ==, CRM_ERROR_CONSTRAINT);
  crm_test_undo (self->test->store);
  assert_text (self, "lead", self->lead, "status", "contacted");
}

static void
assert_missing (Fixture *self, const char *status, const char *names)
{
  g_autoptr (CrmRecord) lead = get_lead (self);
  g_autoptr (GPtrArray) missing = crm_leads_list_missing (lead, status, NULL);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < missing->len; i++)
    g_string_append_printf (found, "%s%s", i > 0 ? " " : "",
                            ((const CrmField *)g_ptr_array_index (missing, i))->name);
  g_assert_cmpstr (found->str, ==, names);
}

static void
test_qualifying (Fixture *self, gconstpointer data)
{
  assert_missing (self, "contacted", "");
  assert_missing (self, "mql", "industry need_note");
  g_assert_cmpint (set_status (self, "mql", NULL, NULL), ==, CRM_ERROR_CONSTRAINT);
  set_field (self, "industry", "Water");
  set_field (self, "need_note", "Their wells run dry");
  g_assert_cmpint (set_status (self, "mql", NULL, NULL), ==, -1);

  assert_missing (self, "sql", "has_need");
  set_field (self, "has_need", "no");
  assert_missing (self, "sql", "has_need");
  g_assert_cmpint (set_status (self, "sql", NULL, NULL), ==, CRM_ERROR_CONSTRAINT);
  set_field (self, "has_need", "yes");
  set_field (self, "owner", NULL);
  assert_missing (self, "sql", "owner");
  set_field (self, "owner", crm_store_get_actor (self->test->store));
  g_assert_cmpint (set_status (self, "sql", NULL, NULL), ==, -1);

  /* A number will do instead of an address, an account instead of the organisation's name. */
  set_field (self, "address", NULL);
  assert_missing (self, "sql", "");
  set_field (self, "phone", NULL);
  set_field (self, "organization", NULL);
  assert_missing (self, "sql", "organization address");
}

/* What is filled in by the same change counts, and nothing of it is written where it is not enough.
 */
static void
test_filling_in (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmRecord) lead = get_lead (self);
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("set-lead-status", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_update (set, "lead", self->lead);
  g_autoptr (GPtrArray) missing = NULL;
  g_autoptr (GError) error = NULL;

  crm_change_set_text (change, "industry", "Water");
  missing = crm_leads_list_missing (lead, "mql", set);
  g_assert_cmpuint (missing->len, ==, 1);
  g_assert_false (
      crm_leads_set_status (set, lead, "mql", NULL, NULL, self->test->now_usec, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT);
  g_clear_error (&error);
  crm_change_set_text (change, "need_note", "Their wells run dry");
  g_assert_true (crm_leads_set_status (set, lead, "mql", NULL, NULL, self->test->now_usec, &error));
  crm_test_write (self->test->store, g_steal_pointer (&set));
  assert_text (self, "lead", self->lead, "status", "mql");
  crm_test_undo (self->test->store);
  assert_text (self, "lead", self->lead, "industry", NULL);
}

static void
test_questions (Fixture *self, gconstpointer data)
{
  static const char *const fields[] = { "has_budget", "has_authority", "has_timeline" };
  g_autoptr (CrmRecord) unknown = get_lead (self);
  g_autoptr (CrmRecord) lead = NULL;
  g_autoptr (CrmRecord) whole = NULL;

  g_assert_cmpuint (crm_leads_count_answers (unknown), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    set_field (self, fields[i], "yes");
  set_field (self, "has_need", "no");
  lead = get_lead (self);
  g_assert_cmpuint (crm_leads_count_answers (lead), ==, 3);
  g_assert_false (crm_leads_is_prospective (lead));
  set_field (self, "has_need", "yes");
  whole = get_lead (self);
  g_assert_true (crm_leads_is_prospective (whole));
}

static void
test_disqualifying (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmRecord) lead = NULL;

  g_assert_cmpint (set_status (self, "disqualified", NULL, NULL), ==, CRM_ERROR_CONSTRAINT);
  g_assert_cmpint (set_status (self, "disqualified", "no_budget", "Next year"), ==, -1);
  lead = get_lead (self);
  g_assert_false (crm_leads_is_open (lead));
  assert_text (self, "lead", self->lead, "disqualify_note", "Next year");

  g_assert_cmpint (set_status (self, "contacted", NULL, NULL), ==, -1);
  assert_text (self, "lead", self->lead, "disqualify_reason", NULL);
  assert_text (self, "lead", self->lead, "disqualify_note", NULL);
  crm_test_undo (self->test->store);
  assert_text (self, "lead", self->lead, "disqualify_reason", "no_budget");
}

typedef struct
{
  const char *lead;
  CrmConversion conversion;
  CrmCaptured ids;
} Convert;

static gpointer
convert_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  Convert *self = data;
  g_autoptr (CrmRecord) lead = crm_reader_get (reader, "lead", self->lead, error);

  self->conversion.now_usec = crm_reader_get_now_usec (reader);
  return lead != NULL ? crm_leads_convert (reader, lead, &self->conversion, &self->ids, error)
                      : NULL;
}

static CrmChangeSet *
build (Fixture *self, Convert *convert, int code)
{
  g_autoptr (GError) error = NULL;
  CrmChangeSet *set;

  convert->lead = self->lead;
  set = crm_store_read_sync (self->test->store, convert_in_worker, convert, NULL, &error);
  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, CRM_ERROR, code);
  return set;
}

/* Everything that people enter, to be compared before and after. */
static char *
dump (Fixture *self)
{
  return crm_test_store_text (
      self->test, "crm.db",
      "SELECT 'lead', name || status || status_since || coalesce (converted_at, '')"
      " || coalesce (converted_deal, '') || coalesce (amount, '') FROM lead UNION ALL"
      " SELECT 'person', name || coalesce (title, '') FROM person UNION ALL"
      " SELECT 'account', name || coalesce (industry, '') FROM account UNION ALL"
      " SELECT 'address', address || coalesce (person, '') FROM address UNION ALL"
      " SELECT 'phone', number FROM phone UNION ALL SELECT 'deal', title FROM deal UNION ALL"
      " SELECT 'member', account || person FROM account_person UNION ALL"
      " SELECT 'part', deal || person FROM deal_person UNION ALL"
      " SELECT 'stage', deal || stage FROM stage_history UNION ALL"
      " SELECT 'note', text || coalesce (person, '') || coalesce (deal, '') FROM note ORDER BY 1, "
      "2");
}

static void
test_convert (Fixture *self, gconstpointer data)
{
  Convert convert
      = { .conversion = { .makes_person = TRUE, .makes_account = TRUE, .makes_deal = TRUE } };
  CrmSubject subject = { .lead = self->lead };
  g_autofree char *note = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *domain = NULL;
  g_autoptr (CrmRecord) deal = NULL;

  crm_test_write (self->test->store, crm_activities_add_note (&subject, "Met at the fair",
                                                              self->test->now_usec, &note));
  before = dump (self);
  crm_test_write (self->test->store, build (self, &convert, -1));

  assert_text (self, "lead", self->lead, "status", "converted");
  assert_text (self, "lead", self->lead, "converted_person", convert.ids.person);
  assert_text (self, "lead", self->lead, "converted_account", convert.ids.account);
  assert_text (self, "person", convert.ids.person, "title", "Head of purchasing");
  assert_text (self, "account", convert.ids.account, "name", "Quellental Brunnenbau");
  deal = crm_test_get (self->test->store, "deal", convert.ids.deal);
  g_assert_cmpstr (crm_record_get_title (deal), ==, "Six pumps");
  g_assert_cmpstr (crm_record_get_text (deal, "account"), ==, convert.ids.account);
  g_assert_cmpstr (crm_record_get_text (deal, "source"), ==, "Fair");
  g_assert_cmpstr (crm_record_get_text (deal, "stage"), ==, CRM_SEED_STAGE_FIRST);
  g_assert_cmpint (crm_record_get_int (deal, "amount", 0), ==, 480000);
  domain = crm_test_store_text (self->test, "crm.db", "SELECT domain FROM account_domain");
  g_assert_cmpstr (domain, ==, "quellental.example");
  /* The note belongs to the deal, and still to the lead. */
  assert_text (self, "note", note, "deal", convert.ids.deal);
  assert_text (self, "note", note, "lead", self->lead);

  /* Neither twice nor by hand. */
  g_assert_null (
      build (self, &(Convert){ .conversion = { .makes_deal = TRUE } }, CRM_ERROR_CONSTRAINT));
  g_assert_cmpint (set_status (self, "contacted", NULL, NULL), ==, CRM_ERROR_CONSTRAINT);

  /* One undo brings the lead back whole, and nothing else stays. */
  crm_test_undo (self->test->store);
  after = dump (self);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (crm_test_store_int (self->test, "crm.db", "SELECT count(*) FROM account_domain"),
                   ==, 0);
  crm_captured_clear (&convert.ids);
}

static gint64
count (Fixture *self, const char *sql)
{
  return crm_test_store_int (self->test, "crm.db", sql);
}

/* Contact and first step come with it, and go with its undo. */
static void
test_convert_with_step (Fixture *self, gconstpointer data)
{
  int day = 20516;
  Convert convert = { .conversion = { .makes_person = TRUE,
                                      .makes_deal = TRUE,
                                      .book_uid = "book-1",
                                      .next_step = "Call Nora",
                                      .next_kind = "call",
                                      .next_day = &day } };
  g_autoptr (CrmRecord) person = NULL;
  g_autofree char *contact = NULL;
  g_autofree char *vcard = NULL;

  crm_test_write (self->test->store, build (self, &convert, -1));
  person = crm_test_get (self->test->store, "person", convert.ids.person);
  contact = g_strdup (crm_record_get_text (person, "contact_uid"));
  g_assert_cmpstr (crm_record_get_text (person, "book_uid"), ==, "book-1");
  vcard = crm_test_store_text (self->test, "crm.db",
                               "SELECT payload FROM outbox WHERE action = 'create_contact' AND"
                               " state = 'pending' AND book_uid = 'book-1'");
  g_assert_nonnull (strstr (vcard, "\r\nFN:Nora Quellental\r\nN:Quellental;Nora;;;\r\n"));
  g_assert_nonnull (strstr (vcard, "\r\nEMAIL;TYPE=WORK:nora@quellental.example\r\n"));
  g_assert_nonnull (strstr (vcard, contact));
  g_assert_cmpint (count (self,
                          "SELECT count(*) FROM follow_up WHERE title = 'Call Nora' AND kind ="
                          " 'call' AND due = 20516 AND deal IS NOT NULL AND person IS NOT NULL"
                          " AND lead IS NOT NULL AND owner IS NOT NULL"),
                   ==, 1);

  crm_test_undo (self->test->store);
  g_assert_cmpint (count (self, "SELECT count(*) FROM person"), ==, 0);
  g_assert_cmpint (count (self, "SELECT count(*) FROM follow_up"), ==, 0);
  /* The order may be on its way, so it is answered by another one. */
  g_assert_cmpint (count (self, "SELECT count(*) FROM outbox WHERE action = 'remove_contact' AND"
                                " state = 'pending'"),
                   ==, 1);
  assert_text (self, "lead", self->lead, "status", "new");
  crm_captured_clear (&convert.ids);
}

/* Whoever is in an address book already gets no second contact. */
static void
test_convert_known (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  CrmContact known = { .book_uid = (char *)"book-2",
                       .contact_uid = (char *)"nora-1",
                       .name = (char *)"Nora Quellental",
                       .addresses = addresses };
  Convert convert = { .conversion = { .makes_person = TRUE, .book_uid = "book-1" } };

  g_ptr_array_add (addresses, (gpointer) "nora@quellental.example");
  crm_test_put_contact (self->test->store, &known);
  crm_test_write (self->test->store, build (self, &convert, -1));
  assert_text (self, "person", convert.ids.person, "book_uid", "book-2");
  assert_text (self, "person", convert.ids.person, "contact_uid", "nora-1");
  g_assert_cmpint (count (self, "SELECT count(*) FROM outbox"), ==, 0);
  crm_captured_clear (&convert.ids);
}

/* Who is there already keeps what they have, and gets what is new. */
static void
test_convert_into (Fixture *self, gconstpointer data)
{
  CrmStore *store = self->test->store;
  g_autofree char *person = crm_test_make_person (store, "Nora Q.");
  g_autofree char *other = crm_test_make_person (store, "Otto Quellental");
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);
  g_autofree char *account = crm_people_create_account (set, "Quellental", NULL, NULL);
  Convert convert = { .conversion = { .person = person, .account = account } };

  crm_people_add_address (set, other, "nora@quellental.example");
  crm_people_join_account (set, account, person);
  crm_test_write (store, set);
  crm_test_set_text (store, "person", person, "title", "Director");
  set_field (self, "industry", "Water");

  crm_test_write (store, build (self, &convert, -1));
  assert_text (self, "person", person, "title", "Director");
  assert_text (self, "account", account, "industry", "Water");
  assert_text (self, "lead", self->lead, "converted_deal", NULL);
  /* Somebody else's address stays theirs. */
  g_assert_cmpint (crm_test_store_int (self->test, "crm.db",
                                       "SELECT count(*) FROM address AS a JOIN person AS p ON"
                                       " p.id = a.person WHERE p.name = 'Otto Quellental'"),
                   ==, 1);
  g_assert_cmpint (crm_test_store_int (self->test, "crm.db", "SELECT count(*) FROM phone"), ==, 1);
  g_assert_cmpint (crm_test_store_int (self->test, "crm.db", "SELECT count(*) FROM account_person"),
                   ==, 1);
  g_assert_cmpint (crm_test_store_int (self->test, "crm.db", "SELECT count(*) FROM deal"), ==, 0);
  crm_test_undo (store);
  assert_text (self, "account", account, "industry", NULL);
  g_assert_cmpint (crm_test_store_int (self->test, "crm.db", "SELECT count(*) FROM phone"), ==, 0);
  crm_captured_clear (&convert.ids);
}

static void
test_convert_refused (Fixture *self, gconstpointer data)
{
  Convert nothing = { 0 };
  Convert won = { .conversion = { .makes_deal = TRUE, .stage = CRM_SEED_STAGE_WON } };
  Convert nobody = { .conversion = { .person = "01a20086-0000-7000-8000-000000000000" } };
  Convert late = { .conversion = { .makes_person = TRUE } };
  g_autoptr (CrmChangeSet) set = NULL;

  g_assert_null (build (self, &nothing, CRM_ERROR_CONSTRAINT));
  g_assert_null (build (self, &won, CRM_ERROR_CONSTRAINT));
  g_assert_null (build (self, &nobody, CRM_ERROR_NOT_FOUND));
  g_assert_null (nobody.ids.person);

  /* Somebody disqualifies it while the dialog is open: nothing is made. */
  set = build (self, &late, -1);
  g_assert_cmpint (set_status (self, "disqualified", "spam", NULL), ==, -1);
  crm_test_refuse (self->test->store, g_steal_pointer (&set), CRM_ERROR_CONFLICT);
  g_assert_cmpint (crm_test_store_int (self->test, "crm.db", "SELECT count(*) FROM person"), ==, 0);
  crm_captured_clear (&late.ids);
}

static void
tag_lead (Fixture *self, const char *const *names)
{
  CrmChangeSet *set = crm_change_set_new ("tag", CRM_CAUSE_USER);

  for (guint i = 0; names[i] != NULL; i++)
    {
      CrmChange *tag = crm_change_set_create (set, "tag", NULL);

      crm_change_set_text (tag, "name", names[i]);
      crm_tags_add (set, tag->id, "lead", self->lead);
    }
  crm_test_write (self->test->store, set);
}

/* Tags go on to the deal, and stay with the lead. */
static void
test_convert_tags (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "VIP", "Fair", NULL };
  Convert convert = { .conversion = { .makes_person = TRUE, .makes_deal = TRUE } };
  g_autofree char *tags = NULL;

  tag_lead (self, names);
  crm_test_write (self->test->store, build (self, &convert, -1));
  tags = crm_test_store_text (self->test, "crm.db",
                              "SELECT group_concat (name, '|') FROM (SELECT t.name FROM tagging AS"
                              " g JOIN tag AS t ON t.id = g.tag JOIN deal AS d ON d.id = g.deal"
                              " WHERE g.lead IS NULL AND g.person IS NULL ORDER BY 1)");
  g_assert_cmpstr (tags, ==, "Fair|VIP");
  g_assert_cmpint (count (self, "SELECT count(*) FROM tagging WHERE lead IS NOT NULL"), ==, 2);
  g_assert_cmpint (count (self, "SELECT count(*) FROM tagging"), ==, 4);
  crm_test_undo (self->test->store);
  g_assert_cmpint (count (self, "SELECT count(*) FROM tagging WHERE lead IS NOT NULL"), ==, 2);
  g_assert_cmpint (count (self, "SELECT count(*) FROM tagging"), ==, 2);
  crm_captured_clear (&convert.ids);
}

/* Without a deal they go to whom it became, who may have one of them already. */
static void
test_convert_tags_known (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "VIP", "Fair", NULL };
  CrmStore *store = self->test->store;
  g_autofree char *person = crm_test_make_person (store, "Nora Q.");
  g_autofree char *vip = NULL;
  CrmChangeSet *set = crm_change_set_new ("tag", CRM_CAUSE_USER);
  Convert convert = { .conversion = { .person = person } };

  tag_lead (self, names);
  vip = crm_test_store_text (self->test, "crm.db", "SELECT id FROM tag WHERE name = 'VIP'");
  crm_tags_add (set, vip, "person", person);
  crm_test_write (store, set);
  crm_test_write (store, build (self, &convert, -1));
  g_assert_cmpint (count (self, "SELECT count(*) FROM tagging WHERE person IS NOT NULL"), ==, 2);
  g_assert_cmpint (count (self, "SELECT count(*) FROM tagging WHERE lead IS NOT NULL"), ==, 2);
  /* What they had before the lead is theirs. */
  crm_test_undo (store);
  g_assert_cmpint (count (self, "SELECT count(*) FROM tagging AS g JOIN tag AS t ON t.id = g.tag"
                                " WHERE g.person IS NOT NULL AND t.name = 'VIP'"),
                   ==, 1);
  g_assert_cmpint (count (self, "SELECT count(*) FROM tagging WHERE person IS NOT NULL"), ==, 1);
  crm_captured_clear (&convert.ids);
}

static gpointer
match_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_lead_matches_load (reader, data, error);
}

static void
assert_matches (const GPtrArray *matches, const char *wanted)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < matches->len; i++)
    {
      const CrmMatch *match = g_ptr_array_index (matches, i);

      g_string_append_printf (found, "%s:%d ", crm_record_get_title (match->record), match->reason);
    }
  g_assert_cmpstr (found->str, ==, wanted);
}

static void
test_matches (Fixture *self, gconstpointer data)
{
  CrmStore *store = self->test->store;
  g_autofree char *namesake = crm_test_make_person (store, "NORA QUELLENTAL");
  g_autofree char *longer = crm_test_make_person (store, "Nora Quellental-Berg");
  g_autofree char *by_phone = crm_test_make_person (store, "Switchboard");
  g_autofree char *by_address = crm_test_make_person (store, "N. Q.");
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);
  g_autofree char *by_name = NULL;
  g_autofree char *by_domain = NULL;
  CrmChange *phone;
  g_autoptr (CrmLeadMatches) none = NULL;
  g_autoptr (CrmLeadMatches) names = NULL;
  g_autoptr (CrmLeadMatches) all = NULL;
  g_autoptr (GError) error = NULL;

  names = crm_store_read_sync (store, match_in_worker, self->lead, NULL, &error);
  g_assert_no_error (error);
  assert_matches (names->people, "NORA QUELLENTAL:4 ");
  assert_matches (names->accounts, "");
  /* A name alone is a hint. */
  g_assert_null (crm_lead_matches_get_sure (names->people));
  g_assert_null (crm_lead_matches_get_account (names));

  by_name = crm_people_create_account (set, "Quellental Brunnenbäu", NULL, NULL);
  by_domain = crm_people_create_account (set, "QB Holding", "quellental.example", NULL);
  crm_people_add_address (set, by_address, "nora@quellental.example");
  phone = crm_change_set_create (set, "phone", NULL);
  crm_change_set_text (phone, "number", "030 5550101");
  crm_change_set_text (phone, "person", by_phone);
  crm_test_write (store, set);
  all = crm_store_read_sync (store, match_in_worker, self->lead, NULL, &error);
  g_assert_no_error (error);
  assert_matches (all->people, "N. Q.:1 Switchboard:2 NORA QUELLENTAL:4 ");
  assert_matches (all->accounts, "QB Holding:3 Quellental Brunnenbäu:4 ");
  g_assert_cmpstr (crm_lead_matches_get_sure (all->people)->record->id, ==, by_address);
  g_assert_cmpstr (crm_lead_matches_get_account (all)->record->id, ==, by_domain);

  g_assert_null (crm_store_read_sync (store, match_in_worker, (gpointer) "nothing", NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND);
}

/* One company of just that name is proposed, of two none. */
static void
test_account_by_name (Fixture *self, gconstpointer data)
{
  CrmStore *store = self->test->store;
  CrmChangeSet *set = crm_change_set_new ("add-account", CRM_CAUSE_USER);
  g_autofree char *first = crm_people_create_account (set, "QUELLENTAL Brunnenbau", NULL, NULL);
  g_autoptr (CrmLeadMatches) one = NULL;
  g_autoptr (CrmLeadMatches) two = NULL;
  g_autoptr (GError) error = NULL;

  crm_test_write (store, set);
  one = crm_store_read_sync (store, match_in_worker, self->lead, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (crm_lead_matches_get_account (one)->record->id, ==, first);
  set = crm_change_set_new ("add-account", CRM_CAUSE_USER);
  g_free (crm_people_create_account (set, "Quellental Brunnenbau", NULL, NULL));
  crm_test_write (store, set);
  two = crm_store_read_sync (store, match_in_worker, self->lead, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (crm_lead_matches_get_account (two));
}

static void
test_organizations (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmRecord) person = get_lead (self);
  g_autoptr (CrmRecord) company = NULL;
  g_autoptr (CrmRecord) nobody = NULL;

  g_assert_false (crm_leads_is_organization (person));
  set_field (self, "name", "quellental brunnenbau");
  company = get_lead (self);
  g_assert_true (crm_leads_is_organization (company));
  set_field (self, "organization", NULL);
  nobody = get_lead (self);
  g_assert_false (crm_leads_is_organization (nobody));
}

#define LEADS_TEST(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/leads/names", test_names);
  LEADS_TEST ("/leads/statuses", test_statuses);
  LEADS_TEST ("/leads/qualifying", test_qualifying);
  LEADS_TEST ("/leads/filling-in", test_filling_in);
  LEADS_TEST ("/leads/questions", test_questions);
  LEADS_TEST ("/leads/disqualifying", test_disqualifying);
  LEADS_TEST ("/leads/convert", test_convert);
  LEADS_TEST ("/leads/convert-into", test_convert_into);
  LEADS_TEST ("/leads/convert-with-step", test_convert_with_step);
  LEADS_TEST ("/leads/convert-known", test_convert_known);
  LEADS_TEST ("/leads/convert-refused", test_convert_refused);
  LEADS_TEST ("/leads/convert-tags", test_convert_tags);
  LEADS_TEST ("/leads/convert-tags-known", test_convert_tags_known);
  LEADS_TEST ("/leads/matches", test_matches);
  LEADS_TEST ("/leads/account-by-name", test_account_by_name);
  LEADS_TEST ("/leads/organizations", test_organizations);
  return g_test_run ();
}

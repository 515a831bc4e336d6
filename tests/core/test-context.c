/* test-context.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "service/crm-activities.h"
#include "service/crm-deals.h"
#include "service/crm-filing.h"
#include "service/crm-follow-up.h"
#include "service/crm-waiting.h"
#include "service/crm-people.h"

#define IDA "ida@alder.example"
#define JO "jo@alder.example"

typedef struct
{
  CrmTestStore *test; /* (owned): me@own.example is me, and own.example is us */
  CrmCaptured ida;    /* person and account, without a deal */
} Fixture;

static void
capture (Fixture *self, const char *name, const char *address, CrmCaptured *out)
{
  CrmCapture whom = { .name = name, .address = address, .now_usec = self->test->now_usec };

  if (self->ida.account != NULL)
    whom.account = self->ida.account;
  else
    {
      whom.account_name = "Alder";
      whom.account_domain = "alder.example";
    }
  crm_test_write (self->test->store, crm_people_capture (&whom, out));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->test = crm_test_store_new ();
  crm_test_own (self->test->store, "own_address", CRM_TEST_ME);
  crm_test_own (self->test->store, "own_domain", "own.example");
  capture (self, "Ida Example", IDA, &self->ida);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  crm_captured_clear (&self->ida);
  crm_test_settle (self->test->store);
  crm_test_store_free (self->test);
}

static CrmMessage *
receive (Fixture *self, const char *uid, const char *from, const char *to, gint64 secs)
{
  const CrmTestLetter letter = { uid, NULL, from, to, uid, secs };

  return crm_test_receive (self->test->store, &letter);
}

static char *
add_deal (Fixture *self, const char *title, const char *person, const char *account)
{
  CrmChangeSet *set = crm_change_set_new ("add-deal", CRM_CAUSE_USER);
  CrmNewDeal deal
      = { .title = title, .person = person, .account = account, .now_usec = self->test->now_usec };
  char *id = crm_deals_create (set, &deal);

  crm_test_write (self->test->store, set);
  return id;
}

static void
test_people (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmMessage) own = receive (self, "own", CRM_TEST_ME, IDA " kim@birch.example", 0);
  g_autoptr (CrmMessage) crowd
      = receive (self, "crowd", "kim@birch.example", CRM_TEST_ME " " IDA " " JO, 1);
  g_autoptr (CrmContext) recipient = crm_test_context (self->test->store, own, NULL);
  g_autoptr (CrmContext) chosen = crm_test_context (self->test->store, crowd, IDA);
  g_autoptr (CrmContext) stranger = crm_test_context (self->test->store, crowd, "x@no.example");
  g_autoptr (CrmContext) own_chosen = crm_test_context (self->test->store, crowd, CRM_TEST_ME);

  g_assert_cmpstr (recipient->address, ==, IDA);
  g_assert_cmpstr (recipient->name, ==, "Ida Example");
  g_assert_true (crm_context_is_known (recipient));
  g_assert_cmpint (recipient->people->len, ==, 2);

  g_assert_cmpint (chosen->people->len, ==, 3);
  g_assert_cmpstr (chosen->address, ==, IDA);
  g_assert_nonnull (chosen->person);
  /* Who is no party of it is not shown beside it; oneself neither. */
  g_assert_cmpstr (stranger->address, ==, "kim@birch.example");
  g_assert_false (crm_context_is_known (stranger));
  g_assert_cmpstr (own_chosen->address, ==, "kim@birch.example");
}

static void
test_nobody (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmMessage) own = receive (self, "own", CRM_TEST_ME, CRM_TEST_ME, 0);
  g_autoptr (CrmContext) context = crm_test_context (self->test->store, own, NULL);

  g_assert_null (context->address);
  g_assert_cmpint (context->people->len, ==, 0);
  g_assert_false (crm_context_is_known (context));
}

static void
test_kinds (Fixture *self, gconstpointer data)
{
  const CrmTestLetter list = { "list", NULL, IDA, CRM_TEST_ME, "list", 5, CRM_MESSAGE_LIST };
  g_autoptr (CrmMessage) from_colleague = receive (self, "a", "eva@own.example", CRM_TEST_ME, 0);
  g_autoptr (CrmMessage) from_robot = receive (self, "b", "no-reply@alder.example", CRM_TEST_ME, 1);
  g_autoptr (CrmMessage) from_list = crm_test_receive (self->test->store, &list);
  g_autofree char *deal = add_deal (self, "Pumps", self->ida.person, self->ida.account);
  g_autoptr (CrmContext) colleague = crm_test_context (self->test->store, from_colleague, NULL);
  g_autoptr (CrmContext) robot = crm_test_context (self->test->store, from_robot, NULL);
  g_autoptr (CrmContext) listed = crm_test_context (self->test->store, from_list, NULL);

  g_assert_true (colleague->is_colleague);
  g_assert_false (colleague->is_automatic);
  g_assert_false (robot->is_colleague);
  g_assert_true (robot->is_automatic);
  g_assert_cmpint (robot->turn, ==, CRM_TURN_NOBODY);
  g_assert_null (robot->proposal); /* a machine's letters belong to no deal by themselves */
  g_assert_true (listed->is_automatic);
  g_assert_null (listed->proposal);
  g_assert_cmpint (listed->deals->len, ==, 1);
}

static void
test_mirror (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmContact) contact = crm_contact_new ("book-1", "uid-7");
  g_autoptr (CrmMessage) message = receive (self, "a", "kim@birch.example", CRM_TEST_ME, 0);
  g_autoptr (CrmMessage) other = receive (self, "b", "kim@home.example", CRM_TEST_ME, 1);
  g_autoptr (CrmContext) context = NULL;

  contact->name = g_strdup ("Kim Birch");
  contact->organization = g_strdup ("Birch KK");
  contact->title = g_strdup ("Head of Sales");
  contact->phone = g_strdup ("+81 3 1234");
  g_ptr_array_add (contact->addresses, g_strdup ("kim@birch.example"));
  g_ptr_array_add (contact->addresses, g_strdup ("kim@home.example"));
  crm_test_put_contact (self->test->store, contact);

  context = crm_test_context (self->test->store, message, NULL);
  g_assert_true (crm_context_is_known (context));
  g_assert_null (context->person);
  g_assert_nonnull (context->contact);
  g_assert_cmpstr (context->name, ==, "Kim Birch");
  g_assert_cmpstr (context->organization, ==, "Birch KK");
  g_assert_cmpstr (context->title, ==, "Head of Sales");
  g_assert_cmpstr (context->phone, ==, "+81 3 1234");
  /* The other address's letters are theirs too. */
  g_assert_cmpint (context->history->items->len, ==, 2);
  g_assert_cmpint (context->activity.n_letters, ==, 2);
}

/* A person made from a contact is found by any of the contact's addresses. */
static void
test_by_contact (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmContact) contact = crm_contact_new ("book-1", "uid-7");
  g_autoptr (CrmMessage) message = receive (self, "a", "ida@home.example", CRM_TEST_ME, 0);
  g_autoptr (CrmContext) context = NULL;

  g_ptr_array_add (contact->addresses, g_strdup ("ida@home.example"));
  crm_test_put_contact (self->test->store, contact);
  crm_test_set_text (self->test->store, "person", self->ida.person, "contact_uid", "uid-7");
  context = crm_test_context (self->test->store, message, NULL);
  g_assert_nonnull (context->person);
  g_assert_cmpstr (context->person->id, ==, self->ida.person);
  g_assert_cmpstr (context->name, ==, "Ida Example"); /* the contact has none */
  g_assert_nonnull (context->account);
}

static void
test_account (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmMessage) known = receive (self, "a", IDA, CRM_TEST_ME, 0);
  g_autoptr (CrmMessage) colleague = receive (self, "b", "new@mail.alder.example", CRM_TEST_ME, 1);
  g_autoptr (CrmMessage) stranger = receive (self, "c", "x@gmail.com", CRM_TEST_ME, 2);
  g_autoptr (CrmContext) by_person = crm_test_context (self->test->store, known, NULL);
  g_autoptr (CrmContext) by_domain = crm_test_context (self->test->store, colleague, NULL);
  g_autoptr (CrmContext) by_nothing = crm_test_context (self->test->store, stranger, NULL);
  g_autoptr (CrmContext) left = NULL;
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);
  g_autofree char *member
      = crm_test_store_text (self->test, "crm.db", "SELECT id FROM account_person");

  g_assert_cmpstr (by_person->account->id, ==, self->ida.account);
  g_assert_null (by_person->account_domain);
  g_assert_cmpstr (by_domain->account->id, ==, self->ida.account);
  g_assert_cmpstr (by_domain->account_domain, ==, "alder.example");
  g_assert_null (by_domain->person);
  g_assert_null (by_nothing->account);

  /* By the clock of the store: they left the day before. The domain still leads there. */
  crm_change_set_int (crm_change_set_update (set, "account_person", member), "until",
                      self->test->now_usec / G_USEC_PER_SEC / 86400 - 2);
  crm_test_write (self->test->store, set);
  left = crm_test_context (self->test->store, known, NULL);
  g_assert_cmpstr (left->account->id, ==, self->ida.account);
  g_assert_cmpstr (left->account_domain, ==, "alder.example");
}

static void
assert_proposal (Fixture *self, CrmMessage *message, CrmProposalReason reason, const char *deal)
{
  g_autoptr (CrmContext) context = crm_test_context (self->test->store, message, NULL);

  g_assert_cmpint (context->proposal_reason, ==, reason);
  g_assert_cmpstr (context->proposal != NULL ? context->proposal->deal->id : NULL, ==, deal);
}

static void
win (Fixture *self, const char *id)
{
  g_autoptr (CrmRecord) deal = crm_test_get (self->test->store, "deal", id);
  g_autoptr (CrmRecord) now
      = crm_test_get (self->test->store, "stage", crm_record_get_text (deal, "stage"));
  g_autoptr (CrmRecord) won
      = crm_test_get (self->test->store, "stage", "00000000-0000-8000-8000-000000000105");
  CrmChangeSet *set = crm_change_set_new ("set-stage", CRM_CAUSE_USER);

  g_assert_true (crm_deals_set_stage (set, deal, now, won, NULL, NULL, self->test->now_usec, NULL));
  crm_test_write (self->test->store, set);
}

static void
test_lone_deal (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmMessage) from_ida = receive (self, "a", IDA, CRM_TEST_ME, 0);
  g_autoptr (CrmMessage) from_jo = receive (self, "b", JO, CRM_TEST_ME, 1);
  g_autofree char *of_account = add_deal (self, "Frame contract", NULL, self->ida.account);
  g_autofree char *of_ida = NULL;
  g_autofree char *second = NULL;

  assert_proposal (self, from_ida, CRM_PROPOSAL_ACCOUNT_DEAL, of_account);
  assert_proposal (self, from_jo, CRM_PROPOSAL_ACCOUNT_DEAL, of_account);
  of_ida = add_deal (self, "Pumps", self->ida.person, self->ida.account);
  assert_proposal (self, from_ida, CRM_PROPOSAL_ONLY_DEAL, of_ida);
  assert_proposal (self, from_jo, CRM_PROPOSAL_NONE, NULL); /* two of the account */
  second = add_deal (self, "Valves", self->ida.person, NULL);
  assert_proposal (self, from_ida, CRM_PROPOSAL_NONE, NULL);
  win (self, of_ida);
  assert_proposal (self, from_ida, CRM_PROPOSAL_ONLY_DEAL, second);

  /* Filed is filed, and what is hidden is not proposed. */
  crm_test_write (self->test->store, crm_filing_file (from_ida, CRM_TARGET_DEAL, second));
  assert_proposal (self, from_ida, CRM_PROPOSAL_NONE, NULL);
  crm_test_undo (self->test->store);
  crm_test_write (self->test->store, crm_filing_set_visibility (from_ida, "not_crm"));
  assert_proposal (self, from_ida, CRM_PROPOSAL_NONE, NULL);
}

static void
test_conversation (Fixture *self, gconstpointer data)
{
  const CrmTestLetter answer = { "answer", "first", CRM_TEST_ME, IDA, "Re: a", 60 };
  const CrmTestLetter fresh = { "fresh", "first answer", IDA, CRM_TEST_ME, "Re: a", 120 };
  const CrmTestLetter fresh_too = { "fresh2", "answer", "kim@birch.example", IDA, "Fwd: a", 180 };
  g_autoptr (CrmMessage) first = receive (self, "first", IDA, CRM_TEST_ME, 0);
  g_autoptr (CrmMessage) second = crm_test_receive (self->test->store, &answer);
  g_autoptr (CrmMessage) unseen = crm_test_message (&fresh); /* not in the index yet */
  g_autoptr (CrmMessage) unseen_too = crm_test_message (&fresh_too);
  g_autofree char *one = add_deal (self, "Pumps", self->ida.person, NULL);
  g_autofree char *two = add_deal (self, "Valves", self->ida.person, NULL);

  assert_proposal (self, second, CRM_PROPOSAL_NONE, NULL);
  crm_test_write (self->test->store, crm_filing_file (first, CRM_TARGET_DEAL, two));
  assert_proposal (self, second, CRM_PROPOSAL_CONVERSATION, two);
  assert_proposal (self, unseen, CRM_PROPOSAL_CONVERSATION, two);
  assert_proposal (self, unseen_too, CRM_PROPOSAL_CONVERSATION, two);
  crm_test_write (self->test->store, crm_filing_unfile (unseen, CRM_TARGET_DEAL, two));
  assert_proposal (self, unseen, CRM_PROPOSAL_NONE, NULL);
  win (self, two); /* a closed deal is not proposed, so the other one is alone */
  assert_proposal (self, second, CRM_PROPOSAL_ONLY_DEAL, one);
}

/* The filed letter may have left the mailbox before the answer comes. */
static void
test_conversation_gone (Fixture *self, gconstpointer data)
{
  const CrmTestLetter fresh = { "fresh", "first", IDA, CRM_TEST_ME, "Re: a", 120 };
  g_autoptr (CrmMessage) first = receive (self, "first", IDA, CRM_TEST_ME, 0);
  g_autoptr (CrmMessage) answer = crm_test_message (&fresh);
  g_autofree char *one = add_deal (self, "Pumps", self->ida.person, NULL);
  g_autofree char *two = add_deal (self, "Valves", self->ida.person, NULL);

  crm_test_write (self->test->store, crm_filing_file (first, CRM_TARGET_DEAL, one));
  crm_test_expunge (self->test->store, "first");
  assert_proposal (self, answer, CRM_PROPOSAL_CONVERSATION, one);
}

/* A reference to what nobody knows leads nowhere, whatever is filed. */
static void
test_reference_unknown (Fixture *self, gconstpointer data)
{
  const CrmTestLetter lost = { "lost", "never-seen", "kim@birch.example", CRM_TEST_ME, "Re: z", 9 };
  const CrmTestLetter wrong = { "wrong", "first", "kim@birch.example", CRM_TEST_ME, "Re: y", 9 };
  g_autoptr (CrmMessage) first = receive (self, "first", IDA, CRM_TEST_ME, 0);
  g_autoptr (CrmMessage) stray = crm_test_message (&lost);
  g_autoptr (CrmMessage) answer = crm_test_message (&wrong);
  g_autofree char *deal = add_deal (self, "Pumps", self->ida.person, NULL);

  crm_test_write (self->test->store, crm_filing_file (first, CRM_TARGET_DEAL, deal));
  assert_proposal (self, stray, CRM_PROPOSAL_NONE, NULL);
  crm_test_write (self->test->store, crm_filing_unfile (first, CRM_TARGET_DEAL, deal));
  crm_test_expunge (self->test->store, "first");
  assert_proposal (self, answer, CRM_PROPOSAL_NONE, NULL);
}

/* A letter without a name is by whom an earlier one named. */
static void
test_name_from_letters (Fixture *self, gconstpointer data)
{
  const CrmTestLetter named
      = { "named", NULL, "Kim Birch <kim@birch.example>", CRM_TEST_ME, "a", 1 };
  const CrmTestLetter bare = { "bare", NULL, "kim@birch.example", CRM_TEST_ME, "b", 2 };
  g_autoptr (CrmMessage) first = crm_test_receive (self->test->store, &named);
  g_autoptr (CrmMessage) second = crm_test_receive (self->test->store, &bare);
  g_autoptr (CrmContext) context = crm_test_context (self->test->store, second, NULL);

  g_assert_cmpstr (crm_message_get_sender (first)->name, ==, "Kim Birch");
  g_assert_cmpstr (context->activity.name, ==, "Kim Birch");
  g_assert_cmpstr (context->name, ==, "Kim Birch");
}

static void
assert_turn (Fixture *self, CrmMessage *message, CrmTurn turn)
{
  g_autoptr (CrmContext) context = crm_test_context (self->test->store, message, NULL);

  g_assert_cmpint (context->turn, ==, turn);
}

static void
test_turns (Fixture *self, gconstpointer data)
{
  const CrmTestLetter unknown = { "x", NULL, JO, CRM_TEST_ME, "x", 0 };
  g_autoptr (CrmMessage) never = crm_test_message (&unknown);
  g_autoptr (CrmMessage) first = NULL;
  g_autoptr (CrmMessage) second = NULL;
  g_autoptr (CrmMessage) third = NULL;
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);

  assert_turn (self, never, CRM_TURN_NOBODY);
  first = receive (self, "first", IDA, CRM_TEST_ME, 0);
  assert_turn (self, first, CRM_TURN_MINE);
  second = receive (self, "second", CRM_TEST_ME, IDA, 60);
  assert_turn (self, first, CRM_TURN_THEIRS);

  /* Ida answers from home: it is my turn, whichever of the letters I look at. */
  crm_people_add_address (set, self->ida.person, "ida@home.example");
  crm_test_write (self->test->store, set);
  third = receive (self, "third", "ida@home.example", CRM_TEST_ME, 120);
  assert_turn (self, first, CRM_TURN_MINE);
  assert_turn (self, third, CRM_TURN_MINE);
  crm_test_write (self->test->store, crm_filing_set_visibility (third, "not_crm"));
  assert_turn (self, first, CRM_TURN_THEIRS);
}

static void
test_deals (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmMessage) message = receive (self, "a", IDA, CRM_TEST_ME, 0);
  g_autofree char *of_account = add_deal (self, "Frame contract", NULL, self->ida.account);
  g_autofree char *of_ida = add_deal (self, "Pumps", self->ida.person, self->ida.account);
  g_autofree char *won = add_deal (self, "Old", self->ida.person, self->ida.account);
  g_autoptr (CrmContext) context = NULL;
  const CrmDealState *state;

  win (self, won);
  crm_test_write (self->test->store, crm_filing_file (message, CRM_TARGET_DEAL, of_ida));
  crm_test_store_pass_secs (self->test, 7 * 86400 - 1);
  context = crm_test_context (self->test->store, message, NULL);
  g_assert_cmpint (context->deals->len, ==, 2);
  state = g_ptr_array_index (context->deals, 0);
  g_assert_cmpstr (state->deal->id, ==, of_ida);
  g_assert_true (state->filed_here);
  g_assert_true (state->of_person);
  g_assert_cmpint (state->days_in_stage, ==, 6);
  g_assert_cmpint (crm_record_get_int (state->stage, "max_days", 0), ==, 5); /* over the limit */
  state = g_ptr_array_index (context->deals, 1);
  g_assert_false (state->filed_here);
  g_assert_false (state->of_person);
  g_assert_cmpint (context->lost_reasons->len, ==, 9);
  g_assert_cmpint (g_hash_table_size (context->stages), ==, 1);
  g_assert_cmpint (((GPtrArray *)g_hash_table_lookup (
                        context->stages, crm_record_get_text (state->deal, "pipeline")))
                       ->len,
                   ==, 6);
}

static void
add_follow_up (Fixture *self, const char *title, CrmSubject subject, int due)
{
  crm_test_write (self->test->store, crm_activities_add_follow_up (
                                         &subject, title, due > 0 ? &due : NULL, NULL, NULL));
}

static void
test_follow_ups (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmMessage) message = receive (self, "a", IDA, CRM_TEST_ME, 0);
  g_autofree char *deal = add_deal (self, "Pumps", NULL, self->ida.account);
  g_autofree char *other = add_deal (self, "Other", NULL, NULL);
  g_autoptr (CrmContext) context = NULL;
  g_autoptr (CrmContext) later = NULL;
  GString *titles = g_string_new (NULL);

  add_follow_up (self, "some day", (CrmSubject){ .person = self->ida.person }, 0);
  add_follow_up (self, "deal", (CrmSubject){ .deal = deal }, 20600);
  add_follow_up (self, "account", (CrmSubject){ .account = self->ida.account }, 20500);
  add_follow_up (self, "address", (CrmSubject){ .address = IDA }, 20550);
  add_follow_up (self, "not theirs", (CrmSubject){ .deal = other }, 20500);
  context = crm_test_context (self->test->store, message, NULL);
  for (guint i = 0; i < context->follow_ups->len; i++)
    g_string_append_printf (
        titles, "%s,", crm_record_get_text (g_ptr_array_index (context->follow_ups, i), "title"));
  g_assert_cmpstr (titles->str, ==, "account,address,deal,some day,");
  g_string_free (titles, TRUE);

  crm_test_write (self->test->store,
                  crm_activities_set_done (g_ptr_array_index (context->follow_ups, 0), TRUE, 1));
  later = crm_test_context (self->test->store, message, NULL);
  g_assert_cmpint (later->follow_ups->len, ==, 3);
}

static void
test_history (Fixture *self, gconstpointer data)
{
  static const char *const from[] = { IDA, "ida@home.example", "ida@old.example" };
  g_autoptr (CrmMessage) last = NULL;
  g_autoptr (CrmContext) context = NULL;
  CrmSubject subject = { .person = self->ida.person };
  CrmChangeSet *set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);

  crm_people_add_address (set, self->ida.person, from[1]);
  crm_people_add_address (set, self->ida.person, from[2]);
  crm_test_write (self->test->store, set);
  for (guint i = 0; i < 25; i++)
    {
      g_autofree char *uid = g_strdup_printf ("letter-%u", i);

      g_clear_pointer (&last, crm_message_unref);
      last = receive (self, uid, from[i % 3], CRM_TEST_ME " " IDA, i);
    }
  crm_test_write (self->test->store,
                  crm_activities_add_note (&subject, "note", self->test->now_usec, NULL));
  context = crm_test_context (self->test->store, last, NULL);
  g_assert_cmpint (context->history->items->len, ==, 20);
  g_assert_true (context->history->has_more);
  g_assert_cmpint (context->activity.n_letters, ==, 25); /* notes are no letters */
}

/* Somebody else's letter that was filed under the person is one of theirs. */
static void
test_filed_letter_counts (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmMessage) message = receive (self, "a", IDA, CRM_TEST_ME, 0);
  g_autoptr (CrmMessage) other = receive (self, "b", "jo@else.example", CRM_TEST_ME, 1);
  g_autoptr (CrmContext) context = NULL;

  crm_test_write (self->test->store, crm_filing_file (other, CRM_TARGET_PERSON, self->ida.person));
  context = crm_test_context (self->test->store, message, NULL);
  g_assert_cmpint (context->history->items->len, ==, 2);
  g_assert_cmpint (context->activity.n_letters, ==, 2);
}

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **kept = data;

  *kept = g_object_ref (result);
}

static void
test_async (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmMessage) message = receive (self, "a", IDA, CRM_TEST_ME, 0);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (CrmContext) context = NULL;
      g_autoptr (GError) error = NULL;

      crm_context_load_async (self->test->store, message, IDA, 20, 0, cancellable, keep_result_cb,
                              &result);
      if (i == 1)
        g_cancellable_cancel (cancellable);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      context = crm_context_load_finish (self->test->store, result, &error);
      if (i == 0)
        g_assert_cmpstr (context->address, ==, IDA);
      else
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

static void
set_order (CrmTestStore *test, const char *follow_up, const char *failure)
{
  CrmChangeSet *set = crm_change_set_new ("confirm-task", CRM_CAUSE_OUTBOX);
  g_autofree char *sql
      = g_strdup_printf ("SELECT id FROM outbox WHERE follow_up = '%s'", follow_up);
  g_autofree char *id = crm_test_store_text (test, "crm.db", sql);
  CrmChange *change = crm_change_set_update (set, "outbox", id);

  crm_change_set_text (change, "state", failure != NULL ? "failed" : "done");
  if (failure != NULL)
    crm_change_set_text (change, "failure", failure);
  else
    crm_change_set_null (change, "failure");
  crm_test_write (test->store, set);
}

/* What is over is shown while somebody has to choose between it and its task: to whom it is about,
 * and to nobody else. */
static void
test_unsettled (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *failure;
    gboolean is_done;
    guint n_orders, n_unsettled;
  } cases[] = {
    { CRM_FOLLOW_UP_CONFLICT, FALSE, 1, 0 },
    { CRM_FOLLOW_UP_CONFLICT, TRUE, 1, 1 },
    { CRM_FOLLOW_UP_LOST, TRUE, 1, 1 },
    { CRM_FOLLOW_UP_DELETED, TRUE, 1, 1 },
    { "permission", TRUE, 0, 0 },
    { NULL, TRUE, 0, 0 },
  };
  g_autoptr (CrmMessage) from_ida = receive (self, "one", IDA, CRM_TEST_ME, 0);
  g_autoptr (CrmMessage) from_kim = receive (self, "two", "kim@birch.example", CRM_TEST_ME, 1);
  CrmSubject subject = { .person = self->ida.person };
  CrmNewFollowUp details = { .title = "Call" };
  g_autofree char *id = NULL;

  crm_test_write (self->test->store, crm_follow_up_add (&subject, &details, &id));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CrmChangeSet *set = crm_change_set_new ("test", CRM_CAUSE_USER);
      g_autoptr (CrmContext) context = NULL;
      g_autoptr (CrmContext) other = NULL;

      crm_change_set_text (crm_change_set_update (set, "follow_up", id), "status",
                           cases[i].is_done ? "done" : "open");
      crm_test_write (self->test->store, set);
      set_order (self->test, id, cases[i].failure);
      context = crm_test_context (self->test->store, from_ida, NULL);
      g_assert_cmpuint (context->task_orders->len, ==, cases[i].n_orders);
      g_assert_cmpuint (context->unsettled->len, ==, cases[i].n_unsettled);
      g_assert_cmpuint (context->follow_ups->len, ==, cases[i].is_done ? 0 : 1);
      other = crm_test_context (self->test->store, from_kim, NULL);
      g_assert_cmpuint (other->task_orders->len, ==, 0);
      g_assert_cmpuint (other->unsettled->len, ==, 0);
    }
}

/* A mail server of one's own firm is nobody one works with. */
static void
test_own_daemon (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmMessage) back = receive (self, "a", "mailer-daemon@own.example", CRM_TEST_ME, 0);
  g_autoptr (CrmMessage) hello = receive (self, "b", "eva@own.example", CRM_TEST_ME, 1);
  g_autoptr (CrmContext) daemon = NULL;
  g_autoptr (CrmContext) eva = NULL;

  crm_test_own (self->test->store, "own_domain", "own.example");
  daemon = crm_test_context (self->test->store, back, NULL);
  eva = crm_test_context (self->test->store, hello, NULL);
  g_assert_true (daemon->is_automatic && !daemon->is_colleague);
  g_assert_true (eva->is_colleague && !eva->is_automatic);
}

/* Of many the first are shown, with what somebody has to choose about, however late it is due. */
static void
test_many_follow_ups (Fixture *self, gconstpointer data)
{
  const CrmTestLetter asked = { "asked", NULL, IDA, CRM_TEST_ME, "Asked", 0 };
  g_autoptr (CrmMessage) message = crm_test_receive (self->test->store, &asked);
  CrmSubject subject = { .person = self->ida.person };
  CrmWaiting waiting = { .title = "Answer", .wait_for = message->mid_hash };
  g_autoptr (CrmContext) few = NULL;
  g_autoptr (CrmContext) context = NULL;
  g_autofree char *late = NULL;
  int due = 30000;
  CrmNewFollowUp details = { .title = "late", .due_day = &due };

  g_assert_cmpuint (message->mid_hash, !=, 0);
  for (int i = 0; i < CRM_CONTEXT_FOLLOW_UPS; i++)
    add_follow_up (self, "early", subject, 20500 + i);
  few = crm_test_context (self->test->store, message, NULL);
  g_assert_cmpuint (few->follow_ups->len, ==, CRM_CONTEXT_FOLLOW_UPS);
  g_assert_false (few->has_more_follow_ups);
  g_assert_false (few->is_waited_for);

  crm_test_write (self->test->store, crm_follow_up_add (&subject, &details, &late));
  crm_test_write (self->test->store, crm_waiting_start (&subject, &waiting, NULL));
  context = crm_test_context (self->test->store, message, NULL);
  g_assert_cmpuint (context->follow_ups->len, ==, CRM_CONTEXT_FOLLOW_UPS);
  g_assert_true (context->has_more_follow_ups);
  g_assert_true (context->is_waited_for);
  g_clear_pointer (&context, crm_context_unref);

  set_order (self->test, late, CRM_FOLLOW_UP_CONFLICT);
  context = crm_test_context (self->test->store, message, NULL);
  g_assert_cmpuint (context->follow_ups->len, ==, CRM_CONTEXT_FOLLOW_UPS + 1);
  g_assert_cmpuint (context->task_orders->len, ==, 1);
  g_assert_cmpstr (crm_record_get_title (g_ptr_array_index (context->follow_ups, 10)), ==, "late");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/context/people", test_people);
  ADD ("/context/nobody", test_nobody);
  ADD ("/context/kinds", test_kinds);
  ADD ("/context/mirror", test_mirror);
  ADD ("/context/by-contact", test_by_contact);
  ADD ("/context/account", test_account);
  ADD ("/context/lone-deal", test_lone_deal);
  ADD ("/context/conversation", test_conversation);
  ADD ("/context/conversation-gone", test_conversation_gone);
  ADD ("/context/reference-unknown", test_reference_unknown);
  ADD ("/context/name-from-letters", test_name_from_letters);
  ADD ("/context/turns", test_turns);
  ADD ("/context/deals", test_deals);
  ADD ("/context/follow-ups", test_follow_ups);
  ADD ("/context/own-daemon", test_own_daemon);
  ADD ("/context/many-follow-ups", test_many_follow_ups);
  ADD ("/context/unsettled", test_unsettled);
  ADD ("/context/history", test_history);
  ADD ("/context/filed-letter-counts", test_filed_letter_counts);
  ADD ("/context/async", test_async);
  return g_test_run ();
}

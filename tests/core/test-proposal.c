/* test-proposal.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Where a letter might belong, when only its subject and its people tell. What references, tokens
 * and lone deals propose is in test-context.c. */
#include "config.h"

#include "crm-test-mail.h"

#include "model/crm-text.h"
#include "service/crm-deals.h"
#include "service/crm-filing.h"
#include "service/crm-scope.h"
#include "service/crm-sender.h"
#include "store/crm-index.h"
#include "store/crm-reader-private.h"

#define IDA "ida@alder.example"
#define KIM "kim@birch.example"
#define DAY (24 * 3600)
#define SUBJECT "Pumps for Oslo"

typedef struct
{
  CrmTestStore *test; /* (owned): me@own.example is me, and own.example is us */
  char *deal;         /* (owned): open, with nobody in it */
} Fixture;

static char *
add_deal (Fixture *self, const char *title)
{
  CrmChangeSet *set = crm_change_set_new ("add-deal", CRM_CAUSE_USER);
  CrmNewDeal deal = { .title = title, .now_usec = self->test->now_usec };
  char *id = crm_deals_create (set, &deal);

  crm_test_write (self->test->store, set);
  return id;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->test = crm_test_store_new ();
  crm_test_own (self->test->store, "own_address", CRM_TEST_ME);
  crm_test_own (self->test->store, "own_domain", "own.example");
  self->deal = add_deal (self, "Pumps");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_free (self->deal);
  crm_test_settle (self->test->store);
  crm_test_store_free (self->test);
}

static CrmMessage *
file (Fixture *self, const CrmTestLetter *letter)
{
  CrmMessage *message = crm_test_receive (self->test->store, letter);

  crm_test_write (self->test->store, crm_filing_file (message, CRM_TARGET_DEAL, self->deal));
  return message;
}

/* @days: -1 when nothing is to be proposed */
static void
assert_asked (Fixture *self, const CrmTestLetter *letter, int days)
{
  g_autoptr (CrmMessage) message = crm_test_message (letter);
  g_autoptr (CrmContext) context = crm_test_context (self->test->store, message, NULL);

  g_test_message ("%s: %s", letter->uid, letter->subject);
  g_assert_cmpint (context->proposal_reason, ==,
                   days < 0 ? CRM_PROPOSAL_NONE : CRM_PROPOSAL_SUBJECT);
  if (days < 0)
    {
      g_assert_null (context->proposal);
      return;
    }
  g_assert_cmpstr (context->proposal->deal->id, ==, self->deal);
  g_assert_cmpint (context->proposal->days_apart, ==, days);
}

static void
test_subject (Fixture *self, gconstpointer data)
{
  const CrmTestLetter first = { "first", NULL, IDA, CRM_TEST_ME, SUBJECT, 0 };
  const struct
  {
    CrmTestLetter letter;
    int days;
  } cases[] = {
    { { "answer", NULL, IDA, CRM_TEST_ME, "Re: " SUBJECT, 3 * DAY }, 3 },
    { { "mine", NULL, CRM_TEST_ME, IDA, "AW: RE[2]: pumps  for OSLO", DAY - 1 }, 0 },
    { { "forward", NULL, KIM, CRM_TEST_ME " " IDA, "[Fwd: " SUBJECT "]", DAY }, 1 },
    { { "last", NULL, IDA, CRM_TEST_ME, "Re: " SUBJECT, 30 * DAY }, 30 },
    { { "late", NULL, IDA, CRM_TEST_ME, "Re: " SUBJECT, 30 * DAY + 1 }, -1 },
    /* Who begins anew answers nothing, unless it is the filed one that answers. */
    { { "anew", NULL, IDA, CRM_TEST_ME, SUBJECT, DAY }, -1 },
    { { "other", NULL, IDA, CRM_TEST_ME, "Re: " SUBJECT " and Bergen", DAY }, -1 },
    { { "stranger", NULL, KIM, CRM_TEST_ME, "Re: " SUBJECT, DAY }, -1 },
    { { "myself", NULL, CRM_TEST_ME, CRM_TEST_ME, "Re: " SUBJECT, DAY }, -1 },
  };
  g_autoptr (CrmMessage) filed = file (self, &first);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_asked (self, &cases[i].letter, cases[i].days);
}

static void
test_earlier (Fixture *self, gconstpointer data)
{
  const CrmTestLetter answer = { "answer", NULL, CRM_TEST_ME, IDA, "Re: " SUBJECT, 5 * DAY };
  const CrmTestLetter first = { "first", NULL, IDA, CRM_TEST_ME, SUBJECT, 0 };
  g_autoptr (CrmMessage) filed = file (self, &answer);

  assert_asked (self, &first, 5);
}

static void
test_common_subjects (Fixture *self, gconstpointer data)
{
  static const char *const common[] = { "Hello", "Question", "your order", "Meeting update", "" };

  for (guint i = 0; i < G_N_ELEMENTS (common); i++)
    {
      g_autofree char *uid = g_strdup_printf ("first-%u", i);
      g_autofree char *again = g_strconcat ("Re: ", common[i], NULL);
      const CrmTestLetter first = { uid, NULL, IDA, CRM_TEST_ME, common[i], i };
      const CrmTestLetter answer = { "answer", NULL, IDA, CRM_TEST_ME, again, DAY };
      g_autoptr (CrmMessage) filed = file (self, &first);

      assert_asked (self, &answer, -1);
    }
}

/* The list is in all its letters, a colleague in letters to all customers, a robot knows nobody. */
static void
test_people (Fixture *self, gconstpointer data)
{
  const CrmTestLetter posted
      = { "posted", NULL, IDA, "list@lists.example " KIM, SUBJECT, 0, CRM_MESSAGE_LIST };
  const CrmTestLetter by_other = { "by-other",     NULL, "lee@cedar.example", "list@lists.example",
                                   "Re: " SUBJECT, DAY,  CRM_MESSAGE_LIST };
  const CrmTestLetter by_kim
      = { "by-kim", NULL, KIM, "list@lists.example " IDA, "Re: " SUBJECT, DAY, CRM_MESSAGE_LIST };
  const CrmTestLetter told
      = { "told",           NULL, IDA, CRM_TEST_ME " eva@own.example no-reply@birch.example",
          "Valves in Rome", 0 };
  const CrmTestLetter copied
      = { "copied", NULL, KIM, CRM_TEST_ME " eva@own.example", "Re: Valves in Rome", DAY };
  const CrmTestLetter robot
      = { "robot", NULL, KIM, CRM_TEST_ME " no-reply@birch.example", "Re: Valves in Rome", DAY };
  const CrmTestLetter inside
      = { "inside", NULL, "eva@own.example", CRM_TEST_ME, "Re: Valves in Rome", DAY };
  g_autoptr (CrmMessage) filed = file (self, &posted);
  g_autoptr (CrmMessage) filed_too = file (self, &told);

  assert_asked (self, &by_other, -1);
  assert_asked (self, &by_kim, 1);
  assert_asked (self, &copied, -1);
  assert_asked (self, &robot, -1);
  assert_asked (self, &inside, 1);
}

static void
test_never (Fixture *self, gconstpointer data)
{
  const CrmTestLetter first = { "first", NULL, IDA, CRM_TEST_ME, SUBJECT, 0 };
  const CrmTestLetter answer = { "answer", NULL, IDA, CRM_TEST_ME, "Re: " SUBJECT, DAY };
  g_autoptr (CrmMessage) filed = file (self, &first);
  CrmChangeSet *set = crm_change_set_new ("exclude", CRM_CAUSE_USER);

  assert_asked (self, &answer, 1);
  crm_scope_exclude (set, "domain", "alder.example");
  crm_test_write (self->test->store, set);
  assert_asked (self, &answer, -1);
  crm_test_undo (self->test->store);
  assert_asked (self, &answer, 1);

  crm_test_write (self->test->store, crm_filing_set_visibility (filed, "private"));
  assert_asked (self, &answer, -1);
  crm_test_undo (self->test->store);
  assert_asked (self, &answer, 1);
  crm_test_write (self->test->store, crm_filing_set_visibility (filed, "not_crm"));
  assert_asked (self, &answer, -1);
}

static void
test_private_key (Fixture *self, gconstpointer data)
{
  static const char keys[] = "SELECT count(*) FROM email WHERE subject_key IS NOT NULL";
  const CrmTestLetter first = { "first", NULL, IDA, CRM_TEST_ME, SUBJECT, 0 };
  g_autoptr (CrmMessage) filed = file (self, &first);

  g_assert_cmpint (crm_test_store_int (self->test, "crm.db", keys), ==, 1);
  crm_test_write (self->test->store, crm_filing_set_visibility (filed, "private"));
  g_assert_cmpint (crm_test_store_int (self->test, "crm.db", keys), ==, 0);
}

/* A store from before there was a key. */
static void
test_upgrade (Fixture *self, gconstpointer data)
{
  const CrmTestLetter first = { "first", NULL, IDA, CRM_TEST_ME, SUBJECT, 0 };
  const CrmTestLetter hidden = { "hidden", NULL, KIM, CRM_TEST_ME, "Valves", 1 };
  const CrmTestLetter answer = { "answer", NULL, IDA, CRM_TEST_ME, "Re: " SUBJECT, DAY };
  g_autoptr (CrmMessage) filed = file (self, &first);
  g_autoptr (CrmMessage) private = crm_test_receive (self->test->store, &hidden);

  crm_test_write (self->test->store, crm_filing_set_visibility (private, "private"));
  g_clear_object (&self->test->store);
  crm_test_store_script (self->test, "crm.db",
                         "UPDATE email SET subject_key = NULL; PRAGMA user_version = 1");
  crm_test_store_reopen (self->test);
  assert_asked (self, &answer, 1);
  g_assert_cmpint (crm_test_store_int (self->test, "crm.db",
                                       "SELECT count(*) FROM email WHERE subject_key IS NULL"),
                   ==, 1);
}

/* What somebody said of the nearest letter is remembered for those after it. */
static void
test_wrong (Fixture *self, gconstpointer data)
{
  const CrmTestLetter first = { "first", NULL, IDA, CRM_TEST_ME, SUBJECT, 0 };
  const CrmTestLetter second = { "second", NULL, IDA, CRM_TEST_ME, "Re: " SUBJECT, 2 * DAY };
  const CrmTestLetter third = { "third", NULL, IDA, CRM_TEST_ME, "Re: " SUBJECT, 3 * DAY };
  g_autoptr (CrmMessage) filed = file (self, &first);
  g_autoptr (CrmMessage) wrong = crm_test_receive (self->test->store, &second);

  assert_asked (self, &third, 3);
  crm_test_write (self->test->store, crm_filing_unfile (wrong, CRM_TARGET_DEAL, self->deal));
  assert_asked (self, &second, -1);
  assert_asked (self, &third, -1);
  crm_test_write (self->test->store, crm_filing_confirm (wrong, CRM_TARGET_DEAL, self->deal));
  assert_asked (self, &third, 1);
}

/* References are the stronger reason, and an answer in a conversation is told by it. */
static void
test_order (Fixture *self, gconstpointer data)
{
  const CrmTestLetter first = { "first", NULL, IDA, CRM_TEST_ME, SUBJECT, 0 };
  const CrmTestLetter other = { "other", NULL, IDA, CRM_TEST_ME, "Valves in Rome", 0 };
  const CrmTestLetter answer = { "answer", "other", IDA, CRM_TEST_ME, "Re: " SUBJECT, DAY };
  g_autoptr (CrmMessage) filed = file (self, &first);
  g_autoptr (CrmMessage) root = crm_test_receive (self->test->store, &other);
  g_autoptr (CrmMessage) message = crm_test_receive (self->test->store, &answer);
  g_autoptr (CrmContext) context = NULL;
  g_autofree char *valves = add_deal (self, "Valves");

  assert_asked (self, &answer, 1);
  crm_test_write (self->test->store, crm_filing_file (root, CRM_TARGET_DEAL, valves));
  context = crm_test_context (self->test->store, message, NULL);
  g_assert_cmpint (context->proposal_reason, ==, CRM_PROPOSAL_CONVERSATION);
  g_assert_cmpstr (context->proposal->deal->id, ==, valves);
}

static gboolean
thread_in_worker (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  return crm_index_thread_by_subject (index, "account-1", cancellable, error);
}

/* Where a whole mailbox has no references the index joins; the reason stays the weaker one. */
static void
test_joined (Fixture *self, gconstpointer data)
{
  const CrmTestLetter letters[] = {
    { "b", NULL, CRM_TEST_ME, IDA, "Re: " SUBJECT, 20 * DAY },
    { "c", NULL, IDA, CRM_TEST_ME, "AW: " SUBJECT, 40 * DAY },
    { "y", NULL, CRM_TEST_ME, IDA, "Re: Hello", DAY },
    { "z", NULL, CRM_TEST_ME, IDA, SUBJECT, 41 * DAY },
  };
  const CrmTestLetter first = { "a", NULL, IDA, CRM_TEST_ME, SUBJECT, 0 };
  const CrmTestLetter hello = { "x", NULL, IDA, CRM_TEST_ME, "Hello", 0 };
  g_autoptr (CrmMessage) filed = file (self, &first);
  g_autoptr (CrmMessage) filed_too = file (self, &hello);
  g_autoptr (CrmMessage) between = NULL;
  g_autoptr (GError) error = NULL;

  crm_test_receive_all (self->test->store, letters, G_N_ELEMENTS (letters));
  assert_asked (self, &letters[1], -1);
  crm_store_index_sync (self->test->store, thread_in_worker, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_asked (self, &letters[0], 20);
  assert_asked (self, &letters[1], 40); /* by way of the one between */
  assert_asked (self, &letters[2], -1);
  assert_asked (self, &letters[3], -1);
  /* What does not belong there is not what it is counted from. */
  between = crm_test_message (&letters[0]);
  crm_test_write (self->test->store, crm_filing_unfile (between, CRM_TARGET_DEAL, self->deal));
  assert_asked (self, &letters[1], 40);
}

static int
count_steps_cb (unsigned int event, void *data, void *statement, void *nanoseconds)
{
  *(gint64 *)data += sqlite3_stmt_status (statement, SQLITE_STMTSTATUS_VM_STEP, 1);
  return 0;
}

typedef struct
{
  CrmMessage *message;
  gint64 steps;
} Cost;

static gpointer
count_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  Cost *cost = data;
  sqlite3 *db = _crm_connection_get_handle (reader->connection);
  GPtrArray *deals;

  sqlite3_trace_v2 (db, SQLITE_TRACE_PROFILE, count_steps_cb, &cost->steps);
  deals = crm_query_deals_of_subject (reader, cost->message, error);
  sqlite3_trace_v2 (db, 0, NULL, NULL);
  return deals;
}

/* SQLite's steps to find the deals of the letter's subject, which must be some. */
static gint64
count_steps (Fixture *self, const CrmTestLetter *letter)
{
  g_autoptr (CrmMessage) message = crm_test_message (letter);
  Cost cost = { .message = message };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) deals
      = crm_store_read_sync (self->test->store, count_in_worker, &cost, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (deals->len, ==, 1);
  g_test_message ("%" G_GINT64_FORMAT " steps", cost.steps);
  return cost.steps;
}

static void
file_many (Fixture *self, const char *subject, guint first, guint n)
{
  CrmChangeSet *set = crm_change_set_new ("file-email", CRM_CAUSE_USER);

  for (guint i = first; i < first + n; i++)
    {
      g_autofree char *uid = g_strdup_printf ("many-%u", i);
      g_autofree char *numbered = g_strdup_printf ("%s %u", uid, i);
      const CrmTestLetter letter
          = { uid, NULL, IDA, CRM_TEST_ME, subject != NULL ? subject : numbered, i };
      g_autoptr (CrmMessage) message = crm_test_message (&letter);

      crm_filing_add (set, message, CRM_TARGET_DEAL, self->deal);
    }
  crm_test_write (self->test->store, set);
}

/* Neither what else is filed nor how often this subject was makes it dearer. */
static void
test_cost (Fixture *self, gconstpointer data)
{
  const CrmTestLetter answer = { "answer", NULL, IDA, CRM_TEST_ME, "Re: " SUBJECT, DAY };
  gint64 few, among_others, many;

  file_many (self, SUBJECT, 0, 50);
  few = count_steps (self, &answer);
  file_many (self, NULL, 1000, 2000);
  among_others = count_steps (self, &answer);
  file_many (self, SUBJECT, 4000, 600);
  many = count_steps (self, &answer);
  g_assert_cmpint (among_others, <=, few + few / 20);
  g_assert_cmpint (many, <=, few + few / 20);
}

static void
test_keys (void)
{
  guint64 key = crm_subject_key ("[list] Pumps for Oslo");

  g_assert_cmpuint (crm_subject_key (NULL), ==, 0);
  g_assert_cmpuint (crm_subject_key ("Re: AW:"), ==, 0);
  g_assert_cmpuint (key, !=, 0);
  g_assert_cmpuint (crm_subject_key ("Re: [list]  pumps for oslo"), ==, key);
  g_assert_cmpuint (crm_subject_key ("[list] Re: Pumps for Oslo"), ==, key);
  g_assert_cmpuint (crm_subject_key ("Pumps for Oslo"), !=, key);

  g_assert_true (crm_subject_is_answer ("Re: x"));
  g_assert_true (crm_subject_is_answer ("[list] WG: x"));
  g_assert_true (crm_subject_is_answer ("x (fwd)"));
  g_assert_false (crm_subject_is_answer ("[PATCH 1/2] x"));
  g_assert_false (crm_subject_is_answer ("Return of x"));
  g_assert_false (crm_subject_is_answer (NULL));

  g_assert_true (crm_subject_is_telling ("Angebot 4711 Falkenrath"));
  g_assert_true (crm_subject_is_telling ("東京工場のポンプ見積"));
  g_assert_false (crm_subject_is_telling ("見積"));
  g_assert_false (crm_subject_is_telling ("Re: Angebot"));
  g_assert_false (crm_subject_is_telling ("Thank you for your email"));
  g_assert_false (crm_subject_is_telling (NULL));
}

static void
assert_sender (const char *address, CrmMessageFlags flags, CrmSenderKind kind)
{
  g_autoptr (CrmMessage) message = crm_message_new ();

  message->flags = flags;
  g_assert_cmpint (crm_sender_get_kind (message, address), ==, kind);
}

static void
assert_guess (const char *address, const char *domain, int at_least, int at_most)
{
  g_auto (CrmAccountGuess) guess = { 0 };

  crm_sender_guess_account (address, &guess);
  g_assert_cmpstr (guess.domain, ==, domain);
  g_assert_cmpint (guess.confidence, >=, at_least);
  g_assert_cmpint (guess.confidence, <=, at_most);
}

static void
test_senders (void)
{
  assert_sender (IDA, 0, CRM_SENDER_PERSON);
  assert_sender (IDA, CRM_MESSAGE_LIST, CRM_SENDER_AUTOMATIC);
  assert_sender (IDA, CRM_MESSAGE_AUTOMATIC, CRM_SENDER_AUTOMATIC);
  assert_sender ("info+de@alder.example", 0, CRM_SENDER_ROLE);
  assert_sender ("no-reply@alder.example", 0, CRM_SENDER_AUTOMATIC);
  assert_sender ("ida@bounces.alder.example", 0, CRM_SENDER_AUTOMATIC);
  assert_sender (NULL, 0, CRM_SENDER_AUTOMATIC);

  assert_guess ("ida@mail.acme.co.uk", "acme.co.uk", 90, 90);
  assert_guess ("ida+crm@acme.co.uk", "acme.co.uk", 90, 90);
  assert_guess ("ida@acme.net", "acme.net", 1, 80);
  assert_guess ("ida@ida.example", "ida.example", 1, 60);
  assert_guess ("ida@gmail.com", NULL, 0, 0);
  assert_guess ("ida@alumni.acme.edu", NULL, 0, 0);
  assert_guess ("ida@co.uk", NULL, 0, 0);
  assert_guess (NULL, NULL, 0, 0);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *, gconstpointer);
  } tests[] = {
    { "/proposal/subject", test_subject },
    { "/proposal/earlier", test_earlier },
    { "/proposal/common-subjects", test_common_subjects },
    { "/proposal/people", test_people },
    { "/proposal/never", test_never },
    { "/proposal/private-key", test_private_key },
    { "/proposal/upgrade", test_upgrade },
    { "/proposal/wrong", test_wrong },
    { "/proposal/order", test_order },
    { "/proposal/joined", test_joined },
    { "/proposal/cost", test_cost },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proposal/keys", test_keys);
  g_test_add_func ("/proposal/senders", test_senders);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}

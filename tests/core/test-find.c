/* test-find.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-events.h"

#include "service/crm-deal-sheet.h"
#include "service/crm-deals.h"
#include "service/crm-find.h"

#define ANN "ann@brewery.example"
#define LIMIT 20

typedef struct
{
  CrmTestStore *test; /* (owned) */
  char *person;       /* (owned) */
  char *account;      /* (owned) */
  char *deal;         /* (owned): of both */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  const CrmTestLetter letter = { "1", NULL, ANN, CRM_TEST_ME, "Offer for kettles", 0, 0 };
  g_autoptr (CrmMessage) message = NULL;
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);
  CrmChange *account = crm_change_set_create (set, "account", NULL);
  CrmNewDeal deal = { .title = "Pumps \"quick\"" };

  self->test = crm_test_store_new ();
  crm_test_own (self->test->store, "own_address", CRM_TEST_ME);
  self->person = crm_test_make_person (self->test->store, "Ann Brewster");
  crm_change_set_text (account, "name", "Old Brewery");
  self->account = g_strdup (account->id);
  deal.account = self->account;
  deal.person = self->person;
  deal.now_usec = self->test->now_usec;
  self->deal = crm_deals_create (set, &deal);
  crm_test_write (self->test->store, set);
  message = crm_test_receive (self->test->store, &letter);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  crm_test_check (self->test->store);
  crm_test_store_free (self->test);
  g_free (self->person);
  g_free (self->account);
  g_free (self->deal);
}

static gpointer
find_in_worker (CrmReader *reader, gpointer words, GError **error)
{
  return crm_find (reader, words, LIMIT, error);
}

/* What is found, as its calendar for a meeting, `d` for the deal, `p` and `a` for the person and
 * the account, `l` for the letter. */
static void
assert_found (Fixture *self, const char *words, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found
      = crm_store_read_sync (self->test->store, find_in_worker, (gpointer)words, NULL, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    {
      const CrmFound *one = g_ptr_array_index (found, i);

      if (one->record != NULL)
        {
          g_string_append_c (text, one->record->entity->name[0]);
          continue;
        }
      if (one->event != NULL)
        {
          g_string_append (text, one->event->calendar_uid);
          continue;
        }
      g_string_append_c (text, one->deal != NULL ? 'd' : 'l');
      if (one->deal != NULL)
        {
          g_assert_cmpstr (one->deal->deal->id, ==, self->deal);
          g_assert_cmpstr (one->account_name, ==, "Old Brewery");
          continue;
        }
      g_assert_cmpstr (one->letter->subject, ==, "Offer for kettles");
      g_assert_cmpstr (one->place->uid, ==, "1");
    }
  g_assert_cmpstr (text->str, ==, expected);
  g_string_free (text, TRUE);
}

static void
test_find (Fixture *self, gconstpointer data)
{
  assert_found (self, "", "");
  assert_found (self, "   ", "");
  assert_found (self, "nobody", "");
  assert_found (self, "pumps", "d");
  assert_found (self, " kettl ", "l");
  assert_found (self, "brewery", "da");
  assert_found (self, "brewster", "dp");
  /* The account's and the person's: once. */
  assert_found (self, "brew", "dpa");
  /* Whose name begins so comes first. */
  assert_found (self, "old br", "ad");
  assert_found (self, "ÁNN BREWSTER", "pd");
  /* Words are words, whatever they look like. */
  assert_found (self, "\"quick\"", "d");
  assert_found (self, "\\", "");
  assert_found (self, "amount > 5", "");
  assert_found (self, "(", "");
}

static void
add_named (Fixture *self, const char *entity, const char *field, const char *name)
{
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);

  crm_change_set_text (crm_change_set_create (set, entity, NULL), field, name);
  crm_test_write (self->test->store, set);
}

/* What is typed with a mistake is found as well, if little else is. */
static void
test_mistyped (Fixture *self, gconstpointer data)
{
  assert_found (self, "brewsetr", "dp");
  assert_found (self, "brwes", "dp");
  assert_found (self, "anm brewster", "");
  assert_found (self, "Ann Brwster", "dp");
  assert_found (self, "Ánn Bréwwster", "dp");
  assert_found (self, "brewary", "da");
  assert_found (self, "odl brewery", "");
  assert_found (self, "qiuck", "d");
  assert_found (self, "pupms quick", "d");
  assert_found (self, "pupms slow", "");
  assert_found (self, "brewse", "dpa"); /* a brewster, or a brewery */
  assert_found (self, "brews", "dp");
  /* Subjects of letters are not guessed. */
  assert_found (self, "kettels", "");
  add_named (self, "account", "name", "Brewstar and Sons");
  /* What has the words comes first. */
  assert_found (self, "brewster", "dpa");
  assert_found (self, "brewstar", "adp");
  for (guint i = 0; i < 4; i++)
    add_named (self, "account", "name", "Brewstar");
  /* There is enough. */
  assert_found (self, "brewstar", "aaaaa");
}

typedef struct
{
  guint n_cancelled;
  guint n_found;
  guint n_answers;
} Answers;

static void
answer_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  Answers *answers = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = crm_find_finish (CRM_STORE (store), result, &error);

  answers->n_answers++;
  if (found != NULL)
    answers->n_found = found->len;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    answers->n_cancelled++;
}

static gpointer
raise_in_reader (CrmReader *reader, gpointer flag, GError **error)
{
  g_atomic_int_set ((int *)flag, 1);
  return NULL;
}

/* Who types on never gets the answer to what stood there before, not even one that was on its way.
 */
static void
test_outdated (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) first = g_cancellable_new ();
  Answers answers = { 0 };
  int is_done = 0;

  crm_find_async (self->test->store, "brew", LIMIT, first, answer_cb, &answers);
  crm_store_read_async (self->test->store, raise_in_reader, &is_done, NULL, NULL, NULL, NULL, NULL);
  while (!g_atomic_int_get (&is_done)) /* one after the other: then the first is done, too */
    g_thread_yield ();
  g_cancellable_cancel (first);
  crm_find_async (self->test->store, "brews", LIMIT, NULL, answer_cb, &answers);
  while (answers.n_answers < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (answers.n_cancelled, ==, 1);
  g_assert_cmpuint (answers.n_found, ==, 2);
  while (G_OBJECT (self->test->store)->ref_count > 1) /* the thread lets go of its tasks */
    g_main_context_iteration (NULL, TRUE);
}

/* A note of the deal, a call of the person, and a note of nobody, which leads nowhere. */
static void
add_activities (Fixture *self)
{
  CrmChangeSet *set = crm_change_set_new ("add-note", CRM_CAUSE_USER);
  CrmChange *note = crm_change_set_create (set, "note", NULL);
  CrmChange *call = crm_change_set_create (set, "call", NULL);
  CrmChange *lost = crm_change_set_create (set, "note", NULL);

  crm_change_set_text (note, "text", "Prefers copper\nand brass");
  crm_change_set_int (note, "at", self->test->now_usec);
  crm_change_set_text (note, "deal", self->deal);
  crm_change_set_text (call, "subject", "Asked about copper");
  crm_change_set_int (call, "at", self->test->now_usec);
  crm_change_set_text (call, "person", self->person);
  crm_change_set_text (lost, "text", "Copper is dear");
  crm_change_set_int (lost, "at", self->test->now_usec);
  crm_test_write (self->test->store, set);
}

static void
test_activities (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = NULL;
  static const char *const owners[] = { "deal", "person" };
  static const char *const names[] = { "Pumps \"quick\"", "Ann Brewster" };

  add_activities (self);
  assert_found (self, "copper", "nc");
  assert_found (self, "BRASS copp", "n");
  assert_found (self, "zinc", "");
  found
      = crm_store_read_sync (self->test->store, find_in_worker, (gpointer) "copper", NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    {
      const CrmFound *one = g_ptr_array_index (found, i);
      const char *id;

      g_assert_cmpstr (one->belongs_to, ==, names[i]);
      g_assert_cmpstr (crm_find_get_owner (one->record, &id), ==, owners[i]);
      g_assert_cmpstr (id, ==, i == 0 ? self->deal : self->person);
    }
}

static gpointer
load_in_worker (CrmReader *reader, gpointer deal, GError **error)
{
  return crm_deal_sheet_load (reader, deal, 5, 0, error);
}

static void
test_sheet (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmDealSheet) sheet = NULL;
  CrmChangeSet *set = crm_change_set_new ("add-follow-up", CRM_CAUSE_USER);
  static const char *const titles[] = { "later", "done", "first" };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      CrmChange *change = crm_change_set_create (set, "follow_up", NULL);

      crm_change_set_text (change, "title", titles[i]);
      crm_change_set_text (change, "status", i == 1 ? "done" : "open");
      crm_change_set_text (change, "deal", self->deal);
      crm_change_set_int (change, "due", 20600 - 10 * (int)i);
    }
  crm_test_write (self->test->store, set);
  sheet = crm_store_read_sync (self->test->store, load_in_worker, self->deal, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sheet->account->id, ==, self->account);
  g_assert_cmpuint (sheet->people->len, ==, 1);
  g_assert_cmpstr (((CrmRecord *)g_ptr_array_index (sheet->people, 0))->id, ==, self->person);
  g_assert_cmpuint (sheet->follow_ups->len, ==, 2);
  g_assert_cmpstr (crm_record_get_title (g_ptr_array_index (sheet->follow_ups, 0)), ==, "first");
  g_assert_cmpuint (sheet->history->items->len, >, 0);

  g_assert_null (
      crm_store_read_sync (self->test->store, load_in_worker, (gpointer) "nobody", NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND);
}

static CrmRecord *
find_stage (const CrmDealSheet *sheet, const char *kind, guint *out_index)
{
  for (guint i = 0; i < sheet->stages->len; i++)
    {
      CrmRecord *stage = g_ptr_array_index (sheet->stages, i);

      *out_index = i;
      if (g_str_equal (crm_record_get_text (stage, "kind"), kind)
          && !g_str_equal (stage->id, sheet->state->stage->id))
        return stage;
    }
  g_assert_not_reached ();
}

/* One hour where it began, two in the next stage, then won; what comes after that counts nowhere.
 */
static void
test_stages (Fixture *self, gconstpointer data)
{
  const gint64 hour = 3600 * (gint64)G_USEC_PER_SEC;
  const char *kinds[] = { "open", "won" };
  guint indexes[2];

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (CrmDealSheet) sheet
          = crm_store_read_sync (self->test->store, load_in_worker, self->deal, NULL, NULL);
      CrmChangeSet *set = crm_change_set_new ("set-stage", CRM_CAUSE_USER);

      crm_test_store_pass_secs (self->test, 3600 * (i + 1));
      g_assert_true (crm_deals_set_stage (set, sheet->state->deal, sheet->state->stage,
                                          find_stage (sheet, kinds[i], &indexes[i]), NULL, NULL,
                                          self->test->now_usec, NULL));
      crm_test_write (self->test->store, set);
    }
  crm_test_store_pass_secs (self->test, 86400);
  {
    g_autoptr (CrmDealSheet) sheet
        = crm_store_read_sync (self->test->store, load_in_worker, self->deal, NULL, NULL);

    g_assert_cmpint (sheet->stage_usecs[indexes[0]], ==, 2 * hour);
    g_assert_cmpint (sheet->stage_usecs[indexes[1]], ==, 0);
    g_assert_cmpint (sheet->stage_usecs[sheet->stages->len - 1], ==, -1);
    g_assert_cmpuint (sheet->lost_reasons->len, >, 0);
    g_assert_cmpuint (sheet->members->len, ==, sheet->people->len);
  }
}

/* Of a series its next occurrence; what is to come first, then what was, the latest first. */
static void
test_meetings (Fixture *self, gconstpointer data)
{
  gint64 now_secs = (g_get_real_time () - CRM_TEST_START_USEC) / G_USEC_PER_SEC;
  const CrmTestEvent events[] = {
    { "Visit of the cellar", NULL, now_secs - 2 * CRM_TEST_DAY, CRM_TEST_HOUR, ANN, "1" },
    { "Vísit again", NULL, now_secs - CRM_TEST_DAY, CRM_TEST_HOUR, ANN, "2" },
    { "Next visit", "20270101T100000Z", now_secs - CRM_TEST_DAY, CRM_TEST_HOUR, ANN, "4" },
    { "Next visit", "20270102T100000Z", now_secs + CRM_TEST_DAY, CRM_TEST_HOUR, ANN, "4" },
    { "Next visit", "20270103T100000Z", now_secs + 2 * CRM_TEST_DAY, CRM_TEST_HOUR, ANN, "4" },
    { "Revisited", NULL, now_secs + CRM_TEST_DAY, CRM_TEST_HOUR, ANN, "5" },
  };

  crm_test_put_events (self->test->store, events, G_N_ELEMENTS (events));
  assert_found (self, "visit", "421");
  assert_found (self, "VISIT cell", "1");
  assert_found (self, "visit zebra", "");
}

#define ADD(name, test) g_test_add ("/find/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("find", test_find);
  ADD ("mistyped", test_mistyped);
  ADD ("outdated", test_outdated);
  ADD ("activities", test_activities);
  ADD ("meetings", test_meetings);
  ADD ("deal-sheet", test_sheet);
  ADD ("deal-stages", test_stages);
  return g_test_run ();
}

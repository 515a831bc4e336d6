/* test-history.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "service/crm-activities.h"
#include "service/crm-deals.h"
#include "service/crm-filing.h"
#include "service/crm-people.h"

#define IDA "ida@alder.example"
#define IDA_TOO "ida@home.example"

static CrmTestLetter
letter (const char *uid, const char *from, gint64 secs)
{
  return (CrmTestLetter){ uid, NULL, from, CRM_TEST_ME, uid, secs };
}

static void
file_under (CrmTestStore *test, CrmMessage *message, CrmTarget target, const char *id)
{
  crm_test_write (test->store, crm_filing_file (message, target, id));
}

static CrmHistory *
all_of (CrmTestStore *test, const char *deal, const char *person, const char *account)
{
  CrmHistoryQuery query = { .deal = deal,
                            .person = person,
                            .account = account,
                            .before_usec = G_MAXINT64,
                            .limit = 1000,
                            .want_totals = TRUE };

  return crm_test_history (test->store, &query);
}

static void
assert_texts (const CrmHistory *history, const char *texts)
{
  g_autofree char *found = crm_test_texts (history);

  g_assert_cmpstr (found, ==, texts);
  if (history->distinct_total >= 0 && !history->has_more)
    g_assert_cmpint (history->distinct_total, ==, history->items->len);
}

static const CrmHistoryItem *
item (const CrmHistory *history, guint i)
{
  return g_ptr_array_index (history->items, i);
}

static void
test_deal (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  const CrmTestLetter letters[] = {
    { "first", NULL, IDA, CRM_TEST_ME, "first", 0 },
    { "answer", "first", CRM_TEST_ME, IDA, "answer", 60 },
    { "off-topic", "first", IDA, CRM_TEST_ME, "off-topic", 120 },
    { "hidden", "first", IDA, CRM_TEST_ME, "hidden", 180 },
    { "other", NULL, IDA, CRM_TEST_ME, "other", 240 },
  };
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmMessage) first = crm_test_message (&letters[0]);
  g_autoptr (CrmMessage) off_topic = crm_test_message (&letters[2]);
  g_autoptr (CrmMessage) hidden = crm_test_message (&letters[3]);
  g_autoptr (CrmHistory) history = NULL;
  CrmSubject subject = { .deal = deal };

  crm_test_receive_all (test->store, letters, G_N_ELEMENTS (letters));
  file_under (test, first, CRM_TARGET_DEAL, deal);
  crm_test_write (test->store, crm_filing_unfile (off_topic, CRM_TARGET_DEAL, deal));
  crm_test_write (test->store, crm_filing_set_visibility (hidden, "not_crm"));
  crm_test_write (test->store,
                  crm_activities_add_note (&subject, "note", test->now_usec + 1, NULL));
  history = all_of (test, deal, NULL, NULL);
  assert_texts (history, "answer,note,first");
  g_assert_cmpint (history->distinct_letters, ==, 2);
  g_assert_cmpint (item (history, 0)->reason, ==, CRM_REASON_CONVERSATION);
  g_assert_cmpint (item (history, 1)->reason, ==, CRM_REASON_RECORD);
  g_assert_cmpint (item (history, 2)->reason, ==, CRM_REASON_HAND);
  g_assert_cmpstr (item (history, 2)->folder, ==, "INBOX");
}

static void
test_person (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  CrmTestLetter letters[] = { letter ("a", IDA, 0), letter ("b", IDA, 1), letter ("c", IDA, 2),
                              letter ("d", "jo@birch.example", 3) };
  const char *addresses[] = { IDA, IDA_TOO, NULL };
  g_autofree char *person = crm_test_make_person (test->store, "Ida");
  g_autoptr (CrmMessage) wrong = crm_test_message (&letters[2]);
  g_autoptr (CrmMessage) by_hand = crm_test_message (&letters[3]);
  CrmSubject subject = { .person = person, .address = IDA };
  CrmHistoryQuery query = { .person = person,
                            .addresses = addresses,
                            .before_usec = G_MAXINT64,
                            .limit = 2,
                            .want_totals = TRUE };
  g_autoptr (CrmHistory) page = NULL;
  g_autoptr (CrmHistory) all = NULL;

  crm_test_receive_all (test->store, letters, G_N_ELEMENTS (letters));
  crm_test_write (test->store, crm_filing_unfile (wrong, CRM_TARGET_PERSON, person));
  file_under (test, by_hand, CRM_TARGET_PERSON, person);
  /* Names both the person and their address: still one entry. */
  crm_test_write (test->store,
                  crm_activities_add_note (&subject, "note", test->now_usec - 1, NULL));

  page = crm_test_history (test->store, &query);
  assert_texts (page, "d,b");
  g_assert_true (page->has_more);
  g_assert_cmpint (page->distinct_total, ==, 4);
  query.limit = 4;
  all = crm_test_history (test->store, &query);
  assert_texts (all, "d,b,a,note");
  g_assert_false (all->has_more);
  g_assert_cmpstr (item (all, 1)->reason_detail, ==, IDA);
}

/* What was taken out does not use up the page. */
static void
test_many_wrong (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  CrmTestLetter letters[]
      = { letter ("a", IDA, 0), letter ("b", IDA, 1), letter ("c", IDA, 2), letter ("d", IDA, 3) };
  const char *addresses[] = { IDA, NULL };
  g_autofree char *person = crm_test_make_person (test->store, "Ida");
  g_autoptr (CrmHistory) history = NULL;
  CrmHistoryQuery query
      = { .person = person, .addresses = addresses, .before_usec = G_MAXINT64, .limit = 1 };

  crm_test_receive_all (test->store, letters, G_N_ELEMENTS (letters));
  for (guint i = 1; i < G_N_ELEMENTS (letters); i++)
    {
      g_autoptr (CrmMessage) message = crm_test_message (&letters[i]);

      crm_test_write (test->store, crm_filing_unfile (message, CRM_TARGET_PERSON, person));
    }
  history = crm_test_history (test->store, &query);
  assert_texts (history, "a");
  g_assert_false (history->has_more);
}

static void
test_account (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  CrmTestLetter letters[]
      = { letter ("a", IDA, 0), letter ("b", "jo@mail.alder.example", 1),
          letter ("c", "kim@birch.example", 2), letter ("d", "lea@alder.example", 3) };
  const char *domains[] = { "alder.example", NULL };
  CrmChangeSet *set = crm_change_set_new ("add-account", CRM_CAUSE_USER);
  g_autofree char *account = crm_people_create_account (set, "Alder", domains[0], NULL);
  g_autoptr (CrmMessage) wrong = crm_test_message (&letters[3]);
  CrmHistoryQuery query = { .account = account,
                            .domains = domains,
                            .before_usec = G_MAXINT64,
                            .limit = 10,
                            .want_totals = TRUE };
  g_autoptr (CrmHistory) history = NULL;

  crm_test_write (test->store, set);
  crm_test_receive_all (test->store, letters, G_N_ELEMENTS (letters));
  crm_test_write (test->store, crm_filing_unfile (wrong, CRM_TARGET_ACCOUNT, account));
  history = crm_test_history (test->store, &query);
  assert_texts (history, "b,a");
  g_assert_cmpint (item (history, 0)->reason, ==, CRM_REASON_DOMAIN);
  g_assert_cmpstr (item (history, 0)->reason_detail, ==, "alder.example");
}

static void
test_gone (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  CrmTestLetter letters[] = { letter ("in", IDA, 0), letter ("out", CRM_TEST_ME, 1),
                              letter ("wrong", IDA, 2), letter ("stays", IDA, 3) };
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmHistory) history = NULL;

  letters[1].to = IDA;
  crm_test_own (test->store, "own_address", CRM_TEST_ME);
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    {
      g_autoptr (CrmMessage) message = crm_test_receive (test->store, &letters[i]);

      file_under (test, message, CRM_TARGET_DEAL, deal);
      if (i == 2)
        crm_test_write (test->store, crm_filing_unfile (message, CRM_TARGET_DEAL, deal));
      if (i < 3)
        crm_test_expunge (test->store, letters[i].uid);
    }
  history = all_of (test, deal, NULL, NULL);
  assert_texts (history, "stays,out,in");
  g_assert_false (item (history, 0)->gone);
  g_assert_true (item (history, 1)->gone);
  g_assert_cmpint (item (history, 1)->direction, ==, CRM_DIRECTION_OUT);
  g_assert_cmpint (item (history, 2)->direction, ==, CRM_DIRECTION_IN);
  g_assert_cmpstr (item (history, 2)->from_address, ==, IDA);
  g_assert_cmpint (item (history, 2)->n_copies, ==, 0);
}

/* More records than anybody keeps a list of, about letters that are nowhere. */
static void
add_many_records (CrmTestStore *test)
{
  CrmChangeSet *set = crm_change_set_new ("many", CRM_CAUSE_IMPORT);

  for (guint64 print = 1; print <= 1001; print++)
    {
      g_autofree char *id = crm_filing_email_id_from_fingerprint (print);
      CrmChange *change = crm_change_set_ensure (set, "email", id);

      crm_change_set_int (change, "fingerprint", (gint64)print);
      crm_change_set_text (change, "visibility", "normal");
    }
  crm_test_write (test->store, set);
}

static void
assert_page (CrmTestStore *test, const CrmHistoryQuery *query, const char *texts)
{
  g_autoptr (CrmHistory) history = crm_test_history (test->store, query);

  assert_texts (history, texts);
}

/* Which letters have a record is known beforehand; what anybody decides counts at once all the
 * same, be it by another program. */
static void
test_decided_meanwhile (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmStore) other = crm_test_store_open_other (test, "other");
  CrmTestLetter letters[] = { letter ("a", IDA, 0), letter ("b", IDA, 1), letter ("c", IDA, 2),
                              letter ("d", IDA, 3), letter ("e", IDA, 4) };
  const char *addresses[] = { IDA, NULL };
  g_autofree char *person = crm_test_make_person (test->store, "Ida");
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmMessage) b = crm_test_message (&letters[1]);
  g_autoptr (CrmMessage) c = crm_test_message (&letters[2]);
  g_autoptr (CrmMessage) d = crm_test_message (&letters[3]);
  g_autoptr (CrmHistory) history = NULL;
  CrmHistoryQuery query
      = { .person = person, .addresses = addresses, .before_usec = G_MAXINT64, .limit = 10 };

  crm_test_receive_all (test->store, letters, G_N_ELEMENTS (letters));
  assert_page (test, &query, "e,d,c,b,a");
  crm_test_write (other, crm_filing_set_visibility (b, "private"));
  assert_page (test, &query, "e,d,c,a");
  crm_test_write (test->store, crm_filing_set_visibility (d, "not_crm"));
  file_under (test, c, CRM_TARGET_DEAL, deal);
  history = crm_test_history (test->store, &query);
  assert_texts (history, "e,c,a");
  g_assert_null (item (history, 0)->record_id);
  g_assert_nonnull (item (history, 1)->record_id);
  g_assert_cmpint (item (history, 1)->reason, ==, CRM_REASON_ADDRESS);
  add_many_records (test);
  assert_page (test, &query, "e,c,a");
  crm_test_write (other, crm_filing_set_visibility (d, "normal"));
  assert_page (test, &query, "e,d,c,a");
}

/* The gone ones come last of all that is filed, be the page as short as it may. */
static void
test_gone_pages (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  CrmTestLetter letters[]
      = { letter ("a", IDA, 0), letter ("b", IDA, 1), letter ("c", IDA, 2), letter ("d", IDA, 3) };
  g_autofree char *person = crm_test_make_person (test->store, "Ida");
  CrmHistoryQuery query = { .person = person, .before_usec = G_MAXINT64, .limit = 1 };

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    {
      g_autoptr (CrmMessage) message = crm_test_receive (test->store, &letters[i]);

      file_under (test, message, CRM_TARGET_PERSON, person);
    }
  crm_test_expunge (test->store, "d");
  assert_page (test, &query, "d");
  query.limit = 2;
  assert_page (test, &query, "d,c");
  query.limit = 10;
  assert_page (test, &query, "d,c,b,a");
}

static void
test_stages (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  CrmChangeSet *set = crm_change_set_new ("add-deal", CRM_CAUSE_USER);
  CrmNewDeal deal = { .title = "Pumps", .now_usec = test->now_usec };
  g_autofree char *id = crm_deals_create (set, &deal);
  g_autoptr (CrmHistory) history = NULL;

  crm_test_write (test->store, set);
  history = all_of (test, id, NULL, NULL);
  assert_texts (history, "Qualification");
  g_assert_cmpint (item (history, 0)->kind, ==, CRM_HISTORY_STAGE);
}

/* Everything that can be in a history, with many equal moments and parts of seconds. */
typedef struct
{
  CrmTestStore *test; /* (owned) */
  char *deal;         /* (owned) */
  char *person;       /* (owned) */
  const char *addresses[3];
} Crowd;

#define N_LETTERS 90

static void
add_crowd_letters (Crowd *self, GRand *rand)
{
  g_autoptr (GPtrArray) uids = g_ptr_array_new_with_free_func (g_free);
  g_autofree CrmTestLetter *letters = g_new (CrmTestLetter, N_LETTERS);

  for (guint i = 0; i < N_LETTERS; i++)
    {
      g_ptr_array_add (uids, g_strdup_printf ("letter-%u", i));
      letters[i] = letter (uids->pdata[i], self->addresses[g_rand_int_range (rand, 0, 2)],
                           g_rand_int_range (rand, 0, 9));
    }
  crm_test_receive_all (self->test->store, letters, N_LETTERS);
  for (guint i = 0; i < N_LETTERS; i += 6) /* some by hand too, some of these gone */
    {
      g_autoptr (CrmMessage) message = crm_test_message (&letters[i]);

      file_under (self->test, message, CRM_TARGET_DEAL, self->deal);
      if (i % 12 == 0)
        crm_test_expunge (self->test->store, letters[i].uid);
    }
}

static void
add_crowd_records (Crowd *self, GRand *rand)
{
  CrmSubject subjects[] = { { .person = self->person },
                            { .address = self->addresses[0] },
                            { .person = self->person, .address = self->addresses[1] },
                            { .deal = self->deal } };

  for (guint i = 0; i < 40; i++)
    {
      const CrmSubject *subject = &subjects[g_rand_int_range (rand, 0, G_N_ELEMENTS (subjects))];
      gint64 at = self->test->now_usec + g_rand_int_range (rand, 0, 9) * G_USEC_PER_SEC
                  + g_rand_int_range (rand, 0, 3) * 250000;
      g_autofree char *text = g_strdup_printf ("entry-%u", i);

      crm_test_write (self->test->store,
                      i % 2 ? crm_activities_add_note (subject, text, at, NULL)
                            : crm_activities_log_call (subject, text, "in", at, NULL));
    }
  for (guint i = 0; i < 6; i++)
    {
      CrmChangeSet *set = crm_change_set_new ("set-stage", CRM_CAUSE_USER);
      CrmChange *change = crm_change_set_create (set, "stage_history", NULL);

      crm_change_set_text (change, "deal", self->deal);
      crm_change_set_text (change, "stage", "00000000-0000-8000-8000-000000000102");
      crm_change_set_int (change, "entered_at", self->test->now_usec + i / 3 * G_USEC_PER_SEC);
      crm_test_write (self->test->store, set);
    }
}

static void
crowd_set_up (Crowd *self, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260302);

  self->test = crm_test_store_new ();
  self->deal = crm_test_make_deal (self->test->store, "Pumps");
  self->person = crm_test_make_person (self->test->store, "Ida");
  self->addresses[0] = IDA;
  self->addresses[1] = IDA_TOO;
  add_crowd_letters (self, rand);
  add_crowd_records (self, rand);
}

static void
crowd_tear_down (Crowd *self, gconstpointer data)
{
  crm_test_store_free (self->test);
  g_free (self->deal);
  g_free (self->person);
}

static CrmHistoryQuery
crowd_query (Crowd *self, guint limit)
{
  return (CrmHistoryQuery){ .addresses = self->addresses,
                            .person = self->person,
                            .deal = self->deal,
                            .before_usec = G_MAXINT64,
                            .limit = limit };
}

static void
assert_same_item (const CrmHistoryItem *first, const CrmHistoryItem *second)
{
  g_assert_cmpint (first->kind, ==, second->kind);
  g_assert_cmpint (first->usec, ==, second->usec);
  g_assert_cmpint (first->fingerprint, ==, second->fingerprint);
  g_assert_cmpstr (first->record_id, ==, second->record_id);
}

/* Pages put together are the whole, whatever their size. */
static void
test_pages (Crowd *self, gconstpointer data)
{
  CrmHistoryQuery everything = crowd_query (self, 10000);
  g_autoptr (CrmHistory) whole = NULL;

  everything.want_totals = TRUE;
  whole = crm_test_history (self->test->store, &everything);
  g_assert_cmpint (whole->items->len, ==, whole->distinct_total);
  g_assert_cmpint (whole->items->len, ==, N_LETTERS + 40 + 6);
  for (guint limit = 1; limit < 12; limit++)
    {
      CrmHistoryQuery query = crowd_query (self, limit);
      g_autoptr (CrmHistory) page = crm_test_history (self->test->store, &query);
      guint seen = 0;

      while (TRUE)
        {
          g_autoptr (CrmHistory) next = NULL;

          g_assert_cmpint (page->has_more, ==, seen + page->items->len < whole->items->len);
          for (guint i = 0; i < page->items->len; i++)
            assert_same_item (item (page, i), item (whole, seen++));
          if (!page->has_more)
            break;
          g_assert_cmpint (page->items->len, ==, limit);
          query.after = item (page, limit - 1);
          next = crm_test_history (self->test->store, &query);
          crm_history_free (page);
          page = g_steal_pointer (&next);
        }
      g_assert_cmpint (seen, ==, whole->items->len);
    }
}

/* "Before" is strict for letters, whose moments are seconds, as for entries. */
static void
test_before (Crowd *self, gconstpointer data)
{
  CrmHistoryQuery everything = crowd_query (self, 10000);
  g_autoptr (CrmHistory) whole = crm_test_history (self->test->store, &everything);

  for (gint64 quarter = -1; quarter < 40; quarter++)
    for (gint64 beside = -1; beside <= 1; beside++)
      {
        CrmHistoryQuery query = crowd_query (self, 10000);
        g_autoptr (CrmHistory) older = NULL;
        guint newer = 0;

        query.before_usec = self->test->now_usec + quarter * 250000 + beside;
        older = crm_test_history (self->test->store, &query);
        while (newer < whole->items->len && item (whole, newer)->usec >= query.before_usec)
          newer++;
        g_assert_cmpint (older->items->len, ==, whole->items->len - newer);
        for (guint i = 0; i < older->items->len; i++)
          assert_same_item (item (older, i), item (whole, newer + i));
      }
}

/* Letters without a readable date are as old as can be, and pages still fit together. */
static void
test_no_dates (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  const gint64 never = -CRM_TEST_START_USEC / G_USEC_PER_SEC;
  CrmTestLetter letters[] = { letter ("a", IDA, never), letter ("b", IDA, never),
                              letter ("c", IDA, never - 5), letter ("d", IDA, 0) };
  const char *addresses[] = { IDA, NULL };
  CrmHistoryQuery query = { .addresses = addresses, .before_usec = G_MAXINT64, .limit = 1 };
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_history_free);
  g_autoptr (GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);

  crm_test_receive_all (test->store, letters, G_N_ELEMENTS (letters));
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    {
      CrmHistory *page = crm_test_history (test->store, &query);

      g_ptr_array_add (pages, page);
      g_assert_cmpint (page->items->len, ==, 1);
      g_assert_cmpint (page->has_more, ==, i + 1 < G_N_ELEMENTS (letters));
      g_assert_true (g_hash_table_add (texts, item (page, 0)->text));
      query.after = item (page, 0);
    }
}

static void
test_copies (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  CrmTestLetter first = letter ("a", IDA, 0);
  CrmTestLetter copy = first;
  g_autoptr (CrmHistory) history = NULL;

  copy.uid = "a2";
  crm_test_receive_all (test->store, &first, 1);
  crm_test_receive_all (test->store, &copy, 1);
  history = crm_test_history_of (test->store, IDA);
  g_assert_cmpint (history->items->len, ==, 1);
  g_assert_cmpint (item (history, 0)->n_copies, ==, 2);
  g_assert_cmpint (history->total, ==, 2);
  g_assert_cmpint (history->distinct_total, ==, 1);
}

static gpointer
count_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  const CrmHistoryQuery *query = data;
  gint64 count = -1;

  crm_history_count_letters (reader, query->person, query->addresses, &count, error);
  return GINT_TO_POINTER ((int)count);
}

/* Whatever was decided about whichever letter, the count is what listing them all gives. */
static void
test_count (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  const char *addresses[] = { IDA, IDA_TOO, "ida@nowhere.example", NULL };
  static const char *const from[] = { IDA, IDA_TOO, "jo@birch.example" };
  static const char *const to[]
      = { CRM_TEST_ME, CRM_TEST_ME " " IDA, CRM_TEST_ME " " IDA_TOO, IDA " " IDA_TOO };
  g_autofree char *person = crm_test_make_person (test->store, "Ida");
  CrmHistoryQuery query = { .person = person,
                            .addresses = addresses,
                            .before_usec = G_MAXINT64,
                            .limit = 1000,
                            .want_totals = TRUE };

  crm_test_own (test->store, "own_address", CRM_TEST_ME);
  crm_test_apply_scope (test->store);
  for (guint i = 0; i < 72; i++)
    {
      g_autofree char *uid = g_strdup_printf ("letter-%u", i);
      CrmTestLetter one = { uid, NULL, from[i % 3], to[i / 3 % 4], uid, i };
      g_autoptr (CrmMessage) message = crm_test_receive (test->store, &one);
      g_autoptr (CrmHistory) history = NULL;
      g_autoptr (GError) error = NULL;
      int count;

      if (i / 12 == 1)
        file_under (test, message, CRM_TARGET_PERSON, person);
      else if (i / 12 == 2)
        crm_test_write (test->store, crm_filing_unfile (message, CRM_TARGET_PERSON, person));
      if (i / 12 == 3 || i == 20 || i == 30)
        crm_test_write (test->store, crm_filing_set_visibility (message, "not_crm"));
      if (i == 13 || i == 14 || i == 40)
        crm_test_expunge (test->store, uid);
      history = crm_test_history (test->store, &query);
      count = GPOINTER_TO_INT (
          crm_store_read_sync (test->store, count_in_worker, &query, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpint (count, ==, history->distinct_letters);
      g_assert_cmpint (count, ==, history->items->len);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/deal", test_deal);
  g_test_add_func ("/history/person", test_person);
  g_test_add_func ("/history/many-wrong", test_many_wrong);
  g_test_add_func ("/history/account", test_account);
  g_test_add_func ("/history/gone", test_gone);
  g_test_add_func ("/history/gone-pages", test_gone_pages);
  g_test_add_func ("/history/decided-meanwhile", test_decided_meanwhile);
  g_test_add_func ("/history/stages", test_stages);
  g_test_add ("/history/pages", Crowd, NULL, crowd_set_up, test_pages, crowd_tear_down);
  g_test_add ("/history/before", Crowd, NULL, crowd_set_up, test_before, crowd_tear_down);
  g_test_add_func ("/history/no-dates", test_no_dates);
  g_test_add_func ("/history/copies", test_copies);
  g_test_add_func ("/history/count", test_count);
  return g_test_run ();
}

/* test-sending.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "service/crm-filing.h"
#include "service/crm-sending.h"

static const CrmTestLetter offer
    = { "offer@own", NULL, CRM_TEST_ME, "ida@alder.example", "Offer for pumps", 0 };
static const CrmTestLetter forged
    = { "offer@own", NULL, "eve@north.example", CRM_TEST_ME, "Offer for pumps", 5 };

static void
plan (CrmStore *store, const char *message_id, const char *deal)
{
  CrmSendPlan chosen = { .message_id = message_id, .deal = deal, .answer_days = 7 };

  crm_test_write (store, crm_sending_plan (&chosen, CRM_TEST_START_USEC));
}

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  guint *out = data;
  g_autoptr (GError) error = NULL;

  crm_sending_settle_finish (CRM_STORE (source), result, out, &error);
  g_assert_no_error (error);
}

/* The store's threads let go of it a moment later. */
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

/* How many letters were filed. @queue: (transfer full) (nullable): the outbox */
static guint
settle_with (CrmStore *store, CrmSendingQueue *queue)
{
  guint filed = G_MAXUINT;

  crm_sending_settle_async (store, queue, NULL, settled_cb, &filed);
  while (filed == G_MAXUINT)
    g_main_context_iteration (NULL, TRUE);
  drain (store);
  return filed;
}

static guint
settle (CrmStore *store)
{
  return settle_with (store, NULL);
}

static void
assert_state (CrmTestStore *test, const char *state, guint n_links)
{
  g_autofree char *is = crm_test_store_text (test, "crm.db", "SELECT state FROM send_intent");

  g_assert_cmpstr (is, ==, state);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM link"), ==, n_links);
}

static CrmTestStore *
new_store (void)
{
  CrmTestStore *test = crm_test_store_new ();

  crm_test_own (test->store, "own_address", CRM_TEST_ME);
  crm_test_apply_scope (test->store);
  return test;
}

static void
test_sent (void)
{
  g_autoptr (CrmTestStore) test = new_store ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmMessage) sent = NULL;

  plan (test->store, " <offer@own>\n", deal);
  g_assert_cmpuint (settle (test->store), ==, 0);
  assert_state (test, "pending", 0);

  crm_test_store_reopen (test); /* Evolution was quit in between */
  sent = crm_test_receive (test->store, &offer);
  g_assert_cmpuint (settle (test->store), ==, 1);
  assert_state (test, "sent", 1);
  g_assert_cmpint (crm_test_store_int (test, "crm.db",
                                       "SELECT count(*) FROM follow_up WHERE kind = 'waiting' AND"
                                       " address = 'ida@alder.example' AND wait_for IS NOT NULL"
                                       " AND deal IS NOT NULL AND title = 'Offer for pumps'"),
                   ==, 1);
  g_assert_cmpuint (settle (test->store), ==, 0);
  crm_test_check (test->store);
}

/* Taking the filing back is final: the letter is not filed again. */
static void
test_undo (void)
{
  g_autoptr (CrmTestStore) test = new_store ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmMessage) sent = NULL;

  plan (test->store, "offer@own", deal);
  sent = crm_test_receive (test->store, &offer);
  g_assert_cmpuint (settle (test->store), ==, 1);
  crm_test_undo (test->store);
  assert_state (test, "sent", 0);
  g_assert_cmpuint (settle (test->store), ==, 0);
  assert_state (test, "sent", 0);
}

/* Taking the choice back before it has been sent leaves nothing to do. */
static void
test_undo_plan (void)
{
  g_autoptr (CrmTestStore) test = new_store ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmMessage) sent = NULL;

  plan (test->store, "offer@own", deal);
  crm_test_undo (test->store);
  sent = crm_test_receive (test->store, &offer);
  g_assert_cmpuint (settle (test->store), ==, 0);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM send_intent"), ==, 0);
}

static void
test_forged (void)
{
  g_autoptr (CrmTestStore) test = new_store ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmMessage) other = NULL;

  plan (test->store, "offer@own", deal);
  other = crm_test_receive (test->store, &forged);
  g_assert_cmpuint (settle (test->store), ==, 0);
  assert_state (test, "pending", 0);
}

static void
test_expired (void)
{
  g_autoptr (CrmTestStore) test = new_store ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");

  plan (test->store, "offer@own", deal);
  crm_test_store_pass_secs (test, CRM_SENDING_MAX_DAYS * 86400 - 60);
  g_assert_cmpuint (settle (test->store), ==, 0);
  assert_state (test, "pending", 0);
  crm_test_store_pass_secs (test, 120);
  g_assert_cmpuint (settle (test->store), ==, 0);
  assert_state (test, "expired", 0);
}

static gint64 *
new_hash (const char *message_id)
{
  gint64 hash = (gint64)crm_message_id_hash (message_id);

  return g_memdup2 (&hash, sizeof hash);
}

/* A letter may wait in the outbox over a holiday; one that was deleted there is given up at once.
 */
static void
test_outbox (void)
{
  g_autoptr (CrmTestStore) test = new_store ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  CrmSendingQueue *queue = crm_sending_queue_new ();

  plan (test->store, "offer@own", deal);
  g_hash_table_add (queue->waiting, new_hash ("offer@own"));
  crm_test_store_pass_secs (test, 3 * CRM_SENDING_MAX_DAYS * 86400);
  g_assert_cmpuint (settle_with (test->store, queue), ==, 0);
  assert_state (test, "pending", 0);

  queue = crm_sending_queue_new ();
  g_hash_table_add (queue->deleted, new_hash ("offer@own"));
  g_assert_cmpuint (settle_with (test->store, queue), ==, 0);
  assert_state (test, "expired", 0);
}

static void
test_outbox_other (void)
{
  g_autoptr (CrmTestStore) test = new_store ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmMessage) sent = NULL;
  CrmSendingQueue *queue = crm_sending_queue_new ();

  plan (test->store, "offer@own", deal);
  g_hash_table_add (queue->deleted, new_hash ("another@own"));
  g_assert_cmpuint (settle_with (test->store, queue), ==, 0);
  assert_state (test, "pending", 0);
  /* Sent, and then marked as deleted in the outbox by Evolution itself. */
  sent = crm_test_receive (test->store, &offer);
  queue = crm_sending_queue_new ();
  g_hash_table_add (queue->deleted, new_hash ("offer@own"));
  g_assert_cmpuint (settle_with (test->store, queue), ==, 1);
  assert_state (test, "sent", 1);
}

typedef struct
{
  const char *message_id;
  char *deal;
} Found;

static gpointer
find_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  Found *found = data;
  g_autoptr (CrmRecord) intent = crm_sending_find (reader, found->message_id, error);

  found->deal = intent != NULL ? g_strdup (crm_record_get_text (intent, "deal")) : NULL;
  return found;
}

static void
assert_found (CrmStore *store, const char *message_id, const char *deal)
{
  Found found = { message_id, NULL };
  g_autoptr (GError) error = NULL;

  crm_store_read_sync (store, find_in_worker, &found, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found.deal, ==, deal);
  g_free (found.deal);
}

/* What was chosen for a draft is there when it is written on, and nothing is filed meanwhile. */
static void
test_draft (void)
{
  g_autoptr (CrmTestStore) test = new_store ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  CrmSendPlan chosen = { .message_id = "draft@own", .deal = deal, .is_draft = TRUE };

  crm_test_write (test->store, crm_sending_plan (&chosen, CRM_TEST_START_USEC));
  assert_found (test->store, "<draft@own>", deal);
  assert_found (test->store, "other@own", NULL);
  crm_test_store_pass_secs (test, (CRM_SENDING_DRAFT_DAYS - 1) * 86400);
  g_assert_cmpuint (settle (test->store), ==, 0);
  assert_state (test, "draft", 0);
  crm_test_store_pass_secs (test, 2 * 86400);
  g_assert_cmpuint (settle (test->store), ==, 0);
  assert_state (test, "expired", 0);
  assert_found (test->store, "draft@own", NULL);
}

/* The second attempt has another Message-ID; the first one is given up, but not when it was sent.
 */
static void
test_drop (void)
{
  g_autoptr (CrmTestStore) test = new_store ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmMessage) sent = NULL;
  g_autoptr (CrmChangeSet) late = crm_sending_drop ("offer@own");
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = NULL;

  plan (test->store, "failed@own", deal);
  crm_test_write (test->store, crm_sending_drop ("<failed@own>"));
  assert_state (test, "expired", 0);
  assert_found (test->store, "failed@own", NULL);
  plan (test->store, "offer@own", deal);
  sent = crm_test_receive (test->store, &offer);
  g_assert_cmpuint (settle (test->store), ==, 1);
  result = crm_store_write_sync (test->store, late, &error);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_CONFLICT);
  crm_test_check (test->store);
}

/* Two programs see it at the same moment. */
static void
test_two (void)
{
  g_autoptr (CrmTestStore) test = new_store ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmStore) other = crm_test_store_open_other (test, "other");
  g_autoptr (CrmMessage) sent = NULL;
  guint here = G_MAXUINT, there = G_MAXUINT;

  plan (test->store, "offer@own", deal);
  sent = crm_test_receive (test->store, &offer);
  crm_sending_settle_async (test->store, NULL, NULL, settled_cb, &here);
  crm_sending_settle_async (other, NULL, NULL, settled_cb, &there);
  while (here == G_MAXUINT || there == G_MAXUINT)
    g_main_context_iteration (NULL, TRUE);
  drain (test->store);
  drain (other);
  g_assert_cmpuint (here + there, ==, 1);
  assert_state (test, "sent", 1);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM follow_up"), ==, 1);
  crm_store_close (other);
}

/* The deal went away meanwhile. */
static void
test_no_deal (void)
{
  g_autoptr (CrmTestStore) test = new_store ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmMessage) sent = NULL;
  CrmChangeSet *set = crm_change_set_new ("delete-record", CRM_CAUSE_USER);
  g_autofree char *intent = NULL;

  plan (test->store, "offer@own", deal);
  intent = crm_test_store_text (test, "crm.db", "SELECT id FROM send_intent");
  crm_change_set_null (crm_change_set_update (set, "send_intent", intent), "deal");
  crm_test_write (test->store, set);
  sent = crm_test_receive (test->store, &offer);
  g_assert_cmpuint (settle (test->store), ==, 0);
  assert_state (test, "sent", 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sending/sent", test_sent);
  g_test_add_func ("/sending/undo", test_undo);
  g_test_add_func ("/sending/undo-plan", test_undo_plan);
  g_test_add_func ("/sending/forged", test_forged);
  g_test_add_func ("/sending/expired", test_expired);
  g_test_add_func ("/sending/outbox", test_outbox);
  g_test_add_func ("/sending/outbox-other", test_outbox_other);
  g_test_add_func ("/sending/draft", test_draft);
  g_test_add_func ("/sending/drop", test_drop);
  g_test_add_func ("/sending/two", test_two);
  g_test_add_func ("/sending/no-deal", test_no_deal);
  return g_test_run ();
}

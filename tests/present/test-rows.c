/* test-rows.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-board-card.h"
#include "crm-list-sync.h"
#include "crm-phrases-board.h"

#define NOW G_GINT64_CONSTANT (1772445600000000) /* 2026-03-02T10:00:00Z */
#define TODAY 20514

static void
set (CrmRecord *record, const char *field, CrmValue value)
{
  int i = crm_entity_field_index (record->entity, field);

  g_assert_cmpint (i, >=, 0);
  crm_value_clear (&record->values[i]);
  record->values[i] = value;
}

static CrmBoardDeal *
make_deal (const char *id, const char *title)
{
  CrmBoardDeal *deal = g_new0 (CrmBoardDeal, 1);

  deal->state = g_new0 (CrmDealState, 1);
  deal->state->deal = crm_record_new (crm_entity_find ("deal"), id);
  deal->state->stage = crm_record_new (crm_entity_find ("stage"), "stage");
  deal->state->days_in_stage = 3;
  set (deal->state->deal, "title", crm_value_text (title));
  set (deal->state->stage, "name", crm_value_text ("Offer made"));
  set (deal->state->stage, "kind", crm_value_text ("open"));
  return deal;
}

static CrmBoardCard *
make_card (const char *id, const char *title)
{
  g_autoptr (CrmBoardDeal) deal = make_deal (id, title);

  return crm_board_card_new (deal, NOW);
}

static void
assert_text (char *text /* (transfer full) (nullable) */, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_card (void)
{
  g_autoptr (CrmBoardDeal) deal = make_deal ("1", "Pumps");
  g_autoptr (CrmBoardCard) card = NULL;
  gboolean late;

  card = crm_board_card_new (deal, NOW);
  g_assert_cmpstr (crm_board_card_get_next_step (card, &late), ==, "no next step");
  g_assert_true (late);
  g_assert_cmpstr (crm_board_card_get_age (card, &late), ==, "3 days in stage");
  g_assert_false (late);
  g_assert_cmpstr (crm_board_card_get_spoken (card), ==,
                   "Pumps, Offer made, no amount, 3 days in stage, no next step");
  g_clear_object (&card);

  set (deal->state->deal, "next_step", crm_value_text ("Send the offer"));
  set (deal->state->stage, "max_days", crm_value_int (2));
  deal->account_name = g_strdup ("Brewery");
  card = crm_board_card_new (deal, NOW);
  g_assert_cmpstr (crm_board_card_get_next_step (card, &late), ==, "Send the offer");
  g_assert_false (late);
  g_assert_cmpstr (crm_board_card_get_age (card, &late), ==, "3 days in stage, limit 2");
  g_assert_true (late);
  g_assert_cmpstr (crm_board_card_get_account (card), ==, "Brewery");
  g_clear_object (&card);

  deal->follow_up = crm_record_new (crm_entity_find ("follow_up"), "f");
  set (deal->follow_up, "title", crm_value_text ("Call"));
  card = crm_board_card_new (deal, NOW);
  g_assert_cmpstr (crm_board_card_get_next_step (card, &late), ==, "Call");
  g_assert_false (late);
  g_clear_object (&card);
  set (deal->follow_up, "due", crm_value_int (TODAY - 2));
  card = crm_board_card_new (deal, NOW);
  g_assert_cmpstr (crm_board_card_get_next_step (card, &late), ==, "Call – 2 days overdue");
  g_assert_true (late);
}

static void
test_closed_card (void)
{
  g_autoptr (CrmBoardDeal) deal = make_deal ("1", "Pumps");
  g_autoptr (CrmBoardCard) card = crm_board_card_new (deal, NOW);
  gboolean late = TRUE;

  set (deal->state->stage, "kind", crm_value_text ("won"));
  g_assert_null (crm_board_card_get_next_step (card, &late));
  g_assert_false (late);
  g_assert_null (crm_board_card_get_age (card, &late));
  g_clear_object (&card);
  set (deal->state->deal, "closed_at", crm_value_int (NOW));
  card = crm_board_card_new (deal, NOW);
  g_assert_cmpstr (crm_board_card_get_age (card, &late), ==, "closed: 10:00");
}

static void
test_same (void)
{
  g_autoptr (CrmBoardDeal) deal = make_deal ("1", "Pumps");
  g_autoptr (CrmBoardCard) card = crm_board_card_new (deal, NOW);
  g_autoptr (CrmBoardCard) again = crm_board_card_new (deal, NOW + 1);
  g_autoptr (CrmBoardCard) tomorrow
      = crm_board_card_new (deal, NOW + 86400 * G_GINT64_CONSTANT (1000000));
  g_autoptr (CrmBoardDeal) changed = make_deal ("1", "Pumps");
  g_autoptr (CrmBoardCard) other = NULL;

  changed->state->deal->modified_usec = 5;
  other = crm_board_card_new (changed, NOW);
  g_assert_true (crm_board_card_same (card, again));
  g_assert_false (crm_board_card_same (card, tomorrow));
  g_assert_false (crm_board_card_same (card, other));
}

typedef struct
{
  guint position;
  guint removed;
  guint added;
  guint n;
} Change;

static void
items_changed_cb (GListModel *list, guint position, guint removed, guint added, gpointer data)
{
  Change *change = data;

  *change = (Change){ position, removed, added, change->n + 1 };
}

static void
sync_to (GListStore *list, const char *titles)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (const char *title = titles; *title != '\0'; title++)
    {
      char id[2] = { *title, '\0' };

      g_ptr_array_add (rows, make_card (id, id));
    }
  crm_list_sync (list, rows, crm_board_card_same);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, strlen (titles));
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (CrmBoardCard) shown = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_assert_true (crm_board_card_same (shown, g_ptr_array_index (rows, i)));
    }
}

static void
assert_change (Change *change, guint position, guint removed, guint added)
{
  g_assert_cmpuint (change->n, ==, 1);
  g_assert_cmpuint (change->position, ==, position);
  g_assert_cmpuint (change->removed, ==, removed);
  g_assert_cmpuint (change->added, ==, added);
  change->n = 0;
}

/* One stretch is changed, and all around it stays. */
static void
test_sync (void)
{
  g_autoptr (GListStore) list = g_list_store_new (CRM_TYPE_BOARD_CARD);
  Change change = { 0 };

  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), &change);
  sync_to (list, "abcd");
  assert_change (&change, 0, 0, 4);
  sync_to (list, "abcd");
  g_assert_cmpuint (change.n, ==, 0);
  sync_to (list, "abd");
  assert_change (&change, 2, 1, 0);
  sync_to (list, "abxyd");
  assert_change (&change, 2, 0, 2);
  sync_to (list, "zbxyd");
  assert_change (&change, 0, 1, 1);
  sync_to (list, "zzbxyd");
  assert_change (&change, 1, 0, 1);
  sync_to (list, "DYXBZ");
  assert_change (&change, 0, 6, 5);
  sync_to (list, "");
  assert_change (&change, 0, 5, 0);
  sync_to (list, "");
  g_assert_cmpuint (change.n, ==, 0);
}

/* How many rows between those of @titles are still the objects that they were. */
static guint
count_kept (GListStore *list, const char *titles)
{
  g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_kept = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    g_ptr_array_add (before, g_list_model_get_item (G_LIST_MODEL (list), i));
  sync_to (list, titles);
  for (guint i = 0; i < before->len; i++)
    n_kept += g_list_store_find (list, g_ptr_array_index (before, i), NULL);
  return n_kept;
}

/* Rows that another one went past stay, and so do those between changes. */
static void
test_sync_moved (void)
{
  g_autoptr (GListStore) list = g_list_store_new (CRM_TYPE_BOARD_CARD);

  sync_to (list, "abcdefghijklmnopqrstuvwxyz");
  g_assert_cmpuint (count_kept (list, "acdefghijklmnopqrstubvwxyz"), ==, 25); /* b, later */
  g_assert_cmpuint (count_kept (list, "abcdefghijklmnopqrstuvwxyz"), ==, 25); /* and back */
  g_assert_cmpuint (count_kept (list, "aBcdefghiJKlmnopqrstuvwxYz"), ==, 22);
  g_assert_cmpuint (count_kept (list, "aBcdefghi012JKlmnprstuvwxYz!"), ==, 24); /* o and q gone */
  sync_to (list, "zyxwvutsrqponmlkjihgfedcba");
  g_assert_cmpuint (count_kept (list, "0123456789"), ==, 0);
}

/* Whatever is asked for is what there is. */
static void
test_sync_any (void)
{
  g_autoptr (GListStore) list = g_list_store_new (CRM_TYPE_BOARD_CARD);

  for (guint i = 0; i < 400; i++)
    {
      char titles[80] = { 0 };
      gint32 n = g_test_rand_int_range (0, 79);

      for (gint32 k = 0; k < n; k++)
        titles[k] = (char)('a' + (k + (g_test_rand_int_range (0, 6) == 0 ? i : 0)) % 26);
      sync_to (list, titles);
    }
}

static void
test_sums (void)
{
  g_autoptr (CrmTotals) totals = crm_totals_new ();
  g_autoptr (CrmRates) rates = crm_rates_new ("EUR");

  g_assert_null (crm_phrase_sums (totals));
  g_assert_null (crm_phrase_weighted (totals));
  crm_totals_add (totals, rates, 150000, "EUR", TODAY);
  crm_totals_add (totals, rates, 700, "JPY", TODAY);
  crm_totals_add (totals, rates, 100, NULL, TODAY);
  assert_text (crm_phrase_weighted (totals), "weighted: €1,500 + ¥700 + 1");
  crm_totals_add (totals, rates, G_MAXINT64, "EUR", TODAY);
  assert_text (crm_phrase_sums (totals), "too much to be added up");
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rows/card", test_card);
  g_test_add_func ("/rows/closed-card", test_closed_card);
  g_test_add_func ("/rows/same", test_same);
  g_test_add_func ("/rows/sync", test_sync);
  g_test_add_func ("/rows/sync-moved", test_sync_moved);
  g_test_add_func ("/rows/sync-any", test_sync_any);
  g_test_add_func ("/rows/sums", test_sums);
  return g_test_run ();
}

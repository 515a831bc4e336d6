/* test-bulk.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-store.h"

#include "service/crm-bulk.h"
#include "service/crm-fields.h"
#include "service/crm-leads.h"
#include "service/crm-pipelines.h"
#include "service/crm-views.h"
#include "store/crm-history.h"

#define STAGE_SECOND "00000000-0000-8000-8000-000000000102"

typedef struct
{
  CrmTestStore *test;
  GPtrArray *ids; /* of three deals */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  static const char *const titles[] = { "Pumps", "Valves", "Pipes" };

  self->test = crm_test_store_new ();
  self->ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    g_ptr_array_add (self->ids, crm_test_make_deal (self->test->store, titles[i]));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_ptr_array_unref (self->ids);
  crm_test_store_free (self->test);
}

typedef struct
{
  const CrmBulkOrder *order;
  GCancellable *cancellable;
} Question;

static gpointer
make_plan (CrmReader *reader, gpointer data, GError **error)
{
  const Question *question = data;

  return crm_bulk_plan (reader, question->order, question->cancellable, error);
}

static CrmBulkPlan *
plan (Fixture *self, const CrmBulkOrder *order, GError **error)
{
  Question question = { order, NULL };

  return crm_store_read_sync (self->test->store, make_plan, &question, NULL, error);
}

/* Plans, writes, and says how many were changed. */
static guint
carry_out (Fixture *self, const CrmBulkOrder *order)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmBulkPlan) made = plan (self, order, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (made->n_records, ==, 3);
  if (made->n_changed > 0)
    crm_test_write (self->test->store, g_steal_pointer (&made->set));
  return made->n_changed;
}

static void
undo (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = crm_store_undo_sync (self->test->store, &error);

  g_assert_no_error (error);
  g_assert_nonnull (result);
}

static gpointer
load_history_in_worker (CrmReader *reader, gpointer deal, GError **error)
{
  CrmHistoryQuery query = { .deal = deal, .before_usec = G_MAXINT64, .limit = 10 };

  return crm_history_load (reader, &query, error);
}

static CrmHistory *
load_history (Fixture *self)
{
  return crm_store_read_sync (self->test->store, load_history_in_worker,
                              g_ptr_array_index (self->ids, 0), NULL, NULL);
}

static gint64
count (Fixture *self, const char *sql)
{
  return crm_test_store_int (self->test, "crm.db", sql);
}

/* Who lacks what the stage asks for stays, in whatever pipeline it is. */
static void
test_move (Fixture *self, gconstpointer data)
{
  CrmChangeSet *set = crm_change_set_new ("add-pipeline", CRM_CAUSE_USER);
  CrmNewStage kinds[] = { { "First", "open", 10, 0, "source", NULL },
                          { "Won", "won", 100, 0, NULL, NULL },
                          { "Lost", "lost", 0, 0, NULL, NULL } };
  g_autoptr (GPtrArray) stages = g_ptr_array_new ();
  g_autofree char *pipeline = NULL;
  g_autofree char *stage = NULL;
  CrmBulkOrder order = { .kind = CRM_BULK_MOVE, .entity = "deal", .ids = self->ids };
  g_autoptr (CrmBulkPlan) made = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_ptr_array_add (stages, &kinds[i]);
  pipeline = crm_pipelines_add (set, "Partners", 2, "EUR", stages);
  crm_test_write (self->test->store, set);
  stage = crm_test_store_text (self->test, "crm.db", "SELECT id FROM stage WHERE name = 'First'");
  crm_test_set_text (self->test->store, "deal", g_ptr_array_index (self->ids, 0), "source", "fair");
  order.stage = stage;
  made = plan (self, &order, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (made->n_records, ==, 3);
  g_assert_cmpuint (made->n_changed, ==, 1);
  g_assert_cmpuint (made->n_left_out, ==, 2);
  g_assert_cmpuint (made->missing->len, ==, 1);
  g_assert_cmpstr (((const CrmField *)g_ptr_array_index (made->missing, 0))->name, ==, "source");
  crm_test_write (self->test->store, g_steal_pointer (&made->set));
  g_assert_cmpint (count (self, "SELECT count(*) FROM deal AS d JOIN pipeline AS p ON p.id ="
                                " d.pipeline JOIN stage AS s ON s.id = d.stage"
                                " WHERE p.name = 'Partners' AND s.name = 'First'"),
                   ==, 1);
  undo (self);
  g_assert_cmpint (count (self, "SELECT count(DISTINCT pipeline) FROM deal"), ==, 1);
  g_assert_cmpint (count (self, "SELECT count(*) FROM stage_history"), ==, 0);
}

/* A deal that was in several pipelines says of each stage which one it was. */
static void
test_move_told (Fixture *self, gconstpointer data)
{
  CrmChangeSet *set = crm_change_set_new ("add-pipeline", CRM_CAUSE_USER);
  CrmNewStage kinds[] = { { "First", "open", 10, 0, NULL, NULL } };
  g_autoptr (GPtrArray) stages = g_ptr_array_new ();
  g_autofree char *pipeline = NULL;
  g_autofree char *stage = NULL;
  CrmBulkOrder order = { .kind = CRM_BULK_MOVE, .entity = "deal", .ids = self->ids };
  g_autoptr (CrmHistory) before = NULL;
  g_autoptr (CrmHistory) after = NULL;

  order.stage = STAGE_SECOND;
  g_assert_cmpuint (carry_out (self, &order), ==, 3);
  before = load_history (self);
  g_assert_cmpuint (before->items->len, ==, 1);
  g_assert_null (((CrmHistoryItem *)g_ptr_array_index (before->items, 0))->pipeline);
  g_ptr_array_add (stages, &kinds[0]);
  pipeline = crm_pipelines_add (set, "Partners", 2, "EUR", stages);
  crm_test_write (self->test->store, set);
  stage = crm_test_store_text (self->test, "crm.db", "SELECT id FROM stage WHERE name = 'First'");
  order.stage = stage;
  crm_test_store_pass_secs (self->test, 60);
  g_assert_cmpuint (carry_out (self, &order), ==, 3);
  after = load_history (self);
  g_assert_cmpuint (after->items->len, ==, 2);
  g_assert_cmpstr (((CrmHistoryItem *)g_ptr_array_index (after->items, 0))->pipeline, ==,
                   "Partners");
  g_assert_cmpstr (((CrmHistoryItem *)g_ptr_array_index (after->items, 1))->pipeline, ==, "Sales");
  g_assert_cmpuint (carry_out (self, &order), ==, 0);
}

static void
test_set (Fixture *self, gconstpointer data)
{
  CrmBulkOrder order
      = { CRM_BULK_SET, "deal", self->ids, "source", crm_value_text ("fair"), NULL, NULL };

  crm_test_set_text (self->test->store, "deal", g_ptr_array_index (self->ids, 0), "source", "fair");
  crm_test_set_text (self->test->store, "deal", g_ptr_array_index (self->ids, 1), "source", "web");
  /* One has it already. */
  g_assert_cmpuint (carry_out (self, &order), ==, 2);
  g_assert_cmpint (count (self, "SELECT count(*) FROM deal WHERE source = 'fair'"), ==, 3);
  g_assert_cmpuint (carry_out (self, &order), ==, 0);
  /* One undo for all. */
  undo (self);
  g_assert_cmpint (count (self, "SELECT count(*) FROM deal WHERE source = 'fair'"), ==, 1);
  g_assert_cmpint (count (self, "SELECT count(*) FROM deal WHERE source = 'web'"), ==, 1);
  crm_value_clear (&order.value);
  /* Nothing at all is a value, too. */
  g_assert_cmpuint (carry_out (self, &order), ==, 2);
  g_assert_cmpint (count (self, "SELECT count(*) FROM deal WHERE source IS NULL"), ==, 3);
}

static void
test_money (Fixture *self, gconstpointer data)
{
  CrmBulkOrder order
      = { CRM_BULK_SET, "deal", self->ids, "amount", crm_value_int (1500), "JPY", NULL };

  g_assert_cmpuint (carry_out (self, &order), ==, 3);
  g_assert_cmpint (
      count (self, "SELECT count(*) FROM deal WHERE amount = 1500 AND currency = 'JPY'"), ==, 3);
  order.currency = "EUR";
  g_assert_cmpuint (carry_out (self, &order), ==, 3);
}

static void
test_stage (Fixture *self, gconstpointer data)
{
  g_autofree char *won
      = crm_test_store_text (self->test, "crm.db", "SELECT id FROM stage WHERE kind = 'won'");
  g_autofree char *lost
      = crm_test_store_text (self->test, "crm.db", "SELECT id FROM stage WHERE kind = 'lost'");
  CrmBulkOrder order
      = { CRM_BULK_SET, "deal", self->ids, "stage", crm_value_text (won), NULL, NULL };
  g_autoptr (GError) error = NULL;

  /* A deal that is won leaves its trace, whoever says so. */
  g_assert_cmpuint (carry_out (self, &order), ==, 3);
  g_assert_cmpint (count (self, "SELECT count(*) FROM deal WHERE closed_at IS NOT NULL"), ==, 3);
  g_assert_cmpint (count (self, "SELECT count(*) FROM stage_history h JOIN deal d ON d.id = h.deal"
                                " WHERE h.stage = d.stage"),
                   ==, 3);
  undo (self);
  g_assert_cmpint (count (self, "SELECT count(*) FROM deal WHERE closed_at IS NOT NULL"), ==, 0);
  crm_value_clear (&order.value);
  order.value = crm_value_text (lost);
  g_assert_null (plan (self, &order, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT);
  crm_value_clear (&order.value);
}

static void
test_custom (Fixture *self, gconstpointer data)
{
  CrmNewField field = { .entity = "deal", .name = "region", .type = "text", .label = "Region" };
  CrmChangeSet *set = crm_change_set_new ("add-field", CRM_CAUSE_USER);
  g_autofree char *definition = crm_fields_define (set, &field);
  g_autofree char *sql
      = g_strdup_printf ("SELECT count(*) FROM deal_custom WHERE \"%s\" = 'north'", definition);
  CrmBulkOrder order
      = { CRM_BULK_SET, "deal", self->ids, "x.region", crm_value_text ("north"), NULL, NULL };

  crm_test_write (self->test->store, set);
  g_assert_cmpuint (carry_out (self, &order), ==, 3);
  g_assert_cmpint (count (self, sql), ==, 3);
  g_assert_cmpuint (carry_out (self, &order), ==, 0);
  undo (self);
  g_assert_cmpint (count (self, sql), ==, 0);
  crm_value_clear (&order.value);
}

static void
test_tags (Fixture *self, gconstpointer data)
{
  CrmBulkOrder order
      = { .kind = CRM_BULK_REMOVE_TAG, .entity = "deal", .ids = self->ids, .tag = "VIP" };

  /* What nobody has, nobody loses, and no tag is made for that. */
  g_assert_cmpuint (carry_out (self, &order), ==, 0);
  g_assert_cmpint (count (self, "SELECT count(*) FROM tag"), ==, 0);
  order.kind = CRM_BULK_ADD_TAG;
  g_assert_cmpuint (carry_out (self, &order), ==, 3);
  g_assert_cmpint (count (self, "SELECT count(*) FROM tagging WHERE deal IS NOT NULL"), ==, 3);
  g_assert_cmpuint (carry_out (self, &order), ==, 0);
  order.kind = CRM_BULK_REMOVE_TAG;
  g_assert_cmpuint (carry_out (self, &order), ==, 3);
  g_assert_cmpint (count (self, "SELECT count(*) FROM tagging"), ==, 0);
  undo (self);
  g_assert_cmpint (count (self, "SELECT count(*) FROM tagging"), ==, 3);
}

static char *
make_lead (Fixture *self, const char *name)
{
  CrmChangeSet *set = crm_change_set_new ("add-lead", CRM_CAUSE_USER);
  CrmNewLead lead = { .name = name, .now_usec = self->test->now_usec };
  char *id = crm_leads_create (set, &lead);

  crm_test_write (self->test->store, set);
  return id;
}

/* Leads are tagged as deals are, with the same tags. */
static void
test_lead_tags (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) leads = g_ptr_array_new_with_free_func (g_free);
  CrmBulkOrder order
      = { .kind = CRM_BULK_ADD_TAG, .entity = "deal", .ids = self->ids, .tag = "VIP" };

  g_assert_cmpuint (carry_out (self, &order), ==, 3);
  g_ptr_array_add (leads, make_lead (self, "Nora Quellental"));
  g_ptr_array_add (leads, make_lead (self, "Otto Quellental"));
  g_ptr_array_add (leads, make_lead (self, "Pia Quellental"));
  order.entity = "lead";
  order.ids = leads;
  g_assert_cmpuint (carry_out (self, &order), ==, 3);
  g_assert_cmpint (count (self, "SELECT count(*) FROM tag"), ==, 1);
  g_assert_cmpint (count (self, "SELECT count(DISTINCT lead) FROM tagging WHERE deal IS NULL AND"
                                " person IS NULL AND account IS NULL"),
                   ==, 3);
  g_assert_cmpuint (carry_out (self, &order), ==, 0);
  order.kind = CRM_BULK_REMOVE_TAG;
  g_assert_cmpuint (carry_out (self, &order), ==, 3);
  g_assert_cmpint (count (self, "SELECT count(*) FROM tagging WHERE lead IS NOT NULL"), ==, 0);
  g_assert_cmpint (count (self, "SELECT count(*) FROM tagging WHERE deal IS NOT NULL"), ==, 3);
  undo (self);
  g_assert_cmpint (count (self, "SELECT count(*) FROM tagging WHERE lead IS NOT NULL"), ==, 3);
  /* A lead that is deleted takes its tags along, and Undo brings both. */
  order = (CrmBulkOrder){ .kind = CRM_BULK_DELETE, .entity = "lead", .ids = leads };
  g_assert_cmpuint (carry_out (self, &order), ==, 3);
  g_assert_cmpint (count (self, "SELECT count(*) FROM tagging WHERE lead IS NOT NULL"), ==, 0);
  undo (self);
  g_assert_cmpint (count (self, "SELECT count(*) FROM tagging WHERE lead IS NOT NULL"), ==, 3);
}

/* A status goes the way of its service: who lacks what it needs stays, and so does what was
 * converted. */
static void
test_lead_status (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) leads = g_ptr_array_new_with_free_func (g_free);
  CrmBulkOrder order = { .kind = CRM_BULK_SET,
                         .entity = "lead",
                         .ids = leads,
                         .field = "status",
                         .value = crm_value_text ("contacted") };
  static const char *const filled[] = { "organization", "phone", "industry", "need_note", NULL };
  g_autoptr (CrmBulkPlan) made = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (leads, make_lead (self, "Nora Quellental"));
  g_ptr_array_add (leads, make_lead (self, "Otto Quellental"));
  g_ptr_array_add (leads, make_lead (self, "Pia Quellental"));
  crm_test_set_text (self->test->store, "lead", leads->pdata[2], "status", "converted");
  g_assert_cmpuint (carry_out (self, &order), ==, 2);
  g_assert_cmpint (count (self, "SELECT count(*) FROM lead WHERE status = 'contacted' AND"
                                " status_since IS NOT NULL"),
                   ==, 2);
  undo (self);
  g_assert_cmpint (count (self, "SELECT count(*) FROM lead WHERE status = 'contacted'"), ==, 0);
  crm_value_clear (&order.value);
  order.value = crm_value_text ("mql");
  for (guint i = 0; filled[i] != NULL; i++)
    crm_test_set_text (self->test->store, "lead", leads->pdata[0], filled[i], "Wasser");
  made = plan (self, &order, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (made->n_changed, ==, 1);
  g_assert_cmpuint (made->n_left_out, ==, 1);
  g_assert_cmpuint (made->missing->len, ==, 4);
  crm_value_clear (&order.value);
}

static void
test_delete (Fixture *self, gconstpointer data)
{
  CrmBulkOrder order = { .kind = CRM_BULK_DELETE, .entity = "deal", .ids = self->ids };
  CrmChangeSet *set = crm_change_set_new ("add-note", CRM_CAUSE_USER);
  CrmChange *note = crm_change_set_create (set, "note", NULL);
  gint64 n_history = count (self, "SELECT count(*) FROM stage_history");
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmBulkPlan) made = NULL;

  crm_change_set_text (note, "text", "Called");
  crm_change_set_int (note, "at", CRM_TEST_START_USEC);
  crm_change_set_text (note, "deal", g_ptr_array_index (self->ids, 0));
  crm_test_write (self->test->store, set);
  made = plan (self, &order, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (made->n_changed, ==, 3);
  g_assert_cmpuint (made->n_along, ==, n_history + 1);
  crm_test_write (self->test->store, g_steal_pointer (&made->set));
  g_assert_cmpint (count (self, "SELECT count(*) FROM deal"), ==, 0);
  g_assert_cmpint (count (self, "SELECT count(*) FROM note"), ==, 0);
  undo (self);
  g_assert_cmpint (count (self, "SELECT count(*) FROM deal"), ==, 3);
  g_assert_cmpint (count (self, "SELECT count(*) FROM note"), ==, 1);
  g_assert_cmpint (count (self, "SELECT count(*) FROM stage_history"), ==, n_history);
}

/* Somebody was faster: nothing is written, and nobody's edit is lost. */
static void
test_conflict (Fixture *self, gconstpointer data)
{
  CrmBulkOrder order
      = { CRM_BULK_SET, "deal", self->ids, "source", crm_value_text ("fair"), NULL, NULL };
  g_autoptr (CrmBulkPlan) made = plan (self, &order, NULL);

  crm_test_set_text (self->test->store, "deal", g_ptr_array_index (self->ids, 2), "source", "web");
  crm_test_refuse (self->test->store, g_steal_pointer (&made->set), CRM_ERROR_CONFLICT);
  g_assert_cmpint (count (self, "SELECT count(*) FROM deal WHERE source = 'fair'"), ==, 0);
  crm_value_clear (&order.value);
}

static void
test_mistakes (Fixture *self, gconstpointer data)
{
  CrmBulkOrder order
      = { CRM_BULK_SET, "deal", self->ids, "colour", crm_value_text ("red"), NULL, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Question question = { &order, cancellable };
  g_autoptr (GPtrArray) gone = g_ptr_array_new ();
  g_autoptr (CrmBulkPlan) made = NULL;

  g_assert_null (plan (self, &order, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE);
  g_clear_error (&error);
  order.field = "probability";
  g_assert_null (plan (self, &order, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE);
  g_clear_error (&error);
  order.field = "x.none";
  g_assert_null (plan (self, &order, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE);
  g_clear_error (&error);
  order.field = "source";
  g_cancellable_cancel (cancellable);
  g_assert_null (crm_store_read_sync (self->test->store, make_plan, &question, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_ptr_array_add (gone, (gpointer) "0190a000-0000-7000-8000-000000000000");
  order.ids = gone;
  made = plan (self, &order, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (made->n_records, ==, 0);
  crm_value_clear (&order.value);
}

static void
test_views (Fixture *self, gconstpointer data)
{
  CrmView view = { "deal", "Big ones", "amount > 1000", "title amount:120", "amount desc", NULL };
  CrmChangeSet *set = crm_change_set_new ("add-view", CRM_CAUSE_USER);
  g_autofree char *id = crm_views_save (set, &view, NULL);
  g_autofree char *same = NULL;
  g_autoptr (CrmRecord) known = NULL;

  crm_test_write (self->test->store, set);
  known = crm_test_get (self->test->store, "saved_view", id);
  g_assert_cmpstr (crm_record_get_text (known, "filter"), ==, "amount > 1000");
  set = crm_change_set_new ("edit-view", CRM_CAUSE_USER);
  view.filter = NULL;
  same = crm_views_save (set, &view, known);
  g_assert_cmpstr (same, ==, id);
  crm_test_write (self->test->store, set);
  g_assert_cmpint (count (self, "SELECT count(*) FROM saved_view WHERE filter IS NULL"), ==, 1);
  undo (self);
  g_assert_cmpint (count (self, "SELECT count(*) FROM saved_view WHERE filter IS NOT NULL"), ==, 1);
}

static void
test_rename_view (Fixture *self, gconstpointer data)
{
  const CrmView first = { .entity = "deal", .name = "Große Aufträge" };
  const CrmView second = { .entity = "deal", .name = "Small ones" };
  CrmChangeSet *set = crm_change_set_new ("add-view", CRM_CAUSE_USER);
  g_autofree char *id = crm_views_save (set, &first, NULL);
  g_autofree char *other = crm_views_save (set, &second, NULL);
  g_autoptr (GPtrArray) views = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  const CrmRecord *seen;

  crm_test_write (self->test->store, set);
  g_ptr_array_add (views, crm_test_get (self->test->store, "saved_view", id));
  g_ptr_array_add (views, crm_test_get (self->test->store, "saved_view", other));
  seen = views->pdata[0];
  g_assert_true (crm_views_find_same (views, "small ONES", id) == views->pdata[1]);
  g_assert_true (crm_views_find_same (views, "grosse auftrage", NULL) == seen);
  g_assert_null (crm_views_find_same (views, "GROSSE Aufträge", id)); /* its own */
  g_assert_null (crm_views_find_same (NULL, "Small ones", NULL));
  set = crm_change_set_new ("edit-view", CRM_CAUSE_USER);
  crm_views_rename (set, seen, "Big ones");
  crm_test_write (self->test->store, set);
  g_assert_cmpint (count (self, "SELECT count(*) FROM saved_view WHERE name = 'Big ones'"), ==, 1);
  /* Who saw the old name does not overwrite the new one. */
  set = crm_change_set_new ("edit-view", CRM_CAUSE_USER);
  crm_views_rename (set, seen, "Mine");
  crm_test_refuse (self->test->store, set, CRM_ERROR_CONFLICT);
  undo (self);
  g_assert_cmpint (count (self, "SELECT count(*) FROM saved_view WHERE name LIKE 'Gro%'"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/bulk/set", test_set);
  ADD ("/bulk/money", test_money);
  ADD ("/bulk/stage", test_stage);
  ADD ("/bulk/move", test_move);
  ADD ("/bulk/move-told", test_move_told);
  ADD ("/bulk/custom", test_custom);
  ADD ("/bulk/tags", test_tags);
  ADD ("/bulk/lead-tags", test_lead_tags);
  ADD ("/bulk/lead-status", test_lead_status);
  ADD ("/bulk/delete", test_delete);
  ADD ("/bulk/rename-view", test_rename_view);
  ADD ("/bulk/conflict", test_conflict);
  ADD ("/bulk/mistakes", test_mistakes);
  ADD ("/views/save", test_views);
#undef ADD
  return g_test_run ();
}

/* test-pipelines.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "service/crm-deals.h"
#include "service/crm-pipelines.h"
#include "service/crm-preferences.h"
#include "service/crm-stage.h"
#include "store/crm-seed.h"

#define SECOND "00000000-0000-8000-8000-000000000102"
#define THIRD "00000000-0000-8000-8000-000000000103"
#define FOURTH "00000000-0000-8000-8000-000000000104"

typedef struct
{
  CrmTestStore *test; /* (owned) */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->test = crm_test_store_new ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  crm_test_check (self->test->store);
  crm_test_store_free (self->test);
}

static char *
add_deal (Fixture *self, const char *stage)
{
  CrmChangeSet *set = crm_change_set_new ("add-deal", CRM_CAUSE_USER);
  CrmNewDeal deal = { .title = "Pumps", .stage = stage, .now_usec = self->test->now_usec };
  char *id = crm_deals_create (set, &deal);

  crm_test_write (self->test->store, set);
  return id;
}

static gpointer
load_cb (CrmReader *reader, gpointer pipeline, GError **error)
{
  return crm_pipeline_plan_load (reader, pipeline, error);
}

static CrmPipelinePlan *
load (Fixture *self, const char *pipeline)
{
  g_autoptr (GError) error = NULL;
  CrmPipelinePlan *plan
      = crm_store_read_sync (self->test->store, load_cb, (gpointer)pipeline, NULL, &error);

  g_assert_no_error (error);
  return plan;
}

static const CrmRecord *
get_stage (const CrmPipelinePlan *plan, guint i)
{
  g_assert_cmpuint (i, <, plan->stages->len);
  return g_ptr_array_index (plan->stages, i);
}

typedef struct
{
  const char *stage;
  const char *to;
} Removal;

static gpointer
removal_cb (CrmReader *reader, gpointer data, GError **error)
{
  Removal *removal = data;

  return crm_pipelines_build_removal (reader, removal->stage, removal->to, error);
}

static CrmChangeSet *
build_removal (Fixture *self, const char *stage, const char *to, GError **error)
{
  Removal removal = { stage, to };

  return crm_store_read_sync (self->test->store, removal_cb, &removal, NULL, error);
}

static void
assert_stage (Fixture *self, const char *deal, const char *stage)
{
  g_autoptr (CrmRecord) record = crm_test_get (self->test->store, "deal", deal);

  g_assert_cmpstr (crm_record_get_text (record, "stage"), ==, stage);
}

static void
undo (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = crm_store_undo_sync (self->test->store, &error);

  g_assert_no_error (error);
}

static void
test_plan (Fixture *self, gconstpointer data)
{
  g_autofree char *deal = add_deal (self, SECOND);
  g_autoptr (CrmPipelinePlan) plan = load (self, NULL);

  g_assert_cmpstr (plan->pipeline->id, ==, CRM_SEED_PIPELINE);
  g_assert_cmpuint (plan->stages->len, ==, 6);
  g_assert_cmpint (g_array_index (plan->n_deals, gint64, 0), ==, 0);
  g_assert_cmpint (g_array_index (plan->n_deals, gint64, 1), ==, 1);
  g_assert_cmpint (plan->n_all, ==, 1);
  g_assert_cmpint (plan->default_limit, ==, 5);
  g_assert_true (crm_pipeline_plan_can_remove (plan, get_stage (plan, 0)));
  g_assert_false (crm_pipeline_plan_can_remove (plan, get_stage (plan, 4)));
  g_assert_false (crm_pipeline_plan_can_archive (plan));
}

static void
test_new_pipeline (Fixture *self, gconstpointer data)
{
  CrmChangeSet *set = crm_change_set_new ("add-pipeline", CRM_CAUSE_USER);
  CrmNewStage stages[] = { { "Talk", "open", 20, 7, "amount", "Call\nVisit" },
                           { "Won", "won", 100, 0, NULL, NULL },
                           { "Lost", "lost", 0, 0, NULL, NULL } };
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  g_autofree char *id = NULL;
  g_autoptr (CrmPipelinePlan) plan = NULL;
  g_auto (GStrv) steps = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    g_ptr_array_add (list, &stages[i]);
  id = crm_pipelines_add (set, "Partners", 2, "CHF", list);
  crm_test_write (self->test->store, set);
  plan = load (self, id);
  g_assert_cmpuint (plan->stages->len, ==, 3);
  g_assert_cmpstr (crm_record_get_text (plan->pipeline, "currency"), ==, "CHF");
  g_assert_cmpint (crm_record_get_int (get_stage (plan, 0), "max_days", 0), ==, 7);
  g_assert_true (crm_record_get (get_stage (plan, 1), "max_days")->kind == CRM_VALUE_NULL);
  steps = crm_stage_list_steps (get_stage (plan, 0));
  g_assert_cmpuint (g_strv_length (steps), ==, 2);
  g_assert_true (crm_pipeline_plan_can_archive (plan));

  set = crm_change_set_new ("archive-pipeline", CRM_CAUSE_USER);
  crm_pipelines_set_inactive (set, plan->pipeline, TRUE);
  crm_test_write (self->test->store, set);
  g_clear_pointer (&plan, crm_pipeline_plan_unref);
  plan = load (self, NULL);
  g_assert_cmpuint (plan->pipelines->len, ==, 2);
  g_assert_false (crm_pipeline_plan_can_archive (plan));
}

static void
test_order (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmPipelinePlan) plan = load (self, NULL);
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  CrmChangeSet *set = crm_change_set_new ("order-stages", CRM_CAUSE_USER);
  static const guint places[] = { 1, 0, 2, 3, 4, 5 };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    g_ptr_array_add (order, g_ptr_array_index (plan->stages, places[i]));
  crm_pipelines_set_order (set, order);
  g_assert_cmpuint (set->changes->len, ==, 2);
  crm_test_write (self->test->store, set);
  g_clear_pointer (&plan, crm_pipeline_plan_unref);
  plan = load (self, NULL);
  g_assert_cmpstr (get_stage (plan, 0)->id, ==, SECOND);
  undo (self);
  g_clear_pointer (&plan, crm_pipeline_plan_unref);
  plan = load (self, NULL);
  g_assert_cmpstr (get_stage (plan, 0)->id, ==, CRM_SEED_STAGE_FIRST);
}

static void
test_kind (Fixture *self, gconstpointer data)
{
  g_autofree char *deal = add_deal (self, SECOND);
  g_autoptr (CrmPipelinePlan) plan = load (self, NULL);
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("edit-stage", CRM_CAUSE_USER);
  g_autoptr (GError) error = NULL;

  /* The only stage for what is won. */
  g_assert_false (crm_pipelines_set_kind (set, plan, get_stage (plan, 4), "open", &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT);
  g_clear_error (&error);
  /* Its deal would be won. */
  g_assert_false (crm_pipelines_set_kind (set, plan, get_stage (plan, 1), "won", &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT);
  g_assert_true (crm_pipelines_set_kind (set, plan, get_stage (plan, 1), "on_hold", NULL));
  g_assert_true (crm_pipelines_set_kind (set, plan, get_stage (plan, 2), "won", NULL));
}

static void
test_remove (Fixture *self, gconstpointer data)
{
  g_autofree char *deal = add_deal (self, SECOND);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmPipelinePlan) plan = NULL;
  CrmChangeSet *set;

  g_assert_null (build_removal (self, SECOND, NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT);
  g_clear_error (&error);
  g_assert_null (build_removal (self, SECOND, CRM_SEED_STAGE_WON, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT);
  g_clear_error (&error);
  g_assert_null (build_removal (self, SECOND, SECOND, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT);
  g_clear_error (&error);
  g_assert_null (build_removal (self, CRM_SEED_STAGE_WON, NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT);
  g_clear_error (&error);

  set = build_removal (self, SECOND, THIRD, &error);
  g_assert_no_error (error);
  crm_test_write (self->test->store, set);
  assert_stage (self, deal, THIRD);
  plan = load (self, NULL);
  g_assert_cmpuint (plan->stages->len, ==, 5);
  g_assert_cmpint (crm_test_store_int (self->test, "crm.db", "SELECT count(*) FROM stage_history"),
                   ==, 2);
  undo (self);
  assert_stage (self, deal, SECOND);
  g_clear_pointer (&plan, crm_pipeline_plan_unref);
  plan = load (self, NULL);
  g_assert_cmpuint (plan->stages->len, ==, 6);
}

static void
set_text (Fixture *self, const char *stage, const char *field, const char *text)
{
  CrmChangeSet *set = crm_change_set_new ("edit-stage", CRM_CAUSE_USER);

  crm_change_set_text (crm_change_set_update (set, "stage", stage), field, text);
  crm_test_write (self->test->store, set);
}

static void
test_required (Fixture *self, gconstpointer data)
{
  g_autofree char *id = add_deal (self, CRM_SEED_STAGE_FIRST);
  g_autoptr (CrmRecord) deal = crm_test_get (self->test->store, "deal", id);
  g_autoptr (CrmRecord) from = crm_test_get (self->test->store, "stage", CRM_SEED_STAGE_FIRST);
  g_autoptr (CrmRecord) to = NULL;
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("set-stage", CRM_CAUSE_USER);
  g_autoptr (GPtrArray) missing = NULL;
  g_autoptr (GError) error = NULL;
  CrmChange *change;

  set_text (self, THIRD, "required_fields", "  amount \n\nexpected_close\nno_such_field\namount");
  to = crm_test_get (self->test->store, "stage", THIRD);
  missing = crm_stage_list_missing (to, deal, NULL);
  g_assert_cmpuint (missing->len, ==, 2);
  g_assert_false (crm_deals_set_stage (set, deal, from, to, NULL, NULL, 1, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INCOMPLETE);
  g_clear_error (&error);
  g_assert_cmpuint (set->changes->len, ==, 0);

  /* What is filled in with the move counts, what is emptied does not. */
  change = crm_change_set_update (set, "deal", id);
  crm_change_set_int (change, "amount", 0);
  crm_change_set_null (change, "expected_close");
  g_assert_false (crm_deals_set_stage (set, deal, from, to, NULL, NULL, 1, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INCOMPLETE);
  g_assert_nonnull (strstr (error->message, "expected_close"));
  g_assert_null (strstr (error->message, "amount"));
  crm_change_set_int (change, "expected_close", 20514);
  g_assert_true (crm_deals_set_stage (set, deal, from, to, NULL, NULL, 1, NULL));
  /* Who is there already is asked for nothing. */
  g_assert_true (crm_deals_set_stage (set, deal, to, to, NULL, NULL, 1, NULL));
}

static void
test_steps (Fixture *self, gconstpointer data)
{
  g_autofree char *deal = add_deal (self, CRM_SEED_STAGE_FIRST);

  for (int i = 0; i < 2; i++)
    {
      CrmChangeSet *set = crm_change_set_new ("take-step", CRM_CAUSE_USER);

      crm_stage_set_step (set, deal, CRM_SEED_STAGE_FIRST, "Call", TRUE);
      crm_test_write (self->test->store, set);
      g_assert_cmpint (crm_test_store_int (self->test, "crm.db", "SELECT count(*) FROM deal_step"),
                       ==, 1);
      set = crm_change_set_new ("reopen-step", CRM_CAUSE_USER);
      crm_stage_set_step (set, deal, CRM_SEED_STAGE_FIRST, "Call", FALSE);
      crm_test_write (self->test->store, set);
      g_assert_cmpint (crm_test_store_int (self->test, "crm.db", "SELECT count(*) FROM deal_step"),
                       ==, 0);
    }
}

static gpointer
preferences_cb (CrmReader *reader, gpointer data, GError **error)
{
  return crm_preferences_load (reader, error);
}

static CrmPreferences *
load_preferences (Fixture *self)
{
  return crm_store_read_sync (self->test->store, preferences_cb, NULL, NULL, NULL);
}

static void
test_preferences (Fixture *self, gconstpointer data)
{
  CrmChangeSet *set = crm_change_set_new ("set-preference", CRM_CAUSE_USER);
  g_autoptr (CrmPreferences) preferences = load_preferences (self);
  g_autofree char *id = NULL;

  g_assert_cmpint (preferences->fiscal_month, ==, 1);
  g_assert_cmpuint (preferences->working_days, ==, CRM_WEEK_DEFAULT);
  crm_preferences_set_fiscal_month (set, 4);
  crm_preferences_set_working_days (set, CRM_WEEKDAY (7) | CRM_WEEKDAY (1));
  crm_preferences_set_stage_limit (set, 0);
  crm_test_write (self->test->store, set);
  g_clear_pointer (&preferences, crm_preferences_free);
  preferences = load_preferences (self);
  g_assert_cmpint (preferences->fiscal_month, ==, 4);
  g_assert_cmpuint (preferences->working_days, ==, 0x41);
  g_assert_cmpint (preferences->stage_limit, ==, 0);

  /* What another program wrote and nobody can read counts for nothing. */
  id = crm_entity_derive_id (crm_entity_find ("setting"), "fiscal_month", NULL);
  set = crm_change_set_new ("set-preference", CRM_CAUSE_USER);
  crm_change_set_text (crm_change_set_update (set, "setting", id), "value", "13");
  crm_test_write (self->test->store, set);
  g_clear_pointer (&preferences, crm_preferences_free);
  preferences = load_preferences (self);
  g_assert_cmpint (preferences->fiscal_month, ==, 1);
}

/* Day 20514 is Monday, 2026-03-02. */
static void
test_working_days (void)
{
  g_assert_cmpint (crm_preferences_find_working_day (CRM_WEEK_DEFAULT, 20514), ==, 20514);
  g_assert_cmpint (crm_preferences_find_working_day (CRM_WEEK_DEFAULT, 20518), ==, 20518);
  g_assert_cmpint (crm_preferences_find_working_day (CRM_WEEK_DEFAULT, 20519), ==, 20521);
  g_assert_cmpint (crm_preferences_find_working_day (CRM_WEEKDAY (7), 20514), ==, 20520);
  g_assert_cmpint (crm_preferences_find_working_day (CRM_WEEK_DEFAULT, -5), ==, -3);
  g_assert_cmpint (crm_preferences_find_working_day (0, 20514), ==, 20514);
}

#define ADD(name, test) g_test_add ("/pipelines/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("plan", test_plan);
  ADD ("new", test_new_pipeline);
  ADD ("order", test_order);
  ADD ("kind", test_kind);
  ADD ("remove", test_remove);
  ADD ("required", test_required);
  ADD ("steps", test_steps);
  ADD ("preferences", test_preferences);
  g_test_add_func ("/pipelines/working-days", test_working_days);
  return g_test_run ();
}

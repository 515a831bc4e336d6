/* crm-pipelines.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-pipelines"
#include "config.h"

#include "crm-pipelines.h"

#include "service/crm-deals.h"
#include "store/crm-context-query.h"

static const char *
get_kind (const CrmRecord *stage)
{
  const char *kind = crm_record_get_text (stage, "kind");

  return kind != NULL ? kind : "open";
}

static gboolean
is_closed_kind (const char *kind)
{
  return g_str_equal (kind, "won") || g_str_equal (kind, "lost") || g_str_equal (kind, "cancelled");
}

/**
 * crm_stage_is_closed:
 * @stage: a stage
 *
 * Returns: whether deals in it are closed
 */
gboolean
crm_stage_is_closed (const CrmRecord *stage)
{
  return is_closed_kind (get_kind (stage));
}

/* Whether a deal goes from the one to the other without being won, lost or opened by it. */
static gboolean
are_alike (const char *kind, const char *other)
{
  return is_closed_kind (kind) || is_closed_kind (other) ? g_str_equal (kind, other) : TRUE;
}

/* A pipeline cannot do without its last stage of these. */
static gboolean
is_needed (const CrmPipelinePlan *plan, const CrmRecord *stage)
{
  const char *kind = get_kind (stage);

  if (g_str_equal (kind, "on_hold") || g_str_equal (kind, "cancelled"))
    return FALSE;
  for (guint i = 0; i < plan->stages->len; i++)
    {
      const CrmRecord *other = g_ptr_array_index (plan->stages, i);

      if (!g_str_equal (other->id, stage->id) && g_str_equal (get_kind (other), kind))
        return FALSE;
    }
  return TRUE;
}

static gint64
count_deals (const CrmPipelinePlan *plan, const CrmRecord *stage)
{
  for (guint i = 0; i < plan->stages->len; i++)
    if (g_str_equal (((CrmRecord *)g_ptr_array_index (plan->stages, i))->id, stage->id))
      return g_array_index (plan->n_deals, gint64, i);
  return 0;
}

/**
 * crm_pipeline_plan_list_targets:
 * @self: a pipeline
 * @stage: one of its stages
 *
 * Returns: (transfer container) (element-type CrmRecord): where the deals of @stage can go without
 *   being won, lost or opened by it
 */
GPtrArray *
crm_pipeline_plan_list_targets (const CrmPipelinePlan *self, const CrmRecord *stage)
{
  GPtrArray *targets = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);

  for (guint i = 0; i < self->stages->len; i++)
    {
      CrmRecord *other = g_ptr_array_index (self->stages, i);

      if (!g_str_equal (other->id, stage->id) && are_alike (get_kind (stage), get_kind (other)))
        g_ptr_array_add (targets, crm_record_ref (other));
    }
  return targets;
}

/**
 * crm_pipeline_plan_can_remove:
 * @self: a pipeline
 * @stage: one of its stages
 *
 * Returns: whether the pipeline can do without it; its deals must go somewhere all the same
 */
gboolean
crm_pipeline_plan_can_remove (const CrmPipelinePlan *self, const CrmRecord *stage)
{
  g_autoptr (GPtrArray) targets = crm_pipeline_plan_list_targets (self, stage);

  return !is_needed (self, stage) && (targets->len > 0 || count_deals (self, stage) == 0);
}

/**
 * crm_pipeline_plan_can_archive:
 * @self: a pipeline
 *
 * Returns: whether there is another one in use
 */
gboolean
crm_pipeline_plan_can_archive (const CrmPipelinePlan *self)
{
  guint n = 0;

  for (guint i = 0; i < self->pipelines->len; i++)
    n += crm_record_get_int (g_ptr_array_index (self->pipelines, i), "inactive", 0) == 0;
  return n > 1;
}

/* --- building ---
 */

static void
fill_stage (CrmChange *change, const CrmNewStage *stage, gint64 position)
{
  crm_change_set_text (change, "name", stage->name);
  crm_change_set_text (change, "kind", stage->kind);
  crm_change_set_int (change, "position", position);
  if (stage->probability >= 0)
    crm_change_set_int (change, "probability", stage->probability);
  if (stage->max_days > 0)
    crm_change_set_int (change, "max_days", stage->max_days);
  if (stage->required_fields != NULL)
    crm_change_set_text (change, "required_fields", stage->required_fields);
  if (stage->checklist != NULL)
    crm_change_set_text (change, "checklist", stage->checklist);
}

/**
 * crm_pipelines_add_stage:
 * @set: a change set
 * @pipeline: id of a pipeline
 * @stage: what it is to be
 * @position: among the others, the lowest first
 *
 * Returns: (transfer full): id of the new stage
 */
char *
crm_pipelines_add_stage (CrmChangeSet *set,
                         const char *pipeline,
                         const CrmNewStage *stage,
                         gint64 position)
{
  CrmChange *change = crm_change_set_create (set, "stage", NULL);

  crm_change_set_text (change, "pipeline", pipeline);
  fill_stage (change, stage, position);
  return g_strdup (change->id);
}

/**
 * crm_pipelines_add:
 * @set: a change set
 * @name: what it is called
 * @position: among the others, the lowest first
 * @currency: (nullable): ISO 4217 code for new deals
 * @stages: (element-type CrmNewStage): its stages in their order
 *
 * Returns: (transfer full): id of the new pipeline
 */
char *
crm_pipelines_add (CrmChangeSet *set,
                   const char *name,
                   gint64 position,
                   const char *currency,
                   const GPtrArray *stages)
{
  CrmChange *change = crm_change_set_create (set, "pipeline", NULL);
  char *id = g_strdup (change->id);

  crm_change_set_text (change, "name", name);
  crm_change_set_int (change, "position", position);
  if (currency != NULL)
    crm_change_set_text (change, "currency", currency);
  for (guint i = 0; i < stages->len; i++)
    g_free (crm_pipelines_add_stage (set, id, g_ptr_array_index (stages, i), i + 1));
  return id;
}

/**
 * crm_pipelines_set_name:
 * @set: a change set
 * @pipeline: a pipeline as the person saw it
 * @name: what it is called from now on
 */
void
crm_pipelines_set_name (CrmChangeSet *set, const CrmRecord *pipeline, const char *name)
{
  CrmChange *change = crm_change_set_update (set, "pipeline", pipeline->id);

  crm_change_set_text (change, "name", name);
  crm_change_expect (change, "name", crm_record_get (pipeline, "name"));
}

/**
 * crm_pipelines_set_inactive:
 * @set: a change set
 * @pipeline: a pipeline as the person saw it
 * @inactive: whether it is archived; its deals stay where they are, and come back with it
 */
void
crm_pipelines_set_inactive (CrmChangeSet *set, const CrmRecord *pipeline, gboolean inactive)
{
  CrmChange *change = crm_change_set_update (set, "pipeline", pipeline->id);

  crm_change_set_int (change, "inactive", inactive);
  crm_change_expect (change, "inactive", crm_record_get (pipeline, "inactive"));
}

/**
 * crm_pipelines_set_order:
 * @set: a change set
 * @stages: (element-type CrmRecord): all stages of a pipeline, in the order they shall have
 *
 * Changes only the positions that differ.
 */
void
crm_pipelines_set_order (CrmChangeSet *set, const GPtrArray *stages)
{
  for (guint i = 0; i < stages->len; i++)
    {
      const CrmRecord *stage = g_ptr_array_index (stages, i);
      CrmChange *change;

      if (crm_record_get_int (stage, "position", 0) == i + 1)
        continue;
      change = crm_change_set_update (set, "stage", stage->id);
      crm_change_set_int (change, "position", i + 1);
      crm_change_expect (change, "position", crm_record_get (stage, "position"));
    }
}

/**
 * crm_pipelines_set_kind:
 * @set: a change set
 * @plan: the pipeline as the person saw it
 * @stage: one of its stages
 * @kind: a choice of `stage.kind`
 * @error: (nullable): %CRM_ERROR_CONSTRAINT when the pipeline needs the stage as it is, or when
 *   deals in it would be closed or opened by it
 *
 * Returns: whether the change was added
 */
gboolean
crm_pipelines_set_kind (CrmChangeSet *set,
                        const CrmPipelinePlan *plan,
                        const CrmRecord *stage,
                        const char *kind,
                        GError **error)
{
  CrmChange *change;

  if (!g_str_equal (kind, get_kind (stage)) && is_needed (plan, stage))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT,
                   "a pipeline needs an open stage, one for won and one for lost deals");
      return FALSE;
    }
  if (!are_alike (kind, get_kind (stage)) && count_deals (plan, stage) > 0)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT,
                   "deals are in this stage; move them first");
      return FALSE;
    }
  change = crm_change_set_update (set, "stage", stage->id);
  crm_change_set_text (change, "kind", kind);
  crm_change_expect (change, "kind", crm_record_get (stage, "kind"));
  return TRUE;
}

/* --- removing ---
 */

/* Closed ones were closed where they are, so their history stays as it is. */
static void
add_move (CrmChangeSet *set,
          const CrmRecord *deal,
          const CrmRecord *from,
          const CrmRecord *to,
          gint64 now_usec)
{
  CrmChange *change = crm_change_set_update (set, "deal", deal->id);

  crm_change_set_text (change, "stage", to->id);
  crm_change_expect (change, "stage", crm_record_get (deal, "stage"));
  if (crm_stage_is_closed (from))
    return;
  crm_change_set_int (change, "stage_since", now_usec);
  crm_deals_enter_stage (set, deal->id, to->id, now_usec);
}

static gboolean
check_target (const CrmRecord *stage, const CrmRecord *to /* (nullable) */, GError **error)
{
  if (to != NULL && !g_str_equal (to->id, stage->id)
      && g_strcmp0 (crm_record_get_text (to, "pipeline"), crm_record_get_text (stage, "pipeline"))
             == 0
      && are_alike (get_kind (stage), get_kind (to)))
    return TRUE;
  g_set_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT,
               "its deals must go to a stage of the same pipeline and kind");
  return FALSE;
}

/**
 * crm_pipelines_build_removal:
 * @reader: a reader
 * @stage: id of a stage
 * @to: (nullable): id of the stage that its deals go to; needed while there are any
 * @error: (nullable): %CRM_ERROR_NOT_FOUND, %CRM_ERROR_CONSTRAINT when the pipeline cannot do
 *   without the stage or its deals have nowhere to go, storage errors
 *
 * The stage itself stays stored, since histories speak of it; it is offered and shown no more.
 *
 * Returns: (transfer full) (nullable): the change that removes it and moves its deals
 */
CrmChangeSet *
crm_pipelines_build_removal (CrmReader *reader, const char *stage, const char *to, GError **error)
{
  g_autoptr (CrmRecord) record = crm_reader_get (reader, "stage", stage, error);
  g_autoptr (CrmRecord) target = NULL;
  g_autoptr (CrmPipelinePlan) plan = NULL;
  g_autoptr (GPtrArray) deals = NULL;
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("remove-stage", CRM_CAUSE_USER);
  CrmChange *change;

  if (record == NULL)
    return NULL;
  plan = crm_pipeline_plan_load (reader, crm_record_get_text (record, "pipeline"), error);
  deals = plan != NULL ? crm_reader_list_where (reader, "deal", "stage", stage, error) : NULL;
  if (deals == NULL || (to != NULL && !(target = crm_reader_get (reader, "stage", to, error))))
    return NULL;
  if (is_needed (plan, record))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT,
                   "a pipeline needs an open stage, one for won and one for lost deals");
      return NULL;
    }
  if (deals->len > 0 && !check_target (record, target, error))
    return NULL;
  for (guint i = 0; i < deals->len; i++)
    add_move (set, g_ptr_array_index (deals, i), record, target, crm_reader_get_now_usec (reader));
  change = crm_change_set_update (set, "stage", stage);
  crm_change_set_int (change, "inactive", TRUE);
  crm_change_expect (change, "inactive", crm_record_get (record, "inactive"));
  return g_steal_pointer (&set);
}

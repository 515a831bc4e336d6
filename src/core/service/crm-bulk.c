/* crm-bulk.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-bulk"
#include "config.h"

#include "crm-bulk.h"

#include <string.h>

#include "crm-deals.h"
#include "crm-delete.h"
#include "crm-leads.h"
#include "crm-stage.h"
#include "crm-tags.h"
#include "model/crm-custom.h"
#include "store/crm-list-query.h"

typedef struct
{
  CrmReader *reader;
  const CrmBulkOrder *order;
  CrmBulkPlan *plan;
  const CrmEntity *entity; /* that declares @field: the order's, or its sibling */
  const CrmField *field;   /* (nullable) */
  char *tag;               /* (owned) (nullable): id */
  GHashTable *stages;      /* (owned) (element-type utf8 CrmRecord): by id */
  GHashTable *doomed;      /* (owned) (element-type utf8): ids of what is deleted already */
} Work;

/**
 * crm_bulk_plan_free:
 * @self: (nullable): a plan
 */
void
crm_bulk_plan_free (CrmBulkPlan *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->set, crm_change_set_unref);
  g_clear_pointer (&self->missing, g_ptr_array_unref);
  g_free (self);
}

static void
clear_work (Work *work)
{
  g_free (work->tag);
  g_hash_table_unref (work->stages);
  g_hash_table_unref (work->doomed);
}

static const char *
get_label (CrmBulkKind kind)
{
  static const char *const labels[] = { [CRM_BULK_SET] = "edit-records",
                                        [CRM_BULK_ADD_TAG] = "tag-records",
                                        [CRM_BULK_REMOVE_TAG] = "untag-records",
                                        [CRM_BULK_DELETE] = "delete-records",
                                        [CRM_BULK_MOVE] = "move-deals" };

  return labels[kind];
}

/* --- a field
 * -------------------------------------------------------------------------------------- */

static gboolean
find_field (Work *work, GError **error)
{
  const CrmBulkOrder *order = work->order;
  const char *name = order->field;

  work->entity = crm_entity_find (order->entity);
  if (g_str_has_prefix (name, CRM_CUSTOM_PREFIX))
    {
      if (!crm_reader_get_custom (work->reader, order->entity, &work->entity, error))
        return FALSE;
      name += strlen (CRM_CUSTOM_PREFIX);
    }
  work->field = work->entity != NULL ? crm_entity_find_field (work->entity, name) : NULL;
  if (work->field == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "%s has no field “%s”", order->entity,
                   order->field);
      return FALSE;
    }
  return crm_field_check (work->entity, work->field, &order->value, error);
}

static const CrmRecord * /* (transfer none) (nullable) */
get_stage (Work *work, const char *id, GError **error)
{
  CrmRecord *stage = g_hash_table_lookup (work->stages, id);

  if (stage == NULL)
    {
      stage = crm_reader_get (work->reader, "stage", id, error);
      if (stage != NULL)
        g_hash_table_insert (work->stages, g_strdup (id), stage);
    }
  return stage;
}

/* Who lacks what a stage or a status asks for stays as it is, and is told of. */
static gboolean
stays (Work *work, const GPtrArray *missing)
{
  for (guint i = 0; i < missing->len; i++)
    if (!g_ptr_array_find (work->plan->missing, g_ptr_array_index (missing, i), NULL))
      g_ptr_array_add (work->plan->missing, g_ptr_array_index (missing, i));
  work->plan->n_left_out += missing->len > 0;
  return missing->len > 0;
}

/* A deal that goes on leaves its trace, whoever sends it on. */
static gboolean
move_deal (Work *work, const CrmRecord *deal, const char *target, GError **error)
{
  const CrmRecord *now = get_stage (work, crm_record_get_text (deal, "stage"), error);
  const CrmRecord *stage = now != NULL ? get_stage (work, target, error) : NULL;
  g_autoptr (GPtrArray) missing = NULL;

  if (stage == NULL)
    return FALSE;
  if (now == stage)
    return TRUE;
  missing = crm_stage_list_missing (stage, deal, NULL);
  if (stays (work, missing))
    return TRUE;
  work->plan->n_changed++;
  return crm_deals_set_stage (work->plan->set, deal, now, stage, work->order->lost_reason, NULL,
                              crm_reader_get_now_usec (work->reader), error);
}

/* What was converted stays so. */
static gboolean
set_status (Work *work, const CrmRecord *lead, GError **error)
{
  const char *status = work->order->value.text;
  g_autoptr (GPtrArray) missing = crm_leads_list_missing (lead, status, NULL);

  if (g_strcmp0 (crm_record_get_text (lead, "status"), "converted") == 0 || stays (work, missing))
    return TRUE;
  work->plan->n_changed++;
  return crm_leads_set_status (work->plan->set, lead, status, NULL, NULL,
                               crm_reader_get_now_usec (work->reader), error);
}

static gboolean
has_it_already (Work *work, const CrmRecord *holder)
{
  const CrmBulkOrder *order = work->order;
  const CrmValue *now = crm_record_get (holder, work->field->name);

  if (!crm_value_equal (now, &order->value))
    return FALSE;
  return work->field->type != CRM_FIELD_MONEY || order->currency == NULL
         || g_strcmp0 (crm_record_get_text (holder, work->field->reference), order->currency) == 0;
}

static gboolean
set_field (Work *work, const CrmRecord *record, GError **error)
{
  gboolean is_custom = (work->entity->flags & CRM_ENTITY_CUSTOM) != 0;
  const CrmRecord *holder = is_custom ? record->custom : record;
  const CrmField *field = work->field;
  CrmChange *change;

  if (has_it_already (work, holder))
    return TRUE;
  if (g_str_equal (work->entity->name, "deal") && g_str_equal (field->name, "stage"))
    return move_deal (work, record, work->order->value.text, error);
  if (g_str_equal (work->entity->name, "lead") && g_str_equal (field->name, "status"))
    return set_status (work, record, error);
  work->plan->n_changed++;
  change = is_custom ? crm_change_set_custom (work->plan->set, work->entity, record->id)
                     : crm_change_set_update (work->plan->set, work->entity->name, record->id);
  crm_change_set_value (change, field->name, &work->order->value);
  crm_change_expect (change, field->name, crm_record_get (holder, field->name));
  if (field->type == CRM_FIELD_MONEY && work->order->currency != NULL)
    crm_change_set_text (change, field->reference, work->order->currency);
  return TRUE;
}

/* --- a tag
 * ---------------------------------------------------------------------------------------- */

/* One that is not there is made only where somebody gets it. */
static gboolean
find_tag (Work *work, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRecord) tag
      = crm_reader_find (work->reader, "tag", "name", work->order->tag, &local_error);
  CrmChange *change;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (tag != NULL)
    work->tag = g_strdup (tag->id);
  else if (work->order->kind == CRM_BULK_ADD_TAG)
    {
      change = crm_change_set_create (work->plan->set, "tag", NULL);
      crm_change_set_text (change, "name", work->order->tag);
      work->tag = g_strdup (change->id);
    }
  return TRUE;
}

static gboolean
set_tag (Work *work, const CrmRecord *record, GError **error)
{
  gboolean add = work->order->kind == CRM_BULK_ADD_TAG;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRecord) known = NULL;
  g_autofree char *id = NULL;

  if (work->tag == NULL)
    return TRUE;
  id = crm_tags_derive_id (work->tag, record->entity->name, record->id);
  known = crm_reader_find (work->reader, "tagging", CRM_COLUMN_ID, id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if ((known != NULL) == add)
    return TRUE;
  work->plan->n_changed++;
  if (add)
    crm_tags_add (work->plan->set, work->tag, record->entity->name, record->id);
  else
    crm_change_set_delete (work->plan->set, "tagging", id);
  return TRUE;
}

/* --- all of them
 * ---------------------------------------------------------------------------------- */

/* What two of them have in common goes with the first. */
static gboolean
delete_record (Work *work, const CrmRecord *record, GError **error)
{
  g_autoptr (GPtrArray) gone = NULL;

  work->plan->n_changed++;
  if (g_hash_table_contains (work->doomed, record->id))
    return TRUE;
  gone = crm_delete_record (work->reader, work->plan->set, record, error);
  for (guint i = 0; gone != NULL && i < gone->len; i++)
    g_hash_table_add (work->doomed, g_strdup (((CrmRecord *)g_ptr_array_index (gone, i))->id));
  return gone != NULL;
}

static gboolean
begin (Work *work, GError **error)
{
  switch (work->order->kind)
    {
    case CRM_BULK_SET:
      return find_field (work, error);
    case CRM_BULK_ADD_TAG:
    case CRM_BULK_REMOVE_TAG:
      return find_tag (work, error);
    default:
      return TRUE;
    }
}

static gboolean
change_record (Work *work, const CrmRecord *record, GError **error)
{
  switch (work->order->kind)
    {
    case CRM_BULK_SET:
      return set_field (work, record, error);
    case CRM_BULK_ADD_TAG:
    case CRM_BULK_REMOVE_TAG:
      return set_tag (work, record, error);
    case CRM_BULK_MOVE:
      return move_deal (work, record, work->order->stage, error);
    default:
      return delete_record (work, record, error);
    }
}

/* NULL without an error for one that is gone. */
static CrmRecord *
read_record (Work *work, const char *id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  CrmRecord *record
      = crm_reader_find (work->reader, work->order->entity, CRM_COLUMN_ID, id, &local_error);

  if (record != NULL && !crm_reader_load_custom (work->reader, record, &local_error))
    g_clear_pointer (&record, crm_record_unref);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return record;
}

static gboolean
change_all (Work *work, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < work->order->ids->len; i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (CrmRecord) record
          = read_record (work, g_ptr_array_index (work->order->ids, i), &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (record == NULL)
        continue;
      work->plan->n_records++;
      if (!change_record (work, record, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * crm_bulk_plan:
 * @reader: a reader
 * @order: what is to be done with which records
 * @cancellable: (nullable): gives it up
 * @error: (nullable): %CRM_ERROR_INVALID_VALUE for a field that there is not or a value that does
 *   not suit it, %CRM_ERROR_CONSTRAINT for what a rule forbids, storage errors
 *
 * Records that are gone are left out, and those that are as they should be stay as they are. Deals
 * that lack what a stage asks for do not go there: the plan says how many, and what is missing.
 *
 * Returns: (transfer full) (nullable): what to write, and how many it concerns; %NULL on failure
 */
CrmBulkPlan *
crm_bulk_plan (CrmReader *reader,
               const CrmBulkOrder *order,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (CrmBulkPlan) plan = g_new0 (CrmBulkPlan, 1);
  Work work = { .reader = reader, .order = order, .plan = plan };
  gboolean done;

  plan->set = crm_change_set_new (get_label (order->kind), CRM_CAUSE_USER);
  plan->missing = g_ptr_array_new ();
  work.stages
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)crm_record_unref);
  work.doomed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  done = begin (&work, error) && change_all (&work, cancellable, error);
  if (order->kind == CRM_BULK_DELETE)
    plan->n_along = g_hash_table_size (work.doomed) - plan->n_changed;
  clear_work (&work);
  return done ? g_steal_pointer (&plan) : NULL;
}

typedef struct
{
  CrmBulkOrder order;        /* what it points to is owned */
  GCancellable *cancellable; /* (owned) (nullable) */
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_free ((char *)job->order.entity);
  g_ptr_array_unref (job->order.ids);
  g_free ((char *)job->order.field);
  crm_value_clear (&job->order.value);
  g_free ((char *)job->order.currency);
  g_free ((char *)job->order.tag);
  g_free ((char *)job->order.stage);
  g_free ((char *)job->order.lost_reason);
  g_clear_object (&job->cancellable);
  g_free (job);
}

static gpointer
plan_on_reader (CrmReader *reader, gpointer data, GError **error)
{
  const Job *job = data;

  return crm_bulk_plan (reader, &job->order, job->cancellable, error);
}

/**
 * crm_bulk_plan_async:
 * @store: a store
 * @order: copied
 * @cancellable: (nullable): gives it up
 * @callback: (nullable) (scope async): called with the plan
 * @user_data: data for @callback
 *
 * See crm_bulk_plan().
 */
void
crm_bulk_plan_async (CrmStore *store,
                     const CrmBulkOrder *order,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->order = (CrmBulkOrder){ .kind = order->kind,
                               .entity = g_strdup (order->entity),
                               .ids = g_ptr_array_ref (order->ids),
                               .field = g_strdup (order->field),
                               .value = crm_value_copy (&order->value),
                               .currency = g_strdup (order->currency),
                               .tag = g_strdup (order->tag),
                               .stage = g_strdup (order->stage),
                               .lost_reason = g_strdup (order->lost_reason) };
  job->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  crm_store_read_async (store, plan_on_reader, job, free_job, (GDestroyNotify)crm_bulk_plan_free,
                        cancellable, callback, user_data);
}

/**
 * crm_bulk_plan_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): the errors of crm_bulk_plan()
 *
 * Returns: (transfer full) (nullable): the plan, %NULL on failure
 */
CrmBulkPlan *
crm_bulk_plan_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}

typedef struct
{
  char *entity; /* (owned) */
  GArray *keys; /* (owned) (element-type gint64) */
} Selection;

static void
free_selection (gpointer data)
{
  Selection *selection = data;

  g_free (selection->entity);
  g_array_unref (selection->keys);
  g_free (selection);
}

static gpointer
load_ids (CrmReader *reader, gpointer data, GError **error)
{
  const Selection *selection = data;

  return crm_list_load_ids (reader, selection->entity,
                            (const gint64 *)(gconstpointer)selection->keys->data,
                            selection->keys->len, error);
}

/**
 * crm_bulk_load_ids_async:
 * @store: a store
 * @entity: which entity
 * @keys: (element-type gint64): what is selected in a list; copied
 * @callback: (nullable) (scope async): called with the ids
 * @user_data: data for @callback
 *
 * Which records those are, for good: keys mean something until the store is written.
 */
void
crm_bulk_load_ids_async (CrmStore *store,
                         const char *entity,
                         const GArray *keys,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  Selection *selection = g_new0 (Selection, 1);

  selection->entity = g_strdup (entity);
  selection->keys = g_array_copy ((GArray *)keys);
  crm_store_read_async (store, load_ids, selection, free_selection,
                        (GDestroyNotify)g_ptr_array_unref, NULL, callback, user_data);
}

/**
 * crm_bulk_load_ids_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type utf8): the ids, without those that are
 * gone; %NULL on failure
 */
GPtrArray *
crm_bulk_load_ids_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}

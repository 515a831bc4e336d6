/* crm-stage.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-stage"
#include "config.h"

#include "crm-stage.h"

/* What people fill in of a deal; all else follows from what they do. */
static const char *const requirable[] = {
  "account", "amount", "expected_close", "next_step", "kind", "source", "owner", "probability",
};

/**
 * crm_stage_list_requirable:
 *
 * Returns: (transfer none): the fields of a deal that a stage can ask for, ended by %NULL
 */
const CrmField *const *
crm_stage_list_requirable (void)
{
  static const CrmField *fields[G_N_ELEMENTS (requirable) + 1];
  static gsize once;

  if (g_once_init_enter (&once))
    {
      for (guint i = 0; i < G_N_ELEMENTS (requirable); i++)
        fields[i] = crm_entity_find_field (crm_entity_find ("deal"), requirable[i]);
      g_once_init_leave (&once, 1);
    }
  return fields;
}

/* The lines that have something in them, each once. */
static char **
split (const char *text /* (nullable) */)
{
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gboolean is_new = TRUE;

      g_strstrip (lines[i]);
      for (guint k = 0; k < i; k++)
        is_new &= !g_str_equal (lines[k], lines[i]);
      if (is_new && *lines[i] != '\0')
        g_strv_builder_add (kept, lines[i]);
    }
  return g_strv_builder_end (kept);
}

/**
 * crm_stage_join:
 * @lines: names of fields, or steps
 *
 * Returns: (transfer full) (nullable): as a stage stores them; %NULL for none
 */
char *
crm_stage_join (const char *const *lines)
{
  g_autofree char *text = g_strjoinv ("\n", (char **)lines);
  g_auto (GStrv) clean = split (text);

  return clean[0] != NULL ? g_strjoinv ("\n", clean) : NULL;
}

/**
 * crm_stage_list_required:
 * @stage: a stage
 *
 * Returns: (transfer container) (element-type CrmField): the fields that it asks for; names that
 *   mean nothing here are passed over, or no deal could enter it
 */
GPtrArray *
crm_stage_list_required (const CrmRecord *stage)
{
  g_auto (GStrv) names = split (crm_record_get_text (stage, "required_fields"));
  GPtrArray *fields = g_ptr_array_new ();

  for (const CrmField *const *field = crm_stage_list_requirable (); *field != NULL; field++)
    if (g_strv_contains ((const char *const *)names, (*field)->name))
      g_ptr_array_add (fields, (gpointer)*field);
  return fields;
}

static gboolean
is_filled (const CrmValue *value /* (nullable) */)
{
  return value != NULL && value->kind != CRM_VALUE_NULL
         && !(value->kind == CRM_VALUE_TEXT && value->text[0] == '\0');
}

/* What @set is about to put there, or NULL. */
static const CrmValue *
find_written (const CrmChangeSet *set, const char *deal, const char *field)
{
  const CrmValue *value = NULL;

  for (guint i = 0; set != NULL && i < set->changes->len; i++)
    {
      const CrmChange *change = g_ptr_array_index (set->changes, i);

      if (g_str_equal (change->entity->name, "deal") && g_str_equal (change->id, deal)
          && crm_change_get_value (change, field) != NULL)
        value = crm_change_get_value (change, field);
    }
  return value;
}

/**
 * crm_stage_list_missing:
 * @stage: where a deal shall go
 * @deal: the deal as it is
 * @set: (nullable): what is to be written together with the move
 *
 * Returns: (transfer container) (element-type CrmField): the fields that @stage asks for and that
 *   would be empty
 */
GPtrArray *
crm_stage_list_missing (const CrmRecord *stage, const CrmRecord *deal, const CrmChangeSet *set)
{
  g_autoptr (GPtrArray) required = crm_stage_list_required (stage);
  GPtrArray *missing = g_ptr_array_new ();

  for (guint i = 0; i < required->len; i++)
    {
      const CrmField *field = g_ptr_array_index (required, i);
      const CrmValue *written = find_written (set, deal->id, field->name);

      if (!is_filled (written != NULL ? written : crm_record_get (deal, field->name)))
        g_ptr_array_add (missing, (gpointer)field);
    }
  return missing;
}

/**
 * crm_stage_list_steps:
 * @stage: a stage
 *
 * Returns: (transfer full): the steps of its checklist, ended by %NULL
 */
char **
crm_stage_list_steps (const CrmRecord *stage)
{
  return split (crm_record_get_text (stage, "checklist"));
}

/**
 * crm_stage_derive_step_id:
 * @deal: id of a deal
 * @stage: id of a stage
 * @step: a step of its checklist
 *
 * Returns: (transfer full): id of the record that says that the step was taken
 */
char *
crm_stage_derive_step_id (const char *deal, const char *stage, const char *step)
{
  return crm_entity_derive_id (crm_entity_find ("deal_step"), deal, stage, step, NULL);
}

/**
 * crm_stage_set_step:
 * @set: a change set
 * @deal: id of a deal
 * @stage: id of a stage
 * @step: a step of its checklist
 * @taken: whether it is done; else it was, and shall be no more
 */
void
crm_stage_set_step (
    CrmChangeSet *set, const char *deal, const char *stage, const char *step, gboolean taken)
{
  g_autofree char *id = crm_stage_derive_step_id (deal, stage, step);
  CrmChange *change;

  if (!taken)
    {
      crm_change_set_delete (set, "deal_step", id);
      return;
    }
  change = crm_change_set_ensure (set, "deal_step", id);
  crm_change_set_text (change, "deal", deal);
  crm_change_set_text (change, "stage", stage);
  crm_change_set_text (change, "step", step);
}

/* crm-merge-members.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Memberships of records that are merged. Their ids follow from their ends, so that one with
 * another end is another record; and where two people who are one had the same part in a deal,
 * one part remains, with all that was said of either. */
#define G_LOG_DOMAIN "crm-merge-members"
#include "config.h"

#include "crm-merge-private.h"

#include "model/crm-id.h"

/* The memberships that come to be one, those of the record that stays first. */
typedef struct
{
  const CrmEntity *entity;
  GPtrArray *records; /* (owned) (element-type CrmRecord) */
} Group;

static void
free_group (gpointer data)
{
  Group *group = data;

  g_ptr_array_unref (group->records);
  g_free (group);
}

static gboolean
is_beginning (const CrmField *field)
{
  return (field->flags & CRM_FIELD_KEY) && field->type == CRM_FIELD_DAY;
}

static const CrmField * /* (nullable) */
find_beginning (const CrmEntity *entity)
{
  for (const CrmField *field = entity->fields; field->name != NULL; field++)
    if (is_beginning (field))
      return field;
  return NULL;
}

static void
append_key (GString *ends, const CrmValue *value)
{
  if (value->kind == CRM_VALUE_TEXT)
    g_string_append (ends, value->text);
  else if (value->kind == CRM_VALUE_INT)
    g_string_append_printf (ends, "%" G_GINT64_FORMAT, value->integer);
  g_string_append_c (ends, '\x1f');
}

/* An end that came later than its entity is in the id only where it is set: see
 * crm_tags_derive_id(). */
static char *
derive_id (const CrmEntity *entity, const CrmValue *values)
{
  g_autoptr (GString) ends = g_string_new (NULL);

  for (guint i = 0; entity->fields[i].name != NULL; i++)
    if ((entity->fields[i].flags & CRM_FIELD_KEY)
        && (entity->fields[i].since <= entity->since || values[i].kind != CRM_VALUE_NULL))
      append_key (ends, &values[i]);
  g_string_truncate (ends, ends->len - 1);
  return crm_id_derive (entity->name, ends->str, NULL);
}

static gboolean
is_end (const CrmMergePlan *self, const CrmField *field, const CrmValue *value)
{
  return field->type == CRM_FIELD_REF && g_str_equal (field->reference, self->entity->name)
         && value->kind == CRM_VALUE_TEXT && _crm_merge_find_index (self, value->text) >= 0;
}

/* Equal for memberships that have the same ends afterwards, whenever they began. */
static char *
make_signature (const CrmMergePlan *self, const CrmRecord *record)
{
  GString *ends = g_string_new (record->entity->name);

  g_string_append_c (ends, '\x1f');
  for (guint i = 0; record->entity->fields[i].name != NULL; i++)
    {
      const CrmField *field = &record->entity->fields[i];

      if (!(field->flags & CRM_FIELD_KEY) || is_beginning (field))
        continue;
      if (is_end (self, field, &record->values[i]))
        g_string_append_c (ends, '\x1f');
      else
        append_key (ends, &record->values[i]);
    }
  return g_string_free (ends, FALSE);
}

static gboolean
is_winners (const CrmMergePlan *self, const CrmRecord *record)
{
  const CrmField *end = _crm_merge_find_end (self, record->entity);

  return _crm_merge_find_index (self, crm_record_get_text (record, end->name)) == (int)self->winner;
}

static void
add_to_group (const CrmMergePlan *self, Group *group, CrmRecord *record)
{
  g_ptr_array_insert (group->records, is_winners (self, record) ? 0 : -1, crm_record_ref (record));
}

/* Those that began on one day, or whose beginning nobody knows. */
static GPtrArray *
pick_begun (const Group *group, const CrmField *beginning, const CrmValue *day)
{
  GPtrArray *picked = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);

  for (guint i = 0; i < group->records->len; i++)
    {
      CrmRecord *record = g_ptr_array_index (group->records, i);

      if (crm_value_equal (crm_record_get (record, beginning->name), day))
        g_ptr_array_add (picked, crm_record_ref (record));
    }
  return picked;
}

/* Whether all go on: then there is no more than one beginning of them, known or not. */
static gboolean
is_one_term (const Group *group, const CrmField *beginning)
{
  const CrmValue *known = NULL;

  for (guint i = 0; i < group->records->len; i++)
    {
      const CrmRecord *record = g_ptr_array_index (group->records, i);
      const CrmValue *day = crm_record_get (record, beginning->name);

      if (crm_record_get (record, "until")->kind != CRM_VALUE_NULL)
        return FALSE;
      if (day->kind == CRM_VALUE_NULL)
        continue;
      if (known != NULL && !crm_value_equal (known, day))
        return FALSE;
      known = day;
    }
  return TRUE;
}

/* Who left and came back has two memberships, before and after. */
static void
split_terms (const Group *group, const CrmField *beginning, GPtrArray *terms)
{
  g_autoptr (GPtrArray) done = g_ptr_array_new ();

  for (guint i = 0; i < group->records->len; i++)
    {
      const CrmRecord *record = g_ptr_array_index (group->records, i);
      const CrmValue *day = crm_record_get (record, beginning->name);
      gboolean is_done = FALSE;
      Group *term;

      for (guint n = 0; n < done->len; n++)
        is_done |= crm_value_equal (g_ptr_array_index (done, n), day);
      if (is_done)
        continue;
      g_ptr_array_add (done, (gpointer)day);
      term = g_new0 (Group, 1);
      term->entity = group->entity;
      term->records = pick_begun (group, beginning, day);
      g_ptr_array_add (terms, term);
    }
}

static gboolean
is_currency_of_amount (const CrmEntity *entity, const CrmField *field, const CrmValue *values)
{
  for (guint i = 0; field->type == CRM_FIELD_CURRENCY && entity->fields[i].name != NULL; i++)
    if (entity->fields[i].type == CRM_FIELD_MONEY && values[i].kind != CRM_VALUE_NULL
        && g_strcmp0 (entity->fields[i].reference, field->name) == 0)
      return TRUE;
  return FALSE;
}

static void
join_texts (CrmValue *value, const CrmValue *other)
{
  g_autofree char *joined = NULL;

  if (crm_value_equal (value, other))
    return;
  joined = g_strconcat (value->text, "\n\n", other->text, NULL);
  crm_value_clear (value);
  *value = crm_value_text (joined);
}

/* What goes on in one of them goes on. */
static void
join_ends (CrmValue *value, const CrmValue *other)
{
  if (value->kind == CRM_VALUE_NULL || other->kind == CRM_VALUE_NULL)
    crm_value_clear (value);
  else
    value->integer = MAX (value->integer, other->integer);
}

static void
join_field (const CrmEntity *entity, guint i, CrmValue *values, const CrmRecord *other)
{
  const CrmField *field = &entity->fields[i];
  const CrmValue *theirs = &other->values[i];

  if (field->type == CRM_FIELD_DAY && !(field->flags & CRM_FIELD_KEY) && find_beginning (entity))
    join_ends (&values[i], theirs);
  else if (theirs->kind == CRM_VALUE_NULL)
    return;
  else if (values[i].kind != CRM_VALUE_NULL && field->type == CRM_FIELD_LONGTEXT)
    join_texts (&values[i], theirs);
  else if (values[i].kind != CRM_VALUE_NULL && field->type == CRM_FIELD_BOOL)
    values[i].integer = values[i].integer != 0 || theirs->integer != 0;
  else if (values[i].kind == CRM_VALUE_NULL)
    values[i] = crm_value_copy (theirs);
}

/* Gaps are filled, texts follow one another; an amount brings its currency. */
static void
join_values (const CrmEntity *entity, CrmValue *values, const CrmRecord *other)
{
  g_autofree gboolean *is_bound = g_new0 (gboolean, crm_entity_n_fields (entity));

  for (guint i = 0; entity->fields[i].name != NULL; i++)
    is_bound[i] = is_currency_of_amount (entity, &entity->fields[i], values);
  for (guint i = 0; entity->fields[i].name != NULL; i++)
    if (!is_bound[i])
      {
        if (is_currency_of_amount (entity, &entity->fields[i], values))
          crm_value_clear (&values[i]);
        join_field (entity, i, values, other);
      }
}

/* Somebody works for one account in the first place, and that is the one of who stays. */
static gboolean
has_primary_already (const CrmMergePlan *self, const Group *group)
{
  if (!g_str_equal (self->entity->name, "person")
      || !g_str_equal (group->entity->name, "account_person")
      || is_winners (self, g_ptr_array_index (group->records, 0)))
    return FALSE;
  for (guint i = 0; i < self->members->len; i++)
    {
      const CrmRecord *record = g_ptr_array_index (self->members, i);

      if (record->entity == group->entity && is_winners (self, record)
          && crm_record_get_int (record, "is_primary", 0) != 0)
        return TRUE;
    }
  return FALSE;
}

static CrmValue *
make_values (const CrmMergePlan *self, const Group *group, gint64 *out_created)
{
  const CrmRecord *winner = g_ptr_array_index (self->records, self->winner);
  const CrmRecord *first = g_ptr_array_index (group->records, 0);
  CrmValue *values = g_new0 (CrmValue, crm_entity_n_fields (group->entity));

  *out_created = first->created_usec;
  for (guint i = 0; group->entity->fields[i].name != NULL; i++)
    values[i] = is_end (self, &group->entity->fields[i], &first->values[i])
                    ? crm_value_text (winner->id)
                    : crm_value_copy (&first->values[i]);
  for (guint i = 1; i < group->records->len; i++)
    {
      const CrmRecord *other = g_ptr_array_index (group->records, i);

      *out_created = MIN (*out_created, other->created_usec);
      join_values (group->entity, values, other);
    }
  if (has_primary_already (self, group))
    {
      int index = crm_entity_field_index (group->entity, "is_primary");

      if (values[index].kind != CRM_VALUE_NULL)
        values[index] = crm_value_int (0);
    }
  return values;
}

static void
update_member (CrmChangeSet *set, const CrmRecord *record, const CrmValue *values)
{
  CrmChange *change = NULL;

  for (guint i = 0; record->entity->fields[i].name != NULL; i++)
    {
      const char *name = record->entity->fields[i].name;

      if (crm_value_equal (&record->values[i], &values[i]))
        continue;
      if (change == NULL)
        change = crm_change_set_add (set, CRM_CHANGE_UPDATE, record->entity, record->id);
      crm_change_set_value (change, name, &values[i]);
      crm_change_expect (change, name, &record->values[i]);
    }
}

static void
create_member (
    CrmChangeSet *set, const Group *group, const char *id, const CrmValue *values, gint64 created)
{
  CrmChange *change = crm_change_set_add (set, CRM_CHANGE_CREATE, group->entity, id);

  change->created_usec = created;
  for (guint i = 0; group->entity->fields[i].name != NULL; i++)
    if (values[i].kind != CRM_VALUE_NULL)
      crm_change_set_value (change, group->entity->fields[i].name, &values[i]);
}

static void
join_group (const CrmMergePlan *self, CrmChangeSet *set, const Group *group)
{
  gint64 created;
  CrmValue *values = make_values (self, group, &created);
  g_autofree char *id = derive_id (group->entity, values);
  gboolean is_there = FALSE;

  for (guint i = 0; i < group->records->len; i++)
    {
      const CrmRecord *record = g_ptr_array_index (group->records, i);
      gboolean is_only = group->records->len == 1 && is_winners (self, record);

      if (is_only || g_str_equal (record->id, id))
        {
          update_member (set, record, values);
          is_there = TRUE;
        }
      else
        crm_change_set_add (set, CRM_CHANGE_DELETE, record->entity, record->id);
    }
  if (!is_there)
    create_member (set, group, id, values, created);
  for (guint i = 0; i < crm_entity_n_fields (group->entity); i++)
    crm_value_clear (&values[i]);
  g_free (values);
}

/* Adds to @set what becomes of the memberships of all records of the plan. */
void
_crm_merge_join_members (const CrmMergePlan *self, CrmChangeSet *set)
{
  g_autoptr (GHashTable) groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) order = g_ptr_array_new_with_free_func (free_group);

  for (guint i = 0; i < self->members->len; i++)
    {
      CrmRecord *record = g_ptr_array_index (self->members, i);
      g_autofree char *signature = make_signature (self, record);
      Group *group = g_hash_table_lookup (groups, signature);

      if (group == NULL)
        {
          group = g_new0 (Group, 1);
          group->entity = record->entity;
          group->records = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
          g_ptr_array_add (order, group);
          g_hash_table_insert (groups, g_steal_pointer (&signature), group);
        }
      add_to_group (self, group, record);
    }
  for (guint i = 0; i < order->len; i++)
    {
      const Group *group = g_ptr_array_index (order, i);
      const CrmField *beginning = find_beginning (group->entity);
      g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func (free_group);

      if (beginning != NULL && !is_one_term (group, beginning))
        split_terms (group, beginning, terms);
      for (guint n = 0; n < terms->len; n++)
        join_group (self, set, g_ptr_array_index (terms, n));
      if (terms->len == 0)
        join_group (self, set, group);
    }
}

/* What a record that refers is for people: of a membership, what it leads to on its other side. */
static const CrmEntity *
find_shown (const CrmMergePlan *self, const CrmRecord *record)
{
  if (_crm_merge_find_end (self, record->entity) == NULL)
    return record->entity;
  for (guint i = 0; record->entity->fields[i].name != NULL; i++)
    {
      const CrmField *field = &record->entity->fields[i];

      if ((field->flags & CRM_FIELD_KEY) && field->type == CRM_FIELD_REF
          && !g_str_equal (field->reference, self->entity->name)
          && record->values[i].kind != CRM_VALUE_NULL)
        return crm_entity_find (field->reference);
    }
  return record->entity;
}

static gboolean
is_moved (const CrmMergePlan *self, const CrmRecord *record)
{
  for (guint i = 0; record->entity->fields[i].name != NULL; i++)
    if (is_end (self, &record->entity->fields[i], &record->values[i])
        && _crm_merge_find_index (self, record->values[i].text) != (int)self->winner)
      return TRUE;
  return FALSE;
}

static void
count_one (GArray *counts, const CrmEntity *entity)
{
  for (guint i = 0; i < counts->len; i++)
    if (g_array_index (counts, CrmMergeCount, i).entity == entity)
      {
        g_array_index (counts, CrmMergeCount, i).n++;
        return;
      }
  g_array_append_vals (counts, &(CrmMergeCount){ entity, 1 }, 1);
}

/**
 * crm_merge_plan_count:
 * @self: a plan
 *
 * Returns: (transfer full) (element-type CrmMergeCount): how many of what go over to the record
 * that stays, as far as people see such records; some of them it may have already
 */
GArray *
crm_merge_plan_count (const CrmMergePlan *self)
{
  GArray *counts = g_array_new (FALSE, FALSE, sizeof (CrmMergeCount));
  GPtrArray *both[] = { self->members, self->referrers };

  for (guint n = 0; n < G_N_ELEMENTS (both); n++)
    for (guint i = 0; i < both[n]->len; i++)
      {
        const CrmRecord *record = g_ptr_array_index (both[n], i);
        const CrmEntity *shown = find_shown (self, record);

        if (is_moved (self, record) && !(shown->flags & CRM_ENTITY_INTERNAL))
          count_one (counts, shown);
      }
  return counts;
}

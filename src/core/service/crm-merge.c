/* crm-merge.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What is known before records are merged: their values, what refers to them, and what was chosen.
 */
#define G_LOG_DOMAIN "crm-merge"
#include "config.h"

#include "crm-merge-private.h"

#include "model/crm-custom.h"
#include "store/crm-context-query.h"

/**
 * crm_merge_suits:
 * @entity: name of an entity
 *
 * Returns: whether records of it can be merged
 */
gboolean
crm_merge_suits (const char *entity)
{
  return g_str_equal (entity, "person") || g_str_equal (entity, "account");
}

/**
 * crm_merge_plan_free:
 * @self: (nullable): a plan
 */
void
crm_merge_plan_free (CrmMergePlan *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; self->parents != NULL && i < self->records->len; i++)
    crm_value_clear (&self->parents[i]);
  g_free (self->parents);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_pointer (&self->referrers, g_ptr_array_unref);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->book_addresses, g_ptr_array_unref);
  g_clear_pointer (&self->titles, g_hash_table_unref);
  g_free (self);
}

/* -1 for a record that is not merged */
int
_crm_merge_find_index (const CrmMergePlan *self, const char *id)
{
  for (guint i = 0; id != NULL && i < self->records->len; i++)
    if (g_str_equal (((CrmRecord *)g_ptr_array_index (self->records, i))->id, id))
      return (int)i;
  return -1;
}

/* (nullable): the field that a membership has for the records, part of its id */
const CrmField *
_crm_merge_find_end (const CrmMergePlan *self, const CrmEntity *entity)
{
  if (!(entity->flags & CRM_ENTITY_DERIVED_ID) || (entity->flags & CRM_ENTITY_CUSTOM))
    return NULL;
  for (const CrmField *field = entity->fields; field->name != NULL; field++)
    if ((field->flags & CRM_FIELD_KEY) && field->type == CRM_FIELD_REF
        && g_str_equal (field->reference, self->entity->name))
      return field;
  return NULL;
}

static gboolean
is_tree (const CrmMergePlan *self, const CrmField *field)
{
  return crm_entity_find_field (self->entity, field->name) == field && field->type == CRM_FIELD_REF
         && g_str_equal (field->reference, self->entity->name);
}

/**
 * crm_merge_plan_get_value:
 * @self: a plan
 * @field: one of its fields
 * @record: index of a record
 *
 * Returns: (transfer none) (nullable): what that record has there and could pass on; %NULL for
 *   nothing. A parent is what would be above all of them.
 */
const CrmValue *
crm_merge_plan_get_value (const CrmMergePlan *self, const CrmMergeField *field, guint record)
{
  const CrmRecord *whole = g_ptr_array_index (self->records, record);
  const CrmRecord *part = (field->entity->flags & CRM_ENTITY_CUSTOM) ? whole->custom : whole;
  const CrmValue *value;
  int index = part != NULL ? crm_entity_field_index (part->entity, field->field->name) : -1;

  if (index < 0)
    return NULL;
  value = is_tree (self, field->field) ? &self->parents[record] : &part->values[index];
  if (value->kind == CRM_VALUE_NULL)
    return NULL;
  if (field->field->type == CRM_FIELD_REF && _crm_merge_find_index (self, value->text) >= 0)
    return NULL; /* nobody is their own assistant */
  return value;
}

static gboolean
is_same (const CrmValue *a, const CrmValue *b)
{
  return a == b || (a != NULL && b != NULL && crm_value_equal (a, b));
}

static CrmMergeField *
find_field (const CrmMergePlan *self, const CrmEntity *entity, const char *name)
{
  for (guint i = 0; name != NULL && i < self->fields->len; i++)
    {
      CrmMergeField *field = g_ptr_array_index (self->fields, i);

      if (field->entity == entity && g_str_equal (field->field->name, name))
        return field;
    }
  return NULL;
}

/* The amount whose currency a field is: they go together. */
static CrmMergeField *
find_amount (const CrmMergePlan *self, const CrmMergeField *currency)
{
  for (guint i = 0; currency->field->type == CRM_FIELD_CURRENCY && i < self->fields->len; i++)
    {
      CrmMergeField *field = g_ptr_array_index (self->fields, i);

      if (field->entity == currency->entity && field->field->type == CRM_FIELD_MONEY
          && g_strcmp0 (field->field->reference, currency->field->name) == 0
          && crm_merge_plan_get_value (self, field, field->chosen) != NULL)
        return field;
    }
  return NULL;
}

/* Whose value of the field stays. */
guint
_crm_merge_get_chosen (const CrmMergePlan *self, const CrmMergeField *field)
{
  const CrmMergeField *amount = find_amount (self, field);

  return amount != NULL ? amount->chosen : field->chosen;
}

/**
 * crm_merge_plan_differs:
 * @self: a plan
 * @field: one of its fields
 *
 * Returns: whether there is something to choose: two of the records have different values
 */
gboolean
crm_merge_plan_differs (const CrmMergePlan *self, const CrmMergeField *field)
{
  const CrmMergeField *currency = field->field->type == CRM_FIELD_MONEY
                                      ? find_field (self, field->entity, field->field->reference)
                                      : NULL;
  const CrmValue *first = NULL;
  guint first_record = 0;

  if ((field->field->flags & CRM_FIELD_HIDDEN) || find_amount (self, field) != NULL)
    return FALSE;
  for (guint i = 0; i < self->records->len; i++)
    {
      const CrmValue *value = crm_merge_plan_get_value (self, field, i);

      if (value == NULL)
        continue;
      if (first == NULL)
        {
          first = value;
          first_record = i;
        }
      else if (!crm_value_equal (first, value)
               || (currency != NULL
                   && !is_same (crm_merge_plan_get_value (self, currency, first_record),
                                crm_merge_plan_get_value (self, currency, i))))
        return TRUE;
    }
  return FALSE;
}

static guint
count_values (const CrmRecord *record)
{
  guint n = record->custom != NULL ? count_values (record->custom) : 0;

  for (guint i = 0; record->entity->fields[i].name != NULL; i++)
    n += record->values[i].kind != CRM_VALUE_NULL ? 1 : 0;
  return n;
}

/* The one that has most to say of those that have a value; the one that stays comes first. */
static guint
find_default (const CrmMergePlan *self, const CrmMergeField *field)
{
  guint best = self->winner;
  guint most = 0;

  if (crm_merge_plan_get_value (self, field, self->winner) != NULL)
    return self->winner;
  for (guint i = 0; i < self->records->len; i++)
    {
      guint n = crm_merge_plan_get_value (self, field, i) != NULL
                    ? count_values (g_ptr_array_index (self->records, i))
                    : 0;

      if (n > most)
        {
          best = i;
          most = n;
        }
    }
  return best;
}

/**
 * crm_merge_plan_set_winner:
 * @self: a plan
 * @winner: index of the record that is to stay
 *
 * Every field is chosen anew: the value of the record that stays where it has one.
 */
void
crm_merge_plan_set_winner (CrmMergePlan *self, guint winner)
{
  g_return_if_fail (winner < self->records->len);
  self->winner = winner;
  for (guint i = 0; i < self->fields->len; i++)
    {
      CrmMergeField *field = g_ptr_array_index (self->fields, i);

      field->chosen = find_default (self, field);
    }
}

static void
add_fields (CrmMergePlan *self, const CrmEntity *entity)
{
  for (const CrmField *field = entity->fields; field->name != NULL; field++)
    {
      CrmMergeField *choice;
      gboolean is_own = (entity->flags & CRM_ENTITY_CUSTOM) && field == entity->fields;

      /* Of a contact in an address book nothing is chosen: see crm_merge_plan_build(). */
      if (is_own || g_str_equal (field->name, "book_uid")
          || g_str_equal (field->name, "contact_uid"))
        continue;
      choice = g_new0 (CrmMergeField, 1);
      choice->entity = entity;
      choice->field = field;
      g_ptr_array_add (self->fields, choice);
    }
}

static gboolean
is_part_of_them (const CrmMergePlan *self, const CrmRecord *record)
{
  const CrmEntity *entity = record->entity;

  if (entity == self->entity)
    return _crm_merge_find_index (self, record->id) >= 0;
  return (entity->flags & CRM_ENTITY_CUSTOM)
         && g_str_equal (entity->fields[0].reference, self->entity->name)
         && _crm_merge_find_index (self, crm_record_get_text (record, entity->fields[0].name)) >= 0;
}

static gboolean
add_referrers (CrmMergePlan *self,
               CrmReader *reader,
               const CrmField *field,
               const CrmEntity *entity,
               GHashTable *known,
               GError **error)
{
  const CrmField *end = _crm_merge_find_end (self, entity);
  GPtrArray *to = end == field ? self->members : self->referrers;

  for (guint i = 0; i < self->records->len; i++)
    {
      const CrmRecord *record = g_ptr_array_index (self->records, i);
      g_autoptr (GPtrArray) found
          = crm_reader_list_where (reader, entity->name, field->name, record->id, error);

      if (found == NULL)
        return FALSE;
      for (guint n = 0; n < found->len; n++)
        {
          CrmRecord *referrer = g_ptr_array_index (found, n);

          if (!is_part_of_them (self, referrer) && g_hash_table_add (known, referrer->id))
            g_ptr_array_add (to, crm_record_ref (referrer));
        }
    }
  return TRUE;
}

static gboolean
read_referrers (CrmMergePlan *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) entities = crm_reader_list_entities (reader, error);

  if (entities == NULL)
    return FALSE;
  for (guint i = 0; i < entities->len; i++)
    {
      const CrmEntity *entity = g_ptr_array_index (entities, i);
      g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

      for (const CrmField *field = entity->fields; field->name != NULL; field++)
        if (field->type == CRM_FIELD_REF && g_str_equal (field->reference, self->entity->name)
            && !add_referrers (self, reader, field, entity, known, error))
          return FALSE;
    }
  return TRUE;
}

/* What is above the topmost of the records that are above this one, or above itself: nothing that
 * is below any of them, so that nobody comes to stand above themselves. */
static gboolean
find_parent (CrmMergePlan *self,
             CrmReader *reader,
             const CrmField *field,
             const CrmRecord *record,
             CrmValue *out_parent,
             GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *above = g_strdup (crm_record_get_text (record, field->name));
  g_autofree char *parent = g_strdup (above);

  while (above != NULL && g_hash_table_add (seen, g_strdup (above)))
    {
      g_autoptr (CrmRecord) one = NULL;
      gboolean is_merged = _crm_merge_find_index (self, above) >= 0;

      if (!crm_reader_look_up (reader, self->entity->name, above, &one, error))
        return FALSE;
      g_free (above);
      above = one != NULL ? g_strdup (crm_record_get_text (one, field->name)) : NULL;
      if (is_merged)
        {
          g_free (parent);
          parent = g_strdup (above);
        }
    }
  if (_crm_merge_find_index (self, parent) < 0) /* else a circle that was there before */
    *out_parent = crm_value_text (parent);
  return TRUE;
}

static gboolean
read_parents (CrmMergePlan *self, CrmReader *reader, GError **error)
{
  for (const CrmField *field = self->entity->fields; field->name != NULL; field++)
    if (is_tree (self, field))
      {
        self->parents = g_new0 (CrmValue, self->records->len);
        for (guint i = 0; i < self->records->len; i++)
          if (!find_parent (self, reader, field, g_ptr_array_index (self->records, i),
                            &self->parents[i], error))
            return FALSE;
        return TRUE;
      }
  return TRUE;
}

static gboolean
add_book_addresses (CrmReader *reader, const CrmRecord *person, GPtrArray *to, GError **error)
{
  const char *uid = crm_record_get_text (person, "contact_uid");
  g_autoptr (GPtrArray) addresses
      = uid != NULL ? crm_query_person_addresses (reader, NULL, uid, error) : NULL;

  if (uid == NULL)
    return TRUE;
  for (guint i = 0; addresses != NULL && i < addresses->len; i++)
    {
      const char *address = g_ptr_array_index (addresses, i);
      g_autoptr (GError) local_error = NULL;
      g_autoptr (CrmRecord) row
          = crm_reader_find (reader, "address", "address", address, &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (row == NULL || crm_record_get_text (row, "person") == NULL)
        g_ptr_array_add (to, g_strdup (address));
    }
  return addresses != NULL;
}

static gboolean
read_book_addresses (CrmMergePlan *self, CrmReader *reader, GError **error)
{
  for (guint i = 0; i < self->records->len; i++)
    {
      GPtrArray *addresses = g_ptr_array_new_with_free_func (g_free);

      g_ptr_array_add (self->book_addresses, addresses);
      if (g_str_equal (self->entity->name, "person")
          && !add_book_addresses (reader, g_ptr_array_index (self->records, i), addresses, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_title (
    CrmMergePlan *self, CrmReader *reader, const CrmMergeField *field, guint record, GError **error)
{
  const CrmValue *value = crm_merge_plan_get_value (self, field, record);
  g_autoptr (CrmRecord) found = NULL;

  if (value == NULL || field->field->type != CRM_FIELD_REF)
    return TRUE;
  if (!crm_reader_look_up (reader, field->field->reference, value->text, &found, error))
    return FALSE;
  if (found != NULL)
    g_hash_table_insert (self->titles, g_strdup (value->text),
                         g_strdup (crm_record_get_title (found)));
  return TRUE;
}

static gboolean
read_titles (CrmMergePlan *self, CrmReader *reader, GError **error)
{
  for (guint i = 0; i < self->fields->len; i++)
    for (guint n = 0; n < self->records->len; n++)
      if (!read_title (self, reader, g_ptr_array_index (self->fields, i), n, error))
        return FALSE;
  return TRUE;
}

static gboolean
read_records (CrmMergePlan *self, CrmReader *reader, const char *const *ids, GError **error)
{
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (CrmRecord) record = crm_reader_get (reader, self->entity->name, ids[i], error);

      if (record == NULL || !crm_reader_load_custom (reader, record, error))
        return FALSE;
      if (_crm_merge_find_index (self, record->id) < 0)
        g_ptr_array_add (self->records, g_steal_pointer (&record));
    }
  if (self->records->len >= 2 && self->records->len <= CRM_MERGE_MAX)
    return TRUE;
  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE,
               "two to %d different records can be merged at once", CRM_MERGE_MAX);
  return FALSE;
}

/* The one with most to lose; of equals the one that is here longest. */
static guint
find_fullest (const CrmMergePlan *self)
{
  g_autofree guint *weights = g_new0 (guint, self->records->len);
  GPtrArray *both[] = { self->referrers, self->members };
  guint best = 0;

  for (guint n = 0; n < G_N_ELEMENTS (both); n++)
    for (guint i = 0; i < both[n]->len; i++)
      {
        const CrmRecord *record = g_ptr_array_index (both[n], i);

        for (guint f = 0; record->entity->fields[f].name != NULL; f++)
          if (record->entity->fields[f].type == CRM_FIELD_REF
              && record->values[f].kind == CRM_VALUE_TEXT
              && _crm_merge_find_index (self, record->values[f].text) >= 0)
            weights[_crm_merge_find_index (self, record->values[f].text)]++;
      }
  for (guint i = 0; i < self->records->len; i++)
    weights[i] += count_values (g_ptr_array_index (self->records, i));
  for (guint i = 1; i < self->records->len; i++)
    {
      const CrmRecord *one = g_ptr_array_index (self->records, i);
      const CrmRecord *other = g_ptr_array_index (self->records, best);

      if (weights[i] > weights[best]
          || (weights[i] == weights[best] && one->created_usec < other->created_usec))
        best = i;
    }
  return best;
}

static gboolean
choose_winner (CrmMergePlan *self, CrmReader *reader, const char *into, GError **error)
{
  g_autoptr (CrmRecord) record = NULL;
  int index;

  if (into == NULL)
    {
      crm_merge_plan_set_winner (self, find_fullest (self));
      return TRUE;
    }
  record = crm_reader_get (reader, self->entity->name, into, error);
  if (record == NULL)
    return FALSE;
  index = _crm_merge_find_index (self, record->id);
  if (index < 0)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE,
                   "the record that stays must be one of those that are merged");
      return FALSE;
    }
  crm_merge_plan_set_winner (self, (guint)index);
  return TRUE;
}

/**
 * crm_merge_plan_load:
 * @reader: a reader
 * @entity: `person` or `account`
 * @ids: two to %CRM_MERGE_MAX ids, ended by %NULL
 * @into: (nullable): id of the one that is to stay; %NULL for the one that has most
 * @error: (nullable): %CRM_ERROR_NOT_FOUND, %CRM_ERROR_INVALID_VALUE, storage errors
 *
 * Returns: (transfer full) (nullable): what merging them would do, every field chosen
 */
CrmMergePlan *
crm_merge_plan_load (
    CrmReader *reader, const char *entity, const char *const *ids, const char *into, GError **error)
{
  g_autoptr (CrmMergePlan) self = g_new0 (CrmMergePlan, 1);
  const CrmEntity *custom = NULL;

  g_return_val_if_fail (crm_merge_suits (entity), NULL);
  self->entity = crm_entity_find (entity);
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  self->referrers = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  self->members = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  self->book_addresses = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  self->fields = g_ptr_array_new_with_free_func (g_free);
  self->titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->now_usec = crm_reader_get_now_usec (reader);
  if (!read_records (self, reader, ids, error)
      || !crm_reader_get_custom (reader, entity, &custom, error))
    return NULL;
  add_fields (self, self->entity);
  if (custom != NULL)
    add_fields (self, custom);
  if (!read_parents (self, reader, error) || !read_referrers (self, reader, error)
      || !read_book_addresses (self, reader, error) || !read_titles (self, reader, error)
      || !choose_winner (self, reader, into, error))
    return NULL;
  return g_steal_pointer (&self);
}

typedef struct
{
  char *entity;
  char **ids;
  char *into; /* (nullable) */
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  g_free (request->entity);
  g_strfreev (request->ids);
  g_free (request->into);
  g_free (request);
}

static gpointer
load_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  const Request *request = data;

  return crm_merge_plan_load (reader, request->entity, (const char *const *)request->ids,
                              request->into, error);
}

/**
 * crm_merge_plan_load_async:
 * @store: a store
 * @entity: `person` or `account`
 * @ids: two to %CRM_MERGE_MAX ids, ended by %NULL
 * @into: (nullable): id of the one that is to stay; %NULL for the one that has most
 * @cancellable: (nullable): interrupts the reading
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * Loads the plan on the reader thread.
 */
void
crm_merge_plan_load_async (CrmStore *store,
                           const char *entity,
                           const char *const *ids,
                           const char *into,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  Request *request = g_new0 (Request, 1);

  request->entity = g_strdup (entity);
  request->ids = g_strdupv ((char **)ids);
  request->into = g_strdup (into);
  crm_store_read_async (store, load_in_worker, request, free_request,
                        (GDestroyNotify)crm_merge_plan_free, cancellable, callback, user_data);
}

/**
 * crm_merge_plan_load_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): as crm_merge_plan_load(), %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the plan
 */
CrmMergePlan *
crm_merge_plan_load_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}

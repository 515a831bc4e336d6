/* crm-merge-build.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The change set that merges records. It says of every value what it was seen as, so that what
 * somebody changes meanwhile is a conflict and not lost. */
#define G_LOG_DOMAIN "crm-merge-build"
#include "config.h"

#include "crm-merge-private.h"

#include "model/crm-custom.h"
#include "model/crm-phone.h"
#include "service/crm-people.h"

static const CrmRecord *
get_winner (const CrmMergePlan *self)
{
  return g_ptr_array_index (self->records, self->winner);
}

static gboolean
is_loser (const CrmMergePlan *self, const char *id)
{
  int index = _crm_merge_find_index (self, id);

  return index >= 0 && (guint)index != self->winner;
}

/* Changes nothing: it fails where a value is not as it was seen. */
static void
expect_all (CrmChange *change, const CrmRecord *record)
{
  for (guint i = 0; record->entity->fields[i].name != NULL; i++)
    {
      const CrmField *field = &record->entity->fields[i];

      if ((record->entity->flags & CRM_ENTITY_CUSTOM) && i == 0)
        continue;
      if (crm_change_get_value (change, field->name) == NULL)
        crm_change_set_value (change, field->name, &record->values[i]);
      crm_change_expect (change, field->name, &record->values[i]);
    }
}

static void
expect_record (CrmChangeSet *set, const CrmRecord *record)
{
  expect_all (crm_change_set_add (set, CRM_CHANGE_UPDATE, record->entity, record->id), record);
  if (record->custom != NULL)
    expect_all (
        crm_change_set_add (set, CRM_CHANGE_UPDATE, record->custom->entity, record->custom->id),
        record->custom);
}

/* The record whose contact in an address book the person will be: their own, else the first there
 * is. */
static guint
find_contact_owner (const CrmMergePlan *self)
{
  if (crm_entity_find_field (self->entity, "contact_uid") == NULL
      || crm_record_get_text (get_winner (self), "contact_uid") != NULL)
    return self->winner;
  for (guint i = 0; i < self->records->len; i++)
    if (crm_record_get_text (g_ptr_array_index (self->records, i), "contact_uid") != NULL)
      return i;
  return self->winner;
}

static void
take_contact (const CrmMergePlan *self, CrmChange *change)
{
  static const char *const fields[] = { "book_uid", "contact_uid" };
  const CrmRecord *owner = g_ptr_array_index (self->records, find_contact_owner (self));

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (crm_entity_find_field (self->entity, fields[i]) != NULL)
      crm_change_set_value (change, fields[i], crm_record_get (owner, fields[i]));
}

static void
set_chosen (const CrmMergePlan *self, CrmChange *change)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      const CrmMergeField *field = g_ptr_array_index (self->fields, i);
      const CrmValue *value
          = crm_merge_plan_get_value (self, field, _crm_merge_get_chosen (self, field));

      if (field->entity != change->entity)
        continue;
      if (value != NULL)
        crm_change_set_value (change, field->field->name, value);
      else
        crm_change_set_null (change, field->field->name);
    }
}

static const CrmEntity * /* (nullable) */
find_custom (const CrmMergePlan *self)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      const CrmMergeField *field = g_ptr_array_index (self->fields, i);

      if (field->entity->flags & CRM_ENTITY_CUSTOM)
        return field->entity;
    }
  return NULL;
}

static gboolean
has_custom (const CrmMergePlan *self)
{
  for (guint i = 0; i < self->records->len; i++)
    if (((CrmRecord *)g_ptr_array_index (self->records, i))->custom != NULL)
      return TRUE;
  return FALSE;
}

static void
change_winner (const CrmMergePlan *self, CrmChangeSet *set)
{
  const CrmRecord *winner = get_winner (self);
  const CrmEntity *custom = find_custom (self);
  CrmChange *change = crm_change_set_update (set, self->entity->name, winner->id);

  set_chosen (self, change);
  take_contact (self, change);
  expect_all (change, winner);
  if (custom == NULL || !has_custom (self))
    return;
  change = crm_change_set_custom (set, custom, winner->id);
  set_chosen (self, change);
  if (winner->custom != NULL)
    expect_all (change, winner->custom);
}

/* Whether @other says all that @phone says of whose number it is besides. */
static gboolean
is_of_same (const CrmRecord *phone, const CrmRecord *other, const char *but)
{
  for (guint i = 0; phone->entity->fields[i].name != NULL; i++)
    if (phone->entity->fields[i].type == CRM_FIELD_REF
        && !g_str_equal (phone->entity->fields[i].name, but)
        && phone->values[i].kind != CRM_VALUE_NULL
        && !crm_value_equal (&phone->values[i], &other->values[i]))
      return FALSE;
  return TRUE;
}

/* A number that the one who stays has already is not entered twice. */
static gboolean
is_known_number (const CrmMergePlan *self, const CrmRecord *phone, const char *field)
{
  const char *number = crm_record_get_text (phone, "number");

  for (guint i = 0; number != NULL && i < self->referrers->len; i++)
    {
      const CrmRecord *other = g_ptr_array_index (self->referrers, i);
      const char *owner;

      if (other == phone || other->entity != phone->entity || !is_of_same (phone, other, field))
        continue;
      owner = crm_record_get_text (other, field);
      if (_crm_merge_find_index (self, owner) < 0
          || !crm_phone_is_same (number, crm_record_get_text (other, "number")))
        continue;
      /* Of several losers with it the first keeps it. */
      if (!is_loser (self, owner)
          || _crm_merge_find_index (self, owner)
                 < _crm_merge_find_index (self, crm_record_get_text (phone, field)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_primary_address (const CrmMergePlan *self, const CrmRecord *before)
{
  for (guint i = 0; i < self->referrers->len; i++)
    {
      const CrmRecord *other = g_ptr_array_index (self->referrers, i);

      if (other != before && other->entity == before->entity
          && crm_record_get_int (other, "is_primary", 0) != 0
          && (!is_loser (self, crm_record_get_text (other, "person"))
              || g_strcmp0 (other->id, before->id) < 0))
        return TRUE;
    }
  return FALSE;
}

static void
move_referrer (const CrmMergePlan *self, CrmChangeSet *set, const CrmRecord *record)
{
  const char *winner = get_winner (self)->id;
  CrmChange *change = NULL;

  for (guint i = 0; record->entity->fields[i].name != NULL; i++)
    {
      const CrmField *field = &record->entity->fields[i];

      if (field->type != CRM_FIELD_REF || !g_str_equal (field->reference, self->entity->name)
          || !is_loser (self, crm_record_get_text (record, field->name)))
        continue;
      if (g_str_equal (record->entity->name, "phone")
          && is_known_number (self, record, field->name))
        {
          crm_change_set_delete (set, "phone", record->id);
          return;
        }
      if (change == NULL)
        change = crm_change_set_add (set, CRM_CHANGE_UPDATE, record->entity, record->id);
      crm_change_set_text (change, field->name, winner);
      crm_change_expect (change, field->name, &record->values[i]);
    }
  if (change != NULL && g_str_equal (record->entity->name, "address")
      && crm_record_get_int (record, "is_primary", 0) != 0 && has_primary_address (self, record))
    crm_change_set_int (change, "is_primary", 0);
}

/* What only the contact of one who goes knows would be lost to the one who stays. */
static void
take_book_addresses (const CrmMergePlan *self, CrmChangeSet *set, guint record)
{
  const GPtrArray *addresses = g_ptr_array_index (self->book_addresses, record);
  g_autoptr (GPtrArray) before = g_ptr_array_new ();

  for (guint i = 0; i < record; i++)
    g_ptr_array_extend (before, g_ptr_array_index (self->book_addresses, i), NULL, NULL);
  for (guint i = 0; i < addresses->len; i++)
    {
      const char *address = g_ptr_array_index (addresses, i);

      if (!g_ptr_array_find_with_equal_func (before, address, g_str_equal, NULL))
        crm_people_add_address (set, get_winner (self)->id, address);
    }
}

static void
redirect (const CrmMergePlan *self, CrmChangeSet *set, guint record)
{
  const CrmRecord *loser = g_ptr_array_index (self->records, record);
  const CrmEntity *entity = crm_entity_find ("redirect");
  g_autofree char *id = crm_entity_derive_id (entity, loser->id, NULL);
  CrmChange *change = crm_change_set_create (set, "redirect", id);

  crm_change_set_text (change, "record", loser->id);
  crm_change_set_text (change, self->entity->name, get_winner (self)->id);
  if (crm_entity_find_field (self->entity, "contact_uid") != NULL
      && record != find_contact_owner (self))
    crm_change_set_value (change, "contact_uid", crm_record_get (loser, "contact_uid"));
}

/**
 * crm_merge_plan_build:
 * @self: a plan
 *
 * Whatever refers to the others refers to the one that stays afterwards. Memberships that would be
 * there twice are one, with all that was said of each. A contact in an address book is not touched:
 * the person stays tied to their own, or comes to be tied to the first there is, and further ones
 * lead to them as well. Writing it fails with %CRM_ERROR_CONFLICT when one of the records is not as
 * it was when the plan was loaded, and with %CRM_ERROR_CONSTRAINT when something new refers to one.
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_merge_plan_build (const CrmMergePlan *self)
{
  CrmChangeSet *set = crm_change_set_new ("merge-records", CRM_CAUSE_USER);

  change_winner (self, set);
  for (guint i = 0; i < self->records->len; i++)
    if (i != self->winner)
      expect_record (set, g_ptr_array_index (self->records, i));
  for (guint i = 0; i < self->referrers->len; i++)
    move_referrer (self, set, g_ptr_array_index (self->referrers, i));
  _crm_merge_join_members (self, set);
  for (guint i = 0; i < self->records->len; i++)
    if (i != self->winner)
      {
        const CrmRecord *loser = g_ptr_array_index (self->records, i);

        take_book_addresses (self, set, i);
        redirect (self, set, i);
        crm_change_set_delete (set, self->entity->name, loser->id);
      }
  return set;
}

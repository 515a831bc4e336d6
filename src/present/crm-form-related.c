/* crm-form-related.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What everybody enters with a new person or account though records of their own hold it: how to
 * reach them, and where they work. Of a record that is there it stands beside the form. */
#define G_LOG_DOMAIN "crm-form-related"
#include "config.h"

#include "crm-form-private.h"
#include "service/crm-people.h"

static const CrmFormRelated related[] = {
  { "person", "title", "address", "address", "address" },
  { "person", "title", "phone", "phone", "number" },
  { "person", "title", "account", "account_person", "account" },
  { "account", "name", "domain", "account_domain", "domain" },
  { "account", "name", "phone", "phone", "number" },
  { NULL, NULL, NULL, NULL, NULL },
};

/* Ended by one without an entity. */
const CrmFormRelated *
_crm_form_list_related (void)
{
  return related;
}

/* (nullable): the declaration behind a field that a form of a new record has beside its own. */
const CrmField *
_crm_form_find_related (const CrmEntity *entity, const char *name)
{
  for (const CrmFormRelated *entry = related; entry->entity != NULL; entry++)
    if (g_str_equal (entry->entity, entity->name) && g_str_equal (entry->name, name))
      return crm_entity_find_field (crm_entity_find (entry->related), entry->field);
  return NULL;
}

/* An address that is somebody's by now is not taken away from them: the set is refused. */
static void
claim_address (CrmChangeSet *set, const char *person, const char *address)
{
  g_autofree char *id = crm_entity_derive_id (crm_entity_find ("address"), address, NULL);
  CrmChange *change = crm_change_set_ensure (set, "address", id);

  crm_change_set_text (change, "address", address);
  crm_change_set_text (change, "person", person);
  crm_change_expect (change, "person", &(CrmValue)CRM_VALUE_INIT);
}

static void
add_phone (CrmChangeSet *set, const char *owner, const char *id, const char *number)
{
  CrmChange *change = crm_change_set_create (set, "phone", NULL);

  crm_change_set_text (change, "number", number);
  crm_change_set_text (change, owner, id);
}

/* Another way to reach whom the set makes: an `address` or a `phone`. */
void
_crm_form_add_way (
    CrmChangeSet *set, const char *entity, const char *id, const char *name, const char *value)
{
  if (g_str_equal (name, "address"))
    claim_address (set, id, value);
  else
    add_phone (set, entity, id, value);
}

/* Makes what was entered beside the fields of the new record itself. */
void
_crm_form_create_related (CrmForm *self, CrmChangeSet *set, const char *id)
{
  const char *entity = self->data->entity->name;

  for (guint i = 0; i < self->fields->len; i++)
    {
      const CrmFormField *field = g_ptr_array_index (self->fields, i);
      const char *text = field->value.value.kind == CRM_VALUE_TEXT ? field->value.value.text : NULL;

      if (!field->is_related || text == NULL)
        continue;
      if (g_str_equal (field->name, "address") || g_str_equal (field->name, "phone"))
        _crm_form_add_way (set, entity, id, field->name, text);
      else if (g_str_equal (field->name, "domain"))
        crm_people_add_domain (set, id, text);
      else
        crm_people_join_account (set, text, id);
    }
}

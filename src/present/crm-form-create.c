/* crm-form-create.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * From a form to a new record. What a record cannot be without beside its fields is made by its
 * service. */
#define G_LOG_DOMAIN "crm-form-create"
#include "config.h"

#include <string.h>

#include "crm-form-private.h"
#include "service/crm-deals.h"
#include "service/crm-follow-up.h"
#include "store/crm-seed.h"

static const char * /* (nullable) */
find_preset (const char *const *presets, const char *name)
{
  for (guint i = 0; presets != NULL && presets[i] != NULL && presets[i + 1] != NULL; i += 2)
    if (g_str_equal (presets[i], name))
      return presets[i + 1];
  return NULL;
}

static const char * /* (nullable) */
get_text (CrmForm *self, const char *name)
{
  const CrmFormField *field = crm_form_find_field (self, name);

  return field != NULL && field->value.value.kind == CRM_VALUE_TEXT ? field->value.value.text
                                                                    : NULL;
}

/* Of presets, those that the form does not show, as the pipeline of a deal. */
static void
take_hidden_presets (CrmForm *self, CrmChange *change, const char *const *presets)
{
  for (guint i = 0; presets != NULL && presets[i] != NULL && presets[i + 1] != NULL; i += 2)
    {
      const CrmField *field = crm_entity_find_field (self->data->entity, presets[i]);

      if (field != NULL && (field->type == CRM_FIELD_REF || field->type == CRM_FIELD_TEXT)
          && crm_form_find_field (self, presets[i]) == NULL
          && crm_change_get_value (change, presets[i]) == NULL)
        crm_change_set_text (change, presets[i], presets[i + 1]);
    }
}

static CrmChange *
create_deal (CrmForm *self, CrmChangeSet *set, const char *const *presets)
{
  const char *stage = get_text (self, "stage");
  CrmNewDeal deal
      = { .title = get_text (self, "title"),
          .stage = stage,
          .pipeline = stage != NULL ? g_hash_table_lookup (self->data->pipelines, stage) : NULL,
          .person = find_preset (presets, "person"),
          .now_usec = self->data->now_usec };
  g_autofree char *id = crm_deals_create (set, &deal);

  return g_ptr_array_index (set->changes, 0);
}

static CrmChange *
create_record (CrmForm *self, CrmChangeSet *set)
{
  const CrmEntity *entity = self->data->entity;
  CrmChange *change = crm_change_set_create (set, entity->name, NULL);

  if (g_str_equal (entity->name, "follow_up"))
    {
      crm_change_set_text (change, "status", "open");
      crm_follow_up_order_task (set, change);
    }
  if (g_str_equal (entity->name, "lead"))
    {
      crm_change_set_text (change, "status", "new");
      crm_change_set_int (change, "status_since", self->data->now_usec);
    }
  return change;
}

static CrmChange *
find_custom_change (CrmForm *self, CrmChangeSet *set, CrmChange *change, CrmChange *custom)
{
  return custom != NULL ? custom : crm_change_set_custom (set, self->data->custom, change->id);
}

static const char * /* (nullable) */
get_set_text (const CrmChange *change, const char *field)
{
  const CrmValue *value = crm_change_get_value (change, field);

  return value != NULL && value->kind == CRM_VALUE_TEXT ? value->text : NULL;
}

static void
take_id (CrmChange *change, char *id /* (transfer full) */)
{
  g_free (change->id);
  change->id = id;
  change->create_missing = TRUE;
}

static void
derive_membership_id (CrmChange *change, const char *account, const char *person)
{
  const CrmValue *since = crm_change_get_value (change, "since");
  char day[24] = "";

  if (since != NULL && since->kind == CRM_VALUE_INT)
    g_snprintf (day, sizeof day, "%" G_GINT64_FORMAT, since->integer);
  take_id (change, crm_entity_derive_id (change->entity, account, person, day, NULL));
}

/* Two devices that let somebody join from the same day on make the same record, and so do those
 * that enter one address or one domain. What is missing is refused by the store. */
static void
derive_id (CrmChange *change)
{
  const char *entity = change->entity->name;
  const char *account = g_str_equal (entity, "address") ? NULL : get_set_text (change, "account");

  if (g_str_equal (entity, "address") && get_set_text (change, "address") != NULL)
    {
      take_id (change,
               crm_entity_derive_id (change->entity, get_set_text (change, "address"), NULL));
      /* What is somebody's is not taken away from them. */
      crm_change_expect (change, "person", &(CrmValue)CRM_VALUE_INIT);
    }
  else if (g_str_equal (entity, "account_domain") && account != NULL
           && get_set_text (change, "domain") != NULL)
    {
      take_id (change, crm_entity_derive_id (change->entity, account,
                                             get_set_text (change, "domain"), NULL));
      crm_change_set_int (change, "confidence", 100);
    }
  else if (g_str_equal (entity, "account_person") && account != NULL
           && get_set_text (change, "person") != NULL)
    derive_membership_id (change, account, get_set_text (change, "person"));
}

static gboolean
has_derived_id (const CrmEntity *entity)
{
  static const char *const entities[] = { "account_person", "address", "account_domain", NULL };

  return g_strv_contains (entities, entity->name);
}

static char *
dup_label (const CrmEntity *entity)
{
  static const char *const known[] = { "deal", "person", "account", "lead", "note", NULL };

  return g_strv_contains (known, entity->name) ? g_strconcat ("add-", entity->name, NULL)
                                               : g_strdup ("add-record");
}

/**
 * crm_form_create:
 * @self: a form of a record that is to be made; crm_form_check() found nothing wrong
 * @presets: (nullable): as crm_form_new() has it. Fields that the form does not offer are taken
 * from here, and of a deal the `person` who takes part
 * @out_id: (out) (optional) (transfer full): the new record's id
 *
 * Returns: (transfer full): what makes the record
 */
CrmChangeSet *
crm_form_create (CrmForm *self, const char *const *presets, char **out_id)
{
  const CrmEntity *entity = self->data->entity;
  g_autofree char *label = dup_label (entity);
  CrmChangeSet *set = crm_change_set_new (label, CRM_CAUSE_USER);
  CrmChange *change = g_str_equal (entity->name, "deal") ? create_deal (self, set, presets)
                                                         : create_record (self, set);
  CrmChange *custom = NULL;

  for (guint i = 0; i < self->fields->len; i++)
    {
      const CrmFormField *field = g_ptr_array_index (self->fields, i);

      if (field->value.value.kind == CRM_VALUE_NULL || field->is_related)
        continue;
      if (field->is_custom)
        custom = find_custom_change (self, set, change, custom);
      _crm_form_change_field (field->is_custom ? custom : change, field);
    }
  take_hidden_presets (self, change, presets);
  if (has_derived_id (entity))
    derive_id (change);
  else
    _crm_form_create_related (self, set, change->id);
  if (out_id != NULL)
    *out_id = g_strdup (change->id);
  return set;
}

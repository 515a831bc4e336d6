/* crm-custom.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-custom"
#include "config.h"

#include "crm-custom.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-change-set.h"

#define MAX_NAME_LENGTH 48

/* The types of definitions: the choices of custom_field.type. */
static const struct
{
  const char *name;
  CrmFieldType type;
} types[] = {
  { "text", CRM_FIELD_TEXT },       { "longtext", CRM_FIELD_LONGTEXT },
  { "int", CRM_FIELD_INT },         { "decimal", CRM_FIELD_DECIMAL },
  { "bool", CRM_FIELD_BOOL },       { "percent", CRM_FIELD_PERCENT },
  { "money", CRM_FIELD_MONEY },     { "currency", CRM_FIELD_CURRENCY },
  { "day", CRM_FIELD_DAY },         { "time", CRM_FIELD_TIME },
  { "choice", CRM_FIELD_CHOICE },   { "ref", CRM_FIELD_REF },
  { "address", CRM_FIELD_ADDRESS },
};

static void
append_text (GString *key, const char *text)
{
  g_string_append (key, text != NULL ? text : "\x1e");
  g_string_append_c (key, '\x1f'); /* no stored text holds a unit separator: texts are cleaned */
}

/* Everything that makes two siblings differ. */
static char *
make_key (const CrmEntity *base, const CrmField *fields)
{
  g_autoptr (GString) key = g_string_new (NULL);

  append_text (key, base->name);
  for (const CrmField *field = fields; field->name != NULL; field++)
    {
      append_text (key, field->name);
      append_text (key, field->alias);
      append_text (key, field->label);
      append_text (key, field->reference);
      g_string_append_printf (key, "%d %d\x1f", (int)field->type, (int)field->flags);
      for (const CrmChoice *choice = field->choices; choice != NULL && choice->value != NULL;
           choice++)
        {
          append_text (key, choice->value);
          append_text (key, choice->label);
          g_string_append_c (key, choice->retired ? '1' : '0');
        }
      g_string_append_c (key, '\x1d');
    }
  return g_strdup (key->str);
}

static const CrmChoice *
copy_choices (const CrmChoice *choices)
{
  guint n = 0;
  CrmChoice *copy;

  if (choices == NULL)
    return NULL;
  while (choices[n].value != NULL)
    n++;
  copy = g_new0 (CrmChoice, n + 1);
  for (guint i = 0; i < n; i++)
    copy[i] = (CrmChoice){ g_intern_string (choices[i].value), g_intern_string (choices[i].label),
                           choices[i].retired };
  return copy;
}

static const CrmEntity *
make_entity (const CrmEntity *base, const CrmField *fields)
{
  g_autofree char *name = g_strconcat (base->name, CRM_CUSTOM_SUFFIX, NULL);
  CrmEntity *entity = g_new0 (CrmEntity, 1);
  CrmField *copy;
  guint n = 0;

  while (fields[n].name != NULL)
    n++;
  copy = g_new0 (CrmField, n + 2);
  copy[0] = (CrmField){ .name = base->name,
                        .type = CRM_FIELD_REF,
                        .label = base->label,
                        .flags
                        = CRM_FIELD_REQUIRED | CRM_FIELD_KEY | CRM_FIELD_INDEXED | CRM_FIELD_UNIQUE,
                        .reference = base->name,
                        .since = base->since };
  for (guint i = 0; i < n; i++)
    {
      copy[i + 1] = fields[i];
      copy[i + 1].name = g_intern_string (fields[i].name);
      copy[i + 1].alias = g_intern_string (fields[i].alias);
      copy[i + 1].label = g_intern_string (fields[i].label);
      copy[i + 1].reference = g_intern_string (fields[i].reference);
      copy[i + 1].choices = copy_choices (fields[i].choices);
    }
  entity->name = g_intern_string (name);
  entity->label = N_ ("Custom fields");
  entity->label_plural = entity->label;
  entity->title_field = base->name;
  entity->flags = CRM_ENTITY_DERIVED_ID | CRM_ENTITY_INTERNAL | CRM_ENTITY_CUSTOM;
  entity->fields = copy;
  entity->since = base->since;
  return entity;
}

/**
 * crm_custom_intern:
 * @base: the entity whose custom fields they are
 * @fields: the custom fields, ended by a %NULL name
 *
 * Returns: (transfer none): the sibling entity with the reference to @base and these fields; the
 *   same one for equal arguments, on any thread
 */
const CrmEntity *
crm_custom_intern (const CrmEntity *base, const CrmField *fields)
{
  static GMutex lock;
  static GHashTable *known; /* (element-type utf8 CrmEntity): never freed, see crm-custom.h */
  g_autofree char *key = make_key (base, fields);
  const CrmEntity *entity;

  g_mutex_lock (&lock);
  if (known == NULL)
    known = g_hash_table_new (g_str_hash, g_str_equal);
  entity = g_hash_table_lookup (known, key);
  if (entity == NULL)
    {
      entity = make_entity (base, fields);
      g_hash_table_insert (known, g_steal_pointer (&key), (gpointer)entity);
    }
  g_mutex_unlock (&lock);
  return entity;
}

/**
 * crm_custom_get_base:
 * @custom: a sibling entity
 *
 * Returns: (transfer none): the entity whose fields it holds
 */
const CrmEntity *
crm_custom_get_base (const CrmEntity *custom)
{
  return crm_entity_find (custom->fields[0].reference);
}

/**
 * crm_custom_find_base:
 * @name: the name of a sibling entity, as the journal has it
 *
 * Returns: (transfer none) (nullable): the entity whose fields it holds, %NULL when @name is of no
 *   sibling
 */
const CrmEntity *
crm_custom_find_base (const char *name)
{
  g_autofree char *base = NULL;

  if (!g_str_has_suffix (name, CRM_CUSTOM_SUFFIX))
    return NULL;
  base = g_strndup (name, strlen (name) - strlen (CRM_CUSTOM_SUFFIX));
  return crm_entity_find (base);
}

/**
 * crm_custom_derive_id:
 * @custom: a sibling entity
 * @record: id of the record whose custom fields are meant
 *
 * Returns: (transfer full): id of the record of @custom that holds them
 */
char *
crm_custom_derive_id (const CrmEntity *custom, const char *record)
{
  return crm_entity_derive_id (custom, record, NULL);
}

/**
 * crm_custom_suits:
 * @entity: an entity
 *
 * Returns: whether people may define fields for it: not for what is internal, and not for
 *   definitions themselves
 */
gboolean
crm_custom_suits (const CrmEntity *entity)
{
  return (entity->flags & (CRM_ENTITY_INTERNAL | CRM_ENTITY_CUSTOM)) == 0
         && !g_str_has_prefix (entity->name, "custom_");
}

/**
 * crm_custom_name_is_valid:
 * @name: (nullable): what somebody wants to call a field
 *
 * Returns: whether it can stand in a filter behind `x.`: a small letter, then small letters, digits
 *   and `_`, at most 48 in all
 */
gboolean
crm_custom_name_is_valid (const char *name)
{
  if (name == NULL || !g_ascii_islower (name[0]) || strlen (name) > MAX_NAME_LENGTH
      || g_str_has_suffix (name, CRM_CUSTOM_CURRENCY_SUFFIX))
    return FALSE;
  return strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen (name);
}

/**
 * crm_custom_type_from_name:
 * @name: (nullable): a choice of `custom_field.type`
 * @out_type: (out): the type it stands for; untouched when there is none
 *
 * Returns: whether there is such a type
 */
gboolean
crm_custom_type_from_name (const char *name, CrmFieldType *out_type)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (types[i].name, name) == 0)
      {
        *out_type = types[i].type;
        return TRUE;
      }
  return FALSE;
}

/**
 * crm_custom_type_to_name:
 * @type: a type
 *
 * Returns: (transfer none) (nullable): the choice of `custom_field.type` for it, %NULL where no
 *   definition can have it
 */
const char *
crm_custom_type_to_name (CrmFieldType type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].type == type)
      return types[i].name;
  return NULL;
}

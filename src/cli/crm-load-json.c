/* crm-load-json.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Reading the members of a pipeline file, and referring from one of its records to another. */
#define G_LOG_DOMAIN "crm-load-pipeline"
#include "config.h"

#include "crm-load-private.h"

#include "model/crm-date.h"
#include "model/crm-id.h"

/* (transfer none) (nullable): %NULL for a member that is a list or an object, too */
JsonNode *
_crm_load_get_value (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

const char *
_crm_load_get_text (JsonObject *object, const char *name)
{
  JsonNode *node = _crm_load_get_value (object, name);

  return node != NULL ? json_node_get_string (node) : NULL;
}

gboolean
_crm_load_complain (GError **error, const char *what, const char *value)
{
  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "%s: “%s”", what,
               value != NULL ? value : "");
  return FALSE;
}

/* The same key is the same record at every loading, which is how a second one is noticed. */
char *
_crm_load_id_of (const char *entity, const char *key)
{
  return crm_id_derive ("load", entity, key, NULL);
}

/* Creates a record that others of the file refer to. */
CrmChange *
_crm_load_create_keyed (CrmLoad *load, const char *entity, JsonObject *object, GError **error)
{
  const char *key = _crm_load_get_text (object, "key");
  g_autofree char *id = key != NULL ? _crm_load_id_of (entity, key) : NULL;
  CrmChange *change;

  if (key == NULL)
    {
      _crm_load_complain (error, "a record without a key", entity);
      return NULL;
    }
  if (!g_hash_table_add (load->known, g_strdup (id)))
    {
      _crm_load_complain (error, "two records have the same key", key);
      return NULL;
    }
  change = crm_change_set_create (load->set, entity, id);
  return change;
}

/* Sets a reference where @object has one; the record must come before in the file. */
gboolean
_crm_load_refer (
    CrmLoad *load, CrmChange *change, JsonObject *object, const char *entity, GError **error)
{
  const char *key = _crm_load_get_text (object, entity);
  g_autofree char *id = key != NULL ? _crm_load_id_of (entity, key) : NULL;

  if (key == NULL)
    return TRUE;
  if (!g_hash_table_contains (load->known, id))
    return _crm_load_complain (error, "no such record in the file", key);
  crm_change_set_text (change, entity, id);
  return TRUE;
}

/* (transfer none) (nullable): %NULL for an element that is no object */
JsonObject *
_crm_load_get_object (JsonArray *array, guint i)
{
  JsonNode *element = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
}

/* (transfer container): the texts of a list of texts */
GPtrArray *
_crm_load_list_texts (JsonObject *object, const char *name)
{
  GPtrArray *texts = g_ptr_array_new ();
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array
      = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (element) && json_node_get_string (element) != NULL)
        g_ptr_array_add (texts, (gpointer)json_node_get_string (element));
    }
  return texts;
}

/* (nullable): the stored choice whose untranslated label is @label */
const char *
_crm_load_choice_of (const char *entity, const char *field, const char *label)
{
  const CrmField *declared = crm_entity_find_field (crm_entity_find (entity), field);

  for (const CrmChoice *choice = declared->choices; label != NULL && choice->value != NULL;
       choice++)
    if (g_ascii_strcasecmp (choice->label, label) == 0)
      return choice->value;
  return NULL;
}

/* (nullable): a choice as people read it in English, or as it is stored; other words as they are,
 * for the store to keep or to refuse */
const char *
_crm_load_choice_or_text (const char *entity, const char *field, const char *text)
{
  const char *choice = _crm_load_choice_of (entity, field, text);

  return choice != NULL ? choice : text;
}

gboolean
_crm_load_read_day (
    JsonObject *object, const char *name, int *out_day, gboolean *out_has, GError **error)
{
  const char *text = _crm_load_get_text (object, name);

  *out_has = text != NULL;
  return text == NULL || crm_date_day_parse (text, out_day, error);
}

gboolean
_crm_load_refer_all (CrmLoad *load, CrmChange *change, JsonObject *object, GError **error)
{
  return _crm_load_refer (load, change, object, "person", error)
         && _crm_load_refer (load, change, object, "account", error)
         && _crm_load_refer (load, change, object, "deal", error);
}

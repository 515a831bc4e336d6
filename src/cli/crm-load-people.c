/* crm-load-people.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-load-pipeline"
#include "config.h"

#include "crm-load-private.h"

#include "crm-cli-values.h"
#include "model/crm-address.h"
#include "service/crm-people.h"

static void
add_phone (CrmLoad *load, const char *number, const char *type, const char *field, const char *id)
{
  CrmChange *phone = crm_change_set_create (load->set, "phone", NULL);

  crm_change_set_text (phone, "number", number);
  crm_change_set_text (phone, "kind", g_strcmp0 (type, "CELL") == 0 ? "mobile" : "work");
  crm_change_set_text (phone, field, id);
}

static char *
join_postal_address (JsonObject *address)
{
  g_autoptr (GString) text = g_string_new (NULL);
  static const char *const lines[] = { "street", "city", "code", "country" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    if (_crm_load_get_text (address, lines[i]) != NULL)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "",
                              _crm_load_get_text (address, lines[i]));
  return g_strdup (text->str);
}

static gboolean
add_domains (CrmLoad *load, JsonObject *object, const char *account, GError **error)
{
  g_autoptr (GPtrArray) domains = _crm_load_list_texts (object, "domains");

  for (guint i = 0; i < domains->len; i++)
    {
      g_autofree char *organization = crm_domain_organization (g_ptr_array_index (domains, i));

      if (organization == NULL)
        return _crm_load_complain (error, "no domain", g_ptr_array_index (domains, i));
      crm_people_add_domain (load->set, account, organization);
    }
  return TRUE;
}

/* The parent must come before in the file. */
static gboolean
set_parent (CrmLoad *load, CrmChange *change, JsonObject *object, GError **error)
{
  const char *key = _crm_load_get_text (object, "parent");
  g_autofree char *id = key != NULL ? _crm_load_id_of ("account", key) : NULL;

  if (key == NULL)
    return TRUE;
  if (!g_hash_table_contains (load->known, id))
    return _crm_load_complain (error, "no such account in the file", key);
  crm_change_set_text (change, "parent", id);
  return TRUE;
}

gboolean
_crm_load_account (CrmLoad *load, JsonObject *object, GError **error)
{
  CrmChange *change = _crm_load_create_keyed (load, "account", object, error);
  JsonNode *address = json_object_get_member (object, "address");

  if (change == NULL)
    return FALSE;
  crm_change_set_text (change, "name", _crm_load_get_text (object, "name"));
  crm_change_set_text (change, "industry", _crm_load_get_text (object, "industry"));
  crm_change_set_text (
      change, "relation",
      _crm_load_choice_of ("account", "relation", _crm_load_get_text (object, "relation")));
  crm_change_set_text (
      change, "tier", _crm_load_choice_of ("account", "tier", _crm_load_get_text (object, "tier")));
  crm_change_set_text (change, "owner", crm_reader_get_actor (load->reader));
  if (address != NULL && JSON_NODE_HOLDS_OBJECT (address))
    {
      g_autofree char *text = join_postal_address (json_node_get_object (address));

      crm_change_set_text (change, "postal_address", text);
    }
  if (_crm_load_get_text (object, "phone") != NULL)
    add_phone (load, _crm_load_get_text (object, "phone"), NULL, "account", change->id);
  return set_parent (load, change, object, error) && add_domains (load, object, change->id, error);
}

static gboolean
join_account (CrmLoad *load, JsonObject *object, const char *person, GError **error)
{
  const char *key = _crm_load_get_text (object, "account");
  g_autofree char *account = key != NULL ? _crm_load_id_of ("account", key) : NULL;
  CrmChange *membership;

  if (key == NULL)
    return TRUE;
  if (!g_hash_table_contains (load->known, account))
    return _crm_load_complain (error, "no such account in the file", key);
  crm_people_join_account (load->set, account, person);
  membership = g_ptr_array_index (load->set->changes, load->set->changes->len - 1);
  crm_change_set_text (membership, "role", _crm_load_get_text (object, "title"));
  crm_change_set_text (
      membership, "decision_role",
      _crm_load_choice_of ("account_person", "decision_role", _crm_load_get_text (object, "role")));
  crm_change_set_int (membership, "is_primary", 1);
  return TRUE;
}

static gboolean
add_addresses (CrmLoad *load, JsonObject *object, const char *person, GError **error)
{
  g_autoptr (GPtrArray) addresses = _crm_load_list_texts (object, "addresses");

  for (guint i = 0; i < addresses->len; i++)
    {
      g_autofree char *address = crm_cli_parse_address (g_ptr_array_index (addresses, i), error);

      if (address == NULL)
        return FALSE;
      crm_people_add_address (load->set, person, address);
    }
  return TRUE;
}

static void
add_phones (CrmLoad *load, JsonObject *object, const char *person)
{
  JsonNode *node = json_object_get_member (object, "phones");
  JsonArray *array
      = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *phone = _crm_load_get_object (array, i);

      if (phone != NULL && _crm_load_get_text (phone, "number") != NULL)
        add_phone (load, _crm_load_get_text (phone, "number"), _crm_load_get_text (phone, "type"),
                   "person", person);
    }
}

gboolean
_crm_load_person (CrmLoad *load, JsonObject *object, GError **error)
{
  CrmChange *change = _crm_load_create_keyed (load, "person", object, error);

  if (change == NULL)
    return FALSE;
  crm_change_set_text (change, "name", _crm_load_get_text (object, "name"));
  crm_change_set_text (change, "title", _crm_load_get_text (object, "title"));
  crm_change_set_text (change, "language", _crm_load_get_text (object, "language"));
  crm_change_set_text (change, "contact_uid", _crm_load_get_text (object, "contact_uid"));
  crm_change_set_text (change, "preferred_channel",
                       _crm_load_choice_or_text ("person", "preferred_channel",
                                                 _crm_load_get_text (object, "preferred_channel")));
  if (_crm_load_get_value (object, "cadence_days") != NULL)
    crm_change_set_int (change, "cadence_days",
                        json_node_get_int (_crm_load_get_value (object, "cadence_days")));
  crm_change_set_text (change, "owner", crm_reader_get_actor (load->reader));
  add_phones (load, object, change->id);
  return add_addresses (load, object, change->id, error)
         && join_account (load, object, change->id, error);
}

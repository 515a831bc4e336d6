/* crm-load-pipeline.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-load-pipeline"
#include "config.h"

#include "crm-load-private.h"

#include "crm-cli-values.h"
#include "service/crm-filing.h"
#include "service/crm-scope.h"
#include "store/crm-context-query.h"

static gboolean
for_each (CrmLoad *load,
          JsonObject *object,
          const char *name,
          CrmLoadFunc func,
          guint *count,
          GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array
      = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *element = _crm_load_get_object (array, i);

      if (element == NULL)
        return _crm_load_complain (error, "not a list of objects", name);
      if (!func (load, element, error))
        return FALSE;
      if (count != NULL)
        (*count)++;
    }
  return TRUE;
}

static void
move_changes (CrmChangeSet *from, CrmChangeSet *into)
{
  gsize n;
  g_autofree gpointer *changes = g_ptr_array_steal (from->changes, &n);

  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (into->changes, changes[i]);
}

static gboolean
load_filed (CrmLoad *load, JsonObject *object, GError **error)
{
  const char *message_id = _crm_load_get_text (object, "message_id");
  const char *key = _crm_load_get_text (object, "deal");
  g_autofree char *deal = _crm_load_id_of ("deal", key != NULL ? key : "");
  g_autoptr (CrmMessage) message = NULL;
  g_autoptr (CrmChangeSet) filing = NULL;
  g_autoptr (GError) local_error = NULL;

  if (message_id == NULL || !g_hash_table_contains (load->known, deal))
    return _crm_load_complain (error, "no such deal in the file", key);
  message = crm_query_message_by_id (load->reader, message_id, &local_error);
  if (g_error_matches (local_error, CRM_ERROR, CRM_ERROR_NOT_FOUND))
    {
      load->counts->missing++;
      return TRUE;
    }
  if (message == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  filing = crm_filing_file (message, CRM_TARGET_DEAL, deal);
  move_changes (filing, load->set);
  load->counts->filed++;
  return TRUE;
}

/* Who the seller is: the index needs it to tell incoming from outgoing. */
static gboolean
load_seller (CrmLoad *load, JsonObject *root, GError **error)
{
  JsonNode *owner = json_object_get_member (root, "owner");
  JsonNode *company = json_object_get_member (root, "company");
  g_autoptr (GPtrArray) addresses = NULL;
  g_autoptr (GPtrArray) domains = NULL;

  if (owner == NULL || !JSON_NODE_HOLDS_OBJECT (owner) || company == NULL
      || !JSON_NODE_HOLDS_OBJECT (company))
    return _crm_load_complain (error, "the file does not say who the seller is", NULL);
  addresses = _crm_load_list_texts (json_node_get_object (owner), "addresses");
  domains = _crm_load_list_texts (json_node_get_object (company), "domains");
  for (guint i = 0; i < addresses->len; i++)
    {
      g_autofree char *address = crm_cli_parse_address (g_ptr_array_index (addresses, i), error);

      if (address == NULL)
        return FALSE;
      crm_scope_exclude (load->set, "own_address", address);
    }
  for (guint i = 0; i < domains->len; i++)
    crm_scope_exclude (load->set, "own_domain", g_ptr_array_index (domains, i));
  if (_crm_load_get_text (json_node_get_object (company), "currency") != NULL)
    crm_scope_set_setting (load->set, "currency",
                           _crm_load_get_text (json_node_get_object (company), "currency"));
  return TRUE;
}

static gboolean
is_loaded (CrmReader *reader, CrmChangeSet *set, GError **error)
{
  for (guint i = 0; i < set->changes->len; i++)
    {
      const CrmChange *change = g_ptr_array_index (set->changes, i);
      g_autoptr (CrmRecord) record = NULL;

      if (change->create_missing)
        continue;
      record = crm_reader_find (reader, change->entity->name, CRM_COLUMN_ID, change->id, error);
      if (record != NULL)
        return TRUE;
    }
  return FALSE;
}

static GTimeZone *
find_zone (JsonObject *root)
{
  JsonNode *company = json_object_get_member (root, "company");
  const char *name = company != NULL && JSON_NODE_HOLDS_OBJECT (company)
                         ? _crm_load_get_text (json_node_get_object (company), "zone")
                         : NULL;
  GTimeZone *zone = name != NULL ? g_time_zone_new_identifier (name) : NULL;

  return zone != NULL ? zone : g_time_zone_new_utc ();
}

/**
 * crm_load_pipeline:
 * @reader: a reader
 * @root: the file
 * @set: gets all changes
 * @out_counts: (out caller-allocates): how much there is of what
 * @error: (nullable): %CRM_ERROR_INVALID_VALUE when the file makes no sense, %CRM_ERROR_CONSTRAINT
 *   when it is loaded already, storage errors
 *
 * Returns: whether @set holds the whole file
 */
gboolean
crm_load_pipeline (CrmReader *reader,
                   JsonObject *root,
                   CrmChangeSet *set,
                   CrmLoadCounts *out_counts,
                   GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GTimeZone) zone = find_zone (root);
  g_autoptr (GError) local_error = NULL;
  CrmLoad load = { reader, set, out_counts, known, zone, crm_reader_get_now_usec (reader) };

  *out_counts = (CrmLoadCounts){ 0 };
  if (!load_seller (&load, root, error)
      || !for_each (&load, root, "accounts", _crm_load_account, &out_counts->accounts, error)
      || !for_each (&load, root, "people", _crm_load_person, &out_counts->people, error)
      || !for_each (&load, root, "deals", _crm_load_deal, &out_counts->deals, error)
      || !for_each (&load, root, "leads", _crm_load_lead, &out_counts->leads, error)
      || !for_each (&load, root, "followups", _crm_load_follow_up, &out_counts->follow_ups, error)
      || !for_each (&load, root, "notes", _crm_load_note, &out_counts->notes, error)
      || !for_each (&load, root, "calls", _crm_load_call, &out_counts->calls, error)
      || !for_each (&load, root, "tags", _crm_load_tag, &out_counts->tags, error)
      || !for_each (&load, root, "templates", _crm_load_template, &out_counts->templates, error)
      || !for_each (&load, root, "filed", load_filed, NULL, error))
    return FALSE;
  if (!is_loaded (reader, set, &local_error) && local_error == NULL)
    return TRUE;
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT, "this file is loaded already");
  return FALSE;
}

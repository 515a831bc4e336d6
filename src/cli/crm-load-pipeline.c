/* crm-load-pipeline.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-load-pipeline"
#include "config.h"

#include "crm-load-pipeline.h"

#include <string.h>

#include "crm-cli-values.h"
#include "model/crm-address.h"
#include "model/crm-date.h"
#include "model/crm-id.h"
#include "model/crm-money.h"
#include "model/crm-text.h"
#include "service/crm-deals.h"
#include "service/crm-filing.h"
#include "service/crm-people.h"
#include "service/crm-scope.h"
#include "store/crm-context-query.h"
#include "store/crm-seed.h"

#define HOUR_USEC (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
/* The file tells days only: deals are opened in the morning and closed in the afternoon. */
#define OPENING_HOUR 9
#define CLOSING_HOUR 16

typedef struct
{
  CrmReader *reader;
  CrmChangeSet *set;
  CrmLoadCounts *counts;
  GHashTable *known; /* (owned) (element-type utf8): ids made so far */
  GTimeZone *zone;   /* (owned): the seller's */
  gint64 now_usec;
} Load;

typedef gboolean (*LoadFunc) (Load *load, JsonObject *object, GError **error);

static const char *
get_text (JsonObject *object, const char *name)
{
  return json_object_get_string_member_with_default (object, name, NULL);
}

static gboolean
complain (GError **error, const char *what, const char *value)
{
  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "%s: “%s”", what,
               value != NULL ? value : "");
  return FALSE;
}

/* The same key is the same record at every loading, which is how a second one is noticed. */
static char *
id_of (const char *entity, const char *key)
{
  return crm_id_derive ("load", entity, key, NULL);
}

/* Creates a record that others of the file refer to. */
static CrmChange *
create_keyed (Load *load, const char *entity, JsonObject *object, GError **error)
{
  const char *key = get_text (object, "key");
  g_autofree char *id = key != NULL ? id_of (entity, key) : NULL;
  CrmChange *change;

  if (key == NULL)
    {
      complain (error, "a record without a key", entity);
      return NULL;
    }
  if (!g_hash_table_add (load->known, g_strdup (id)))
    {
      complain (error, "two records have the same key", key);
      return NULL;
    }
  change = crm_change_set_create (load->set, entity, id);
  return change;
}

/* Sets a reference where @object has one; the record must come before in the file. */
static gboolean
refer (Load *load, CrmChange *change, JsonObject *object, const char *entity, GError **error)
{
  const char *key = get_text (object, entity);
  g_autofree char *id = key != NULL ? id_of (entity, key) : NULL;

  if (key == NULL)
    return TRUE;
  if (!g_hash_table_contains (load->known, id))
    return complain (error, "no such record in the file", key);
  crm_change_set_text (change, entity, id);
  return TRUE;
}

static gboolean
for_each (
    Load *load, JsonObject *object, const char *name, LoadFunc func, guint *count, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array
      = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_OBJECT (element))
        return complain (error, "not a list of objects", name);
      if (!func (load, json_node_get_object (element), error))
        return FALSE;
      if (count != NULL)
        (*count)++;
    }
  return TRUE;
}

/* (transfer container): the texts of a list of texts */
static GPtrArray *
list_texts (JsonObject *object, const char *name)
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

static void
add_phone (Load *load, const char *number, const char *type, const char *field, const char *id)
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
    if (get_text (address, lines[i]) != NULL)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "",
                              get_text (address, lines[i]));
  return g_strdup (text->str);
}

static gboolean
add_domains (Load *load, JsonObject *object, const char *account, GError **error)
{
  g_autoptr (GPtrArray) domains = list_texts (object, "domains");

  for (guint i = 0; i < domains->len; i++)
    {
      g_autofree char *organization = crm_domain_organization (g_ptr_array_index (domains, i));

      if (organization == NULL)
        return complain (error, "no domain", g_ptr_array_index (domains, i));
      crm_people_add_domain (load->set, account, organization);
    }
  return TRUE;
}

static gboolean
load_account (Load *load, JsonObject *object, GError **error)
{
  CrmChange *change = create_keyed (load, "account", object, error);
  JsonNode *address = json_object_get_member (object, "address");

  if (change == NULL)
    return FALSE;
  crm_change_set_text (change, "name", get_text (object, "name"));
  crm_change_set_text (change, "industry", get_text (object, "industry"));
  crm_change_set_text (change, "owner", crm_reader_get_actor (load->reader));
  if (address != NULL && JSON_NODE_HOLDS_OBJECT (address))
    {
      g_autofree char *text = join_postal_address (json_node_get_object (address));

      crm_change_set_text (change, "postal_address", text);
    }
  if (get_text (object, "phone") != NULL)
    add_phone (load, get_text (object, "phone"), NULL, "account", change->id);
  return add_domains (load, object, change->id, error);
}

/* (nullable): the stored choice whose untranslated label is @label */
static const char *
choice_of (const char *entity, const char *field, const char *label)
{
  const CrmField *declared = crm_entity_find_field (crm_entity_find (entity), field);

  for (const CrmChoice *choice = declared->choices; label != NULL && choice->value != NULL;
       choice++)
    if (g_ascii_strcasecmp (choice->label, label) == 0)
      return choice->value;
  return NULL;
}

static gboolean
join_account (Load *load, JsonObject *object, const char *person, GError **error)
{
  const char *key = get_text (object, "account");
  g_autofree char *account = key != NULL ? id_of ("account", key) : NULL;
  CrmChange *membership;

  if (key == NULL)
    return TRUE;
  if (!g_hash_table_contains (load->known, account))
    return complain (error, "no such account in the file", key);
  crm_people_join_account (load->set, account, person);
  membership = g_ptr_array_index (load->set->changes, load->set->changes->len - 1);
  crm_change_set_text (membership, "role", get_text (object, "title"));
  crm_change_set_text (membership, "decision_role",
                       choice_of ("account_person", "decision_role", get_text (object, "role")));
  crm_change_set_int (membership, "is_primary", 1);
  return TRUE;
}

static gboolean
add_addresses (Load *load, JsonObject *object, const char *person, GError **error)
{
  g_autoptr (GPtrArray) addresses = list_texts (object, "addresses");

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
add_phones (Load *load, JsonObject *object, const char *person)
{
  JsonNode *node = json_object_get_member (object, "phones");
  JsonArray *array
      = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *phone = json_array_get_object_element (array, i);

      if (phone != NULL && get_text (phone, "number") != NULL)
        add_phone (load, get_text (phone, "number"), get_text (phone, "type"), "person", person);
    }
}

static gboolean
load_person (Load *load, JsonObject *object, GError **error)
{
  CrmChange *change = create_keyed (load, "person", object, error);

  if (change == NULL)
    return FALSE;
  crm_change_set_text (change, "name", get_text (object, "name"));
  crm_change_set_text (change, "title", get_text (object, "title"));
  crm_change_set_text (change, "contact_uid", get_text (object, "contact_uid"));
  crm_change_set_text (change, "owner", crm_reader_get_actor (load->reader));
  add_phones (load, object, change->id);
  return add_addresses (load, object, change->id, error)
         && join_account (load, object, change->id, error);
}

static gboolean
read_day (JsonObject *object, const char *name, int *out_day, gboolean *out_has, GError **error)
{
  const char *text = get_text (object, name);

  *out_has = text != NULL;
  return text == NULL || crm_date_day_parse (text, out_day, error);
}

static gboolean
read_moment (
    Load *load, JsonObject *object, const char *name, int hour, gint64 *out_usec, GError **error)
{
  gboolean has;
  int day;

  if (!read_day (object, name, &day, &has, error))
    return FALSE;
  if (has)
    *out_usec = MIN (crm_date_day_to_usec (day, load->zone) + hour * HOUR_USEC, load->now_usec);
  return TRUE;
}

static void
enter_stage (Load *load, const char *deal, const char *stage, gint64 usec)
{
  CrmChange *change = crm_change_set_create (load->set, "stage_history", NULL);

  crm_change_set_text (change, "deal", deal);
  crm_change_set_text (change, "stage", stage);
  crm_change_set_int (change, "entered_at", usec);
}

/* The file's reasons are words; what is not in the list is "Other" with the word as its note. */
static gboolean
set_loss (Load *load, CrmChange *change, JsonObject *object, GError **error)
{
  const char *word = get_text (object, "lost_reason");
  g_autofree char *folded = crm_fold (word);
  CrmListQuery query = { .entity = "lost_reason" };
  g_autoptr (GPtrArray) reasons = crm_reader_list (load->reader, &query, NULL, error);
  const char *found = CRM_SEED_LOST_REASON_OTHER;

  if (reasons == NULL)
    return FALSE;
  for (guint i = 0; i < reasons->len && folded[0] != '\0'; i++)
    {
      const CrmRecord *reason = g_ptr_array_index (reasons, i);
      g_autofree char *name = crm_fold (crm_record_get_text (reason, "name"));

      if (strstr (name, folded) != NULL)
        found = reason->id;
    }
  crm_change_set_text (change, "lost_reason", found);
  crm_change_set_text (change, "lost_note",
                       get_text (object, "lost_note") != NULL ? get_text (object, "lost_note")
                                                              : word);
  crm_change_set_text (change, "last_open_stage", CRM_SEED_STAGE_FIRST);
  return TRUE;
}

static gboolean
set_stage (Load *load, CrmChange *change, JsonObject *object, GError **error)
{
  const char *name = get_text (object, "stage");
  g_autofree char *id
      = crm_cli_resolve_stage (load->reader, CRM_SEED_PIPELINE, name != NULL ? name : "", error);
  g_autoptr (CrmRecord) stage
      = id != NULL ? crm_reader_get (load->reader, "stage", id, error) : NULL;
  const char *kind = stage != NULL ? crm_record_get_text (stage, "kind") : NULL;
  gint64 opened = load->now_usec;
  gint64 closed = load->now_usec;

  if (kind == NULL || !read_moment (load, object, "opened_date", OPENING_HOUR, &opened, error)
      || !read_moment (load, object, "closed_date", CLOSING_HOUR, &closed, error))
    return FALSE;
  crm_change_set_text (change, "pipeline", CRM_SEED_PIPELINE);
  crm_change_set_text (change, "stage", id);
  if (!g_str_equal (kind, "won") && !g_str_equal (kind, "lost"))
    {
      crm_change_set_int (change, "stage_since", opened);
      enter_stage (load, change->id, id, opened);
      return TRUE;
    }
  crm_change_set_int (change, "stage_since", closed);
  crm_change_set_int (change, "closed_at", closed);
  enter_stage (load, change->id, CRM_SEED_STAGE_FIRST, opened);
  enter_stage (load, change->id, id, closed);
  return !g_str_equal (kind, "lost") || set_loss (load, change, object, error);
}

static gboolean
set_amount (CrmChange *change, JsonObject *object, GError **error)
{
  const char *currency = get_text (object, "currency");
  gint64 minor;

  if (currency != NULL)
    crm_change_set_text (change, "currency", currency);
  if (get_text (object, "amount") == NULL)
    return TRUE;
  if (!crm_money_parse (get_text (object, "amount"), currency != NULL ? currency : "", &minor,
                        error))
    return FALSE;
  crm_change_set_int (change, "amount", minor);
  return TRUE;
}

static gboolean
add_members (Load *load, JsonObject *object, const char *deal, GError **error)
{
  JsonNode *node = json_object_get_member (object, "people");
  JsonArray *array
      = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *member = json_array_get_object_element (array, i);
      const char *key = get_text (member, "person");
      g_autofree char *person = id_of ("person", key != NULL ? key : "");
      CrmChange *change;

      if (!g_hash_table_contains (load->known, person))
        return complain (error, "no such person in the file", key);
      crm_deals_add_person (load->set, deal, person);
      change = g_ptr_array_index (load->set->changes, load->set->changes->len - 1);
      crm_change_set_text (change, "decision_role",
                           choice_of ("deal_person", "decision_role", get_text (member, "role")));
      if (i == 0)
        crm_change_set_int (change, "is_primary", 1);
    }
  return TRUE;
}

static gboolean
load_deal (Load *load, JsonObject *object, GError **error)
{
  CrmChange *change = create_keyed (load, "deal", object, error);
  gboolean has;
  int day;

  if (change == NULL || !read_day (object, "expected_close_date", &day, &has, error))
    return FALSE;
  crm_change_set_text (change, "title", get_text (object, "title"));
  crm_change_set_text (change, "next_step", get_text (object, "next_step"));
  crm_change_set_text (change, "owner", crm_reader_get_actor (load->reader));
  if (has)
    crm_change_set_int (change, "expected_close", day);
  return refer (load, change, object, "account", error) && set_amount (change, object, error)
         && set_stage (load, change, object, error)
         && add_members (load, object, change->id, error);
}

static gboolean
refer_all (Load *load, CrmChange *change, JsonObject *object, GError **error)
{
  return refer (load, change, object, "person", error)
         && refer (load, change, object, "account", error)
         && refer (load, change, object, "deal", error);
}

/* `-8d 15:10`: days from the day of the demo, and the seller's clock. */
static gint64
resolve_offset (Load *load, const char *text)
{
  int today = crm_date_day_from_usec (load->now_usec, load->zone);
  gint64 days = g_ascii_strtoll (text, NULL, 10);
  const char *clock = strchr (text, ' ');
  gint64 hours = clock != NULL ? g_ascii_strtoll (clock + 1, NULL, 10) : OPENING_HOUR;
  const char *colon = clock != NULL ? strchr (clock, ':') : NULL;
  gint64 minutes = colon != NULL ? g_ascii_strtoll (colon + 1, NULL, 10) : 0;
  gint64 usec = crm_date_day_to_usec (today + (int)CLAMP (days, -36500, 36500), load->zone)
                + CLAMP (hours, 0, 23) * HOUR_USEC + CLAMP (minutes, 0, 59) * (HOUR_USEC / 60);

  return MIN (usec, load->now_usec);
}

static gboolean
load_follow_up (Load *load, JsonObject *object, GError **error)
{
  CrmChange *change = crm_change_set_create (load->set, "follow_up", NULL);
  const char *done = get_text (object, "done");
  gboolean has;
  int day;

  if (!read_day (object, "due_date", &day, &has, error))
    return FALSE;
  crm_change_set_text (change, "title", get_text (object, "title"));
  crm_change_set_text (change, "status", done != NULL ? "done" : "open");
  crm_change_set_text (change, "owner", crm_reader_get_actor (load->reader));
  if (has)
    crm_change_set_int (change, "due", day);
  if (done != NULL)
    crm_change_set_int (change, "done_at", resolve_offset (load, done));
  return refer_all (load, change, object, error);
}

static gboolean
set_time (CrmChange *change, JsonObject *object, GError **error)
{
  const char *text = get_text (object, "at_time");
  gint64 usec;

  if (!crm_date_parse_iso (text != NULL ? text : "", &usec, error))
    return FALSE;
  crm_change_set_int (change, "at", usec);
  return TRUE;
}

static gboolean
load_note (Load *load, JsonObject *object, GError **error)
{
  CrmChange *change = crm_change_set_create (load->set, "note", NULL);

  crm_change_set_text (change, "text", get_text (object, "text"));
  return set_time (change, object, error) && refer_all (load, change, object, error);
}

static gboolean
load_call (Load *load, JsonObject *object, GError **error)
{
  CrmChange *change = crm_change_set_create (load->set, "call", NULL);
  const char *text = get_text (object, "text");
  gint64 minutes = json_object_get_int_member_with_default (object, "minutes", -1);

  crm_change_set_text (change, "subject", get_text (object, "subject"));
  if (text != NULL && text[0] != '\0')
    crm_change_set_text (change, "text", text);
  crm_change_set_text (change, "direction",
                       g_strcmp0 (get_text (object, "direction"), "incoming") == 0 ? "in" : "out");
  if (minutes >= 0)
    crm_change_set_int (change, "duration_secs", MIN (minutes, 100000) * 60);
  return set_time (change, object, error) && refer_all (load, change, object, error);
}

static gboolean
add_tagging (Load *load, const char *tag, JsonObject *on, GError **error)
{
  static const char *const targets[] = { "person", "account", "deal" };
  char *ids[G_N_ELEMENTS (targets)];
  g_autofree char *id = NULL;
  CrmChange *change;

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    ids[i] = get_text (on, targets[i]) != NULL ? id_of (targets[i], get_text (on, targets[i]))
                                               : g_strdup ("");
  id = crm_entity_derive_id (crm_entity_find ("tagging"), tag, ids[0], ids[1], ids[2], NULL);
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    g_free (ids[i]);
  change = crm_change_set_ensure (load->set, "tagging", id);
  crm_change_set_text (change, "tag", tag);
  return refer_all (load, change, on, error);
}

static gboolean
load_tag (Load *load, JsonObject *object, GError **error)
{
  CrmChange *change = crm_change_set_create (load->set, "tag", NULL);
  JsonNode *node = json_object_get_member (object, "on");
  JsonArray *array
      = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  crm_change_set_text (change, "name", get_text (object, "name"));
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (!add_tagging (load, change->id, json_array_get_object_element (array, i), error))
      return FALSE;
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
load_filed (Load *load, JsonObject *object, GError **error)
{
  const char *message_id = get_text (object, "message_id");
  const char *key = get_text (object, "deal");
  g_autofree char *deal = id_of ("deal", key != NULL ? key : "");
  g_autoptr (CrmMessage) message = NULL;
  g_autoptr (CrmChangeSet) filing = NULL;
  g_autoptr (GError) local_error = NULL;

  if (message_id == NULL || !g_hash_table_contains (load->known, deal))
    return complain (error, "no such deal in the file", key);
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
load_seller (Load *load, JsonObject *root, GError **error)
{
  JsonNode *owner = json_object_get_member (root, "owner");
  JsonNode *company = json_object_get_member (root, "company");
  g_autoptr (GPtrArray) addresses = NULL;
  g_autoptr (GPtrArray) domains = NULL;

  if (owner == NULL || !JSON_NODE_HOLDS_OBJECT (owner) || company == NULL
      || !JSON_NODE_HOLDS_OBJECT (company))
    return complain (error, "the file does not say who the seller is", NULL);
  addresses = list_texts (json_node_get_object (owner), "addresses");
  domains = list_texts (json_node_get_object (company), "domains");
  for (guint i = 0; i < addresses->len; i++)
    {
      g_autofree char *address = crm_cli_parse_address (g_ptr_array_index (addresses, i), error);

      if (address == NULL)
        return FALSE;
      crm_scope_exclude (load->set, "own_address", address);
    }
  for (guint i = 0; i < domains->len; i++)
    crm_scope_exclude (load->set, "own_domain", g_ptr_array_index (domains, i));
  if (get_text (json_node_get_object (company), "currency") != NULL)
    crm_scope_set_setting (load->set, "currency",
                           get_text (json_node_get_object (company), "currency"));
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
                         ? get_text (json_node_get_object (company), "zone")
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
  Load load = { reader, set, out_counts, known, zone, crm_reader_get_now_usec (reader) };

  *out_counts = (CrmLoadCounts){ 0 };
  if (!load_seller (&load, root, error)
      || !for_each (&load, root, "accounts", load_account, &out_counts->accounts, error)
      || !for_each (&load, root, "people", load_person, &out_counts->people, error)
      || !for_each (&load, root, "deals", load_deal, &out_counts->deals, error)
      || !for_each (&load, root, "followups", load_follow_up, &out_counts->follow_ups, error)
      || !for_each (&load, root, "notes", load_note, &out_counts->notes, error)
      || !for_each (&load, root, "calls", load_call, &out_counts->calls, error)
      || !for_each (&load, root, "tags", load_tag, &out_counts->tags, error)
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

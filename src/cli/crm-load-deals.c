/* crm-load-deals.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-load-pipeline"
#include "config.h"

#include "crm-load-private.h"

#include <string.h>

#include "crm-cli-values.h"
#include "model/crm-date.h"
#include "model/crm-money.h"
#include "model/crm-text.h"
#include "service/crm-deals.h"
#include "store/crm-seed.h"

#define HOUR_USEC (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define OPENING_HOUR 9  /* the file tells days only: deals are opened in the morning */
#define CLOSING_HOUR 16 /* and closed in the afternoon */

static gboolean
read_moment (
    CrmLoad *load, JsonObject *object, const char *name, int hour, gint64 *out_usec, GError **error)
{
  gboolean has;
  int day;

  if (!_crm_load_read_day (object, name, &day, &has, error))
    return FALSE;
  if (has)
    *out_usec = MIN (crm_date_day_to_usec (day, load->zone) + hour * HOUR_USEC, load->now_usec);
  return TRUE;
}

static void
enter_stage (CrmLoad *load, const char *deal, const char *stage, gint64 usec)
{
  CrmChange *change = crm_change_set_create (load->set, "stage_history", NULL);

  crm_change_set_text (change, "deal", deal);
  crm_change_set_text (change, "stage", stage);
  crm_change_set_int (change, "entered_at", usec);
}

/* The file's reasons are words; what is not in the list is "Other" with the word as its note. */
static gboolean
set_loss (CrmLoad *load, CrmChange *change, JsonObject *object, GError **error)
{
  const char *word = _crm_load_get_text (object, "lost_reason");
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
                       _crm_load_get_text (object, "lost_note") != NULL
                           ? _crm_load_get_text (object, "lost_note")
                           : word);
  crm_change_set_text (change, "last_open_stage", CRM_SEED_STAGE_FIRST);
  return TRUE;
}

static gboolean
set_stage (CrmLoad *load, CrmChange *change, JsonObject *object, GError **error)
{
  const char *name = _crm_load_get_text (object, "stage");
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
  const char *currency = _crm_load_get_text (object, "currency");
  gint64 minor;

  if (currency != NULL)
    crm_change_set_text (change, "currency", currency);
  if (_crm_load_get_text (object, "amount") == NULL)
    return TRUE;
  if (!crm_money_parse (_crm_load_get_text (object, "amount"), currency != NULL ? currency : "",
                        &minor, error))
    return FALSE;
  crm_change_set_int (change, "amount", minor);
  return TRUE;
}

static gboolean
add_members (CrmLoad *load, JsonObject *object, const char *deal, GError **error)
{
  JsonNode *node = json_object_get_member (object, "people");
  JsonArray *array
      = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *member = _crm_load_get_object (array, i);
      const char *key = member != NULL ? _crm_load_get_text (member, "person") : NULL;
      g_autofree char *person = _crm_load_id_of ("person", key != NULL ? key : "");
      CrmChange *change;

      if (!g_hash_table_contains (load->known, person))
        return _crm_load_complain (error, "no such person in the file", key);
      crm_deals_add_person (load->set, deal, person);
      change = g_ptr_array_index (load->set->changes, load->set->changes->len - 1);
      crm_change_set_text (change, "decision_role",
                           _crm_load_choice_of ("deal_person", "decision_role",
                                                _crm_load_get_text (member, "role")));
      if (i == 0)
        crm_change_set_int (change, "is_primary", 1);
    }
  return TRUE;
}

gboolean
_crm_load_deal (CrmLoad *load, JsonObject *object, GError **error)
{
  CrmChange *change = _crm_load_create_keyed (load, "deal", object, error);
  gboolean has;
  int day;

  if (change == NULL || !_crm_load_read_day (object, "expected_close_date", &day, &has, error))
    return FALSE;
  crm_change_set_text (change, "title", _crm_load_get_text (object, "title"));
  crm_change_set_text (change, "next_step", _crm_load_get_text (object, "next_step"));
  crm_change_set_text (change, "owner", crm_reader_get_actor (load->reader));
  if (has)
    crm_change_set_int (change, "expected_close", day);
  return _crm_load_refer (load, change, object, "account", error)
         && set_amount (change, object, error) && set_stage (load, change, object, error)
         && add_members (load, object, change->id, error);
}

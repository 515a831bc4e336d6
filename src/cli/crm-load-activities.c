/* crm-load-activities.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-load-pipeline"
#include "config.h"

#include "crm-load-private.h"

#include <string.h>

#include "model/crm-date.h"
#include "service/crm-tags.h"

#define HOUR_USEC (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define OPENING_HOUR 9 /* the file tells days only: deals are opened in the morning */

/* `-8d 15:10`: days from the day of the demo, and the seller's clock. */
static gint64
resolve_offset (CrmLoad *load, const char *text)
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

gboolean
_crm_load_follow_up (CrmLoad *load, JsonObject *object, GError **error)
{
  CrmChange *change = crm_change_set_create (load->set, "follow_up", NULL);
  const char *done = _crm_load_get_text (object, "done");
  gboolean has;
  int day;

  if (!_crm_load_read_day (object, "due_date", &day, &has, error))
    return FALSE;
  crm_change_set_text (change, "title", _crm_load_get_text (object, "title"));
  crm_change_set_text (change, "status", done != NULL ? "done" : "open");
  crm_change_set_text (change, "owner", crm_reader_get_actor (load->reader));
  if (has)
    crm_change_set_int (change, "due", day);
  if (done != NULL)
    crm_change_set_int (change, "done_at", resolve_offset (load, done));
  return _crm_load_refer_all (load, change, object, error);
}

static gboolean
set_time (CrmChange *change, JsonObject *object, GError **error)
{
  const char *text = _crm_load_get_text (object, "at_time");
  gint64 usec;

  if (!crm_date_parse_iso (text != NULL ? text : "", &usec, error))
    return FALSE;
  crm_change_set_int (change, "at", usec);
  return TRUE;
}

gboolean
_crm_load_note (CrmLoad *load, JsonObject *object, GError **error)
{
  CrmChange *change = crm_change_set_create (load->set, "note", NULL);

  crm_change_set_text (change, "text", _crm_load_get_text (object, "text"));
  return set_time (change, object, error) && _crm_load_refer_all (load, change, object, error);
}

gboolean
_crm_load_call (CrmLoad *load, JsonObject *object, GError **error)
{
  CrmChange *change = crm_change_set_create (load->set, "call", NULL);
  const char *text = _crm_load_get_text (object, "text");
  JsonNode *duration = _crm_load_get_value (object, "minutes");
  gint64 minutes = duration != NULL ? json_node_get_int (duration) : -1;

  crm_change_set_text (change, "subject", _crm_load_get_text (object, "subject"));
  if (text != NULL && text[0] != '\0')
    crm_change_set_text (change, "text", text);
  crm_change_set_text (
      change, "direction",
      g_strcmp0 (_crm_load_get_text (object, "direction"), "incoming") == 0 ? "in" : "out");
  if (minutes >= 0)
    crm_change_set_int (change, "duration_secs", MIN (minutes, 100000) * 60);
  return set_time (change, object, error) && _crm_load_refer_all (load, change, object, error);
}

static gboolean
add_tagging (CrmLoad *load, const char *tag, JsonObject *on, GError **error)
{
  static const char *const targets[] = { "person", "account", "deal", "lead" };
  CrmChange *change;

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    if (_crm_load_get_text (on, targets[i]) != NULL)
      {
        g_autofree char *record = _crm_load_id_of (targets[i], _crm_load_get_text (on, targets[i]));
        g_autofree char *id = crm_tags_derive_id (tag, targets[i], record);

        change = crm_change_set_ensure (load->set, "tagging", id);
        crm_change_set_text (change, "tag", tag);
        return _crm_load_refer_all (load, change, on, error);
      }
  return TRUE; /* on nothing */
}

gboolean
_crm_load_tag (CrmLoad *load, JsonObject *object, GError **error)
{
  CrmChange *change = crm_change_set_create (load->set, "tag", NULL);
  JsonNode *node = json_object_get_member (object, "on");
  JsonArray *array
      = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  crm_change_set_text (change, "name", _crm_load_get_text (object, "name"));
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *on = _crm_load_get_object (array, i);

      if (on == NULL)
        return _crm_load_complain (error, "not a list of objects", "on");
      if (!add_tagging (load, change->id, on, error))
        return FALSE;
    }
  return TRUE;
}

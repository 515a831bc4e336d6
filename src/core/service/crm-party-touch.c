/* crm-party-touch.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * When people and accounts that are to be contacted every so many days are due. */
#define G_LOG_DOMAIN "crm-party-touch"
#include "config.h"

#include "crm-party-private.h"
#include "model/crm-date.h"

/* So many of the newest are looked at for one that has happened: meetings are planned ahead. */
#define NEWEST 5
/* More days than that are nobody's habit. */
#define MAX_DAYS 3660

static gboolean
add_texts (CrmReader *reader,
           GPtrArray *texts,
           const char *entity,
           const char *reference,
           const char *id,
           GError **error)
{
  const char *field = g_str_equal (entity, "address") ? "address" : "domain";
  g_autoptr (GPtrArray) records = crm_reader_list_where (reader, entity, reference, id, error);

  for (guint i = 0; records != NULL && i < records->len; i++)
    g_ptr_array_add (texts, g_strdup (crm_record_get_text (g_ptr_array_index (records, i), field)));
  return records != NULL;
}

/* Whether it is a contact: something that was said, not only planned or written down. */
gboolean
_crm_party_counts (const CrmHistoryItem *item, gint64 now_usec)
{
  if (item->usec > now_usec)
    return FALSE;
  if (item->kind == CRM_HISTORY_MEETING)
    return item->meeting_state == CRM_MEETING_HELD || item->meeting_state == CRM_MEETING_UNDER_WAY;
  return item->kind == CRM_HISTORY_EMAIL || item->kind == CRM_HISTORY_CALL;
}

/* (transfer container) (element-type utf8) (nullable): ended by %NULL */
static GPtrArray *
list_addresses (CrmReader *reader, const CrmRecord *record, GError **error)
{
  GPtrArray *addresses;

  if (g_str_equal (record->entity->name, "person"))
    addresses = crm_query_person_addresses (reader, record->id,
                                            crm_record_get_text (record, "contact_uid"), error);
  else
    addresses = g_ptr_array_new_with_free_func (g_free);
  if (addresses != NULL)
    g_ptr_array_add (addresses, NULL);
  return addresses;
}

static gboolean
find_last (CrmReader *reader, const CrmRecord *record, gint64 *out_usec, GError **error)
{
  gboolean is_account = g_str_equal (record->entity->name, "account");
  g_autoptr (GPtrArray) addresses = list_addresses (reader, record, error);
  g_autoptr (GPtrArray) domains = g_ptr_array_new_with_free_func (g_free);
  CrmHistoryQuery query
      = { .person = is_account ? NULL : record->id,
          .account = is_account ? record->id : NULL,
          .before_usec = G_MAXINT64,
          .limit = NEWEST,
          .kinds = 1u << CRM_HISTORY_EMAIL | 1u << CRM_HISTORY_CALL | 1u << CRM_HISTORY_MEETING };
  g_autoptr (CrmHistory) history = NULL;

  *out_usec = 0;
  if (addresses == NULL
      || (is_account
          && !add_texts (reader, domains, "account_domain", "account", record->id, error)))
    return FALSE;
  g_ptr_array_add (domains, NULL);
  query.addresses = (const char *const *)addresses->pdata;
  query.domains = (const char *const *)domains->pdata;
  history = crm_history_load (reader, &query, error);
  for (guint i = 0; history != NULL && i < history->items->len; i++)
    {
      const CrmHistoryItem *item = g_ptr_array_index (history->items, i);

      if (_crm_party_counts (item, crm_reader_get_now_usec (reader)))
        *out_usec = MAX (*out_usec, item->usec);
    }
  return history != NULL;
}

/* Whoever was never contacted is due since they are in the CRM. FALSE where no day is due. */
gboolean
_crm_party_find_touch_day (const CrmRecord *record, gint64 last_usec, int *out_day)
{
  gboolean has_field = crm_entity_find_field (record->entity, "cadence_days") != NULL;
  gint64 days = has_field ? crm_record_get_int (record, "cadence_days", 0) : 0;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  if (days <= 0 || days > MAX_DAYS)
    return FALSE;
  *out_day
      = crm_date_day_from_usec (last_usec > 0 ? last_usec : record->created_usec, zone) + (int)days;
  return TRUE;
}

/**
 * crm_party_touch_free:
 * @self: (nullable): who is due
 */
void
crm_party_touch_free (CrmTouch *self)
{
  if (self == NULL)
    return;
  crm_record_unref (self->record);
  g_free (self);
}

static gboolean
add_due (CrmReader *reader, const char *entity, int last_day, GPtrArray *all, GError **error)
{
  g_autoptr (CrmFilterNode) filter = crm_filter_parse ("cadence_days > 0", NULL, error);
  CrmListQuery query = { .entity = entity, .filter = filter };
  g_autoptr (GPtrArray) records
      = filter != NULL ? crm_reader_list (reader, &query, NULL, error) : NULL;

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      CrmRecord *record = g_ptr_array_index (records, i);
      CrmTouch *touch;
      gint64 last_usec;
      int day;

      if (!find_last (reader, record, &last_usec, error))
        return FALSE;
      if (!_crm_party_find_touch_day (record, last_usec, &day) || day > last_day)
        continue;
      touch = g_new0 (CrmTouch, 1);
      touch->record = crm_record_ref (record);
      touch->day = day;
      touch->last_usec = last_usec;
      g_ptr_array_add (all, touch);
    }
  return records != NULL;
}

/**
 * crm_party_list_due:
 * @reader: a reader
 * @last_day: days since 1970-01-01
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmTouch): people and accounts that should
 * hear of us until @last_day; %NULL on failure
 */
GPtrArray *
crm_party_list_due (CrmReader *reader, int last_day, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_party_touch_free);

  if (!add_due (reader, "person", last_day, all, error)
      || !add_due (reader, "account", last_day, all, error))
    return NULL;
  return g_steal_pointer (&all);
}

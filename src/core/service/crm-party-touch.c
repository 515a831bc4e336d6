/* crm-party-touch.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * When people and accounts that are to be contacted every so many days are due. */
#define G_LOG_DOMAIN "crm-party-touch"
#include "config.h"

#include "crm-party-private.h"
#include "model/crm-date.h"

/* So many of the newest are looked at for one that counts: meetings are called off. */
#define NEWEST 5
/* More people or deals of one account are not asked. */
#define MAX_PARTS 200
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

/* Looks for the newest contact of @query, whose other members are set. */
static gboolean
look (CrmReader *reader, CrmHistoryQuery *query, gint64 *inout_usec, GError **error)
{
  gint64 now_usec = crm_reader_get_now_usec (reader);
  g_autoptr (CrmHistory) history = NULL;

  query->before_usec = now_usec + 1;
  query->limit = NEWEST;
  if (query->kinds == 0)
    query->kinds = 1u << CRM_HISTORY_EMAIL | 1u << CRM_HISTORY_CALL | 1u << CRM_HISTORY_MEETING;
  history = crm_history_load (reader, query, error);
  for (guint i = 0; history != NULL && i < history->items->len; i++)
    {
      const CrmHistoryItem *item = g_ptr_array_index (history->items, i);

      if (_crm_party_counts (item, now_usec))
        *inout_usec = MAX (*inout_usec, item->usec);
    }
  return history != NULL;
}

/* An array that ends with %NULL for the time of a query. */
static const char *const *
end_texts (GPtrArray *texts)
{
  g_ptr_array_add (texts, NULL);
  return (const char *const *)texts->pdata;
}

static gboolean
look_at_own (CrmReader *reader, const CrmPartyReach *reach, gint64 *inout_usec, GError **error)
{
  CrmHistoryQuery query = { .person = reach->person,
                            .addresses = end_texts (reach->addresses),
                            .domains = end_texts (reach->domains) };
  gboolean done;

  if (reach->accounts->len > 0)
    query.account = g_ptr_array_index (reach->accounts, 0);
  done = (query.person == NULL && query.account == NULL && query.addresses[0] == NULL)
         || look (reader, &query, inout_usec, error);
  g_ptr_array_set_size (reach->addresses, (int)reach->addresses->len - 1);
  g_ptr_array_set_size (reach->domains, (int)reach->domains->len - 1);
  return done;
}

/* When there was a letter, a call or a meeting last, with whomever of theirs; 0 for never. What is
 * shown of the history, and how much of it, makes no difference. */
gboolean
_crm_party_find_last (CrmReader *reader,
                      const CrmPartyReach *reach,
                      gint64 *out_usec,
                      GError **error)
{
  *out_usec = 0;
  if (!look_at_own (reader, reach, out_usec, error))
    return FALSE;
  for (guint i = 1; i < MIN (reach->accounts->len, MAX_PARTS); i++)
    if (!look (reader, &(CrmHistoryQuery){ .account = g_ptr_array_index (reach->accounts, i) },
               out_usec, error))
      return FALSE;
  for (guint i = 0; i < MIN (reach->people->len, MAX_PARTS); i++)
    if (!look (reader,
               &(CrmHistoryQuery){ .person = g_ptr_array_index (reach->people, i),
                                   .kinds = 1u << CRM_HISTORY_CALL },
               out_usec, error))
      return FALSE;
  for (guint i = 0; i < MIN (reach->deals->len, MAX_PARTS); i++)
    if (!look (reader, &(CrmHistoryQuery){ .deal = g_ptr_array_index (reach->deals, i) }, out_usec,
               error))
      return FALSE;
  return TRUE;
}

void
_crm_party_reach_clear (CrmPartyReach *self)
{
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_clear_pointer (&self->addresses, g_ptr_array_unref);
  g_clear_pointer (&self->domains, g_ptr_array_unref);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->deals, g_ptr_array_unref);
}

void
_crm_party_reach_init (CrmPartyReach *self)
{
  *self = (CrmPartyReach){ NULL,
                           g_ptr_array_new_with_free_func (g_free),
                           g_ptr_array_new_with_free_func (g_free),
                           g_ptr_array_new_with_free_func (g_free),
                           g_ptr_array_new_with_free_func (g_free),
                           g_ptr_array_new_with_free_func (g_free) };
}

/* Those who work there now, and all their addresses. */
static gboolean
reach_people (CrmReader *reader, CrmPartyReach *reach, const char *account, GError **error)
{
  g_autoptr (GPtrArray) members
      = crm_reader_list_where (reader, "account_person", "account", account, error);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  int today = crm_date_day_from_usec (crm_reader_get_now_usec (reader), zone);

  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      const CrmRecord *member = g_ptr_array_index (members, i);
      const char *person = crm_record_get_text (member, "person");

      if (!_crm_party_is_current (member, today))
        continue;
      g_ptr_array_add (reach->people, g_strdup (person));
      if (!add_texts (reader, reach->addresses, "address", "person", person, error))
        return FALSE;
    }
  return members != NULL;
}

static gboolean
reach_account (CrmReader *reader, CrmPartyReach *reach, const char *account, GError **error)
{
  g_autoptr (GPtrArray) deals = crm_reader_list_where (reader, "deal", "account", account, error);

  g_ptr_array_add (reach->accounts, g_strdup (account));
  for (guint i = 0; deals != NULL && i < deals->len; i++)
    g_ptr_array_add (reach->deals, g_strdup (((CrmRecord *)g_ptr_array_index (deals, i))->id));
  return deals != NULL
         && add_texts (reader, reach->domains, "account_domain", "account", account, error)
         && reach_people (reader, reach, account, error);
}

static gboolean
find_last (CrmReader *reader, const CrmRecord *record, gint64 *out_usec, GError **error)
{
  g_auto (CrmPartyReach) reach = { NULL };

  _crm_party_reach_init (&reach);
  if (g_str_equal (record->entity->name, "account"))
    return reach_account (reader, &reach, record->id, error)
           && _crm_party_find_last (reader, &reach, out_usec, error);
  reach.person = record->id;
  g_ptr_array_unref (reach.addresses);
  reach.addresses = crm_query_person_addresses (reader, record->id,
                                                crm_record_get_text (record, "contact_uid"), error);
  return reach.addresses != NULL && _crm_party_find_last (reader, &reach, out_usec, error);
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

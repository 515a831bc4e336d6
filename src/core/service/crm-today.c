/* crm-today.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-today"
#include "config.h"

#include "crm-today.h"

#include "model/crm-date.h"
#include "model/crm-text.h"
#include "service/crm-preferences.h"
#include "store/crm-today-query.h"

/* How far back it is looked for one that no machine wrote. */
#define NEWEST_LETTERS 5
#define DAY_USEC (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

G_DEFINE_BOXED_TYPE (CrmToday, crm_today, crm_today_ref, crm_today_unref)

/* What one load knows. */
typedef struct
{
  CrmToday *today;
  CrmReader *reader;
  GPtrArray *deals;  /* (owned) (element-type CrmBoardDeal): all that are open */
  GHashTable *by_id; /* (owned) (element-type utf8 CrmBoardDeal): the same */
} Load;

static void
free_item (gpointer data)
{
  CrmTodayItem *item = data;

  g_clear_pointer (&item->follow_up, crm_record_unref);
  crm_deal_state_free (item->deal);
  g_clear_pointer (&item->person, crm_record_unref);
  g_free (item->account_name);
  g_clear_pointer (&item->event, crm_event_free);
  g_clear_pointer (&item->letter, crm_history_item_free);
  g_clear_pointer (&item->touch, crm_party_touch_free);
  g_clear_pointer (&item->next, crm_record_unref);
  g_free (item);
}

/**
 * crm_today_ref:
 * @self: a day's work
 *
 * Returns: (transfer full): @self
 */
CrmToday *
crm_today_ref (CrmToday *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

/**
 * crm_today_unref:
 * @self: (transfer full): a day's work
 */
void
crm_today_unref (CrmToday *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  for (guint i = 0; i < CRM_TODAY_N_SECTIONS; i++)
    g_clear_pointer (&self->sections[i], g_ptr_array_unref);
  g_free (self);
}

static CrmTodayItem *
add_item (Load *load, CrmTodaySection section)
{
  CrmTodayItem *item = g_new0 (CrmTodayItem, 1);

  item->section = section;
  g_ptr_array_add (load->today->sections[section], item);
  return item;
}

static void
set_deal (CrmTodayItem *item, const CrmBoardDeal *deal)
{
  item->deal = g_new0 (CrmDealState, 1);
  *item->deal = *deal->state;
  crm_record_ref (item->deal->deal);
  crm_record_ref (item->deal->stage);
  if (item->account_name == NULL)
    item->account_name = g_strdup (deal->account_name);
  item->next = deal->follow_up != NULL ? crm_record_ref (deal->follow_up) : NULL;
}

static gboolean
set_person (Load *load, CrmTodayItem *item, const char *person, GError **error)
{
  g_autoptr (CrmRecord) account = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!crm_reader_look_up (load->reader, "person", person, &item->person, error))
    return FALSE;
  if (item->person == NULL || item->account_name != NULL)
    return TRUE;
  account = crm_query_account_of_person (load->reader, person, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (account != NULL)
    item->account_name = g_strdup (crm_record_get_title (account));
  return TRUE;
}

static gboolean
set_account (Load *load, CrmTodayItem *item, const char *id, GError **error)
{
  g_autoptr (CrmRecord) account = NULL;

  if (item->account_name != NULL)
    return TRUE;
  if (!crm_reader_look_up (load->reader, "account", id, &account, error))
    return FALSE;
  if (account != NULL)
    item->account_name = g_strdup (crm_record_get_title (account));
  return TRUE;
}

static gboolean
add_follow_ups (Load *load, CrmTodaySection section, GPtrArray *records, GError **error)
{
  for (guint i = 0; i < records->len; i++)
    {
      CrmRecord *record = g_ptr_array_index (records, i);
      const char *id = crm_record_get_text (record, "deal");
      CrmBoardDeal *deal = id != NULL ? g_hash_table_lookup (load->by_id, id) : NULL;
      CrmTodayItem *item = add_item (load, section);

      item->follow_up = crm_record_ref (record);
      if (deal != NULL)
        set_deal (item, deal);
      if (!set_account (load, item, crm_record_get_text (record, "account"), error)
          || !set_person (load, item, crm_record_get_text (record, "person"), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_follow_ups (Load *load, GError **error)
{
  g_autoptr (GPtrArray) due = crm_query_follow_ups_until (load->reader, load->today->day, error);
  g_autoptr (GPtrArray) waiting = NULL;

  if (due == NULL || !add_follow_ups (load, CRM_TODAY_FOLLOW_UPS, due, error))
    return FALSE;
  waiting = crm_query_waiting_until (load->reader, load->today->day, error);
  return waiting != NULL && add_follow_ups (load, CRM_TODAY_WAITING, waiting, error);
}

/* The first of those who take part whom the CRM knows. */
static gboolean
set_party (Load *load, CrmTodayItem *item, const CrmEvent *event, GError **error)
{
  for (guint i = 0; i < event->parties->len; i++)
    {
      const CrmEventParty *party = g_ptr_array_index (event->parties, i);
      g_autoptr (GError) local_error = NULL;
      g_autoptr (CrmRecord) person
          = crm_query_person_of_address (load->reader, party->address, &local_error);

      if (person != NULL)
        return set_person (load, item, person->id, error);
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_meetings (Load *load, GError **error)
{
  g_autoptr (GPtrArray) events = crm_query_events_of_day (load->reader, load->today->day, error);

  if (events == NULL)
    return FALSE;
  for (guint i = 0; i < events->len; i++)
    {
      const CrmEvent *event = g_ptr_array_index (events, i);
      CrmTodayItem *item = add_item (load, CRM_TODAY_MEETINGS);

      item->event = crm_event_copy (event);
      if (!set_party (load, item, event, error))
        return FALSE;
    }
  return TRUE;
}

/* An automatic reply answers nothing and wants no answer. */
static int /* the place in @items, or -1: what is newest was not theirs */
find_their_letter (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      const CrmHistoryItem *item = g_ptr_array_index (items, i);

      if (item->kind != CRM_HISTORY_EMAIL)
        return -1; /* a call or a meeting since: it need not be a letter */
      if (!crm_subject_is_automatic (item->text))
        return item->direction == CRM_DIRECTION_IN ? (int)i : -1;
    }
  return -1;
}

/* The newest letter of an address, when it is theirs. */
static gboolean
find_unanswered (Load *load, const char *address, CrmHistoryItem **out_letter, GError **error)
{
  const char *addresses[] = { address, NULL };
  CrmHistoryQuery query
      = { .addresses = addresses, .before_usec = G_MAXINT64, .limit = NEWEST_LETTERS };
  gint64 since = load->today->now_usec - CRM_TODAY_TURN_DAYS * DAY_USEC;
  g_auto (CrmActivity) activity = { 0 };
  g_autoptr (CrmHistory) history = NULL;
  int place;

  if (!crm_query_activity (load->reader, address, &activity, error))
    return FALSE;
  if (activity.last_in_usec <= activity.last_out_usec || activity.last_in_usec < since)
    return TRUE;
  history = crm_history_load (load->reader, &query, error);
  if (history == NULL)
    return FALSE;
  place = find_their_letter (history->items);
  if (place >= 0)
    *out_letter = g_ptr_array_steal_index (history->items, (guint)place);
  return TRUE;
}

static gboolean
read_my_turn (Load *load, GError **error)
{
  g_autoptr (GPtrArray) addresses = crm_query_deal_addresses (load->reader, error);

  if (addresses == NULL)
    return FALSE;
  for (guint i = 0; i < addresses->len; i++)
    {
      const CrmDealAddress *one = g_ptr_array_index (addresses, i);
      CrmBoardDeal *deal = g_hash_table_lookup (load->by_id, one->deal);
      CrmHistoryItem *letter = NULL;
      CrmTodayItem *item;

      if (!find_unanswered (load, one->address, &letter, error))
        return FALSE;
      if (letter == NULL)
        continue;
      item = add_item (load, CRM_TODAY_MY_TURN);
      item->letter = letter;
      if (deal != NULL)
        set_deal (item, deal);
      if (!set_person (load, item, one->person, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_step (const CrmBoardDeal *deal)
{
  const char *text = crm_record_get_text (deal->state->deal, "next_step");

  return deal->follow_up != NULL || (text != NULL && *text != '\0');
}

/* A deal that is wrong in several ways is told once, by the first that says what to do. */
static void
sort_deals (Load *load)
{
  int last_day = load->today->day + CRM_TODAY_CLOSING_DAYS;

  for (guint i = 0; i < load->deals->len; i++)
    {
      const CrmBoardDeal *deal = g_ptr_array_index (load->deals, i);
      const CrmDealState *state = deal->state;
      gint64 limit = crm_record_get_int (state->stage, "max_days", 0);
      gint64 close = crm_record_get_int (state->deal, "expected_close", G_MAXINT64);

      if (!crm_deal_state_is_open (state))
        continue;
      if (close <= last_day)
        set_deal (add_item (load, CRM_TODAY_CLOSING), deal);
      else if (limit > 0 && state->days_in_stage > limit)
        set_deal (add_item (load, CRM_TODAY_STUCK), deal);
      else if (!has_step (deal))
        set_deal (add_item (load, CRM_TODAY_NO_STEP), deal);
    }
}

/* What is most urgent is less. */
static gint64
get_urgency (const CrmTodayItem *item)
{
  switch (item->section)
    {
    case CRM_TODAY_FOLLOW_UPS:
    case CRM_TODAY_WAITING:
      return crm_record_get_int (item->follow_up, "due", G_MAXINT64);
    case CRM_TODAY_MY_TURN:
      return item->letter->usec;
    case CRM_TODAY_MEETINGS:
      return item->event->start_usec;
    case CRM_TODAY_TOUCH:
      return item->touch->day;
    case CRM_TODAY_CLOSING:
      return crm_record_get_int (item->deal->deal, "expected_close", G_MAXINT64);
    case CRM_TODAY_STUCK:
    case CRM_TODAY_NO_STEP:
    case CRM_TODAY_N_SECTIONS:
    default:
      return -item->deal->days_in_stage;
    }
}

static const char *
get_id (const CrmTodayItem *item)
{
  return item->follow_up != NULL ? item->follow_up->id
         : item->deal != NULL    ? item->deal->deal->id
         : item->event != NULL   ? item->event->uid
         : item->touch != NULL   ? item->touch->record->id
                                 : "";
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const CrmTodayItem *first = *(const CrmTodayItem *const *)a;
  const CrmTodayItem *second = *(const CrmTodayItem *const *)b;
  gint64 urgency = get_urgency (first);
  gint64 other = get_urgency (second);

  return urgency != other ? (urgency < other ? -1 : 1) : strcmp (get_id (first), get_id (second));
}

static gboolean
read_touches (Load *load, GError **error)
{
  g_autoptr (GPtrArray) due = crm_party_list_due (load->reader, load->today->day, error);

  for (guint i = 0; due != NULL && i < due->len; i++)
    {
      CrmTodayItem *item = add_item (load, CRM_TODAY_TOUCH);
      CrmTouch *touch = g_ptr_array_index (due, i);

      item->touch = touch;
      due->pdata[i] = NULL; /* taken */
      if (g_str_equal (touch->record->entity->name, "person")
          && !set_person (load, item, touch->record->id, error))
        return FALSE;
    }
  return due != NULL;
}

static gboolean
fill (Load *load, GError **error)
{
  for (guint i = 0; i < load->deals->len; i++)
    {
      CrmBoardDeal *deal = g_ptr_array_index (load->deals, i);

      g_hash_table_insert (load->by_id, deal->state->deal->id, deal);
    }
  if (!read_follow_ups (load, error) || !read_meetings (load, error) || !read_my_turn (load, error)
      || !read_touches (load, error))
    return FALSE;
  sort_deals (load);
  for (guint i = 0; i < CRM_TODAY_N_SECTIONS; i++)
    g_ptr_array_sort (load->today->sections[i], compare_items);
  return TRUE;
}

/**
 * crm_today_load:
 * @reader: a reader
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): what is to be done today
 */
CrmToday *
crm_today_load (CrmReader *reader, GError **error)
{
  g_autoptr (CrmToday) self = g_new0 (CrmToday, 1);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GPtrArray) deals = NULL;
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (CrmPreferences) preferences = crm_preferences_load (reader, error);
  Load load = { .today = self, .reader = reader, .by_id = by_id };

  self->ref_count = 1;
  self->now_usec = crm_reader_get_now_usec (reader);
  self->day = crm_date_day_from_usec (self->now_usec, zone);
  for (guint i = 0; i < CRM_TODAY_N_SECTIONS; i++)
    self->sections[i] = g_ptr_array_new_with_free_func (free_item);
  if (preferences == NULL)
    return NULL;
  self->working_days = preferences->working_days;
  deals = crm_query_board_deals (reader, NULL, G_MAXINT64, error);
  if (deals == NULL)
    return NULL;
  load.deals = deals;
  return fill (&load, error) ? g_steal_pointer (&self) : NULL;
}

static gpointer
load_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_today_load (reader, error);
}

/**
 * crm_today_load_async:
 * @store: a store
 * @cancellable: (nullable): interrupts the reading
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * Reads the day's work on the reader thread.
 */
void
crm_today_load_async (CrmStore *store,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  crm_store_read_async (store, load_in_worker, NULL, NULL, (GDestroyNotify)crm_today_unref,
                        cancellable, callback, user_data);
}

/**
 * crm_today_load_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): storage errors, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the day's work
 */
CrmToday *
crm_today_load_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}

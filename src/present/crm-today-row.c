/* crm-today-row.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-today-row"
#include "config.h"

#include "crm-today-row.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-list-sync.h"
#include "crm-phrases-follow-up.h"
#include "crm-phrases.h"
#include "service/crm-preferences.h"

struct _CrmTodayRow /* immutable */
{
  GObject parent_instance;
  CrmToday *today;          /* (owned): keeps @item */
  const CrmTodayItem *item; /* (unowned) */
  char *title;              /* (owned) */
  char *context;            /* (owned): may be empty */
  char *detail;             /* (owned): may be empty */
  gboolean is_late;
};

G_DEFINE_FINAL_TYPE (CrmTodayRow, crm_today_row, G_TYPE_OBJECT)

static void
crm_today_row_finalize (GObject *object)
{
  CrmTodayRow *self = CRM_TODAY_ROW (object);

  crm_today_unref (self->today);
  g_free (self->title);
  g_free (self->context);
  g_free (self->detail);
  G_OBJECT_CLASS (crm_today_row_parent_class)->finalize (object);
}

static void
crm_today_row_class_init (CrmTodayRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_today_row_finalize;
}

static void
crm_today_row_init (CrmTodayRow *self)
{
}

static char *
make_title (const CrmTodayItem *item)
{
  if (item->follow_up != NULL)
    return g_strdup (crm_phrase_record_name (item->follow_up));
  if (item->event != NULL)
    return g_strdup (*item->event->summary != '\0' ? item->event->summary
                                                   : _ ("Meeting without a title"));
  if (item->letter != NULL)
    return g_strdup (*item->letter->text != '\0' ? item->letter->text : _ ("(no subject)"));
  if (item->touch != NULL)
    return g_strdup (crm_phrase_record_name (item->touch->record));
  return g_strdup (crm_phrase_record_name (item->deal->deal));
}

/* What a row is about, but for what its title says. */
static char *
make_context (const CrmTodayItem *item)
{
  gboolean is_of_deal = item->follow_up == NULL && item->event == NULL && item->letter == NULL;
  g_autofree char *amount
      = is_of_deal && item->deal != NULL ? crm_format_deal_amount (item->deal->deal) : NULL;
  const char *texts[] = {
    item->person != NULL && item->touch == NULL ? crm_phrase_record_name (item->person) : NULL,
    item->account_name,
    !is_of_deal && item->deal != NULL ? crm_phrase_record_name (item->deal->deal) : NULL,
    amount,
    item->deal != NULL ? crm_phrase_record_name (item->deal->stage) : NULL,
  };
  GString *context = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] != NULL && *texts[i] != '\0')
      /* Isolated: each keeps its own direction, and its place. */
      g_string_append_printf (context, "%s\u2068%s\u2069", context->len > 0 ? " · " : "", texts[i]);
  return g_string_free (context, FALSE);
}

static char *
make_close (const CrmTodayRow *self)
{
  gint64 close = crm_record_get_int (self->item->deal->deal, "expected_close", 0);
  g_autofree char *when = crm_format_due ((int)close, self->today->now_usec);

  /* TRANSLATORS: %s is "today", "in 3 days", "5 days overdue": when a deal is expected to be closed
   */
  return g_strdup_printf (_ ("closing %s"), when);
}

static char * /* (nullable) */
make_detail (CrmTodayRow *self)
{
  const CrmTodayItem *item = self->item;
  gint64 now_usec = self->today->now_usec;

  switch (item->section)
    {
    case CRM_TODAY_FOLLOW_UPS:
    case CRM_TODAY_WAITING:
      return crm_phrase_follow_up_due (item->follow_up, now_usec);
    case CRM_TODAY_MEETINGS:
      return item->event->is_all_day ? g_strdup (_ ("all day"))
                                     : crm_format_clock (item->event->start_usec);
    case CRM_TODAY_MY_TURN:
      return crm_format_time (item->letter->usec, now_usec);
    case CRM_TODAY_CLOSING:
      return make_close (self);
    case CRM_TODAY_TOUCH:
      return crm_format_due (item->touch->day, now_usec);
    case CRM_TODAY_STUCK:
    case CRM_TODAY_NO_STEP:
    case CRM_TODAY_N_SECTIONS:
    default:
      return crm_phrase_stage_age (item->deal, NULL);
    }
}

static gboolean
find_whether_late (const CrmTodayRow *self)
{
  const CrmTodayItem *item = self->item;
  int day = self->today->day;

  switch (item->section)
    {
    case CRM_TODAY_FOLLOW_UPS:
    case CRM_TODAY_WAITING:
      return crm_phrase_follow_up_is_late (item->follow_up, self->today->now_usec);
    case CRM_TODAY_CLOSING:
      return crm_record_get_int (item->deal->deal, "expected_close", G_MAXINT64) < day;
    case CRM_TODAY_TOUCH:
      return item->touch->day < day;
    case CRM_TODAY_STUCK:
      return TRUE;
    case CRM_TODAY_MEETINGS:
    case CRM_TODAY_MY_TURN:
    case CRM_TODAY_NO_STEP:
    case CRM_TODAY_N_SECTIONS:
    default:
      return FALSE;
    }
}

/**
 * crm_today_row_new:
 * @today: a day's work
 * @item: one of its items
 *
 * Returns: (transfer full): its row
 */
CrmTodayRow *
crm_today_row_new (CrmToday *today, const CrmTodayItem *item)
{
  CrmTodayRow *self = g_object_new (CRM_TYPE_TODAY_ROW, NULL);

  self->today = crm_today_ref (today);
  self->item = item;
  self->title = make_title (item);
  self->context = make_context (item);
  self->detail = make_detail (self);
  if (self->detail == NULL)
    self->detail = g_strdup ("");
  self->is_late = find_whether_late (self);
  return self;
}

static gboolean
same_record (const CrmRecord *a, const CrmRecord *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_str_equal (a->id, b->id) && a->modified_usec == b->modified_usec;
}

/**
 * crm_today_row_same:
 * @row: a row
 * @other: another one
 *
 * Returns: whether both say the same of the same, for crm_list_sync()
 */
gboolean
crm_today_row_same (gpointer row, gpointer other)
{
  CrmTodayRow *a = CRM_TODAY_ROW (row);
  CrmTodayRow *b = CRM_TODAY_ROW (other);

  return a->item->section == b->item->section && a->is_late == b->is_late
         && g_str_equal (a->title, b->title) && g_str_equal (a->context, b->context)
         && g_str_equal (a->detail, b->detail)
         && same_record (a->item->follow_up, b->item->follow_up)
         && same_record (a->item->touch != NULL ? a->item->touch->record : NULL,
                         b->item->touch != NULL ? b->item->touch->record : NULL)
         && same_record (a->item->deal != NULL ? a->item->deal->deal : NULL,
                         b->item->deal != NULL ? b->item->deal->deal : NULL);
}

/**
 * crm_today_row_get_item:
 * @self: a row
 *
 * Returns: (transfer none): what it is about
 */
const CrmTodayItem *
crm_today_row_get_item (CrmTodayRow *self)
{
  return self->item;
}

/**
 * crm_today_row_get_title:
 * @self: a row
 *
 * Returns: (transfer none): what is to be done, or with what
 */
const char *
crm_today_row_get_title (CrmTodayRow *self)
{
  return self->title;
}

/**
 * crm_today_row_get_context:
 * @self: a row
 *
 * Returns: (transfer none): for whom; may be empty
 */
const char *
crm_today_row_get_context (CrmTodayRow *self)
{
  return self->context;
}

/**
 * crm_today_row_get_detail:
 * @self: a row
 *
 * Returns: (transfer none): when; may be empty
 */
const char *
crm_today_row_get_detail (CrmTodayRow *self)
{
  return self->detail;
}

/**
 * crm_today_row_is_late:
 * @self: a row
 *
 * Returns: whether it should have been done before; its detail says so, too
 */
gboolean
crm_today_row_is_late (CrmTodayRow *self)
{
  return self->is_late;
}

/**
 * crm_today_row_find_snooze_day:
 * @self: a row with a follow-up
 * @days: for how long it is put off, at least
 *
 * Returns: the day until which it is put off, one on which the user works; days since 1970-01-01
 */
int
crm_today_row_find_snooze_day (CrmTodayRow *self, int days)
{
  return crm_preferences_find_working_day (self->today->working_days, self->today->day + days);
}

/**
 * crm_today_row_dup_spoken:
 * @self: a row
 *
 * Returns: (transfer full): all of it in one line, for screen readers
 */
char *
crm_today_row_dup_spoken (CrmTodayRow *self)
{
  GString *spoken = g_string_new (self->title);

  if (*self->detail != '\0')
    g_string_append_printf (spoken, ", %s", self->detail);
  if (*self->context != '\0')
    g_string_append_printf (spoken, ", %s", self->context);
  return g_string_free (spoken, FALSE);
}

/**
 * crm_today_get_heading:
 * @section: a part of a day's work
 *
 * Returns: (transfer none): what it is called
 */
const char *
crm_today_get_heading (CrmTodaySection section)
{
  static const char *const headings[] = {
    [CRM_TODAY_FOLLOW_UPS] = N_ ("Follow-ups"),
    [CRM_TODAY_MEETINGS] = N_ ("Meetings Today"),
    /* TRANSLATORS: letters that I should answer */
    [CRM_TODAY_MY_TURN] = N_ ("Waiting for Your Answer"),
    /* TRANSLATORS: letters that others should answer */
    [CRM_TODAY_WAITING] = N_ ("Waiting for Their Answer"),
    /* TRANSLATORS: deals that are longer in their stage than its limit */
    [CRM_TODAY_STUCK] = N_ ("Too Long in Their Stage"),
    /* TRANSLATORS: deals for which nothing is planned */
    [CRM_TODAY_NO_STEP] = N_ ("Without a Next Step"),
    /* TRANSLATORS: deals that are expected to be closed within the next seven days */
    [CRM_TODAY_CLOSING] = N_ ("Closing This Week"),
    /* TRANSLATORS: people and accounts that should be contacted every so many days, and are due */
    [CRM_TODAY_TOUCH] = N_ ("Keep in Touch"),
  };

  g_return_val_if_fail (section < CRM_TODAY_N_SECTIONS, "");
  return g_dgettext (GETTEXT_PACKAGE, headings[section]);
}

/**
 * crm_today_dup_summary:
 * @today: a day's work
 *
 * Returns: (transfer full): how much there is to do, in a line; of a day without meetings none are
 *   named
 */
char *
crm_today_dup_summary (const CrmToday *today)
{
  guint n_due = today->sections[CRM_TODAY_FOLLOW_UPS]->len;
  guint n_meetings = today->sections[CRM_TODAY_MEETINGS]->len;
  g_autofree char *day = crm_format_day (today->day);
  g_autofree char *due = crm_format_counted (
      g_dngettext (GETTEXT_PACKAGE, "%u follow-up due", "%u follow-ups due", n_due), n_due);
  g_autofree char *meetings = crm_format_counted (
      g_dngettext (GETTEXT_PACKAGE, "%u meeting", "%u meetings", n_meetings), n_meetings);

  if (n_meetings == 0)
    return g_strdup_printf ("%s · %s", day, due);
  return g_strdup_printf ("%s · %s · %s", day, due, meetings);
}

/**
 * crm_today_show:
 * @today: a day's work
 * @section: a part of it
 * @list: rows (CrmTodayRow) that show that part
 * @limit: at most so many rows
 *
 * Makes @list say what is to be done now; rows that say the same stay.
 */
void
crm_today_show (CrmToday *today, CrmTodaySection section, GListStore *list, guint limit)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *items = today->sections[section];

  for (guint i = 0; i < MIN (items->len, limit); i++)
    g_ptr_array_add (rows, crm_today_row_new (today, g_ptr_array_index (items, i)));
  crm_list_sync (list, rows, crm_today_row_same);
}

/* crm-preferences.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-preferences"
#include "config.h"

#include "crm-preferences.h"

#include "service/crm-scope.h"

#define FISCAL_MONTH "fiscal_month"
#define WORKING_DAYS "working_days"
#define STAGE_LIMIT "stage_limit"

/* The default of the requirements. */
#define DEFAULT_LIMIT 5
#define MAX_LIMIT 3650

/* 1970-01-01 was a Thursday. */
#define WEEKDAY_OF_DAY_0 3

/**
 * crm_preferences_free:
 * @self: (nullable): settings
 */
void
crm_preferences_free (CrmPreferences *self)
{
  g_free (self);
}

static gboolean
read_number (CrmReader *reader,
             const char *name,
             gint64 min,
             gint64 max,
             gint64 *inout_number,
             GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRecord) setting = crm_reader_find (reader, "setting", "name", name, &local_error);
  const char *text = setting != NULL ? crm_record_get_text (setting, "value") : NULL;

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (text != NULL)
    g_ascii_string_to_signed (text, 10, min, max, inout_number, NULL); /* else it stays */
  return TRUE;
}

/**
 * crm_preferences_load:
 * @reader: a reader
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): the settings, %NULL on failure
 */
CrmPreferences *
crm_preferences_load (CrmReader *reader, GError **error)
{
  g_autoptr (CrmPreferences) self = g_new0 (CrmPreferences, 1);
  gint64 month = 1;
  gint64 days = CRM_WEEK_DEFAULT;

  self->stage_limit = DEFAULT_LIMIT;
  if (!read_number (reader, FISCAL_MONTH, 1, 12, &month, error)
      || !read_number (reader, WORKING_DAYS, 1, CRM_WEEK_ALL, &days, error)
      || !read_number (reader, STAGE_LIMIT, 0, MAX_LIMIT, &self->stage_limit, error))
    return NULL;
  self->fiscal_month = (int)month;
  self->working_days = (guint)days;
  return g_steal_pointer (&self);
}

static void
set_number (CrmChangeSet *set, const char *name, gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  crm_scope_set_setting (set, name, text);
}

/**
 * crm_preferences_set_fiscal_month:
 * @set: a change set
 * @month: the first month of a business year, 1 to 12
 */
void
crm_preferences_set_fiscal_month (CrmChangeSet *set, int month)
{
  g_return_if_fail (month >= 1 && month <= 12);
  set_number (set, FISCAL_MONTH, month);
}

/**
 * crm_preferences_set_working_days:
 * @set: a change set
 * @days: of CRM_WEEKDAY(), at least one
 */
void
crm_preferences_set_working_days (CrmChangeSet *set, guint days)
{
  g_return_if_fail ((days & CRM_WEEK_ALL) != 0);
  set_number (set, WORKING_DAYS, days & CRM_WEEK_ALL);
}

/**
 * crm_preferences_set_stage_limit:
 * @set: a change set
 * @days: how long deals should stay in a stage that is added, 0 for no limit
 */
void
crm_preferences_set_stage_limit (CrmChangeSet *set, gint64 days)
{
  set_number (set, STAGE_LIMIT, CLAMP (days, 0, MAX_LIMIT));
}

/**
 * crm_preferences_find_working_day:
 * @working_days: of CRM_WEEKDAY()
 * @day: days since 1970-01-01
 *
 * Returns: that day, or the first after it on which people work
 */
int
crm_preferences_find_working_day (guint working_days, int day)
{
  for (int i = 0; i < 7; i++)
    {
      int weekday = ((day + i + WEEKDAY_OF_DAY_0) % 7 + 7) % 7;

      if (working_days & (1u << weekday))
        return day + i;
    }
  return day;
}

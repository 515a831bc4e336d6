/* crm-recurrence.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-recurrence"
#include "config.h"

#include "crm-recurrence.h"

#include <string.h>

static const struct
{
  CrmRepeatUnit unit;
  const char *rule; /* as iCalendar has it */
  char typed;       /* as people type it, see crm_recurrence_read() */
} units[] = {
  { CRM_REPEAT_DAYS, "DAILY", 'd' },
  { CRM_REPEAT_WEEKS, "WEEKLY", 'w' },
  { CRM_REPEAT_MONTHS, "MONTHLY", 'm' },
  { CRM_REPEAT_YEARS, "YEARLY", 'y' },
};

static gboolean
read_part (const char *part, CrmRepeatUnit *unit, guint *every)
{
  guint64 number;

  if (g_ascii_strncasecmp (part, "FREQ=", strlen ("FREQ=")) == 0)
    {
      for (guint i = 0; i < G_N_ELEMENTS (units); i++)
        if (g_ascii_strcasecmp (part + strlen ("FREQ="), units[i].rule) == 0)
          {
            *unit = units[i].unit;
            return TRUE;
          }
      return FALSE;
    }
  if (g_ascii_strncasecmp (part, "INTERVAL=", strlen ("INTERVAL=")) == 0
      && g_ascii_string_to_unsigned (part + strlen ("INTERVAL="), 10, 1, CRM_REPEAT_MAX, &number,
                                     NULL))
    {
      *every = (guint)number;
      return TRUE;
    }
  return FALSE;
}

/**
 * crm_recurrence_parse:
 * @rule: (nullable): as iCalendar's RRULE has it
 * @out_every: (out): every how many of the unit
 *
 * Returns: the unit; %CRM_REPEAT_OTHER for a rule that says more
 */
CrmRepeatUnit
crm_recurrence_parse (const char *rule, guint *out_every)
{
  g_auto (GStrv) parts = NULL;
  CrmRepeatUnit unit = CRM_REPEAT_OTHER;

  *out_every = 1;
  if (rule == NULL || rule[0] == '\0')
    return CRM_REPEAT_NEVER;
  parts = g_strsplit (rule, ";", 8);
  for (guint i = 0; parts[i] != NULL; i++)
    if (!read_part (parts[i], &unit, out_every))
      return CRM_REPEAT_OTHER;
  return unit;
}

/**
 * crm_recurrence_format:
 * @unit: a unit
 * @every: every how many of it
 *
 * Returns: (transfer full) (nullable): the rule; %NULL for what does not repeat
 */
char *
crm_recurrence_format (CrmRepeatUnit unit, guint every)
{
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (units[i].unit == unit)
      return every > 1 ? g_strdup_printf ("FREQ=%s;INTERVAL=%u", units[i].rule,
                                          MIN (every, CRM_REPEAT_MAX))
                       : g_strdup_printf ("FREQ=%s", units[i].rule);
  return NULL;
}

/**
 * crm_recurrence_read:
 * @text: what a person typed: `90d`, `2w`, `3m`, `1y`, `never`, or a plain rule
 * @out_rule: (out) (nullable) (transfer full): the rule; %NULL for never
 *
 * Returns: whether @text is one of them
 */
gboolean
crm_recurrence_read (const char *text, char **out_rule)
{
  char *end = NULL;
  guint64 every = g_ascii_strtoull (text, &end, 10);
  guint number;
  CrmRepeatUnit unit;

  *out_rule = NULL;
  if (text[0] == '\0' || g_str_equal (text, "never"))
    return TRUE;
  for (guint i = 0; g_ascii_isdigit (text[0]) && i < G_N_ELEMENTS (units); i++)
    if (end[0] == units[i].typed && end[1] == '\0' && every >= 1 && every <= CRM_REPEAT_MAX)
      {
        *out_rule = crm_recurrence_format (units[i].unit, (guint)every);
        return TRUE;
      }
  unit = crm_recurrence_parse (text, &number);
  if (unit == CRM_REPEAT_OTHER)
    return FALSE;
  *out_rule = crm_recurrence_format (unit, number);
  return TRUE;
}

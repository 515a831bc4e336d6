/* crm-phrases-follow-up.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-phrases"
#include "config.h"

#include "crm-phrases-follow-up.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "model/crm-ladder.h"
#include "model/crm-recurrence.h"

/**
 * crm_phrase_repeat:
 * @rule: (nullable): as iCalendar's RRULE has it
 *
 * Returns: (transfer full) (nullable): how often something comes again; %NULL for what does not
 */
char *
crm_phrase_repeat (const char *rule)
{
  guint n;

  switch (crm_recurrence_parse (rule, &n))
    {
    case CRM_REPEAT_DAYS:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "every day", "every %u days", n), n);
    case CRM_REPEAT_WEEKS:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "every week", "every %u weeks", n), n);
    case CRM_REPEAT_MONTHS:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "every month", "every %u months", n),
                              n);
    case CRM_REPEAT_YEARS:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "every year", "every %u years", n), n);
    case CRM_REPEAT_OTHER:
      /* TRANSLATORS: a task that comes again by a rule we have no words for */
      return g_strdup (_ ("repeats"));
    case CRM_REPEAT_NEVER:
    default:
      return NULL;
    }
}

/**
 * crm_phrase_follow_up_is_late:
 * @follow_up: a follow-up
 * @now_usec: now, UTC microseconds
 *
 * Returns: whether its day is over; crm_phrase_follow_up_due() says so in words
 */
gboolean
crm_phrase_follow_up_is_late (const CrmRecord *follow_up, gint64 now_usec)
{
  return crm_record_get_int (follow_up, "due", G_MAXINT64) < crm_format_today (now_usec);
}

/**
 * crm_phrase_follow_up_due:
 * @follow_up: a follow-up
 * @now_usec: now, UTC microseconds
 *
 * Returns: (transfer full) (nullable): when it is due; %NULL for some day
 */
char *
crm_phrase_follow_up_due (const CrmRecord *follow_up, gint64 now_usec)
{
  gint64 at_usec = crm_record_get_int (follow_up, "due_at", 0);
  g_autofree char *day = NULL;
  g_autofree char *clock = NULL;

  if (crm_record_get (follow_up, "due")->kind == CRM_VALUE_NULL)
    return NULL;
  day = crm_format_due ((int)crm_record_get_int (follow_up, "due", 0), now_usec);
  if (at_usec == 0)
    return g_steal_pointer (&day);
  clock = crm_format_clock (at_usec);
  /* TRANSLATORS: when something is due: a day such as "tomorrow", and the time */
  return g_strdup_printf (_ ("%1$s, %2$s"), day, clock);
}

static void
add (GString *text, const char *part)
{
  if (part != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
}

/* Which of the reminders this is. */
static char *
phrase_ladder (const CrmRecord *follow_up)
{
  guint n = crm_ladder_count (crm_record_get_text (follow_up, "ladder"));

  if (n == 0)
    return NULL;
  /* TRANSLATORS: which reminder to somebody who does not answer comes next, of how many */
  return g_strdup_printf (_ ("reminder %1$u of %2$u"),
                          (guint)crm_record_get_int (follow_up, "ladder_step", 0) + 1, n);
}

/**
 * crm_phrase_follow_up_details:
 * @follow_up: a follow-up
 *
 * Returns: (transfer full): what is special about it: priority, reminders, how often it comes
 *   again; empty for an ordinary one
 */
char *
crm_phrase_follow_up_details (const CrmRecord *follow_up)
{
  GString *text = g_string_new (NULL);
  const char *priority = crm_record_get_text (follow_up, "priority");
  const char *kind = crm_record_get_text (follow_up, "kind");
  g_autofree char *repeat = crm_phrase_repeat (crm_record_get_text (follow_up, "recurrence"));
  g_autofree char *ladder = phrase_ladder (follow_up);

  if (g_strcmp0 (priority, "high") == 0)
    add (text, _ ("high priority"));
  else if (g_strcmp0 (priority, "low") == 0)
    add (text, _ ("low priority"));
  if (g_strcmp0 (kind, "call") == 0)
    /* TRANSLATORS: a follow-up that is a phone call */
    add (text, _ ("call"));
  else if (g_strcmp0 (kind, "waiting") == 0)
    add (text, _ ("waiting for an answer"));
  add (text, ladder);
  add (text, repeat);
  return g_string_free (text, FALSE);
}

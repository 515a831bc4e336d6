/* crm-phrases-task.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-phrases"
#include "config.h"

#include "crm-phrases-task.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases-follow-up.h"
#include "model/crm-task.h"
#include "service/crm-follow-up.h"

/* A note may be long; the rest of it is seen in either place. */
#define MAX_CHARS 60

/* As CRM_ORDER_FAILURE_... has it: orders to lists and to address books share these. */
#define FAILURE_PERMISSION "permission"
#define FAILURE_CHANGED "changed"

/**
 * crm_phrase_task_failure:
 * @order: an order for a task, with a failure
 * @title: of the follow-up
 * @list: name of the task list
 *
 * Returns: (transfer full): what happened, and what is so now: a sentence for every code
 */
char *
crm_phrase_task_failure (const CrmRecord *order, const char *title, const char *list)
{
  const char *failure = crm_record_get_text (order, "failure");

  if (g_strcmp0 (failure, CRM_FOLLOW_UP_CONFLICT) == 0)
    /* TRANSLATORS: here and in what follows, %1$s is a follow-up, %2$s a task list */
    return g_strdup_printf (_ ("“%1$s” was changed in “%2$s”, too: what stands there is shown, and "
                               "yours is kept beside it"),
                            title, list);
  if (g_strcmp0 (failure, CRM_FOLLOW_UP_LOST) == 0)
    return g_strdup_printf (_ ("The server of “%2$s” did not take what you changed in “%1$s”: it "
                               "is kept beside it"),
                            title, list);
  if (g_strcmp0 (failure, CRM_FOLLOW_UP_DELETED) == 0)
    return g_strdup_printf (_ ("“%1$s” was deleted in “%2$s” while it was changed here: it stays "
                               "here"),
                            title, list);
  if (g_strcmp0 (failure, FAILURE_PERMISSION) == 0)
    return g_strdup_printf (_ ("“%2$s” is read-only: “%1$s” is in the CRM only"), title, list);
  if (g_strcmp0 (failure, FAILURE_CHANGED) == 0)
    return g_strdup_printf (_ ("Somebody changed “%1$s” in “%2$s” since: it stays there"), title,
                            list);
  return g_strdup_printf (_ ("“%2$s” did not take “%1$s”: it is in the CRM only"), title, list);
}

/* --- what stands there, and what here --------------------------------------------------------- */

static char *
phrase_text (const char *text)
{
  g_autofree char *first = NULL;
  g_autofree char *line = g_strdelimit (g_strdup (text), "\n\r\t", ' ');

  if (g_utf8_strlen (line, -1) > MAX_CHARS)
    {
      g_autofree char *cut = g_utf8_substring (line, 0, MAX_CHARS);

      first = g_strconcat (cut, "…", NULL);
    }
  return g_strdup_printf (_ ("“%s”"), first != NULL ? first : line);
}

static char *
phrase_due (const CrmTask *task, gint64 now_usec)
{
  gint64 at_usec = crm_task_get_int (task, CRM_TASK_DUE_AT, 0);
  g_autofree char *day = NULL;
  g_autofree char *clock = NULL;

  if (task->values[CRM_TASK_DUE].kind != CRM_VALUE_INT)
    return NULL;
  day = crm_format_due ((int)crm_task_get_int (task, CRM_TASK_DUE, 0), now_usec);
  if (at_usec == 0)
    return g_steal_pointer (&day);
  clock = crm_format_clock (at_usec);
  return g_strdup_printf (_ ("%1$s, %2$s"), day, clock);
}

static char * /* (nullable): for nothing */
phrase_value (const CrmTask *task, CrmTaskField field, gint64 now_usec)
{
  const char *text
      = task->values[field].kind == CRM_VALUE_TEXT ? crm_task_get_text (task, field) : NULL;

  switch (field)
    {
    case CRM_TASK_DUE:
      return phrase_due (task, now_usec);
    case CRM_TASK_REMIND_AT:
      return task->values[field].kind == CRM_VALUE_INT
                 ? crm_format_time_full (crm_task_get_int (task, field, 0))
                 : NULL;
    case CRM_TASK_PRIORITY:
    case CRM_TASK_STATUS:
      if (text == NULL)
        return NULL;
      return g_strdup (_ (crm_field_choice_label (
          crm_entity_find_field (crm_entity_find ("follow_up"), crm_task_field_name (field)),
          text)));
    case CRM_TASK_RECURRENCE:
      return crm_phrase_repeat (text);
    case CRM_TASK_TITLE:
    case CRM_TASK_NOTE:
      return text != NULL && text[0] != '\0' ? phrase_text (text) : NULL;
    case CRM_TASK_DUE_AT:
    case CRM_TASK_DONE_AT:
    case CRM_TASK_N_FIELDS:
    default:
      return NULL;
    }
}

static void
add_field (
    GString *all, CrmTaskField field, const CrmTask *theirs, const CrmTask *ours, gint64 now_usec)
{
  const CrmField *declared
      = crm_entity_find_field (crm_entity_find ("follow_up"), crm_task_field_name (field));
  g_autofree char *there = phrase_value (theirs, field, now_usec);
  g_autofree char *here = phrase_value (ours, field, now_usec);

  g_string_append_c (all, '\n');
  /* TRANSLATORS: a field such as "Due", what the task list has, and what was written here */
  g_string_append_printf (all, _ ("%1$s: %2$s there, %3$s here"), _ (declared->label),
                          /* TRANSLATORS: a field of a task is empty */
                          there != NULL ? there : _ ("nothing"),
                          here != NULL ? here : _ ("nothing"));
}

static const char *
phrase_head (const CrmRecord *order)
{
  const char *failure = crm_record_get_text (order, "failure");
  gboolean is_gone = g_strcmp0 (crm_record_get_text (order, "action"), "remove_task") == 0;

  if (g_strcmp0 (failure, CRM_FOLLOW_UP_CONFLICT) == 0)
    return _ ("Changed in the task list, too:");
  if (g_strcmp0 (failure, CRM_FOLLOW_UP_LOST) == 0)
    return is_gone ? _ ("The task list's server never took this")
                   : _ ("The task list's server did not take this change:");
  if (g_strcmp0 (failure, CRM_FOLLOW_UP_DELETED) == 0)
    return _ ("Deleted in the task list while it was changed here");
  if (g_strcmp0 (failure, FAILURE_PERMISSION) == 0)
    return _ ("The task list is read-only: this is in the CRM only");
  return _ ("The task list did not take this: it is in the CRM only");
}

/**
 * crm_phrase_task_difference:
 * @order: an order for a task, with a failure
 * @follow_up: as it is shown
 * @now_usec: now, UTC microseconds
 *
 * Returns: (transfer full): how both differ: a line, and one more for each field whose value here
 *   waits beside the one that is shown
 */
char *
crm_phrase_task_difference (const CrmRecord *order, const CrmRecord *follow_up, gint64 now_usec)
{
  GString *all = g_string_new (phrase_head (order));
  g_autoptr (CrmTask) theirs = crm_task_from_record (follow_up);
  CrmTaskMask mask = 0;
  g_autoptr (CrmTask) ours = crm_task_parse (crm_record_get_text (order, "payload"), &mask);

  if (!crm_follow_up_has_two_sides (order) || ours == NULL)
    return g_string_free (all, FALSE);
  for (CrmTaskField field = 0; field < CRM_TASK_N_FIELDS; field++)
    if ((mask & CRM_TASK_BIT (field)) && field != CRM_TASK_DUE_AT && field != CRM_TASK_DONE_AT)
      add_field (all, field, theirs, ours, now_usec);
  return g_string_free (all, FALSE);
}

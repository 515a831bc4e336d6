/* crm-activities.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-activities"
#include "config.h"

#include "crm-activities.h"

#include "service/crm-call.h"

#include "service/crm-follow-up.h"

static void
set_subject (CrmChange *change, const CrmSubject *subject)
{
  if (subject->person != NULL)
    crm_change_set_text (change, "person", subject->person);
  if (subject->account != NULL)
    crm_change_set_text (change, "account", subject->account);
  if (subject->deal != NULL)
    crm_change_set_text (change, "deal", subject->deal);
  if (subject->lead != NULL)
    crm_change_set_text (change, "lead", subject->lead);
  if (subject->address != NULL)
    crm_change_set_text (change, "address", subject->address);
}

static void
give_id (const CrmChange *change, char **out_id)
{
  if (out_id != NULL)
    *out_id = g_strdup (change->id);
}

/**
 * crm_activities_add_note:
 * @subject: whom it is about
 * @text: what was written
 * @at_usec: when, UTC microseconds
 * @out_id: (out) (optional) (transfer full): the new note's id
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_activities_add_note (const CrmSubject *subject, const char *text, gint64 at_usec, char **out_id)
{
  CrmChangeSet *set = crm_change_set_new ("add-note", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "note", NULL);

  crm_change_set_text (change, "text", text);
  crm_change_set_int (change, "at", at_usec);
  set_subject (change, subject);
  give_id (change, out_id);
  return set;
}

/**
 * crm_activities_log_call:
 * @subject: whom it is about
 * @text: what was said
 * @direction: `in` or `out`
 * @at_usec: when, UTC microseconds
 * @out_id: (out) (optional) (transfer full): the new call's id
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_activities_log_call (const CrmSubject *subject,
                         const char *text,
                         const char *direction,
                         gint64 at_usec,
                         char **out_id)
{
  CrmCall call
      = { .subject = text, .direction = direction, .duration_secs = -1, .at_usec = at_usec };

  return crm_call_log (subject, &call, out_id);
}

/**
 * crm_activities_add_follow_up:
 * @subject: whom it is about
 * @title: what is to be done
 * @due_day: (nullable): days since 1970-01-01; %NULL for some day
 * @owner: (nullable): id of the user who is to do it
 * @out_id: (out) (optional) (transfer full): the new follow-up's id
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_activities_add_follow_up (const CrmSubject *subject,
                              const char *title,
                              const int *due_day,
                              const char *owner,
                              char **out_id)
{
  CrmNewFollowUp details = { .title = title, .due_day = due_day, .owner = owner };

  return crm_follow_up_add (subject, &details, out_id);
}

/**
 * crm_activities_set_done:
 * @follow_up: the follow-up as the person saw it
 * @done: whether it is done now
 * @now_usec: when, UTC microseconds
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_activities_set_done (const CrmRecord *follow_up, gboolean done, gint64 now_usec)
{
  return done ? crm_follow_up_finish (follow_up, now_usec) : crm_follow_up_reopen (follow_up);
}

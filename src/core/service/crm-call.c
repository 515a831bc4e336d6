/* crm-call.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-call"
#include "config.h"

#include "crm-call.h"

#include "service/crm-follow-up.h"

static void
set_text (CrmChange *change, const char *field, const char *text)
{
  if (text != NULL && text[0] != '\0')
    crm_change_set_text (change, field, text);
}

/**
 * crm_call_create:
 * @set: a change set
 * @subject: whom it is about
 * @call: the call
 *
 * Enters the call and, where there is a next step, the follow-up.
 *
 * Returns: (transfer none): the change that makes the call
 */
CrmChange *
crm_call_create (CrmChangeSet *set, const CrmSubject *subject, const CrmCall *call)
{
  CrmChange *change = crm_change_set_create (set, "call", NULL);

  crm_change_set_text (change, "subject", call->subject);
  set_text (change, "text", call->text);
  crm_change_set_int (change, "at", call->at_usec);
  crm_change_set_text (change, "direction", call->direction);
  set_text (change, "outcome", call->outcome);
  set_text (change, "phone", call->phone);
  if (call->duration_secs >= 0)
    crm_change_set_int (change, "duration_secs", call->duration_secs);
  crm_subject_write (subject, change);
  if (call->next_step != NULL && call->next_step[0] != '\0')
    {
      CrmNewFollowUp next
          = { .title = call->next_step, .due_day = call->next_day, .owner = call->owner };

      crm_follow_up_create (set, subject, &next);
    }
  return change;
}

/**
 * crm_call_log:
 * @subject: whom it is about
 * @call: the call
 * @out_id: (out) (optional) (transfer full): the new call's id
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_call_log (const CrmSubject *subject, const CrmCall *call, char **out_id)
{
  CrmChangeSet *set = crm_change_set_new ("log-call", CRM_CAUSE_USER);
  CrmChange *change = crm_call_create (set, subject, call);

  if (out_id != NULL)
    *out_id = g_strdup (change->id);
  return set;
}

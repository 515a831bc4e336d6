/* crm-activities.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-activities"
#include "config.h"

#include "crm-activities.h"

#include "service/crm-call.h"

#include "service/crm-follow-up.h"

/**
 * crm_subject_copy:
 * @self: whom something is about
 *
 * Returns: (transfer full): one that has its texts itself; free with crm_subject_free()
 */
CrmSubject *
crm_subject_copy (const CrmSubject *self)
{
  CrmSubject *copy = g_new (CrmSubject, 1);

  *copy = (CrmSubject){ .person = g_strdup (self->person),
                        .account = g_strdup (self->account),
                        .deal = g_strdup (self->deal),
                        .address = g_strdup (self->address),
                        .lead = g_strdup (self->lead) };
  return copy;
}

/**
 * crm_subject_free:
 * @self: (nullable) (transfer full): of crm_subject_copy()
 */
void
crm_subject_free (CrmSubject *self)
{
  if (self == NULL)
    return;
  g_free ((char *)self->person);
  g_free ((char *)self->account);
  g_free ((char *)self->deal);
  g_free ((char *)self->address);
  g_free ((char *)self->lead);
  g_free (self);
}

static void
write_end (CrmChange *change, const char *field, const char *value)
{
  if (value != NULL && crm_entity_find_field (change->entity, field) != NULL)
    crm_change_set_text (change, field, value);
}

/**
 * crm_subject_write:
 * @self: whom it is about
 * @change: the creation of what is about them; what its entity has no field for is left out
 */
void
crm_subject_write (const CrmSubject *self, CrmChange *change)
{
  write_end (change, "person", self->person);
  write_end (change, "account", self->account);
  write_end (change, "deal", self->deal);
  write_end (change, "lead", self->lead);
  write_end (change, "address", self->address);
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
  crm_subject_write (subject, change);
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

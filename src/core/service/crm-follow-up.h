/* crm-follow-up.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "service/crm-activities.h"
G_BEGIN_DECLS

/* What people do with follow-ups. Each is a task in one of Evolution's lists: that it is to be made
 * there is ordered in the same change set. Whatever is written to the record later, by these
 * functions or by others, reaches the task by itself, and what changes in the list comes back. */

/* A follow-up to be made. What is 0 or NULL is left open. */
typedef struct
{
  const char *title;
  const char *kind;       /* (nullable): task, call, promise, waiting */
  const int *due_day;     /* (nullable): days since 1970-01-01 */
  gint64 due_at_usec;     /* where the time of day counts; it says the day, too */
  gint64 remind_at_usec;  /* when Evolution's reminder rings */
  const char *priority;   /* (nullable): high, normal, low */
  const char *note;       /* (nullable) */
  const char *recurrence; /* (nullable): as RRULE has it, `FREQ=WEEKLY` */
  const char *list_uid;   /* (nullable): source UID of the task list; NULL for the chosen one */
  const char *owner;      /* (nullable): id of the user who is to do it */
} CrmNewFollowUp;

/* The setting with the source UID of the list that new tasks go to. */
#define CRM_SETTING_TASK_LIST "task_list"
/* In place of the UID: somebody chose to follow Evolution's default list, whichever it is. */
#define CRM_TASK_LIST_DEFAULT "default"
/* In place of the UID: follow-ups stay in the CRM. */
#define CRM_TASK_LIST_NONE "none"

/* What stands in an order's `failure` beside CRM_ORDER_FAILURE_...; stored, never renamed. The
 * order's `payload` has what was ours, for crm_task_parse(). */
#define CRM_FOLLOW_UP_CONFLICT "conflict" /* both sides changed it: the list's value is shown */
#define CRM_FOLLOW_UP_LOST "lost"         /* the server dropped what we had written */
#define CRM_FOLLOW_UP_DELETED "deleted"   /* deleted in the list while it was changed here */

CrmChange *
crm_follow_up_create (CrmChangeSet *set, const CrmSubject *subject, const CrmNewFollowUp *details);
void crm_follow_up_order_task (CrmChangeSet *set, CrmChange *follow_up);
CrmChangeSet *crm_follow_up_add (const CrmSubject *subject,
                                 const CrmNewFollowUp *details,
                                 char **out_id) G_GNUC_WARN_UNUSED_RESULT;
CrmChangeSet *crm_follow_up_edit (const CrmRecord *seen,
                                  const char *field,
                                  const CrmValue *value) G_GNUC_WARN_UNUSED_RESULT;
void crm_follow_up_change (CrmChangeSet *set,
                           const CrmRecord *seen,
                           const char *field,
                           const CrmValue *value);
CrmChangeSet *crm_follow_up_finish (const CrmRecord *seen,
                                    gint64 now_usec) G_GNUC_WARN_UNUSED_RESULT;
CrmChangeSet *crm_follow_up_drop (const CrmRecord *seen, gint64 now_usec) G_GNUC_WARN_UNUSED_RESULT;
CrmChangeSet *crm_follow_up_reopen (const CrmRecord *seen) G_GNUC_WARN_UNUSED_RESULT;
CrmChangeSet *crm_follow_up_snooze (const CrmRecord *seen, int day) G_GNUC_WARN_UNUSED_RESULT;
CrmChangeSet *crm_follow_up_choose_list (const char *list_uid) G_GNUC_WARN_UNUSED_RESULT;
CrmChangeSet *crm_follow_up_order_all (GPtrArray *follow_ups) G_GNUC_WARN_UNUSED_RESULT;
int crm_follow_up_compare_due (gconstpointer a, gconstpointer b);
gboolean crm_follow_up_has_two_sides (const CrmRecord *order);
CrmChangeSet *crm_follow_up_settle (const CrmRecord *order,
                                    const CrmRecord *follow_up,
                                    gboolean use_ours) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

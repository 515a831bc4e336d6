/* crm-task.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-change-set.h"
#include "crm-record.h"
G_BEGIN_DECLS

/* What a follow-up and a task in one of Evolution's lists have in common, and how two states of it
 * are compared and brought together. Knows neither the store nor iCalendar. */

typedef enum
{
  CRM_TASK_TITLE,
  CRM_TASK_DUE,    /* a day */
  CRM_TASK_DUE_AT, /* UTC microseconds, where the time of day counts; the day is with it */
  CRM_TASK_REMIND_AT,
  CRM_TASK_PRIORITY,
  CRM_TASK_NOTE,
  CRM_TASK_RECURRENCE, /* as RRULE has it */
  CRM_TASK_STATUS,     /* open, done, dropped */
  CRM_TASK_DONE_AT,
  CRM_TASK_N_FIELDS
} CrmTaskField;

/* A set of fields; when something is due and whether it is done count as one each. */
typedef guint CrmTaskMask;
#define CRM_TASK_BIT(field) (1u << (field))
#define CRM_TASK_WHEN (CRM_TASK_BIT (CRM_TASK_DUE) | CRM_TASK_BIT (CRM_TASK_DUE_AT))
#define CRM_TASK_STATE (CRM_TASK_BIT (CRM_TASK_STATUS) | CRM_TASK_BIT (CRM_TASK_DONE_AT))
#define CRM_TASK_ALL (CRM_TASK_BIT (CRM_TASK_N_FIELDS) - 1)

typedef struct
{
  CrmValue values[CRM_TASK_N_FIELDS];
} CrmTask;

/* What became of three states of a task: what both sides last agreed on, and the two sides. */
typedef struct
{
  CrmTaskMask write;    /* only we changed these: the list is to learn of them */
  CrmTaskMask adopt;    /* the list has something else in these: we are to learn of them */
  CrmTaskMask conflict; /* of those, what we had changed too */
} CrmTaskMerge;

CrmTask *crm_task_new (void) G_GNUC_WARN_UNUSED_RESULT;
CrmTask *crm_task_copy (const CrmTask *self) G_GNUC_WARN_UNUSED_RESULT;
void crm_task_free (CrmTask *self);
CrmTask *crm_task_from_record (const CrmRecord *follow_up) G_GNUC_WARN_UNUSED_RESULT;
CrmTask *crm_task_from_change (const CrmChange *change) G_GNUC_WARN_UNUSED_RESULT;
CrmTask *crm_task_parse (const char *text, CrmTaskMask *out_mask) G_GNUC_WARN_UNUSED_RESULT;
char *crm_task_to_text (const CrmTask *self, CrmTaskMask mask) G_GNUC_WARN_UNUSED_RESULT;
const char *crm_task_field_name (CrmTaskField field);
const char *crm_task_get_text (const CrmTask *self, CrmTaskField field);
gint64 crm_task_get_int (const CrmTask *self, CrmTaskField field, gint64 if_null);
void crm_task_set_text (CrmTask *self, CrmTaskField field, const char *text);
void crm_task_set_int (CrmTask *self, CrmTaskField field, gint64 integer);
void crm_task_set_null (CrmTask *self, CrmTaskField field);
void crm_task_take (CrmTask *self, const CrmTask *from, CrmTaskMask mask);
CrmTaskMask crm_task_compare (const CrmTask *a, const CrmTask *b);
CrmTaskMerge crm_task_merge (const CrmTask *base, const CrmTask *ours, const CrmTask *theirs);
gboolean crm_task_is_open (const CrmTask *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmTask, crm_task_free)

G_END_DECLS

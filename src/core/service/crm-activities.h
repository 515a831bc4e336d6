/* crm-activities.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
#include "model/crm-record.h"
G_BEGIN_DECLS

/* Notes, calls and follow-ups: what people write down. */

/* Whom an entry is about; any may be NULL, not all. */
typedef struct
{
  const char *person;  /* (nullable): id */
  const char *account; /* (nullable): id */
  const char *deal;    /* (nullable): id */
  const char *address; /* (nullable): normalised, for somebody who is no person of the CRM yet */
  const char *lead;    /* (nullable): id */
} CrmSubject;

CrmSubject *crm_subject_copy (const CrmSubject *self) G_GNUC_WARN_UNUSED_RESULT;
void crm_subject_free (CrmSubject *self);
void crm_subject_write (const CrmSubject *self, CrmChange *change);

CrmChangeSet *crm_activities_add_note (const CrmSubject *subject,
                                       const char *text,
                                       gint64 at_usec,
                                       char **out_id);
CrmChangeSet *crm_activities_log_call (const CrmSubject *subject,
                                       const char *text,
                                       const char *direction,
                                       gint64 at_usec,
                                       char **out_id);
CrmChangeSet *crm_activities_add_follow_up (const CrmSubject *subject,
                                            const char *title,
                                            const int *due_day,
                                            const char *owner,
                                            char **out_id);
CrmChangeSet *crm_activities_set_done (const CrmRecord *follow_up, gboolean done, gint64 now_usec);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmSubject, crm_subject_free)

G_END_DECLS

/* crm-call.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "service/crm-activities.h"
G_BEGIN_DECLS

/* A phone call and what comes of it: one change, taken back as one. */

typedef struct
{
  const char *subject;   /* what it was about; never empty */
  const char *text;      /* (nullable): what was said */
  const char *direction; /* `in` or `out` */
  const char *outcome;   /* (nullable): reached, no_answer, voicemail, busy */
  const char *phone;     /* (nullable): the number */
  gint64 duration_secs;  /* -1: unknown */
  gint64 at_usec;        /* when it began, UTC microseconds */
  const char *next_step; /* (nullable): what is to be done next: becomes a follow-up */
  const int *next_day;   /* (nullable): by when, days since 1970-01-01 */
  const char *owner;     /* (nullable): id of the user who is to do it */
} CrmCall;

CrmChange *crm_call_create (CrmChangeSet *set, const CrmSubject *subject, const CrmCall *call);
CrmChangeSet *crm_call_log (const CrmSubject *subject,
                            const CrmCall *call,
                            char **out_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

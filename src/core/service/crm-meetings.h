/* crm-meetings.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-event.h"
#include "model/crm-message.h"
#include "model/crm-record.h"
#include "service/crm-decision.h"
#include "store/crm-reader.h"
G_BEGIN_DECLS

/* What people decide about meetings and write down for them. Each function builds the change set.
 * Nothing of it ever goes into the calendar; private events are no #CrmEvent at all. */

typedef enum
{
  CRM_OUTCOME_NONE,
  CRM_OUTCOME_HELD,
  CRM_OUTCOME_NOT_HELD,
  CRM_OUTCOME_NO_SHOW,
} CrmOutcome;

char *crm_meetings_id (const char *uid, const char *recurrence_id) G_GNUC_WARN_UNUSED_RESULT;
char *crm_meetings_id_of (const CrmEvent *event) G_GNUC_WARN_UNUSED_RESULT;
CrmMessage *crm_meetings_people_of (const CrmEvent *event) G_GNUC_WARN_UNUSED_RESULT;

const char *crm_meetings_outcome_name (CrmOutcome outcome);
gboolean crm_meetings_parse_outcome (const char *name, CrmOutcome *out_outcome);

void crm_meetings_add (CrmChangeSet *set, const CrmEvent *event, CrmTarget target, const char *id);
void
crm_meetings_take_out (CrmChangeSet *set, const CrmEvent *event, CrmTarget target, const char *id);
CrmChangeSet *crm_meetings_file (const CrmEvent *event, CrmTarget target, const char *id);
CrmChangeSet *crm_meetings_unfile (const CrmEvent *event, CrmTarget target, const char *id);
CrmChangeSet *crm_meetings_confirm (const CrmEvent *event, CrmTarget target, const char *id);
CrmChangeSet *
crm_meetings_set_outcome (const CrmEvent *event, const CrmRecord *seen, CrmOutcome outcome);
CrmChangeSet *
crm_meetings_set_minutes (const CrmEvent *event, const CrmRecord *seen, const char *text);
void crm_meetings_add_agenda (CrmChangeSet *set,
                              const CrmEvent *event,
                              const CrmRecord *seen,
                              const char *text);
CrmChangeSet *
crm_meetings_set_agenda (const CrmEvent *event, const CrmRecord *seen, const char *text);

/* Texts that could not be saved, kept until somebody says what becomes of them. @field: `agenda` or
 * `outcome_note`. */
CrmChangeSet *crm_meetings_keep_unsaved (const char *meeting, const char *field, const char *text);
gboolean crm_meetings_read_unsaved (
    CrmReader *reader, const char *meeting, const char *field, char **out_text, GError **error);

G_END_DECLS

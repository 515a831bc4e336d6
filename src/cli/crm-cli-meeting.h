/* crm-cli-meeting.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-cli.h"
#include "model/crm-event.h"
#include "model/crm-record.h"
G_BEGIN_DECLS

/* Which meeting is meant, and how it is told. */

/* A meeting with what somebody wrote down for it. */
typedef struct
{
  CrmEvent *event;   /* (owned) */
  CrmRecord *record; /* (owned) (nullable) */
  gboolean gone;     /* no calendar has it any more: all that is known is in @record */
} CrmCliMeeting;

CrmCliMeeting *crm_cli_find_meeting (CrmReader *reader,
                                     const char *text,
                                     const char *occurrence,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
crm_cli_print_event (CrmCli *cli, CrmReader *reader, const CrmEvent *event, GError **error);
gboolean crm_cli_print_meeting (CrmCli *cli,
                                CrmReader *reader,
                                const CrmCliMeeting *meeting,
                                GError **error);
void crm_cli_meeting_free (CrmCliMeeting *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmCliMeeting, crm_cli_meeting_free)

G_END_DECLS

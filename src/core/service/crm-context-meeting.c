/* crm-context-meeting.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The facet of #CrmContext that is about a meeting instead of a letter. */
#define G_LOG_DOMAIN "crm-context-meeting"
#include "config.h"

#include "crm-proposal-private.h"

#include "service/crm-meetings.h"
#include "store/crm-meeting-query.h"

/* What has been decided of the meeting and written down for it. */
gboolean
_crm_context_load_meeting (CrmContext *self, CrmReader *reader, GError **error)
{
  GError *local_error = NULL;

  self->visibility = g_strdup ("normal");
  self->meeting_id = crm_meetings_id_of (self->event);
  self->meeting
      = crm_reader_find (reader, "meeting", CRM_COLUMN_ID, self->meeting_id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (!crm_meetings_read_unsaved (reader, self->meeting_id, "agenda", &self->unsaved_agenda, error)
      || !crm_meetings_read_unsaved (reader, self->meeting_id, "outcome_note",
                                     &self->unsaved_minutes, error))
    return FALSE;
  self->filed = crm_query_deals_of_meeting (reader, self->meeting_id, error);
  return self->filed != NULL;
}

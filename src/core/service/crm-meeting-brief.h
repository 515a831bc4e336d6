/* crm-meeting-brief.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "service/crm-context.h"
G_BEGIN_DECLS

/* What somebody wants to know before a meeting: who comes, where they stand, what was said last and
 * what is promised. Immutable, so it crosses threads freely. Private letters and private events are
 * not in it, as nowhere. */

/* One who comes from outside. */
typedef struct
{
  CrmContext *context;            /* (owned): its address is set; without a history */
  CrmParticipation participation; /* what they answered */
  GPtrArray *letters;  /* (owned) (element-type CrmHistoryItem): the last ones, newest first */
  GPtrArray *meetings; /* (owned) (element-type CrmHistoryItem): those that were before this one */
} CrmBriefPerson;

typedef struct
{
  CrmEvent *event;    /* (owned) */
  CrmRecord *meeting; /* (owned) (nullable): what was decided or written down */
  GPtrArray *filed;   /* (owned) (element-type CrmDealState): deals it is filed under */
  GPtrArray *people;  /* (owned) (element-type CrmBriefPerson): from outside, who invites first */
  GPtrArray *names; /* (owned) (element-type utf8): colleagues, and outsiders beyond the fortieth */
  GPtrArray *promises; /* (owned) (element-type CrmRecord): open follow-ups, each once, by day */
  gboolean has_more_promises; /* due later than those */
  gint64 now_usec;
} CrmMeetingBrief;

CrmMeetingBrief *crm_meeting_brief_load (CrmReader *reader, const CrmEvent *event, GError **error);
GPtrArray *crm_meeting_brief_load_day (CrmReader *reader, int day, GError **error);
void crm_meeting_brief_load_async (CrmStore *store,
                                   const CrmEvent *event,
                                   int day,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GPtrArray *crm_meeting_brief_load_finish (CrmStore *store, GAsyncResult *result, GError **error);
void crm_meeting_brief_free (CrmMeetingBrief *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmMeetingBrief, crm_meeting_brief_free)

G_END_DECLS

/* crm-meeting-query.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-event.h"
#include "store/crm-context-query.h"
G_BEGIN_DECLS

/* Where meetings belong. */

GPtrArray *crm_query_deals_of_meeting (CrmReader *reader, const char *meeting, GError **error);
GPtrArray *
crm_query_deals_of_series (CrmReader *reader, const char *uid, const char *meeting, GError **error);
GPtrArray *crm_query_deals_of_invitation (CrmReader *reader, const CrmEvent *event, GError **error);
GPtrArray *
crm_query_deals_of_event_letter (CrmReader *reader, const CrmMessage *message, GError **error);
gboolean crm_query_is_meeting_wrong (CrmReader *reader,
                                     const char *meeting,
                                     const char *deal,
                                     GError **error);

G_END_DECLS

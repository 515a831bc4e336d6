/* crm-index-events.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-index.h"
#include "model/crm-event.h"
G_BEGIN_DECLS

/* The facet of #CrmIndex that mirrors the calendars: every occurrence within a window of time. */

gboolean crm_index_replace_events (CrmIndex *self,
                                   const char *calendar_uid,
                                   const char *uid,
                                   const GPtrArray *events,
                                   GError **error);
gboolean crm_index_clear_calendar (CrmIndex *self, const char *calendar_uid, GError **error);
gboolean
crm_index_keep_calendars (CrmIndex *self, const char *const *calendar_uids, GError **error);
gboolean crm_index_get_calendar_stamp (CrmIndex *self,
                                       const char *calendar_uid,
                                       char **out_stamp,
                                       GError **error);
gboolean crm_index_set_calendar_stamp (CrmIndex *self,
                                       const char *calendar_uid,
                                       const char *stamp,
                                       GError **error);

G_END_DECLS

/* crm-event-query.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-event.h"
#include "store/crm-reader.h"
G_BEGIN_DECLS

/* Meetings as the sidebars show them. A meeting in several calendars is one. */

typedef struct
{
  const char *const *addresses; /* normalised, ended by %NULL */
  gint64 from_usec;             /* UTC; what starts then or later */
  gint64 before_usec;           /* UTC; what starts earlier */
  gboolean newest_first;
  guint limit;
} CrmEventQuery;

GPtrArray *crm_query_events (CrmReader *reader, const CrmEventQuery *query, GError **error);

G_END_DECLS

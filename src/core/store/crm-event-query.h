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

/* Whole days where the user is, both ends among them; crm_event_range_of_days() makes it. */
typedef struct
{
  gint64 from_usec;   /* UTC; midnight of the first */
  gint64 before_usec; /* UTC; midnight after the last */
  int first_day;      /* days since 1970-01-01 */
  int last_day;
} CrmEventRange;

GPtrArray *crm_query_events (CrmReader *reader, const CrmEventQuery *query, GError **error);
CrmEventRange crm_event_range_of_days (int first_day, int last_day);
GPtrArray *
crm_query_events_in (CrmReader *reader, const CrmEventRange *range, guint limit, GError **error);
GPtrArray *crm_query_occurrences (CrmReader *reader, const char *uid, guint limit, GError **error);
GPtrArray *crm_query_events_by_words (
    CrmReader *reader, const char *words, gint64 now_usec, guint limit, GError **error);

G_END_DECLS

/* crm-event-expand.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libecal/libecal.h>
#include "model/crm-event.h"
G_BEGIN_DECLS

/* From what a calendar stores to what happens when. */

typedef struct
{
  gint64 start_usec; /* UTC; nothing that ends before it */
  gint64 end_usec;   /* UTC; nothing that starts later */
} CrmEventWindow;

GPtrArray *crm_event_expand (const char *calendar_uid,
                             GSList *components,
                             const CrmEventWindow *window,
                             ECalRecurResolveTimezoneCb resolve_zone,
                             gpointer zone_data,
                             ICalTimezone *local_zone,
                             GCancellable *cancellable,
                             GError **error);

CrmEvent *crm_event_read (ICalComponent *component,
                          ECalRecurResolveTimezoneCb resolve_zone,
                          gpointer zone_data,
                          ICalTimezone *local_zone) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

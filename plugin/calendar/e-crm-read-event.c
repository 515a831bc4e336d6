/* e-crm-read-event.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-read-event"
#include "config.h"

#include "e-crm-read-event.h"

#include <calendar/gui/calendar-config.h>

#include "crm-event-expand.h"

/* What the client knows already: asking its server would make the main loop wait. Whoever shows or
 * edits an event has asked for its zones before. */
static ICalTimezone *
resolve_zone (const char *tzid, gpointer client, GCancellable *cancellable, GError **error)
{
  ICalTimezone *zone
      = client != NULL ? e_timezone_cache_get_timezone (E_TIMEZONE_CACHE (client), tzid) : NULL;

  if (zone == NULL)
    zone = i_cal_timezone_get_builtin_timezone_from_tzid (tzid);
  if (zone == NULL)
    zone = i_cal_timezone_get_builtin_timezone (tzid);
  return zone;
}

/* (transfer full) (nullable): the event as the CRM sees it; NULL for a private one */
CrmEvent *
e_crm_read_event (ICalComponent *component, ECalClient *client /* (nullable) */)
{
  ICalTimezone *local = calendar_config_get_icaltimezone ();

  return crm_event_read (component, resolve_zone, client, local);
}

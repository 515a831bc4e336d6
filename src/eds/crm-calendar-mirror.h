/* crm-calendar-mirror.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libedataserver/libedataserver.h>
#include "store/crm-store.h"
G_BEGIN_DECLS

/* Keeps in index.db what the enabled calendars hold, so that nothing has to wait for a calendar. */

#define CRM_TYPE_CALENDAR_MIRROR (crm_calendar_mirror_get_type ())
G_DECLARE_FINAL_TYPE (CrmCalendarMirror, crm_calendar_mirror, CRM, CALENDAR_MIRROR, GObject)

CrmCalendarMirror *crm_calendar_mirror_new (CrmStore *store,
                                            ESourceRegistry *registry) G_GNUC_WARN_UNUSED_RESULT;
void crm_calendar_mirror_start (CrmCalendarMirror *self);
void crm_calendar_mirror_stop (CrmCalendarMirror *self);

G_END_DECLS

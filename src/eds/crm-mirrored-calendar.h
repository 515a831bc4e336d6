/* crm-mirrored-calendar.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libecal/libecal.h>
#include "store/crm-store.h"
G_BEGIN_DECLS

/* One calendar that #CrmCalendarMirror follows: reads all of it unless nothing has changed since
 * the last time, and then what changes. */

typedef struct _CrmMirroredCalendar CrmMirroredCalendar;

/* What the calendar tells its owner; called in the thread-default context of the opener, never
 * after crm_mirrored_calendar_close(). */
typedef struct
{
  /* The index knows more, or less, than before. */
  void (*written) (gpointer owner);
  /* The calendar has gone; try again in @retry_secs. */
  void (*failed) (gpointer owner,
                  CrmMirroredCalendar *calendar,
                  const char *message,
                  guint retry_secs);
} CrmMirroredCalendarOwner;

CrmMirroredCalendar *crm_mirrored_calendar_new (ESource *source,
                                                CrmStore *store,
                                                const CrmMirroredCalendarOwner *functions,
                                                gpointer owner) G_GNUC_WARN_UNUSED_RESULT;
void crm_mirrored_calendar_open (CrmMirroredCalendar *self);
void crm_mirrored_calendar_close (CrmMirroredCalendar *self);
const char *crm_mirrored_calendar_get_uid (CrmMirroredCalendar *self);
gboolean crm_mirrored_calendar_has_failed (CrmMirroredCalendar *self);

G_END_DECLS

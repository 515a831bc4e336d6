/* crm-cal-link.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libecal/libecal.h>
G_BEGIN_DECLS

/* The connection to one calendar or task list: opens it, hears what changes, lets go of it. What
 * the mirror of calendars and that of task lists stand on. */

typedef struct _CrmCalLink CrmCalLink;

/* What the link tells its owner; called in the thread-default context of the opener, never after
 * crm_cal_link_close(), nor while it is not open. */
typedef struct
{
  /* It is connected, and whatever changes from now on is heard: what is read now misses nothing. */
  void (*opened) (gpointer owner, CrmCalLink *link);
  /* There is something for crm_cal_link_take_changed(). */
  void (*changed) (gpointer owner, CrmCalLink *link);
  /* It has gone; try again in @retry_secs. */
  void (*failed) (gpointer owner, CrmCalLink *link, const char *message, guint retry_secs);
} CrmCalLinkOwner;

#define CRM_CAL_LINK_RETRY_SECS 300

CrmCalLink *crm_cal_link_new (ESource *source,
                              ECalClientSourceType type,
                              const CrmCalLinkOwner *functions,
                              gpointer owner) G_GNUC_WARN_UNUSED_RESULT;
void crm_cal_link_open (CrmCalLink *self);
void crm_cal_link_fail (CrmCalLink *self, const char *message, guint retry_secs);
void crm_cal_link_close (CrmCalLink *self);
ESource *crm_cal_link_get_source (CrmCalLink *self);
const char *crm_cal_link_get_uid (CrmCalLink *self);
ECalClient *crm_cal_link_get_client (CrmCalLink *self);
GCancellable *crm_cal_link_get_cancellable (CrmCalLink *self);
gboolean crm_cal_link_has_failed (CrmCalLink *self);
gboolean crm_cal_link_has_changed (CrmCalLink *self);
GHashTable *crm_cal_link_take_changed (CrmCalLink *self);

G_END_DECLS

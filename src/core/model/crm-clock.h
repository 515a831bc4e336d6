/* crm-clock.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* Hybrid logical clock: the upper bits are wall-clock milliseconds, the lower 16 a counter, so that
 * the values of one device always rise and those of several sort by time. */
#define CRM_HLC_COUNTER_BITS 16
#define CRM_HLC_MAX_AHEAD_USEC (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

typedef gint64 (*CrmClockFunc) (gpointer data);

gint64 crm_hlc_next (gint64 last, gint64 wall_usec);
gint64 crm_hlc_receive (gint64 last, gint64 remote, gint64 wall_usec);
gint64 crm_hlc_to_usec (gint64 hlc);

G_END_DECLS

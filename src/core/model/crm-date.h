/* crm-date.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
#include "crm-error.h"
G_BEGIN_DECLS

char *crm_date_format_iso (gint64 usec) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_date_parse_iso (const char *text, gint64 *out_usec, GError **error);
gboolean crm_date_day_parse (const char *text, int *out_days, GError **error);
char *crm_date_day_format (int days) G_GNUC_WARN_UNUSED_RESULT;
int crm_date_day_from_usec (gint64 usec, GTimeZone *zone);
gint64 crm_date_day_to_usec (int days, GTimeZone *zone);
int crm_date_minute_from_usec (gint64 usec, GTimeZone *zone);
gint64 crm_date_minute_to_usec (int days, int minute, GTimeZone *zone);

G_END_DECLS

/* crm-format.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
#include "model/crm-record.h"
G_BEGIN_DECLS

/* Values as people of the user's language read them. Everything is translated text, ready to show.
 */

char *crm_format_money (gint64 minor, const char *currency) G_GNUC_WARN_UNUSED_RESULT;
char *crm_format_money_brief (gint64 minor, const char *currency) G_GNUC_WARN_UNUSED_RESULT;
char *crm_format_time (gint64 usec, gint64 now_usec) G_GNUC_WARN_UNUSED_RESULT;
char *crm_format_time_full (gint64 usec) G_GNUC_WARN_UNUSED_RESULT;
char *crm_format_due (int day, gint64 now_usec) G_GNUC_WARN_UNUSED_RESULT;
char *crm_format_day (int day) G_GNUC_WARN_UNUSED_RESULT;
int crm_format_today (gint64 now_usec);
char *crm_format_clock (gint64 usec) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_format_parse_clock (const char *text, int *out_minute);
gboolean crm_format_parse_day (const char *text, gint64 now_usec, int *out_day);
char *crm_format_deal_amount (const CrmRecord *deal) G_GNUC_WARN_UNUSED_RESULT;
char *crm_format_counted (const char *format, ...) G_GNUC_PRINTF (1, 2);

G_END_DECLS

/* crm-recurrence.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* The plain ones of iCalendar's recurrence rules: every so many days, weeks, months or years. */

typedef enum
{
  CRM_REPEAT_NEVER,
  CRM_REPEAT_DAYS,
  CRM_REPEAT_WEEKS,
  CRM_REPEAT_MONTHS,
  CRM_REPEAT_YEARS,
  CRM_REPEAT_OTHER, /* a rule with more to it, which is kept as it is */
} CrmRepeatUnit;

#define CRM_REPEAT_MAX 999

CrmRepeatUnit crm_recurrence_parse (const char *rule, guint *out_every);
char *crm_recurrence_format (CrmRepeatUnit unit, guint every) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_recurrence_read (const char *text, char **out_rule);

G_END_DECLS

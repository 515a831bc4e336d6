/* crm-ladder.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* When to remind somebody who does not answer: steps in working days, such as `1,3,7`, each counted
 * from the letter or the reminder before it. */

#define CRM_LADDER_USUAL "1,3,7"
#define CRM_LADDER_MAX_STEPS 10
#define CRM_LADDER_MAX_DAYS 365

int crm_workday_add (int day, guint n_days);
guint crm_ladder_count (const char *text);
guint crm_ladder_get_days (const char *text, guint step);

G_END_DECLS

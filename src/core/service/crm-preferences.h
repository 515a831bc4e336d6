/* crm-preferences.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
#include "store/crm-reader.h"
G_BEGIN_DECLS

/* Settings of the whole store that services obey. What was never set, or cannot be read, has a
 * value that fits most. */

/* Monday first: a bit for each day of the week. */
#define CRM_WEEKDAY(weekday) (1u << ((weekday)-1)) /* G_DATE_MONDAY to G_DATE_SUNDAY */
#define CRM_WEEK_DEFAULT 0x1fu                     /* Monday to Friday */
#define CRM_WEEK_ALL 0x7fu

typedef struct
{
  int fiscal_month;   /* the first month of a business year, 1 to 12 */
  guint working_days; /* of CRM_WEEKDAY(); never 0 */
  gint64 stage_limit; /* days for new stages; 0 for none */
} CrmPreferences;

CrmPreferences *crm_preferences_load (CrmReader *reader, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void crm_preferences_free (CrmPreferences *self);
void crm_preferences_set_fiscal_month (CrmChangeSet *set, int month);
void crm_preferences_set_working_days (CrmChangeSet *set, guint days);
void crm_preferences_set_stage_limit (CrmChangeSet *set, gint64 days);
int crm_preferences_find_working_day (guint working_days, int day);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmPreferences, crm_preferences_free)

G_END_DECLS

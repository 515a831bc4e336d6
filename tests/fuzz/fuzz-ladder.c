/* fuzz-ladder.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "model/crm-ladder.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Every step of what is a ladder comes after some days, and there is none beyond its end. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  guint count = crm_ladder_count (text);

  g_assert_cmpuint (count, <=, CRM_LADDER_MAX_STEPS);
  for (guint i = 0; i < CRM_LADDER_MAX_STEPS; i++)
    {
      guint days = crm_ladder_get_days (text, i);

      g_assert_true ((days > 0) == (i < count));
      g_assert_cmpuint (days, <=, CRM_LADDER_MAX_DAYS);
      g_assert_cmpint (crm_workday_add (20514, days), >=, 20514 + (int)days);
    }
  g_assert_cmpuint (crm_ladder_get_days (text, G_MAXUINT), ==, 0);
  return 0;
}

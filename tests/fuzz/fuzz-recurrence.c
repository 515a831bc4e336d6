/* fuzz-recurrence.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "model/crm-recurrence.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What was understood is a plain rule, which says the same however often it is read. */
static void
check_typed (const char *text)
{
  g_autofree char *rule = NULL;
  g_autofree char *again = NULL;

  if (!crm_recurrence_read (text, &rule))
    {
      g_assert_null (rule);
      return;
    }
  g_assert_true (crm_recurrence_read (rule != NULL ? rule : "", &again));
  g_assert_cmpstr (again, ==, rule);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autofree char *rule = NULL;
  guint every = 0;
  guint every_again = 0;
  CrmRepeatUnit unit = crm_recurrence_parse (text, &every);

  g_assert_cmpuint (every, >=, 1);
  g_assert_cmpuint (every, <=, CRM_REPEAT_MAX);
  rule = crm_recurrence_format (unit, every);
  g_assert_true ((rule == NULL) == (unit == CRM_REPEAT_NEVER || unit == CRM_REPEAT_OTHER));
  if (rule != NULL)
    {
      g_assert_cmpint (crm_recurrence_parse (rule, &every_again), ==, unit);
      g_assert_cmpuint (every_again, ==, every);
    }
  check_typed (text);
  return 0;
}

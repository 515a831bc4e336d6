/* fuzz-task.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "model/crm-task.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What was read of any text is fit to store, and reads the same when it was stored. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autofree char *stored = NULL;
  g_autoptr (CrmTask) task = NULL;
  g_autoptr (CrmTask) again = NULL;
  CrmTaskMask mask = 0;
  CrmTaskMask mask_again = 0;

  task = crm_task_parse (text, &mask);
  for (guint i = 0; i < CRM_TASK_N_FIELDS; i++)
    {
      const char *value = crm_task_get_text (task, i);

      g_assert_true (value == NULL || (*value != '\0' && g_utf8_validate (value, -1, NULL)));
      g_assert_true (mask & CRM_TASK_BIT (i) || task->values[i].kind == CRM_VALUE_NULL);
    }
  stored = crm_task_to_text (task, mask);
  again = crm_task_parse (stored, &mask_again);
  g_assert_cmpuint (mask_again, ==, mask);
  for (guint i = 0; i < CRM_TASK_N_FIELDS; i++)
    g_assert_true (crm_value_equal (&task->values[i], &again->values[i]));
  return 0;
}

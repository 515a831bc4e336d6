/* fuzz-vtodo.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-task-ical.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static CrmTask *
read_checked (ICalComponent *vtodo)
{
  CrmTask *task = crm_task_ical_read (vtodo, NULL);

  for (guint i = 0; i < CRM_TASK_N_FIELDS; i++)
    {
      const char *value = crm_task_get_text (task, i);

      g_assert_true (value == NULL || (*value != '\0' && g_utf8_validate (value, -1, NULL)));
    }
  g_assert_nonnull (crm_task_get_text (task, CRM_TASK_STATUS));
  return task;
}

/* Somebody else's task: what was read of it can be written into it, and reads the same then. That
 * there is no title or reminder is not written: a title is never taken away, and behind the first
 * alarm there may be more. */
static void
check (ICalComponent *vtodo)
{
  g_autoptr (CrmTask) task = read_checked (vtodo);
  g_autoptr (CrmTask) again = NULL;
  g_autofree char *digest = crm_task_ical_digest (vtodo);
  g_autofree char *etag = crm_task_ical_etag (vtodo);
  CrmTaskMask mask = CRM_TASK_ALL;

  if (task->values[CRM_TASK_REMIND_AT].kind == CRM_VALUE_NULL)
    mask &= ~CRM_TASK_BIT (CRM_TASK_REMIND_AT);
  crm_task_ical_write (vtodo, task, mask, NULL);
  again = read_checked (vtodo);
  g_assert_cmpuint (crm_task_compare (task, again) & mask, ==, 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autofree char *rule = crm_task_ical_normalize_rule (text);
  ICalComponent *component = i_cal_component_new_from_string (text);

  if (component != NULL && i_cal_component_isa (component) == I_CAL_VTODO_COMPONENT)
    check (component);
  g_clear_object (&component);
  return 0;
}

/* crm-task-ical.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libecal/libecal.h>
#include "model/crm-task.h"
G_BEGIN_DECLS

/* A task as iCalendar has it. Only what is asked for is changed in a component; whatever else
 * somebody wrote there stays, and nothing invisible is added. */

ICalComponent *crm_task_ical_new (const char *uid,
                                  const CrmTask *task,
                                  ECalClient *client) G_GNUC_WARN_UNUSED_RESULT;
CrmTask *crm_task_ical_read (ICalComponent *vtodo, ECalClient *client) G_GNUC_WARN_UNUSED_RESULT;
void crm_task_ical_write (ICalComponent *vtodo,
                          const CrmTask *task,
                          CrmTaskMask mask,
                          ECalClient *client);
char *crm_task_ical_digest (ICalComponent *vtodo) G_GNUC_WARN_UNUSED_RESULT;
char *crm_task_ical_etag (ICalComponent *vtodo) G_GNUC_WARN_UNUSED_RESULT;
char *crm_task_ical_normalize_rule (const char *rule) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

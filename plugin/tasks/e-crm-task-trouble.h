/* e-crm-task-trouble.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "shell/e-crm-app.h"

#include "crm-task-sync.h"
G_BEGIN_DECLS

/* Where a task and its follow-up differ for good, the person is told: by e_crm_app_tell_trouble().
 * The row of the follow-up says it, too, as long as it is so. */
void e_crm_watch_tasks (ECrmApp *app, CrmTaskSync *tasks);

G_END_DECLS

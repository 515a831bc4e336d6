/* e-crm-task-asking.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-task-sync.h"
#include "shell/e-crm-app.h"
G_BEGIN_DECLS

/* Asks which list new tasks go to, while one waits for that: ECrmTaskQuestion in every sidebar. */
void e_crm_ask_for_task_list (ECrmApp *app, CrmTaskSync *tasks);

G_END_DECLS

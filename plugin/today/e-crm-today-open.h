/* e-crm-today-open.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <shell/e-shell.h>
#include "service/crm-today.h"
G_BEGIN_DECLS

/* Where a line of Today leads: a letter and a meeting to Evolution, a deal to the workspace, a
 * person to their contact. */

gboolean e_crm_today_can_open (const CrmTodayItem *item);
void e_crm_today_open_event (EShell *shell,
                             GtkWindow *window,
                             const char *calendar_uid,
                             const char *uid,
                             const char *recurrence_id);
void e_crm_today_open (EShell *shell, GtkWindow *window, const CrmTodayItem *item);

G_END_DECLS

/* e-crm-remote.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <shell/e-shell.h>
G_BEGIN_DECLS

void e_crm_remote_add_actions (EShell *shell);
void e_crm_remote_show_in_workspace (const char *address);

G_END_DECLS

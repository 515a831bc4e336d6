/* e-crm-open-message.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <shell/e-shell.h>
G_BEGIN_DECLS

void e_crm_open_message (EShell *shell, const char *source, const char *folder, const char *uid);

G_END_DECLS

/* crm-cli-mail.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-cli.h"
#include "store/crm-history.h"
G_BEGIN_DECLS

/* How letters and history are printed. */

void crm_cli_print_history (CrmCli *cli, const CrmHistory *history);
void crm_cli_print_message (CrmCli *cli, const CrmMessage *message);
const char *crm_cli_reason_name (CrmReason reason);

G_END_DECLS

/* crm-cli-filing.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-cli.h"
#include "service/crm-filing.h"
G_BEGIN_DECLS

/* What `link`, `unlink` and `why` share: naming a letter and a target. */

typedef CrmChangeSet *(*CrmCliFilingFunc) (const CrmMessage *message,
                                           CrmTarget target,
                                           const char *id);

extern const GOptionEntry crm_cli_message_entries[];
extern const GOptionEntry crm_cli_target_entries[];

CrmMessage *crm_cli_find_message (CrmReader *reader, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *crm_cli_read_target (CrmReader *reader,
                           CrmTarget *out_target,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_cli_run_filing (CrmCli *cli, CrmCliFilingFunc func, GError **error);

G_END_DECLS

/* crm-cli-scope.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-cli.h"
#include "service/crm-scope.h"
G_BEGIN_DECLS

/* Making index.db follow what crm.db says about archives and exclusions. */

CrmScope *crm_cli_load_scope (CrmCli *cli, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
crm_cli_apply_scope (CrmCli *cli, const CrmScope *scope, guint *out_removed, GError **error);
gboolean crm_cli_forget_archives (CrmCli *cli,
                                  const CrmScope *before,
                                  const CrmScope *after,
                                  GError **error);

G_END_DECLS

/* crm-redirect-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-connection-private.h"
#include "model/crm-change-set.h"
G_BEGIN_DECLS

/* Where records went that were merged into others: `redirect` has one for each. */

gboolean _crm_redirect_find (CrmConnection *connection,
                             const CrmEntity *entity,
                             const char *id,
                             char **out_target,
                             GError **error);
gboolean _crm_redirect_forward (CrmConnection *connection,
                                const CrmChange *change,
                                CrmChangeSet **out_set,
                                GError **error);

G_END_DECLS

/* crm-app-long-write.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-app-session.h"
G_BEGIN_DECLS

/* Writing so much at once that people wait for it: it is told while it goes on, with a way out, and
 * that it is done not before it is. */

gboolean crm_app_long_write_is_long (const CrmChangeSet *set);
void crm_app_long_write (CrmAppSession *session, CrmChangeSet *set);

G_END_DECLS

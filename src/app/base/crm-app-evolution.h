/* crm-app-evolution.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-app-session.h"
G_BEGIN_DECLS

/* What is left to Evolution: showing messages and meetings. */

void crm_app_evolution_open_message (CrmAppSession *session,
                                     const char *source,
                                     const char *folder,
                                     const char *uid);
void crm_app_evolution_open_event (CrmAppSession *session,
                                   const char *calendar_uid,
                                   const char *uid,
                                   const char *recurrence_id);
void crm_app_evolution_start (CrmAppSession *session);

G_END_DECLS

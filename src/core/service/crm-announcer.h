/* crm-announcer.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-store.h"
G_BEGIN_DECLS

#define CRM_TYPE_ANNOUNCER (crm_announcer_get_type ())
G_DECLARE_FINAL_TYPE (CrmAnnouncer, crm_announcer, CRM, ANNOUNCER, GObject)

CrmAnnouncer *crm_announcer_new (CrmStore *store, GDBusConnection *bus);
void crm_announcer_flush (CrmAnnouncer *self);

G_END_DECLS

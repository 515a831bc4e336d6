/* crm-waiting-watch.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-store.h"
G_BEGIN_DECLS

/* Looks whether answers came whenever there are new letters, as long as it lives. */

#define CRM_TYPE_WAITING_WATCH (crm_waiting_watch_get_type ())
G_DECLARE_FINAL_TYPE (CrmWaitingWatch, crm_waiting_watch, CRM, WAITING_WATCH, GObject)

CrmWaitingWatch *crm_waiting_watch_new (CrmStore *store);

G_END_DECLS

/* e-crm-sending-watch.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <camel/camel.h>
#include "store/crm-store.h"
G_BEGIN_DECLS

/* Files letters under the deal that was chosen for them, once they lie in Sent. */

#define E_TYPE_CRM_SENDING_WATCH (e_crm_sending_watch_get_type ())
G_DECLARE_FINAL_TYPE (ECrmSendingWatch, e_crm_sending_watch, E, CRM_SENDING_WATCH, GObject)

ECrmSendingWatch *e_crm_sending_watch_new (CrmStore *store,
                                           CamelFolder *outbox) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

/* e-crm-order-trouble.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "shell/e-crm-app.h"

#include "crm-outbox.h"
G_BEGIN_DECLS

/* What an address book refused is told to the person: by e_crm_app_tell_trouble(). */
void e_crm_watch_orders (ECrmApp *app, CrmOutbox *outbox);

G_END_DECLS

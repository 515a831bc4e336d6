/* crm-app-deal-close.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "base/crm-app-session.h"
#include "service/crm-deal-sheet.h"
#include <adwaita.h>
G_BEGIN_DECLS

/* When a deal was closed and, where it was lost, why: both can be corrected. Hidden for open ones.
 */

GtkWidget *crm_app_deal_close_new (CrmAppSession *session);
void crm_app_deal_close_show (GtkWidget *widget, CrmDealSheet *sheet);

G_END_DECLS

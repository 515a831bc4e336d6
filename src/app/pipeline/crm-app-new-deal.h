/* crm-app-new-deal.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "base/crm-app-session.h"
G_BEGIN_DECLS

/* A new deal, with no more than it takes. */

/* @deal: id of the deal that is about to be written */
typedef void (*CrmAppNewDealFunc) (GtkWidget *parent, const char *deal);

void crm_app_new_deal_ask (GtkWidget *parent,
                           CrmAppSession *session,
                           const char *pipeline,
                           const char *stage,
                           CrmAppNewDealFunc func);

G_END_DECLS

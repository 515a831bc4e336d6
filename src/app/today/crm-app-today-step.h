/* crm-app-today-step.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-today-row.h"
#include "base/crm-app-page.h"
G_BEGIN_DECLS

/* A button that plans what comes next where a line of Today stands: a deal that is stuck, a letter
 * that has to be answered, somebody who should hear of us. */

GtkWidget *crm_app_today_step_new (CrmAppPage *page, CrmTodayRow *row);

G_END_DECLS

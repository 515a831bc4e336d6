/* crm-app-list-table.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-app-list-view.h"
#include "base/crm-app-page.h"
G_BEGIN_DECLS

/* What a list shows, for other programs: copied, or as a file. */

gboolean crm_app_list_copy (CrmAppPage *page, CrmAppListView *view);
void crm_app_list_export (CrmAppPage *page, CrmAppListView *view);

G_END_DECLS

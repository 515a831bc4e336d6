/* e-crm-group-page.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "shell/e-crm-app.h"
G_BEGIN_DECLS

/* What the sidebar shows of several contacts: who they are, and what can be done with all of them.
 * Signals: write (CrmChangeSet), fail (utf8). */

#define E_TYPE_CRM_GROUP_PAGE (e_crm_group_page_get_type ())
G_DECLARE_FINAL_TYPE (ECrmGroupPage, e_crm_group_page, E, CRM_GROUP_PAGE, GtkBox)

GtkWidget *e_crm_group_page_new (ECrmApp *app);
void e_crm_group_page_fill (ECrmGroupPage *self, GPtrArray *contacts, guint n_selected);

G_END_DECLS

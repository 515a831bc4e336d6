/* crm-app-list-editor.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-app-list-view.h"
#include "base/crm-app-page.h"
G_BEGIN_DECLS

/* Around a table: one cell of it at a time can be edited where it stands, with what a form would
 * offer for the field. Enter saves and goes down, Tab to the next cell, Escape back to the rows.
 * What is wrong, and what somebody else stored meanwhile, is told at the cell, and stays until it
 * is settled. */

#define CRM_APP_TYPE_LIST_EDITOR (crm_app_list_editor_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppListEditor, crm_app_list_editor, CRM_APP, LIST_EDITOR, AdwBin)

GtkWidget *crm_app_list_editor_new (CrmAppPage *page, CrmRecordList *list, CrmAppListView *view);
gboolean crm_app_list_editor_begin (CrmAppListEditor *self);
void crm_app_list_editor_refresh (CrmAppListEditor *self);

G_END_DECLS

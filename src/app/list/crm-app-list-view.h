/* crm-app-list-view.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "crm-record-list.h"
G_BEGIN_DECLS

/* A table of records: columns that can be sorted by, several records selected at once.
 *
 * Signals: `opened` (a row), `sorted` (by a column's path, whether downwards), `selected` (which
 * records are selected has changed), `resized` (a column was made wider), `reordered` (columns were
 * dragged), `edit` (a row, and the number of the column that was clicked), `scrolled` (rows stand
 * elsewhere now). */

#define CRM_APP_TYPE_LIST_VIEW (crm_app_list_view_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppListView, crm_app_list_view, CRM_APP, LIST_VIEW, AdwBin)

GtkWidget *crm_app_list_view_new (CrmRecordList *list);
void crm_app_list_view_show_columns (CrmAppListView *self, const char *order, gboolean descending);
guint crm_app_list_view_get_n_selected (CrmAppListView *self);
GStrv crm_app_list_view_list_paths (CrmAppListView *self);
CrmRecordList *crm_app_list_view_get_list (CrmAppListView *self);
GArray *crm_app_list_view_list_selected (CrmAppListView *self) G_GNUC_WARN_UNUSED_RESULT;
CrmRecordRow *crm_app_list_view_get_focus_row (CrmAppListView *self);
gboolean crm_app_list_view_get_focus_column (CrmAppListView *self, guint *out_column);
GtkWidget *crm_app_list_view_find_cell (CrmAppListView *self, gint64 key, guint column);
guint crm_app_list_view_get_n_shown (CrmAppListView *self);
void crm_app_list_view_scroll_to (CrmAppListView *self, guint position);
void crm_app_list_view_focus_row (CrmAppListView *self, gint64 key);
void crm_app_list_view_unselect (CrmAppListView *self);
void crm_app_list_view_set_width (CrmAppListView *self, const char *path, int width);
int crm_app_list_view_get_width (CrmAppListView *self, const char *path);
void crm_app_list_view_widen (CrmAppListView *self, const char *path, int step);
void crm_app_list_view_focus (CrmAppListView *self);

G_END_DECLS

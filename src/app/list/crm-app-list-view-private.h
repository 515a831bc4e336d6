/* crm-app-list-view-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-app-list-view.h"
G_BEGIN_DECLS

/* What the table and its columns share. */

struct _CrmAppListView
{
  AdwBin parent_instance;
  CrmRecordList *list; /* (owned) */
  GtkMultiSelection *selection;
  GtkColumnView *view;
  GHashTable *widths;   /* (owned) (element-type utf8 int): by path, as somebody made them */
  GHashTable *selected; /* (owned) (nullable) (element-type gint64): while the list changes */
  gboolean all_selected;
  gboolean building; /* columns are being made */
  gboolean is_narrow;
  guint narrow_id; /* idle source, 0 for none */
};

void _crm_app_list_view_watch_columns (CrmAppListView *self, GtkAdjustment *width);

G_END_DECLS

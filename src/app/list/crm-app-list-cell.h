/* crm-app-list-cell.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "crm-record-row.h"
G_BEGIN_DECLS

/* One text of a row. Its size does not depend on what it says, so scrolling measures nothing. */

#define CRM_APP_TYPE_LIST_CELL (crm_app_list_cell_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppListCell, crm_app_list_cell, CRM_APP, LIST_CELL, GtkWidget)

/* How much room a column wants. */
typedef enum
{
  CRM_APP_CELL_SHORT, /* days, choices */
  CRM_APP_CELL_NUMBER,
  CRM_APP_CELL_TEXT,
  CRM_APP_CELL_TITLE,
} CrmAppCellKind;

GtkWidget *crm_app_list_cell_new (guint column, CrmAppCellKind kind);
void crm_app_list_cell_show (CrmAppListCell *self, CrmRecordRow *row);
CrmRecordRow *crm_app_list_cell_get_row (CrmAppListCell *self);
guint crm_app_list_cell_get_column (CrmAppListCell *self);

G_END_DECLS

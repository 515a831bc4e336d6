/* crm-app-arrange-row.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "crm-arrangement.h"
G_BEGIN_DECLS

/* One line of the dialog that arranges fields: a field, shown or not, or a heading.
 *
 * Signals: `moved` (by how many places), `dropped` (the number of the line that was dropped here),
 * `removed` (a heading). */

#define CRM_APP_TYPE_ARRANGE_ROW (crm_app_arrange_row_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppArrangeRow, crm_app_arrange_row, CRM_APP, ARRANGE_ROW, GtkListBoxRow)

GtkWidget *crm_app_arrange_row_new (CrmArrangementItem *item, const char *label);
void crm_app_arrange_row_set_place (CrmAppArrangeRow *self, guint place, guint n);
void crm_app_arrange_row_focus (CrmAppArrangeRow *self);

G_END_DECLS

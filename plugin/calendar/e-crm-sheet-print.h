/* e-crm-sheet-print.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "model/crm-event.h"
#include "shell/e-crm-app.h"
G_BEGIN_DECLS

/* Prints the sheet of @event, or those of a day where it is NULL. What goes wrong is told in the
 * sidebars. */
void e_crm_sheet_print (ECrmApp *app, GtkWidget *beside, const CrmEvent *event, int day);

G_END_DECLS

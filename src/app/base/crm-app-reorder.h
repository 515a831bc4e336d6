/* crm-app-reorder.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

/* Rows of a list that people put into another order, by a handle or by Alt and an arrow. */

GtkWidget *crm_app_reorder_handle_new (GtkWidget *row, GType kind, GCallback prepare);

G_END_DECLS

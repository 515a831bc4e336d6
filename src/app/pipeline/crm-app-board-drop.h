/* crm-app-board-drop.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

void crm_app_board_drop_add (GtkScrolledWindow *board, GtkWidget *columns);

G_END_DECLS

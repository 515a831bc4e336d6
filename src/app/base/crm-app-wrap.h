/* crm-app-wrap.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

GtkWidget *crm_app_wrap_new (int spacing, int column_width);
GtkWidget *crm_app_wrap_new_packed (int spacing);

G_END_DECLS

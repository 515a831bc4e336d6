/* crm-app-day-button.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

GtkWidget *crm_app_day_button_new (GtkWidget *entry, const char *label);
void crm_app_day_button_open (GtkWidget *self);

G_END_DECLS

/* crm-app-choice.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

GtkWidget *crm_app_choice_new (GtkStringList *names, const char *label, const char *id);

G_END_DECLS

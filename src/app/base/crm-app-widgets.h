/* crm-app-widgets.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

/* What every page does to its widgets. */

typedef void (*CrmAppPaintedFunc) (GtkWidget *widget);

void crm_app_set_id (GtkWidget *widget, const char *id);
void crm_app_set_name (GtkWidget *widget, const char *name);
void crm_app_set_description (GtkWidget *widget, const char *text);
GtkWidget *crm_app_low_page_new (GtkWidget *content);
void crm_app_mark_problem (GtkWidget *field, const char *problem);
int crm_app_scale_letters (GtkWidget *widget, int pixels);
GtkWidget *crm_app_label_new (const char *text, const char *style_class);
void crm_app_label_set_lines (GtkWidget *label, int lines);
GtkWidget *crm_app_text_new (const char *style_class);
void crm_app_label_set_parts (GtkWidget *label, const char *text);
GtkWidget *crm_app_button_new (const char *label, const char *id);
void crm_app_button_set_label (GtkWidget *button, const char *label);
GtkWidget *crm_app_icon_button_new (const char *icon, const char *name, const char *id);
GtkWidget *
crm_app_status_new (const char *icon, const char *title, const char *text, const char *id);
void crm_app_add_quit_key (GtkWidget *window);
void crm_app_when_painted (GtkWidget *widget, CrmAppPaintedFunc painted);

G_END_DECLS

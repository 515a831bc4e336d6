/* e-crm-widgets.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* Small makers, so that every label ellipsises with a tooltip and every control has a name. */

GtkWidget *e_crm_label_new (const char *style_class);
GtkWidget *e_crm_text_new (void);
void e_crm_label_set (GtkWidget *label, const char *text);
GtkWidget *e_crm_button_new (const char *label, const char *id);
GtkWidget *e_crm_icon_button_new (const char *icon, const char *name, const char *id);
void e_crm_ensure_style (GtkWidget *widget);
void e_crm_set_id (GtkWidget *widget, const char *id);
void e_crm_set_name (GtkWidget *widget, const char *name);
void e_crm_add_class (GtkWidget *widget, const char *style_class);

G_END_DECLS

/* crm-app-card.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

/* A part of a record's page: a heading above a list of lines. */

GtkWidget *crm_app_card_new (const char *heading, const char *id, GtkWidget **out_list);
void crm_app_card_add_to_heading (GtkWidget *card, GtkWidget *widget);
int crm_app_card_clear (GtkWidget *list);
void crm_app_card_restore_focus (GtkWidget *list, int focus);
GtkWidget *
crm_app_card_add_line (GtkWidget *list, const char *text, const char *below, const char *right);
void crm_app_card_line_set_detail (GtkWidget *line, const char *text, const char *below);
void crm_app_card_line_set_late (GtkWidget *line);
void crm_app_card_line_append (GtkWidget *line, GtkWidget *widget);
void crm_app_card_add_hint (GtkWidget *list, const char *text);

G_END_DECLS

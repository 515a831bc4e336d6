/* crm-app-list-sorter.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* A column's sorter that sorts nothing: SQLite does. It says which column it is. */

GtkSorter *crm_app_list_sorter_new (const char *path);
const char *crm_app_list_sorter_find (GtkSorter *sorter, gboolean *out_descending);

G_END_DECLS

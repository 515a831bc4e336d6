/* e-crm-dial.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* Hands a phone number to the system's program for calls. No shell sees it. */

typedef void (*ECrmDialed) (gpointer data, const char *failure);

void e_crm_dial (GtkWidget *widget, const char *number, ECrmDialed done, GObject *data);

G_END_DECLS

/* crm-app-currency-button.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

GtkWidget *crm_app_currency_button_new (const char *label);

G_END_DECLS

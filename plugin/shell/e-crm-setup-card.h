/* e-crm-setup-card.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "shell/e-crm-app.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* What a person is asked once, before anything is captured. */

#define E_TYPE_CRM_SETUP_CARD (e_crm_setup_card_get_type ())
G_DECLARE_FINAL_TYPE (ECrmSetupCard, e_crm_setup_card, E, CRM_SETUP_CARD, GtkBox)

GtkWidget *e_crm_setup_card_new (ECrmApp *app);

G_END_DECLS

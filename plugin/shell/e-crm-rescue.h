/* e-crm-rescue.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "e-crm-app.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* The way out of a store that does not open: try again, or put a backup in place. */

#define E_TYPE_CRM_RESCUE (e_crm_rescue_get_type ())
G_DECLARE_FINAL_TYPE (ECrmRescue, e_crm_rescue, E, CRM_RESCUE, GtkBox)

GtkWidget *e_crm_rescue_new (void);
void e_crm_rescue_update (ECrmRescue *self, ECrmApp *app);

G_END_DECLS

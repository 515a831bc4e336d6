/* e-crm-template-chooser.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "shell/e-crm-app.h"
G_BEGIN_DECLS

/* Templates and text blocks, found by typing; and a form that makes one of the letter. */

#define E_TYPE_CRM_TEMPLATE_CHOOSER (e_crm_template_chooser_get_type ())
G_DECLARE_FINAL_TYPE (
    ECrmTemplateChooser, e_crm_template_chooser, E, CRM_TEMPLATE_CHOOSER, GtkPopover)

GtkWidget *e_crm_template_chooser_new (ECrmApp *app);
void e_crm_template_chooser_load (ECrmTemplateChooser *self, const char *language);
void e_crm_template_chooser_saved (ECrmTemplateChooser *self, const char *failure);

G_END_DECLS

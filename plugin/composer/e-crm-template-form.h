/* e-crm-template-form.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "model/crm-record.h"
G_BEGIN_DECLS

/* Name, language and kind of a template: of one that is made of the letter, or of one that is
 * there. */

#define E_TYPE_CRM_TEMPLATE_FORM (e_crm_template_form_get_type ())
G_DECLARE_FINAL_TYPE (ECrmTemplateForm, e_crm_template_form, E, CRM_TEMPLATE_FORM, GtkBox)

GtkWidget *e_crm_template_form_new (void);
void e_crm_template_form_open (ECrmTemplateForm *self, CrmRecord *edited, GPtrArray *templates);
CrmRecord *e_crm_template_form_get (ECrmTemplateForm *self,
                                    char **out_name,
                                    char **out_language,
                                    const char **out_kind,
                                    gboolean *out_with_fields);
gboolean e_crm_template_form_is_rename (ECrmTemplateForm *self);
void e_crm_template_form_saved (ECrmTemplateForm *self, const char *failure);

G_END_DECLS

/* e-crm-template-list.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "crm-merge.h"
#include "model/crm-record.h"
G_BEGIN_DECLS

/* Templates and text blocks, or the fields of templates, found by typing. */

#define E_TYPE_CRM_TEMPLATE_LIST (e_crm_template_list_get_type ())
G_DECLARE_FINAL_TYPE (ECrmTemplateList, e_crm_template_list, E, CRM_TEMPLATE_LIST, GtkBox)

GtkWidget *e_crm_template_list_new (void);
void e_crm_template_list_show_templates (ECrmTemplateList *self, GPtrArray *templates);
void e_crm_template_list_show_fields (ECrmTemplateList *self, CrmMerge *merge);
void e_crm_template_list_start (ECrmTemplateList *self);

G_END_DECLS

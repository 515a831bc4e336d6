/* e-crm-template-chooser.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "crm-merge.h"
#include "model/crm-template.h"
#include "shell/e-crm-app.h"
G_BEGIN_DECLS

/* Templates and text blocks: found by typing, renamed, deleted and brought back; the fields they
 * are written with; and a form that makes a template of the letter. */

/* What is to become of the letter; all of it (unowned) while the signal is emitted. */
typedef struct
{
  const char *name;
  const char *kind;
  const char *language;      /* "" for all */
  gboolean with_fields;      /* names become fields */
  const CrmRecord *replaced; /* (nullable) */
} ECrmTemplateWish;

#define E_TYPE_CRM_TEMPLATE_CHOOSER (e_crm_template_chooser_get_type ())
G_DECLARE_FINAL_TYPE (
    ECrmTemplateChooser, e_crm_template_chooser, E, CRM_TEMPLATE_CHOOSER, GtkPopover)

GtkWidget *e_crm_template_chooser_new (ECrmApp *app);
void e_crm_template_chooser_load (ECrmTemplateChooser *self, const char *language);
void e_crm_template_chooser_show_fields (ECrmTemplateChooser *self, CrmMerge *merge);
void e_crm_template_chooser_saved (ECrmTemplateChooser *self, const char *failure);

G_END_DECLS

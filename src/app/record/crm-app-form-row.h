/* crm-app-form-row.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "crm-form.h"
#include "base/crm-app-session.h"
G_BEGIN_DECLS

/* One field of a form: its label, something to edit it with, below what is wrong with it, and both
 * values where somebody else changed it meanwhile.
 *
 * Signals: `edited` (it may be saved), `entered` (Enter was pressed, after `edited`), `typed` (its
 * text is another; it may make no sense yet). */

#define CRM_APP_TYPE_FORM_ROW (crm_app_form_row_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppFormRow, crm_app_form_row, CRM_APP, FORM_ROW, AdwBin)

GtkWidget *crm_app_form_row_new (CrmAppSession *session, CrmForm *form, CrmFormField *field);
CrmFormField *crm_app_form_row_get_field (CrmAppFormRow *self);
void crm_app_form_row_show (CrmAppFormRow *self);
void crm_app_form_row_tell (CrmAppFormRow *self, const char *problem);
void crm_app_form_row_focus (CrmAppFormRow *self);
void crm_app_form_row_hide_label (CrmAppFormRow *self);
void crm_app_form_row_finish (CrmAppFormRow *self);
void crm_app_form_row_press (CrmAppFormRow *self, guint key);
void crm_app_form_row_forget (CrmAppFormRow *self);

G_END_DECLS

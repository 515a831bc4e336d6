/* crm-app-form.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-form.h"
#include "base/crm-app-page.h"
G_BEGIN_DECLS

/* A record's fields, to be read and edited where they stand: a form generated from the
 * declarations. Each field is saved when the person goes on, with Undo in a toast. What others
 * change shows while it is in sight; where both changed a field, both values are shown. Inside a
 * window of its own or among other cards of a page.
 *
 * Signal: `edited` (somebody typed something that makes sense and went on). */

#define CRM_APP_TYPE_FORM (crm_app_form_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppForm, crm_app_form, CRM_APP, FORM, CrmAppPage)

GtkWidget *crm_app_form_new (CrmAppSession *session, const char *entity, const char *id);
GtkWidget *
crm_app_form_new_record (CrmAppSession *session, const char *entity, const char *const *presets);
void crm_app_form_commit (CrmAppForm *self);
CrmChangeSet *crm_app_form_create (CrmAppForm *self, char **out_id);
const CrmRecord *crm_app_form_get_record (CrmAppForm *self);
const char *crm_app_form_get_text (CrmAppForm *self, const char *name);
void crm_app_form_tell (CrmAppForm *self, const char *name, const char *problem);

G_END_DECLS

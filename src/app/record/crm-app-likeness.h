/* crm-app-likeness.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "crm-app-form.h"
G_BEGIN_DECLS

/* Beside the form of a new person, account or lead: those that may be the same, each of which can
 * be opened instead. Hidden while there are none.
 *
 * Signals: `looked` (what was typed was looked for), `opened` (one of them is about to be). */

#define CRM_APP_TYPE_LIKENESS (crm_app_likeness_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppLikeness, crm_app_likeness, CRM_APP, LIKENESS, AdwBin)

gboolean crm_app_likeness_suits (const char *entity);
GtkWidget *crm_app_likeness_new (CrmAppSession *session, const char *entity, CrmAppForm *form);
void crm_app_likeness_look (CrmAppLikeness *self);
gboolean crm_app_likeness_is_settled (CrmAppLikeness *self);
guint crm_app_likeness_get_n_found (CrmAppLikeness *self);
gboolean crm_app_likeness_is_taken (CrmAppLikeness *self);

G_END_DECLS

/* crm-app-find-dialog.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "base/crm-app-session.h"
G_BEGIN_DECLS

/* A few words, and what is found by them: deals and letters. */

#define CRM_APP_TYPE_FIND_DIALOG (crm_app_find_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppFindDialog, crm_app_find_dialog, CRM_APP, FIND_DIALOG, AdwWindow)

void crm_app_find_dialog_present (GtkWindow *parent, CrmAppSession *session, GPtrArray *commands);

G_END_DECLS

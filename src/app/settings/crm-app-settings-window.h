/* crm-app-settings-window.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "base/crm-app-session.h"
G_BEGIN_DECLS

/* Settings, in a window of its own. */

#define CRM_APP_TYPE_SETTINGS_WINDOW (crm_app_settings_window_get_type ())
G_DECLARE_FINAL_TYPE (
    CrmAppSettingsWindow, crm_app_settings_window, CRM_APP, SETTINGS_WINDOW, AdwPreferencesWindow)

void crm_app_settings_window_present (GtkWindow *parent, CrmAppSession *session);
void crm_app_settings_apply_theme (CrmAppSession *session);

G_END_DECLS

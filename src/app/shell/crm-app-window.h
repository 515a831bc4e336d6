/* crm-app-window.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "base/crm-app-session.h"
G_BEGIN_DECLS

#define CRM_APP_TYPE_WINDOW (crm_app_window_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppWindow, crm_app_window, CRM_APP, WINDOW, AdwApplicationWindow)

GtkWindow *crm_app_window_new (GtkApplication *application, CrmAppSession *session);
void crm_app_window_present (CrmAppWindow *self);
gboolean crm_app_window_show_address (CrmAppWindow *self, const char *address);
gboolean crm_app_window_show_place (CrmAppWindow *self, const char *name);
void crm_app_window_tell_unknown (CrmAppWindow *self, const char *address);
void crm_app_window_undo (CrmAppWindow *self);
void crm_app_window_find (GtkWindow *parent, CrmAppSession *session);

G_END_DECLS

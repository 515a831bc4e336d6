/* crm-app-application.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

/* Also the name on the session bus, of the desktop file, the icon and the metainfo. */
#define CRM_APP_ID "org.gnome.Evolution.Crm"

#define CRM_APP_TYPE_APPLICATION (crm_app_application_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppApplication, crm_app_application, CRM_APP, APPLICATION, AdwApplication)

CrmAppApplication *crm_app_application_new (const char *directory);

G_END_DECLS

/* crm-app-settings-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "base/crm-app-session.h"
#include "service/crm-settings.h"
G_BEGIN_DECLS

/* The pages of the window, and what they share. */

typedef enum
{
  CRM_APP_THEME_SYSTEM,
  CRM_APP_THEME_LIGHT,
  CRM_APP_THEME_DARK,
  CRM_APP_N_THEMES,
} CrmAppTheme;

#define CRM_APP_TYPE_SETTINGS_GENERAL (_crm_app_settings_general_get_type ())
G_DECLARE_FINAL_TYPE (
    CrmAppSettingsGeneral, _crm_app_settings_general, CRM_APP, SETTINGS_GENERAL, AdwPreferencesPage)
GtkWidget *_crm_app_settings_general_new (CrmAppSession *session);
void _crm_app_settings_general_show (CrmAppSettingsGeneral *self, const CrmSettings *settings);

#define CRM_APP_TYPE_SETTINGS_MONEY (_crm_app_settings_money_get_type ())
G_DECLARE_FINAL_TYPE (
    CrmAppSettingsMoney, _crm_app_settings_money, CRM_APP, SETTINGS_MONEY, AdwPreferencesPage)
GtkWidget *_crm_app_settings_money_new (CrmAppSession *session);
void _crm_app_settings_money_show (CrmAppSettingsMoney *self, const CrmSettings *settings);

#define CRM_APP_TYPE_SETTINGS_FIELDS (_crm_app_settings_fields_get_type ())
G_DECLARE_FINAL_TYPE (
    CrmAppSettingsFields, _crm_app_settings_fields, CRM_APP, SETTINGS_FIELDS, AdwPreferencesPage)
GtkWidget *_crm_app_settings_fields_new (CrmAppSession *session);
void _crm_app_settings_fields_show (CrmAppSettingsFields *self, CrmSettings *settings);
void _crm_app_settings_field_add (GtkWidget *parent, CrmAppSession *session, CrmSettings *settings);
void _crm_app_settings_choices_change (GtkWidget *row,
                                       CrmAppSession *session,
                                       CrmSettings *settings,
                                       const char *field,
                                       char **labels);

void _crm_app_settings_show_text (GtkWidget *row, const char *text);
char *_crm_app_settings_dup_text (GtkWidget *row) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *
_crm_app_settings_entry_new (const char *title, const char *id, GCallback applied, gpointer data);

G_END_DECLS

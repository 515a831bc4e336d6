/* crm-app-settings-window.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-settings-window"
#include "config.h"

#include "crm-app-settings-window.h"

#include <glib/gi18n-lib.h>

#include "crm-app-settings-private.h"
#include "crm-phrases-trouble.h"
#include "base/crm-app-toaster.h"
#include "base/crm-app-widgets.h"

struct _CrmAppSettingsWindow
{
  AdwPreferencesWindow parent_instance;
  CrmAppSession *session; /* (owned) (nullable) */
  GCancellable *cancellable;
  GtkWidget *general;
  GtkWidget *money;
  GtkWidget *fields;
  gboolean loading;
  gboolean stale; /* once more when it has loaded */
};

G_DEFINE_FINAL_TYPE (CrmAppSettingsWindow, crm_app_settings_window, ADW_TYPE_PREFERENCES_WINDOW)

static void load (CrmAppSettingsWindow *self);

static void
crm_app_settings_window_dispose (GObject *object)
{
  CrmAppSettingsWindow *self = CRM_APP_SETTINGS_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (crm_app_settings_window_parent_class)->dispose (object);
}

static void
crm_app_settings_window_finalize (GObject *object)
{
  g_object_unref (CRM_APP_SETTINGS_WINDOW (object)->cancellable);
  G_OBJECT_CLASS (crm_app_settings_window_parent_class)->finalize (object);
}

static void
crm_app_settings_window_class_init (CrmAppSettingsWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_app_settings_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_app_settings_window_finalize;
}

static void
crm_app_settings_window_init (CrmAppSettingsWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_window_set_title (GTK_WINDOW (self), _ ("Settings"));
  gtk_window_set_default_size (GTK_WINDOW (self), 600, 680);
  gtk_widget_set_size_request (GTK_WIDGET (self), 360, 294);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmAppSettingsWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmSettings) settings = crm_settings_load_finish (CRM_STORE (source), result, &error);
  g_autofree char *text = NULL;

  self->loading = FALSE;
  if (self->session == NULL)
    return;
  if (settings != NULL)
    {
      _crm_app_settings_general_show (CRM_APP_SETTINGS_GENERAL (self->general), settings);
      _crm_app_settings_money_show (CRM_APP_SETTINGS_MONEY (self->money), settings);
      _crm_app_settings_fields_show (CRM_APP_SETTINGS_FIELDS (self->fields), settings);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      text = crm_phrase_trouble (error, NULL);
      crm_app_session_tell_trouble (self->session, text);
    }
  if (self->stale)
    load (self);
}

static void
load (CrmAppSettingsWindow *self)
{
  CrmStore *store = self->session != NULL ? crm_app_session_get_store (self->session) : NULL;

  self->stale = self->loading;
  if (store == NULL || self->loading)
    return;
  self->loading = TRUE;
  crm_settings_load_async (store, self->cancellable, loaded_cb, g_object_ref (self));
}

/* Shows the settings beside @parent. */
void
crm_app_settings_window_present (GtkWindow *parent, CrmAppSession *session)
{
  CrmAppSettingsWindow *self = g_object_new (CRM_APP_TYPE_SETTINGS_WINDOW, NULL);
  AdwPreferencesWindow *window = ADW_PREFERENCES_WINDOW (self);

  self->session = g_object_ref (session);
  self->general = _crm_app_settings_general_new (session);
  self->money = _crm_app_settings_money_new (session);
  self->fields = _crm_app_settings_fields_new (session);
  adw_preferences_window_add (window, ADW_PREFERENCES_PAGE (self->general));
  adw_preferences_window_add (window, ADW_PREFERENCES_PAGE (self->money));
  adw_preferences_window_add (window, ADW_PREFERENCES_PAGE (self->fields));
  crm_app_toaster_attach (window, session);
  g_signal_connect_object (session, "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (self), parent);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
  load (self);
  gtk_window_present (GTK_WINDOW (self));
}

/* As it was chosen on this computer. */
void
crm_app_settings_apply_theme (CrmAppSession *session)
{
  static const AdwColorScheme schemes[CRM_APP_N_THEMES] = {
    [CRM_APP_THEME_SYSTEM] = ADW_COLOR_SCHEME_DEFAULT,
    [CRM_APP_THEME_LIGHT] = ADW_COLOR_SCHEME_FORCE_LIGHT,
    [CRM_APP_THEME_DARK] = ADW_COLOR_SCHEME_FORCE_DARK,
  };
  int theme = crm_app_memory_get_int (crm_app_session_get_memory (session), "look", "theme", 0);

  if (theme >= 0 && theme < CRM_APP_N_THEMES)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[theme]);
}

/* --- what the pages share ---
 */

/* What somebody is typing stays, while nothing else was stored. */
void
_crm_app_settings_show_text (GtkWidget *row, const char *text)
{
  const char *shown = g_object_get_data (G_OBJECT (row), "crm-shown");

  if (g_strcmp0 (shown, text) == 0)
    return;
  g_object_set_data_full (G_OBJECT (row), "crm-shown", g_strdup (text), g_free);
  /* Else the button to apply would come. */
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), FALSE);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
}

/* What was entered, without blanks around it; what was wrong before is forgotten. */
char *
_crm_app_settings_dup_text (GtkWidget *row)
{
  crm_app_mark_problem (row, NULL);
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

GtkWidget *
_crm_app_settings_entry_new (const char *title, const char *id, GCallback applied, gpointer data)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  crm_app_set_id (row, id);
  crm_app_set_name (row, title);
  g_signal_connect (row, "apply", applied, data);
  return row;
}

/* crm-app-application.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The process: one window on one store. Other programs reach it on the session bus by the action
 * `place` and by crm: addresses. A second one on the same bus, as on another display, takes another
 * name: --gapplication-app-id. */
#define G_LOG_DOMAIN "crm-app-application"
#include "config.h"

#include "crm-app-application.h"

#include <glib/gi18n-lib.h>

#include "crm-app-window.h"
#include "base/crm-app-navigation.h"
#include "base/crm-app-session.h"
#include "deal/crm-app-deal-page.h"
#include "people/crm-app-party-page.h"
#include "settings/crm-app-settings-window.h"

#define CRM_APP_SCHEME "crm:"

struct _CrmAppApplication
{
  AdwApplication parent_instance;
  CrmAppSession *session; /* (owned) */
};

G_DEFINE_FINAL_TYPE (CrmAppApplication, crm_app_application, ADW_TYPE_APPLICATION)

static void
crm_app_application_finalize (GObject *object)
{
  g_clear_object (&CRM_APP_APPLICATION (object)->session);
  G_OBJECT_CLASS (crm_app_application_parent_class)->finalize (object);
}

static CrmAppWindow *
ensure_window (CrmAppApplication *self)
{
  GtkApplication *application = GTK_APPLICATION (self);
  GtkWindow *window = gtk_application_get_active_window (application);

  if (window == NULL)
    window = crm_app_window_new (application, self->session);
  return CRM_APP_WINDOW (window);
}

static void
crm_app_application_activate (GApplication *application)
{
  crm_app_window_present (ensure_window (CRM_APP_APPLICATION (application)));
}

/* `crm:today` and the like, from a desktop file, a terminal or another program. A new window goes
 * there before it comes up, so that no other place is made first; one that is there comes up before
 * a record's does. */
static void
crm_app_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  CrmAppWindow *window = ensure_window (CRM_APP_APPLICATION (application));
  gboolean is_new = !gtk_widget_get_mapped (GTK_WIDGET (window));

  if (!is_new)
    crm_app_window_present (window);
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *uri = g_file_get_uri (files[i]);

      if (!g_str_has_prefix (uri, CRM_APP_SCHEME)
          || !crm_app_window_show_address (window, uri + strlen (CRM_APP_SCHEME)))
        crm_app_window_tell_unknown (window, uri);
    }
  if (is_new)
    crm_app_window_present (window);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = gtk_application_get_active_window (data);

  if (window != NULL)
    gtk_window_close (window);
}

static void
place_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmAppWindow *window = ensure_window (data);

  crm_app_window_show_place (window, g_variant_get_string (parameter, NULL));
  crm_app_window_present (window);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  adw_show_about_window (gtk_application_get_active_window (data),                  /**/
                         "application-name", _ ("CRM"),                             /**/
                         "application-icon", CRM_APP_ID,                            /**/
                         "version", PACKAGE_VERSION,                                /**/
                         "comments", _ ("Deals and follow-ups of Evolution's CRM"), /**/
                         "license-type", GTK_LICENSE_LGPL_2_1, NULL);
}

static const GActionEntry actions[] = {
  { "quit", quit_cb, NULL, NULL, NULL, { 0 } },
  { "about", about_cb, NULL, NULL, NULL, { 0 } },
  { "place", place_cb, "s", NULL, NULL, { 0 } },
};

/* What leads to a record or to Find need not know the rooms that have their windows. */
static void
say_where_to_go (void)
{
  static const char *const parties[] = { "person", "account", "lead" };

  crm_app_navigation_set_find (crm_app_window_find);
  crm_app_navigation_add_record ("deal", crm_app_deal_page_present);
  for (guint i = 0; i < G_N_ELEMENTS (parties); i++)
    crm_app_navigation_add_record (parties[i], crm_app_party_page_present);
}

static void
crm_app_application_startup (GApplication *application)
{
  static const char *const quit_keys[] = { "<Control>q", NULL };
  CrmAppApplication *self = CRM_APP_APPLICATION (application);

  G_APPLICATION_CLASS (crm_app_application_parent_class)->startup (application);
  g_set_application_name (_ ("CRM"));
  gtk_window_set_default_icon_name (CRM_APP_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit", quit_keys);
  say_where_to_go ();
  crm_app_settings_apply_theme (self->session);
  crm_app_session_start (self->session);
}

static void
crm_app_application_shutdown (GApplication *application)
{
  crm_app_session_close (CRM_APP_APPLICATION (application)->session);
  G_APPLICATION_CLASS (crm_app_application_parent_class)->shutdown (application);
}

static void
crm_app_application_class_init (CrmAppApplicationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_app_application_finalize;
  G_APPLICATION_CLASS (klass)->startup = crm_app_application_startup;
  G_APPLICATION_CLASS (klass)->activate = crm_app_application_activate;
  G_APPLICATION_CLASS (klass)->open = crm_app_application_open;
  G_APPLICATION_CLASS (klass)->shutdown = crm_app_application_shutdown;
}

static void
crm_app_application_init (CrmAppApplication *self)
{
}

/* @directory: where the store is */
CrmAppApplication *
crm_app_application_new (const char *directory)
{
  CrmAppApplication *self
      = g_object_new (CRM_APP_TYPE_APPLICATION, "application-id", CRM_APP_ID, "flags",
                      G_APPLICATION_HANDLES_OPEN | G_APPLICATION_CAN_OVERRIDE_APP_ID,
                      "resource-base-path", "/org/gnome/Evolution/Crm", NULL);

  self->session = crm_app_session_new (directory);
  return self;
}

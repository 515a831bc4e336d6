/* crm-app-toaster.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-toaster"
#include "config.h"

#include "crm-app-toaster.h"

#include "crm-app-navigation.h"
#include "crm-app-toasts.h"

static gboolean
undo_key_cb (GtkWidget *widget, GVariant *parameter, gpointer session)
{
  crm_app_session_undo (session);
  return GDK_EVENT_STOP;
}

static gboolean
find_key_cb (GtkWidget *widget, GVariant *parameter, gpointer session)
{
  crm_app_navigation_find (GTK_WINDOW (widget), session);
  return GDK_EVENT_STOP;
}

static void
add_key (GtkEventController *keys, guint key, GtkShortcutFunc func, CrmAppSession *session)
{
  GtkShortcutAction *action
      = gtk_callback_action_new (func, g_object_ref (session), g_object_unref);

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (key, GDK_CONTROL_MASK), action));
}

/* @window tells from now on what @session did. */
void
crm_app_toaster_attach (AdwPreferencesWindow *window, CrmAppSession *session)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  crm_app_toasts_set_session (GTK_WIDGET (window), session);
  add_key (keys, GDK_KEY_z, undo_key_cb, session);
  add_key (keys, GDK_KEY_k, find_key_cb, session);
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
}

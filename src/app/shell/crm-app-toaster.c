/* crm-app-toaster.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-toaster"
#include "config.h"

#include "crm-app-toaster.h"

#include <glib/gi18n-lib.h>

#include "crm-app-toasts.h"
#include "find/crm-app-find-dialog.h"

/* Long enough to decide, also for who reads slowly. */
#define TOAST_SECS 8

static void
undo_clicked_cb (AdwToast *toast, gpointer session)
{
  crm_app_session_undo (session);
}

static void
show_toast (AdwPreferencesWindow *window, const char *text, CrmAppSession *can_undo)
{
  /* A title is markup. */
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);
  AdwToast *last = g_object_get_data (G_OBJECT (window), "crm-toast");

  if (last != NULL)
    adw_toast_dismiss (last); /* its Undo would now take back something else */
  g_object_set_data_full (G_OBJECT (window), "crm-toast", g_object_ref (toast), g_object_unref);
  adw_toast_set_timeout (toast, TOAST_SECS);
  if (can_undo != NULL)
    {
      adw_toast_set_button_label (toast, _ ("_Undo"));
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_clicked_cb), can_undo, 0);
    }
  adw_preferences_window_add_toast (window, toast);
}

static void
done_cb (CrmAppSession *session, const char *text, gpointer data)
{
  show_toast (data, text, session);
}

static void
undone_cb (CrmAppSession *session, const char *text, gpointer data)
{
  show_toast (data, text, NULL);
}

static void
trouble_cb (CrmAppSession *session, const char *text, gpointer data)
{
  g_autofree char *marked = g_strdup_printf ("⚠ %s", text);

  show_toast (data, marked, NULL);
}

static gboolean
undo_key_cb (GtkWidget *widget, GVariant *parameter, gpointer session)
{
  crm_app_session_undo (session);
  return GDK_EVENT_STOP;
}

static gboolean
find_key_cb (GtkWidget *widget, GVariant *parameter, gpointer session)
{
  crm_app_find_dialog_present (GTK_WINDOW (widget), session);
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

  crm_app_toasts_leave_to (GTK_WINDOW (window), session);
  g_signal_connect_object (session, "done", G_CALLBACK (done_cb), window, 0);
  g_signal_connect_object (session, "undone", G_CALLBACK (undone_cb), window, 0);
  g_signal_connect_object (session, "trouble", G_CALLBACK (trouble_cb), window, 0);
  add_key (keys, GDK_KEY_z, undo_key_cb, session);
  add_key (keys, GDK_KEY_k, find_key_cb, session);
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
}

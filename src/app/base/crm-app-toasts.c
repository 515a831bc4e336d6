/* crm-app-toasts.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-toasts"
#include "config.h"

#include "crm-app-toasts.h"

#include <glib/gi18n-lib.h>

/* Long enough to decide, also for who reads slowly. */
#define TOAST_SECS 8

#define LAYER "crm-toasts-layer"     /* of what crm_app_toasts_new() made: an #AdwToastOverlay */
#define CURRENT "crm-toasts-current" /* of a session: GtkWidgets, not owned */

typedef struct
{
  GtkWidget *widget;      /* a #GtkOverlay or #AdwPreferencesWindow */
  GtkWidget *layer;       /* (nullable): #AdwToastOverlay above @widget's child */
  CrmAppSession *session; /* (owned) */
  AdwToast *toast;        /* (owned) (nullable): the one that is shown, and may offer Undo */
} Toasts;

static void
free_toasts (gpointer data)
{
  Toasts *self = data;

  g_clear_object (&self->toast);
  g_object_unref (self->session);
  g_free (self);
}

static Toasts *
get (GtkWidget *toasts)
{
  return g_object_get_data (G_OBJECT (toasts), "crm-toasts");
}

/* Windows that somebody used, the last one first. */
static GList *
get_windows (CrmAppSession *session)
{
  return g_object_get_data (G_OBJECT (session), CURRENT);
}

static void
forget (GtkWidget *toasts, CrmAppSession *session)
{
  g_object_set_data (G_OBJECT (session), CURRENT, g_list_remove (get_windows (session), toasts));
}

static void
come_first (GtkWidget *toasts, CrmAppSession *session)
{
  forget (toasts, session);
  g_object_set_data (G_OBJECT (session), CURRENT, g_list_prepend (get_windows (session), toasts));
}

static gboolean
is_first (GtkWidget *toasts, CrmAppSession *session)
{
  GList *windows = get_windows (session);

  return windows != NULL && windows->data == toasts;
}

static void
undo_cb (AdwToast *toast, gpointer data)
{
  crm_app_session_undo (data);
}

static void
add_toast (Toasts *self)
{
  if (self->layer != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->layer), g_object_ref (self->toast));
  else
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self->widget),
                                      g_object_ref (self->toast));
}

/* libadwaita before 1.3 uses what it has freed when a toast has gone before it has quite come, as
 * when Undo or Escape is pressed at once, or no frame was drawn meanwhile (its commit 1674ebc9).
 * There a toast comes without an animation. */
static void
add_at_once (Toasts *self)
{
  GtkSettings *settings = gtk_widget_get_settings (self->widget);
  gboolean is_animated;

  g_object_get (settings, "gtk-enable-animations", &is_animated, NULL);
  if (!is_animated)
    {
      add_toast (self);
      return;
    }
  g_object_freeze_notify (G_OBJECT (settings)); /* the style is looked at once, not twice */
  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  add_toast (self);
  gtk_settings_reset_property (settings, "gtk-enable-animations");
  g_object_thaw_notify (G_OBJECT (settings));
}

static void
cancel_cb (AdwToast *toast, gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
}

/* @cancellable: (nullable): of what goes on as long as the toast is shown */
static void
show_toast (GtkWidget *toasts, const char *text, gboolean can_undo, GCancellable *cancellable)
{
  Toasts *self = get (toasts);
  /* A title is markup. */
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  if (!is_first (toasts, self->session))
    return;
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast); /* its offer of Undo would now take back something else */
  g_clear_object (&self->toast);
  self->toast = adw_toast_new (escaped);
  adw_toast_set_timeout (self->toast, TOAST_SECS);
  if (can_undo)
    {
      adw_toast_set_button_label (self->toast, _ ("_Undo"));
      g_signal_connect_object (self->toast, "button-clicked", G_CALLBACK (undo_cb), self->session,
                               0);
    }
  if (cancellable != NULL)
    {
      adw_toast_set_timeout (self->toast, 0);
      adw_toast_set_button_label (self->toast, _ ("_Cancel"));
      g_signal_connect_object (self->toast, "button-clicked", G_CALLBACK (cancel_cb), cancellable,
                               0);
    }
  if (adw_get_major_version () == 1 && adw_get_minor_version () < 3)
    add_at_once (self);
  else
    add_toast (self);
}

static void
done_cb (CrmAppSession *session, const char *text, gpointer data)
{
  show_toast (data, text, TRUE, NULL);
}

static void
undone_cb (CrmAppSession *session, const char *text, gpointer data)
{
  show_toast (data, text, FALSE, NULL);
}

static void
trouble_cb (CrmAppSession *session, const char *text, gpointer data)
{
  /* Some sentences stand elsewhere, too, and are marked already. */
  g_autofree char *marked = g_strdup_printf (g_str_has_prefix (text, "⚠") ? "%s" : "⚠ %s", text);

  show_toast (data, marked, FALSE, NULL);
}

static void
busy_cb (CrmAppSession *session, const char *text, GCancellable *cancellable, gpointer data)
{
  Toasts *self = get (data);

  if (text != NULL)
    show_toast (data, text, FALSE, cancellable);
  else if (self->toast != NULL)
    {
      adw_toast_dismiss (self->toast);
      g_clear_object (&self->toast);
    }
}

static void
active_cb (GtkWindow *window, GParamSpec *pspec, gpointer data)
{
  GtkWidget *toasts = data;

  if (gtk_window_is_active (window) && get (toasts) != NULL)
    come_first (toasts, get (toasts)->session);
}

static void
root_cb (GtkWidget *toasts, GParamSpec *pspec, gpointer data)
{
  GtkRoot *root = gtk_widget_get_root (toasts);

  if (GTK_IS_WINDOW (root))
    g_signal_connect_object (root, "notify::is-active", G_CALLBACK (active_cb), toasts, 0);
}

static void
destroy_cb (GtkWidget *toasts, gpointer data)
{
  forget (toasts, data);
}

/* For the content of a window: @child is what toasts are shown over. They are above it and not
 * around it, so that Escape goes to the window as long as the focus is not in a toast. */
GtkWidget *
crm_app_toasts_new (GtkWidget *child)
{
  GtkWidget *toasts = gtk_overlay_new ();
  GtkWidget *layer = adw_toast_overlay_new ();

  gtk_widget_set_halign (layer, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (layer, GTK_ALIGN_END);
  gtk_overlay_set_child (GTK_OVERLAY (toasts), child);
  gtk_overlay_add_overlay (GTK_OVERLAY (toasts), layer);
  g_object_set_data (G_OBJECT (toasts), LAYER, layer);
  g_signal_connect (toasts, "notify::root", G_CALLBACK (root_cb), NULL);
  return toasts;
}

/* Once, after making it: from now on @toasts shows what @session tells; it is of
 * crm_app_toasts_new(), or an #AdwPreferencesWindow, which has toasts of its own. */
void
crm_app_toasts_set_session (GtkWidget *toasts, CrmAppSession *session)
{
  Toasts *self = g_new0 (Toasts, 1);

  self->widget = toasts;
  self->layer = g_object_get_data (G_OBJECT (toasts), LAYER);
  self->session = g_object_ref (session);
  g_object_set_data_full (G_OBJECT (toasts), "crm-toasts", self, free_toasts);
  come_first (toasts, session);
  g_signal_connect_object (session, "done", G_CALLBACK (done_cb), toasts, 0);
  g_signal_connect_object (session, "undone", G_CALLBACK (undone_cb), toasts, 0);
  g_signal_connect_object (session, "trouble", G_CALLBACK (trouble_cb), toasts, 0);
  g_signal_connect_object (session, "busy", G_CALLBACK (busy_cb), toasts, 0);
  g_signal_connect_object (toasts, "destroy", G_CALLBACK (destroy_cb), session, 0);
  if (GTK_IS_WINDOW (toasts))
    g_signal_connect_object (toasts, "notify::is-active", G_CALLBACK (active_cb), toasts, 0);
}

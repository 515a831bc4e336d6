/* crm-app-toasts.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-toasts"
#include "config.h"

#include "crm-app-toasts.h"

#include <glib/gi18n-lib.h>

/* Long enough to decide, also for who reads slowly. */
#define TOAST_SECS 8

/* A toast stands that long before another replaces it, and before its button comes, which makes it
 * go. libadwaita 1.2 uses what it has freed when a toast goes while it still comes, which takes up
 * to half a second. */
#define STEADY_MSECS 600

#define CURRENT "crm-toasts-current" /* of a session: GtkWidgets, not owned */
#define CAN_UNDO "crm-toast-can-undo"

typedef struct
{
  GtkWidget *widget;      /* an #AdwToastOverlay or #AdwPreferencesWindow */
  CrmAppSession *session; /* (owned) */
  AdwToast *toast;        /* (owned) (nullable): the one that is shown, and may offer Undo */
  gint64 shown_usec;      /* monotonic */
  AdwToast *next;         /* (owned) (nullable): comes when @toast has stood long enough */
  guint timer;
  guint offer_timer; /* until @toast offers Undo */
} Toasts;

static void
free_toasts (gpointer data)
{
  Toasts *self = data;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->offer_timer, g_source_remove);
  g_clear_object (&self->next);
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

static gboolean
offer_cb (gpointer data)
{
  Toasts *self = data;

  self->offer_timer = 0;
  adw_toast_set_button_label (self->toast, _ ("_Undo"));
  return G_SOURCE_REMOVE;
}

static gboolean
next_cb (gpointer data)
{
  Toasts *self = data;

  self->timer = 0;
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  g_clear_object (&self->toast);
  g_clear_handle_id (&self->offer_timer, g_source_remove);
  self->toast = g_steal_pointer (&self->next);
  self->shown_usec = g_get_monotonic_time ();
  if (g_object_get_data (G_OBJECT (self->toast), CAN_UNDO) != NULL)
    self->offer_timer = g_timeout_add (STEADY_MSECS, offer_cb, self);
  if (ADW_IS_TOAST_OVERLAY (self->widget))
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->widget), g_object_ref (self->toast));
  else
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self->widget),
                                      g_object_ref (self->toast));
  return G_SOURCE_REMOVE;
}

static void
show_toast (GtkWidget *toasts, const char *text, gboolean can_undo)
{
  Toasts *self = get (toasts);
  /* A title is markup. */
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  gint64 stood_msecs = (g_get_monotonic_time () - self->shown_usec) / 1000;

  if (!is_first (toasts, self->session))
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->next);
  self->next = adw_toast_new (escaped);
  adw_toast_set_timeout (self->next, TOAST_SECS);
  if (can_undo)
    {
      g_object_set_data (G_OBJECT (self->next), CAN_UNDO, GINT_TO_POINTER (TRUE));
      g_signal_connect_object (self->next, "button-clicked", G_CALLBACK (undo_cb), self->session,
                               0);
    }
  if (self->toast == NULL || stood_msecs >= STEADY_MSECS)
    {
      next_cb (self);
      return;
    }
  /* Its offer of Undo would now take back something else. */
  g_clear_handle_id (&self->offer_timer, g_source_remove);
  adw_toast_set_button_label (self->toast, NULL);
  self->timer = g_timeout_add (STEADY_MSECS - stood_msecs, next_cb, self);
}

static void
done_cb (CrmAppSession *session, const char *text, gpointer data)
{
  show_toast (data, text, TRUE);
}

static void
undone_cb (CrmAppSession *session, const char *text, gpointer data)
{
  show_toast (data, text, FALSE);
}

static void
trouble_cb (CrmAppSession *session, const char *text, gpointer data)
{
  g_autofree char *marked = g_strdup_printf ("⚠ %s", text);

  show_toast (data, marked, FALSE);
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
  g_clear_handle_id (&get (toasts)->timer, g_source_remove);
  g_clear_handle_id (&get (toasts)->offer_timer, g_source_remove);
  forget (toasts, data);
}

/* For the content of a window: the child is what toasts are shown over. */
GtkWidget *
crm_app_toasts_new (void)
{
  GtkWidget *toasts = adw_toast_overlay_new ();

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
  self->session = g_object_ref (session);
  g_object_set_data_full (G_OBJECT (toasts), "crm-toasts", self, free_toasts);
  come_first (toasts, session);
  g_signal_connect_object (session, "done", G_CALLBACK (done_cb), toasts, 0);
  g_signal_connect_object (session, "undone", G_CALLBACK (undone_cb), toasts, 0);
  g_signal_connect_object (session, "trouble", G_CALLBACK (trouble_cb), toasts, 0);
  g_signal_connect_object (toasts, "destroy", G_CALLBACK (destroy_cb), session, 0);
  if (GTK_IS_WINDOW (toasts))
    g_signal_connect_object (toasts, "notify::is-active", G_CALLBACK (active_cb), toasts, 0);
}

/* crm-app-toasts.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-toasts"
#include "config.h"

#include "crm-app-toasts.h"

#include <glib/gi18n-lib.h>

/* Long enough to decide, also for who reads slowly. */
#define TOAST_SECS 8

/* A toast stands that long before another replaces it, and before its button comes, which makes it
 * go. libadwaita 1.2 uses what it has freed when a toast goes while it still comes, which takes up
 * to half a second. It is counted in the time of frames, as the coming is: while the machine is
 * busy both stand still. */
#define STEADY_USEC (600 * G_TIME_SPAN_MILLISECOND)

#define CURRENT "crm-toasts-current" /* of a session: GtkWidgets, not owned */
#define CAN_UNDO "crm-toast-can-undo"

typedef struct
{
  GtkWidget *widget;      /* an #AdwToastOverlay or #AdwPreferencesWindow */
  CrmAppSession *session; /* (owned) */
  AdwToast *toast;        /* (owned) (nullable): the one that is shown, and may offer Undo */
  AdwToast *next;         /* (owned) (nullable): comes when @toast has stood long enough */
  guint tick;             /* until it has; 0 when it has */
  gint64 first_usec;      /* of the first frame with @toast; 0 before it */
  guint timer;            /* until @next comes */
} Toasts;

static void
free_toasts (gpointer data)
{
  Toasts *self = data;

  g_clear_handle_id (&self->timer, g_source_remove);
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

static gboolean next_cb (gpointer data);

/* What waits comes in its place, outside of the frame; else it may offer Undo. */
static gboolean
steady_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Toasts *self = data;
  gint64 now_usec = gdk_frame_clock_get_frame_time (clock);

  if (self->first_usec == 0)
    self->first_usec = now_usec;
  if (now_usec - self->first_usec < STEADY_USEC)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  if (self->next != NULL)
    self->timer = g_idle_add (next_cb, self);
  else if (g_object_get_data (G_OBJECT (self->toast), CAN_UNDO) != NULL)
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
  self->toast = g_steal_pointer (&self->next);
  self->first_usec = 0;
  self->tick = gtk_widget_add_tick_callback (self->widget, steady_cb, self, NULL);
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
  if (self->tick == 0)
    {
      next_cb (self);
      return;
    }
  /* Its offer of Undo would now take back something else. */
  adw_toast_set_button_label (self->toast, NULL);
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
  /* Some sentences stand elsewhere, too, and are marked already. */
  g_autofree char *marked = g_strdup_printf (g_str_has_prefix (text, "⚠") ? "%s" : "⚠ %s", text);

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
  Toasts *self = get (toasts);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (toasts, self->tick);
  self->tick = 0;
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

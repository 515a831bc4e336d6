/* e-crm-view-pane.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-view-pane"
#include "config.h"

#include "e-crm-view-pane.h"

#include <shell/e-shell-content.h>
#include <shell/e-shell-window.h>

#include "mail/e-crm-open-message.h"

#define STATE_GROUP "CRM"
#define STATE_VISIBLE "SidebarVisible"
#define STATE_WIDTH "SidebarWidth"
#define DEFAULT_WIDTH 320
#define MIN_WIDTH 240
/* Later than whatever draws the window. */
#define START_PRIORITY (G_PRIORITY_LOW + 50)

struct _ECrmViewPane
{
  GtkPaned parent_instance;
  EShellView *view;   /* (unowned): lives longer, its content holds us */
  GtkWidget *sidebar; /* (unowned): our child */
  gboolean restored;  /* the width is as it was left */
};

G_DEFINE_FINAL_TYPE (ECrmViewPane, e_crm_view_pane, GTK_TYPE_PANED)

static void
save_state (ECrmViewPane *self)
{
  GKeyFile *state = e_shell_view_get_state_key_file (self->view);

  g_key_file_set_boolean (state, STATE_GROUP, STATE_VISIBLE,
                          gtk_widget_get_visible (self->sidebar));
  if (gtk_widget_get_visible (self->sidebar) && self->restored)
    /* From the handle, not the sidebar: that gets its new width only after the handle has moved. */
    g_key_file_set_integer (state, STATE_GROUP, STATE_WIDTH,
                            gtk_widget_get_allocated_width (GTK_WIDGET (self))
                                - gtk_paned_get_position (GTK_PANED (self)));
  e_shell_view_set_state_dirty (self->view);
}

static void
position_cb (ECrmViewPane *self, GParamSpec *pspec, gpointer data)
{
  if (self->restored && gtk_widget_get_mapped (GTK_WIDGET (self)))
    save_state (self);
}

/* The width can be given back only when it is known how wide the window is. */
static void
size_allocate_cb (GtkWidget *widget, GtkAllocation *allocation, gpointer data)
{
  ECrmViewPane *self = E_CRM_VIEW_PANE (widget);
  int width = g_key_file_get_integer (e_shell_view_get_state_key_file (self->view), STATE_GROUP,
                                      STATE_WIDTH, NULL);

  if (self->restored || allocation->width < 2 * MIN_WIDTH)
    return;
  if (width < MIN_WIDTH)
    width = DEFAULT_WIDTH;
  width = MIN (width, allocation->width / 2);
  gtk_paned_set_position (GTK_PANED (self), allocation->width - width);
  self->restored = TRUE;
}

void
e_crm_view_pane_toggle (gpointer data)
{
  ECrmViewPane *self = data;

  gtk_widget_set_visible (self->sidebar, !gtk_widget_get_visible (self->sidebar));
  save_state (self);
}

/* What was done must be seen. */
void
e_crm_view_pane_reveal (ECrmViewPane *self)
{
  gtk_widget_show (self->sidebar);
}

void
e_crm_view_pane_undo (gpointer data)
{
  ECrmViewPane *self = data;

  e_crm_sidebar_undo (E_CRM_SIDEBAR (self->sidebar));
}

ECrmSidebar *
e_crm_view_pane_get_sidebar (ECrmViewPane *self)
{
  return E_CRM_SIDEBAR (self->sidebar);
}

/* "event" and not "key-press-event": Evolution's own handler of that came first and takes Space. */
static gboolean
event_cb (GtkWidget *window, GdkEvent *event, gpointer data)
{
  ECrmViewPane *self = data;

  return event->type == GDK_KEY_PRESS && gtk_widget_get_mapped (self->sidebar)
         && e_crm_sidebar_handle_key (E_CRM_SIDEBAR (self->sidebar), &event->key);
}

static void
open_message_cb (
    ECrmSidebar *sidebar, const char *source, const char *folder, const char *uid, gpointer data)
{
  ECrmViewPane *self = data;

  e_crm_open_message (e_shell_window_get_shell (e_shell_view_get_shell_window (self->view)), source,
                      folder, uid);
}

static void
wrap_content (ECrmViewPane *self, GtkBin *content)
{
  GtkWidget *child = g_object_ref (gtk_bin_get_child (content));

  gtk_container_remove (GTK_CONTAINER (content), child);
  gtk_container_add (GTK_CONTAINER (content), GTK_WIDGET (self));
  gtk_paned_pack1 (GTK_PANED (self), child, TRUE, FALSE);
  g_object_unref (child);
  gtk_widget_set_size_request (self->sidebar, MIN_WIDTH, -1);
  gtk_paned_pack2 (GTK_PANED (self), self->sidebar, FALSE, FALSE);
  gtk_widget_show (GTK_WIDGET (self));
}

static void
restore_visible (ECrmViewPane *self, const char *toggle)
{
  GKeyFile *state = e_shell_view_get_state_key_file (self->view);
  gboolean visible = !g_key_file_has_key (state, STATE_GROUP, STATE_VISIBLE, NULL)
                     || g_key_file_get_boolean (state, STATE_GROUP, STATE_VISIBLE, NULL);

  gtk_widget_set_visible (self->sidebar, visible);
  e_crm_compat_set_toggled (self->view, toggle, visible);
}

static gboolean
start_cb (gpointer app)
{
  e_crm_app_start (app);
  return G_SOURCE_REMOVE;
}

static void
e_crm_view_pane_class_init (ECrmViewPaneClass *klass)
{
}

static void
e_crm_view_pane_init (ECrmViewPane *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_HORIZONTAL);
  g_signal_connect_after (self, "size-allocate", G_CALLBACK (size_allocate_cb), NULL);
  g_signal_connect (self, "notify::position", G_CALLBACK (position_cb), NULL);
}

ECrmViewPane *
e_crm_view_pane_wrap (EShellView *view, const ECrmAction *actions, guint n_actions)
{
  EShellWindow *window = e_shell_view_get_shell_window (view);
  ECrmApp *app = e_crm_app_get (e_shell_window_get_shell (window));
  ECrmViewPane *self = g_object_new (E_TYPE_CRM_VIEW_PANE, NULL);

  self->view = view;
  self->sidebar = e_crm_sidebar_new (app);
  wrap_content (self, GTK_BIN (e_shell_view_get_shell_content (view)));
  e_crm_compat_add_actions (view, actions, n_actions, self);
  restore_visible (self, actions[0].name);
  g_signal_connect_object (self->sidebar, "open-message", G_CALLBACK (open_message_cb), self, 0);
  g_signal_connect_object (window, "event", G_CALLBACK (event_cb), self, 0);
  g_idle_add_full (START_PRIORITY, start_cb, app, NULL);
  return self;
}

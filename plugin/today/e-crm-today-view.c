/* e-crm-today-view.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The CRM in Evolution's own switcher, beside mail, contacts and calendar. */
#define G_LOG_DOMAIN "e-crm-today-view"
#include "config.h"

#include "e-crm-today-view.h"

#include <glib/gi18n-lib.h>
#include <shell/e-shell-backend.h>
#include <shell/e-shell-content.h>
#include <shell/e-shell-sidebar.h>
#include <shell/e-shell-view.h>
#include <shell/e-shell-window.h>

#include "compat/e-crm-compat.h"
#include "e-crm-today-pane.h"
#include "shell/e-crm-remote.h"

#define VIEW_NAME "crm"
#define ICON_NAME "org.gnome.Evolution.Crm"
#define ICON_PATH "/org/gnome/Evolution/Crm/module/icons"
/* Memos are 600. */
#define SORT_ORDER 700

typedef struct
{
  EShellView parent_instance;
  ECrmTodayPane *pane; /* (owned) (nullable): NULL before the content is made */
} ECrmTodayView;

typedef EShellViewClass ECrmTodayViewClass;

typedef struct
{
  EShellBackend parent_instance;
} ECrmTodayBackend;

typedef EShellBackendClass ECrmTodayBackendClass;

GType e_crm_today_view_get_type (void);
GType e_crm_today_backend_get_type (void);
G_DEFINE_DYNAMIC_TYPE (ECrmTodayView, e_crm_today_view, E_TYPE_SHELL_VIEW)
G_DEFINE_DYNAMIC_TYPE (ECrmTodayBackend, e_crm_today_backend, E_TYPE_SHELL_BACKEND)

static ECrmTodayPane *
get_pane (EShellView *view)
{
  ECrmTodayView *self = (ECrmTodayView *)view;
  EShell *shell = e_shell_window_get_shell (e_shell_view_get_shell_window (view));

  if (self->pane == NULL)
    self->pane
        = g_object_ref_sink (E_CRM_TODAY_PANE (e_crm_today_pane_new (e_crm_app_get (shell))));
  return self->pane;
}

static void
open_workspace (gpointer data)
{
  e_crm_remote_show_in_workspace ("crm:today");
}

static void
undo (gpointer data)
{
  e_crm_today_pane_undo (get_pane (data));
}

static const ECrmAction actions[] = {
  /* Other names than in the other views: in 3.46 all share one manager. */
  { "crm-today-workspace", N_ ("Open _Workspace"),
    N_ ("Boards, deals and reports, in a window of their own"), NULL, FALSE, open_workspace,
    ICON_NAME "-symbolic" },
  { "crm-today-undo", N_ ("_Undo CRM Change"), N_ ("Take back the last change made in the CRM"),
    "<Primary><Alt>u", FALSE, undo, "edit-undo-symbolic" },
};

static void
add_actions (EShellView *view)
{
  e_crm_compat_add_actions (view, actions, G_N_ELEMENTS (actions), view);
}

static GtkWidget *
new_content (EShellView *view)
{
  GtkWidget *content = e_shell_content_new (view);

  gtk_container_add (GTK_CONTAINER (content), GTK_WIDGET (get_pane (view)));
  return content;
}

static GtkWidget *
new_sidebar (EShellView *view)
{
  GtkWidget *sidebar = e_shell_sidebar_new (view);
  GtkWidget *scrolled = gtk_scrolled_window_new (NULL, NULL);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_container_add (GTK_CONTAINER (scrolled), e_crm_today_pane_get_index (get_pane (view)));
  gtk_widget_show (scrolled);
  gtk_container_add (GTK_CONTAINER (sidebar), scrolled);
  return sidebar;
}

static gboolean
start_cb (gpointer app)
{
  e_crm_app_start (app);
  return G_SOURCE_REMOVE;
}

static void
e_crm_today_view_constructed (GObject *object)
{
  EShellView *view = E_SHELL_VIEW (object);
  EShell *shell = e_shell_window_get_shell (e_shell_view_get_shell_window (view));

  G_OBJECT_CLASS (e_crm_today_view_parent_class)->constructed (object);
  e_crm_compat_view_constructed (view);
  /* Later than whatever draws the window; no other view may have started it. */
  g_idle_add_full (G_PRIORITY_LOW + 50, start_cb, e_crm_app_get (shell), NULL);
}

static void
e_crm_today_view_dispose (GObject *object)
{
  g_clear_object (&((ECrmTodayView *)object)->pane);
  G_OBJECT_CLASS (e_crm_today_view_parent_class)->dispose (object);
}

static void
e_crm_today_view_class_init (ECrmTodayViewClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = e_crm_today_view_constructed;
  G_OBJECT_CLASS (klass)->dispose = e_crm_today_view_dispose;
  klass->label = _ ("CRM");
  klass->icon_name = ICON_NAME;
  klass->new_shell_content = new_content;
  klass->new_shell_sidebar = new_sidebar;
  e_crm_compat_init_view_class (klass, add_actions);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_default (), ICON_PATH);
}

static void
e_crm_today_view_class_finalize (ECrmTodayViewClass *klass)
{
}

static void
e_crm_today_view_init (ECrmTodayView *self)
{
}

static void
e_crm_today_backend_constructed (GObject *object)
{
  G_OBJECT_CLASS (e_crm_today_backend_parent_class)->constructed (object);
  /* What the New button makes; there is nothing of our own that needs no letter or person. */
  e_shell_backend_set_prefer_new_item (E_SHELL_BACKEND (object), "mail-message-new");
}

static void
e_crm_today_backend_class_init (ECrmTodayBackendClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = e_crm_today_backend_constructed;
  klass->shell_view_type = e_crm_today_view_get_type ();
  klass->name = VIEW_NAME;
  klass->aliases = "";
  klass->schemes = "";
  klass->sort_order = SORT_ORDER;
}

static void
e_crm_today_backend_class_finalize (ECrmTodayBackendClass *klass)
{
}

static void
e_crm_today_backend_init (ECrmTodayBackend *self)
{
}

void
e_crm_today_view_type_register (GTypeModule *module)
{
  e_crm_today_view_register_type (module);
  e_crm_today_backend_register_type (module);
}

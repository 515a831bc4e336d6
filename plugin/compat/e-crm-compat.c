/* e-crm-compat.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-compat"
#include "config.h"

#include "e-crm-compat.h"

#include <glib/gi18n-lib.h>
#include <libedataserver/libedataserver.h>
#include <shell/e-shell-window.h>

#define GROUP "crm"

const char *
e_crm_compat_get_view_name (EShellView *view)
{
  return e_shell_view_get_name (view);
}

static gboolean
has_icons (const ECrmAction *actions, guint n_actions)
{
  for (guint i = 0; i < n_actions; i++)
    if (actions[i].icon != NULL)
      return TRUE;
  return FALSE;
}

#if EDS_CHECK_VERSION(3, 55, 1)

static void
call (EUIAction *action, gpointer data)
{
  const ECrmAction *entry = g_object_get_data (G_OBJECT (action), "e-crm-action");

  entry->activate (data);
}

static void
activate_cb (EUIAction *action, GVariant *parameter, gpointer data)
{
  call (action, data);
}

static void
change_state_cb (EUIAction *action, GVariant *state, gpointer data)
{
  e_ui_action_set_state (action, state);
  call (action, data);
}

static void
append_toolbar (GString *eui, const char *id, const ECrmAction *actions, guint n_actions)
{
  if (!has_icons (actions, n_actions))
    return;
  g_string_append_printf (eui, "<toolbar id='%s' primary='true'>", id);
  for (guint i = 0; i < n_actions; i++)
    if (actions[i].icon != NULL)
      g_string_append_printf (eui, "<item action='%s'/>", actions[i].name);
  g_string_append (eui, "</toolbar>");
}

static char *
build_menu (const ECrmAction *actions, guint n_actions)
{
  GString *eui = g_string_new ("<eui><menu id='main-menu'><submenu action='view-menu'>"
                               "<placeholder id='view-custom-menus'><separator/>");

  for (guint i = 0; i < n_actions; i++)
    g_string_append_printf (eui, "<item action='%s'/>", actions[i].name);
  g_string_append (eui, "<separator/></placeholder></submenu></menu>");
  append_toolbar (eui, "main-toolbar-with-headerbar", actions, n_actions);
  append_toolbar (eui, "main-toolbar-without-headerbar", actions, n_actions);
  g_string_append (eui, "</eui>");
  return g_string_free (eui, FALSE);
}

void
e_crm_compat_add_actions (EShellView *view,
                          const ECrmAction *actions,
                          guint n_actions,
                          gpointer data)
{
  EUIManager *manager = e_shell_view_get_ui_manager (view);
  g_autofree EUIActionEntry *entries = g_new0 (EUIActionEntry, n_actions);
  g_autofree char *eui = build_menu (actions, n_actions);

  for (guint i = 0; i < n_actions; i++)
    {
      entries[i].name = actions[i].name;
      entries[i].icon_name = actions[i].icon;
      entries[i].label = actions[i].label;
      entries[i].accel = actions[i].accel;
      entries[i].tooltip = actions[i].tooltip;
      entries[i].state = actions[i].is_toggle ? "true" : NULL;
      entries[i].activate = actions[i].is_toggle ? NULL : activate_cb;
      entries[i].change_state = actions[i].is_toggle ? change_state_cb : NULL;
    }
  e_ui_manager_add_actions_with_eui_data (manager, GROUP, GETTEXT_PACKAGE, entries, (int)n_actions,
                                          data, eui);
  for (guint i = 0; i < n_actions; i++)
    g_object_set_data (G_OBJECT (e_ui_manager_get_action (manager, actions[i].name)),
                       "e-crm-action", (gpointer)&actions[i]);
}

void
e_crm_compat_set_toggled (EShellView *view, const char *name, gboolean active)
{
  EUIAction *action = e_ui_manager_get_action (e_shell_view_get_ui_manager (view), name);

  if (action != NULL)
    e_ui_action_set_state (action, g_variant_new_boolean (active));
}

gboolean
e_crm_compat_handle_uri (EShell *shell, const char *uri)
{
  const char *uris[] = { uri, NULL };

  return e_shell_handle_uris (shell, uris, FALSE, FALSE) > 0;
}

#else

/* One manager a window: the actions come and go with the view, or accelerators would clash. */
typedef struct
{
  EShellView *view;      /* (unowned): owns this */
  GtkActionGroup *group; /* (owned) */
  char *ui;              /* (owned) */
  guint merge_id;        /* 0 while another view is shown */
} Merge;

typedef struct
{
  const ECrmAction *action;
  gpointer data;
  gboolean setting; /* the state is set by us: no wish of the person's */
} Callback;

static void
free_merge (gpointer data)
{
  Merge *merge = data;

  g_object_unref (merge->group);
  g_free (merge->ui);
  g_free (merge);
}

static void
activate_cb (GtkAction *action, gpointer data)
{
  Callback *callback = data;

  if (!callback->setting)
    callback->action->activate (callback->data);
}

static void
free_callback (gpointer data, GClosure *closure)
{
  g_free (data);
}

static char *
build_menu (const ECrmAction *actions, guint n_actions)
{
  GString *ui = g_string_new ("<ui><menubar name='main-menu'><menu action='view-menu'>"
                              "<placeholder name='view-custom-menus'><separator/>");

  for (guint i = 0; i < n_actions; i++)
    g_string_append_printf (ui, "<menuitem action='%s'/>", actions[i].name);
  g_string_append (ui, "<separator/></placeholder></menu></menubar>");
  if (has_icons (actions, n_actions))
    {
      g_string_append (ui, "<toolbar name='main-toolbar'>");
      for (guint i = 0; i < n_actions; i++)
        if (actions[i].icon != NULL)
          g_string_append_printf (ui, "<toolitem action='%s'/>", actions[i].name);
      g_string_append (ui, "</toolbar>");
    }
  g_string_append (ui, "</ui>");
  return g_string_free (ui, FALSE);
}

static void
merge_if_active (Merge *merge)
{
  GtkUIManager *manager
      = e_shell_window_get_ui_manager (e_shell_view_get_shell_window (merge->view));
  gboolean active = e_shell_view_is_active (merge->view);
  g_autoptr (GError) error = NULL;

  gtk_action_group_set_visible (merge->group, active);
  gtk_action_group_set_sensitive (merge->group, active);
  if (active && merge->merge_id == 0)
    {
      merge->merge_id = gtk_ui_manager_add_ui_from_string (manager, merge->ui, -1, &error);
      if (error != NULL)
        g_warning ("the CRM menu cannot be shown: %s", error->message);
    }
  else if (!active && merge->merge_id != 0)
    {
      gtk_ui_manager_remove_ui (manager, merge->merge_id);
      merge->merge_id = 0;
    }
}

static void
toggled_cb (EShellView *view, gpointer data)
{
  merge_if_active (data);
}

static void
add_action (GtkActionGroup *group, const ECrmAction *entry, gpointer data)
{
  const char *label = g_dgettext (GETTEXT_PACKAGE, entry->label);
  const char *tooltip = g_dgettext (GETTEXT_PACKAGE, entry->tooltip);
  GtkAction *action = entry->is_toggle
                          ? GTK_ACTION (gtk_toggle_action_new (entry->name, label, tooltip, NULL))
                          : gtk_action_new (entry->name, label, tooltip, NULL);
  Callback *callback = g_new0 (Callback, 1);

  *callback = (Callback){ entry, data, FALSE };
  if (entry->is_toggle)
    gtk_toggle_action_set_active (GTK_TOGGLE_ACTION (action), TRUE);
  if (entry->icon != NULL)
    gtk_action_set_icon_name (action, entry->icon);
  gtk_action_set_is_important (action, entry->icon != NULL);
  g_object_set_data (G_OBJECT (action), "e-crm-callback", callback);
  g_signal_connect_data (action, entry->is_toggle ? "toggled" : "activate",
                         G_CALLBACK (activate_cb), callback, free_callback, 0);
  gtk_action_group_add_action_with_accel (group, action, entry->accel != NULL ? entry->accel : "");
  g_object_unref (action);
}

void
e_crm_compat_add_actions (EShellView *view,
                          const ECrmAction *actions,
                          guint n_actions,
                          gpointer data)
{
  Merge *merge = g_new0 (Merge, 1);

  merge->view = view;
  merge->group = gtk_action_group_new (GROUP);
  merge->ui = build_menu (actions, n_actions);
  for (guint i = 0; i < n_actions; i++)
    add_action (merge->group, &actions[i], data);
  gtk_ui_manager_insert_action_group (
      e_shell_window_get_ui_manager (e_shell_view_get_shell_window (view)), merge->group, 0);
  g_object_set_data_full (G_OBJECT (view), "e-crm-merge", merge, free_merge);
  g_signal_connect (view, "toggled", G_CALLBACK (toggled_cb), merge);
  merge_if_active (merge);
}

void
e_crm_compat_set_toggled (EShellView *view, const char *name, gboolean active)
{
  Merge *merge = g_object_get_data (G_OBJECT (view), "e-crm-merge");
  GtkAction *action = merge != NULL ? gtk_action_group_get_action (merge->group, name) : NULL;
  Callback *callback
      = action != NULL ? g_object_get_data (G_OBJECT (action), "e-crm-callback") : NULL;

  if (callback == NULL)
    return;
  callback->setting = TRUE;
  gtk_toggle_action_set_active (GTK_TOGGLE_ACTION (action), active);
  callback->setting = FALSE;
}

gboolean
e_crm_compat_handle_uri (EShell *shell, const char *uri)
{
  const char *uris[] = { uri, NULL };

  return e_shell_handle_uris (shell, uris, FALSE) > 0;
}

#endif

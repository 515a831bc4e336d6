/* e-crm-compat-view.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What a view of our own in Evolution's switcher needs in each release. It has no search bar, so
 * that everything of Evolution's that would look for one is put aside while it is shown. */
#define G_LOG_DOMAIN "e-crm-compat"
#include "config.h"

#include <libedataserver/libedataserver.h>
#include <shell/e-shell-window.h>

#include "e-crm-compat.h"

/* Of the searches; with them goes Ctrl+F. */
static const char *const search_actions[]
    = { "search-advanced", "search-edit", "search-options", "search-quick" };

static void (*view_actions) (EShellView *view); /* there is one such class */
static char *ui_directory;                      /* (owned) (nullable) */

/* Where the view's file is, of a build that is not installed; NULL for Evolution's own folder. */
void
e_crm_compat_set_ui_directory (const char *directory /* (nullable) */)
{
  g_free (ui_directory);
  ui_directory = g_strdup (directory);
}

static void
execute_search (EShellView *view)
{
  /* Evolution calls it when a view is first shown, whether it has a search bar or not. */
}

static void
init_common (EShellViewClass *klass, void (*add_actions) (EShellView *view))
{
  view_actions = add_actions;
  klass->ui_manager_id = "org.gnome.evolution.crm";
  klass->search_rules = "memotypes.xml"; /* never shown, but there must be some */
  klass->construct_searchbar = NULL;
  klass->execute_search = execute_search;
}

#if EDS_CHECK_VERSION(3, 55, 1)

#define UI_FILE "evolution-crm.eui"

static void
init_ui_data (EShellView *view)
{
  EUIAction *menu = e_shell_view_get_action (view, "search-menu");

  for (gsize i = 0; i < G_N_ELEMENTS (search_actions); i++)
    {
      EUIAction *action = e_shell_view_get_action (view, search_actions[i]);

      if (action != NULL)
        {
          e_ui_action_set_sensitive (action, FALSE);
          e_ui_action_set_visible (action, FALSE);
        }
    }
  if (menu != NULL)
    e_ui_action_set_visible (menu, FALSE);
  view_actions (view);
}

void
e_crm_compat_init_view_class (EShellViewClass *klass, void (*add_actions) (EShellView *view))
{
  init_common (klass, add_actions);
  /* All that is in it comes with the actions, but Evolution insists on a file. */
  klass->ui_definition
      = ui_directory != NULL ? g_build_filename (ui_directory, UI_FILE, NULL) : UI_FILE;
  klass->init_ui_data = init_ui_data;
}

void
e_crm_compat_view_constructed (EShellView *view)
{
}

#else

/* All views of a window share one manager, and so these actions. */
static void
toggled (EShellView *view)
{
  EShellWindow *window = e_shell_view_get_shell_window (view);
  gboolean others = !e_shell_view_is_active (view);
  GtkAction *menu = e_shell_window_get_action (window, "search-menu");

  for (gsize i = 0; i < G_N_ELEMENTS (search_actions); i++)
    {
      GtkAction *action = e_shell_window_get_action (window, search_actions[i]);

      if (action != NULL)
        gtk_action_set_sensitive (action, others);
    }
  if (menu != NULL)
    gtk_action_set_visible (menu, others);
  gtk_ui_manager_ensure_update (e_shell_window_get_ui_manager (window));
}

void
e_crm_compat_init_view_class (EShellViewClass *klass, void (*add_actions) (EShellView *view))
{
  init_common (klass, add_actions);
  klass->ui_definition = ""; /* would be read by the function that is replaced here */
  klass->toggled = toggled;
}

void
e_crm_compat_view_constructed (EShellView *view)
{
  view_actions (view);
}

#endif

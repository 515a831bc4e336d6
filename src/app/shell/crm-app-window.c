/* crm-app-window.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The window: at the left where one can go, at the right where one is. In a narrow window one of
 * the two. */
#define G_LOG_DOMAIN "crm-app-window"
#include "config.h"

#include "crm-app-window.h"

#include <glib/gi18n-lib.h>

#include "crm-app-trouble-page.h"
#include "crm-import.h"
#include "base/crm-app-navigation.h"
#include "base/crm-app-page.h"
#include "base/crm-app-toasts.h"
#include "base/crm-app-widgets.h"
#include "find/crm-app-commands.h"
#include "find/crm-app-find-dialog.h"
#include "import/crm-app-import.h"
#include "list/crm-app-list-page.h"
#include "list/crm-app-party-lists.h"
#include "pipeline/crm-app-pipeline-page.h"
#include "record/crm-app-duplicates.h"
#include "record/crm-app-new-record.h"
#include "reports/crm-app-reports-page.h"
#include "settings/crm-app-settings-window.h"
#include "today/crm-app-today-page.h"

/* Where one can go. A new place is a line here; its page is made when somebody first goes there. */
typedef struct
{
  const char *name; /* for actions and D-Bus; never renamed */
  const char *label;
  const char *icon;
  CrmAppPage *(*make) (void);
  const char *entity; /* (nullable): what Ctrl+N makes there; NULL for a deal */
} Place;

static const Place places[] = {
  /* Alt+1, Alt+2, ... in this order: see help-overlay.ui */
  /* TRANSLATORS: a page of the workspace: what is to be done today */
  { "today", N_ ("Today"), "x-office-calendar-symbolic", crm_app_today_page_new, NULL },
  { "pipeline", N_ ("Pipeline"), "org.gnome.Evolution.Crm-symbolic", crm_app_pipeline_page_new,
    NULL },
  { "deals", N_ ("Deals"), "view-list-symbolic", crm_app_deals_page_new, NULL },
  { "people", N_ ("People"), "avatar-default-symbolic", crm_app_party_people_new, "person" },
  { "accounts", N_ ("Accounts"), "user-home-symbolic", crm_app_party_accounts_new, "account" },
  { "leads", N_ ("Leads"), "system-users-symbolic", crm_app_party_leads_new, "lead" },
  { "reports", N_ ("Reports"), "x-office-spreadsheet-symbolic", crm_app_reports_page_new, NULL },
};

struct _CrmAppWindow
{
  AdwApplicationWindow parent_instance;
  CrmAppSession *session; /* (owned) (nullable) */
  GtkWidget *toasts;      /* see crm-app-toasts.h */
  GtkWidget *states;      /* GtkStack: "trouble" or "places" */
  GtkWidget *leaflet;
  GtkWidget *list;  /* GtkListBox: the places */
  GtkWidget *stack; /* GtkStack: their pages */
  GtkWidget *title; /* AdwWindowTitle */
  const Place *place;
  char *waiting;    /* (owned) (nullable): an address to go to when the store is open */
  guint presenting; /* source: until then it is not brought to the front */
};

#define PATIENCE_MSEC 150

G_DEFINE_FINAL_TYPE (CrmAppWindow, crm_app_window, ADW_TYPE_APPLICATION_WINDOW)

static void
crm_app_window_dispose (GObject *object)
{
  CrmAppWindow *self = CRM_APP_WINDOW (object);

  g_clear_handle_id (&self->presenting, g_source_remove);
  g_clear_pointer (&self->waiting, g_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (crm_app_window_parent_class)->dispose (object);
}

static CrmAppPage * /* (nullable) */
get_page (CrmAppWindow *self, const Place *place)
{
  GtkWidget *page = gtk_stack_get_child_by_name (GTK_STACK (self->stack), place->name);

  return page != NULL ? CRM_APP_PAGE (page) : NULL;
}

static gboolean
has_pages (CrmAppWindow *self)
{
  return crm_app_session_get_state (self->session) == CRM_APP_SESSION_READY;
}

static void
enter (CrmAppWindow *self, const Place *place)
{
  CrmAppPage *page = get_page (self, place);

  if (self->place != NULL && self->place != place)
    crm_app_page_set_active (get_page (self, self->place), FALSE);
  self->place = place;
  if (page == NULL)
    {
      page = place->make ();
      crm_app_page_set_session (page, self->session);
      gtk_stack_add_named (GTK_STACK (self->stack), GTK_WIDGET (page), place->name);
    }
  gtk_stack_set_visible_child (GTK_STACK (self->stack), GTK_WIDGET (page));
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), _ (place->label));
  crm_app_page_set_active (page, has_pages (self));
}

static void
row_selected_cb (GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
  if (row != NULL)
    enter (data, &places[gtk_list_box_row_get_index (row)]);
}

/* In a narrow window choosing again must leave the list, too. */
static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
  CrmAppWindow *self = data;

  adw_leaflet_navigate (ADW_LEAFLET (self->leaflet), ADW_NAVIGATION_DIRECTION_FORWARD);
}

static void
back_clicked_cb (GtkButton *button, gpointer data)
{
  CrmAppWindow *self = data;

  adw_leaflet_navigate (ADW_LEAFLET (self->leaflet), ADW_NAVIGATION_DIRECTION_BACK);
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list))));
}

static GtkWidget *make_trouble (CrmAppWindow *self);

/* Hardly anybody ever sees that a store is being opened: what says so is made when it is needed. */
static void
show_trouble (CrmAppWindow *self)
{
  if (gtk_stack_get_child_by_name (GTK_STACK (self->states), "trouble") == NULL)
    gtk_stack_add_named (GTK_STACK (self->states), make_trouble (self), "trouble");
  gtk_stack_set_visible_child_name (GTK_STACK (self->states), "trouble");
}

static void
present_now (CrmAppWindow *self)
{
  g_clear_handle_id (&self->presenting, g_source_remove);
  if (has_pages (self))
    gtk_stack_set_visible_child_name (GTK_STACK (self->states), "places");
  else
    show_trouble (self);
  gtk_window_present (GTK_WINDOW (self));
}

static gboolean
waited_cb (gpointer data)
{
  CrmAppWindow *self = data;

  self->presenting = 0;
  present_now (self);
  return G_SOURCE_REMOVE;
}

/* Brings the window to the front. The first time it waits a moment for the store, which mostly
 * opens in a tenth of that, so that what comes up is what the person came for. */
void
crm_app_window_present (CrmAppWindow *self)
{
  if (self->place == NULL)
    crm_app_window_show_place (self, places[0].name);
  if (gtk_widget_get_mapped (GTK_WIDGET (self))
      || crm_app_session_get_state (self->session) != CRM_APP_SESSION_STARTING)
    present_now (self);
  else if (self->presenting == 0)
    self->presenting = g_timeout_add (PATIENCE_MSEC, waited_cb, self);
}

static void
state_changed_cb (CrmAppSession *session, gpointer data)
{
  CrmAppWindow *self = data;
  gboolean ready = has_pages (self);

  if (self->place != NULL)
    crm_app_page_set_active (get_page (self, self->place), ready);
  if (self->presenting != 0)
    present_now (self);
  else if (ready)
    gtk_stack_set_visible_child_name (GTK_STACK (self->states), "places");
  else
    show_trouble (self);
  if (ready && self->waiting != NULL)
    {
      g_autofree char *address = g_steal_pointer (&self->waiting);

      if (!crm_app_window_show_address (self, address))
        crm_app_window_tell_unknown (self, address);
    }
}

static void
undo_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  crm_app_window_undo (CRM_APP_WINDOW (widget));
}

static void
find_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrmAppWindow *self = CRM_APP_WINDOW (widget);

  if (has_pages (self))
    crm_app_navigation_find (GTK_WINDOW (self), self->session);
}

/* A record by its address, as `deal/` and its id. */
static void
open_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrmAppWindow *self = CRM_APP_WINDOW (widget);
  const char *address = g_variant_get_string (parameter, NULL);

  if (!crm_app_window_show_address (self, address))
    crm_app_window_tell_unknown (self, address);
}

/* What is being made, and where. */
typedef struct
{
  CrmAppWindow *window; /* (owned) */
  char *entity;         /* (owned) */
} Making;

static void
free_making (gpointer data)
{
  Making *making = data;

  g_object_unref (making->window);
  g_free (making->entity);
  g_free (making);
}

static void
made_cb (const char *id, gpointer data)
{
  Making *making = data;

  if (making->window->session != NULL && has_pages (making->window))
    crm_app_navigation_present (GTK_WIDGET (making->window), making->window->session,
                                making->entity, id);
}

/* A new record of an entity, which then shows in its window. */
static void
new_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrmAppWindow *self = CRM_APP_WINDOW (widget);
  const char *entity = g_variant_get_string (parameter, NULL);
  Making *making;

  if (!has_pages (self) || !crm_app_navigation_has_window (entity))
    return;
  making = g_new (Making, 1);
  *making = (Making){ g_object_ref (self), g_strdup (entity) };
  crm_app_new_record_dialog (widget, self->session, entity, NULL, made_cb, making, free_making);
}

static void
settings_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrmAppWindow *self = CRM_APP_WINDOW (widget);

  if (has_pages (self))
    crm_app_settings_window_present (GTK_WINDOW (self), self->session);
}

static void
duplicates_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrmAppWindow *self = CRM_APP_WINDOW (widget);

  if (has_pages (self))
    crm_app_duplicates_present (GTK_WINDOW (self), self->session);
}

/* A table of another program, of records of an entity. */
static void
import_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrmAppWindow *self = CRM_APP_WINDOW (widget);
  const char *entity = g_variant_get_string (parameter, NULL);

  if (has_pages (self) && crm_import_suits (entity))
    crm_app_import_ask (GTK_WINDOW (self), self->session, entity);
}

static void
new_deal_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrmAppWindow *self = CRM_APP_WINDOW (widget);

  if (has_pages (self) && crm_app_window_show_place (self, "pipeline"))
    crm_app_pipeline_page_new_deal (CRM_APP_PIPELINE_PAGE (get_page (self, self->place)));
}

/* What the page has a list of; anywhere else a deal. */
static void
new_here_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrmAppWindow *self = CRM_APP_WINDOW (widget);
  const char *entity = self->place != NULL ? self->place->entity : NULL;

  if (entity != NULL)
    gtk_widget_activate_action (widget, "win.new", "s", entity);
  else
    gtk_widget_activate_action (widget, "win.new-deal", NULL);
}

static void
place_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  crm_app_window_show_place (CRM_APP_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
crm_app_window_class_init (CrmAppWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_app_window_dispose;
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo_action_cb);
  gtk_widget_class_install_action (widget_class, "win.find", NULL, find_action_cb);
  gtk_widget_class_install_action (widget_class, "win.settings", NULL, settings_action_cb);
  gtk_widget_class_install_action (widget_class, "win.duplicates", NULL, duplicates_action_cb);
  gtk_widget_class_install_action (widget_class, "win.import", "s", import_action_cb);
  gtk_widget_class_install_action (widget_class, "win.new-deal", NULL, new_deal_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_comma, GDK_CONTROL_MASK,
                                       "win.settings", NULL);
  gtk_widget_class_install_action (widget_class, "win.new-here", NULL, new_here_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "win.new-here",
                                       NULL);
  gtk_widget_class_install_action (widget_class, "win.place", "s", place_action_cb);
  gtk_widget_class_install_action (widget_class, "win.open", "s", open_action_cb);
  gtk_widget_class_install_action (widget_class, "win.new", "s", new_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_k, GDK_CONTROL_MASK, "win.find", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1 + i, GDK_ALT_MASK, "win.place",
                                         "s", places[i].name);
}

static GtkWidget *
make_row (const Place *place)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *id = g_strdup_printf ("crm-place-%s", place->name);

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (place->icon));
  gtk_box_append (GTK_BOX (box), crm_app_label_new (_ (place->label), NULL));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  crm_app_set_id (row, id);
  crm_app_set_name (row, _ (place->label));
  return row;
}

static void
add_import (GMenu *menu, const char *entity)
{
  g_autofree char *label = g_strconcat (crm_app_import_get_title (entity), "…", NULL);
  g_autofree char *action = g_strconcat ("win.import::", entity, NULL);

  g_menu_append (menu, label, action);
}

static GMenuModel *
make_menu (void)
{
  GMenu *menu = g_menu_new ();

  g_menu_append (menu, _ ("_Find…"), "win.find");
  g_menu_append (menu, _ ("_New Deal…"), "win.new-deal");
  g_menu_append (menu, _ ("New _Lead…"), "win.new::lead");
  g_menu_append (menu, _ ("New _Person…"), "win.new::person");
  g_menu_append (menu, _ ("New _Account…"), "win.new::account");
  add_import (menu, "lead");
  add_import (menu, "person");
  add_import (menu, "account");
  g_menu_append (menu, _ ("Likely _Duplicates…"), "win.duplicates");
  g_menu_append (menu, _ ("_Undo"), "win.undo");
  g_menu_append (menu, _ ("_Settings"), "win.settings");
  g_menu_append (menu, _ ("_Keyboard Shortcuts"), "win.show-help-overlay");
  g_menu_append (menu, _ ("_About CRM"), "app.about");
  return G_MENU_MODEL (menu);
}

/* (transfer full) (element-type CrmAppCommand): what the menu has, and the places */
static GPtrArray *
list_commands (void)
{
  GPtrArray *commands = crm_app_commands_new ();
  g_autoptr (GMenuModel) menu = make_menu ();

  crm_app_commands_add_menu (commands, menu);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    crm_app_commands_add (commands, _ (places[i].label), places[i].icon, "win.place",
                          g_variant_new_string (places[i].name));
  return commands;
}

/**
 * crm_app_window_find:
 * @parent: any window of the workspace
 * @session: a session
 *
 * #CrmAppFindFunc: shows Find above @parent, with what this window can do.
 */
void
crm_app_window_find (GtkWindow *parent, CrmAppSession *session)
{
  crm_app_find_dialog_present (parent, session, list_commands ());
}

static GtkWidget *
make_menu_button (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenuModel) menu = make_menu ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "open-menu-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_menu_button_set_primary (GTK_MENU_BUTTON (button), TRUE);
  gtk_widget_set_tooltip_text (button, _ ("Main menu"));
  crm_app_set_name (button, _ ("Main menu"));
  crm_app_set_id (button, "crm-menu");
  return button;
}

static GtkWidget *
make_sidebar (CrmAppWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->list = gtk_list_box_new ();
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  crm_app_set_id (self->list, "crm-places");
  /* TRANSLATORS: for screen readers: the list of pages one can go to */
  crm_app_set_name (self->list, _ ("Places"));
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (&places[i]));
  g_signal_connect (self->list, "row-selected", G_CALLBACK (row_selected_cb), self);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);

  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), adw_window_title_new (_ ("CRM"), NULL));
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), make_menu_button ());
  g_object_bind_property (self->leaflet, "folded", bar, "show-end-title-buttons",
                          G_BINDING_SYNC_CREATE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_size_request (box, 220, -1);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), scrolled);
  return box;
}

static GtkWidget *
make_content (CrmAppWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *back = crm_app_icon_button_new ("go-previous-symbolic", _ ("Back"), "crm-back");
  GtkWidget *find = crm_app_icon_button_new ("edit-find-symbolic", _ ("Find"), "crm-find-open");

  g_signal_connect (back, "clicked", G_CALLBACK (back_clicked_cb), self);
  g_object_bind_property (self->leaflet, "folded", back, "visible", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->leaflet, "folded", bar, "show-start-title-buttons",
                          G_BINDING_SYNC_CREATE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (find), "win.find");
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), find);
  self->title = adw_window_title_new (NULL, NULL);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), self->title);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), back);
  self->stack = gtk_stack_new ();
  gtk_stack_set_hhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), self->stack);
  return box;
}

static GtkWidget *
make_places (CrmAppWindow *self)
{
  GtkWidget *sidebar;
  GtkWidget *content;
  AdwLeafletPage *page;

  self->leaflet = adw_leaflet_new ();
  sidebar = make_sidebar (self);
  content = make_content (self);
  adw_leaflet_append (ADW_LEAFLET (self->leaflet), sidebar);
  page = adw_leaflet_append (ADW_LEAFLET (self->leaflet),
                             gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  adw_leaflet_page_set_navigatable (page, FALSE);
  adw_leaflet_append (ADW_LEAFLET (self->leaflet), content);
  adw_leaflet_set_can_navigate_back (ADW_LEAFLET (self->leaflet), TRUE);
  adw_leaflet_set_visible_child (ADW_LEAFLET (self->leaflet), content);
  return self->leaflet;
}

static GtkWidget *
make_trouble (CrmAppWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *page = crm_app_trouble_page_new (self->session);

  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), adw_window_title_new (_ ("CRM"), NULL));
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), make_menu_button ());
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), page);
  return box;
}

static void
crm_app_window_init (CrmAppWindow *self)
{
  self->states = gtk_stack_new ();
  self->toasts = crm_app_toasts_new (self->states);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), self->toasts);
  gtk_window_set_title (GTK_WINDOW (self), _ ("CRM"));
  gtk_window_set_default_size (GTK_WINDOW (self), 1180, 760);
  gtk_widget_set_size_request (GTK_WIDGET (self), 360, 294);
}

/* Who comes back in the morning sees the new day at once. */
static void
active_cb (CrmAppWindow *self)
{
  if (gtk_window_is_active (GTK_WINDOW (self)))
    crm_app_session_check_day (self->session);
}

static void
connect_session (CrmAppWindow *self)
{
  g_signal_connect (self, "notify::is-active", G_CALLBACK (active_cb), NULL);
  g_signal_connect_object (self->session, "state-changed", G_CALLBACK (state_changed_cb), self, 0);
  crm_app_toasts_set_session (self->toasts, self->session);
}

GtkWindow *
crm_app_window_new (GtkApplication *application, CrmAppSession *session)
{
  CrmAppWindow *self = g_object_new (CRM_APP_TYPE_WINDOW, "application", application, NULL);

  self->session = g_object_ref (session);
  gtk_stack_add_named (GTK_STACK (self->states), make_places (self), "places");
  connect_session (self);
  return GTK_WINDOW (self);
}

/* Shows a record in a window of its own; FALSE when there is none for its entity. */
static gboolean
show_record (CrmAppWindow *self, const char *entity, const char *id)
{
  return *id != '\0' && has_pages (self)
         && crm_app_navigation_present (GTK_WIDGET (self), self->session, entity, id);
}

/* Goes to what follows `crm:` in an address: a place's name, or a record as `deal/` and its id.
 * What comes before the store is open waits for it. FALSE when there is none such. */
gboolean
crm_app_window_show_address (CrmAppWindow *self, const char *address)
{
  g_auto (GStrv) parts = g_strsplit (address, "/", 2);

  if (parts[0] == NULL || parts[1] == NULL)
    return crm_app_window_show_place (self, address);
  if (crm_app_session_get_state (self->session) == CRM_APP_SESSION_STARTING)
    {
      g_free (self->waiting);
      self->waiting = g_strdup (address);
      return TRUE;
    }
  return show_record (self, parts[0], parts[1]);
}

/* Goes to a place by its name, as in the table above; FALSE when there is none such. */
gboolean
crm_app_window_show_place (CrmAppWindow *self, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (g_str_equal (places[i].name, name))
      {
        GtkListBox *list = GTK_LIST_BOX (self->list);

        gtk_list_box_select_row (list, gtk_list_box_get_row_at_index (list, (int)i));
        adw_leaflet_navigate (ADW_LEAFLET (self->leaflet), ADW_NAVIGATION_DIRECTION_FORWARD);
        return TRUE;
      }
  return FALSE;
}

/* Takes back the newest change made in the workspace. */
void
crm_app_window_undo (CrmAppWindow *self)
{
  crm_app_session_undo (self->session);
}

/* Somebody asked for what there is not. */
void
crm_app_window_tell_unknown (CrmAppWindow *self, const char *address)
{
  /* TRANSLATORS: %s is an address as crm:deal/0190 */
  g_autofree char *text = g_strdup_printf (_ ("The CRM has no “%s”"), address);

  crm_app_session_tell_trouble (self->session, text);
}

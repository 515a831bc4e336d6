/* crm-app-record-window.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-record-window"
#include "config.h"

#include "crm-app-record-window.h"

#include <glib/gi18n-lib.h>

#include "crm-app-changes.h"
#include "crm-app-merge.h"
#include "crm-app-new-record.h"
#include "crm-phrases.h"
#include "base/crm-app-navigation.h"
#include "base/crm-app-toasts.h"
#include "base/crm-app-widgets.h"
#include "service/crm-delete.h"
#include "service/crm-merge.h"

struct _CrmAppRecordWindow
{
  AdwWindow parent_instance;
  CrmAppSession *session; /* (owned) (nullable) */
  char *entity;           /* (owned) */
  char *id;               /* (owned) */
  GtkWidget *bar;
  GtkWidget *title; /* AdwWindowTitle */
};

G_DEFINE_FINAL_TYPE (CrmAppRecordWindow, crm_app_record_window, ADW_TYPE_WINDOW)

static void
crm_app_record_window_dispose (GObject *object)
{
  g_clear_object (&CRM_APP_RECORD_WINDOW (object)->session);
  G_OBJECT_CLASS (crm_app_record_window_parent_class)->dispose (object);
}

static void
crm_app_record_window_finalize (GObject *object)
{
  CrmAppRecordWindow *self = CRM_APP_RECORD_WINDOW (object);

  g_free (self->entity);
  g_free (self->id);
  G_OBJECT_CLASS (crm_app_record_window_parent_class)->finalize (object);
}

/* --- what every window can do ----------------------------------------------------------------- */

static void
find_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  crm_app_navigation_find (GTK_WINDOW (widget), CRM_APP_RECORD_WINDOW (widget)->session);
}

static void
undo_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  crm_app_session_undo (CRM_APP_RECORD_WINDOW (widget)->session);
}

static void
made_cb (const char *id, gpointer data)
{
  CrmAppRecordWindow *self = data;

  if (self->session != NULL)
    crm_app_navigation_present (GTK_WIDGET (self), self->session, "deal", id);
}

/* A deal; beside an account or a person it is theirs. */
static void
new_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrmAppRecordWindow *self = CRM_APP_RECORD_WINDOW (widget);
  gboolean is_theirs
      = g_str_equal (self->entity, "account") || g_str_equal (self->entity, "person");
  const char *const presets[] = { is_theirs ? self->entity : NULL, self->id, NULL };

  crm_app_new_record_dialog (widget, self->session, "deal", presets, made_cb, g_object_ref (self),
                             g_object_unref);
}

typedef struct
{
  char *entity; /* (owned) */
  char *id;     /* (owned) */
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  g_free (request->entity);
  g_free (request->id);
  g_free (request);
}

static gpointer
build_deletion (CrmReader *reader, gpointer data, GError **error)
{
  Request *request = data;
  g_autoptr (CrmRecord) record = crm_reader_get (reader, request->entity, request->id, error);
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("delete-record", CRM_CAUSE_USER);
  g_autoptr (GPtrArray) goners
      = record != NULL ? crm_delete_record (reader, set, record, error) : NULL;

  return goners != NULL ? g_steal_pointer (&set) : NULL;
}

static void
deletion_built_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmAppRecordWindow) self = data;
  g_autoptr (GError) error = NULL;
  CrmChangeSet *set = crm_store_read_finish (CRM_STORE (source), result, &error);

  if (self->session == NULL)
    g_clear_pointer (&set, crm_change_set_unref);
  else if (set == NULL)
    crm_app_session_tell_trouble (self->session, crm_phrase_error (error));
  else
    crm_app_session_write (self->session, set);
}

/* Undo in the toast brings it back, so nobody is asked. */
static void
delete_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrmAppRecordWindow *self = CRM_APP_RECORD_WINDOW (widget);
  Request *request = g_new (Request, 1);

  *request = (Request){ g_strdup (self->entity), g_strdup (self->id) };
  crm_store_read_async (crm_app_session_get_store (self->session), build_deletion, request,
                        free_request, (GDestroyNotify)crm_change_set_unref, NULL, deletion_built_cb,
                        g_object_ref (self));
}

static void
changes_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrmAppRecordWindow *self = CRM_APP_RECORD_WINDOW (widget);

  crm_app_changes_present (widget, self->session, self->entity, self->id);
}

static void
merge_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrmAppRecordWindow *self = CRM_APP_RECORD_WINDOW (widget);

  if (crm_merge_suits (self->entity))
    crm_app_merge_with (widget, self->session, self->entity, self->id,
                        gtk_window_get_title (GTK_WINDOW (self)));
}

/* As in the main window, which takes the others along. */
static void
quit_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWindow *main_window = gtk_window_get_transient_for (GTK_WINDOW (widget));

  gtk_window_close (main_window != NULL ? main_window : GTK_WINDOW (widget));
}

static void
crm_app_record_window_class_init (CrmAppRecordWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_app_record_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_app_record_window_finalize;
  gtk_widget_class_install_action (widget_class, "record.find", NULL, find_cb);
  gtk_widget_class_install_action (widget_class, "record.undo", NULL, undo_cb);
  gtk_widget_class_install_action (widget_class, "record.new-deal", NULL, new_cb);
  gtk_widget_class_install_action (widget_class, "record.delete", NULL, delete_cb);
  gtk_widget_class_install_action (widget_class, "record.changes", NULL, changes_cb);
  gtk_widget_class_install_action (widget_class, "record.merge", NULL, merge_cb);
  gtk_widget_class_install_action (widget_class, "record.quit", NULL, quit_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_k, GDK_CONTROL_MASK, "record.find",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "record.undo",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "record.new-deal",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_q, GDK_CONTROL_MASK, "record.quit",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static GtkWidget *
make_menu_button (GMenu *menu)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "open-menu-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_primary (GTK_MENU_BUTTON (button), TRUE);
  gtk_widget_set_tooltip_text (button, _ ("Menu"));
  crm_app_set_name (button, _ ("Menu"));
  crm_app_set_id (button, "crm-record-menu");
  return button;
}

static void
crm_app_record_window_init (CrmAppRecordWindow *self)
{
  self->bar = adw_header_bar_new ();
  self->title = adw_window_title_new (NULL, NULL);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (self->bar), self->title);
  gtk_window_set_default_size (GTK_WINDOW (self), crm_app_scale_letters (GTK_WIDGET (self), 860),
                               760);
  gtk_widget_set_size_request (GTK_WIDGET (self), 360, 294);
}

static GtkWindow * /* (nullable) */
find_window (const char *id)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (CRM_APP_IS_RECORD_WINDOW (window)
          && g_strcmp0 (CRM_APP_RECORD_WINDOW (window)->id, id) == 0)
        return window;
    }
  return NULL;
}

/* What all windows offer, and what the page adds. */
static GMenu *
make_menu (CrmAppRecordWindow *self, CrmAppPage *page)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  g_menu_append (menu, _ ("_Find…"), "record.find");
  g_menu_append (menu, _ ("_New Deal…"), "record.new-deal");
  g_menu_append (menu, _ ("_Undo"), "record.undo");
  if (crm_merge_suits (self->entity))
    g_menu_append (menu, _ ("_Merge With…"), "record.merge");
  g_menu_append (menu, _ ("_Changes…"), "record.changes");
  g_menu_append (menu, _ ("_Delete"), "record.delete");
  crm_app_page_add_actions (page, G_ACTION_MAP (actions), menu);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "page", G_ACTION_GROUP (actions));
  return menu;
}

static void
fill (CrmAppRecordWindow *self, CrmAppPage *page)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autoptr (GMenu) menu = make_menu (self, page);
  GtkWidget *toasts;

  adw_header_bar_pack_end (ADW_HEADER_BAR (self->bar), make_menu_button (menu));
  gtk_box_append (GTK_BOX (box), self->bar);
  gtk_widget_set_vexpand (GTK_WIDGET (page), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (page));
  toasts = crm_app_toasts_new (box);
  adw_window_set_content (ADW_WINDOW (self), toasts);
  crm_app_toasts_set_session (toasts, self->session);
  crm_app_page_set_session (page, self->session);
  crm_app_page_set_active (page, TRUE);
}

/**
 * crm_app_record_window_present:
 * @parent: a widget of a window that is shown
 * @session: a session with an open store
 * @entity: an entity's name
 * @id: id of a record
 * @make_page: makes what the window shows of the record; it gets its session afterwards
 *
 * Shows the record in a window beside the main one, not above another, in the same window if it is
 * shown already.
 */
void
crm_app_record_window_present (GtkWidget *parent,
                               CrmAppSession *session,
                               const char *entity,
                               const char *id,
                               CrmAppRecordPageFunc make_page)
{
  GtkWindow *window = find_window (id);
  CrmAppRecordWindow *self;

  if (window != NULL)
    {
      gtk_window_present (window);
      return;
    }
  self = g_object_new (CRM_APP_TYPE_RECORD_WINDOW, "transient-for",
                       crm_app_navigation_get_main_window (parent), "destroy-with-parent", TRUE,
                       NULL);
  self->session = g_object_ref (session);
  self->entity = g_strdup (entity);
  self->id = g_strdup (id);
  crm_app_record_window_set_title (GTK_WIDGET (self),
                                   g_dgettext (GETTEXT_PACKAGE, crm_entity_find (entity)->label));
  fill (self, make_page (session, entity, id));
  gtk_window_present (GTK_WINDOW (self));
}

/* What the record is called; @widget is any in the window, or the window. */
void
crm_app_record_window_set_title (GtkWidget *widget, const char *title)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  CrmAppRecordWindow *self;

  if (!CRM_APP_IS_RECORD_WINDOW (root))
    return;
  self = CRM_APP_RECORD_WINDOW (root);
  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), title);
  adw_window_title_set_subtitle (
      ADW_WINDOW_TITLE (self->title),
      g_dgettext (GETTEXT_PACKAGE, crm_entity_find (self->entity)->label));
}

/**
 * crm_app_record_window_follow:
 * @widget: any widget of a record's window
 * @id: id of the record that the window's was merged into
 *
 * The window is that record's from now on. Where there is one already, it comes to the front, and
 * this one goes, with what is typed in it saved as ever when a window closes.
 */
void
crm_app_record_window_follow (GtkWidget *widget, const char *id)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWindow *other = find_window (id);
  CrmAppRecordWindow *self;

  if (!CRM_APP_IS_RECORD_WINDOW (root))
    return;
  self = CRM_APP_RECORD_WINDOW (root);
  g_free (self->id);
  self->id = g_strdup (id);
  if (other == NULL || other == GTK_WINDOW (self))
    return;
  gtk_window_present (other);
  gtk_window_close (GTK_WINDOW (self));
}

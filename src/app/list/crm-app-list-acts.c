/* crm-app-list-acts.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-list-acts"
#include "config.h"

#include "crm-app-list-acts.h"

#include <glib/gi18n-lib.h>

#include "crm-app-bulk-delete.h"
#include "crm-app-bulk-dialog.h"
#include "crm-app-list-table.h"
#include "crm-phrases-trouble.h"
#include "base/crm-app-widgets.h"
#include "pipeline/crm-app-move-dialog.h"
#include "record/crm-app-merge.h"
#include "service/crm-bulk.h"
#include "service/crm-merge.h"

struct _CrmAppListActs
{
  AdwBin parent_instance;
  CrmAppPage *page;     /* (unowned): that this is part of, and so is @view */
  CrmAppListView *view; /* (unowned), and so is @editor */
  CrmAppListEditor *editor;
  const char *entity; /* static */
  GtkWidget *bar;     /* GtkActionBar */
  GtkWidget *buttons; /* GtkBox */
  GtkWidget *merge;   /* (nullable): of people and accounts */
};

G_DEFINE_FINAL_TYPE (CrmAppListActs, crm_app_list_acts, ADW_TYPE_BIN)

typedef void (*ActFunc) (GtkWidget *parent,
                         CrmAppSession *session,
                         const char *entity,
                         GPtrArray *ids);

typedef struct
{
  CrmAppPage *page; /* (owned) */
  const char *entity;
  ActFunc func;
} Act;

static void
crm_app_list_acts_class_init (CrmAppListActsClass *klass)
{
}

static void
ids_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Act *act = data;
  g_autoptr (CrmAppPage) page = act->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = crm_bulk_load_ids_finish (CRM_STORE (source), result, &error);
  CrmAppSession *session = crm_app_page_get_session (page);
  g_autofree char *text = NULL;

  if (session == NULL) /* the window was closed meanwhile */
    return;
  if (ids != NULL)
    {
      act->func (GTK_WIDGET (page), session, act->entity, ids);
      return;
    }
  text = crm_phrase_trouble (error, NULL);
  crm_app_session_tell_trouble (session, text);
}

/* With what is selected. */
static void
act_on_selected (CrmAppListActs *self, ActFunc func)
{
  CrmAppSession *session = crm_app_page_get_session (self->page);
  CrmStore *store = session != NULL ? crm_app_session_get_store (session) : NULL;
  g_autoptr (GArray) keys = crm_app_list_view_list_selected (self->view);
  Act act = { self->page, self->entity, func };

  if (store == NULL || keys->len == 0)
    return;
  g_object_ref (self->page);
  crm_bulk_load_ids_async (store, self->entity, keys, ids_loaded_cb, g_memdup2 (&act, sizeof act));
}

static void
change (GtkWidget *parent, CrmAppSession *session, const char *entity, GPtrArray *ids)
{
  crm_app_bulk_dialog_present (parent, session, entity, ids, NULL);
}

static void
move (GtkWidget *parent, CrmAppSession *session, const char *entity, GPtrArray *ids)
{
  crm_app_move_dialog_ask (parent, session, ids);
}

static void
merge (GtkWidget *parent, CrmAppSession *session, const char *entity, GPtrArray *ids)
{
  g_autoptr (GPtrArray) ended = g_ptr_array_new ();

  g_ptr_array_extend (ended, ids, NULL, NULL);
  g_ptr_array_add (ended, NULL);
  crm_app_merge_ask (parent, session, entity, (const char *const *)ended->pdata, NULL);
}

static gboolean
can_merge (CrmAppListActs *self)
{
  guint n = crm_app_list_view_get_n_selected (self->view);

  return self->merge != NULL && n >= 2 && n <= CRM_MERGE_MAX;
}

static void
merge_clicked_cb (GtkButton *button, gpointer data)
{
  act_on_selected (data, merge);
}

static gboolean
merge_key_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  if (!can_merge (data))
    return FALSE;
  act_on_selected (data, merge);
  return TRUE;
}

static void
move_clicked_cb (GtkButton *button, gpointer data)
{
  act_on_selected (data, move);
}

static void
change_clicked_cb (GtkButton *button, gpointer data)
{
  act_on_selected (data, change);
}

static void
delete_clicked_cb (GtkButton *button, gpointer data)
{
  act_on_selected (data, crm_app_bulk_delete);
}

static void
unselect_clicked_cb (GtkButton *button, gpointer data)
{
  crm_app_list_view_unselect (((CrmAppListActs *)data)->view);
}

static gboolean
change_key_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  CrmAppListActs *self = data;

  if (crm_app_list_view_get_n_selected (self->view) > 1
      || !crm_app_list_editor_begin (self->editor))
    act_on_selected (self, change);
  return TRUE;
}

static gboolean
delete_key_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  act_on_selected (data, crm_app_bulk_delete);
  return TRUE;
}

static gboolean
copy_key_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  CrmAppListActs *self = data;

  return crm_app_list_copy (self->page, self->view);
}

static void
add_key (CrmAppListActs *self,
         GtkShortcutController *keys,
         guint key,
         GdkModifierType modifiers,
         GtkShortcutFunc func)
{
  gtk_shortcut_controller_add_shortcut (
      keys, gtk_shortcut_new (gtk_keyval_trigger_new (key, modifiers),
                              gtk_callback_action_new (func, self, NULL)));
}

/* Gives way in a narrow window, where all of them stand beside one another, too. */
static GtkWidget *
make_button (const char *label, const char *id)
{
  GtkWidget *button = crm_app_button_new (label, id);

  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                           PANGO_ELLIPSIZE_END);
  return button;
}

static void
crm_app_list_acts_init (CrmAppListActs *self)
{
  GtkWidget *edit = make_button (_ ("Chan_ge…"), "crm-list-change");
  GtkWidget *remove = make_button (_ ("_Delete…"), "crm-list-delete");
  /* TRANSLATORS: takes back that rows of a table are selected */
  GtkWidget *unselect = make_button (_ ("Select _None"), "crm-list-unselect");

  self->bar = gtk_action_bar_new ();
  gtk_action_bar_set_revealed (GTK_ACTION_BAR (self->bar), FALSE);
  gtk_widget_add_css_class (remove, "destructive-action");
  /* In its middle: the sides of a bar never get more than half of it each. */
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_hexpand (self->buttons, TRUE);
  gtk_widget_set_hexpand (remove, TRUE);
  gtk_widget_set_halign (remove, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (self->buttons), edit);
  gtk_box_append (GTK_BOX (self->buttons), unselect);
  gtk_box_append (GTK_BOX (self->buttons), remove);
  gtk_action_bar_set_center_widget (GTK_ACTION_BAR (self->bar), self->buttons);
  g_signal_connect (edit, "clicked", G_CALLBACK (change_clicked_cb), self);
  g_signal_connect (remove, "clicked", G_CALLBACK (delete_clicked_cb), self);
  g_signal_connect (unselect, "clicked", G_CALLBACK (unselect_clicked_cb), self);
  adw_bin_set_child (ADW_BIN (self), self->bar);
}

/* Behind the first one. */
static void
add_button (CrmAppListActs *self, GtkWidget *button)
{
  gtk_box_insert_child_after (GTK_BOX (self->buttons), button,
                              gtk_widget_get_first_child (self->buttons));
}

static void
add_move (CrmAppListActs *self)
{
  GtkWidget *button = make_button (_ ("Mo_ve…"), "crm-list-move");

  g_signal_connect (button, "clicked", G_CALLBACK (move_clicked_cb), self);
  add_button (self, button);
}

static void
add_merge (CrmAppListActs *self, GtkShortcutController *keys)
{
  self->merge = make_button (_ ("_Merge…"), "crm-list-merge");
  gtk_widget_set_tooltip_text (self->merge, _ ("Two to five records are merged at once"));
  g_signal_connect (self->merge, "clicked", G_CALLBACK (merge_clicked_cb), self);
  add_button (self, self->merge);
  add_key (self, keys, GDK_KEY_m, GDK_CONTROL_MASK, merge_key_cb);
}

/* For the rows of @view on @page, which are of @entity and edited by @editor. */
GtkWidget *
crm_app_list_acts_new (CrmAppPage *page,
                       CrmAppListView *view,
                       CrmAppListEditor *editor,
                       const char *entity)
{
  CrmAppListActs *self = g_object_new (CRM_APP_TYPE_LIST_ACTS, NULL);
  GtkShortcutController *keys = GTK_SHORTCUT_CONTROLLER (gtk_shortcut_controller_new ());

  self->page = page;
  self->view = view;
  self->editor = editor;
  self->entity = entity;
  if (g_str_equal (entity, "deal"))
    add_move (self);
  if (crm_merge_suits (entity))
    add_merge (self, keys);
  add_key (self, keys, GDK_KEY_F2, 0, change_key_cb);
  add_key (self, keys, GDK_KEY_Delete, 0, delete_key_cb);
  add_key (self, keys, GDK_KEY_c, GDK_CONTROL_MASK, copy_key_cb);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (keys));
  return GTK_WIDGET (self);
}

/* Is there while anything is selected. */
void
crm_app_list_acts_update (CrmAppListActs *self)
{
  gtk_action_bar_set_revealed (GTK_ACTION_BAR (self->bar),
                               crm_app_list_view_get_n_selected (self->view) > 0);
  if (self->merge != NULL)
    gtk_widget_set_sensitive (self->merge, can_merge (self));
}

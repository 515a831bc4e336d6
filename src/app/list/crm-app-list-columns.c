/* crm-app-list-columns.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-list-columns"
#include "config.h"

#include "crm-app-list-columns.h"

#include <glib/gi18n-lib.h>

#include "base/crm-app-widgets.h"
#include "store/crm-list-query.h"

#define MAX_HEIGHT 420
#define WIDTH_STEP 20

struct _CrmAppListColumns
{
  AdwBin parent_instance;
  GtkWidget *button;
  GtkWidget *rows;          /* GtkBox */
  GPtrArray *columns;       /* (owned) (nullable) (element-type CrmListColumn) */
  CrmAppListLayout *layout; /* (unowned) (nullable): of the page that this is part of */
};

G_DEFINE_FINAL_TYPE (CrmAppListColumns, crm_app_list_columns, ADW_TYPE_BIN)

enum
{
  CHANGED,
  WIDEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
crm_app_list_columns_dispose (GObject *object)
{
  g_clear_pointer (&CRM_APP_LIST_COLUMNS (object)->columns, g_ptr_array_unref);
  G_OBJECT_CLASS (crm_app_list_columns_parent_class)->dispose (object);
}

static void
crm_app_list_columns_class_init (CrmAppListColumnsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_app_list_columns_dispose;
  signals[CHANGED] = g_signal_new ("changed", CRM_APP_TYPE_LIST_COLUMNS, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[WIDEN] = g_signal_new ("widen", CRM_APP_TYPE_LIST_COLUMNS, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT);
}

static const char *
get_path (gpointer widget)
{
  return g_object_get_data (G_OBJECT (gtk_widget_get_parent (widget)), "crm-path");
}

static GtkWidget * /* (nullable) */
find_row (CrmAppListColumns *self, const char *path)
{
  GtkWidget *row = gtk_widget_get_first_child (self->rows);

  while (row != NULL && g_strcmp0 (g_object_get_data (G_OBJECT (row), "crm-path"), path) != 0)
    row = gtk_widget_get_next_sibling (row);
  return row;
}

/* Chosen ones first, in their order, then the others as declared. */
static void
arrange (CrmAppListColumns *self)
{
  GtkWidget *before = NULL;

  for (guint i = 0; i < self->layout->paths->len; i++)
    {
      GtkWidget *row = find_row (self, g_ptr_array_index (self->layout->paths, i));

      if (row == NULL)
        continue;
      gtk_box_reorder_child_after (GTK_BOX (self->rows), row, before);
      before = row;
    }
}

static void
update_row (CrmAppListColumns *self, GtkWidget *row)
{
  const char *path = g_object_get_data (G_OBJECT (row), "crm-path");
  int i = crm_app_list_layout_find (self->layout, path);
  GtkWidget *check = gtk_widget_get_first_child (row);
  GtkWidget *up = gtk_widget_get_next_sibling (check);
  GtkWidget *down = gtk_widget_get_next_sibling (up);

  gtk_widget_set_sensitive (check, i != 0 || self->layout->paths->len > 1);
  gtk_widget_set_sensitive (up, i > 0);
  gtk_widget_set_sensitive (down, i >= 0 && i + 1 < (int)self->layout->paths->len);
}

static void
update_rows (CrmAppListColumns *self)
{
  arrange (self);
  for (GtkWidget *row = gtk_widget_get_first_child (self->rows); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    update_row (self, row);
}

static void
toggled_cb (GtkCheckButton *check, gpointer data)
{
  CrmAppListColumns *self = data;

  if (gtk_check_button_get_active (check))
    crm_app_list_layout_add (self->layout, get_path (check), -1);
  else
    crm_app_list_layout_remove (self->layout, get_path (check));
  update_rows (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
move (CrmAppListColumns *self, GtkWidget *button, int step)
{
  crm_app_list_layout_move (self->layout, get_path (button), step);
  update_rows (self);
  gtk_widget_grab_focus (button);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
up_cb (GtkButton *button, gpointer data)
{
  move (data, GTK_WIDGET (button), -1);
}

static void
down_cb (GtkButton *button, gpointer data)
{
  move (data, GTK_WIDGET (button), 1);
}

/* With Alt up and down lead to another place, left and right to another width. */
static gboolean
key_pressed_cb (
    GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, gpointer data)
{
  CrmAppListColumns *self = data;
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (keys));
  const char *path = g_object_get_data (G_OBJECT (row), "crm-path");
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (row));
  /* A column ends where writing does. */
  gboolean is_rtl = gtk_widget_get_direction (row) == GTK_TEXT_DIR_RTL;
  guint narrower = is_rtl ? GDK_KEY_Right : GDK_KEY_Left;

  if ((state & gtk_accelerator_get_default_mod_mask ()) != GDK_ALT_MASK
      || crm_app_list_layout_find (self->layout, path) < 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Up:
    case GDK_KEY_Down:
      if (focus != NULL)
        move (self, focus, key == GDK_KEY_Up ? -1 : 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Left:
    case GDK_KEY_Right:
      g_signal_emit (self, signals[WIDEN], 0, path, key == narrower ? -WIDTH_STEP : WIDTH_STEP);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
add_keys (CrmAppListColumns *self, GtkWidget *row)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (row, keys);
  /* TRANSLATORS: keys in the list of a table's columns */
  gtk_widget_set_tooltip_text (row, _ ("Alt with ↑ or ↓ moves it, with ← or → changes its width"));
}

static GtkWidget *
make_step (const char *icon, const char *name, const char *id)
{
  GtkWidget *button = crm_app_icon_button_new (icon, name, id);

  gtk_widget_add_css_class (button, "flat");
  return button;
}

static void
add_row (CrmAppListColumns *self, const CrmListColumn *column)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  const char *label = _ (column->label);
  GtkWidget *check = gtk_check_button_new_with_label (label);
  /* TRANSLATORS: moves a column of a table towards the beginning; %s is what it is called */
  g_autofree char *forward = g_strdup_printf (_ ("Move %s forward"), label);
  /* TRANSLATORS: moves a column of a table towards the end; %s is what it is called */
  g_autofree char *backward = g_strdup_printf (_ ("Move %s backward"), label);
  GtkWidget *up = make_step ("go-up-symbolic", forward, "crm-column-up");
  GtkWidget *down = make_step ("go-down-symbolic", backward, "crm-column-down");

  g_object_set_data_full (G_OBJECT (row), "crm-path", g_strdup (column->path), g_free);
  gtk_widget_set_hexpand (check, TRUE);
  crm_app_set_id (check, "crm-column");
  gtk_box_append (GTK_BOX (row), check);
  gtk_box_append (GTK_BOX (row), up);
  gtk_box_append (GTK_BOX (row), down);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               crm_app_list_layout_find (self->layout, column->path) >= 0);
  g_signal_connect (check, "toggled", G_CALLBACK (toggled_cb), self);
  g_signal_connect (up, "clicked", G_CALLBACK (up_cb), self);
  g_signal_connect (down, "clicked", G_CALLBACK (down_cb), self);
  add_keys (self, row);
  gtk_box_append (GTK_BOX (self->rows), row);
}

static void
fill (CrmAppListColumns *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_box_remove (GTK_BOX (self->rows), row);
  for (guint i = 0; i < self->columns->len; i++)
    add_row (self, g_ptr_array_index (self->columns, i));
  update_rows (self);
}

/* Made when somebody looks: which fields there are may have changed since. */
static void
shown_cb (GtkWidget *popover, gpointer data)
{
  CrmAppListColumns *self = data;
  GtkWidget *row;

  if (self->columns == NULL)
    return;
  fill (self);
  /* When the focus came here there was nothing yet to have it. */
  row = gtk_widget_get_first_child (self->rows);
  if (row != NULL)
    gtk_widget_grab_focus (gtk_widget_get_first_child (row));
}

static void
crm_app_list_columns_init (CrmAppListColumns *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MAX_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->rows);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "view-list-bullet-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
  gtk_widget_set_tooltip_text (self->button, _ ("Columns"));
  crm_app_set_name (self->button, _ ("Columns"));
  crm_app_set_id (self->button, "crm-list-columns");
  g_signal_connect (popover, "show", G_CALLBACK (shown_cb), self);
  adw_bin_set_child (ADW_BIN (self), self->button);
}

GtkWidget *
crm_app_list_columns_new (void)
{
  return g_object_new (CRM_APP_TYPE_LIST_COLUMNS, NULL);
}

/* @columns: (element-type CrmListColumn): what there is to choose from
 * @layout: what is chosen; changed in place, and must stay */
void
crm_app_list_columns_show (CrmAppListColumns *self, GPtrArray *columns, CrmAppListLayout *layout)
{
  g_ptr_array_ref (columns);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  self->columns = columns;
  self->layout = layout;
}

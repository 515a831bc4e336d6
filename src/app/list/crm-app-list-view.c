/* crm-app-list-view.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-list-view"
#include "config.h"

#include "crm-app-list-view-private.h"

#include <glib/gi18n-lib.h>

#include "crm-app-list-cell.h"
#include "crm-cell-walk.h"
#include "base/crm-app-widgets.h"

G_DEFINE_FINAL_TYPE (CrmAppListView, crm_app_list_view, ADW_TYPE_BIN)

enum
{
  OPENED,
  SORTED,
  SELECTED,
  RESIZED,
  REORDERED,
  EDIT,
  SCROLLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
crm_app_list_view_dispose (GObject *object)
{
  CrmAppListView *self = CRM_APP_LIST_VIEW (object);

  g_clear_handle_id (&self->narrow_id, g_source_remove);
  g_clear_object (&self->list);
  g_clear_pointer (&self->widths, g_hash_table_unref);
  g_clear_pointer (&self->selected, g_hash_table_unref);
  G_OBJECT_CLASS (crm_app_list_view_parent_class)->dispose (object);
}

static void
crm_app_list_view_class_init (CrmAppListViewClass *klass)
{
  GType type = CRM_APP_TYPE_LIST_VIEW;

  G_OBJECT_CLASS (klass)->dispose = crm_app_list_view_dispose;
  signals[OPENED] = g_signal_new ("opened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, CRM_TYPE_RECORD_ROW);
  signals[SORTED] = g_signal_new ("sorted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[SELECTED]
      = g_signal_new ("selected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RESIZED]
      = g_signal_new ("resized", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REORDERED]
      = g_signal_new ("reordered", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[EDIT] = g_signal_new ("edit", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                2, CRM_TYPE_RECORD_ROW, G_TYPE_UINT);
  signals[SCROLLED]
      = g_signal_new ("scrolled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/* --- what is selected
 * ----------------------------------------------------------------------------- */

static GtkBitset *
get_selection (CrmAppListView *self)
{
  return gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
}

/* Returns: (transfer none): what the table shows */
CrmRecordList *
crm_app_list_view_get_list (CrmAppListView *self)
{
  return self->list;
}

/* Returns: how many records are selected */
guint
crm_app_list_view_get_n_selected (CrmAppListView *self)
{
  g_autoptr (GtkBitset) bits = get_selection (self);

  return (guint)gtk_bitset_get_size (bits);
}

/* Returns: (transfer full) (element-type gint64): the keys of what is selected, in its order */
GArray *
crm_app_list_view_list_selected (CrmAppListView *self)
{
  g_autoptr (GtkBitset) bits = get_selection (self);
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  GtkBitsetIter iter;
  guint position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, bits, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    {
      gint64 key = crm_record_list_get_key (self->list, position);

      g_array_append_val (keys, key);
    }
  return keys;
}

void
crm_app_list_view_unselect (CrmAppListView *self)
{
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
}

/* Of all records that were selected, all are. */
static void
before_change_cb (CrmRecordList *list, gpointer data)
{
  CrmAppListView *self = data;
  g_autoptr (GArray) keys = crm_app_list_view_list_selected (self);

  self->selected = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < keys->len; i++)
    g_hash_table_add (self->selected,
                      g_memdup2 (&g_array_index (keys, gint64, i), sizeof (gint64)));
}

static void
after_change_cb (CrmRecordList *list, gpointer data)
{
  CrmAppListView *self = data;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));
  g_autoptr (GtkBitset) all = gtk_bitset_new_range (0, n);
  g_autoptr (GtkBitset) bits = gtk_bitset_new_empty ();

  for (guint i = 0; g_hash_table_size (self->selected) > 0 && i < n; i++)
    {
      gint64 key = crm_record_list_get_key (list, i);

      if (g_hash_table_contains (self->selected, &key))
        gtk_bitset_add (bits, i);
    }
  gtk_selection_model_set_selection (GTK_SELECTION_MODEL (self->selection), bits, all);
  g_clear_pointer (&self->selected, g_hash_table_unref);
  g_signal_emit (self, signals[SELECTED], 0);
}

static void
selection_changed_cb (GtkSelectionModel *model, guint position, guint n, gpointer data)
{
  CrmAppListView *self = data;

  if (self->selected == NULL)
    g_signal_emit (self, signals[SELECTED], 0);
}

static void
activated_cb (GtkColumnView *view, guint position, gpointer data)
{
  CrmAppListView *self = data;
  g_autoptr (CrmRecordRow) row = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  if (row != NULL)
    g_signal_emit (self, signals[OPENED], 0, row);
}

/* Returns: (transfer none) (nullable): the row that has the focus */
CrmRecordRow *
crm_app_list_view_get_focus_row (CrmAppListView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *widget = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (widget == NULL || !gtk_widget_is_ancestor (widget, GTK_WIDGET (self->view)))
    return NULL;
  while (widget != NULL && !CRM_APP_IS_LIST_CELL (widget))
    widget = gtk_widget_get_first_child (widget);
  return widget != NULL ? crm_app_list_cell_get_row (CRM_APP_LIST_CELL (widget)) : NULL;
}

/* --- cells
 * ---------------------------------------------------------------------------------------- */

/* Whatever lies between the table and its cells is of GTK's making, and differs by its version. */
static GtkWidget * /* (nullable) */
find_cell (GtkWidget *widget, gint64 key, guint column)
{
  GtkWidget *found = NULL;

  if (CRM_APP_IS_LIST_CELL (widget))
    {
      CrmAppListCell *cell = CRM_APP_LIST_CELL (widget);
      CrmRecordRow *row = crm_app_list_cell_get_row (cell);

      return row != NULL && crm_record_row_get_key (row) == key
                     && crm_app_list_cell_get_column (cell) == column
                     && gtk_widget_get_mapped (widget)
                 ? widget
                 : NULL;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_cell (child, key, column);
  return found;
}

/* Returns: (transfer none) (nullable): the cell with its margins; NULL while it is out of sight */
GtkWidget *
crm_app_list_view_find_cell (CrmAppListView *self, gint64 key, guint column)
{
  GtkWidget *cell = find_cell (GTK_WIDGET (self->view), key, column);

  return cell != NULL ? gtk_widget_get_parent (cell) : NULL;
}

static GtkWidget * /* (nullable) */
find_inner_list (CrmAppListView *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  while (child != NULL && !GTK_IS_LIST_VIEW (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

void
crm_app_list_view_scroll_to (CrmAppListView *self, guint position)
{
  GtkWidget *inner = find_inner_list (self);

  if (inner != NULL)
    gtk_widget_activate_action (inner, "list.scroll-to-item", "u", position);
}

/* Gives the focus to a row that is in sight, else to where it was last. */
void
crm_app_list_view_focus_row (CrmAppListView *self, gint64 key)
{
  GtkWidget *cell = crm_app_list_view_find_cell (self, key, 0);

  /* The row before the cell: newer versions of GTK give the focus to either. */
  if (cell == NULL
      || (!gtk_widget_grab_focus (gtk_widget_get_parent (cell)) && !gtk_widget_grab_focus (cell)))
    crm_app_list_view_focus (self);
}

/* The cell below @x and @y, also where they are in its margins. */
static CrmAppListCell * /* (nullable) */
pick_cell (CrmAppListView *self, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);

  while (widget != NULL && widget != GTK_WIDGET (self->view))
    {
      GtkWidget *child = gtk_widget_get_first_child (widget);

      if (CRM_APP_IS_LIST_CELL (widget))
        return CRM_APP_LIST_CELL (widget);
      /* A row has several children, what is around a cell has one. */
      if (child != NULL && gtk_widget_get_next_sibling (child) == NULL
          && CRM_APP_IS_LIST_CELL (child))
        return CRM_APP_LIST_CELL (child);
      widget = gtk_widget_get_parent (widget);
    }
  return NULL;
}

/* The record's name leads to the record, as a click on a row always did; other cells are edited. */
static void
pressed_cb (GtkGestureClick *gesture, int n, double x, double y, gpointer data)
{
  CrmAppListView *self = data;
  CrmAppListCell *cell = n == 2 ? pick_cell (self, x, y) : NULL;
  CrmRecordRow *row = cell != NULL ? crm_app_list_cell_get_row (cell) : NULL;
  guint column = cell != NULL ? crm_app_list_cell_get_column (cell) : 0;
  GPtrArray *columns = crm_record_list_get_columns (self->list);

  if (row == NULL || column == 0 || column >= columns->len
      || !crm_cell_can_edit (g_ptr_array_index (columns, column)))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  g_signal_emit (self, signals[EDIT], 0, row, column);
}

static void
add_clicks (CrmAppListView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));
}

static void
scrolled_cb (GtkAdjustment *adjustment, gpointer data)
{
  g_signal_emit (data, signals[SCROLLED], 0);
}

/* Returns: whether a cell has the focus and not its row, as newer versions of GTK have it */
gboolean
crm_app_list_view_get_focus_column (CrmAppListView *self, guint *out_column)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *child = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;

  if (child == NULL || !CRM_APP_IS_LIST_CELL (child))
    return FALSE;
  *out_column = crm_app_list_cell_get_column (CRM_APP_LIST_CELL (child));
  return TRUE;
}

/* --- making it
 * ------------------------------------------------------------------------------------ */

/* Takes the focus into the rows. */
void
crm_app_list_view_focus (CrmAppListView *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self->view), GTK_DIR_TAB_FORWARD);
}

static void
crm_app_list_view_init (CrmAppListView *self)
{
  self->widths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* Returns: (transfer floating): a table of @list, without columns until the list is read */
GtkWidget *
crm_app_list_view_new (CrmRecordList *list)
{
  CrmAppListView *self = g_object_new (CRM_APP_TYPE_LIST_VIEW, NULL);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkSelectionModel *selection;

  self->list = g_object_ref (list);
  g_signal_connect_object (list, "before-change", G_CALLBACK (before_change_cb), self, 0);
  self->selection = gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (list)));
  /* After the selection itself has followed the list. */
  g_signal_connect_object (list, "after-change", G_CALLBACK (after_change_cb), self, 0);
  selection = GTK_SELECTION_MODEL (self->selection);
  g_signal_connect_object (selection, "selection-changed", G_CALLBACK (selection_changed_cb), self,
                           0);
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (selection));
  gtk_column_view_set_show_row_separators (self->view, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  crm_app_set_id (GTK_WIDGET (self->view), "crm-list-table");
  crm_app_set_name (GTK_WIDGET (self->view), _ (crm_record_list_get_entity (list)->label_plural));
  g_signal_connect (self->view, "activate", G_CALLBACK (activated_cb), self);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  _crm_app_list_view_watch_columns (
      self, gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scrolled)));
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scrolled)),
                           "value-changed", G_CALLBACK (scrolled_cb), self, 0);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)),
                           "value-changed", G_CALLBACK (scrolled_cb), self, 0);
  add_clicks (self);
  adw_bin_set_child (ADW_BIN (self), scrolled);
  return GTK_WIDGET (self);
}

/* crm-app-list-view.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-list-view"
#include "config.h"

#include "crm-app-list-view.h"

#include <glib/gi18n-lib.h>

#include "crm-app-list-cell.h"
#include "crm-app-list-sorter.h"
#include "crm-cell-walk.h"
#include "crm-format-value.h"
#include "base/crm-app-widgets.h"

/* Narrower than this, the first columns alone are shown. */
#define NARROW_WIDTH 560
#define NARROW_COLUMNS 2
/* A column that is narrower cannot be found any more. */
#define LEAST_WIDTH 40

struct _CrmAppListView
{
  AdwBin parent_instance;
  CrmRecordList *list; /* (owned) */
  GtkMultiSelection *selection;
  GtkColumnView *view;
  GHashTable *widths;   /* (owned) (element-type utf8 int): by path, as somebody made them */
  GHashTable *selected; /* (owned) (nullable) (element-type gint64): while the list changes */
  gboolean all_selected;
  gboolean building; /* columns are being made */
  gboolean is_narrow;
  guint narrow_id; /* idle source, 0 for none */
};

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

/* --- narrow windows
 * ------------------------------------------------------------------------------- */

static void
show_as_many_as_fit (CrmAppListView *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      gtk_column_view_column_set_visible (column, !self->is_narrow || i < NARROW_COLUMNS);
    }
}

static gboolean
narrow_cb (gpointer data)
{
  CrmAppListView *self = data;

  self->narrow_id = 0;
  show_as_many_as_fit (self);
  return G_SOURCE_REMOVE;
}

static void
width_of_view_changed_cb (GtkAdjustment *adjustment, GParamSpec *property, gpointer data)
{
  CrmAppListView *self = data;
  double width = gtk_adjustment_get_page_size (adjustment);
  gboolean is_narrow = width > 0 && width < NARROW_WIDTH;

  if (is_narrow == self->is_narrow)
    return;
  self->is_narrow = is_narrow;
  if (self->narrow_id == 0) /* not while sizes are handed out */
    self->narrow_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, narrow_cb, self, NULL);
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

/* --- columns
 * -------------------------------------------------------------------------------------- */

typedef struct
{
  guint column;
  CrmAppCellKind kind;
  CrmAppListView *view;
} Cells;

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  const Cells *cells = data;

  gtk_list_item_set_child (item, crm_app_list_cell_new (cells->column, cells->kind));
}

/* What a screen reader says of the row that the cell is in; the widget is of the view's own making.
 */
static void
name_row (CrmAppListView *self, GtkWidget *cell, CrmRecordRow *row)
{
  GtkWidget *outer = gtk_widget_get_parent (cell);
  GtkWidget *line = outer != NULL ? gtk_widget_get_parent (outer) : NULL;
  g_autofree char *spoken = NULL;

  if (line == NULL || !crm_record_row_is_read (row))
    return;
  spoken = crm_record_row_dup_spoken (row, crm_record_list_get_columns (self->list));
  crm_app_set_name (line, spoken);
}

static void
row_changed_cb (CrmRecordRow *row, gpointer data)
{
  GtkWidget *view = gtk_widget_get_ancestor (data, CRM_APP_TYPE_LIST_VIEW);

  if (view != NULL)
    name_row (CRM_APP_LIST_VIEW (view), data, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  const Cells *cells = data;
  GtkWidget *cell = gtk_list_item_get_child (item);
  CrmRecordRow *row = gtk_list_item_get_item (item);

  crm_app_list_cell_show (CRM_APP_LIST_CELL (cell), row);
  if (cells->column > 0)
    return;
  g_signal_connect (row, "changed", G_CALLBACK (row_changed_cb), cell);
  name_row (cells->view, cell, row);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  const Cells *cells = data;
  GtkWidget *cell = gtk_list_item_get_child (item);

  if (cells->column == 0)
    g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), row_changed_cb, cell);
  crm_app_list_cell_show (CRM_APP_LIST_CELL (cell), NULL);
}

static void
free_cells (gpointer data, GClosure *closure)
{
  g_free (data);
}

static void
connect_cells (GtkListItemFactory *factory,
               const char *signal,
               GCallback callback,
               const Cells *cells)
{
  g_signal_connect_data (factory, signal, callback, g_memdup2 (cells, sizeof *cells), free_cells,
                         0);
}

static const char * /* (nullable) */
get_path (GtkColumnViewColumn *column)
{
  return g_object_get_data (G_OBJECT (column), "crm-path");
}

static void
width_changed_cb (GtkColumnViewColumn *column, GParamSpec *property, gpointer data)
{
  CrmAppListView *self = data;
  int width = gtk_column_view_column_get_fixed_width (column);

  if (self->building)
    return;
  g_hash_table_replace (self->widths, g_strdup (get_path (column)), GINT_TO_POINTER (width));
  g_signal_emit (self, signals[RESIZED], 0);
}

/* Names, addresses and the like want the room that is left; days, numbers and choices do not. */
static CrmAppCellKind
get_kind (const CrmListColumn *column, guint i)
{
  const char *reference = column->field != NULL ? column->field->reference : NULL;

  if (crm_format_is_number (column->type))
    return CRM_APP_CELL_NUMBER;
  if (i == 0)
    return CRM_APP_CELL_TITLE;
  switch (column->type)
    {
    case CRM_FIELD_TEXT:
    case CRM_FIELD_LONGTEXT:
    case CRM_FIELD_ADDRESS:
    case CRM_FIELD_DOMAIN:
      return CRM_APP_CELL_TEXT;
    case CRM_FIELD_REF:
      return g_strcmp0 (reference, "stage") == 0 || g_strcmp0 (reference, "user") == 0
                 ? CRM_APP_CELL_SHORT
                 : CRM_APP_CELL_TEXT;
    default:
      return CRM_APP_CELL_SHORT;
    }
}

static GtkColumnViewColumn *
make_column (CrmAppListView *self, guint i)
{
  const CrmListColumn *column = g_ptr_array_index (crm_record_list_get_columns (self->list), i);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  CrmAppCellKind kind = get_kind (column, i);
  Cells cells = { i, kind, self };
  GtkColumnViewColumn *made;

  connect_cells (factory, "setup", G_CALLBACK (setup_cb), &cells);
  connect_cells (factory, "bind", G_CALLBACK (bind_cb), &cells);
  connect_cells (factory, "unbind", G_CALLBACK (unbind_cb), &cells);
  made = gtk_column_view_column_new (_ (column->label), factory);
  g_object_set_data_full (G_OBJECT (made), "crm-path", g_strdup (column->path), g_free);
  g_object_set_data (G_OBJECT (made), "crm-column", GUINT_TO_POINTER (i));
  gtk_column_view_column_set_resizable (made, TRUE);
  gtk_column_view_column_set_expand (made, i == 0 || kind == CRM_APP_CELL_TEXT);
  gtk_column_view_column_set_fixed_width (made, crm_app_list_view_get_width (self, column->path));
  g_signal_connect_object (made, "notify::fixed-width", G_CALLBACK (width_changed_cb), self, 0);
  if (column->can_sort)
    {
      g_autoptr (GtkSorter) sorter = crm_app_list_sorter_new (column->path);

      gtk_column_view_column_set_sorter (made, sorter);
    }
  return made;
}

/* Headings of numbers stand above their numbers; GTK has no word for that, so its button is asked.
 */
static void
align_headings (CrmAppListView *self)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (self->view));
  GtkWidget *button = header != NULL ? gtk_widget_get_first_child (header) : NULL;
  GPtrArray *columns = crm_record_list_get_columns (self->list);

  for (guint i = 0; i < columns->len && button != NULL; i++)
    {
      GtkWidget *content = gtk_widget_get_first_child (button);
      gboolean is_number = get_kind (g_ptr_array_index (columns, i), i) == CRM_APP_CELL_NUMBER;

      if (is_number && content != NULL)
        gtk_widget_set_halign (content, GTK_ALIGN_END);
      button = gtk_widget_get_next_sibling (button);
    }
}

static gboolean
has_columns (CrmAppListView *self)
{
  GPtrArray *wanted = crm_record_list_get_columns (self->list);
  GListModel *columns = gtk_column_view_get_columns (self->view);

  if (g_list_model_get_n_items (columns) != wanted->len)
    return FALSE;
  for (guint i = 0; i < wanted->len; i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      const CrmListColumn *other = g_ptr_array_index (wanted, i);

      /* One that was dragged here still shows what stands where it was. */
      if (!g_str_equal (get_path (column), other->path)
          || GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (column), "crm-column")) != i
          || g_strcmp0 (gtk_column_view_column_get_title (column), _ (other->label)) != 0)
        return FALSE;
    }
  return TRUE;
}

static void
make_columns (CrmAppListView *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  for (guint n = g_list_model_get_n_items (columns); n > 0; n--)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, n - 1);

      gtk_column_view_remove_column (self->view, column);
    }
  for (guint i = 0; i < crm_record_list_get_columns (self->list)->len; i++)
    {
      g_autoptr (GtkColumnViewColumn) column = make_column (self, i);

      gtk_column_view_append_column (self->view, column);
    }
  align_headings (self);
  show_as_many_as_fit (self);
}

static void
mark_order (CrmAppListView *self, const char *order, gboolean descending)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  gboolean now_descending;
  const char *now
      = crm_app_list_sorter_find (gtk_column_view_get_sorter (self->view), &now_descending);

  if (g_strcmp0 (now, order) == 0 && now_descending == descending)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_strcmp0 (get_path (column), order) == 0
          && gtk_column_view_column_get_sorter (column) != NULL)
        gtk_column_view_sort_by_column (self->view, column,
                                        descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
    }
}

/* Shows the columns that the list has since it was read, and by which of them it is sorted. */
void
crm_app_list_view_show_columns (CrmAppListView *self,
                                const char *order /* (nullable) */,
                                gboolean descending)
{
  self->building = TRUE;
  if (!has_columns (self))
    make_columns (self);
  mark_order (self, order, descending);
  self->building = FALSE;
}

/* Returns: (transfer full) (element-type utf8): paths of the columns from the beginning, as
 * somebody dragged them, ended by NULL */
GStrv
crm_app_list_view_list_paths (CrmAppListView *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      g_strv_builder_add (paths, get_path (column));
    }
  return g_strv_builder_end (paths);
}

/* A column that is dragged is taken out and put in again. */
static void
columns_changed_cb (
    GListModel *columns, guint position, guint n_removed, guint n_added, gpointer data)
{
  CrmAppListView *self = data;
  GPtrArray *wanted;

  if (self->building || self->list == NULL || n_added == 0)
    return;
  wanted = crm_record_list_get_columns (self->list);
  if (wanted != NULL && g_list_model_get_n_items (columns) == wanted->len)
    g_signal_emit (self, signals[REORDERED], 0);
}

static void
sorter_changed_cb (GtkSorter *sorter, GtkSorterChange change, gpointer data)
{
  CrmAppListView *self = data;
  gboolean descending;
  const char *path;

  if (self->building)
    return;
  path = crm_app_list_sorter_find (sorter, &descending);
  if (path != NULL)
    g_signal_emit (self, signals[SORTED], 0, path, descending);
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

/* Returns: how many columns are shown: in a narrow window not all there are */
guint
crm_app_list_view_get_n_shown (CrmAppListView *self)
{
  guint n = crm_record_list_get_columns (self->list)->len;

  return self->is_narrow ? MIN (n, NARROW_COLUMNS) : n;
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

/* @width: in pixels, -1 for as wide as is usual */
void
crm_app_list_view_set_width (CrmAppListView *self, const char *path, int width)
{
  g_hash_table_replace (self->widths, g_strdup (path), GINT_TO_POINTER (width));
}

/* Returns: in pixels, -1 where nobody chose */
int
crm_app_list_view_get_width (CrmAppListView *self, const char *path)
{
  gpointer width = NULL;

  return g_hash_table_lookup_extended (self->widths, path, NULL, &width) ? GPOINTER_TO_INT (width)
                                                                         : -1;
}

static GtkWidget * /* (nullable) */
find_any_cell (GtkWidget *widget, guint column)
{
  GtkWidget *found = NULL;

  if (CRM_APP_IS_LIST_CELL (widget))
    return crm_app_list_cell_get_column (CRM_APP_LIST_CELL (widget)) == column ? widget : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_any_cell (child, column);
  return found;
}

/* As it is where nobody chose. */
static int
measure_column (CrmAppListView *self, guint column)
{
  GtkWidget *cell = find_any_cell (GTK_WIDGET (self->view), column);

  return cell != NULL ? gtk_widget_get_allocated_width (gtk_widget_get_parent (cell)) : LEAST_WIDTH;
}

/* Makes a column so many pixels wider, or narrower, as dragging its edge does. */
void
crm_app_list_view_widen (CrmAppListView *self, const char *path, int step)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      int width = gtk_column_view_column_get_fixed_width (column);

      if (!g_str_equal (get_path (column), path))
        continue;
      if (width < 0)
        width = measure_column (self, i);
      gtk_column_view_column_set_fixed_width (column, MAX (width + step, LEAST_WIDTH));
    }
}

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
  g_signal_connect_object (gtk_column_view_get_columns (self->view), "items-changed",
                           G_CALLBACK (columns_changed_cb), self, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  crm_app_set_id (GTK_WIDGET (self->view), "crm-list-table");
  crm_app_set_name (GTK_WIDGET (self->view), _ (crm_record_list_get_entity (list)->label_plural));
  g_signal_connect (self->view, "activate", G_CALLBACK (activated_cb), self);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (sorter_changed_cb), self, 0);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scrolled)),
                           "notify::page-size", G_CALLBACK (width_of_view_changed_cb), self, 0);
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scrolled)),
                           "value-changed", G_CALLBACK (scrolled_cb), self, 0);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)),
                           "value-changed", G_CALLBACK (scrolled_cb), self, 0);
  add_clicks (self);
  adw_bin_set_child (ADW_BIN (self), scrolled);
  return GTK_WIDGET (self);
}

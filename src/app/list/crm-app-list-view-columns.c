/* crm-app-list-view-columns.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-list-view"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-app-list-cell.h"
#include "crm-app-list-sorter.h"
#include "crm-app-list-view-private.h"
#include "crm-format-value.h"
#include "base/crm-app-widgets.h"

/* Narrower than this, the first columns alone are shown. */
#define NARROW_WIDTH 560
#define NARROW_COLUMNS 2
/* A column that is narrower cannot be found any more. */
#define LEAST_WIDTH 40

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
  g_signal_emit_by_name (self, "resized");
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
    g_signal_emit_by_name (self, "reordered");
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
    g_signal_emit_by_name (self, "sorted", path, descending);
}

/* Returns: how many columns are shown: in a narrow window not all there are */
guint
crm_app_list_view_get_n_shown (CrmAppListView *self)
{
  guint n = crm_record_list_get_columns (self->list)->len;

  return self->is_narrow ? MIN (n, NARROW_COLUMNS) : n;
}

/* --- widths
 * --------------------------------------------------------------------------------------- */

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

/* Of a table that is being made: follows where people drag its columns, what they sort by, and how
 * much room there is, which @width tells. */
void
_crm_app_list_view_watch_columns (CrmAppListView *self, GtkAdjustment *width)
{
  g_signal_connect_object (gtk_column_view_get_columns (self->view), "items-changed",
                           G_CALLBACK (columns_changed_cb), self, 0);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (sorter_changed_cb), self, 0);
  g_signal_connect_object (width, "notify::page-size", G_CALLBACK (width_of_view_changed_cb), self,
                           0);
}

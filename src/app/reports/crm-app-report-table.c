/* crm-app-report-table.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The table of a sheet: the same numbers as its bars, and more. */
#define G_LOG_DOMAIN "crm-app-report-table"
#include "config.h"

#include "crm-app-report-table.h"

#include "base/crm-app-widgets.h"

/* Which column a factory is for, and how it looks. */
typedef struct
{
  guint column;
  gboolean is_number;
} Cells;

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  const Cells *cells = data;
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), cells->is_number ? 1.0f : 0.0f);
  if (cells->is_number)
    gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  const Cells *cells = data;
  CrmSheetRow *row = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);

  gtk_label_set_text (GTK_LABEL (label), crm_sheet_row_get_text (row, cells->column));
  if (crm_sheet_row_is_total (row))
    gtk_widget_add_css_class (label, "crm-total");
  else
    gtk_widget_remove_css_class (label, "crm-total");
}

static void
free_cells (gpointer data, GClosure *closure)
{
  g_free (data);
}

static GtkColumnViewColumn *
make_column (const CrmReportSheet *sheet, guint i)
{
  const CrmSheetColumn *column = g_ptr_array_index (sheet->columns, i);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Cells cells = { i, column->is_number };
  GtkColumnViewColumn *made;

  g_signal_connect_data (factory, "setup", G_CALLBACK (setup_cb), g_memdup2 (&cells, sizeof cells),
                         free_cells, 0);
  g_signal_connect_data (factory, "bind", G_CALLBACK (bind_cb), g_memdup2 (&cells, sizeof cells),
                         free_cells, 0);
  made = gtk_column_view_column_new (column->title, factory);
  gtk_column_view_column_set_resizable (made, TRUE);
  gtk_column_view_column_set_expand (made, i == 0);
  return made;
}

static GtkColumnView *
get_view (GtkWidget *table)
{
  return GTK_COLUMN_VIEW (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (table)));
}

/* Returns: (transfer floating): what scrolls a table that shows nothing yet */
GtkWidget *
crm_app_report_table_new (void)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_column_view_new (NULL);

  gtk_column_view_set_show_row_separators (GTK_COLUMN_VIEW (view), TRUE);
  gtk_widget_add_css_class (view, "data-table");
  crm_app_set_id (view, "crm-report-table");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  return scrolled;
}

/* @table: as crm_app_report_table_new() made it */
void
crm_app_report_table_set_sheet (GtkWidget *table, CrmReportSheet *sheet)
{
  GtkColumnView *view = get_view (table);
  GListModel *columns = gtk_column_view_get_columns (view);
  GListStore *rows = g_list_store_new (CRM_TYPE_SHEET_ROW);
  GtkNoSelection *selection;

  /* Rows of the one report do not fit the columns of the other. */
  gtk_column_view_set_model (view, NULL);
  for (guint n = g_list_model_get_n_items (columns); n > 0; n--)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, n - 1);

      gtk_column_view_remove_column (view, column);
    }
  for (guint i = 0; i < sheet->columns->len; i++)
    {
      g_autoptr (GtkColumnViewColumn) column = make_column (sheet, i);

      gtk_column_view_append_column (view, column);
    }
  for (guint i = 0; i < sheet->rows->len; i++)
    g_list_store_append (rows, g_ptr_array_index (sheet->rows, i));
  selection = gtk_no_selection_new (G_LIST_MODEL (rows));
  gtk_column_view_set_model (view, GTK_SELECTION_MODEL (selection));
  g_object_unref (selection);
  crm_app_set_name (GTK_WIDGET (view), sheet->title);
}

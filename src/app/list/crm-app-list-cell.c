/* crm-app-list-cell.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-list-cell"
#include "config.h"

#include "crm-app-list-cell.h"

#include "crm-text.h"

/* In letters: what is still read in a narrow window, and what the widest texts take that are usual.
 * The columns can be made wider. */
static const struct
{
  guint least;
  guint usual;
} chars[] = {
  [CRM_APP_CELL_SHORT] = { 7, 13 },
  [CRM_APP_CELL_NUMBER] = { 13, 16 },
  [CRM_APP_CELL_TEXT] = { 8, 18 },
  [CRM_APP_CELL_TITLE] = { 14, 30 },
};

struct _CrmAppListCell
{
  GtkWidget parent_instance;
  GtkWidget *text; /* GtkInscription */
  guint column;
  gboolean is_number;
  CrmRecordRow *row; /* (owned) (nullable) */
  gulong changed_id;
};

G_DEFINE_FINAL_TYPE (CrmAppListCell, crm_app_list_cell, GTK_TYPE_WIDGET)

static void
crm_app_list_cell_dispose (GObject *object)
{
  CrmAppListCell *self = CRM_APP_LIST_CELL (object);

  crm_app_list_cell_show (self, NULL);
  g_clear_pointer (&self->text, gtk_widget_unparent);
  G_OBJECT_CLASS (crm_app_list_cell_parent_class)->dispose (object);
}

static void
crm_app_list_cell_class_init (CrmAppListCellClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_app_list_cell_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "crmcell");
}

static void
crm_app_list_cell_init (CrmAppListCell *self)
{
  self->text = gtk_inscription_new (NULL);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (self->text),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->text, TRUE);
  gtk_widget_set_parent (self->text, GTK_WIDGET (self));
}

/* Pango takes "left" as the side where a paragraph begins, which depends on its letters. A column
 * is read along one edge, whatever is in its rows. */
static void
align (CrmAppListCell *self, const char *text)
{
  int direction = crm_text_get_direction (text);
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean is_against = direction != 0 && (direction < 0) != is_rtl;

  gtk_inscription_set_xalign (GTK_INSCRIPTION (self->text),
                              is_against != self->is_number ? 1.0f : 0.0f);
}

static void
changed_cb (CrmRecordRow *row, gpointer data)
{
  CrmAppListCell *self = data;
  const char *text = crm_record_row_get_text (row, self->column);

  align (self, text);
  gtk_inscription_set_text (GTK_INSCRIPTION (self->text), text);
}

/* Returns: (transfer floating): a cell for this column of a list */
GtkWidget *
crm_app_list_cell_new (guint column, CrmAppCellKind kind)
{
  CrmAppListCell *self = g_object_new (CRM_APP_TYPE_LIST_CELL, NULL);

  self->column = column;
  self->is_number = kind == CRM_APP_CELL_NUMBER;
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (self->text), chars[kind].least);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (self->text), chars[kind].usual);
  if (self->is_number)
    gtk_widget_add_css_class (self->text, "numeric");
  return GTK_WIDGET (self);
}

/* @row: (nullable): what to show from now on */
void
crm_app_list_cell_show (CrmAppListCell *self, CrmRecordRow *row)
{
  if (self->row != NULL)
    g_clear_signal_handler (&self->changed_id, self->row);
  g_set_object (&self->row, row);
  if (row == NULL)
    return;
  self->changed_id = g_signal_connect (row, "changed", G_CALLBACK (changed_cb), self);
  changed_cb (row, self);
}

/* Returns: (transfer none) (nullable): the row it shows */
CrmRecordRow *
crm_app_list_cell_get_row (CrmAppListCell *self)
{
  return self->row;
}

guint
crm_app_list_cell_get_column (CrmAppListCell *self)
{
  return self->column;
}

/* crm-app-import-columns.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-import-columns"
#include "config.h"

#include "crm-app-import-columns.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases-import.h"
#include "base/crm-app-choice.h"
#include "base/crm-app-widgets.h"
#include "base/crm-app-wrap.h"
#include "record/crm-app-card.h"

/* Of a file that is no list of people somebody cannot look through more. */
#define MAX_COLUMNS 200
/* Heading and choice stand side by side where each has so much. */
#define PART_WIDTH 170

struct _CrmAppImportColumns
{
  AdwBin parent_instance;
  GtkWidget *list;      /* GtkListBox */
  GtkWidget *more;      /* GtkLabel: that there are more columns */
  GtkStringList *names; /* (owned): of the fields, the first for none */
  GPtrArray *targets;   /* (owned) (element-type utf8): of each but the first */
  GPtrArray *choices;   /* (owned) (element-type GtkDropDown) (nullable): by column; NULL where
                           there is nothing in it */
  gboolean is_showing;  /* what is chosen is not somebody's doing */
};

G_DEFINE_FINAL_TYPE (CrmAppImportColumns, crm_app_import_columns, ADW_TYPE_BIN)

static guint chosen_signal;

static void
crm_app_import_columns_finalize (GObject *object)
{
  CrmAppImportColumns *self = CRM_APP_IMPORT_COLUMNS (object);

  g_clear_object (&self->names);
  g_ptr_array_unref (self->targets);
  g_ptr_array_unref (self->choices);
  G_OBJECT_CLASS (crm_app_import_columns_parent_class)->finalize (object);
}

static void
crm_app_import_columns_class_init (CrmAppImportColumnsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_app_import_columns_finalize;
  chosen_signal = g_signal_new ("chosen", CRM_APP_TYPE_IMPORT_COLUMNS, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRING);
}

static void
crm_app_import_columns_init (CrmAppImportColumns *self)
{
  GtkWidget *card = crm_app_card_new (_ ("Columns"), "crm-import-columns", &self->list);

  self->targets = g_ptr_array_new_with_free_func (g_free);
  self->choices = g_ptr_array_new ();
  self->more = crm_app_text_new ("dim-label");
  gtk_box_append (GTK_BOX (card), self->more);
  adw_bin_set_child (ADW_BIN (self), card);
}

static void
chosen_cb (GtkDropDown *choice, GParamSpec *property, gpointer data)
{
  CrmAppImportColumns *self = data;
  guint selected = gtk_drop_down_get_selected (choice);
  guint column;

  if (self->is_showing || selected > self->targets->len
      || !g_ptr_array_find (self->choices, choice, &column))
    return;
  g_signal_emit (self, chosen_signal, 0, column,
                 selected > 0 ? g_ptr_array_index (self->targets, selected - 1) : NULL);
}

static GtkWidget *
make_texts (const char *title, const CrmImportColumn *column)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *cell = crm_phrase_import_cell (column->sample);
  g_autofree char *sample = g_strdup_printf ("\u2068%s\u2069", cell); /* so is a phone number */

  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), crm_app_label_new (title, NULL));
  gtk_box_append (GTK_BOX (texts), crm_app_label_new (sample, "dim-label"));
  return texts;
}

static void
add_column (CrmAppImportColumns *self, guint i, const CrmImportColumn *column)
{
  g_autofree char *title = crm_phrase_import_cell (column->title);
  g_autofree char *id = g_strdup_printf ("crm-import-column-%u", i);
  GtkWidget *wrap = crm_app_wrap_new (6, PART_WIDTH);
  GtkWidget *choice = crm_app_choice_new (g_object_ref (self->names), title, id);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_widget_set_valign (choice, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (wrap, "crm-line");
  gtk_box_append (GTK_BOX (wrap), make_texts (title, column));
  gtk_box_append (GTK_BOX (wrap), choice);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), wrap);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  crm_app_set_name (row, title);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
  g_ptr_array_index (self->choices, i) = choice;
  g_signal_connect (choice, "notify::selected", G_CALLBACK (chosen_cb), self);
}

/**
 * crm_app_import_columns_fill:
 * @self: columns
 * @import: an import
 *
 * Shows its columns anew. Those in which there is nothing are not worth a line.
 */
void
crm_app_import_columns_fill (CrmAppImportColumns *self, const CrmImport *import)
{
  guint n_shown = 0;
  gboolean has_more = FALSE;
  g_autofree char *more = NULL;

  crm_app_card_clear (self->list);
  g_ptr_array_set_size (self->choices, 0);
  g_ptr_array_set_size (self->choices, (int)import->columns->len);
  for (guint i = 0; i < import->columns->len && !has_more; i++)
    {
      const CrmImportColumn *column = g_ptr_array_index (import->columns, i);

      if (*column->sample == '\0')
        continue;
      has_more = n_shown == MAX_COLUMNS;
      if (!has_more)
        add_column (self, i, column);
      n_shown++;
    }
  more = g_strdup_printf (_ ("Only the first %d are shown"), MAX_COLUMNS);
  gtk_label_set_text (GTK_LABEL (self->more), more);
  gtk_widget_set_visible (self->more, has_more);
  gtk_widget_set_visible (GTK_WIDGET (self), n_shown > 0);
  crm_app_import_columns_update (self, import);
}

static guint
find_target (CrmAppImportColumns *self, const char *target)
{
  for (guint i = 0; target != NULL && i < self->targets->len; i++)
    if (g_str_equal (g_ptr_array_index (self->targets, i), target))
      return i + 1;
  return 0;
}

/**
 * crm_app_import_columns_update:
 * @self: columns
 * @import: the same import
 *
 * Shows which column goes into which field by now.
 */
void
crm_app_import_columns_update (CrmAppImportColumns *self, const CrmImport *import)
{
  self->is_showing = TRUE;
  for (guint i = 0; i < self->choices->len; i++)
    {
      GtkDropDown *choice = g_ptr_array_index (self->choices, i);
      const CrmImportColumn *column = g_ptr_array_index (import->columns, i);

      if (choice != NULL)
        gtk_drop_down_set_selected (choice, find_target (self, column->target));
    }
  self->is_showing = FALSE;
}

/**
 * crm_app_import_columns_new:
 * @import: an import; not kept
 *
 * Returns: (transfer floating): its columns
 */
GtkWidget *
crm_app_import_columns_new (const CrmImport *import)
{
  CrmAppImportColumns *self = g_object_new (CRM_APP_TYPE_IMPORT_COLUMNS, NULL);

  self->names = gtk_string_list_new (NULL);
  /* TRANSLATORS: what to do with a column of a table that is imported */
  gtk_string_list_append (self->names, _ ("Leave out"));
  for (guint i = 0; i < import->targets->len; i++)
    {
      const CrmFormOption *option = g_ptr_array_index (import->targets, i);

      gtk_string_list_append (self->names, option->label);
      g_ptr_array_add (self->targets, g_strdup (option->value));
    }
  crm_app_import_columns_fill (self, import);
  return GTK_WIDGET (self);
}

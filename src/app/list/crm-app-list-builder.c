/* crm-app-list-builder.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-list-builder"
#include "config.h"

#include "crm-app-list-builder.h"

#include <glib/gi18n-lib.h>

#include "crm-filter-rows.h"
#include "base/crm-app-widgets.h"

struct _CrmAppListBuilder
{
  AdwBin parent_instance;
  GPtrArray *columns; /* (owned) (nullable) (element-type CrmListColumn) */
  char *text;         /* (owned): the filter that there is */
  GArray *ops;        /* (owned) (nullable) (element-type CrmRowOp): of the chosen field */
  GtkWidget *rows;    /* GtkBox */
  GtkWidget *rich;    /* tells that the text has a mistake */
  GtkWidget *field;   /* GtkDropDown, and so is @op */
  GtkWidget *op;
  GtkWidget *value;  /* GtkEntry */
  GtkWidget *choice; /* GtkDropDown: for choices and flags */
  GtkWidget *hint;
};

G_DEFINE_FINAL_TYPE (CrmAppListBuilder, crm_app_list_builder, ADW_TYPE_BIN)

enum
{
  BUILT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
crm_app_list_builder_finalize (GObject *object)
{
  CrmAppListBuilder *self = CRM_APP_LIST_BUILDER (object);

  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->ops, g_array_unref);
  g_free (self->text);
  G_OBJECT_CLASS (crm_app_list_builder_parent_class)->finalize (object);
}

static void
crm_app_list_builder_class_init (CrmAppListBuilderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_app_list_builder_finalize;
  signals[BUILT] = g_signal_new ("built", CRM_APP_TYPE_LIST_BUILDER, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

/* --- the conditions that there are
 * ---------------------------------------------------------------- */

static void show_rows (CrmAppListBuilder *self);

static void
build (CrmAppListBuilder *self, GPtrArray *rows)
{
  g_free (self->text);
  self->text = crm_filter_rows_write (rows);
  g_signal_emit (self, signals[BUILT], 0, self->text);
  show_rows (self);
}

static void
remove_clicked_cb (GtkButton *button, gpointer data)
{
  CrmAppListBuilder *self = data;
  g_autoptr (GPtrArray) rows = crm_filter_rows_read (self->text);
  guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "crm-row"));

  if (rows == NULL || i >= rows->len)
    return;
  g_ptr_array_remove_index (rows, i);
  build (self, rows);
  gtk_widget_grab_focus (self->field);
}

static void
add_row (CrmAppListBuilder *self, const char *row, guint i)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *phrase = crm_filter_row_phrase (row, self->columns);
  /* TRANSLATORS: removes a condition of a filter; %s is the condition */
  g_autofree char *words = g_strdup_printf (_ ("Remove: %s"), phrase);
  GtkWidget *label = crm_app_text_new (NULL);
  GtkWidget *remove
      = crm_app_icon_button_new ("list-remove-symbolic", words, "crm-condition-remove");

  gtk_label_set_text (GTK_LABEL (label), phrase);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (remove, "flat");
  g_object_set_data (G_OBJECT (remove), "crm-row", GUINT_TO_POINTER (i));
  g_signal_connect (remove, "clicked", G_CALLBACK (remove_clicked_cb), self);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), remove);
  gtk_box_append (GTK_BOX (self->rows), line);
}

static void
show_rows (CrmAppListBuilder *self)
{
  g_autoptr (GPtrArray) rows = crm_filter_rows_read (self->text);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_box_remove (GTK_BOX (self->rows), row);
  gtk_widget_set_visible (self->rich, rows == NULL);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    add_row (self, g_ptr_array_index (rows, i), i);
}

/* --- a new one
 * ------------------------------------------------------------------------------------ */

static const CrmListColumn * /* (nullable) */
get_column (CrmAppListBuilder *self)
{
  guint i = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->field));

  return self->columns != NULL && i < self->columns->len ? g_ptr_array_index (self->columns, i)
                                                         : NULL;
}

static CrmRowOp
get_op (CrmAppListBuilder *self)
{
  guint i = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->op));

  return self->ops != NULL && i < self->ops->len ? g_array_index (self->ops, CrmRowOp, i)
                                                 : CRM_ROW_IS;
}

static gboolean
has_choices (const CrmListColumn *column)
{
  return column->type == CRM_FIELD_BOOL
         || (column->type == CRM_FIELD_CHOICE && column->field != NULL
             && column->field->choices != NULL);
}

/* What is chosen or typed. */
static const char *
get_value (CrmAppListBuilder *self, const CrmListColumn *column)
{
  guint i = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->choice));

  if (!has_choices (column))
    return gtk_editable_get_text (GTK_EDITABLE (self->value));
  if (column->type == CRM_FIELD_BOOL)
    return i == 0 ? "true" : "false";
  return i != GTK_INVALID_LIST_POSITION ? column->field->choices[i].value : "";
}

static void
fill_choice (CrmAppListBuilder *self, const CrmListColumn *column)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  if (column->type == CRM_FIELD_BOOL)
    {
      gtk_string_list_append (names, _ ("Yes"));
      gtk_string_list_append (names, _ ("No"));
    }
  else
    for (const CrmChoice *choice = column->field->choices; choice->value != NULL; choice++)
      gtk_string_list_append (names, _ (choice->label));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->choice), G_LIST_MODEL (names));
}

static const char *
get_hint (CrmFieldType type)
{
  if (type == CRM_FIELD_DAY || type == CRM_FIELD_TIME)
    /* TRANSLATORS: today, -14d and +30d stay as they are */
    return _ ("A date, or today, -14d, +30d");
  return type == CRM_FIELD_REF ? _ ("A name, or me") : "";
}

static void
show_value (CrmAppListBuilder *self)
{
  const CrmListColumn *column = get_column (self);
  gboolean needs_value = crm_filter_row_needs_value (get_op (self));

  if (column == NULL)
    return;
  gtk_widget_set_visible (self->choice, needs_value && has_choices (column));
  gtk_widget_set_visible (self->value, needs_value && !has_choices (column));
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->value), get_hint (column->type));
  gtk_label_set_text (GTK_LABEL (self->hint), "");
}

static void
op_changed_cb (GtkDropDown *dropdown, GParamSpec *property, gpointer data)
{
  show_value (data);
}

static void
field_changed_cb (GtkDropDown *dropdown, GParamSpec *property, gpointer data)
{
  CrmAppListBuilder *self = data;
  const CrmListColumn *column = get_column (self);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  if (column == NULL)
    return;
  g_clear_pointer (&self->ops, g_array_unref);
  self->ops = crm_filter_row_list_ops (column->type);
  for (guint i = 0; i < self->ops->len; i++)
    gtk_string_list_append (
        names, crm_filter_row_phrase_op (g_array_index (self->ops, CrmRowOp, i), column->type));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->op), G_LIST_MODEL (names));
  if (has_choices (column))
    fill_choice (self, column);
  gtk_editable_set_text (GTK_EDITABLE (self->value), "");
  show_value (self);
}

static void
add_clicked_cb (GtkWidget *widget, gpointer data)
{
  CrmAppListBuilder *self = data;
  const CrmListColumn *column = get_column (self);
  g_autoptr (GPtrArray) rows = crm_filter_rows_read (self->text);
  char *row;

  if (column == NULL)
    return;
  row = crm_filter_row_new (column, get_op (self), get_value (self, column), g_get_real_time ());
  if (row == NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->hint), _ ("This value does not suit the field."));
      gtk_widget_grab_focus (self->value);
      return;
    }
  if (rows == NULL) /* what has a mistake gives way */
    rows = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (rows, row);
  gtk_label_set_text (GTK_LABEL (self->hint), "");
  gtk_editable_set_text (GTK_EDITABLE (self->value), "");
  build (self, rows);
}

/* --- its widgets
 * ---------------------------------------------------------------------------------- */

static GtkWidget *
make_choice (CrmAppListBuilder *self, const char *name, const char *id, GCallback callback)
{
  GtkWidget *choice = gtk_drop_down_new (NULL, NULL);

  crm_app_set_name (choice, name);
  crm_app_set_id (choice, id);
  if (callback != NULL)
    g_signal_connect (choice, "notify::selected", callback, self);
  return choice;
}

static GtkWidget *
make_content (CrmAppListBuilder *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *add = crm_app_button_new (_ ("_Add Condition"), "crm-condition-add");

  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->rich = crm_app_text_new ("caption");
  gtk_label_set_text (GTK_LABEL (self->rich),
                      _ ("The text has a mistake; a new condition takes its place."));
  self->field
      = make_choice (self, _ ("Field"), "crm-condition-field", G_CALLBACK (field_changed_cb));
  /* There are many, with those of the records that it leads to. */
  gtk_drop_down_set_expression (
      GTK_DROP_DOWN (self->field),
      gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (self->field), TRUE);
  self->op = make_choice (self, _ ("Comparison"), "crm-condition-op", G_CALLBACK (op_changed_cb));
  self->choice = make_choice (self, _ ("Value"), "crm-condition-choice", NULL);
  self->value = gtk_entry_new ();
  crm_app_set_name (self->value, _ ("Value"));
  crm_app_set_id (self->value, "crm-condition-value");
  g_signal_connect (self->value, "activate", G_CALLBACK (add_clicked_cb), self);
  self->hint = crm_app_text_new ("error");
  g_signal_connect (add, "clicked", G_CALLBACK (add_clicked_cb), self);
  gtk_box_append (GTK_BOX (box), self->rows);
  gtk_box_append (GTK_BOX (box), self->rich);
  gtk_box_append (GTK_BOX (box), self->field);
  gtk_box_append (GTK_BOX (box), self->op);
  gtk_box_append (GTK_BOX (box), self->choice);
  gtk_box_append (GTK_BOX (box), self->value);
  gtk_box_append (GTK_BOX (box), self->hint);
  gtk_box_append (GTK_BOX (box), add);
  gtk_widget_set_size_request (box, 280, -1);
  return box;
}

/* The chosen one stays while rows come and go. */
static void
show_fields (CrmAppListBuilder *self)
{
  GtkDropDown *field = GTK_DROP_DOWN (self->field);
  GListModel *former = gtk_drop_down_get_model (field);
  guint selected = gtk_drop_down_get_selected (field);
  g_autoptr (GtkStringList) names = NULL;

  if (self->columns == NULL
      || (former != NULL && g_list_model_get_n_items (former) == self->columns->len))
    return;
  names = gtk_string_list_new (NULL);
  for (guint i = 0; i < self->columns->len; i++)
    gtk_string_list_append (names,
                            _ (((CrmListColumn *)g_ptr_array_index (self->columns, i))->label));
  gtk_drop_down_set_model (field, G_LIST_MODEL (names));
  if (selected < self->columns->len)
    gtk_drop_down_set_selected (field, selected);
}

/* Only when it is opened for the first time: a list is drawn without it. */
static void
open_cb (GtkMenuButton *button, gpointer data)
{
  CrmAppListBuilder *self = data;

  if (self->field == NULL)
    gtk_popover_set_child (gtk_menu_button_get_popover (button), make_content (self));
  show_fields (self);
}

static void
shown_cb (GtkWidget *popover, gpointer data)
{
  CrmAppListBuilder *self = data;

  if (self->columns != NULL)
    show_rows (self);
}

static void
crm_app_list_builder_init (CrmAppListBuilder *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();

  self->text = g_strdup ("");
  g_signal_connect (popover, "show", G_CALLBACK (shown_cb), self);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "crm-filter-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), open_cb, self, NULL);
  gtk_widget_set_tooltip_text (button, _ ("Conditions"));
  crm_app_set_name (button, _ ("Conditions"));
  crm_app_set_id (button, "crm-list-builder");
  adw_bin_set_child (ADW_BIN (self), button);
}

GtkWidget *
crm_app_list_builder_new (void)
{
  return g_object_new (CRM_APP_TYPE_LIST_BUILDER, NULL);
}

/* @columns: (element-type CrmListColumn): which fields there are */
void
crm_app_list_builder_set_columns (CrmAppListBuilder *self, GPtrArray *columns)
{
  if (self->columns == columns)
    return;
  g_ptr_array_ref (columns);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  self->columns = columns;
  if (self->field != NULL)
    show_fields (self);
}

/* The filter that there is, so that its conditions are shown. */
void
crm_app_list_builder_set_text (CrmAppListBuilder *self, const char *text /* (nullable) */)
{
  char *copy = g_strdup (text != NULL ? text : "");

  g_free (self->text);
  self->text = copy;
}

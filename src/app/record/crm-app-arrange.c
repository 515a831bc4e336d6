/* crm-app-arrange.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-arrange"
#include "config.h"

#include "crm-app-arrange.h"

#include <glib/gi18n-lib.h>

#include "crm-app-arrange-row.h"
#include "crm-phrases.h"
#include "base/crm-app-widgets.h"

struct _CrmAppArrange
{
  AdwWindow parent_instance;
  CrmAppSession *session; /* (owned) (nullable) */
  char *entity;           /* (owned) */
  char *seen;             /* (owned) (nullable): what was stored when it was opened */
  GPtrArray *items;       /* (owned) (element-type CrmArrangementItem) */
  GPtrArray *names;       /* (owned) (element-type utf8): of the fields, as declared */
  GHashTable *labels;     /* (owned) (element-type utf8 utf8): of the fields, by name */
  GtkWidget *list;        /* GtkListBox */
  GtkWidget *scrolled;
  GtkWidget *save;
  GtkWidget *problem;
};

#define CRM_APP_TYPE_ARRANGE (crm_app_arrange_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppArrange, crm_app_arrange, CRM_APP, ARRANGE, AdwWindow)
G_DEFINE_FINAL_TYPE (CrmAppArrange, crm_app_arrange, ADW_TYPE_WINDOW)

static void
crm_app_arrange_dispose (GObject *object)
{
  g_clear_object (&CRM_APP_ARRANGE (object)->session);
  G_OBJECT_CLASS (crm_app_arrange_parent_class)->dispose (object);
}

static void
crm_app_arrange_finalize (GObject *object)
{
  CrmAppArrange *self = CRM_APP_ARRANGE (object);

  g_free (self->entity);
  g_free (self->seen);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->labels, g_hash_table_unref);
  G_OBJECT_CLASS (crm_app_arrange_parent_class)->finalize (object);
}

/* --- the lines
 * ------------------------------------------------------------------------------------ */

static void
show_places (CrmAppArrange *self)
{
  for (guint i = 0; i < self->items->len; i++)
    crm_app_arrange_row_set_place (
        CRM_APP_ARRANGE_ROW (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int)i)), i,
        self->items->len);
}

static guint
get_place (CrmAppArrangeRow *row)
{
  return (guint)gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
}

/* The line goes there as it is: what has the focus in it keeps it. */
static void
move (CrmAppArrange *self, guint from, int to)
{
  GtkListBox *list = GTK_LIST_BOX (self->list);
  g_autoptr (GtkWidget) row = NULL;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (!crm_arrangement_move (self->items, from, to))
    {
      gtk_widget_error_bell (self->list);
      return;
    }
  row = g_object_ref (GTK_WIDGET (gtk_list_box_get_row_at_index (list, (int)from)));
  gtk_list_box_remove (list, row);
  gtk_list_box_insert (list, row, to);
  show_places (self);
  if (focus == NULL || !gtk_widget_is_ancestor (focus, row) || !gtk_widget_grab_focus (focus))
    crm_app_arrange_row_focus (CRM_APP_ARRANGE_ROW (row));
}

static void
moved_cb (CrmAppArrangeRow *row, int step, gpointer data)
{
  move (data, get_place (row), (int)get_place (row) + step);
}

static void
dropped_cb (CrmAppArrangeRow *row, guint from, gpointer data)
{
  if (from != get_place (row))
    move (data, from, (int)get_place (row));
}

/* What stands below it joins what is above. */
static void
removed_cb (CrmAppArrangeRow *row, gpointer data)
{
  CrmAppArrange *self = data;
  guint place = get_place (row);
  GtkListBoxRow *next;

  gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
  g_ptr_array_remove_index (self->items, place);
  show_places (self);
  next = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int)place);
  if (next != NULL)
    crm_app_arrange_row_focus (CRM_APP_ARRANGE_ROW (next));
}

static CrmAppArrangeRow *
insert_row (CrmAppArrange *self, guint place)
{
  CrmArrangementItem *item = g_ptr_array_index (self->items, place);
  g_autofree char *label = item->name != NULL
                               ? g_strdup (g_hash_table_lookup (self->labels, item->name))
                               : crm_arrangement_dup_heading (item);
  GtkWidget *row = crm_app_arrange_row_new (item, label);

  g_signal_connect_object (row, "moved", G_CALLBACK (moved_cb), self, 0);
  g_signal_connect_object (row, "dropped", G_CALLBACK (dropped_cb), self, 0);
  g_signal_connect_object (row, "removed", G_CALLBACK (removed_cb), self, 0);
  gtk_list_box_insert (GTK_LIST_BOX (self->list), row, (int)place);
  return CRM_APP_ARRANGE_ROW (row);
}

static void
show_all (CrmAppArrange *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  for (guint i = 0; i < self->items->len; i++)
    insert_row (self, i);
  show_places (self);
}

/* Above all others, from where it is moved. */
static void
add_heading_cb (GtkButton *button, gpointer data)
{
  CrmAppArrange *self = data;
  CrmAppArrangeRow *row;

  crm_arrangement_add_heading (self->items, _ ("New section"));
  crm_arrangement_move (self->items, self->items->len - 1, 0);
  row = insert_row (self, 0);
  show_places (self);
  crm_app_arrange_row_focus (row);
}

/* As it is declared; not stored before somebody saves it. */
static void
reset_cb (GtkButton *button, gpointer data)
{
  CrmAppArrange *self = data;

  g_ptr_array_unref (self->items);
  self->items = crm_arrangement_parse (NULL);
  crm_arrangement_complete (self->items, self->names);
  show_all (self);
  gtk_widget_grab_focus (self->save);
}

/* --- saving
 * --------------------------------------------------------------------------------------- */

static char * /* (transfer full) (nullable): NULL for as declared */
dup_content (CrmAppArrange *self)
{
  g_autoptr (GPtrArray) declared = crm_arrangement_parse (NULL);
  g_autofree char *content = crm_arrangement_write (self->items);
  g_autofree char *plain = NULL;

  crm_arrangement_complete (declared, self->names);
  plain = crm_arrangement_write (declared);
  return g_str_equal (content, plain) ? NULL : g_steal_pointer (&content);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmAppArrange) self = data;
  g_autoptr (GError) error = NULL;
  gboolean is_stored = crm_app_session_write_finish (CRM_APP_SESSION (source), result, &error);

  if (self->session == NULL)
    {
      if (!is_stored)
        crm_app_session_tell_trouble (CRM_APP_SESSION (source), crm_phrase_error (error));
      return;
    }
  if (is_stored)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  gtk_label_set_text (GTK_LABEL (self->problem), crm_phrase_error (error));
  gtk_widget_set_visible (self->problem, TRUE);
  gtk_widget_set_sensitive (self->save, TRUE);
}

static void
save_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrmAppArrange *self = CRM_APP_ARRANGE (widget);
  g_autofree char *content = NULL;

  if (self->session == NULL || !gtk_widget_get_sensitive (self->save))
    return;
  content = dup_content (self);
  if (g_strcmp0 (content, self->seen) == 0)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  gtk_widget_set_sensitive (self->save, FALSE); /* once is enough */
  crm_app_session_write_async (self->session,
                               crm_arrangement_save (self->entity, self->seen, content), saved_cb,
                               g_object_ref (self));
}

static void
crm_app_arrange_class_init (CrmAppArrangeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_app_arrange_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_app_arrange_finalize;
  gtk_widget_class_install_action (widget_class, "arrange.save", NULL, save_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "arrange.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

/* --- making it
 * ------------------------------------------------------------------------------------ */

static GtkWidget *
make_bar (CrmAppArrange *self)
{
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *cancel = crm_app_button_new (_ ("_Cancel"), "crm-arrange-cancel");

  self->save = crm_app_button_new (_ ("_Save"), "crm-arrange-save");
  gtk_widget_add_css_class (self->save, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->save), "arrange.save");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "window.close");
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), self->save);
  return bar;
}

static GtkWidget *
make_buttons (CrmAppArrange *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  /* TRANSLATORS: a part of a form, with a heading of its own */
  GtkWidget *add = crm_app_button_new (_ ("Add _Section"), "crm-arrange-add");
  /* TRANSLATORS: puts the fields of a form back into the order they have at first */
  GtkWidget *reset = crm_app_button_new (_ ("_Reset"), "crm-arrange-reset");

  g_signal_connect (add, "clicked", G_CALLBACK (add_heading_cb), self);
  g_signal_connect (reset, "clicked", G_CALLBACK (reset_cb), self);
  gtk_box_append (GTK_BOX (box), add);
  gtk_box_append (GTK_BOX (box), reset);
  return box;
}

static void
crm_app_arrange_init (CrmAppArrange *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *hint = crm_app_text_new ("dim-label");

  self->problem = crm_app_text_new ("error");
  gtk_widget_set_visible (self->problem, FALSE);
  gtk_label_set_text (GTK_LABEL (hint),
                      _ ("For everybody who works with this store. A required field that is hidden "
                         "is still asked for in a new record."));
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  crm_app_set_name (self->list, _ ("Fields"));
  crm_app_set_id (self->list, "crm-arrange-list");
  gtk_box_append (GTK_BOX (content), self->problem);
  gtk_box_append (GTK_BOX (content), hint);
  gtk_box_append (GTK_BOX (content), make_buttons (self));
  gtk_box_append (GTK_BOX (content), self->list);
  gtk_widget_add_css_class (content, "crm-page");
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), content);
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), make_bar (self));
  gtk_box_append (GTK_BOX (box), self->scrolled);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 460, 620);
  gtk_widget_set_size_request (GTK_WIDGET (self), 360, 294);
}

/* What a record cannot be without says so. */
static void
take_fields (CrmAppArrange *self, CrmForm *form)
{
  g_autoptr (GPtrArray) declared = crm_form_list_names (form);

  self->names = g_ptr_array_ref (declared);
  self->labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < form->fields->len; i++)
    {
      const CrmFormField *field = g_ptr_array_index (form->fields, i);

      g_hash_table_insert (self->labels, g_strdup (field->name),
                           field->is_required ? g_strdup_printf (_ ("%s (required)"), field->label)
                                              : g_strdup (field->label));
    }
}

/* @form: of a record of the entity whose fields are to be arranged; only read here */
void
crm_app_arrange_present (GtkWidget *parent, CrmAppSession *session, CrmForm *form)
{
  CrmAppArrange *self
      = g_object_new (CRM_APP_TYPE_ARRANGE, "transient-for", gtk_widget_get_root (parent),
                      "destroy-with-parent", TRUE, NULL);

  self->session = g_object_ref (session);
  self->entity = g_strdup (form->data->entity->name);
  self->seen = g_strdup (form->data->arrangement);
  take_fields (self, form);
  self->items = crm_arrangement_parse (self->seen);
  crm_arrangement_complete (self->items, self->names);
  show_all (self);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Arrange Fields"));
  gtk_window_present (GTK_WINDOW (self));
}

/* e-crm-template-list.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-template-list"
#include "config.h"

#include "e-crm-template-list.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/crm-template.h"
#include "model/crm-text.h"
#include "shell/e-crm-widgets.h"

#define LIST_HEIGHT 200
#define LIST_WIDTH 320

struct _ECrmTemplateList
{
  GtkBox parent_instance;
  GtkWidget *search;
  GtkWidget *list; /* rows with data "template" or "field", "folded", "position" */
  GtkWidget *empty;
  int n_rows; /* ever made */
};

G_DEFINE_FINAL_TYPE (ECrmTemplateList, e_crm_template_list, GTK_TYPE_BOX)

enum
{
  CHOSEN,
  FIELD_CHOSEN,
  RENAME,
  DELETE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
add_signal (guint signal, const char *name, GType type)
{
  signals[signal] = g_signal_new (name, E_TYPE_CRM_TEMPLATE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, type);
}

static void
e_crm_template_list_class_init (ECrmTemplateListClass *klass)
{
  add_signal (CHOSEN, "chosen", CRM_TYPE_RECORD);
  add_signal (FIELD_CHOSEN, "field-chosen", G_TYPE_STRING);
  add_signal (RENAME, "rename", CRM_TYPE_RECORD);
  add_signal (DELETE, "delete", CRM_TYPE_RECORD);
}

static gboolean
is_shown (GtkListBoxRow *row, gpointer data)
{
  ECrmTemplateList *self = data;
  g_autofree char *typed = crm_fold (gtk_entry_get_text (GTK_ENTRY (self->search)));

  return strstr (g_object_get_data (G_OBJECT (row), "folded"), typed) != NULL;
}

static gboolean
begins (GtkListBoxRow *row, const char *typed)
{
  return g_str_has_prefix (g_object_get_data (G_OBJECT (row), "folded"), typed);
}

/* What begins with the letters typed comes before what has them somewhere. */
static int
compare (GtkListBoxRow *left, GtkListBoxRow *right, gpointer data)
{
  ECrmTemplateList *self = data;
  g_autofree char *typed = crm_fold (gtk_entry_get_text (GTK_ENTRY (self->search)));
  int order = (begins (left, typed) ? 0 : 1) - (begins (right, typed) ? 0 : 1);

  return order != 0 ? order
                    : GPOINTER_TO_INT (g_object_get_data (G_OBJECT (left), "position"))
                          - GPOINTER_TO_INT (g_object_get_data (G_OBJECT (right), "position"));
}

static GtkListBoxRow *
first_shown (ECrmTemplateList *self)
{
  for (int i = 0;; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i);

      if (row == NULL || is_shown (row, self))
        return row;
    }
}

/* The row may go before all is done. */
static void
emit (ECrmTemplateList *self, guint signal, GtkListBoxRow *row /* (nullable) */)
{
  CrmRecord *template = row != NULL ? g_object_get_data (G_OBJECT (row), "template") : NULL;

  if (template == NULL)
    return;
  crm_record_ref (template);
  g_signal_emit (self, signals[signal], 0, template);
  crm_record_unref (template);
}

static void
choose (ECrmTemplateList *self, GtkListBoxRow *row /* (nullable) */)
{
  const char *field = row != NULL ? g_object_get_data (G_OBJECT (row), "field") : NULL;

  if (field != NULL)
    g_signal_emit (self, signals[FIELD_CHOSEN], 0, field);
  else
    emit (self, CHOSEN, row);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
  choose (data, row);
}

static void
search_activate_cb (GtkEntry *entry, gpointer data)
{
  choose (data, first_shown (data));
}

static void
search_changed_cb (GtkEditable *editable, gpointer data)
{
  ECrmTemplateList *self = data;

  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
  gtk_list_box_invalidate_sort (GTK_LIST_BOX (self->list));
}

/* A search entry keeps Escape to itself. */
static void
stop_search_cb (GtkSearchEntry *search, gpointer data)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (search), GTK_TYPE_POPOVER);

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

/* From what is typed straight to what was found. */
static gboolean
search_key_cb (GtkWidget *search, GdkEventKey *event, gpointer data)
{
  ECrmTemplateList *self = data;
  GtkListBoxRow *row = event->keyval == GDK_KEY_Down ? first_shown (self) : NULL;

  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
  return row != NULL;
}

static gboolean
row_key_cb (GtkWidget *row, GdkEventKey *event, gpointer data)
{
  if (event->keyval != GDK_KEY_F2 && event->keyval != GDK_KEY_Delete)
    return FALSE;
  emit (data, event->keyval == GDK_KEY_F2 ? RENAME : DELETE, GTK_LIST_BOX_ROW (row));
  return TRUE;
}

static void
rename_cb (GtkWidget *button, gpointer data)
{
  emit (data, RENAME, GTK_LIST_BOX_ROW (gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW)));
}

static void
delete_cb (GtkWidget *button, gpointer data)
{
  emit (data, DELETE, GTK_LIST_BOX_ROW (gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW)));
}

/* --- rows ------------------------------------------------------------------------------------- */

static GtkWidget *
make_row (ECrmTemplateList *self, const char *text, const char *dim /* (nullable) */)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *more = gtk_label_new (dim);
  g_autofree char *name = dim != NULL ? g_strdup_printf ("%s, %s", text, dim) : g_strdup (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (more), PANGO_ELLIPSIZE_MIDDLE);
  e_crm_add_class (more, "dim-label");
  g_object_set (box, "margin", 3, NULL);
  gtk_box_pack_start (GTK_BOX (box), label, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (box), more, FALSE, TRUE, 0);
  gtk_container_add (GTK_CONTAINER (row), box);
  g_object_set_data_full (G_OBJECT (row), "folded", crm_fold (name), g_free);
  e_crm_set_name (row, name);
  g_object_set_data (G_OBJECT (row), "position", GINT_TO_POINTER (++self->n_rows));
  gtk_list_box_insert (GTK_LIST_BOX (self->list), row, -1);
  return row;
}

static void
add_button (ECrmTemplateList *self,
            GtkWidget *row,
            const char *icon,
            const char *name,
            const char *id,
            GCallback callback)
{
  GtkWidget *button = e_crm_icon_button_new (icon, name, id);

  g_signal_connect_object (button, "clicked", callback, self, 0);
  gtk_box_pack_end (GTK_BOX (gtk_bin_get_child (GTK_BIN (row))), button, FALSE, FALSE, 0);
}

static void
add_template (ECrmTemplateList *self, CrmRecord *template)
{
  const char *name = crm_record_get_title (template);
  gboolean is_snippet = g_strcmp0 (crm_record_get_text (template, "kind"), "snippet") == 0;
  /* TRANSLATORS: the name of a text block in the list of templates */
  g_autofree char *text
      = is_snippet ? g_strdup_printf (_ ("%s (text block)"), name) : g_strdup (name);
  /* TRANSLATORS: %s is the name of a template */
  g_autofree char *remove = g_strdup_printf (_ ("Delete “%s” (Delete)"), name);
  /* TRANSLATORS: %s is the name of a template */
  g_autofree char *rename = g_strdup_printf (_ ("Rename “%s” (F2)"), name);
  GtkWidget *row = make_row (self, text, crm_record_get_text (template, "language"));

  g_object_set_data_full (G_OBJECT (row), "template", crm_record_ref (template),
                          (GDestroyNotify)crm_record_unref);
  add_button (self, row, "user-trash-symbolic", remove, "crm-template-delete",
              G_CALLBACK (delete_cb));
  add_button (self, row, "document-edit-symbolic", rename, "crm-template-rename",
              G_CALLBACK (rename_cb));
  e_crm_set_id (row, "crm-template-row");
  g_signal_connect_object (row, "key-press-event", G_CALLBACK (row_key_cb), self, 0);
  gtk_widget_show_all (row);
}

static void
remove_row (GtkWidget *row, gpointer data)
{
  gtk_widget_destroy (row);
}

static void
clear (ECrmTemplateList *self)
{
  gtk_container_foreach (GTK_CONTAINER (self->list), remove_row, NULL);
}

/* @templates (element-type CrmRecord): in the order in which they are shown */
void
e_crm_template_list_show_templates (ECrmTemplateList *self, GPtrArray *templates)
{
  clear (self);
  for (guint i = 0; i < templates->len; i++)
    add_template (self, g_ptr_array_index (templates, i));
  e_crm_label_set (self->empty,
                   templates->len == 0
                       ? _ ("There are no templates yet. Write a letter as you would to this"
                            " customer, then press “Save as template…”: the names in it become"
                            " fields, and are filled in anew each time.")
                       : NULL);
}

typedef struct
{
  ECrmTemplateList *self;
  CrmMerge *merge;
} Showing;

static void
show_field (const char *name, const char *label, gpointer data)
{
  Showing *showing = data;
  g_autofree char *value = crm_merge_lookup (name, showing->merge);
  GtkWidget *row = make_row (showing->self, label, value != NULL ? value : "–");

  g_object_set_data_full (G_OBJECT (row), "field", g_strdup (name), g_free);
  e_crm_set_id (row, "crm-template-field");
  gtk_widget_show_all (row);
}

/* What may be filled in, for one who writes a template. @merge: what it is for the recipient. */
void
e_crm_template_list_show_fields (ECrmTemplateList *self, CrmMerge *merge)
{
  Showing showing = { self, merge };

  clear (self);
  for (const CrmTemplateField *field = crm_template_fields (); field->name != NULL; field++)
    show_field (field->name, _ (field->label), &showing);
  crm_merge_foreach_custom (merge->context, show_field, &showing);
  e_crm_label_set (self->empty, NULL);
}

/* Forgets what was typed, and waits for more. */
void
e_crm_template_list_start (ECrmTemplateList *self)
{
  gtk_entry_set_text (GTK_ENTRY (self->search), "");
  gtk_widget_grab_focus (self->search);
}

/* --- making it -------------------------------------------------------------------------------- */

static void
e_crm_template_list_init (ECrmTemplateList *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (NULL, NULL);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  self->search = gtk_search_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->search), _ ("Type a name"));
  e_crm_set_id (self->search, "crm-template-search");
  e_crm_set_name (self->search, _ ("Search templates"));
  self->list = gtk_list_box_new ();
  gtk_list_box_set_sort_func (GTK_LIST_BOX (self->list), compare, self, NULL);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), is_shown, self, NULL);
  e_crm_set_id (self->list, "crm-template-list");
  e_crm_set_name (self->list, _ ("Templates"));
  self->empty = e_crm_text_new ();
  gtk_label_set_max_width_chars (GTK_LABEL (self->empty), 40);
  e_crm_set_id (self->empty, "crm-template-empty");
  e_crm_label_set (self->empty, NULL);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request (scrolled, LIST_WIDTH, LIST_HEIGHT);
  gtk_container_add (GTK_CONTAINER (scrolled), self->list);
  gtk_widget_show_all (scrolled);
  gtk_widget_show (self->search);
  gtk_box_pack_start (GTK_BOX (self), self->search, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->empty, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), scrolled, TRUE, TRUE, 0);
  g_signal_connect (self->search, "changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect (self->search, "activate", G_CALLBACK (search_activate_cb), self);
  g_signal_connect (self->search, "stop-search", G_CALLBACK (stop_search_cb), self);
  g_signal_connect (self->search, "key-press-event", G_CALLBACK (search_key_cb), self);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
}

GtkWidget *
e_crm_template_list_new (void)
{
  GtkWidget *self = g_object_new (E_TYPE_CRM_TEMPLATE_LIST, NULL);

  gtk_widget_show (self);
  return self;
}

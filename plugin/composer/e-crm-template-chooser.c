/* e-crm-template-chooser.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-template-chooser"
#include "config.h"

#include "e-crm-template-chooser.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/crm-text.h"
#include "shell/e-crm-widgets.h"

#define LIST_HEIGHT 220
#define MAX_TEMPLATES 1000

struct _ECrmTemplateChooser
{
  GtkPopover parent_instance;
  ECrmApp *app; /* (owned) */
  GtkWidget *stack;
  GtkWidget *search;
  GtkWidget *list; /* rows with data "template" and "folded" */
  GtkWidget *empty;
  GtkWidget *name; /* of what is saved */
  GtkWidget *kind;
  GtkWidget *language;
  GtkWidget *failure;
  char *wanted; /* (owned) (nullable): the recipient's language */
};

G_DEFINE_FINAL_TYPE (ECrmTemplateChooser, e_crm_template_chooser, GTK_TYPE_POPOVER)

enum
{
  CHOSEN,
  SAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
e_crm_template_chooser_dispose (GObject *object)
{
  ECrmTemplateChooser *self = E_CRM_TEMPLATE_CHOOSER (object);

  g_clear_object (&self->app);
  g_clear_pointer (&self->wanted, g_free);
  G_OBJECT_CLASS (e_crm_template_chooser_parent_class)->dispose (object);
}

static void
e_crm_template_chooser_class_init (ECrmTemplateChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = e_crm_template_chooser_dispose;

  /* A template was chosen: its record. */
  signals[CHOSEN] = g_signal_new ("chosen", E_TYPE_CRM_TEMPLATE_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, CRM_TYPE_RECORD);
  /* The letter is to become one: name, kind, language; answer with e_crm_template_chooser_saved().
   */
  signals[SAVE]
      = g_signal_new ("save", E_TYPE_CRM_TEMPLATE_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
}

/* --- the list --------------------------------------------------------------------------------- */

static gboolean
is_shown (GtkListBoxRow *row, gpointer data)
{
  ECrmTemplateChooser *self = data;
  g_autofree char *typed = crm_fold (gtk_entry_get_text (GTK_ENTRY (self->search)));

  return strstr (g_object_get_data (G_OBJECT (row), "folded"), typed) != NULL;
}

static GtkListBoxRow *
first_shown (ECrmTemplateChooser *self)
{
  for (int i = 0;; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i);

      if (row == NULL || is_shown (row, self))
        return row;
    }
}

static void
choose (ECrmTemplateChooser *self, GtkListBoxRow *row)
{
  CrmRecord *template = row != NULL ? g_object_get_data (G_OBJECT (row), "template") : NULL;

  if (template == NULL)
    return;
  crm_record_ref (template);
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, template);
  crm_record_unref (template);
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
  ECrmTemplateChooser *self = data;

  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
}

/* Less is better: the recipient's language, the user's, one for all, any. */
static guint
rank_language (ECrmTemplateChooser *self, const CrmRecord *template)
{
  const char *language = crm_record_get_text (template, "language");
  const char *const *own = g_get_language_names ();

  if (language == NULL || language[0] == '\0')
    return 50;
  if (self->wanted != NULL && g_ascii_strncasecmp (self->wanted, language, 2) == 0)
    return 0;
  for (guint i = 0; own[i] != NULL && i < 40; i++)
    if (g_ascii_strncasecmp (own[i], language, 2) == 0)
      return 1 + i;
  return 60;
}

static void
add_row (ECrmTemplateChooser *self, CrmRecord *template)
{
  const char *name = crm_record_get_title (template);
  gboolean is_snippet = g_strcmp0 (crm_record_get_text (template, "kind"), "snippet") == 0;
  /* TRANSLATORS: the name of a text block in the list of templates */
  g_autofree char *text
      = is_snippet ? g_strdup_printf (_ ("%s (text block)"), name) : g_strdup (name);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  g_object_set (label, "margin", 4, NULL);
  gtk_container_add (GTK_CONTAINER (row), label);
  g_object_set_data_full (G_OBJECT (row), "template", crm_record_ref (template),
                          (GDestroyNotify)crm_record_unref);
  g_object_set_data_full (G_OBJECT (row), "folded", crm_fold (name), g_free);
  e_crm_set_id (row, "crm-template-row");
  e_crm_set_name (row, text);
  gtk_widget_show_all (row);
  gtk_list_box_insert (GTK_LIST_BOX (self->list), row, -1);
}

/* Of the variants of one name the best; @templates is in the order of the list. */
static void
fill (ECrmTemplateChooser *self, GPtrArray *templates)
{
  g_autoptr (GHashTable) best = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < templates->len; i++)
    {
      CrmRecord *template = g_ptr_array_index (templates, i);
      const CrmRecord *other = g_hash_table_lookup (best, crm_record_get_title (template));

      if (crm_record_get_int (template, "inactive", 0) == 0
          && (other == NULL || rank_language (self, template) < rank_language (self, other)))
        g_hash_table_insert (best, (char *)crm_record_get_title (template), template);
    }
  for (guint i = 0; i < templates->len; i++)
    {
      CrmRecord *template = g_ptr_array_index (templates, i);

      if (g_hash_table_lookup (best, crm_record_get_title (template)) == template)
        add_row (self, template);
    }
  e_crm_label_set (self->empty,
                   g_hash_table_size (best) == 0 ? _ ("There are no templates yet") : NULL);
}

static void
remove_row (GtkWidget *row, gpointer data)
{
  gtk_widget_destroy (row);
}

static gpointer
list_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  CrmListQuery query = { .entity = "template", .order_by = "name", .limit = MAX_TEMPLATES };

  return crm_reader_list (reader, &query, NULL, error);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmTemplateChooser) self = data;
  g_autoptr (GPtrArray) templates = crm_store_read_finish (CRM_STORE (source), result, NULL);

  if (templates == NULL || self->app == NULL)
    return;
  gtk_container_foreach (GTK_CONTAINER (self->list), remove_row, NULL);
  fill (self, templates);
}

/* Reads the list anew. @language: the recipient's. */
void
e_crm_template_chooser_load (ECrmTemplateChooser *self, const char *language /* (nullable) */)
{
  g_free (self->wanted);
  self->wanted = g_strdup (language);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "list");
  gtk_entry_set_text (GTK_ENTRY (self->search), "");
  gtk_widget_grab_focus (self->search);
  crm_store_read_async (e_crm_app_get_store (self->app), list_in_worker, NULL, NULL,
                        (GDestroyNotify)g_ptr_array_unref, NULL, listed_cb, g_object_ref (self));
}

/* --- saving ----------------------------------------------------------------------------------- */

static void
open_form_cb (GtkButton *button, gpointer data)
{
  ECrmTemplateChooser *self = data;
  g_autofree char *own = g_strndup (g_get_language_names ()[0], 2);

  e_crm_label_set (self->failure, NULL);
  if (gtk_entry_get_text_length (GTK_ENTRY (self->language)) == 0 && own[0] != 'C')
    gtk_entry_set_text (GTK_ENTRY (self->language), own);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "form");
  gtk_widget_grab_focus (self->name);
}

static void
save_cb (GtkWidget *widget, gpointer data)
{
  ECrmTemplateChooser *self = data;
  g_autofree char *name = g_strstrip (g_strdup (gtk_entry_get_text (GTK_ENTRY (self->name))));
  g_autofree char *language
      = g_strstrip (g_strdup (gtk_entry_get_text (GTK_ENTRY (self->language))));

  if (name[0] == '\0')
    {
      gtk_widget_grab_focus (self->name);
      return;
    }
  g_signal_emit (self, signals[SAVE], 0, name,
                 gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->kind)), language);
}

/* @failure: why not; NULL when it has been saved */
void
e_crm_template_chooser_saved (ECrmTemplateChooser *self, const char *failure)
{
  e_crm_label_set (self->failure, failure);
  if (failure != NULL)
    return;
  gtk_entry_set_text (GTK_ENTRY (self->name), "");
  gtk_popover_popdown (GTK_POPOVER (self));
}

/* --- making it -------------------------------------------------------------------------------- */

static GtkWidget *
make_list_page (ECrmTemplateChooser *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new (NULL, NULL);
  GtkWidget *save = e_crm_button_new (_ ("Save as template…"), "crm-template-save-as");

  self->search = gtk_search_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->search), _ ("Type a name"));
  e_crm_set_id (self->search, "crm-template-search");
  e_crm_set_name (self->search, _ ("Search templates"));
  self->list = gtk_list_box_new ();
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), is_shown, self, NULL);
  e_crm_set_id (self->list, "crm-template-list");
  e_crm_set_name (self->list, _ ("Templates"));
  self->empty = e_crm_text_new ();
  e_crm_label_set (self->empty, NULL);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request (scrolled, 280, LIST_HEIGHT);
  gtk_container_add (GTK_CONTAINER (scrolled), self->list);
  gtk_widget_show_all (scrolled);
  gtk_widget_show (self->search);
  gtk_box_pack_start (GTK_BOX (box), self->search, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), self->empty, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), scrolled, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (box), save, FALSE, FALSE, 0);
  gtk_widget_show (box);
  g_signal_connect (self->search, "changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect (self->search, "activate", G_CALLBACK (search_activate_cb), self);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  g_signal_connect (save, "clicked", G_CALLBACK (open_form_cb), self);
  return box;
}

static GtkWidget *
add_entry (GtkWidget *box, const char *title, const char *id)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (title);
  GtkWidget *entry = gtk_entry_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), entry);
  e_crm_set_id (entry, id);
  gtk_box_pack_start (GTK_BOX (box), label, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), entry, FALSE, FALSE, 0);
  return entry;
}

static GtkWidget *
make_form_page (ECrmTemplateChooser *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *save = e_crm_button_new (_ ("_Save"), "crm-template-save");

  self->name = add_entry (box, _ ("_Name"), "crm-template-name");
  self->language = add_entry (box, _ ("_Language"), "crm-template-language");
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->language), "en");
  self->kind = gtk_combo_box_text_new ();
  gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (self->kind), "letter", _ ("Letter"));
  gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (self->kind), "snippet", _ ("Text block"));
  gtk_combo_box_set_active (GTK_COMBO_BOX (self->kind), 0);
  e_crm_set_id (self->kind, "crm-template-kind");
  e_crm_set_name (self->kind, _ ("Kind"));
  self->failure = e_crm_text_new ();
  e_crm_set_id (self->failure, "crm-template-failure");
  gtk_box_pack_start (GTK_BOX (box), self->kind, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), self->failure, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), save, FALSE, FALSE, 0);
  gtk_widget_show_all (box);
  e_crm_label_set (self->failure, NULL);
  g_signal_connect (save, "clicked", G_CALLBACK (save_cb), self);
  g_signal_connect (self->name, "activate", G_CALLBACK (save_cb), self);
  return box;
}

static void
e_crm_template_chooser_init (ECrmTemplateChooser *self)
{
  self->stack = gtk_stack_new ();
  g_object_set (self->stack, "margin", 8, NULL);
  gtk_stack_add_named (GTK_STACK (self->stack), make_list_page (self), "list");
  gtk_stack_add_named (GTK_STACK (self->stack), make_form_page (self), "form");
  gtk_widget_show (self->stack);
  gtk_container_add (GTK_CONTAINER (self), self->stack);
  e_crm_set_id (GTK_WIDGET (self), "crm-templates");
}

GtkWidget *
e_crm_template_chooser_new (ECrmApp *app)
{
  ECrmTemplateChooser *self = g_object_new (E_TYPE_CRM_TEMPLATE_CHOOSER, NULL);

  self->app = g_object_ref (app);
  return GTK_WIDGET (self);
}

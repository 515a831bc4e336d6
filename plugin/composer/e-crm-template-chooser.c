/* e-crm-template-chooser.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-template-chooser"
#include "config.h"

#include "e-crm-template-chooser.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases-trouble.h"
#include "e-crm-template-form.h"
#include "e-crm-template-list.h"
#include "mail/e-crm-toast.h"
#include "service/crm-templates.h"
#include "shell/e-crm-widgets.h"

struct _ECrmTemplateChooser
{
  GtkPopover parent_instance;
  ECrmApp *app; /* (owned) */
  GtkWidget *stack;
  GtkWidget *list;      /* ECrmTemplateList: templates */
  GtkWidget *fields;    /* ECrmTemplateList: what may be filled in */
  GtkWidget *form;      /* ECrmTemplateForm */
  GtkWidget *toast;     /* ECrmToast: what was done to the list */
  GPtrArray *templates; /* (owned) (nullable) (element-type CrmRecord) */
  char *wanted;         /* (owned) (nullable): the recipient's language */
};

G_DEFINE_FINAL_TYPE (ECrmTemplateChooser, e_crm_template_chooser, GTK_TYPE_POPOVER)

enum
{
  CHOSEN,
  FIELD_CHOSEN,
  FIELDS,
  SAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
e_crm_template_chooser_dispose (GObject *object)
{
  ECrmTemplateChooser *self = E_CRM_TEMPLATE_CHOOSER (object);

  g_clear_object (&self->app);
  g_clear_pointer (&self->templates, g_ptr_array_unref);
  g_clear_pointer (&self->wanted, g_free);
  G_OBJECT_CLASS (e_crm_template_chooser_parent_class)->dispose (object);
}

static void
add_signal (guint signal, const char *name, guint n_parameters, GType type)
{
  signals[signal] = g_signal_new (name, E_TYPE_CRM_TEMPLATE_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, n_parameters, type);
}

static void
e_crm_template_chooser_class_init (ECrmTemplateChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = e_crm_template_chooser_dispose;
  add_signal (CHOSEN, "chosen", 1, CRM_TYPE_RECORD);
  add_signal (FIELD_CHOSEN, "field-chosen", 1, G_TYPE_STRING);
  /* The fields are wanted: answer with e_crm_template_chooser_show_fields(). */
  add_signal (FIELDS, "fields", 0, G_TYPE_NONE);
  /* The letter is to become a template: its ECrmTemplateWish; answer with
   * e_crm_template_chooser_saved(). */
  add_signal (SAVE, "save", 1, G_TYPE_POINTER);
}

/* --- the list --------------------------------------------------------------------------------- */

static gpointer
list_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_templates_list (reader, error);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmTemplateChooser) self = data;
  g_autoptr (GPtrArray) templates = crm_store_read_finish (CRM_STORE (source), result, NULL);

  if (templates == NULL || self->app == NULL)
    return;
  crm_templates_sort (templates, self->wanted, g_get_language_names ());
  e_crm_template_list_show_templates (E_CRM_TEMPLATE_LIST (self->list), templates);
  g_clear_pointer (&self->templates, g_ptr_array_unref);
  self->templates = g_steal_pointer (&templates);
}

static void
reload (ECrmTemplateChooser *self)
{
  crm_store_read_async (e_crm_app_get_store (self->app), list_in_worker, NULL, NULL,
                        (GDestroyNotify)g_ptr_array_unref, NULL, listed_cb, g_object_ref (self));
}

static void
show_list (ECrmTemplateChooser *self)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "list");
  e_crm_template_list_start (E_CRM_TEMPLATE_LIST (self->list));
}

/* Reads the list anew. @language: the recipient's. */
void
e_crm_template_chooser_load (ECrmTemplateChooser *self, const char *language /* (nullable) */)
{
  g_free (self->wanted);
  self->wanted = g_strdup (language);
  gtk_widget_hide (self->toast);
  show_list (self);
  reload (self);
}

static void
chosen_cb (ECrmTemplateList *list, CrmRecord *template, gpointer data)
{
  ECrmTemplateChooser *self = data;

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, template);
}

static void
field_chosen_cb (ECrmTemplateList *list, const char *field, gpointer data)
{
  ECrmTemplateChooser *self = data;

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[FIELD_CHOSEN], 0, field);
}

static void
fields_cb (GtkButton *button, gpointer data)
{
  ECrmTemplateChooser *self = data;

  g_signal_emit (self, signals[FIELDS], 0);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "fields");
  e_crm_template_list_start (E_CRM_TEMPLATE_LIST (self->fields));
}

/* @merge: what the fields are for the recipient */
void
e_crm_template_chooser_show_fields (ECrmTemplateChooser *self, CrmMerge *merge)
{
  e_crm_template_list_show_fields (E_CRM_TEMPLATE_LIST (self->fields), merge);
}

static void
back_cb (GtkWidget *widget, gpointer data)
{
  show_list (data);
}

/* --- changing it ------------------------------------------------------------------------------ */

static void
tell (ECrmTemplateChooser *self, const char *done, const GError *error)
{
  g_autofree char *trouble = NULL;

  if (self->app == NULL)
    return;
  if (error == NULL)
    e_crm_toast_show_done (E_CRM_TOAST (self->toast), done);
  else
    {
      trouble = g_error_matches (error, CRM_ERROR, CRM_ERROR_CONFLICT)
                    ? g_strdup (_ ("Somebody else has changed it meanwhile"))
                    : crm_phrase_trouble (error, NULL);
      e_crm_toast_show_error (E_CRM_TOAST (self->toast), trouble);
    }
  reload (self);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmTemplateChooser) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, &error);

  tell (self, _ ("Template deleted"), error);
}

static void
deletion_made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmTemplateChooser) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmChangeSet) set = crm_store_read_finish (CRM_STORE (source), result, &error);

  if (set != NULL)
    crm_store_write_async (CRM_STORE (source), set, NULL, deleted_cb, g_object_ref (self));
  else
    tell (self, NULL, error);
}

static gpointer
delete_in_worker (CrmReader *reader, gpointer id, GError **error)
{
  return crm_templates_delete (reader, id, error);
}

static void
delete_cb (ECrmTemplateList *list, CrmRecord *template, gpointer data)
{
  ECrmTemplateChooser *self = data;

  crm_store_read_async (e_crm_app_get_store (self->app), delete_in_worker, g_strdup (template->id),
                        g_free, (GDestroyNotify)crm_change_set_unref, NULL, deletion_made_cb,
                        g_object_ref (self));
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmTemplateChooser) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, &error);

  if (error != NULL)
    tell (self, NULL, error);
  else if (self->app != NULL)
    reload (self);
}

/* The popover takes all keys and clicks: what was done last was done in it. */
static void
undo_cb (ECrmToast *toast, gpointer data)
{
  ECrmTemplateChooser *self = data;

  crm_store_undo_async (e_crm_app_get_store (self->app), NULL, undone_cb, g_object_ref (self));
  e_crm_template_list_start (E_CRM_TEMPLATE_LIST (self->list));
}

static void
rename_cb (ECrmTemplateList *list, CrmRecord *template, gpointer data)
{
  ECrmTemplateChooser *self = data;

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "form");
  e_crm_template_form_open (E_CRM_TEMPLATE_FORM (self->form), template, self->templates);
}

static void
renamed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmTemplateChooser) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, &error);

  tell (self, _ ("Template changed"), error);
}

/* --- saving ----------------------------------------------------------------------------------- */

static void
open_form_cb (GtkButton *button, gpointer data)
{
  ECrmTemplateChooser *self = data;

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "form");
  e_crm_template_form_open (E_CRM_TEMPLATE_FORM (self->form), NULL, self->templates);
}

static void
submit_cb (ECrmTemplateForm *form, gpointer data)
{
  ECrmTemplateChooser *self = data;
  ECrmTemplateWish wish = { 0 };
  g_autofree char *name = NULL;
  g_autofree char *language = NULL;
  CrmRecord *template
      = e_crm_template_form_get (form, &name, &language, &wish.kind, &wish.with_fields);

  if (e_crm_template_form_is_rename (form))
    {
      g_autoptr (CrmChangeSet) set = crm_templates_rename (template, name, wish.kind, language);

      crm_store_write_async (e_crm_app_get_store (self->app), set, NULL, renamed_cb,
                             g_object_ref (self));
      show_list (self);
      return;
    }
  wish.name = name;
  wish.language = language;
  wish.replaced = template;
  g_signal_emit (self, signals[SAVE], 0, &wish);
}

/* @failure: why not; NULL when it has been saved */
void
e_crm_template_chooser_saved (ECrmTemplateChooser *self, const char *failure)
{
  e_crm_template_form_saved (E_CRM_TEMPLATE_FORM (self->form), failure);
  if (failure != NULL || self->app == NULL)
    return;
  show_list (self);
  e_crm_toast_show_done (E_CRM_TOAST (self->toast), _ ("Template saved"));
  reload (self);
}

/* --- making it -------------------------------------------------------------------------------- */

static GtkWidget *
make_list_page (ECrmTemplateChooser *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *save = e_crm_button_new (_ ("Save as _template…"), "crm-template-save-as");
  GtkWidget *fields = e_crm_button_new (_ ("Insert _field…"), "crm-template-fields");

  self->list = e_crm_template_list_new ();
  self->toast = e_crm_toast_new ();
  gtk_box_pack_start (GTK_BOX (buttons), save, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (buttons), fields, TRUE, TRUE, 0);
  gtk_widget_show (buttons);
  gtk_box_pack_start (GTK_BOX (box), self->list, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (box), self->toast, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), buttons, FALSE, FALSE, 0);
  gtk_widget_show (box);
  g_signal_connect (self->list, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect (self->list, "rename", G_CALLBACK (rename_cb), self);
  g_signal_connect (self->list, "delete", G_CALLBACK (delete_cb), self);
  g_signal_connect (self->toast, "undo", G_CALLBACK (undo_cb), self);
  g_signal_connect (save, "clicked", G_CALLBACK (open_form_cb), self);
  g_signal_connect (fields, "clicked", G_CALLBACK (fields_cb), self);
  return box;
}

static GtkWidget *
make_fields_page (ECrmTemplateChooser *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *back = e_crm_button_new (_ ("_Back"), "crm-template-fields-back");

  self->fields = e_crm_template_list_new ();
  gtk_box_pack_start (GTK_BOX (box), self->fields, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (box), back, FALSE, FALSE, 0);
  gtk_widget_show (box);
  g_signal_connect (self->fields, "field-chosen", G_CALLBACK (field_chosen_cb), self);
  g_signal_connect (back, "clicked", G_CALLBACK (back_cb), self);
  return box;
}

/* Asked for again while it was about to close: GTK drops that, and the button would stay down. */
static gboolean
popup_cb (gpointer data)
{
  GtkPopover *self = data;
  GtkWidget *button = gtk_popover_get_relative_to (self);

  if (GTK_IS_TOGGLE_BUTTON (button) && gtk_widget_get_mapped (button)
      && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button))
      && !gtk_widget_get_visible (GTK_WIDGET (self)))
    gtk_popover_popup (self);
  return G_SOURCE_REMOVE;
}

static void
hidden_cb (GtkWidget *self, gpointer data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, popup_cb, g_object_ref (self), g_object_unref);
}

static void
e_crm_template_chooser_init (ECrmTemplateChooser *self)
{
  self->stack = gtk_stack_new ();
  g_object_set (self->stack, "margin", 8, NULL);
  self->form = e_crm_template_form_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), make_list_page (self), "list");
  gtk_stack_add_named (GTK_STACK (self->stack), make_fields_page (self), "fields");
  gtk_stack_add_named (GTK_STACK (self->stack), self->form, "form");
  gtk_widget_show (self->stack);
  gtk_container_add (GTK_CONTAINER (self), self->stack);
  g_signal_connect (self->form, "submit", G_CALLBACK (submit_cb), self);
  g_signal_connect (self->form, "back", G_CALLBACK (back_cb), self);
  g_signal_connect (self, "hide", G_CALLBACK (hidden_cb), NULL);
  e_crm_set_id (GTK_WIDGET (self), "crm-templates");
}

GtkWidget *
e_crm_template_chooser_new (ECrmApp *app)
{
  ECrmTemplateChooser *self = g_object_new (E_TYPE_CRM_TEMPLATE_CHOOSER, NULL);

  self->app = g_object_ref (app);
  return GTK_WIDGET (self);
}

/* e-crm-template-form.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-template-form"
#include "config.h"

#include "e-crm-template-form.h"

#include <glib/gi18n-lib.h>

#include "service/crm-templates.h"
#include "shell/e-crm-widgets.h"

struct _ECrmTemplateForm
{
  GtkBox parent_instance;
  GtkWidget *name;
  GtkWidget *language;
  GtkWidget *kind;
  GtkWidget *with_fields;
  GtkWidget *hint; /* what saving does */
  GtkWidget *failure;
  GtkWidget *save;
  GPtrArray *templates; /* (owned) (nullable) (element-type CrmRecord): those there are */
  CrmRecord *edited;    /* (owned) (nullable): NULL while a new one is made */
};

G_DEFINE_FINAL_TYPE (ECrmTemplateForm, e_crm_template_form, GTK_TYPE_BOX)

enum
{
  SUBMIT,
  BACK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
e_crm_template_form_dispose (GObject *object)
{
  ECrmTemplateForm *self = E_CRM_TEMPLATE_FORM (object);

  g_clear_pointer (&self->templates, g_ptr_array_unref);
  g_clear_pointer (&self->edited, crm_record_unref);
  G_OBJECT_CLASS (e_crm_template_form_parent_class)->dispose (object);
}

static void
e_crm_template_form_class_init (ECrmTemplateFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = e_crm_template_form_dispose;

  /* All is filled in: e_crm_template_form_get() and e_crm_template_form_get_edited(). */
  signals[SUBMIT] = g_signal_new ("submit", E_TYPE_CRM_TEMPLATE_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[BACK] = g_signal_new ("back", E_TYPE_CRM_TEMPLATE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

/* (transfer full) */
static char *
dup_entry (GtkWidget *entry)
{
  return g_strstrip (g_strdup (gtk_entry_get_text (GTK_ENTRY (entry))));
}

/* Of the same name, kind and language, and not the one that is edited. */
static CrmRecord *
find_same (ECrmTemplateForm *self)
{
  g_autofree char *name = dup_entry (self->name);
  g_autofree char *language = dup_entry (self->language);
  const char *kind = gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->kind));
  CrmRecord *same = self->templates != NULL && kind != NULL
                        ? crm_templates_find (self->templates, name, kind, language)
                        : NULL;

  return same != NULL && (self->edited == NULL || !g_str_equal (same->id, self->edited->id)) ? same
                                                                                             : NULL;
}

static void
changed_cb (GtkWidget *widget, gpointer data)
{
  ECrmTemplateForm *self = data;

  e_crm_label_set (self->failure, NULL);
  e_crm_label_set (self->hint, self->edited == NULL && find_same (self) != NULL
                                   ? _ ("The template of this name will be replaced")
                                   : NULL);
}

static void
submit_cb (GtkWidget *widget, gpointer data)
{
  ECrmTemplateForm *self = data;
  g_autofree char *name = dup_entry (self->name);
  g_autofree char *language = dup_entry (self->language);

  if (name[0] == '\0')
    {
      e_crm_label_set (self->failure, _ ("It needs a name"));
      gtk_widget_grab_focus (self->name);
    }
  else if (!crm_templates_is_language (language))
    {
      e_crm_label_set (self->failure, _ ("A language is a code such as en or de_CH"));
      gtk_widget_grab_focus (self->language);
    }
  else if (self->edited != NULL && find_same (self) != NULL)
    {
      e_crm_label_set (self->failure, _ ("There is another one of this name"));
      gtk_widget_grab_focus (self->name);
    }
  else
    g_signal_emit (self, signals[SUBMIT], 0);
}

static void
back_cb (GtkWidget *widget, gpointer data)
{
  g_signal_emit (data, signals[BACK], 0);
}

static GtkWidget *
add_labelled (GtkWidget *box, GtkWidget *widget, const char *title, const char *id)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), widget);
  e_crm_set_id (widget, id);
  gtk_box_pack_start (GTK_BOX (box), label, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), widget, FALSE, FALSE, 0);
  return widget;
}

static void
make_fields (ECrmTemplateForm *self)
{
  GtkWidget *box = GTK_WIDGET (self);

  self->name = add_labelled (box, gtk_entry_new (), _ ("_Name"), "crm-template-name");
  self->language = add_labelled (box, gtk_entry_new (), _ ("_Language"), "crm-template-language");
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->language), "en");
  gtk_widget_set_tooltip_text (self->language,
                               _ ("Variants in several languages have the same name; the one in the"
                                  " recipient's language is proposed"));
  self->kind = add_labelled (box, gtk_combo_box_text_new (), _ ("_Kind"), "crm-template-kind");
  gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (self->kind), "letter", _ ("Letter"));
  gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (self->kind), "snippet", _ ("Text block"));
  gtk_combo_box_set_active (GTK_COMBO_BOX (self->kind), 0);
  self->with_fields = gtk_check_button_new_with_mnemonic (_ ("_Fields in place of names"));
  gtk_widget_set_tooltip_text (
      self->with_fields,
      _ ("The names of the recipient, their account and deal become fields, which are filled in"
         " anew each time"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->with_fields), TRUE);
  e_crm_set_id (self->with_fields, "crm-template-with-fields");
  gtk_box_pack_start (GTK_BOX (box), self->with_fields, FALSE, FALSE, 0);
}

static void
e_crm_template_form_init (ECrmTemplateForm *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *back = e_crm_button_new (_ ("_Back"), "crm-template-back");

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  make_fields (self);
  self->hint = e_crm_text_new ();
  e_crm_set_id (self->hint, "crm-template-hint");
  self->failure = e_crm_text_new ();
  e_crm_set_id (self->failure, "crm-template-failure");
  self->save = e_crm_button_new (_ ("_Save"), "crm-template-save");
  gtk_box_pack_start (GTK_BOX (buttons), back, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (buttons), self->save, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->hint, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->failure, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), buttons, FALSE, FALSE, 0);
  gtk_widget_show_all (GTK_WIDGET (self));
  e_crm_label_set (self->hint, NULL);
  e_crm_label_set (self->failure, NULL);
  g_signal_connect (self->name, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (self->language, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (self->kind, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (self->name, "activate", G_CALLBACK (submit_cb), self);
  g_signal_connect (self->language, "activate", G_CALLBACK (submit_cb), self);
  g_signal_connect (self->save, "clicked", G_CALLBACK (submit_cb), self);
  g_signal_connect (back, "clicked", G_CALLBACK (back_cb), self);
}

GtkWidget *
e_crm_template_form_new (void)
{
  return g_object_new (E_TYPE_CRM_TEMPLATE_FORM, NULL);
}

/* @edited: the template whose name is changed; NULL makes one of the letter, for which what was
 * typed before is still there. @templates: those there are. */
void
e_crm_template_form_open (ECrmTemplateForm *self,
                          CrmRecord *edited /* (nullable) */,
                          GPtrArray *templates /* (nullable) */)
{
  g_autofree char *own = g_strndup (g_get_language_names ()[0], 2);
  const char *language = edited != NULL ? crm_record_get_text (edited, "language") : NULL;
  gboolean was_edited = self->edited != NULL;

  g_clear_pointer (&self->edited, crm_record_unref);
  self->edited = edited != NULL ? crm_record_ref (edited) : NULL;
  g_clear_pointer (&self->templates, g_ptr_array_unref);
  self->templates = templates != NULL ? g_ptr_array_ref (templates) : NULL;
  if (edited != NULL || was_edited)
    {
      gtk_entry_set_text (GTK_ENTRY (self->name),
                          edited != NULL ? crm_record_get_title (edited) : "");
      gtk_entry_set_text (GTK_ENTRY (self->language), language != NULL ? language : "");
      gtk_combo_box_set_active_id (GTK_COMBO_BOX (self->kind),
                                   edited != NULL ? crm_record_get_text (edited, "kind")
                                                  : "letter");
    }
  if (edited == NULL && gtk_entry_get_text_length (GTK_ENTRY (self->language)) == 0
      && own[0] != 'C')
    gtk_entry_set_text (GTK_ENTRY (self->language), own);
  gtk_widget_set_visible (self->with_fields, edited == NULL);
  changed_cb (NULL, self);
  gtk_widget_grab_focus (self->name);
}

/* @out_name and @out_language: (transfer full). Returns: the template that is replaced or renamed,
 * NULL for a new one. */
CrmRecord *
e_crm_template_form_get (ECrmTemplateForm *self,
                         char **out_name,
                         char **out_language,
                         const char **out_kind,
                         gboolean *out_with_fields)
{
  *out_name = dup_entry (self->name);
  *out_language = dup_entry (self->language);
  *out_kind = gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->kind));
  *out_with_fields = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->with_fields));
  return self->edited != NULL ? self->edited : find_same (self);
}

/* Whether one that is there gets another name, rather than the letter becoming one. */
gboolean
e_crm_template_form_is_rename (ECrmTemplateForm *self)
{
  return self->edited != NULL;
}

/* @failure: why it is not saved; NULL when it is */
void
e_crm_template_form_saved (ECrmTemplateForm *self, const char *failure)
{
  if (failure == NULL)
    gtk_entry_set_text (GTK_ENTRY (self->name), "");
  e_crm_label_set (self->failure, failure);
}

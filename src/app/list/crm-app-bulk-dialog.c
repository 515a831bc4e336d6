/* crm-app-bulk-dialog.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-bulk-dialog"
#include "config.h"

#include "crm-app-bulk-dialog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-format.h"
#include "crm-form.h"
#include "crm-phrases-bulk.h"
#include "crm-phrases-trouble.h"
#include "base/crm-app-widgets.h"
#include "model/crm-relation.h"
#include "record/crm-app-form-row.h"

struct _CrmAppBulkDialog
{
  AdwWindow parent_instance;
  CrmAppSession *session;    /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the plan under way */
  const CrmEntity *entity;
  GPtrArray *ids;    /* (owned) (element-type utf8) */
  char *wanted;      /* (owned) (nullable): the field to begin with */
  CrmForm *form;     /* (owned) (nullable): of no record: it knows fields and how to read them */
  CrmBulkPlan *plan; /* (owned) (nullable) */
  GtkWidget *what;   /* GtkDropDown: the fields, then tags */
  GtkWidget *value;  /* AdwBin */
  GtkWidget *tag;    /* GtkEntry */
  GtkWidget *empty;  /* GtkCheckButton */
  GtkWidget *preview;
  GtkWidget *spinner;
  GtkWidget *apply;
  gboolean is_typed; /* the field has an entry, which is followed with each letter */
};

G_DEFINE_FINAL_TYPE (CrmAppBulkDialog, crm_app_bulk_dialog, ADW_TYPE_WINDOW)

static void
stop (CrmAppBulkDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* It may outlive the form, while somebody chooses a record for it. */
static void
drop_row (CrmAppBulkDialog *self)
{
  GtkWidget *row = adw_bin_get_child (ADW_BIN (self->value));

  if (row != NULL)
    crm_app_form_row_forget (CRM_APP_FORM_ROW (row));
  adw_bin_set_child (ADW_BIN (self->value), NULL);
}

static void
crm_app_bulk_dialog_dispose (GObject *object)
{
  CrmAppBulkDialog *self = CRM_APP_BULK_DIALOG (object);

  stop (self);
  if (self->value != NULL)
    drop_row (self);
  self->value = NULL;
  g_clear_object (&self->session);
  g_clear_pointer (&self->ids, g_ptr_array_unref);
  g_clear_pointer (&self->wanted, g_free);
  g_clear_pointer (&self->plan, crm_bulk_plan_free);
  g_clear_pointer (&self->form, crm_form_free);
  G_OBJECT_CLASS (crm_app_bulk_dialog_parent_class)->dispose (object);
}

static void
crm_app_bulk_dialog_class_init (CrmAppBulkDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_app_bulk_dialog_dispose;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

/* --- what is chosen
 * ------------------------------------------------------------------------------- */

static gboolean
has_tags (CrmAppBulkDialog *self)
{
  return crm_relation_find (self->entity, "tags") != NULL;
}

/* Which field is chosen; NULL for tags. */
static CrmFormField *
get_field (CrmAppBulkDialog *self)
{
  guint i = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->what));

  return self->form != NULL && i < self->form->fields->len
             ? g_ptr_array_index (self->form->fields, i)
             : NULL;
}

static CrmBulkKind
get_kind (CrmAppBulkDialog *self)
{
  guint i = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->what));

  if (get_field (self) != NULL)
    return CRM_BULK_SET;
  return i == self->form->fields->len ? CRM_BULK_ADD_TAG : CRM_BULK_REMOVE_TAG;
}

/* --- what would come of it
 * ------------------------------------------------------------------------ */

static void
tell (CrmAppBulkDialog *self, const char *text, gboolean is_trouble)
{
  gtk_label_set_text (GTK_LABEL (self->preview), text);
  if (is_trouble)
    gtk_widget_add_css_class (self->preview, "error");
  else
    gtk_widget_remove_css_class (self->preview, "error");
}

static char *
phrase_plan (CrmAppBulkDialog *self)
{
  const CrmFormField *field = get_field (self);
  gboolean is_empty = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->empty));

  if (field == NULL)
    return crm_phrase_bulk_tag (self->plan, get_kind (self),
                                gtk_editable_get_text (GTK_EDITABLE (self->tag)));
  return crm_phrase_bulk_set (self->plan, field->label,
                              is_empty || *field->text == '\0' ? "–" : field->text);
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmAppBulkDialog) self = data;
  g_autoptr (GError) error = NULL;
  CrmBulkPlan *plan = crm_bulk_plan_finish (CRM_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->value == NULL)
    {
      crm_bulk_plan_free (plan);
      return;
    }
  g_clear_object (&self->cancellable);
  gtk_spinner_stop (GTK_SPINNER (self->spinner));
  g_clear_pointer (&self->plan, crm_bulk_plan_free);
  self->plan = plan;
  text = plan != NULL ? phrase_plan (self) : crm_phrase_trouble (error, NULL);
  tell (self, text, plan == NULL);
  gtk_widget_set_sensitive (self->apply, plan != NULL && plan->n_changed > 0);
}

static void
forget_plan (CrmAppBulkDialog *self)
{
  stop (self);
  g_clear_pointer (&self->plan, crm_bulk_plan_free);
  gtk_spinner_stop (GTK_SPINNER (self->spinner));
  gtk_widget_set_sensitive (self->apply, FALSE);
  tell (self, "", FALSE);
}

static void
plan (CrmAppBulkDialog *self)
{
  CrmStore *store = crm_app_session_get_store (self->session);
  const CrmFormField *field = get_field (self);
  CrmBulkOrder order = { .kind = get_kind (self), .entity = self->entity->name, .ids = self->ids };
  g_autofree char *tag = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->tag))));

  forget_plan (self);
  if (store == NULL || (field == NULL && *tag == '\0') || (field != NULL && field->problem != NULL))
    return;
  if (field == NULL)
    order.tag = tag;
  else
    {
      order.field = field->name;
      if (!gtk_check_button_get_active (GTK_CHECK_BUTTON (self->empty)))
        {
          order.value = field->value.value;
          order.currency = field->value.currency;
        }
    }
  self->cancellable = g_cancellable_new ();
  gtk_spinner_start (GTK_SPINNER (self->spinner));
  crm_bulk_plan_async (store, &order, self->cancellable, planned_cb, g_object_ref (self));
}

static void
apply_clicked_cb (GtkButton *button, gpointer data)
{
  CrmAppBulkDialog *self = data;

  if (self->plan == NULL)
    return;
  crm_app_session_write (self->session, g_steal_pointer (&self->plan->set));
  gtk_window_destroy (GTK_WINDOW (self)); /* now: the next key is for the window below */
}

/* --- its widgets
 * ---------------------------------------------------------------------------------- */

/* With each letter; what makes no sense yet is planned by nobody. */
static void
typed_cb (CrmAppFormRow *row, gpointer data)
{
  CrmAppBulkDialog *self = data;

  self->is_typed = TRUE;
  plan (self);
}

/* The field is left for Change, which must not become grey under the pointer. */
static void
edited_cb (CrmAppFormRow *row, gpointer data)
{
  CrmAppBulkDialog *self = data;

  if (!self->is_typed)
    plan (self);
}

static void
tag_changed_cb (GtkEditable *entry, gpointer data)
{
  plan (data);
}

static void
empty_toggled_cb (GtkCheckButton *check, gpointer data)
{
  CrmAppBulkDialog *self = data;

  gtk_widget_set_sensitive (self->value, !gtk_check_button_get_active (check));
  plan (self);
}

static void
show_editor (CrmAppBulkDialog *self)
{
  CrmFormField *field = get_field (self);
  GtkWidget *row;

  gtk_widget_set_visible (self->value, field != NULL);
  gtk_widget_set_visible (self->tag, field == NULL);
  gtk_widget_set_visible (self->empty, field != NULL && !field->is_required);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->empty), FALSE);
  drop_row (self);
  if (field == NULL)
    return;
  row = crm_app_form_row_new (self->session, self->form, field);
  self->is_typed = FALSE;
  g_signal_connect_object (row, "typed", G_CALLBACK (typed_cb), self, 0);
  g_signal_connect_object (row, "edited", G_CALLBACK (edited_cb), self, 0);
  adw_bin_set_child (ADW_BIN (self->value), row);
  crm_app_form_row_show (CRM_APP_FORM_ROW (row));
}

static void
what_changed_cb (GtkDropDown *what, GParamSpec *property, gpointer data)
{
  CrmAppBulkDialog *self = data;
  const CrmFormField *field;

  if (self->form == NULL)
    return;
  forget_plan (self);
  show_editor (self);
  field = get_field (self);
  if (field == NULL || field->value.value.kind != CRM_VALUE_NULL)
    plan (self);
}

static void
fill_what (CrmAppBulkDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;
  gboolean found = FALSE;

  for (guint i = 0; i < self->form->fields->len; i++)
    {
      const CrmFormField *field = g_ptr_array_index (self->form->fields, i);

      gtk_string_list_append (names, field->label);
      /* Many are seldom called the same: not the title, unless somebody asks for it. */
      if (!found
          && (self->wanted != NULL ? g_str_equal (field->name, self->wanted) : !field->is_required))
        {
          selected = i;
          found = TRUE;
        }
    }
  if (has_tags (self))
    {
      gtk_string_list_append (names, _ ("Add a tag"));
      gtk_string_list_append (names, _ ("Remove a tag"));
    }
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->what), G_LIST_MODEL (names));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->what), selected);
  what_changed_cb (GTK_DROP_DOWN (self->what), NULL, self);
  gtk_widget_grab_focus (self->what); /* it was on Cancel, where Return would have ended it */
}

static void
form_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmAppBulkDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmFormData) form = crm_form_data_load_finish (CRM_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (self->value == NULL) /* closed meanwhile */
    return;
  if (form == NULL)
    {
      text = crm_phrase_trouble (error, NULL);
      tell (self, text, TRUE);
      return;
    }
  self->form = crm_form_new_for_many (form);
  fill_what (self);
}

static GtkWidget *
make_bar (CrmAppBulkDialog *self)
{
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *cancel = crm_app_button_new (_ ("_Cancel"), "crm-bulk-cancel");

  self->apply = crm_app_button_new (_ ("C_hange"), "crm-bulk-apply");
  gtk_widget_add_css_class (self->apply, "suggested-action");
  gtk_widget_set_sensitive (self->apply, FALSE);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (gtk_window_close), self);
  g_signal_connect (self->apply, "clicked", G_CALLBACK (apply_clicked_cb), self);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), self->apply);
  return bar;
}

static GtkWidget *
make_content (CrmAppBulkDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->what = gtk_drop_down_new (NULL, NULL);
  crm_app_set_id (self->what, "crm-bulk-what");
  /* TRANSLATORS: for screen readers: which field of many records is to be changed */
  crm_app_set_name (self->what, _ ("What to change"));
  g_signal_connect (self->what, "notify::selected", G_CALLBACK (what_changed_cb), self);
  self->value = adw_bin_new ();
  gtk_widget_add_css_class (self->value, "card");
  self->tag = gtk_entry_new ();
  crm_app_set_id (self->tag, "crm-bulk-tag");
  crm_app_set_name (self->tag, _ ("Tag"));
  gtk_widget_set_visible (self->tag, FALSE);
  g_signal_connect (self->tag, "changed", G_CALLBACK (tag_changed_cb), self);
  self->empty = gtk_check_button_new_with_mnemonic (_ ("_Empty the field"));
  crm_app_set_id (self->empty, "crm-bulk-empty");
  g_signal_connect (self->empty, "toggled", G_CALLBACK (empty_toggled_cb), self);
  self->preview = crm_app_text_new (NULL);
  gtk_widget_set_hexpand (self->preview, TRUE);
  crm_app_set_id (self->preview, "crm-bulk-preview");
  self->spinner = gtk_spinner_new ();
  gtk_box_append (GTK_BOX (line), self->preview);
  gtk_box_append (GTK_BOX (line), self->spinner);
  gtk_widget_add_css_class (box, "crm-page");
  gtk_box_append (GTK_BOX (box), self->what);
  gtk_box_append (GTK_BOX (box), self->value);
  gtk_box_append (GTK_BOX (box), self->tag);
  gtk_box_append (GTK_BOX (box), self->empty);
  gtk_box_append (GTK_BOX (box), line);
  return box;
}

static void
crm_app_bulk_dialog_init (CrmAppBulkDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), make_bar (self));
  gtk_box_append (GTK_BOX (box), make_content (self));
  adw_window_set_content (ADW_WINDOW (self), box);
  crm_app_add_quit_key (GTK_WIDGET (self));
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 460, 340);
  gtk_widget_set_size_request (GTK_WIDGET (self), 360, 294);
}

/* @ids: (transfer none) (element-type utf8): which records
 * @field: (nullable): the field to begin with, as filters name it */
void
crm_app_bulk_dialog_present (GtkWidget *parent,
                             CrmAppSession *session,
                             const char *entity,
                             GPtrArray *ids,
                             const char *field)
{
  CrmStore *store = crm_app_session_get_store (session);
  CrmAppBulkDialog *self;
  g_autofree char *title = NULL;

  if (store == NULL || ids->len == 0)
    return;
  self = g_object_new (CRM_APP_TYPE_BULK_DIALOG, "transient-for", gtk_widget_get_root (parent),
                       "destroy-with-parent", TRUE, NULL);
  self->session = g_object_ref (session);
  self->entity = crm_entity_find (entity);
  self->ids = g_ptr_array_ref (ids);
  self->wanted = g_strdup (field);
  title = crm_format_counted (
      g_dngettext (GETTEXT_PACKAGE, "Change %u Record", "Change %u Records", ids->len), ids->len);
  gtk_window_set_title (GTK_WINDOW (self), title);
  crm_form_data_load_async (store, entity, NULL, NULL, NULL, form_loaded_cb, g_object_ref (self));
  gtk_window_present (GTK_WINDOW (self));
}

/* crm-app-import-refused.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-import-refused"
#include "config.h"

#include "crm-app-import-refused.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-phrases-import.h"
#include "crm-phrases-trouble.h"
#include "base/crm-app-widgets.h"
#include "record/crm-app-card.h"

/* Who has so many looks at the file. */
#define MAX_SHOWN 100

struct _CrmAppImportRefused
{
  AdwBin parent_instance;
  GtkWidget *list; /* GtkListBox */
  GtkWidget *more; /* GtkLabel: that there are more */
  GtkWidget *save;
  GtkWidget *told;               /* GtkLabel: where they were saved, or why not */
  const CrmImport *import;       /* (unowned) (nullable): of @result */
  const CrmImportResult *result; /* (unowned) (nullable): what is shown */
  GtkFileChooserNative *chooser; /* (owned) (nullable): while it is asked where to */
};

G_DEFINE_FINAL_TYPE (CrmAppImportRefused, crm_app_import_refused, ADW_TYPE_BIN)

static void
crm_app_import_refused_dispose (GObject *object)
{
  CrmAppImportRefused *self = CRM_APP_IMPORT_REFUSED (object);

  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  self->result = NULL;
  G_OBJECT_CLASS (crm_app_import_refused_parent_class)->dispose (object);
}

static void
crm_app_import_refused_class_init (CrmAppImportRefusedClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_app_import_refused_dispose;
}

static void
tell (CrmAppImportRefused *self, const char *text)
{
  gtk_label_set_text (GTK_LABEL (self->told), text);
  gtk_widget_set_visible (self->told, *text != '\0');
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmAppImportRefused) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  g_autofree char *text = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    text = g_strdup_printf (_ ("Saved as “%s”"), name);
  else
    text = crm_phrase_trouble (error, NULL);
  tell (self, text);
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  CrmAppImportRefused *self = data;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *csv;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_clear_object (&self->chooser);
  if (file == NULL || self->result == NULL)
    return;
  csv = crm_import_save_refused (self->import, self->result);
  bytes = g_bytes_new_take (csv, strlen (csv));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                       written_cb, g_object_ref (self));
}

static void
save_clicked_cb (GtkButton *button, gpointer data)
{
  CrmAppImportRefused *self = data;
  g_autofree char *name = g_strconcat (_ ("Refused rows"), ".csv", NULL);

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (
      _ ("Refused rows"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
      GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
crm_app_import_refused_init (CrmAppImportRefused *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *expander = gtk_expander_new (_ ("Refused rows"));
  GtkWidget *inner = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  crm_app_set_id (self->list, "crm-import-refused");
  crm_app_set_name (self->list, _ ("Refused rows"));
  self->more = crm_app_text_new ("dim-label");
  gtk_widget_set_margin_top (self->list, 6);
  gtk_box_append (GTK_BOX (inner), self->list);
  gtk_box_append (GTK_BOX (inner), self->more);
  gtk_expander_set_child (GTK_EXPANDER (expander), inner);
  gtk_expander_set_expanded (GTK_EXPANDER (expander), TRUE);
  crm_app_set_id (expander, "crm-import-refused-expander");
  gtk_box_append (GTK_BOX (box), expander);
  self->save = crm_app_button_new (_ ("_Save the Refused Rows…"), "crm-import-save-refused");
  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->save))),
                           PANGO_ELLIPSIZE_END);
  gtk_widget_set_halign (self->save, GTK_ALIGN_START);
  g_signal_connect (self->save, "clicked", G_CALLBACK (save_clicked_cb), self);
  gtk_box_append (GTK_BOX (box), self->save);
  self->told = crm_app_text_new (NULL);
  gtk_box_append (GTK_BOX (box), self->told);
  adw_bin_set_child (ADW_BIN (self), box);
}

static void
add_problem (CrmAppImportRefused *self, const CrmImportProblem *problem)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *where = crm_app_text_new (NULL);
  GtkWidget *why = crm_app_text_new ("dim-label");
  g_autofree char *text = crm_phrase_import_problem (problem);
  g_autofree char *name = g_strdup_printf ("%s, %s", text, problem->problem);

  crm_app_label_set_parts (where, text);
  gtk_label_set_text (GTK_LABEL (why), problem->problem);
  gtk_widget_add_css_class (box, "crm-line");
  gtk_box_append (GTK_BOX (box), where);
  gtk_box_append (GTK_BOX (box), why);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  crm_app_set_name (row, name);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

/**
 * crm_app_import_refused_show:
 * @self: refused rows
 * @import: an import; it is kept as it is, and so is @result, until this is called again
 * @result: (nullable): what would come of it; %NULL while nobody knows
 *
 * Shows them, and itself where there are any.
 */
void
crm_app_import_refused_show (CrmAppImportRefused *self,
                             const CrmImport *import,
                             const CrmImportResult *result)
{
  guint n = result != NULL ? result->problems->len : 0;
  g_autofree char *more = g_strdup_printf (_ ("Only the first %d are shown"), MAX_SHOWN);

  crm_app_card_clear (self->list);
  tell (self, "");
  self->import = import;
  self->result = result;
  for (guint i = 0; i < MIN (n, MAX_SHOWN); i++)
    add_problem (self, g_ptr_array_index (result->problems, i));
  gtk_label_set_text (GTK_LABEL (self->more), more);
  gtk_widget_set_visible (self->more, n > MAX_SHOWN);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

/* (transfer floating): none yet */
GtkWidget *
crm_app_import_refused_new (void)
{
  return g_object_new (CRM_APP_TYPE_IMPORT_REFUSED, "visible", FALSE, NULL);
}
